//! Runs of content words: what lower-case values look like.

use super::{Candidate, Setting, Shape};
use crate::text::{Kind, Text};

/// The longest run that is taken whole.
const LONGEST: usize = 6;

/// Finds runs of content words and their parts.
pub(crate) fn find(text: &Text, _: &Setting, found: &mut Vec<Candidate>) {
    // What another finder took for one piece is neither cut nor proposed again.
    let pieces: Vec<(usize, usize)> = found.iter().map(|c| (c.from, c.to)).collect();
    let cuts = |from: usize, to: usize| {
        pieces.iter().any(|(start, end)| {
            let apart = *end <= from || to <= *start;
            let inside = from <= *start && *end <= to && (from, to) != (*start, *end);
            !apart && !inside
        })
    };
    let mut phrases = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        let to = run(text, at);
        if to == at {
            at += 1;
            continue;
        }
        let end = to.min(at + LONGEST);
        for (from, to) in parts(at, end) {
            phrases.push((from, to));
        }
        if text.word(to) == "of" {
            let more = run(text, to + 1).min(to + 1 + LONGEST);
            if more > to + 1 {
                phrases.push((at, more));
                phrases.push((to - 1, more));
            }
        }
        at = to;
    }
    let whole = phrases.into_iter().filter(|(from, to)| !cuts(*from, *to));
    found.extend(whole.map(|(from, to)| Candidate { from, to, shape: Shape::Phrase }));
}

/// One past the run of content words that begins at `at`.
fn run(text: &Text, at: usize) -> usize {
    let words = text.tokens.get(at..).unwrap_or_default();
    at + words.iter().take_while(|t| t.kind == Kind::Word && t.weight > 0.0).count()
}

/// The run itself, its tails, its heads and its single words, each once.
fn parts(from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut parts = vec![(from, to)];
    for cut in from + 1..to {
        parts.push((cut, to));
        parts.push((from, cut));
    }
    for at in from + 1..to.saturating_sub(1) {
        parts.push((at, at + 1));
    }
    parts
}
