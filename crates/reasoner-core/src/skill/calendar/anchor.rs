//! The date today as the prompt fixes it: by naming today or a day near it, or by an event with its date and the time
//! since; and the dates that are asked for from there.

use std::collections::BTreeSet;

use engine_api::{Sentence, Value};
use jiff::civil::Date;

use super::described::{self, Line, ordinal};
use super::{Amount, Found, Question, moment};
use crate::calc::date::{self, Step};
use crate::verdict;

/// Steps from today; negative into the past.
type Shift = (i64, Step);

/// A sentence or the part of it that tells, with what it names.
struct Told<'a> {
    line: Line<'a>,
    dates: Vec<(described::Described, usize, usize)>,
    /// Days named by their distance from today, with the place of their words.
    near: Vec<(Shift, usize, usize)>,
    amounts: Vec<Amount>,
}

/// "Yesterday was 30 April 2021. What is the date a week from today?"
pub(super) fn anchor(question: &Question<'_>) -> Option<Found> {
    let scene = question.scene;
    let asked = scene.question();
    let words = lower(asked);
    let split = words
        .iter()
        .rposition(|word| matches!(word.as_str(), "what" | "which" | "when"))
        .or_else(|| words.iter().rposition(|word| COMMANDS.contains(&word.as_str())))?;
    let query = words.get(split..)?;
    let wanted = query.iter().any(|word| matches!(word.as_str(), "date" | "day" | "when"));
    if !wanted || query.iter().any(|word| word == "many") {
        return None;
    }
    let narrative = scene.narrative();
    let mut lines: Vec<(Vec<String>, &Sentence, &str)> =
        narrative.iter().take(40).map(|(sentence, text)| (lower(sentence), *sentence, *text)).collect();
    lines.push((words.get(..split)?.to_vec(), asked, scene.text));
    let told: Vec<Told<'_>> = lines.iter().map(|(words, sentence, text)| Told::new(words, sentence, text)).collect();
    let frame = Frame::new(&told);
    let today = frame.named(&told).or_else(|| frame.since(&told))?;
    let shift = shift(asked, &words, split)?;
    let result = date::shifted(today, shift.0, shift.1)?;
    let statement = format!("today is {}; the date asked for is {}", date::written(today), date::written(result));
    Some(question.found(Value::Text(layout(question, query, result)), statement))
}

/// Verbs that ask for something.
const COMMANDS: [&str; 9] = ["give", "tell", "name", "state", "find", "compute", "calculate", "determine", "write"];

fn lower(sentence: &Sentence) -> Vec<String> {
    sentence.words.iter().map(|word| word.text.to_lowercase()).collect()
}

/// The date as the options have it, as the prompt wants it laid out, or as it is usually written.
fn layout(question: &Question<'_>, query: &[String], date: Date) -> String {
    let iso = date.to_string();
    let same = |choice: &&engine_api::Choice| {
        choice.sentences.iter().flat_map(|sentence| &sentence.times).any(|time| time.iso.as_deref() == Some(&iso))
    };
    if let Some(choice) = question.scene.task.options.iter().find(same) {
        return verdict::said(choice);
    }
    let weekday = query.iter().any(|word| matches!(word.as_str(), "weekday" | "week"))
        && query.windows(3).any(|words| words.join(" ") == "day of the");
    let (year, month, day) = (date.year(), date.month(), date.day());
    match () {
        () if weekday => date::weekday(date).to_owned(),
        () if question.upper.contains("DD/MM/YYYY") => format!("{day:02}/{month:02}/{year:04}"),
        () if question.upper.contains("MM/DD/YYYY") => format!("{month:02}/{day:02}/{year:04}"),
        () if question.upper.contains("YYYY-MM-DD") => iso,
        () => date::written(date),
    }
}

