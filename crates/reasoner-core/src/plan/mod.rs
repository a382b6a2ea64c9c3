//! Which skills to try, in what order, when to stop.

mod compose;
mod suits;
mod values;
mod wish;

use engine_api::{Ask, Budget, Inflection, Lexicon, OutcomeKind, Plan, Pos, Reading, Reason, Sentence, SentenceKind};

use crate::affect;
use crate::check;
use crate::knowledge;
use crate::scene::{Scene, Views, last_turn};
use crate::skill::{Found, LEAST, SKILLS, SURE, Scope, Skill, tool_result};
use crate::verdict;

/// The most sentences of one turn that are answered.
const MOST_GOALS: usize = 8;

/// The most words of a dialogue that skills for tasks look at as a whole; longer ones are answered sentence by
/// sentence.
pub(crate) const LONGEST: usize = 6_000;

/// How many words the dialogue has.
pub(crate) fn words(reading: &Reading) -> usize {
    reading.turns.iter().flatten().map(|sentence| sentence.words.len()).sum()
}

/// What the dialogue told, and what is known of words.
type Known<'a> = (&'a knowledge::Told, &'static dyn Lexicon);

/// Reasons about the last turn of the dialogue.
pub(crate) fn plan(ask: &Ask, reading: &Reading, lexicon: &'static dyn Lexicon, budget: &mut Budget) -> Plan {
    let told = knowledge::learn(ask, reading);
    let (turn, text) = last_turn(ask, reading);
    if affect::in_danger(turn) {
        return compose::compose(ask, reading, &told, vec![Found::social("danger")]);
    }
    if let Some(found) = whole(ask, reading, (&told, lexicon), budget) {
        return compose::compose(ask, reading, &told, vec![found]);
    }
    let mut found = Vec::new();
    for goal in goals(ask, turn, text) {
        let views = Views::default();
        let scene = Scene { ask, reading, told: &told, goal, text, turn, task: &reading.task, lexicon, views: &views };
        found.push(
            answer(&scene, Scope::Sentence, budget).unwrap_or_else(|| Found::abstained(unanswered(goal, budget))),
        );
    }
    // A prompt that wants a verdict or a choice tells nothing to be confirmed.
    if found.is_empty() && (reading.task.statement.is_some() || !reading.task.options.is_empty()) {
        found.push(Found::abstained(Reason::NoKnowledge));
    }
    if found.is_empty() && turn.iter().any(|sentence| is_order(sentence, text, lexicon)) {
        found.push(Found::abstained(Reason::Unsupported));
    }
    // Not knowing is said once.
    if found.iter().all(is_abstention) {
        found.truncate(1);
    }
    compose::compose(ask, reading, &told, found)
}

/// Whether a sentence wants something done with what follows it, though it reads as told: "Correct the grammar: …",
/// "Return a JSON object with …".
fn is_order(sentence: &Sentence, text: &str, lexicon: &dyn Lexicon) -> bool {
    const NOTING: [&str; 14] = [
        "note", "remember", "know", "keep", "consider", "imagine", "suppose", "assume", "let", "read", "recall",
        "mind", "notice", "see",
    ];
    let mut words = sentence.words.iter().filter(|word| !matches!(word.lemma.as_str(), "please" | "now" | "then"));
    let Some(first) = words.next() else { return false };
    let base =
        |known: &engine_api::Candidate| known.known && known.pos == Pos::Verb && known.inflection == Inflection::Base;
    let verb = lexicon.candidates(&first.text).iter().any(base) && !NOTING.contains(&first.lemma.as_str());
    let followed = words.next().is_some_and(|word| word.pos != Pos::Punctuation);
    let head = words.take_while(|word| word.text != ":").count();
    let colon = sentence.words.iter().skip(head).take(4).any(|word| word.text == ":");
    // More than a wish for a form: what is to be put into it.
    let filled = wish::is_wish(sentence, text)
        && sentence.words.len() > 5
        && sentence.words.iter().skip(3).any(|word| matches!(word.lemma.as_str(), "with" | "for" | "of" | "contain"));
    verb && followed && (colon || filled)
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

/// The answer to the task as a whole.
fn whole(ask: &Ask, reading: &Reading, known: Known<'_>, budget: &mut Budget) -> Option<Found> {
    if tool_result::ends_in_results(&ask.turns) {
        return None;
    }
    if words(reading) > LONGEST {
        return None;
    }
    let (told, lexicon) = known;
    let (turn, text) = last_turn(ask, reading);
    let main = reading.task.questions.last().and_then(|place| reading.at(*place));
    let goal = main.or(turn.last())?;
    let views = Views::default();
    let scene = Scene { ask, reading, told, goal, text, turn, task: &reading.task, lexicon, views: &views };
    answer(&scene, Scope::Task, budget)
}

/// The first sure answer of the skills of that scope, else the surest that is worth giving.
fn answer(scene: &Scene<'_>, scope: Scope, budget: &mut Budget) -> Option<Found> {
    let mut best: Option<Found> = None;
    // Whatever a skill counts by itself, it has looked over the words of the task.
    let look = match scope {
        Scope::Task => 1 + words(scene.reading) as u64 / 8,
        Scope::Sentence => 1 + scene.goal.words.len() as u64 / 8,
    };
    let prose = suits::is_about_prose(scene);
    for row in SKILLS.iter().filter(|row| row.scope == scope && suits::suits(scene, row, prose)) {
        if !budget.spend(look) {
            break;
        }
        let found = within_share(scene, row.skill, budget).filter(|found| suits::answers(scene, found));
        let Some(found) = found else { continue };
        let open = [Reason::NoKnowledge, Reason::Budget].map(OutcomeKind::Abstained);
        let settled = is_abstention(&found) && !open.contains(&found.outcome.kind);
        if settled || found.outcome.confidence >= SURE {
            return Some(found);
        }
        if best.as_ref().is_none_or(|best| found.outcome.confidence > best.outcome.confidence) {
            best = Some(found);
        }
    }
    best.filter(|best| is_abstention(best) || best.outcome.confidence >= LEAST)
}

/// What a skill finds with half of the steps that are left, so that none starves those after it.
fn within_share(scene: &Scene<'_>, skill: Skill, budget: &mut Budget) -> Option<Found> {
    let share = budget.left() / 2;
    let mut part = budget.part(share);
    let found = skill(scene, &mut part)
        .and_then(|found| verdict::fit(scene.task, found))
        .map(|found| check::graded(scene, found));
    budget.settle(share, &part);
    found
}

fn is_abstention(found: &Found) -> bool {
    matches!(found.outcome.kind, OutcomeKind::Abstained(_))
}

fn unanswered(goal: &Sentence, budget: &Budget) -> Reason {
    match goal.kind {
        _ if budget.ran_short() || budget.is_spent() => Reason::Budget,
        SentenceKind::Command => Reason::Unsupported,
        _ => Reason::NoKnowledge,
    }
}
