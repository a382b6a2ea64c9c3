//! What is known of words: which say little, and which mean about the same.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::stem::stem;

/// The hash of a stem. 0 is no word.
pub(crate) type Term = u64;

/// Words that carry no content of their own.
const FUNCTION_WORDS: &str = include_str!("../../data/function_words.txt");
/// Words that fit nearly every tool: `get`, `find`, `specific`.
const GENERIC_WORDS: &str = include_str!("../../data/generic_words.txt");
/// Groups of words that stand for one another, one group a line.
const CONCEPTS: &str = include_str!("../../data/concepts.txt");

/// Verbs that a request begins with.
const REQUEST_VERBS: &str = include_str!("../../data/request_verbs.txt");

/// The weight of a generic word, against 1 for a content word.
pub(crate) const GENERIC_WEIGHT: f32 = 0.25;

/// A map whose order never matters and whose hashes are the same in every run.
pub(crate) type TermMap<V> = HashMap<Term, V, FixedState>;

/// What is known of English words. Immutable once made.
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    /// Full forms without content.
    function: TermMap<()>,
    /// Stems of generic words.
    generic: TermMap<()>,
    /// Stems of verbs that a request begins with.
    request_verbs: TermMap<()>,
    /// The groups that a stem belongs to.
    groups_of: TermMap<Vec<u16>>,
    /// The stems of each group.
    groups: Vec<Vec<Term>>,
}

impl Lexicon {
    /// The English lexicon that is compiled in.
    pub(crate) fn english() -> Lexicon {
        let function = FUNCTION_WORDS.split_whitespace().map(|word| (term_of(word), ())).collect();
        let generic = GENERIC_WORDS.split_whitespace().map(|word| (term_of(&stem(word)), ())).collect();
        let request_verbs = REQUEST_VERBS.split_whitespace().map(|word| (term_of(&stem(word)), ())).collect();
        let lines = CONCEPTS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let groups: Vec<Vec<Term>> =
            lines.map(|line| line.split_whitespace().map(|word| term_of(&stem(word))).collect()).collect();
        let mut groups_of: TermMap<Vec<u16>> = TermMap::default();
        for (index, group) in (0_u16..).zip(&groups) {
            for term in group {
                groups_of.entry(*term).or_default().push(index);
            }
        }
        Lexicon { function, generic, request_verbs, groups_of, groups }
    }

    /// The term of a word in lower case and how much it says.
    pub(crate) fn term(&self, word: &str) -> (Term, f32) {
        if self.function.contains_key(&term_of(word)) {
            return (term_of(word), 0.0);
        }
        let term = term_of(&stem(word));
        let weight = if self.generic.contains_key(&term) { GENERIC_WEIGHT } else { 1.0 };
        (term, weight)
    }

    /// Whether a request often begins with this verb.
    pub(crate) fn is_request_verb(&self, term: Term) -> bool {
        self.request_verbs.contains_key(&term)
    }

    /// The terms that mean about the same as `term`, itself not among them.
    pub(crate) fn relatives(&self, term: Term) -> impl Iterator<Item = Term> + '_ {
        let groups = self.groups_of.get(&term).map(Vec::as_slice).unwrap_or_default();
        let members = groups.iter().filter_map(|&group| self.groups.get(usize::from(group))).flatten();
        members.copied().filter(move |&other| other != term)
    }

    /// Whether the two mean the same or about the same.
    pub(crate) fn related(&self, a: Term, b: Term) -> bool {
        a == b || self.relatives(a).any(|other| other == b)
    }
}

/// FNV-1a over the bytes, never 0.
pub(crate) fn term_of(word: &str) -> Term {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    hash.max(1)
}

/// Calls `visit` with each word of an identifier or a sentence, in lower case: `getUserName2` is get, user, name, 2.
pub(crate) fn each_word(text: &str, visit: &mut dyn FnMut(&str)) {
    let mut word = String::with_capacity(24);
    let mut last_lower = false;
    for c in text.chars() {
        let cut = !c.is_alphanumeric() && c != '\'' || c.is_uppercase() && last_lower;
        if cut && !word.is_empty() {
            visit(&word);
            word.clear();
        }
        last_lower = c.is_lowercase();
        if c.is_alphanumeric() {
            if c.is_ascii_digit() && word.chars().last().is_some_and(char::is_alphabetic) {
                visit(&word);
                word.clear();
            }
            if c.is_ascii() {
                word.push(c.to_ascii_lowercase());
            } else {
                word.extend(c.to_lowercase());
            }
        }
    }
    if !word.is_empty() {
        visit(&word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(identifier: &str, expected: &[&str]) {
        let mut words = Vec::new();
        each_word(identifier, &mut |word| words.push(word.to_owned()));
        assert_eq!(words, expected);
    }

    #[test]
    fn identifiers_fall_into_words() {
        check("getUserName2", &["get", "user", "name", "2"]);
        check("snake_case-and.dots", &["snake", "case", "and", "dots"]);
        check("", &[]);
    }

    #[test]
    fn relatives_are_found_by_stem() {
        let lexicon = Lexicon::english();
        let (buy, purchase) = (lexicon.term("buying").0, lexicon.term("purchase").0);
        assert!(lexicon.related(buy, purchase));
        assert!(!lexicon.related(buy, lexicon.term("weather").0));
    }

    #[test]
    fn words_weigh_what_they_say() {
        let lexicon = Lexicon::english();
        assert_eq!(lexicon.term("the").1, 0.0);
        assert_eq!(lexicon.term("retrieve").1, GENERIC_WEIGHT);
        assert_eq!(lexicon.term("triangle").1, 1.0);
    }
}
