//! Value against schema: violations with pointers, in bounded time.
//!
//! Recursion follows the schema and the value, both of bounded depth, and is cut at [`MAX_EVALUATION_DEPTH`];
//! every step costs fuel, so that schemas that multiply (`anyOf` within `anyOf`) end early instead of late.

use serde_json::Value;

use crate::compile::{Compiled, MAX_DEPTH, Node, NodeId};
use crate::error::push_step;
use crate::keyword::reference::Dynamic;
use crate::keyword::{Rule, array, choice, number, object, reference, string, typed};
use crate::value::extent;

/// Deepest nesting of schema evaluations.
const MAX_EVALUATION_DEPTH: usize = 640;
/// Steps granted to every check, before the size of the value is counted.
const FUEL: u64 = 150_000;
/// Steps granted for each value or key of the instance.
const FUEL_PER_VALUE: u64 = 64;
/// Most violations that one check reports.
pub(crate) const MAX_VIOLATIONS: usize = 64;

/// A place where a value breaks a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where in the value, as an RFC 6901 pointer.
    pub pointer: String,
    /// The keyword that is broken; `$budget` where the check ran out of its limits.
    pub keyword: &'static str,
    /// What is wrong, in words.
    pub message: String,
}

/// One step into a value.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'v> {
    Key(&'v str),
    Index(usize),
}

/// One check in progress.
pub(crate) struct Checker<'v> {
    schema: &'v Compiled,
    fuel: u64,
    depth: usize,
    exhausted: bool,
    /// Above zero, violations are not collected and the first ends the evaluation.
    quiet: usize,
    found: Vec<Violation>,
    path: Vec<Step<'v>>,
    /// The resources entered, outermost first.
    scope: Vec<usize>,
}

impl<'v> Checker<'v> {
    /// A checker that reports.
    pub(crate) fn new(schema: &'v Compiled) -> Self {
        Checker {
            schema,
            fuel: FUEL,
            depth: 0,
            exhausted: false,
            quiet: 0,
            found: Vec::new(),
            path: Vec::new(),
            scope: Vec::new(),
        }
    }

    /// Checks a whole value against a node.
    pub(crate) fn run(mut self, node: NodeId, value: &'v Value) -> Vec<Violation> {
        let size = extent(value);
        if size.depth > MAX_DEPTH {
            self.fail("$budget", || format!("nests deeper than {MAX_DEPTH} levels"));
            return self.found;
        }
        self.fuel += size.size as u64 * FUEL_PER_VALUE;
        let ok = self.node(node, value);
        if self.exhausted {
            self.found.truncate(MAX_VIOLATIONS - 1);
            self.quiet = 0;
            self.fail("$budget", || "could not be checked within the limits".to_owned());
        } else if !ok && self.found.is_empty() {
            self.fail("$schema", || "is not valid".to_owned());
        }
        self.found
    }

    /// Whether a value is valid, told by the first violation; `fuel` is what is left of a shared allowance.
    pub(crate) fn verdict(schema: &'v Compiled, node: NodeId, value: &'v Value, fuel: &mut u64) -> bool {
        let mut check = Checker { fuel: *fuel, quiet: 1, ..Checker::new(schema) };
        let ok = check.node(node, value);
        *fuel = if check.exhausted { 0 } else { check.fuel };
        ok && !check.exhausted
    }

    /// Takes steps off the allowance.
    pub(crate) fn spend(&mut self, steps: u64) {
        match self.fuel.checked_sub(steps) {
            Some(left) => self.fuel = left,
            None => self.exhausted = true,
        }
    }

    /// Whether the outcome is settled by what has failed so far.
    pub(crate) fn hurried(&self) -> bool {
        self.quiet > 0 || self.exhausted || self.found.len() >= MAX_VIOLATIONS
    }

    /// Notes a violation at the current place; always false, so that checks can end in it.
    pub(crate) fn fail(&mut self, keyword: &'static str, message: impl FnOnce() -> String) -> bool {
        if self.quiet == 0 && self.found.len() < MAX_VIOLATIONS {
            let pointer = self.pointer();
            self.found.push(Violation { pointer, keyword, message: message() });
        }
        false
    }

    /// Notes a violation one step below.
    pub(crate) fn fail_below(
        &mut self,
        step: Step<'v>,
        keyword: &'static str,
        message: impl FnOnce() -> String,
    ) -> bool {
        self.path.push(step);
        self.fail(keyword, message);
        self.path.pop();
        false
    }

    fn pointer(&self) -> String {
        let mut out = String::new();
        for step in &self.path {
            match step {
                Step::Key(key) => push_step(&mut out, key),
                Step::Index(at) => push_step(&mut out, &at.to_string()),
            }
        }
        out
    }

    /// Whether a node is the schema `false`.
    pub(crate) fn is_never(&self, node: NodeId) -> bool {
        self.schema.node(node).is_some_and(|node| matches!(node.rules.as_slice(), [Rule::Never]))
    }

    /// Checks a part of the value against a node.
    pub(crate) fn below(&mut self, step: Step<'v>, node: NodeId, value: &'v Value) -> bool {
        self.path.push(step);
        let ok = self.node(node, value);
        self.path.pop();
        ok
    }

    /// As [`Checker::below`], without noting violations.
    pub(crate) fn below_quietly(&mut self, step: Step<'v>, node: NodeId, value: &'v Value) -> bool {
        self.quiet += 1;
        let ok = self.below(step, node, value);
        self.quiet -= 1;
        ok
    }

