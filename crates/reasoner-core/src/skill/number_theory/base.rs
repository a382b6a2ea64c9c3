//! Numerals in other bases: "convert 42a from base 12 to base 11", "what is 255 in hexadecimal?", "0b101 in decimal".

use engine_api::Value;
use num_bigint::BigUint;

use super::super::Found;
use super::super::prompt::{Line, computed, step};
use crate::scene::Scene;

/// Names of bases.
const NAMES: [(&str, u32); 11] = [
    ("binary", 2),
    ("ternary", 3),
    ("quaternary", 4),
    ("octal", 8),
    ("decimal", 10),
    ("denary", 10),
    ("duodecimal", 12),
    ("hexadecimal", 16),
    ("hex", 16),
    ("vigesimal", 20),
    ("sexagesimal", 60),
];

/// Prefixes of literals.
const PREFIXES: [(&str, u32); 3] = [("0x", 16), ("0b", 2), ("0o", 8)];

/// Words before a base that what is wanted is written in.
const INTO: [&str; 7] = ["to", "into", "as", "in", "its", "using", "onto"];

/// Nouns after a base that what is wanted is written in.
const FORMS: [&str; 6] = ["form", "representation", "equivalent", "notation", "expansion", "value"];

/// A base that the sentence names: which, and between which terms it stands.
#[derive(Debug, Clone, Copy)]
struct Mark {
    base: u32,
    first: usize,
    last: usize,
    wanted: bool,
    given: bool,
}

/// Answers a conversion between bases.
pub(super) fn conversion(line: &Line<'_>, scene: &Scene<'_>) -> Option<Found> {
    let lower = line.text.to_lowercase();
    let terms: Vec<&str> = lower
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '-'))
        .map(|term| term.trim_matches('-'))
        .filter(|term| !term.is_empty())
        .collect();
    let marks = marks(&terms);
    let (digits, prefix, at) = numeral(&terms, &marks)?;
    let (given, wanted) = bases(&marks, prefix, at)?;
    if given == wanted || line.text.contains(['%', '/', '$']) {
        return None;
    }
    let value = BigUint::parse_bytes(digits.as_bytes(), given)?;
    let upper = scene.turn.iter().any(|sentence| {
        sentence.words.iter().any(|word| word.text.eq_ignore_ascii_case("uppercase") || word.text == "capital")
    });
    let shown = value.to_str_radix(wanted);
    let shown = if upper { shown.to_uppercase() } else { shown };
    let decimal = step(format!("{digits} in base {given} = {value}"));
    let statement = format!("{digits} in base {given} is {shown} in base {wanted}");
    Some(computed(Value::Text(shown), statement, vec![decimal]))
}

/// The bases that are named.
fn marks(terms: &[&str]) -> Vec<Mark> {
    let mut found = Vec::new();
    for (at, term) in terms.iter().enumerate() {
        let named = NAMES.iter().find(|(name, _)| name == term).map(|(_, base)| (*base, at));
        let glued = term.strip_prefix("base-").and_then(|base| base.parse().ok()).map(|base| (base, at));
        let next = terms.get(at + 1).filter(|_| matches!(*term, "base" | "radix"));
        let apart = next.and_then(|base| base.parse().ok()).map(|base| (base, at + 1));
        let Some((base, last)) = named.or(glued).or(apart).filter(|(base, _)| (2..=36).contains(base)) else {
            continue;
        };
        let mut before = at;
        while before > 0 && terms.get(before - 1).is_some_and(|word| matches!(*word, "a" | "an" | "the" | "number")) {
            before -= 1;
        }
        let lead = before.checked_sub(1).and_then(|lead| terms.get(lead)).copied().unwrap_or("");
        let form = terms.get(last + 1).is_some_and(|word| FORMS.contains(word));
        found.push(Mark { base, first: at, last, wanted: form || INTO.contains(&lead), given: lead == "from" });
    }
    found
}

/// The digits to convert, the base that their prefix names and their place.
fn numeral<'t>(terms: &[&'t str], marks: &[Mark]) -> Option<(&'t str, Option<u32>, usize)> {
    let free = |at: usize| !marks.iter().any(|mark| (mark.first..=mark.last).contains(&at));
    let mut found: Vec<(&str, Option<u32>, usize)> = Vec::new();
    for (at, term) in terms.iter().enumerate().filter(|(at, _)| free(*at)) {
        let prefixed = PREFIXES.iter().find_map(|(prefix, base)| Some((term.strip_prefix(prefix)?, *base)));
        let spelt = at.checked_sub(1).is_some_and(|before| matches!(terms[before], "number" | "numeral" | "value"));
        if let Some((digits, base)) = prefixed.filter(|(digits, _)| !digits.is_empty()) {
            found.push((digits, Some(base), at));
        } else if term.chars().all(char::is_alphanumeric)
            && (term.contains(|letter: char| letter.is_ascii_digit()) || (spelt && term.len() > 1))
        {
            found.push((term, None, at));
        }
    }
    found.retain(|(digits, _, at)| {
        // "number in", "number from": words after "number" that are no numeral.
        digits.contains(|letter: char| letter.is_ascii_digit())
            || digits.chars().all(|letter| letter.is_ascii_hexdigit()) && *at > 0
    });
    let [one] = found.as_slice() else { return None };
    Some(*one)
}

/// The base of the numeral and the base that is wanted.
fn bases(marks: &[Mark], prefix: Option<u32>, at: usize) -> Option<(u32, u32)> {
    match (marks, prefix) {
        ([], Some(given)) => Some((given, 10)),
        ([one], Some(given)) => Some((given, one.base)),
        ([one], None) if one.given || !one.wanted => Some((one.base, 10)),
        ([one], None) => Some((10, one.base)),
        ([first, second], None) => {
            // "42a in base 12 to base 11": the one next to the numeral is its own, unless the other is "from".
            let swapped = second.given || (first.first < at && first.wanted && !second.wanted);
            let (given, wanted) = if swapped { (second, first) } else { (first, second) };
            Some((given.base, wanted.base))
        }
        _ => None,
    }
}
