//! Numbers in figures and in words, with unit, percent sign or currency.

use engine_api::vocabulary;

use super::{Candidate, Setting, Shape};
use crate::text::{Kind, Term, Text};

/// A number as it is said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Amount {
    /// Its value; a percentage as said (`5` for `5 %`).
    pub value: f64,
    /// The term of the word after it: a unit or what is counted. 0 where there is none.
    pub unit: Term,
    /// The token of that word.
    pub unit_at: Option<usize>,
    /// Whether it is a percentage.
    pub percent: bool,
    /// Whether it is an amount of money.
    pub money: bool,
    /// Whether it tells a rank: `18th`.
    pub ordinal: bool,
    /// Whether it is written in words.
    pub in_words: bool,
}

const CURRENCIES: &[char] = &['$', '€', '£', '¥', '₹'];
const MONEY_WORDS: &[&str] = &["dollars", "dollar", "usd", "euros", "euro", "eur", "pounds", "gbp", "bucks", "yen"];

/// The value of a word below a hundred, or of a word for an amount of its own.
fn unit(word: &str) -> Option<f64> {
    match word {
        "dozen" => Some(12.0),
        "half" => Some(0.5),
        "twice" | "couple" => Some(2.0),
        _ => vocabulary::cardinal(word).map(f64::from),
    }
}

/// What a word after a number multiplies it by.
fn scale(word: &str) -> Option<f64> {
    match word {
        "k" => Some(1e3),
        "mn" => Some(1e6),
        "bn" => Some(1e9),
        "dozen" => Some(12.0),
        _ => vocabulary::scale(word).and_then(|power| i32::try_from(power).ok()).map(|power| 10f64.powi(power)),
    }
}

/// Finds numbers outside of dates and literals.
pub(crate) fn find(text: &Text, _: &Setting, found: &mut Vec<Candidate>) {
    let taken: Vec<(usize, usize)> = found
        .iter()
        .filter(|c| matches!(c.shape, Shape::Literal(_) | Shape::Moment(_) | Shape::Name))
        .map(|c| (c.from, c.to))
        .collect();
    let mut at = 0;
    while at < text.tokens.len() {
        if let Some((_, to)) = taken.iter().find(|(from, to)| *from <= at && at < *to) {
            at = *to;
            continue;
        }
        match read(text, at) {
            Some(candidate) => {
                at = candidate.to.max(at + 1);
                found.push(candidate);
            }
            None => at += 1,
        }
    }
}

/// The number that begins at the token `at`.
fn read(text: &Text, at: usize) -> Option<Candidate> {
    let token = text.tokens.get(at)?;
    // `x^2` holds an exponent, `1. Mix` numbers a step.
    let step = token.initial && text.word(at + 1) == "." && text.tokens.get(at + 2).is_some_and(|next| next.initial);
    if step || text.word_before(at) == "^" {
        return None;
    }
    let (mut value, mut to) = match token.kind {
        Kind::Number => (token.lower.replace(',', "").parse().ok().filter(|v: &f64| v.is_finite())?, at + 1),
        Kind::Word => in_words(text, at)?,
        _ => return None,
    };
    let ordinal = matches!(text.word(to), "st" | "nd" | "rd" | "th") && adjacent(text, to);
    if ordinal {
        to += 1;
    }
    while let Some(scale) = scale(text.word(to)).filter(|_| text.slice(to, to + 1) != "K") {
        value *= scale;
        to += 1;
    }
    if text.tokens.get(to).is_some_and(|t| t.is_mark('-')) && adjacent(text, to) && adjacent(text, to + 1) {
        to += usize::from(text.tokens.get(to + 1).is_some_and(|t| t.kind == Kind::Word));
    }
    let percent = matches!(text.word(to), "%" | "percent" | "pct" | "percentage");
    let from = if at > 0
        && text.tokens.get(at - 1).is_some_and(|t| matches!(t.kind, Kind::Mark(c) if CURRENCIES.contains(&c)))
    {
        at - 1
    } else {
        at
    };
    let unit_at = unit_after(text, to);
    let unit = unit_at.and_then(|i| text.tokens.get(i)).map_or(0, |t| t.term);
    let money = from < at || MONEY_WORDS.contains(&text.word(to));
    let to = if percent { to + 1 } else { to };
    Some(Candidate {
        from,
        to,
        shape: Shape::Number(Amount {
            value,
            unit,
            unit_at,
            percent,
            money,
            ordinal,
            in_words: token.kind == Kind::Word,
        }),
    })
}

/// Whether the token at `index` follows the one before it without a gap.
fn adjacent(text: &Text, index: usize) -> bool {
    match (index.checked_sub(1).and_then(|i| text.tokens.get(i)), text.tokens.get(index)) {
        (Some(before), Some(token)) => before.end == token.start,
        _ => false,
    }
}

/// The word after the number, where it says what is counted or measured.
fn unit_after(text: &Text, to: usize) -> Option<usize> {
    let token = text.tokens.get(to)?;
    let unit = token.kind == Kind::Word && (token.weight > 0.0 || adjacent(text, to) || token.lower == "m");
    unit.then_some(to)
}

/// A number in words: `twenty-five`, `two hundred and five`, `a dozen`.
fn in_words(text: &Text, at: usize) -> Option<(f64, usize)> {
    let first = text.word(at);
    if first == "one" && !text.tokens.get(at + 1).is_some_and(|next| next.weight > 0.0 && next.kind == Kind::Word) {
        return None;
    }
    if matches!(first, "half" | "couple" | "twice")
        && matches!(text.word(at + 1), "of" | "the" | "as")
        && first != "couple"
    {
        return None;
    }
    if let Some((tens, ones)) = first.split_once('-') {
        let value = unit(tens)? + unit(ones)?;
        return Some((value, at + 1));
    }
    let mut value = match unit(first) {
        Some(value) => value,
        None => scale(first).filter(|_| matches!(text.word_before(at), "a" | "an") && first != "k")?,
    };
    let mut to = at + 1;
    let scaled = unit(first).is_none();
    if !scaled
        && (20.0..100.0).contains(&value)
        && let Some(ones) = unit(text.word(to)).filter(|ones| (1.0..10.0).contains(ones))
    {
        value += ones;
        to += 1;
    }
    if text.word(to) == "hundred" {
        value *= 100.0;
        to += 1;
        let skip = usize::from(text.word(to) == "and");
        if let Some(more) = unit(text.word(to + skip)).filter(|more| *more >= 1.0) {
            value += more;
            to += skip + 1;
        }
    }
    Some((value, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lexicon;

    #[track_caller]
    fn check(source: &str, expected: &[f64]) {
        let text = Text::read(source, &Lexicon::english());
        let values: Vec<f64> = (0..text.tokens.len())
            .filter_map(|at| match read(&text, at)?.shape {
                Shape::Number(amount) => Some(amount.value),
                _ => None,
            })
            .collect();
        assert_eq!(values, expected);
    }

    #[test]
    fn figures_and_words() {
        check("1,250.5 and -3", &[1250.5, -3.0]);
        check("a dozen eggs", &[12.0]);
        check("$2 million", &[2e6]);
        check("no number", &[]);
        check("1e-3 mol", &[0.001]);
    }

    #[test]
    fn compound_words() {
        let text = Text::read("two hundred and five cats", &Lexicon::english());
        assert_eq!(in_words(&text, 0), Some((205.0, 4)));
        let text = Text::read("twenty five", &Lexicon::english());
        assert_eq!(in_words(&text, 0), Some((25.0, 2)));
    }
}
