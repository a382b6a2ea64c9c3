//! Words to a dependency tree, by the learned tagger and parser: for sentences that the grammar does not cover.

use std::sync::LazyLock;

use engine_api::{Pos, Word};

use super::pieces::pieces;
use crate::model::{Attributes, Model, NOBODY, UNIVERSAL};

/// The committed weights.
static BYTES: &[u8] = include_bytes!("../../data/model.bin");

/// The weights, read where they lie; only the names of tags and relations are indexed.
static MODEL: LazyLock<Option<Model<'static>>> = LazyLock::new(|| Model::open(BYTES));

/// Opens the weights now.
pub(crate) fn warm() {
    LazyLock::force(&MODEL);
}

/// A word's place in the tree of its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dependency {
    /// The place of the word that it depends on; `None` for the root.
    pub head: Option<usize>,
    /// The Universal Dependencies relation to it, in English's version: `nsubj`, `obl:agent`.
    pub relation: &'static str,
    /// The universal part of speech that the tagger gives it.
    pub pos: Pos,
    /// The tag of the Penn treebank that goes with it: `VBD`, `NNS`.
    pub tag: &'static str,
}

/// The tree of these words, a dependency for each; one word is the root. Takes time linear in their number.
pub(crate) fn tree(words: &[Word]) -> Vec<Dependency> {
    let Some(model) = MODEL.as_ref() else { return Vec::new() };
    let pieces = pieces(words);
    let (seen, arcs) = model.analyse(pieces.iter().map(|piece| piece.text.as_ref()));
    let depths = depths(&arcs.heads);
    // What a word without pieces has: the mark of an abbreviation.
    let mark = |at: usize| Dependency { head: at.checked_sub(1), relation: "punct", pos: Pos::Punctuation, tag: "." };
    let mut found: Vec<Dependency> = (0..words.len()).map(mark).collect();
    let mut highest = vec![usize::MAX; words.len()];
    for (at, (piece, attributes)) in pieces.iter().zip(&seen).enumerate() {
        // The piece nearest to the root stands for its word: so no word can come to depend on itself.
        let (Some(slot), Some(top)) = (found.get_mut(piece.word), highest.get_mut(piece.word)) else { continue };
        let depth = depths.get(at).copied().unwrap_or_default();
        if depth >= *top {
            continue;
        }
        *top = depth;
        let head = arcs.heads.get(at).copied().filter(|head| *head != NOBODY);
        let label = arcs.labels.get(at).and_then(|label| model.labels.get(usize::from(*label)));
        let (pos, tag) = names(model, attributes);
        let head = head.and_then(|head| pieces.get(head as usize)).map(|piece| piece.word);
        *slot = Dependency { head, relation: label.copied().unwrap_or("dep"), pos, tag };
    }
    found
}

/// How far each piece is from the root.
fn depths(heads: &[u32]) -> Vec<usize> {
    let mut depths = vec![usize::MAX; heads.len()];
    let mut path = Vec::new();
    for at in 0..heads.len() {
        let mut here = at;
        // Each piece is passed once: what is known ends the way up.
        while depths.get(here).is_some_and(|depth| *depth == usize::MAX) && path.len() <= heads.len() {
            path.push(here);
            here = heads.get(here).map_or(usize::MAX, |head| *head as usize);
        }
        let mut depth = depths.get(here).map_or(0, |depth| depth.saturating_add(1));
        while let Some(here) = path.pop() {
            if let Some(place) = depths.get_mut(here) {
                *place = depth;
            }
            depth += 1;
        }
    }
    depths
}

/// The universal part of speech of a word and the treebank's own tag.
fn names(model: &'static Model<'static>, word: &Attributes) -> (Pos, &'static str) {
    let name = model.tags.get(usize::from(word.tag)).and_then(|name| name.split(' ').nth(1));
    (UNIVERSAL.get(usize::from(word.pos)).map_or(Pos::Other, |(_, pos)| *pos), name.unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` with each word's relation and head: `nsubj<2` for a subject of the third word, counted from 0.
    fn check(text: &str, expected: &str) {
        let sentences = crate::read::sentences(text);
        let arcs: Vec<String> = tree(&sentences[0].words)
            .iter()
            .map(|arc| format!("{}<{}", arc.relation, arc.head.map_or("root".to_owned(), |head| head.to_string())))
            .collect();
        assert_eq!(arcs.join(" "), expected, "{text}");
    }

    #[test]
    fn the_committed_weights_are_whole() {
        let model = MODEL.as_ref().unwrap();
        assert!(model.tags.len() > 40 && model.labels.len() > 30);
        assert_eq!(model.universal.len(), model.tags.len());
    }

    #[test]
    fn simple_sentences() {
        check("The dog chased a cat.", "det<1 nsubj<2 root<root det<4 obj<2 punct<2");
        check("the dog chased a cat", "det<1 nsubj<2 root<root det<4 obj<2");
        check("She is happy.", "nsubj<2 cop<2 root<root punct<2");
        check("Close the door.", "root<root det<2 obj<0 punct<0");
        check("Who ate the cake?", "nsubj<1 root<root det<3 obj<1 punct<1");
        check("He went to the garden.", "nsubj<1 root<root case<4 det<4 obl<1 punct<1");
    }
}
