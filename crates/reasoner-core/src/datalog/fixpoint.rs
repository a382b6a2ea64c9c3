//! The semi-naive fixpoint. All rules of a stratum go in common rounds, and what lower strata derived in round `n`
//! is seen in round `n + 1`: a fact's round is the least height of its proofs, and no premise is as late as what
//! follows from it.

use std::collections::BTreeMap;

use super::Database;
use super::exec::{Exec, Halt, HeadSink, Sink, Solutions, Span};
use super::frozen::Tag;
use super::fuel::{Fuel, Stop};
use super::names::{Names, Term, Value};
use super::plan::{Plan, Planner};
use super::program::{Fold, Literal, Rule};
use super::relation::Relation;

/// A rule with its plans.
struct Ready {
    rule: usize,
    /// For a rule that was never evaluated before.
    whole: Option<Plan>,
    /// One for each literal, for the new rows of its relation.
    deltas: Vec<(usize, Plan)>,
}

impl Database {
    /// Derives what follows in one stratum. `fresh` says which rules were never evaluated to the end.
    pub(super) fn run_stratum(&mut self, stratum: u32, fresh: &[bool], fuel: &mut Fuel<'_>) -> Result<(), Stop> {
        let rules: Vec<usize> = (0..self.rules.len())
            .filter(|at| self.strata.of.get(self.rules[*at].head.pred.at()) == Some(&stratum))
            .collect();
        for at in &rules {
            if !self.rules[*at].aggregates.is_empty() && fresh[*at] {
                self.aggregate(*at, fuel)?;
            }
        }
        let ready = self.ready(&rules, fresh);
        let mut read: Vec<usize> = ready
            .iter()
            .flat_map(|ready| self.rules[ready.rule].body.iter())
            .filter_map(|l| Some(l.atom()?.pred.at()))
            .collect();
        read.sort_unstable();
        read.dedup();
        let mut spans = vec![Span::default(); self.rels.len()];
        let start = self.round;
        let mut round = start;
        loop {
            let mut more = round == start;
            for rel in &read {
                let relation = &mut self.rels[*rel];
                let old = if round == start { relation.closed } else { relation.visible(round - 1) };
                spans[*rel] = Span { old, new: relation.visible(round) };
                relation.extend_chains();
                more |= spans[*rel].new < relation.live() || old < spans[*rel].new;
            }
            if !more {
                break;
            }
            for ready in &ready {
                let whole = ready.whole.as_ref().filter(|_| round == start);
                let deltas = ready.deltas.iter().filter(|(rel, _)| spans[*rel].old < spans[*rel].new);
                let deltas = deltas.map(|(_, plan)| plan).filter(|_| whole.is_none());
                for plan in whole.into_iter().chain(deltas) {
                    let tag = Tag { rule: ready.rule as u16, round: round + 1 };
                    self.derive(tag, plan, &spans, fuel)?;
                }
            }
            round += 1;
        }
        self.top = self.top.max(round);
        Ok(())
    }

    /// Plans the rules of a stratum that have no aggregates.
    fn ready(&mut self, rules: &[usize], fresh: &[bool]) -> Vec<Ready> {
        let mut grows = vec![false; self.rels.len()];
        rules.iter().for_each(|at| grows[self.rules[*at].head.pred.at()] = true);
        let mut planner = Planner { rels: &mut self.rels, grows: &grows };
        let mut ready = Vec::with_capacity(rules.len());
        for at in rules.iter().filter(|at| self.rules[**at].aggregates.is_empty()) {
            let rule = &self.rules[*at];
            let whole = fresh[*at].then(|| planner.plan(rule, None));
            let mut deltas = Vec::new();
            for (place, literal) in rule.body.iter().enumerate() {
                if let Literal::Holds(atom) = literal {
                    deltas.push((atom.pred.at(), planner.plan(rule, Some(place))));
                }
            }
            ready.push(Ready { rule: *at, whole, deltas });
        }
        ready
    }

    /// Runs one plan of a rule and takes in what is new.
    fn derive(&mut self, tag: Tag, plan: &Plan, spans: &[Span], fuel: &mut Fuel<'_>) -> Result<(), Stop> {
        let head = self.rules[usize::from(tag.rule)].head.pred.at();
        let mut set = std::mem::take(&mut self.rels[head].set);
        let mut fresh = std::mem::take(&mut self.fresh);
        fresh.clear();
        let mut sink = HeadSink { head: &plan.head, set: &mut set, rel: &self.rels[head], fresh: &mut fresh, count: 0 };
        let halt = run(&self.rels, (plan, spans), &mut self.names, fuel, &mut sink);
        let count = sink.count;
        self.rels[head].set = set;
        self.top = self.top.max(if count > 0 { tag.round } else { 0 });
        let taken = self.rels[head].append(&fresh, count, tag);
        self.fresh = fresh;
        taken?;
        match halt {
            Err(Halt::Fuel) => Err(Stop::Fuel),
            _ => Ok(()),
        }
    }

