//! Words to a dependency tree, by the learned tagger and parser: for sentences that the grammar does not cover.

use std::sync::LazyLock;

use engine_api::{Pos, Word};

use crate::model::{Model, NOBODY, UNIVERSAL, attributes, parse, tag};

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
    let mut seen = attributes(words.iter().map(|word| word.text.as_str()));
    let [first, second, parser] = &model.weights;
    tag(&mut seen, [first, second], model.tags.len());
    for word in &mut seen {
        word.pos = model.universal.get(usize::from(word.tag)).copied().unwrap_or_default();
    }
    let arcs = parse(&seen, parser, model.labels.len());
    let arc = |at: usize| {
        let head = arcs.heads.get(at).copied().filter(|head| *head != NOBODY);
        let label = arcs.labels.get(at).and_then(|label| model.labels.get(usize::from(*label)));
        (head.map(|head| head as usize), label.copied().unwrap_or("dep"))
    };
    let dependency = |(at, word): (usize, &crate::model::Attributes)| {
        let (head, relation) = arc(at);
        let name = model.tags.get(usize::from(word.tag)).and_then(|name| name.split(' ').nth(1));
        let pos = UNIVERSAL.get(usize::from(word.pos)).map_or(Pos::Other, |(_, pos)| *pos);
        Dependency { head, relation, pos, tag: name.unwrap_or("") }
    };
    seen.iter().enumerate().map(dependency).collect()
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
