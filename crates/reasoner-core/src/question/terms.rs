//! The words of a question that say what it is about, with the words that mean the same.

use std::collections::HashMap;

use engine_api::{Lexicon, Pos, Senses, Span, Word};
use foldhash::fast::FixedState;

/// Another word for a term counts this much.
const RELATED: f32 = 0.6;

/// What turns a word into its opposite.
const PREFIXES: &[&str] = &["dis", "un", "in", "im", "non", "ir"];

/// How a word matches a term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Match {
    /// Which term.
    pub(crate) term: usize,
    /// 1 for the word itself, less for a related one.
    pub(crate) weight: f32,
}

/// The terms of a question.
#[derive(Debug)]
pub(crate) struct Terms<'a> {
    pub(crate) words: Vec<&'a Word>,
    lookup: HashMap<String, Match, FixedState>,
    /// The first letters of terms, for words of the same root that the lexicon does not know.
    roots: HashMap<String, usize, FixedState>,
    opposites: Vec<String>,
}

impl<'a> Terms<'a> {
    pub(crate) fn of(words: &[&'a Word], lexicon: &dyn Lexicon) -> Terms<'a> {
        let words: Vec<&Word> = words.iter().filter(|word| is_term(word)).copied().collect();
        let (mut lookup, mut roots) = (HashMap::default(), HashMap::default());
        for (term, word) in words.iter().enumerate() {
            for related in related(word, lexicon) {
                lookup.entry(related).or_insert(Match { term, weight: RELATED });
            }
            if let Some(root) = root(&word.lemma) {
                roots.entry(root).or_insert(term);
            }
        }
        for (term, word) in words.iter().enumerate() {
            lookup.insert(word.lemma.clone(), Match { term, weight: 1.0 });
            lookup.insert(word.text.to_lowercase(), Match { term, weight: 1.0 });
        }
        let opposites = words.iter().flat_map(|word| lexicon.antonyms(&word.lemma, word.pos)).take(32).collect();
        Terms { words, lookup, roots, opposites }
    }

    /// Words of the opposite meaning of some term.
    pub(crate) fn opposes(&self, word: &Word) -> bool {
        let turned = |one: &str, other: &str| PREFIXES.iter().any(|prefix| one.strip_prefix(prefix) == Some(other));
        let prefixed = |term: &&Word| turned(&term.lemma, &word.lemma) || turned(&word.lemma, &term.lemma);
        self.opposites.contains(&word.lemma) || is_term(word) && self.words.iter().any(prefixed)
    }

    /// The terms that stand within a part of the question.
    pub(crate) fn within(&self, span: Span) -> Vec<usize> {
        let inside = |word: &Word| span.start <= word.span.start && word.span.end <= span.end;
        (0..self.words.len()).filter(|term| self.words.get(*term).is_some_and(|word| inside(word))).collect()
    }

    /// How alike a term of the question and another word are, by their lemmas: 0 to 1.
    pub(crate) fn alike(&self, term: &str, other: &str) -> f32 {
        let of = |lemma: &str| self.lookup.get(lemma.split(' ').next().unwrap_or(lemma));
        match (of(term), of(other)) {
            (Some(one), Some(found)) if one.term == found.term => found.weight,
            _ => 0.0,
        }
    }

    /// The term that a word matches.
    pub(crate) fn find(&self, word: &Word) -> Option<Match> {
        if !is_term(word) {
            return None;
        }
        let exact = self.lookup.get(&word.lemma).or_else(|| self.lookup.get(&word.text.to_lowercase())).copied();
        exact.or_else(|| Some(Match { term: *self.roots.get(&root(&word.lemma)?)?, weight: RELATED }))
    }
}

/// The first six letters of a longer word.
fn root(lemma: &str) -> Option<String> {
    let end = lemma.char_indices().nth(6)?.0;
    lemma.get(..end).map(str::to_owned)
}

fn related(word: &Word, lexicon: &dyn Lexicon) -> Vec<String> {
    if !matches!(word.pos, Pos::Noun | Pos::Verb | Pos::Adjective) {
        return Vec::new();
    }
    let mut found = lexicon.synonyms(&word.lemma, word.pos, Senses::Any);
    found.truncate(12);
    for to in [Pos::Noun, Pos::Verb, Pos::Adjective] {
        found.extend(lexicon.derived(&word.lemma, word.pos, to).into_iter().take(6));
    }
    found
}

/// Whether a word says what is spoken of.
pub(crate) fn is_term(word: &Word) -> bool {
    const LIGHT: &[&str] = &[
        "be", "do", "have", "what", "which", "who", "whom", "whose", "where", "when", "why", "how", "many", "much",
        "name", "kind", "type", "sort", "also", "not", "there", "it", "that", "this", "other", "such", "one", "more",
        "most", "some", "any", "'s", "’s",
    ];
    let plain = matches!(
        word.pos,
        Pos::Noun
            | Pos::Verb
            | Pos::Adjective
            | Pos::ProperNoun
            | Pos::Numeral
            | Pos::Adverb
            | Pos::Other
            | Pos::Symbol
    );
    plain && !LIGHT.contains(&word.lemma.as_str()) && word.text.starts_with(|first: char| first.is_alphanumeric())
}
