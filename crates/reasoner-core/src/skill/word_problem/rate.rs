//! Rates: so many in each of so many, and totals shared out.

use super::account;
use super::amount::{Amount, MONEY};
use super::effect::Effect;
use super::solve::{Derived, Solver};
use super::term::{Term, gap, minus, over, plus, sum, times};

use crate::calc::number;

/// How deep rates of rates are followed.
const DEEPEST: usize = 4;

/// "How many does each get": a total shared by a number of takers.
pub(super) fn share(solver: &Solver<'_>) -> Option<Derived> {
    let per = solver.question.per.as_ref()?;
    let plain = |at: &usize| {
        solver
            .amounts
            .get(*at)
            .is_some_and(|amount| amount.per.is_none() && amount.term.is_some() && amount.relation.is_none())
    };
    let counts: Vec<usize> = (0..solver.amounts.len()).filter(plain).collect();
    let takers = |at: &usize| {
        solver
            .amounts
            .get(*at)
            .is_some_and(|amount| amount.unit.iter().any(|name| solver.kind(name, per) || solver.kind(per, name)))
    };
    let named = |at: &usize| {
        solver.amounts.get(*at).is_some_and(|amount| amount.unit.first().is_some_and(|unit| solver.same(unit, per)))
    };
    let mut den: Vec<usize> = counts.iter().copied().filter(named).collect();
    if den.is_empty() {
        den = counts.iter().copied().filter(takers).collect();
    }
    if den.is_empty() {
        den = counts
            .iter()
            .copied()
            .filter(|at| solver.amounts.get(*at).is_some_and(|amount| !solver.fits(amount)))
            .collect();
    }
    if den.len() > 1 {
        den = solver.narrow(den, &solver.question.marks);
    }
    let by = match den.as_slice() {
        [] => return None,
        [one] => solver.terms(&[*one]).into_iter().next()?,
        _ if per != "?" => account::balance(solver, &den)?,
        _ => return None,
    };
    let mut rest: Vec<usize> =
        solver.relevant(&solver.question.unit).into_iter().filter(|at| !den.contains(at)).collect();
    if solver.terms(&rest).is_empty() {
        rest = counts.iter().copied().filter(|at| !den.contains(at)).collect();
    }
    rest = solver.narrow(rest, &solver.question.marks);
    if let Some(whole) = rest.iter().copied().find(|at| solver.amounts.get(*at).is_some_and(|amount| amount.whole)) {
        rest = vec![whole];
    }
    if let Some(rest) = remainder(solver, &rest) {
        return Some((over(&rest, &by)?, 0.75, "share"));
    }
    if let [at] = rest.as_slice() {
        let total = solver.terms(&[*at]).into_iter().next()?;
        return Some((over(&total, &by)?, 0.85, "share"));
    }
    let total = account::balance(solver, &rest)?;
    Some((over(&total, &by)?, 0.75, "share"))
}

/// What remains of the largest amount, where the story shares out "the rest".
fn remainder(solver: &Solver<'_>, found: &[usize]) -> Option<Term> {
    let said = |word: &str| matches!(word, "rest" | "remainder" | "remaining");
    let remains = solver.story.words.iter().any(|word| said(&word.text));
    let terms = solver.terms(found);
    let whole = terms.iter().max_by(|a, b| a.value.cmp(&b.value)).filter(|_| remains && found.len() > 1)?;
    let others: Vec<Term> = terms.iter().filter(|term| term.used != whole.used).cloned().collect();
    Some(minus(whole, &sum(&others)?))
}

/// Rates combined with counts.
pub(super) fn rated(solver: &Solver<'_>) -> Option<Derived> {
    let rates: Vec<usize> = (0..solver.amounts.len())
        .filter(|at| solver.amounts.get(*at).is_some_and(|amount| amount.per.is_some() && amount.term.is_some()))
        .collect();
    if rates.is_empty() || solver.question.per.is_some() {
        return None;
    }
    let unit = solver.question.unit.clone();
    let found = product(solver, &rates, &unit).map(|(term, sure, how)| (over_time(solver, term), sure, how));
    found.or_else(|| quotient(solver, &rates, &unit))
}

