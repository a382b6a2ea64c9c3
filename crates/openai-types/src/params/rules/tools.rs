//! Rules over tools, functions and the choice among them.

use super::{not_both, only_specified};
use crate::params::ParamError;
use crate::{ChatRequest, FunctionCallOption, Tool, ToolChoice, ToolChoiceObject, ToolRef};

type Verdict = Result<(), ParamError>;

fn has_tools(request: &ChatRequest) -> bool {
    request.tools.as_ref().is_some_and(|tools| !tools.is_empty())
}

pub(super) fn one_generation(request: &ChatRequest) -> Verdict {
    match has_tools(request) && request.functions.is_some() {
        true => Err(not_both("functions", "tools")),
        false => Ok(()),
    }
}

pub(super) fn choice_needs_tools(request: &ChatRequest) -> Verdict {
    match request.tool_choice.is_some() && !has_tools(request) {
        true => Err(only_specified("tool_choice", "tools")),
        false => Ok(()),
    }
}

pub(super) fn parallel_needs_tools(request: &ChatRequest) -> Verdict {
    match request.parallel_tool_calls.is_some() && !has_tools(request) {
        true => Err(only_specified("parallel_tool_calls", "tools")),
        false => Ok(()),
    }
}

pub(super) fn call_needs_functions(request: &ChatRequest) -> Verdict {
    match request.function_call.is_some() && request.functions.is_none() {
        true => Err(only_specified("function_call", "functions")),
        false => Ok(()),
    }
}

/// At most 128 names against at most 128 tools.
pub(super) fn choice_is_on_offer(request: &ChatRequest) -> Verdict {
    let Some(ToolChoice::Object(choice)) = &request.tool_choice else {
        return Ok(());
    };
    match choice {
        ToolChoiceObject::Function(choice) => on_offer(request, "function", &choice.function.name),
        ToolChoiceObject::Custom(choice) => on_offer(request, "custom tool", &choice.custom.name),
        ToolChoiceObject::AllowedTools(choice) => choice.allowed_tools.tools.iter().try_for_each(|tool| match tool {
            ToolRef::Function(tool) => on_offer(request, "function", &tool.function.name),
            ToolRef::Custom(tool) => on_offer(request, "custom tool", &tool.custom.name),
        }),
    }
}

fn on_offer(request: &ChatRequest, kind: &str, name: &str) -> Verdict {
    let found = request
        .tools
        .iter()
        .flatten()
        .any(|tool| tool.name() == name && matches!(tool, Tool::Function(_)) == (kind == "function"));
    match found {
        true => Ok(()),
        false => Err(not_on_offer("tool_choice", kind, name, "tools")),
    }
}

pub(super) fn call_is_on_offer(request: &ChatRequest) -> Verdict {
    let Some(FunctionCallOption::Named(call)) = &request.function_call else {
        return Ok(());
    };
    match request.functions.iter().flatten().any(|function| function.name == call.name) {
        true => Ok(()),
        false => Err(not_on_offer("function_call", "function", &call.name, "functions")),
    }
}

fn not_on_offer(param: &str, kind: &str, name: &str, list: &str) -> ParamError {
    let message =
        format!("Invalid value for '{param}': no {kind} named '{name}' was specified in the '{list}' parameter.");
    ParamError::new(param, None, message)
}
