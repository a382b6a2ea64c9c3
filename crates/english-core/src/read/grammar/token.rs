//! Words as the grammar sees them: what each may be, and at what cost.

use engine_api::{Pos, Word};

use super::closed;
use crate::{lexicon, morph};

/// What a word may be.
pub(crate) mod cat {
    pub(crate) const NOUN: u16 = 1;
    pub(crate) const PLURAL: u16 = 2;
    pub(crate) const NAME: u16 = 4;
    pub(crate) const ADJECTIVE: u16 = 8;
    pub(crate) const COMPARATIVE: u16 = 16;
    pub(crate) const SUPERLATIVE: u16 = 32;
    /// The plain form: infinitive, imperative, plural present.
    pub(crate) const BASE: u16 = 64;
    /// Third person singular.
    pub(crate) const THIRD: u16 = 128;
    pub(crate) const PAST: u16 = 256;
    pub(crate) const PARTICIPLE: u16 = 512;
    pub(crate) const ING: u16 = 1024;
    pub(crate) const ADVERB: u16 = 2048;
    pub(crate) const NUMBER: u16 = 4096;
    pub(crate) const PREPOSITION: u16 = 8192;
    pub(crate) const FUNCTION: u16 = 16384;
    pub(crate) const MARK: u16 = 32768;
}

/// A word with what it may be.
#[derive(Debug, Clone)]
pub(crate) struct Token<'a> {
    pub(crate) word: &'a Word,
    /// In lower case, with straight apostrophes.
    pub(crate) low: String,
    pub(crate) cats: u16,
    /// The categories that are less likely, in four steps: cost 0, 1, 2, 4.
    costs: [u16; 3],
    pub(crate) capital: bool,
}

impl Token<'_> {
    pub(crate) fn may(&self, cats: u16) -> bool {
        self.cats & cats != 0
    }

    /// What it costs to take the word as one of `cats`; none where it cannot be.
    pub(crate) fn cost(&self, cats: u16) -> Option<u16> {
        let could = self.cats & cats;
        if could == 0 {
            return None;
        }
        let [one, two, four] = self.costs;
        Some(if could & !(one | two | four) != 0 {
            0
        } else if could & one != 0 {
            1
        } else if could & two != 0 {
            2
        } else {
            4
        })
    }

    fn add(&mut self, cats: u16, cost: u16) {
        let fresh = cats & !self.cats;
        self.cats |= fresh;
        match cost {
            0 => {}
            1 => self.costs[0] |= fresh,
            2 | 3 => self.costs[1] |= fresh,
            _ => self.costs[2] |= fresh,
        }
    }
}

/// Sees the words of a sentence; `names` are the words that stand for names elsewhere in the dialogue, in lower case.
pub(crate) fn tokens<'a>(words: &'a [Word], is_name: &dyn Fn(&str) -> bool) -> Vec<Token<'a>> {
    let mut first = true;
    let mut found = Vec::with_capacity(words.len());
    for word in words {
        let token = token(word, first, is_name);
        first =
            first && (token.may(cat::MARK) || token.may(cat::NUMBER)) || matches!(word.text.as_str(), ":" | "\"" | "“");
        found.push(token);
    }
    found
}

fn token<'a>(word: &'a Word, first: bool, is_name: &dyn Fn(&str) -> bool) -> Token<'a> {
    let low = super::super::tag::lower(&word.text);
    let capital = word.text.chars().next().is_some_and(char::is_uppercase);
    let mut token = Token { word, low, cats: 0, costs: [0; 3], capital };
    let low = token.low.clone();
    let letters = low.chars().next().is_some_and(char::is_alphanumeric) || low.starts_with('\'') && low.len() > 1;
    if !letters {
        token.add(cat::MARK, 0);
        return token;
    }
    if word.pos == Pos::Numeral || low.chars().next().is_some_and(|sign| sign.is_ascii_digit()) {
        number(&mut token, &low);
        return token;
    }
    let letter = low.len() == 1 && capital && low != "i" && (low != "a" || !first);
    if letter {
        token.add(cat::NAME, 0);
    }
    if closed::is_preposition(&low) {
        token.add(cat::PREPOSITION, 0);
    }
    if closed::is_adverb(&low) {
        token.add(cat::ADVERB, 0);
    }
    if closed::is_function(&low) {
        token.add(cat::FUNCTION, 0);
        return token;
    }
    if low == "will" || low == "can" || low == "do" || low == "have" || low == "may" {
        token.add(cat::BASE, 0);
        token.add(cat::FUNCTION, 0);
        return token;
    }
    open(&mut token, &low, first, is_name);
    token
}

fn number(token: &mut Token<'_>, low: &str) {
    if super::super::quantity::is_number_word(low) || low.chars().next().is_some_and(|sign| sign.is_ascii_digit()) {
        token.add(cat::NUMBER, 0);
        let ordinal = ["st", "nd", "rd", "th"].iter().any(|end| low.ends_with(end));
        if ordinal {
            token.add(cat::ADJECTIVE, 0);
            token.cats &= !cat::NUMBER;
        }
    }
}

