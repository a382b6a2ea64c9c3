//! Keywords that combine schemas: `allOf`, `anyOf`, `oneOf`, `not`, `if`/`then`/`else`.

use serde_json::Value;

use super::Rule;
use crate::check::Checker;
use crate::compile::{Here, NodeId};
use crate::error::SchemaError;

/// `if` with its two branches.
#[derive(Debug)]
pub(crate) struct Conditional {
    pub test: NodeId,
    pub then: Option<NodeId>,
    pub otherwise: Option<NodeId>,
}

/// `allOf`.
pub(crate) fn all_of<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Ok(Some(Rule::AllOf(here.list("allOf", value)?)))
}

/// `anyOf`.
pub(crate) fn any_of<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Ok(Some(Rule::AnyOf(here.list("anyOf", value)?)))
}

/// `oneOf`.
pub(crate) fn one_of<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Ok(Some(Rule::OneOf(here.list("oneOf", value)?)))
}

/// `not`.
pub(crate) fn not<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Ok(Some(Rule::Not(here.child("not", value)?)))
}

/// `if` with `then` and `else`; alone it asserts nothing but still evaluates members.
pub(crate) fn conditional<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    let test = here.child("if", value)?;
    let then = here.map.get("then").map(|then| here.child("then", then)).transpose()?;
    let otherwise = here.map.get("else").map(|other| here.child("else", other)).transpose()?;
    Ok(Some(Rule::If(Conditional { test, then, otherwise })))
}

pub(crate) fn check_all<'v>(check: &mut Checker<'v>, nodes: &[NodeId], value: &'v Value) -> bool {
    let mut ok = true;
    for node in nodes {
        ok &= check.node(*node, value);
        if !ok && check.hurried() {
            return false;
        }
    }
    ok
}

pub(crate) fn check_any<'v>(check: &mut Checker<'v>, nodes: &[NodeId], value: &'v Value) -> bool {
    nodes.iter().any(|node| check.quietly(*node, value))
        || check.fail("anyOf", || "is not valid under any of the given schemas".to_owned())
}

pub(crate) fn check_one<'v>(check: &mut Checker<'v>, nodes: &[NodeId], value: &'v Value) -> bool {
    let mut found = 0;
    for node in nodes {
        found += usize::from(check.quietly(*node, value));
        if found > 1 {
            return check.fail("oneOf", || "is valid under more than one of the given schemas".to_owned());
        }
    }
    found == 1 || check.fail("oneOf", || "is not valid under any of the given schemas".to_owned())
}

pub(crate) fn check_not<'v>(check: &mut Checker<'v>, node: NodeId, value: &'v Value) -> bool {
    !check.quietly(node, value) || check.fail("not", || "should not be valid under the given schema".to_owned())
}

pub(crate) fn check_if<'v>(check: &mut Checker<'v>, rule: &Conditional, value: &'v Value) -> bool {
    let branch = if check.quietly(rule.test, value) { rule.then } else { rule.otherwise };
    branch.is_none_or(|node| check.node(node, value))
}
