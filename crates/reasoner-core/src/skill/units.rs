//! Conversion of units: "convert 5 km to miles", "how many meters are in 2 miles", "what is 100 F in C?".

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use super::Found;
use crate::calc::number::{self, Number};
use crate::calc::unit::{self, Unit};
use crate::scene::Scene;

/// Words around a conversion that add nothing to it.
const FILLERS: [&str; 22] = [
    "what", "'s", "is", "are", "be", "convert", "how", "many", "much", "please", "there", "the", "do", "does", "make",
    "equal", "in", "to", "into", "as", "can", "you",
];

/// Answers a conversion.
pub(crate) fn units(scene: &Scene<'_>, _budget: &mut Budget) -> Option<Found> {
    let words: Vec<String> = scene.goal.words.iter().map(|word| word.text.to_lowercase()).collect();
    let words: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| !matches!(*word, "?" | "." | "!" | ",")).collect();
    let (amount, from, to) = parts(scene, &words)?;
    let exact = unit::convert(&amount, from, to)?;
    Some(answer(&amount, from, &exact, to))
}

/// The amount, its unit and the unit that is asked for, where all other words are fillers.
fn parts(scene: &Scene<'_>, words: &[&str]) -> Option<(Number, &'static Unit, &'static Unit)> {
    let [quantity] = scene.goal.quantities.as_slice() else { return implied(words) };
    let at = scene.goal.words.iter().position(|word| word.span.start >= quantity.span.end)?;
    let after: Vec<String> = scene.goal.words.iter().skip(at).map(|word| word.text.to_lowercase()).collect();
    let after: Vec<&str> =
        after.iter().map(String::as_str).filter(|word| !matches!(*word, "?" | "." | "!" | ",")).collect();
    let before: Vec<&str> = words.get(..words.len().checked_sub(after.len() + 1)?)?.to_vec();
    let mut amount = number::parse(&quantity.amount)?;
    let negative = before.last().is_some_and(|word| matches!(*word, "-" | "minus"));
    if negative {
        amount = -amount;
    }
    let before = if negative { before.get(..before.len() - 1)? } else { before.as_slice() };
    let (from, rest) = leading_unit(&after)?;
    // "how many meters are in 2 miles" names the wanted unit first, "5 km in miles" last.
    let to = wanted(before, rest)?;
    Some((amount, from, to))
}

/// "How many seconds are in an hour?": the amount is one.
fn implied(words: &[&str]) -> Option<(Number, &'static Unit, &'static Unit)> {
    let at = words.iter().position(|word| matches!(*word, "a" | "an" | "one"))?;
    let (from, rest) = leading_unit(words.get(at + 1..)?)?;
    Some((number::whole(1), from, wanted(words.get(..at)?, rest)?))
}

/// The unit at the start of `words`, the longest that fits, and the words after it.
fn leading_unit<'w>(words: &'w [&'w str]) -> Option<(&'static Unit, &'w [&'w str])> {
    (1..=words.len().min(4)).rev().find_map(|length| {
        let joined = words.get(..length)?.join(" ").replace(" / ", "/").replace("° ", "°");
        unit::find(&joined).map(|unit| (unit, &words[length..]))
    })
}

/// The only unit in what stands before and after, the rest being fillers.
fn wanted(before: &[&str], after: &[&str]) -> Option<&'static Unit> {
    let mut found = None;
    for mut words in [before, after] {
        while let Some(first) = words.first() {
            let unit = leading_unit(words).filter(|_| found.is_none() && !(FILLERS.contains(first) && words.len() > 1));
            match unit {
                Some((unit, rest)) => {
                    found = Some(unit);
                    words = rest;
                }
                None if FILLERS.contains(first) => words = &words[1..],
                None => return None,
            }
        }
    }
    found
}

fn answer(amount: &Number, from: &Unit, exact: &Number, to: &Unit) -> Found {
    let given = format!("{} {}", number::exact(amount), name(amount, from));
    let is_exact = number::is_decimal(exact);
    let digits = if is_exact { number::exact(exact) } else { number::rounded(exact, 7) };
    let sign = if is_exact { "=" } else { "≈" };
    let unit = name(exact, to).to_owned();
    let statement = format!("{given} {sign} {digits} {unit}");
    let claim =
        if is_exact { statement.clone() } else { format!("{given} = {} {unit} ≈ {digits}", number::exact(exact)) };
    let proof = Proof { claim, by: "the definitions of the units".to_owned(), from: Vec::new() };
    let finding = Finding::stated(Value::Number { digits: digits.clone(), unit: Some(unit.clone()) }, statement);
    let mut found = Found::answer(finding, OutcomeKind::Computed, Some(proof));
    found.values = vec![("answer".to_owned(), super::number_json(&digits)), ("unit".to_owned(), unit.into())];
    found
}

fn name(amount: &Number, unit: &Unit) -> &'static str {
    if *amount == number::whole(1) { unit.names.0 } else { unit.names.1 }
}
