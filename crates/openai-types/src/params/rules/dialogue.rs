//! Rules over the order and the content of messages.

use crate::params::ParamError;
use crate::params::error::quote;
use crate::{ChatRequest, Message, ResponseFormat, Role, ToolCall};

type Verdict = Result<(), ParamError>;

/// The service writes the index of a message with a dot in these older checks.
fn at(index: usize, field: &str) -> String {
    format!("messages.[{index}].{field}")
}

pub(super) fn assistant_says_something(request: &ChatRequest) -> Verdict {
    let silent = |message: &Message| {
        message.role == Role::Assistant
            && message.content.value().is_none()
            && message.refusal.value().is_none()
            && message.tool_calls.is_none()
            && message.function_call.value().is_none()
    };
    match request.messages.iter().position(silent) {
        Some(index) => {
            let message = "Invalid value for 'content': expected a string, got null.";
            Err(ParamError::new(at(index, "content"), None, message))
        }
        None => Ok(()),
    }
}

/// The calls of the last assistant message that are not answered yet.
#[derive(Default)]
struct Pending<'a> {
    calls: &'a [ToolCall],
    answered: Vec<bool>,
}

impl<'a> Pending<'a> {
    fn of(message: &'a Message) -> Pending<'a> {
        let calls = message.tool_calls.as_deref().unwrap_or_default();
        Pending { calls, answered: vec![false; calls.len()] }
    }

    fn answer(&mut self, id: &str) -> bool {
        let mut found = false;
        for (call, answered) in self.calls.iter().zip(&mut self.answered) {
            if call.id == id {
                *answered = true;
                found = true;
            }
        }
        found
    }

    fn open(&self) -> Vec<String> {
        let pairs = self.calls.iter().zip(&self.answered);
        pairs.filter(|(_, answered)| !**answered).map(|(call, _)| quote(&call.id)).collect()
    }
}

pub(super) fn calls(request: &ChatRequest) -> Verdict {
    let mut pending = Pending::default();
    for (index, message) in request.messages.iter().enumerate() {
        if message.role != Role::Tool {
            all_answered(&pending, index)?;
            pending = Pending::of(message);
            continue;
        }
        if pending.calls.is_empty() {
            let text = "Invalid parameter: messages with role 'tool' must be a response to a preceeding message \
                        with 'tool_calls'.";
            return Err(ParamError::new(at(index, "role"), None, text));
        }
        let id = message.tool_call_id.as_deref().unwrap_or_default();
        if !pending.answer(id) {
            let text = format!(
                "Invalid parameter: 'tool_call_id' of '{}' not found in 'tool_calls' of previous message.",
                quote(id)
            );
            return Err(ParamError::new(at(index, "tool_call_id"), None, text));
        }
    }
    all_answered(&pending, request.messages.len())
}

fn all_answered(pending: &Pending, index: usize) -> Verdict {
    let open = pending.open();
    if open.is_empty() {
        return Ok(());
    }
    let text = format!(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. \
         The following tool_call_ids did not have response messages: {}",
        open.join(", ")
    );
    Err(ParamError::new(at(index, "role"), None, text))
}

pub(super) fn json_word(request: &ChatRequest) -> Verdict {
    if !matches!(request.response_format, Some(ResponseFormat::JsonObject(_))) {
        return Ok(());
    }
    let contents = request.messages.iter().filter_map(|message| message.content.value());
    match contents.flat_map(|content| content.texts()).any(has_json) {
        true => Ok(()),
        false => {
            let text = "'messages' must contain the word 'json' in some form, to use 'response_format' of type \
                        'json_object'.";
            Err(ParamError::new("messages", None, text))
        }
    }
}

fn has_json(text: &str) -> bool {
    text.as_bytes().windows(4).any(|window| window.eq_ignore_ascii_case(b"json"))
}
