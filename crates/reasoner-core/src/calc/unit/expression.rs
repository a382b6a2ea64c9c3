//! Expressions of units as they are written: "km/h", "pound-force per square inch", "ft^2 lb / s^2", "m/s²".

use super::{Unit, find};

/// The most words of the name of one unit.
const LONGEST_NAME: usize = 4;

/// Words that end an expression even where they could be signs of units.
const STOPS: [&str; 12] = ["in", "a", "as", "at", "are", "to", "is", "and", "point", "points", "an", "or"];

/// What an expression at the start of a text means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    /// What it may mean, the likeliest first.
    pub(crate) units: Vec<Unit>,
    /// How many bytes it covers.
    pub(crate) length: usize,
}

/// A token: a word, a number or a mark, with its end in the text.
type Token<'t> = (&'t str, usize);

/// Reads the longest expression of units at the start of `text`.
pub(crate) fn read(text: &str) -> Option<Reading> {
    let tokens = tokens(text);
    let first = factor(&tokens, 0, true)?;
    let mut units = first.units;
    let mut at = first.end;
    loop {
        let (divides, next) = match tokens.get(at).map(|token| token.0) {
            Some("/" | "per") => (true, at + 1),
            Some("*" | "·" | "⋅") => (false, at + 1),
            Some(word) if is_word(word) && !STOPS.contains(&word) => (false, at),
            _ => break,
        };
        let Some(more) = factor(&tokens, next, divides) else { break };
        let power = if divides { -1 } else { 1 };
        units = units
            .iter()
            .take(1)
            .flat_map(|unit| more.units.iter().take(1).map(move |other| unit.times(other, power)))
            .collect();
        at = more.end;
    }
    let end = at.checked_sub(1).and_then(|last| tokens.get(last))?.1;
    Some(Reading { units, length: end })
}

/// One unit with its power.
struct Factor {
    units: Vec<Unit>,
    end: usize,
}

/// A unit at `at`, perhaps under "square" or with a power. A sign that is also a common word counts only where
/// `certain`.
fn factor(tokens: &[Token<'_>], at: usize, certain: bool) -> Option<Factor> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.0);
    let lead = match word(at).to_lowercase().as_str() {
        "square" | "sq" => 2,
        "cubic" | "cu" => 3,
        _ => 1,
    };
    let start = at + usize::from(lead > 1);
    if !certain && STOPS.contains(&word(start)) {
        return None;
    }
    let (units, mut end) = (1..=LONGEST_NAME).rev().find_map(|length| {
        let words = tokens.get(start..start + length)?;
        let joined =
            words.iter().map(|token| token.0).collect::<Vec<&str>>().join(" ").replace(" / ", "/").replace("° ", "°");
        let found = find(&joined);
        (!found.is_empty()).then_some((found, start + length))
    })?;
    let mut power = lead;
    let (exponent, width) = match (word(end), word(end + 1)) {
        ("^", digits) => (digits.parse().ok(), 2),
        ("²" | "squared", _) => (Some(2), 1),
        ("³" | "cubed", _) => (Some(3), 1),
        _ => (None, 0),
    };
    if let Some(exponent) = exponent.filter(|exponent: &i32| (-9..=9).contains(exponent) && *exponent != 0) {
        power *= exponent;
        end += width;
    }
    let units = if power == 1 { units } else { units.iter().map(|unit| Unit::one().times(unit, power)).collect() };
    Some(Factor { units, end })
}

fn is_word(token: &str) -> bool {
    token.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '°' | 'µ'))
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next().filter(|_| found.len() < 80) {
        let rest = &text[at..];
        if first == ' ' {
            at += 1;
            continue;
        }
        let length = if first.is_alphabetic() {
            let inner = |letter: char| letter.is_alphabetic() || letter == '-';
            let end = rest.find(|letter: char| !inner(letter)).unwrap_or(rest.len());
            // "m2", "cm3": the digit is a power.
            let digit = rest[end..].chars().next().filter(|digit| matches!(digit, '2' | '3'));
            let alone = !rest[end..].chars().nth(1).is_some_and(|next| next.is_alphanumeric() || next == '.');
            if digit.is_some() && alone && end <= 3 {
                found.push((&rest[..end], at + end));
                found.push(("^", at + end));
                found.push((&rest[end..=end], at + end + 1));
                at += end + 1;
                continue;
            }
            rest[..end].trim_end_matches('-').len()
        } else if first.is_ascii_digit() || (first == '-' && rest[1..].starts_with(|next: char| next.is_ascii_digit()))
        {
            1 + rest[1..].find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len() - 1)
        } else {
            first.len_utf8()
        };
        found.push((&rest[..length], at + length));
        at += length;
    }
    found
}
