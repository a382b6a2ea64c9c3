//! Snapshots without what differs from run to run: ids and times.

use serde_json::Value;

/// The value with ids and times replaced by their names.
pub fn redacted(mut value: Value) -> Value {
    let mut open = vec![&mut value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    match (name.as_str(), &field) {
                        ("id", Value::String(id)) => *field = Value::from(kind_of(id)),
                        ("created" | "created_at", Value::Number(_)) => *field = Value::from("[time]"),
                        ("obfuscation", Value::String(_)) => *field = Value::from("[padding]"),
                        _ => open.push(field),
                    }
                }
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    value
}

/// `chatcmpl-0123…` becomes `[chatcmpl]`; a name without digits stays.
fn kind_of(id: &str) -> String {
    match id.split_once(['-', '_']) {
        Some((kind, rest)) if rest.len() >= 20 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            format!("[{kind}]")
        }
        _ => id.to_owned(),
    }
}

/// The value as indented text without ids and times, for inline snapshots.
pub fn redacted_text(value: Value) -> String {
    serde_json::to_string_pretty(&redacted(value)).unwrap_or_default()
}
