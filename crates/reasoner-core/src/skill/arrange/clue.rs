//! A clue as a formula: the values that it mentions and the words between and around them.

use super::super::texts::{Token, small_number};
use super::axis;
use super::values::{Mention, Values};
use crate::solve::finite::{Differences, Formula};

const NOT: &[&str] = &["not", "n't", "never", "nor", "cannot", "neither"];
const NEXT: &[&str] = &[
    "next",
    "adjacent",
    "beside",
    "neighbor",
    "neighbors",
    "neighbour",
    "neighbours",
    "neighboring",
    "neighbouring",
    "alongside",
    "nearby",
    "borders",
    "touching",
    "side",
];
const DIRECTLY: &[&str] = &["directly", "immediately", "just", "exactly", "right", "straight", "one"];
const APART: &[&str] = &["apart", "away"];

/// What a sentence says; `None` where it was not understood.
pub(super) fn formula(values: &Values, tokens: &[Token]) -> Option<Formula> {
    if let Some(conditional) = conditional(values, tokens) {
        return Some(conditional);
    }
    let mentions = values.spot(tokens);
    let negated = tokens.iter().any(|token| token.is(NOT));
    let said = match mentions.as_slice() {
        [] => None,
        [one] => places(values, tokens, &mentions).map(|places| Formula::In(one.value, places)),
        [first, second] => pair(values, tokens, *first, *second),
        [first, second, third] => between(tokens, *first, *second, *third).or_else(|| parts(values, tokens, &mentions)),
        _ => parts(values, tokens, &mentions),
    }?;
    let already = matches!(said, Formula::Not(_));
    Some(if negated && !already { Formula::negate(said) } else { said })
}

/// "If A then B".
fn conditional(values: &Values, tokens: &[Token]) -> Option<Formula> {
    let at = tokens.iter().position(|token| token.lower == "if")?;
    if at == 0 {
        let cut = tokens
            .iter()
            .position(|token| token.lower == "then")
            .or_else(|| tokens.iter().position(|token| token.lower == ","))?;
        let (condition, result) = (tokens.get(1..cut)?, tokens.get(cut + 1..)?);
        return Some(Formula::implies(formula(values, condition)?, formula(values, result)?));
    }
    let (result, condition) = (tokens.get(..at)?, tokens.get(at + 1..)?);
    Some(Formula::implies(formula(values, condition)?, formula(values, result)?))
}

/// The places that the words outside of the mentions name.
pub(super) fn places(values: &Values, tokens: &[Token], mentions: &[Mention]) -> Option<u64> {
    let inside = |at: usize| mentions.iter().any(|mention| (mention.start..mention.end).contains(&at));
    let rest: Vec<Token> =
        tokens.iter().enumerate().filter(|(at, _)| !inside(*at)).map(|(_, token)| token.clone()).collect();
    axis::places(&rest, values.count)
}

fn pair(values: &Values, tokens: &[Token], first: Mention, second: Mention) -> Option<Formula> {
    let (a, b) = (first.value, second.value);
    let outside = |at: usize| !(first.start..first.end).contains(&at) && !(second.start..second.end).contains(&at);
    let words: Vec<(usize, &Token)> = tokens.iter().enumerate().filter(|(at, _)| outside(*at)).collect();
    let find = |list: &[&str]| words.iter().find(|(_, token)| token.is(list)).map(|(at, _)| *at);
    let number_before = |at: usize| {
        let back = tokens.get(at.saturating_sub(4)..at)?;
        back.iter()
            .rev()
            .find_map(|token| if token.is(&["a", "an"]) { Some(1) } else { small_number(&token.lower) })
            .and_then(|number| i32::try_from(number).ok())
    };
    if let Some(at) = find(&["between"]) {
        let number = number_before(at).or_else(|| tokens.iter().any(|token| token.is(&["no", "none"])).then_some(0))?;
        let apart = Formula::Apart(a, b, Differences::that(|by| by.abs() == number + 1));
        return Some(if number == 0 { Formula::negate(Formula::negate(apart)) } else { apart });
    }
    if let Some((than, way)) = axis::comparative(tokens) {
        let subject_first = first.start < than;
        return Some(ordered(if subject_first { (a, b) } else { (b, a) }, way, None));
    }
    if let Some(at) = find(APART) {
        let number = number_before(at)?;
        return Some(Formula::Apart(a, b, Differences::that(|by| by.abs() == number)));
    }
    if find(NEXT).is_some() && !(find(&["side"]).is_some() && find(&["left", "right"]).is_some()) {
        return Some(Formula::Apart(a, b, Differences::that(|by| by.abs() == 1)));
    }
    if let Some((at, way)) = direction(&words) {
        let back: Vec<&Token> =
            words.iter().filter(|(place, _)| *place < at && *place + 5 > at).map(|(_, token)| *token).collect();
        let counted = back.iter().any(|token| {
            token.is(&[
                "place",
                "places",
                "house",
                "houses",
                "position",
                "positions",
                "spot",
                "spots",
                "seat",
                "seats",
                "step",
                "steps",
                "door",
                "doors",
                "rank",
                "ranks",
                "slot",
                "slots",
            ])
        });
        let exact = match number_before(at).filter(|_| counted) {
            Some(number) => Some(number),
            None => back.iter().any(|token| token.is(DIRECTLY)).then_some(1),
        };
        // "To the left of B is A": the relation comes first, then what it is relative to.
        let inverted = at < first.start;
        return Some(ordered(if inverted { (b, a) } else { (a, b) }, way, exact));
    }
    let or = tokens.get(first.end..second.start)?.iter().any(|token| token.is(&["or", "nor"]));
    if let Some(places) = places(values, tokens, &[first, second]) {
        let parts = vec![Formula::In(a, places), Formula::In(b, places)];
        let neither = tokens.iter().any(|token| token.lower == "neither");
        return Some(match (neither, or) {
            (true, _) => Formula::Not(Box::new(Formula::Any(parts))),
            (false, true) => Formula::Any(parts),
            (false, false) => Formula::All(parts),
        });
    }
    let same = !or && values.values.get(a)?.category != values.values.get(b)?.category;
    same.then(|| Formula::Apart(a, b, Differences::exactly(0)))
}

