//! Clauses of policies by their words: in a text of labelled rules the same act is told in several ways ("offers a job
//! position to the cat", "offers a job to the cat"), so that an act is its verb, its telling words and whom it is
//! done to; and what is had or is so is matched with what common knowledge says of it.

use std::collections::BTreeSet;

use engine_api::{Claim, Form, Pos, Word};

use super::common;
use super::context::Translator;
use super::symbol::{Key, Role, Sort};
use crate::fol::{Formula, Id, Term};

/// The clauses of a text by their words.
#[derive(Debug, Clone, Default)]
pub(super) struct Worded {
    /// Whether clauses are taken so.
    on: bool,
    /// The words of the sentence in hand.
    words: Vec<Word>,
    /// The verbs of its clauses.
    verbs: BTreeSet<String>,
    /// Acts known by their verb and telling words.
    acts: Vec<(String, BTreeSet<String>)>,
    /// What is stated of things, by its words.
    told: Vec<(Term, Vec<String>)>,
    /// What rules ask for or say, by its words.
    sought: Vec<(Id, Vec<String>)>,
}

/// Words that do not tell acts apart.
const LIGHT: &[&str] = &[
    "the",
    "a",
    "an",
    "of",
    "that",
    "be",
    "belong",
    "to",
    "whose",
    "owner",
    "in",
    "possession",
    "all",
    "her",
    "his",
    "its",
    "their",
    "them",
    "one",
    "from",
    "for",
    "at",
    "actual",
    "same",
    "equal",
    "which",
    "it",
    "as",
    "also",
    "too",
    "is",
    "own",
    "with",
    "on",
    "surely",
    "really",
    "never",
    "not",
    "by",
    "unavoidably",
    "inevitably",
    "certainly",
    "definitely",
    "undoubtedly",
    "unquestionably",
];

/// Words after which a clause goes on with something else.
const TRAILING: &[&str] = &["too", "also", "as well", "then", ",", ".", "(", ")", "undoubtedly", "certainly"];

impl Translator {
    /// Sets the words of the next sentence, and whether its clauses are taken by their words.
    pub(crate) fn about_words(&mut self, words: &[Word], on: bool) {
        self.worded.on = on;
        self.worded.words = words.to_vec();
    }

    /// Sets the verbs of the clauses of the next sentence.
    pub(crate) fn about_verbs(&mut self, form: &Form) {
        self.worded.verbs.clear();
        verbs(form, &mut self.worded.verbs, 12);
    }

    /// A clause by its words; none where it is not taken so.
    pub(super) fn worded(&mut self, claim: &Claim, subject: &Term) -> Option<Formula> {
        if !self.worded.on || claim.passive && claim.verb != "name" || claim.subject.is_none() && claim.verb != "name" {
            return None;
        }
        let words = self.clause_words(claim)?;
        let mut texts: Vec<String> = words.iter().map(|word| word.lemma.to_lowercase()).collect();
        if let (Some(first), Some(verb)) = (texts.first_mut(), claim.verb.split(' ').next()) {
            verb.to_lowercase().clone_into(first);
        }
        let (verb, rest) = texts.split_first()?;
        let state = matches!(verb.as_str(), "be" | "have" | "own" | "name" | "hold" | "possess");
        let the = texts.iter().rposition(|word| word == "the");
        let after = the.and_then(|at| texts.get(at + 1..)).filter(|after| (1..=3).contains(&after.len()));
        match after {
            Some(after) if !(state && verb != "hold") => {
                let written = words.get(words.len() - after.len()..)?;
                let entity = self.entity(written)?;
                let telling = rest.get(..rest.len().checked_sub(after.len())?)?;
                Some(self.act(verb, telling, vec![subject.clone(), entity]))
            }
            _ => Some(self.state(&texts, &words, subject)),
        }
    }

    /// The words of a clause from its verb on.
    fn clause_words(&self, claim: &Claim) -> Option<Vec<Word>> {
        let verb = claim.verb.split(' ').next()?;
        let within = |word: &&Word| word.span.start >= claim.span.start && word.span.end <= claim.span.end;
        let mut words: Vec<Word> = self.worded.words.iter().filter(within).cloned().collect();
        // Of clauses joined under one subject, the verb next before the object is meant.
        let object = claim.object.as_ref().map(|noun| noun.span.start).filter(|start| *start > 0);
        let is_verb = |word: &Word| word.lemma.eq_ignore_ascii_case(verb) || inflects(&word.text, verb);
        let near = object.and_then(|end| words.iter().rposition(|word| word.span.start < end && is_verb(word)));
        let start = near.or_else(|| words.iter().position(is_verb))?;
        words.drain(..start);
        if let Some(end) = (1..words.len()).find(|at| goes_on(words.get(*at..).unwrap_or(&[]), &self.worded.verbs)) {
            words.truncate(end);
        }
        if let Some(end) = (1..words.len()).find(|at| quoted_out(&words, *at)) {
            words.truncate(end);
        }
        if let Some(open) = words.iter().position(|word| word.text == "(")
            && let Some(close) = words.iter().position(|word| word.text == ")")
            && open < close
        {
            words.drain(open..=close);
        }
        while words.last().is_some_and(|word| TRAILING.contains(&word.text.to_lowercase().as_str())) {
            words.pop();
        }
        (words.len() > 1).then_some(words)
    }

    /// The thing that a definite phrase names.
    fn entity(&mut self, words: &[Word]) -> Option<Term> {
        let texts: Vec<String> = words.iter().map(|word| word.text.to_lowercase()).collect();
        if texts.iter().any(|text| !text.chars().all(char::is_alphabetic)) {
            return None;
        }
        let bare = texts.join(" ");
        let named = self.symbols.has_thing(&bare) && !self.symbols.has_thing(&format!("the {bare}"));
        let name = if named { bare } else { format!("the {bare}") };
        Some(Term::Thing(self.symbols.thing(&name)))
    }

