//! Cases of tool calls, read from their JSON.

use engine_api::{Role, Schema, Tool, ToolKind, Turn};
use serde_json::{Value, json};

/// The messages of a case.
pub(crate) fn turns(request: &Value) -> Vec<Turn> {
    let messages = request["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let turn = |message: &Value| {
        let role = match message["role"].as_str() {
            Some("system" | "developer") => Role::System,
            Some("assistant") => Role::Assistant,
            _ => Role::User,
        };
        Turn::new(role, message["content"].as_str().unwrap_or_default())
    };
    messages.iter().map(turn).collect()
}

/// A tool as the wire writes it; none where its schema does not compile.
pub(crate) fn function(node: &Value) -> Option<Tool> {
    let open = json!({"type": "object"});
    let parameters = node.get("parameters").unwrap_or(&open);
    Some(Tool {
        name: node["name"].as_str()?.to_owned(),
        description: node["description"].as_str().unwrap_or_default().to_owned(),
        kind: ToolKind::Function { parameters: Schema::compile(parameters).ok()?.into(), strict: false },
    })
}
