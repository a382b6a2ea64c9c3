//! Verdicts in the words that a prompt offers: true or false, yes or no, valid or invalid, an option's own text.

use engine_api::{Choice, Finding, Move, OutcomeKind, Proof, Reason, Task, Value};

use crate::scene::Scene;
use crate::skill::Found;

/// Whether a statement holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    True,
    False,
    /// Neither it nor its negation follows.
    Unknown,
    /// Both it and its negation follow.
    Both,
}

/// The words for each verdict, the most usual first. A prompt that names one of them gets that one.
const TRUE: &[&str] =
    &["true", "yes", "correct", "right", "valid", "entailment", "entailed", "follows", "proved", "plausible"];
const FALSE: &[&str] = &[
    "false",
    "no",
    "incorrect",
    "wrong",
    "invalid",
    "contradiction",
    "contradicted",
    "disproved",
    "refuted",
    "implausible",
];
const UNKNOWN: &[&str] = &[
    "unknown",
    "uncertain",
    "undetermined",
    "undecided",
    "unclear",
    "neutral",
    "neither",
    "maybe",
    "cannot be determined",
    "can't tell",
    "cannot tell",
    "cannot say",
    "not enough information",
    "insufficient information",
    "don't know",
    "unknowable",
    "self-contradiction",
    "paradox",
];
const BOTH: &[&str] =
    &["paradox", "self-contradiction", "self-contradictory", "inconsistent", "contradictory", "both", "paradoxical"];
/// Labels that say no more than that something does not follow.
const NOT_ENTAILED: &[&str] =
    &["non-entailment", "not-entailment", "not entailed", "does not follow", "not entailment"];

impl Verdict {
    /// Whether the verdict is that the statement holds or fails.
    pub(crate) fn of(truth: bool) -> Verdict {
        if truth { Verdict::True } else { Verdict::False }
    }

    /// The label of the task for the verdict. Where the prompt leaves no room for not knowing and offers
    /// "non-entailment", both failures are that.
    pub(crate) fn label(self, task: &Task) -> Option<&str> {
        let words = match self {
            Verdict::True => TRUE,
            Verdict::False => FALSE,
            Verdict::Unknown => UNKNOWN,
            Verdict::Both => BOTH,
        };
        let of = |words: &[&str]| task.labels.iter().find(|label| words.contains(&label.as_str())).map(String::as_str);
        of(words).or_else(|| of(NOT_ENTAILED).filter(|_| matches!(self, Verdict::False | Verdict::Unknown)))
    }

    /// The option that stands for the verdict ("(A) True", "- invalid").
    pub(crate) fn option(self, task: &Task) -> Option<&Choice> {
        // "entailed: it follows", "True (it follows)": the label stands before its explanation.
        let head = |text: &str| plain(text.split([':', '(', '-', '–', '—', ',', ';']).next().unwrap_or(text));
        let labels = |choice: &Choice| [plain(&choice.text), head(&choice.text)];
        let as_label = |choice: &&Choice| {
            labels(choice).into_iter().any(|label| {
                let alone = Task { labels: vec![label], ..Task::default() };
                self.label(&alone).is_some()
            })
        };
        task.options.iter().find(as_label)
    }
}

/// Lower case without outer marks.
fn plain(text: &str) -> String {
    text.trim_matches(|mark: char| !mark.is_alphanumeric()).to_lowercase()
}

/// The answer for a verdict: the option, else the label, else yes, no or an admission.
pub(crate) fn verdict(scene: &Scene<'_>, verdict: Verdict, statement: Option<String>, proof: Option<Proof>) -> Found {
    let task = scene.task;
    if let Some(choice) = verdict.option(task) {
        return option(choice, proof);
    }
    let finding = |value: Value| Finding { statement, ..Finding::bare(value) };
    match (verdict.label(task), verdict) {
        (Some(label), _) => {
            Found::answer(finding(Value::Text(capital(label))), OutcomeKind::Proved, proof).with_reasons()
        }
        (None, Verdict::Unknown | Verdict::Both) => Found::abstained(Reason::NoKnowledge),
        (None, truth) => {
            Found::answer(finding(Value::Truth(truth == Verdict::True)), OutcomeKind::Proved, proof).with_reasons()
        }
    }
}

/// The answer that an option is: its letter and its text.
pub(crate) fn option(choice: &Choice, proof: Option<Proof>) -> Found {
    Found::answer(Finding::bare(Value::Text(said(choice))), OutcomeKind::Proved, proof).with_reasons()
}

/// An option as it is named: "(B) the blue one".
pub(crate) fn said(choice: &Choice) -> String {
    let text = choice.text.trim();
    if choice.label.is_empty() { text.to_owned() } else { format!("({}) {text}", choice.label) }
}

/// The answer as the prompt offers it: an option for its text or number, a label for a truth. `None` for an answer
/// that is none of those offered.
pub(crate) fn fit(task: &Task, found: Found) -> Option<Found> {
    let abstained = matches!(found.outcome.kind, OutcomeKind::Abstained(_));
    let Some(Move::Give(finding)) = found.moves.first().filter(|_| !abstained) else { return Some(found) };
    if !task.options.is_empty() {
        let choice = offered(task, &finding.value)?;
        let finding = Finding::bare(Value::Text(said(choice)));
        return Some(found.giving(finding));
    }
    if task.labels.len() < 2 {
        return Some(found);
    }
    match &finding.value {
        Value::Truth(truth) => match Verdict::of(*truth).label(task) {
            Some("yes" | "no") => Some(found),
            Some(label) => {
                let value = Value::Text(capital(label));
                let finding = Finding { value, ..finding.clone() };
                Some(found.giving(finding))
            }
            None => None,
        },
        Value::Text(text) => task.labels.contains(&plain(text)).then_some(found),
        Value::Number { digits, .. } => task.labels.contains(digits).then_some(found),
    }
}

/// The one option that a value is.
fn offered<'a>(task: &'a Task, value: &Value) -> Option<&'a Choice> {
    if let Value::Truth(truth) = value {
        return Verdict::of(*truth).option(task);
    }
    let text = match value {
        Value::Number { digits, unit: Some(unit) } => format!("{digits} {unit}"),
        Value::Number { digits, unit: None } => digits.clone(),
        Value::Text(text) => text.clone(),
        Value::Truth(_) => String::new(),
    };
    let same = |choice: &&Choice| said(choice) == text || plain(&choice.text) == plain(&text);
    let mut fitting = task.options.iter().filter(same);
    let first = fitting.next()?;
    // Two options with the same text are told apart by their letters only.
    fitting.next().is_none().then_some(first).or_else(|| task.options.iter().find(|choice| said(choice) == text))
}

fn capital(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
