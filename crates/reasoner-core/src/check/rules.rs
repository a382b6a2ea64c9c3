//! Derivations by rules: each step an instance of its rule, in an open or a closed world or with rules that defeat
//! one another; and what a goal comes to where literals hold.

use std::collections::{BTreeMap, BTreeSet};

use engine_api::Budget;

use super::{Checked, checked, within_share};
use crate::fol::{Chain, Formula, Ground, GroundAtom, Id, Literal, Rule, Standing, Term, Universe};

/// The most assignments of things to the variables of one rule.
const MOST_INSTANCES: usize = 20_000;

/// The rules, what they speak of, and the goal with the value that it is said to have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim<'a> {
    pub(crate) rules: &'a [Rule],
    pub(crate) universe: &'a Universe,
    pub(crate) goal: &'a Formula,
    pub(crate) value: bool,
}

impl Claim<'_> {
    /// By rules in an open world: the goal has its value by the literals at the places, and these are derived.
    pub(crate) fn chained(&self, chain: &Chain, places: &[usize]) -> Option<Checked> {
        let shown: BTreeSet<&Ground> =
            places.iter().filter_map(|at| chain.holds.get(*at)).map(|(literal, _)| literal).collect();
        let known = |atom: &GroundAtom| {
            let side = |positive: bool| shown.contains(&(atom.clone(), positive));
            side(true).then_some(true).or(side(false).then_some(false))
        };
        let valued = value(self.goal, self.universe, &known, false) == Some(self.value);
        checked(valued && self.derived(chain, places.to_vec(), &|_| false))
    }

    /// In a closed world: the literals are the least model of the rules once what is not among them is false, which
    /// makes them a stable model (Gelfond and Lifschitz, 1988), and the goal has its value there.
    pub(crate) fn closed(&self, chain: &Chain, budget: &mut Budget) -> Option<Checked> {
        within_share(budget, |budget| self.is_stable(chain, budget))
    }

    fn is_stable(&self, chain: &Chain, budget: &mut Budget) -> Option<Checked> {
        let model: BTreeSet<&GroundAtom> =
            chain.holds.iter().filter(|((_, positive), _)| *positive).map(|((atom, _), _)| atom).collect();
        let absent = |atom: &GroundAtom| !model.contains(atom);
        let valued = value(self.goal, self.universe, &|atom| Some(model.contains(atom)), true) == Some(self.value);
        let closed = valued
            && self.instances(budget, &mut |body, head| {
                !head.1
                    || model.contains(&head.0)
                    || !body.iter().all(|(atom, positive)| model.contains(atom) == *positive)
            });
        checked(closed && self.derived(chain, (0..chain.holds.len()).collect(), &absent))
    }

    /// Whether each step below the places is an instance of its rule with premises that stand before it.
    fn derived(&self, chain: &Chain, mut open: Vec<usize>, absent: &dyn Fn(&GroundAtom) -> bool) -> bool {
        let mut seen = BTreeSet::new();
        while let Some(at) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            let Some((literal, why)) = chain.holds.get(at) else { return false };
            let premises: Vec<&Ground> = why
                .from
                .iter()
                .filter(|from| **from < at)
                .filter_map(|from| chain.holds.get(*from))
                .map(|step| &step.0)
                .collect();
            let Some(rule) = self.rules.get(why.rule).filter(|_| premises.len() == why.from.len()) else {
                return false;
            };
            if !self.is_instance(rule, literal, &premises, absent) {
                return false;
            }
            open.extend(&why.from);
        }
        true
    }

    /// Whether the rule with something for its variables has this head, and each literal of its body is a premise or
    /// denies what is absent.
    fn is_instance(
        &self,
        rule: &Rule,
        head: &Ground,
        premises: &[&Ground],
        absent: &dyn Fn(&GroundAtom) -> bool,
    ) -> bool {
        let Some(bound) = self.matched(&rule.head, head, &BTreeMap::new()) else { return false };
        // Literals with premises first, as they bind the variables of what is denied.
        let mut ways = vec![bound];
        for literal in &rule.body {
            let mut next = Vec::new();
            for way in &ways {
                next.extend(premises.iter().filter_map(|premise| self.matched(literal, premise, way)));
                if !literal.positive {
                    next.push(way.clone());
                }
            }
            next.dedup();
            next.truncate(64);
            ways = next;
        }
        ways.iter().any(|way| {
            rule.body.iter().all(|literal| {
                let Some(atom) = self.atom(literal, way) else { return false };
                premises.iter().any(|(other, positive)| *other == atom && *positive == literal.positive)
                    || (!literal.positive && absent(&atom))
            })
        })
    }

    /// What the variables stand for where the literal is this ground one.
    fn matched(&self, literal: &Literal, ground: &Ground, bound: &BTreeMap<Id, u32>) -> Option<BTreeMap<Id, u32>> {
        let ((predicate, places), positive) = ground;
        if literal.predicate != *predicate || literal.positive != *positive || literal.terms.len() != places.len() {
            return None;
        }
        let mut bound = bound.clone();
        for (term, place) in literal.terms.iter().zip(places) {
            let same = match term {
                Term::Var(var) => *bound.entry(*var).or_insert(*place) == *place,
                other => self.universe.place(other, &[], &[]) == Some(*place),
            };
            if !same {
                return None;
            }
        }
        Some(bound)
    }

    fn atom(&self, literal: &Literal, bound: &BTreeMap<Id, u32>) -> Option<GroundAtom> {
        let place = |term: &Term| match term {
            Term::Var(var) => bound.get(var).copied(),
            other => self.universe.place(other, &[], &[]),
        };
        Some((literal.predicate, literal.terms.iter().map(place).collect::<Option<Vec<u32>>>()?))
    }

    /// Whether every instance of every rule passes; false where there are too many to look at.
    fn instances(&self, budget: &mut Budget, passes: &mut dyn FnMut(&[Ground], &Ground) -> bool) -> bool {
        self.rules.iter().all(|rule| {
            let mut vars: BTreeSet<Id> = BTreeSet::new();
            for term in rule.body.iter().chain([&rule.head]).flat_map(|literal| &literal.terms) {
                if let Term::Var(var) = term {
                    vars.insert(*var);
                }
            }
            let things = self.universe.len();
            let Some(count) = things.checked_pow(vars.len() as u32).filter(|count| *count <= MOST_INSTANCES) else {
                return false;
            };
            (0..count).all(|number| {
                let mut rest = number;
                let mut bound = BTreeMap::new();
                for var in &vars {
                    bound.insert(*var, (rest % things) as u32);
                    rest /= things;
                }
                let ground = |literal: &Literal| Some((self.atom(literal, &bound)?, literal.positive));
                let body: Option<Vec<Ground>> = rule.body.iter().map(ground).collect();
                match (body, ground(&rule.head)) {
                    (Some(body), Some(head)) => budget.spend(1 + body.len() as u64) && passes(&body, &head),
                    _ => true,
                }
            })
        })
    }
}

