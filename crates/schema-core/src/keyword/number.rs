//! Keywords of numbers: bounds and multiples, exact in decimal.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::Rule;
use crate::check::Checker;
use crate::compile::Here;
use crate::error::SchemaError;
use crate::value;

/// One end of a range.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub keyword: &'static str,
    pub limit: Number,
    /// An upper bound, else a lower one.
    pub upper: bool,
    /// Whether the limit itself is out.
    pub exclusive: bool,
}

impl Bound {
    /// Whether the number keeps the bound.
    pub(crate) fn allows(&self, number: &Number) -> bool {
        match value::compare(number, &self.limit) {
            Ordering::Equal => !self.exclusive,
            Ordering::Less => self.upper,
            Ordering::Greater => !self.upper,
        }
    }
}

fn bound(here: &Here<'_, '_>, keyword: &'static str, value: &Value) -> Result<Option<Rule>, SchemaError> {
    let upper = matches!(keyword, "maximum" | "exclusiveMaximum");
    let older = if upper { "exclusiveMaximum" } else { "exclusiveMinimum" };
    // Draft 4 wrote exclusiveness as a boolean beside the limit.
    let exclusive = keyword == older || here.map.get(older) == Some(&Value::Bool(true));
    let limit = value.as_number().cloned().ok_or_else(|| here.malformed(keyword, "a number"))?;
    Ok(Some(Rule::Bound(Bound { keyword, limit, upper, exclusive })))
}

/// `minimum`.
pub(crate) fn minimum<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    bound(here, "minimum", value)
}

/// `maximum`.
pub(crate) fn maximum<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    bound(here, "maximum", value)
}

/// `exclusiveMinimum`; a boolean belongs to `minimum`.
pub(crate) fn exclusive_minimum<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    if value.is_boolean() { Ok(None) } else { bound(here, "exclusiveMinimum", value) }
}

/// `exclusiveMaximum`; a boolean belongs to `maximum`.
pub(crate) fn exclusive_maximum<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    if value.is_boolean() { Ok(None) } else { bound(here, "exclusiveMaximum", value) }
}

/// `multipleOf`.
pub(crate) fn multiple_of<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    match value.as_number() {
        Some(step) if step.as_f64().is_some_and(|step| step > 0.0) => Ok(Some(Rule::Multiple(step.clone()))),
        _ => Err(here.malformed("multipleOf", "a number greater than 0")),
    }
}

pub(crate) fn check_bound(check: &mut Checker<'_>, bound: &Bound, value: &Value) -> bool {
    let Value::Number(number) = value else { return true };
    bound.allows(number)
        || check.fail(bound.keyword, || {
            let sign = match (bound.upper, bound.exclusive) {
                (true, true) => "less than",
                (true, false) => "at most",
                (false, true) => "greater than",
                (false, false) => "at least",
            };
            format!("{number} is not {sign} {}", bound.limit)
        })
}

pub(crate) fn check_multiple(check: &mut Checker<'_>, step: &Number, value: &Value) -> bool {
    let Value::Number(number) = value else { return true };
    value::is_multiple(number, step) || check.fail("multipleOf", || format!("{number} is not a multiple of {step}"))
}
