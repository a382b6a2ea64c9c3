//! The streamed answer: chunks and deltas.

use std::sync::Arc;

use serde_json::Value;

use super::message::Role;
use super::response::{Annotation, ChoiceLogprobs, FinishReason, ServiceTier};
use crate::loose::{loose, tag};
use crate::tool::ToolKind;
use crate::usage::Usage;

tag! {
    /// `object` of a chunk.
    pub struct ChunkObject = "chat.completion.chunk";
}

loose! {
    /// One event of a chat stream. What all chunks of a stream share is shared in memory too.
    pub struct ChatChunk {
        /// `chatcmpl-…`, the same in all chunks.
        req id: Arc<str>,
        /// Always `chat.completion.chunk`.
        def object: ChunkObject,
        /// Seconds since 1970, the same in all chunks.
        req created: i64,
        /// The resolved model.
        req model: Arc<str>,
        /// The tier used.
        opt service_tier: ServiceTier,
        /// `fp_…`.
        opt system_fingerprint: Arc<str>,
        /// One choice; none in the chunk that carries the usage.
        req choices: Vec<ChunkChoice>,
        /// Absent unless asked for; then null, and a value in the last chunk.
        tri usage: Usage,
        /// Padding that hides the length of a chunk.
        opt obfuscation: String,
        /// The verdicts of moderation, when it was asked for.
        opt moderation: Value,
    }
}

loose! {
    /// What a chunk adds to one choice.
    pub struct ChunkChoice {
        /// The number of the choice.
        def index: u64,
        /// What is added.
        def delta: Delta,
        /// Log-probabilities of what is added, when asked for.
        nul logprobs: ChoiceLogprobs,
        /// Why the choice ended; null before.
        nul finish_reason: FinishReason,
    }
}

loose! {
    /// What is added to a message. The first delta of a choice carries the role, an empty content and a null refusal.
    pub struct Delta {
        /// The role, once.
        opt role: Role,
        /// More text; null beside the first tool call.
        tri content: String,
        /// More of the steps that led to the answer.
        opt reasoning_content: String,
        /// More of the calls.
        opt tool_calls: Vec<ToolCallDelta>,
        /// More of the legacy call.
        opt function_call: FunctionCallDelta,
        /// More of what the assistant declines to say.
        tri refusal: String,
        /// Citations, with the last of the text.
        opt annotations: Vec<Annotation>,
    }
}

impl Delta {
    /// A delta of text.
    pub fn text(text: impl Into<String>) -> Delta {
        Delta { content: text.into().into(), ..Delta::default() }
    }
}

loose! {
    /// What is added to a call. Only the first delta of a call has `id`, `kind` and the name.
    pub struct ToolCallDelta {
        /// Which call.
        req index: u64,
        /// `call_…`.
        opt id: String,
        /// Which kind.
        opt kind("type"): ToolKind,
        /// More of the function's call.
        opt function: FunctionCallDelta,
        /// More of the custom tool's call.
        opt custom: CustomCallDelta,
    }
}

loose! {
    /// More of a function's call.
    pub struct FunctionCallDelta {
        /// The function, once.
        opt name: String,
        /// More of the arguments.
        opt arguments: String,
    }
}

loose! {
    /// More of a custom tool's call.
    pub struct CustomCallDelta {
        /// The tool, once.
        opt name: String,
        /// More of the input.
        opt input: String,
    }
}
