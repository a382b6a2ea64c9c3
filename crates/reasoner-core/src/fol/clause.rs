//! Formulas without quantifiers: negations moved inward, existential variables replaced by witnesses, universal ones
//! left free.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::{Formula, Id, Term};

/// A formula whose negations stand at atoms and whose variables are all universal.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Matrix {
    /// An atom and whether it is affirmed.
    Literal(Id, Vec<Term>, bool),
    And(Vec<Matrix>),
    Or(Vec<Matrix>),
}

/// Removes quantifiers. Witnesses are numbered on from one formula to the next.
#[derive(Debug, Default)]
pub(crate) struct Skolem {
    witnesses: Id,
}

type Bound = HashMap<Id, Term, FixedState>;

impl Skolem {
    /// The matrix of a formula (of its negation where `positive` is false).
    pub(crate) fn matrix(&mut self, formula: &Formula, positive: bool) -> Matrix {
        self.walk(formula, positive, &mut Vec::new(), &mut Bound::default())
    }

    /// `scope` holds the universal variables around the formula, `bound` the terms that replace others.
    fn walk(&mut self, formula: &Formula, positive: bool, scope: &mut Vec<Id>, bound: &mut Bound) -> Matrix {
        match (formula, positive) {
            (Formula::Atom(predicate, terms), _) => {
                Matrix::Literal(*predicate, terms.iter().map(|term| replaced(term, bound)).collect(), positive)
            }
            (Formula::Not(inner), _) => self.walk(inner, !positive, scope, bound),
            (Formula::And(parts), true) | (Formula::Or(parts), false) => {
                Matrix::And(parts.iter().map(|part| self.walk(part, positive, scope, bound)).collect())
            }
            (Formula::And(parts), false) | (Formula::Or(parts), true) => {
                Matrix::Or(parts.iter().map(|part| self.walk(part, positive, scope, bound)).collect())
            }
            (Formula::If(one, other), true) => {
                Matrix::Or(vec![self.walk(one, false, scope, bound), self.walk(other, true, scope, bound)])
            }
            (Formula::If(one, other), false) => {
                Matrix::And(vec![self.walk(one, true, scope, bound), self.walk(other, false, scope, bound)])
            }
            (Formula::Iff(one, other), _) => {
                let mut clause = |first: bool, second: bool| {
                    Matrix::Or(vec![self.walk(one, first, scope, bound), self.walk(other, second, scope, bound)])
                };
                Matrix::And(vec![clause(false, positive), clause(true, !positive)])
            }
            (Formula::All(vars, inner), true) | (Formula::Some(vars, inner), false) => {
                let outer = scope.len();
                scope.extend(vars);
                let matrix = self.walk(inner, positive, scope, bound);
                scope.truncate(outer);
                matrix
            }
            (Formula::All(vars, inner), false) | (Formula::Some(vars, inner), true) => {
                for var in vars {
                    self.witnesses += 1;
                    let over = scope.iter().map(|var| Term::Var(*var)).collect();
                    bound.insert(*var, Term::Witness(self.witnesses, over));
                }
                self.walk(inner, positive, scope, bound)
            }
        }
    }
}

fn replaced(term: &Term, bound: &Bound) -> Term {
    match term {
        Term::Var(var) => bound.get(var).unwrap_or(term).clone(),
        other => other.clone(),
    }
}

impl Matrix {
    /// The universal variables in the order of their first place.
    pub(crate) fn variables(&self) -> Vec<Id> {
        let mut found = Vec::new();
        self.literals(&mut |_, terms, _| terms.iter().for_each(|term| collect(term, &mut found)));
        found
    }

    /// Calls `see` with each literal.
    pub(crate) fn literals(&self, see: &mut dyn FnMut(Id, &[Term], bool)) {
        match self {
            Matrix::Literal(predicate, terms, positive) => see(*predicate, terms, *positive),
            Matrix::And(parts) | Matrix::Or(parts) => parts.iter().for_each(|part| part.literals(see)),
        }
    }
}

fn collect(term: &Term, found: &mut Vec<Id>) {
    match term {
        Term::Var(var) if !found.contains(var) => found.push(*var),
        Term::Witness(_, over) => over.iter().for_each(|term| collect(term, found)),
        _ => {}
    }
}
