//! Comparisons and properties of numbers: "is 7 greater than 3?", "is 91 prime?", "which is larger, 3/4 or 2/3?".

use engine_api::{Budget, Finding, OutcomeKind, Proof, Reason, Value, Word};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use super::{Found, arithmetic};
use crate::calc::expr;
use crate::calc::number::{self, Number};
use crate::scene::Scene;

/// How two numbers may compare, by the words for it.
const RELATIONS: [(&str, &str); 22] = [
    ("greater than or equal to", "≥"),
    ("less than or equal to", "≤"),
    ("greater than", ">"),
    ("larger than", ">"),
    ("bigger than", ">"),
    ("higher than", ">"),
    ("more than", ">"),
    ("less than", "<"),
    ("smaller than", "<"),
    ("lower than", "<"),
    ("fewer than", "<"),
    ("not equal to", "≠"),
    ("equal to", "="),
    ("the same as", "="),
    ("divisible by", "∣"),
    ("a multiple of", "∣"),
    (">=", "≥"),
    ("<=", "≤"),
    (">", ">"),
    ("<", "<"),
    ("=", "="),
    ("equals", "="),
];

/// Words of number theory: what they say of numbers is no comparison of them.
const DIVIDES: &[&str] = &["divide", "divisible", "divisor", "factor", "multiple", "common"];

/// Answers a comparison or a property.
pub(crate) fn compare(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let words: &[Word] = &scene.goal.words;
    if scene.goal.quantities.is_empty() {
        return None;
    }
    let first = words.first()?.lemma.as_str();
    match first {
        "be" | "do" => relation(scene, words.get(1..)?, budget).or_else(|| property(scene, words.get(1..)?, budget)),
        // "The largest number that divides 12 and 18" is none of the two.
        "which" | "what" if !words.iter().any(|word| DIVIDES.contains(&word.lemma.as_str())) => {
            extreme(scene, words, budget)
        }
        _ => None,
    }
}

/// The value of the expression that these words spell.
fn value<'a>(scene: &Scene<'a>, words: &'a [Word], budget: &mut Budget) -> Option<Number> {
    let tokens = arithmetic::expression(scene, words)?;
    expr::evaluate(&tokens, budget).ok().map(|evaluation| evaluation.value)
}

fn relation<'a>(scene: &Scene<'a>, words: &'a [Word], budget: &mut Budget) -> Option<Found> {
    let (at, length, sign) = (0..words.len()).find_map(|at| {
        RELATIONS.iter().find_map(|(phrase, sign)| {
            let length = phrase_length(phrase, words.get(at..)?)?;
            Some((at, length, *sign))
        })
    })?;
    let left = value(scene, words.get(..at)?, budget)?;
    let right = value(scene, words.get(at + length..)?, budget)?;
    if sign == "∣" {
        return divides(&left, &right);
    }
    let holds = match sign {
        ">" => left > right,
        "<" => left < right,
        "≥" => left >= right,
        "≤" => left <= right,
        "≠" => left != right,
        _ => left == right,
    };
    let true_sign = if left > right {
        ">"
    } else if left < right {
        "<"
    } else {
        "="
    };
    Some(verdict(holds, format!("{} {true_sign} {}", number::exact(&left), number::exact(&right))))
}

/// How many words the phrase takes at the start of `words`.
fn phrase_length(phrase: &str, words: &[Word]) -> Option<usize> {
    let parts: Vec<&str> = phrase.split(' ').collect();
    if parts.len() == 1 && phrase.len() == 2 && phrase.is_ascii() && !phrase.starts_with(char::is_alphabetic) {
        // ">=" is read as two signs.
        let fits = words.len() > 1
            && phrase.starts_with(&words[0].text)
            && phrase.ends_with(&words[1].text)
            && words[1].text.len() == 1;
        return fits.then_some(2);
    }
    let fits = parts
        .iter()
        .enumerate()
        .all(|(index, part)| words.get(index).is_some_and(|word| word.text.eq_ignore_ascii_case(part)));
    fits.then_some(parts.len())
}

