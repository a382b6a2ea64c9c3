//! Legacy completions.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::chat::response::{FinishReason, ServiceTier};
use crate::loose::{loose, tag};
use crate::one_or_many::{Input, OneOrMany};
use crate::usage::Usage;

use crate::chat::request::StreamOptions;

loose! {
    /// The body of `POST /v1/completions`.
    pub struct CompletionRequest {
        /// The model.
        req model: String,
        /// What is continued, see [`Input`]; null stands for the start of a document.
        nul prompt: Input,
        /// How many candidates are drawn for each prompt; the best `n` are answered.
        opt best_of: u64,
        /// Whether the answer begins with the prompt.
        opt echo: bool,
        /// -2 to 2.
        opt frequency_penalty: f64,
        /// Token id to what is added to its logit, -100 to 100.
        opt logit_bias: BTreeMap<String, f64>,
        /// How many alternatives are reported beside each token, 0 to 5.
        opt logprobs: u64,
        /// The most tokens to say; 16 when absent, 0 is legal.
        opt max_tokens: u64,
        /// How many choices for each prompt, 1 to 128.
        opt n: u64,
        /// -2 to 2.
        opt presence_penalty: f64,
        /// Fixes the draw.
        opt seed: i64,
        /// Up to four texts that end the answer.
        opt stop: OneOrMany,
        /// Whether to stream.
        opt stream: bool,
        /// What the stream carries besides.
        opt stream_options: StreamOptions,
        /// What follows the answer.
        opt suffix: String,
        /// 0 to 2.
        opt temperature: f64,
        /// 0 to 1.
        opt top_p: f64,
        /// The end user.
        opt user: String,
    }
}

tag! {
    /// `object` of a legacy completion and of its chunks.
    pub struct CompletionObject = "text_completion";
}

loose! {
    /// The reply to `POST /v1/completions`, and every chunk of its stream.
    pub struct Completion {
        /// `cmpl-…`.
        req id: Arc<str>,
        /// Always `text_completion`.
        def object: CompletionObject,
        /// Seconds since 1970.
        req created: i64,
        /// The resolved model.
        req model: Arc<str>,
        /// Numbered prompt · n + i.
        req choices: Vec<CompletionChoice>,
        /// Token counts; in a stream null or absent but for the last chunk.
        tri usage: Usage,
        /// The tier used.
        opt service_tier: ServiceTier,
        /// `fp_…`.
        opt system_fingerprint: Arc<str>,
        /// Padding that hides the length of a chunk.
        opt obfuscation: String,
    }
}

loose! {
    /// One continuation.
    pub struct CompletionChoice {
        /// The text.
        def text: String,
        /// Its number.
        def index: u64,
        /// Log-probabilities, when asked for.
        nul logprobs: CompletionLogprobs,
        /// Why it ended; null in a chunk before the last.
        nul finish_reason: FinishReason,
    }
}

loose! {
    /// Log-probabilities in four columns of equal length.
    pub struct CompletionLogprobs {
        /// The tokens; bytes that are no character are written `bytes:\xNN`.
        def tokens: Vec<String>,
        /// Their log-probabilities; null for the first token of an echoed prompt.
        def token_logprobs: Vec<Option<f64>>,
        /// The most probable tokens at each position, the one said among them; null as above, or
        /// altogether when none were asked for.
        nul top_logprobs: Vec<Option<BTreeMap<String, f64>>>,
        /// Where each token begins, in characters.
        def text_offset: Vec<u64>,
    }
}
