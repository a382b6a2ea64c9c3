//! Which skills to try, in what order, when to stop.

mod compose;
mod values;
mod wish;

use engine_api::{Ask, Budget, Plan, Reading, Reason, Sentence, SentenceKind};

use crate::affect;
use crate::knowledge;
use crate::scene::{Scene, last_turn};
use crate::skill::{Found, SKILLS, tool_result};

/// The most sentences of one turn that are answered.
const MOST_GOALS: usize = 8;

/// Reasons about the last turn of the dialogue.
pub(crate) fn plan(ask: &Ask, reading: &Reading, budget: &mut Budget) -> Plan {
    let told = knowledge::learn(ask, reading);
    let (turn, text) = last_turn(ask, reading);
    if affect::in_danger(turn) {
        return compose::compose(ask, reading, &told, vec![Found::social("danger")]);
    }
    let mut found = Vec::new();
    for goal in goals(ask, turn, text) {
        let scene = Scene { ask, reading, told: &told, goal, text, turn };
        found.push(answer(&scene, budget).unwrap_or_else(|| Found::abstained(unanswered(goal, budget))));
    }
    compose::compose(ask, reading, &told, found)
}

/// The sentences that want an answer: questions, commands and expressions; with none of them, the last sentence
/// that is no statement.
fn goals<'a>(ask: &Ask, turn: &'a [Sentence], text: &str) -> Vec<&'a Sentence> {
    // The results of tools answer the whole turn at once.
    if tool_result::ends_in_results(&ask.turns) {
        return turn.last().into_iter().collect();
    }
    let wants = |sentence: &&Sentence| {
        matches!(sentence.kind, SentenceKind::Question | SentenceKind::Command) && !wish::is_wish(sentence, text)
    };
    let mut goals: Vec<&Sentence> = turn.iter().filter(wants).collect();
    if goals.is_empty() {
        let fragment = |sentence: &&Sentence| sentence.kind == SentenceKind::Fragment && !wish::is_wish(sentence, text);
        goals.extend(turn.iter().rfind(fragment));
    }
    let surplus = goals.len().saturating_sub(MOST_GOALS);
    goals.drain(..surplus);
    goals
}

/// The first answer that a skill has.
fn answer(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    SKILLS.iter().find_map(|row| if budget.spend(1) { (row.skill)(scene, budget) } else { None })
}

fn unanswered(goal: &Sentence, budget: &Budget) -> Reason {
    match goal.kind {
        _ if budget.is_spent() => Reason::Budget,
        SentenceKind::Command => Reason::Unsupported,
        _ => Reason::NoKnowledge,
    }
}
