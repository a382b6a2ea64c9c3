//! Arguments: "First, … Therefore, …". The conclusion is marked by its first words.

use engine_api::Sentence;

use crate::scene::Scene;

/// Words that open a conclusion.
const OPENERS: &[&[&str]] = &[
    &["therefore"],
    &["hence"],
    &["thus"],
    &["ergo"],
    &["consequently"],
    &["so"],
    &["accordingly"],
    &["it", "follows"],
    &["this", "entails"],
    &["this", "implies"],
    &["this", "means"],
    &["all", "this", "entails"],
    &["all", "this", "implies"],
    &["we", "may", "conclude"],
    &["we", "can", "conclude"],
    &["we", "conclude"],
    &["we", "may", "infer"],
    &["one", "can", "conclude"],
    &["from", "this", "follows"],
    &["from", "this", "it", "follows"],
    &["from", "these", "premises"],
    &["in", "consequence"],
    &["as", "a", "consequence"],
    &["as", "a", "result"],
    &["in", "conclusion"],
    &["conclusion"],
    &["which", "means"],
    &["for", "that", "reason"],
];

/// Whether the prompt asks about an argument that it holds.
pub(super) fn is_judged(scene: &Scene<'_>) -> bool {
    let names = |word: &engine_api::Word| {
        matches!(
            word.lemma.to_lowercase().as_str(),
            "argument" | "valid" | "reasoning" | "syllogism" | "deduction" | "fallacy"
        )
    };
    let asked = scene.task.questions.iter().filter_map(|place| scene.reading.at(*place)).chain([scene.goal]);
    asked.flat_map(|sentence| &sentence.words).any(names) || scene.task.labels.iter().any(|label| label == "valid")
}

/// The place of the conclusion among the sentences of the context.
pub(super) fn conclusion(scene: &Scene<'_>) -> Option<usize> {
    let sentences: Vec<&Sentence> = scene.context().map(|(sentence, _)| sentence).collect();
    sentences.iter().rposition(|sentence| opens(sentence))
}

fn opens(sentence: &Sentence) -> bool {
    let words: Vec<String> = sentence
        .words
        .iter()
        .filter(|word| word.text.chars().any(char::is_alphanumeric))
        .take(5)
        .map(|word| word.text.to_lowercase())
        .collect();
    OPENERS.iter().any(|opener| words.len() > opener.len() && words.iter().zip(*opener).all(|(word, of)| word == of))
}
