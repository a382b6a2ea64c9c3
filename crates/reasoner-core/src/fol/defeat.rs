//! Rules that may be defeated by stronger ones with the opposite conclusion: defeasible logic with team defeat
//! (Antoniou, Billington, Governatori and Maher, "Representation results for defeasible logic", 2001). What is
//! stated as a fact stands above all rules.

use std::collections::{BTreeMap, BTreeSet};

use engine_api::Budget;

use super::ground::Universe;
use super::rule::{Ground, Instance, Rule, instances};

/// What came of a literal.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    /// The literals that are held, each with the rule (its place) that gives it and the literals it uses.
    pub(crate) held: BTreeMap<Ground, (usize, Vec<Ground>)>,
    /// The literals that are given up.
    pub(crate) failed: BTreeSet<Ground>,
}

/// Decides which literals are held. `prefers` says whether the rule at the first place beats that at the second.
pub(crate) fn defend(
    rules: &[Rule],
    universe: &Universe,
    prefers: &dyn Fn(usize, usize) -> bool,
    budget: &mut Budget,
) -> Option<Standing> {
    let instances = instances(rules, universe, budget)?;
    let mut state = State::of(&instances);
    loop {
        let mut moved = false;
        for literal in &state.literals.clone() {
            if state.held.contains_key(literal) || state.failed.contains(literal) {
                continue;
            }
            if !budget.spend(4) {
                return None;
            }
            moved |= state.settle(literal, prefers);
        }
        // What waits for itself only, is not held.
        if !moved && !state.release() {
            return Some(Standing { held: state.held, failed: state.failed });
        }
    }
}

struct State<'a> {
    by_head: BTreeMap<Ground, Vec<&'a Instance>>,
    literals: Vec<Ground>,
    held: BTreeMap<Ground, (usize, Vec<Ground>)>,
    failed: BTreeSet<Ground>,
}

fn opposite(literal: &Ground) -> Ground {
    (literal.0.clone(), !literal.1)
}

impl<'a> State<'a> {
    fn of(instances: &'a [Instance]) -> State<'a> {
        let mut by_head: BTreeMap<Ground, Vec<&Instance>> = BTreeMap::new();
        let mut held = BTreeMap::new();
        let mut all = BTreeSet::new();
        for instance in instances {
            all.extend(instance.body.iter().cloned());
            all.insert(instance.head.clone());
            if instance.body.is_empty() {
                held.entry(instance.head.clone()).or_insert((instance.rule, Vec::new()));
            } else {
                by_head.entry(instance.head.clone()).or_default().push(instance);
            }
        }
        let failed = held.keys().map(opposite).filter(|literal| !held.contains_key(literal)).collect();
        State { by_head, literals: all.into_iter().collect(), held, failed }
    }

    fn applies(&self, instance: &Instance) -> bool {
        instance.body.iter().all(|literal| self.held.contains_key(literal))
    }

    fn discarded(&self, instance: &Instance) -> bool {
        instance.body.iter().any(|literal| self.failed.contains(literal))
    }

    fn of_head(&self, literal: &Ground) -> &[&'a Instance] {
        self.by_head.get(literal).map_or(&[], Vec::as_slice)
    }

    /// Holds the literal or gives it up where its rules and those against it are settled enough.
    fn settle(&mut self, literal: &Ground, prefers: &dyn Fn(usize, usize) -> bool) -> bool {
        let (pro, contra) = (self.of_head(literal), self.of_head(&opposite(literal)));
        let beaten = |against: &Instance| {
            pro.iter().any(|instance| self.applies(instance) && prefers(instance.rule, against.rule))
        };
        let support = pro.iter().find(|instance| self.applies(instance));
        if let Some(support) = support
            && contra.iter().all(|against| self.discarded(against) || beaten(against))
        {
            let why = (support.rule, support.body.clone());
            self.held.insert(literal.clone(), why);
            return true;
        }
        let beatable = |against: &Instance| {
            pro.iter().any(|instance| !self.discarded(instance) && prefers(instance.rule, against.rule))
        };
        let fails = pro.iter().all(|instance| self.discarded(instance))
            || contra.iter().any(|against| self.applies(against) && !beatable(against));
        if fails {
            self.failed.insert(literal.clone());
        }
        fails
    }

    /// Gives up the literals that are not supported from outside of themselves (an unfounded set).
    fn release(&mut self) -> bool {
        let open =
            |literal: &Ground, state: &State<'_>| !state.held.contains_key(literal) && !state.failed.contains(literal);
        let mut founded: BTreeSet<Ground> = BTreeSet::new();
        loop {
            let before = founded.len();
            for literal in self.literals.iter().filter(|literal| open(literal, self)) {
                let grows = self.of_head(literal).iter().any(|instance| {
                    !self.discarded(instance)
                        && instance.body.iter().all(|part| self.held.contains_key(part) || founded.contains(part))
                });
                if grows {
                    founded.insert(literal.clone());
                }
            }
            if founded.len() == before {
                break;
            }
        }
        let loose: Vec<Ground> = self
            .literals
            .iter()
            .filter(|literal| open(literal, self) && !founded.contains(*literal))
            .cloned()
            .collect();
        self.failed.extend(loose.iter().cloned());
        !loose.is_empty()
    }
}
