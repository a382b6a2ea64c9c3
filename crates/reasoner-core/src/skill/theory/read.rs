//! The theory of a dialogue: what its sentences state, which rules come before others, what was not understood.

use std::collections::{BTreeMap, BTreeSet};

use engine_api::{Form, Sentence};

use super::{lists, marks};
use crate::fol::{self, Formula};
use crate::logic_form::Translator;
use crate::scene::Scene;

/// The most sentences that are read as a theory.
const MOST_SENTENCES: usize = 400;

/// One in so many predicates may occur in one sentence only.
const LOOSE: usize = 2;

/// One sentence of the theory.
#[derive(Debug)]
pub(super) struct Premise {
    pub(super) formula: Formula,
    /// Whether it holds of the usual case only.
    pub(super) usual: bool,
    /// The sentence as it is written.
    pub(super) text: String,
    /// The name under which the text speaks of it, lower case without blanks (`rule1`).
    pub(super) label: Option<String>,
}

/// What a dialogue states.
#[derive(Debug)]
pub(super) struct Theory {
    pub(super) translator: Translator,
    pub(super) premises: Vec<Premise>,
    /// Pairs of labels: the first comes before the second.
    pub(super) preferences: Vec<(String, String)>,
    /// The words of the sentences that were understood.
    pub(super) told: BTreeSet<String>,
    /// The words of the sentences that were not understood.
    pub(super) unread: Vec<Vec<String>>,
    /// Whether what does not follow is false.
    pub(super) closed: bool,
    /// Whether its rules have names ("Rule 1:"), as policies have.
    pub(super) labelled: bool,
}

impl Theory {
    /// The theory of the sentences of the context, without the one at `skip`.
    pub(super) fn read(scene: &Scene<'_>, skip: Option<usize>) -> Theory {
        let mut theory = Theory {
            translator: Translator::new(scene.lexicon),
            premises: Vec::new(),
            preferences: Vec::new(),
            told: BTreeSet::new(),
            unread: Vec::new(),
            closed: marks::closes_world(scene),
            labelled: false,
        };
        let sentences: Vec<(&Sentence, &str)> = scene.context().take(MOST_SENTENCES).collect();
        let labelled = |(sentence, text): &(&Sentence, &str)| marks::is_rule_label(sentence, text);
        theory.labelled = sentences.iter().any(labelled);
        for (sentence, _) in &sentences {
            sentence.form.iter().for_each(|form| theory.translator.listen(form));
        }
        scene
            .task
            .statement
            .iter()
            .filter_map(|goal| goal.form.as_ref())
            .for_each(|form| theory.translator.listen(form));
        for (at, (sentence, text)) in sentences.into_iter().enumerate() {
            if Some(at) != skip {
                theory.add(sentence, text);
            }
        }
        theory.translator.about_topic(None);
        theory
    }

    fn add(&mut self, sentence: &Sentence, text: &str) {
        if let Some(preference) = marks::preference(sentence) {
            self.preferences.extend(preference);
            return;
        }
        if marks::is_closing(sentence) {
            return;
        }
        let written = sentence.span.of(text).trim();
        self.translator.about_topic(marks::topic(sentence, text));
        self.translator.about_words(&sentence.words, self.labelled);
        sentence.form.iter().for_each(|form| self.translator.about_verbs(form));
        let raised = sentence.form.as_ref().filter(|_| self.labelled);
        let raised = raised.and_then(|form| lists::raised(form, &sentence.words));
        match raised.as_ref().or(sentence.form.as_ref()).and_then(|form| self.premise(form)) {
            Some((formula, usual)) => {
                let label = marks::label(sentence, text);
                self.told.extend(sentence.words.iter().map(|word| word.lemma.to_lowercase()));
                self.premises.push(Premise { formula, usual, text: written.to_owned(), label });
            }
            None if marks::is_content(sentence) => {
                let lemmas = sentence.words.iter().map(|word| word.lemma.to_lowercase()).collect();
                self.unread.push(lemmas);
            }
            None => {}
        }
    }

    fn premise(&mut self, form: &Form) -> Option<(Formula, bool)> {
        self.translator.premise(form)
    }

    /// Whether a sentence that was not understood speaks of what the goal speaks of.
    pub(super) fn misses(&self, goal: &Formula) -> bool {
        let words = self.translator.words(goal);
        self.unread.iter().flatten().any(|lemma| words.contains(lemma))
    }

    /// Whether a goal says of words that the text has what no premise says with them: the words are those of the text,
    /// but it was not seen how they belong together.
    pub(super) fn mistakes(&self, goal: &Formula) -> bool {
        let mut known: BTreeMap<fol::Id, usize> = BTreeMap::new();
        for formula in self.premises.iter().map(|premise| &premise.formula).chain(&self.translator.presumed) {
            let mut own = BTreeSet::new();
            formula.atoms(&mut |id, _| _ = own.insert(id));
            own.into_iter().for_each(|id| *known.entry(id).or_default() += 1);
        }
        // Where most of what is said is said once only, the sentences were not seen to hang together.
        let single = known.values().filter(|times| **times == 1).count();
        let mut strange = single * LOOSE > known.len();
        goal.atoms(&mut |id, _| {
            let alone = Formula::Atom(id, Vec::new());
            strange |=
                !known.contains_key(&id) && self.translator.words(&alone).iter().any(|word| self.told.contains(word));
        });
        strange
    }

    /// Whether some rules hold of the usual case only, or come before others.
    pub(super) fn is_defeasible(&self) -> bool {
        !self.preferences.is_empty() || self.premises.iter().any(|premise| premise.usual)
    }

    /// Whether the premise at the first place comes before that at the second.
    pub(super) fn prefers(&self, one: usize, other: usize) -> bool {
        let (Some(one), Some(other)) = (self.premises.get(one), self.premises.get(other)) else { return false };
        // What always holds comes before what usually holds.
        if other.usual && !one.usual {
            return true;
        }
        let label = |premise: &Premise| premise.label.clone().unwrap_or_default();
        let (start, goal) = (label(one), label(other));
        if start.is_empty() || goal.is_empty() {
            return false;
        }
        let mut seen = vec![start];
        let mut at = 0;
        while let Some(label) = seen.get(at).cloned() {
            at += 1;
            for (_, below) in self.preferences.iter().filter(|(above, _)| *above == label) {
                if *below == goal {
                    return true;
                }
                if !seen.contains(below) {
                    seen.push(below.clone());
                }
            }
        }
        false
    }
}
