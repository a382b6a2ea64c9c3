//! Who does what with an amount: the verb of its part of the sentence, its subject and its receiver.

use std::ops::Range;

use engine_api::Pos;

use super::amount::Amount;
use super::effect::{Effect, effect};
use super::near::phrase;
use super::place::{Place, is_verb};
use super::story::Token;

/// Words that part a verb after the noun phrase from it.
const PARTS: [&str; 11] = ["that", "who", "which", "when", "to", "if", ",", "because", "as", "after", "before"];

/// Reads the clause of an amount; what it leaves out is the clause of the amount before it.
pub(super) fn clause(
    words: &[Token],
    segment: &Range<usize>,
    place: &Place<'_>,
    carried: Option<&Amount>,
    found: &mut Amount,
) {
    let (_, _, end) = phrase(words, place.to);
    let Some((verb, ahead)) = verb(words, segment, (place, end), carried.is_none()) else {
        found.carried = true;
        let next = words.get(end..segment.end.min(end + 2)).unwrap_or(&[]);
        let has = carried.is_some_and(|carried| carried.effect == Effect::Keep && !carried.verb.is_empty());
        if !has && next.iter().any(|word| word.text == "left") {
            found.verb = "leave".to_owned();
            found.effect = Effect::Lose;
        } else if let Some(carried) = carried {
            found.verb.clone_from(&carried.verb);
            found.owner.clone_from(&carried.owner);
            found.effect = carried.effect;
            found.negated = carried.negated;
            found.goal = carried.goal;
            found.head.clone_from(&carried.head);
        }
        return;
    };
    let rest = words.get(verb + 1..segment.end).unwrap_or(&[]);
    let particle = rest
        .iter()
        .take(8)
        .map(|word| word.text.as_str())
        .find(|text| matches!(*text, "away" | "out" | "off" | "back" | "up" | "down" | "in" | "on"));
    let from_place = rest.iter().any(|word| word.text == "from" || word.text == "out");
    found.verb = words.get(verb).map_or(String::new(), |word| word.lemma.clone());
    found.effect = effect(&found.verb, particle, from_place);
    found.owner = match owner(words, segment.start..verb.min(place.from), verb) {
        Some(owner) => owner,
        None => carried.filter(|_| ahead).map_or(String::new(), |carried| carried.owner.clone()),
    };
    found.other = receiver(words, verb + 1..segment.end, place.from);
}

/// The place of the verb that an amount goes with, and whether a verb stands before the number at all.
fn verb(
    words: &[Token],
    segment: &Range<usize>,
    (place, end): (&Place<'_>, usize),
    any: bool,
) -> Option<(usize, bool)> {
    let verbs =
        |range: Range<usize>| -> Vec<usize> { range.filter(|at| words.get(*at).is_some_and(is_verb)).collect() };
    let ahead = verbs(segment.start..place.from);
    let behind = verbs(place.to..segment.end);
    let follows = |at: &&usize| {
        let between = words.get(end.min(**at)..**at).unwrap_or(&[]);
        **at >= end && **at <= end + 4 && !between.iter().any(|word| PARTS.contains(&word.text.as_str()))
    };
    let own = behind.iter().find(follows);
    let full = |at: &&usize| words.get(**at).is_some_and(|word| word.pos == Pos::Verb);
    let helps = |at: &&usize| words.get(**at).is_some_and(|word| matches!(word.lemma.as_str(), "be" | "have"));
    let passive =
        own.filter(helps).and_then(|at| behind.iter().filter(full).find(|next| **next > *at && **next <= at + 3));
    // "By the time it is mended, 40 litres have run out": the verb before the comma is another clause's.
    let other = |verb: &&usize| {
        own.is_some() && words.get(**verb..place.from).unwrap_or(&[]).iter().any(|word| word.text == ",")
    };
    let near = ahead.last().filter(|verb| !other(verb)).or(passive).or(own);
    let verb = near.or_else(|| behind.iter().find(full).or(behind.first()).filter(|_| any))?;
    Some((*verb, !ahead.is_empty()))
}

/// The subject before a verb: a person if one is named, else the nearest noun that follows no preposition.
fn owner(words: &[Token], range: Range<usize>, verb: usize) -> Option<String> {
    let nominal = |at: &usize| {
        words.get(*at).is_some_and(|word| {
            matches!(word.pos, Pos::ProperNoun | Pos::Noun | Pos::Pronoun)
                && !matches!(word.text.as_str(), "there" | "that" | "which" | "who" | "what" | "them" | "him")
        }) && !led(words, *at)
    };
    let subjects: Vec<usize> = range.rev().filter(nominal).collect();
    let person = subjects
        .iter()
        .find(|at| words.get(**at).is_some_and(|word| matches!(word.pos, Pos::ProperNoun | Pos::Pronoun)));
    let gerund = words.get(verb).is_some_and(|word| word.text.ends_with("ing"));
    // "Joe and Ann": both.
    let joint = |at: usize| {
        let back = |steps: usize| at.checked_sub(steps).and_then(|at| words.get(at));
        back(1).is_some_and(|word| word.text == "and")
            && back(2).is_some_and(|word| matches!(word.pos, Pos::ProperNoun | Pos::Noun | Pos::Pronoun))
    };
    if person.is_some_and(|at| joint(*at)) {
        return Some("they".to_owned());
    }
    let found = person.or_else(|| subjects.first().filter(|_| !gerund))?;
    words.get(*found).map(|word| word.lemma.clone())
}

/// Whether a preposition leads the noun phrase of a word.
fn led(words: &[Token], at: usize) -> bool {
    let before = (1..4).find_map(|back| {
        let word = words.get(at.checked_sub(back)?)?;
        let inside = matches!(word.pos, Pos::Determiner | Pos::Adjective | Pos::Noun | Pos::ProperNoun | Pos::Numeral);
        (!inside).then_some(word.pos == Pos::Adposition)
    });
    before.unwrap_or(false)
}

/// Who gets or gives the amount: named after "to", "from" or "for", or between the verb and the number.
fn receiver(words: &[Token], range: Range<usize>, number: usize) -> String {
    let receives = |at: &usize| {
        let before = at.checked_sub(1).and_then(|before| words.get(before)).map_or("", |word| word.text.as_str());
        let alone = words.get(at + 1).is_none_or(|next| !matches!(next.pos, Pos::Noun | Pos::Adjective));
        (matches!(before, "to" | "from" | "for") || *at < number)
            && words.get(*at).is_some_and(|word| {
                word.pos == Pos::ProperNoun || alone && matches!(word.text.as_str(), "him" | "her" | "them" | "me")
            })
    };
    let mut range = range;
    range.find(receives).and_then(|at| words.get(at)).map_or(String::new(), |word| word.lemma.clone())
}
