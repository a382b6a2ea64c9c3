//! Who says what: speakers, what they say, and the kinds of speakers that a text defines.

use super::super::texts::Token;
use super::statement::BE;

/// Somebody says something.
#[derive(Debug)]
pub(super) struct Speech<'a> {
    pub(super) speaker: String,
    pub(super) content: &'a [Token],
}

const QUOTES: &[&str] = &["\"", "“", "”", "«", "»", "'", "‘", "’", "''", "``"];
const SAYING: &[&str] = &[
    "say", "claim", "state", "tell", "assert", "remark", "comment", "mention", "declare", "express", "note", "insist",
    "reply", "announce", "maintain", "swear", "exclaim", "add", "answer", "respond", "argue", "suggest", "report",
    "believe", "think", "affirm", "observe", "proclaim", "whisper", "shout", "yell", "explain", "confess", "admit",
    "allege", "contend", "attest", "reveal", "testify", "utter",
];
/// Where one of the words stands.
pub(super) fn find(tokens: &[Token], words: &[&str]) -> Option<usize> {
    tokens.iter().position(|token| token.is(words))
}

/// Whether one of the words stands in the tokens.
pub(super) fn has(tokens: &[Token], words: &[&str]) -> bool {
    find(tokens, words).is_some()
}

/// Where a sequence of words begins.
pub(super) fn sequence(tokens: &[Token], words: &[&str]) -> Option<usize> {
    tokens.windows(words.len()).position(|window| window.iter().zip(words).all(|(token, word)| token.lower == *word))
}

/// Auxiliaries, which are no nouns.
const DOING: &[&str] = &["does", "do", "did", "has", "is", "was", "says", "have", "are"];

/// The kinds that a sentence defines: "knights always tell the truth, and knaves always lie".
pub(super) fn kinds(tokens: &[Token]) -> Vec<(String, bool)> {
    const BETWEEN: &[&str] = &[
        "always",
        "only",
        "never",
        "can",
        "will",
        "must",
        "who",
        "that",
        "which",
        ",",
        "do",
        "not",
        "n't",
        "tell",
        "tells",
        "telling",
        "speak",
        "the",
        "make",
        "statements",
        "statement",
        "are",
        "people",
        "ones",
    ];
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some(truth) = manner(token) else { continue };
        let before = tokens.get(..at).unwrap_or(&[]);
        let noun = before.iter().rposition(|token| !token.is(BETWEEN));
        let Some((noun, between)) = noun.and_then(|noun| Some((before.get(noun)?, before.get(noun + 1..)?))) else {
            continue;
        };
        let plural = noun.lower.ends_with('s') && noun.lemma != noun.lower && noun.lemma != "be";
        let habit = has(between, &["always", "never", "only", "can", "must", "will"]);
        let capital = noun.raw.starts_with(char::is_uppercase);
        let word = noun.lower.chars().all(|letter| letter.is_alphabetic() || letter == '-');
        if word && !noun.is(&["us", "this", "is", "was"]) && (habit || plural && !capital) && !noun.is(DOING) {
            found.push((noun.lower.clone(), truth != has(between, &["never", "not", "n't"])));
        }
    }
    found
}

/// Whether a word speaks of telling the truth or of lying.
pub(super) fn manner(token: &Token) -> Option<bool> {
    match token.lower.as_str() {
        "truth" | "truthful" | "honest" | "true" | "truthfully" | "correct" | "truths" | "right" | "truthteller"
        | "truth-teller" => Some(true),
        "lie" | "lies" | "lying" | "lied" | "liar" | "liars" | "false" | "untruthful" | "dishonest" | "incorrect"
        | "wrong" | "falsehood" | "falsehoods" | "untrue" => Some(false),
        _ => None,
    }
}

/// Who says what in a sentence; `None` where nobody speaks in it.
pub(super) fn speech(tokens: &[Token]) -> Option<Speech<'_>> {
    let open = tokens.iter().position(|token| token.is(QUOTES));
    let close = tokens.iter().rposition(|token| token.is(QUOTES));
    if let (Some(open), Some(close)) = (open, close)
        && close > open + 1
    {
        let outside =
            tokens.iter().enumerate().filter(|(at, _)| *at < open || *at > close).map(|(_, token)| token.clone());
        let outside: Vec<Token> = outside.collect();
        return Some(Speech { speaker: speaker(&outside)?, content: tokens.get(open + 1..close)? });
    }
    if tokens.first()?.lower == "according" {
        let comma = find(tokens, &[","])?;
        return Some(Speech { speaker: speaker(tokens.get(..comma)?)?, content: tokens.get(comma + 1..)? });
    }
    if let Some(colon) = find(tokens, &[":"]).filter(|colon| *colon <= 8) {
        let speaker = speaker(tokens.get(..colon)?)?;
        return Some(Speech { speaker, content: tokens.get(colon + 1..)? });
    }
    let verb = saying(tokens)?;
    let named = name(tokens.get(..verb)?)?;
    let rest = tokens.get(verb + 1..)?;
    // "told you that": the statement begins after "that" where there is one right behind the verb.
    let that = rest.iter().take(4).position(|token| token.lower == "that").map_or(0, |that| that + 1);
    Some(Speech { speaker: named, content: rest.get(that..)? })
}

