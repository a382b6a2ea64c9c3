//! Which skills suit a text, and which answers a question: what reads short statements does not read running prose, and
//! "yes" does not say who.

use engine_api::{Move, Value, Word};

use crate::scene::Scene;
use crate::skill::{Found, Row};

/// The skills that read short statements one by one. Long sentences say more than they read of them.
const OF_STATEMENTS: &[&str] = &[
    "arrange",
    "belief",
    "facts",
    "inventory",
    "kinds",
    "schedule",
    "sizes",
    "space",
    "story",
    "swaps",
    "truth",
    "turtle",
];

/// Texts with fewer words are no running prose, nor are those whose sentences have fewer words and marks on average.
const SHORTEST: usize = 40;
const TERSEST: usize = 16;

/// Whether the question asks with a question word about running prose.
pub(crate) fn is_about_prose(scene: &Scene<'_>) -> bool {
    let task = scene.task;
    let closed = !task.options.is_empty() || !task.labels.is_empty() || task.statement.is_some();
    if closed || !asks_openly(scene) {
        return false;
    }
    let (words, sentences) =
        scene.context().fold((0, 0), |(words, sentences), (sentence, _)| (words + sentence.words.len(), sentences + 1));
    words >= SHORTEST && words >= sentences * TERSEST
}

/// Whether a skill suits the text and the question: amounts are computed where an amount is asked for.
pub(crate) fn suits(scene: &Scene<'_>, row: &Row, prose: bool) -> bool {
    let counts = || scene.question().words.iter().any(|word| matches!(word.lemma.as_str(), "many" | "much" | "long"));
    !(prose && (OF_STATEMENTS.contains(&row.name) || row.name == "word_problem" && !counts()))
}

/// Whether what was found is of the kind that the question asks for: a question that opens with a question word is not
/// answered by yes or no, and none by a pronoun.
pub(crate) fn answers(scene: &Scene<'_>, found: &Found) -> bool {
    let Some(Move::Give(finding)) = found.moves.first() else { return true };
    let task = scene.task;
    let closed = !task.options.is_empty() || !task.labels.is_empty() || task.statement.is_some();
    match &finding.value {
        Value::Truth(_) => closed || !opens_with_question_word(&scene.question().words),
        Value::Text(text) => {
            let low = text.to_lowercase();
            !matches!(low.as_str(), "he" | "she" | "it" | "they" | "him" | "her" | "them" | "this" | "that" | "who")
        }
        Value::Number { .. } => true,
    }
}

fn is_question_word(word: &Word) -> bool {
    matches!(
        word.text.to_lowercase().as_str(),
        "who" | "whom" | "whose" | "what" | "which" | "where" | "when" | "why" | "how"
    )
}

fn opens_with_question_word(words: &[Word]) -> bool {
    words.first().is_some_and(is_question_word)
}

/// Whether a question word stands anywhere in the question and no auxiliary opens it.
fn asks_openly(scene: &Scene<'_>) -> bool {
    let words = &scene.question().words;
    let auxiliary = words.first().is_some_and(|word| {
        matches!(word.lemma.as_str(), "be" | "do" | "have" | "can" | "will" | "may" | "must" | "shall" | "should")
    });
    !auxiliary && words.iter().any(is_question_word)
}
