//! Checks a German text against its English translation: which kind of thing the translation got wrong. Numbers,
//! names, negation and length can be compared without a dictionary; what they do not show is not claimed.

mod compare;
mod german;

use engine_api::{Budget, Choice, Finding, OutcomeKind, Proof, Value};

use super::Found;
use crate::scene::Scene;
use crate::verdict;
use compare::Difference;

/// Words by which an option is known to speak of a kind of error.
const KINDS: &[(&str, Difference)] = &[
    ("numer", Difference::Number),
    ("number", Difference::Number),
    ("date", Difference::Number),
    ("unit", Difference::Number),
    ("named", Difference::Name),
    ("name", Difference::Name),
    ("entit", Difference::Name),
    ("modif", Difference::Modifier),
    ("adjective", Difference::Modifier),
    ("negat", Difference::Negation),
    ("antonym", Difference::Negation),
    ("opposite", Difference::Negation),
    ("drop", Difference::Omission),
    ("omi", Difference::Omission),
    ("missing", Difference::Omission),
];

/// The longest text that is compared, in bytes.
const LONGEST: usize = 4000;

/// Chooses the option that names the kind of error.
pub(crate) fn translation(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let options = &scene.task.options;
    if options.len() < 2 || !scene.text.to_lowercase().contains("translation") {
        return None;
    }
    if !budget.spend(1 + scene.text.len() as u64 / 16) {
        return None;
    }
    let source = field(scene.text, &["source", "german", "original", "source text"])?;
    let target = field(scene.text, &["translation", "english", "target"])?;
    let (difference, claim) = compare::differences(source, target, scene.lexicon).into_iter().next()?;
    let choice = options.iter().find(|choice| speaks_of(choice, difference))?;
    let proof = Proof { claim, by: "comparison of the texts".to_owned(), from: Vec::new() };
    let said = Finding::bare(Value::Text(verdict::said(choice)));
    Some(Found::answer(said, OutcomeKind::Computed, Some(proof)).with_confidence(0.7))
}

fn speaks_of(choice: &Choice, difference: Difference) -> bool {
    let text = choice.text.to_lowercase();
    KINDS.iter().any(|(word, kind)| *kind == difference && text.split(' ').any(|said| said.starts_with(word)))
}

/// The rest of the line after the last "Source:".
fn field<'a>(text: &'a str, heads: &[&str]) -> Option<&'a str> {
    let mut found = None;
    for (at, _) in text.match_indices(':') {
        let before = text[..at].rsplit(|letter: char| !letter.is_alphabetic()).next().unwrap_or("").to_lowercase();
        if heads.contains(&before.as_str()) {
            found = Some(at + 1);
        }
    }
    let line = text.get(found?..)?.trim_start().lines().next()?.trim();
    (!line.is_empty() && line.len() <= LONGEST).then_some(line)
}
