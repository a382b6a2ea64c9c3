//! Problems with a calculation of their own: equal groups without rest, meetings of periods, sequences, ratios, means.

use engine_api::vocabulary;
use num_integer::Integer;
use num_traits::{Signed, Zero};

use super::amount::Amount;
use super::solve::{Derived, Solver};
use super::term::{Term, gap, minus, over, plus, sum, times};
use super::worth::{coins, figure, percent, ratio};
use crate::calc::number::{self, Number};

/// The answer of a calculation that the words ask for by name.
pub(super) fn special(solver: &Solver<'_>) -> Option<Derived> {
    groups(solver)
        .or_else(|| periods(solver))
        .or_else(|| sequence(solver))
        .or_else(|| ratio(solver))
        .or_else(|| mean(solver))
        .or_else(|| moved(solver))
        .or_else(|| quotient(solver))
        .or_else(|| pieces(solver))
        .or_else(|| leftover(solver))
        .or_else(|| percent(solver))
        .or_else(|| coins(solver))
        .or_else(|| figure(solver))
}

pub(super) fn says(solver: &Solver<'_>, any: &[&str]) -> bool {
    solver.story.words.iter().any(|word| any.contains(&word.text.as_str()) || any.contains(&word.lemma.as_str()))
}

/// The terms of plain whole numbers that fit a test.
fn wholes(solver: &Solver<'_>, test: &dyn Fn(&Amount) -> bool) -> Vec<Term> {
    let found = solver.amounts.iter().filter(|amount| test(amount)).filter_map(|amount| amount.term.clone());
    found.filter(|term| term.value.is_integer() && term.value.is_positive()).collect()
}

/// "The greatest number of identical groups with nothing left over": the greatest common divisor.
fn groups(solver: &Solver<'_>) -> Option<Derived> {
    let most = solver.question.says(&["greatest", "largest", "maximum", "most", "many"])
        && says(solver, &["greatest", "largest", "maximum", "over"]);
    let alike = says(solver, &["identical", "same", "equal", "equally", "evenly"]);
    if !(most && alike && says(solver, &["greatest", "largest", "maximum"]) && solver.question.per.is_none()) {
        return None;
    }
    let terms = wholes(solver, &|amount| amount.per.is_none() && !amount.is_money());
    if terms.len() < 2 || terms.len() != solver.story.spots.len() {
        return None;
    }
    fold(&terms, "gcd", |a, b| a.gcd(b)).map(|term| (term, 0.85, "groups"))
}

/// "Every 6 days … every 8 days … again together": the least common multiple.
fn periods(solver: &Solver<'_>) -> Option<Derived> {
    let words = &solver.story.words;
    let every = words.iter().filter(|word| matches!(word.text.as_str(), "every" | "each")).count();
    let meet = solver.question.says(&["again", "next", "both", "same", "together", "before", "until"]);
    let least = solver.question.says(&["smallest", "least", "minimum", "fewest"]);
    if !(every >= 2 && meet && says(solver, &["both", "together", "same"]) || least && says(solver, &["equal", "same"]))
    {
        return None;
    }
    let mut terms = wholes(solver, &|_| true);
    if terms.len() < 2 {
        terms = ordinals(solver);
    }
    if terms.len() < 2 || terms.len() > 4 {
        return None;
    }
    fold(&terms, "lcm", |a, b| a.lcm(b)).map(|term| (term, 0.8, "periods"))
}

/// Ordinal numbers of the text, which are no amounts elsewhere: "every sixth day", "every 11th day".
fn ordinals(solver: &Solver<'_>) -> Vec<Term> {
    let words = &solver.story.words;
    let every =
        |at: usize| at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| word.text == "every");
    let value = |text: &str| {
        let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let named = vocabulary::ordinal(text).map(i64::from);
        named.or_else(|| digits.parse().ok().filter(|_| digits.len() < text.len()))
    };
    (0..words.len())
        .filter(|at| every(*at))
        .filter_map(|at| value(&words.get(at)?.text))
        .map(|value| Term::known(number::whole(value)))
        .collect()
}

