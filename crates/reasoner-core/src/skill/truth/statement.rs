//! Statements about truth as formulas: who is what, joined by and, or, if, and counts.

use super::super::texts::{Token, small_number};
use super::puzzle::Puzzle;
use crate::solve::finite::{Formula, Var};

/// Somebody says something.
#[derive(Debug)]
pub(super) struct Speech<'a> {
    pub(super) speaker: String,
    pub(super) content: &'a [Token],
}

/// How deep statements may stand within each other.
const DEEPEST: u32 = 12;

const QUOTES: &[&str] = &["\"", "“", "”", "«", "»", "'", "‘", "’", "''", "``"];
const SAYING: &[&str] = &[
    "say", "claim", "state", "tell", "assert", "remark", "comment", "mention", "declare", "express", "note", "insist",
    "reply", "announce", "maintain", "swear", "exclaim", "add", "answer", "respond", "argue", "suggest", "report",
    "believe", "think", "affirm", "observe", "proclaim", "whisper", "shout", "yell", "explain", "confess", "admit",
    "allege", "contend", "attest", "reveal", "testify", "utter",
];
const BE: &[&str] = &["is", "are", "am", "was", "were", "'m", "'s", "'re", "be"];
const NOT: &[&str] = &["not", "n't", "never"];

fn find(tokens: &[Token], words: &[&str]) -> Option<usize> {
    tokens.iter().position(|token| token.is(words))
}

fn has(tokens: &[Token], words: &[&str]) -> bool {
    find(tokens, words).is_some()
}

