//! The translator's state: the vocabulary, who has been spoken of, and the scopes around the phrase in hand.

use std::collections::BTreeSet;

use engine_api::{Form, Lexicon, Noun, Span};

use super::symbol::{Key, Role, Symbols};
use crate::fol::{Formula, Id, Term};

/// How deep forms are followed.
const DEEPEST: usize = 24;

/// Someone or something spoken of.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// Its number in the dialogue; 0 where it has none.
    pub(super) referent: u32,
    pub(super) head: String,
    pub(super) term: Term,
    /// Where the phrase stands: one phrase may be the subject of several clauses.
    pub(super) span: Span,
}

/// A scope: the variables it binds and who may be referred to in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    pub(super) vars: Vec<Id>,
    pub(super) seen: Vec<Seen>,
    /// Whether indefinite phrases name things of the whole dialogue.
    pub(super) top: bool,
    /// Whether bare plurals and the like speak of all of a kind.
    pub(super) generic: bool,
}

/// Turns forms into formulas.
#[derive(Debug)]
pub(crate) struct Translator {
    pub(crate) symbols: Symbols,
    pub(super) lexicon: &'static dyn Lexicon,
    pub(super) frames: Vec<Frame>,
    /// The heads of the relative clauses around the phrase in hand.
    pub(super) gaps: Vec<Term>,
    /// Whom clauses without a subject speak of ("being kind").
    pub(super) understood: Vec<Term>,
    /// Whom the sentence says it is about ("Regarding the cat, if it …").
    pub(super) topic: Option<Term>,
    /// Clauses that are taken by their words.
    pub(super) worded: super::worded::Worded,
    /// Subjects that stood for all of their kind in this sentence.
    pub(super) universal: Vec<Span>,
    /// Who was spoken of in earlier sentences.
    pub(super) told: Vec<Seen>,
    /// Numbers of those to whom pronouns refer.
    pub(super) referred: BTreeSet<u32>,
    /// What phrases take for granted ("the cat" that it is a cat).
    pub(crate) presumed: Vec<Formula>,
    /// Kinds that something was said to be or not to be.
    pub(super) asserted: BTreeSet<Id>,
    /// Whether the sentence holds of the usual case only.
    pub(super) usual: bool,
    pub(super) next: Id,
    depth: usize,
}

impl Translator {
    pub(crate) fn new(lexicon: &'static dyn Lexicon) -> Translator {
        Translator {
            symbols: Symbols::default(),
            lexicon,
            frames: Vec::new(),
            gaps: Vec::new(),
            understood: Vec::new(),
            topic: None,
            worded: super::worded::Worded::default(),
            universal: Vec::new(),
            told: Vec::new(),
            referred: BTreeSet::new(),
            presumed: Vec::new(),
            asserted: BTreeSet::new(),
            usual: false,
            next: 0,
            depth: 0,
        }
    }

    /// Sets whom the next sentence is about, by a name or a definite phrase.
    pub(crate) fn about_topic(&mut self, phrase: Option<&str>) {
        self.topic = phrase.map(|phrase| {
            let low = phrase.to_lowercase();
            let bare = low.strip_prefix("the ").unwrap_or(&low);
            // Names are known without an article.
            let named = self.symbols.has_thing(bare);
            Term::Thing(self.symbols.thing(if named { bare } else { &low }))
        });
    }

    /// What a sentence states, and whether it holds of the usual case only.
    pub(crate) fn premise(&mut self, form: &Form) -> Option<(Formula, bool)> {
        self.usual = false;
        self.restart(true);
        let formula = self.form(form);
        let frame = self.frames.pop().unwrap_or_default();
        self.told.extend(frame.seen.into_iter().filter(|seen| matches!(seen.term, Term::Thing(_))));
        Some((formula?.for_some(frame.vars), self.usual))
    }

    /// Notes whom the pronouns of a form refer to, before anything is translated.
    pub(crate) fn listen(&mut self, form: &Form) {
        super::listen::form(form, &mut self.referred, DEEPEST);
    }

    /// What is asked whether it holds.
    pub(crate) fn goal(&mut self, form: &Form) -> Option<Formula> {
        let asserted = self.asserted.clone();
        self.restart(false);
        let formula = self.form(form);
        let frame = self.frames.pop().unwrap_or_default();
        self.asserted = asserted;
        Some(formula?.for_some(frame.vars))
    }

