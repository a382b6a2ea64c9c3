//! Word problems: who has how many, what changes it, what is in each of how many. The amounts of the story become
//! counts and rates with units; the question's unit and owner say which of them to combine, and how. Where no frame
//! fits, or an amount that matters stays unused, the skill passes.

mod clause;
mod frames;
mod mention;
mod near;
mod parts;
mod question;
mod solve;
mod term;
mod told;

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use super::Found;
use crate::calc::number;
use crate::scene::Scene;
use crate::world::line::Line;

/// The longest problem, in words.
const LONGEST: usize = 260;

/// Answers the turn as a whole.
pub(crate) fn word_problem(scene: &Scene<'_>, _budget: &mut Budget) -> Option<Found> {
    if !scene.task.options.is_empty() {
        return None;
    }
    if let Some(found) = parts::parts(scene) {
        return Some(found);
    }
    if by_the_clock(scene) {
        return None;
    }
    let story = mention::story(scene)?;
    if story.words.len() > LONGEST {
        return None;
    }
    let question = question::question(&story)?;
    if lists(&story) {
        return None;
    }
    if !told::is_told(scene) {
        return None;
    }
    let solved = solve::solve(scene, &story, &question)?;
    let exact = number::is_decimal(&solved.value);
    let digits = if exact { number::exact(&solved.value) } else { number::rounded(&solved.value, 6) };
    let told =
        story.told.iter().map(|text| Proof { claim: (*text).to_owned(), by: "told".to_owned(), from: Vec::new() });
    let proof = Proof {
        claim: format!("{} = {digits}", solved.shown),
        by: "exact arithmetic".to_owned(),
        from: told.collect(),
    };
    let finding = Finding::bare(Value::Number { digits, unit: None });
    Some(Found::answer(finding, OutcomeKind::Computed, Some(proof)).with_confidence(solved.confidence))
}

/// Whether it asks for the time between two hours of the day ("opens at 9 and closes at 5"), which no sum of them is.
fn by_the_clock(scene: &Scene<'_>) -> bool {
    const ENDS: &[&str] = &["open", "close", "start", "begin", "end", "leave", "arrive", "depart", "finish", "land"];
    let ends = |line: &&Line<'_>| line.tokens.windows(2).any(|pair| pair[0].is_any(ENDS) && pair[1].lower == "at");
    scene.asked().has_run(&["how", "long"]) && scene.lines().iter().any(|line| ends(&line))
}

/// Whether the story lists things of many kinds ("a drum, two flutes and a piano"): their counting is not one of amounts
/// with a story.
fn lists(story: &mention::Story<'_>) -> bool {
    let article = |at: usize| story.words.get(at).is_some_and(|word| matches!(word.lemma, "a" | "an"));
    let listed = (0..story.words.len()).filter(|at| {
        let after = at.checked_sub(1).and_then(|before| story.words.get(before));
        article(*at) && after.is_some_and(|word| matches!(word.lemma, "," | "and" | "have" | "own"))
    });
    listed.count() >= 2
}
