//! Prerequisites: whether everything can be done in some order, and in which.

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use super::Found;
use crate::scene::Scene;
use crate::solve::graph;
use crate::verdict::{self, Verdict};

/// Words that show that pairs of numbers say what comes first.
const ABOUT: &[&str] = &[
    "prerequisite",
    "prerequisites",
    "depends",
    "dependencies",
    "dependency",
    "requires",
    "require",
    "must",
    "before",
    "prior",
    "required",
];

/// Words that ask for an order rather than whether there is one.
const ORDER: &[&str] = &["order", "ordering", "sequence", "schedule"];

/// The most things that are put in order.
const MOST: usize = 4_096;

pub(crate) fn courses(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let texts = super::told_texts(scene);
    let pairs: Vec<(usize, usize)> = texts.iter().flat_map(|text| pairs(text)).collect();
    if pairs.is_empty() {
        return None;
    }
    let lower = texts.join("\n").to_lowercase();
    let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).collect();
    if !words.iter().any(|word| ABOUT.contains(word)) || pairs.iter().any(|(a, b)| *a >= MOST || *b >= MOST) {
        return None;
    }
    // (a, b) says "b before a" unless the text has it the other way round; for a cycle it makes no difference.
    let forward = first_comes_first(&lower);
    let edges: Vec<(usize, usize)> = pairs.iter().map(|(a, b)| if forward { (*a, *b) } else { (*b, *a) }).collect();
    let count = count(&lower, &pairs);
    if !budget.spend((count + edges.len()) as u64) {
        return None;
    }
    let order = graph::order(count, &edges);
    let goal = scene.goal.words.iter().any(|word| ORDER.contains(&word.text.to_lowercase().as_str()));
    let proof = proof(order.as_deref(), count, &edges);
    let asks_order = goal && scene.task.labels.is_empty();
    match order {
        Some(order) if asks_order => {
            let said = order.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
            Some(Found::answer(Finding::bare(Value::Text(said)), OutcomeKind::Computed, Some(proof)))
        }
        order => Some(verdict::verdict(scene, Verdict::of(order.is_some()), None, Some(proof))),
    }
}

/// The pairs of whole numbers in brackets: `(3, 1)`, `[3, 1]`.
fn pairs(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(['(', '[']) {
        let Some(rest) = text.get(at + 1..) else { continue };
        // A pair is short: looking no further keeps open brackets from costing the square of their number.
        let Some((end, _)) = rest.char_indices().take(24).find(|(_, letter)| matches!(letter, ')' | ']')) else {
            continue;
        };
        if let Some((first, second)) = rest.get(..end).and_then(|pair| pair.split_once(','))
            && let (Ok(first), Ok(second)) = (first.trim().parse(), second.trim().parse())
        {
            found.push((first, second));
        }
    }
    found
}

/// Whether the explanation of a pair names its first part as what comes first: "a before b", "a is required for b".
fn first_comes_first(lower: &str) -> bool {
    let letters = ["a", "x", "u", "i"];
    letters.iter().any(|letter| {
        [" must be taken before", " before", " is a prerequisite", " must come before", " is required"].iter().any(
            |rest| {
                [format!(" {letter}{rest}"), format!(" {letter}_i{rest}")].iter().any(|phrase| lower.contains(phrase))
            },
        )
    })
}

/// How many things there are: as many as the text says, and at least those that the pairs name.
fn count(lower: &str, pairs: &[(usize, usize)]) -> usize {
    let named = pairs.iter().map(|(a, b)| a.max(b) + 1).max().unwrap_or(0);
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let said = words.windows(2).find_map(|two| match two {
        [number, "courses" | "tasks" | "classes" | "modules" | "jobs" | "steps" | "packages"] => {
            number.parse::<usize>().ok()
        }
        _ => None,
    });
    said.filter(|said| *said <= MOST).unwrap_or(0).max(named)
}

fn proof(order: Option<&[usize]>, count: usize, edges: &[(usize, usize)]) -> Proof {
    let list = |nodes: &[usize], joint: &str| nodes.iter().map(usize::to_string).collect::<Vec<_>>().join(joint);
    let claim = match order {
        Some(order) => format!("the order {} keeps every prerequisite", list(order, ", ")),
        None => {
            let cycle = graph::cycle(count, edges).unwrap_or_default();
            format!("each of {} must come before the next, in a circle", list(&cycle, " → "))
        }
    };
    Proof { claim, by: "topological order".to_owned(), from: Vec::new() }
}
