//! What somebody has: what there was, what came, what went, what is left.

use num_traits::Signed;

use super::amount::Amount;
use super::effect::Effect;
use super::solve::{Derived, Solver};
use super::term::{Term, gap, minus, plus, sum};

/// Counts of one kind: their sum, what is left, what there was, what was taken.
pub(super) fn counted(solver: &Solver<'_>) -> Option<Derived> {
    let question = &solver.question;
    if question.per.is_some() || question.percent || question.ratio {
        return None;
    }
    if solver.amounts.iter().any(|amount| amount.relation.is_some()) {
        return None;
    }
    let mut found = solver.relevant(&question.unit);
    let mut sure = 0.85f32;
    if solver.terms(&found).len() < 2 {
        let all: Vec<usize> = (0..solver.amounts.len())
            .filter(|at| {
                solver.amounts.get(*at).is_some_and(|amount| {
                    amount.per.is_none()
                        && amount.term.is_some()
                        && amount.unit.first().is_some_and(|unit| unit != "percent")
                })
            })
            .collect();
        if all.len() != 2 {
            return single(solver, &found);
        }
        found = all;
        sure = 0.45;
    }
    if !question.more || question.sides.is_some() {
        let marks: Vec<String> = question.marks.iter().filter(|mark| **mark != question.verb).cloned().collect();
        let narrowed = solver.narrow(found.clone(), &marks);
        let terms = solver.terms(&narrowed);
        let derived = matches!(terms.as_slice(), [one] if one.used.len() > 1);
        found = if question.negated || terms.len() < 2 && !derived { kinds(solver, found, &marks) } else { narrowed };
    }
    let term = settle(solver, &found)?;
    Some((term.0, sure.min(term.1), term.2))
}

/// The amounts of the owner and the kind that the question names, whatever else it says.
fn kinds(solver: &Solver<'_>, found: Vec<usize>, marks: &[String]) -> Vec<usize> {
    let kind = |word: &&String| {
        let own =
            |amount: &Amount| amount.narrowing.contains(word) || amount.unit.iter().skip(1).any(|unit| unit == *word);
        solver.amounts.iter().any(own)
    };
    let marks: Vec<String> = marks.iter().filter(kind).cloned().collect();
    solver.narrow(found, &marks)
}

/// A question whose answer is told as it is.
fn single(solver: &Solver<'_>, found: &[usize]) -> Option<Derived> {
    let [at] = found else { return None };
    let amount = solver.amounts.get(*at)?;
    let term = amount.term.clone()?;
    (term.used.len() > 1).then_some((term, 0.7, "told"))
}

/// What the question asks of the amounts that count its unit.
fn settle(solver: &Solver<'_>, found: &[usize]) -> Option<Derived> {
    let question = &solver.question;
    let has = |at: &usize| solver.amounts.get(*at).is_some_and(|amount| amount.term.is_some());
    let known: Vec<usize> = found.iter().copied().filter(has).collect();
    if known.len() == 1 {
        let term = solver.terms(&known).into_iter().next()?;
        let told = term.used.len() < 2;
        return Some((term, if told { 0.45 } else { 0.75 }, "told"));
    }
    let goals = known.iter().filter(|at| solver.amounts.get(**at).is_some_and(|amount| amount.goal)).count();
    let change = question.texts.iter().take(4).any(|word| word == "change") && known.len() >= 2;
    let short = change || (question.left || question.says(&["rest"])) && goals == 1 && known.len() > goals;
    if question.more && question.sides.is_none() || short {
        return missing(solver, &known);
    }
    if let Some(term) = portion(solver, &known) {
        return Some((term, 0.8, "portion"));
    }
    if let Some(rest) = undone(solver, &known) {
        return Some((rest, 0.8, "left"));
    }
    if question.negated && known.len() >= 2 {
        let (last, others) = known.split_last()?;
        let done = solver.terms(&[*last]).into_iter().next()?;
        return Some((gap(&sum(&solver.terms(others))?, &done), 0.85, "not"));
    }
    if let Some(rest) = remainder(solver, &known) {
        return Some((rest, 0.8, "rest"));
    }
    let acts = matches!(question.effect, Effect::Gain | Effect::Lose) && !question.left;
    if question.initial && !(acts && question.effect == Effect::Lose) {
        return origin(solver, &known).map(|term| (term, 0.8, "origin"));
    }
    let done = if acts || question.verb == "cost" { deed(solver, &known) } else { None };
    done.or_else(|| rest(solver, &known).map(|rest| (rest, 0.8, "rest"))).or_else(|| balanced(solver, &known))
}

