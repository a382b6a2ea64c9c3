//! Clauses: a verb with its roles as an atom over the terms that its noun phrases speak of.

use engine_api::{Claim, Complement, Inflection, Noun, NounKind, Pos};

use super::context::{Filler, Translator};
use super::phrase::Phrase;
use super::symbol::{Key, Role, Sort};
use crate::fol::{Formula, Term};

/// Adverbs that add nothing to what is said.
const EMPTY: &[&str] = &[
    "always",
    "also",
    "too",
    "then",
    "therefore",
    "thus",
    "hence",
    "so",
    "surely",
    "certainly",
    "definitely",
    "necessarily",
    "actually",
    "really",
    "indeed",
    "likewise",
    "moreover",
    "first",
    "second",
    "third",
    "next",
    "now",
    "finally",
    "however",
    "both",
    "either",
    "consequently",
    "still",
    "just",
    "currently",
    "simply",
    "already",
    "even",
    "as well",
    "additionally",
    "furthermore",
    "in addition",
    "in fact",
    "of course",
    "instead",
    "similarly",
    "subsequently",
    "accordingly",
    "well",
    "for sure",
    "automatically",
    "there",
    "together",
    "inevitably",
    "undoubtedly",
    "unquestionably",
    "never",
    "successfully",
    "firstly",
    "secondly",
    "lastly",
    "regularly",
    "ever",
    "not",
    "to begin with",
    "in turn",
    "neither",
    "nor",
    "alone",
    "all",
    "once",
    "here",
    "today",
    "clearly",
    "obviously",
    "as a result",
    "naturally",
    "no longer",
];

/// Adverbs of the usual case.
const USUAL: &[&str] = &[
    "usually",
    "normally",
    "typically",
    "generally",
    "commonly",
    "mostly",
    "probably",
    "likely",
    "ordinarily",
    "customarily",
    "generally speaking",
    "as a rule",
    "by default",
    "in general",
    "traditionally",
    "often",
];

/// Verbs of coming to know.
const REPORTS: &[&str] =
    &["conclude", "infer", "deduce", "know", "see", "note", "say", "find", "notice", "observe", "follow", "establish"];

/// Modal verbs that leave open whether it is so.
const OPEN: &[&str] = &["may", "might", "should", "could", "ought to"];

impl Translator {
    /// What a clause says.
    pub(super) fn claim(&mut self, claim: &Claim) -> Option<Formula> {
        if claim.adverbs.iter().any(|adverb| USUAL.contains(&adverb.as_str())) {
            self.usual = true;
        }
        // "We can conclude that …", "you see that …": what is concluded or seen.
        if let Some(Complement::Clause(form)) = &claim.complement
            && REPORTS.contains(&claim.verb.as_str())
            && !claim.negated
            && claim.subject.as_ref().is_none_or(is_anyone)
        {
            return self.form(form);
        }
        if let Some(formula) = self.nominal(claim) {
            return Some(formula);
        }
        if claim.verb == "there is" || is_expletive(claim) {
            return self.existence(claim);
        }
        if let Some(subject) = &claim.subject {
            let all = self.speaks_of_all(subject, claim);
            return self.noun(subject, all, &mut |this, term| this.predicate(claim, Some(term)));
        }
        if claim.passive
            && let Some(patient) = &claim.object
        {
            // The quantifier of the patient stands outside of the negation, as it is the surface subject.
            let all = self.speaks_of_all(patient, claim);
            return self.noun(patient, all, &mut |this, term| this.undergoes(claim, term));
        }
        let understood = self.understood.last().cloned();
        self.predicate(claim, understood)
    }

    /// The negated or plain predicate.
    fn predicate(&mut self, claim: &Claim, subject: Option<Term>) -> Option<Formula> {
        if claim.negated {
            return Some(self.closed(|this| this.affirmed(claim, subject))?.denied());
        }
        self.affirmed(claim, subject)
    }

