//! Noun phrases: what they speak of, with their quantifiers.

use engine_api::{Determiner, Joint, Noun, NounKind};

use super::context::Translator;
use super::form::one_of;
use super::kind::{is_general, is_kinship};
use crate::fol::{Formula, Term};

/// What is said of the term that a phrase speaks of.
pub(super) type Said<'a> = &'a mut dyn FnMut(&mut Translator, Term) -> Option<Formula>;

impl Translator {
    /// What is said of what a phrase speaks of. `all` where the phrase stands for all of its kind.
    pub(super) fn noun(&mut self, noun: &Noun, all: bool, said: Said<'_>) -> Option<Formula> {
        self.deeper(|this| this.phrase(noun, all, said))
    }

    fn phrase(&mut self, noun: &Noun, all: bool, said: Said<'_>) -> Option<Formula> {
        if !noun.parts.is_empty() {
            return self.coordination(noun, all, said);
        }
        match noun.kind {
            NounKind::Gap => {
                let term = self.gaps.last().cloned()?;
                said(self, term)
            }
            NounKind::Name => self.named(noun, said),
            NounKind::Pronoun => {
                let term = self.pronoun(noun)?;
                self.about(noun, term, said)
            }
            NounKind::Number | NounKind::Quoted => {
                let term = Term::Thing(self.symbols.thing(&noun.text.to_lowercase()));
                said(self, term)
            }
            NounKind::Asked => self.some_of(noun, said),
            NounKind::Clause => None,
            NounKind::Common | NounKind::Indefinite => self.quantified(noun, all, said),
        }
    }

    fn coordination(&mut self, noun: &Noun, all: bool, said: Said<'_>) -> Option<Formula> {
        let mut parts = Vec::new();
        for part in &noun.parts {
            let one = self.noun(part, all, &mut *said)?;
            parts.push(if noun.joint == Joint::Nor { one.denied() } else { one });
        }
        Some(match noun.joint {
            Joint::And | Joint::Nor => Formula::and(parts),
            Joint::Or => Formula::or(parts),
            Joint::Xor => one_of(parts),
        })
    }

    fn named(&mut self, noun: &Noun, said: Said<'_>) -> Option<Formula> {
        let term = Term::Thing(self.symbols.thing(&noun.head.to_lowercase()));
        self.note(noun, &term);
        let also = self.relatives(noun, &term)?;
        Some(Formula::and([also, said(self, term)?]))
    }

    /// A phrase with a term of its own; relative clauses add what they say.
    fn about(&mut self, noun: &Noun, term: Term, said: Said<'_>) -> Option<Formula> {
        let also = self.relatives(noun, &term)?;
        Some(Formula::and([also, said(self, term)?]))
    }

    fn quantified(&mut self, noun: &Noun, all: bool, said: Said<'_>) -> Option<Formula> {
        match noun.determiner {
            Determiner::All | Determiner::Both => self.every(noun, said),
            Determiner::Most => {
                self.usual = true;
                self.every(noun, said)
            }
            Determiner::No | Determiner::Neither => {
                self.every(noun, &mut |this, term| Some(this.closed(|this| said(this, term))?.denied()))
            }
            Determiner::Only => self.only(noun, said),
            Determiner::The | Determiner::This => self.definite(noun, said),
            _ if noun.possessor.is_some() => self.definite(noun, said),
            _ if all => self.every(noun, said),
            Determiner::None if !noun.plural && noun.kind == NounKind::Common && noun.count.is_none() => {
                let term = Term::Thing(self.symbols.thing(&noun.text.to_lowercase()));
                self.note(noun, &term);
                said(self, term)
            }
            _ => self.some_of(noun, said),
        }
    }

    /// For each of the kind.
    pub(super) fn every(&mut self, noun: &Noun, said: Said<'_>) -> Option<Formula> {
        let mut then = None;
        let (premise, frame) = self.scoped(false, |this| {
            let term = Term::Var(this.variable());
            this.note(noun, &term);
            let premise = this.kind(noun, &term)?;
            let (formula, inner) = this.scoped(true, |this| said(this, term))?;
            then = Some(formula.for_some(inner.vars));
            Some(premise)
        })?;
        Some(premise.implies(then?).for_all(frame.vars))
    }