/// What the question's verb did: told as such, or open between two states.
fn deed(solver: &Solver<'_>, known: &[usize]) -> Option<Derived> {
    let question = &solver.question;
    let open = solver.amounts.iter().any(|amount| {
        let counts = !amount.unit.is_empty() && (solver.fits(amount) || amount.inherited);
        amount.term.is_none() && amount.effect == question.effect && counts
    });
    let ended = known.iter().any(|at| solver.amounts.get(*at).is_some_and(|amount| amount.last));
    let acted = acted(solver, known);
    let rest: Vec<usize> = known.iter().copied().filter(|at| !acted.contains(at)).collect();
    let gone = |at: &usize| {
        let done =
            |amount: &Amount| amount.effect == question.effect && (amount.verb == question.verb || amount.is_money());
        solver.amounts.get(*at).is_some_and(done)
    };
    let told = acted.iter().any(gone);
    if (open && !question.says(&["or"]) || !told)
        && let Some(found) = change(solver, known, ended)
    {
        return Some(found);
    }
    let terms = solver.terms(&acted);
    match terms.as_slice() {
        [] => None,
        [one] if told && !question.total => {
            solver.excluded.borrow_mut().extend(rest);
            Some((one.clone(), 0.65, "told"))
        }
        [_] if known.len() == 2 && question.effect == Effect::Gain => {
            sum(&solver.terms(known)).map(|term| (term, 0.6, "acted"))
        }
        [_] => None,
        _ => {
            solver.excluded.borrow_mut().extend(rest);
            sum(&terms).map(|term| (term, 0.8, "acted"))
        }
    }
}

/// What everything comes to.
fn balanced(solver: &Solver<'_>, known: &[usize]) -> Option<Derived> {
    let question = &solver.question;
    let any = |test: &dyn Fn(&Amount) -> bool| known.iter().filter_map(|at| solver.amounts.get(*at)).any(test);
    let term = balance(solver, known)?;
    // An end or a whole is no part of a sum.
    let end = |amount: &Amount| amount.last && amount.effect == Effect::Keep && !question.total;
    if any(&|amount| amount.whole && !amount.carried || end(amount)) {
        return Some((term, 0.45, "balance"));
    }
    let changes = any(&|amount| matches!(amount.effect, Effect::Gain | Effect::Lose) || amount.more || amount.part);
    Some((term, if changes || question.total { 0.8 } else { 0.7 }, "balance"))
}

/// "How many more does he need?": the goal without what there is.
fn missing(solver: &Solver<'_>, known: &[usize]) -> Option<Derived> {
    let goal = |amount: &Amount| {
        amount.goal
            || matches!(
                amount.verb.as_str(),
                "need" | "require" | "want" | "call" | "complete" | "reach" | "cost" | "plan" | "must"
            )
            || amount.whole
            || amount.marks.iter().any(|mark| matches!(mark.as_str(), "need" | "goal" | "want" | "require"))
    };
    let goals: Vec<usize> = known.iter().copied().filter(|at| solver.amounts.get(*at).is_some_and(goal)).collect();
    let rest: Vec<usize> = known.iter().copied().filter(|at| !goals.contains(at)).collect();
    let (goals, rest) = if goals.len() == 1 && !rest.is_empty() {
        (goals, rest)
    } else {
        let largest =
            known.iter().copied().max_by_key(|at| solver.terms(&[*at]).into_iter().next().map(|term| term.value))?;
        (vec![largest], known.iter().copied().filter(|at| *at != largest).collect())
    };
    let goal = solver.terms(&goals).into_iter().next()?;
    let lost = rest.iter().any(|at| solver.amounts.get(*at).is_some_and(|amount| amount.effect == Effect::Lose));
    let have = if lost { balance(solver, &rest)? } else { sum(&solver.terms(&rest))? };
    Some((gap(&goal, &have), if known.len() == 2 { 0.85 } else { 0.75 }, "missing"))
}

/// The amounts that the question's verb tells of.
fn acted(solver: &Solver<'_>, known: &[usize]) -> Vec<usize> {
    let verb = solver.question.verb.as_str();
    let all = |test: &dyn Fn(&Amount) -> bool| -> Vec<usize> {
        known.iter().copied().filter(|at| solver.amounts.get(*at).is_some_and(test)).collect()
    };
    let same = all(&|amount| amount.verb == verb);
    let alike = all(&|amount| amount.effect == solver.question.effect);
    let money = known.iter().filter_map(|at| solver.amounts.get(*at)).all(Amount::is_money);
    let either = solver.question.says(&["or"]);
    if same.is_empty() || (money || either) && alike.len() > same.len() { alike } else { same }
}

