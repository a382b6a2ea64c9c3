//! Degrees: "faster than", "as fast as", "fast", "slow", and "a large animal" beside "a small animal".

use engine_api::{Lexicon, Pos};

use super::token::Token;
use crate::verdict::Verdict;

/// What a sentence says of degrees.
#[derive(Debug, PartialEq)]
enum Degree {
    /// The first has more of it than the second.
    More(String, String, String),
    /// Both have it to the same degree.
    Same(String, String, String),
    /// It has it; with the kind that it is compared with ("a large **animal**").
    Has(String, String, Option<String>),
}

fn joined(tokens: &[Token]) -> String {
    let words: Vec<&str> =
        tokens.iter().map(|token| token.text.as_str()).filter(|word| !matches!(*word, "the" | "a" | "an")).collect();
    words.join(" ")
}

/// Whether a word after a copula is an adjective ("fast", which may be an adverb elsewhere).
fn is_adjective(token: &Token, lexicon: &dyn Lexicon) -> bool {
    let known = || lexicon.candidates(&token.text).iter().any(|one| one.known && one.pos == Pos::Adjective);
    token.pos == Pos::Adjective || (token.pos != Pos::Noun && known())
}

/// The dictionary form of an adjective, whatever its degree.
fn plain(token: &Token, lexicon: &dyn Lexicon) -> String {
    let adjective = lexicon.candidates(&token.text).into_iter().find(|one| one.known && one.pos == Pos::Adjective);
    adjective.map_or_else(|| token.lemma.clone(), |one| one.lemma)
}

fn read(tokens: &[Token], lexicon: &dyn Lexicon) -> Option<Degree> {
    let be = tokens.iter().position(|token| token.lemma == "be").filter(|at| *at > 0)?;
    let (subject, rest) = (joined(tokens.get(..be)?), tokens.get(be + 1..)?);
    let text = |at: usize| rest.get(at).map(|token| token.text.as_str()).unwrap_or("");
    if let Some(than) = rest.iter().position(|token| token.text == "than") {
        let adjective = rest.get(than.checked_sub(1)?)?;
        let less = text(0) == "less";
        let (one, other) = (subject, joined(rest.get(than + 1..)?));
        let adjective = plain(adjective, lexicon);
        let (more, fewer) = if less { (other, one) } else { (one, other) };
        return (than <= 2).then_some(Degree::More(adjective, more, fewer));
    }
    if text(0) == "as" && text(2) == "as" {
        return Some(Degree::Same(plain(rest.get(1)?, lexicon), subject, joined(rest.get(3..)?)));
    }
    match rest {
        [adjective] if is_adjective(adjective, lexicon) => Some(Degree::Has(plain(adjective, lexicon), subject, None)),
        [article, adjective, noun] if article.is(&["a", "an"]) && adjective.pos == Pos::Adjective => {
            Some(Degree::Has(plain(adjective, lexicon), subject, Some(noun.lemma.clone())))
        }
        _ => None,
    }
}

/// Judges a statement about degrees by what is told of them.
pub(super) fn compared(told: &[&[Token]], goal: &[Token], lexicon: &dyn Lexicon) -> Option<Verdict> {
    let told: Vec<Degree> = told.iter().filter_map(|tokens| read(tokens, lexicon)).collect();
    let opposite = |one: &str, other: &str| lexicon.antonyms(one, Pos::Adjective).iter().any(|word| word == other);
    match read(goal, lexicon)? {
        Degree::Has(quality, thing, None) => told.iter().find_map(|one| {
            let (known, more, less, same) = match one {
                Degree::More(known, more, less) => (known, more, less, false),
                Degree::Same(known, more, less) => (known, more, less, true),
                Degree::Has(..) => return None,
            };
            let has = |which: &str, wanted: &dyn Fn(&str) -> bool| {
                told.iter().any(|one| matches!(one, Degree::Has(other, who, _) if who == which && wanted(other)))
            };
            let (like, unlike) = (|word: &str| word == quality, |word: &str| opposite(word, &quality));
            if *known != quality {
                return None;
            }
            // Who has more than one that has it, has it; who has less than one that lacks it, lacks it.
            let up = (thing == *more && has(less, &like)) || (same && thing == *less && has(more, &like));
            let down = (thing == *less && has(more, &unlike)) || (same && thing == *more && has(less, &unlike));
            match (up, down) {
                (true, _) => Some(Verdict::True),
                (_, true) => Some(Verdict::False),
                _ => Some(Verdict::Unknown).filter(|_| thing == *more || thing == *less),
            }
        }),
        Degree::More(quality, one, other) => {
            let kind = |thing: &str, wanted: &dyn Fn(&str) -> bool| {
                told.iter().find_map(|degree| match degree {
                    Degree::Has(known, who, Some(kind)) if who == thing && wanted(known) => Some(kind.clone()),
                    _ => None,
                })
            };
            let (like, unlike) = (|word: &str| word == quality, |word: &str| opposite(word, &quality));
            let holds = kind(&one, &like).filter(|first| kind(&other, &unlike).as_ref() == Some(first));
            let fails = kind(&one, &unlike).filter(|first| kind(&other, &like).as_ref() == Some(first));
            holds.map(|_| Verdict::True).or(fails.map(|_| Verdict::False))
        }
        _ => None,
    }
}
