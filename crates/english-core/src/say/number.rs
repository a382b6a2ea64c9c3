//! Values as they are said.

use engine_api::Value;

/// The value in words.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Truth(true) => "Yes".to_owned(),
        Value::Truth(false) => "No".to_owned(),
        Value::Number { digits, unit: Some(unit) } if unit.starts_with('%') => format!("{digits}{unit}"),
        Value::Number { digits, unit: Some(unit) } => format!("{digits} {unit}"),
        Value::Number { digits, unit: None } => digits.clone(),
        Value::Text(text) => text.clone(),
    }
}
