//! The chunks of a stream back to one whole completion. It is how every whole completion is made, so that
//! a stream and a whole answer cannot differ; and it reads the streams of other servers.

use std::collections::BTreeMap;

use openai_types::{
    ChatChunk, ChatCompletion, Choice, ChoiceLogprobs, ChunkChoice, Completion, CompletionChoice, CompletionLogprobs,
    CustomCall, FunctionCall, FunctionCallDelta, Maybe, ResponseMessage, TokenLogprob, ToolCall, ToolCallDelta,
};

/// The completion that the chunks of a chat stream add up to; nothing where there are none. Choices and calls
/// are ordered by their numbers.
pub fn fold(chunks: impl IntoIterator<Item = ChatChunk>) -> Option<ChatCompletion> {
    let mut chunks = chunks.into_iter();
    let first = chunks.next()?;
    let mut whole = ChatCompletion {
        id: first.id.clone(),
        created: first.created,
        model: first.model.clone(),
        system_fingerprint: first.system_fingerprint.clone(),
        service_tier: first.service_tier.clone(),
        ..ChatCompletion::default()
    };
    // Boxed: a node of the map has room for eleven of them.
    let mut choices: BTreeMap<u64, Box<Parts>> = BTreeMap::new();
    for chunk in std::iter::once(first).chain(chunks) {
        if let Maybe::Value(usage) = chunk.usage {
            whole.usage = Some(usage);
        }
        whole.moderation = chunk.moderation.or(whole.moderation);
        for choice in chunk.choices {
            choices.entry(choice.index).or_default().add(choice);
        }
    }
    whole.choices = choices.into_iter().map(|(index, parts)| parts.choice(index)).collect();
    Some(whole)
}

/// A choice that is being put together.
#[derive(Default)]
struct Parts {
    choice: Choice,
    calls: BTreeMap<u64, ToolCall>,
}

impl Parts {
    fn add(&mut self, chunk: ChunkChoice) {
        let ResponseMessage { content, refusal, reasoning_content, function_call, annotations, .. } =
            &mut self.choice.message;
        append(content, chunk.delta.content.into_value());
        append(refusal, chunk.delta.refusal.into_value());
        append(reasoning_content, chunk.delta.reasoning_content);
        extend(annotations, chunk.delta.annotations);
        if let Some(delta) = chunk.delta.function_call {
            add_function(function_call.get_or_insert_default(), delta);
        }
        for call in chunk.delta.tool_calls.into_iter().flatten() {
            add_call(self.calls.entry(call.index).or_default(), call);
        }
        if let Some(logprobs) = chunk.logprobs {
            let whole = self.choice.logprobs.get_or_insert_default();
            add_logprobs(whole, logprobs);
        }
        self.choice.finish_reason = chunk.finish_reason.or(self.choice.finish_reason.take());
    }

    /// The choice of that number. Beside calls and refusals an empty content is none.
    fn choice(mut self, index: u64) -> Choice {
        let message = &mut self.choice.message;
        if !self.calls.is_empty() {
            message.tool_calls = Some(self.calls.into_values().collect());
        }
        let other = message.tool_calls.is_some() || message.function_call.is_some() || message.refusal.is_some();
        if other && message.content.as_ref().is_some_and(String::is_empty) {
            message.content = None;
        }
        Choice { index, ..self.choice }
    }
}

/// Adds to a text that may not have begun.
fn append(text: &mut Option<String>, more: Option<String>) {
    match (text, more) {
        (Some(text), Some(more)) => text.push_str(&more),
        (text @ None, Some(more)) => *text = Some(more),
        (_, None) => {}
    }
}

/// Adds to a list that may not have begun.
fn extend<T>(list: &mut Option<Vec<T>>, more: Option<Vec<T>>) {
    match (list, more) {
        (Some(list), Some(more)) => list.extend(more),
        (list @ None, Some(more)) => *list = Some(more),
        (_, None) => {}
    }
}

fn add_function(call: &mut FunctionCall, delta: FunctionCallDelta) {
    call.name.push_str(&delta.name.unwrap_or_default());
    call.arguments.push_str(&delta.arguments.unwrap_or_default());
}

fn add_call(call: &mut ToolCall, delta: ToolCallDelta) {
    if let Some(id) = delta.id {
        call.id = id;
    }
    if let Some(kind) = delta.kind {
        call.kind = kind;
    }
    if let Some(function) = delta.function {
        add_function(call.function.get_or_insert_default(), function);
    }
    if let Some(custom) = delta.custom {
        let call: &mut CustomCall = call.custom.get_or_insert_default();
        call.name.push_str(&custom.name.unwrap_or_default());
        call.input.push_str(&custom.input.unwrap_or_default());
    }
}

fn add_logprobs(whole: &mut ChoiceLogprobs, more: ChoiceLogprobs) {
    let add = |whole: &mut Option<Vec<TokenLogprob>>, more: Option<Vec<TokenLogprob>>| extend(whole, more);
    add(&mut whole.content, more.content);
    add(&mut whole.refusal, more.refusal);
}

/// The completion that the chunks of a legacy stream add up to; nothing where there are none.
pub fn fold_completion(chunks: impl IntoIterator<Item = Completion>) -> Option<Completion> {
    let mut chunks = chunks.into_iter();
    let first = chunks.next()?;
    let mut whole = Completion { choices: Vec::new(), usage: Maybe::Absent, obfuscation: None, ..first.clone() };
    let mut choices: BTreeMap<u64, CompletionChoice> = BTreeMap::new();
    for chunk in std::iter::once(first).chain(chunks) {
        if let Maybe::Value(usage) = chunk.usage {
            whole.usage = Maybe::Value(usage);
        }
        for part in chunk.choices {
            let choice = choices.entry(part.index).or_default();
            choice.index = part.index;
            choice.text.push_str(&part.text);
            choice.finish_reason = part.finish_reason.or(choice.finish_reason.take());
            if let Some(logprobs) = part.logprobs {
                add_columns(choice.logprobs.get_or_insert_default(), logprobs);
            }
        }
    }
    whole.choices = choices.into_values().collect();
    Some(whole)
}

fn add_columns(whole: &mut CompletionLogprobs, more: CompletionLogprobs) {
    whole.tokens.extend(more.tokens);
    whole.token_logprobs.extend(more.token_logprobs);
    extend(&mut whole.top_logprobs, more.top_logprobs);
    whole.text_offset.extend(more.text_offset);
}
