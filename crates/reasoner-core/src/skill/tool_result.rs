//! Answers from the results of tools: the fields that the question asks for, or all of them, in plain words.

use engine_api::{Budget, Finding, Move, Outcome, OutcomeKind, Proof, Role, Turn, Value};
use serde_json::Value as Json;

use super::Found;
use crate::scene::Scene;

/// The most fields and entries of a result that are told.
const MOST: usize = 12;

/// The most characters of a text result that are told.
const LONGEST: usize = 4000;

/// What field names may stand for a word in a question.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("hot", &["temperature"]),
    ("warm", &["temperature"]),
    ("cold", &["temperature"]),
    ("cost", &["price", "total", "amount"]),
    ("much", &["price", "total", "amount", "balance"]),
    ("when", &["date", "time", "start", "departure"]),
    ("where", &["location", "place", "address", "city"]),
    ("who", &["name", "author", "owner"]),
];

/// Answers from the tool turns at the end of the dialogue.
pub(crate) fn tool_result(scene: &Scene<'_>, _budget: &mut Budget) -> Option<Found> {
    let results = scene.results();
    let asked = asked(scene);
    let mut found = Found {
        moves: Vec::new(),
        outcome: Outcome { confidence: 0.9, ..Outcome::certain(OutcomeKind::Retrieved) },
        proof: None,
        values: Vec::new(),
        citations: Vec::new(),
        reasons: false,
        checked: None,
    };
    let mut proofs = Vec::new();
    for result in results {
        let step = match serde_json::from_str::<Json>(&result.text) {
            Ok(json) => tell(&json, &asked, &mut found.values),
            Err(_) => text(&result.text),
        };
        proofs.push(Proof { claim: claim(&step), by: called(scene, result), from: Vec::new() });
        found.moves.push(step);
    }
    found.proof = match proofs.len() {
        0 => return None,
        1 => proofs.pop(),
        _ => Some(Proof { claim: "the results of the tools".to_owned(), by: String::new(), from: proofs }),
    };
    Some(found)
}

/// Which tool gave the result.
fn called(scene: &Scene<'_>, result: &Turn) -> String {
    let calls = scene.ask.turns.iter().rev().flat_map(|turn| &turn.calls);
    let call = calls.into_iter().find(|call| Some(&call.id) == result.answers.as_ref());
    let name = call.map(|call| call.name.as_str()).or(result.name.as_deref());
    name.map_or_else(|| "result of a tool".to_owned(), |name| format!("result of the tool {name}"))
}

fn claim(step: &Move) -> String {
    match step {
        Move::Give(finding) => finding.statement.clone().unwrap_or_default(),
        Move::Quote(text) => text.clone(),
        Move::List { heading, items } => format!("{heading}: {}", items.join("; ")),
        _ => String::new(),
    }
}

/// The words of the question, in lower case, with what they may stand for.
fn asked(scene: &Scene<'_>) -> Vec<String> {
    let mut asked: Vec<String> = Vec::new();
    for word in scene.turn.iter().flat_map(|sentence| &sentence.words) {
        asked.push(word.text.to_lowercase());
        asked.push(word.lemma.clone());
        for (_, names) in SYNONYMS.iter().filter(|(known, _)| *known == word.lemma) {
            asked.extend(names.iter().map(|name| (*name).to_owned()));
        }
    }
    asked
}

fn text(text: &str) -> Move {
    let trimmed = text.trim();
    let cut: String = trimmed.chars().take(LONGEST).collect();
    Move::Quote(if cut.is_empty() { "The tool returned nothing.".to_owned() } else { cut })
}

/// A JSON result in words.
fn tell(json: &Json, asked: &[String], values: &mut Vec<(String, Json)>) -> Move {
    match json {
        Json::Object(object) => {
            if let Some(error) = object.get("error").filter(|error| !error.is_null()) {
                return Move::Quote(format!("The tool reported an error: {}.", plain(error).trim_end_matches('.')));
            }
            let fields: Vec<(String, &Json)> = fields(object);
            values.extend(fields.iter().map(|(name, value)| (name.replace(' ', "_"), (*value).clone())));
            tell_fields(&fields, asked)
        }
        Json::Array(entries) if !entries.is_empty() => {
            values.push(("answer".to_owned(), json.clone()));
            Move::List { heading: String::new(), items: entries.iter().take(MOST).map(entry).collect() }
        }
        Json::Array(_) => Move::Quote("The tool found nothing.".to_owned()),
        Json::Null => Move::Quote("The tool returned nothing.".to_owned()),
        scalar => {
            values.push(("answer".to_owned(), scalar.clone()));
            Move::Give(Finding::stated(value(scalar, None), format!("the result is {}", plain(scalar))))
        }
    }
}