fn fold(
    terms: &[Term],
    name: &str,
    join: impl Fn(&num_bigint::BigInt, &num_bigint::BigInt) -> num_bigint::BigInt,
) -> Option<Term> {
    let (first, rest) = terms.split_first()?;
    let value = rest.iter().fold(first.value.to_integer(), |value, term| join(&value, &term.value.to_integer()));
    let shown: Vec<&str> = terms.iter().map(|term| term.shown.as_str()).collect();
    let used = terms.iter().flat_map(|term| term.used.clone()).collect();
    Some(Term::made(Number::from_integer(value), format!("{name}({})", shown.join(", ")), used))
}

/// "If this pattern continues": the next of a sequence whose differences or quotients go on.
fn sequence(solver: &Solver<'_>) -> Option<Derived> {
    if !(says(solver, &["pattern", "sequence"]) && says(solver, &["continue", "continues", "next", "pattern"])) {
        return None;
    }
    let first = solver.amounts.iter().find(|amount| amount.term.is_some())?;
    let terms: Vec<Term> = solver
        .amounts
        .iter()
        .filter(|amount| amount.unit.first() == first.unit.first())
        .filter_map(|amount| amount.term.clone())
        .collect();
    if terms.len() < 3 {
        return None;
    }
    let values: Vec<Number> = terms.iter().map(|term| term.value.clone()).collect();
    let next = next(&values)?;
    let shown: Vec<&str> = terms.iter().map(|term| term.shown.as_str()).collect();
    let used = terms.iter().flat_map(|term| term.used.clone()).collect();
    Some((Term::made(next, format!("next({})", shown.join(", ")), used), 0.85, "sequence"))
}

/// What follows a sequence of equal quotients, or of differences that are equal or grow evenly.
fn next(values: &[Number]) -> Option<Number> {
    let differences = |values: &[Number]| -> Vec<Number> {
        values.windows(2).filter_map(|pair| Some(pair.get(1)? - pair.first()?)).collect()
    };
    let same = |values: &[Number]| values.windows(2).all(|pair| pair.first() == pair.get(1));
    let last = values.last()?;
    let first = differences(values);
    if same(&first) {
        return Some(last + first.last()?);
    }
    let quotients: Vec<Number> = values
        .windows(2)
        .filter(|pair| pair.first().is_some_and(|value| !value.is_zero()))
        .filter_map(|pair| Some(pair.get(1)? / pair.first()?))
        .collect();
    if same(&quotients) && quotients.len() + 1 == values.len() {
        return Some(last * quotients.last()?);
    }
    let second = differences(&first);
    (second.len() >= 2 && same(&second)).then(|| Some(last + first.last()? + second.last()?)).flatten()
}

/// "It rose from 35 to 42": by how much.
fn moved(solver: &Solver<'_>) -> Option<Derived> {
    const MOVES: [&str; 12] =
        ["by", "rise", "increase", "change", "drop", "fall", "grow", "decrease", "more", "less", "gain", "lose"];
    let words = &solver.story.words;
    let led = |amount: &Amount, by: &str| {
        (1..3).any(|back| amount.at.checked_sub(back).and_then(|at| words.get(at)).is_some_and(|word| word.text == by))
    };
    let known: Vec<&Amount> = solver.amounts.iter().filter(|amount| amount.term.is_some()).collect();
    let [one, other] = known.as_slice() else { return None };
    let pair = led(one, "from") && led(other, "to") && one.sentence == other.sentence && one.unit == other.unit;
    let term = gap(one.term.as_ref()?, other.term.as_ref()?);
    (pair && solver.question.says(&MOVES) && !solver.question.percent).then_some((term, 0.8, "moved"))
}

/// The mean of the numbers told.
fn mean(solver: &Solver<'_>) -> Option<Derived> {
    if !solver.question.says(&["mean", "average"]) {
        return None;
    }
    let mut terms = solver.terms(&solver.relevant(&solver.question.unit));
    if terms.len() < 2 {
        let counted = |amount: &&Amount| amount.per.is_none() && amount.relation.is_none();
        terms = solver.amounts.iter().filter(counted).filter_map(|amount| amount.term.clone()).collect();
    }
    if terms.len() < 2 || solver.amounts.iter().any(|amount| amount.per.is_some()) {
        return None;
    }
    let count = Term::known(number::whole(i64::try_from(terms.len()).ok()?));
    let sure = if terms.len() > 2 { 0.8 } else { 0.6 };
    Some((over(&sum(&terms)?, &count)?, sure, "mean"))
}

