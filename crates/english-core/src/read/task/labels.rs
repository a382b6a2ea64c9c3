//! The closed set of answers that a prompt names: "true, false or unknown", "yes or no", "choose from: left, right".

use engine_api::{Ask, Role};

/// Words that are answers in themselves; two of them in one list make a set of labels.
const KNOWN: &[&str] = &[
    "true",
    "false",
    "unknown",
    "uncertain",
    "undetermined",
    "undecided",
    "unclear",
    "yes",
    "no",
    "maybe",
    "valid",
    "invalid",
    "entailment",
    "non-entailment",
    "contradiction",
    "neutral",
    "entailed",
    "contradicted",
    "correct",
    "incorrect",
    "plausible",
    "implausible",
    "right",
    "wrong",
    "positive",
    "negative",
    "proved",
    "disproved",
    "neither",
    "don't know",
    "cannot be determined",
    "can't tell",
    "not enough information",
    "not entailed",
    "refuted",
    "not-entailment",
];

/// Openings after which a list of answers stands.
const CUES: &[&str] = &[
    "choose from",
    "choose one of",
    "pick one of",
    "select from",
    "select one of",
    "one of the following",
    "answer with one of",
    "one of",
    "choose between",
    "pick from",
    "options are",
    "possible answers are",
    "possible answers:",
    "answer choices:",
    "answer options:",
    "allowed answers:",
    "valid answers:",
    "allowed labels:",
    "choices are",
    "choices:",
    "use one of",
];

/// Words before "one of" that make it a count.
const COUNTS: &[&str] = &["at least", "atleast", "at most", "exactly", "only", "precisely"];

/// The most labels that are read.
const MOST: usize = 32;

/// The labels that the last turn (without its options), else the operator, names.
pub(crate) fn labels(ask: &Ask, asking: &str) -> Vec<String> {
    let user = of_text(asking);
    if !user.is_empty() {
        return user;
    }
    let operator = ask.turns.iter().rev().filter(|turn| turn.role == Role::System);
    operator.map(|turn| of_text(&turn.text)).find(|labels| !labels.is_empty()).unwrap_or_default()
}

fn of_text(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace('’', "'");
    let known = known(&lower);
    if known.len() >= 2 {
        return known;
    }
    CUES.iter().find_map(|cue| announced(&lower, cue)).unwrap_or_default()
}

/// The longest run of known labels that stand in one list, the later one where two are as long.
fn known(lower: &str) -> Vec<String> {
    let mut best: Vec<String> = Vec::new();
    let mut run: Vec<String> = Vec::new();
    let mut from = 0;
    let mut outer = 0;
    for (at, label) in occurrences(lower) {
        let between = lower.get(from..at).unwrap_or("");
        let depth = outer + between.matches('(').count() as i32 - between.matches(')').count() as i32;
        // What stands in brackets explains a label of the list around them.
        if at < from || (depth > outer && !run.is_empty() && joins(between)) {
            continue;
        }
        outer = depth;
        let between = lower.get(from..at).unwrap_or("");
        if !joins(between) {
            keep(&mut best, &mut run);
        }
        if !run.iter().any(|known| known == label) {
            run.push(label.to_owned());
        }
        from = at + label.len();
    }
    keep(&mut best, &mut run);
    best
}

fn keep(best: &mut Vec<String>, run: &mut Vec<String>) {
    let run = std::mem::take(run);
    if run.len() >= 2 && run.len() >= best.len() {
        *best = run;
    }
}

/// Every known label at word boundaries, in order, the longest first where several begin at one place.
fn occurrences(lower: &str) -> Vec<(usize, &'static str)> {
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    let inner = |letter: char| letter.is_alphanumeric() || letter == '-';
    let mut before = ' ';
    for (at, letter) in lower.char_indices() {
        if !inner(before) && inner(letter) {
            let rest = &lower[at..];
            let first = rest.as_bytes().first();
            let whole = |label: &&&'static str| {
                label.as_bytes().first() == first
                    && rest.strip_prefix(**label).is_some_and(|tail| !tail.chars().next().is_some_and(inner))
            };
            let first = found.len();
            found.extend(KNOWN.iter().filter(whole).map(|label| (at, *label)));
            if let Some(here) = found.get_mut(first..) {
                here.sort_by_key(|(_, label)| std::cmp::Reverse(label.len()));
            }
        }
        before = letter;
    }
    found
}

/// Whether what stands between two labels only joins them: ", ", " or ", " (it is contradicted) or ".
fn joins(between: &str) -> bool {
    let mut plain = String::new();
    let mut depth = 0u32;
    for letter in between.chars().take(80) {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(letter),
            _ => {}
        }
    }
    let words = plain.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    words.into_iter().all(|word| matches!(word, "or" | "and" | "if" | "either" | "else")) && plain.len() < 24
}

/// The list after a cue, up to the end of its sentence.
fn announced(lower: &str, cue: &str) -> Option<Vec<String>> {
    // "At least one of these is true" counts what holds; it offers no answers.
    let counts = |at: usize| COUNTS.iter().any(|count| lower[..at].trim_end().ends_with(count));
    let at = lower.match_indices(cue).map(|(at, _)| at).find(|at| !counts(*at))? + cue.len();
    let rest = lower[at..].trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '\n');
    let end = rest.find(['.', '\n', '?', ';']).unwrap_or(rest.len());
    let list = rest[..end].replace(" or ", ", ").replace(" and ", ", ");
    let items: Vec<String> = list
        .split(',')
        .map(|item| item.trim().trim_matches(['"', '\'', '(', ')']).to_owned())
        .filter(|item| !item.is_empty())
        .take(MOST)
        .collect();
    (items.len() >= 2 && items.iter().all(|item| item.split(' ').count() <= 4)).then_some(items)
}
