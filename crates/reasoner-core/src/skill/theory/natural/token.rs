//! The words of a sentence as they are compared, and what follows from its verbs alone.

use engine_api::{Pos, Word};

/// A word to compare.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) lemma: String,
    pub(super) text: String,
    pub(super) pos: Pos,
}

impl Token {
    pub(super) fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.lemma.as_str()) || words.contains(&self.text.as_str())
    }

    pub(super) fn is_verb(&self) -> bool {
        matches!(self.pos, Pos::Verb | Pos::Auxiliary)
    }

    pub(super) fn of(word: &str, pos: Pos) -> Token {
        Token { lemma: word.to_owned(), text: word.to_owned(), pos }
    }
}

/// The tokens of words, commas kept.
pub(super) fn tokens(words: &[Word]) -> Vec<Token> {
    let kept = words.iter().filter(|word| word.text.chars().any(char::is_alphanumeric) || word.text == ",");
    kept.map(|word| Token { lemma: word.lemma.to_lowercase(), text: word.text.to_lowercase(), pos: word.pos }).collect()
}

/// Adverbs that link sentences and add nothing.
const EMPTY: &[&str] = &["also", "too", "then", "and", "but", "ever", "really", "actually", "just", "own"];

/// Without what adds nothing, and "there are X who do" as "some X do".
pub(super) fn plain(mut tokens: Vec<Token>) -> Vec<Token> {
    while tokens.first().is_some_and(|first| first.is(EMPTY) || first.text == ",") {
        tokens.remove(0);
    }
    let last = tokens.len().saturating_sub(1);
    let mut at = 0;
    tokens.retain(|token| {
        at += 1;
        !(token.text == "," || token.is(&["also", "too", "own", "actually"]) && at - 1 <= last)
    });
    let there = matches!(tokens.as_slice(), [there, be, ..] if there.text == "there" && be.lemma == "be");
    if !there {
        return tokens;
    }
    tokens.drain(..2);
    let quantified = tokens.first().is_some_and(|first| {
        first.is(&["some", "no", "few", "a", "an", "many", "several", "most", "at", "exactly", "one", "two", "three"])
            || first.pos == Pos::Numeral
    });
    if !quantified {
        tokens.insert(0, Token::of("some", Pos::Determiner));
    }
    match tokens.iter().position(|token| token.is(&["who", "that", "which"])) {
        Some(relative) => {
            tokens.remove(relative);
        }
        None if !tokens.iter().any(Token::is_verb) => {
            let place = tokens.iter().position(|token| token.pos == Pos::Adposition && !token.is(&["at", "of"]));
            if let Some(place) = place.filter(|place| *place > 1) {
                tokens.insert(place, Token::of("be", Pos::Auxiliary));
            }
        }
        None => {}
    }
    tokens
}

/// Verbs whose complement is so where they hold, with what stands before the complement.
const IMPLIES: &[(&str, &str)] = &[("manage", "to"), ("remember", "to"), ("bother", "to"), ("dare", "to"), ("happen", "to")];
const FACTIVE: &[&str] = &["know", "realize", "realise", "discover", "learn", "notice", "remember", "regret", "forget"];
const PERCEIVES: &[&str] = &["see", "hear", "watch", "observe", "feel"];

/// The sentence and the sentences that its verbs make true.
pub(super) fn implied(tokens: &[Token]) -> Vec<Vec<Token>> {
    let mut found = vec![tokens.to_vec()];
    let denied = tokens.iter().any(|token| token.is(&["not", "n't", "never", "nobody", "no"]));
    let Some(verb) = tokens.iter().position(|token| token.pos == Pos::Verb).filter(|_| !denied) else { return found };
    let next = tokens.get(verb + 1).map(|token| token.text.clone()).unwrap_or_default();
    let lemma = tokens.get(verb).map(|token| token.lemma.clone()).unwrap_or_default();
    if IMPLIES.iter().any(|(one, to)| *one == lemma && *to == next) {
        found.push(tokens.iter().enumerate().filter(|(at, _)| *at != verb && *at != verb + 1).map(pair).collect());
    } else if FACTIVE.contains(&lemma.as_str()) && next == "that" {
        found.push(tokens.get(verb + 2..).unwrap_or(&[]).to_vec());
    } else if PERCEIVES.contains(&lemma.as_str()) {
        let rest = tokens.get(verb + 1..).unwrap_or(&[]);
        // "saw Ann sign the form and Bob make a copy": each of them is so.
        let cut = rest.iter().position(|token| token.is(&["and"]) ).filter(|_| !rest.iter().any(|one| one.is(&["or"])));
        let (one, other) = rest.split_at(cut.unwrap_or(rest.len()));
        let acts = |part: &[Token]| part.iter().skip(1).any(|token| token.pos == Pos::Verb);
        let split = acts(one) && acts(other);
        for part in if split { vec![one, other] } else { vec![rest] } {
            let part: Vec<Token> = part.iter().filter(|token| !token.is(&["and"]) || !split).cloned().collect();
            if acts(&part) {
                let mut whole = tokens.get(..=verb).unwrap_or(&[]).to_vec();
                whole.extend(part.iter().cloned());
                found.extend([part, whole]);
            }
        }
    }
    found
}

fn pair((_, token): (usize, &Token)) -> Token {
    token.clone()
}