/// How far from today what is asked lies.
fn shift(asked: &Sentence, words: &[String], split: usize) -> Option<Shift> {
    let amounts: Vec<Amount> = moment::amounts(asked, 0).into_iter().filter(|amount| amount.at > split).collect();
    let near: Vec<(Shift, usize, usize)> =
        near(words, &amounts, true).into_iter().filter(|near| near.1 >= split).collect();
    let far: Vec<&(Shift, usize, usize)> = near.iter().filter(|near| near.0.0 != 0).collect();
    match (far.as_slice(), amounts.len()) {
        ([one], 0 | 1) => Some(one.0),
        ([], 0) => {
            let other = ["before", "after", "next", "last", "until", "from"];
            (!words.iter().skip(split).any(|word| other.contains(&word.as_str()))).then_some((0, Step::Day))
        }
        _ => None,
    }
}

/// The days that are named by their distance from today: the distance and the range of words.
fn near(words: &[String], amounts: &[Amount], asked: bool) -> Vec<(Shift, usize, usize)> {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let before = |at: usize, back: usize| at.checked_sub(back).map_or("", word);
    let mut found = Vec::new();
    for amount in amounts {
        let today = matches!(word(amount.at + 1), "now" | "today");
        let hours = before(amount.at, 1).trim_end_matches('s') == "hour";
        let count = match before(amount.at, 2).parse::<i64>() {
            // A day begun counts whole where a moment at midnight is told.
            Ok(count) if hours && !asked => count.div_euclid(24) + i64::from(count.rem_euclid(24) > 0),
            _ => amount.count,
        };
        let sign = match word(amount.at) {
            "ago" => -1,
            "before" | "prior" | "earlier" | "back" if today || asked => -1,
            "from" | "after" if today => 1,
            "away" | "hence" => 1,
            "later" if asked => 1,
            _ if before(amount.at, 3) == "in" => 1,
            _ => continue,
        };
        let past = (amount.at..amount.at + 4).find(|at| matches!(word(*at), "now" | "today")).unwrap_or(amount.at);
        found.push(((sign * count, amount.step), amount.at.saturating_sub(2), past + 1));
    }
    for at in 0..words.len() {
        let possessive = matches!(word(at + 1), "'s" | "’s") && word(at + 2) != "date";
        let inside = found.iter().any(|(_, start, end)| (*start..*end).contains(&at));
        if possessive || inside || matches!(before(at, 1), "like" | "until") {
            continue;
        }
        let beyond = |lead: &str| before(at, 1) == lead && before(at, 2) == "day";
        let days = match word(at) {
            "today" | "now" => 0,
            "tomorrow" => 1 + i64::from(beyond("after")),
            "yesterday" => -1 - i64::from(beyond("before")),
            "current" | "present" if matches!(word(at + 1), "date" | "time" | "local" | "day") => 0,
            _ => continue,
        };
        found.push(((days, Step::Day), at, at + 1));
    }
    found.extend(neighbour(words).filter(|_| asked));
    found
}

/// "next week", "last month".
fn neighbour(words: &[String]) -> Option<(Shift, usize, usize)> {
    let step = |word: &str| match word {
        "day" => Some(Step::Day),
        "week" => Some(Step::Week),
        "month" => Some(Step::Month),
        "year" => Some(Step::Year),
        _ => None,
    };
    words.windows(2).enumerate().find_map(|(at, pair)| match pair {
        [lead, unit] if lead == "next" => Some(((1, step(unit)?), at, at + 2)),
        [lead, unit] if lead == "last" => Some(((-1, step(unit)?), at, at + 2)),
        _ => None,
    })
}

/// Days that come back every year.
const JUBILEES: [&str; 3] = ["anniversary", "birthday", "jubilee"];

const BELIEF: [&str; 14] = [
    "think", "thinks", "thought", "believe", "believes", "believed", "guess", "guesses", "guessed", "assumes",
    "assumed", "says", "said", "claims",
];

