//! Who has what after a row of swaps.

use std::collections::BTreeMap;

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict;
use crate::world::line::{Line, Token};

/// Verbs and nouns of exchanging, in the dictionary form.
const SWAPPING: &[&str] = &[
    "swap",
    "trade",
    "switch",
    "exchange",
    "swaps",
    "trades",
    "switches",
    "exchanges",
    "swapped",
    "traded",
    "switched",
    "exchanged",
];

/// Answers what somebody ends up with.
pub(crate) fn swaps(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let question = scene.asked();
    // "At the end of the game, Ann has the": an open statement is the question.
    let open = (!scene.task.options.is_empty() && !question.has(&["?"])).then_some(question);
    let mut has: BTreeMap<String, String> = BTreeMap::new();
    let mut used: Vec<Proof> = Vec::new();
    let mut swapped = false;
    let asked = |line: &&Line<'_>| open.is_some_and(|open| open.said == line.said);
    for line in scene.lines().iter().filter(|line| !asked(line)) {
        if !budget.spend(1 + line.tokens.len() as u64) {
            return None;
        }
        let names = names(&line.tokens);
        let swaps = line.tokens.iter().any(|token| token.is_any(SWAPPING));
        match names.as_slice() {
            [first, second] if swaps && has.contains_key(first) && has.contains_key(second) => {
                let (one, other) = (has.get(first).cloned()?, has.get(second).cloned()?);
                has.insert(first.clone(), other);
                has.insert(second.clone(), one);
                used.push(line.leaf());
                swapped = true;
            }
            _ if !swaps => {
                let told = assignments(line, scene);
                if !told.is_empty() {
                    used.push(line.leaf());
                }
                has.extend(told);
            }
            _ => {}
        }
    }
    let asked = names(&question.tokens);
    let who = asked.iter().rfind(|name| has.contains_key(*name)).filter(|_| swapped)?;
    let value = has.get(who)?;
    let claim = format!("{who}: {value}");
    let proof = Proof { claim, by: "each swap exchanges what two have".to_owned(), from: used };
    if let Some(choice) = scene.task.options.iter().find(|choice| plain(&choice.text) == plain(value)) {
        return Some(verdict::option(choice, Some(proof)).with_confidence(0.95));
    }
    Some(
        Found::answer(Finding::bare(Value::Text(value.clone())), OutcomeKind::Proved, Some(proof)).with_confidence(0.9),
    )
}

fn plain(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .filter(|word| !["the", "a", "an", "The", "A", "An"].contains(word))
        .collect::<Vec<&str>>()
        .join(" ")
        .to_lowercase()
}

/// The names in a line, each once.
fn names(tokens: &[Token<'_>]) -> Vec<String> {
    const OPENERS: &[&str] = &[
        "first",
        "then",
        "finally",
        "at",
        "as",
        "next",
        "after",
        "lastly",
        "the",
        "in",
        "initially",
        "who",
        "what",
        "which",
        "to",
        "throughout",
        "they",
        "each",
        "later",
        "and",
        "now",
        "when",
        "once",
        "second",
        "third",
        "there",
        "what's",
    ];
    let mut found: Vec<String> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let name = token.is_capital() && !OPENERS.contains(&token.lower.as_str()) && (at > 0 || !token.is_any(&["i"]));
        if name && !found.iter().any(|known| known == token.text) {
            found.push(token.text.to_owned());
        }
    }
    found
}

/// Who has what at the start: the clauses of a list, each from a name to the next clause.
fn assignments(line: &Line<'_>, scene: &Scene<'_>) -> Vec<(String, String)> {
    const HAVING: &[&str] = &[
        "have", "hold", "play", "get", "buy", "own", "dance", "be", "start", "begin", "bring", "wear", "carry", "sit",
        "read", "drive", "take", "receive", "choose", "pick", "keep", "possess", "grab", "has", "is", "plays", "gets",
        "holds", "got", "bought", "had", "starts", "begins", "owns",
    ];
    let starts: Vec<usize> = (0..line.tokens.len())
        .filter(|at| {
            let token = line.tokens.get(*at);
            let verb = line.tokens.get(at + 1).is_some_and(|next| next.is_any(HAVING) || next.lower == "'s");
            token.is_some_and(Token::is_capital) && verb
        })
        .collect();
    let ends = starts.iter().skip(1).copied().chain([line.tokens.len()]);
    let mut found = Vec::new();
    for (start, end) in starts.iter().zip(ends) {
        let Some(name) = line.tokens.get(*start).map(|token| token.text.to_owned()) else { continue };
        let rest: Vec<&str> = line.tokens.get(start + 1..end).unwrap_or(&[]).iter().map(|token| token.text).collect();
        let said = format!(" {} ", plain(&rest.join(" ")));
        let option = scene.task.options.iter().find(|choice| said.contains(&format!(" {} ", plain(&choice.text))));
        let value = match option {
            Some(choice) => choice.text.trim().to_owned(),
            None if scene.task.options.is_empty() => value(&rest),
            None => continue,
        };
        if !value.is_empty() {
            found.push((name, value));
        }
    }
    found
}

/// What follows the verb of a clause, without articles and joints.
fn value(rest: &[&str]) -> String {
    let words =
        rest.iter().skip(1).skip_while(|word| word.ends_with("ing") || ["with", "as", "a", "an", "the"].contains(word));
    let kept: Vec<&str> = words.copied().take_while(|word| ![",", ";", ".", "and"].contains(word)).collect();
    kept.join(" ")
}
