//! The connectives between the clauses of a sentence, from the words that join them: "if A, then B", "B when A",
//! "A leads to B", "either A or B", "at least one is true: (1) A, (2) B"; a plain clause where nothing joins.

use std::collections::BTreeSet;

use engine_api::{Pos, Word};

use super::gist::Gist;

/// What a sentence says of its clauses.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Saying {
    If(Gist, Gist),
    Either(Vec<Gist>),
    Fact(Gist),
}

const CONDITIONS: &[&str] = &["if", "when", "whenever", "once", "provided", "assuming", "suppose", "supposing"];
/// Verbs between a condition and what comes of it.
const BRINGING: &[&str] = &["lead", "result", "mean", "imply", "entail", "ensure", "cause", "guarantee", "allow"];
/// From these words on a sentence says what may be, not what is.
const UNSURE: &[&str] = &[
    "uncertain",
    "unclear",
    "unknown",
    "unsure",
    "uncertainty",
    "whether",
    "perhaps",
    "maybe",
    "possibly",
    "ambiguous",
    "undetermined",
    "mystery",
    "contemplate",
    "wonder",
    "regardless",
];
/// Words that announce alternatives.
const ALTERNATIVES: &[&str] = &["either", "least", "two", "one", "options", "option", "possibilities", "choice"];
/// Words that open what comes of the sentence before.
const THEREFORE: &[&str] = &["consequently", "therefore", "thus", "hence", "result", "consequence", "subsequently"];

/// The words of a sentence cut into clauses.
pub(super) struct Splitter<'k> {
    pub(super) names: &'k BTreeSet<String>,
}

fn written(word: &Word) -> String {
    word.text.to_lowercase()
}

fn is(word: &Word, table: &[&str]) -> bool {
    table.contains(&written(word).as_str()) || table.contains(&word.lemma.to_lowercase().as_str())
}

fn place(words: &[&Word], table: &[&str]) -> Option<usize> {
    words.iter().position(|word| is(word, table))
}

/// Splits before each of the places.
fn pieces<'s, 'w>(words: &'s [&'w Word], at: impl Fn(usize) -> bool) -> Vec<&'s [&'w Word]> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in 1..=words.len() {
        if end == words.len() || at(end) {
            found.extend(words.get(start..end));
            start = end;
        }
    }
    found
}

