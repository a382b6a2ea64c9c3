//! Whether a goal follows from premises classically: by satisfiability of their ground instances. What is found
//! unsatisfiable is so (Herbrand); where functions of witnesses were cut off, "unknown" is only likely.

use std::collections::HashMap;

use engine_api::Budget;
use foldhash::fast::FixedState;

use super::clause::{Matrix, Skolem};
use super::ground::{GroundAtom, Universe};
use super::sat::{Answer, Lit, Solver, denied};
use super::{Formula, Id};

/// The most instances of one formula.
const MOST_INSTANCES: usize = 4_000;

/// Whether a goal follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// It follows from the premises at these places.
    Entailed(Vec<usize>),
    /// Its negation follows from the premises at these places.
    Refuted(Vec<usize>),
    /// Neither follows. False where instances had to be left out.
    Open(bool),
    /// Both follow, as the premises contradict themselves: what entails it, what refutes it.
    Both(Vec<usize>, Vec<usize>),
    /// The budget ended.
    Spent,
}

/// Ground clauses, with one assumption a premise.
struct Grounded {
    solver: Solver,
    atoms: HashMap<GroundAtom, Lit, FixedState>,
    complete: bool,
}

/// Judges the goal. `background` premises are meaning rather than statement: they hold without being named.
pub(crate) fn judge(premises: &[Formula], goal: &Formula, budget: &mut Budget) -> Judgement {
    let mut skolem = Skolem::default();
    let mut matrices: Vec<Matrix> = premises.iter().map(|premise| skolem.matrix(premise, true)).collect();
    matrices.push(skolem.matrix(goal, false));
    matrices.push(skolem.matrix(goal, true));
    let universe = Universe::closed(&matrices.iter().collect::<Vec<_>>());
    let mut grounded = Grounded { solver: Solver::new(), atoms: HashMap::default(), complete: !universe.cut };
    let mut selectors = Vec::new();
    for matrix in &matrices {
        let selector = grounded.solver.variable();
        if !grounded.add(matrix, &universe, selector, budget) {
            return Judgement::Spent;
        }
        selectors.push(selector);
    }
    let (fails, holds) = (selectors.len() - 2, selectors.len() - 1);
    let refuted = grounded.conflict(&selectors, holds, budget);
    let entailed = grounded.conflict(&selectors, fails, budget);
    match (entailed, refuted) {
        (Some(Some(for_it)), Some(Some(against))) => Judgement::Both(for_it, against),
        (Some(Some(for_it)), Some(None)) => Judgement::Entailed(for_it),
        (Some(None), Some(Some(against))) => Judgement::Refuted(against),
        (Some(None), Some(None)) => Judgement::Open(grounded.complete),
        _ => Judgement::Spent,
    }
}

impl Grounded {
    /// Adds all instances of a matrix, in force where `selector` is assumed.
    fn add(&mut self, matrix: &Matrix, universe: &Universe, selector: Lit, budget: &mut Budget) -> bool {
        let vars = matrix.variables();
        if universe.len().checked_pow(vars.len() as u32).is_none_or(|count| count > MOST_INSTANCES) {
            self.complete = false;
            return true;
        }
        universe.assign(vars.len(), budget, &mut |values| {
            if let Some(lit) = self.literal(matrix, universe, &vars, values) {
                self.solver.add(vec![denied(selector), lit]);
            }
        })
    }

    /// A literal that implies the instance (one direction suffices, as instances are only asserted).
    fn literal(&mut self, matrix: &Matrix, universe: &Universe, vars: &[Id], values: &[u32]) -> Option<Lit> {
        match matrix {
            Matrix::Literal(predicate, terms, positive) => {
                let atom = universe.atom(*predicate, terms, vars, values)?;
                let solver = &mut self.solver;
                let lit = *self.atoms.entry(atom).or_insert_with(|| solver.variable());
                Some(if *positive { lit } else { denied(lit) })
            }
            Matrix::And(parts) => {
                let parts: Option<Vec<Lit>> =
                    parts.iter().map(|part| self.literal(part, universe, vars, values)).collect();
                let whole = self.solver.variable();
                for part in parts? {
                    self.solver.add(vec![denied(whole), part]);
                }
                Some(whole)
            }
            Matrix::Or(parts) => {
                let parts: Option<Vec<Lit>> =
                    parts.iter().map(|part| self.literal(part, universe, vars, values)).collect();
                let whole = self.solver.variable();
                let mut clause = parts?;
                clause.push(denied(whole));
                self.solver.add(clause);
                Some(whole)
            }
        }
    }

    /// The premises that conflict with the goal's side: `None` where the budget ended, an empty answer where they
    /// do not conflict. The premises are made as few as single removals allow.
    fn conflict(&mut self, selectors: &[Lit], side: usize, budget: &mut Budget) -> Option<Option<Vec<usize>>> {
        let premises = selectors.len() - 2;
        let goal = *selectors.get(side)?;
        let mut assumed: Vec<Lit> = vec![goal];
        assumed.extend(selectors.iter().take(premises));
        let mut core = match self.solver.solve(&assumed, budget) {
            Answer::Satisfiable => return Some(None),
            Answer::Open => return None,
            Answer::Unsatisfiable(core) => core,
        };
        let mut at = 0;
        while let Some(lit) = core.get(at).copied() {
            if lit == goal {
                at += 1;
                continue;
            }
            let fewer: Vec<Lit> = core.iter().copied().filter(|other| *other != lit).collect();
            match self.solver.solve(&fewer, budget) {
                Answer::Unsatisfiable(smaller) => core = smaller,
                Answer::Satisfiable => at += 1,
                Answer::Open => break,
            }
        }
        let place = |lit: &Lit| selectors.iter().take(premises).position(|other| other == lit);
        let mut places: Vec<usize> = core.iter().filter_map(place).collect();
        places.sort_unstable();
        Some(Some(places))
    }
}
