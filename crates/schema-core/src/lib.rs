//! JSON Schema: compile once; then check a value, walk a text byte by byte, fill in a valid instance.
//!
//! Drafts 4 to 2020-12; formats are asserted. Nothing is fetched, nothing is random, and every operation is bounded:
//! by the depth and size of its input, and by fuel where schemas multiply.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

#[cfg(test)]
mod bombs;
mod check;
mod compile;
mod draft;
mod ecma;
mod error;
mod evaluated;
mod fill;
mod format;
mod index;
mod keyword;
mod pattern;
pub mod strict;
mod uri;
mod value;
mod walk;

use std::sync::Arc;

use serde_json::Value;

pub use check::Violation;
pub use draft::Draft;
pub use error::{FillError, Place, SchemaError};
pub use walk::Walker;

use check::Checker;

/// A compiled schema; cheap to clone and to share.
#[derive(Debug, Clone)]
pub struct Schema {
    compiled: Arc<compile::Compiled>,
}

impl Schema {
    /// Compiles a schema of the draft that its `$schema` names, 2020-12 where it names none.
    ///
    /// Without `$schema`, the forms of older drafts (`items` as a list, `exclusiveMinimum` as a boolean,
    /// `dependencies`) keep their meaning too.
    ///
    /// # Errors
    /// A keyword of the wrong form, a reference out of the document, a pattern that is not regular, or a limit:
    /// 160 levels, 1,000,000 values, 200,000 subschemas, 3 MiB of regular expressions.
    ///
    /// ```
    /// let schema = schema_core::Schema::compile(&serde_json::json!({"type": "integer", "minimum": 3}))?;
    /// assert!(schema.is_valid(&serde_json::json!(3)));
    /// assert_eq!(schema.check(&serde_json::json!(2))[0].keyword, "minimum");
    /// # Ok::<(), schema_core::SchemaError>(())
    /// ```
    pub fn compile(source: &Value) -> Result<Schema, SchemaError> {
        Ok(Schema { compiled: Arc::new(compile::compile(source, None)?) })
    }

    /// As [`Schema::compile`], for a draft that the document itself does not state.
    ///
    /// # Errors
    /// As [`Schema::compile`].
    pub fn compile_as(source: &Value, draft: Draft) -> Result<Schema, SchemaError> {
        Ok(Schema { compiled: Arc::new(compile::compile(source, Some(draft))?) })
    }

    /// The schema of any object: `{"type": "object"}`.
    pub fn any_object() -> Schema {
        Schema { compiled: Arc::new(compile::any_object()) }
    }

    /// The schema as it was given.
    pub fn source(&self) -> &Value {
        &self.compiled.source
    }

    /// Every place where the value breaks the schema, 64 at most; empty for a valid value.
    pub fn check(&self, value: &Value) -> Vec<Violation> {
        Checker::new(&self.compiled).run(self.compiled.root, value)
    }

    /// Whether the value is valid.
    pub fn is_valid(&self, value: &Value) -> bool {
        check::is_valid(&self.compiled, value)
    }

    /// A valid instance that holds the named values wherever they fit, and as little else as the schema allows.
    ///
    /// A name is a property name or an RFC 6901 pointer (`""` is the root). A value goes where its name stands, if it
    /// is valid there, as it is or after a plain conversion (`"42"` to `42`, one item to a list of one); several
    /// values of one name make a list. Members come in the order of the schema. What is not named is left out where
    /// the schema permits, is null where values were given and null is allowed, and else is a default, a constant,
    /// or the plainest value there is.
    ///
    /// # Errors
    /// No value was found: because the schema allows none, or within the limits of the search.
    ///
    /// ```
    /// # use serde_json::json;
    /// let schema = schema_core::Schema::compile(&json!({
    ///     "type": "object",
    ///     "properties": {"city": {"type": "string"}, "unit": {"enum": ["c", "f"]}, "days": {"type": "integer"}},
    ///     "required": ["city", "unit"],
    /// }))?;
    /// let value = schema.fill(&[("city".to_owned(), json!("Rome"))])?;
    /// assert_eq!(value, json!({"city": "Rome", "unit": "c"}));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fill(&self, values: &[(String, Value)]) -> Result<Value, FillError> {
        fill::fill(&self.compiled, values)
    }

    /// A walker at the start of a text.
    pub fn walk(&self) -> Walker {
        Walker::new(Arc::clone(&self.compiled))
    }
}
