//! The parameters of the draw.

use std::collections::BTreeMap;

use engine_api::Sampling;
use openai_types::{ChatRequest, CompletionRequest};

use crate::error::ApiError;
use crate::translate::models::Served;

/// How many tokens an answer has where the request of a completion says nothing (the API's default).
pub const COMPLETION_MAX_TOKENS: u64 = 16;

/// The sampling of a chat request; `seed` is used where the request names none.
pub fn of_chat(request: &ChatRequest, seed: u64, default_max: u32) -> Sampling {
    let wanted = request.max_completion_tokens.or(request.max_tokens);
    Sampling {
        temperature: request.temperature.unwrap_or(1.0),
        top_p: request.top_p.unwrap_or(1.0),
        frequency_penalty: request.frequency_penalty.unwrap_or(0.0),
        presence_penalty: request.presence_penalty.unwrap_or(0.0),
        logit_bias: bias(request.logit_bias.as_ref()),
        seed: request.seed.map_or(seed, i64::cast_unsigned),
        max_tokens: wanted.map_or(default_max, saturate),
        stop: request.stop.as_ref().map(|stop| stop.as_slice().to_vec()).unwrap_or_default(),
        logprobs: request.logprobs.unwrap_or(false),
        top_logprobs: small(request.top_logprobs),
    }
}

/// The sampling of a completion request.
pub fn of_completion(request: &CompletionRequest, seed: u64) -> Sampling {
    Sampling {
        temperature: request.temperature.unwrap_or(1.0),
        top_p: request.top_p.unwrap_or(1.0),
        frequency_penalty: request.frequency_penalty.unwrap_or(0.0),
        presence_penalty: request.presence_penalty.unwrap_or(0.0),
        logit_bias: bias(request.logit_bias.as_ref()),
        seed: request.seed.map_or(seed, i64::cast_unsigned),
        max_tokens: saturate(request.max_tokens.unwrap_or(COMPLETION_MAX_TOKENS)),
        stop: request.stop.as_ref().map(|stop| stop.as_slice().to_vec()).unwrap_or_default(),
        logprobs: request.logprobs.is_some(),
        top_logprobs: small(request.logprobs),
    }
}

/// Refuses biases for tokens that the vocabulary does not have, or that are written twice (`1` and `01`).
///
/// # Errors
/// 400 that names the key.
pub fn check_bias(bias: Option<&BTreeMap<String, f64>>, served: &Served) -> Result<(), ApiError> {
    let known = |key: &str| key.parse::<u32>().is_ok_and(|id| id.to_string() == key && id < served.vocabulary());
    match bias.into_iter().flatten().find(|(key, _)| !known(key)) {
        None => Ok(()),
        Some((key, _)) => {
            let message =
                format!("Invalid key in 'logit_bias': {}. It is no token id of this model.", crate::error::shown(key));
            Err(ApiError::invalid(400, message).code("invalid_value").param("logit_bias"))
        }
    }
}

/// The seed of choice `index` of a request.
pub fn seed_of(seed: u64, index: u64) -> u64 {
    seed.wrapping_add(index)
}

fn saturate(tokens: u64) -> u32 {
    u32::try_from(tokens).unwrap_or(u32::MAX)
}

fn small(count: Option<u64>) -> u8 {
    u8::try_from(count.unwrap_or(0)).unwrap_or(u8::MAX)
}

/// Token ids ascending; keys that are no ids were refused before.
fn bias(map: Option<&BTreeMap<String, f64>>) -> Vec<(u32, f64)> {
    let mut bias: Vec<(u32, f64)> =
        map.into_iter().flatten().filter_map(|(id, bias)| Some((id.parse().ok()?, *bias))).collect();
    bias.sort_by_key(|(id, _)| *id);
    bias.dedup_by_key(|(id, _)| *id);
    bias
}