impl Splitter<'_> {
    fn gist(&self, words: &[&Word]) -> Gist {
        Gist::of(words, self.names)
    }

    /// What the sentences say, in order. `before` carries what the sentence before came to.
    pub(super) fn sayings(&self, words: &[&Word], before: &mut Option<Gist>) -> Vec<Saying> {
        let mut found = Vec::new();
        let words = self.certain(words);
        let joins = |at: usize| {
            let joined = words.get(at).is_some_and(|word| {
                is(word, &[";", "and", "but", "while", "whereas", "conversely", "alternatively", "otherwise"])
            });
            joined && words.get(at..(at + 4).min(words.len())).is_some_and(|next| place(next, &["if"]).is_some())
        };
        for chunk in pieces(words, joins) {
            let said = self.chunk(chunk, before.as_ref());
            *before = match &said {
                Some(Saying::If(_, then)) => Some(then.clone()),
                _ => None,
            };
            found.extend(said);
        }
        found
    }

    /// The words that say what is so for sure.
    fn certain<'s, 'w>(&self, words: &'s [&'w Word]) -> &'s [&'w Word] {
        let doubt = |at: usize| {
            let word = |at: usize| words.get(at).map(|word| written(word)).unwrap_or_default();
            let (one, two) = (word(at), word(at + 1));
            let modal = matches!(one.as_str(), "could" | "might" | "may") && two == "be";
            let denied = matches!(one.as_str(), "n't" | "not")
                && matches!(two.as_str(), "know" | "sure" | "certain" | "clear" | "determine" | "decide");
            let possible = two == "possible" && matches!(one.as_str(), "is" | "'s" | "was");
            modal || denied || possible || words.get(at).is_some_and(|word| is(word, UNSURE))
        };
        let Some(cut) = (0..words.len()).find(|at| doubt(*at)) else { return words };
        let (sure, rest) = words.split_at(cut);
        if !self.gist(sure).is_empty() {
            return sure;
        }
        // "It is unclear which, but one thing is sure: …"
        let resumed = place(rest, &["but", "however", "though"]).and_then(|at| rest.get(at + 1..));
        resumed.filter(|rest| place(rest, UNSURE).is_none()).unwrap_or(&[])
    }

    fn chunk(&self, words: &[&Word], before: Option<&Gist>) -> Option<Saying> {
        if let Some(found) = place(words, CONDITIONS).and_then(|at| self.conditional(words, at)) {
            return Some(found);
        }
        if place(words, &["or"]).is_some() || place(words, &["2", "secondly"]).is_some() {
            return place(words, ALTERNATIVES).and_then(|_| self.either(words));
        }
        let brings = |word: &&Word| word.pos == Pos::Verb && is(word, BRINGING);
        if let Some(at) = words.iter().position(brings) {
            let (cause, effect) = (self.gist(words.get(..at)?), self.gist(words.get(at..)?));
            return match (cause.is_empty(), before) {
                (false, _) => Some(Saying::If(cause, effect)),
                (true, Some(before)) => Some(Saying::If(before.clone(), effect)),
                _ => None,
            };
        }
        let gist = self.gist(words);
        if gist.is_empty() {
            return None;
        }
        let follows = words.get(..4.min(words.len())).is_some_and(|first| place(first, THEREFORE).is_some());
        match before.filter(|_| follows) {
            Some(before) => Some(Saying::If(before.clone(), gist)),
            None => Some(Saying::Fact(gist)),
        }
    }

    /// A condition that opens at a place.
    pub(super) fn conditional(&self, words: &[&Word], at: usize) -> Option<Saying> {
        let (front, rest) = (words.get(..at)?, words.get(at + 1..)?);
        let end = (1..rest.len()).find(|end| {
            let mark = rest.get(*end).is_some_and(|word| is(word, &[",", "then"]));
            mark && !self.gist(rest.get(..*end).unwrap_or(&[])).is_empty()
        });
        let framed = front.last().is_none_or(|word| is(word, &["that", ",", "and", "but", "know", ":", "then"]));
        if let Some(end) = end.filter(|_| framed || self.gist(front).is_empty()) {
            let (one, two) = (self.gist(rest.get(..end)?), self.gist(rest.get(end..)?));
            return (!one.is_empty() && !two.is_empty()).then_some(Saying::If(one, two));
        }
        let start = place(front, &["that"]).map_or(0, |that| that + 1);
        let (one, two) = (self.gist(rest), self.gist(front.get(start..)?));
        (!one.is_empty() && !two.is_empty()).then_some(Saying::If(one, two))
    }

    /// The alternatives of a sentence.
    pub(super) fn either(&self, words: &[&Word]) -> Option<Saying> {
        let opens = |table: &[&str]| place(words, table).map(|at| at + 1);
        let start = opens(&["either"]).or_else(|| opens(&[":", "–", "—"])).or_else(|| opens(&["("])).unwrap_or(0);
        let rest = words.get(start..)?;
        let numbered = |at: usize| rest.get(at).is_some_and(|word| is(word, &["2", "secondly"]));
        let parts = pieces(rest, |at| numbered(at) || rest.get(at).is_some_and(|word| is(word, &["or"])));
        let parts: Vec<Gist> =
            parts.into_iter().map(|part| self.gist(part)).filter(|gist| !gist.is_empty()).take(3).collect();
        (parts.len() > 1).then_some(Saying::Either(parts))
    }

    /// The statements marked "(a) … (b) …".
    pub(super) fn lettered(&self, words: &[&Word]) -> Vec<Gist> {
        let letter = |at: usize| {
            let closes = words.get(at + 1).is_some_and(|word| word.text == ")");
            words.get(at).is_some_and(|word| is(word, &["a", "b", "c", "d", "i", "ii", "1", "2"])) && closes
        };
        let Some(first) = (0..words.len()).find(|at| letter(*at)) else { return Vec::new() };
        let rest = words.get(first..).unwrap_or(&[]);
        let parts = pieces(rest, |at| letter(at + first));
        parts.into_iter().filter_map(|part| part.get(2..)).map(|part| self.gist(part)).collect()
    }

    /// What an option claims.
    pub(super) fn claim(&self, words: &[&Word]) -> Option<Saying> {
        if let Some(found) = place(words, &["if"]).and_then(|at| self.conditional(words, at)) {
            return Some(found);
        }
        if place(words, &["or"]).is_some() {
            return self.either(words);
        }
        let gist = self.gist(words);
        (!gist.is_empty()).then_some(Saying::Fact(gist))
    }
}
