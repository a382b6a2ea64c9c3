//! The whole answer: choices, finish reasons, log-probabilities.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::message::Role;
use crate::loose::{loose, open_words, tag};
use crate::tool::{FunctionCall, ToolCall};
use crate::usage::Usage;

open_words! {
    /// Why an answer ended.
    pub enum FinishReason {
        /// It was complete, or a stop text came up.
        Stop = "stop",
        /// The token limit was reached.
        Length = "length",
        /// Tools are to be called.
        ToolCalls = "tool_calls",
        /// Content was held back.
        ContentFilter = "content_filter",
        /// A legacy function is to be called.
        FunctionCall = "function_call",
    }
}

open_words! {
    /// The tier that serves a request.
    pub enum ServiceTier {
        /// The server's choice; never in an answer.
        Auto = "auto",
        /// Standard.
        Default = "default",
        /// Cheap and slow.
        Flex = "flex",
        /// Reserved capacity.
        Scale = "scale",
        /// Fast.
        Priority = "priority",
        /// Another name of `priority`.
        Fast = "fast",
    }
}

tag! {
    /// `object` of a chat completion.
    pub struct ChatObject = "chat.completion";
}

loose! {
    /// The reply to `POST /v1/chat/completions`.
    pub struct ChatCompletion {
        /// `chatcmpl-…`.
        req id: Arc<str>,
        /// Always `chat.completion`.
        def object: ChatObject,
        /// Seconds since 1970.
        req created: i64,
        /// The resolved model.
        req model: Arc<str>,
        /// Numbered from 0.
        req choices: Vec<Choice>,
        /// Token counts.
        opt usage: Usage,
        /// The tier used.
        opt service_tier: ServiceTier,
        /// `fp_…`.
        opt system_fingerprint: Arc<str>,
        /// What was given with the request, when the answer is stored.
        opt metadata: BTreeMap<String, String>,
        /// The verdicts of moderation, when it was asked for.
        opt moderation: Value,
    }
}

loose! {
    /// One answer.
    pub struct Choice {
        /// Its number.
        def index: u64,
        /// The message.
        req message: ResponseMessage,
        /// Log-probabilities, when asked for.
        nul logprobs: ChoiceLogprobs,
        /// Why it ended.
        nul finish_reason: FinishReason,
    }
}

loose! {
    /// The assistant's message.
    pub struct ResponseMessage {
        /// Always `assistant`.
        def role: AssistantRole,
        /// The text; null beside calls and refusals.
        nul content: String,
        /// What the assistant declined to say.
        nul refusal: String,
        /// The steps that led to the answer, when they were asked for.
        opt reasoning_content: String,
        /// Calls to make.
        opt tool_calls: Vec<ToolCall>,
        /// The legacy call to make.
        opt function_call: FunctionCall,
        /// Citations.
        opt annotations: Vec<Annotation>,
        /// The spoken answer.
        opt audio: AudioAnswer,
    }
}

tag! {
    /// The role of an answer.
    pub struct AssistantRole = "assistant";
}

impl From<AssistantRole> for Role {
    fn from(_: AssistantRole) -> Role {
        Role::Assistant
    }
}

loose! {
    /// A citation.
    pub struct Annotation {
        /// Always `url_citation`.
        def kind("type"): AnnotationKind,
        /// What is cited.
        req url_citation: UrlCitation,
    }
}

tag! {
    /// The kind of a citation.
    pub struct AnnotationKind = "url_citation";
}

loose! {
    /// A source and the span of the answer that rests on it.
    pub struct UrlCitation {
        /// End of the span, in characters.
        def end_index: u64,
        /// Start of the span, in characters.
        def start_index: u64,
        /// The source's title.
        req title: String,
        /// The source's address.
        req url: String,
    }
}

loose! {
    /// A spoken answer.
    pub struct AudioAnswer {
        /// Names it in later requests.
        req id: String,
        /// When the server forgets it.
        req expires_at: i64,
        /// Base64.
        req data: String,
        /// What is said.
        req transcript: String,
    }
}

loose! {
    /// Log-probabilities of an answer.
    pub struct ChoiceLogprobs {
        /// One entry for each token of the content.
        nul content: Vec<TokenLogprob>,
        /// One entry for each token of the refusal.
        nul refusal: Vec<TokenLogprob>,
    }
}

loose! {
    /// A token that was said.
    pub struct TokenLogprob {
        /// Its text; a replacement string where it is a part of a character.
        req token: String,
        /// Its natural log-probability; -9999.0 stands for very unlikely.
        req logprob: f64,
        /// Its bytes.
        nul bytes: Vec<u8>,
        /// The most probable tokens here, falling; empty unless asked for.
        def top_logprobs: Vec<TopLogprob>,
    }
}

loose! {
    /// A token that could have been said.
    pub struct TopLogprob {
        /// Its text.
        req token: String,
        /// Its natural log-probability.
        req logprob: f64,
        /// Its bytes.
        nul bytes: Vec<u8>,
    }
}
