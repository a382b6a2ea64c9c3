//! Independent checks of answers. What a skill calls proved is checked here by code that shares no search with it: it
//! knows the told relations and the rules, and looks at the steps one by one. Only these checkers make a [`Checked`];
//! an answer without one is called derived.
//!
//! What is trusted is the reading of a sentence as a fact, a rule or an event; a proof names the sentences, so that
//! this can be judged by eye.

pub(crate) mod events;
pub(crate) mod forced;
pub(crate) mod refute;
pub(crate) mod rules;
pub(crate) mod walks;

use engine_api::{Budget, OutcomeKind, Proof};

use crate::scene::Scene;
use crate::skill::Found;

/// That the steps of an answer were checked. Only the checkers make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Checked(());

/// The most steps of one check: what takes longer to check than to find is called derived.
const MOST_STEPS: u64 = 200_000;

/// Runs a check with no more than its share of what is left.
fn within_share(budget: &mut Budget, check: impl FnOnce(&mut Budget) -> Option<Checked>) -> Option<Checked> {
    let share = budget.left().min(MOST_STEPS);
    let mut part = budget.part(share);
    let found = check(&mut part);
    // A check that is cut short leaves nothing unanswered.
    let _ = budget.spend(share - part.left());
    found
}

fn checked(holds: bool) -> Option<Checked> {
    holds.then_some(Checked(()))
}

/// The answer as it may be called: proved where a checker accepted its steps and its proof rests on what was said,
/// else derived.
pub(crate) fn graded(scene: &Scene<'_>, mut found: Found) -> Found {
    if found.outcome.kind == OutcomeKind::Proved && !accepts(scene, &found) {
        found.outcome.kind = OutcomeKind::Derived;
    }
    found
}

fn accepts(scene: &Scene<'_>, found: &Found) -> bool {
    found.checked.is_some() && found.proof.as_ref().is_some_and(|proof| rests_on_what_was_said(scene, proof))
}

/// Whether every leaf of a proof stands word for word in some turn of the dialogue.
fn rests_on_what_was_said(scene: &Scene<'_>, proof: &Proof) -> bool {
    let said = |claim: &str| !claim.is_empty() && scene.ask.turns.iter().any(|turn| turn.text.contains(claim));
    let mut open = vec![proof];
    while let Some(step) = open.pop() {
        if step.from.is_empty() && !said(step.claim.trim()) {
            return false;
        }
        open.extend(&step.from);
    }
    true
}

#[cfg(test)]
mod tests;
