//! A proof in plain English: each step after the steps it follows from.

use engine_api::{Effort, Proof};

use super::sentence::{finished, inner};

/// The most steps that are told.
const LONGEST: usize = 200;

/// The steps of a proof, premises first, each a line: with `Low` only the conclusion and what it directly
/// follows from, with `High` also by which rule or source each step holds.
pub(crate) fn reasoning(proof: &Proof, effort: Effort) -> String {
    let depth = if effort == Effort::Low { 1 } else { usize::MAX };
    let lines: Vec<String> = steps(proof, depth)
        .into_iter()
        .map(|step| {
            let claim = if step.from.is_empty() { finished(&step.claim, '.') } else { therefore(&step.claim) };
            if effort == Effort::High && !step.by.is_empty() {
                format!("{} ({})", claim, step.by.trim_end_matches('.'))
            } else {
                claim
            }
        })
        .collect();
    lines.join("\n")
}

/// Why a conclusion holds, in sentences that follow it: the told premises. Empty for a proof without any.
pub(crate) fn because(proof: &Proof) -> String {
    let mut sentences = Vec::new();
    for step in steps(proof, usize::MAX) {
        if std::ptr::eq(step, proof) && !proof.from.is_empty() {
            continue;
        }
        let by = if step.by.is_empty() { String::new() } else { format!(" ({})", step.by.trim_end_matches('.')) };
        sentences.push(finished(&format!("{}{by}", step.claim.trim_end_matches('.')), '.'));
    }
    if sentences.is_empty() { String::new() } else { format!("Because: {}", sentences.join(" ")) }
}

fn therefore(claim: &str) -> String {
    // A step of a calculation reads as an equation, not as a conclusion.
    if claim.contains(" = ") || claim.contains(" ≈ ") {
        return finished(claim, '.');
    }
    finished(&format!("So {}", inner(claim)), '.')
}

/// The steps down to `depth`, premises before what follows from them, each once.
fn steps(proof: &Proof, depth: usize) -> Vec<&Proof> {
    let mut open = vec![(proof, 0, false)];
    let mut found: Vec<&Proof> = Vec::new();
    while let Some((step, level, entered)) = open.pop() {
        if entered {
            if found.len() < LONGEST && !found.iter().any(|known| known.claim == step.claim) {
                found.push(step);
            }
            continue;
        }
        open.push((step, level, true));
        if level < depth && open.len() < LONGEST {
            open.extend(step.from.iter().rev().map(|premise| (premise, level + 1, false)));
        }
    }
    found
}
