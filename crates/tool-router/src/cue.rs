//! Cues: words near a candidate that announce a slot.

use crate::find::{Candidate, Shape};
use crate::slot::{Slot, kind};
use crate::text::{Kind, Term, TermMap, Text};

/// How far before a candidate a cue may stand, in tokens.
const REACH_BEFORE: usize = 7;
/// How far after it.
const REACH_AFTER: usize = 3;
/// The most that cues add to a score.
const MOST: f32 = 1.7;

/// For every token and slot, how strongly the token announces the slot.
#[derive(Debug)]
pub(crate) struct Cues {
    weights: Vec<f32>,
    slots: usize,
    /// Whether the token is a part of a number, a quotation or a name.
    solid: Vec<bool>,
}

impl Cues {
    /// Reads the cues of `slots` in `text`.
    pub(crate) fn read(text: &Text, candidates: &[Candidate], slots: &[Slot]) -> Cues {
        let mut index: TermMap<Vec<(usize, f32)>> = TermMap::default();
        for (at, slot) in slots.iter().enumerate() {
            for (term, weight) in &slot.terms {
                index.entry(*term).or_default().push((at, *weight));
            }
        }
        let mut weights = vec![0.0; text.tokens.len() * slots.len()];
        for (at, token) in text.tokens.iter().enumerate() {
            let strength =
                if token.weight > 0.0 || token.lower.len() == 1 || token.kind == Kind::Code { 1.0 } else { 0.6 };
            for (slot, weight) in index.get(&token.term as &Term).into_iter().flatten() {
                if let Some(cell) = weights.get_mut(at * slots.len() + slot) {
                    *cell = f32::max(*cell, weight * strength);
                }
            }
        }
        let mut solid = vec![false; text.tokens.len()];
        for candidate in candidates {
            if matches!(
                candidate.shape,
                Shape::Number(_) | Shape::Quoted | Shape::Name | Shape::Literal(_) | Shape::Code
            ) {
                solid.iter_mut().take(candidate.to).skip(candidate.from).for_each(|cell| *cell = true);
            }
        }
        Cues { weights, slots: slots.len(), solid }
    }

    /// How strongly the token announces the slot.
    pub(crate) fn at(&self, token: usize, slot: usize) -> f32 {
        self.weights.get(token * self.slots + slot).copied().unwrap_or(0.0)
    }

    /// What the words around `candidate` say for `slot`.
    pub(crate) fn around(&self, text: &Text, candidate: &Candidate, slot: usize) -> f32 {
        let mut sum = 0.0;
        let mut damp = 1.0;
        let mut gap = 0;
        for back in 1..=REACH_BEFORE {
            let Some(at) = candidate.from.checked_sub(back) else { break };
            let Some(token) = text.tokens.get(at) else { break };
            if matches!(token.lower.as_str(), "'" | "\"" | "`" | "“" | "‘" | "$" | "(") {
                continue;
            }
            gap += 1;
            if token.ends_sentence() {
                break;
            }
            sum += self.at(at, slot) * damp / (1.0 + 0.22 * (gap - 1) as f32);
            damp *= self.damping(text, at);
        }
        let mut damp = 1.0;
        for at in candidate.to..candidate.to + REACH_AFTER {
            let Some(token) = text.tokens.get(at) else { break };
            if token.ends_sentence() {
                break;
            }
            if matches!(token.lower.as_str(), "," | "and" | "or" | "to" | "from" | "with") {
                damp *= 0.25;
            }
            sum += self.at(at, slot) * damp;
            damp *= if self.solid.get(at).copied().unwrap_or(false) { 0.3 } else { 0.6 };
        }
        f32::min(sum, MOST)
    }

    /// What passing the token leaves of a cue's strength.
    fn damping(&self, text: &Text, at: usize) -> f32 {
        if self.solid.get(at).copied().unwrap_or(false) {
            return 0.5;
        }
        match text.word(at) {
            "," => 0.55,
            "and" | "or" | "then" | "with" => 0.7,
            _ => 1.0,
        }
    }
}

/// The preposition that governs the candidate: the word before it, articles and quotation marks skipped.
pub(crate) fn preposition<'t>(text: &'t Text, candidate: &Candidate) -> &'t str {
    let mut at = candidate.from;
    for _ in 0..3 {
        let Some(before) = at.checked_sub(1) else { return "" };
        at = before;
        match text.word(at) {
            "the" | "a" | "an" | "my" | "'" | "\"" | "`" | "“" | "‘" | "$" | "(" | "[" | "year" | "city" | "its" => {
            }
            "and" | "&" => return if second_of_pair(text, at) { "to" } else { "and" },
            word => return word,
        }
    }
    ""
}

/// Whether the `and` at `at` is the one of `between … and …`.
fn second_of_pair(text: &Text, at: usize) -> bool {
    let reach = at.saturating_sub(8)..at;
    let back =
        reach.rev().take_while(|&i| !text.tokens.get(i).is_some_and(|t| t.ends_sentence()) && text.word(i) != "and");
    back.into_iter().any(|i| text.word(i) == "between")
}

/// How well a preposition suits a slot's kinds; negative where it contradicts them.
pub(crate) fn suits(preposition: &str, slot: &Slot) -> f32 {
    let (good, bad) = match preposition {
        "from" | "since" | "starting" | "leaving" | "between" => (kind::START | kind::MIN, kind::END | kind::MAX),
        "to" | "until" | "till" | "through" | "into" => (kind::END | kind::MAX | kind::PERSON, kind::START | kind::MIN),
        "in" => (kind::PLACE | kind::YEAR | kind::DATE | kind::UNIT, kind::PERSON),
        "at" => (kind::PLACE | kind::TIME | kind::SHARE, kind::PERSON),
        "near" | "around" => (kind::PLACE, kind::PERSON | kind::TITLE),
        "by" => (kind::PERSON, kind::PLACE),
        "named" | "called" | "titled" => (kind::TITLE | kind::PERSON | kind::ID, 0),
        "on" => (kind::DATE, kind::PERSON),
        "for" => (kind::DURATION | kind::PERSON | kind::TITLE | kind::DATE | kind::PLACE, 0),
        "under" | "below" | "maximum" | "most" | "exceeding" => (kind::MAX | kind::PRICE, kind::MIN),
        "over" | "above" | "least" | "minimum" | "exceeds" => (kind::MIN, kind::MAX),
        "with" => (kind::TALLY | kind::SHARE, 0),
        "top" | "first" | "last" => (kind::TALLY, kind::YEAR),
        _ => return 0.0,
    };
    if slot.is(good) && !(slot.is(bad) && preposition != "in") {
        0.8
    } else if slot.is(bad) {
        -0.7
    } else {
        0.0
    }
}
