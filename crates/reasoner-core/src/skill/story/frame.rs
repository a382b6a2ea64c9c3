//! What a sentence of a story says happens: who does what to what, where and when.

use engine_api::Lexicon;

use super::clause::Words;
use super::words::{OPENERS, TIMES};
use crate::world::line::{Line, Token};
use crate::world::verbs::Act;

/// Noun phrases that are joined.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Group {
    pub(super) names: Vec<String>,
    /// Whether they are alternatives.
    pub(super) or: bool,
}

/// A clause of a story.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Frame {
    pub(super) subject: Group,
    /// What the verb does; none for "be" and verbs without effect.
    pub(super) act: Option<Act>,
    /// The dictionary form of the verb.
    pub(super) verb: String,
    /// Whether the verb is "be" without another.
    pub(super) is_be: bool,
    pub(super) negated: bool,
    pub(super) passive: bool,
    /// The noun phrases right after the verb, in order.
    pub(super) objects: Vec<Group>,
    /// Prepositional phrases in order.
    pub(super) places: Vec<(String, Group)>,
    /// Adjectives right after "be".
    pub(super) state: Option<String>,
    /// How late the time is that the sentence names; later ones are greater.
    pub(super) time: Option<i32>,
    /// The question word that stands for the subject, the object or after a preposition.
    pub(super) asked: Option<String>,
}

/// The frame of a line; none where it has no verb. A question is read without its question word's place.
pub(super) fn frame(line: &Line<'_>, lexicon: &dyn Lexicon) -> Option<Frame> {
    clause(line, lexicon, false)
}

/// The frame of a clause, which may begin with its verb where it shares the subject of the one before.
fn clause(line: &Line<'_>, lexicon: &dyn Lexicon, shared: bool) -> Option<Frame> {
    let mut words: Vec<&Token<'_>> =
        line.tokens.iter().filter(|token| !token.is_mark() || token.lower == ",").collect();
    let time = cut_time(&mut words);
    cut_openers(&mut words);
    let mut reader = Words { words, lexicon };
    let mut frame = reader.clause(shared)?;
    frame.time = time;
    Some(frame)
}

/// Takes the phrase of time out of the words.
fn cut_time(words: &mut Vec<&Token<'_>>) -> Option<i32> {
    for (phrase, time) in TIMES {
        let at = words
            .windows(phrase.len())
            .position(|window| window.iter().zip(*phrase).all(|(token, word)| token.lower == *word));
        if let Some(at) = at {
            words.drain(at..at + phrase.len());
            return Some(*time);
        }
    }
    None
}

fn cut_openers(words: &mut Vec<&Token<'_>>) {
    while words.first().is_some_and(|first| first.is_mark()) {
        words.remove(0);
    }
    let fits = |opener: &&&[&str]| {
        words.len() > opener.len() && words.iter().zip(opener.iter()).all(|(token, word)| token.lower == *word)
    };
    if let Some(opener) = OPENERS.iter().filter(fits).max_by_key(|opener| opener.len()) {
        words.drain(..opener.len());
        cut_openers(words);
    }
}

/// The frames of a line, one for each of its clauses; the later ones may lack their subject.
pub(super) fn frames(line: &Line<'_>, lexicon: &dyn Lexicon) -> Vec<Frame> {
    let mut rest = line.tokens.as_slice();
    let mut found: Vec<Frame> = Vec::new();
    let mut start = 0;
    let joints: Vec<usize> = (1..rest.len()).filter(|at| is_joint(&line.tokens, *at, lexicon)).collect();
    for joint in joints.into_iter().chain([rest.len()]) {
        let Some(part) = line.tokens.get(start..joint) else { break };
        let clause = Line { said: line.said, tokens: part.to_vec() };
        found.extend(self::clause(&clause, lexicon, start > 0));
        start = joint + 1;
        rest = line.tokens.get(start..).unwrap_or(&[]);
        if rest.is_empty() {
            break;
        }
    }
    // A time holds for all clauses of its sentence.
    let time = found.iter().find_map(|frame| frame.time);
    for frame in &mut found {
        frame.time = frame.time.or(time);
    }
    found
}

/// Whether a joint at a place begins a further clause: a verb stands before it, and one soon after it.
fn is_joint(tokens: &[Token<'_>], at: usize, lexicon: &dyn Lexicon) -> bool {
    let Some(joint) = tokens.get(at) else { return false };
    if !["and", ",", ";", "but", "while", "then", "whereas", "before"].contains(&joint.lower.as_str()) {
        return false;
    }
    let words = |from: usize, to: usize| Words { words: tokens.get(from..to).unwrap_or(&[]).iter().collect(), lexicon };
    if joint.lower == "before" && !tokens.get(at + 1).is_some_and(|next| next.lower.ends_with("ing")) {
        return false;
    }
    let acts = |words: &Words<'_, '_>, from: usize, to: usize| {
        (from..to).any(|near| {
            words.verb_at(near, true).is_some_and(|(_, act, _)| act.is_some())
                || matches!(words.lower(near), "is" | "was" | "are" | "were")
        })
    };
    let before = words(0, at);
    let after = words(at + 1, tokens.len());
    let skip = (0..3)
        .find(|near| !matches!(after.lower(*near), "then" | "and" | "also" | "," | "later" | "afterwards"))
        .unwrap_or(0);
    // "Mary and John went": the verb comes after both.
    acts(&before, 1, at) && acts(&after, skip, skip + 3)
}
