//! Reads case files, and makes tools from one line each.

#![allow(dead_code, reason = "each test binary uses a part of it")]
#![allow(clippy::expect_used, reason = "a broken case should stop the test")]

use std::sync::Arc;

use engine_api::{Schema, Tool, ToolKind};
use serde_json::{Map, Value, json};

/// One case of a case file.
#[derive(Debug, Default)]
pub(crate) struct Case {
    /// Its heading.
    pub title: String,
    /// The lines of its tools.
    pub tools: Vec<String>,
    /// What the user says.
    pub user: String,
    /// `name arguments` of each call, or `clarify: tool parameters`.
    pub expected: Vec<String>,
}

/// The cases of a file, in order.
pub(crate) fn read_cases(file: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut in_tools = false;
    for line in file.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case { title: title.to_owned(), ..Case::default() });
        }
        let Some(case) = cases.last_mut() else { continue };
        match line.split_once(' ').unwrap_or((line, "")) {
            ("tools:", _) => in_tools = true,
            ("calls:", _) => in_tools = false,
            ("user:", said) => case.user = said.to_owned(),
            ("clarify:", _) => case.expected.push(line.to_owned()),
            ("-", item) if in_tools => case.tools.push(item.to_owned()),
            ("-", item) => case.expected.push(item.to_owned()),
            _ => {}
        }
    }
    assert!(cases.iter().all(|case| !case.tools.is_empty() && !case.user.is_empty()));
    cases
}

/// A function tool from `name: description | parameter type, …`.
pub(crate) fn tool(line: &str) -> Tool {
    let (head, parameters) = line.split_once(" | ").unwrap_or((line, ""));
    let (name, description) = head.split_once(": ").expect("a name and a description");
    let mut properties = Map::new();
    let mut required = Vec::new();
    for parameter in parameters.split(", ").filter(|parameter| !parameter.is_empty()) {
        let (key, rest) = parameter.split_once(' ').expect("a name and a type");
        let (kind, described) = rest.split_once(' ').unwrap_or((rest, ""));
        let mut schema = match kind.trim_end_matches('?') {
            "number[]" => json!({"type": "array", "items": {"type": "number"}}),
            "string[]" => json!({"type": "array", "items": {"type": "string"}}),
            listed if listed.contains('/') => json!({"type": "string", "enum": listed.split('/').collect::<Vec<_>>()}),
            plain => json!({"type": plain}),
        };
        if !described.is_empty() {
            schema["description"] = Value::from(described.trim_matches('"'));
        }
        if !kind.ends_with('?') {
            required.push(key);
        }
        properties.insert(key.to_owned(), schema);
    }
    function(name, description, &json!({"type": "object", "properties": properties, "required": required}))
}

/// A function tool with a schema.
pub(crate) fn function(name: &str, description: &str, schema: &Value) -> Tool {
    let parameters = Arc::new(Schema::compile(schema).expect("a schema"));
    Tool { name: name.into(), description: description.into(), kind: ToolKind::Function { parameters, strict: false } }
}
