//! Suitability: how well the shape of a candidate suits the type and the kinds of a slot.

use serde_json::Value;

use crate::cue::preposition;
use crate::find::{Candidate, Shape};
use crate::propose::Scene;
use crate::slot::{Slot, Type, kind};
use crate::text::Text;
use crate::units;
use crate::value::clock_part;

/// How well a shape suits a type and the kinds of a slot, without looking at the words around.
pub(crate) fn base(slot: &Slot, candidate: &Candidate) -> Option<f32> {
    let array = slot.kind_of_value == Type::Array;
    Some(match (slot.item_type(), &candidate.shape) {
        (_, Shape::List(_)) => return None,
        (Type::Array | Type::Object | Type::Any, Shape::Literal(value)) => {
            let fits = match slot.kind_of_value {
                Type::Object => value.is_object(),
                Type::Array => value.is_array(),
                _ => true,
            };
            if !fits {
                return None;
            }
            2.0
        }
        (_, Shape::Literal(Value::Array(_))) if array => 2.0,
        (Type::Array | Type::Object, _) => return None,
        (Type::Integer | Type::Number, Shape::Number(amount)) => {
            1.0 - if amount.ordinal { 0.5 } else { 0.0 } - if amount.in_words { 0.3 } else { 0.0 }
        }
        (Type::Integer | Type::Number, Shape::Moment(moment)) if clock_part(moment, slot).is_some() => 1.2,
        (Type::Integer | Type::Number, Shape::Moment(_)) if slot.is(kind::YEAR) => 0.3,
        (Type::Integer | Type::Number | Type::Boolean, _) => return None,
        (Type::String | Type::Any, shape) => string_base(slot, shape),
    })
}

fn string_base(slot: &Slot, shape: &Shape) -> f32 {
    match shape {
        Shape::Quoted | Shape::Code if slot.is(kind::DATE | kind::TIME) && !slot.is(kind::TITLE | kind::ID) => -0.4,
        Shape::Phrase if slot.is(kind::DATE) => -0.2,
        Shape::Quoted => 1.3,
        Shape::Name if slot.is(kind::UNIT | kind::DATE | kind::TIME) && !slot.is(kind::PLACE | kind::TITLE) => 0.2,
        Shape::Name if slot.is(kind::CLASS) && !slot.is(kind::PLACE | kind::TITLE | kind::PERSON) => 0.45,
        Shape::Name => 1.0,
        Shape::Code if slot.is(kind::CODE | kind::ID) => 1.3,
        Shape::Code => 0.6,
        Shape::Moment(moment) => {
            let suits = slot.is(kind::DATE) && (moment.day.is_some() || moment.month.is_some())
                || slot.is(kind::TIME) && moment.time.is_some();
            if suits { 1.7 } else { -0.6 }
        }
        Shape::Number(_) if slot.is(kind::ID | kind::YEAR) => 0.7,
        Shape::Number(_) if slot.is(kind::DURATION | kind::TALLY | kind::PRICE) => 0.2,
        Shape::Number(_) => -0.7,
        Shape::Phrase if slot.is(kind::CLASS) => 0.45,
        Shape::Phrase => 0.15,
        Shape::Literal(_) => -0.3,
        Shape::Currency(_) if slot.is(kind::CURRENCY) => 1.6,
        Shape::Currency(_) => -0.7,
        Shape::List(_) => -1.0,
    }
}

/// Years, money, shares: kinds of numbers that suit kinds of slots.
pub(crate) fn number_kind(text: &Text, candidate: &Candidate, slot: &Slot) -> f32 {
    let Shape::Number(amount) = &candidate.shape else { return 0.0 };
    let bare = amount.unit_at.is_none() && !amount.percent && !amount.money;
    let yearly =
        (1000.0..2200.0).contains(&amount.value) && amount.value.fract() == 0.0 && !amount.money && !amount.percent;
    let dated = yearly
        && matches!(
            preposition(text, candidate),
            "in" | "since" | "from" | "to" | "of" | "year" | "until" | "between" | "and"
        );
    let mut score = 0.0;
    if slot.is(kind::YEAR) && !slot.is(kind::DURATION) {
        score += if yearly { 0.8 } else { -1.5 };
    } else if dated && bare && !slot.is(kind::DATE) {
        score -= 0.6;
    }
    if amount.money {
        score += if slot.is(kind::PRICE) { 0.7 } else { -0.4 };
    }
    if amount.percent {
        score += if slot.is(kind::SHARE) { 0.8 } else { -0.3 };
    } else if slot.is(kind::SHARE) && amount.value > 100.0 {
        score -= 0.6;
    }
    if amount.unit_at.is_some() && slot.is(kind::PRICE) && !amount.money {
        score -= 0.2;
    }
    score
}

/// Places, persons and titles among the names.
pub(crate) fn name_kind(scene: &Scene, candidate: &Candidate, slot: &Slot) -> f32 {
    let text = &scene.text;
    let mut score = 0.0;
    let comma = (candidate.from..candidate.to).any(|at| text.word(at) == ",");
    if comma {
        let example = slot.description.contains(", ");
        score += if !slot.is(kind::PLACE) {
            -0.6
        } else if example {
            0.4
        } else {
            0.15
        };
    }
    if slot.is(kind::PLACE)
        && matches!(preposition(text, candidate), "in" | "at" | "near" | "to" | "from" | "for" | "of")
    {
        score += 0.3;
    }
    let unit = text.tokens.get(candidate.from).is_some_and(|t| units::dimension_of(t.term).is_some());
    if unit && candidate.to == candidate.from + 1 {
        score -= 1.2;
    }
    let tool_word = (candidate.from..candidate.to).all(|at| text.tokens.get(at).is_some_and(|t| t.weight < 1.0));
    if tool_word {
        score -= 0.5;
    }
    if text.tokens.get(candidate.from).is_some_and(|t| t.initial) && candidate.to - candidate.from > 1 {
        score -= 0.1;
    }
    score
}
