//! Clauses that stand as noun phrases: "being kind is sufficient for being liked", "Ann being late implies that …",
//! "someone being calm is equivalent to being quiet".

use engine_api::{Claim, Complement, Form, Noun, NounKind};

use super::context::Translator;
use crate::fol::{Formula, Term};

/// How one clause bears on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bearing {
    Sufficient,
    Necessary,
    Equivalent,
}

/// Verbs by which the subject's clause brings about that of the object.
const BRINGS: &[&str] =
    &["imply", "mean", "entail", "guarantee", "ensure", "suggest", "show", "lead", "result", "cause", "indicate"];

impl Translator {
    /// The formula of a clause about clauses; none where it is none.
    pub(super) fn nominal(&mut self, claim: &Claim) -> Option<Formula> {
        let subject = claim.subject.as_ref().filter(|noun| is_clausal(noun))?;
        let (bearing, other) = bearing(claim)?;
        let mut then = None;
        let (first, frame) = self.scoped(false, |this| {
            let term = match subject.kind {
                NounKind::Name => Term::Thing(this.symbols.thing(&subject.head.to_lowercase())),
                _ => Term::Var(this.variable()),
            };
            this.note(subject, &term);
            let first = this.clausal(subject, &term)?;
            let (formula, inner) = this.scoped(true, |this| match other {
                Other::Form(form) => this.form(form),
                Other::Noun(noun) => {
                    let about = match noun.kind {
                        NounKind::Name => Term::Thing(this.symbols.thing(&noun.head.to_lowercase())),
                        NounKind::Pronoun => this.pronoun(noun)?,
                        _ => term.clone(),
                    };
                    this.clausal(noun, &about)
                }
            })?;
            then = Some(formula.for_some(inner.vars));
            Some(first)
        })?;
        let then = then?;
        let whole = match bearing {
            Bearing::Sufficient => first.implies(then),
            Bearing::Necessary => then.implies(first),
            Bearing::Equivalent => Formula::Iff(Box::new(first), Box::new(then)),
        };
        let whole = whole.for_all(frame.vars);
        Some(if claim.negated { whole.denied() } else { whole })
    }

    /// What the clause within a noun phrase says of a term.
    pub(super) fn clausal(&mut self, noun: &Noun, term: &Term) -> Option<Formula> {
        if !noun.parts.is_empty() {
            let parts: Option<Vec<Formula>> = noun
                .parts
                .iter()
                .map(|part| {
                    let own = match part.kind {
                        NounKind::Name => Term::Thing(self.symbols.thing(&part.head.to_lowercase())),
                        _ => term.clone(),
                    };
                    self.clausal(part, &own)
                })
                .collect();
            let parts = parts?;
            return Some(match noun.joint {
                engine_api::Joint::Or => Formula::or(parts),
                engine_api::Joint::Nor => Formula::and(parts.into_iter().map(Formula::denied)),
                engine_api::Joint::Xor => super::form::one_of(parts),
                engine_api::Joint::And => Formula::and(parts),
            });
        }
        if noun.relatives.is_empty() {
            return None;
        }
        self.understood.push(term.clone());
        let said = match (noun.relatives.as_slice(), noun.obliques.as_slice()) {
            // "Being a fan of Ann": the phrase after the clause belongs to its complement.
            ([Form::Claim(inner)], [first, ..]) if noun.kind == NounKind::Clause => {
                let mut whole = inner.clone();
                match &mut whole.complement {
                    Some(Complement::Noun(kind)) if kind.obliques.is_empty() => kind.obliques.push(first.clone()),
                    _ => whole.obliques.push(first.clone()),
                }
                self.form(&Form::Claim(whole))
            }
            _ => self.relatives(noun, term),
        };
        self.understood.pop();
        said
    }
}

enum Other<'a> {
    Noun(&'a Noun),
    Form(&'a Form),
}

fn is_clausal(noun: &Noun) -> bool {
    let clause = noun.kind == NounKind::Clause || !noun.relatives.is_empty();
    clause || (!noun.parts.is_empty() && noun.parts.iter().all(is_clausal))
}

fn bearing(claim: &Claim) -> Option<(Bearing, Other<'_>)> {
    if BRINGS.contains(&claim.verb.as_str()) {
        return match (&claim.complement, &claim.object) {
            (Some(Complement::Clause(form)), _) => Some((Bearing::Sufficient, Other::Form(form))),
            (_, Some(noun)) if is_clausal(noun) => Some((Bearing::Sufficient, Other::Noun(noun))),
            _ => None,
        };
    }
    let Some(Complement::Adjective(adjective)) = &claim.complement else { return None };
    let bearing = match adjective.lemma.as_str() {
        "sufficient" | "enough" => Bearing::Sufficient,
        "necessary" | "required" | "needed" | "essential" | "indispensable" => Bearing::Necessary,
        "equivalent" | "tantamount" | "equal" | "identical" => Bearing::Equivalent,
        _ => return None,
    };
    let mut obliques = adjective.obliques.iter().chain(&claim.obliques);
    let other = obliques.find(|oblique| matches!(oblique.preposition.as_str(), "for" | "to" | "with"))?;
    Some((bearing, Other::Noun(&other.noun)))
}
