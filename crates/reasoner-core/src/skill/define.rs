//! Look-ups in the statements that are compiled in: what the product is and can do, and what standards say.

use engine_api::{Budget, Move, Outcome, OutcomeKind, Pos, Proof};

use super::Found;
use crate::knowledge::source;
use crate::scene::Scene;

/// The most words of a question that is looked up.
const LONGEST: usize = 24;

/// Answers from a source.
pub(crate) fn define(scene: &Scene<'_>, _budget: &mut Budget) -> Option<Found> {
    let words = content(scene)?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let entry = source::find(&words)?;
    let mut moves = Vec::new();
    if entry.points.is_empty() {
        moves.push(Move::Quote(entry.text.clone()));
    } else {
        moves.push(Move::List { heading: entry.text.clone(), items: entry.points.clone() });
    }
    if !entry.closing.is_empty() {
        moves.push(Move::Quote(entry.closing.clone()));
    }
    let by = entry.sources.first().map_or("the product's own description", |source| source.title.as_str());
    Some(Found {
        moves,
        outcome: Outcome { confidence: 0.9, ..Outcome::certain(OutcomeKind::Retrieved) },
        proof: Some(Proof { claim: entry.text.trim_end_matches(':').to_owned(), by: by.to_owned(), from: Vec::new() }),
        values: vec![("answer".to_owned(), entry.text.clone().into())],
        citations: entry.sources.clone(),
        reasons: false,
        checked: None,
    })
}

/// The words of the goal that carry its meaning, in their dictionary form, with the product as `@self`.
fn content(scene: &Scene<'_>) -> Option<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    let mut before = "";
    for word in &scene.goal.words {
        let asked_of = std::mem::replace(&mut before, word.lemma.as_str());
        if found.len() > LONGEST {
            return None;
        }
        let lower = word.text.to_lowercase();
        let kept = match lower.as_str() {
            "psycho-symbolic" | "you" | "your" | "yourself" | "psycho" | "symbolic" => "@self",
            "my" | "the" | "about" => lower.as_str(),
            // "about me" asks for what is known of the user, "tell me" does not.
            "me" if matches!(asked_of, "about" | "know" | "of" | "remember") => "me",
            "i" | "me" | "please" | "tell" | "this" | "it" | "one" | "some" | "'s" => continue,
            "not" | "n't" => "not",
            "what" | "which" | "who" | "how" | "where" | "why" => lower.as_str(),
            _ => match word.pos {
                Pos::Determiner
                | Pos::Auxiliary
                | Pos::Adposition
                | Pos::Particle
                | Pos::Punctuation
                | Pos::Coordinator => continue,
                Pos::Interjection => continue,
                _ => word.lemma.as_str(),
            },
        };
        let kept = kept.strip_suffix("s").filter(|stem| *stem == "endpoint" || *stem == "jwt").unwrap_or(kept);
        if !found.iter().any(|known| known == kept) {
            found.push(kept.to_owned());
        }
    }
    Some(found)
}
