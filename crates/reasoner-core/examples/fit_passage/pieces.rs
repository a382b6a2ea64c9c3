//! The parts of a sentence that questions are made of: subtrees with what is left out of them.

use crate::treebank::{Sentence, Word};

/// A draw of numbers that is the same in every run (SplitMix64; Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }

    /// Whether something that happens `of` times in a hundred happens.
    pub(crate) fn percent(&mut self, of: usize) -> bool {
        self.below(100) < of
    }
}

/// A word of a question that is being made.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) lemma: String,
    /// The Penn treebank's tag; empty for words that the question adds.
    pub(crate) tag: String,
    /// Whether a blank follows.
    pub(crate) space: bool,
}

impl Token {
    pub(crate) fn added(text: &str) -> Token {
        Token { text: text.to_owned(), lemma: text.to_owned(), tag: String::new(), space: true }
    }
}

/// A tree with the dependents of each word.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) words: &'a Sentence,
    dependents: Vec<Vec<usize>>,
}

/// What follows a noun and can be left out of it.
const LOOSE: &[&str] = &["acl:relcl", "appos", "parataxis", "discourse", "acl", "punct", "cc:preconj"];

impl<'a> Tree<'a> {
    pub(crate) fn new(words: &'a Sentence) -> Tree<'a> {
        let mut dependents = vec![Vec::new(); words.len()];
        for (at, word) in words.iter().enumerate() {
            word.head.and_then(|head| dependents.get_mut(head)).into_iter().for_each(|of: &mut Vec<usize>| of.push(at));
        }
        Tree { words, dependents }
    }

    pub(crate) fn word(&self, at: usize) -> &'a Word {
        &self.words[at]
    }

    pub(crate) fn children(&self, at: usize) -> &[usize] {
        &self.dependents[at]
    }

    pub(crate) fn child(&self, at: usize, relations: &[&str]) -> Option<usize> {
        self.children(at).iter().copied().find(|one| relations.contains(&self.word(*one).relation.as_str()))
    }

    /// The places of a subtree in order, without the dependents of its top that have one of these relations.
    pub(crate) fn subtree(&self, top: usize, without: &[&str]) -> Vec<usize> {
        let mut found = vec![top];
        let kept = |one: &usize| !without.contains(&self.word(*one).relation.as_str());
        let mut open: Vec<usize> = self.children(top).iter().copied().filter(kept).collect();
        while let Some(at) = open.pop() {
            found.push(at);
            open.extend(self.children(at));
        }
        found.sort_unstable();
        found
    }

    /// A noun phrase as an answer: without its preposition, article and what is loosely joined to it; empty where it
    /// is not in one piece.
    pub(crate) fn answer(&self, top: usize, without: &[&str]) -> String {
        let places = self.subtree(top, without);
        let is = |at: &usize, tags: &[&str]| tags.contains(&self.word(*at).relation.as_str());
        let start = places.iter().position(|at| !is(at, &["case", "det", "punct", "mark"]));
        let end = places.iter().rposition(|at| !is(at, &["punct"]));
        let (Some(start), Some(end)) = (start, end) else { return String::new() };
        let places = places.get(start..=end).unwrap_or(&[]);
        let whole = places.windows(2).all(|pair| pair[1] == pair[0] + 1);
        if !whole || places.len() > 12 {
            return String::new();
        }
        let mut text = String::new();
        for at in places {
            text.push_str(&self.word(*at).form);
            text.push_str(if self.word(*at).space { " " } else { "" });
        }
        text.trim_end().to_owned()
    }

    /// The ways to answer with a noun phrase, the shortest first.
    pub(crate) fn answers(&self, top: usize) -> Vec<String> {
        let loose: Vec<&str> = LOOSE.iter().copied().chain(["case"]).collect();
        let mut found = vec![self.answer(top, &loose), self.answer(top, &["case"])];
        found.retain(|text| text.chars().any(char::is_alphanumeric));
        found.dedup();
        found
    }

    /// A word as it stands in the middle of a question.
    pub(crate) fn token(&self, at: usize) -> Token {
        let word = self.word(at);
        let lower = at == 0 && word.pos != "PROPN" && word.form != "I";
        let text = if lower { word.form.to_lowercase() } else { word.form.clone() };
        Token { text, lemma: word.lemma.to_lowercase(), tag: word.tag.clone(), space: word.space }
    }

    /// A phrase as it stands in a question: loose parts are left out, and now and then other modifiers.
    pub(crate) fn phrase(&self, top: usize, draw: &mut Draw) -> Vec<Token> {
        let mut without: Vec<&str> = LOOSE.to_vec();
        if draw.percent(40) {
            without.extend(["amod", "advmod"]);
        }
        if draw.percent(30) {
            without.push("nmod");
        }
        let places = self.subtree(top, &without);
        let mut tokens: Vec<Token> = places.iter().map(|at| self.token(*at)).collect();
        for (token, pair) in tokens.iter_mut().zip(places.windows(2)) {
            token.space |= pair[1] != pair[0] + 1;
        }
        tokens.last_mut().into_iter().for_each(|last| last.space = true);
        tokens
    }
}

/// The tokens as a question.
pub(crate) fn written(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        text.push_str(&token.text);
        text.push_str(if token.space { " " } else { "" });
    }
    let mut letters = text.trim_end().chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}?", letters.as_str())
}
