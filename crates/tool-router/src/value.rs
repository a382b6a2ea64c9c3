//! From a piece of text to the JSON value that a slot asks for.

use serde_json::{Number, Value};

use crate::find::{Amount, Candidate, Moment, Shape};
use crate::gazetteer::home_of;
use crate::slot::{Slot, Type, kind};
use crate::text::{Text, each_word};
use crate::units;

/// The value of `candidate` for one item of `slot`; none where it cannot be of the slot's type.
pub(crate) fn item(text: &Text, candidate: &Candidate, slot: &Slot) -> Option<Value> {
    match (slot.item_type(), &candidate.shape) {
        (Type::Integer | Type::Number, Shape::Number(amount)) => number(amount, slot),
        (Type::Integer | Type::Number, Shape::Moment(moment)) if clock_part(moment, slot).is_some() => {
            clock_part(moment, slot).map(Value::from)
        }
        (Type::Integer, Shape::Moment(moment)) if slot.is(kind::YEAR) => moment.year.map(Value::from),
        (Type::String, Shape::Moment(moment)) => Some(Value::from(moment_text(moment, candidate.text(text), slot))),
        (Type::String, Shape::Number(_)) => Some(Value::from(candidate.text(text))),
        (Type::String, Shape::Literal(_)) => Some(Value::from(candidate.text(text))),
        (Type::String, Shape::Currency(code)) if slot.is(kind::CURRENCY) => Some(Value::from(*code)),
        (Type::String, Shape::Name | Shape::Phrase) if slot.with_region => {
            Some(Value::from(place(candidate.text(text))))
        }
        (Type::String, Shape::Quoted | Shape::Name | Shape::Code | Shape::Phrase | Shape::Currency(_)) => {
            Some(Value::from(candidate.text(text)))
        }
        (Type::Array, Shape::Literal(value)) if value.is_array() => Some(value.clone()),
        (Type::Object, Shape::Literal(value)) if value.is_object() => Some(value.clone()),
        (Type::Any, Shape::Literal(value)) => Some(value.clone()),
        (Type::Any, Shape::Number(amount)) => number(amount, slot),
        (Type::Any, Shape::Quoted | Shape::Name | Shape::Code | Shape::Phrase | Shape::Moment(_)) => {
            Some(Value::from(candidate.text(text)))
        }
        _ => None,
    }
}

/// A town with its state or country.
fn place(said: &str) -> String {
    match home_of(said) {
        Some(region) => format!("{said}, {region}"),
        None => said.to_owned(),
    }
}

/// The hour or the minute of a time of day, where the slot asks for it.
pub(crate) fn clock_part(moment: &Moment, slot: &Slot) -> Option<i8> {
    let (hour, minute) = moment.time?;
    let mut part = None;
    each_word(slot.name, &mut |word| match word {
        "hour" | "hours" | "hr" => part = Some(hour),
        "minute" | "minutes" | "min" => part = Some(minute),
        _ => {}
    });
    part
}

/// A number in the unit and scale that the slot asks for.
fn number(amount: &Amount, slot: &Slot) -> Option<Value> {
    let mut value = amount.value;
    if amount.percent && wants_fraction(slot) {
        value = round(value / 100.0);
    } else if let Some(factor) = units::conversion(amount.unit, slot) {
        value = round(value * factor);
    }
    if slot.bound("minimum").is_some_and(|min| value < min) || slot.bound("maximum").is_some_and(|max| value > max) {
        return None;
    }
    json_number(value, slot.item_type() == Type::Integer)
}

/// A JSON number; a whole one without a point. None where a fraction is not wanted.
pub(crate) fn json_number(value: f64, whole: bool) -> Option<Value> {
    // 2^53: beyond it a float does not tell neighbouring integers apart.
    if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
        return Some(Value::from(value as i64));
    }
    if whole { None } else { Number::from_f64(value).map(Value::Number) }
}

/// Whether a percentage goes into the slot as a part of one.
fn wants_fraction(slot: &Slot) -> bool {
    if slot.item_type() == Type::Integer || slot.bound("maximum").is_some_and(|max| max > 1.0) {
        return false;
    }
    let description = slot.description.to_lowercase();
    let named = format!("{} {description}", slot.name.to_lowercase());
    if description.contains("decimal") || description.contains("fraction") || description.contains("between 0 and 1") {
        return true;
    }
    slot.is(kind::SHARE) && !named.contains("percent") && !named.contains('%')
}