/// "How many times as many": one over the other.
fn quotient(solver: &Solver<'_>) -> Option<Derived> {
    if !(solver.question.ratio && solver.question.says(&["times"])) {
        return None;
    }
    let found = solver.relevant(&solver.question.unit);
    let mut terms = solver.terms(&found);
    if terms.len() != 2 {
        terms = solver.amounts.iter().filter_map(|amount| amount.term.clone()).collect();
    }
    let [a, b] = terms.as_slice() else { return None };
    let (large, small) = if a.value >= b.value { (a, b) } else { (b, a) };
    Some((over(large, small)?, 0.8, "times"))
}

/// Equal shares that do not come out: what is left over, and what is missing for one more each.
fn leftover(solver: &Solver<'_>) -> Option<Derived> {
    let shared = says(solver, &["split", "divide", "equally", "same", "equal", "evenly", "identical", "full", "read"]);
    let question = &solver.question;
    let last_day = question.texts.windows(2).any(|pair| matches!(pair, [last, day] if last == "last" && day == "day"));
    let over = question.says(&["over", "extra"])
        || last_day
        || question.says(&["remain"])
        || question.says(&["full"]) && question.negated;
    let more = question.more && question.sides.is_none() && question.says(&["need", "buy", "purchase"])
        || question.more && question.says(&["purchased", "make", "sure"]);
    let terms: Vec<&Amount> = solver
        .amounts
        .iter()
        .filter(|amount| amount.term.as_ref().is_some_and(|term| term.value.is_integer()))
        .collect();
    let [one, other] = terms.as_slice() else { return None };
    if !shared
        || !(over || more)
        || one.relation.is_some()
        || other.relation.is_some()
        || one.unit.first() == other.unit.first() && other.per.is_none()
    {
        return None;
    }
    let (a, b) = (one.term.clone()?, other.term.clone()?);
    let (total, by) = if a.value >= b.value { (a, b) } else { (b, a) };
    if by.value.is_zero() {
        return None;
    }
    let rest = &total.value - (&total.value / &by.value).floor() * &by.value;
    if rest.is_zero() && !over {
        return None;
    }
    let value = if over { rest } else { &by.value - rest };
    let sign = if over { "rest" } else { "missing" };
    let used = total.used.iter().chain(&by.used).copied().collect();
    Some((Term::made(value, format!("{sign} of {} in parts of {}", total.shown, by.shown), used), 0.75, "leftover"))
}

/// Two parts of a whole of which one is so much more than the other.
fn pieces(solver: &Solver<'_>) -> Option<Derived> {
    let relation = solver.amounts.iter().find(|amount| amount.relation.is_some() && amount.term.is_some())?;
    let told = relation.relation.as_ref()?;
    let open = solver.amounts.iter().filter(|amount| amount.relation.is_some()).count();
    let known: Vec<&Amount> = solver
        .amounts
        .iter()
        .filter(|amount| amount.relation.is_none() && amount.term.is_some() && amount.per.is_none())
        .collect();
    let whole = known.iter().find(|amount| {
        amount.whole || amount.marks.iter().any(|mark| matches!(mark.as_str(), "together" | "sum" | "cut" | "combine"))
    })?;
    if open != 1 || known.len() > 2 || told.factor.is_some() {
        return None;
    }
    let (whole, own) = (whole.term.clone()?, relation.term.clone()?);
    let question = &solver.question;
    let hits =
        |words: &[String]| question.marks.iter().chain(&question.unit).filter(|mark| words.contains(mark)).count();
    let (base, subject) = (hits(&told.base), hits(&told.own));
    if base == subject {
        return None;
    }
    let asks_base = base > subject;
    use super::relation::How;
    let two = Term::known(number::whole(2));
    let one = Term::known(number::whole(1));
    let term = match told.how {
        How::More | How::Less => {
            let larger = (told.how == How::More) != asks_base;
            over(&if larger { plus(&whole, &own) } else { minus(&whole, &own) }, &two)?
        }
        How::Times => {
            let part = over(&whole, &plus(&own, &one))?;
            if asks_base { part } else { times(&own, &part) }
        }
        _ => return None,
    };
    Some((term, 0.75, "parts"))
}