    /// Evaluates a rule with aggregates. All that it reads is known to the end.
    fn aggregate(&mut self, at: usize, fuel: &mut Fuel<'_>) -> Result<(), Stop> {
        let rule = std::sync::Arc::clone(&self.rules[at]);
        let grows = vec![false; self.rels.len()];
        let plan = Planner { rels: &mut self.rels, grows: &grows }.plan(&rule, None);
        let mut spans = vec![Span::default(); self.rels.len()];
        for atom in rule.body.iter().filter_map(Literal::atom) {
            let relation = &mut self.rels[atom.pred.at()];
            relation.extend_chains();
            spans[atom.pred.at()].new = relation.live();
        }
        let vars: Vec<usize> = rule.body_vars().iter().map(|var| *var as usize).collect();
        let mut sink = Solutions { kept: vars, ..Solutions::default() };
        run(&self.rels, (&plan, &spans), &mut self.names, fuel, &mut sink).map_err(|_| Stop::Fuel)?;
        let round = self.round + 1;
        for row in folded(&rule, &sink, &mut self.names) {
            self.rels[rule.head.pred.at()].insert(&row, Tag { rule: at as u16, round })?;
            self.top = self.top.max(round);
        }
        Ok(())
    }
}

/// Runs a plan from its first step over what its spans show.
pub(super) fn run<S: Sink>(
    rels: &[Relation],
    (plan, spans): (&Plan, &[Span]),
    names: &mut Names,
    fuel: &mut Fuel<'_>,
    sink: &mut S,
) -> Result<(), Halt> {
    let mut few = [0; 16];
    let mut many = Vec::new();
    let regs = match few.get_mut(..plan.registers) {
        Some(regs) => regs,
        None => {
            many.resize(plan.registers, 0);
            &mut many[..]
        }
    };
    Exec { rels, plan, spans, names, regs, fuel, sink }.run(0)
}

/// The heads of a rule with aggregates, of the solutions of its body, in the order of their groups.
fn folded(rule: &Rule, solutions: &Solutions, names: &mut Names) -> Vec<Vec<u32>> {
    let place = |arg: &super::program::Arg| match arg {
        super::program::Arg::Var(var) => solutions.kept.iter().position(|kept| *kept == *var as usize),
        _ => None,
    };
    let places: Vec<Option<usize>> = rule.head.args.iter().map(place).collect();
    let mut groups: BTreeMap<Vec<u32>, Vec<Vec<u32>>> = BTreeMap::new();
    let width = solutions.kept.len();
    for at in 0..solutions.count {
        let row = &solutions.rows[at * width..(at + 1) * width];
        let value = |column: usize| match (places[column], rule.head.args[column]) {
            (Some(place), _) => row[place],
            (None, super::program::Arg::Term(term)) => term.0,
            (None, _) => u32::MAX,
        };
        let folded = |column: &usize| rule.aggregates.iter().any(|aggregate| aggregate.at == *column);
        let group: Vec<u32> = (0..places.len()).filter(|column| !folded(column)).map(value).collect();
        let values = rule.aggregates.iter().map(|aggregate| value(aggregate.at)).collect();
        groups.entry(group).or_default().push(values);
    }
    let mut heads = Vec::new();
    for (group, values) in groups {
        let made: Option<Vec<u32>> = rule
            .aggregates
            .iter()
            .enumerate()
            .map(|(at, aggregate)| fold(aggregate.fold, values.iter().map(|values| values[at]), names))
            .collect();
        let Some(made) = made else { continue };
        let mut group = group.into_iter();
        let made_at = |column: usize| rule.aggregates.iter().position(|aggregate| aggregate.at == column);
        let head =
            (0..places.len()).filter_map(|column| made_at(column).map_or_else(|| group.next(), |at| Some(made[at])));
        heads.push(head.collect());
    }
    heads
}

/// Makes one value of many; none where a sum has no value.
fn fold(fold: Fold, values: impl Iterator<Item = u32>, names: &mut Names) -> Option<u32> {
    let order = |a: &u32, b: &u32| names.value(Term(*a)).cmp(&names.value(Term(*b)));
    match fold {
        Fold::Min => values.min_by(order),
        Fold::Max => values.max_by(order),
        Fold::Count => {
            let mut values: Vec<u32> = values.collect();
            values.sort_unstable();
            values.dedup();
            Some(names.number(values.len() as i64).0)
        }
        Fold::Sum => {
            let mut sum = 0i64;
            for value in values {
                let Value::Number(number) = names.value(Term(value)) else { return None };
                sum = sum.checked_add(number)?;
            }
            Some(names.number(sum).0)
        }
    }
}
