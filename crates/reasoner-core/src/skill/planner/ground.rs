//! From schemas to operators: every parameter bound to every thing of its kind.

use std::collections::HashMap;

use engine_api::Budget;
use foldhash::fast::FixedState;

use super::Domain;
use super::phrase::{Arg, Phrase};
use super::schema::{Part, Schema};
use crate::solve::strips::{Operator, Task};

/// A task with how each of its operators is said.
#[derive(Debug, Default)]
pub(crate) struct Grounded {
    pub(crate) task: Task,
    pub(crate) said: Vec<String>,
}

/// The most operators.
const MOST: usize = 40_000;

type Fact = (String, Vec<usize>);

#[derive(Default)]
struct Table {
    numbers: HashMap<Fact, usize, FixedState>,
}

impl Table {
    fn number(&mut self, fact: Fact) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(fact).or_insert(next)
    }
}

/// The task; `None` where it is too large.
pub(crate) fn ground(domain: &Domain, budget: &mut Budget) -> Option<Grounded> {
    let mut schemas = domain.schemas.clone();
    unite(domain, &mut schemas);
    let changed = |schema: &Schema| {
        let effects = schema.adds.iter().chain(&schema.deletes);
        effects.map(|phrase| signature(phrase, schema, domain)).collect::<Vec<_>>()
    };
    let changing: Vec<(String, Vec<String>)> = schemas.iter().flat_map(changed).collect();
    let mut table = Table::default();
    let mut found = Grounded::default();
    found.task.start = facts(&domain.start, &[], &mut table);
    found.task.goal = facts(&domain.goal, &[], &mut table);
    let start: Vec<Fact> = domain.start.iter().filter_map(|phrase| fact(phrase, &[])).collect();
    for schema in &schemas {
        let is_static = |need: &&Phrase| !changing.contains(&signature(need, schema, domain));
        let fixed: Vec<&Phrase> = schema.needs.iter().filter(is_static).collect();
        let mut bound = Vec::new();
        bind(&Frame { schema, domain, fixed, start: &start }, &mut bound, &mut table, &mut found, budget)?;
    }
    found.task.facts = table.numbers.len();
    Some(found)
}

struct Frame<'a> {
    schema: &'a Schema,
    domain: &'a Domain,
    /// Needs that no action changes.
    fixed: Vec<&'a Phrase>,
    start: &'a [Fact],
}

/// Binds the parameters one after the other. The depth is the number of parameters.
fn bind(
    frame: &Frame<'_>,
    bound: &mut Vec<usize>,
    table: &mut Table,
    found: &mut Grounded,
    budget: &mut Budget,
) -> Option<()> {
    let schema = frame.schema;
    let Some(kind) = schema.params.get(bound.len()) else {
        let operator = Operator {
            needs: facts(&schema.needs, bound, table),
            adds: facts(&schema.adds, bound, table),
            deletes: facts(&schema.deletes, bound, table),
        };
        found.task.operators.push(operator);
        found.said.push(said(schema, frame.domain, bound));
        return (found.said.len() <= MOST).then_some(());
    };
    for (number, thing) in frame.domain.names.things.iter().enumerate() {
        if thing.kind != *kind || bound.contains(&number) {
            continue;
        }
        if !budget.spend(1) {
            return None;
        }
        bound.push(number);
        let fits = frame.fixed.iter().all(|need| fact(need, bound).is_none_or(|fact| frame.start.contains(&fact)));
        let going = if fits { bind(frame, bound, table, found, budget) } else { Some(()) };
        bound.pop();
        going?;
    }
    Some(())
}

/// The fact that a phrase is under a binding; `None` where a parameter is not bound yet.
fn fact(phrase: &Phrase, bound: &[usize]) -> Option<Fact> {
    let thing = |arg: &Arg| match arg {
        Arg::Thing(number) => Some(*number),
        Arg::Param(at) => bound.get(*at).copied(),
    };
    let args: Option<Vec<usize>> = phrase.args.iter().map(thing).collect();
    Some((phrase.key.clone(), args?))
}

fn facts(phrases: &[Phrase], bound: &[usize], table: &mut Table) -> Vec<usize> {
    let mut found: Vec<usize> =
        phrases.iter().filter_map(|phrase| fact(phrase, bound)).map(|fact| table.number(fact)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn said(schema: &Schema, domain: &Domain, bound: &[usize]) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Param(at) => {
            let thing = bound.get(*at).and_then(|number| domain.names.things.get(*number));
            thing.map_or_else(String::new, |thing| domain.short.get(&thing.name).unwrap_or(&thing.said).clone())
        }
    };
    let line: String = schema.wording.iter().map(part).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A key with the kinds of its arguments.
fn signature(phrase: &Phrase, schema: &Schema, domain: &Domain) -> (String, Vec<String>) {
    let kind = |arg: &Arg| match arg {
        Arg::Thing(number) => domain.names.things.get(*number).map_or_else(String::new, |thing| thing.kind.clone()),
        Arg::Param(at) => schema.params.get(*at).cloned().unwrap_or_default(),
    };
    (phrase.key.clone(), phrase.args.iter().map(kind).collect())
}

/// The same relation may be worded in two ways ("in the same location", "at the location"): a key that neither the
/// start nor any effect has for these kinds stands for the one that the start has for them.
fn unite(domain: &Domain, schemas: &mut [Schema]) {
    let nothing = Schema::default();
    let told: Vec<(String, Vec<String>)> =
        domain.start.iter().map(|phrase| signature(phrase, &nothing, domain)).collect();
    let made: Vec<(String, Vec<String>)> =
        schemas.iter().flat_map(|schema| schema.adds.iter().map(|phrase| signature(phrase, schema, domain))).collect();
    for at in 0..schemas.len() {
        let Some(schema) = schemas.get_mut(at) else { continue };
        let copy = schema.clone();
        for phrase in schema.needs.iter_mut().chain(&mut schema.adds).chain(&mut schema.deletes) {
            let own = signature(phrase, &copy, domain);
            if own.1.len() != 2 || told.contains(&own) || made.contains(&own) {
                continue;
            }
            if let Some((key, _)) = told.iter().find(|(_, kinds)| *kinds == own.1) {
                phrase.key.clone_from(key);
            }
        }
    }
}
