//! `response_format`: plain text, any JSON object, or JSON of a schema.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::loose::loose;

/// The form that the answer must take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ResponseFormat {
    /// Plain text.
    Text(PlainFormat),
    /// Any JSON object; the word JSON must be in the messages.
    JsonObject(PlainFormat),
    /// JSON that conforms to a schema.
    JsonSchema(SchemaFormat),
}

loose! {
    /// A format without settings.
    pub struct PlainFormat {}
}

loose! {
    /// A format that a schema describes.
    pub struct SchemaFormat {
        /// The schema, named.
        req json_schema: JsonSchema,
    }
}

loose! {
    /// A named schema.
    pub struct JsonSchema {
        /// At most 64 of `[a-zA-Z0-9_-]`.
        req name: String,
        /// What the format is for.
        opt description: String,
        /// The JSON Schema.
        opt schema: Value,
        /// Whether it must be met to the letter.
        opt strict: bool,
    }
}
