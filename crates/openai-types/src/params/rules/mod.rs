//! What parameters mean for one another: small functions in a table, run after the check of each by itself.

mod completion;
mod dialogue;
mod file;
mod limits;
mod tools;

use super::ParamError;
use crate::{ChatRequest, CompletionRequest};

/// One rule over a whole request.
#[derive(Debug, Clone, Copy)]
pub struct Rule<T> {
    /// What must hold, in words.
    pub says: &'static str,
    /// Checks it.
    pub check: fn(&T) -> Result<(), ParamError>,
}

/// The rules of chat requests, in the order in which they are checked.
pub const CHAT_RULES: &[Rule<ChatRequest>] = &[
    Rule { says: "`stream_options` only with `stream`", check: limits::stream_options },
    Rule { says: "`max_tokens` not with `max_completion_tokens`", check: limits::one_limit },
    Rule { says: "`top_logprobs` only with `logprobs`", check: limits::top_logprobs },
    Rule { says: "`functions` not with `tools`", check: tools::one_generation },
    Rule { says: "`tool_choice` only with `tools`", check: tools::choice_needs_tools },
    Rule { says: "`tool_choice` names tools on offer", check: tools::choice_is_on_offer },
    Rule { says: "`parallel_tool_calls` only with `tools`", check: tools::parallel_needs_tools },
    Rule { says: "`function_call` only with `functions`", check: tools::call_needs_functions },
    Rule { says: "`function_call` names a function on offer", check: tools::call_is_on_offer },
    Rule { says: "assistant messages have content or calls", check: dialogue::assistant_says_something },
    Rule { says: "tool messages answer the calls before them, and every call is answered", check: dialogue::calls },
    Rule { says: "with `json_object` the messages contain the word JSON", check: dialogue::json_word },
    Rule { says: "files are inline text", check: file::files_are_text },
];

/// The rules of legacy completions, in the order in which they are checked.
pub const COMPLETION_RULES: &[Rule<CompletionRequest>] = &[
    Rule { says: "`stream_options` only with `stream`", check: completion::stream_options },
    Rule { says: "`best_of` is at least `n`", check: completion::best_of_covers_n },
    Rule { says: "`best_of` above 1 not with `stream`", check: completion::best_of_is_whole },
    Rule { says: "`suffix` not with `echo`", check: completion::suffix_or_echo },
];

/// Runs [`CHAT_RULES`].
///
/// # Errors
/// The first rule that is broken.
pub fn check_chat_rules(request: &ChatRequest) -> Result<(), ParamError> {
    CHAT_RULES.iter().try_for_each(|rule| (rule.check)(request))
}

/// Runs [`COMPLETION_RULES`].
///
/// # Errors
/// The first rule that is broken.
pub fn check_completion_rules(request: &CompletionRequest) -> Result<(), ParamError> {
    COMPLETION_RULES.iter().try_for_each(|rule| (rule.check)(request))
}

/// Two parameters that exclude each other; the first is named.
fn not_both(param: &str, other: &str) -> ParamError {
    let message = format!("Setting '{param}' and '{other}' at the same time is not supported.");
    ParamError::new(param, Some("invalid_parameter_combination"), message)
}

/// A parameter that needs another one to be switched on.
fn only_enabled(param: &str, other: &str) -> ParamError {
    let message = format!("The '{param}' parameter is only allowed when '{other}' is enabled.");
    ParamError::new(param, None, message)
}

/// A parameter that needs another one to be given.
fn only_specified(param: &str, other: &str) -> ParamError {
    let message = format!("Invalid value for '{param}': '{param}' is only allowed when '{other}' are specified.");
    ParamError::new(param, None, message)
}
