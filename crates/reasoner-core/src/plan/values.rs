//! Named values for answers that a schema shapes: what was told by its key noun, and the names, dates and amounts of
//! the last turn.

use engine_api::{Ask, Reading, Sentence};
use serde_json::Value as Json;

use super::wish;
use crate::knowledge::{Fact, Told};
use crate::scene::last_turn;
use crate::skill::number_json;

/// The most values that are named.
const MOST: usize = 200;

/// Everything that can be named, in order of discovery; a name is given once.
pub(crate) fn values(ask: &Ask, reading: &Reading, told: &Told) -> Vec<(String, Json)> {
    let mut found: Vec<(String, Json)> = Vec::new();
    for fact in told.facts.iter().filter(|fact| !fact.negated && !fact.corrected) {
        for (name, value) in of_fact(fact) {
            add(&mut found, &name, value);
        }
    }
    let (sentences, text) = last_turn(ask, reading);
    for sentence in sentences.iter().filter(|sentence| !wish::is_wish(sentence, text)) {
        of_sentence(sentence, text, &mut found);
    }
    for (plural, one) in [("names", "name"), ("dates", "date"), ("times", "time"), ("amounts", "amount")] {
        let first = found.iter().find(|(name, _)| name == plural).and_then(|(_, all)| all.get(0).cloned());
        if let Some(first) = first {
            add(&mut found, one, first);
        }
    }
    found
}

fn add(found: &mut Vec<(String, Json)>, name: &str, value: Json) {
    if found.len() < MOST && !found.iter().any(|(known, _)| known == name) {
        found.push((name.to_owned(), value));
    }
}

/// Adds to the list of that name.
fn add_to(found: &mut Vec<(String, Json)>, name: &str, value: Json) {
    match found.iter_mut().find(|(known, _)| known == name) {
        Some((_, Json::Array(all))) if all.len() < MOST && !all.contains(&value) => all.push(value),
        Some(_) => {}
        None => add(found, name, Json::Array(vec![value])),
    }
}

/// What a fact names: `("name", "Ada")` for "My name is Ada".
fn of_fact(fact: &Fact) -> Vec<(String, Json)> {
    let mut found = Vec::new();
    if let Some(object) = fact.object.as_ref().filter(|_| fact.verb == "be") {
        let mut parts = fact.subject.rsplit(" 's ");
        let key = parts.next().unwrap_or("");
        if parts.next().is_some() && !key.starts_with('@') {
            found.push((key.replace([' ', '-'], "_"), number_or_text(&object.said)));
        }
        let age = object.said.split(' ').next().unwrap_or("");
        if object.normal.ends_with("year old") || object.normal.ends_with("years old") {
            found.push(("age".to_owned(), number_or_text(age)));
        }
    }
    for (lead, phrase) in &fact.adjuncts {
        let names: &[&str] = match (fact.verb.as_str(), lead.as_str()) {
            ("live" | "reside", "in") => &["city", "location"],
            ("work", "at" | "for") => &["company", "employer"],
            ("work", "as") => &["occupation", "job"],
            ("be" | "come", "from") => &["origin"],
            _ => &[],
        };
        found.extend(names.iter().map(|name| ((*name).to_owned(), Json::String(phrase.said.clone()))));
    }
    found
}

fn number_or_text(said: &str) -> Json {
    let digits: String = said.chars().filter(|letter| *letter != ',').collect();
    if digits.parse::<f64>().is_ok() { number_json(&digits) } else { Json::String(said.to_owned()) }
}

/// Whether an amount that is followed by `rest` is an age: "30 years old", "30-year-old".
fn is_age(rest: &str) -> bool {
    let part = |rest: &str| rest.trim_start_matches([' ', '-']).to_owned();
    let rest: String = rest.chars().take(24).collect::<String>().to_lowercase();
    let Some(rest) = part(&rest).strip_prefix("year").map(|rest| rest.strip_prefix('s').unwrap_or(rest).to_owned())
    else {
        return false;
    };
    part(&rest).starts_with("old")
}

/// The names, dates, amounts and addresses of a sentence.
fn of_sentence(sentence: &Sentence, text: &str, found: &mut Vec<(String, Json)>) {
    for name in &sentence.names {
        add_to(found, if name.quoted { "quotes" } else { "names" }, name.span.of(text).into());
    }
    for time in &sentence.times {
        let whole = time.iso.clone().filter(|iso| !iso.starts_with('-'));
        let value = whole.unwrap_or_else(|| time.span.of(text).to_owned());
        let clock = value.contains(':') && !value.contains('T');
        add_to(found, if clock { "times" } else { "dates" }, value.into());
    }
    for quantity in &sentence.quantities {
        let inside = sentence
            .times
            .iter()
            .any(|time| time.span.start <= quantity.span.start && quantity.span.end <= time.span.end);
        if inside {
            continue;
        }
        add_to(found, "amounts", number_json(&quantity.amount));
        if is_age(text.get(quantity.span.end..).unwrap_or("")) {
            add(found, "age", number_json(&quantity.amount));
        }
        if let Some(unit) = &quantity.unit {
            add(found, &unit.to_lowercase().replace(' ', "_"), number_json(&quantity.amount));
        }
    }
    for word in &sentence.words {
        if word.text.contains('@') && word.text.len() > 3 {
            add(found, "email", word.text.clone().into());
        } else if word.text.starts_with("http://") || word.text.starts_with("https://") {
            add(found, "url", word.text.clone().into());
        }
    }
}
