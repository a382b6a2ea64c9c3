//! The value of a formula where each atom holds, fails or is open.

use crate::fol::{Formula, GroundAtom, Id, Term, Universe};

/// Looks up a ground atom: whether it holds, and what shows it.
pub(super) type Known<'a> = &'a dyn Fn(&GroundAtom) -> Option<(bool, Option<usize>)>;

/// The value of a formula and the places of what shows it; none where it is open. `closed` where there is nothing
/// but what is named, so that what holds of each holds of all.
pub(super) fn evaluate(
    formula: &Formula,
    universe: &Universe,
    known: Known<'_>,
    closed: bool,
) -> Option<(bool, Vec<usize>)> {
    Evaluation { universe, known, closed, vars: Vec::new(), values: Vec::new() }.of(formula)
}

struct Evaluation<'a> {
    universe: &'a Universe,
    known: Known<'a>,
    closed: bool,
    vars: Vec<Id>,
    values: Vec<u32>,
}

impl Evaluation<'_> {
    fn of(&mut self, formula: &Formula) -> Option<(bool, Vec<usize>)> {
        match formula {
            Formula::Atom(predicate, terms) => self.atom(*predicate, terms),
            Formula::Not(inner) => self.of(inner).map(|(value, places)| (!value, places)),
            Formula::And(parts) => self.join(parts.iter(), false),
            Formula::Or(parts) => self.join(parts.iter(), true),
            Formula::If(one, other) => match (self.of(one), self.of(other)) {
                (Some((false, places)), _) | (_, Some((true, places))) => Some((true, places)),
                (Some((true, mut places)), Some((false, more))) => {
                    places.extend(more);
                    Some((false, places))
                }
                _ => None,
            },
            Formula::Iff(one, other) => {
                let ((one, mut places), (other, more)) = (self.of(one)?, self.of(other)?);
                places.extend(more);
                Some((one == other, places))
            }
            Formula::All(vars, inner) => self.over(vars, inner, false),
            Formula::Some(vars, inner) => self.over(vars, inner, true),
        }
    }

    fn atom(&self, predicate: Id, terms: &[Term]) -> Option<(bool, Vec<usize>)> {
        let atom = self.universe.atom(predicate, terms, &self.vars, &self.values)?;
        (self.known)(&atom).map(|(value, place)| (value, place.into_iter().collect()))
    }

    /// A conjunction (`decisive` false) or disjunction (`decisive` true): one decisive part decides, else all must
    /// be known.
    fn join<'f>(&mut self, parts: impl Iterator<Item = &'f Formula>, decisive: bool) -> Option<(bool, Vec<usize>)> {
        let mut all = Some(Vec::new());
        for part in parts {
            match self.of(part) {
                Some((value, places)) if value == decisive => return Some((decisive, places)),
                Some((_, places)) => {
                    if let Some(all) = &mut all {
                        all.extend(places);
                    }
                }
                None => all = None,
            }
        }
        all.map(|places| (!decisive, places))
    }

    fn over(&mut self, vars: &[Id], inner: &Formula, decisive: bool) -> Option<(bool, Vec<usize>)> {
        let Some((var, rest)) = vars.split_first() else { return self.of(inner) };
        let mut all = Some(Vec::new());
        for place in 0..self.universe.len() as u32 {
            self.vars.push(*var);
            self.values.push(place);
            let value = self.over(rest, inner, decisive);
            self.vars.pop();
            self.values.pop();
            match value {
                Some((value, places)) if value == decisive => return Some((decisive, places)),
                Some((_, places)) => {
                    if let Some(all) = &mut all {
                        all.extend(places);
                    }
                }
                None => all = None,
            }
        }
        all.filter(|_| self.closed).map(|places| (!decisive, places))
    }
}
