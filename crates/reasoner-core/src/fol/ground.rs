//! Instances of formulas over the things that a theory names and the witnesses of what it says exists.

use std::collections::HashMap;

use engine_api::Budget;
use foldhash::fast::FixedState;

use super::clause::Matrix;
use super::{Formula, Id, Term};

/// The most ground terms.
const MOST_THINGS: usize = 400;

/// How deep witnesses depend on witnesses.
const DEEPEST: usize = 2;

/// A predicate of ground terms, by their places in the universe.
pub(crate) type GroundAtom = (Id, Vec<u32>);

/// The ground terms of a theory, numbered.
#[derive(Debug, Default)]
pub(crate) struct Universe {
    terms: Vec<Term>,
    places: HashMap<Term, u32, FixedState>,
    /// Whether witnesses were left out.
    pub(crate) cut: bool,
}

/// The things that formulas name, in order.
pub(crate) fn things<'a>(formulas: impl IntoIterator<Item = &'a Formula>) -> Vec<Id> {
    let mut found = Vec::new();
    for formula in formulas {
        formula.atoms(&mut |_, terms| {
            for term in terms {
                if let Term::Thing(thing) = term
                    && !found.contains(thing)
                {
                    found.push(*thing);
                }
            }
        });
    }
    found
}

impl Universe {
    /// The things with these numbers; a nameless one where there are none.
    pub(crate) fn of(things: &[Id]) -> Universe {
        let mut universe = Universe::default();
        for thing in things {
            universe.add(Term::Thing(*thing));
        }
        universe
    }

    /// All terms that the matrices build up to a small depth.
    pub(crate) fn closed(matrices: &[&Matrix]) -> Universe {
        let mut universe = Universe::default();
        let mut functions: Vec<(Id, usize)> = Vec::new();
        for matrix in matrices {
            matrix.literals(&mut |_, terms, _| {
                terms.iter().for_each(|term| universe.gather(term, &mut functions));
            });
        }
        if universe.terms.is_empty() {
            universe.add(Term::Thing(Id::MAX));
        }
        for _ in 0..DEEPEST {
            universe.grow(&functions);
        }
        universe
    }

    fn gather(&mut self, term: &Term, functions: &mut Vec<(Id, usize)>) {
        match term {
            Term::Thing(_) => self.add(term.clone()),
            Term::Witness(_, over) if over.is_empty() => self.add(term.clone()),
            Term::Witness(function, over) => {
                if !functions.contains(&(*function, over.len())) {
                    functions.push((*function, over.len()));
                }
            }
            Term::Var(_) => {}
        }
    }

    /// Applies the functions once to what is there.
    fn grow(&mut self, functions: &[(Id, usize)]) {
        let known = self.terms.len();
        for (function, arity) in functions {
            let total = known.checked_pow(*arity as u32).unwrap_or(usize::MAX);
            if self.terms.len().saturating_add(total) > MOST_THINGS {
                self.cut = true;
                continue;
            }
            for mut at in 0..total {
                let mut over = Vec::with_capacity(*arity);
                for _ in 0..*arity {
                    over.extend(self.terms.get(at % known).cloned());
                    at /= known;
                }
                self.add(Term::Witness(*function, over));
            }
        }
        self.cut |= !functions.is_empty();
    }

    fn add(&mut self, term: Term) {
        if !self.places.contains_key(&term) && self.terms.len() < MOST_THINGS {
            self.places.insert(term.clone(), self.terms.len() as u32);
            self.terms.push(term);
        }
    }

    /// How many ground terms there are.
    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    /// The term at a place.
    pub(crate) fn term(&self, place: u32) -> Option<&Term> {
        self.terms.get(place as usize)
    }

    /// The place of a term under an assignment of places to variables; none where the universe lacks it.
    pub(crate) fn place(&self, term: &Term, vars: &[Id], values: &[u32]) -> Option<u32> {
        match term {
            Term::Var(var) => vars.iter().position(|other| other == var).and_then(|at| values.get(at)).copied(),
            Term::Thing(_) => self.places.get(term).copied(),
            Term::Witness(function, over) => {
                let ground: Option<Vec<Term>> =
                    over.iter().map(|term| self.term(self.place(term, vars, values)?).cloned()).collect();
                self.places.get(&Term::Witness(*function, ground?)).copied()
            }
        }
    }

    /// A ground atom under an assignment.
    pub(crate) fn atom(&self, predicate: Id, terms: &[Term], vars: &[Id], values: &[u32]) -> Option<GroundAtom> {
        let places: Option<Vec<u32>> = terms.iter().map(|term| self.place(term, vars, values)).collect();
        Some((predicate, places?))
    }

    /// Calls `see` with each assignment of places to so many variables; false where the budget ends before.
    pub(crate) fn assign(&self, variables: usize, budget: &mut Budget, see: &mut dyn FnMut(&[u32])) -> bool {
        let mut values = vec![0_u32; variables];
        loop {
            if !budget.spend(1 + variables as u64) {
                return false;
            }
            see(&values);
            let mut at = 0;
            loop {
                let Some(value) = values.get_mut(at) else { return true };
                *value += 1;
                if (*value as usize) < self.terms.len() {
                    break;
                }
                *value = 0;
                at += 1;
            }
        }
    }
}
