//! What the prompt says about the answer: that it may be declined, that it is to be short.

use engine_api::Role;

use crate::scene::Scene;

/// How far after the question such words are searched for, in bytes.
const TAIL: usize = 200;

/// Words for a text that does not tell.
const SILENT: &[&str] = &[
    "n't say",
    "not say",
    "n't know",
    "not know",
    "n't tell",
    "not tell",
    "n't answer",
    "not answer",
    "unanswerable",
    "no answer",
    "n't mention",
    "not mention",
    "n't contain",
    "not contain",
    "n't state",
    "not state",
    "n't include",
    "not include",
    "n't given",
    "not given",
    "n't give",
    "not give",
    "n't provide",
    "not provide",
    "n't there",
    "not there",
    "n't in the",
    "not in the",
    "n't find",
    "not find",
    "n't be found",
    "not be found",
    "n't be answered",
    "not be answered",
    "n't be determined",
    "not be determined",
    "no information",
    "not enough",
    "silent",
    "unknown",
    "do not guess",
    "don't guess",
    "do not make",
    "don't make",
];

/// Whether the prompt itself says what to do where the text does not tell.
pub(crate) fn may_decline(scene: &Scene<'_>) -> bool {
    let says = |text: &str| {
        let text = text.to_lowercase().replace('’', "'");
        SILENT.iter().any(|phrase| text.contains(phrase))
    };
    let question = scene.question();
    let within = question.span.of(scene.text);
    let condition = within.find(" If ").and_then(|at| within.get(at..)).unwrap_or("");
    let system = scene.ask.turns.iter().filter(|turn| turn.role == Role::System);
    let conditional = |part: &str| {
        let low = part.to_lowercase();
        ["if ", "when ", "unless ", "where ", "never ", "don't ", "do not "].iter().any(|word| low.contains(word))
    };
    says(after(scene))
        || says(condition)
        || told(scene).iter().any(|text| says(text))
        || system
            .flat_map(|turn| turn.text.split(['.', '\n', '!']))
            .any(|part| part.len() <= TAIL && conditional(part) && says(part))
}

/// Whether the prompt wants the answer alone.
pub(crate) fn wants_brevity(scene: &Scene<'_>) -> bool {
    const BRIEF: &[&str] = &[
        "brief",
        "concise",
        "few words",
        "one word",
        "single word",
        "only the",
        "just the",
        "exact phrase",
        "single phrase",
        "short phrase",
        "shortest",
        "nothing else",
        "nothing more",
        "without explanation",
        "no explanation",
        "answer only",
    ];
    let brief = |text: &str| BRIEF.iter().any(|word| text.contains(word));
    told(scene).iter().any(|text| brief(text)) || brief(&after(scene).to_lowercase())
}

/// What follows the question, as far as it can be about the answer.
fn after<'a>(scene: &Scene<'a>) -> &'a str {
    let after = scene.text.get(scene.question().span.end..).unwrap_or("");
    let end = (0..=after.len().min(TAIL)).rev().find(|at| after.is_char_boundary(*at)).unwrap_or(0);
    after.get(..end).unwrap_or("")
}

/// The sentences that say how to answer, in lower case.
fn told(scene: &Scene<'_>) -> Vec<String> {
    let text = |place: &engine_api::Place| {
        Some(scene.reading.at(*place)?.span.of(&scene.ask.turns.get(place.turn)?.text).to_lowercase())
    };
    scene.task.instructions.iter().filter_map(text).collect()
}