/// The number of something: told as such, or so many in each of something else.
fn quantity(solver: &Solver<'_>, noun: &str, beside: &Amount, depth: usize) -> Option<Term> {
    if depth > DEEPEST {
        return None;
    }
    let direct = direct(solver, noun, beside, depth);
    let named =
        |at: &usize| solver.amounts.get(*at).is_some_and(|one| one.unit.iter().any(|own| solver.same(own, noun)));
    if !direct.iter().any(named) {
        if let Some(term) = nested(solver, noun, beside, depth) {
            return Some(term);
        }
        if let Some(term) = converted(solver, noun) {
            return Some(term);
        }
    }
    if direct.is_empty() {
        return None;
    }
    let mut words = solver.question.marks.clone();
    words.extend(beside.marks.iter().cloned());
    of_counts(solver, &solver.narrow(direct, &words))
}

/// The number of something that is told as so many in each of something else.
fn nested(solver: &Solver<'_>, noun: &str, beside: &Amount, depth: usize) -> Option<Term> {
    let rates = solver.amounts.iter().filter(|amount| {
        let counts = amount.unit.iter().any(|own| solver.same(own, noun));
        counts && amount.per.is_some() && amount.term.is_some() && amount.at != beside.at
    });
    let mut parts = Vec::new();
    for rate in rates {
        let count = quantity(solver, rate.per.as_deref()?, rate, depth + 1)?;
        parts.push(times(&count, rate.term.as_ref()?));
    }
    sum(&parts)
}

/// "Each cow gives 5 liters a day. How many do they give in a week?": the product for the whole week.
fn over_time(solver: &Solver<'_>, term: Term) -> Term {
    const LENGTHS: [(&str, &str, i64); 3] = [("week", "day", 7), ("day", "hour", 24), ("hour", "minute", 60)];
    let texts = &solver.question.texts;
    let asked = |long: &str| {
        texts.windows(3).any(|three| matches!(three, [lead, one, unit] if lead == "in" && matches!(one.as_str(), "a" | "one") && unit == long))
    };
    let told = |short: &str| {
        let words = &solver.story.words;
        words.windows(2).any(|pair| matches!(pair, [one, unit] if matches!(one.text.as_str(), "a" | "per" | "each" | "every") && unit.lemma == short))
    };
    let timed = |short: &str| {
        solver
            .amounts
            .iter()
            .any(|amount| amount.per.as_deref() == Some(short) || amount.unit.first().is_some_and(|unit| unit == short))
    };
    let found = LENGTHS.iter().find(|(long, short, _)| asked(long) && told(short) && !timed(short));
    found.map_or(term.clone(), |(.., length)| times(&term, &Term::known(number::whole(*length))))
}

/// A stretch of time in another unit of it: days of weeks.
fn converted(solver: &Solver<'_>, noun: &str) -> Option<Term> {
    const LENGTHS: [(&str, &str, i64); 8] = [
        ("week", "day", 7),
        ("year", "month", 12),
        ("year", "week", 52),
        ("day", "hour", 24),
        ("hour", "minute", 60),
        ("minute", "second", 60),
        ("month", "day", 30),
        ("year", "day", 365),
    ];
    // Every morning is every day.
    let noun = if matches!(noun, "morning" | "evening" | "night" | "afternoon") { "day" } else { noun };
    let plain = |amount: &&Amount| amount.per.is_none() && amount.relation.is_none();
    let told = solver.amounts.iter().filter(plain).find_map(|amount| {
        if amount.unit.first().is_some_and(|unit| unit == noun) {
            return amount.term.clone();
        }
        let (.., length) = LENGTHS
            .iter()
            .find(|(long, short, _)| *short == noun && amount.unit.first().is_some_and(|unit| unit == long))?;
        Some(times(amount.term.as_ref()?, &Term::known(number::whole(*length))))
    });
    // "in a week"
    let asked = |long: &str| {
        let texts = &solver.question.texts;
        texts.windows(2).any(
            |pair| matches!(pair, [one, unit] if matches!(one.as_str(), "a" | "one" | "per" | "each") && unit == long),
        )
    };
    told.or_else(|| {
        let (.., length) = LENGTHS.iter().find(|(long, short, _)| *short == noun && asked(long))?;
        Some(Term::known(number::whole(*length)))
    })
}

