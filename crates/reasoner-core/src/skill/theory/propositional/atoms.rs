//! Clauses as propositions: gists that are alike enough stand for one atom.

use engine_api::Lexicon;

use super::gist::{Gist, Meanings};
use crate::fol::{Formula, Id};

/// The most propositions of a text.
const MOST: usize = 80;

/// The propositions of a text, each with the gists that state it and whether each states its opposite.
#[derive(Debug)]
pub(super) struct Atoms {
    known: Vec<Vec<(Gist, bool)>>,
    meanings: Meanings,
}

/// A proposition, affirmed or denied, and how surely a clause states it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Literal {
    pub(super) atom: usize,
    pub(super) positive: bool,
    pub(super) score: f32,
}

impl Literal {
    pub(super) fn formula(self) -> Formula {
        let atom = Formula::Atom(self.atom as Id, Vec::new());
        if self.positive { atom } else { atom.denied() }
    }
}

impl Atoms {
    pub(super) fn new(lexicon: &'static dyn Lexicon) -> Atoms {
        Atoms { known: Vec::new(), meanings: Meanings::new(lexicon) }
    }

    pub(super) fn meanings(&self) -> &Meanings {
        &self.meanings
    }

    /// The literal that a gist states best among the known ones, without those `taken`.
    pub(super) fn find(&self, gist: &Gist, taken: &[usize]) -> Option<Literal> {
        // A word that many propositions have tells little.
        let weight = |word: &str| {
            let having = self.known.iter().filter(|atom| atom.iter().any(|(gist, _)| gist.words.contains(word)));
            1.0 / having.count().max(1) as f32
        };
        let mut best: Option<Literal> = None;
        for (atom, gists) in self.known.iter().enumerate().filter(|(atom, _)| !taken.contains(atom)) {
            for (known, opposite) in gists {
                let likeness = gist.likeness(known, &weight, &self.meanings);
                if best.is_none_or(|best| likeness.score > best.score) {
                    let positive = gist.positive ^ likeness.opposed ^ *opposite;
                    best = Some(Literal { atom, positive, score: likeness.score });
                }
            }
        }
        best.filter(|best| best.score > 0.0)
    }

    /// The literal of a gist: a known one that is at least `least` alike, else a new one.
    pub(super) fn state(&mut self, gist: &Gist, least: f32, taken: &[usize]) -> Option<Literal> {
        if let Some(found) = self.find(gist, taken).filter(|found| found.score >= least) {
            let opposite = found.positive != gist.positive;
            if let Some(gists) = self.known.get_mut(found.atom) {
                gists.push((gist.clone(), opposite));
            }
            return Some(found);
        }
        if self.known.len() >= MOST {
            return None;
        }
        self.known.push(vec![(gist.clone(), false)]);
        Some(Literal { atom: self.known.len() - 1, positive: gist.positive, score: 1.0 })
    }

    /// Known literals of several gists, no two the same; the surest first choice wins. None where one is not
    /// `least` alike to any.
    pub(super) fn several(&self, gists: &[Gist], least: f32) -> Option<Vec<Literal>> {
        let mut found: Vec<Option<Literal>> = vec![None; gists.len()];
        for _ in 0..gists.len() {
            let taken: Vec<usize> = found.iter().flatten().map(|literal| literal.atom).collect();
            let open = gists.iter().enumerate().filter(|(at, _)| found.get(*at).is_some_and(Option::is_none));
            let candidates = open.filter_map(|(at, gist)| Some((at, self.find(gist, &taken)?)));
            let (at, literal) = candidates.max_by(|one, two| one.1.score.total_cmp(&two.1.score))?;
            if literal.score < least {
                return None;
            }
            if let Some(slot) = found.get_mut(at) {
                *slot = Some(literal);
            }
        }
        found.into_iter().collect()
    }
}
