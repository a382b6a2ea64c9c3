//! What the handlers of bodies share: parsing within bounds, checking against the table, naming unknown fields.

use hyper::header::HeaderName;
use openai_types::{Checked, Table, check};
use serde::de::DeserializeOwned;
use serde_json::Value;
use stream_core::token::Tokenizer;

use crate::App;
use crate::error::ApiError;
use crate::http::reply::Reply;
use crate::telemetry::Event;

/// A body that has passed the table of its parameters.
#[derive(Debug)]
pub struct Parsed<T> {
    /// As it came.
    pub value: Value,
    /// As its type.
    pub request: T,
    /// The names of fields that no table knows.
    pub unknown: Checked,
}

/// Parses and checks a body.
///
/// # Errors
/// 400 for what is not JSON, too deep, or against the table.
pub fn parse<T: DeserializeOwned>(app: &App, table: &Table, bytes: &[u8]) -> Result<Parsed<T>, ApiError> {
    check_depth(bytes, app.settings.max_json_depth)?;
    let value: Value = serde_json::from_slice(bytes).map_err(|error| ApiError::malformed_json(&error))?;
    let unknown = check(table, &value)?;
    if app.settings.strict {
        unknown.strict()?;
    }
    // The check covers everything that the type asks for; this arm is for the day when it does not.
    let request = T::deserialize(&value).map_err(|error| ApiError::invalid(400, error.to_string()))?;
    Ok(Parsed { value, request, unknown })
}

/// Names the unknown fields of a request in a response header, and counts them.
pub fn name_unknown(app: &App, reply: &mut Reply, unknown: &Checked) {
    if unknown.unknown.is_empty() {
        return;
    }
    app.telemetry.emit(Event::UnknownParameters { count: unknown.unknown_count });
    reply.header(
        HeaderName::from_static("x-psycho-symbolic-unknown-parameters"),
        &printable(&unknown.unknown.join(", ")),
    );
}

/// What a header may hold: names come from the client.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '?' }).take(512).collect()
}

/// Refuses what nests too deep before anything is built from it.
fn check_depth(bytes: &[u8], max: usize) -> Result<(), ApiError> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > max {
            let message =
                format!("We could not parse the JSON body of your request: it nests deeper than {max} levels.");
            return Err(ApiError::invalid(400, message));
        }
    }
    Ok(())
}

/// Refuses a prompt that does not fit the context.
///
/// # Errors
/// 400 `context_length_exceeded`.
pub fn check_context(app: &App, tokens: usize, param: &str) -> Result<(), ApiError> {
    let limit = app.settings.context_length as usize;
    if tokens > limit { Err(ApiError::context_length(limit, tokens, param)) } else { Ok(()) }
}

/// The refusal of a stream where streams are switched off.
pub fn streaming_off() -> ApiError {
    ApiError::invalid(400, "Streaming is switched off on this server.").code("unsupported_value").param("stream")
}

/// The bytes of token ids that a client sent.
///
/// # Errors
/// 400 for an id that the vocabulary does not have.
pub fn decode(tokens: &[u32], tokenizer: &Tokenizer, param: &'static str) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::with_capacity(tokens.len() * 4);
    for token in tokens {
        match tokenizer.token_bytes(*token) {
            Some(piece) => bytes.extend_from_slice(piece),
            None => {
                let message = format!("Invalid '{param}': the token id {token} is not in the vocabulary.");
                return Err(ApiError::invalid(400, message).code("invalid_value").param(param));
            }
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_outside_of_strings() {
        let check = |text: &str, ok: bool| assert_eq!(check_depth(text.as_bytes(), 2).is_ok(), ok, "{text}");
        check(r#"{"a": [1, 2], "b": {}}"#, true);
        check("[[[]]]", false);
        check(r#"["[[[[", "\"[[["]"#, true);
        check("]]]][[", true);
    }

    #[test]
    fn names_of_unknown_fields_cannot_break_a_header() {
        assert_eq!(printable("a\r\nb: c\u{7f}é"), "a??b: c??");
    }
}