    /// Whether the value is valid under a node, without noting violations.
    pub(crate) fn quietly<'t>(&mut self, node: NodeId, value: &'t Value) -> bool
    where
        'v: 't,
    {
        let mut inner = Checker {
            schema: self.schema,
            fuel: self.fuel,
            depth: self.depth,
            exhausted: self.exhausted,
            quiet: 1,
            found: Vec::new(),
            path: Vec::new(),
            scope: std::mem::take(&mut self.scope),
        };
        let ok = inner.node(node, value);
        self.fuel = inner.fuel;
        self.exhausted |= inner.exhausted;
        self.scope = inner.scope;
        ok
    }

    /// Checks the value against a node.
    pub(crate) fn node(&mut self, id: NodeId, value: &'v Value) -> bool {
        let entered = self.enter(id, |check, node| {
            let mut ok = true;
            for rule in &node.rules {
                ok &= check.rule(id, rule, value);
                if !ok && check.hurried() {
                    break;
                }
            }
            ok
        });
        entered.unwrap_or(false)
    }

    /// Does something within the dynamic scope of a node; `None` where the limits do not allow it.
    pub(crate) fn enter<T>(&mut self, id: NodeId, work: impl FnOnce(&mut Self, &'v Node) -> T) -> Option<T> {
        self.spend(1);
        if self.depth >= MAX_EVALUATION_DEPTH {
            self.exhausted = true;
        }
        if self.exhausted {
            return None;
        }
        let schema = self.schema;
        let node = schema.node(id)?;
        let enters = self.scope.last() != Some(&node.resource);
        if enters {
            self.scope.push(node.resource);
        }
        self.depth += 1;
        let done = work(self, node);
        self.depth -= 1;
        if enters {
            self.scope.pop();
        }
        Some(done)
    }

    fn rule(&mut self, owner: NodeId, rule: &'v Rule, value: &'v Value) -> bool {
        match rule {
            Rule::Never => self.fail("false", || "no value is allowed here".to_owned()),
            Rule::Types(types) => typed::check_types(self, types, value),
            Rule::Enum(values) => typed::check_enum(self, values, value),
            Rule::Const(constant) => typed::check_const(self, constant, value),
            Rule::Bound(bound) => number::check_bound(self, bound, value),
            Rule::Multiple(step) => number::check_multiple(self, step, value),
            Rule::Size(size) => typed::check_size(self, size, value),
            Rule::Pattern(pattern) => string::check_pattern(self, pattern, value),
            Rule::Format(format) => string::check_format(self, format, value),
            Rule::Members(members) => object::check_members(self, members, value),
            Rule::Names(node) => object::check_names(self, *node, value),
            Rule::Required(names) => object::check_required(self, names, value),
            Rule::DependentRequired(rows) => object::check_dependent(self, "dependentRequired", rows, value),
            Rule::DependentSchemas(rows) => object::check_dependent_schemas(self, rows, value),
            Rule::Dependencies(lists, schemas) => {
                object::check_dependent(self, "dependencies", lists, value)
                    && object::check_dependent_schemas(self, schemas, value)
            }
            Rule::UnevaluatedProperties(node) => object::check_unevaluated(self, owner, *node, value),
            Rule::Items(items) => array::check_items(self, items, value),
            Rule::Contains(contains) => array::check_contains(self, contains, value),
            Rule::Unique => array::check_unique(self, value),
            Rule::UnevaluatedItems(node) => array::check_unevaluated(self, owner, *node, value),
            Rule::AllOf(nodes) => choice::check_all(self, nodes, value),
            Rule::AnyOf(nodes) => choice::check_any(self, nodes, value),
            Rule::OneOf(nodes) => choice::check_one(self, nodes, value),
            Rule::Not(node) => choice::check_not(self, *node, value),
            Rule::If(rule) => choice::check_if(self, rule, value),
            Rule::Ref(node) => self.node(*node, value),
            Rule::DynamicRef(dynamic) => reference::check_dynamic(self, dynamic, value),
            Rule::Metaschema(draft) => reference::check_metaschema(self, *draft, value),
        }
    }

    /// What a dynamic reference means here: the outermost resource in scope that offers the anchor.
    pub(crate) fn dynamic_target(&self, dynamic: &Dynamic) -> NodeId {
        dynamic_target(self.schema, &self.scope, dynamic)
    }
}

/// Whether a whole value is valid.
pub(crate) fn is_valid(schema: &Compiled, value: &Value) -> bool {
    let size = extent(value);
    let mut fuel = FUEL + size.size as u64 * FUEL_PER_VALUE;
    size.depth <= MAX_DEPTH && Checker::verdict(schema, schema.root, value, &mut fuel)
}

/// Resolves a dynamic reference in a scope, outermost resource first.
pub(crate) fn dynamic_target(schema: &Compiled, scope: &[usize], dynamic: &Dynamic) -> NodeId {
    let mut scopes = scope.iter().filter_map(|at| schema.scopes.get(*at));
    match &dynamic.anchor {
        Some(name) => scopes.find_map(|scope| scope.anchors.get(name)).copied().unwrap_or(dynamic.initial),
        None => scopes.find(|scope| scope.recursive).map_or(dynamic.initial, |scope| scope.root),
    }
}
