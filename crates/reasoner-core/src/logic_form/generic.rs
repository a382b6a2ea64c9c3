//! Whether a subject stands for all of its kind: "Cats are animals", "A whale is a mammal", "Someone who is kind is
//! always young".

use engine_api::{Claim, Complement, Determiner, Noun, NounKind, Tense};

use super::context::Translator;

impl Translator {
    pub(super) fn speaks_of_all(&mut self, subject: &Noun, claim: &Claim) -> bool {
        let known = subject.span != engine_api::Span::default() && self.universal.contains(&subject.span);
        let all = known || self.is_generic(subject, claim);
        if all && !known {
            self.universal.push(subject.span);
        }
        all
    }

    fn is_generic(&self, subject: &Noun, claim: &Claim) -> bool {
        if !subject.parts.is_empty() {
            return subject.parts.iter().any(|part| self.is_generic(part, claim));
        }
        if !self.generic() || subject.possessor.is_some() {
            return false;
        }
        let lasting = claim.tense != Tense::Past && !claim.progressive && !claim.perfect;
        let always =
            claim.adverbs.iter().any(|adverb| matches!(adverb.as_str(), "always" | "necessarily" | "automatically"));
        match (subject.kind, subject.determiner) {
            (NounKind::Common, Determiner::None) => subject.plural && subject.count.is_none(),
            (NounKind::Common | NounKind::Indefinite, Determiner::Any) => true,
            (NounKind::Common, Determiner::A) => lasting && (always || is_definition(claim) || !self.top()),
            (NounKind::Indefinite, Determiner::Some | Determiner::None | Determiner::A) => always,
            _ => false,
        }
    }
}

/// A clause that tells what something is or does as such.
fn is_definition(claim: &Claim) -> bool {
    matches!(claim.complement, Some(Complement::Adjective(_) | Complement::Noun(_))) || claim.verb != "be"
}
