//! Amounts that are told by others: each comparison gets the value that the other amount gives it.

use num_traits::{One, Zero};

use super::amount::Amount;
use super::effect::Effect;
use super::relation::{How, Relation};
use super::term::{Term, minus, over, plus, sum, times};
use crate::calc::number::{self, Number};

/// The most rounds in which comparisons are worked out.
const ROUNDS: usize = 8;

/// Works out all comparisons that can be; the others stay.
pub(super) fn resolve(amounts: &mut Vec<Amount>) {
    for _ in 0..ROUNDS {
        let open = (0..amounts.len()).find_map(|at| forward(amounts, at).map(|term| (at, term)));
        if let Some((at, term)) = open {
            let unit = base_unit(amounts, &term);
            if let Some(amount) = amounts.get_mut(at) {
                let percent = amount.unit.first().is_some_and(|unit| unit == "percent");
                if percent || amount.relation.as_ref().is_some_and(|relation| relation.how == How::Times) {
                    amount.unit = unit
                        .filter(|_| percent || is_measure(&amount.unit))
                        .unwrap_or(std::mem::take(&mut amount.unit));
                }
                amount.term = Some(term);
                amount.part |= amount.relation.as_ref().is_some_and(|relation| relation.how == How::Share);
                amount.relation = None;
                amount.more = false;
            }
            continue;
        }
        let Some((at, new)) = (0..amounts.len()).find_map(|at| backward(amounts, at).map(|new| (at, new))) else {
            break;
        };
        if let Some(amount) = amounts.get_mut(at) {
            // The comparison is spent: its own number stands in the other amount's.
            amount.relation = None;
            amount.term = None;
            amount.unit.clear();
        }
        amounts.push(new);
    }
}

/// Whether a noun names what is measured, not what is counted.
fn is_measure(unit: &[String]) -> bool {
    const MEASURES: [&str; 9] = ["height", "age", "weight", "length", "size", "width", "depth", "distance", "speed"];
    unit.first().is_none_or(|unit| MEASURES.contains(&unit.as_str()))
}

/// What the amount counts whose numbers a term uses.
fn base_unit(amounts: &[Amount], term: &Term) -> Option<Vec<String>> {
    let uses = |other: &&Amount| {
        other.relation.is_none()
            && other.term.as_ref().is_some_and(|own| own.used.iter().all(|used| term.used.contains(used)))
    };
    amounts.iter().find(uses).map(|other| other.unit.clone())
}

/// The value of a comparison whose other side is known.
fn forward(amounts: &[Amount], at: usize) -> Option<Term> {
    let amount = amounts.get(at)?;
    let relation = amount.relation.as_ref()?;
    let base = base(amounts, at, relation)?;
    let percent = amount.unit.first().is_some_and(|unit| unit == "percent");
    apply(relation, &base, amount.term.as_ref()?, percent)
}

fn apply(relation: &Relation, base: &Term, own: &Term, percent: bool) -> Option<Term> {
    let base = match &relation.factor {
        Some((factor, index)) => times(&Term::number(factor, *index), base),
        None => base.clone(),
    };
    let part = |add: bool| {
        let share = &own.value / number::whole(100);
        let factor = if add { Number::one() + share } else { Number::one() - share };
        let factor = own.valued(factor);
        times(&base, &factor)
    };
    Some(match relation.how {
        How::More => plus(&base, own),
        How::Less => minus(&base, own),
        How::Times | How::Share if percent => times(&own.valued(&own.value / number::whole(100)), &base),
        How::Times | How::Share => times(own, &base),
        How::PercentMore => part(true),
        How::PercentLess => part(false),
    })
}

/// Words that stand for what was told right before.
const VAGUE: [&str; 24] = [
    "they", "he", "she", "it", "that", "this", "them", "him", "amount", "number", "many", "do", "does", "did",
    "previous", "day", "before", "the", "of", "his", "their", "time", "her", "its",
];

/// The amount that a comparison is made to.
fn base(amounts: &[Amount], at: usize, relation: &Relation) -> Option<Term> {
    let amount = amounts.get(at)?;
    // "It is 3 feet longer than …": what was told right before is compared, not compared to.
    let subject = is_vague(relation).then(|| previous(amounts, amount)).flatten();
    let candidates: Vec<&Amount> = amounts
        .iter()
        .filter(|other| comparable(amount, other, relation) && subject.is_none_or(|subject| subject.at != other.at))
        .collect();
    let last = |found: &mut dyn Iterator<Item = &&Amount>| {
        let all: Vec<&Amount> = found.copied().collect();
        let before = all.iter().filter(|other| other.at < amount.at).max_by_key(|other| other.at);
        let share = relation.how == How::Share;
        before.or(all.first().filter(|_| share)).and_then(|other| other.term.clone())
    };
    if relation.base.iter().all(|word| VAGUE.contains(&word.as_str())) {
        // "Half of them": of the whole, not of another part of it.
        let whole = last(&mut candidates.iter().filter(|other| relation.how != How::Share || !other.part));
        return whole.or_else(|| last(&mut candidates.iter()));
    }
    let best = candidates.iter().map(|other| mentioned(amount, other, relation)).max()?;
    if best == 0 {
        // "half of the eggs": the unit alone says it.
        let named = |other: &&&Amount| other.unit.first().is_some_and(|unit| relation.base.contains(unit));
        let shares = matches!(relation.how, How::Share | How::Times);
        return if shares { last(&mut candidates.iter().filter(named)) } else { None };
    }
    let fitting = || candidates.iter().filter(|other| mentioned(amount, other, relation) == best);
    if fitting().count() == 1 {
        return fitting().next()?.term.clone();
    }
    let both =
        relation.base.iter().any(|word| matches!(word.as_str(), "and" | "together" | "combine" | "combined" | "both"));
    if both {
        let terms: Vec<Term> = fitting().filter_map(|other| other.term.clone()).collect();
        return sum(&terms);
    }
    last(&mut fitting())
}

