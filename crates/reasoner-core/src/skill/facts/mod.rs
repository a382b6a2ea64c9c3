//! Answers questions over facts that the dialogue lists: triples, tables of fields, one statement a line. Entities
//! are linked by name, relations by lemma, derivation and synonym; chains, joins and paths over several facts are
//! followed, and every fact on the way is a premise of the answer.

mod ask;
mod chain;
mod graph;
mod read;
mod store;
mod text;
mod thesaurus;
mod unify;

use engine_api::{Budget, Finding, OutcomeKind, Place, Proof, Reason, SentenceKind, Value};

use super::Found;
use crate::check::walks;
use crate::scene::Scene;
use ask::Question;
use chain::Outcome;
use read::Told;
use store::Id;

/// Fewer facts than this are left to the skills that read single statements.
const FEWEST: usize = 3;

/// Verbs of what happens rather than of what is so: facts with these hold for a while only.
const CHANGES: &[&str] = &[
    "go", "move", "travel", "journey", "walk", "run", "come", "return", "take", "get", "grab", "pick", "drop", "put",
    "leave", "discard", "give", "hand", "pass", "receive", "buy", "sell", "swap", "trade", "lose", "eat", "fly",
    "drive", "carry", "bring", "throw", "find",
];

/// Answers from the listed facts.
pub(crate) fn facts(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let closed = !scene.task.options.is_empty() || !scene.task.labels.is_empty() || scene.task.statement.is_some();
    if scene.task.context.len() < FEWEST || closed {
        return None;
    }
    let told = read::read(scene);
    if told
        .store
        .relations
        .iter()
        .any(|relation| relation.words.first().is_some_and(|verb| CHANGES.contains(&verb.as_str())))
    {
        return None;
    }
    let listed = told.store.triples.len() * 10 >= told.lines.len() * 8;
    if told.store.triples.len() < FEWEST || !listed || !budget.spend(told.lines.len() as u64) {
        return None;
    }
    let asked = questions(scene);
    let lines = text::lines(scene, &asked);
    let linked = lines.iter().rev().map(|line| Question::new(line, &told.store));
    let question = linked.into_iter().find(|question| !question.links.is_empty())?;
    if question.names_strangers(&told.store) {
        return Some(Found::abstained(Reason::NoKnowledge));
    }
    answer(&question, &told, budget)
}

/// The sentences that may ask: the questions of the task.
fn questions(scene: &Scene<'_>) -> Vec<Place> {
    let wants = |place: &&Place| scene.reading.at(**place).is_some_and(|one| one.kind != SentenceKind::Statement);
    scene.task.questions.iter().filter(wants).copied().collect()
}

fn answer(question: &Question<'_>, told: &Told<'_>, budget: &mut Budget) -> Option<Found> {
    if let [link] = question.links.as_slice() {
        match chain::follow(question, *link, &told.store) {
            Outcome::Found(walk) => return Some(found(question, told, &walk.at, &walk.facts)),
            Outcome::Untold => return Some(Found::abstained(Reason::NoKnowledge)),
            Outcome::Unread => {}
        }
        if question.is_polar() {
            return None;
        }
        let answer = graph::path(question, link.entity, &told.store, budget)?;
        let mut facts = answer.facts;
        corroborate(told, link.entity, &answer.entities, &mut facts);
        return Some(found(question, told, &answer.entities, &facts));
    }
    if question.is_polar() {
        return None;
    }
    let answer = graph::shared(question, &told.store, budget)?;
    Some(found(question, told, &answer.entities, &answer.facts))
}

/// Adds the other facts that join the entity asked about with the answers directly or over one further entity.
fn corroborate(told: &Told<'_>, from: Id, answers: &[Id], facts: &mut Vec<usize>) {
    let mut more = Vec::new();
    for (_, near, first) in told.store.about(from) {
        if answers.contains(&near) {
            more.push(first);
        }
        for (hop, far, second) in told.store.about(near) {
            if hop.forward && answers.contains(&far) && near != far {
                more.extend([first, second]);
            }
        }
    }
    more.retain(|fact| !facts.contains(fact));
    for fact in more {
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
}

fn found(question: &Question<'_>, told: &Told<'_>, answers: &[Id], facts: &[usize]) -> Found {
    let said: Vec<&str> =
        answers.iter().filter_map(|id| told.store.said.get(*id as usize)).map(String::as_str).collect();
    let amount = said.first().is_some_and(|first| first.starts_with(|digit: char| digit.is_ascii_digit()));
    let value = if question.counts() && !amount { said.len().to_string() } else { join(&said) };
    let mut premises: Vec<Proof> = Vec::new();
    for fact in facts {
        let Some(line) = told.store.triples.get(*fact).and_then(|triple| told.lines.get(triple.line)) else { continue };
        let claim = line.written(0, line.len()).to_owned();
        if premises.iter().all(|known| known.claim != claim) {
            premises.push(Proof { claim, by: "told".to_owned(), from: Vec::new() });
        }
    }
    let proof = Proof { claim: value.clone(), by: "facts".to_owned(), from: premises };
    let pair = |fact: &usize| told.store.triples.get(*fact).map(|triple| (triple.subject, triple.object));
    let pairs: Vec<(Id, Id)> = facts.iter().filter_map(pair).collect();
    let named: Vec<Id> = question.links.iter().map(|link| link.entity).collect();
    Found::answer(Finding::bare(Value::Text(value)), OutcomeKind::Proved, Some(proof))
        .with_confidence(0.95)
        .with_reasons()
        .checked(walks::joined(&pairs, &named, answers))
}

/// "A", "A and B", "A, B and C".
fn join(said: &[&str]) -> String {
    match said {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
