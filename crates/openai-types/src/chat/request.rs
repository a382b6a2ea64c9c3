//! The body of `POST /v1/chat/completions` and its options.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::message::{Content, Message};
use super::response::ServiceTier;
use crate::format::ResponseFormat;
use crate::loose::{loose, words};
use crate::one_or_many::OneOrMany;
use crate::tool::{FunctionCallOption, FunctionDef, Tool, ToolChoice};

loose! {
    /// A chat request. Ranges are those of the parameter table, see [`crate::params::CHAT`].
    pub struct ChatRequest {
        /// The dialogue, oldest first; at least one.
        req messages: Vec<Message>,
        /// The model.
        req model: String,
        /// How to speak, when the answer is spoken.
        opt audio: AudioOptions,
        /// -2 to 2.
        opt frequency_penalty: f64,
        /// The legacy twin of `tool_choice`.
        opt function_call: FunctionCallOption,
        /// The legacy twin of `tools`.
        opt functions: Vec<FunctionDef>,
        /// Token id to what is added to its logit, -100 to 100.
        opt logit_bias: BTreeMap<String, f64>,
        /// Whether log-probabilities are reported.
        opt logprobs: bool,
        /// The most tokens to say, hidden reasoning included.
        opt max_completion_tokens: u64,
        /// The older name of `max_completion_tokens`.
        opt max_tokens: u64,
        /// Up to 16 pairs that are stored with the answer.
        opt metadata: BTreeMap<String, String>,
        /// What the answer is made of: `text`, `audio`.
        opt modalities: Vec<Modality>,
        /// Whether the dialogue is moderated on the way.
        opt moderation: ModerationOptions,
        /// How many choices, 1 to 128.
        opt n: u64,
        /// Whether one answer may hold several calls.
        opt parallel_tool_calls: bool,
        /// What the answer will probably be.
        opt prediction: Prediction,
        /// -2 to 2.
        opt presence_penalty: f64,
        /// Routes requests that share a prefix to the same cache.
        opt prompt_cache_key: String,
        /// How the prompt is cached.
        opt prompt_cache_options: PromptCacheOptions,
        /// How long the prompt is cached.
        opt prompt_cache_retention: PromptCacheRetention,
        /// How hard to think.
        opt reasoning_effort: ReasoningEffort,
        /// The form of the answer.
        opt response_format: ResponseFormat,
        /// The end user, hashed; at most 64 characters.
        opt safety_identifier: String,
        /// Fixes the draw.
        opt seed: i64,
        /// Which tier serves the request.
        opt service_tier: ServiceTier,
        /// Up to four texts that end the answer.
        opt stop: OneOrMany,
        /// Whether the answer is stored.
        opt store: bool,
        /// Whether to stream.
        opt stream: bool,
        /// What the stream carries besides.
        opt stream_options: StreamOptions,
        /// 0 to 2.
        opt temperature: f64,
        /// Which tools may, or must, be called.
        opt tool_choice: ToolChoice,
        /// The tools on offer; at most 128.
        opt tools: Vec<Tool>,
        /// How many alternatives are reported beside each token, 0 to 20.
        opt top_logprobs: u64,
        /// 0 to 1.
        opt top_p: f64,
        /// The end user.
        opt user: String,
        /// How much to say.
        opt verbosity: Verbosity,
        /// How the web is searched.
        opt web_search_options: WebSearchOptions,
    }
}

words! {
    /// What an answer is made of.
    pub enum Modality {
        /// Text.
        Text = "text",
        /// Speech.
        Audio = "audio",
    }
}

words! {
    /// How hard to think.
    pub enum ReasoningEffort {
        /// Not at all.
        None = "none",
        /// Hardly.
        Minimal = "minimal",
        /// A little.
        Low = "low",
        /// As usual.
        Medium = "medium",
        /// Much.
        High = "high",
        /// Very much.
        Xhigh = "xhigh",
        /// As much as there is.
        Max = "max",
    }
}

words! {
    /// How much to say.
    pub enum Verbosity {
        /// As usual.
        Medium = "medium",
        /// Little.
        Low = "low",
        /// Much.
        High = "high",
    }
}

words! {
    /// How long a prompt is cached.
    pub enum PromptCacheRetention {
        /// While it is warm.
        InMemory = "in_memory",
        /// Up to a day.
        Day = "24h",
    }
}

loose! {
    /// What a stream carries besides the answer.
    pub struct StreamOptions {
        /// Whether a last chunk carries the token counts.
        opt include_usage: bool,
        /// Whether chunks are padded; true when absent.
        opt include_obfuscation: bool,
    }
}

loose! {
    /// What the answer will probably be.
    pub struct Prediction {
        /// Always `content`.
        req kind("type"): String,
        /// The text.
        req content: Content,
    }
}

loose! {
    /// How to speak.
    pub struct AudioOptions {
        /// Whose voice.
        req voice: Voice,
        /// The file format.
        req format: String,
    }
}

/// A voice: a built-in one by name, or a custom one by id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Voice {
    /// A name.
    Name(String),
    /// A custom voice.
    Custom(CustomVoice),
}

impl Default for Voice {
    fn default() -> Voice {
        Voice::Name(String::new())
    }
}

loose! {
    /// A custom voice.
    pub struct CustomVoice {
        /// `voice_…`.
        req id: String,
    }
}

loose! {
    /// How a prompt is cached.
    pub struct PromptCacheOptions {
        /// `implicit` or `explicit`.
        opt mode: String,
        /// `30m`.
        opt ttl: String,
    }
}

loose! {
    /// How the dialogue is moderated.
    pub struct ModerationOptions {
        /// The moderation model.
        req model: String,
        /// What happens to what is flagged.
        opt policy: ModerationPolicy,
    }
}

loose! {
    /// What happens to what is flagged.
    pub struct ModerationPolicy {
        /// In the messages.
        opt input: ModerationMode,
        /// In the answer.
        opt output: ModerationMode,
    }
}

loose! {
    /// What happens to what is flagged.
    pub struct ModerationMode {
        /// `score` or `block`.
        req mode: String,
    }
}

loose! {
    /// How the web is searched.
    pub struct WebSearchOptions {
        /// `low`, `medium` or `high`.
        opt search_context_size: String,
        /// Where the asker is.
        opt user_location: UserLocation,
    }
}

loose! {
    /// Where the asker is.
    pub struct UserLocation {
        /// Always `approximate`.
        req kind("type"): String,
        /// Roughly.
        req approximate: Location,
    }
}

loose! {
    /// A place.
    pub struct Location {
        /// The city.
        opt city: String,
        /// Two letters.
        opt country: String,
        /// The region.
        opt region: String,
        /// An IANA time zone.
        opt timezone: String,
    }
}