/// Whether an amount may be what another is compared to.
fn comparable(amount: &Amount, other: &Amount, relation: &Relation) -> bool {
    let alike = |unit: &String| {
        amount.unit.first() == Some(unit)
            || relation.base.contains(unit)
            || amount.inherited
            || matches!(relation.how, How::Times) && relation.base.contains(&other.owner)
            || matches!(relation.how, How::Share)
    };
    other.relation.is_none()
        && other.term.is_some()
        && other.at != amount.at
        && other.per.is_some() == amount.per.is_some()
        && other.unit.first().is_some_and(|unit| unit != "percent" && alike(unit))
}

/// How many of the words that say what an amount is compared to stand with another amount.
fn mentioned(amount: &Amount, other: &Amount, relation: &Relation) -> usize {
    if other.effect == Effect::Lose && amount.effect != Effect::Lose {
        return 0;
    }
    let unit = |word: &String| other.unit.first() == Some(word) && amount.unit.first() != Some(word);
    let telling = relation.base.iter().filter(|word| word.len() > 1 && !relation.own.contains(word));
    telling.filter(|word| other.says(word) || unit(word)).count()
}

/// Whether a comparison is made of what was told right before: "That is twice as many as …".
fn is_vague(relation: &Relation) -> bool {
    relation.own.first().is_some_and(|word| matches!(word.as_str(), "it" | "that" | "this" | "which"))
}

/// The amount told right before another.
fn previous<'a>(amounts: &'a [Amount], amount: &Amount) -> Option<&'a Amount> {
    let told = |other: &&Amount| {
        other.at < amount.at && other.term.is_some() && other.relation.is_none() && other.per.is_none()
    };
    amounts.iter().filter(told).max_by_key(|other| other.at)
}

/// The other side of a comparison whose own side is known.
fn backward(amounts: &[Amount], at: usize) -> Option<Amount> {
    let amount = amounts.get(at)?;
    let relation = amount.relation.as_ref()?;
    if relation.base.is_empty() || relation.factor.is_some() {
        return None;
    }
    let own = amount.term.as_ref()?;
    let named = |other: &Amount| {
        !amount.owner.is_empty() && amount.owner == other.owner
            || amount.marks.iter().any(|mark| other.narrowing.contains(mark) || other.unit.first() == Some(mark))
                && !relation.base.contains(&other.owner)
            || relation.own.iter().any(|word| {
                !relation.base.contains(word)
                    && word.len() > 2
                    && other.unit.iter().skip(1).chain(&other.narrowing).any(|unit| unit == word)
            })
    };
    let known = if is_vague(relation) {
        previous(amounts, amount)
    } else {
        amounts.iter().find(|other| {
            other.at != amount.at
                && other.relation.is_none()
                && other.term.is_some()
                && other.per.is_some() == amount.per.is_some()
                && (other.unit.first() == amount.unit.first())
                && named(other)
                && !other.more
                && (other.verb == amount.verb
                    || !matches!(other.effect, Effect::Lose | Effect::Gain) && !matches!(amount.effect, Effect::Lose))
        })
    }?;
    let value = known.term.as_ref()?;
    let term = match relation.how {
        How::More => minus(value, own),
        How::Less => plus(value, own),
        How::Times | How::Share => over(value, own)?,
        How::PercentMore | How::PercentLess => {
            let part = &own.value / number::whole(100);
            let factor = if relation.how == How::PercentMore { Number::one() + part } else { Number::one() - part };
            if factor.is_zero() {
                return None;
            }
            over(value, &own.valued(factor))?
        }
    };
    let mut new = amount.clone();
    new.term = Some(term);
    new.relation = None;
    new.more = false;
    new.unit.clone_from(&known.unit);
    new.verb.clone_from(&known.verb);
    new.effect = known.effect;
    new.owner = relation.base.first().cloned().unwrap_or_default();
    new.marks = relation.base.clone();
    new.narrowing = relation.base.clone();
    Some(new)
}
