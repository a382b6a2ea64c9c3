//! Classical entailment by a tableau over ground instances (Smullyan, "First-Order Logic", 1968): the premises named
//! and the contrary of the conclusion are taken apart until every branch contradicts itself. No clauses, no learning.

use std::collections::BTreeSet;

use engine_api::Budget;

use super::{Checked, checked, within_share};
use crate::fol::{Formula, Ground, Matrix, Skolem, Universe};

/// The most instances of one formula.
const MOST_INSTANCES: usize = 4_000;

/// How many branches may be open within each other.
const DEEPEST: usize = 200;

/// Whether the premises cannot hold together with the goal's contrary (with the goal, where `value` is false).
pub(crate) fn entails<'a>(
    premises: impl Iterator<Item = &'a Formula>,
    goal: &Formula,
    value: bool,
    budget: &mut Budget,
) -> Option<Checked> {
    within_share(budget, |budget| contradict(premises, goal, value, budget))
}

fn contradict<'a>(
    premises: impl Iterator<Item = &'a Formula>,
    goal: &Formula,
    value: bool,
    budget: &mut Budget,
) -> Option<Checked> {
    let mut skolem = Skolem::default();
    let mut matrices: Vec<Matrix> = premises.map(|premise| skolem.matrix(premise, true)).collect();
    matrices.push(skolem.matrix(goal, !value));
    let universe = Universe::closed(&matrices.iter().collect::<Vec<_>>());
    let mut parts = Vec::new();
    for matrix in &matrices {
        let vars = matrix.variables();
        let things = universe.len();
        let count = things.checked_pow(vars.len() as u32).filter(|count| *count <= MOST_INSTANCES)?;
        for number in 0..count {
            let mut rest = number;
            let mut values = Vec::with_capacity(vars.len());
            for _ in &vars {
                values.push((rest % things) as u32);
                rest /= things;
            }
            // An instance of what the universe lacks is left out: fewer parts only make it harder to close.
            parts.extend(ground(matrix, &universe, (&vars, &values)));
            if !budget.spend(1 + vars.len() as u64) {
                return None;
            }
        }
    }
    checked(closes(&mut BTreeSet::new(), parts.iter().collect(), budget, 0))
}

/// A ground formula without negations but at atoms.
#[derive(Debug, Clone)]
enum Part {
    Literal(Ground),
    And(Vec<Part>),
    Or(Vec<Part>),
}

fn ground(matrix: &Matrix, universe: &Universe, assigned: (&[u32], &[u32])) -> Option<Part> {
    let all = |parts: &[Matrix]| parts.iter().map(|part| ground(part, universe, assigned)).collect::<Option<Vec<_>>>();
    Some(match matrix {
        Matrix::Literal(predicate, terms, positive) => {
            Part::Literal((universe.atom(*predicate, terms, assigned.0, assigned.1)?, *positive))
        }
        Matrix::And(parts) => Part::And(all(parts)?),
        Matrix::Or(parts) => Part::Or(all(parts)?),
    })
}

/// Whether the branch with these literals and what is yet to be taken apart contradicts itself.
fn closes(literals: &mut BTreeSet<Ground>, mut open: Vec<&Part>, budget: &mut Budget, depth: usize) -> bool {
    let mut choices: Vec<&[Part]> = Vec::new();
    let mut added: Vec<Ground> = Vec::new();
    let closed = loop {
        // What must hold is taken first; a choice with one way left is no choice.
        while let Some(part) = open.pop() {
            match part {
                Part::Literal((atom, positive)) => {
                    if literals.insert((atom.clone(), *positive)) {
                        added.push((atom.clone(), *positive));
                    }
                }
                Part::And(parts) => open.extend(parts),
                Part::Or(parts) => choices.push(parts),
            }
        }
        if !budget.spend(1 + choices.len() as u64) || depth > DEEPEST {
            break false;
        }
        if added.iter().any(|(atom, positive)| literals.contains(&(atom.clone(), !positive))) {
            break true;
        }
        choices.retain(|parts| !parts.iter().any(|part| holds(part, literals)));
        let ways = |parts: &&[Part]| parts.iter().filter(|part| !fails(part, literals)).count();
        let Some((at, count)) = choices.iter().map(ways).enumerate().min_by_key(|(_, count)| *count) else {
            break false;
        };
        let parts = choices.swap_remove(at);
        match count {
            0 => break true,
            1 => open.extend(parts.iter().filter(|part| !fails(part, literals))),
            _ => {
                let rest: Vec<Part> = choices.iter().map(|parts| Part::Or(parts.to_vec())).collect();
                let ways: Vec<&Part> = parts.iter().filter(|part| !fails(part, literals)).collect();
                break ways
                    .into_iter()
                    .all(|way| closes(literals, rest.iter().chain([way]).collect(), budget, depth + 1));
            }
        }
    };
    for literal in added {
        literals.remove(&literal);
    }
    closed
}

fn holds(part: &Part, literals: &BTreeSet<Ground>) -> bool {
    match part {
        Part::Literal(literal) => literals.contains(literal),
        Part::And(parts) => parts.iter().all(|part| holds(part, literals)),
        Part::Or(parts) => parts.iter().any(|part| holds(part, literals)),
    }
}

fn fails(part: &Part, literals: &BTreeSet<Ground>) -> bool {
    match part {
        Part::Literal((atom, positive)) => literals.contains(&(atom.clone(), !positive)),
        Part::And(parts) => parts.iter().any(|part| fails(part, literals)),
        Part::Or(parts) => parts.iter().all(|part| fails(part, literals)),
    }
}
