//! Statements about truth as formulas: who is what, joined by and, or, if, and counts.

use super::super::texts::{Token, small_number};
use super::puzzle::Puzzle;
use super::speech::{find, has, manner, name, saying, sequence};
use crate::solve::finite::{Formula, Var};

/// How deep statements may stand within each other.
const DEEPEST: u32 = 12;

pub(super) const BE: &[&str] = &["is", "are", "am", "was", "were", "'m", "'s", "'re", "be"];
const NOT: &[&str] = &["not", "n't", "never"];

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