    fn act(&mut self, verb: &str, telling: &[String], terms: Vec<Term>) -> Formula {
        let telling: BTreeSet<String> = telling
            .iter()
            .filter(|word| !LIGHT.contains(&word.as_str()))
            .map(|word| plain(common::usual(word)))
            .collect();
        let same = |known: &str, words: &BTreeSet<String>| {
            known == verb && alike(words, &telling) || common::like(known, verb) && *words == telling
        };
        let known = self.worded.acts.iter().find(|(known, words)| same(known, words)).cloned();
        let (verb, telling) = known.unwrap_or_else(|| {
            self.worded.acts.push((verb.to_owned(), telling.clone()));
            (verb.to_owned(), telling)
        });
        let words: Vec<String> = telling.into_iter().collect();
        let role = |name: &str| Role { name: name.to_owned(), filler: None };
        let base = format!("{verb} {}", words.join(" "));
        self.atom(Key { sort: Sort::Does, base, roles: vec![role("object"), role("subject")] }, {
            let mut terms = terms;
            terms.reverse();
            terms
        })
    }

    fn state(&mut self, lemmas: &[String], words: &[Word], subject: &Term) -> Formula {
        let texts: Vec<String> = words
            .iter()
            .zip(lemmas)
            .map(|(word, lemma)| {
                let kept = word.text.chars().next().is_some_and(char::is_uppercase);
                if kept { word.text.to_lowercase() } else { lemma.clone() }
            })
            .collect();
        let formula = self.property(&texts.join(" "), subject);
        if let Formula::Atom(id, _) = &formula {
            if self.frames.len() == 1 {
                self.worded.told.push((subject.clone(), texts));
            } else if !self.worded.sought.iter().any(|(known, _)| known == id) {
                self.worded.sought.push((*id, texts));
            }
        }
        formula
    }

    /// What common knowledge adds to what is stated, where rules ask for it.
    pub(crate) fn common_facts(&self) -> Vec<Formula> {
        let name = |thing: &str| {
            let is = |(term, words): &&(Term, Vec<String>)| {
                matches!(term, Term::Thing(id) if self.symbols.name(*id).trim_start_matches("the ") == thing)
                    && words.iter().any(|word| word == "name")
            };
            self.worded.told.iter().find(is).and_then(|(_, words)| words.last().cloned())
        };
        let mut found = Vec::new();
        for (id, sought) in &self.worded.sought {
            for (term, told) in &self.worded.told {
                let atom = || Formula::Atom(*id, vec![term.clone()]);
                let fact = match (common::implies(told, sought, &name, self.lexicon), common::denies(told, sought)) {
                    (true, _) => atom(),
                    (false, true) => Formula::Not(Box::new(atom())),
                    (false, false) => continue,
                };
                if !found.contains(&fact) {
                    found.push(fact);
                }
            }
        }
        found
    }
}

/// Whether a written word is a regular form of the verb that the tagger took for something else.
fn inflects(written: &str, verb: &str) -> bool {
    let lower = written.to_lowercase();
    let stem = verb.strip_suffix('e').unwrap_or(verb);
    stem.len() > 2 && lower.strip_prefix(stem).is_some_and(|end| matches!(end, "ed" | "es" | "s" | "ing" | "d"))
}

/// A telling word without its ending, so that "defensive" and "defense" are one.
fn plain(word: &str) -> String {
    let mut end = 6.min(word.len());
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    word.get(..end).unwrap_or(word).to_owned()
}

/// Whether the words tell the same, or one tells one word more ("offers a job", "offers a job position").
fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    one == other || !few.is_empty() && few.is_subset(many) && many.len() == few.len() + 1
}

/// Whether the words from a coordinator on are another clause of the same subject ("and is …", "but does not …").
fn goes_on(words: &[Word], verbs: &BTreeSet<String>) -> bool {
    let joins = |word: &Word| matches!(word.lemma.to_lowercase().as_str(), "," | "and" | "but" | "however" | "yet");
    let passes = |word: &&Word| joins(word) || word.pos == Pos::Adverb || word.text.eq_ignore_ascii_case("also");
    let next = words.iter().find(|word| !passes(word));
    let acts = |word: &Word| {
        matches!(word.pos, Pos::Verb | Pos::Auxiliary)
            || word.text != word.lemma && verbs.contains(&word.lemma.to_lowercase())
    };
    words.first().is_some_and(joins) && next.is_some_and(acts)
}

/// Whether a quotation ends at a mark; not one around a letter or word that is spoken of.
fn quoted_out(words: &[Word], at: usize) -> bool {
    let is_mark = |word: &Word| matches!(word.text.as_str(), "\"" | "“" | "”");
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    words.get(at).is_some_and(is_mark)
        && before.is_some_and(|word| !matches!(word.lemma.as_str(), "letter" | "word") && word.text.chars().count() > 1)
}

/// Collects the verbs of the clauses of a form.
fn verbs(form: &Form, found: &mut BTreeSet<String>, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match form {
        Form::Claim(claim) => {
            found.extend(claim.verb.split(' ').next().map(str::to_lowercase));
        }
        Form::Not(inner) => verbs(inner, found, depth),
        Form::And(parts) | Form::Or { parts, .. } => parts.iter().for_each(|part| verbs(part, found, depth)),
        Form::If { condition: one, result: other, .. } | Form::Linked { main: one, other, .. } => {
            verbs(one, found, depth);
            verbs(other, found, depth);
        }
    }
}
