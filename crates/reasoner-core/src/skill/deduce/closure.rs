//! What follows from statements about properties, by the prover of theories: rules with one variable at most and
//! explicit negation; what is not derived is unknown.

use engine_api::Budget;

use crate::check::Checked;
use crate::check::rules::Claim;
use crate::fol::{self, Formula, Universe};

/// A property or the thing that has it, by its number.
pub(super) type Id = u32;

/// The variable of every rule.
const ANY: Id = Id::MAX;

/// What a rule speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Term {
    /// Anything; the same throughout the rule.
    Any,
    /// One thing.
    Thing(Id),
}

/// That something has a property, or has it not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Literal {
    pub(super) property: Id,
    pub(super) of: Term,
    pub(super) positive: bool,
}

impl Literal {
    pub(super) fn denied(self) -> Literal {
        Literal { positive: !self.positive, ..self }
    }

    fn in_logic(self) -> fol::Literal {
        let of = match self.of {
            Term::Any => fol::Term::Var(ANY),
            Term::Thing(thing) => fol::Term::Thing(thing),
        };
        fol::Literal { predicate: self.property, terms: vec![of], positive: self.positive }
    }

    fn formula(self) -> Formula {
        let literal = self.in_logic();
        let atom = Formula::Atom(literal.predicate, literal.terms);
        if literal.positive { atom } else { atom.denied() }
    }
}

/// If all of the body holds, the head holds.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) body: Vec<Literal>,
    pub(super) head: Literal,
    /// Where the rule was stated.
    pub(super) source: usize,
}

/// Why a literal holds.
#[derive(Debug, Clone)]
pub(super) enum Ground {
    /// It was stated, here.
    Stated(usize),
    /// This rule (by its source) gives it from these derived literals, by their places.
    Derived(usize, Vec<usize>),
}

/// Everything that follows, in the order of its derivation.
#[derive(Debug, Default)]
pub(super) struct Closure {
    rules: Vec<fol::Rule>,
    universe: Universe,
    chain: fol::Chain,
}

impl Closure {
    /// Derives everything that follows from the stated literals by the rules and by contraposition of those with one
    /// premise. `None` where the budget does not suffice.
    pub(super) fn of(stated: &[(Literal, usize)], rules: &[Rule], budget: &mut Budget) -> Option<Closure> {
        let facts = stated.iter().map(|(head, source)| Rule { body: Vec::new(), head: *head, source: *source });
        let all: Vec<Rule> = facts.chain(with_contrapositives(rules)).collect();
        let mut things: Vec<Id> = Vec::new();
        for literal in all.iter().flat_map(|rule| rule.body.iter().chain([&rule.head])) {
            if let Term::Thing(thing) = literal.of {
                things.push(thing);
            }
        }
        things.sort_unstable();
        things.dedup();
        let universe = Universe::of(&things);
        let in_logic = |rule: &Rule| fol::Rule {
            body: rule.body.iter().map(|literal| literal.in_logic()).collect(),
            head: rule.head.in_logic(),
            source: rule.source,
        };
        let rules: Vec<fol::Rule> = all.iter().map(in_logic).collect();
        let chain = fol::chain(&rules, &universe, budget)?;
        Some(Closure { rules, universe, chain })
    }

    /// The place of a literal, if it holds.
    pub(super) fn place(&self, literal: Literal) -> Option<usize> {
        let fol::Literal { predicate, terms, positive } = literal.in_logic();
        self.chain.place(&self.universe.atom(predicate, &terms, &[], &[])?, positive)
    }

    /// How many literals hold.
    pub(super) fn len(&self) -> usize {
        self.chain.holds.len()
    }

    /// The literal at a place, and why it holds.
    pub(super) fn at(&self, place: usize) -> Option<(Literal, Ground)> {
        let (((property, terms), positive), why) = self.chain.holds.get(place)?;
        let of = match self.universe.term(*terms.first()?)? {
            fol::Term::Thing(thing) => Term::Thing(*thing),
            _ => return None,
        };
        let source = self.rules.get(why.rule)?.source;
        let ground = match why.from.as_slice() {
            [] => Ground::Stated(source),
            from => Ground::Derived(source, from.to_vec()),
        };
        Some((Literal { property: *property, of, positive: *positive }, ground))
    }

    /// What the checker says of all goals together having this value by the literals at the places.
    pub(super) fn checked(&self, goals: &[Literal], value: bool, places: &[usize]) -> Option<Checked> {
        let goal = Formula::and(goals.iter().map(|goal| goal.formula()));
        Claim { rules: &self.rules, universe: &self.universe, goal: &goal, value }.chained(&self.chain, places)
    }
}

/// The rules and the contrapositives of those with one premise.
pub(super) fn with_contrapositives(rules: &[Rule]) -> Vec<Rule> {
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
