//! A solver for finite domains: variables with at most 64 values, rules as formulas, propagation and search.
//!
//! A domain is a set of bits. A formula that must hold (or fail) narrows the domains it speaks of; search branches on
//! the smallest domain. Questions are put as satisfiability: what must be so is what cannot fail.

use engine_api::Budget;

/// A variable, an index into the domains.
pub(crate) type Var = usize;

/// The differences `-63..=63` as bits 0 to 126.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Differences(u128);

impl Differences {
    /// The differences that pass a test.
    pub(crate) fn that(test: impl Fn(i32) -> bool) -> Differences {
        let bit = |difference: i32| if test(difference) { 1u128 << (difference + 63) } else { 0 };
        Differences((-63..=63).map(bit).fold(0, |all, bit| all | bit))
    }

    /// Exactly one difference.
    pub(crate) fn exactly(difference: i32) -> Differences {
        Differences::that(|one| one == difference)
    }

    pub(crate) fn has(self, difference: i32) -> bool {
        (-63..=63).contains(&difference) && self.0 >> (difference + 63) & 1 == 1
    }

    fn not(self) -> Differences {
        Differences(!self.0)
    }
}

/// What may hold or fail.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Formula {
    /// The variable has one of the values in the set.
    In(Var, u64),
    /// The first variable's value less the second's is one of the differences.
    Apart(Var, Var, Differences),
    /// The formula fails.
    Not(Box<Formula>),
    /// All hold.
    All(Vec<Formula>),
    /// At least one holds.
    Any(Vec<Formula>),
    /// How many of the formulas hold is in the set (bit n: n of them).
    Count(Vec<Formula>, u64),
    /// No two variables have the same value.
    Different(Vec<Var>),
}

impl Formula {
    /// Both hold or both fail.
    pub(crate) fn same(first: Formula, second: Formula) -> Formula {
        Formula::Count(vec![first, second], 0b101)
    }

    /// Exactly one of the two holds.
    pub(crate) fn either(first: Formula, second: Formula) -> Formula {
        Formula::Count(vec![first, second], 0b010)
    }

    /// The second holds where the first does.
    pub(crate) fn implies(first: Formula, second: Formula) -> Formula {
        Formula::Any(vec![Formula::negate(first), second])
    }

    /// The formula fails.
    pub(crate) fn negate(formula: Formula) -> Formula {
        match formula {
            Formula::Not(inner) => *inner,
            other => Formula::Not(Box::new(other)),
        }
    }
}

/// Variables and what must hold of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Problem {
    /// The values that each variable may have, as bits.
    pub(crate) domains: Vec<u64>,
    /// The rules.
    pub(crate) rules: Vec<Formula>,
}

/// The answer to a question of satisfiability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Values that satisfy every rule.
    Yes(Vec<u64>),
    No,
    /// The budget ended first.
    Spent,
}

/// How often formulas may stand within each other.
const DEEPEST: u32 = 40;

struct Conflict;

impl Problem {
    /// A new variable with the values in `domain`.
    pub(crate) fn variable(&mut self, domain: u64) -> Var {
        self.domains.push(domain);
        self.domains.len() - 1
    }

    /// Whether the rules can hold together with `also`.
    pub(crate) fn satisfiable(&self, also: &[Formula], budget: &mut Budget) -> Answer {
        let rules: Vec<&Formula> = self.rules.iter().chain(also).collect();
        self.decide(&rules, budget)
    }

    /// Whether some of the rules, by their numbers, can hold together with `also`.
    fn subset_satisfiable(&self, kept: &[usize], also: &[Formula], budget: &mut Budget) -> Answer {
        let rules: Vec<&Formula> = kept.iter().filter_map(|at| self.rules.get(*at)).chain(also).collect();
        self.decide(&rules, budget)
    }

    fn decide(&self, rules: &[&Formula], budget: &mut Budget) -> Answer {
        let mut found = None;
        let full = search(self.domains.clone(), rules, budget, &mut |solution| {
            found = Some(solution.to_vec());
            false
        });
        match (found, full) {
            (Some(solution), _) => Answer::Yes(solution),
            (None, true) => Answer::No,
            (None, false) => Answer::Spent,
        }
    }

    /// How many solutions there are, up to `most`; `None` where the budget ended first.
    pub(crate) fn count(&self, most: usize, budget: &mut Budget) -> Option<usize> {
        let rules: Vec<&Formula> = self.rules.iter().collect();
        let mut count = 0;
        let full = search(self.domains.clone(), &rules, budget, &mut |_| {
            count += 1;
            count < most
        });
        (full || count >= most).then_some(count)
    }

