//! Rules over properties: forward chaining to a fixpoint, with a proof of everything derived. Knows numbers, not
//! words. Rules have one variable at most; negation is explicit, and what is not derived is unknown.

use std::collections::{BTreeMap, HashMap};

use engine_api::Budget;
use foldhash::fast::FixedState;

/// A property or the thing that has it, by its number.
pub(crate) type Id = u32;

/// What a rule speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Term {
    /// Anything; the same throughout the rule.
    Any,
    /// One thing.
    Thing(Id),
}

/// That something has a property, or has it not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Literal {
    pub(crate) property: Id,
    pub(crate) of: Term,
    pub(crate) positive: bool,
}

impl Literal {
    pub(crate) fn denied(self) -> Literal {
        Literal { positive: !self.positive, ..self }
    }

    fn bound(self, thing: Term) -> Literal {
        Literal { of: if self.of == Term::Any { thing } else { self.of }, ..self }
    }
}

/// If all of the body holds, the head holds.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) body: Vec<Literal>,
    pub(crate) head: Literal,
    /// Where the rule was stated.
    pub(crate) source: usize,
}

/// Why a literal holds.
#[derive(Debug, Clone)]
pub(crate) enum Ground {
    /// It was stated, here.
    Stated(usize),
    /// This rule (by its source) gives it from these derived literals, by their places.
    Derived(usize, Vec<usize>),
}

/// Everything that follows, in the order of its derivation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Closure {
    pub(crate) literals: Vec<(Literal, Ground)>,
    places: HashMap<Literal, usize, FixedState>,
}

impl Closure {
    /// The place of a literal, if it holds.
    pub(crate) fn place(&self, literal: Literal) -> Option<usize> {
        self.places.get(&literal).copied()
    }

    fn add(&mut self, literal: Literal, ground: Ground) {
        if !self.places.contains_key(&literal) {
            self.places.insert(literal, self.literals.len());
            self.literals.push((literal, ground));
        }
    }
}

/// Derives everything that follows from the stated literals by the rules and by contraposition of those with one
/// premise. `None` where the budget does not suffice.
pub(crate) fn close(stated: &[(Literal, usize)], rules: &[Rule], budget: &mut Budget) -> Option<Closure> {
    let rules = with_contrapositives(rules);
    let mut uses: BTreeMap<(Id, bool), Vec<usize>> = BTreeMap::new();
    for (at, rule) in rules.iter().enumerate() {
        for premise in &rule.body {
            uses.entry((premise.property, premise.positive)).or_default().push(at);
        }
    }
    let mut closure = Closure::default();
    for (literal, source) in stated {
        closure.add(*literal, Ground::Stated(*source));
    }
    let mut next = 0;
    while let Some((literal, _)) = closure.literals.get(next).cloned() {
        next += 1;
        for &at in uses.get(&(literal.property, literal.positive)).into_iter().flatten() {
            let Some(rule) = rules.get(at) else { continue };
            if !budget.spend(1 + rule.body.len() as u64) {
                return None;
            }
            if let Some((head, premises)) = apply(rule, literal, &closure) {
                closure.add(head, Ground::Derived(rule.source, premises));
            }
        }
    }
    Some(closure)
}

/// The head of the rule where `literal` is one of its premises and the others hold too.
fn apply(rule: &Rule, literal: Literal, closure: &Closure) -> Option<(Literal, Vec<usize>)> {
    let fits = |premise: &&Literal| {
        premise.property == literal.property
            && premise.positive == literal.positive
            && (premise.of == Term::Any || premise.of == literal.of)
    };
    // The variable is what the literal speaks of, where a premise with the variable fits it.
    let thing = rule.body.iter().filter(fits).map(|premise| premise.of).min().map(|_| literal.of)?;
    let premises: Option<Vec<usize>> = rule.body.iter().map(|premise| closure.place(premise.bound(thing))).collect();
    let head = rule.head.bound(thing);
    Some((head, premises?)).filter(|(head, _)| head.of != Term::Any)
}

fn with_contrapositives(rules: &[Rule]) -> Vec<Rule> {
    let mut all = rules.to_vec();
    for rule in rules {
        if let [premise] = rule.body[..]
            && (premise.of == Term::Any) == (rule.head.of == Term::Any)
        {
            all.push(Rule { body: vec![rule.head.denied()], head: premise.denied(), source: rule.source });
        }
    }
    all
}

#[cfg(test)]
mod tests;
