//! Words and what is known of them: short lists of our own, and the table compiled from WordNet.

pub(crate) mod candidates;
pub(crate) mod closed;
mod lists;
pub(crate) mod relations;
pub(crate) mod table;

use engine_api::{Candidate, Inflection, Lexicon, Pos, Senses};

use crate::English;
pub(crate) use lists::{Shade, irregular_singular, is_abbreviation, is_unit_sign, shades, word};

/// Indexes the word lists now.
pub(crate) fn warm() {
    lists::warm();
    closed::warm();
}

/// Every way to understand `form` as it is written, likelier ones first; guesses by the ending where nothing is
/// known, and a name where it has a capital.
///
/// The parts of speech are those of the lexicon: closed classes as `data/closed.txt` lists them, nouns, verbs,
/// adjectives and adverbs as WordNet has them, [`Pos::ProperNoun`] for nouns that are always written with a capital.
pub(crate) fn entries(form: &str) -> Vec<Candidate> {
    let capital = form.chars().next().is_some_and(char::is_uppercase);
    let lower = form.to_lowercase().replace('’', "'");
    let mut found = candidates::known(&lower);
    if found.is_empty() {
        return candidates::guesses(&lower, capital);
    }
    if capital && !found.iter().any(|one| one.pos == Pos::ProperNoun) {
        let name = Inflection::Base;
        found.push(Candidate { lemma: lower, pos: Pos::ProperNoun, inflection: name, weight: 0, known: false });
    }
    found
}

impl Lexicon for English {
    fn candidates(&self, form: &str) -> Vec<Candidate> {
        entries(form)
    }
    fn inflect(&self, lemma: &str, inflection: Inflection) -> String {
        crate::morph::inflect(lemma, inflection)
    }
    fn hypernyms(&self, lemma: &str, pos: Pos, senses: Senses) -> Vec<String> {
        relations::hypernyms(lemma, pos, senses)
    }
    fn is_kind_of(&self, lemma: &str, pos: Pos, ancestor: &str, senses: Senses) -> bool {
        relations::is_kind_of(lemma, pos, ancestor, senses)
    }
    fn antonyms(&self, lemma: &str, pos: Pos) -> Vec<String> {
        relations::antonyms(lemma, pos)
    }
    fn synonyms(&self, lemma: &str, pos: Pos, senses: Senses) -> Vec<String> {
        relations::synonyms(lemma, pos, senses)
    }
    fn derived(&self, lemma: &str, pos: Pos, to: Pos) -> Vec<String> {
        relations::derived(lemma, pos, to)
    }
    fn wholes(&self, lemma: &str, senses: Senses) -> Vec<String> {
        relations::wholes(lemma, senses)
    }
}