fn divides(left: &Number, right: &Number) -> Option<Found> {
    if !left.is_integer() || !right.is_integer() || right.is_zero() {
        return None;
    }
    let (quotient, rest) = left.numer().div_mod_floor(right.numer());
    let (left, right) = (number::exact(left), number::exact(right));
    let claim = if rest.is_zero() {
        format!("{left} = {right} × {quotient}")
    } else {
        format!("{left} = {right} × {quotient} + {rest}")
    };
    Some(verdict(rest.is_zero(), claim))
}

/// "Is 91 prime?", "is 10 an even number?"
fn property<'a>(scene: &Scene<'a>, words: &'a [Word], budget: &mut Budget) -> Option<Found> {
    let end = words.iter().rposition(|word| word.text.chars().all(char::is_alphanumeric))? + 1;
    let mut at = end;
    while at > 1
        && matches!(
            words[at - 1].lemma.as_str(),
            "number" | "integer" | "prime" | "even" | "odd" | "a" | "an" | "composite"
        )
    {
        at -= 1;
    }
    let named = words
        .get(at..end)?
        .iter()
        .find(|word| matches!(word.lemma.as_str(), "prime" | "even" | "odd" | "composite"))?;
    let number = value(scene, words.get(..at)?, budget)?;
    if !number.is_integer() || number.is_negative() {
        return None;
    }
    let shown = number::exact(&number);
    match named.lemma.as_str() {
        "even" | "odd" => {
            let even = number.numer().is_even();
            Some(verdict(even == (named.lemma == "even"), format!("{shown} is {}", if even { "even" } else { "odd" })))
        }
        wanted => {
            let Some(small) = number.to_integer().to_u64().filter(|small| *small < 1 << 40) else {
                return Some(Found::abstained(Reason::Budget));
            };
            prime(small, wanted == "prime", budget)
        }
    }
}

/// Trial division (complete, at most 2^20 steps).
fn prime(number: u64, asked: bool, budget: &mut Budget) -> Option<Found> {
    let mut factor = 2;
    while factor * factor <= number {
        if !budget.spend(1) {
            return Some(Found::abstained(Reason::Budget));
        }
        if number.is_multiple_of(factor) {
            return Some(verdict(!asked, format!("{number} = {factor} × {}", number / factor)));
        }
        factor += if factor == 2 { 1 } else { 2 };
    }
    match number {
        0 | 1 => Some(verdict(false, format!("{number} is neither prime nor composite"))),
        _ => Some(verdict(asked, format!("{number} is prime: no smaller number but 1 divides it"))),
    }
}

/// "Which is larger, 3/4 or 2/3?"
fn extreme<'a>(scene: &Scene<'a>, words: &'a [Word], budget: &mut Budget) -> Option<Found> {
    let at = words.iter().position(|word| {
        matches!(
            word.text.to_lowercase().as_str(),
            "larger"
                | "greater"
                | "bigger"
                | "largest"
                | "biggest"
                | "greatest"
                | "smaller"
                | "smallest"
                | "less"
                | "least"
        )
    })?;
    if words.get(at + 1)?.lemma == "common" {
        return None;
    }
    let small = words.get(at)?.text.to_lowercase();
    let small = small.starts_with("small") || small.starts_with("le");
    let rest = words.get(at + 1..)?;
    let rest = rest.get(rest.iter().position(|word| matches!(word.text.as_str(), "," | ":" | "of"))? + 1..)?;
    let mut values = Vec::new();
    for part in rest.split(|word| matches!(word.text.as_str(), "," | "or" | "and")).filter(|part| !part.is_empty()) {
        values.push(value(scene, part, budget)?);
    }
    let best = if small { values.iter().min() } else { values.iter().max() }?;
    let shown: Vec<String> = values.iter().map(number::exact).collect();
    let name = if small { "min" } else { "max" };
    let digits = number::exact(best);
    let statement = format!("{name}({}) = {digits}", shown.join(", "));
    let proof = Proof { claim: statement.clone(), by: "exact comparison".to_owned(), from: Vec::new() };
    let finding = Finding::stated(Value::Number { digits, unit: None }, statement);
    (values.len() > 1).then(|| Found::answer(finding, OutcomeKind::Computed, Some(proof)))
}

fn verdict(holds: bool, claim: String) -> Found {
    let proof = Proof { claim: claim.clone(), by: "exact arithmetic".to_owned(), from: Vec::new() };
    Found::answer(Finding::stated(Value::Truth(holds), claim), OutcomeKind::Computed, Some(proof))
}