    /// The values that a variable has in some solution; `None` where the budget ended first.
    pub(crate) fn possible(&self, var: Var, also: &[Formula], budget: &mut Budget) -> Option<u64> {
        let mut open = self.domains.get(var).copied().unwrap_or(0);
        let mut found = 0;
        while open != 0 {
            let mut rules = also.to_vec();
            rules.push(Formula::In(var, open));
            match self.satisfiable(&rules, budget) {
                Answer::Yes(solution) => {
                    let value = solution.get(var).copied().unwrap_or(0);
                    found |= value;
                    open &= !value;
                }
                Answer::No => break,
                Answer::Spent => return None,
            }
        }
        Some(found)
    }

    /// A smallest set of rules, none of which can be left out, that cannot hold together with `also`: the reasons why
    /// the negation of `also` is forced. `fixed` rules are kept without being tried.
    pub(crate) fn core(&self, fixed: &[usize], also: &[Formula], budget: &mut Budget) -> Vec<usize> {
        let mut kept: Vec<usize> = (0..self.rules.len()).collect();
        for at in 0..self.rules.len() {
            if fixed.contains(&at) {
                continue;
            }
            let without: Vec<usize> = kept.iter().copied().filter(|one| *one != at).collect();
            match self.subset_satisfiable(&without, also, budget) {
                Answer::No => kept = without,
                Answer::Yes(_) => {}
                Answer::Spent => break,
            }
        }
        kept
    }
}

/// Searches depth first; `found` takes each solution and says whether to go on. True where the search ended by itself.
fn search(domains: Vec<u64>, rules: &[&Formula], budget: &mut Budget, found: &mut dyn FnMut(&[u64]) -> bool) -> bool {
    let mut stack = vec![domains];
    while let Some(mut domains) = stack.pop() {
        let Some(settled) = settle(&mut domains, rules, budget) else { return false };
        if !settled {
            continue;
        }
        let open = (0..domains.len())
            .filter(|var| domains.get(*var).is_some_and(|domain| domain.count_ones() > 1))
            .min_by_key(|var| domains.get(*var).map_or(0, |domain| domain.count_ones()));
        let Some(var) = open else {
            if rules.iter().all(|rule| truth(rule, &domains, 0) == Some(true)) && !found(&domains) {
                return true;
            }
            continue;
        };
        let domain = domains.get(var).copied().unwrap_or(0);
        for value in bits(domain).rev() {
            let mut next = domains.clone();
            if let Some(slot) = next.get_mut(var) {
                *slot = 1 << value;
            }
            stack.push(next);
        }
    }
    true
}

/// Narrows to a fixed point: `Some(false)` in a conflict, `None` where the budget ended.
fn settle(domains: &mut [u64], rules: &[&Formula], budget: &mut Budget) -> Option<bool> {
    if domains.contains(&0) {
        return Some(false);
    }
    loop {
        if !budget.spend(1 + rules.len() as u64 * 2) {
            return None;
        }
        let mut changed = false;
        for rule in rules {
            match narrow(rule, true, domains, 0) {
                Ok(more) => changed |= more,
                Err(Conflict) => return Some(false),
            }
        }
        if !changed {
            return Some(true);
        }
    }
}

fn bits(set: u64) -> impl DoubleEndedIterator<Item = u32> {
    (0..64).filter(move |bit| set >> bit & 1 == 1)
}

fn cut(domains: &mut [u64], var: Var, mask: u64) -> Result<bool, Conflict> {
    let Some(domain) = domains.get_mut(var) else { return Err(Conflict) };
    let next = *domain & mask;
    let changed = next != *domain;
    *domain = next;
    if next == 0 { Err(Conflict) } else { Ok(changed) }
}

/// Takes the values away with which the formula cannot be `want`.
fn narrow(formula: &Formula, want: bool, domains: &mut [u64], depth: u32) -> Result<bool, Conflict> {
    if depth > DEEPEST {
        return Ok(false);
    }
    match formula {
        Formula::In(var, set) => cut(domains, *var, if want { *set } else { !*set }),
        Formula::Apart(a, b, apart) => narrow_apart(*a, *b, if want { *apart } else { apart.not() }, domains),
        Formula::Not(inner) => narrow(inner, !want, domains, depth + 1),
        Formula::All(parts) if want => narrow_each(parts, true, domains, depth),
        Formula::Any(parts) if !want => narrow_each(parts, false, domains, depth),
        Formula::All(parts) => narrow_last(parts, false, domains, depth),
        Formula::Any(parts) => narrow_last(parts, true, domains, depth),
        Formula::Count(parts, set) => narrow_count(parts, if want { *set } else { !*set }, domains, depth),
        Formula::Different(vars) if want => narrow_different(vars, domains),
        Formula::Different(_) => match truth(formula, domains, depth) {
            Some(true) => Err(Conflict),
            _ => Ok(false),
        },
    }
}

