//! Rules over the scalars of a chat request.

use super::{not_both, only_enabled};
use crate::ChatRequest;
use crate::params::ParamError;

type Verdict = Result<(), ParamError>;

pub(super) fn stream_options(request: &ChatRequest) -> Verdict {
    match request.stream_options.is_some() && request.stream != Some(true) {
        true => Err(only_enabled("stream_options", "stream")),
        false => Ok(()),
    }
}

pub(super) fn one_limit(request: &ChatRequest) -> Verdict {
    match request.max_tokens.is_some() && request.max_completion_tokens.is_some() {
        true => Err(not_both("max_tokens", "max_completion_tokens")),
        false => Ok(()),
    }
}

pub(super) fn top_logprobs(request: &ChatRequest) -> Verdict {
    match request.top_logprobs.is_some() && request.logprobs != Some(true) {
        true => Err(only_enabled("top_logprobs", "logprobs")),
        false => Ok(()),
    }
}
