//! Rules over legacy completions.

use super::{not_both, only_enabled};
use crate::CompletionRequest;
use crate::params::ParamError;

type Verdict = Result<(), ParamError>;

pub(super) fn stream_options(request: &CompletionRequest) -> Verdict {
    match request.stream_options.is_some() && request.stream != Some(true) {
        true => Err(only_enabled("stream_options", "stream")),
        false => Ok(()),
    }
}

pub(super) fn best_of_covers_n(request: &CompletionRequest) -> Verdict {
    let (Some(n), Some(best_of)) = (request.n, request.best_of) else {
        return Ok(());
    };
    if best_of >= n {
        return Ok(());
    }
    let text = format!(
        "You requested that the server return more choices than it will generate (HINT: you must set 'n' \
         (currently {n}) to be at most 'best_of' (currently {best_of}), or omit either parameter if you don't \
         specifically want to use them.)"
    );
    Err(ParamError::new("best_of", None, text))
}

pub(super) fn best_of_is_whole(request: &CompletionRequest) -> Verdict {
    match request.stream == Some(true) && request.best_of.is_some_and(|best_of| best_of > 1) {
        true => Err(ParamError::new("best_of", None, "Cannot stream results with best_of > 1.")),
        false => Ok(()),
    }
}

pub(super) fn suffix_or_echo(request: &CompletionRequest) -> Verdict {
    let suffix = request.suffix.as_ref().is_some_and(|suffix| !suffix.is_empty());
    match suffix && request.echo == Some(true) {
        true => Err(not_both("suffix", "echo")),
        false => Ok(()),
    }
}
