//! What is known of words: their forms, their parts of speech and what they mean to one another.

use std::fmt::Debug;

use crate::Pos;

/// The forms of inflected words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Inflection {
    /// The dictionary form: `go`, `box`, `good`, and all forms of words without inflection.
    Base,
    /// `goes`.
    ThirdPerson,
    /// `went`.
    Past,
    /// `gone`.
    PastParticiple,
    /// `going`.
    PresentParticiple,
    /// `boxes`.
    Plural,
    /// `better`.
    Comparative,
    /// `best`.
    Superlative,
}

/// One way to understand a written form on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The dictionary form, in lower case.
    pub lemma: String,
    /// The part of speech.
    pub pos: Pos,
    /// Which form of the lemma is written.
    pub inflection: Inflection,
    /// How common the lemma is as this part of speech: the binary logarithm of its count in a small corpus, rounded
    /// up; 0 where it was not seen there. Closed-class words have 15.
    pub weight: u8,
    /// Whether the lexicon lists it; otherwise it is a guess by the ending.
    pub known: bool,
}

/// Which senses of a word count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Senses {
    /// The most frequent one.
    First,
    /// All of them.
    Any,
}

/// What is known of words. Lemmas are in lower case; a lemma of several words has blanks between them. Words that
/// are not known have no relations, and regular forms.
pub trait Lexicon: Debug + Send + Sync {
    /// Every way to understand `form`, likelier ones first. `form` may be in upper or lower case.
    fn candidates(&self, form: &str) -> Vec<Candidate>;
    /// The form of `lemma`; of a lemma of several words the one that bears the ending changes (`pick up` to
    /// `picked up`, `ice cream` to `ice creams`).
    fn inflect(&self, lemma: &str, inflection: Inflection) -> String;
    /// The kinds that a noun or verb belongs to, nearest first, of the first sense first.
    fn hypernyms(&self, lemma: &str, pos: Pos, senses: Senses) -> Vec<String>;
    /// Whether one is a kind, or an instance of a kind, of the other: `dog` of `animal`. A word is a kind of itself.
    fn is_kind_of(&self, lemma: &str, pos: Pos, ancestor: &str, senses: Senses) -> bool;
    /// Words of opposite meaning; for an adjective without any, those of the adjectives it is similar to.
    fn antonyms(&self, lemma: &str, pos: Pos) -> Vec<String>;
    /// Words that can mean the same.
    fn synonyms(&self, lemma: &str, pos: Pos, senses: Senses) -> Vec<String>;
    /// Related words of another (or the same) part of speech: `teach` to `teacher`, `quick` to `quickly`.
    fn derived(&self, lemma: &str, pos: Pos, to: Pos) -> Vec<String>;
    /// The wholes that a noun is a part, member or substance of: `finger` to `hand`.
    fn wholes(&self, lemma: &str, senses: Senses) -> Vec<String>;
}

/// A lexicon without words.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoLexicon;

impl Lexicon for NoLexicon {
    fn candidates(&self, _: &str) -> Vec<Candidate> {
        Vec::new()
    }
    fn inflect(&self, lemma: &str, _: Inflection) -> String {
        lemma.to_owned()
    }
    fn hypernyms(&self, _: &str, _: Pos, _: Senses) -> Vec<String> {
        Vec::new()
    }
    fn is_kind_of(&self, lemma: &str, _: Pos, ancestor: &str, _: Senses) -> bool {
        lemma == ancestor
    }
    fn antonyms(&self, _: &str, _: Pos) -> Vec<String> {
        Vec::new()
    }
    fn synonyms(&self, _: &str, _: Pos, _: Senses) -> Vec<String> {
        Vec::new()
    }
    fn derived(&self, _: &str, _: Pos, _: Pos) -> Vec<String> {
        Vec::new()
    }
    fn wholes(&self, _: &str, _: Senses) -> Vec<String> {
        Vec::new()
    }
}