    fn affirmed(&mut self, claim: &Claim, subject: Option<Term>) -> Option<Formula> {
        if let Some(formula) = subject.as_ref().and_then(|term| self.worded(claim, term)) {
            return Some(formula);
        }
        match (&subject, &claim.complement) {
            (Some(term), Some(complement)) if claim.verb == "be" => self.is(claim, complement, term),
            // "The lamp is off", "There is someone", "he is": a state, else that it exists.
            (Some(term), None) if claim.verb == "be" && claim.object.is_none() && claim.obliques.is_empty() => {
                let state = claim.adverbs.iter().find(|adverb| tells(adverb));
                Some(state.map_or_else(Formula::truth, |state| self.property(state, term)))
            }
            (Some(term), None)
                if claim.progressive
                    && is_bare(claim)
                    && self.is_quality(&claim.verb, Inflection::PresentParticiple) =>
            {
                let quality = self.lexicon.inflect(&claim.verb, Inflection::PresentParticiple);
                Some(self.property(&quality, term))
            }
            _ => {
                let fixed = subject.map(|term| ("subject".to_owned(), Filler::Term(term)));
                self.does(claim, fixed.into_iter().collect(), claim.object.as_ref())
            }
        }
    }

    /// A passive clause without an agent.
    fn undergoes(&mut self, claim: &Claim, term: Term) -> Option<Formula> {
        if is_bare_passive(claim) && self.is_quality(&claim.verb, Inflection::PastParticiple) {
            let quality = self.lexicon.inflect(&claim.verb, Inflection::PastParticiple);
            let formula = self.property(&quality, &term);
            return Some(if claim.negated { formula.denied() } else { formula });
        }
        let said = |this: &mut Self| this.does(claim, vec![("object".to_owned(), Filler::Term(term))], None);
        if claim.negated { Some(self.closed(said)?.denied()) } else { said(self) }
    }

    /// Whether a participle is also an adjective ("boring", "married").
    fn is_quality(&self, verb: &str, inflection: Inflection) -> bool {
        let written = self.lexicon.inflect(verb, inflection);
        self.lexicon
            .candidates(&written)
            .iter()
            .any(|one| one.known && one.pos == Pos::Adjective && one.lemma == written)
    }

    /// The atom of a verb with the roles that are filled and those that are to be.
    fn does(&mut self, claim: &Claim, fixed: Vec<(String, Filler)>, object: Option<&Noun>) -> Option<Formula> {
        let mut places: Vec<(String, &Noun)> = Vec::new();
        places.extend(object.map(|noun| ("object".to_owned(), noun)));
        places.extend(claim.recipient.iter().map(|noun| ("to".to_owned(), noun)));
        let mut fixed = fixed;
        self.complement_roles(claim, &mut fixed, &mut places)?;
        for oblique in &claim.obliques {
            places.push((oblique.preposition.to_lowercase(), &oblique.noun));
        }
        for adverb in claim.adverbs.iter().filter(|adverb| tells(adverb)) {
            fixed.push(("adverb".to_owned(), Filler::Phrase(Phrase::word(adverb))));
        }
        let base = base(claim);
        self.fill(&places, fixed, &mut |this, roles| Some(this.deed(&base, roles)))
    }

    /// The atom of a verb over filled roles, in a fixed order.
    fn deed(&mut self, base: &str, mut roles: Vec<(String, Filler)>) -> Formula {
        roles.sort_by(|one, other| one.0.cmp(&other.0));
        let keys = roles.iter().map(|(name, filler)| Role { name: name.clone(), filler: filler.phrase() }).collect();
        let terms = roles.into_iter().filter_map(|(_, filler)| filler.term()).collect();
        self.atom(Key { sort: Sort::Does, base: base.to_owned(), roles: keys }, terms)
    }