impl<'a> Told<'a> {
    fn new(words: &'a [String], sentence: &'a Sentence, text: &'a str) -> Told<'a> {
        let line = Line { words, sentence, text };
        let amounts: Vec<Amount> =
            moment::amounts(sentence, 0).into_iter().filter(|amount| amount.at <= words.len()).collect();
        let mut near = near(words, &amounts, false);
        let dates = line.dates();
        near.extend(dates.iter().filter_map(|date| counted(words, &amounts, date.1)));
        let known = near.len();
        near.extend(dates.iter().filter(|date| stated(words, date.1, known == 0)).map(|date| {
            let at = date.1;
            ((0, Step::Day), at, at)
        }));
        Told { dates, near, amounts, line }
    }

    fn has(&self, any: &[&str]) -> bool {
        self.line.words.iter().any(|word| any.contains(&word.as_str()))
    }

    /// The part of the sentence that a word stands in.
    fn part(&self, at: usize) -> usize {
        const JOINTS: [&str; 9] = ["but", "and", "which", "that", "because", "while", "whereas", ";", "so"];
        self.line.words.iter().take(at).filter(|word| JOINTS.contains(&word.as_str())).count()
    }

    fn in_part(&self, part: usize) -> impl Iterator<Item = &str> {
        let inside = move |(at, _): &(usize, &String)| self.part(*at) == part;
        self.line.words.iter().enumerate().filter(inside).map(|(_, word)| word.as_str())
    }

    /// The day near today that a date is said to be.
    fn relation(&self, at: usize, end: usize) -> Option<Shift> {
        let part = self.part(at);
        let denied = ["not", "n't", "never", "cannot"];
        if self.in_part(part).any(|word| denied.contains(&word)) {
            return None;
        }
        let distance = |near: &&(Shift, usize, usize)| if near.1 >= end { near.1 - end } else { at - near.1.min(at) };
        let same = self.near.iter().filter(|near| self.part(near.1) == part).min_by_key(distance);
        let other = |at: usize| self.in_part(self.part(at)).any(|word| JUBILEES.contains(&word));
        let later = self.near.iter().find(|near| near.1 >= end && self.dates.len() == 1 && !other(near.1));
        same.or(later).map(|near| near.0)
    }
}

/// "We are 5 days before Christmas", "3 days are left until 1 March": how far the date at `at` lies from today.
fn counted(words: &[String], amounts: &[Amount], at: usize) -> Option<(Shift, usize, usize)> {
    let amount = amounts.iter().rev().find(|amount| amount.at < at && at <= amount.at + 4)?;
    let lead = words.get(..amount.at)?;
    let link = words.get(amount.at..at)?;
    let has = |words: &[String], any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    if !has(lead, &["is", "are", "am", "'s", "'re", "'m", "it's", "we're"]) || has(link, &[",", "from", "and"]) {
        return None;
    }
    let sign = match () {
        () if has(link, &["before", "until", "till", "to"]) => 1,
        () if has(link, &["after", "past"]) => -1,
        () => return None,
    };
    Some(((sign * amount.count, amount.step), at, at))
}

/// Whether the words before a date say that it is today: "it is 5 May"; where nothing else names a day near today also
/// "this is …", "we are celebrating …".
fn stated(words: &[String], at: usize, open: bool) -> bool {
    let lead: Vec<&str> = words.iter().take(at).map(String::as_str).collect();
    if matches!(lead.as_slice(), [.., "it", "is" | "'s"] | [.., "it's"]) {
        return open || lead.iter().any(|word| BELIEF.contains(word));
    }
    let opening = matches!(lead.as_slice(), ["it" | "this", "is" | "'s", ..] | ["it's", ..]) && lead.len() <= 4;
    let going = lead.windows(2).any(|pair| match pair {
        [be, verb] => matches!(*be, "is" | "are" | "am" | "'s" | "'re" | "'m") && verb.starts_with("celebrat"),
        _ => false,
    });
    open && (opening || going)
}

/// What holds for the prompt as a whole.
struct Frame {
    /// The one year that it names.
    year: Option<i16>,
    day_first: bool,
}

impl Frame {
    fn new(told: &[Told<'_>]) -> Frame {
        let dated = told.iter().flat_map(|told| &told.dates).filter_map(|date| date.0.year);
        let bare = told.iter().flat_map(|told| told.line.words).filter_map(|word| described::year(word));
        let years: BTreeSet<i16> = dated.chain(bare).collect();
        let day_first = told.iter().any(|told| {
            let words = told.line.words;
            let place = |name: &str| words.iter().position(|word| word == name);
            let order = place("day").zip(place("month")).is_some_and(|(day, month)| {
                day < month
                    && words.iter().take(month).skip(day).any(|word| matches!(word.as_str(), "before" | "first"))
            });
            order || told.has(&["dd/mm/yyyy", "dd/mm"])
        });
        Frame { year: years.first().copied().filter(|_| years.len() == 1), day_first }
    }

    /// Today by a date that is said to be today or near it; what somebody believes only where it is confirmed.
    fn named(&self, told: &[Told<'_>]) -> Option<Date> {
        let (mut sure, mut believed) = (BTreeSet::new(), Vec::new());
        for line in told {
            for (described, at, end) in &line.dates {
                let Some(shift) = line.relation(*at, *end) else { continue };
                let Some(date) = described.resolve(self.year, self.day_first) else { continue };
                let Some(date) = moved(line, date) else { continue };
                let Some(today) = date::shifted(date, -shift.0, shift.1) else { continue };
                let words: Vec<&str> = line.in_part(line.part(*at)).collect();
                match words.iter().position(|word| BELIEF.contains(word)) {
                    Some(verb) => believed.push((verb.checked_sub(1).and_then(|at| words.get(at).copied()), today)),
                    None => {
                        sure.insert(today);
                    }
                }
            }
        }
        if sure.is_empty() {
            sure = believed.iter().filter(|(who, _)| right(told, *who)).map(|(_, today)| *today).collect();
        }
        sure.first().copied().filter(|_| sure.len() == 1)
    }

    /// Today by an event with its date and the time that has gone by.
    fn since(&self, told: &[Told<'_>]) -> Option<Date> {
        let (line, event) = told
            .iter()
            .find_map(|line| {
                let (described, _, end) = line.dates.first()?;
                let date = described.resolve(self.year, self.day_first)?;
                // "on 2 December, her second day at work": the event itself began earlier.
                let nth = (*end..*end + 4)
                    .find_map(|at| ordinal(line.line.word(at)).filter(|_| line.line.word(at + 1) == "day"));
                Some((line, date::shifted(date, 1 - i64::from(nth.unwrap_or(1)), Step::Day)?))
            })
            .or_else(|| self.recurring(told))?;
        let shifts: Vec<Shift> = told.iter().filter_map(|other| elapsed(other, line, told)).collect();
        match shifts.as_slice() {
            [(count, step)] => date::shifted(event, *count, *step),
            _ => None,
        }
    }

    /// "on the 16th of each month starting from October 2009": the first time.
    fn recurring<'t, 'a>(&self, told: &'t [Told<'a>]) -> Option<(&'t Told<'a>, Date)> {
        told.iter().find_map(|line| {
            let words = line.line.words;
            every(line)?;
            let day = words.iter().find_map(|word| ordinal(word))?;
            let month = words.iter().find_map(|word| described::month(word))?;
            Some((line, Date::new(self.year?, month, day).ok()?))
        })
    }
}

/// The step at which something comes again: "each month".
fn every(line: &Told<'_>) -> Option<Step> {
    line.line.words.windows(2).find_map(|pair| match pair {
        [each, unit] if matches!(each.as_str(), "each" | "every") => match unit.as_str() {
            "day" => Some(Step::Day),
            "week" => Some(Step::Week),
            "month" => Some(Step::Month),
            "year" => Some(Step::Year),
            _ => None,
        },
        _ => None,
    })
}

/// The date of an event that was put off or brought forward.
fn moved(line: &Told<'_>, date: Date) -> Option<Date> {
    let late = line.has(&["delayed", "postponed", "deferred"]);
    let early = line.has(&["advanced"]);
    let free = line.amounts.iter().find(|amount| line.near.iter().all(|near| near.1 + 2 != amount.at));
    match (free, late, early) {
        (Some(amount), true, false) => date::shifted(date, amount.count, amount.step),
        (Some(amount), false, true) => date::shifted(date, -amount.count, amount.step),
        (None, true, _) | (_, _, true) => None,
        _ => Some(date),
    }
}

/// Whether somebody is said to be right, or the others to be wrong.
fn right(told: &[Told<'_>], who: Option<&str>) -> bool {
    let Some(who) = who else { return false };
    let judged = |line: &Told<'_>, any: &[&str]| line.dates.is_empty() && line.has(any) && !line.has(&["not", "n't"]);
    let wrong = ["wrong", "mistaken", "incorrect"];
    let confirmed = told.iter().any(|line| judged(line, &["correct", "right"]) && line.has(&[who]));
    confirmed || told.iter().any(|line| judged(line, &wrong) && !line.has(&[who]))
}

/// The time from the event to today that a sentence tells.
fn elapsed(line: &Told<'_>, event: &Told<'_>, told: &[Told<'_>]) -> Option<Shift> {
    let first = line.amounts.first().map(|amount| (amount.count, amount.step));
    let nth = line.line.words.iter().find_map(|word| ordinal(word)).map(i64::from);
    if line.has(&JUBILEES) || line.has(&["turns", "turned"]) {
        const NAMED: [(&str, i64); 4] = [("silver", 25), ("ruby", 40), ("golden", 50), ("diamond", 60)];
        let named = NAMED.iter().find(|(name, _)| line.has(&[name])).map(|(_, years)| *years);
        let dated = line.dates.iter().map(|date| (date.1, date.2)).next();
        let free = |quantity: &&engine_api::Quantity| {
            let before = |word: &&engine_api::Word| word.span.start < quantity.span.start;
            let at = line.line.sentence.words.iter().take_while(before).count();
            !dated.is_some_and(|(start, end)| (start..end).contains(&at))
        };
        let count = || line.line.sentence.quantities.iter().find(free)?.amount.parse().ok();
        return first.or_else(|| named.or(nth).or_else(count).map(|years| (years, Step::Year)));
    }
    if line.has(&["passed", "since", "elapsed"]) {
        return first;
    }
    if !line.near.iter().any(|near| near.0.0 == 0) {
        return None;
    }
    if let (Some(step), Some(nth)) = (every(event), nth) {
        return Some((nth - 1, step));
    }
    let last = line.has(&["out", "last", "left", "finished", "none", "gone", "empty"]);
    let rate = told.iter().find_map(a_day)?;
    let (_, start, end) = event.dates.first()?;
    let outside = |quantity: &&engine_api::Quantity| {
        let at = event.line.sentence.words.iter().take_while(|word| word.span.start < quantity.span.start).count();
        !(*start..*end).contains(&at)
    };
    let stock: i64 = event.line.sentence.quantities.iter().find(outside)?.amount.parse().ok()?;
    (last && rate > 0 && stock % rate == 0).then_some((stock / rate, Step::Day))
}

/// How many are used a day.
fn a_day(line: &Told<'_>) -> Option<i64> {
    let daily = line.has(&["daily"])
        || line.line.words.windows(2).any(|pair| match pair {
            [each, day] => day == "day" && matches!(each.as_str(), "per" | "a" | "each" | "every"),
            _ => false,
        });
    line.line.sentence.quantities.first().filter(|_| daily)?.amount.parse().ok()
}