/// The verb of saying in a sentence: "says", "was heard saying", but not "tells the truth".
pub(super) fn saying(tokens: &[Token]) -> Option<usize> {
    let says = |at: usize| {
        let Some(token) = tokens.get(at) else { return false };
        let next = tokens.get(at + 1..).unwrap_or(&[]);
        let truth = next.iter().take(3).any(|token| token.is(&["truth", "lies", "lie", "truths"]));
        let form = SAYING.contains(&token.lemma.as_str()) || SAYING.iter().any(|verb| is_form(&token.lower, verb));
        form && !(truth && token.lower.starts_with("t")) && next.len() > 1
    };
    (1..tokens.len()).find(|at| says(*at))
}

/// Whether a word is a regular form of a verb, or one of the irregular forms that matter here.
fn is_form(word: &str, verb: &str) -> bool {
    if matches!((word, verb), ("said", "say") | ("told", "tell") | ("thought", "think") | ("swore", "swear")) {
        return true;
    }
    let base = verb.trim_end_matches('e');
    word.strip_prefix(base).is_some_and(|rest| matches!(rest, "e" | "es" | "s" | "ed" | "ing" | ""))
}

/// The name among the words around a quotation: "In a statement by Ann:", "Ann remarked,", "- Statement 3:".
fn speaker(tokens: &[Token]) -> Option<String> {
    let words: Vec<&Token> = tokens.iter().filter(|token| token.lower.chars().any(char::is_alphanumeric)).collect();
    let labelled = |two: &[&Token]| match two {
        [label, number] if label.is(&["statement", "sentence", "claim", "proposition"]) && is_number(number) => {
            Some(format!("{} {}", label.raw, number.raw))
        }
        _ => None,
    };
    if let Some(found) = words.windows(2).find_map(labelled) {
        return Some(found);
    }
    let empty = [
        "in",
        "a",
        "the",
        "according",
        "to",
        "by",
        "statement",
        "then",
        "finally",
        "meanwhile",
        "lastly",
        "next",
        "also",
        "and",
        "but",
        "first",
        "you",
        "we",
        "i",
        "there",
        "here",
        "given",
        "question",
        "so",
        "as",
        "it",
        "put",
        "when",
        "asked",
        "format",
        "each",
        "they",
        "he",
        "she",
        "this",
        "these",
    ];
    let capital = |token: &&&Token| token.raw.starts_with(char::is_uppercase) && !token.is(&empty) && !token.is(SAYING);
    let from = words.iter().position(|token| capital(&token))?;
    let name: Vec<&str> = words.get(from..)?.iter().take_while(capital).map(|token| token.raw.as_str()).collect();
    Some(name.join(" "))
}

fn is_number(token: &Token) -> bool {
    token.lower.bytes().all(|byte| byte.is_ascii_digit())
        || (token.raw.len() == 1 && token.raw.starts_with(char::is_uppercase))
}

/// A name that fills the tokens: "Ann", "Statement 3", "the person at the beach".
pub(super) fn name(tokens: &[Token]) -> Option<String> {
    const NONE: &[&str] = &[
        "it", "he", "she", "they", "this", "that", "who", "what", "which", "there", "everyone", "nobody", "someone",
        "if", "either", "neither", "both", "all", "none", "each", "every", "exactly", "one", "no", "some",
    ];
    const LINKS: &[&str] = &["was", "is", "has", "been", "also", "then", "once", "heard", "overheard", "always"];
    let words: Vec<&Token> = tokens.iter().filter(|token| token.lower.chars().any(char::is_alphanumeric)).collect();
    let skip = words
        .iter()
        .take_while(|token| token.is(&["then", "finally", "meanwhile", "question", "and", "but", "so", "also"]))
        .count();
    let words = words.get(skip..)?;
    let end = words.iter().rposition(|token| !token.is(LINKS)).map_or(0, |at| at + 1);
    let words = words.get(..end)?;
    let (first, last) = (words.first()?, words.last()?);
    let person =
        first.raw.starts_with(char::is_uppercase) && words.len() <= 3 || first.lower == "the" && words.len() <= 7;
    let label = words.len() == 2 && is_number(last);
    if !(person || label) || words.iter().any(|token| token.is(NONE) || token.is(BE) || manner(token).is_some()) {
        return None;
    }
    let from = usize::from(first.lower == "the");
    Some(words.get(from..)?.iter().map(|token| token.raw.as_str()).collect::<Vec<_>>().join(" "))
}