/// The amounts that tell the number of something by its name, its kind, or as the only thing counted.
fn direct(solver: &Solver<'_>, noun: &str, beside: &Amount, depth: usize) -> Vec<usize> {
    let unit = vec![noun.to_owned()];
    let all = |test: &dyn Fn(&Amount) -> bool| -> Vec<usize> {
        let plain = |amount: &Amount| amount.per.is_none() && amount.relation.is_none() && amount.term.is_some();
        let fits = |at: &usize| solver.amounts.get(*at).is_some_and(|amount| plain(amount) && test(amount));
        (0..solver.amounts.len()).filter(fits).collect()
    };
    let named = all(&|amount| amount.unit.iter().any(|own| solver.same(own, noun)));
    if !named.is_empty() {
        return named;
    }
    let kinds = all(&|amount| {
        noun != "?" && (solver.is_kind(amount, &unit) || unit.iter().any(|unit| amount.narrowing.contains(unit)))
    });
    if !kinds.is_empty() || noun != "?" && depth > 0 {
        return kinds;
    }
    let others = all(&|amount| amount.unit.first() != beside.unit.first() && !amount.is_money());
    let first = others.first().and_then(|at| solver.amounts.get(*at)).and_then(|amount| amount.unit.first());
    others.iter().copied().filter(|at| solver.amounts.get(*at).is_some_and(|one| one.unit.first() == first)).collect()
}

/// What counts of one noun come to: a goal without what is done, what is left of them, or their sum.
fn of_counts(solver: &Solver<'_>, found: &[usize]) -> Option<Term> {
    let says = |at: &usize, verbs: &[&str]| {
        solver.amounts.get(*at).is_some_and(|amount| {
            verbs.contains(&amount.verb.as_str())
                || verbs.iter().any(|verb| amount.marks.iter().any(|mark| mark == verb))
        })
    };
    if let [one, other] = found {
        let open = solver.question.says(&["rest", "more", "finish", "complete", "still", "left", "remaining"]);
        let goal = says(one, &["need", "want"]) || says(other, &["need", "want"]);
        let done = solver
            .story
            .words
            .iter()
            .any(|word| matches!(word.text.as_str(), "already" | "forgot" | "but" | "broken" | "missing"));
        let ended = |at: &usize| solver.amounts.get(*at).is_some_and(|amount| amount.last);
        let spent = solver.question.says(&["spend", "use", "eat", "sell"]) && ended(one) != ended(other);
        if open && (goal || done) || spent {
            let terms = solver.terms(found);
            return Some(super::term::gap(terms.first()?, terms.get(1)?));
        }
    }
    account::balance(solver, found)
}

/// Counts times rates.
fn product(solver: &Solver<'_>, rates: &[usize], unit: &[String]) -> Option<Derived> {
    let fits = |at: &usize| {
        let fits = |amount: &Amount| solver.counts(amount, unit) || solver.is_kind(amount, unit) || amount.inherited;
        solver.amounts.get(*at).is_some_and(fits)
    };
    let wanted: Vec<usize> = rates.iter().copied().filter(fits).collect();
    let wanted = solver.narrow(wanted, &solver.question.marks);
    let first = solver.amounts.get(*wanted.first()?)?;
    // Rates told per the same thing are added first.
    let per = |at: &usize| solver.amounts.get(*at).and_then(|amount| amount.per.clone());
    let total = if let Some(parts) = pairs(solver, &wanted) {
        sum(&parts)?
    } else if wanted.len() > 1 && wanted.iter().all(|at| per(at) == first.per) {
        let count = quantity(solver, first.per.as_deref()?, first, 0)?;
        times(&count, &sum(&solver.terms(&wanted))?)
    } else {
        let mut parts = Vec::new();
        for at in &wanted {
            let rate = solver.amounts.get(*at)?;
            let count = quantity(solver, rate.per.as_deref()?, rate, 0)?;
            parts.push(times(&count, rate.term.as_ref()?));
        }
        sum(&parts)?
    };
    let free = |at: &usize| {
        let term = solver.amounts.get(*at).and_then(|amount| amount.term.as_ref());
        term.is_some_and(|term| !term.used.iter().any(|used| total.used.contains(used)))
    };
    let rest = solver.narrow(solver.relevant(unit), &solver.question.marks);
    let rest: Vec<usize> = rest.into_iter().filter(free).collect();
    match rest.as_slice() {
        [] => Some((total, 0.85, "product")),
        [one] => {
            let spends = |rate: &Amount| rate.effect == Effect::Lose || rate.verb == "cost";
            let spent = wanted.iter().filter_map(|at| solver.amounts.get(*at)).any(spends);
            beside(solver, total, solver.amounts.get(*one)?, spent)
        }
        _ => None,
    }
}

