//! Differences: how many more of this than of that.

use super::account;
use super::amount::{Amount, MONEY};
use super::effect::Effect;
use super::relation::How;
use super::solve::{Derived, Solver};
use super::term::{Term, gap, minus, plus, sum};

/// "How many more … than …", each side told by its words.
pub(super) fn difference(solver: &Solver<'_>, left: &[String], right: &[String]) -> Option<Derived> {
    if let Some(found) = shifted(solver) {
        return Some(found);
    }
    let found = candidates(solver, left, right);
    if found.len() < 2 {
        return None;
    }
    let (one, other) = (side(solver, &found, left, right), side(solver, &found, right, left));
    let rest = |side: &[usize]| -> Vec<usize> { found.iter().copied().filter(|at| !side.contains(at)).collect() };
    let (one, other) = match (one.is_empty(), other.is_empty()) {
        (true, true) if found.len() == 2 => (vec![*found.first()?], vec![*found.get(1)?]),
        (true, false) if found.len() == other.len() + 1 => (rest(&other), other),
        (false, true) if found.len() == one.len() + 1 => {
            let rest = rest(&one);
            (one, rest)
        }
        (false, false) => (one, other),
        _ => return None,
    };
    if one.iter().any(|at| other.contains(at)) {
        let terms = solver.terms(&found);
        let [a, b] = terms.as_slice() else { return None };
        return Some((gap(a, b), 0.65, "difference"));
    }
    let term = gap(&total(solver, &one)?, &total(solver, &other)?);
    let excluded = found.iter().copied().filter(|at| !one.contains(at) && !other.contains(at));
    solver.excluded.borrow_mut().extend(excluded);
    let changes = one
        .iter()
        .chain(&other)
        .filter_map(|at| solver.amounts.get(*at))
        .any(|amount| amount.effect == Effect::Lose && amount.verb != solver.question.verb);
    Some((term, 0.85 - if changes { 0.1 } else { 0.0 }, "difference"))
}

/// The amounts that one of the sides may be.
fn candidates(solver: &Solver<'_>, left: &[String], right: &[String]) -> Vec<usize> {
    let all = |test: &dyn Fn(&Amount) -> bool| -> Vec<usize> {
        let usable = |amount: &Amount| amount.relation.is_none() && amount.term.is_some() && !amount.unit.is_empty();
        (0..solver.amounts.len())
            .filter(|at| solver.amounts.get(*at).is_some_and(|amount| usable(amount) && test(amount)))
            .collect()
    };
    let question = &solver.question;
    let money = question.unit.first().is_some_and(|unit| unit == MONEY);
    let mut found = all(&|amount| solver.fits(amount));
    let named = |words: &[String], amount: &Amount| words.iter().any(|word| amount.unit.contains(word));
    let sided = all(&|amount| amount.per.is_none() && (named(left, amount) || named(right, amount)));
    let both = |found: &[usize]| {
        let hits = |words: &[String], others: &[String]| {
            found.iter().any(|at| {
                solver.amounts.get(*at).is_some_and(|amount| {
                    words.iter().any(|word| !others.contains(word) && amount.unit.first() == Some(word))
                })
            })
        };
        hits(left, right) && hits(right, left)
    };
    if !money && both(&sided) {
        found = sided;
    }
    if found.len() < 2 && !money {
        let kinds = solver.relevant(&question.unit);
        if kinds.len() > found.len() {
            found = kinds
                .into_iter()
                .filter(|at| solver.amounts.get(*at).is_some_and(|amount| amount.term.is_some()))
                .collect();
        }
    }
    restricted(solver, found)
}

