//! Features of a candidate in a slot, for the learned part of the score.
//!
//! Most features pair an atom of the candidate (its shape, its neighbours) with an atom of the slot (its type, the
//! kinds of its values); the others tell of the two together.

use crate::cue::{Cues, preposition};
use crate::find::{Candidate, Shape};
use crate::gazetteer::home_of;
use crate::propose::Scene;
use crate::slot::{Slot, Type};
use crate::text::{Kind, Term, Text, term_of};
use crate::units;
use crate::weights::{Feature, feature};

/// Templates of features; their order is a part of the stored weights.
pub(crate) mod template {
    pub(crate) const PRIOR: u32 = 1;
    pub(crate) const ATOMS: u32 = 2;
    pub(crate) const CUE_BEFORE: u32 = 3;
    pub(crate) const CUE_AFTER: u32 = 4;
    pub(crate) const RIVAL: u32 = 5;
    pub(crate) const LISTED: u32 = 8;
    pub(crate) const TRUTH: u32 = 9;
    pub(crate) const TAKEN: u32 = 11;
    pub(crate) const TOOL: u32 = 12;
    pub(crate) const KIND: u32 = 13;
    pub(crate) const PICK_PRIOR: u32 = 20;
    pub(crate) const PICK: u32 = 21;
    pub(crate) const GATE_PRIOR: u32 = 22;
    pub(crate) const GATE: u32 = 23;
    pub(crate) const GATE_PAIR: u32 = 24;
}

/// The atoms of a slot.
pub(crate) fn slot_atoms(slot: &Slot) -> Vec<u32> {
    let kind = slot.item_type() as u32 + if slot.kind_of_value == Type::Array { 8 } else { 0 };
    let mut atoms = vec![kind, 16 + kind * 2 + u32::from(slot.required)];
    atoms.extend((0..32).filter(|bit| slot.kinds & (1 << bit) != 0).map(|bit| 64 + bit));
    let head = slot.name.rsplit(['_', '-', '.']).find(|word| !word.is_empty()).unwrap_or(slot.name);
    atoms.push(term_of(&head.to_lowercase()) as u32 | 0x4000_0000);
    if slot.kinds == 0 {
        atoms.push(63);
    }
    if !slot.choices.is_empty() {
        atoms.push(62);
    }
    atoms
}

/// The atoms of every candidate of a text.
pub(crate) fn candidate_atoms(text: &Text, candidates: &[Candidate]) -> Vec<Vec<u32>> {
    let cased = text.tokens.iter().any(|token| token.capital && !token.initial);
    candidates.iter().map(|candidate| atoms(text, candidate, cased)).collect()
}

/// The atoms of a candidate; `cased` where the text has capitals within its sentences.
fn atoms(text: &Text, candidate: &Candidate, cased: bool) -> Vec<u32> {
    let shape = shape_of(&candidate.shape);
    let length = (candidate.to - candidate.from).min(7) as u32;
    let before = preposition(text, candidate);
    let next = neighbour(text, Some(candidate.to));
    let last = neighbour(text, candidate.from.checked_sub(1));
    let word = term_of(before) as u32;
    let mut atoms = vec![
        0,
        100 + shape,
        200 + shape * 8 + length,
        word | 0x8000_0000,
        (word | 0x8000_0000).wrapping_add(shape.wrapping_mul(0x0101_0101)),
        500 + next * 32 + shape,
        900 + last * 32 + shape,
    ];
    atoms.extend(numeric(&candidate.shape).map(|atom| 1300 + atom));
    atoms.push(1600 + shape * 2 + u32::from(cased));
    let initial = text.tokens.get(candidate.from).is_some_and(|token| token.initial);
    if matches!(candidate.shape, Shape::Name | Shape::Phrase | Shape::Quoted) {
        let said = candidate.text(text);
        let known = if home_of(said).is_some() { 1 } else { 0 };
        atoms.push(1500 + shape * 2 + known);
    }
    atoms.push(1400 + shape * 2 + u32::from(initial));
    atoms
}

