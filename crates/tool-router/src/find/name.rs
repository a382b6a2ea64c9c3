//! Names, told by their capitals.

use super::{Candidate, Setting, Shape};
use crate::text::{Kind, Text, Token};

/// Small words that may stand inside a name.
const LINKS: &[&str] = &["of", "the", "de", "la", "del", "van", "von", "da", "di", "du", "al", "for", "&"];
/// The longest name, in tokens.
const LONGEST: usize = 9;

/// Finds names, with and without a following region (`Paris, France`).
pub(crate) fn find(text: &Text, setting: &Setting, found: &mut Vec<Candidate>) {
    let taken: Vec<(usize, usize)> = found.iter().map(|c| (c.from, c.to)).collect();
    let mut at = 0;
    while at < text.tokens.len() {
        let outer = taken.iter().find(|(from, to)| *from <= at && at < *to);
        let Some(to) = run(text, at).filter(|_| !opens_request(text, at, setting)).filter(|_| outer.is_none()) else {
            at = outer.map_or(at + 1, |(_, to)| *to);
            continue;
        };
        // A name ends where a date or a quotation begins.
        let to = taken.iter().map(|(from, _)| *from).filter(|from| (at + 1..to).contains(from)).min().unwrap_or(to);
        let joined = with_region(text, to, setting);
        if let Some(end) = joined {
            push(found, at, end);
        }
        push(found, at, to);
        if text.tokens.get(at).is_some_and(|first| first.initial) && to - at > 1 && starts_name(text, at + 1) {
            push(found, at + 1, to);
        }
        if let Some(end) = joined {
            push(found, to + 1, end);
        }
        at = joined.unwrap_or(to);
    }
}

fn push(found: &mut Vec<Candidate>, from: usize, to: usize) {
    found.push(Candidate { from, to, shape: Shape::Name });
}

/// Whether the token can be a part of a name by itself.
fn is_name_word(token: &Token) -> bool {
    let inner_capital = token.lower.len() > 2 && token.kind == Kind::Word && token.capital;
    token.kind == Kind::Word
        && token.capital
        && (token.weight > 0.0 || inner_capital && !token.initial)
        && token.lower != "i"
}

/// Whether the token is the verb that a request opens with: `Convert 150 Euros` is no name.
fn opens_request(text: &Text, at: usize, setting: &Setting) -> bool {
    text.tokens.get(at).is_some_and(|token| token.initial && setting.lexicon.is_request_verb(token.term))
}

/// Whether a name may begin at `at`.
fn starts_name(text: &Text, at: usize) -> bool {
    let Some(token) = text.tokens.get(at) else { return false };
    if !is_name_word(token) {
        return false;
    }
    // A capital at the start of a sentence says something only before another capital.
    let next = text.tokens.get(at + 1);
    !token.initial
        || token.weight >= 1.0 && next.is_some_and(|next| is_name_word(next) || next.kind == Kind::Number)
        || token.weight >= 1.0 && next.is_none()
        || token.lower.ends_with("'s")
}

/// One past the last token of the name that begins at `at`.
fn run(text: &Text, at: usize) -> Option<usize> {
    if !starts_name(text, at) {
        return None;
    }
    let mut to = at + 1;
    while to - at < LONGEST && !text.word_before(to).ends_with("'s") {
        let mut next = to;
        while next - to < 2 && LINKS.contains(&text.word(next)) {
            next += 1;
        }
        let Some(token) = text.tokens.get(next) else { break };
        let numbered = next == to
            && token.kind == Kind::Number
            && !text.tokens.get(next + 1).is_some_and(|t| t.weight > 0.0 && !t.capital);
        let dotted = next == to
            && token.is_mark('.')
            && text.word_before(to).chars().count() <= 2
            && text.tokens.get(next + 1).is_some_and(is_name_word);
        if is_name_word(token) && !token.initial || numbered || dotted {
            to = next + 1;
        } else {
            break;
        }
    }
    // `Paris 5 days` is no name, `Apollo 11` is one; a number that ends a name of place is left to the numbers.
    Some(to)
}

/// One past the region after the comma at `comma`, as in `Paris, France` and `Austin, TX`.
fn with_region(text: &Text, comma: usize, setting: &Setting) -> Option<usize> {
    if !text.tokens.get(comma)?.is_mark(',') {
        return None;
    }
    let first = text.tokens.get(comma + 1)?;
    if !first.capital {
        return None;
    }
    let short = first.lower.len() == 2 && text.slice(comma + 1, comma + 2).chars().all(char::is_uppercase);
    (1..=3).rev().map(|words| comma + 1 + words).find(|&to| {
        to <= text.tokens.len() && (setting.regions.is_region(text.slice(comma + 1, to)) || short && to == comma + 2)
    })
}
