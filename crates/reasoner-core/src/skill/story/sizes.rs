//! Sizes: what is bigger than what and what fits into what, along chains.

use std::collections::{BTreeMap, VecDeque};

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use crate::check::walks;
use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict::{self, Verdict};
use crate::world::line::{Line, Token};

/// The scale of a comparative and whether it points up.
fn scale(word: &str) -> Option<(usize, bool)> {
    const SCALES: &[(&[&str], &[&str])] = &[
        (&["bigger", "larger", "greater", "huger", "roomier", "wider"], &["smaller", "tinier", "littler", "narrower"]),
        (&["taller"], &["shorter"]),
        (&["heavier"], &["lighter"]),
        (&["older"], &["younger"]),
        (&["faster", "quicker"], &["slower"]),
        (&["stronger"], &["weaker"]),
    ];
    SCALES.iter().enumerate().find_map(|(scale, (up, down))| match word {
        _ if up.contains(&word) => Some((scale, true)),
        _ if down.contains(&word) => Some((scale, false)),
        _ => None,
    })
}

/// The most sentences that are told beside a chain.
const MOST_TOLD: usize = 12;

/// The most things whose first or last is looked for.
const MOST_COMPARED: usize = 40;

/// That one thing is bigger than another on a scale.
struct Order {
    scale: usize,
    big: String,
    small: String,
    source: usize,
}

/// Answers whether one thing is bigger than another or fits into it.
pub(crate) fn sizes(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let question = match &scene.task.statement {
        Some(statement) => Line::of(statement, ""),
        None => Line::of(scene.question(), scene.text),
    };
    if let Some((scale, up)) = superlative(&question) {
        return extreme(scene.lines(), &ordered(scene.lines(), scale, budget)?, up);
    }
    let (scale, first_is_big) = comparison(&question).or_else(|| goes_into(&question))?;
    let lines = scene.lines();
    let orders = ordered(lines, scale, budget)?;
    let (first, second) = mentioned(&question, &orders)?;
    let (big, small) = if first_is_big { (first, second) } else { (second, first) };
    let (verdict, chain) = match (path(&orders, &big, &small), path(&orders, &small, &big)) {
        (Some(chain), _) => (true, chain),
        (None, Some(chain)) => (false, chain),
        (None, None) => return None,
    };
    let (upper, lower) = if verdict { (&big, &small) } else { (&small, &big) };
    let link = |source: &usize| orders.iter().find(|order| order.source == *source);
    let links: Vec<(&str, &str)> =
        chain.iter().filter_map(link).map(|order| (order.big.as_str(), order.small.as_str())).collect();
    let checked = walks::ordered(&links, upper, lower);
    let told = corroborated(&orders, upper, lower, chain);
    let from = told.into_iter().filter_map(|source| lines.get(source)).map(Line::leaf).collect();
    let claim = format!("the {upper} is bigger than the {lower}");
    let proof = Proof { claim, by: "what is bigger than a bigger thing is bigger still".to_owned(), from };
    let truth = verdict != question.has(&["not", "n't"]);
    Some(verdict::verdict(scene, Verdict::of(truth), None, Some(proof)).with_confidence(0.95).checked(checked))
}

/// What the lines order on one scale; none where the budget ran out.
fn ordered(lines: &[Line<'_>], scale: usize, budget: &mut Budget) -> Option<Vec<Order>> {
    let mut orders: Vec<Order> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if !budget.spend(1 + 4 * line.tokens.len() as u64) {
            return None;
        }
        orders.extend(order(line, at));
    }
    orders.retain(|order| order.scale == scale);
    Some(orders)
}

/// "Who is the tallest?": the scale, and whether its upper end is asked for.
fn superlative(question: &Line<'_>) -> Option<(usize, bool)> {
    if !question.has(&["who", "which", "what", "whose"]) {
        return None;
    }
    let comparative = |token: &Token<'_>| Some(format!("{}er", token.lower.strip_suffix("est")?));
    question.tokens.iter().find_map(|token| scale(&comparative(token)?))
}