    fn restart(&mut self, top: bool) {
        self.depth = 0;
        self.gaps.clear();
        self.understood.clear();
        self.universal.clear();
        self.frames = vec![Frame { top, generic: true, ..Frame::default() }];
    }

    /// Runs one level deeper; none where it is too deep.
    pub(super) fn deeper<T>(&mut self, run: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let found = run(self);
        self.depth -= 1;
        found
    }

    /// Runs in a scope of its own and gives the variables it bound.
    pub(super) fn scoped(
        &mut self,
        generic: bool,
        run: impl FnOnce(&mut Self) -> Option<Formula>,
    ) -> Option<(Formula, Frame)> {
        self.frames.push(Frame { generic, ..Frame::default() });
        let formula = self.deeper(run);
        let frame = self.frames.pop().unwrap_or_default();
        Some((formula?, frame))
    }

    /// Runs in a scope whose variables stand for some things.
    pub(super) fn closed(&mut self, run: impl FnOnce(&mut Self) -> Option<Formula>) -> Option<Formula> {
        let generic = self.generic();
        let (formula, frame) = self.scoped(generic, run)?;
        Some(formula.for_some(frame.vars))
    }

    pub(super) fn generic(&self) -> bool {
        self.frames.last().is_none_or(|frame| frame.generic)
    }

    pub(super) fn top(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.top)
    }

    /// A new variable of the scope in hand.
    pub(super) fn variable(&mut self) -> Id {
        self.next += 1;
        if let Some(frame) = self.frames.last_mut() {
            frame.vars.push(self.next);
        }
        self.next
    }

    /// A new variable that no scope binds.
    pub(super) fn unbound(&mut self) -> Id {
        self.next += 1;
        self.next
    }

    /// Something new: a thing of the dialogue at the top of a statement, else a variable.
    pub(super) fn some(&mut self, head: &str) -> Term {
        if self.top() { Term::Thing(self.symbols.nameless(head)) } else { Term::Var(self.variable()) }
    }

    /// Notes that a phrase spoke of a term.
    pub(super) fn note(&mut self, noun: &Noun, term: &Term) {
        let (referent, span) = (noun.referent, noun.span);
        let seen = Seen { referent, head: noun.head.to_lowercase(), term: term.clone(), span };
        if let Some(frame) = self.frames.last_mut() {
            frame.seen.push(seen);
        }
    }

    /// The latest one spoken of that `fits`, inner scopes first.
    pub(super) fn latest(&self, fits: impl Fn(&Seen) -> bool) -> Option<Term> {
        let scopes = self.frames.iter().rev().flat_map(|frame| frame.seen.iter().rev());
        scopes.chain(self.told.iter().rev()).find(|seen| fits(seen)).map(|seen| seen.term.clone())
    }

    /// The variable or thing that the very same phrase introduced before in the sentence.
    pub(super) fn again(&self, noun: &Noun) -> Option<Term> {
        if noun.span == Span::default() {
            return None;
        }
        let scopes = self.frames.iter().rev().flat_map(|frame| frame.seen.iter().rev());
        let same = |seen: &&Seen| seen.span == noun.span && seen.head == noun.head.to_lowercase();
        scopes.into_iter().find(same).map(|seen| seen.term.clone())
    }

    /// An atom of a key.
    pub(super) fn atom(&mut self, key: Key, terms: Vec<Term>) -> Formula {
        Formula::Atom(self.symbols.predicate(key), terms)
    }

    /// That a term has a property.
    pub(super) fn property(&mut self, base: &str, term: &Term) -> Formula {
        self.atom(Key::property(base), vec![term.clone()])
    }

    /// That a term is of a kind in relation to others.
    pub(super) fn relation(&mut self, base: &str, term: &Term, others: Vec<(String, Filler)>) -> Formula {
        let mut key = Key::property(base);
        let mut terms = vec![term.clone()];
        for (name, filler) in others {
            key.roles.push(Role { name, filler: filler.phrase() });
            terms.extend(filler.term());
        }
        self.atom(key, terms)
    }
}

/// What fills a role.
#[derive(Debug, Clone)]
pub(super) enum Filler {
    Term(Term),
    Phrase(super::Phrase),
}

impl Filler {
    pub(super) fn phrase(&self) -> Option<super::Phrase> {
        match self {
            Filler::Phrase(phrase) => Some(phrase.clone()),
            Filler::Term(_) => None,
        }
    }

    pub(super) fn term(self) -> Option<Term> {
        match self {
            Filler::Term(term) => Some(term),
            Filler::Phrase(_) => None,
        }
    }
}
