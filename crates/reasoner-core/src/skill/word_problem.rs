//! Word problems: who has how many, what changes it, what is in each of how many, what is compared to what. The
//! amounts of the story become counts, rates and comparisons with units and owners; the question says which of them to
//! combine, and how. Where no frame fits, or an amount that matters stays unused, the skill passes.

mod account;
mod amount;
mod clause;
mod compare;
mod describe;
mod difference;
mod effect;
mod lists;
mod near;
mod parts;
mod place;
mod question;
mod rate;
mod relation;
mod retag;
mod solve;
mod special;
mod story;
mod term;
mod told;
mod worth;

use engine_api::{Budget, Finding, OutcomeKind, Proof, Role, Value};

use super::{Found, table};
use crate::calc::number;
use crate::scene::Scene;
use crate::world::line::Line;

/// The longest problem, in words.
const LONGEST: usize = 260;

/// Answers the turn as a whole.
pub(crate) fn word_problem(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    if !scene.task.options.is_empty() || is_of_speakers(scene) {
        return None;
    }
    if let Some(found) = parts::parts(scene) {
        return Some(found);
    }
    if by_the_clock(scene) || by_the_calendar(scene) || table::stands_in(scene.text) {
        return None;
    }
    let story = story::story(scene)?;
    if story.words.len() > LONGEST || !budget.spend(story.words.len() as u64) || lists(&story) {
        return None;
    }
    let solved = solve::solve(&story, scene.lexicon).filter(|solved| solved.confidence >= super::LEAST)?;
    let exact = number::is_decimal(&solved.value);
    let digits = if exact { number::exact(&solved.value) } else { number::rounded(&solved.value, 6) };
    let used = story.told.iter().filter(|(sentence, _)| solved.sentences.contains(sentence));
    let told = used.map(|(_, text)| Proof { claim: text.clone(), by: "told".to_owned(), from: Vec::new() });
    let proof = Proof {
        claim: format!("{} = {digits}", solved.shown),
        by: format!("exact arithmetic ({})", solved.how),
        from: told.collect(),
    };
    let finding = Finding::bare(Value::Number { digits, unit: None });
    let found = Found::answer(finding, OutcomeKind::Computed, Some(proof));
    Some(found.with_confidence(solved.confidence).with_reasons())
}

/// Whether the amounts are what speakers say of themselves: nobody's age is the sum of two people's.
fn is_of_speakers(scene: &Scene<'_>) -> bool {
    let mut names = scene.ask.turns.iter().filter(|turn| turn.role == Role::User).map(|turn| &turn.name);
    let first = names.next();
    let own_age = scene.asked().has_run(&["how", "old", "am", "i"]);
    own_age || names.any(|name| Some(name) != first)
}

/// Whether it asks for the time between two hours of the day ("opens at 9 and closes at 5"), which no sum of them is.
fn by_the_clock(scene: &Scene<'_>) -> bool {
    const ENDS: &[&str] = &["open", "close", "start", "begin", "end", "leave", "arrive", "depart", "finish", "land"];
    let ends = |line: &&Line<'_>| line.tokens.windows(2).any(|pair| pair[0].is_any(ENDS) && pair[1].lower == "at");
    scene.asked().has_run(&["how", "long"]) && scene.lines().iter().any(|line| ends(&line))
}

/// Whether it asks for a date, which is no sum of the numbers that write one.
fn by_the_calendar(scene: &Scene<'_>) -> bool {
    ["what", "which"].iter().any(|asking| scene.asked().has_run(&[asking, "date"]))
}

/// Whether the story lists things of many kinds ("a drum, two flutes and a piano"): their counting is not one of amounts
/// with a story.
fn lists(story: &story::Story) -> bool {
    let lemma = |at: usize| story.words.get(at).map_or("", |word| word.lemma.as_str());
    let listed = (1..story.words.len())
        .filter(|at| matches!(lemma(*at), "a" | "an") && matches!(lemma(at - 1), "," | "and" | "have" | "own"));
    story.spots.is_empty() || listed.count() >= 2
}
