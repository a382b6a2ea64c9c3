//! From a JSON body to a request that every later step may rely on: table, types, then rules.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{CHAT, COMPLETION, Checked, EMBEDDING, ParamError, Table, check, check_chat_rules, check_completion_rules};
use crate::{ChatRequest, CompletionRequest, EmbeddingRequest};

/// Checks and reads the body of a chat request.
///
/// # Errors
/// The first refusal, as a 400 that names the parameter.
pub fn parse_chat(body: Value) -> Result<(ChatRequest, Checked), ParamError> {
    let (request, checked) = parse(&CHAT, body)?;
    check_chat_rules(&request)?;
    Ok((request, checked))
}

/// Checks and reads the body of a legacy completion.
///
/// # Errors
/// The first refusal, as a 400 that names the parameter.
pub fn parse_completion(body: Value) -> Result<(CompletionRequest, Checked), ParamError> {
    let (request, checked) = parse(&COMPLETION, body)?;
    check_completion_rules(&request)?;
    Ok((request, checked))
}

/// Checks and reads the body of an embedding request.
///
/// # Errors
/// The first refusal, as a 400 that names the parameter.
pub fn parse_embedding(body: Value) -> Result<(EmbeddingRequest, Checked), ParamError> {
    parse(&EMBEDDING, body)
}

fn parse<T: DeserializeOwned>(table: &Table, body: Value) -> Result<(T, Checked), ParamError> {
    let checked = check(table, &body)?;
    // The tables accept nothing that the types do not; a property test holds them to it.
    let request = serde_json::from_value(body).map_err(|error| ParamError {
        message: format!("Invalid request: {error}."),
        param: None,
        code: Some("invalid_value"),
    })?;
    Ok((request, checked))
}