/// Where a sequence of words begins.
fn sequence(tokens: &[Token], words: &[&str]) -> Option<usize> {
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
fn manner(token: &Token) -> Option<bool> {
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
fn saying(tokens: &[Token]) -> Option<usize> {
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
fn name(tokens: &[Token]) -> Option<String> {
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

/// What a statement says; `speaker` is who "I" is.
pub(super) fn formula(puzzle: &mut Puzzle<'_>, tokens: &[Token], speaker: Option<Var>, depth: u32) -> Option<Formula> {
    let tokens = trim(tokens);
    if tokens.is_empty() || tokens.len() > 80 || depth > DEEPEST {
        return None;
    }
    let first = tokens.first()?;
    let mut part = |range: std::ops::Range<usize>| formula(puzzle, tokens.get(range)?, speaker, depth + 1);
    for words in
        [&["if", "and", "only", "if"][..], &["exactly", "when"], &["iff"], &["just", "when"], &["precisely", "when"]]
    {
        if let Some(at) = sequence(tokens, words) {
            let (left, right) = (part(0..at)?, part(at + words.len()..tokens.len())?);
            return Some(Formula::same(left, right));
        }
    }
    if first.is(&["if", "when", "whenever"]) {
        let cut = find(tokens, &["then"]).or_else(|| find(tokens, &[","]))?;
        return Some(Formula::implies(part(1..cut)?, part(cut + 1..tokens.len())?));
    }
    if let Some(at) = find(tokens, &["if", "implies", "unless"]).filter(|at| *at > 1) {
        let (left, right) = (part(0..at)?, part(at + 1..tokens.len())?);
        return Some(match tokens.get(at)?.lower.as_str() {
            "implies" => Formula::implies(left, right),
            "unless" => Formula::Any(vec![left, right]),
            _ if tokens.get(at - 1)?.lower == "only" => Formula::implies(left, right),
            _ => Formula::implies(right, left),
        });
    }
    if let Some(at) = denial(tokens) {
        return part(at..tokens.len()).map(Formula::negate);
    }
    joined(puzzle, tokens, speaker, depth)
        .or_else(|| nested(puzzle, tokens, speaker, depth))
        .or_else(|| atom(puzzle, tokens, speaker))
}

/// The tokens without marks and empty words around them.
fn trim(tokens: &[Token]) -> &[Token] {
    let empty = |token: &Token| !token.lower.chars().any(char::is_alphanumeric) || token.is(&["that"]);
    let start = tokens
        .iter()
        .position(|token| !empty(token) && !token.is(&["and", "question", "so", "then", "but"]))
        .unwrap_or(tokens.len());
    let end = tokens.iter().rposition(|token| !empty(token)).map_or(start, |at| at + 1);
    tokens.get(start..end).unwrap_or(&[])
}

/// Where what is denied begins: "it is not the case that …", "it is false that …".
fn denial(tokens: &[Token]) -> Option<usize> {
    let that = tokens.iter().take(7).position(|token| token.lower == "that")?;
    let head = tokens.get(..that)?;
    let case = head.first()?.lower == "it" && has(head, &["case", "true", "false", "so", "untrue"]);
    let denies = has(head, NOT) != has(head, &["false", "untrue"]);
    (case && denies).then_some(that + 1)
}

/// "A or B", "A and B" of whole statements; "or" joins less closely.
fn joined(puzzle: &mut Puzzle<'_>, tokens: &[Token], speaker: Option<Var>, depth: u32) -> Option<Formula> {
    let exclusive = sequence(tokens, &["but", "not", "both"]);
    let body = tokens.get(..exclusive.unwrap_or(tokens.len()))?;
    let body = body.get(usize::from(body.first()?.lower == "either")..)?;
    for words in [&["or", "xor"][..], &["and", "but", "while", ";"]] {
        let cuts: Vec<usize> = body.iter().enumerate().filter(|(_, token)| token.is(words)).map(|(at, _)| at).collect();
        for cut in cuts {
            let left = formula(puzzle, body.get(..cut)?, speaker, depth + 1);
            let Some(left) = left else { continue };
            let Some(right) = formula(puzzle, body.get(cut + 1..)?, speaker, depth + 1) else { continue };
            let or = body.get(cut)?.is(&["or", "xor"]);
            let either = exclusive.is_some() || body.get(cut)?.lower == "xor";
            return Some(match (or, either) {
                (true, true) => Formula::either(left, right),
                (true, false) => Formula::Any(vec![left, right]),
                (false, _) => Formula::All(vec![left, right]),
            });
        }
    }
    None
}

/// "Ann says that Bob lies" within a statement.
fn nested(puzzle: &mut Puzzle<'_>, tokens: &[Token], speaker: Option<Var>, depth: u32) -> Option<Formula> {
    let verb = saying(tokens)?;
    let head = tokens.get(..verb)?;
    let who = match head {
        [only] if only.lower == "i" => speaker?,
        _ => puzzle.name(&name(head)?),
    };
    let content = formula(puzzle, tokens.get(verb + 1..)?, Some(who), depth + 1)?;
    Some(Formula::same(Formula::In(who, 0b10), content))
}

/// What is said of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Predicate {
    Truth(bool),
    /// All are of one kind, or not.
    Same(bool),
}

/// A subject and what is said of it.
fn atom(puzzle: &mut Puzzle<'_>, tokens: &[Token], speaker: Option<Var>) -> Option<Formula> {
    if let Some(formula) = number(puzzle, tokens) {
        return Some(formula);
    }
    let verb = tokens.iter().position(|token| {
        token.is(BE)
            || token.is(&[
                "tells", "tell", "told", "lies", "lie", "lied", "always", "speaks", "speak", "never", "does", "do",
                "did", "has", "have", "must", "can", "could",
            ])
    })?;
    let (subject, rest) = tokens.split_at_checked(verb)?;
    // "lies" is a verb and what it says at once.
    let predicate = predicate(puzzle, rest)?;
    let exclusive = sequence(tokens, &["but", "not", "both"]).is_some();
    of_subject(puzzle, subject, predicate, speaker, exclusive)
}

pub(super) fn predicate_truth(puzzle: &Puzzle<'_>, rest: &[Token]) -> Option<bool> {
    match predicate(puzzle, rest)? {
        Predicate::Truth(truth) => Some(truth),
        Predicate::Same(_) => None,
    }
}

fn predicate(puzzle: &Puzzle<'_>, rest: &[Token]) -> Option<Predicate> {
    let negated = rest.iter().filter(|token| token.is(NOT)).count() % 2 == 1;
    if has(rest, &["same", "alike"]) {
        return Some(Predicate::Same(!negated));
    }
    if has(rest, &["different", "opposite"]) {
        return Some(Predicate::Same(negated));
    }
    let mut found: Option<bool> = None;
    for truth in rest.iter().filter_map(|token| puzzle.kind(token).or_else(|| manner(token))) {
        if found.is_some_and(|before| before != truth) {
            return None;
        }
        found = Some(truth);
    }
    found.map(|truth| Predicate::Truth(truth != negated))
}

/// "The number of true statements is a prime number."
fn number(puzzle: &Puzzle<'_>, tokens: &[Token]) -> Option<Formula> {
    let of = sequence(tokens, &["number", "of"])?;
    let verb = find(tokens, BE).filter(|verb| *verb > of)?;
    let truth = tokens.get(of..verb)?.iter().find_map(|token| puzzle.kind(token).or_else(|| manner(token)))?;
    let set = numbers(tokens.get(verb + 1..)?)?;
    let all = puzzle.speakers();
    Some(Formula::Count(all.into_iter().map(|var| Formula::In(var, bit(truth))).collect(), set))
}

fn bit(truth: bool) -> u64 {
    if truth { 0b10 } else { 0b01 }
}

/// The numbers from 0 to 63 that words describe, as bits.
fn numbers(tokens: &[Token]) -> Option<u64> {
    let value = tokens.iter().find_map(|token| small_number(&token.lower).filter(|_| token.lower != "a"));
    let that = |test: &dyn Fn(usize) -> bool| {
        (0..64).filter(|number| test(*number)).fold(0u64, |all, number| all | 1 << number)
    };
    let prime = |number: usize| number > 1 && (2..number).all(|by| !number.is_multiple_of(by));
    let negated = has(tokens, NOT);
    let set = match () {
        () if has(tokens, &["prime"]) => that(&prime),
        () if has(tokens, &["composite"]) => that(&|number| number > 3 && !prime(number)),
        () if has(tokens, &["even"]) => that(&|number| number.is_multiple_of(2)),
        () if has(tokens, &["odd"]) => that(&|number| number % 2 == 1),
        () if has(tokens, &["square"]) => that(&|number| (0..9).any(|root| root * root == number)),
        () => bounded(tokens, value?),
    };
    Some(if negated { !set } else { set })
}

/// "at least 3", "at most", "more than", "fewer than", "exactly".
fn bounded(tokens: &[Token], value: usize) -> u64 {
    let upto = |most: usize| if most >= 63 { u64::MAX } else { (1u64 << (most + 1)) - 1 };
    let below = |limit: usize| limit.checked_sub(1).map_or(0, upto);
    match () {
        () if has(tokens, &["least", "minimum"]) => !below(value),
        () if has(tokens, &["most", "maximum"]) => upto(value),
        () if has(tokens, &["more", "greater", "larger", "exceeds", "above"]) => !upto(value),
        () if has(tokens, &["fewer", "less", "smaller", "below"]) => below(value),
        () => 1u64.checked_shl(u32::try_from(value).unwrap_or(64)).unwrap_or(0),
    }
}

fn of_subject(
    puzzle: &mut Puzzle<'_>,
    subject: &[Token],
    predicate: Predicate,
    speaker: Option<Var>,
    exclusive: bool,
) -> Option<Formula> {
    let subject = trim(subject);
    // "both statements" are all there are.
    let both = has(subject, &["both"]) && !has(subject, &["and", "we", "us"]);
    let quantified =
        both || has(
            subject,
            &[
                "least", "most", "exactly", "more", "fewer", "less", "all", "none", "no", "every", "each", "one",
                "some", "only", "everyone", "nobody", "two", "three", "four", "five", "neither", "any",
            ],
        ) || subject.iter().any(|token| token.lower.bytes().all(|byte| byte.is_ascii_digit())) && has(subject, &["of"]);
    let vars = subjects(puzzle, subject, speaker, quantified)?;
    let truth = match predicate {
        Predicate::Same(same) => {
            let alike = |truth: bool| Formula::All(vars.iter().map(|var| Formula::In(*var, bit(truth))).collect());
            let both = Formula::Any(vec![alike(true), alike(false)]);
            return (vars.len() > 1).then(|| if same { both } else { Formula::negate(both) });
        }
        Predicate::Truth(truth) => truth,
    };
    let parts: Vec<Formula> = vars.iter().map(|var| Formula::In(*var, bit(truth))).collect();
    if quantified {
        let count = parts.len();
        let all = 1u64.checked_shl(u32::try_from(count).ok()?)?;
        let set = match () {
            () if both || has(subject, &["all", "every", "each", "everyone"]) => all,
            () if has(subject, &["none", "no", "nobody", "neither"]) && !has(subject, &["more", "fewer"]) => 1,
            () if has(subject, &["some", "any"]) => !1,
            () => bounded(subject, subject.iter().find_map(|token| small_number(&token.lower))?),
        };
        return Some(Formula::Count(parts, set));
    }
    Some(match (has(subject, &["or"]), exclusive) {
        (true, true) => Formula::Count(parts, 0b10),
        (true, false) => Formula::Any(parts),
        (false, _) => Formula::All(parts),
    })
}

/// Whom a subject names: a list of names, "we", or for a quantifier everybody.
fn subjects(puzzle: &mut Puzzle<'_>, subject: &[Token], speaker: Option<Var>, quantified: bool) -> Option<Vec<Var>> {
    let after_of = sequence(subject, &["of"]).filter(|_| quantified).map_or(0, |of| of + 1);
    let listed = subject.get(after_of..)?;
    let mut found = Vec::new();
    let mut named = true;
    for part in listed
        .split(|token| token.is(&["and", "or", ",", "nor", "both", "either", "neither"]))
        .filter(|part| !part.is_empty())
    {
        match part {
            [only] if only.is(&["i", "me", "myself"]) => found.push(speaker?),
            [only] if only.is(&["we", "us"]) => found.extend(puzzle.speakers()),
            _ => match name(part).map(|name| puzzle.known(&name).unwrap_or_else(|| puzzle.name(&name))) {
                Some(var) if !quantified || after_of > 0 || part.len() == listed.len() => found.push(var),
                _ => named = false,
            },
        }
    }
    found.sort_unstable();
    found.dedup();
    match (named && !found.is_empty(), quantified) {
        (true, _) => Some(found),
        (false, true) => Some(puzzle.speakers()).filter(|all| !all.is_empty()),
        (false, false) => None,
    }
}
