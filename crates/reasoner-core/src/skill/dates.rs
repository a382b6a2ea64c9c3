//! Dates: what day it is, the weekday of a date, the days between two dates, a date some days later. Now comes
//! with the request and is taken in UTC.

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value, vocabulary};
use jiff::civil::Date;

use super::Found;
use crate::calc::date::{self, Step};
use crate::scene::Scene;

/// Answers a question about dates.
pub(crate) fn dates(scene: &Scene<'_>, _budget: &mut Budget) -> Option<Found> {
    let today = date::today(scene.ask.now)?;
    let words: Vec<String> = scene.goal.words.iter().map(|word| word.text.to_lowercase()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let named = named_dates(scene, today);
    clock(scene, &words)
        .or_else(|| difference(&words, &named, today))
        .or_else(|| shift(scene, &words, &named, today))
        .or_else(|| day_of(&words, &named, today))
}

/// The dates that the sentence fixes, with "today" and its neighbours resolved.
fn named_dates(scene: &Scene<'_>, today: Date) -> Vec<Date> {
    let resolve = |time: &engine_api::TimePhrase| match time.iso.as_deref() {
        Some(iso) => date::parse(iso),
        None => match time.span.of(scene.text).to_lowercase().as_str() {
            "today" => Some(today),
            "tomorrow" => date::shifted(today, 1, Step::Day),
            "yesterday" => date::shifted(today, -1, Step::Day),
            _ => None,
        },
    };
    scene.goal.times.iter().filter_map(resolve).collect()
}

fn has(words: &[&str], any: &[&str]) -> bool {
    words.iter().any(|word| any.contains(word))
}

/// Whether all words are among the known ones, dates and numbers aside.
fn only(words: &[&str], known: &[&str]) -> bool {
    words.iter().all(|word| {
        known.contains(word)
            || FILLERS.contains(word)
            || word.starts_with(|first: char| first.is_ascii_digit())
            || vocabulary::month_or_short(word).is_some()
    })
}

const FILLERS: [&str; 35] = [
    "what",
    "which",
    "'s",
    "is",
    "are",
    "was",
    "will",
    "be",
    "it",
    "the",
    "?",
    ".",
    ",",
    "!",
    "of",
    "on",
    "in",
    "and",
    "from",
    "to",
    "until",
    "till",
    "between",
    "there",
    "how",
    "many",
    "please",
    "a",
    "today",
    "tomorrow",
    "yesterday",
    "for",
    "does",
    "did",
    "fall",
];

/// "What time is it?"
fn clock(scene: &Scene<'_>, words: &[&str]) -> Option<Found> {
    if !has(words, &["time"])
        || !only(words, &["time", "now", "current", "right", "utc"])
        || !scene.goal.times.is_empty()
    {
        return None;
    }
    let time = date::clock(scene.ask.now)?;
    let mut found = computed(&format!("{time} UTC"), format!("it is {time} UTC"), "the time of the request");
    found.outcome.momentary = true;
    Some(found)
}

/// "How many days are there from … to …?"
fn difference(words: &[&str], named: &[Date], today: Date) -> Option<Found> {
    let counted = ["days", "weeks"].into_iter().find(|unit| has(words, &["many"]) && has(words, &[unit]))?;
    if !only(
        words,
        &["days", "weeks", "left", "remain", "remaining", "have", "passed", "since", "do", "we", "there", "away"],
    ) {
        return None;
    }
    let (from, to) = match named {
        [from, to] => (*from, *to),
        [one] if has(words, &["until", "till", "to", "before"]) => (today, *one),
        [one] if has(words, &["since", "from", "passed"]) => (*one, today),
        _ => return None,
    };
    let days = date::days_between(from, to)?;
    let (count, unit) = if counted == "weeks" && days % 7 == 0 { (days / 7, "week") } else { (days, "day") };
    let plural = if count.abs() == 1 { "" } else { "s" };
    let unit = format!("{unit}{plural}");
    let statement = format!("from {} to {} there are {count} {unit}", date::written(from), date::written(to));
    let value = Value::Number { digits: count.to_string(), unit: Some(unit) };
    Some(found(value, statement, "the Gregorian calendar"))
}

/// "What date is 10 days after 1 March 2024?", "what is the date in two weeks?"
fn shift(scene: &Scene<'_>, words: &[&str], named: &[Date], today: Date) -> Option<Found> {
    const STEPS: [(&str, Step); 4] =
        [("day", Step::Day), ("week", Step::Week), ("month", Step::Month), ("year", Step::Year)];
    let quantity = scene.goal.quantities.iter().find_map(|quantity| {
        let unit = quantity.unit.as_deref()?.to_lowercase();
        let step = STEPS.iter().find(|(name, _)| unit.trim_end_matches('s') == *name)?.1;
        Some((quantity.amount.parse::<i64>().ok()?, step, quantity))
    });
    let (count, step, quantity) = quantity?;
    let known = [
        "days", "day", "weeks", "week", "months", "month", "years", "year", "after", "before", "ago", "later", "date",
        "now", "plus", "minus",
    ];
    let spelled = quantity.span.of(scene.text).to_lowercase();
    let spelled: Vec<&str> = spelled.split([' ', '-']).collect();
    let others: Vec<&str> = words.iter().copied().filter(|word| !spelled.contains(word)).collect();
    let asks = has(words, &["date", "day", "when"]) || has(words, &["after", "before", "ago", "plus", "minus"]);
    if !asks || !only(&others, &known) {
        return None;
    }
    // "10 years before 2020" counts from no day of today.
    let counted = others.iter().any(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    if named.is_empty() && counted {
        return None;
    }
    let start = named.first().copied().unwrap_or(today);
    let back = has(words, &["before", "ago", "minus"]);
    let date = date::shifted(start, if back { -count } else { count }, step)?;
    let amount = format!("{} {}", quantity.span.of(scene.text), quantity.unit.as_deref().unwrap_or("days"));
    let relation = if back { "before" } else { "after" };
    let statement = format!("{amount} {relation} {} is {}", date::written(start), with_weekday(date));
    Some(computed(&date::written(date), statement, "the Gregorian calendar"))
}

/// "What day is it today?", "which weekday is 2026-11-22?", "is 1 May 2026 a Friday?"
fn day_of(words: &[&str], named: &[Date], today: Date) -> Option<Found> {
    let known = ["day", "date", "weekday", "week", "now", "current", "year", "month", "today's"];
    let fits =
        has(words, &["day", "date", "weekday", "year", "month"]) && only(words, &known) && !has(words, &["many"]);
    if !fits {
        return None;
    }
    let date = match named {
        [] if has(words, &["today", "it", "current", "'s", "now"]) => today,
        [one] => *one,
        _ => return None,
    };
    let which = relative(date, today);
    let copula = if which == "yesterday" { "was" } else { "is" };
    if has(words, &["year", "month"]) && !has(words, &["day", "date"]) {
        let year = date.year().to_string();
        return (has(words, &["year"]))
            .then(|| computed(&year, format!("the year is {year}"), "the time of the request"));
    }
    let weekday_asked = !has(words, &["date"])
        && (has(words, &["weekday", "week"]) || (has(words, &["day"]) && !has(words, &["it"])) || date != today);
    let value = if weekday_asked { date::weekday(date).to_owned() } else { date::written(date) };
    Some(computed(&value, format!("{which} {copula} {}", with_weekday_unless(&which, date)), "the Gregorian calendar"))
}

fn relative(date: Date, today: Date) -> String {
    match date::days_between(today, date) {
        Some(0) => "today".to_owned(),
        Some(1) => "tomorrow".to_owned(),
        Some(-1) => "yesterday".to_owned(),
        _ => date::written(date),
    }
}

fn with_weekday(date: Date) -> String {
    format!("{}, {}", date::weekday(date), date::written(date))
}

/// A date that is named by itself needs its weekday only.
fn with_weekday_unless(which: &str, date: Date) -> String {
    if which.starts_with(|first: char| first.is_ascii_digit()) {
        format!("a {}", date::weekday(date))
    } else {
        with_weekday(date)
    }
}

fn computed(value: &str, statement: String, by: &str) -> Found {
    found(Value::Text(value.to_owned()), statement, by)
}

fn found(value: Value, statement: String, by: &str) -> Found {
    let proof = Proof { claim: statement.clone(), by: by.to_owned(), from: Vec::new() };
    Found::answer(Finding::stated(value, statement), OutcomeKind::Computed, Some(proof))
}