/// The one thing that is bigger (or smaller) than all others which are compared.
fn extreme(lines: &[Line<'_>], orders: &[Order], up: bool) -> Option<Found> {
    let mut names: Vec<&str> = orders.iter().flat_map(|order| [order.big.as_str(), order.small.as_str()]).collect();
    names.sort_unstable();
    names.dedup();
    let chain = |one: &str, other: &str| if up { path(orders, one, other) } else { path(orders, other, one) };
    let leads = |one: &&str| names.iter().filter(|other| *other != one).all(|other| chain(one, other).is_some());
    let top = names.iter().copied().find(leads)?;
    // A circle has no end.
    if names.len() > MOST_COMPARED || names.iter().any(|other| *other != top && chain(other, top).is_some()) {
        return None;
    }
    let mut sources: Vec<usize> =
        names.iter().filter(|other| **other != top).filter_map(|other| chain(top, other)).flatten().collect();
    sources.sort_unstable();
    sources.dedup();
    let from = sources.into_iter().filter_map(|source| lines.get(source)).map(Line::leaf).collect();
    let end = if up { "above" } else { "below" };
    let claim = format!("{top} is {end} all others that are compared");
    let proof = Proof { claim, by: "what is bigger than a bigger thing is bigger still".to_owned(), from };
    let finding = Finding::bare(Value::Text(as_written(lines, top)));
    Some(Found::answer(finding, OutcomeKind::Derived, Some(proof)).with_reasons().with_confidence(0.95))
}

/// A name as the lines write it.
fn as_written(lines: &[Line<'_>], name: &str) -> String {
    let written = |word: &str| {
        let token = lines.iter().flat_map(|line| &line.tokens).find(|token| token.lower == word);
        token.map_or(word.to_owned(), |token| token.text.to_owned())
    };
    name.split(' ').map(written).collect::<Vec<String>>().join(" ")
}

/// "Can the lamp go into the box?", "Could you put the lamp in the box?"
fn goes_into(question: &Line<'_>) -> Option<(usize, bool)> {
    const GOES: &[&str] =
        &["go", "put", "place", "pack", "get", "stuff", "store", "stow", "slip", "keep", "slide", "push", "enter"];
    let goes = question.tokens.iter().any(|token| token.is_any(GOES));
    (goes && question.has(&["in", "into", "inside", "within"])).then_some((0, false))
}

/// The scale that a line compares on, and whether it says that the first named thing is the bigger one.
fn comparison(line: &Line<'_>) -> Option<(usize, bool)> {
    line.tokens.iter().enumerate().find_map(|(at, token)| match token.lower.as_str() {
        "fit" | "fits" | "fitted" | "fitting" | "squeeze" | "contained" | "squeezed" => Some((0, false)),
        "contain" | "contains" | "hold" | "holds" | "accommodate" | "accommodates" => Some((0, true)),
        "inside" if line.has(&["go", "goes", "put", "placed", "be"]) => Some((0, false)),
        "less" | "more" => line.tokens.get(at + 1).and_then(|next| {
            let big = ["big", "large", "spacious", "roomy"].contains(&next.lower.as_str());
            big.then_some((0, token.lower == "more"))
        }),
        word => scale(word),
    })
}

/// What a line says is bigger than what: the things before and after the word that compares.
fn order(line: &Line<'_>, at: usize) -> Option<Order> {
    let (scale, first_is_big) = comparison(line)?;
    if line.has(&["not", "n't", "never", "if", "or"]) {
        return None;
    }
    let alone = |token: &Token<'_>| comparison(&Line { said: "", tokens: vec![token.clone()] }).is_some();
    let place = line
        .tokens
        .iter()
        .position(|token| alone(token) || ["less", "more", "inside"].contains(&token.lower.as_str()))?;
    let name = |tokens: &[Token<'_>]| {
        let words = tokens.iter().filter(|token| !token.is_mark() && !SMALL.contains(&token.lower.as_str()));
        words.map(|token| token.lower.as_str()).collect::<Vec<&str>>().join(" ")
    };
    let (first, second) = (name(line.tokens.get(..place)?), name(line.tokens.get(place + 1..)?));
    let (big, small) = if first_is_big { (first, second) } else { (second, first) };
    (!big.is_empty() && !small.is_empty()).then_some(Order { scale, big, small, source: at })
}

/// Words around compared things that name nothing.
const SMALL: &[&str] = &[
    "the",
    "a",
    "an",
    "is",
    "are",
    "was",
    "were",
    "can",
    "could",
    "will",
    "would",
    "does",
    "do",
    "than",
    "in",
    "into",
    "inside",
    "within",
    "much",
    "lot",
    "even",
    "also",
    "still",
    "far",
    "easily",
    "be",
    "go",
    "goes",
    "big",
    "large",
    "and",
    "so",
    "that",
    "size",
    "slightly",
    "bit",
    "little",
    "definitely",
    "just",
    "comfortably",
    "up",
    "spacious",
    "roomy",
];

/// The two compared things that a question names, in its order; longer names first.
fn mentioned(question: &Line<'_>, orders: &[Order]) -> Option<(String, String)> {
    let mut names: Vec<&String> = orders.iter().flat_map(|order| [&order.big, &order.small]).collect();
    names.sort_by_key(|name| (std::cmp::Reverse(name.split(' ').count()), (*name).clone()));
    names.dedup();
    let mut words: Vec<&str> = question.tokens.iter().map(|token| token.lower.as_str()).collect();
    let mut found: Vec<(usize, &String)> = Vec::new();
    for name in names {
        let parts: Vec<&str> = name.split(' ').collect();
        while let Some(at) = words.windows(parts.len()).position(|window| window == parts.as_slice()) {
            found.push((at, name));
            words.iter_mut().skip(at).take(parts.len()).for_each(|word| *word = "");
        }
    }
    found.sort();
    match found.as_slice() {
        [(_, first), (_, second)] if first != second => Some(((*first).clone(), (*second).clone())),
        _ => None,
    }
}

/// The chain with the other sentences that say the same outright or over one thing between.
fn corroborated(orders: &[Order], big: &str, small: &str, mut chain: Vec<usize>) -> Vec<usize> {
    let upper = || orders.iter().filter(|order| order.big == big);
    let lower = || orders.iter().filter(|order| order.small == small);
    let outright = upper().filter(|order| order.small == small).map(|order| vec![order.source]);
    let between = upper().flat_map(|first| {
        let second = lower().filter(|second| second.big == first.small);
        second.map(|second| vec![first.source, second.source])
    });
    for source in outright.chain(between).flatten().take(MOST_TOLD) {
        if !chain.contains(&source) {
            chain.push(source);
        }
    }
    chain
}

/// The sentences of the shortest chain from a bigger to a smaller thing.
fn path(orders: &[Order], big: &str, small: &str) -> Option<Vec<usize>> {
    let mut came: BTreeMap<&str, &Order> = BTreeMap::new();
    let mut open = VecDeque::from([big]);
    while let Some(here) = open.pop_front() {
        for order in orders.iter().filter(|order| order.big == here) {
            if order.small != big && !came.contains_key(order.small.as_str()) {
                came.insert(&order.small, order);
                open.push_back(&order.small);
            }
        }
    }
    let mut chain = Vec::new();
    let mut here = small;
    while here != big {
        let order = came.get(here)?;
        chain.push(order.source);
        here = &order.big;
    }
    chain.reverse();
    Some(chain)
}
