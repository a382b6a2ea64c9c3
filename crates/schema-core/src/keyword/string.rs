//! Keywords of strings: lengths in characters, patterns, formats.

use serde_json::Value;

use super::Rule;
use super::typed::{Kind, Size};
use crate::check::Checker;
use crate::compile::Here;
use crate::error::SchemaError;
use crate::format::{self, Format};
use crate::pattern::Pattern;

/// `minLength`.
pub(crate) fn min_length<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Size { keyword: "minLength", kind: Kind::String, limit: 0, upper: false }.compile(here, value)
}

/// `maxLength`.
pub(crate) fn max_length<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Size { keyword: "maxLength", kind: Kind::String, limit: 0, upper: true }.compile(here, value)
}

/// `pattern`.
pub(crate) fn pattern<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    let source = value.as_str().ok_or_else(|| here.malformed("pattern", "a string"))?;
    Ok(Some(Rule::Pattern(here.pattern("pattern", source)?)))
}

/// `format`; unknown formats constrain nothing, as the specification has it.
pub(crate) fn format<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    let name = value.as_str().ok_or_else(|| here.malformed("format", "a string"))?;
    Ok(format::named(name).map(Rule::Format))
}

pub(crate) fn check_pattern(check: &mut Checker<'_>, pattern: &Pattern, value: &Value) -> bool {
    let Value::String(text) = value else { return true };
    check.spend(text.len() as u64 / 16);
    pattern.is_match(text) || check.fail("pattern", || format!("does not match '{}'", pattern.source()))
}

pub(crate) fn check_format(check: &mut Checker<'_>, format: &Format, value: &Value) -> bool {
    let Value::String(text) = value else { return true };
    (format.check)(text) || check.fail("format", || format!("is not a '{}'", format.name))
}
