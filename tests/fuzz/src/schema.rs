//! Schemas: the ways to judge an instance agree, and what is filled in is valid.

use schema_core::{Schema, strict};
use serde_json::Value;

/// The first line is the schema, the rest an instance.
pub fn schema(data: &[u8]) {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (source, instance) = data.split_at(end);
    let Ok(source) = serde_json::from_slice::<Value>(source) else { return };
    let _ = strict::check(&source);
    let Ok(schema) = Schema::compile(&source) else { return };
    if let Ok(filled) = schema.fill(&[]) {
        assert!(schema.is_valid(&filled), "{filled} was filled in and is not valid");
    }
    let Ok(instance) = serde_json::from_slice::<Value>(instance) else { return };
    let valid = schema.is_valid(&instance);
    assert_eq!(valid, schema.check(&instance).is_empty(), "is_valid and check differ about {instance}");
    let mut walker = schema.walk();
    if walker.push_all(instance.to_string().as_bytes()) && walker.can_end() {
        assert!(valid, "{instance} was walked to its end and is not valid");
    }
    let values = match instance {
        Value::Object(members) => members.into_iter().collect(),
        other => vec![(String::new(), other)],
    };
    if let Ok(filled) = schema.fill(&values) {
        assert!(schema.is_valid(&filled), "{filled} was filled in and is not valid");
    }
}
