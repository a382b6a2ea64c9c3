//! Measuring with jugs: fill, empty and pour until one holds the target.

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use super::Found;
use crate::scene::Scene;
use crate::solve::graph::{self, Search};

const VESSELS: &[&str] = &[
    "jug",
    "jugs",
    "bucket",
    "buckets",
    "container",
    "containers",
    "jar",
    "jars",
    "pitcher",
    "pitchers",
    "bottle",
    "bottles",
    "vessel",
    "vessels",
    "can",
    "cans",
    "tank",
    "tanks",
];
const TARGET: &[&str] = &["target", "goal", "exactly", "measure", "obtain", "get", "need", "want", "amount"];

/// The largest number of jugs.
const MOST: usize = 6;

/// A jug: its name and what it holds.
type Jug = (String, u32);

pub(crate) fn jugs(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let text = super::told_texts(scene).join("\n");
    let tokens = super::tokens(&text);
    let lower: Vec<String> = tokens.iter().map(|token| token.to_lowercase()).collect();
    let vessels = lower.iter().any(|token| VESSELS.contains(&token.as_str()));
    let pours = lower.iter().any(|token| {
        matches!(
            token.as_str(),
            "pour"
                | "fill"
                | "measure"
                | "water"
                | "pouring"
                | "litre"
                | "litres"
                | "liter"
                | "liters"
                | "gallon"
                | "gallons"
                | "pints"
                | "quarts"
                | "ml"
        )
    });
    if !vessels || !pours {
        return None;
    }
    let (jugs, used) = capacities(&tokens, &lower)?;
    let target = target(&lower, &used)?;
    let sizes: Vec<u32> = jugs.iter().map(|(_, size)| *size).collect();
    let start = vec![0u32; sizes.len()];
    let next = |levels: &Vec<u32>, found: &mut Vec<Vec<u32>>| {
        found.extend(steps(&sizes).filter_map(|step| after(levels, &sizes, step)));
    };
    match graph::shortest(start, |levels| levels.contains(&target), next, budget) {
        Search::Path(path) => {
            let step = |two: &[Vec<u32>]| match two {
                [from, to] => steps(&sizes).find(|step| after(from, &sizes, *step).as_ref() == Some(to)),
                _ => None,
            };
            let moves: Vec<Step> = path.windows(2).filter_map(step).collect();
            Some(answer(&text, &jugs, target, &moves))
        }
        Search::None => {
            let said = format!("It cannot be done: no sequence of moves leaves {target} in a jug.");
            Some(Found::answer(Finding::bare(Value::Text(said)), OutcomeKind::Computed, None))
        }
        Search::Spent => None,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Fill(usize),
    Empty(usize),
    Pour(usize, usize),
}

fn steps(sizes: &[u32]) -> impl Iterator<Item = Step> {
    let count = sizes.len();
    let pour =
        (0..count).flat_map(move |from| (0..count).filter(move |to| *to != from).map(move |to| Step::Pour(from, to)));
    (0..count).map(Step::Fill).chain((0..count).map(Step::Empty)).chain(pour)
}

/// The levels after a step that changes them.
fn after(levels: &[u32], sizes: &[u32], step: Step) -> Option<Vec<u32>> {
    let mut next = levels.to_vec();
    match step {
        Step::Fill(at) => *next.get_mut(at)? = *sizes.get(at)?,
        Step::Empty(at) => *next.get_mut(at)? = 0,
        Step::Pour(from, to) => {
            let moved = (*levels.get(from)?).min(sizes.get(to)?.checked_sub(*levels.get(to)?)?);
            *next.get_mut(from)? -= moved;
            *next.get_mut(to)? += moved;
        }
    }
    (next != levels).then_some(next)
}

/// The jugs with their names and sizes, and the tokens that say the sizes: "A:13, B:8", "a 3-litre and a 5-litre jug".
fn capacities(tokens: &[String], lower: &[String]) -> Option<(Vec<Jug>, Vec<usize>)> {
    let number = |at: usize| tokens.get(at).and_then(|token| token.parse::<u32>().ok());
    let mut named: Vec<(Jug, usize)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let name = token.len() <= 2 && token.starts_with(|first: char| first.is_ascii_uppercase());
        let joined =
            |at: usize| tokens.get(at).is_some_and(|token| matches!(token.as_str(), ":" | "=" | "(" | "holds" | "is"));
        if name
            && joined(at + 1)
            && let Some(size) = number(at + 2)
        {
            named.push(((token.clone(), size), at + 2));
        }
    }
    if named.len() < 2 {
        named = sized(lower);
    }
    let fits = (2..=MOST).contains(&named.len()) && named.iter().all(|((_, size), _)| (1..=10_000).contains(size));
    fits.then(|| named.into_iter().unzip())
}

