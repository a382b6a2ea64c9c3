//! A chat request as an [`Ask`]. Schemas are compiled here, so a bad one is a 400 here.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine_api::{Ask, Call, Effort, Format, Grammar, Tool, ToolChoice, ToolKind, Turn, Verbosity};
use openai_types::{self as wire, ChatRequest, Content, ContentPart, Message};
use schema_core::Schema;
use serde_json::{Value, json};

use crate::error::ApiError;

/// The engine's view of a request that has passed the checks of its parameters. `now` is in seconds since 1970.
///
/// # Errors
/// 400 for schemas that cannot be compiled and for parts that cannot be read.
pub fn ask(request: &ChatRequest, now: i64) -> Result<Ask, ApiError> {
    let tools = tools(request)?;
    let (choice, tools) = choice(request, tools);
    Ok(Ask {
        turns: request.messages.iter().enumerate().map(turn).collect::<Result<_, _>>()?,
        suffix: None,
        tools,
        choice,
        parallel_calls: request.parallel_tool_calls.unwrap_or(true) && request.functions.is_none(),
        format: format(request)?,
        verbosity: verbosity(request.verbosity),
        effort: effort(request.reasoning_effort),
        now,
    })
}

fn turn((index, message): (usize, &Message)) -> Result<Turn, ApiError> {
    let mut turn = Turn {
        role: role(message.role),
        name: message.name.clone(),
        text: text(message, index)?,
        calls: message.tool_calls.iter().flatten().map(call).collect(),
        answers: message.tool_call_id.clone(),
    };
    if let Some(legacy) = message.function_call.value() {
        turn.calls.push(Call {
            id: legacy.name.clone(),
            name: legacy.name.clone(),
            arguments: legacy.arguments.clone(),
            custom: false,
        });
    }
    if message.role == wire::Role::Function {
        turn.answers = message.name.clone();
    }
    Ok(turn)
}

fn role(role: wire::Role) -> engine_api::Role {
    match role {
        wire::Role::System | wire::Role::Developer => engine_api::Role::System,
        wire::Role::User => engine_api::Role::User,
        wire::Role::Assistant => engine_api::Role::Assistant,
        wire::Role::Tool | wire::Role::Function => engine_api::Role::Tool,
    }
}

fn call(call: &wire::ToolCall) -> Call {
    Call {
        id: call.id.clone(),
        name: call.name().to_owned(),
        arguments: call.input().to_owned(),
        custom: call.custom.is_some(),
    }
}

/// The text of a message: its text parts, what its files hold, and an earlier refusal.
fn text(message: &Message, index: usize) -> Result<String, ApiError> {
    let mut pieces: Vec<String> = Vec::new();
    match message.content.value() {
        Some(Content::Text(text)) => pieces.push(text.clone()),
        Some(Content::Parts(parts)) => {
            for (at, part) in parts.iter().enumerate() {
                pieces.extend(part_text(part, index, at)?);
            }
        }
        None => {}
    }
    pieces.extend(message.refusal.value().cloned());
    Ok(pieces.join("\n"))
}

fn part_text(part: &ContentPart, message: usize, at: usize) -> Result<Option<String>, ApiError> {
    match part {
        ContentPart::Text(part) => Ok(Some(part.text.clone())),
        ContentPart::Refusal(part) => Ok(Some(part.refusal.clone())),
        ContentPart::File(part) => file_text(&part.file)
            .map(|text| {
                Some(match &part.file.filename {
                    Some(name) => format!("{name}:\n{text}"),
                    None => text,
                })
            })
            .map_err(|error| error.param(format!("messages[{message}].content[{at}].file.file_data"))),
        // The parameter table refuses these before they come here.
        ContentPart::ImageUrl(_) | ContentPart::InputAudio(_) => Ok(None),
    }
}

/// The text in `data:text/…;base64,…`.
pub(crate) fn file_text(file: &wire::FileInput) -> Result<String, ApiError> {
    let data = file.file_data.as_deref().unwrap_or_default();
    let encoded = data.split_once("base64,").map_or(data, |(_, encoded)| encoded);
    let bytes = STANDARD
        .decode(encoded.trim())
        .map_err(|_| ApiError::invalid(400, "Invalid file data: it is not valid base64.").code("invalid_value"))?;
    String::from_utf8(bytes).map_err(|_| {
        let message = "Invalid file data: only text files in UTF-8 can be read.";
        ApiError::invalid(400, message).code("unsupported_file")
    })
}

fn tools(request: &ChatRequest) -> Result<Vec<Tool>, ApiError> {
    let current = request.tools.iter().flatten().enumerate().map(|(index, tool)| match tool {
        wire::Tool::Function(tool) => function(&tool.function, &format!("tools[{index}].function.parameters")),
        wire::Tool::Custom(tool) => Ok(custom(&tool.custom)),
    });
    let legacy = request
        .functions
        .iter()
        .flatten()
        .enumerate()
        .map(|(index, def)| function(def, &format!("functions[{index}].parameters")));
    current.chain(legacy).collect()
}

