//! The noun phrases of forms in the order of the text, each given its number.

use engine_api::{Adjective, Claim, Complement, Determiner, Form, Joint, Noun, NounKind, Query};

use super::entity::{Entity, Gender, Number};
use super::{Discourse, Rank, Wanted};

/// The subject of the clause at hand, for reflexives and for what its objects cannot be.
#[derive(Debug, Clone, Copy, Default)]
struct Here {
    subject: u32,
}

impl Discourse {
    pub(super) fn query(&mut self, query: &mut Query) {
        self.form(&mut query.form);
    }

    pub(super) fn form(&mut self, form: &mut Form) {
        match form {
            Form::Claim(claim) => self.claim(claim, 0),
            Form::Not(inner) => self.form(inner),
            Form::And(parts) | Form::Or { parts, .. } => parts.iter_mut().for_each(|part| self.form(part)),
            Form::If { condition, result, .. } => {
                let before = std::mem::replace(&mut self.bound, true);
                self.in_order(condition, result);
                self.bound = before;
            }
            Form::Linked { main, other, .. } => self.in_order(main, other),
        }
    }

    fn in_order(&mut self, one: &mut Form, other: &mut Form) {
        let (first, second) = if start(other) < start(one) { (other, one) } else { (one, other) };
        self.form(first);
        self.form(second);
    }

    /// A clause; `gap` is what the gap of a relative clause stands for.
    fn claim(&mut self, claim: &mut Claim, gap: u32) {
        self.clause += 1;
        let mut here = Here::default();
        if let Some(subject) = &mut claim.subject {
            here.subject = self.noun(subject, Rank::Subject, here, gap);
        }
        for noun in [&mut claim.recipient, &mut claim.object].into_iter().flatten() {
            // The surface subject of a passive is as salient as any subject.
            let rank = if claim.passive { Rank::Subject } else { Rank::Object };
            self.noun(noun, rank, here, gap);
        }
        match &mut claim.complement {
            Some(Complement::Adjective(adjective)) => self.adjective(adjective, here, gap),
            Some(Complement::Noun(noun)) => self.said(noun, here, gap),
            Some(Complement::Clause(form) | Complement::Infinitive(form)) => self.inner(form, gap),
            Some(Complement::Question(query)) => self.inner(&mut query.form, gap),
            None => {}
        }
        for oblique in &mut claim.obliques {
            self.noun(&mut oblique.noun, Rank::Other, here, gap);
        }
    }

    /// An embedded form; gaps in it stand for what they stand for outside.
    fn inner(&mut self, form: &mut Form, gap: u32) {
        match form {
            Form::Claim(claim) => self.claim(claim, gap),
            Form::Not(inner) => self.inner(inner, gap),
            Form::And(parts) | Form::Or { parts, .. } => parts.iter_mut().for_each(|part| self.inner(part, gap)),
            Form::If { condition: one, result: other, .. } | Form::Linked { main: one, other, .. } => {
                self.inner(one, gap);
                self.inner(other, gap);
            }
        }
    }

    fn adjective(&mut self, adjective: &mut Adjective, here: Here, gap: u32) {
        if let Some(than) = &mut adjective.than {
            self.noun(than, Rank::Other, here, gap);
        }
        for oblique in &mut adjective.obliques {
            self.noun(&mut oblique.noun, Rank::Other, here, gap);
        }
    }

    /// What is said of the subject: "a cat" is no thing of its own, "the mother of Ann" and "Ann" are.
    fn said(&mut self, noun: &mut Noun, here: Here, gap: u32) {
        let predicate = noun.kind == NounKind::Common && matches!(noun.determiner, Determiner::A | Determiner::None);
        if predicate && noun.parts.is_empty() && noun.possessor.is_none() {
            self.within(noun, here, 0, gap);
        } else {
            self.noun(noun, Rank::Other, here, gap);
        }
    }

    /// What stands within a noun phrase; `own` is the number of the phrase.
    fn within(&mut self, noun: &mut Noun, here: Here, own: u32, gap: u32) {
        for oblique in &mut noun.obliques {
            self.noun(&mut oblique.noun, Rank::Other, here, gap);
        }
        for adjective in &mut noun.adjectives {
            self.adjective(adjective, here, gap);
        }
        for relative in &mut noun.relatives {
            self.inner(relative, own);
        }
    }

    /// Numbers a noun phrase and what stands in it; its number.
    fn noun(&mut self, noun: &mut Noun, rank: Rank, here: Here, gap: u32) -> u32 {
        if noun.kind == NounKind::Gap {
            noun.referent = gap;
            return gap;
        }
        let span = noun.span;
        let known = self.seen.iter().find(|(known, _)| *known == span && span.end > 0).map(|(_, id)| *id);
        let owner = noun.possessor.as_mut().map_or(0, |owner| self.noun(owner, Rank::Other, here, gap));
        for part in &mut noun.parts {
            self.noun(part, rank, here, gap);
        }
        let id = match known {
            Some(id) => id,
            None => self.number(noun, owner, here),
        };
        noun.referent = id;
        self.touch(id, rank);
        if known.is_none() && span.end > 0 {
            self.seen.push((span, id));
        }
        self.within(noun, here, id, gap);
        id
    }

