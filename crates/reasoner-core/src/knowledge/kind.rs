//! What a subject speaks of: one thing, all of a kind or some of it.

use engine_api::{Clause, Pos};

use super::phrase::Context;

/// The kind that a universal subject speaks of: "All men", "Every cat", "No dog", "Cats".
pub(crate) fn universal<'t>(subject: &'t str, context: Context<'_>) -> Option<&'t str> {
    let (first, rest) = subject.split_once(' ').unwrap_or((subject, ""));
    match first.to_lowercase().as_str() {
        "all" | "every" | "each" | "any" | "no" if !rest.is_empty() => {
            return Some(rest.strip_prefix("the ").unwrap_or(rest));
        }
        "a" | "an" if !rest.is_empty() => return Some(rest),
        _ => {}
    }
    // A bare plural speaks of all: its head is a noun whose lemma differs from its form.
    let last = subject.rsplit(' ').next()?;
    let head = context.words.iter().find(|word| word.text == last)?;
    let first = context.words.iter().find(|word| word.text == first)?;
    let bare = matches!(first.pos, Pos::Noun | Pos::Adjective | Pos::ProperNoun);
    let plural = head.pos == Pos::Noun && head.lemma != head.text.to_lowercase();
    // At the start of a sentence a plural that the lexicon does not know looks like a name.
    (bare && plural && !subject.contains(" and ") && !subject.contains("'s")).then_some(subject)
}

/// Whether a clause about "a man" or "cats" speaks of all of them. "A dog is barking", "a man has a car" and "cats
/// are in the garden" speak of some; "a cat is an animal" and "birds fly" speak of the kind.
pub(crate) fn speaks_of_all(subject: &str, clause: &Clause, context: Context<'_>) -> bool {
    let first = subject.split(' ').next().unwrap_or("").to_lowercase();
    let object = clause.object.as_deref().unwrap_or("").to_lowercase();
    let passing = progressive(clause, context).is_some();
    match first.as_str() {
        "all" | "every" | "each" | "any" | "no" => true,
        "a" | "an" => {
            let classifies = object.starts_with("a ") || object.starts_with("an ");
            let can = clause.modal.as_deref() == Some("can");
            !passing && (can || clause.verb == "be" && classifies && clause.adjuncts.is_empty())
        }
        _ => !passing && (clause.verb != "be" || clause.adjuncts.is_empty()),
    }
}

/// The form in "-ing" of a clause in the progressive: "is barking".
pub(crate) fn progressive(clause: &Clause, context: Context<'_>) -> Option<String> {
    let within = |start: usize, end: usize| clause.span.start <= start && end <= clause.span.end;
    let mut words = context.words.iter().filter(|word| within(word.span.start, word.span.end));
    words.find(|word| word.lemma == "be" || word.lemma == "'s" && word.pos != Pos::Noun)?;
    let form = words.find(|word| word.pos == Pos::Verb && word.lemma == clause.verb)?.text.to_lowercase();
    (form.ends_with("ing") && form != clause.verb).then_some(form)
}

pub(crate) fn indefinite(subject: &str) -> bool {
    const WORDS: [&str; 13] = [
        "someone",
        "somebody",
        "something",
        "anyone",
        "anybody",
        "anything",
        "everyone",
        "everybody",
        "everything",
        "a person",
        "one",
        "a thing",
        "people",
    ];
    WORDS.contains(&subject.to_lowercase().as_str())
}

pub(crate) fn is_pronoun(subject: &str) -> bool {
    matches!(
        subject.to_lowercase().as_str(),
        "he" | "she" | "it" | "they" | "that person" | "this person" | "that thing"
    )
}

/// "Some cats", "most birds", "two dogs": nothing follows for any one of them.
pub(crate) fn some_of(subject: &str) -> bool {
    let first = subject.split(' ').next().unwrap_or("").to_lowercase();
    matches!(
        first.as_str(),
        "some" | "most" | "many" | "few" | "several" | "not" | "nobody" | "none" | "either" | "neither"
    ) || first.starts_with(|letter: char| letter.is_ascii_digit())
        || subject.is_empty()
        || subject.contains(" or ")
}
