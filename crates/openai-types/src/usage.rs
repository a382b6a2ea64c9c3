//! Token counts: those of one answer, and those of the usage pages.

use serde::{Deserialize, Serialize};

use crate::loose::{loose, tag};

loose! {
    /// The tokens of one answer.
    pub struct Usage {
        /// Tokens read.
        def prompt_tokens: u64,
        /// Tokens said, over all choices; hidden reasoning included.
        def completion_tokens: u64,
        /// The sum of both.
        def total_tokens: u64,
        /// What the read tokens were. The service always sends it in chat and completions.
        opt prompt_tokens_details: PromptTokensDetails,
        /// What the said tokens were. The service always sends it in chat and completions.
        opt completion_tokens_details: CompletionTokensDetails,
    }
}

loose! {
    /// What the read tokens were.
    pub struct PromptTokensDetails {
        /// Read from the prompt cache.
        def cached_tokens: u64,
        /// Of audio.
        def audio_tokens: u64,
        /// Of text.
        opt text_tokens: u64,
        /// Of images.
        opt image_tokens: u64,
        /// Written to the prompt cache.
        opt cache_write_tokens: u64,
    }
}

loose! {
    /// What the said tokens were.
    pub struct CompletionTokensDetails {
        /// Of hidden reasoning.
        def reasoning_tokens: u64,
        /// Of audio.
        def audio_tokens: u64,
        /// Of the prediction, found in the answer.
        def accepted_prediction_tokens: u64,
        /// Of the prediction, not found in the answer.
        def rejected_prediction_tokens: u64,
        /// Of text.
        opt text_tokens: u64,
    }
}

impl Usage {
    /// Counts with both detail objects at zero, as the service sends them.
    pub fn of(prompt_tokens: u64, completion_tokens: u64) -> Usage {
        Usage {
            prompt_tokens,
            completion_tokens,
            total_tokens: prompt_tokens.saturating_add(completion_tokens),
            prompt_tokens_details: Some(PromptTokensDetails::default()),
            completion_tokens_details: Some(CompletionTokensDetails::default()),
            ..Usage::default()
        }
    }
}

tag! {
    /// `object` of a usage page.
    pub struct PageObject = "page";
}

tag! {
    /// `object` of a usage bucket.
    pub struct BucketObject = "bucket";
}

loose! {
    /// A page of `GET /v1/organization/usage/…`.
    pub struct UsagePage {
        /// Always `page`.
        def object: PageObject,
        /// The buckets, oldest first.
        def data: Vec<UsageBucket>,
        /// Whether another page follows.
        def has_more: bool,
        /// The cursor of that page.
        nul next_page: String,
    }
}

loose! {
    /// The usage of one span of time.
    pub struct UsageBucket {
        /// Always `bucket`.
        def object: BucketObject,
        /// First second of the span.
        req start_time: i64,
        /// First second after the span.
        req end_time: i64,
        /// One entry for each group; empty where nothing was used.
        def results: Vec<UsageResult>,
    }
}

/// The usage of one group, told apart by `object`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object")]
pub enum UsageResult {
    /// Chat and legacy completions.
    #[serde(rename = "organization.usage.completions.result")]
    Completions(CompletionsUsage),
    /// Embeddings.
    #[serde(rename = "organization.usage.embeddings.result")]
    Embeddings(EmbeddingsUsage),
}

loose! {
    /// Usage of chat and legacy completions. Group fields are null unless the request groups by them.
    pub struct CompletionsUsage {
        /// Tokens read, cached ones included.
        def input_tokens: u64,
        /// Tokens said.
        def output_tokens: u64,
        /// Of the read tokens, those read from the cache.
        def input_cached_tokens: u64,
        /// Audio tokens read.
        def input_audio_tokens: u64,
        /// Audio tokens said.
        def output_audio_tokens: u64,
        /// Requests.
        def num_model_requests: u64,
        /// The project, when grouped by it.
        nul project_id: String,
        /// The user, when grouped by it.
        nul user_id: String,
        /// The API key, when grouped by it.
        nul api_key_id: String,
        /// The model, when grouped by it.
        nul model: String,
        /// Whether the requests came in batches, when grouped by it.
        nul batch: bool,
        /// The service tier, when grouped by it.
        nul service_tier: String,
    }
}

loose! {
    /// Usage of embeddings. Group fields are null unless the request groups by them.
    pub struct EmbeddingsUsage {
        /// Tokens read.
        def input_tokens: u64,
        /// Requests.
        def num_model_requests: u64,
        /// The project, when grouped by it.
        nul project_id: String,
        /// The user, when grouped by it.
        nul user_id: String,
        /// The API key, when grouped by it.
        nul api_key_id: String,
        /// The model, when grouped by it.
        nul model: String,
    }
}