/// Rules and which of two wins.
pub(crate) type Prefers<'a> = &'a dyn Fn(usize, usize) -> bool;

impl Claim<'_> {
    /// By rules that may be defeated: all that is held and all that is given up satisfy the conditions of defeasible
    /// logic, nothing held rests on itself, and the goal has its value.
    pub(crate) fn defended(&self, standing: &Standing, prefers: Prefers<'_>, budget: &mut Budget) -> Option<Checked> {
        within_share(budget, |budget| self.stands(standing, prefers, budget))
    }

    fn stands(&self, standing: &Standing, prefers: Prefers<'_>, budget: &mut Budget) -> Option<Checked> {
        let mut by_head: BTreeMap<Ground, Vec<(usize, Vec<Ground>)>> = BTreeMap::new();
        let mut at = 0;
        for (number, rule) in self.rules.iter().enumerate() {
            let one = Claim { rules: std::slice::from_ref(rule), ..*self };
            let all = one.instances(budget, &mut |body, head| {
                by_head.entry(head.clone()).or_default().push((number, body.to_vec()));
                at += 1;
                at <= MOST_INSTANCES
            });
            if !all {
                return None;
            }
        }
        let held = |literal: &Ground| standing.held.contains_key(literal);
        let applies = |body: &[Ground]| body.iter().all(held);
        let discarded = |body: &[Ground]| body.iter().any(|literal| standing.failed.contains(literal));
        let of = |literal: &Ground| by_head.get(literal).map_or(&[][..], Vec::as_slice);
        let opposite = |literal: &Ground| (literal.0.clone(), !literal.1);
        let stated = |literal: &Ground| of(literal).iter().any(|(_, body)| body.is_empty());
        let is_held = |literal: &Ground| {
            let (pro, contra) = (of(literal), opposite(literal));
            stated(literal)
                || pro.iter().any(|(_, body)| applies(body))
                    && !stated(&contra)
                    && of(&contra).iter().all(|(against, body)| {
                        discarded(body) || pro.iter().any(|(rule, body)| applies(body) && prefers(*rule, *against))
                    })
        };
        let is_failed = |literal: &Ground| {
            let (pro, contra) = (of(literal), opposite(literal));
            !stated(literal)
                && (stated(&contra)
                    || pro.iter().all(|(_, body)| discarded(body))
                    || of(&contra).iter().any(|(against, body)| {
                        applies(body) && !pro.iter().any(|(rule, body)| !discarded(body) && prefers(*rule, *against))
                    }))
        };
        let known = |atom: &GroundAtom| match (held(&(atom.clone(), true)), held(&(atom.clone(), false))) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        };
        let fair = standing.held.keys().all(is_held) && standing.failed.iter().all(is_failed) && founded(standing);
        checked(fair && value(self.goal, self.universe, &known, false) == Some(self.value))
    }
}

