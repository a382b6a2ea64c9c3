//! Findings to moves: what is said of what was found, and what is admitted.

use engine_api::{Ask, Finding, Move, Outcome, OutcomeKind, Plan, Proof, Reading, Value};

use super::{values, wish};
use crate::affect;
use crate::knowledge::Told;
use crate::skill::Found;

/// An answer with more premises than this is given without them; its proof holds them.
const MOST_PREMISES: usize = 24;

/// One plan of everything that was found.
pub(crate) fn compose(ask: &Ask, reading: &Reading, told: &Told, found: Vec<Found>) -> Plan {
    let mut plan = Plan {
        moves: Vec::new(),
        values: Vec::new(),
        tone: affect::tone(&reading.mood),
        outcome: Outcome::certain(OutcomeKind::Retrieved),
        proof: None,
        citations: Vec::new(),
    };
    if found.is_empty() {
        acknowledge(ask, told, &mut plan);
    }
    let mut proofs = Vec::new();
    for (index, one) in found.into_iter().enumerate() {
        // Of several answers the least certain one says how far the whole can be trusted.
        let momentary = plan.outcome.momentary || one.outcome.momentary;
        if index == 0 || one.outcome.confidence < plan.outcome.confidence {
            plan.outcome = one.outcome;
        }
        plan.outcome.momentary = momentary;
        plan.moves.extend(one.moves);
        plan.moves.extend(one.proof.as_ref().filter(|_| one.reasons).and_then(because));
        plan.values.extend(one.values);
        plan.citations.extend(one.citations);
        proofs.extend(one.proof);
    }
    plan.proof = join(proofs);
    plan.values.extend(values::values(ask, reading, told));
    wish::wishes(ask, reading).apply(&mut plan);
    plan
}

/// The leaves of a proof, where there are any beside what is said itself and few enough to be read.
fn because(proof: &Proof) -> Option<Move> {
    let mut premises: Vec<String> = Vec::new();
    let mut open = vec![proof];
    while let Some(step) = open.pop() {
        if step.from.is_empty() && !premises.contains(&step.claim) && !std::ptr::eq(step, proof) {
            premises.push(step.claim.clone());
        }
        open.extend(step.from.iter().rev());
        if premises.len() > MOST_PREMISES {
            return None;
        }
    }
    (!premises.is_empty()).then_some(Move::Because(premises))
}

/// One proof of several answers.
fn join(mut proofs: Vec<Proof>) -> Option<Proof> {
    if proofs.len() < 2 {
        return proofs.pop();
    }
    let claims: Vec<&str> = proofs.iter().map(|proof| proof.claim.as_str()).collect();
    Some(Proof { claim: claims.join("; "), by: String::new(), from: proofs })
}

/// Whether a statement reads as a sentence when it is said back: no code, no heading before it, not too long.
fn is_prose(statement: &str) -> bool {
    statement.len() <= 200 && !statement.contains(['(', ')', '{', '}', '[', ']', '<', '>', '=', ';', ':', '`', '\n'])
}

/// Confirms what the last turn told.
fn acknowledge(ask: &Ask, told: &Told, plan: &mut Plan) {
    let last = ask.turns.len().saturating_sub(1);
    let new: Vec<_> = told.facts.iter().filter(|fact| fact.source.turn == last).collect();
    match new.as_slice() {
        [fact] if is_prose(&fact.statement) => {
            let finding = Finding::stated(Value::Text(String::new()), fact.statement.clone());
            plan.moves.push(Move::Acknowledge(finding));
        }
        _ => plan.moves.push(Move::Social("understood".to_owned())),
    }
}
