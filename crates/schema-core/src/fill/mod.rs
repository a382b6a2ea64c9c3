//! Named values to a valid instance: generate, validate, repair.
//!
//! A goal is a schema that must hold or must not. Goals are flattened into a [`Shape`](shape::Shape), a plain
//! conjunction of constraints; where a keyword leaves a choice (`anyOf`, `not`, `if`), the search tries one
//! alternative after the other. Every candidate is checked against the goals it was made for before it is accepted.

mod array;
mod number;
mod object;
mod search;
mod shape;
mod supply;
mod text;

use serde_json::Value;

use crate::check::Checker;
use crate::compile::{Compiled, NodeId};
use crate::error::{FillError, Place};

use shape::Goal;
use supply::Supply;

/// Steps of the search for one instance.
pub(crate) const FUEL: u64 = 40_000;
/// Steps of all checks of candidates.
pub(crate) const CHECK_FUEL: u64 = 300_000;
/// Deepest instance that is made.
const MAX_LEVELS: usize = 40;

/// One instance in the making.
pub(crate) struct Filler<'s> {
    schema: &'s Compiled,
    fuel: u64,
    check_fuel: u64,
    /// The pieces of strings found by search are paid from here.
    text_fuel: u64,
    supply: Supply,
    /// The keys and indexes that lead to the value being made.
    path: Vec<String>,
    /// The nodes that the values around it were made for, outermost first.
    active: Vec<NodeId>,
    /// The first thing that could not be satisfied.
    blame: Option<(NodeId, String)>,
}

/// The instance; see [`crate::Schema::fill`].
pub(crate) fn fill(schema: &Compiled, values: &[(String, Value)]) -> Result<Value, FillError> {
    let mut filler = Filler::new(schema, values);
    let goals = [Goal::Holds(schema.root)];
    if let Some(value) = filler.generate(&goals)
        && crate::check::is_valid(schema, &value)
    {
        return Ok(value);
    }
    let (node, keyword) = filler.blame.take().unwrap_or((schema.root, "$schema".to_owned()));
    let place = schema.place(node);
    if filler.fuel == 0 || filler.check_fuel == 0 || filler.text_fuel == 0 {
        return Err(FillError::Exhausted { place, keyword });
    }
    Err(FillError::Unsatisfiable { place, keyword })
}

/// What a search without named values spends: steps, and steps of checks.
#[cfg(test)]
pub(crate) fn spent(schema: &Compiled) -> (u64, u64) {
    let mut filler = Filler::new(schema, &[]);
    filler.generate(&[Goal::Holds(schema.root)]);
    (FUEL - filler.fuel, CHECK_FUEL - filler.check_fuel)
}

impl<'s> Filler<'s> {
    fn new(schema: &'s Compiled, values: &[(String, Value)]) -> Self {
        Filler {
            schema,
            fuel: FUEL,
            check_fuel: CHECK_FUEL,
            text_fuel: 300_000,
            supply: Supply::new(schema, values),
            path: Vec::new(),
            active: Vec::new(),
            blame: None,
        }
    }

    /// Takes steps off the search; false when none are left.
    fn spend(&mut self, steps: u64) -> bool {
        self.fuel = self.fuel.saturating_sub(steps);
        self.fuel > 0 && self.check_fuel > 0
    }

    /// A value for which every goal is met.
    fn generate(&mut self, goals: &[Goal<'s>]) -> Option<Value> {
        if self.path.len() > MAX_LEVELS || !self.spend(1) {
            return None;
        }
        if let Some(value) = self.offered(goals) {
            return Some(value);
        }
        let depth = self.active.len();
        self.active.extend(goals.iter().filter_map(Goal::node));
        let value = self.search(goals);
        self.active.truncate(depth);
        value
    }

    /// A value one step further in.
    fn generate_below(&mut self, step: &str, goals: &[Goal<'s>]) -> Option<Value> {
        self.path.push(step.to_owned());
        let value = self.generate(goals);
        self.path.pop();
        value
    }

    /// Whether the value meets every goal that a schema states.
    fn meets(&mut self, goals: &[Goal<'s>], value: &Value) -> bool {
        goals.iter().all(|goal| match goal {
            Goal::Holds(node) => self.verdict(*node, value),
            Goal::Fails(node) => !self.verdict(*node, value) && self.check_fuel > 0,
            Goal::Differs(other) => !crate::value::equal(other, value),
            _ => true,
        })
    }

    fn verdict(&mut self, node: NodeId, value: &Value) -> bool {
        Checker::verdict(self.schema, node, value, &mut self.check_fuel)
    }

    /// Remembers what could not be satisfied; the first fault is the one to tell.
    fn blame(&mut self, node: NodeId, keyword: &str) {
        if self.blame.is_none() {
            self.blame = Some((node, keyword.to_owned()));
        }
    }

    /// Remembers which keyword a candidate broke.
    fn blame_candidate(&mut self, goals: &[Goal<'s>], value: &Value) {
        if self.blame.is_some() {
            return;
        }
        for goal in goals {
            match goal {
                Goal::Holds(node) => {
                    if let Some(first) = Checker::new(self.schema).run(*node, value).into_iter().next() {
                        return self.blame(*node, first.keyword);
                    }
                }
                Goal::Fails(node) => return self.blame(*node, "not"),
                _ => {}
            }
        }
    }

    /// Where the value being made will stand, as a pointer.
    fn pointer(&self) -> String {
        Place(self.path.clone()).pointer()
    }
}
