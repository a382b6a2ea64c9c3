//! Percentages, ratios, coins and figures.

use engine_api::Pos;
use num_traits::{Signed, Zero};

use super::amount::Amount;
use super::solve::{Derived, Solver};
use super::special::says;
use super::term::{Term, gap, minus, over, plus, sum, times};
use super::{account, rate};
use crate::calc::number::{self, Number};

/// "In the ratio of 3:5": parts of one, of both, or of their difference.
pub(super) fn ratio(solver: &Solver<'_>) -> Option<Derived> {
    if !says(solver, &["ratio"]) {
        return None;
    }
    let words = &solver.story.words;
    let (at, (left, right)) = words.iter().enumerate().find_map(|(at, word)| Some((at, pair(&word.text)?)))?;
    let sentence = words.get(at)?.sentence;
    // The two things that the ratio is of, in order.
    let here: Vec<&super::story::Token> = words.iter().filter(|word| word.sentence == sentence).collect();
    let join = here.iter().rposition(|word| matches!(word.text.as_str(), "to" | "and"))?;
    let content = |word: &&&super::story::Token| {
        matches!(word.pos, Pos::Noun | Pos::ProperNoun | Pos::Verb | Pos::Adjective)
            && !matches!(word.lemma.as_str(), "ratio" | "number" | "be" | "game" | "step" | "age")
    };
    let first: Vec<String> = here.iter().take(join).filter(content).map(|word| word.lemma.clone()).collect();
    let second: Vec<String> = here.iter().skip(join + 1).filter(content).map(|word| word.lemma.clone()).collect();
    let amount = solver.amounts.iter().find(|amount| amount.term.as_ref().is_some_and(|term| !term.value.is_zero()))?;
    let known = amount.term.clone()?;
    let hit = |words: &[String], side: &[String], other: &[String]| {
        words.iter().any(|word| side.contains(word) && !other.contains(word))
    };
    let told: Vec<String> =
        amount.marks.iter().chain(&amount.unit).chain(&amount.narrowing).chain([&amount.owner]).cloned().collect();
    let asked: Vec<String> = solver.question.marks.iter().chain(&solver.question.unit).cloned().collect();
    let side = |words: &[String]| match (hit(words, &first, &second), hit(words, &second, &first)) {
        (true, false) => Some(&left),
        (false, true) => Some(&right),
        _ => None,
    };
    let both = &left + &right;
    let whole = amount.whole || told.iter().any(|word| matches!(word.as_str(), "sum" | "total" | "together"));
    let base = if whole { both.clone() } else { side(&told)?.clone() };
    let wanted = if solver.question.total || solver.question.says(&["original", "whole"]) {
        both
    } else {
        match side(&asked) {
            Some(part) => part.clone(),
            None => return None,
        }
    };
    let factor = Term::known(wanted / base);
    Some((times(&known, &factor), 0.8, "ratio"))
}

/// "5:7" as two numbers.
fn pair(text: &str) -> Option<(Number, Number)> {
    let (left, right) = text.split_once(':')?;
    let (left, right) = (number::parse(left)?, number::parse(right)?);
    (left.is_positive() && right.is_positive()).then_some((left, right))
}

/// A part of one hundred taken off a price, or added to it.
pub(super) fn percent(solver: &Solver<'_>) -> Option<Derived> {
    let rates: Vec<&Amount> = solver
        .amounts
        .iter()
        .filter(|amount| amount.unit.first().is_some_and(|unit| unit == "percent") && amount.relation.is_none())
        .collect();
    let question = &solver.question;
    if question.percent && rates.is_empty() {
        return share_of_hundred(solver);
    }
    let [rate] = rates.as_slice() else { return None };
    let plain: Vec<Term> = solver
        .amounts
        .iter()
        .filter(|amount| !amount.unit.iter().any(|unit| unit == "percent") && amount.per.is_none())
        .filter_map(|amount| amount.term.clone())
        .collect();
    let simple = plain.len() == 1 && solver.amounts.iter().all(|amount| amount.per.is_none());
    let sure = if simple { 0.78 } else { 0.62 };
    let base = &match plain.as_slice() {
        [base] if simple => base.clone(),
        _ => rate::rated(solver).or_else(|| account::counted(solver))?.0,
    };
    let rate = rate.term.clone()?;
    let share = times(base, &rate.valued(&rate.value / number::whole(100)));
    let amount_asked = question.says(&["discount", "tax", "tip", "interest", "save", "charge"])
        && !question.says(&["pay", "total", "final", "after"]);
    if amount_asked {
        return Some((share, sure, "percent"));
    }
    if says(solver, &["discount", "off", "less", "decrease", "reduce", "lose", "cheaper"]) {
        return Some((minus(base, &share), sure, "percent"));
    }
    if says(solver, &["tax", "tip", "increase", "interest", "charge", "service", "raise", "markup", "rise"]) {
        return Some((plus(base, &share), sure, "percent"));
    }
    None
}

