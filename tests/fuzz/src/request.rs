//! Bodies of requests: what is accepted is kept, what is refused is explained.

use openai_types::{ParamError, parse_chat, parse_completion, parse_embedding};
use serde_json::Value;

/// Reads a body as each endpoint would.
pub fn request_json(data: &[u8]) {
    let Ok(body) = serde_json::from_slice::<Value>(data) else { return };
    endpoint(&body, |body| parse_chat(body).map(|(request, _)| serde_json::to_value(request)));
    endpoint(&body, |body| parse_completion(body).map(|(request, _)| serde_json::to_value(request)));
    endpoint(&body, |body| parse_embedding(body).map(|(request, _)| serde_json::to_value(request)));
}

/// A body that is accepted is accepted again as it was read, with the same outcome; a refusal has bounded words.
fn endpoint(body: &Value, parse: impl Fn(Value) -> Result<serde_json::Result<Value>, ParamError>) {
    match parse(body.clone()) {
        Ok(written) => {
            let written = written.expect("what was read can be written");
            let again = parse(written.clone()).expect("what was accepted once is accepted again");
            assert_eq!(written, again.expect("what was read can be written"));
        }
        Err(error) => {
            assert!(!error.message.is_empty());
            assert!(error.param.is_none_or(|param| param.len() <= 10_000), "the parameter's path is not bounded");
        }
    }
}

/// Reads a body as a chat request and translates it for the engine.
#[cfg(feature = "gateway")]
pub fn translation(data: &[u8]) {
    let Ok(body) = serde_json::from_slice::<Value>(data) else { return };
    let Ok((request, _)) = parse_chat(body) else { return };
    if let Ok(ask) = gateway::translate::ask::ask(&request, 1_700_000_000) {
        assert_eq!(ask.turns.len(), request.messages.len());
    }
}
