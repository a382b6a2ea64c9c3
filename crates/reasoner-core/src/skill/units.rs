//! Measures: conversions ("convert 5 km to miles", "how many meters are in 2 miles"), sums and differences of measures,
//! units that the prompt defines, and the option of a multiple choice that states the same amount.

mod defined;
mod scan;

use engine_api::{Budget, Choice, Finding, OutcomeKind, Proof, Value};
use num_traits::{Signed, Zero};

use super::Found;
use crate::calc::number::{self, Number};
use crate::calc::unit::{self, Unit};
use crate::scene::Scene;
use crate::verdict;
use scan::{Measure, Operation, Scan, Wanted};

/// Answers the turn as a whole.
pub(crate) fn units(scene: &Scene<'_>, _budget: &mut Budget) -> Option<Found> {
    if scene.text.len() > 4000 || !scene.text.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let text = question(scene);
    defined::defined(scene, &text).or_else(|| {
        let scan = scan::scan(&text)?;
        match (scan.measures.as_slice(), scan.operation) {
            ([one], None) => conversion(scene, one, &scan.wanted),
            ([first, second], Some(operation)) => sum(scene, (first, second), operation, &scan),
            _ => None,
        }
    })
}

/// Answers one sentence of several.
pub(crate) fn in_sentence(scene: &Scene<'_>, _budget: &mut Budget) -> Option<Found> {
    let scan = scan::scan(scene.goal.span.of(scene.text))?;
    match (scan.measures.as_slice(), scan.operation) {
        ([one], None) => conversion(scene, one, &scan.wanted),
        ([first, second], Some(operation)) => sum(scene, (first, second), operation, &scan),
        _ => None,
    }
}

/// The turn without its options.
fn question(scene: &Scene<'_>) -> String {
    let start = scene.task.options.iter().map(|choice| choice.span.start).min().unwrap_or(scene.text.len());
    let head = scene.text.get(..start).unwrap_or(scene.text);
    // The label of the first option and a heading before it.
    let lines = head.lines().filter(|line| {
        let plain = line.trim().trim_end_matches(':').to_lowercase();
        !matches!(plain.as_str(), "options" | "choices" | "answer choices" | "(a" | "(a)" | "a)" | "a" | "a." | "-")
    });
    lines.collect::<Vec<&str>>().join("\n")
}