/// A figure for the shape and what matters of it.
pub(crate) fn shape_of(shape: &Shape) -> u32 {
    match shape {
        Shape::Number(amount) if amount.percent => 1,
        Shape::Number(amount) if amount.money => 2,
        Shape::Number(amount) if amount.ordinal => 3,
        Shape::Number(amount) if amount.in_words => 4,
        Shape::Number(amount) if amount.unit_at.is_some() => 5,
        Shape::Number(_) => 6,
        Shape::Quoted => 7,
        Shape::Name => 8,
        Shape::Code => 9,
        Shape::Phrase => 10,
        Shape::Moment(moment) if moment.time.is_some() && moment.day.is_some() => 11,
        Shape::Moment(moment) if moment.time.is_some() => 12,
        Shape::Moment(moment) if moment.relative => 13,
        Shape::Moment(moment) if moment.day.is_some() => 14,
        Shape::Moment(moment) if moment.month.is_some() => 15,
        Shape::Moment(_) => 16,
        Shape::Literal(value) if value.is_array() => 17,
        Shape::Literal(_) => 18,
        Shape::Currency(_) => 26,
        Shape::List(members) => 19 + members.len().min(6) as u32,
    }
}

/// What the size and the unit of a number tell.
fn numeric(shape: &Shape) -> Option<u32> {
    let Shape::Number(amount) = shape else { return None };
    let dimension = units::dimension_of(amount.unit).map_or(0, |dimension| u32::from(dimension) + 1);
    let size = match amount.value {
        value if value < 0.0 => 0,
        value if value.fract() != 0.0 => 1,
        value if value <= 12.0 => 2,
        value if value <= 100.0 => 3,
        value if (1500.0..2100.0).contains(&value) => 4,
        value if value <= 1000.0 => 5,
        _ => 6,
    };
    Some(dimension * 8 + size)
}

/// What stands beside a candidate.
fn neighbour(text: &Text, at: Option<usize>) -> u32 {
    let Some(token) = at.and_then(|at| text.tokens.get(at)) else { return 0 };
    match token.kind {
        _ if token.ends_sentence() => 1,
        Kind::Mark(',') => 2,
        Kind::Mark('"' | '\'' | '“' | '”' | '‘' | '’' | '`') => 3,
        Kind::Mark('(' | '[' | '{') => 4,
        Kind::Mark(')' | ']' | '}') => 5,
        Kind::Mark(':' | '=') => 6,
        Kind::Mark(_) => 7,
        Kind::Number => 8,
        Kind::Code => 9,
        Kind::Word if matches!(token.lower.as_str(), "and" | "or") => 10,
        Kind::Word if matches!(token.lower.as_str(), "the" | "a" | "an" | "my" | "this") => 11,
        Kind::Word if token.weight == 0.0 => 9,
        Kind::Word => 7 + u32::from(token.capital),
    }
}

/// A step of a strength between 0 and 2.
fn step(strength: f32) -> u32 {
    (strength.clamp(0.0, 2.0) * 4.0) as u32
}

/// The features that need both the candidate at `at` and the slot `index`.
pub(crate) fn pair(
    scene: &Scene,
    cues: &Cues,
    (at, index, slots): (usize, usize, &[Slot]),
    features: &mut Vec<Feature>,
) {
    let (Some(candidate), Some(slot)) = (scene.candidates.get(at), slots.get(index)) else { return };
    let kind = slot.item_type() as u32 * 32 + shape_of(&candidate.shape);
    let own = cues.around(&scene.text, candidate, index);
    let rival = (0..slots.len())
        .filter(|other| *other != index && slots.get(*other).is_some_and(|s| s.item_type() == slot.item_type()))
        .map(|other| cues.around(&scene.text, candidate, other))
        .fold(0.0, f32::max);
    features.push((feature(template::CUE_BEFORE, step(own), kind), 1.0));
    features.push((feature(template::CUE_BEFORE, 100, slot.item_type() as u32), own));
    let beside = |at: Option<usize>| at.map_or(0.0, |at| cues.at(at, index));
    let near = step(beside(candidate.from.checked_sub(1))) * 16 + step(beside(Some(candidate.to)));
    features.push((feature(template::CUE_AFTER, near, kind), 1.0));
    features.push((feature(template::RIVAL, step(own) * 16 + step(rival), slot.item_type() as u32), 1.0));
    let inside: f32 = (candidate.from..candidate.to).map(|at| cues.at(at, index)).sum();
    features.push((feature(template::TAKEN, step(inside / (candidate.to - candidate.from) as f32), kind), 1.0));
}

/// Whether the candidate is a kind of what the slot's name or description names.
pub(crate) fn kind(slot: &Slot, kinds: &[Term], shape: u32, features: &mut Vec<Feature>) {
    let mut hit = 0;
    for (term, weight) in &slot.terms {
        if kinds.binary_search(term).is_ok() {
            hit = hit.max(if *weight >= 0.5 { 2 } else { 1 });
        }
    }
    features.push((feature(template::KIND, hit, shape), 1.0));
    features.push((feature(template::KIND, hit, 64 + slot.item_type() as u32 * 2 + u32::from(slot.required)), 1.0));
}