/// Those of the amounts that the question's verb, its person, its kind or its "left" tells of.
fn restricted(solver: &Solver<'_>, mut found: Vec<usize>) -> Vec<usize> {
    let question = &solver.question;
    let mut restrict = |test: &dyn Fn(&Amount) -> bool| {
        let (kept, dropped): (Vec<usize>, Vec<usize>) =
            found.iter().partition(|at| solver.amounts.get(**at).is_some_and(test));
        if kept.len() >= 2 {
            solver.excluded.borrow_mut().extend(dropped);
            found = kept;
        }
    };
    if question.left {
        restrict(&|amount| amount.last);
    }
    if question.effect != Effect::Keep {
        restrict(&|amount| amount.verb == question.verb);
    }
    if let [owner] = question.owners.as_slice() {
        restrict(&|amount| amount.owner == *owner);
    }
    let narrows = |word: &String| solver.amounts.iter().any(|amount| amount.narrowing.contains(word));
    let plain = question.sides.as_ref().is_some_and(|(_, right)| !right.iter().any(narrows));
    if let Some(head) = question.unit.first().filter(|_| plain) {
        restrict(&|amount| {
            amount.unit.first() == Some(head) && question.narrowing.iter().any(|word| amount.narrowing.contains(word))
        });
    }
    found
}

/// The amounts that one side's words single out.
fn side(solver: &Solver<'_>, found: &[usize], words: &[String], others: &[String]) -> Vec<usize> {
    let hit = |amount: &Amount, word: &String| amount.says(word) || amount.unit.contains(word);
    let all = |word: &String| found.iter().filter_map(|at| solver.amounts.get(*at)).all(|amount| hit(amount, word));
    let score = |at: &usize| {
        solver.amounts.get(*at).map_or(0, |amount| {
            let telling = words.iter().filter(|word| !others.contains(word) && !all(word));
            let worth = |word: &String| match amount.unit.first() == Some(word) {
                true => 10,
                false if amount.verb == *word => 3,
                false => 2 * usize::from(hit(amount, word)),
            };
            telling.map(worth).sum::<usize>()
        })
    };
    let best = found.iter().map(score).max().unwrap_or(0);
    let state = matches!(solver.question.effect, Effect::Keep) || solver.question.says(&["need", "still", "now"]);
    let change = |at: &usize| {
        solver
            .amounts
            .get(*at)
            .is_some_and(|amount| amount.more || matches!(amount.effect, Effect::Lose | Effect::Gain))
    };
    if best == 0 {
        return Vec::new();
    }
    found.iter().copied().filter(|at| score(at) == best || state && score(at) > 0 && change(at)).collect()
}

/// What one side comes to.
fn total(solver: &Solver<'_>, found: &[usize]) -> Option<Term> {
    let terms = solver.terms(found);
    if let [one] = terms.as_slice() {
        return Some(one.clone());
    }
    // What is called for without what is there.
    let goal = |at: &usize| solver.amounts.get(*at).is_some_and(|amount| amount.goal);
    let (goals, rest): (Vec<usize>, Vec<usize>) = found.iter().copied().partition(goal);
    if let ([goal], false) = (goals.as_slice(), rest.is_empty()) {
        return Some(minus(solver.terms(&[*goal]).first()?, &sum(&solver.terms(&rest))?));
    }
    account::balance(solver, found)
}

/// A difference that is told and changes: "Ed had 5 more than Al. Ed lost 2. How many more does he have?".
fn shifted(solver: &Solver<'_>) -> Option<Derived> {
    let open: Vec<&Amount> = solver.amounts.iter().filter(|amount| amount.relation.is_some()).collect();
    let [told] = open.as_slice() else { return None };
    let relation = told.relation.as_ref()?;
    if !matches!(relation.how, How::More | How::Less) || relation.factor.is_some() {
        return None;
    }
    let mut term = told.term.clone()?;
    let mut changes = 0;
    for amount in solver.amounts.iter().filter(|amount| amount.relation.is_none() && amount.term.is_some()) {
        let change = amount.term.as_ref()?;
        let subject = if amount.owner == told.owner {
            true
        } else if relation.base.contains(&amount.owner) {
            false
        } else {
            return None;
        };
        let gains = match amount.effect {
            Effect::Gain => true,
            Effect::Lose => false,
            _ => return None,
        };
        term =
            if (gains == subject) == (relation.how == How::More) { plus(&term, change) } else { minus(&term, change) };
        changes += 1;
    }
    (changes > 0).then_some((term, 0.75, "shifted"))
}