/// Numbers that stand shortly before a word for a jug, or after "capacities".
fn sized(lower: &[String]) -> Vec<(Jug, usize)> {
    let mut found = Vec::new();
    for (at, token) in lower.iter().enumerate() {
        let Some((size, unit)) = super::leading_number(token) else { continue };
        let ahead = lower.get(at + 1..).unwrap_or(&[]).iter().take(6);
        let vessel = ahead
            .take_while(|token| !matches!(token.as_str(), "." | "?"))
            .any(|token| VESSELS.contains(&token.as_str()));
        let behind = lower.get(at.saturating_sub(8)..at).unwrap_or(&[]);
        let capacity = behind
            .iter()
            .any(|token| matches!(token.as_str(), "capacities" | "capacity" | "hold" | "holds" | "holding" | "sizes"));
        let counts = lower.get(at + 1).is_some_and(|token| VESSELS.contains(&token.as_str())) && unit.is_empty();
        let aimed = behind.iter().rev().take(3).any(|token| TARGET.contains(&token.as_str()));
        if (vessel || capacity) && !counts && !aimed {
            let unit = if unit.is_empty() { lower.get(at + 1).map_or("", String::as_str) } else { unit };
            found.push(((format!("the {size}-{} jug", unit.trim_matches('-')), size), at));
        }
    }
    found
}

/// The number that a word for the target goes with.
fn target(lower: &[String], used: &[usize]) -> Option<u32> {
    let numbers = lower.iter().enumerate().filter(|(at, _)| !used.contains(at));
    let near = |at: usize| {
        lower.get(at.saturating_sub(5)..at).unwrap_or(&[]).iter().any(|token| TARGET.contains(&token.as_str()))
    };
    let found: Vec<u32> = numbers
        .filter(|(at, _)| near(*at))
        .filter_map(|(_, token)| super::leading_number(token).map(|(number, _)| number))
        .collect();
    found.last().copied()
}

fn answer(text: &str, jugs: &[Jug], target: u32, moves: &[Step]) -> Found {
    let name = |at: usize| jugs.get(at).map_or("", |(name, _)| name.as_str());
    let arrow = text.contains("->") || !jugs.iter().any(|(name, _)| name.contains(' '));
    let line = |step: &Step| match *step {
        Step::Fill(at) => format!("fill {}", name(at)),
        Step::Empty(at) => format!("empty {}", name(at)),
        Step::Pour(from, to) if arrow => format!("pour {}->{}", name(from), name(to)),
        Step::Pour(from, to) => format!("pour {} into {}", name(from), name(to)),
    };
    let lines: Vec<String> = moves.iter().map(line).collect();
    let json = text.to_lowercase().contains("json");
    let said = if json { serde_json::Value::from(lines.clone()).to_string() } else { lines.join("\n") };
    let claim = format!("{} moves leave {target} in a jug", lines.len());
    let proof = Proof { claim, by: "breadth-first search".to_owned(), from: Vec::new() };
    Found::answer(Finding::bare(Value::Text(said)), OutcomeKind::Computed, Some(proof))
}
