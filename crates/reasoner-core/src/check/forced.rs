//! What clues force: that nothing else satisfies them, found by trying values one variable after the other.

use engine_api::Budget;

use super::{Checked, checked, within_share};
use crate::solve::finite::{Formula, Problem};

/// How deep formulas may stand within each other.
const DEEPEST: u32 = 40;

/// Whether no values satisfy all rules and `against` as well.
pub(crate) fn excludes(problem: &Problem, against: &Formula, budget: &mut Budget) -> Option<Checked> {
    within_share(budget, |budget| tries(problem, against, budget))
}

fn tries(problem: &Problem, against: &Formula, budget: &mut Budget) -> Option<Checked> {
    let rules: Vec<&Formula> = problem.rules.iter().chain([against]).collect();
    let mut order: Vec<usize> = (0..problem.domains.len()).collect();
    let uses = |var: &usize| rules.iter().filter(|rule| speaks_of(rule, *var, 0)).count();
    // What is spoken of most is tried first.
    order.sort_by_cached_key(|var| std::cmp::Reverse(uses(var)));
    let mut values: Vec<Option<u32>> = vec![None; problem.domains.len()];
    let mut next = vec![0_u32; order.len()];
    let mut depth = 0;
    loop {
        if depth == order.len() {
            return None;
        }
        let (Some(var), Some(tried)) = (order.get(depth).copied(), next.get_mut(depth)) else { return None };
        let domain = problem.domains.get(var).copied().unwrap_or(0);
        let Some(value) = (*tried..64).find(|value| domain >> value & 1 == 1) else {
            *tried = 0;
            if let Some(slot) = values.get_mut(var) {
                *slot = None;
            }
            match depth.checked_sub(1) {
                Some(back) => depth = back,
                None => return checked(true),
            }
            continue;
        };
        *tried = value + 1;
        if let Some(slot) = values.get_mut(var) {
            *slot = Some(value);
        }
        if !budget.spend(1 + rules.len() as u64) {
            return None;
        }
        if rules.iter().all(|rule| truth(rule, &values, 0) != Some(false)) {
            depth += 1;
        }
    }
}

fn speaks_of(formula: &Formula, var: usize, depth: u32) -> bool {
    if depth > DEEPEST {
        return true;
    }
    match formula {
        Formula::In(own, _) => *own == var,
        Formula::Apart(one, other, _) => *one == var || *other == var,
        Formula::Not(inner) => speaks_of(inner, var, depth + 1),
        Formula::All(parts) | Formula::Any(parts) | Formula::Count(parts, _) => {
            parts.iter().any(|part| speaks_of(part, var, depth + 1))
        }
        // What holds of every arrangement says nothing about an order.
        Formula::Different(_) => false,
    }
}

/// Whether a formula holds for the values chosen so far; none where that is open.
fn truth(formula: &Formula, values: &[Option<u32>], depth: u32) -> Option<bool> {
    if depth > DEEPEST {
        return None;
    }
    let value = |var: &usize| values.get(*var).copied().flatten();
    let of = |part: &Formula| truth(part, values, depth + 1);
    match formula {
        Formula::In(var, set) => value(var).map(|value| set >> value & 1 == 1),
        Formula::Apart(one, other, apart) => Some(apart.has(value(one)? as i32 - value(other)? as i32)),
        Formula::Not(inner) => of(inner).map(|truth| !truth),
        Formula::All(parts) => {
            let truths: Vec<Option<bool>> = parts.iter().map(of).collect();
            if truths.contains(&Some(false)) { Some(false) } else { (!truths.contains(&None)).then_some(true) }
        }
        Formula::Any(parts) => {
            let truths: Vec<Option<bool>> = parts.iter().map(of).collect();
            if truths.contains(&Some(true)) { Some(true) } else { (!truths.contains(&None)).then_some(false) }
        }
        Formula::Count(parts, set) => {
            let (mut sure, mut open) = (0_usize, 0_usize);
            for truth in parts.iter().map(of) {
                sure += usize::from(truth == Some(true));
                open += usize::from(truth.is_none());
            }
            let fits: Vec<bool> = (sure..=sure + open).map(|count| count < 64 && set >> count & 1 == 1).collect();
            if fits.contains(&true) { (!fits.contains(&false)).then_some(true) } else { Some(false) }
        }
        Formula::Different(vars) => {
            let mut seen = 0_u64;
            for value in vars.iter().filter_map(value) {
                if seen >> value & 1 == 1 {
                    return Some(false);
                }
                seen |= 1 << value;
            }
            vars.iter().all(|var| value(var).is_some()).then_some(true)
        }
    }
}