/// Twelve significant digits: what a conversion of units may add is cut off.
fn round(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// A date or time in the format that the slot describes; as it was said where it describes none.
fn moment_text(moment: &Moment, said: &str, slot: &Slot) -> String {
    let format = slot.schema.get("format").and_then(Value::as_str).unwrap_or("");
    let clock = moment.time.map(|(hour, minute)| format!("{hour:02}:{minute:02}"));
    let description = slot.description.to_lowercase();
    let has = |pattern: &str| description.contains(pattern);
    if let Some(date) = moment.date() {
        let iso = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
        if format == "date-time" {
            return format!("{iso}T{}:00Z", clock.as_deref().unwrap_or("00:00"));
        }
        if let Some(pattern) = pattern(&description) {
            return render(pattern, (date.year(), date.month(), date.day()), moment.time.unwrap_or((0, 0)));
        }
        if format == "date" || has("iso") || shows_iso(&description) {
            return iso;
        }
    }
    match clock {
        Some(clock) if format == "time" || has("hh:mm:ss") => format!("{clock}:00"),
        Some(clock) if has("hh:mm") || has("24-hour") || has("24 hour") => clock,
        _ => said.to_owned(),
    }
}

/// The first pattern of a date that a description (in lower case) spells out, as in `yyyy-mm-dd hh:mm:ss`.
fn pattern(description: &str) -> Option<&str> {
    let year = description.find("yyyy")?;
    let part = |c: char| matches!(c, 'y' | 'm' | 'd');
    let mark = |c: char| matches!(c, '-' | '/' | '.');
    let head = description.get(..year)?;
    let from = head
        .rfind(|c| !(part(c) || mark(c)))
        .map_or(0, |at| at + head.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
    let tail = description.get(year..)?;
    let mut end = year + tail.find(|c| !(part(c) || mark(c))).unwrap_or(tail.len());
    let after = description.get(end..)?;
    for clock in ["thh:mm:ssz", "thh:mm:ss", " hh:mm:ss", " hh:mm", "'t'hh:mm:ss"] {
        if after.starts_with(clock) {
            end += clock.len();
            break;
        }
    }
    let found = description.get(from..end)?.trim_end_matches(['.', '-', '/']);
    (found.contains("mm") && found.contains("dd")).then_some(found)
}

/// Writes a date and a time in a pattern found by [`pattern`].
fn render(pattern: &str, (year, month, day): (i16, i8, i8), (hour, minute): (i8, i8)) -> String {
    let (date, clock) = match pattern.find("hh") {
        Some(at) => pattern.split_at_checked(at).unwrap_or((pattern, "")),
        None => (pattern, ""),
    };
    let date = date
        .replace("yyyy", &format!("{year:04}"))
        .replace("mm", &format!("{month:02}"))
        .replace("dd", &format!("{day:02}"));
    let date = if clock.is_empty() { date } else { date.replace("'t'", "T").replace('t', "T") };
    let clock = clock.replace("hh", &format!("{hour:02}")).replace("mm", &format!("{minute:02}")).replace("ss", "00");
    format!("{date}{}", clock.replace('z', "Z"))
}

/// Whether a description shows a date like `2024-01-31`.
fn shows_iso(description: &str) -> bool {
    description.as_bytes().windows(10).any(|window| {
        window
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slot::{Kinds, SlotMaker};
    use crate::text::Lexicon;
    use serde_json::json;

    #[track_caller]
    fn check(property: &Value, amount: Amount, expected: Option<Value>) {
        let schema = json!({"type": "object", "properties": {"x": property}});
        let lexicon = Lexicon::english();
        let kinds = Kinds::english(&lexicon);
        let slots = SlotMaker { lexicon: &lexicon, kinds: &kinds }.slots(&schema);
        assert_eq!(number(&amount, &slots[0]), expected);
    }

    fn amount(value: f64, unit: &str, percent: bool) -> Amount {
        let unit = if unit.is_empty() { 0 } else { Lexicon::english().term(unit).0 };
        Amount { value, unit, unit_at: None, percent, money: false, ordinal: false, in_words: false }
    }

    #[test]
    fn numbers_meet_type_and_bounds() {
        check(&json!({"type": "integer"}), amount(5.0, "", false), Some(json!(5)));
        check(&json!({"type": "integer"}), amount(5.5, "", false), None);
        check(&json!({"type": "number", "maximum": 4}), amount(5.0, "", false), None);
    }

    #[test]
    fn percentages_scale_as_described() {
        check(&json!({"type": "number", "description": "rate as a decimal"}), amount(5.0, "", true), Some(json!(0.05)));
        check(&json!({"type": "integer", "description": "share in percent"}), amount(5.0, "", true), Some(json!(5)));
    }

    #[test]
    fn units_are_converted_to_the_described_one() {
        let meters = json!({"type": "number", "description": "distance in meters"});
        check(&meters, amount(5.0, "km", false), Some(json!(5000)));
        check(&meters, amount(5.0, "meters", false), Some(json!(5)));
        check(&meters, amount(5.0, "hours", false), Some(json!(5)));
    }
}
