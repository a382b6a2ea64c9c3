//! Answers from a passage by quoting it: the span that fits the question best by a learned linear ranking, or an
//! admission that the passage does not say.

mod features;
mod fits;
mod names;
mod plausible;
mod reply;
mod roles;
mod spans;
mod support;
mod text;
mod weights;
mod wish;

use engine_api::{Ask, Budget, Lexicon, Reading, Role, Sentence, SentenceKind};

use super::Found;
use crate::plan::{LONGEST, words};
use crate::question::{self, Asked, Wanted};
use crate::scene::Scene;
use spans::Candidate;
use text::Passage;

/// Passages with fewer words are left to the skills that read single statements.
const SHORTEST: usize = 40;

/// Passages whose sentences have fewer words on average are stories and lists of facts.
const TERSEST: usize = 12;

/// The most sentences that are read.
const MOST_SENTENCES: usize = 8_000;

/// The most sentences whose phrases are compared.
const MOST_SEARCHED: usize = 60;

/// A possible answer with what speaks for and against it.
#[derive(Debug, Clone)]
pub struct Rated {
    /// The answer as the passage has it.
    pub text: String,
    /// Its features, named by [`feature_names`].
    pub features: Vec<f32>,
}

/// The names of the features that answers from passages are ranked by.
pub fn feature_names() -> (Vec<&'static str>, &'static [&'static str]) {
    (features::all_names(), reply::NAMES)
}

/// The possible answers that a passage offers to its question, as the ranking sees them; for fitting the ranking.
pub fn candidates(ask: &Ask, reading: &Reading, lexicon: &dyn Lexicon) -> Vec<Rated> {
    let Some((question, sentences)) = task(ask, reading) else { return Vec::new() };
    let asked = question::asked(question, lexicon);
    let passage = Passage::new(question, &asked, sentences.into_iter(), lexicon);
    let rated = |candidate: Candidate| {
        let line = passage.lines.get(candidate.line)?;
        let text = line.written(candidate.start, candidate.end).to_owned();
        Some(Rated { text, features: features::features(&asked, &passage, candidate) })
    };
    spans_of(&asked, &passage).into_iter().filter_map(rated).collect()
}

/// The features by which the best answer by the weights `rank` is told from none, and that answer in its statement;
/// for fitting the admission.
pub fn best(ask: &Ask, reading: &Reading, lexicon: &dyn Lexicon, rank: &[f32]) -> Option<Rated> {
    let (question, sentences) = task(ask, reading)?;
    let asked = question::asked(question, lexicon);
    let passage = Passage::new(question, &asked, sentences.into_iter(), lexicon);
    let ranking = reply::rank(&asked, &passage, &spans_of(&asked, &passage), rank);
    let first = ranking.first()?;
    let text = reply::statement(passage.lines.get(first.candidate.line)?, first.candidate).to_owned();
    Some(Rated { text, features: reply::features(&asked, &passage, &ranking) })
}

/// Answers from a passage.
pub(crate) fn passage(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    // What can be done, what is and what shall be ask for a plan, no quotation.
    if super::planner::concerns(scene) {
        return None;
    }
    let closed = !scene.task.options.is_empty() || !scene.task.labels.is_empty() || scene.task.statement.is_some();
    if closed {
        return None;
    }
    let (question, sentences) = task(scene.ask, scene.reading)?;
    let asked: Asked<'_> = question::asked(question, scene.lexicon);
    let related = asked
        .terms
        .words
        .iter()
        .all(|word| word.text.starts_with(char::is_uppercase) || word.lemma.starts_with("relat"));
    if !prose(&sentences) || related || asked.wanted == Wanted::Truth {
        return None;
    }
    let passage = Passage::new(question, &asked, sentences.into_iter(), scene.lexicon);
    let found = spans_of(&asked, &passage);
    if !budget.spend(found.len() as u64 * 8) {
        return None;
    }
    reply::reply((scene, question), &asked, &passage, &found)
}

/// Answers from a text that is too long for the skills that read it as a whole.
pub(crate) fn in_long_text(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let asks = std::ptr::eq(scene.goal, scene.question());
    if asks && words(scene.reading) > LONGEST { passage(scene, budget) } else { None }
}

/// The question and the sentences of the passage.
fn task<'a>(ask: &'a Ask, reading: &'a Reading) -> Option<(&'a Sentence, Vec<(&'a Sentence, &'a str)>)> {
    let last = ask.turns.iter().rposition(|turn| turn.role == Role::User)?;
    let asks = |place: &&engine_api::Place| reading.at(**place).is_some_and(|one| one.kind == SentenceKind::Question);
    let place = reading.task.questions.iter().rev().find(asks).or(reading.task.questions.last())?;
    let question = reading.at(*place).filter(|_| place.turn == last)?;
    let told = |place: &engine_api::Place| Some((reading.at(*place)?, ask.turns.get(place.turn)?.text.as_str()));
    // A question at the end of the text's own paragraph is the question of a problem, not one about a passage.
    let before = ask.turns.get(last)?.text.get(..question.span.start)?;
    let apart = !before.contains(|letter: char| !letter.is_whitespace() && letter != ':')
        || before.trim_end_matches(' ').ends_with('\n');
    let headed = before.rsplit('\n').next().is_some_and(|line| line.trim_end().ends_with(':'));
    if !apart && !headed {
        return None;
    }
    let sentences: Vec<_> = reading.task.context.iter().filter_map(told).take(MOST_SENTENCES).collect();
    Some((question, sentences))
}

/// Whether the context is running text.
fn prose(sentences: &[(&Sentence, &str)]) -> bool {
    let words: usize = sentences.iter().map(|(sentence, _)| sentence.words.len()).sum();
    words >= SHORTEST && words >= sentences.len() * TERSEST
}

/// The candidates of the sentences that speak most of the question, and of those after them.
fn spans_of(asked: &Asked<'_>, passage: &Passage<'_>) -> Vec<Candidate> {
    let mut overlaps: Vec<f32> = passage.lines.iter().map(|line| line.overlap).collect();
    overlaps.sort_by(|one, other| other.total_cmp(one));
    let least = overlaps.get(MOST_SEARCHED).copied().unwrap_or(0.0);
    let mut found = Vec::new();
    for (at, line) in passage.lines.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| passage.lines.get(at)).is_some_and(|line| line.overlap > least);
        if line.overlap > least || before || passage.lines.len() <= MOST_SEARCHED {
            let mut own = Vec::new();
            spans::candidates(at, line, &mut own);
            own.retain(|candidate| plausible::plausible(asked, line, *candidate));
            found.append(&mut own);
        }
    }
    found
}