    /// The number of a noun phrase that was not seen in this sentence.
    fn number(&mut self, noun: &Noun, owner: u32, here: Here) -> u32 {
        match noun.kind {
            NounKind::Gap | NounKind::Asked | NounKind::Number | NounKind::Clause => 0,
            NounKind::Pronoun => self.pronoun(noun, here),
            NounKind::Quoted => self.described(noun, owner),
            _ if !noun.parts.is_empty() => self.group(noun),
            NounKind::Name => self.described(noun, owner),
            NounKind::Indefinite => self.introduced(noun, owner),
            NounKind::Common => match noun.determiner {
                Determiner::The | Determiner::This | Determiner::Both => self.described(noun, owner),
                Determiner::None if noun.count.is_none() => self.described(noun, owner),
                _ => self.introduced(noun, owner),
            },
        }
    }

    /// A phrase that may mean something named before.
    fn described(&mut self, noun: &Noun, owner: u32) -> u32 {
        let new = Entity::of(noun, owner);
        let bare = noun.determiner == Determiner::None && !new.is_name && owner == 0;
        let fits = |entity: &&Entity| {
            let visible = entity.scope.is_none_or(|scope| scope == self.sentence);
            let generic = !bare || entity.number == new.number && entity.marks == new.marks && !entity.indefinite;
            visible && generic && entity.is_described_by(&new) && (entity.number == new.number || new.is_name)
        };
        let known = self.entities.iter().rev().find(fits).map(|entity| entity.id);
        if let Some(known) = known {
            return known;
        }
        let gender = self.gender(noun);
        self.fresh(new, gender)
    }

    /// A phrase that introduces something new; a quantifier binds it within its sentence.
    fn introduced(&mut self, noun: &Noun, owner: u32) -> u32 {
        let binds = self.bound
            || !matches!(noun.determiner, Determiner::A | Determiner::Some | Determiner::Several | Determiner::None);
        let scope = binds.then_some(self.sentence);
        let gender = self.gender(noun);
        self.fresh(Entity { scope, ..Entity::of(noun, owner) }, gender)
    }

    /// "Mary and John": a group; its members are known.
    fn group(&mut self, noun: &Noun) -> u32 {
        let ids: Vec<u32> = noun.parts.iter().map(|part| part.referent).collect();
        let text = Some(format!("{ids:?}"));
        let number = if noun.joint == Joint::And { Number::Plural } else { Number::Either };
        let known = self.entities.iter().rev().find(|entity| entity.text == text).map(|entity| entity.id);
        known.unwrap_or_else(|| self.fresh(Entity { text, number, ..Entity::of(noun, 0) }, Gender::Any))
    }

    fn pronoun(&mut self, noun: &Noun, here: Here) -> u32 {
        let head = noun.head.as_str();
        let (gender, number) = match head {
            "i" | "me" | "my" | "mine" | "myself" => return self.speaker(0),
            "you" | "your" | "yours" | "yourself" => return self.speaker(1),
            "he" | "him" | "his" | "himself" => (Gender::Male, Number::Singular),
            "she" | "her" | "hers" | "herself" => (Gender::Female, Number::Singular),
            "it" | "its" | "itself" => (Gender::Thing, Number::Singular),
            "they" | "them" | "their" | "theirs" | "themselves" => (Gender::Any, Number::Plural),
            "each other" | "one another" => return here.subject,
            "former" | "latter" => return self.of_two(head == "former"),
            _ => return 0,
        };
        if head.ends_with("self") || head.ends_with("selves") {
            return here.subject;
        }
        // "Tom likes him": somebody else; "Tom likes his car" may be Tom's.
        let object = matches!(head, "him" | "her" | "it" | "them") && here.subject != 0;
        let possessive = head == "her" && noun.span.end == 0;
        let not = if object && !possessive { [here.subject, 0] } else { [0, 0] };
        let wanted = Wanted { gender, number, not };
        self.antecedent(wanted).unwrap_or(0)
    }

    /// "the former", "the latter": of the last two things in the sentence before.
    fn of_two(&self, former: bool) -> u32 {
        let before = |entity: &&Entity| entity.sentence + 1 == self.sentence && entity.text.is_none();
        let mut two = self.entities.iter().filter(before);
        let (first, second) = (two.next(), two.next());
        if two.next().is_some() {
            return 0;
        }
        let one = if former { first } else { second };
        one.filter(|_| second.is_some()).map_or(0, |entity| entity.id)
    }
}

/// Where a form begins in its text.
fn start(form: &Form) -> usize {
    match form {
        Form::Claim(claim) => claim.span.start,
        Form::Not(inner) => start(inner),
        Form::And(parts) | Form::Or { parts, .. } => parts.iter().map(start).min().unwrap_or(0),
        Form::If { condition: one, result: other, .. } | Form::Linked { main: one, other, .. } => {
            start(one).min(start(other))
        }
    }
}
