//! The words of a sentence as they are compared, and what follows from its verbs alone.

use engine_api::{Lexicon, Pos, Word};

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
pub(super) fn tokens(words: &[Word], lexicon: &dyn Lexicon) -> Vec<Token> {
    let kept = words.iter().filter(|word| word.text.chars().any(char::is_alphanumeric) || word.text == ",");
    let mut all: Vec<Token> = kept.map(|word| token(word, lexicon)).collect();
    for at in 0..all.len() {
        let infinitive = all.get(at + 1).is_some_and(|next| next.pos == Pos::Verb);
        if let Some(one) = all.get_mut(at).filter(|one| one.text == "to" && !infinitive) {
            one.pos = Pos::Adposition;
        }
    }
    all
}

/// A word; where the lexicon knows it as no noun, or hardly as one, it is what it is known as.
fn token(word: &Word, lexicon: &dyn Lexicon) -> Token {
    let own = Token { lemma: word.lemma.to_lowercase(), text: word.text.to_lowercase(), pos: word.pos };
    if word.pos != Pos::Noun {
        return own;
    }
    let known: Vec<_> = lexicon.candidates(&own.text).into_iter().filter(|one| one.known).collect();
    let noun = known.iter().filter(|one| one.pos == Pos::Noun).map(|one| one.weight).max();
    match known.iter().max_by_key(|one| one.weight) {
        Some(best) if noun.is_none_or(|weight| weight + 2 < best.weight) && best.pos != Pos::Noun => {
            Token { lemma: best.lemma.clone(), pos: best.pos, ..own }
        }
        _ => own,
    }
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
        let own = token.text == "own" && token.pos != Pos::Verb;
        !(token.text == "," || own || token.is(&["also", "too", "actually"]) && at - 1 <= last)
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

/// What "it is true that", "it is false that" says of its clause.
pub(super) fn avowed(tokens: &[Token]) -> Option<(bool, &[Token])> {
    let [it, be, value, that, said @ ..] = tokens else { return None };
    if it.text != "it" || be.lemma != "be" || that.text != "that" {
        return None;
    }
    let truth = value.is(&["true", "certain", "right"]);
    (truth || value.is(&["false", "untrue", "wrong"])).then_some((truth, said))
}

/// Whether somebody has what is called theirs: "Ann used her saw" says that Ann has a saw.
pub(super) fn owns(premise: &[Token], goal: &[Token]) -> bool {
    let [subject @ .., have, article, thing] = goal else { return false };
    let own = premise.windows(2).any(|pair| {
        matches!(pair, [whose, noun] if whose.is(&["his", "her", "its", "their", "own"]) && noun.lemma == thing.lemma)
    });
    have.lemma == "have" && article.is(&["a", "an"]) && !subject.is_empty() && premise.starts_with(subject) && own
}

/// Verbs whose complement is so where they hold, with what stands before the complement.
const IMPLIES: &[(&str, &str)] =
    &[("manage", "to"), ("remember", "to"), ("bother", "to"), ("dare", "to"), ("happen", "to")];
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
        let cut = rest.iter().position(|token| token.is(&["and"])).filter(|_| !rest.iter().any(|one| one.is(&["or"])));
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
