//! Keywords of arrays: tuples and lists, containment, uniqueness.

use std::collections::HashSet;

use serde_json::Value;

use super::Rule;
use super::typed::{Kind, Size};
use crate::check::{Checker, Step};
use crate::compile::{Here, NodeId};
use crate::draft::Draft;
use crate::error::SchemaError;
use crate::evaluated;
use crate::value;

/// `prefixItems`, `items` and `additionalItems` of every draft as one.
#[derive(Debug)]
pub(crate) struct Items {
    /// The schemas of the first items, one each.
    pub prefix: Vec<NodeId>,
    /// The schema of the items after them.
    pub rest: Option<NodeId>,
    /// The keyword that `rest` comes from.
    pub keyword: &'static str,
}

impl Items {
    /// The schema of the item at an index.
    pub(crate) fn at(&self, index: usize) -> Option<NodeId> {
        self.prefix.get(index).copied().or(self.rest)
    }
}

/// `contains` with its counts.
#[derive(Debug)]
pub(crate) struct Contains {
    pub node: NodeId,
    pub least: usize,
    pub most: Option<usize>,
    /// 2020-12: the items that match count as evaluated.
    pub evaluates: bool,
}

/// The three item keywords; the first one present speaks for all.
pub(crate) fn items<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    let tuple = if here.draft == Draft::Draft202012 { here.map.get("prefixItems") } else { None };
    let (items, more) = (here.map.get("items"), here.map.get("additionalItems"));
    let first = tuple.or(items);
    if !first.is_some_and(|first| std::ptr::eq(first, value)) {
        return Ok(None);
    }
    let rule = match (tuple, items) {
        (Some(tuple), items) => Items {
            prefix: here.list("prefixItems", tuple)?,
            rest: items.map(|items| here.child("items", items)).transpose()?,
            keyword: "items",
        },
        (None, Some(list @ Value::Array(_))) => Items {
            prefix: here.list("items", list)?,
            rest: more.map(|more| here.child("additionalItems", more)).transpose()?,
            keyword: "additionalItems",
        },
        (None, items) => Items {
            prefix: Vec::new(),
            rest: items.map(|items| here.child("items", items)).transpose()?,
            keyword: "items",
        },
    };
    Ok(Some(Rule::Items(rule)))
}

/// `contains` with `minContains` and `maxContains`.
pub(crate) fn contains<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    let node = here.child("contains", value)?;
    let counts = here.draft >= Draft::Draft201909;
    let count = |here: &Here<'_, 's>, name: &'static str| {
        here.map.get(name).filter(|_| counts).map(|value| super::natural(here, name, value)).transpose()
    };
    let (least, most) = (count(here, "minContains")?, count(here, "maxContains")?);
    let evaluates = here.draft >= Draft::Draft202012;
    Ok(Some(Rule::Contains(Contains { node, least: least.unwrap_or(1), most, evaluates })))
}

/// `uniqueItems`.
pub(crate) fn unique_items<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    match value {
        Value::Bool(true) => Ok(Some(Rule::Unique)),
        Value::Bool(false) => Ok(None),
        _ => Err(here.malformed("uniqueItems", "a boolean")),
    }
}

/// `minItems`.
pub(crate) fn min_items<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Size { keyword: "minItems", kind: Kind::Array, limit: 0, upper: false }.compile(here, value)
}

/// `maxItems`.
pub(crate) fn max_items<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Size { keyword: "maxItems", kind: Kind::Array, limit: 0, upper: true }.compile(here, value)
}

/// `unevaluatedItems`.
pub(crate) fn unevaluated<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Ok(Some(Rule::UnevaluatedItems(here.child("unevaluatedItems", value)?)))
}

pub(crate) fn check_items<'v>(check: &mut Checker<'v>, items: &Items, value: &'v Value) -> bool {
    let Value::Array(list) = value else { return true };
    let mut ok = true;
    for (at, item) in list.iter().enumerate() {
        let Some(node) = items.at(at) else { break };
        if at >= items.prefix.len() && check.is_never(node) {
            return check.fail(items.keyword, || format!("has more than {} items", items.prefix.len()));
        }
        ok &= check.below(Step::Index(at), node, item);
        if !ok && check.hurried() {
            return false;
        }
    }
    ok
}

pub(crate) fn check_contains<'v>(check: &mut Checker<'v>, contains: &Contains, value: &'v Value) -> bool {
    let Value::Array(list) = value else { return true };
    let mut found = 0;
    for (at, item) in list.iter().enumerate() {
        found += usize::from(check.below_quietly(Step::Index(at), contains.node, item));
        if found >= contains.least && contains.most.is_none() {
            return true;
        }
    }
    if found < contains.least {
        let keyword = if contains.least == 1 { "contains" } else { "minContains" };
        return check.fail(keyword, || format!("has {found} items of the kind, not at least {}", contains.least));
    }
    contains.most.is_none_or(|most| found <= most)
        || check.fail("maxContains", || format!("has {found} items of the kind, which are too many"))
}

pub(crate) fn check_unique(check: &mut Checker<'_>, value: &Value) -> bool {
    let Value::Array(list) = value else { return true };
    let mut seen = HashSet::with_capacity(list.len());
    for (at, item) in list.iter().enumerate() {
        let mut text = String::new();
        value::canonical(item, &mut text);
        check.spend(text.len() as u64 / 32);
        if !seen.insert(text) {
            return check.fail("uniqueItems", || format!("the item at {at} occurs twice"));
        }
    }
    true
}

pub(crate) fn check_unevaluated<'v>(check: &mut Checker<'v>, owner: NodeId, node: NodeId, value: &'v Value) -> bool {
    let Value::Array(list) = value else { return true };
    let seen = evaluated::items(check, owner, value);
    for (at, item) in list.iter().enumerate().filter(|(at, _)| !seen.covers(*at)) {
        if !check.below_quietly(Step::Index(at), node, item) {
            return check.fail("unevaluatedItems", || format!("the item at {at} is not allowed"));
        }
    }
    true
}
