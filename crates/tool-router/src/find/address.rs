//! Street addresses: a house number, a name and a word for a street, with town and region where they follow.

use super::{Candidate, Setting, Shape};
use crate::text::{Kind, Text};

/// Words for streets, and their abbreviations.
const STREETS: &[&str] = &[
    "street",
    "st",
    "avenue",
    "ave",
    "road",
    "rd",
    "lane",
    "ln",
    "drive",
    "dr",
    "boulevard",
    "blvd",
    "way",
    "court",
    "ct",
    "square",
    "plaza",
    "highway",
    "hwy",
    "parkway",
    "terrace",
    "place",
];

/// Finds street addresses.
pub(crate) fn find(text: &Text, _: &Setting, found: &mut Vec<Candidate>) {
    for at in 0..text.tokens.len() {
        if !text.tokens.get(at).is_some_and(|token| token.kind == Kind::Number) {
            continue;
        }
        let street = (at + 2..at + 6).find(|&i| STREETS.contains(&text.word(i)));
        let Some(street) = street.filter(|&street| {
            text.tokens
                .get(at + 1..street)
                .is_some_and(|words| words.iter().all(|t| t.is_wordlike() && t.weight > 0.0 || t.kind == Kind::Number))
        }) else {
            continue;
        };
        let end = places_after(text, street + 1);
        if end > street + 1 {
            found.push(Candidate { from: at, to: end, shape: Shape::Name });
        }
        found.push(Candidate { from: at, to: street + 1, shape: Shape::Name });
    }
}

/// One past the capitalised parts that follow, each after a comma.
fn places_after(text: &Text, mut at: usize) -> usize {
    for _ in 0..3 {
        if text.word(at) != "," || !text.tokens.get(at + 1).is_some_and(|token| token.capital) {
            break;
        }
        let words = text.tokens.get(at + 1..).unwrap_or_default();
        at += 1 + words
            .iter()
            .take_while(|t| t.capital && t.kind == Kind::Word || t.kind == Kind::Number && t.lower.len() == 5)
            .count();
    }
    at
}
