//! First-order logic over numbers: formulas, what they come to over the things a theory names, and whether a goal
//! follows from them, fails with them, or neither. Knows no words.

mod clause;
mod defeat;
mod entail;
mod ground;
mod rule;
mod sat;

pub(crate) use clause::{Matrix, Skolem};
pub(crate) use defeat::{Standing, defend};
pub(crate) use entail::{Judgement, judge};
pub(crate) use ground::{GroundAtom, Universe, things};
pub(crate) use rule::{Chain, Ground, Literal, Rule, chain, closed, rules};

/// The number of a predicate, a thing, a function or a variable.
pub(crate) type Id = u32;

/// What a predicate speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Term {
    /// A variable, bound by a quantifier around it.
    Var(Id),
    /// One thing.
    Thing(Id),
    /// The witness that depends on these (made while quantifiers are removed).
    Witness(Id, Vec<Term>),
}

/// A formula. The variables of one theory are numbered apart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Formula {
    /// A predicate of things.
    Atom(Id, Vec<Term>),
    Not(Box<Formula>),
    /// All hold; none of them is the truth.
    And(Vec<Formula>),
    /// One holds; none of them is falsehood.
    Or(Vec<Formula>),
    If(Box<Formula>, Box<Formula>),
    Iff(Box<Formula>, Box<Formula>),
    All(Vec<Id>, Box<Formula>),
    Some(Vec<Id>, Box<Formula>),
}

impl Formula {
    pub(crate) fn truth() -> Formula {
        Formula::And(Vec::new())
    }

    /// Its negation, without a double one.
    pub(crate) fn denied(self) -> Formula {
        match self {
            Formula::Not(inner) => *inner,
            other => Formula::Not(Box::new(other)),
        }
    }

    /// The conjunction; one part stands alone.
    pub(crate) fn and(parts: impl IntoIterator<Item = Formula>) -> Formula {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Formula::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() == 1 { flat.swap_remove(0) } else { Formula::And(flat) }
    }

    /// The disjunction; one part stands alone.
    pub(crate) fn or(mut parts: Vec<Formula>) -> Formula {
        if parts.len() == 1 { parts.swap_remove(0) } else { Formula::Or(parts) }
    }

    /// Exactly one of two holds.
    pub(crate) fn xor(one: Formula, other: Formula) -> Formula {
        Formula::Iff(Box::new(one), Box::new(other.denied()))
    }

    pub(crate) fn implies(self, then: Formula) -> Formula {
        if self == Formula::truth() { then } else { Formula::If(Box::new(self), Box::new(then)) }
    }

    /// Bound by "for all"; as it is where there is nothing to bind.
    pub(crate) fn for_all(self, vars: Vec<Id>) -> Formula {
        if vars.is_empty() { self } else { Formula::All(vars, Box::new(self)) }
    }

    /// Bound by "for some"; as it is where there is nothing to bind.
    pub(crate) fn for_some(self, vars: Vec<Id>) -> Formula {
        if vars.is_empty() { self } else { Formula::Some(vars, Box::new(self)) }
    }

    /// Calls `see` with each atom.
    pub(crate) fn atoms<'a>(&'a self, see: &mut dyn FnMut(Id, &'a [Term])) {
        match self {
            Formula::Atom(predicate, terms) => see(*predicate, terms),
            Formula::Not(inner) | Formula::All(_, inner) | Formula::Some(_, inner) => inner.atoms(see),
            Formula::And(parts) | Formula::Or(parts) => parts.iter().for_each(|part| part.atoms(see)),
            Formula::If(one, other) | Formula::Iff(one, other) => {
                one.atoms(see);
                other.atoms(see);
            }
        }
    }
}

#[cfg(test)]
mod tests;
