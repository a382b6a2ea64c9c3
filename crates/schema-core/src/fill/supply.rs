//! The named values: which are left, where they may go, and the plain conversions that make them fit.

use serde_json::{Number, Value};

use super::Filler;
use super::shape::Goal;
use crate::compile::{Compiled, NodeId};
use crate::keyword::Rule;

/// Which values are placed.
pub(super) type Used = Vec<bool>;

/// Names told apart one by one; later ones share the last bit.
const BITS: usize = 64;
/// Most values of one name that make a list.
const MAX_LIST: usize = 1000;

/// The named values and where in the schema their names occur.
pub(super) struct Supply {
    entries: Vec<Entry>,
    used: Used,
    /// For every node, a bit for each entry whose name occurs in it or below it.
    mentions: Vec<u64>,
}

struct Entry {
    name: String,
    /// The name without case and separators.
    key: String,
    value: Value,
}

/// A name without case and separators: `publishDate` and `publish_date` are one.
fn normal(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Supply {
    pub(super) fn new(schema: &Compiled, values: &[(String, Value)]) -> Supply {
        let entries: Vec<Entry> = values
            .iter()
            .map(|(name, value)| Entry { name: name.clone(), key: normal(name), value: value.clone() })
            .collect();
        let mentions = if entries.is_empty() { Vec::new() } else { mentions(schema, &entries) };
        Supply { used: vec![false; entries.len()], entries, mentions }
    }

    /// Whether there are named values at all.
    pub(super) fn given(&self) -> bool {
        !self.entries.is_empty()
    }

    /// How many are placed.
    pub(super) fn count(&self) -> usize {
        self.used.iter().filter(|used| **used).count()
    }

    pub(super) fn used(&self) -> Used {
        self.used.clone()
    }

    pub(super) fn restore(&mut self, used: &Used) {
        self.used.clone_from(used);
    }

    fn left(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.entries.iter().enumerate().filter(|(at, _)| self.used.get(*at) == Some(&false))
    }

    fn take(&mut self, taken: &[usize]) {
        for at in taken {
            if let Some(used) = self.used.get_mut(*at) {
                *used = true;
            }
        }
    }
}

fn bit(at: usize) -> u64 {
    1 << at.min(BITS - 1)
}

/// Propagates the names that nodes mention up to the nodes that lead to them.
fn mentions(schema: &Compiled, entries: &[Entry]) -> Vec<u64> {
    let mut bits = vec![0u64; schema.nodes.len()];
    let mut parents: Vec<Vec<u32>> = vec![Vec::new(); schema.nodes.len()];
    let mut queue = Vec::new();
    for (at, node) in schema.nodes.iter().enumerate() {
        let own = node.rules.iter().map(|rule| own_mentions(rule, entries)).fold(0, |a, b| a | b);
        if let Some(bits) = bits.get_mut(at) {
            *bits = own;
        }
        if own != 0 {
            queue.push(at);
        }
        for child in node.rules.iter().flat_map(below) {
            if let Some(parents) = parents.get_mut(child.0 as usize) {
                parents.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
    }
    while let Some(at) = queue.pop() {
        let from = bits.get(at).copied().unwrap_or(0);
        for parent in parents.get(at).into_iter().flatten() {
            let Some(to) = bits.get_mut(*parent as usize) else { continue };
            if *to | from != *to {
                *to |= from;
                queue.push(*parent as usize);
            }
        }
    }
    bits
}

fn own_mentions(rule: &Rule, entries: &[Entry]) -> u64 {
    let Rule::Members(members) = rule else { return 0 };
    let keys: std::collections::HashSet<String> = members.properties.iter().map(|(name, _)| normal(name)).collect();
    let found = entries.iter().enumerate().filter(|(_, entry)| keys.contains(&entry.key));
    found.fold(0, |bits, (at, _)| bits | bit(at))
}

/// The nodes that a rule leads to.
fn below(rule: &Rule) -> Vec<NodeId> {
    match rule {
        Rule::Members(members) => {
            let properties = members.properties.iter().map(|(_, node)| *node);
            properties.chain(members.patterns.iter().map(|(_, node)| *node)).chain(members.additional).collect()
        }
        Rule::Items(items) => items.prefix.iter().copied().chain(items.rest).collect(),
        Rule::AllOf(nodes) | Rule::AnyOf(nodes) | Rule::OneOf(nodes) => nodes.clone(),
        Rule::If(rule) => rule.then.into_iter().chain(rule.otherwise).collect(),
        Rule::Ref(node) | Rule::UnevaluatedProperties(node) | Rule::UnevaluatedItems(node) => vec![*node],
        Rule::Contains(contains) => vec![contains.node],
        Rule::DynamicRef(dynamic) => vec![dynamic.initial],
        Rule::DependentSchemas(rows) | Rule::Dependencies(_, rows) => rows.iter().map(|(_, node)| *node).collect(),
        _ => Vec::new(),
    }
}

impl<'s> Filler<'s> {
    /// Whether named values that are left may go into a value that meets the goals.
    pub(super) fn reaches(&self, goals: &[Goal<'s>]) -> bool {
        if !self.supply.given() {
            return false;
        }
        let left = self.supply.left().fold(0, |bits, (at, _)| bits | bit(at));
        let mentioned = goals.iter().any(|goal| match goal {
            Goal::Holds(node) => self.supply.mentions.get(node.0 as usize).is_some_and(|bits| bits & left != 0),
            _ => false,
        });
        mentioned || self.pointed(&self.pointer())
    }

    /// Whether a pointer that is left leads to or through the place.
    pub(super) fn pointed(&self, place: &str) -> bool {
        self.supply.left().any(|(_, entry)| {
            let rest = if entry.name.starts_with('/') { entry.name.strip_prefix(place) } else { None };
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Whether a value that is left has the name of a property.
    pub(super) fn named(&self, name: &str) -> bool {
        let key = normal(name);
        self.supply.left().any(|(_, entry)| entry.name == name || (!key.is_empty() && entry.key == key))
    }

    /// A named value that belongs at the current place and meets the goals.
    pub(super) fn offered(&mut self, goals: &[Goal<'s>]) -> Option<Value> {
        if !self.supply.given() {
            return None;
        }
        let pointer = self.pointer();
        let last = self.path.last().map_or("", String::as_str);
        let key = normal(last);
        let fits = |entry: &Entry| match &entry.name {
            name if *name == pointer || (!self.path.is_empty() && name == last) => Some(0),
            _ if !key.is_empty() && entry.key == key && !entry.name.starts_with('/') => Some(1),
            _ => None,
        };
        let mut found: Vec<(u8, usize)> =
            self.supply.left().filter_map(|(at, entry)| Some((fits(entry)?, at))).take(MAX_LIST).collect();
        found.sort_unstable();
        let indexes: Vec<usize> = found.into_iter().map(|(_, at)| at).collect();
        let value_at = |filler: &Self, at: usize| filler.supply.entries.get(at).map(|entry| entry.value.clone());
        if indexes.len() > 1 {
            let list = Value::Array(indexes.iter().filter_map(|at| value_at(self, *at)).collect());
            if let Some(value) = self.converted(goals, list) {
                self.supply.take(&indexes);
                return Some(value);
            }
        }
        for at in indexes {
            if let Some(value) = value_at(self, at).and_then(|value| self.converted(goals, value)) {
                self.supply.take(&[at]);
                return Some(value);
            }
        }
        None
    }

    /// The value as it is or in the first form that meets the goals.
    fn converted(&mut self, goals: &[Goal<'s>], value: Value) -> Option<Value> {
        let mut forms = vec![value.clone()];
        match &value {
            Value::String(text) => forms.extend(readings(text)),
            Value::Number(number) => {
                forms.extend(whole_form(number));
                forms.push(Value::String(number.to_string()));
            }
            Value::Bool(truth) => forms.push(Value::String(truth.to_string())),
            Value::Array(list) => {
                let each: Option<Vec<Value>> = list.iter().map(|item| item.as_str().and_then(number_in)).collect();
                forms.extend(each.map(Value::Array));
                forms.extend(list.first().filter(|_| list.len() == 1).cloned());
            }
            _ => {}
        }
        forms.extend(self.listed_form(goals, &value));
        if !value.is_array() {
            forms.extend(forms.clone().into_iter().map(|form| Value::Array(vec![form])));
        }
        forms.into_iter().find(|form| self.meets(goals, form))
    }

    /// The member of an `enum` or the `const` that reads the same, but for case and separators.
    fn listed_form(&self, goals: &[Goal<'s>], value: &Value) -> Option<Value> {
        let key = normal(value.as_str()?);
        let mut open: Vec<NodeId> = goals.iter().filter_map(Goal::node).collect();
        for _ in 0..64 {
            for rule in self.schema.node(open.pop()?).into_iter().flat_map(|node| &node.rules) {
                let listed = match rule {
                    Rule::Enum(values) => values.as_slice(),
                    Rule::Const(value) => std::slice::from_ref(value),
                    Rule::Ref(node) => {
                        open.push(*node);
                        continue;
                    }
                    Rule::AllOf(nodes) | Rule::AnyOf(nodes) | Rule::OneOf(nodes) => {
                        open.extend(nodes);
                        continue;
                    }
                    _ => continue,
                };
                let same = |value: &&Value| value.as_str().is_some_and(|text| normal(text) == key);
                if let Some(found) = listed.iter().find(same) {
                    return Some(found.clone());
                }
            }
        }
        None
    }
}

/// What else a text may stand for.
fn readings(text: &str) -> Vec<Value> {
    let text = text.trim();
    let mut out = vec![Value::String(text.to_owned())];
    out.extend(number_in(text));
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" => out.push(Value::Bool(true)),
        "false" | "no" => out.push(Value::Bool(false)),
        "null" | "none" => out.push(Value::Null),
        _ => {}
    }
    out
}

fn number_in(text: &str) -> Option<Value> {
    let plain = text.trim().replace(',', "");
    serde_json::from_str::<Number>(&plain).ok().map(Value::Number)
}

/// `3.0` as `3`.
fn whole_form(number: &Number) -> Option<Value> {
    let whole = crate::value::whole(number).filter(|_| number.is_f64())?;
    i64::try_from(whole).ok().map(Value::from)
}
