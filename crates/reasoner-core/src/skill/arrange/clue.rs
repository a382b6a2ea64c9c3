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

/// The words of a clue outside of its two mentions.
struct Between<'a> {
    tokens: &'a [Token],
    words: Vec<(usize, &'a Token)>,
}

impl Between<'_> {
    fn find(&self, list: &[&str]) -> Option<usize> {
        self.words.iter().find(|(_, token)| token.is(list)).map(|(at, _)| *at)
    }

    /// The number shortly before a word; "a" and "an" count as one.
    fn number_before(&self, at: usize) -> Option<i32> {
        let back = self.tokens.get(at.saturating_sub(4)..at)?;
        let number = |token: &Token| if token.is(&["a", "an"]) { Some(1) } else { small_number(&token.lower) };
        back.iter().rev().find_map(number).and_then(|number| i32::try_from(number).ok())
    }

    /// By how many places, where a direction says so: "directly left", "two houses to the left".
    fn distance(&self, at: usize) -> Option<i32> {
        const STEPS: &[&str] = &[
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
        ];
        let back = || self.words.iter().filter(|(place, _)| *place < at && *place + 5 > at).map(|(_, token)| token);
        let counted = self.number_before(at).filter(|_| back().any(|token| token.is(STEPS)));
        counted.or_else(|| back().any(|token| token.is(DIRECTLY)).then_some(1))
    }
}

fn pair(values: &Values, tokens: &[Token], first: Mention, second: Mention) -> Option<Formula> {
    let outside = |at: usize| !(first.start..first.end).contains(&at) && !(second.start..second.end).contains(&at);
    let words = tokens.iter().enumerate().filter(|(at, _)| outside(*at)).collect();
    let between = Between { tokens, words };
    match nearness(&between, first.value, second.value) {
        Some(found) => found,
        None => order(&between, first, second).or_else(|| together(values, tokens, first, second)),
    }
}

/// How far the two are apart, without saying which comes first; `Some(None)` where such words were not understood.
fn nearness(between: &Between<'_>, a: usize, b: usize) -> Option<Option<Formula>> {
    let apart = |number: i32| Formula::Apart(a, b, Differences::that(|by| by.abs() == number));
    if let Some(at) = between.find(&["between"]) {
        let none = || between.find(&["no", "none"]).map(|_| 0);
        return Some(between.number_before(at).or_else(none).map(|number| apart(number + 1)));
    }
    let ordered = axis::comparative(between.tokens).is_some();
    if let Some(at) = between.find(APART).filter(|_| !ordered) {
        return Some(between.number_before(at).map(apart));
    }
    let to_a_side = between.find(&["side"]).is_some() && between.find(&["left", "right"]).is_some();
    (between.find(NEXT).is_some() && !to_a_side && !ordered).then(|| Some(apart(1)))
}

/// Which of the two comes first.
fn order(between: &Between<'_>, first: Mention, second: Mention) -> Option<Formula> {
    let (a, b) = (first.value, second.value);
    if let Some((than, way)) = axis::comparative(between.tokens) {
        return Some(ordered(if first.start < than { (a, b) } else { (b, a) }, way, None));
    }
    let (at, way) = direction(&between.words)?;
    // "To the left of B is A": the relation comes first, then what it is relative to.
    Some(ordered(if at < first.start { (b, a) } else { (a, b) }, way, between.distance(at)))
}

/// Both at places that the clue names, or both at the same place.
fn together(values: &Values, tokens: &[Token], first: Mention, second: Mention) -> Option<Formula> {
    let (a, b) = (first.value, second.value);
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
