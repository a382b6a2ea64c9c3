//! Which members and items a schema has evaluated, for `unevaluatedProperties` and `unevaluatedItems`.
//!
//! Found on demand, by following the keywords that apply to the same value, so that schemas without these keywords
//! pay nothing for them.

use std::collections::HashSet;

use serde_json::Value;

use crate::check::Checker;
use crate::compile::NodeId;
use crate::keyword::Rule;

/// What is evaluated: all of it, or some.
#[derive(Debug, Default)]
pub(crate) struct Seen<K> {
    all: bool,
    some: HashSet<K>,
}

impl Seen<&str> {
    /// Whether the member is evaluated.
    pub(crate) fn covers(&self, name: &str) -> bool {
        self.all || self.some.contains(name)
    }
}

impl Seen<usize> {
    /// Whether the item is evaluated.
    pub(crate) fn covers(&self, at: usize) -> bool {
        self.all || self.some.contains(&at)
    }
}

/// The members of `value` that `owner` evaluates, its own `unevaluatedProperties` aside.
pub(crate) fn properties<'v>(check: &mut Checker<'v>, owner: NodeId, value: &'v Value) -> Seen<&'v str> {
    let mut seen = Seen { all: false, some: HashSet::new() };
    collect(check, owner, value, true, &mut |check, rule, own, value| {
        let Value::Object(map) = value else { return };
        match rule {
            Rule::Members(members) if members.additional.is_some() => seen.all = true,
            Rule::Members(members) => {
                check.spend(map.len() as u64);
                seen.some.extend(map.keys().map(String::as_str).filter(|name| members.names(name)));
            }
            Rule::UnevaluatedProperties(_) if !own => seen.all = true,
            _ => {}
        }
    });
    seen
}

/// The items of `value` that `owner` evaluates, its own `unevaluatedItems` aside.
pub(crate) fn items<'v>(check: &mut Checker<'v>, owner: NodeId, value: &'v Value) -> Seen<usize> {
    let mut seen = Seen { all: false, some: HashSet::new() };
    collect(check, owner, value, true, &mut |check, rule, own, value| {
        let Value::Array(list) = value else { return };
        match rule {
            Rule::Items(items) if items.rest.is_some() => seen.all = true,
            Rule::Items(items) => seen.some.extend(0..items.prefix.len()),
            Rule::Contains(contains) if contains.evaluates => {
                for (at, item) in list.iter().enumerate() {
                    if check.quietly(contains.node, item) {
                        seen.some.insert(at);
                    }
                }
            }
            Rule::UnevaluatedItems(_) if !own => seen.all = true,
            _ => {}
        }
    });
    seen
}

type Visit<'f, 'v> = dyn FnMut(&mut Checker<'v>, &'v Rule, bool, &'v Value) + 'f;

/// Visits every rule that applies to the value itself, through references and through the branches that hold.
fn collect<'v>(check: &mut Checker<'v>, id: NodeId, value: &'v Value, own: bool, visit: &mut Visit<'_, 'v>) {
    check.enter(id, |check, node| {
        for rule in &node.rules {
            visit(check, rule, own, value);
            follow(check, rule, value, visit);
        }
    });
}

fn follow<'v>(check: &mut Checker<'v>, rule: &'v Rule, value: &'v Value, visit: &mut Visit<'_, 'v>) {
    match rule {
        Rule::Ref(node) => collect(check, *node, value, false, visit),
        Rule::DynamicRef(dynamic) => {
            let node = check.dynamic_target(dynamic);
            collect(check, node, value, false, visit);
        }
        Rule::AllOf(nodes) | Rule::AnyOf(nodes) | Rule::OneOf(nodes) => {
            for node in nodes {
                if check.quietly(*node, value) {
                    collect(check, *node, value, false, visit);
                }
            }
        }
        Rule::If(rule) => {
            let holds = check.quietly(rule.test, value);
            if holds {
                collect(check, rule.test, value, false, visit);
            }
            if let Some(branch) = if holds { rule.then } else { rule.otherwise } {
                collect(check, branch, value, false, visit);
            }
        }
        Rule::DependentSchemas(rows) | Rule::Dependencies(_, rows) => {
            for (_, node) in rows.iter().filter(|(name, _)| value.get(name).is_some()) {
                collect(check, *node, value, false, visit);
            }
        }
        _ => {}
    }
}
