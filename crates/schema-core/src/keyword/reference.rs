//! Keywords that refer to other schemas: `$ref`, `$dynamicRef`, `$recursiveRef`. Nothing is ever fetched.

use serde_json::Value;

use super::Rule;
use crate::check::Checker;
use crate::compile::{Here, NodeId};
use crate::draft::Draft;
use crate::error::SchemaError;
use crate::uri;

/// A reference whose target depends on the path that evaluation took.
#[derive(Debug)]
pub(crate) struct Dynamic {
    /// The target where no outer resource offers another.
    pub initial: NodeId,
    /// The anchor looked for in outer resources; `None` stands for `$recursiveAnchor`.
    pub anchor: Option<String>,
}

fn target(here: &mut Here<'_, '_>, keyword: &'static str, value: &Value) -> Result<Rule, SchemaError> {
    Ok(match here.reference(keyword, value)? {
        Ok(node) => Rule::Ref(node),
        Err(draft) => Rule::Metaschema(draft),
    })
}

/// `$ref`.
pub(crate) fn plain<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    target(here, "$ref", value).map(Some)
}

/// `$dynamicRef`: dynamic only where it first resolves to a `$dynamicAnchor` of that name.
pub(crate) fn dynamic<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    let rule = target(here, "$dynamicRef", value)?;
    let anchor = value.as_str().map(|text| uri::split_fragment(text).1).filter(|name| !name.is_empty());
    match (rule, anchor) {
        (Rule::Ref(initial), Some(name)) if !name.starts_with('/') && here.has_dynamic_anchor(initial, name) => {
            Ok(Some(Rule::DynamicRef(Dynamic { initial, anchor: Some(name.to_owned()) })))
        }
        (rule, _) => Ok(Some(rule)),
    }
}

/// `$recursiveRef`, which is always `#`.
pub(crate) fn recursive<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    if value.as_str() != Some("#") {
        return Err(here.malformed("$recursiveRef", "'#'"));
    }
    let initial = here.resource_root()?;
    if here.is_recursive() {
        return Ok(Some(Rule::DynamicRef(Dynamic { initial, anchor: None })));
    }
    Ok(Some(Rule::Ref(initial)))
}

pub(crate) fn check_dynamic<'v>(check: &mut Checker<'v>, dynamic: &Dynamic, value: &'v Value) -> bool {
    let node = check.dynamic_target(dynamic);
    check.node(node, value)
}

/// Whether a value is a well-formed schema of a draft: its keywords compile. References and patterns may be anything.
pub(crate) fn check_metaschema(check: &mut Checker<'_>, draft: Draft, value: &Value) -> bool {
    check.spend(crate::value::extent(value).size as u64 * 4);
    crate::compile::is_well_formed(value, draft) || check.fail("$ref", || "is not a well-formed schema".to_owned())
}
