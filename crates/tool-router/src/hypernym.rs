//! Kinds: what the words of a text are kinds of, so that `red` goes where a colour is asked for.

use engine_api::{Pos, Senses};

use crate::find::{Candidate, Setting, Shape};
use crate::text::{Term, TermMap, Text};

/// The longest phrase whose last word tells its kind, in tokens.
const LONGEST: usize = 3;
/// The most words of a text that are looked up.
const MOST: usize = 40;

/// For each candidate the terms of the kinds that its last word belongs to, itself not among them.
pub(crate) fn kinds(text: &Text, candidates: &[Candidate], setting: &Setting) -> Vec<Vec<Term>> {
    let mut known: TermMap<Vec<Term>> = TermMap::default();
    let mut of = |candidate: &Candidate| {
        let short = candidate.to - candidate.from <= LONGEST;
        if !short || !matches!(candidate.shape, Shape::Phrase | Shape::Name | Shape::Quoted) {
            return Vec::new();
        }
        let Some(head) = candidate.to.checked_sub(1).and_then(|at| text.tokens.get(at)) else {
            return Vec::new();
        };
        if known.len() >= MOST && !known.contains_key(&head.term) {
            return Vec::new();
        }
        known.entry(head.term).or_insert_with(|| hypernyms(setting, &head.lower)).clone()
    };
    candidates.iter().map(&mut of).collect()
}

fn hypernyms(setting: &Setting, word: &str) -> Vec<Term> {
    let mut above = setting.words.hypernyms(word, Pos::Noun, Senses::Any);
    if above.is_empty()
        && let Some(lemma) = word.strip_suffix('s')
    {
        above = setting.words.hypernyms(lemma, Pos::Noun, Senses::Any);
    }
    let mut terms: Vec<Term> =
        above.iter().map(|kind| setting.lexicon.term(kind.rsplit(' ').next().unwrap_or(kind)).0).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}