/// The fields of an object with their names in words; those of inner objects too, one level down.
fn fields(object: &serde_json::Map<String, Json>) -> Vec<(String, &Json)> {
    let mut found = Vec::new();
    for (name, value) in object {
        match value {
            Json::Object(inner) => found.extend(inner.iter().map(|(name, value)| (in_words(name), value))),
            Json::Null => {}
            _ => found.push((in_words(name), value)),
        }
    }
    found.truncate(MOST);
    found
}

/// `windSpeed` and `wind_speed` to `wind speed`.
fn in_words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        if matches!(letter, '_' | '-' | '.') {
            words.push(' ');
        } else {
            words.extend(letter.to_lowercase());
        }
    }
    words
}

/// The fields that are asked for as one statement, or all of them.
fn tell_fields(fields: &[(String, &Json)], asked: &[String]) -> Move {
    let unit =
        fields.iter().find(|(name, _)| matches!(name.as_str(), "unit" | "units")).and_then(|(_, unit)| unit.as_str());
    // What the question names is what the result is about: "Paris".
    let mentions = |value: &Json| {
        value.as_str().is_some_and(|text| {
            let lower = text.to_lowercase();
            !lower.is_empty()
                && lower.split([' ', ',']).next().is_some_and(|first| asked.iter().any(|word| word == first))
        })
    };
    let about: Vec<String> =
        fields.iter().filter(|(_, value)| mentions(value)).map(|(_, value)| plain(value)).collect();
    let rest: Vec<&(String, &Json)> = fields
        .iter()
        .filter(|(name, value)| !mentions(value) && (unit.is_none() || !name.starts_with("unit")))
        .collect();
    let wanted: Vec<&(String, &Json)> = rest
        .iter()
        .copied()
        .filter(|(name, _)| name.split(' ').any(|word| asked.iter().any(|asked| asked == word)))
        .collect();
    let told = if wanted.is_empty() { &rest } else { &wanted };
    let parts: Vec<String> = told.iter().map(|(name, field)| statement(name, field, unit)).collect();
    if parts.is_empty() {
        return Move::Quote(format!("The result is {}.", about.join(", ")));
    }
    let place = if about.is_empty() { String::new() } else { format!("for {}, ", about.join(", ")) };
    let statement = format!("{place}{}", joined(&parts));
    match told.as_slice() {
        [(_, field)] => Move::Give(Finding::stated(value(field, unit), statement)),
        _ => Move::Quote(format!("{}.", capitalised(&statement))),
    }
}

/// "the temperature is 18 celsius".
fn statement(name: &str, field: &Json, unit: Option<&str>) -> String {
    let unit = unit.filter(|_| field.is_number()).map_or_else(String::new, |unit| format!(" {unit}"));
    let plural = matches!(field, Json::Array(_)) && name.ends_with('s');
    format!("the {name} {} {}{unit}", if plural { "are" } else { "is" }, plain(field))
}

fn value(json: &Json, unit: Option<&str>) -> Value {
    match json {
        Json::Bool(truth) => Value::Truth(*truth),
        Json::Number(number) => Value::Number { digits: number.to_string(), unit: unit.map(str::to_owned) },
        other => Value::Text(plain(other)),
    }
}

/// A JSON value without quotation marks and braces, as far as it is simple.
fn plain(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Array(entries) => {
            let entries: Vec<String> = entries.iter().take(MOST).map(entry).collect();
            joined(&entries)
        }
        other => other.to_string(),
    }
}

/// One entry of a list.
fn entry(json: &Json) -> String {
    match json {
        Json::Object(object) => {
            let fields: Vec<String> =
                fields(object).iter().map(|(name, value)| format!("{name}: {}", scalar(value))).collect();
            fields.join(", ")
        }
        other => scalar(other),
    }
}

fn scalar(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

/// `a, b and c`.
fn joined(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether the dialogue ends in the results of tools.
pub(crate) fn ends_in_results(turns: &[Turn]) -> bool {
    turns.last().is_some_and(|turn| turn.role == Role::Tool)
}