/// The first lies that way from the second, by exactly so many places where that is said.
fn ordered((a, b): (usize, usize), way: i32, exact: Option<i32>) -> Formula {
    match exact {
        Some(number) => Formula::Apart(a, b, Differences::exactly(way * number)),
        None => Formula::Apart(a, b, Differences::that(|by| by * way > 0)),
    }
}

/// The last word that points along the row, and which way.
fn direction(words: &[(usize, &Token)]) -> Option<(usize, i32)> {
    let pointing = |(at, token): &(usize, &Token)| {
        let way = axis::way(&token.lower).or_else(|| axis::way(&token.lemma))?;
        let follows = words
            .iter()
            .any(|(next, token)| *next == at + 1 && token.is(&["next", "after", "before", "above", "below", "beside"]));
        (!follows).then_some((*at, way))
    };
    let spatial = words.iter().filter_map(pointing).find(|(at, _)| {
        words.iter().any(|(place, token)| {
            place == at
                && token.is(&[
                    "left",
                    "right",
                    "above",
                    "below",
                    "before",
                    "after",
                    "ahead",
                    "behind",
                    "over",
                    "under",
                    "north",
                    "south",
                    "east",
                    "west",
                    "underneath",
                    "beneath",
                    "precedes",
                    "follows",
                    "preceded",
                    "followed",
                    "earlier",
                    "later",
                    "better",
                    "worse",
                    "higher",
                    "lower",
                    "beat",
                    "beats",
                    "outranks",
                ])
        })
    });
    spatial.or_else(|| words.iter().filter_map(pointing).next_back())
}

/// "A is between B and C"; "between B and C stands A".
fn between(tokens: &[Token], first: Mention, second: Mention, third: Mention) -> Option<Formula> {
    let at = tokens.iter().position(|token| token.lower == "between")?;
    let (middle, low, high) = if at < first.start { (third, first, second) } else { (first, second, third) };
    let before = |a: Mention, b: Mention| Formula::Apart(a.value, b.value, Differences::that(|by| by < 0));
    let up = Formula::All(vec![before(low, middle), before(middle, high)]);
    let down = Formula::All(vec![before(high, middle), before(middle, low)]);
    Some(Formula::Any(vec![up, down]))
}

/// "A is left of B and right of C": each part on its own, with the first value where a part has none of its own.
fn parts(values: &Values, tokens: &[Token], mentions: &[Mention]) -> Option<Formula> {
    let first = mentions.first()?;
    let subject = tokens.get(first.start..first.end)?;
    let cuts: Vec<usize> =
        tokens.iter().enumerate().filter(|(_, token)| token.is(&["and", "but", ";"])).map(|(at, _)| at).collect();
    for cut in cuts {
        let (left, right) = (tokens.get(..cut)?, tokens.get(cut + 1..)?);
        let mut whole: Vec<Token> = subject.to_vec();
        whole.extend(right.iter().cloned());
        let alone = values.spot(right).len() >= 2;
        let right = if alone { formula(values, right) } else { formula(values, &whole) };
        if let (Some(left), Some(right)) = (formula(values, left), right) {
            return Some(Formula::All(vec![left, right]));
        }
    }
    None
}