/// A change that the story leaves open, from what was before and after.
fn change(solver: &Solver<'_>, known: &[usize], ended: bool) -> Option<Derived> {
    let open = solver.amounts.iter().any(|amount| amount.term.is_none() && !amount.unit.is_empty());
    let end = end(solver, known)?;
    let owner = solver.amounts.get(end).map(|amount| amount.owner.clone()).filter(|owner| !owner.is_empty());
    let same = |at: &usize| solver.amounts.get(*at).is_some_and(|amount| Some(&amount.owner) == owner.as_ref());
    let mut rest: Vec<usize> = known.iter().copied().filter(|at| *at != end).collect();
    if rest.iter().any(same) && solver.question.owners.len() != 1 {
        rest.retain(|at| same(at) || solver.amounts.get(*at).is_some_and(|amount| amount.owner.is_empty()));
    }
    let states = known
        .iter()
        .filter_map(|at| solver.amounts.get(*at))
        .all(|amount| matches!(amount.effect, Effect::Keep | Effect::Other));
    if rest.is_empty() || !ended && !open && known.len() < 3 && !first(solver, known) && !states {
        return None;
    }
    let term = unknown(solver, end, &rest)?;
    Some((term, if ended { 0.85 } else { 0.75 }, "change"))
}

/// Whether an amount is said of the beginning.
fn first(solver: &Solver<'_>, known: &[usize]) -> bool {
    known.iter().any(|at| solver.amounts.get(*at).is_some_and(|amount| amount.first))
}

/// The amount that was there in the end.
fn end(solver: &Solver<'_>, known: &[usize]) -> Option<usize> {
    let state =
        |amount: &Amount| !amount.more && (matches!(amount.effect, Effect::Keep | Effect::Other) || amount.last);
    let find =
        |test: &dyn Fn(&Amount) -> bool| known.iter().copied().rfind(|at| solver.amounts.get(*at).is_some_and(test));
    find(&|amount| amount.last && state(amount)).or_else(|| find(&|amount| state(amount) && !amount.first))
}

/// What has to be added to the changes for the end to come out.
fn unknown(solver: &Solver<'_>, end: usize, rest: &[usize]) -> Option<Term> {
    let holder = solver.amounts.get(end)?.owner.clone();
    let end = solver.terms(&[end]).into_iter().next()?;
    // What somebody picks, the tree has no more.
    let picked = |amount: &Amount| {
        let picks =
            matches!(amount.verb.as_str(), "pick" | "cut" | "collect" | "harvest" | "gather" | "take" | "catch");
        picks && !amount.owner.is_empty() && !holder.is_empty() && amount.owner != holder
    };
    let lost = |at: &usize| {
        solver.amounts.get(*at).is_some_and(|amount| (goes(solver, amount) || picked(amount)) && !amount.first)
    };
    let (less, more): (Vec<usize>, Vec<usize>) = rest.iter().copied().partition(lost);
    match (sum(&solver.terms(&more)), sum(&solver.terms(&less))) {
        (Some(more), Some(less)) if more.value >= less.value => Some(gap(&minus(&more, &less), &end)),
        (Some(more), Some(less)) => Some(minus(&plus(&end, &less), &more)),
        (Some(more), None) => Some(gap(&more, &end)),
        (None, Some(less)) => Some(plus(&end, &less)),
        (None, None) => None,
    }
}

/// Whether an amount goes away from whose it is, where something was there before it.
pub(super) fn loses(solver: &Solver<'_>, amount: &Amount, found: &[usize]) -> bool {
    let before = |other: &Amount| {
        other.effect != Effect::Lose
            && other.at != amount.at
            && (other.at < amount.at
                || other.first
                || solver.question.left && other.effect == Effect::Keep && !other.more)
    };
    if solver.question.left
        && matches!(amount.verb.as_str(), "pick" | "cut" | "collect" | "harvest" | "gather" | "take" | "catch")
    {
        let others = || found.iter().filter_map(|at| solver.amounts.get(*at));
        let had = others().any(|other| other.at < amount.at && other.effect == Effect::Keep);
        if had && !amount.more && others().all(|other| other.effect != Effect::Lose) {
            return true;
        }
    }
    found.iter().filter_map(|at| solver.amounts.get(*at)).any(before) && goes(solver, amount)
}

/// Whether an amount goes away from whom the question is about.
fn goes(solver: &Solver<'_>, amount: &Amount) -> bool {
    let owner = solver.owner();
    let receives = amount.effect != Effect::Gain
        && !amount.other.is_empty()
        && owner == Some(&amount.other)
        && owner != Some(&amount.owner);
    let takes = amount.owner != "it" && matches!(amount.verb.as_str(), "borrow" | "take" | "steal" | "grab");
    let foreign = owner.is_some_and(|owner| *owner != amount.owner) && !amount.owner.is_empty();
    match amount.effect {
        Effect::Lose => !receives,
        _ if receives => false,
        _ if amount.part || amount.negated => true,
        Effect::Gain => (takes || owner == Some(&amount.other)) && foreign,
        _ => false,
    }
}

