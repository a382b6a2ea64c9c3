//! Statements as sentences: subject, verb and value with agreement; capitals and final marks.

use engine_api::{Finding, Value};

use super::number;
use crate::morph;

/// The whole statement of a finding without its final mark; `None` where there is nothing beside the value.
pub(crate) fn statement(finding: &Finding) -> Option<String> {
    if let Some(statement) = &finding.statement {
        return Some(statement.trim().trim_end_matches('.').to_owned()).filter(|statement| !statement.is_empty());
    }
    if finding.subject.is_empty() || matches!(finding.value, Value::Truth(_)) {
        return None;
    }
    let verb = verb(&finding.verb, &finding.subject, finding.negated);
    let statement = format!("{} {verb} {}", finding.subject, number::value(&finding.value));
    Some(statement)
}

/// The verb (with what follows it, as in `live in`) in the form that `subject` wants.
fn verb(verb: &str, subject: &str, negated: bool) -> String {
    let (head, tail) = verb.split_once(' ').map_or((verb, ""), |(head, tail)| (head, tail));
    let person = person(subject);
    let finite = match (head, negated) {
        ("be", false) => be(person).to_owned(),
        ("be", true) => format!("{} not", be(person)),
        (_, true) if person == Person::Third => format!("does not {head}"),
        (_, true) => format!("do not {head}"),
        (_, false) if person == Person::Third => morph::third_person(head),
        (_, false) => head.to_owned(),
    };
    if tail.is_empty() { finite } else { format!("{finite} {tail}") }
}

/// What the subject wants of its verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Person {
    First,
    /// "you" and every plural.
    Plural,
    Third,
}

fn person(subject: &str) -> Person {
    let lower = subject.to_lowercase();
    let last = lower.rsplit(' ').next().unwrap_or("");
    match lower.as_str() {
        "i" => Person::First,
        "you" | "we" | "they" | "these" | "those" => Person::Plural,
        _ if lower.contains(" and ") => Person::Plural,
        // "the cats": a plural by its form, where it is not a name.
        _ if subject.starts_with(char::is_lowercase) && morph::singular(last) != last => Person::Plural,
        _ => Person::Third,
    }
}

fn be(person: Person) -> &'static str {
    match person {
        Person::First => "am",
        Person::Plural => "are",
        Person::Third => "is",
    }
}

/// `text` with a capital at its start.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    // Addresses, paths and the like are kept as they are.
    let opening = text.split_whitespace().next().unwrap_or("").trim_end_matches(['.', ',', ':', ';', '!', '?']);
    if opening.contains(['@', '/', '_', '.', '\\']) {
        return text.to_owned();
    }
    match letters.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

/// `text` as a sentence of its own: a capital at its start and `mark` at its end, unless it has one.
pub(crate) fn finished(text: &str, mark: char) -> String {
    let mut sentence = capitalised(text.trim());
    if !sentence.ends_with(['.', '!', '?', '…']) {
        sentence.push(mark);
    }
    sentence
}

/// `statement` as it stands inside a sentence: "The dog" after a comma is "the dog".
pub(crate) fn inner(statement: &str) -> String {
    const LOWERED: [&str; 28] = [
        "The", "A", "An", "Your", "My", "You", "He", "She", "It", "We", "They", "This", "That", "These", "Those",
        "His", "Her", "Its", "Our", "Their", "All", "Every", "Each", "Some", "No", "There", "If", "In",
    ];
    let (first, _) = statement.split_once(' ').unwrap_or((statement, ""));
    if LOWERED.contains(&first) {
        format!("{}{}", first.to_lowercase(), &statement[first.len()..])
    } else {
        statement.to_owned()
    }
}

/// `statement` inside a sentence that ends with it.
pub(crate) fn inner_sentence(statement: &str) -> String {
    let mut sentence = inner(statement);
    if !sentence.ends_with(['.', '!', '?', '…']) {
        sentence.push('.');
    }
    sentence
}
