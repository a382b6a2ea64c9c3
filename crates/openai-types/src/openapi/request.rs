//! Tables as JSON Schema.

use serde_json::{Map, Value, json};

use crate::params::{Kind, Row, Status, Variant, Words};

/// The schema of an object with these fields, and with a tag of this word.
pub(super) fn object(rows: &[Row], tag: Option<(&str, &str)>) -> Value {
    let mut properties = Map::new();
    if let Some((tag, word)) = tag {
        properties.insert(tag.to_owned(), json!({"const": word}));
    }
    for row in rows.iter().filter(|row| matches!(row.status, Status::Honoured(_))) {
        properties.insert(row.name.to_owned(), field(row));
    }
    let tags = tag.map(|(tag, _)| tag).into_iter();
    let required: Vec<&str> = tags.chain(rows.iter().filter(|row| row.required).map(|row| row.name)).collect();
    let mut schema = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        put(&mut schema, "required", json!(required));
    }
    schema
}

/// A query parameter.
pub(super) fn parameter(row: &Row) -> Value {
    let mut parameter = json!({"name": row.name, "in": "query", "required": row.required, "schema": kind(&row.kind)});
    if matches!(row.kind, Kind::Metadata) {
        put(&mut parameter, "style", json!("deepObject"));
        put(&mut parameter, "explode", json!(true));
    }
    describe(&mut parameter, row);
    parameter
}

fn field(row: &Row) -> Value {
    let mut schema = kind(&row.kind);
    if row.nullable {
        schema = json!({"anyOf": [schema, {"type": "null"}]});
    }
    if let Ok(default) = serde_json::from_str::<Value>(row.default) {
        put(&mut schema, "default", default);
    }
    describe(&mut schema, row);
    schema
}

fn describe(schema: &mut Value, row: &Row) {
    if let Status::Honoured(note) = row.status
        && !note.is_empty()
    {
        put(schema, "description", json!(note));
    }
}

fn put(schema: &mut Value, key: &str, value: Value) {
    if let Value::Object(schema) = schema {
        schema.insert(key.to_owned(), value);
    }
}

fn kind(of: &Kind) -> Value {
    match of {
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Integer { min, max } => {
            let mut schema = json!({"type": "integer"});
            bound(&mut schema, "minimum", *min != i64::MIN, json!(min));
            bound(&mut schema, "maximum", *max != i64::MAX, json!(max));
            schema
        }
        Kind::Number { min, max } => json!({"type": "number", "minimum": min, "maximum": max}),
        Kind::String { min, max } => sized(json!({"type": "string"}), "minLength", "maxLength", (*min, *max)),
        Kind::Name => json!({"type": "string", "pattern": "^[a-zA-Z0-9_-]+$", "maxLength": 64}),
        Kind::Model => json!({"type": "string", "minLength": 1}),
        Kind::Enum(Words { served, .. }) => json!({"type": "string", "enum": served}),
        Kind::Array { item, min, max } => {
            sized(json!({"type": "array", "items": kind(item)}), "minItems", "maxItems", (*min, *max))
        }
        Kind::Metadata => json!({
            "type": "object", "maxProperties": 16, "propertyNames": {"maxLength": 64},
            "additionalProperties": {"type": "string", "maxLength": 512},
        }),
        Kind::LogitBias => json!({
            "type": "object", "maxProperties": 1024, "propertyNames": {"pattern": "^[0-9]+$"},
            "additionalProperties": {"type": "number", "minimum": -100, "maximum": 100},
        }),
        Kind::Object(rows) => object(rows, None),
        Kind::Tagged { tag, variants } => forms(tag, variants),
        Kind::Json => json!({"type": "object"}),
        Kind::OneOf(kinds) => json!({"anyOf": kinds.iter().map(kind).collect::<Vec<_>>()}),
    }
}

fn forms(tag: &str, variants: &[Variant]) -> Value {
    let served = variants.iter().filter(|variant| matches!(variant.status, Status::Honoured(_)));
    json!({"anyOf": served.map(|variant| object(variant.rows, Some((tag, variant.word)))).collect::<Vec<_>>()})
}

fn sized(mut schema: Value, low: &str, high: &str, (min, max): (usize, usize)) -> Value {
    bound(&mut schema, low, min > 0, json!(min));
    bound(&mut schema, high, max != usize::MAX, json!(max));
    schema
}

fn bound(schema: &mut Value, key: &str, is_bound: bool, value: Value) {
    if is_bound {
        put(schema, key, value);
    }
}