fn narrow_each(parts: &[Formula], want: bool, domains: &mut [u64], depth: u32) -> Result<bool, Conflict> {
    let mut changed = false;
    for part in parts {
        changed |= narrow(part, want, domains, depth + 1)?;
    }
    Ok(changed)
}

/// At least one part must be `want`: where only one still can, it is.
fn narrow_last(parts: &[Formula], want: bool, domains: &mut [u64], depth: u32) -> Result<bool, Conflict> {
    let mut open = None;
    for part in parts {
        match truth(part, domains, depth + 1) {
            Some(truth) if truth == want => return Ok(false),
            Some(_) => {}
            None if open.is_some() => return Ok(false),
            None => open = Some(part),
        }
    }
    open.map_or(Err(Conflict), |part| narrow(part, want, domains, depth + 1))
}

fn narrow_count(parts: &[Formula], set: u64, domains: &mut [u64], depth: u32) -> Result<bool, Conflict> {
    let truths: Vec<Option<bool>> = parts.iter().map(|part| truth(part, domains, depth + 1)).collect();
    let least = truths.iter().filter(|truth| **truth == Some(true)).count();
    let open = truths.iter().filter(|truth| truth.is_none()).count();
    let fits = |count: usize| count < 64 && set >> count & 1 == 1;
    let mut possible = (least..=least + open).filter(|count| fits(*count));
    let Some(lowest) = possible.next() else { return Err(Conflict) };
    let highest = possible.next_back().unwrap_or(lowest);
    let want = match (open, highest == least, lowest == least + open) {
        (0, _, _) => return Ok(false),
        (_, true, _) => false,
        (_, _, true) => true,
        _ => return Ok(false),
    };
    let mut changed = false;
    for (part, _) in parts.iter().zip(&truths).filter(|(_, truth)| truth.is_none()) {
        changed |= narrow(part, want, domains, depth + 1)?;
    }
    Ok(changed)
}

fn narrow_apart(a: Var, b: Var, apart: Differences, domains: &mut [u64]) -> Result<bool, Conflict> {
    let (Some(&first), Some(&second)) = (domains.get(a), domains.get(b)) else { return Err(Conflict) };
    let (mut keep_a, mut keep_b) = (0u64, 0u64);
    for x in bits(first) {
        for y in bits(second) {
            let same = a != b || x == y;
            if same && apart.has(x as i32 - y as i32) {
                keep_a |= 1 << x;
                keep_b |= 1 << y;
            }
        }
    }
    Ok(cut(domains, a, keep_a)? | cut(domains, b, keep_b)?)
}

/// Values that are taken, and values that only one variable can have where there are as many values as variables.
fn narrow_different(vars: &[Var], domains: &mut [u64]) -> Result<bool, Conflict> {
    let mut changed = false;
    for var in vars {
        let taken = domains.get(*var).copied().unwrap_or(0);
        if taken.count_ones() == 1 {
            for other in vars.iter().filter(|other| *other != var) {
                changed |= cut(domains, *other, !taken)?;
            }
        }
    }
    let (mut once, mut more) = (0u64, 0u64);
    for var in vars {
        let domain = domains.get(*var).copied().unwrap_or(0);
        more |= once & domain;
        once |= domain;
    }
    if (once.count_ones() as usize) < vars.len() {
        return Err(Conflict);
    }
    if once.count_ones() as usize == vars.len() {
        let only = once & !more;
        for var in vars {
            let own = domains.get(*var).copied().unwrap_or(0) & only;
            if own != 0 {
                changed |= cut(domains, *var, own)?;
            }
        }
    }
    Ok(changed)
}

/// Whether the formula holds whatever values are chosen from the domains.
fn truth(formula: &Formula, domains: &[u64], depth: u32) -> Option<bool> {
    if depth > DEEPEST {
        return None;
    }
    let deep = |part: &Formula| truth(part, domains, depth + 1);
    match formula {
        Formula::In(var, set) => {
            let domain = domains.get(*var).copied().unwrap_or(0);
            decided(domain & set != 0, domain & !set != 0)
        }
        Formula::Apart(a, b, apart) => truth_apart(*a, *b, *apart, domains),
        Formula::Not(inner) => deep(inner).map(|truth| !truth),
        Formula::All(parts) => every(parts.iter().map(deep)),
        Formula::Any(parts) => every(parts.iter().map(|part| deep(part).map(|truth| !truth))).map(|truth| !truth),
        Formula::Count(parts, set) => {
            let truths: Vec<Option<bool>> = parts.iter().map(deep).collect();
            let least = truths.iter().filter(|truth| **truth == Some(true)).count();
            let open = truths.iter().filter(|truth| truth.is_none()).count();
            let fits = |count: usize| count < 64 && set >> count & 1 == 1;
            decided((least..=least + open).any(fits), !(least..=least + open).all(fits))
        }
        Formula::Different(vars) => truth_different(vars, domains),
    }
}