fn function(def: &wire::FunctionDef, param: &str) -> Result<Tool, ApiError> {
    let none = json!({"type": "object", "properties": {}});
    let source = match &def.parameters {
        None | Some(Value::Null) => &none,
        Some(source) => source,
    };
    let strict = def.strict.unwrap_or(false);
    let invalid = |error: schema_core::SchemaError| {
        ApiError::invalid(400, format!("Invalid schema for function '{}': {error}", def.name))
            .code("invalid_function_parameters")
            .param(param)
    };
    if strict {
        schema_core::strict::check(source).map_err(invalid)?;
    }
    let parameters = Arc::new(Schema::compile(source).map_err(invalid)?);
    let description = def.description.clone().unwrap_or_default();
    Ok(Tool { name: def.name.clone(), description, kind: ToolKind::Function { parameters, strict } })
}

fn custom(def: &wire::CustomDef) -> Tool {
    let kind = match &def.format {
        Some(wire::CustomFormat::Grammar(format)) => {
            let definition = format.grammar.definition.clone();
            ToolKind::Grammar(match format.grammar.syntax {
                wire::GrammarSyntax::Regex => Grammar::Regex(definition),
                wire::GrammarSyntax::Lark => Grammar::Lark(definition),
            })
        }
        Some(wire::CustomFormat::Text(_)) | None => ToolKind::Text,
    };
    Tool { name: def.name.clone(), description: def.description.clone().unwrap_or_default(), kind }
}

/// Whether a tool may be called, and the tools that may.
fn choice(request: &ChatRequest, mut tools: Vec<Tool>) -> (ToolChoice, Vec<Tool>) {
    let mode = |mode: wire::ToolMode| match mode {
        wire::ToolMode::Auto => ToolChoice::Auto,
        wire::ToolMode::None => ToolChoice::None,
        wire::ToolMode::Required => ToolChoice::Required,
    };
    let choice = match (&request.tool_choice, &request.function_call) {
        (Some(wire::ToolChoice::Mode(word)), _) => mode(*word),
        (Some(wire::ToolChoice::Object(wire::ToolChoiceObject::Function(named))), _) => {
            ToolChoice::Named(named.function.name.clone())
        }
        (Some(wire::ToolChoice::Object(wire::ToolChoiceObject::Custom(named))), _) => {
            ToolChoice::Named(named.custom.name.clone())
        }
        (Some(wire::ToolChoice::Object(wire::ToolChoiceObject::AllowedTools(choice))), _) => {
            let allowed = &choice.allowed_tools;
            tools.retain(|tool| allowed.tools.iter().any(|allowed| is_meant(tool, allowed)));
            mode(allowed.mode)
        }
        (None, Some(wire::FunctionCallOption::Mode(wire::FunctionCallMode::None))) => ToolChoice::None,
        (None, Some(wire::FunctionCallOption::Named(named))) => ToolChoice::Named(named.name.clone()),
        (None, Some(wire::FunctionCallOption::Mode(wire::FunctionCallMode::Auto)) | None) => ToolChoice::Auto,
    };
    (choice, tools)
}

/// Whether a reference names this tool: by its kind and its name.
fn is_meant(tool: &Tool, reference: &wire::ToolRef) -> bool {
    let custom = matches!(reference, wire::ToolRef::Custom(_));
    custom == !matches!(tool.kind, ToolKind::Function { .. }) && reference.name() == tool.name
}

fn format(request: &ChatRequest) -> Result<Format, ApiError> {
    let wanted = match &request.response_format {
        None | Some(wire::ResponseFormat::Text(_)) => return Ok(Format::Text),
        Some(wire::ResponseFormat::JsonObject(_)) => return Ok(Format::Json),
        Some(wire::ResponseFormat::JsonSchema(format)) => &format.json_schema,
    };
    let invalid = |error: schema_core::SchemaError| {
        ApiError::invalid(400, format!("Invalid schema for response_format '{}': {error}", wanted.name))
            .code("invalid_json_schema")
            .param("response_format")
    };
    let strict = wanted.strict.unwrap_or(false);
    let any = json!({});
    let source = wanted.schema.as_ref().unwrap_or(&any);
    if strict {
        schema_core::strict::check(source).map_err(invalid)?;
    }
    let schema = Arc::new(Schema::compile(source).map_err(invalid)?);
    Ok(Format::Schema { schema, name: wanted.name.clone(), strict })
}

fn verbosity(verbosity: Option<wire::Verbosity>) -> Verbosity {
    match verbosity {
        Some(wire::Verbosity::Low) => Verbosity::Low,
        Some(wire::Verbosity::High) => Verbosity::High,
        Some(wire::Verbosity::Medium) | None => Verbosity::Medium,
    }
}

/// Reasoning is shown only to those who ask for it: absent means none, unlike the service's hidden reasoning.
fn effort(effort: Option<wire::ReasoningEffort>) -> Effort {
    match effort {
        None | Some(wire::ReasoningEffort::None | wire::ReasoningEffort::Minimal) => Effort::None,
        Some(wire::ReasoningEffort::Low) => Effort::Low,
        Some(wire::ReasoningEffort::Medium) => Effort::Medium,
        Some(wire::ReasoningEffort::High | wire::ReasoningEffort::Xhigh | wire::ReasoningEffort::Max) => Effort::High,
    }
}