/// What gains and losses come to.
pub(super) fn balance(solver: &Solver<'_>, found: &[usize]) -> Option<Term> {
    let loses = |at: &usize| solver.amounts.get(*at).is_some_and(|amount| loses(solver, amount, found));
    let (less, more): (Vec<usize>, Vec<usize>) = found.iter().copied().partition(loses);
    if more.is_empty() {
        return sum(&solver.terms(&less));
    }
    let mut total = sum(&solver.terms(&more))?;
    for term in solver.terms(&less) {
        total = minus(&total, &term);
    }
    Some(total)
}

/// A share that was worked out, where the question asks for what the story tells of it.
fn portion(solver: &Solver<'_>, known: &[usize]) -> Option<Term> {
    let question = &solver.question;
    let told = |amount: &&Amount| {
        let named = question.unit.first().is_some_and(|unit| amount.says(unit) && amount.unit.first() != Some(unit));
        let said = named || amount.verb == question.verb && question.verb != "have" && question.verb != "be";
        amount.part && amount.term.as_ref().is_some_and(|term| term.used.len() > 1) && said
    };
    let mut found = known.iter().filter_map(|at| solver.amounts.get(*at)).filter(told);
    let one = found.next().filter(|_| !question.left && !question.negated && !question.total)?;
    found.next().is_none().then(|| one.term.clone()).flatten()
}

/// What is left to do of a whole: "How many pages are left to read?".
fn undone(solver: &Solver<'_>, known: &[usize]) -> Option<Term> {
    let question = &solver.question;
    let done = |at: &usize| {
        solver
            .amounts
            .get(*at)
            .is_some_and(|amount| amount.effect != Effect::Keep && question.words.contains(&amount.verb))
    };
    let (done, whole): (Vec<usize>, Vec<usize>) = known.iter().copied().partition(done);
    let ([whole], true) = (whole.as_slice(), question.left && !done.is_empty()) else { return None };
    let state = solver.amounts.get(*whole).is_some_and(|amount| amount.effect == Effect::Keep);
    let term = minus(solver.terms(&[*whole]).first()?, &sum(&solver.terms(&done))?);
    (state && term.value.is_positive()).then_some(term)
}

/// What "the rest" is, where the question asks for what the story tells of it.
fn remainder(solver: &Solver<'_>, known: &[usize]) -> Option<Term> {
    let question = &solver.question;
    let words = &solver.story.words;
    let at =
        words.iter().position(|word| matches!(word.text.as_str(), "rest" | "remainder" | "remaining" | "others"))?;
    let sentence = words.get(at)?.sentence;
    let told: Vec<&String> = words
        .iter()
        .skip(at + 1)
        .take_while(|word| word.sentence == sentence)
        .take(10)
        .map(|word| &word.lemma)
        .collect();
    let asked = question.marks.iter().chain(&question.narrowing).chain(&question.unit).any(|mark| told.contains(&mark));
    if !asked || question.total || known.len() < 2 {
        return None;
    }
    let value = |at: &usize| solver.terms(&[*at]).into_iter().next().map(|term| term.value);
    let whole = known
        .iter()
        .copied()
        .find(|at| solver.amounts.get(*at).is_some_and(|amount| amount.whole))
        .or_else(|| known.iter().copied().max_by_key(value))?;
    let others: Vec<usize> = known.iter().copied().filter(|at| *at != whole).collect();
    let whole = solver.terms(&[whole]).into_iter().next()?;
    let term = minus(&whole, &sum(&solver.terms(&others))?);
    term.value.is_positive().then_some(term)
}

/// The rest of a whole: "45 of the 120 were …, the rest …".
fn rest(solver: &Solver<'_>, known: &[usize]) -> Option<Term> {
    let question = &solver.question;
    let whole = known.iter().copied().find(|at| solver.amounts.get(*at).is_some_and(|amount| amount.whole))?;
    if question.total && !question.left {
        return None;
    }
    let others: Vec<usize> = known.iter().copied().filter(|at| *at != whole).collect();
    let whole = solver.terms(&[whole]).into_iter().next()?;
    let term = minus(&whole, &sum(&solver.terms(&others))?);
    term.value.is_positive().then_some(term)
}

/// What there was before the changes.
fn origin(solver: &Solver<'_>, known: &[usize]) -> Option<Term> {
    let end = end(solver, known)?;
    let rest: Vec<usize> = known.iter().copied().filter(|at| *at != end).collect();
    unknown(solver, end, &rest).filter(|_| !rest.is_empty())
}
