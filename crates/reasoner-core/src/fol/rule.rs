//! Rules with literals for premises and conclusion, read from formulas where they have that shape, and what follows
//! from them forward: with explicit negation (open world) or with negation as failure (closed world, well-founded).

use std::collections::{BTreeSet, HashMap};

use engine_api::Budget;
use foldhash::fast::FixedState;

use super::ground::{GroundAtom, Universe};
use super::{Formula, Id, Term};

/// An atom and whether it is affirmed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Literal {
    pub(crate) predicate: Id,
    pub(crate) terms: Vec<Term>,
    pub(crate) positive: bool,
}

/// If all of the body holds, the head holds. A fact has no body.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rule {
    pub(crate) body: Vec<Literal>,
    pub(crate) head: Literal,
    /// The place of the formula that it comes from.
    pub(crate) source: usize,
}

/// The most disjuncts of a premise that are taken apart.
const MOST_CASES: usize = 32;

/// A rule with more instances is left out.
const MOST_INSTANCES: usize = 20_000;

/// The formula as rules; none where it is not of that shape (disjunctive or existential conclusions).
pub(crate) fn rules(formula: &Formula, source: usize) -> Option<Vec<Rule>> {
    let mut found = Vec::new();
    conclude(formula, &[Vec::new()], source, &mut found)?;
    Some(found)
}

/// Adds the rules that conclude the formula from each of the bodies.
fn conclude(formula: &Formula, bodies: &[Vec<Literal>], source: usize, found: &mut Vec<Rule>) -> Option<()> {
    match formula {
        Formula::Atom(..) | Formula::Not(_) => {
            for head in literals(formula)? {
                found.extend(bodies.iter().map(|body| Rule { body: body.clone(), head: head.clone(), source }));
            }
            Some(())
        }
        Formula::And(parts) => parts.iter().try_for_each(|part| conclude(part, bodies, source, found)),
        Formula::All(_, inner) => conclude(inner, bodies, source, found),
        Formula::If(condition, result) => {
            let cases = cases(condition, true)?;
            let all: Vec<Vec<Literal>> =
                bodies.iter().flat_map(|body| cases.iter().map(|case| [body.clone(), case.clone()].concat())).collect();
            conclude(result, &all, source, found).filter(|()| all.len() <= MOST_CASES)
        }
        Formula::Iff(one, other) => {
            conclude(&Formula::If(one.clone(), other.clone()), bodies, source, found)?;
            conclude(&Formula::If(other.clone(), one.clone()), bodies, source, found)
        }
        Formula::Or(parts) => {
            let [one] = parts.as_slice() else { return None };
            conclude(one, bodies, source, found)
        }
        Formula::Some(..) => None,
    }
}

/// A negation of a disjunction or the like as the literals that it comes to.
fn literals(formula: &Formula) -> Option<Vec<Literal>> {
    let mut all = cases(formula, true)?;
    all.pop().filter(|_| all.is_empty())
}

/// The formula as a disjunction of conjunctions of literals, existential quantifiers dropped (their variables are
/// universal around the rule).
fn cases(formula: &Formula, positive: bool) -> Option<Vec<Vec<Literal>>> {
    match (formula, positive) {
        (Formula::Atom(predicate, terms), _) => {
            Some(vec![vec![Literal { predicate: *predicate, terms: terms.clone(), positive }]])
        }
        (Formula::Not(inner), _) => cases(inner, !positive),
        (Formula::And(parts), true) | (Formula::Or(parts), false) => {
            let mut all = vec![Vec::new()];
            for part in parts {
                let more = cases(part, positive)?;
                all =
                    all.iter().flat_map(|one| more.iter().map(|other| [one.clone(), other.clone()].concat())).collect();
                if all.len() > MOST_CASES {
                    return None;
                }
            }
            Some(all)
        }
        (Formula::Or(parts), true) | (Formula::And(parts), false) => {
            let all: Option<Vec<_>> = parts.iter().map(|part| cases(part, positive)).collect();
            Some(all?.concat())
        }
        (Formula::If(one, other), false) => {
            cases(&Formula::And(vec![(**one).clone(), (**other).clone().denied()]), true)
        }
        (Formula::Some(_, inner), true) | (Formula::All(_, inner), false) => cases(inner, positive),
        _ => None,
    }
}

/// Why a ground literal holds: the rule, and the derived literals that it uses, by their places.
#[derive(Debug, Clone)]
pub(crate) struct Why {
    pub(crate) rule: usize,
    pub(crate) from: Vec<usize>,
}

/// A ground literal: the atom and whether it is affirmed.
pub(crate) type Ground = (GroundAtom, bool);

/// What follows, in the order of derivation.
#[derive(Debug, Default)]
pub(crate) struct Chain {
    pub(crate) holds: Vec<(Ground, Why)>,
    places: HashMap<Ground, usize, FixedState>,
}

