//! Questions that offer "unknown" as an answer and come without a context: can the fact be on record at all? The
//! future is not, nor is what people do every day without anyone writing it down.

use engine_api::{Budget, Choice, Finding, OutcomeKind, Proof, Sentence, Value, Word};

use super::Found;
use crate::scene::Scene;

/// How sure the choice is; it rests on what is usually written down, not on a fact.
const CONFIDENCE: f32 = 0.7;

/// What people do many times a day, and nobody keeps a record of.
const EVERYDAY: &[&str] = &[
    "eat", "drink", "sleep", "dream", "touch", "cut", "cry", "laugh", "blink", "breathe", "walk", "say", "think",
    "keep", "wear", "turn", "hold", "sneeze", "cough", "smile", "look", "scratch", "brush", "wash", "yawn", "whistle",
    "hum", "pick", "throw", "drop", "sit", "stand", "feel", "swallow", "chew", "shave", "comb", "sing", "talk",
    "wonder", "tie", "snore", "glance", "bite",
];

/// What nobody counts of a single being, and what is only known to a few.
const UNCOUNTED: &[&str] = &[
    "hair",
    "step",
    "breath",
    "heartbeat",
    "thought",
    "blink",
    "tear",
    "toenail",
    "fingernail",
    "sneeze",
    "dream",
    "freckle",
    "eyelash",
    "sip",
    "bite",
    "word",
    "cell",
    "ant",
    "grain",
    "leaf",
    "drop",
    "secret",
    "nickname",
];

/// Chooses between "unknown" and the other option.
pub(crate) fn unanswerable(scene: &Scene<'_>, _budget: &mut Budget) -> Option<Found> {
    let [one, other] = scene.task.options.as_slice() else { return None };
    let (unknown, known) = if is_unknown(one) { (one, other) } else { (other, one) };
    if !is_unknown(unknown) || is_unknown(known) || !scene.task.context.is_empty() {
        return None;
    }
    let question = scene.question();
    let why = unrecorded(question, year(scene.ask.now));
    let choice = if why.is_some() { unknown } else { known };
    let said =
        if choice.label.is_empty() { choice.text.clone() } else { format!("({}) {}", choice.label, choice.text) };
    let claim = why.unwrap_or("such facts are on record, and only one answer is offered for it");
    let proof = Proof { claim: claim.to_owned(), by: "unanswerable".to_owned(), from: Vec::new() };
    let finding = Finding::bare(Value::Text(said));
    Some(Found::answer(finding, OutcomeKind::Retrieved, Some(proof)).with_confidence(CONFIDENCE))
}

fn is_unknown(choice: &Choice) -> bool {
    let text = choice.text.trim_matches(|mark: char| !mark.is_alphanumeric()).to_lowercase();
    let says = [
        "unknown",
        "not known",
        "nobody knows",
        "no one knows",
        "cannot be known",
        "can't be known",
        "unknowable",
        "impossible to know",
        "impossible to say",
        "i don't know",
        "it is unknown",
    ];
    says.contains(&text.as_str())
}

/// The year of a time in seconds since 1970.
fn year(now: i64) -> i64 {
    1970 + now / 31_556_952
}

/// Why nobody can know the answer, where that is so.
fn unrecorded(question: &Sentence, now: i64) -> Option<&'static str> {
    let words = &question.words;
    let is = |lemmas: &[&str]| words.iter().any(|word| lemmas.contains(&word.lemma.as_str()));
    let lower = |texts: &[&str]| words.iter().any(|word| texts.contains(&word.text.to_lowercase().as_str()));
    if future(words, now) {
        return Some("nobody knows the future");
    }
    let everyday = is(EVERYDAY);
    let counts = words.iter().any(|word| word.text.eq_ignore_ascii_case("how")) && lower(&["many", "much", "often"]);
    let single = words.iter().skip(1).any(|word| word.text.starts_with(char::is_uppercase))
        || is(&["people", "person", "everyone", "human"]);
    if counts && single && (everyday || is(UNCOUNTED)) {
        return Some("nobody counts that");
    }
    let pinned = lower(&["yesterday", "when", "during", "while", "morning", "tonight", "moment", "today", "exactly"])
        || words.iter().any(dated);
    if pinned && (everyday || is(&["nickname", "thought", "dream", "mood", "secret", "favorite", "favourite"])) {
        return Some("nobody writes down what happens every day");
    }
    if everyday && lower(&["most", "last", "first", "latest"]) || is(&["turn"]) && is(&["recent"]) {
        return Some("nobody keeps a record of who does such things");
    }
    None
}

/// A year or a day of the month ("15th").
fn dated(word: &Word) -> bool {
    let digits = word.text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let ordinal = digits.len() < word.text.len() && digits.len() <= 2;
    let year = digits.len() == 4 && digits.starts_with(['1', '2']);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && (ordinal || year)
}

/// Whether it asks about what has not happened yet.
fn future(words: &[Word], now: i64) -> bool {
    let will = words.iter().any(|word| matches!(word.text.to_lowercase().as_str(), "will" | "shall" | "'ll"));
    let ahead = words.windows(2).any(|pair| matches!(pair, [from, to] if from.lemma == "from" && to.lemma == "now"));
    let year = |word: &Word| {
        word.text.len() == 4 && word.text.parse::<i64>().is_ok_and(|year| year > now && year < now + 2000)
    };
    will || ahead || words.iter().any(year)
}
