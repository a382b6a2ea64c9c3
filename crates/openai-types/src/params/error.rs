//! Refusals in the service's own wording: clients match on it.

use serde_json::Value;

use super::{Kind, Words};
use crate::error::ErrorBody;

/// Why a parameter is refused. The reply is a 400 of type `invalid_request_error`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ParamError {
    /// The wording.
    pub message: String,
    /// The parameter, as a path.
    pub param: Option<String>,
    /// The case.
    pub code: Option<&'static str>,
}

impl From<ParamError> for ErrorBody {
    fn from(error: ParamError) -> ErrorBody {
        ErrorBody::invalid(error.message, error.param, error.code)
    }
}

/// How much of a client's own text is quoted, in characters.
const QUOTED: usize = 64;

impl ParamError {
    /// A refusal of this parameter.
    pub fn new(param: impl Into<String>, code: Option<&'static str>, message: impl Into<String>) -> ParamError {
        ParamError { message: message.into(), param: Some(param.into()), code }
    }

    /// No model was named. The service checks this before anything else and names no parameter.
    pub fn no_model() -> ParamError {
        ParamError { message: "you must provide a model parameter".to_owned(), param: None, code: None }
    }

    /// A required parameter is missing.
    pub fn missing(param: String) -> ParamError {
        let message = format!("Missing required parameter: '{param}'.");
        ParamError::new(param, Some("missing_required_parameter"), message)
    }

    /// A parameter that the API does not have.
    pub fn unknown(param: String) -> ParamError {
        let message = format!("Unknown parameter: '{param}'.");
        ParamError::new(param, Some("unknown_parameter"), message)
    }

    pub(super) fn kind(param: String, kind: &Kind, got: &Value) -> ParamError {
        let message =
            format!("Invalid type for '{param}': expected {}, but got {} instead.", kind.expected(), name(got));
        ParamError::new(param, Some("invalid_type"), message)
    }

    pub(super) fn word(param: String, got: &str, words: impl Iterator<Item = &'static str>) -> ParamError {
        let quoted: Vec<String> = words.map(|word| format!("'{word}'")).collect();
        let all: Vec<&str> = quoted.iter().map(String::as_str).collect();
        let message = format!("Invalid value: '{}'. Supported values are: {}.", quote(got), join(&all, "and"));
        ParamError::new(param, Some("invalid_value"), message)
    }

    pub(super) fn unsupported_word(param: String, word: &str, words: &Words) -> ParamError {
        ParamError::unsupported_value(param, &format!("'{}'", quote(word)), words.reason)
    }

    /// A documented value that is not served.
    pub fn unsupported_value(param: String, value: &str, reason: &str) -> ParamError {
        let message = format!("Unsupported value: '{param}' does not support {value} with this model. {reason}");
        ParamError::new(param, Some("unsupported_value"), message)
    }

    pub(super) fn unsupported(param: String, reason: &str) -> ParamError {
        let message = format!("Unsupported parameter: '{param}' is not supported with this model. {reason}");
        ParamError::new(param, Some("unsupported_parameter"), message)
    }

    pub(super) fn below(param: String, kind: &str, min: &str, got: &str) -> ParamError {
        let message = format!(
            "Invalid '{param}': {kind} below minimum value. Expected a value >= {min}, but got {} instead.",
            quote(got)
        );
        let code = if kind == "integer" { "integer_below_min_value" } else { "decimal_below_min_value" };
        ParamError::new(param, Some(code), message)
    }

    pub(super) fn above(param: String, kind: &str, max: &str, got: &str) -> ParamError {
        let message = format!(
            "Invalid '{param}': {kind} above maximum value. Expected a value <= {max}, but got {} instead.",
            quote(got)
        );
        let code = if kind == "integer" { "integer_above_max_value" } else { "decimal_above_max_value" };
        ParamError::new(param, Some(code), message)
    }

    pub(super) fn short_array(param: String, min: usize, got: usize) -> ParamError {
        if got == 0 {
            let message = format!(
                "Invalid '{param}': empty array. Expected an array with minimum length {min}, \
                 but got an empty array instead."
            );
            return ParamError::new(param, Some("empty_array"), message);
        }
        let message = format!(
            "Invalid '{param}': array too short. Expected an array with minimum length {min}, \
             but got an array with length {got} instead."
        );
        ParamError::new(param, Some("array_below_min_length"), message)
    }

    pub(super) fn long_array(param: String, max: usize, got: usize) -> ParamError {
        let message = format!(
            "Invalid '{param}': array too long. Expected an array with maximum length {max}, \
             but got an array with length {got} instead."
        );
        ParamError::new(param, Some("array_above_max_length"), message)
    }

    pub(super) fn short_string(param: String, min: usize, got: usize) -> ParamError {
        let (what, had) = match got {
            0 => ("empty string", "an empty string".to_owned()),
            _ => ("string too short", format!("a string with length {got}")),
        };
        let message =
            format!("Invalid '{param}': {what}. Expected a string with minimum length {min}, but got {had} instead.");
        ParamError::new(param, Some("string_below_min_length"), message)
    }

    pub(super) fn long_string(param: String, max: usize, got: usize) -> ParamError {
        let message = format!(
            "Invalid '{param}': string too long. Expected a string with maximum length {max}, \
             but got a string with length {got} instead."
        );
        ParamError::new(param, Some("string_above_max_length"), message)
    }

    pub(super) fn pattern(param: String, pattern: &str) -> ParamError {
        let message = format!(
            "Invalid '{param}': string does not match pattern. Expected a string that matches the pattern '{pattern}'."
        );
        ParamError::new(param, Some("invalid_value"), message)
    }

    pub(super) fn many_pairs(param: String, max: usize, got: usize) -> ParamError {
        let message = format!(
            "Invalid '{param}': too many properties. Expected an object with at most {max} properties, \
             but got an object with {got} properties instead."
        );
        ParamError::new(param, Some("object_above_max_properties"), message)
    }

    pub(super) fn long_key(param: String, key: &str, max: usize, got: usize) -> ParamError {
        let message = format!(
            "Invalid property name '{}' in '{param}': name too long. Expected a property name with maximum length \
             {max}, but got a property name with length {got} instead.",
            quote(key)
        );
        ParamError::new(param, Some("property_name_above_max_length"), message)
    }

    pub(super) fn token_key(param: String, key: &str) -> ParamError {
        let message =
            format!("Invalid key in '{param}': {}. You should only be submitting non-negative integers.", quote(key));
        ParamError::new(param, Some("invalid_value"), message)
    }
}

/// The start of a client's text, with control characters replaced.
pub(super) fn quote(text: &str) -> String {
    let mut quoted: String = text.chars().take(QUOTED).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(QUOTED).is_some() {
        quoted.push('…');
    }
    quoted
}

/// `a`, `a and b`, `a, b, and c`.
pub(super) fn join(items: &[&str], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} {last} {two}"),
        [all @ .., end] => format!("{}, {last} {end}", all.join(", ")),
    }
}

/// A value's type, with its article.
fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a decimal number",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
