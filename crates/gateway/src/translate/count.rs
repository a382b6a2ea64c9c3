//! Tokens of a prompt. Text is counted exactly; what the service adds around it (message and tool framing) is counted
//! by the formulas that OpenAI publishes in its cookbook, "How to count tokens with tiktoken".

use openai_types::{ChatRequest, ContentPart, FunctionDef, Message, Tool};
use serde_json::Value;
use stream_core::token::Tokenizer;

/// Every message is framed by its start, its role's end and its own end.
const MESSAGE: usize = 3;
/// A name costs a separator.
const NAME: usize = 1;
/// Every reply is primed with the start of an assistant message.
const PRIMING: usize = 3;
/// The framing of functions, of their properties and enums.
const FUNCTION: usize = 7;
const FUNCTIONS_END: usize = 12;
const PROPERTIES: usize = 3;
const PROPERTY: usize = 3;
const ENUM_ITEM: usize = 3;

/// Tokens of a whole chat prompt.
pub fn chat(request: &ChatRequest, tokenizer: &Tokenizer) -> usize {
    let messages: usize = request.messages.iter().map(|message| of_message(message, tokenizer)).sum();
    messages + PRIMING + of_tools(request, tokenizer)
}

fn of_message(message: &Message, tokenizer: &Tokenizer) -> usize {
    let count = |text: &str| tokenizer.count(text);
    let role = 1;
    let name = message.name.as_deref().map_or(0, |name| count(name) + NAME);
    let content: usize = message.content.value().map_or(0, |content| match content {
        openai_types::Content::Text(text) => count(text),
        openai_types::Content::Parts(parts) => parts.iter().map(|part| of_part(part, tokenizer)).sum(),
    });
    let calls: usize =
        message.tool_calls.iter().flatten().map(|call| count(call.name()) + count(call.input()) + MESSAGE).sum();
    let legacy = message.function_call.value().map_or(0, |call| count(&call.name) + count(&call.arguments) + MESSAGE);
    let refusal = message.refusal.value().map_or(0, |text| count(text));
    MESSAGE + role + name + content + calls + legacy + refusal
}

fn of_part(part: &ContentPart, tokenizer: &Tokenizer) -> usize {
    match part {
        ContentPart::Text(part) => tokenizer.count(&part.text),
        ContentPart::Refusal(part) => tokenizer.count(&part.refusal),
        ContentPart::File(part) => {
            // Base64 holds three bytes in four characters; the text inside is what is read.
            crate::translate::ask::file_text(&part.file).map_or(0, |text| tokenizer.count(&text))
        }
        ContentPart::ImageUrl(_) | ContentPart::InputAudio(_) => 0,
    }
}

fn of_tools(request: &ChatRequest, tokenizer: &Tokenizer) -> usize {
    let tools = request.tools.iter().flatten().map(|tool| match tool {
        Tool::Function(tool) => of_function(&tool.function, tokenizer),
        Tool::Custom(tool) => {
            let description = tool.custom.description.as_deref().unwrap_or_default();
            FUNCTION + tokenizer.count(&format!("{}:{description}", tool.custom.name))
        }
    });
    let functions = request.functions.iter().flatten().map(|def| of_function(def, tokenizer));
    let sum: usize = tools.chain(functions).sum();
    if sum == 0 { 0 } else { sum + FUNCTIONS_END }
}

fn of_function(def: &FunctionDef, tokenizer: &Tokenizer) -> usize {
    let description = def.description.as_deref().unwrap_or_default().trim_end_matches('.');
    let head = FUNCTION + tokenizer.count(&format!("{}:{description}", def.name));
    let properties = def.parameters.as_ref().and_then(|schema| schema.get("properties")).and_then(Value::as_object);
    let Some(properties) = properties.filter(|properties| !properties.is_empty()) else { return head };
    let each: usize = properties.iter().map(|(name, schema)| of_property(name, schema, tokenizer)).sum();
    head + PROPERTIES + each
}

fn of_property(name: &str, schema: &Value, tokenizer: &Tokenizer) -> usize {
    let word = |key: &str| schema.get(key).and_then(Value::as_str).unwrap_or_default();
    let line = format!("{name}:{}:{}", word("type"), word("description").trim_end_matches('.'));
    let items = schema.get("enum").and_then(Value::as_array);
    let of_items = items.map_or(0, |items| {
        let each: usize =
            items.iter().map(|item| ENUM_ITEM + item.as_str().map_or(1, |item| tokenizer.count(item))).sum();
        each.saturating_sub(ENUM_ITEM)
    });
    PROPERTY + tokenizer.count(&line) + of_items
}