/// "3 a day for 8 days, then 4 a day for 9 days": each rate with the count next to it, where there are several of both.
fn pairs(solver: &Solver<'_>, rates: &[usize]) -> Option<Vec<Term>> {
    if rates.len() < 2 {
        return None;
    }
    let mut taken: Vec<usize> = Vec::new();
    let mut parts = Vec::new();
    for at in rates {
        let rate = solver.amounts.get(*at)?;
        let per = rate.per.as_deref()?;
        let fits = |other: &Amount| {
            let counts = other.per.is_none() && other.relation.is_none() && other.term.is_some();
            let named = if per == "?" {
                !other.is_money() && other.unit.first() != rate.unit.first()
            } else {
                other.unit.first().is_some_and(|unit| solver.same(unit, per))
            };
            counts && named && other.sentence == rate.sentence
        };
        let count = (0..solver.amounts.len())
            .filter(|other| !taken.contains(other) && solver.amounts.get(*other).is_some_and(fits))
            .min_by_key(|other| solver.amounts.get(*other).map_or(usize::MAX, |other| other.at.abs_diff(rate.at)))?;
        taken.push(count);
        parts.push(times(&solver.terms(&[count]).into_iter().next()?, rate.term.as_ref()?));
    }
    Some(parts)
}

/// A product with one more amount of its unit: what was there before it was spent, or what comes or goes besides.
fn beside(solver: &Solver<'_>, total: Term, amount: &Amount, spent: bool) -> Option<Derived> {
    let term = amount.term.clone()?;
    if solver.question.says(&["change"]) {
        return Some((gap(&term, &total), 0.8, "product"));
    }
    let loses = amount.effect == Effect::Lose;
    if spent && !loses && (solver.question.left || solver.question.says(&["change"])) {
        return Some((minus(&term, &total), 0.75, "product"));
    }
    let state = amount.effect == Effect::Keep && !amount.last && !amount.more;
    if state && solver.question.left && term.value > total.value {
        return Some((minus(&term, &total), 0.7, "product"));
    }
    // Two amounts that are both spent, or both earned, add up.
    let adds = !loses || spent && !solver.question.left;
    Some((if adds { plus(&total, &term) } else { minus(&total, &term) }, 0.65, "product"))
}

/// A total over the size of a group.
fn quotient(solver: &Solver<'_>, rates: &[usize], unit: &[String]) -> Option<Derived> {
    let asked = |at: &usize| {
        solver.amounts.get(*at).is_some_and(|rate| {
            let per = rate.per.as_deref().unwrap_or("?");
            per == "?" && !(rate.is_money() && unit.iter().any(|unit| unit == MONEY))
                || unit.iter().any(|name| solver.same(name, per) || solver.kind(per, name))
        })
    };
    let mut fitting: Vec<usize> = rates.iter().copied().filter(asked).collect();
    if fitting.is_empty()
        && rates.len() == 1
        && solver
            .question
            .unit
            .iter()
            .any(|name| matches!(name.as_str(), "trip" | "time" | "page" | "day" | "hour" | "minute" | "group"))
    {
        fitting = rates.to_vec();
    }
    if fitting.is_empty() {
        return None;
    }
    let rate = solver.amounts.get(*fitting.first()?)?;
    let by = sum(&solver.terms(&fitting))?;
    let plain = |at: &usize| {
        solver
            .amounts
            .get(*at)
            .is_some_and(|amount| amount.per.is_none() && amount.relation.is_none() && amount.term.is_some())
    };
    let alike = |at: &usize| {
        solver.amounts.get(*at).is_some_and(|amount| {
            solver.counts(amount, &rate.unit) || solver.is_kind(amount, &rate.unit) || amount.inherited
        })
    };
    let mut counts: Vec<usize> = (0..solver.amounts.len()).filter(plain).filter(alike).collect();
    let mut sure = 0.85;
    if counts.is_empty() {
        counts = (0..solver.amounts.len())
            .filter(plain)
            .filter(|at| solver.amounts.get(*at).is_some_and(|amount| !solver.fits(amount)))
            .collect();
        sure = 0.7;
    }
    if counts.is_empty() {
        return None;
    }
    let total = of_counts(solver, &counts)?;
    Some((over(&total, &by)?, sure, "quotient"))
}
