//! Bracket languages: what closes an open sequence, and whether a sequence is balanced.

use engine_api::{Budget, Finding, OutcomeKind, Proof, QuestionKind, Value};

use super::Found;
use crate::scene::Scene;
use crate::verdict::{self, Verdict};

const PAIRS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>')];

/// Words that show that a run of brackets is the subject.
const ABOUT: &[&str] = &[
    "close",
    "closed",
    "complete",
    "balance",
    "balanced",
    "match",
    "matched",
    "finish",
    "continue",
    "parenthesis",
    "parentheses",
    "bracket",
    "brackets",
    "brace",
    "braces",
    "dyck",
];

/// Words that ask whether nothing is missing.
const WHETHER: &[&str] = &["balanced", "valid", "matched", "well-formed", "correct", "closed", "properly", "correctly"];

pub(crate) fn brackets(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    if !budget.spend(1 + scene.text.len() as u64 / 64) {
        return None;
    }
    let run = run(scene.text)?;
    let about = |word: &engine_api::Word| ABOUT.contains(&word.text.to_lowercase().as_str());
    if !scene.turn.iter().flat_map(|sentence| &sentence.words).any(about) {
        return None;
    }
    let closing = closing(run);
    let asks = scene.goal.question.as_ref().is_some_and(|question| question.kind == QuestionKind::YesNo);
    let whether = scene.goal.words.iter().any(|word| WHETHER.contains(&word.text.to_lowercase().as_str()));
    if asks && whether {
        let balanced = closing.as_ref().is_some_and(Vec::is_empty);
        return Some(verdict::verdict(scene, Verdict::of(balanced), None, Some(proof(run, closing.as_deref()))));
    }
    let closing = closing?;
    let spaced = run.trim().contains(' ');
    let parts: Vec<String> = closing.iter().map(char::to_string).collect();
    let said = if parts.is_empty() {
        "Nothing is missing: every bracket is closed.".to_owned()
    } else {
        parts.join(if spaced { " " } else { "" })
    };
    let proof = proof(run, Some(&closing));
    Some(Found::answer(Finding::bare(Value::Text(said)), OutcomeKind::Computed, Some(proof)))
}

/// The longest run of brackets and spaces, the last of equals.
fn run(text: &str) -> Option<&str> {
    let is_bracket = |letter: char| PAIRS.iter().any(|(open, close)| letter == *open || letter == *close);
    let runs = text.split(|letter: char| !(is_bracket(letter) || letter == ' ' || letter == '\t'));
    let size = |run: &&str| run.chars().filter(|letter| is_bracket(*letter)).count();
    runs.filter(|run| size(run) > 0).max_by_key(size)
}

/// The brackets that close what is open, innermost first; `None` where a bracket closes what it does not match.
fn closing(run: &str) -> Option<Vec<char>> {
    let mut open = Vec::new();
    for letter in run.chars() {
        if let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == letter) {
            open.push(*close);
        } else if PAIRS.iter().any(|(_, close)| *close == letter) && open.pop() != Some(letter) {
            return None;
        }
    }
    open.reverse();
    Some(open)
}

fn proof(run: &str, closing: Option<&[char]>) -> Proof {
    let claim = match closing {
        Some([]) => format!("every bracket of {} is closed", run.trim()),
        Some(rest) => format!("{} leaves {} to be closed", run.trim(), rest.len()),
        None => format!("{} closes a bracket that is not the last one open", run.trim()),
    };
    Proof { claim, by: "brackets close in the reverse order of their opening".to_owned(), from: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let found = run(text).and_then(closing).map(|closing| closing.into_iter().collect::<String>());
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn what_is_open_is_closed_in_reverse() {
        check("Close these (all of them): { [ ( ) <", Some(">]}"));
        check("Input: ([]){}", Some(""));
        check("Input: ( ]", None);
    }
}
