//! The speakers, the kinds that tell the truth or lie, and what each speaker says as a rule.

use engine_api::Budget;

use super::super::texts::{Said, Token, stem};
use super::speech::{self, Speech};
use super::statement;
use crate::solve::finite::{Answer, Formula, Problem, Var};

/// What was read. A variable has the value 1 for a speaker who tells the truth or a statement that is true.
#[derive(Debug, Default)]
pub(super) struct Puzzle<'a> {
    pub(super) names: Vec<Name>,
    /// Nouns for the kinds, as written in the singular, with whether such a one tells the truth.
    pub(super) kinds: Vec<(String, bool)>,
    pub(super) problem: Problem,
    /// The sentence behind each rule.
    pub(super) sources: Vec<&'a str>,
    /// What was said that was not understood.
    pub(super) unread: usize,
}

/// A speaker or a numbered statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// In lower case.
    pub(super) key: String,
    /// As written.
    pub(super) said: String,
    /// Whether something is told as said by it.
    pub(super) speaks: bool,
}

impl<'a> Puzzle<'a> {
    /// Reads the dialogue; `None` where nobody says anything, or where what is said contradicts itself.
    pub(super) fn read(said: &[Said<'a>], budget: &mut Budget) -> Option<Puzzle<'a>> {
        let mut puzzle = Puzzle::default();
        for sentence in said {
            puzzle.kinds.extend(speech::kinds(&sentence.tokens));
        }
        // A noun that is also used as one, in small letters: not the name of somebody who always lies.
        let common = |kind: &str| {
            let tokens = said.iter().flat_map(|sentence| &sentence.tokens);
            tokens
                .filter(|token| token.raw.starts_with(char::is_lowercase))
                .any(|token| bare(&token.lower) == bare(kind))
        };
        puzzle.kinds.retain(|(kind, _)| common(kind));
        let told: Vec<&Said<'a>> = said.iter().filter(|sentence| !sentence.asks && !sentence.instructs).collect();
        let speeches: Vec<(&Said<'a>, Option<Speech<'_>>)> =
            told.iter().map(|sentence| (*sentence, speech::speech(&sentence.tokens))).collect();
        // Everybody who speaks is known before "we" and "one of us" are read.
        for (_, speech) in &speeches {
            if let Some(speech) = speech {
                let at = puzzle.name(&speech.speaker);
                if let Some(name) = puzzle.names.get_mut(at) {
                    name.speaks = true;
                }
            }
        }
        for (sentence, speech) in &speeches {
            match speech {
                Some(speech) => puzzle.hear(sentence, speech),
                None => puzzle.note(sentence),
            }
        }
        let spoken = puzzle.names.iter().any(|name| name.speaks) && !puzzle.problem.rules.is_empty();
        (spoken && !matches!(puzzle.problem.satisfiable(&[], budget), Answer::Spent)).then_some(puzzle)
    }

    /// What a speaker says holds exactly when the speaker tells the truth.
    fn hear(&mut self, sentence: &Said<'a>, speech: &Speech<'_>) {
        let speaker = self.name(&speech.speaker);
        match statement::formula(self, speech.content, Some(speaker), 0) {
            Some(content) => self.rule(Formula::same(Formula::In(speaker, 0b10), content), sentence.text),
            None => self.unread += 1,
        }
    }

    /// What the text itself says of a speaker holds.
    fn note(&mut self, sentence: &Said<'a>) {
        let kinds = speech::kinds(&sentence.tokens);
        if !kinds.iter().any(|kind| self.kinds.contains(kind))
            && let Some(fact) = statement::formula(self, &sentence.tokens, None, 0)
        {
            self.rule(fact, sentence.text);
        }
    }

    fn rule(&mut self, rule: Formula, source: &'a str) {
        self.problem.rules.push(rule);
        self.sources.push(source);
    }

    /// The variable of a name, which is new where it was not met before.
    pub(super) fn name(&mut self, said: &str) -> Var {
        let key = said.to_lowercase();
        if let Some(at) = self.names.iter().position(|name| name.key == key) {
            return at;
        }
        self.names.push(Name { key, said: said.to_owned(), speaks: false });
        self.problem.variable(0b11)
    }

    /// The variable of a known name.
    pub(super) fn known(&self, said: &str) -> Option<Var> {
        let key = said.to_lowercase();
        self.names.iter().position(|name| name.key == key)
    }

    /// All who speak.
    pub(super) fn speakers(&self) -> Vec<Var> {
        (0..self.names.len()).filter(|at| self.names.get(*at).is_some_and(|name| name.speaks)).collect()
    }

    /// Whether a token names a kind, and whether that kind tells the truth.
    pub(super) fn kind(&self, token: &Token) -> Option<bool> {
        const KNOWN: [(&str, bool); 8] = [
            ("knight", true),
            ("knave", false),
            ("truth-teller", true),
            ("truthteller", true),
            ("liar", false),
            ("truar", true),
            ("honest", true),
            ("dishonest", false),
        ];
        let own = bare(&token.lower);
        let told = self.kinds.iter().find(|(kind, _)| bare(kind) == own).map(|(_, truth)| *truth);
        told.or_else(|| KNOWN.iter().find(|(kind, _)| bare(kind) == own).map(|(_, truth)| *truth))
    }
}

/// A noun as singular and plural have it in common: knave and knaves, hero and heroes, spy and spies.
pub(super) fn bare(word: &str) -> String {
    let word = stem(word);
    let word = word.trim_end_matches('e');
    match word.strip_suffix('y') {
        Some(rest) => format!("{rest}i"),
        None => word.to_owned(),
    }
}
