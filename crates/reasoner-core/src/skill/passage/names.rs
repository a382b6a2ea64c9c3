//! What the words of a passage name: people, places, groups, times, amounts; and whether they are of the kind that the
//! question asks for.

use std::collections::HashMap;

use engine_api::vocabulary::{cardinal, given_name, month, ordinal, scale, weekday};
use engine_api::{Lexicon, Pos, Senses, Word};
use foldhash::fast::FixedState;

use crate::question::{Asked, Wanted};

/// What a word names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) person: bool,
    pub(crate) place: bool,
    pub(crate) group: bool,
    pub(crate) time: bool,
    pub(crate) number: bool,
    /// Of the kind that the question's noun names: `Taoism` for "which religion".
    pub(crate) of_kind: bool,
}

/// Looks words up, each once.
#[derive(Debug)]
pub(crate) struct Namer<'l> {
    lexicon: &'l dyn Lexicon,
    /// The noun that the question word goes with.
    focus: Option<String>,
    /// Whether people and places are told apart.
    who_or_where: bool,
    known: HashMap<String, Names, FixedState>,
}

impl<'l> Namer<'l> {
    pub(crate) fn new(asked: &Asked<'_>, lexicon: &'l dyn Lexicon) -> Namer<'l> {
        let focus = asked.focus.filter(|_| !asked.role).map(|focus| focus.lemma.clone());
        let who_or_where = matches!(asked.wanted, Wanted::Person | Wanted::Place);
        Namer { lexicon, focus, who_or_where, known: HashMap::default() }
    }

    /// What each word names.
    pub(crate) fn names(&mut self, words: &[Word]) -> Vec<Names> {
        words.iter().map(|word| self.of(word)).collect()
    }

    fn of(&mut self, word: &Word) -> Names {
        if !matches!(word.pos, Pos::Noun | Pos::ProperNoun | Pos::Numeral | Pos::Other | Pos::Adjective) {
            return Names::default();
        }
        let key = if word.pos == Pos::Noun { &word.lemma } else { &word.text };
        if let Some(known) = self.known.get(key) {
            return *known;
        }
        let names = self.look_up(word);
        self.known.insert(key.clone(), names);
        names
    }

    fn look_up(&self, word: &Word) -> Names {
        let low = word.text.to_lowercase();
        let digits = low.starts_with(|first: char| first.is_ascii_digit());
        let year = low.len() >= 4 && low.starts_with(['1', '2']) && low.get(..4).is_some_and(is_digits);
        let year = year && (low.len() == 4 || low.get(4..) == Some("s"));
        let number = digits || word.pos == Pos::Numeral || cardinal(&low).is_some() || scale(&low).is_some();
        if word.pos == Pos::Adjective || number {
            return Names { number, time: year, ..Names::default() };
        }
        let lemma = if word.pos == Pos::Noun { word.lemma.as_str() } else { low.as_str() };
        let is = |kind: &str| self.lexicon.is_kind_of(lemma, Pos::Noun, kind, Senses::First);
        let time = month(&low).is_some() || weekday(&low).is_some() || ordinal(&low).is_some_and(|_| digits);
        let of_kind = self
            .focus
            .as_deref()
            .is_some_and(|focus| focus != lemma && self.lexicon.is_kind_of(lemma, Pos::Noun, focus, Senses::Any));
        let told = self.who_or_where;
        Names {
            person: told && (given_name(&low).is_some() || is("person")),
            place: told && (is("location") || is("structure")),
            group: told && (is("social group") || is("organization")),
            time: time || word.pos == Pos::Noun && (is("time period") || is("time unit")),
            number,
            of_kind,
        }
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
