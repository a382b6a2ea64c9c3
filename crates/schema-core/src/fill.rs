//! Named values to a valid instance.

use serde_json::{Map, Value};

use crate::check::{self, Checker};
use crate::compile::Compiled;
use crate::error::{FillError, Place};

/// The instance; see [`crate::Schema::fill`].
pub(crate) fn fill(schema: &Compiled, values: &[(String, Value)]) -> Result<Value, FillError> {
    let map: Map<String, Value> = values.iter().cloned().collect();
    let value = Value::Object(map);
    if check::is_valid(schema, &value) {
        return Ok(value);
    }
    let violations = Checker::new(schema).run(schema.root, &value);
    let keyword = violations.first().map_or("", |violation| violation.keyword).to_owned();
    Err(FillError::Exhausted { place: Place::default(), keyword })
}
