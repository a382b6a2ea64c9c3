//! Dictionary forms of single words.

use engine_api::vocabulary;

use super::super::token::{Token, cat};
use crate::read::quantity;

/// The plain degree of a comparative or superlative.
pub(super) fn plain_degree(token: &Token<'_>) -> String {
    let low = token.low();
    match low {
        "better" | "best" => "good".to_owned(),
        "worse" | "worst" => "bad".to_owned(),
        "further" | "farther" | "furthest" | "farthest" => "far".to_owned(),
        "elder" | "eldest" => "old".to_owned(),
        "more" | "most" => "many".to_owned(),
        "less" | "least" => "little".to_owned(),
        _ => token.known.positive.clone().unwrap_or_else(|| low.to_owned()),
    }
}

/// The lemma of the verb at `at`; `plain` where only its plain form can stand.
pub(crate) fn verb_lemma<'t>(tokens: &'t [Token<'_>], at: usize, plain: bool) -> &'t str {
    let Some(token) = tokens.get(at) else { return "" };
    match token.low() {
        "has" | "had" | "have" | "'ve" | "having" => "have",
        "does" | "did" | "done" | "do" | "doing" => "do",
        low if plain && token.may(cat::BASE) => low,
        low => {
            let inflected = token.cost(cat::THIRD | cat::PAST | cat::PARTICIPLE | cat::ING);
            let base = token.cost(cat::BASE);
            match (token.known.verb.as_deref(), inflected, base) {
                (Some(lemma), Some(inflected), base) if base.is_none_or(|base| inflected <= base) => lemma,
                _ => low,
            }
        }
    }
}

/// The singular of the plural at hand.
pub(super) fn singular(token: &Token<'_>) -> String {
    let known = token.known.singular.clone();
    known.unwrap_or_else(|| crate::morph::singular(token.low()))
}

/// The plain digits of a number in words or digits.
pub(super) fn number(words: &[&str]) -> Option<String> {
    if words == ["half"] {
        return Some("1/2".to_owned());
    }
    if let [top, "/", bottom] = words {
        return Some(format!("{}/{}", number(&[*top])?, number(&[*bottom])?));
    }
    if let [digits] = words
        && digits.starts_with(|sign: char| sign.is_ascii_digit())
    {
        return Some(digits.replace(',', ""));
    }
    let (mut total, mut current) = (0u128, 0u128);
    for word in words.iter().flat_map(|word| word.split('-')) {
        if let Some(value) = quantity::small(word) {
            current = current.checked_add(u128::from(value))?;
        } else if let Some(power) = vocabulary::scale(word) {
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
