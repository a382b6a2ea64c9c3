//! Dependency trees to logical forms, for sentences that the grammar does not cover. Such a form is a sketch: the tree is
//! a guess, and what the sketch has no place for is left out of it.

mod clause;
mod noun;

use engine_api::{Form, Pos, Sentence, Word};

use super::parse::{Dependency, tree};

/// How deep a sketch goes into a tree.
const DEEPEST: usize = 12;

/// The longest sentence that is sketched, in words.
const LONGEST: usize = 160;

/// What the sentence states, roughly; `None` where its tree has no clause.
pub(crate) fn sketch(text: &str, sentence: &Sentence) -> Option<Form> {
    if sentence.words.len() > LONGEST {
        return None;
    }
    let arcs = tree(&sentence.words);
    let root = arcs.iter().position(|arc| arc.head.is_none())?;
    let tree = Tree::new(text, &sentence.words, &arcs);
    tree.is_clause(root).then(|| tree.clause(root, None, DEEPEST))
}

/// A sentence's tree with what depends on each word.
struct Tree<'a> {
    text: &'a str,
    words: &'a [Word],
    arcs: &'a [Dependency],
    /// The words in the order of their heads, and for each word where its dependents begin among them.
    below: Vec<usize>,
    starts: Vec<usize>,
}

impl<'a> Tree<'a> {
    fn new(text: &'a str, words: &'a [Word], arcs: &'a [Dependency]) -> Tree<'a> {
        let mut below: Vec<usize> =
            (0..arcs.len()).filter(|at| arcs.get(*at).is_some_and(|arc| arc.head.is_some())).collect();
        let head = |at: &usize| arcs.get(*at).and_then(|arc| arc.head).unwrap_or(0);
        below.sort_by_key(head);
        let starts = (0..=arcs.len()).map(|word| below.partition_point(|at| head(at) < word)).collect();
        Tree { text, words, arcs, below, starts }
    }

    /// What depends on a word, in the order of the text.
    fn dependents(&self, word: usize) -> &[usize] {
        let start = self.starts.get(word).copied().unwrap_or(0);
        let end = self.starts.get(word + 1).copied().unwrap_or(start);
        self.below.get(start..end).unwrap_or(&[])
    }

    /// The dependents with one of these relations.
    fn with<'b>(&'b self, word: usize, relations: &'b [&str]) -> impl Iterator<Item = usize> + 'b {
        self.dependents(word).iter().copied().filter(|at| relations.contains(&self.relation(*at)))
    }

    fn first(&self, word: usize, relations: &[&str]) -> Option<usize> {
        self.with(word, relations).next()
    }

    fn relation(&self, at: usize) -> &'static str {
        self.arcs.get(at).map_or("dep", |arc| arc.relation)
    }

    fn pos(&self, at: usize) -> Pos {
        self.arcs.get(at).map_or(Pos::Other, |arc| arc.pos)
    }

    /// The tag of the Penn treebank.
    fn tag(&self, at: usize) -> &'static str {
        self.arcs.get(at).map_or("", |arc| arc.tag)
    }

    fn low(&self, at: usize) -> String {
        self.words.get(at).map_or_else(String::new, |word| super::lower(&word.text))
    }

    /// The dictionary form of a word with the part of speech that its tree gives it.
    fn lemma(&self, at: usize) -> String {
        let low = self.low(at);
        match (low.as_str(), self.pos(at)) {
            ("n't" | "not" | "nt", _) => "not".to_owned(),
            ("'s" | "'m" | "'re" | "am" | "is" | "are" | "was" | "were" | "been", Pos::Auxiliary | Pos::Verb) => {
                "be".to_owned()
            }
            ("'ve" | "'d" | "has" | "had", Pos::Auxiliary) => "have".to_owned(),
            ("'ll" | "wo", Pos::Auxiliary) => "will".to_owned(),
            ("ca", Pos::Auxiliary) => "can".to_owned(),
            (_, Pos::Auxiliary) => crate::morph::lemma(&low, Pos::Verb),
            (_, pos) => crate::morph::lemma(&low, pos),
        }
    }

    /// Whether a word heads a clause: a verb, or a predicate with a copula.
    fn is_clause(&self, at: usize) -> bool {
        self.pos(at) == Pos::Verb || self.first(at, &["cop", "nsubj", "nsubj:pass", "nsubj:outer"]).is_some()
    }

    /// The words that a phrase made of a preposition and its fixed parts is written with: "because of".
    fn phrase(&self, at: usize) -> String {
        let mut parts = vec![at];
        parts.extend(self.with(at, &["fixed"]));
        parts.sort_unstable();
        let words: Vec<String> = parts.into_iter().map(|part| self.low(part)).collect();
        words.join(" ")
    }
}

#[cfg(test)]
mod tests;