/// Three-valued conjunction.
fn every(truths: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for truth in truths {
        match truth {
            Some(false) => return Some(false),
            None => all = None,
            Some(true) => {}
        }
    }
    all
}

fn decided(can_hold: bool, can_fail: bool) -> Option<bool> {
    match (can_hold, can_fail) {
        (true, false) => Some(true),
        (false, _) => Some(false),
        (true, true) => None,
    }
}

fn truth_apart(a: Var, b: Var, apart: Differences, domains: &[u64]) -> Option<bool> {
    let (first, second) = (domains.get(a).copied().unwrap_or(0), domains.get(b).copied().unwrap_or(0));
    let (mut holds, mut fails) = (false, false);
    for x in bits(first) {
        for y in bits(second).filter(|y| a != b || x == *y) {
            if apart.has(x as i32 - y as i32) {
                holds = true;
            } else {
                fails = true;
            }
        }
    }
    decided(holds, fails)
}

fn truth_different(vars: &[Var], domains: &[u64]) -> Option<bool> {
    let mut open = false;
    let mut taken = 0u64;
    for (at, var) in vars.iter().enumerate() {
        let domain = domains.get(*var).copied().unwrap_or(0);
        if domain.count_ones() == 1 {
            if taken & domain != 0 {
                return Some(false);
            }
            taken |= domain;
        }
        open |= vars.iter().skip(at + 1).any(|other| domains.get(*other).copied().unwrap_or(0) & domain != 0);
    }
    if open { None } else { Some(true) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether a formula holds for whole values, by its definition.
    fn holds(formula: &Formula, values: &[u32]) -> bool {
        match formula {
            Formula::In(var, set) => set >> values[*var] & 1 == 1,
            Formula::Apart(a, b, apart) => apart.has(values[*a] as i32 - values[*b] as i32),
            Formula::Not(inner) => !holds(inner, values),
            Formula::All(parts) => parts.iter().all(|part| holds(part, values)),
            Formula::Any(parts) => parts.iter().any(|part| holds(part, values)),
            Formula::Count(parts, set) => set >> parts.iter().filter(|part| holds(part, values)).count() & 1 == 1,
            Formula::Different(vars) => {
                vars.iter().enumerate().all(|(at, a)| vars[..at].iter().all(|b| values[*a] != values[*b]))
            }
        }
    }

    fn formula() -> impl Strategy<Value = Formula> {
        let leaf = prop_oneof![
            (0usize..4, 0u64..8).prop_map(|(var, set)| Formula::In(var, set)),
            (0usize..4, 0usize..4, -2i32..3).prop_map(|(a, b, by)| Formula::Apart(a, b, Differences::exactly(by))),
            (0usize..4, 0usize..4).prop_map(|(a, b)| Formula::Apart(a, b, Differences::that(|by| by < 0))),
            Just(Formula::Different(vec![0, 1, 2])),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                inner.clone().prop_map(Formula::negate),
                prop::collection::vec(inner.clone(), 1..4).prop_map(Formula::All),
                prop::collection::vec(inner.clone(), 1..4).prop_map(Formula::Any),
                (prop::collection::vec(inner, 1..4), 0u64..16).prop_map(|(parts, set)| Formula::Count(parts, set)),
            ]
        })
    }

    proptest! {
        #[test]
        fn counts_as_trying_every_value_does(rules in prop::collection::vec(formula(), 1..5)) {
            let mut expected = 0;
            for code in 0..81u32 {
                let values = [code % 3, code / 3 % 3, code / 9 % 3, code / 27];
                expected += usize::from(rules.iter().all(|rule| holds(rule, &values)));
            }
            let problem = Problem { domains: vec![0b111; 4], rules };
            prop_assert_eq!(problem.count(1_000, &mut Budget::steps(10_000_000)), Some(expected));
        }
    }

    #[test]
    fn a_core_names_only_what_is_needed() {
        let mut problem = Problem::default();
        let vars: Vec<Var> = (0..3).map(|_| problem.variable(0b111)).collect();
        let before = |a: Var, b: Var| Formula::Apart(vars[a], vars[b], Differences::that(|by| by < 0));
        problem.rules = vec![Formula::Different(vars.clone()), before(0, 1), before(1, 2), before(0, 2)];
        let core = problem.core(&[], &[Formula::In(0, 0b110)], &mut Budget::steps(100_000));
        assert_eq!(core, [1, 2]);
        assert_eq!(problem.possible(1, &[], &mut Budget::steps(100_000)), Some(0b010));
    }
}
