//! "Ann left before Bob did" and "Bob left after Ann did": the same told from the other side, where what is told are
//! events that are over at a moment.

use super::token::Token;
use crate::verdict::Verdict;

/// Verbs of one moment even without an object.
const MOMENTARY: &[&str] = &[
    "leave", "arrive", "die", "win", "start", "finish", "stop", "enter", "exit", "come", "go", "return", "end",
    "begin", "fall", "graduate", "retire", "resign",
];

struct Ordered {
    first: (Vec<String>, Vec<Token>),
    second: (Vec<String>, Vec<Token>),
}

/// The earlier and the later event of a sentence, as subject and predicate.
fn ordered(tokens: &[Token]) -> Option<Ordered> {
    let at = tokens.iter().position(|token| token.is(&["before", "after"]))?;
    let (main, rest) = (tokens.get(..at)?, tokens.get(at + 1..)?);
    let event = |part: &[Token]| {
        let verb = part.iter().position(Token::is_verb).filter(|at| *at > 0)?;
        let subject = part.get(..verb)?.iter().map(|token| token.lemma.clone()).collect::<Vec<_>>();
        Some((subject, part.get(verb..)?.to_vec()))
    };
    let (one, mut other) = (event(main)?, event(rest)?);
    if let [did] = other.1.as_slice()
        && did.is(&["do", "be", "have"])
    {
        other.1 = one.1.clone();
    }
    let before = tokens.get(at)?.text == "before";
    Some(if before { Ordered { first: one, second: other } } else { Ordered { first: other, second: one } })
}

fn momentary(predicate: &[Token]) -> bool {
    let Some(verb) = predicate.first() else { return false };
    let doing = predicate.iter().take(2).any(|token| token.text.ends_with("ing"));
    !doing && !verb.is(&["be", "have"]) && (MOMENTARY.contains(&verb.lemma.as_str()) || predicate.len() > 2)
}

fn lemmas(tokens: &[Token]) -> Vec<&str> {
    tokens.iter().map(|token| token.lemma.as_str()).collect()
}

/// Whether the goal tells the order of the premise from the other side; open where the events last.
pub(super) fn swapped(premise: &[Token], goal: &[Token]) -> Option<Verdict> {
    let (one, other) = (ordered(premise)?, ordered(goal)?);
    let same = |one: &(Vec<String>, Vec<Token>), other: &(Vec<String>, Vec<Token>)| {
        one.0 == other.0 && lemmas(&one.1) == lemmas(&other.1)
    };
    if !same(&one.first, &other.first) || !same(&one.second, &other.second) {
        return None;
    }
    let sure = momentary(&one.first.1) && momentary(&one.second.1);
    Some(if sure { Verdict::True } else { Verdict::Unknown })
}