fn conversion(scene: &Scene<'_>, given: &Measure<'_>, wanted: &[Wanted<'_>]) -> Option<Found> {
    if wanted.is_empty() {
        let unit = given.units.first().filter(|_| !scene.task.options.is_empty())?;
        let proof = proof(&format!("{} {}", number::exact(&given.amount), given.written), &given.amount, given.written);
        return matching(scene, &given.amount, unit).map(|choice| verdict::option(choice, Some(proof)));
    }
    let pairs = wanted.iter().rev().flat_map(|wanted| {
        given.units.iter().flat_map(move |from| wanted.units.iter().map(move |to| (from, to, wanted)))
    });
    let (from, to, target) = { pairs }.find(|(from, to, _)| from.dimension == to.dimension)?;
    let value = unit::convert(&given.amount, from, to)?;
    let proof = proof(&format!("{} {}", number::exact(&given.amount), given.written), &value, target.written);
    if !scene.task.options.is_empty() {
        return matching(scene, &value, to).map(|choice| verdict::option(choice, Some(proof.clone())));
    }
    Some(answer(&value, to, target.written, proof))
}

fn sum(
    scene: &Scene<'_>,
    (first, second): (&Measure<'_>, &Measure<'_>),
    operation: Operation,
    scan: &Scan<'_>,
) -> Option<Found> {
    let same = [Wanted { units: first.units.clone(), written: first.written }];
    let targets = if scan.wanted.is_empty() { &same[..] } else { &scan.wanted };
    let target = targets.last()?;
    let compatible = |to: &&Unit| {
        [first, second].iter().all(|measure| measure.units.iter().any(|unit| unit.dimension == to.dimension))
    };
    let to = target.units.iter().find(compatible)?;
    let value = |measure: &Measure<'_>| measure.units.iter().find_map(|from| unit::convert(&measure.amount, from, to));
    let (a, b) = (value(first)?, value(second)?);
    let (total, sign, left, right) = match operation {
        Operation::Add => (&a + &b, "+", first, second),
        Operation::Subtract => (&a - &b, "-", first, second),
        Operation::SubtractFrom => (&b - &a, "-", second, first),
    };
    let shown = |measure: &Measure<'_>| format!("{} {}", number::exact(&measure.amount), measure.written);
    let proof = proof(&format!("{} {sign} {}", shown(left), shown(right)), &total, target.written);
    if !scene.task.options.is_empty() {
        return matching(scene, &total, to).map(|choice| verdict::option(choice, Some(proof.clone())));
    }
    Some(answer(&total, to, target.written, proof))
}

fn proof(given: &str, value: &Number, unit: &str) -> Proof {
    let exact = number::is_decimal(value);
    let claim = if exact {
        format!("{given} = {} {unit}", number::exact(value))
    } else {
        format!("{given} = {} {unit} ≈ {}", number::exact(value), number::rounded(value, 7))
    };
    Proof { claim, by: "the definitions of the units".to_owned(), from: Vec::new() }
}

/// A value with its unit: exact where that is short.
fn answer(value: &Number, unit: &Unit, written: &str, proof: Proof) -> Found {
    let exact = number::exact(value);
    let short = number::is_decimal(value) && exact.trim_start_matches("-0.").len() <= 15;
    let digits = if short { exact } else { number::rounded(value, 7) };
    let one = digits == "1";
    let name = match (unit.names.0.is_empty(), one) {
        (true, _) => written.to_owned(),
        (false, true) => unit.names.0.clone(),
        (false, false) => unit.names.1.clone(),
    };
    let value = Value::Number { digits: digits.clone(), unit: Some(name.clone()) };
    let mut found = Found::answer(Finding::bare(value), OutcomeKind::Computed, Some(proof));
    found.values = vec![("answer".to_owned(), super::number_json(&digits)), ("unit".to_owned(), name.into())];
    found
}

/// The one option that states the amount, to the digits that it is written with.
fn matching<'a>(scene: &Scene<'a>, value: &Number, unit: &Unit) -> Option<&'a Choice> {
    let base = (value + &unit.offset) * &unit.factor;
    let states = |choice: &&Choice| {
        let Some((amount, rest)) = scan::amount(choice.text.trim()) else { return false };
        let Some(reading) = unit::read(rest.trim_start()) else { return false };
        reading.units.iter().filter(|other| other.dimension == unit.dimension).any(|other| {
            let there = (&amount + &other.offset) * &other.factor;
            let near = (&there - &base).abs() * number::whole(150);
            if base.is_zero() { there.is_zero() } else { near <= base.abs() }
        })
    };
    let all: Vec<&Choice> = scene.task.options.iter().filter(states).collect();
    // Of options that state the same amount, the one in the unit that was asked for.
    let same = |choice: &&Choice| {
        let rest = scan::amount(choice.text.trim()).map_or("", |(_, rest)| rest.trim_start());
        unit::read(rest).is_some_and(|reading| reading.units.iter().any(|other| other.factor == unit.factor))
    };
    // An option in another unit is no answer where others are in the unit asked for.
    let offered = scene.task.options.iter().filter(same).count();
    if offered > 1 && !all.is_empty() && !all.iter().any(same) {
        return None;
    }
    let mut asked = all.iter().filter(|choice| same(choice));
    match (all.as_slice(), asked.next(), asked.next()) {
        ([one], _, _) => Some(one),
        (_, Some(one), None) => Some(one),
        _ => None,
    }
}
