//! Names of currencies, for parameters that want their codes.

use std::sync::LazyLock;

use super::{Candidate, Setting, Shape};
use crate::gazetteer::codes;
use crate::text::{TermMap, Text, term_of};

/// The longest name of a currency, in words.
const LONGEST: usize = 3;

/// Finds the names of currencies, the longest at each place.
pub(crate) fn find(text: &Text, _: &Setting, found: &mut Vec<Candidate>) {
    let mut at = 0;
    while at < text.tokens.len() {
        let hit = (1..=LONGEST).rev().find_map(|words| Some((at + words, code_of(text, at, at + words)?)));
        match hit {
            Some((to, code)) => {
                found.push(Candidate { from: at, to, shape: Shape::Currency(code) });
                at = to;
            }
            None => at += 1,
        }
    }
}

fn code_of(text: &Text, from: usize, to: usize) -> Option<&'static str> {
    static BY_NAME: LazyLock<TermMap<&str>> = LazyLock::new(|| {
        codes("currency").flat_map(|(code, names)| names.map(move |name| (term_of(name), code))).collect()
    });
    let first = text.tokens.get(from)?;
    if !first.is_wordlike() || to > text.tokens.len() {
        return None;
    }
    BY_NAME.get(&term_of(&text.slice(from, to).to_lowercase())).copied()
}