    /// What is said, is said of none but the kind.
    fn only(&mut self, noun: &Noun, said: Said<'_>) -> Option<Formula> {
        let mut then = None;
        let (premise, frame) = self.scoped(false, |this| {
            let term = Term::Var(this.variable());
            this.note(noun, &term);
            let premise = said(this, term.clone())?;
            let (formula, inner) = this.scoped(true, |this| this.kind(noun, &term))?;
            then = Some(formula.for_some(inner.vars));
            Some(premise)
        })?;
        Some(premise.implies(then?).for_all(frame.vars))
    }

    /// Some of the kind.
    fn some_of(&mut self, noun: &Noun, said: Said<'_>) -> Option<Formula> {
        if let Some(term) = self.again(noun) {
            return said(self, term);
        }
        let term = self.some(&noun.head);
        self.note(noun, &term);
        let kind = self.kind(noun, &term)?;
        Some(Formula::and([kind, said(self, term)?]))
    }

    /// "the cow", "her cat", "Bob's mother", "the owner of the cow".
    fn definite(&mut self, noun: &Noun, said: Said<'_>) -> Option<Formula> {
        let head = noun.head.to_lowercase();
        let plain = noun.possessor.is_none() && noun.obliques.is_empty();
        let by_number = |this: &Self| this.latest(|seen| noun.referent != 0 && seen.referent == noun.referent);
        let variable = |term: &Term| matches!(term, Term::Var(_));
        if plain {
            let known = by_number(self).or_else(|| {
                let same = |seen: &super::context::Seen| seen.head == head && variable(&seen.term);
                self.latest(same)
            });
            if let Some(term) = known {
                return self.about(noun, term, said);
            }
        }
        // "The salmon" shows no plural, so it is one.
        let shown = !noun.text.to_lowercase().ends_with(&head);
        if noun.plural && shown && !is_kinship(&head) && noun.possessor.is_none() {
            return self.every(noun, said);
        }
        if let Some(term) = self.described(noun) {
            self.note(noun, &term);
            return said(self, term);
        }
        self.some_of(noun, said)
    }

    /// The thing that a definite phrase without variables describes, taken for granted to be such.
    fn described(&mut self, noun: &Noun) -> Option<Term> {
        let holder = noun.possessor.as_deref().or(noun.obliques.first().map(|oblique| &oblique.noun));
        let of = match holder {
            Some(holder) => {
                let known = match holder.kind {
                    NounKind::Pronoun => self.pronoun(holder),
                    NounKind::Name => Some(Term::Thing(self.symbols.thing(&holder.head.to_lowercase()))),
                    NounKind::Common if holder.parts.is_empty() => self.described(holder),
                    _ => None,
                };
                let Term::Thing(thing) = known? else { return None };
                format!(" of {}", self.symbols.name(thing))
            }
            None => String::new(),
        };
        let words = super::Phrase::of(noun);
        let name = [words.words.as_slice(), &[words.head]].concat().join(" ");
        let relatives = if noun.relatives.is_empty() { String::new() } else { format!(" ({})", noun.text) };
        let thing = self.symbols.thing(&format!("the {name}{of}{relatives}").to_lowercase());
        let term = Term::Thing(thing);
        self.frames.push(super::context::Frame { top: true, ..Default::default() });
        let presumed = self.kind(noun, &term);
        self.frames.pop();
        if let Some(presumed) = presumed
            && !self.presumed.contains(&presumed)
        {
            self.presumed.push(presumed);
        }
        Some(term)
    }

    /// Whom a pronoun refers to.
    pub(super) fn pronoun(&mut self, noun: &Noun) -> Option<Term> {
        let head = noun.head.to_lowercase();
        if matches!(head.as_str(), "i" | "me" | "my" | "we" | "us" | "our" | "you" | "your" | "myself" | "yourself") {
            return Some(Term::Thing(self.symbols.thing("you")));
        }
        if let Some(topic) = &self.topic {
            return Some(topic.clone());
        }
        let mut known = self.latest(|seen| noun.referent != 0 && seen.referent == noun.referent);
        // "If something sees the cat, it …", "if something is in a box, it …": of the general one.
        if head == "it" {
            let general = |seen: &super::context::Seen| matches!(seen.term, Term::Var(_)) && is_general(&seen.head);
            known = self.latest(general).or(known);
        }
        let variable = |this: &Self| this.latest(|seen| matches!(seen.term, Term::Var(_)));
        let animate = matches!(head.as_str(), "he" | "him" | "his" | "she" | "her" | "they" | "them" | "their");
        let name =
            |this: &Self| this.latest(|seen| !animate || seen.head.chars().next().is_some() && !seen.head.is_empty());
        known.or_else(|| variable(self)).or_else(|| name(self))
    }
}
