//! What the amounts of a list share: what follows the last of them, what each is told per, and their noun.

use super::amount::Amount;
use super::place::is_verb;
use super::relation::Relation;
use super::story::Story;
use super::term::over;
use crate::calc::number;

/// "10 letters and 12 parcels in the morning": what follows the last of a list is told of all.
pub(super) fn share_tails(found: &mut [Amount]) {
    for at in (1..found.len()).rev() {
        let Some(here) = found.get(at).cloned() else { continue };
        // "7 red, 5 yellow and 8 green plums are in the bowl"
        if let Some(before) = found.get_mut(at - 1)
            && before.verb.is_empty()
            && !here.verb.is_empty()
            && here.sentence == before.sentence
        {
            before.verb.clone_from(&here.verb);
            before.effect = here.effect;
            before.marks.extend(here.tail.iter().cloned().chain([here.verb.clone()]));
        }
        // "8 fewer plums and 10 more pears than Tom"
        if let (Some(before), Some(relation)) = (found.get_mut(at - 1), &here.relation)
            && before.relation.is_none()
            && here.sentence == before.sentence
            && (here.carried || before.verb == here.verb)
            && let Some(how) = before.comparative
        {
            before.relation = Some(Relation { how, ..relation.clone() });
        }
        if let Some(before) = found.get_mut(at - 1)
            && here.carried
            && here.sentence == before.sentence
            && before.tail.is_empty()
            && !here.tail.is_empty()
            && before.per.is_none() == here.per.is_none()
        {
            before.tail.clone_from(&here.tail);
            before.marks.extend(here.tail);
            before.last |= here.last;
        }
    }
}

/// Settles what depends on the noun that is asked for.
pub(super) fn spread(story: &Story, found: &mut [Amount], asked: &[String]) {
    hold(found, asked);
    for at in 1..found.len() {
        name(found, at, asked);
    }
    for at in 1..found.len() {
        rates(story, found, at, asked);
    }
}

/// "6 liters per 100 km", "3 pens for every 2 books", "2 dollars for 4 cards": so many of one for several of the other.
pub(super) fn per_several(story: &Story, found: &mut [Amount]) {
    for at in 1..found.len() {
        let (Some(one), Some(other)) = (found.get(at - 1).cloned(), found.get(at).cloned()) else { continue };
        let said: Vec<&str> = story
            .words
            .get(one.at + 1..other.at)
            .unwrap_or(&[])
            .iter()
            .rev()
            .take(2)
            .map(|word| word.text.as_str())
            .collect();
        let costs = one.is_money() && matches!(one.verb.as_str(), "cost" | "sell" | "charge");
        let ratio = match said.as_slice() {
            ["per", ..] | ["every" | "each", "for"] => true,
            ["for", ..] => costs,
            _ => false,
        };
        let (Some(a), Some(b)) = (&one.term, &other.term) else { continue };
        let Some(rate) = over(a, b).filter(|_| ratio && one.sentence == other.sentence) else { continue };
        let per = other.unit.first().cloned();
        if let Some(amount) = found.get_mut(at - 1) {
            amount.term = Some(rate);
            amount.per = per;
        }
        if let Some(amount) = found.get_mut(at) {
            amount.term = None;
            amount.unit.clear();
        }
    }
}

/// What the question says again counts once: "How many are in the 6 boxes?".
pub(super) fn repeated(found: &mut [Amount], question: usize) {
    for at in 1..found.len() {
        let (before, rest) = found.split_at_mut(at);
        let Some(here) = rest.first_mut().filter(|here| here.at >= question && here.per.is_none()) else { continue };
        let value = |amount: &Amount| amount.term.as_ref().map(|term| term.value.clone());
        let same = |other: &&mut Amount| {
            other.per.is_none() && other.unit.first() == here.unit.first() && value(other) == value(here)
        };
        if let Some(other) = before.iter_mut().find(same)
            && let (Some(first), Some(again)) = (other.term.as_mut(), here.term.take())
        {
            // Both are used where the first one is.
            first.used.extend(again.used);
            here.unit.clear();
        }
    }
}

/// "A box holds 6 pens": six per box, where boxes are counted or asked for.
fn hold(found: &mut [Amount], asked: &[String]) {
    let units: Vec<String> =
        found.iter().filter_map(|amount| amount.unit.first().cloned()).chain(asked.iter().cloned()).collect();
    for amount in found.iter_mut() {
        let holder = amount.holder.take();
        let holder = holder.filter(|holder| units.contains(holder) && amount.unit.first() != Some(holder));
        if amount.per.is_none() {
            amount.per = holder;
        }
    }
}

/// "12 male and 9 female birds" counts birds twice; "one pack costs 2 dollars" counts no packs.
fn name(found: &mut [Amount], at: usize, asked: &[String]) {
    let next = found.get(at).cloned().unwrap_or_default();
    let Some(before) = found.get_mut(at - 1) else { return };
    let elliptic = before.at + 3 >= next.at && next.carried && !next.narrowing.is_empty() && !next.inherited;
    let bare = before.unit.len() == 1 && !asked.iter().any(|unit| before.unit.contains(unit));
    if elliptic && bare && before.unit != next.unit && asked.first() == next.unit.first() {
        before.narrowing = std::mem::replace(&mut before.unit, next.unit);
        return;
    }
    let same = before.sentence == next.sentence && next.per.is_some() && before.unit.first() == next.per.as_ref();
    if same && before.term.as_ref().is_some_and(|term| term.value == number::whole(1)) {
        before.unit.clear();
        before.term = None;
    }
}

/// "3 scarves and 4 mittens in each": both are told per the same.
fn rates(story: &Story, found: &mut [Amount], at: usize, asked: &[String]) {
    let (Some(before), Some(here)) = (found.get(at - 1), found.get(at)) else { return };
    let between = story.words.get(before.at + 1..here.at).unwrap_or(&[]);
    let near = here.sentence == before.sentence
        && between.len() <= 5
        && !between.iter().any(is_verb)
        && between.iter().any(|word| matches!(word.text.as_str(), "and" | ","));
    if !near || before.is_money() != here.is_money() {
        return;
    }
    let said = between.iter().any(|word| matches!(word.text.as_str(), "each" | "every" | "per" | "a"));
    let (place, per) = match (before.per.clone(), here.per.clone()) {
        (Some(per), None) if here.unit.first() != Some(&per) && !said => (at, per),
        (None, Some(per)) if !asked.contains(&per) && before.unit.first() != Some(&per) => (at - 1, per),
        _ => return,
    };
    if let Some(amount) = found.get_mut(place).filter(|_| per != "?") {
        amount.per = Some(per);
    }
}
