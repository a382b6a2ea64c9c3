//! Kinds of individuals: what holds of all of a kind holds of each, and what is seen of some is guessed of the others.

use std::collections::BTreeMap;

use engine_api::{Budget, Finding, OutcomeKind, Pos, Proof, Senses, Value};

use super::frame::frames;
use crate::check::walks;
use crate::scene::Scene;
use crate::skill::Found;
use crate::world::line::{Line, singular};

/// What the lines tell of individuals and kinds.
#[derive(Default)]
struct Told {
    /// Individual, kind, sentence.
    members: Vec<(String, String, usize)>,
    /// Individual, property, sentence.
    properties: Vec<(String, String, usize)>,
    /// Who, relation ("afraid of"), whom, sentence.
    relations: Vec<(String, String, String, usize)>,
}

/// Answers what an individual is like, by its kind.
pub(crate) fn kinds(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let (question, lines) = (scene.asked(), scene.lines());
    let mut told = Told::default();
    for (at, line) in lines.iter().enumerate() {
        if !budget.spend(1 + 4 * line.tokens.len() as u64) {
            return None;
        }
        note(&mut told, line, at, scene);
    }
    if told.members.is_empty() {
        return None;
    }
    let who = question
        .tokens
        .iter()
        .find(|token| told.members.iter().any(|(name, _, _)| *name == token.lower))?
        .lower
        .clone();
    let answer = related(&told, question, &who).or_else(|| coloured(&told, question, &who, scene))?;
    let (value, sources, sure) = answer;
    let mut links: Vec<(&str, &str)> = Vec::new();
    for source in &sources {
        let members = told.members.iter().filter(|(.., at)| at == source);
        links.extend(members.map(|(name, kind, _)| (name.as_str(), kind.as_str())));
        let relations = told.relations.iter().filter(|(.., other, at)| at == source && *other == value);
        links.extend(relations.map(|(subject, _, other, _)| (subject.as_str(), other.as_str())));
        let properties = told.properties.iter().filter(|(_, property, at)| at == source && *property == value);
        links.extend(properties.map(|(name, property, _)| (name.as_str(), property.as_str())));
    }
    // What others of a kind are like is a guess, and no chain.
    let checked = walks::ordered(&links, &who, &value);
    let from = sources.into_iter().filter_map(|source| lines.get(source)).map(Line::leaf).collect();
    let proof =
        Proof { claim: format!("{who}: {value}"), by: "what holds of a kind holds of its members".to_owned(), from };
    let found = Found::answer(Finding::bare(Value::Text(value)), OutcomeKind::Proved, Some(proof));
    Some(found.with_confidence(sure).with_reasons().checked(checked))
}

fn note(told: &mut Told, line: &Line<'_>, at: usize, scene: &Scene<'_>) {
    for frame in frames(line, scene.lexicon).into_iter().filter(|frame| frame.is_be && !frame.negated) {
        let Some(subject) = frame.subject.names.first() else { continue };
        match (&frame.state, frame.objects.first().and_then(|group| group.names.first()), frame.places.first()) {
            (Some(state), None, Some((preposition, group))) => {
                for other in &group.names {
                    let relation = format!("{state} {preposition}");
                    told.relations.push((singular(subject), relation, other.clone(), at));
                }
            }
            (Some(state), None, None) => told.properties.push((subject.clone(), state.clone(), at)),
            (None, Some(kind), None) => told.members.push((subject.clone(), singular(kind), at)),
            _ => {}
        }
    }
}

/// Words for being afraid of something.
const FEARS: &[&str] =
    &["afraid", "fear", "scare", "scared", "frighten", "frightened", "terrified", "fearful", "dread", "terrify"];

/// "What is Ann afraid of?"
fn related(told: &Told, question: &Line<'_>, who: &str) -> Option<(String, Vec<usize>, f32)> {
    if !question.has(&["what", "which", "who", "whom", "whose", "name", "tell"]) {
        return None;
    }
    let (_, kind, member) = told.members.iter().rfind(|(name, _, _)| name == who)?;
    let fears = question.tokens.iter().any(|token| token.is_any(FEARS));
    let asked = |relation: &str| {
        relation.split(' ').next().is_some_and(|word| question.has(&[word]) || (fears && FEARS.contains(&word)))
    };
    let find = |subject: &str| told.relations.iter().find(|(own, relation, _, _)| own == subject && asked(relation));
    if let Some((_, _, other, source)) = find(who) {
        return Some((other.clone(), vec![*source], 0.95));
    }
    let (_, _, other, source) = find(kind)?;
    Some((other.clone(), vec![*member, *source], 0.95))
}

/// "What colour is Ann?": as told, else as most others of her kind, the last seen first.
fn coloured(told: &Told, question: &Line<'_>, who: &str, scene: &Scene<'_>) -> Option<(String, Vec<usize>, f32)> {
    let asked = question.tokens.iter().find(|token| matches!(token.pos, Pos::Noun) && token.lower != who)?;
    let attribute = if asked.lower == "colour" { "color" } else { &asked.lower };
    let lexicon = scene.lexicon;
    let is_colour = |word: &str| {
        attribute == "color"
            && (lexicon.is_kind_of(word, Pos::Noun, "color", Senses::Any)
                || lexicon.is_kind_of(word, Pos::Noun, "chromatic color", Senses::Any))
    };
    let of = |name: &str| told.properties.iter().rfind(|(own, property, _)| own == name && is_colour(property));
    if let Some((_, property, source)) = of(who) {
        return Some((property.clone(), vec![*source], 0.95));
    }
    let (_, kind, member) = told.members.iter().rfind(|(name, _, _)| name == who)?;
    let mut seen: BTreeMap<&str, (usize, usize, Vec<usize>)> = BTreeMap::new();
    for (name, own, source) in told.members.iter().filter(|(name, own, _)| own == kind && name != who) {
        let _ = own;
        if let Some((_, property, at)) = of(name) {
            let entry = seen.entry(property).or_default();
            entry.0 += 1;
            if *at >= entry.1 {
                entry.1 = *at;
                entry.2 = vec![*source, *at];
            }
        }
    }
    let (property, (_, _, sources)) = seen.into_iter().max_by_key(|(_, (count, last, _))| (*count, *last))?;
    Some((property.to_owned(), [vec![*member], sources].concat(), 0.9))
}