/// Whether what is held can be put in an order in which each rests on earlier ones only.
fn founded(standing: &Standing) -> bool {
    let mut before: BTreeSet<&Ground> = BTreeSet::new();
    loop {
        let known = before.len();
        for (literal, (_, body)) in &standing.held {
            if body.iter().all(|part| before.contains(part)) {
                before.insert(literal);
            }
        }
        if before.len() == known {
            return known == standing.held.len();
        }
    }
}

/// The value of a formula where each atom holds, fails or is open; `closed` where there is nothing but what is named.
fn value(
    formula: &Formula,
    universe: &Universe,
    known: &dyn Fn(&GroundAtom) -> Option<bool>,
    closed: bool,
) -> Option<bool> {
    Valuation { universe, known, closed }.of(formula, &mut Vec::new(), &mut Vec::new())
}

struct Valuation<'a> {
    universe: &'a Universe,
    known: &'a dyn Fn(&GroundAtom) -> Option<bool>,
    closed: bool,
}

impl Valuation<'_> {
    fn of(&self, formula: &Formula, vars: &mut Vec<Id>, values: &mut Vec<u32>) -> Option<bool> {
        match formula {
            Formula::Atom(predicate, terms) => (self.known)(&self.universe.atom(*predicate, terms, vars, values)?),
            Formula::Not(inner) => self.of(inner, vars, values).map(|value| !value),
            Formula::And(parts) => all(parts.iter().map(|part| self.of(part, vars, values))),
            Formula::Or(parts) => all(parts.iter().map(|part| not(self.of(part, vars, values)))).map(|value| !value),
            Formula::If(one, other) => {
                all([self.of(one, vars, values), not(self.of(other, vars, values))].into_iter()).map(|value| !value)
            }
            Formula::Iff(one, other) => Some(self.of(one, vars, values)? == self.of(other, vars, values)?),
            Formula::All(bound, inner) => self.each((bound, true), inner, vars, values),
            Formula::Some(bound, inner) => self.each((bound, false), inner, vars, values),
        }
    }

    /// Whether the formula holds of all things (of some where `universal` is false).
    fn each(
        &self,
        (bound, universal): (&[Id], bool),
        inner: &Formula,
        vars: &mut Vec<Id>,
        values: &mut Vec<u32>,
    ) -> Option<bool> {
        let Some((var, rest)) = bound.split_first() else { return self.of(inner, vars, values) };
        let mut sides = Vec::new();
        for place in 0..self.universe.len() as u32 {
            vars.push(*var);
            values.push(place);
            let side = self.each((rest, universal), inner, vars, values);
            sides.push(if universal { side } else { not(side) });
            vars.pop();
            values.pop();
        }
        match all(sides.into_iter()) {
            Some(true) if !self.closed => None,
            decided => decided.map(|decided| decided == universal),
        }
    }
}

fn not(value: Option<bool>) -> Option<bool> {
    value.map(|value| !value)
}

/// Whether all hold: no where one fails, open where one is open.
fn all(mut values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let values: Vec<Option<bool>> = values.by_ref().collect();
    if values.contains(&Some(false)) {
        return Some(false);
    }
    (!values.contains(&None)).then_some(true)
}
