//! Dictionary forms of single words.

use engine_api::Pos;

use super::super::token::{Token, cat};
use crate::read::quantity;
use crate::{lexicon, morph};

/// The plain degree of an adjective from what its comparative or superlative leaves; none where it is not known.
pub(crate) fn positive(stem: &str) -> Option<String> {
    let known = |word: &str| lexicon::word(word).is_some_and(|entry| entry.pos == Pos::Adjective);
    candidates(stem).into_iter().flatten().find(|word| known(word))
}

/// The stems that a comparative may come from, the likeliest first.
fn candidates(stem: &str) -> [Option<String>; 4] {
    let y = stem.strip_suffix('i').map(|stem| format!("{stem}y"));
    let bytes = stem.as_bytes();
    let doubled = matches!(bytes, [.., a, b] if a == b && !b"sl".contains(b)) && stem.is_ascii();
    let single = if doubled { stem.get(..stem.len() - 1).map(str::to_owned) } else { None };
    [y, single, Some(stem.to_owned()), Some(format!("{stem}e"))]
}

/// The plain degree of an adjective, known or guessed.
pub(super) fn plain_degree(low: &str, ending: &str) -> String {
    match low {
        "better" | "best" => return "good".to_owned(),
        "worse" | "worst" => return "bad".to_owned(),
        "further" | "farther" | "furthest" | "farthest" => return "far".to_owned(),
        "elder" | "eldest" => return "old".to_owned(),
        "more" | "most" => return "many".to_owned(),
        "less" | "least" => return "little".to_owned(),
        _ => {}
    }
    let Some(stem) = low.strip_suffix(ending) else { return low.to_owned() };
    positive(stem).or_else(|| candidates(stem).into_iter().flatten().next()).unwrap_or_else(|| low.to_owned())
}

/// The lemma of the verb at `at`.
pub(crate) fn verb_lemma(tokens: &[Token<'_>], at: usize) -> String {
    let Some(token) = tokens.get(at) else { return String::new() };
    match token.low.as_str() {
        "has" | "had" | "have" | "'ve" | "having" => "have".to_owned(),
        "does" | "did" | "done" | "do" | "doing" => "do".to_owned(),
        low if token.may(cat::THIRD | cat::PAST | cat::PARTICIPLE | cat::ING) && !is_plain(low) => morph::base(low),
        low => low.to_owned(),
    }
}

/// Whether the verb stands in its plain form already ("read", "put").
fn is_plain(low: &str) -> bool {
    lexicon::word(low).is_some_and(|entry| entry.pos == Pos::Verb && entry.lemma == low)
}

/// The plain digits of a number in words or digits.
pub(super) fn number(words: &[&str]) -> Option<String> {
    if let [digits] = words
        && digits.starts_with(|sign: char| sign.is_ascii_digit())
    {
        return Some(digits.replace(',', ""));
    }
    let (mut total, mut current) = (0u128, 0u128);
    for word in words.iter().flat_map(|word| word.split('-')) {
        if let Some(value) = quantity::small(word) {
            current = current.checked_add(u128::from(value))?;
        } else if let Some(power) = quantity::scale(word) {
            let factor = 10u128.checked_pow(power)?;
            if power == 2 {
                current = current.max(1).checked_mul(factor)?;
            } else {
                total = total.checked_add(current.max(1).checked_mul(factor)?)?;
                current = 0;
            }
        } else if *word == *"dozen" {
            current = current.max(1).checked_mul(12)?;
        } else if let Ok(value) = word.replace(',', "").parse::<u128>() {
            current = current.checked_add(value)?;
        } else if word != "and" {
            return None;
        }
    }
    Some(total.checked_add(current)?.to_string())
}