    /// The complement of a verb other than the copula as roles.
    fn complement_roles<'c>(
        &mut self,
        claim: &'c Claim,
        fixed: &mut Vec<(String, Filler)>,
        places: &mut Vec<(String, &'c Noun)>,
    ) -> Option<()> {
        match &claim.complement {
            None => {}
            Some(Complement::Noun(noun)) => places.push(("complement".to_owned(), noun)),
            Some(Complement::Adjective(adjective)) => {
                let word = format!("{}{}", if adjective.negated { "non-" } else { "" }, adjective.lemma);
                fixed.push(("complement".to_owned(), Filler::Phrase(Phrase::word(&word))));
                for oblique in &adjective.obliques {
                    places.push((oblique.preposition.clone(), &oblique.noun));
                }
            }
            Some(Complement::Clause(form) | Complement::Infinitive(form)) => self.embedded(form, fixed, places)?,
            Some(Complement::Question(_)) => return None,
        }
        Some(())
    }

    /// An embedded clause as roles of the verb above it: "wants to go to Paris".
    fn embedded<'c>(
        &mut self,
        form: &'c engine_api::Form,
        fixed: &mut Vec<(String, Filler)>,
        places: &mut Vec<(String, &'c Noun)>,
    ) -> Option<()> {
        let engine_api::Form::Claim(inner) = form else { return None };
        let not = if inner.negated { "not " } else { "" };
        fixed.push(("clause".to_owned(), Filler::Phrase(Phrase::word(&format!("{not}{}", base(inner))))));
        places.extend(inner.object.iter().map(|noun| ("clause.object".to_owned(), noun)));
        for oblique in &inner.obliques {
            places.push((format!("clause.{}", oblique.preposition), &oblique.noun));
        }
        match &inner.complement {
            Some(Complement::Noun(noun)) => places.push(("clause.complement".to_owned(), noun)),
            Some(Complement::Adjective(adjective)) => {
                fixed.push(("clause.complement".to_owned(), Filler::Phrase(Phrase::word(&adjective.lemma))));
            }
            _ => {}
        }
        Some(())
    }

    /// "There is a cat that …".
    fn existence(&mut self, claim: &Claim) -> Option<Formula> {
        let complement = match &claim.complement {
            Some(Complement::Noun(noun)) => Some(noun),
            _ => None,
        };
        let subject = claim.subject.as_ref().filter(|noun| !is_there(noun));
        let noun = subject.or(claim.object.as_ref()).or(complement)?;
        let said = |this: &mut Self| {
            this.noun(noun, false, &mut |this, term| {
                let mut parts = Vec::new();
                for oblique in &claim.obliques {
                    parts.push(this.placed(&oblique.preposition, &oblique.noun, &term)?);
                }
                Some(Formula::and(parts))
            })
        };
        if claim.negated { Some(self.closed(said)?.denied()) } else { said(self) }
    }
}

/// "we", "you", "one": no one in particular.
fn is_anyone(noun: &Noun) -> bool {
    noun.kind == NounKind::Pronoun && matches!(noun.head.as_str(), "we" | "you" | "one" | "i" | "it")
}

fn is_bare(claim: &Claim) -> bool {
    claim.object.is_none() && claim.recipient.is_none() && claim.complement.is_none() && claim.obliques.is_empty()
}

fn is_bare_passive(claim: &Claim) -> bool {
    claim.recipient.is_none() && claim.complement.is_none() && claim.obliques.is_empty()
}

fn is_there(noun: &Noun) -> bool {
    noun.kind == NounKind::Pronoun && noun.head == "there"
}

fn is_expletive(claim: &Claim) -> bool {
    claim.verb == "be" && claim.subject.as_ref().is_some_and(is_there)
}

/// Whether an adverb adds to what is said.
pub(super) fn tells(adverb: &str) -> bool {
    !EMPTY.contains(&adverb) && !USUAL.contains(&adverb)
}

/// The verb, with a modal that leaves it open.
fn base(claim: &Claim) -> String {
    match claim.modal.as_deref().filter(|modal| OPEN.contains(modal)) {
        Some(modal) => format!("{modal} {}", claim.verb),
        None => claim.verb.to_lowercase(),
    }
}
