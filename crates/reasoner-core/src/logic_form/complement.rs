//! What stands after a copula: qualities, kinds, identity, places.

use engine_api::{Claim, Complement, Determiner, Joint, Noun, NounKind};

use super::claim::tells;
use super::context::{Filler, Translator};
use super::form::one_of;
use super::phrase::Phrase;
use crate::fol::{Formula, Term};

impl Translator {
    /// That a term is what the complement says.
    pub(super) fn is(&mut self, claim: &Claim, complement: &Complement, term: &Term) -> Option<Formula> {
        let mut parts = vec![match complement {
            Complement::Adjective(adjective) => self.adjective(adjective, term)?,
            Complement::Noun(noun) => self.is_noun(noun, term)?,
            Complement::Clause(form) | Complement::Infinitive(form) => {
                self.gaps.push(term.clone());
                let formula = self.form(form);
                self.gaps.pop();
                formula?
            }
            Complement::Question(_) => return None,
        }];
        for oblique in &claim.obliques {
            let base = match complement {
                Complement::Adjective(adjective) => adjective.lemma.to_lowercase(),
                Complement::Noun(noun) if noun.kind == NounKind::Common => noun.head.to_lowercase(),
                _ => "be".to_owned(),
            };
            let places = [(oblique.preposition.clone(), &oblique.noun)];
            parts.push(self.fill(&places, Vec::new(), &mut |this, roles| Some(this.relation(&base, term, roles)))?);
        }
        for adverb in claim.adverbs.iter().filter(|adverb| tells(adverb)) {
            let role = vec![("adverb".to_owned(), Filler::Phrase(Phrase::word(adverb)))];
            parts.push(self.relation("be", term, role));
        }
        Some(Formula::and(parts))
    }

    /// "is a cat", "is Ann", "is the mother of Ann", "is a cat or a dog".
    fn is_noun(&mut self, noun: &Noun, term: &Term) -> Option<Formula> {
        if !noun.parts.is_empty() {
            let parts: Option<Vec<Formula>> = noun.parts.iter().map(|part| self.is_noun(part, term)).collect();
            let parts = parts?;
            return Some(match noun.joint {
                Joint::And => Formula::and(parts),
                Joint::Or => Formula::or(parts),
                Joint::Xor => one_of(parts),
                Joint::Nor => Formula::and(parts.into_iter().map(Formula::denied)),
            });
        }
        if noun.kind == NounKind::Name && !noun.relatives.is_empty() && !self.understood.is_empty() {
            // "… and Bob being late": the next clause of a subject made of clauses.
            let other = Term::Thing(self.symbols.thing(&noun.head.to_lowercase()));
            return self.clausal(noun, &other);
        }
        match noun.kind {
            NounKind::Common | NounKind::Indefinite => {
                let kind = self.kind(noun, term)?;
                // "Is not a big animal" grants that it is an animal.
                if noun.adjectives.is_empty() && noun.modifiers.is_empty() {
                    self.assert_kinds(&kind);
                }
                let denied = noun.determiner == Determiner::No;
                Some(if denied { kind.denied() } else { kind })
            }
            // "is wooden" with a word that nobody knows.
            NounKind::Name if noun.head.chars().all(|letter| !letter.is_uppercase()) => {
                Some(self.property(&noun.head, term))
            }
            NounKind::Name | NounKind::Pronoun | NounKind::Number | NounKind::Quoted => {
                let subject = term.clone();
                self.noun(noun, false, &mut |this, other| Some(this.equal(&subject, &other)))
            }
            _ => None,
        }
    }

    /// Notes the kinds that something is said to be.
    fn assert_kinds(&mut self, formula: &Formula) {
        let mut found = Vec::new();
        formula.atoms(&mut |predicate, _| found.push(predicate));
        self.asserted.extend(found);
    }

    /// That two terms are the same.
    fn equal(&mut self, one: &Term, other: &Term) -> Formula {
        let (one, other) = if one <= other { (one, other) } else { (other, one) };
        self.relation("=", one, vec![("to".to_owned(), Filler::Term(other.clone()))])
    }
}
