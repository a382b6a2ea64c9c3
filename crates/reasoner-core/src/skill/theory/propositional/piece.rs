//! The pieces of free sentences: what stands between commas and conjunctions, with whom it is about, what it tells
//! and whether it is affirmed.

use std::collections::BTreeSet;

use engine_api::{Pos, Word};

use super::gist::Gist;

/// Words between clauses.
const BREAKS: &[&str] = &[",", ";", "and", "but", "while", "although", "though", "whereas", "yet", "–", "—", "-", ":"];

/// One piece of a sentence.
#[derive(Debug, Clone)]
pub(super) struct Piece<'w> {
    /// Whom it is about: what stands before its verb, else what the piece before is about.
    pub(super) about: Gist,
    /// What it tells, with whom it is about.
    pub(super) gist: Gist,
    /// What stands from the verb on.
    pub(super) told: Gist,
    pub(super) words: Vec<&'w Word>,
}

fn is_verb(word: &Word) -> bool {
    matches!(word.pos, Pos::Verb | Pos::Auxiliary)
}

/// Cuts words into pieces that have a verb each.
pub(super) fn pieces<'w>(words: &[&'w Word], names: &BTreeSet<String>) -> Vec<Piece<'w>> {
    let mut runs: Vec<Vec<&'w Word>> = vec![Vec::new()];
    for &word in words {
        let written = word.text.to_lowercase();
        if BREAKS.contains(&written.as_str()) {
            // A word that turns from one thing to another belongs to what it opens.
            let turns = written.chars().all(char::is_alphabetic) && written != "and";
            runs.push(if turns { vec![word] } else { Vec::new() });
        } else if let Some(run) = runs.last_mut() {
            run.push(word);
        }
    }
    // What has no verb belongs to what precedes it, or to what follows where nothing precedes.
    let mut joined: Vec<Vec<&'w Word>> = Vec::new();
    let verb = |run: &[&Word]| run.iter().any(|word| is_verb(word));
    for run in runs.into_iter().filter(|run| !run.is_empty()) {
        match joined.last_mut() {
            Some(last) if !verb(last) || (!verb(&run) && !opens(&run)) => last.extend(run),
            _ => joined.push(run),
        }
    }
    let mut found: Vec<Piece<'w>> = Vec::new();
    for words in joined {
        let words = stated(words);
        let at = verb_place(&words);
        let (front, rest) = words.split_at(at.min(words.len()));
        let own = Gist::subject(front, names);
        let about = if own.is_empty() && own.names.is_empty() {
            found.last().map_or_else(Gist::default, |before| before.about.clone())
        } else {
            own
        };
        let (gist, mut told) = (Gist::of(&words, names), Gist::of(rest, names));
        // "No bird swims" denies what is told.
        told.positive = gist.positive;
        found.push(Piece { about, gist, told, words });
    }
    found
}

/// Whether words without a verb open a subject: "exactly one of Ann, Bob is …".
fn opens(run: &[&Word]) -> bool {
    let first = run.first().map(|word| word.text.to_lowercase()).unwrap_or_default();
    first.starts_with("exac") || matches!(first.as_str(), "only" | "just" | "neither" | "either" | "precisely")
}

/// What is said after "it is worth noting that", "one thing is clear: …".
fn stated(words: Vec<&Word>) -> Vec<&Word> {
    let lower = |at: usize| words.get(at).map(|word: &&Word| word.text.to_lowercase()).unwrap_or_default();
    let opener = (0..words.len().min(3)).find(|at| matches!(lower(*at).as_str(), "it" | "one" | "we" | "i" | "there"));
    let that = (0..words.len().min(10)).find(|at| lower(*at) == "that").filter(|at| *at + 2 < words.len());
    let said = || Some([words.get(..opener?)?, words.get(that? + 1..)?].concat());
    said().unwrap_or(words)
}

/// Where the main verb stands: after a relative clause of the subject, where there is one.
fn verb_place(words: &[&Word]) -> usize {
    let mut verbs = (0..words.len()).filter(|at| words.get(*at).is_some_and(|word| is_verb(word)));
    verbs.next().unwrap_or(words.len())
}

impl Piece<'_> {
    /// Whether one of the words is written in it, in any form.
    pub(super) fn has(&self, table: &[&str]) -> bool {
        self.words.iter().any(|word| {
            table.contains(&word.text.to_lowercase().as_str()) || table.contains(&word.lemma.to_lowercase().as_str())
        })
    }
}
