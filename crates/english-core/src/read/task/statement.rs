//! The statement that a prompt wants judged: "Statement: …", "is the following true? …", "is it true that: "…"".

use engine_api::{Sentence, Span};

/// Heads of lines after which the statement stands.
const HEADS: &[&str] =
    &["statement:", "conclusion:", "hypothesis:", "claim:", "sentence to judge:", "assertion:", "proposition:"];

/// Words of a question that judges a statement which stands after it or in quotation marks in it.
const JUDGING: &[&str] = &[
    "statement",
    "true",
    "follow",
    "follows",
    "infer",
    "inferred",
    "conclude",
    "concluded",
    "conclusion",
    "claim",
    "entail",
    "entailed",
    "entails",
    "imply",
    "implies",
    "deduce",
    "deduced",
    "hypothesis",
    "assertion",
    "holds",
    "correct",
    "valid",
    "status",
    "judge",
    "verdict",
    "prove",
    "proven",
    "derive",
    "derived",
    "proposition",
    "false",
];

/// The statement in `text`, outside of `options`.
pub(crate) fn statement(text: &str, options: Option<Span>) -> Option<Sentence> {
    let text = options.and_then(|region| text.get(..region.start)).unwrap_or(text);
    let said = headed(text).or_else(|| quoted(text)).or_else(|| after_question(text))?;
    let said = said.trim().trim_matches(['"', '“', '”', '\'']).trim();
    (!said.is_empty()).then(|| crate::read::sentences(said).into_iter().next()).flatten()
}

/// After the last "Statement:" up to the end of its line.
fn headed(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let found = HEADS.iter().filter_map(|head| {
        let at = lower.rfind(head)?;
        let boundary = lower[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        boundary.then_some(at + head.len())
    });
    let from = found.max()?;
    let rest = text[from..].trim_start();
    Some(rest.lines().next().unwrap_or(rest))
}

/// The last quoted text whose line speaks of judging.
fn quoted(text: &str) -> Option<&str> {
    let (open, close) = text.rfind('”').map_or(('"', '"'), |_| ('“', '”'));
    let end = text.rfind(close)?;
    let start = text[..end].rfind(open)?;
    let inner = text.get(start + open.len_utf8()..end)?;
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let around = format!("{} {}", &text[line..start], text[end..].lines().next().unwrap_or(""));
    (judges(&around) && inner.contains(' ')).then_some(inner)
}

/// What follows a question that judges, on its line or the next ones.
fn after_question(text: &str) -> Option<&str> {
    let mark = text.rfind('?')?;
    let rest = text[mark + 1..].trim();
    let start = text[..mark].rfind(['\n', '.', '?', '!']).map_or(0, |at| at + 1);
    let asks = judges(&text[start..mark]);
    (asks && rest.contains(' ') && !rest.starts_with('(') && !crate::read::task::labels_only(rest))
        .then(|| rest.lines().next_back().unwrap_or(rest))
}

fn judges(words: &str) -> bool {
    words.split(|letter: char| !letter.is_alphanumeric()).any(|word| JUDGING.contains(&word.to_lowercase().as_str()))
}
