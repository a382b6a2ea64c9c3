//! Arrays: as many items as must be, and as named values are left for.

use serde_json::Value;

use super::Filler;
use super::shape::{Goal, Shape};
use crate::keyword::Rule;
use crate::keyword::typed::Kind;

/// Most items that are made up to reach `minItems`.
const MAX_ITEMS: usize = 10_000;

/// Where the items that `contains` asks for are put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// One after the other, from the first item on.
    Front,
    /// One after the other, after the items that have schemas of their own.
    Back,
    /// All `contains` share the first items.
    Shared,
}

impl<'s> Filler<'s> {
    /// An array of the shape.
    pub(super) fn array(&mut self, shape: &Shape<'s>, goals: &[Goal<'s>]) -> Option<Value> {
        let layouts = [Layout::Front, Layout::Back, Layout::Shared];
        let count = if shape.contains.is_empty() { 1 } else { layouts.len() };
        let start = self.supply.used();
        for layout in layouts.into_iter().take(count) {
            self.supply.restore(&start);
            let extra = placed(shape, layout);
            if let Some(value) = self.items(shape, &extra)
                && self.accept(shape, goals, &value)
            {
                return Some(value);
            }
            if !self.spend(1) {
                return None;
            }
        }
        None
    }

    fn items(&mut self, shape: &Shape<'s>, extra: &[Vec<Goal<'s>>]) -> Option<Value> {
        let least = shape.items_count.least.max(extra.len());
        if least > shape.items_count.most || least > MAX_ITEMS {
            self.blame_shape(shape, "minItems");
            return None;
        }
        let mut made: Vec<Value> = Vec::new();
        while made.len() < least {
            if shape.repeated && made.len() == 1 {
                made.extend_from_within(..);
                continue;
            }
            // Each item is told from all before it.
            if shape.unique && !self.spend(made.len() as u64 / 4) {
                return None;
            }
            let goals = self.item_goals(shape, extra, &made);
            made.push(self.generate_below(&made.len().to_string(), &goals)?);
        }
        while made.len() < shape.items_count.most {
            let goals = self.item_goals(shape, extra, &made);
            let before = self.supply.used();
            let placed = self.supply.count();
            if !self.reaches(&goals) {
                break;
            }
            match self.generate_below(&made.len().to_string(), &goals) {
                Some(value) if self.supply.count() > placed => made.push(value),
                _ => {
                    self.supply.restore(&before);
                    break;
                }
            }
        }
        Some(Value::Array(made))
    }

    /// What the next item must meet.
    fn item_goals(&self, shape: &Shape<'s>, extra: &[Vec<Goal<'s>>], made: &[Value]) -> Vec<Goal<'s>> {
        let at = made.len();
        let mut goals: Vec<Goal<'s>> = shape.items.iter().filter_map(|items| items.at(at)).map(Goal::Holds).collect();
        if goals.is_empty() && extra.get(at).is_none_or(Vec::is_empty) {
            goals.extend(shape.other_items.iter().map(|node| Goal::Holds(*node)));
        }
        goals.extend(extra.get(at).into_iter().flatten().cloned());
        for contains in shape.contains.iter().filter(|contains| contains.most.is_some()) {
            let chosen = extra.get(at).into_iter().flatten().any(|goal| goal.node() == Some(contains.node));
            if !chosen {
                goals.push(Goal::Fails(contains.node));
            }
        }
        goals.extend(shape.item_goals.iter().filter(|(index, _)| *index == at).map(|(_, goal)| goal.clone()));
        goals.extend(shape.each_item.iter().cloned());
        if shape.unique {
            goals.extend(made.iter().cloned().map(Goal::Differs));
        }
        goals
    }
}

/// The goals that `contains` adds to the items.
fn placed<'s>(shape: &Shape<'s>, layout: Layout) -> Vec<Vec<Goal<'s>>> {
    let mut extra: Vec<Vec<Goal<'s>>> = Vec::new();
    let prefix = shape.items.iter().map(|items| items.prefix.len()).max().unwrap_or(0);
    let mut next = if layout == Layout::Back { prefix } else { 0 };
    for contains in &shape.contains {
        if layout == Layout::Shared {
            next = 0;
        }
        for _ in 0..contains.least.min(10_000) {
            if extra.len() <= next {
                extra.resize(next + 1, Vec::new());
            }
            if let Some(goals) = extra.get_mut(next) {
                goals.push(Goal::Holds(contains.node));
            }
            next += 1;
        }
    }
    extra
}

/// Adds what it takes to break a rule about items.
pub(super) fn breaks<'s>(shape: &mut Shape<'s>, rule: &'s Rule) {
    shape.restrict(None, &[Kind::Array]);
    let fails = |at: usize, node| vec![Goal::Item(at, Box::new(Goal::Fails(node)))];
    match rule {
        Rule::Items(items) => {
            let prefix = items.prefix.iter().enumerate().map(|(at, node)| fails(at, *node));
            let rest = items.rest.map(|node| fails(items.prefix.len(), node));
            shape.choices.push(rest.into_iter().chain(prefix).collect());
        }
        Rule::Contains(contains) => {
            let mut out = Vec::new();
            if contains.least > 0 {
                out.push(vec![Goal::EachItem(Box::new(Goal::Fails(contains.node)))]);
            }
            if let Some(most) = contains.most.filter(|most| *most < 1000) {
                out.push((0..=most).map(|at| Goal::Item(at, Box::new(Goal::Holds(contains.node)))).collect());
            }
            shape.choices.push(out);
        }
        Rule::Unique => {
            shape.repeated = true;
            shape.items_count.least = shape.items_count.least.max(2);
        }
        Rule::UnevaluatedItems(node) => shape.choices.push((0..4).map(|at| fails(at, *node)).collect()),
        _ => {}
    }
}