/// "What percent": one over the other, of one hundred.
fn share_of_hundred(solver: &Solver<'_>) -> Option<Derived> {
    let terms: Vec<Term> =
        solver.amounts.iter().filter(|amount| amount.per.is_none()).filter_map(|amount| amount.term.clone()).collect();
    let [a, b] = terms.as_slice() else { return None };
    let (large, small) = if a.value >= b.value { (a, b) } else { (b, a) };
    Some((times(&over(small, large)?, &Term::known(number::whole(100))), 0.7, "percent"))
}

/// What coins are worth, and how many of them make an amount.
pub(super) fn coins(solver: &Solver<'_>) -> Option<Derived> {
    let value = |coin: &str| {
        Some(match coin {
            "penny" => 1,
            "nickel" => 5,
            "dime" => 10,
            "quarter" => 25,
            "dollar" => 100,
            _ => return None,
        })
    };
    let question = &solver.question;
    let unit = question.unit.first()?;
    let known: Vec<(&Amount, i64)> = solver
        .amounts
        .iter()
        .filter(|amount| amount.term.is_some())
        .filter_map(|amount| Some((amount, value(amount.unit.first()?)?)))
        .collect();
    if known.is_empty() || known.len() != solver.amounts.iter().filter(|amount| amount.term.is_some()).count() {
        return None;
    }
    if let Some(worth) = value(unit).filter(|worth| *worth < 100) {
        // How many of a coin make the money.
        let [(amount, 100)] = known.as_slice() else { return None };
        let cents = times(amount.term.as_ref()?, &Term::known(number::whole(100)));
        return Some((over(&cents, &Term::known(number::whole(worth)))?, 0.75, "coins"));
    }
    if known.iter().any(|(_, worth)| *worth == 100) || !(unit == "cent" || unit == "dollar") {
        return None;
    }
    let parts: Vec<Term> = known
        .iter()
        .filter_map(|(amount, worth)| Some(times(amount.term.as_ref()?, &Term::known(number::whole(*worth)))))
        .collect();
    let cents = sum(&parts)?;
    let total = if unit == "cent" { cents } else { over(&cents, &Term::known(number::whole(100)))? };
    Some((total, 0.75, "coins"))
}

/// Sides, areas and perimeters of squares and rectangles.
pub(super) fn figure(solver: &Solver<'_>) -> Option<Derived> {
    let question = &solver.question;
    let (area, perimeter) = (question.says(&["area"]), question.says(&["perimeter", "fence", "around"]));
    let told = |any: &[&str]| says(solver, any);
    let terms: Vec<Term> = solver.amounts.iter().filter_map(|amount| amount.term.clone()).collect();
    let side = question.says(&["long", "length", "width", "wide", "side"]);
    match terms.as_slice() {
        [one] if told(&["square"]) && told(&["perimeter"]) && side => {
            Some((over(one, &Term::known(number::whole(4)))?, 0.8, "figure"))
        }
        [one] if told(&["square"]) && perimeter && told(&["side", "long"]) => {
            Some((times(one, &Term::known(number::whole(4))), 0.8, "figure"))
        }
        [one] if told(&["square"]) && area && told(&["side"]) => Some((times(one, one), 0.8, "figure")),
        [one, other] if area && !told(&["perimeter"]) && told(&["wide", "width", "by", "length", "long"]) => {
            Some((times(one, other), 0.8, "figure"))
        }
        [one, other] if perimeter && !told(&["area"]) && told(&["wide", "width", "length", "long"]) => {
            Some((times(&plus(one, other), &Term::known(number::whole(2))), 0.8, "figure"))
        }
        [one, other] if side && (told(&["area"]) || told(&["square"])) && !told(&["perimeter"]) => {
            let (large, small) = if one.value >= other.value { (one, other) } else { (other, one) };
            Some((over(large, small)?, 0.75, "figure"))
        }
        [one, other] if side && told(&["perimeter"]) && !told(&["square"]) => {
            let half = over(if one.value >= other.value { one } else { other }, &Term::known(number::whole(2)))?;
            Some((gap(&half, if one.value >= other.value { other } else { one }), 0.7, "figure"))
        }
        _ => None,
    }
}
