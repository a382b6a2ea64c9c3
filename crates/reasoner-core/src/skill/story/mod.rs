//! Stories: who is where, who has what, who gave what to whom, before and after, and why.

mod ask;
mod clause;
mod frame;
mod kinds;
mod read;
mod sizes;
mod words;

use engine_api::Budget;

use crate::scene::Scene;
use crate::skill::Found;
use crate::world::line::Line;
pub(crate) use kinds::kinds;
pub(crate) use sizes::sizes;

/// Answers questions about what happened in a story.
pub(crate) fn story(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    // "Is it true that …": the statement is what is asked.
    let question = match &scene.task.statement {
        Some(statement) if statement.query.is_none() => Line::of(statement, ""),
        _ => Line::of(scene.question(), scene.text),
    };
    let told = scene.lines();
    // Rules are no events.
    let rules = scene.task.statement.is_some() && told.iter().any(|line| line.has(&["every", "all"]));
    let conditions = told.iter().any(|line| line.has(&["if", "whenever", "unless"]));
    if told.is_empty() || rules || conditions {
        return None;
    }
    // Amounts that change are for the skill of word problems.
    let amounts = scene.narrative().iter().any(|(sentence, _)| !sentence.quantities.is_empty());
    if amounts && scene.question().words.iter().any(|word| matches!(word.text.as_str(), "many" | "much")) {
        return None;
    }
    let story = read::story(told, scene.lexicon, budget)?;
    if story.world.people().is_empty() {
        return None;
    }
    ask::answer(scene, &story, &question)
}