/// An open-class word.
fn open(token: &mut Token<'_>, low: &str, first: bool, is_name: &dyn Fn(&str) -> bool) {
    let named = is_name(low);
    if token.capital && !first {
        token.add(cat::NAME, 0);
    } else if named {
        token.add(cat::NAME, 0);
    }
    let known = known(token, low);
    if !known {
        by_ending(token, low);
    }
    if token.capital && first {
        token.add(cat::NAME, if known { 2 } else { 1 });
    }
    token.add(cat::NAME, 4);
}

/// What the lexicon says; false where it does not know the word.
fn known(token: &mut Token<'_>, low: &str) -> bool {
    let penalty = if token.may(cat::NAME) { 2 } else { 0 };
    let Some(entry) = lexicon::word(low) else { return known_inflection(token, low, penalty) };
    match entry.pos {
        Pos::Adjective => {
            token.add(cat::ADJECTIVE, penalty);
            token.add(cat::NOUN, 2);
        }
        Pos::Adverb => token.add(cat::ADVERB, 0),
        Pos::Verb if entry.past => token.add(cat::PAST | cat::PARTICIPLE, penalty),
        Pos::Verb | Pos::Auxiliary => {
            token.add(cat::BASE, penalty);
            token.add(cat::NOUN, 1);
            if matches!(
                low,
                "put" | "cut" | "hit" | "set" | "let" | "read" | "cost" | "hurt" | "become" | "come" | "run"
            ) {
                token.add(cat::PAST | cat::PARTICIPLE, 0);
            }
        }
        Pos::Noun if lexicon::irregular_singular(low).is_some_and(|single| single != low) => {
            token.add(cat::PLURAL, penalty);
        }
        Pos::Noun => token.add(cat::NOUN, penalty),
        Pos::Numeral => token.add(cat::NUMBER, 0),
        _ => return false,
    }
    if ["er", "est"].iter().any(|end| low.ends_with(end)) {
        comparison(token, low);
    }
    true
}

/// Inflected forms of known verbs.
fn known_inflection(token: &mut Token<'_>, low: &str, penalty: u16) -> bool {
    if low.ends_with("er") || low.ends_with("est") {
        comparison(token, low);
    }
    if !morph::is_known_verb(low) {
        return false;
    }
    if low.ends_with("ing") {
        token.add(cat::ING, penalty);
        token.add(cat::ADJECTIVE | cat::NOUN, 2);
    } else if low.ends_with("ed") {
        token.add(cat::PAST | cat::PARTICIPLE, penalty);
        token.add(cat::ADJECTIVE, 1);
    } else if low.ends_with('s') {
        token.add(cat::THIRD, penalty);
        token.add(cat::PLURAL, 1);
    } else {
        return false;
    }
    true
}

/// "taller", "tallest": forms of an adjective that is known or could be one.
fn comparison(token: &mut Token<'_>, low: &str) {
    match low {
        "better" | "worse" | "further" | "farther" | "elder" => token.add(cat::COMPARATIVE, 0),
        "best" | "worst" => token.add(cat::SUPERLATIVE, 0),
        _ => {
            let more = low.strip_suffix("er");
            let Some(stem) = more.or_else(|| low.strip_suffix("est")) else { return };
            let sure = super::build::positive(stem).is_some();
            if stem.len() < 3 && !sure {
                return;
            }
            let cats = if more.is_some() { cat::COMPARATIVE } else { cat::SUPERLATIVE };
            token.add(cats, if sure { 0 } else { 2 });
        }
    }
}

/// What an unknown word may be, by its ending.
fn by_ending(token: &mut Token<'_>, low: &str) {
    const ADJECTIVES: [&str; 14] =
        ["ous", "ful", "less", "able", "ible", "ive", "ical", "ish", "ic", "al", "ant", "ent", "ary", "some"];
    let ends = |endings: &[&str]| endings.iter().any(|end| low.len() > end.len() + 2 && low.ends_with(end));
    let name = if token.may(cat::NAME) { 2 } else { 0 };
    if ends(&["ly"]) {
        token.add(cat::ADVERB, name);
        token.add(cat::ADJECTIVE, 2);
    } else if ends(&["ing"]) {
        token.add(cat::ING, name);
        token.add(cat::NOUN | cat::ADJECTIVE, 1);
    } else if ends(&["ed"]) {
        token.add(cat::PAST | cat::PARTICIPLE, name);
        token.add(cat::ADJECTIVE, 1);
    } else if low.ends_with('s') && !ends(&["ss", "us", "is", "ous"]) {
        token.add(cat::PLURAL, name);
        token.add(cat::THIRD, 1);
        token.add(cat::NOUN, 2);
    } else if ends(&ADJECTIVES) {
        token.add(cat::ADJECTIVE, name);
        token.add(cat::NOUN, 1);
    } else {
        token.add(cat::NOUN, name);
        token.add(cat::ADJECTIVE, if low.ends_with('y') { 0 } else { 1 });
        token.add(cat::BASE, 2);
    }
}
