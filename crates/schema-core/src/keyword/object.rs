//! Keywords of objects: members, names, requirements and dependencies.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::Rule;
use super::typed::{Kind, Size};
use crate::check::{Checker, Step};
use crate::compile::{Here, NodeId};
use crate::error::SchemaError;
use crate::evaluated;
use crate::pattern::Pattern;

/// `properties`, `patternProperties` and `additionalProperties` as one.
#[derive(Debug)]
pub(crate) struct Members {
    /// In the order of the source.
    pub properties: Vec<(String, NodeId)>,
    pub patterns: Vec<(Pattern, NodeId)>,
    pub additional: Option<NodeId>,
    index: HashMap<String, NodeId>,
}

impl Members {
    /// The schemas that apply to a member, and whether they come from `additionalProperties`.
    pub(crate) fn of(&self, name: &str) -> (Vec<NodeId>, bool) {
        let mut nodes: Vec<NodeId> = self.index.get(name).copied().into_iter().collect();
        nodes.extend(self.patterns.iter().filter(|(pattern, _)| pattern.is_match(name)).map(|(_, node)| *node));
        if nodes.is_empty() {
            return (self.additional.into_iter().collect(), true);
        }
        (nodes, false)
    }

    /// Whether the member is named or matched, so that `additionalProperties` does not apply.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.index.contains_key(name) || self.patterns.iter().any(|(pattern, _)| pattern.is_match(name))
    }
}

/// The three member keywords; the first one present speaks for all.
pub(crate) fn members<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    let present = ["properties", "patternProperties", "additionalProperties"].map(|name| here.map.get(name));
    if !present.iter().flatten().next().is_some_and(|first| std::ptr::eq(*first, value)) {
        return Ok(None);
    }
    let [properties, patterns, additional] = present;
    let properties = properties.map_or(Ok(Vec::new()), |value| here.named("properties", value))?;
    let mut compiled = Vec::new();
    if let Some(value) = patterns {
        let nodes = here.named("patternProperties", value)?;
        let sources = value.as_object().into_iter().flat_map(Map::keys);
        for (source, (_, node)) in sources.zip(nodes) {
            compiled.push((here.pattern("patternProperties", source)?, node));
        }
    }
    let additional = additional.map(|value| here.child("additionalProperties", value)).transpose()?;
    let index = properties.iter().cloned().collect();
    Ok(Some(Rule::Members(Box::new(Members { properties, patterns: compiled, additional, index }))))
}

/// `propertyNames`.
pub(crate) fn property_names<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Ok(Some(Rule::Names(here.child("propertyNames", value)?)))
}

/// `required`; the boolean of draft 3 says nothing here.
pub(crate) fn required<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    if value.is_boolean() {
        return Ok(None);
    }
    Ok(Some(Rule::Required(super::strings(here, "required", value)?)))
}

/// `minProperties`.
pub(crate) fn min_properties<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Size { keyword: "minProperties", kind: Kind::Object, limit: 0, upper: false }.compile(here, value)
}

/// `maxProperties`.
pub(crate) fn max_properties<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Size { keyword: "maxProperties", kind: Kind::Object, limit: 0, upper: true }.compile(here, value)
}

/// `dependentRequired`.
pub(crate) fn dependent_required<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    let map = value.as_object().ok_or_else(|| here.malformed("dependentRequired", "an object"))?;
    let rows: Result<Vec<_>, _> =
        map.iter().map(|(name, list)| Ok((name.clone(), super::strings(here, "dependentRequired", list)?))).collect();
    Ok(Some(Rule::DependentRequired(rows?)))
}

/// `dependentSchemas`.
pub(crate) fn dependent_schemas<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Ok(Some(Rule::DependentSchemas(here.named("dependentSchemas", value)?)))
}

/// `dependencies`, which holds lists of names and schemas. Lists become a schema-free rule of their own kind.
pub(crate) fn dependencies<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    let map = value.as_object().ok_or_else(|| here.malformed("dependencies", "an object"))?;
    let (mut lists, mut schemas) = (Vec::new(), Vec::new());
    for (name, item) in map {
        match item {
            Value::Array(_) => lists.push((name.clone(), super::strings(here, "dependencies", item)?)),
            Value::String(other) => lists.push((name.clone(), vec![other.clone()])),
            schema => schemas.push((name.clone(), here.child("dependencies", schema)?)),
        }
    }
    Ok(Some(Rule::Dependencies(lists, schemas)))
}

/// `unevaluatedProperties`.
pub(crate) fn unevaluated<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Ok(Some(Rule::UnevaluatedProperties(here.child("unevaluatedProperties", value)?)))
}

pub(crate) fn check_members<'v>(check: &mut Checker<'v>, members: &Members, value: &'v Value) -> bool {
    let Value::Object(map) = value else { return true };
    let mut ok = true;
    for (name, item) in map {
        check.spend(1 + members.patterns.len() as u64);
        let (nodes, additional) = members.of(name);
        for node in nodes {
            if additional && check.is_never(node) {
                ok &= check.fail_below(Step::Key(name), "additionalProperties", || {
                    format!("the property '{name}' is not allowed")
                });
            } else {
                ok &= check.below(Step::Key(name), node, item);
            }
            if !ok && check.hurried() {
                return false;
            }
        }
    }
    ok
}

pub(crate) fn check_names(check: &mut Checker<'_>, node: NodeId, value: &Value) -> bool {
    let Value::Object(map) = value else { return true };
    for name in map.keys() {
        if !check.quietly(node, &Value::String(name.clone())) {
            return check.fail("propertyNames", || format!("'{name}' is not an allowed name"));
        }
    }
    true
}

pub(crate) fn check_required(check: &mut Checker<'_>, names: &[String], value: &Value) -> bool {
    let Value::Object(map) = value else { return true };
    check.spend(names.len() as u64);
    let mut ok = true;
    for name in names.iter().filter(|name| !map.contains_key(*name)) {
        ok = check.fail("required", || format!("the property '{name}' is missing"));
        if check.hurried() {
            break;
        }
    }
    ok
}

pub(crate) fn check_dependent(
    check: &mut Checker<'_>,
    keyword: &'static str,
    rows: &[(String, Vec<String>)],
    value: &Value,
) -> bool {
    let Value::Object(map) = value else { return true };
    for (name, needed) in rows.iter().filter(|(name, _)| map.contains_key(name)) {
        check.spend(needed.len() as u64);
        if let Some(missing) = needed.iter().find(|needed| !map.contains_key(*needed)) {
            return check.fail(keyword, || format!("the property '{missing}' is missing beside '{name}'"));
        }
    }
    true
}

pub(crate) fn check_dependent_schemas<'v>(
    check: &mut Checker<'v>,
    rows: &[(String, NodeId)],
    value: &'v Value,
) -> bool {
    let Value::Object(map) = value else { return true };
    rows.iter().filter(|(name, _)| map.contains_key(name)).all(|(_, node)| check.node(*node, value))
}

pub(crate) fn check_unevaluated<'v>(check: &mut Checker<'v>, owner: NodeId, node: NodeId, value: &'v Value) -> bool {
    let Value::Object(map) = value else { return true };
    let seen = evaluated::properties(check, owner, value);
    for (name, item) in map.iter().filter(|(name, _)| !seen.covers(name)) {
        if !check.below_quietly(Step::Key(name), node, item) {
            return check.fail_below(Step::Key(name), "unevaluatedProperties", || {
                format!("the property '{name}' is not allowed")
            });
        }
    }
    true
}
