//! A passage as sentences of tokens, with what each token has to do with the question.

use engine_api::{Lexicon, Pos, Sentence, Word};

use super::names::{Namer, Names};
use super::roles::{Role, Sought};
use crate::question::{Asked, Match};

/// A sentence of the passage.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    pub(crate) sentence: &'a Sentence,
    /// The text of its turn.
    pub(crate) text: &'a str,
    /// The term of the question that each token matches.
    pub(crate) matches: Vec<Option<Match>>,
    /// How much of the question it speaks of, 0 to 1.
    pub(crate) overlap: f32,
    /// What each token names.
    pub(crate) names: Vec<Names>,
    /// The phrases with the roles that they fill.
    pub(crate) roles: Vec<Role>,
    /// Whether it names the question's noun, and whether something of that kind.
    pub(crate) has_focus: bool,
    pub(crate) has_kind: bool,
}

/// The passage and the weights of the question's terms in it.
#[derive(Debug)]
pub(crate) struct Passage<'a> {
    pub(crate) lines: Vec<Line<'a>>,
    /// How rare each term is.
    pub(crate) rarity: Vec<f32>,
    /// The most that a sentence speaks of the question.
    pub(crate) most: f32,
    /// How much of the question the whole passage speaks of.
    pub(crate) covered: f32,
}

impl<'a> Line<'a> {
    pub(crate) fn words(&self) -> &'a [Word] {
        &self.sentence.words
    }

    pub(crate) fn pos(&self, at: usize) -> Pos {
        self.words().get(at).map_or(Pos::Punctuation, |word| word.pos)
    }

    pub(crate) fn lemma(&self, at: usize) -> &'a str {
        self.words().get(at).map_or("", |word| word.lemma.as_str())
    }

    pub(crate) fn raw(&self, at: usize) -> &'a str {
        self.words().get(at).map_or("", |word| word.text.as_str())
    }

    /// The text of the tokens from `start` to `end`.
    pub(crate) fn written(&self, start: usize, end: usize) -> &'a str {
        let (Some(first), Some(last)) =
            (self.words().get(start), end.checked_sub(1).and_then(|at| self.words().get(at)))
        else {
            return "";
        };
        self.text.get(first.span.start..last.span.end).unwrap_or("")
    }

    /// What a token names.
    pub(crate) fn named(&self, at: usize) -> Names {
        self.names.get(at).copied().unwrap_or_default()
    }

    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.raw(at).starts_with(char::is_uppercase)
    }

    pub(crate) fn is_number(&self, at: usize) -> bool {
        self.pos(at) == Pos::Numeral || self.raw(at).starts_with(|first: char| first.is_ascii_digit())
    }
}

impl<'a> Passage<'a> {
    pub(crate) fn new(
        question: &Sentence,
        asked: &Asked<'_>,
        sentences: impl Iterator<Item = (&'a Sentence, &'a str)>,
        lexicon: &dyn Lexicon,
    ) -> Passage<'a> {
        let mut namer = Namer::new(asked, lexicon);
        let sought = Sought::of(question);
        let line = |(sentence, text): (&'a Sentence, &'a str)| {
            let matches = sentence.words.iter().map(|word| asked.terms.find(word)).collect();
            let names = namer.names(&sentence.words);
            let has_kind = names.iter().any(|names| names.of_kind);
            let has_focus =
                asked.focus.is_some_and(|focus| sentence.words.iter().any(|word| word.lemma == focus.lemma));
            let mut line =
                Line { sentence, text, matches, overlap: 0.0, names, roles: Vec::new(), has_focus, has_kind };
            line.roles = sought.as_ref().map_or_else(Vec::new, |sought| sought.roles(asked, &line));
            line
        };
        let mut lines: Vec<Line<'a>> = sentences.map(line).collect();
        let terms = asked.terms.words.len();
        let mut within = vec![0.0_f32; terms];
        for line in &lines {
            let best = strengths(line, terms);
            within.iter_mut().zip(&best).for_each(|(count, strength)| *count += strength);
        }
        let count = lines.len() as f32;
        let rarity: Vec<f32> = within.iter().map(|within| ((count + 1.0) / (within + 0.5)).ln().max(0.1)).collect();
        let total: f32 = rarity.iter().sum::<f32>().max(0.1);
        for line in &mut lines {
            let best = strengths(line, terms);
            line.overlap = best.iter().zip(&rarity).map(|(strength, rare)| strength * rare).sum::<f32>() / total;
        }
        let most = lines.iter().map(|line| line.overlap).fold(0.0, f32::max);
        let covered = within.iter().zip(&rarity).map(|(within, rare)| within.min(1.0) * rare).sum::<f32>() / total;
        Passage { lines, rarity, most, covered }
    }
}

/// How strongly a sentence matches each term.
fn strengths(line: &Line<'_>, terms: usize) -> Vec<f32> {
    let mut best = vec![0.0_f32; terms];
    for found in line.matches.iter().flatten() {
        if let Some(strength) = best.get_mut(found.term) {
            *strength = strength.max(found.weight);
        }
    }
    best
}
