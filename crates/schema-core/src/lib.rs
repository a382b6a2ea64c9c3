//! JSON Schema: compile, check, walk and fill.

/// A compiled schema.
#[derive(Debug, Clone)]
pub struct Schema {
    _source: serde_json::Value,
}