impl Chain {
    /// Where a literal was derived.
    pub(crate) fn place(&self, atom: &GroundAtom, positive: bool) -> Option<usize> {
        self.places.get(&(atom.clone(), positive)).copied()
    }

    fn add(&mut self, literal: Ground, why: Why) -> bool {
        let new = !self.places.contains_key(&literal);
        if new {
            self.places.insert(literal.clone(), self.holds.len());
            self.holds.push((literal, why));
        }
        new
    }
}

/// An instance of a rule.
#[derive(Debug, Clone)]
pub(super) struct Instance {
    pub(super) body: Vec<Ground>,
    pub(super) head: Ground,
    pub(super) rule: usize,
}

/// All instances of the rules over the universe; none where the budget ends.
pub(super) fn instances(rules: &[Rule], universe: &Universe, budget: &mut Budget) -> Option<Vec<Instance>> {
    let mut all = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        let mut vars: Vec<Id> = Vec::new();
        for term in rule.body.iter().chain([&rule.head]).flat_map(|literal| &literal.terms) {
            if let Term::Var(var) = term
                && !vars.contains(var)
            {
                vars.push(*var);
            }
        }
        if universe.len().checked_pow(vars.len() as u32).is_none_or(|count| count > MOST_INSTANCES) {
            continue;
        }
        let full = universe.assign(vars.len(), budget, &mut |values| {
            let ground = |literal: &Literal| {
                Some((universe.atom(literal.predicate, &literal.terms, &vars, values)?, literal.positive))
            };
            let body: Option<Vec<Ground>> = rule.body.iter().map(ground).collect();
            if let (Some(body), Some(head)) = (body, ground(&rule.head)) {
                all.push(Instance { body, head, rule: at });
            }
        });
        if !full {
            return None;
        }
    }
    Some(all)
}

/// What follows where both sides of each atom must be derived.
pub(crate) fn chain(rules: &[Rule], universe: &Universe, budget: &mut Budget) -> Option<Chain> {
    let instances = instances(rules, universe, budget)?;
    forward(&instances, &|_| false, budget)
}

/// What follows where what is not derived is false: the true atoms of the well-founded model (Van Gelder, Ross and
/// Schlipf, 1991) by the alternating fixpoint. Conclusions that are denials are left out, as they add nothing.
pub(crate) fn closed(rules: &[Rule], universe: &Universe, budget: &mut Budget) -> Option<Chain> {
    let mut instances = instances(rules, universe, budget)?;
    instances.retain(|instance| instance.head.1);
    // What may hold at most; at first, everything.
    let mut possible: Option<BTreeSet<GroundAtom>> = None;
    loop {
        let fails = |atom: &GroundAtom| possible.as_ref().is_some_and(|possible| !possible.contains(atom));
        let sure = forward(&instances, &fails, budget)?;
        let most = forward(&instances, &|atom| sure.place(atom, true).is_none(), budget)?;
        let most: BTreeSet<GroundAtom> = most.holds.into_iter().map(|((atom, _), _)| atom).collect();
        if possible.as_ref() == Some(&most) {
            return Some(sure);
        }
        possible = Some(most);
    }
}

/// Chains forward; a denied premise holds where it was derived or where `fails` says so.
fn forward(instances: &[Instance], fails: &dyn Fn(&GroundAtom) -> bool, budget: &mut Budget) -> Option<Chain> {
    let mut uses: HashMap<&Ground, Vec<usize>, FixedState> = HashMap::default();
    let mut missing: Vec<usize> = Vec::with_capacity(instances.len());
    let mut chain = Chain::default();
    let given = |literal: &Ground| !literal.1 && fails(&literal.0);
    for (at, instance) in instances.iter().enumerate() {
        let mut needed: Vec<&Ground> = instance.body.iter().filter(|literal| !given(literal)).collect();
        needed.sort_unstable();
        needed.dedup();
        missing.push(needed.len());
        for literal in needed {
            uses.entry(literal).or_default().push(at);
        }
    }
    for (at, instance) in instances.iter().enumerate() {
        if missing.get(at) == Some(&0) {
            chain.add(instance.head.clone(), Why { rule: instance.rule, from: Vec::new() });
        }
    }
    let mut next = 0;
    while let Some((literal, _)) = chain.holds.get(next).cloned() {
        next += 1;
        for &at in uses.get(&literal).into_iter().flatten() {
            let (Some(left), Some(instance)) = (missing.get_mut(at), instances.get(at)) else { continue };
            *left = left.saturating_sub(1);
            if *left > 0 {
                continue;
            }
            if !budget.spend(1 + instance.body.len() as u64) {
                return None;
            }
            let from = instance.body.iter().filter_map(|(atom, positive)| chain.place(atom, *positive)).collect();
            chain.add(instance.head.clone(), Why { rule: instance.rule, from });
        }
    }
    Some(chain)
}
