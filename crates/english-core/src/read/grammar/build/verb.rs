//! Clauses from nodes.

use engine_api::{Claim, Complement, Form, Joint, Noun, NounKind, Oblique, Tense};

use super::super::chart::{Id, Mark, NONE, Node, Role};
use super::{Builder, word};

/// Something that is added to clauses.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Oblique(Box<Oblique>),
    Adverb(String),
    Nothing,
}

/// "Tom, **a teacher**": that the head is a teacher.
pub(super) fn apposed(other: Noun) -> Form {
    let gap = Noun { kind: NounKind::Gap, ..Noun::default() };
    Form::Claim(Box::new(Claim {
        span: other.span,
        subject: Some(gap),
        verb: "be".to_owned(),
        complement: Some(Complement::Noun(other)),
        ..Claim::default()
    }))
}

/// Calls `change` for every clause of a coordination.
fn each_claim(form: &mut Form, change: &mut dyn FnMut(&mut Claim)) {
    match form {
        Form::Claim(claim) => change(claim),
        Form::Not(inner) => each_claim(inner, change),
        Form::And(parts) | Form::Or { parts, .. } => parts.iter_mut().for_each(|part| each_claim(part, change)),
        Form::If { result, .. } => each_claim(result, change),
        Form::Linked { main, .. } => each_claim(main, change),
    }
}

/// The denial of a form.
pub(super) fn denied(form: Form) -> Form {
    match form {
        Form::Claim(mut claim) if !claim.negated => {
            claim.negated = true;
            Form::Claim(claim)
        }
        Form::Or { parts, exclusive: false } => Form::And(parts.into_iter().map(denied).collect()),
        other => Form::Not(Box::new(other)),
    }
}

/// Whether all its clauses are in the simple present or future.
fn is_general(form: &Form) -> bool {
    match form {
        Form::Claim(claim) => claim.tense != Tense::Past && !claim.progressive && !claim.perfect,
        Form::Not(inner) => is_general(inner),
        Form::And(parts) | Form::Or { parts, .. } => parts.iter().all(is_general),
        Form::If { .. } | Form::Linked { .. } => false,
    }
}

/// Forms joined, nested ones of the same joint flattened.
pub(super) fn joined(parts: Vec<Form>, joint: Joint) -> Form {
    match joint {
        Joint::And => Form::And(parts),
        Joint::Or => Form::Or { parts, exclusive: false },
        Joint::Xor => Form::Or { parts, exclusive: true },
        Joint::Nor => Form::And(parts.into_iter().map(denied).collect()),
    }
}

impl Builder<'_> {
    /// The form of a clause, or of a verb phrase with its subject.
    pub(in super::super) fn form(&mut self, id: Id, subject: Option<&Noun>) -> Form {
        match self.get(id) {
            Node::Clause { subject, verb, from, to } => {
                let noun = (subject != NONE).then(|| self.noun(subject));
                let mut form = self.form(verb, noun.as_ref());
                let span = self.span(from, to);
                each_claim(&mut form, &mut |claim| {
                    if claim.span.end == 0 {
                        claim.span = span;
                    }
                });
                form
            }
            Node::Verb { at, plain } => self.claim(word::verb_lemma(self.tokens, usize::from(at), plain), subject),
            Node::Be { .. } => self.claim("be", subject),
            Node::Say { .. } => self.claim("say", subject),
            Node::Joined { joint, .. } => self.join(id, joint, subject),
            Node::Marked { base, mark } => {
                let form = self.form(base, subject);
                self.marked(form, mark)
            }
            Node::Add { base, role, child } => self.added(base, role, child, subject),
            Node::If { condition, result, exact } => {
                let condition = Box::new(self.form(condition, None));
                Form::If { condition, result: Box::new(self.form(result, None)), exact }
            }
            Node::Linked { link, main, other } => {
                let main = Box::new(self.form(main, None));
                let other = Box::new(self.form(other, None));
                // "When something is hot, it glows": at any time.
                if link == "when" && is_general(&main) && is_general(&other) {
                    return Form::If { condition: other, result: main, exact: false };
                }
                Form::Linked { link: link.to_owned(), main, other }
            }
            Node::Not { base } => denied(self.form(base, None)),
            Node::Filled { base, filler } => {
                let noun = self.noun(filler);
                self.with_gap(noun, |builder| builder.form(base, subject))
            }
            _ => self.claim("", subject),
        }
    }

    fn claim(&self, verb: &str, subject: Option<&Noun>) -> Form {
        Form::Claim(Box::new(Claim { verb: verb.to_owned(), subject: subject.cloned(), ..Claim::default() }))
    }

    fn join(&mut self, id: Id, joint: Joint, subject: Option<&Noun>) -> Form {
        let mut parts = Vec::new();
        let mut at = id;
        while let Node::Joined { first, rest, joint: inner } = self.get(at) {
            if at != id && inner != joint && !(joint == Joint::Xor && inner == Joint::Or) {
                break;
            }
            parts.push(self.form(first, subject));
            at = rest;
        }
        parts.push(self.form(at, subject));
        joined(parts, joint)
    }

    fn marked(&mut self, mut form: Form, mark: Mark) -> Form {
        if mark == Mark::Negated {
            return denied(form);
        }
        let modal = match mark {
            Mark::Modal(at) => super::super::closed::modal(self.low(at)).map(str::to_owned),
            Mark::SemiModal(lemma) => Some(lemma.to_owned()),
            _ => None,
        };
        each_claim(&mut form, &mut |claim| match mark {
            Mark::Past => claim.tense = Tense::Past,
            Mark::Future => claim.tense = Tense::Future,
            Mark::Perfect => claim.perfect = true,
            Mark::Progressive => claim.progressive = true,
            Mark::Passive => undo_passive(claim),
            Mark::Modal(_) | Mark::SemiModal(_) => claim.modal = claim.modal.take().or_else(|| modal.clone()),
            Mark::Negated => {}
        });
        form
    }

    /// Where the verb of a verb phrase stands.
    fn verb_at(&self, id: Id) -> u16 {
        match self.get(id) {
            Node::Verb { at, .. } | Node::Be { at } | Node::Say { at } => at,
            Node::Add { base, .. } | Node::Marked { base, .. } => self.verb_at(base),
            Node::Joined { first, .. } => self.verb_at(first),
            Node::Clause { verb, .. } => self.verb_at(verb),
            _ => 0,
        }
    }

    fn added(&mut self, base: Id, role: Role, child: Id, subject: Option<&Noun>) -> Form {
        let mut form = self.form(base, subject);
        let part = self.part(role, child);
        if !matches!(part, Part::Nothing) {
            let from = match role {
                Role::Adverb(from, _) => from,
                _ => self.starts(child),
            };
            self.attach(&mut form, &part, from < self.verb_at(base));
            return form;
        }
        let Form::Claim(claim) = &mut form else { return form };
        self.fill(claim, role, child);
        form
    }

    fn starts(&self, child: Id) -> u16 {
        match self.get(child) {
            Node::Prep { from, .. } => from,
            Node::Bare { noun } => self.starts(noun),
            Node::Phrase { from, .. } => from,
            Node::Add { base, .. } => self.starts(base),
            _ => u16::MAX,
        }
    }

    /// Prepositional phrases and adverbs, which go with all clauses of a coordination.
    pub(super) fn part(&mut self, role: Role, child: Id) -> Part {
        match role {
            Role::Oblique => Part::Oblique(Box::new(self.oblique(child))),
            Role::Adverb(from, to) => Part::Adverb(self.lows(from, to)),
            _ => Part::Nothing,
        }
    }

    pub(super) fn attach(&self, form: &mut Form, part: &Part, first: bool) {
        each_claim(form, &mut |claim| match part {
            Part::Oblique(oblique) if first => claim.obliques.insert(0, (**oblique).clone()),
            Part::Oblique(oblique) => claim.obliques.push((**oblique).clone()),
            Part::Adverb(adverb) if first => claim.adverbs.insert(0, adverb.clone()),
            Part::Adverb(adverb) => claim.adverbs.push(adverb.clone()),
            Part::Nothing => {}
        });
    }

    /// Fills a role that only one clause can have.
    fn fill(&mut self, claim: &mut Claim, role: Role, child: Id) {
        match role {
            Role::Object => claim.object = Some(self.noun(child)),
            Role::SecondObject => {
                claim.recipient = claim.object.take();
                claim.object = Some(self.noun(child));
            }
            Role::CompAdjective => claim.complement = Some(Complement::Adjective(self.adjective(child))),
            Role::CompNoun => claim.complement = Some(Complement::Noun(self.noun(child))),
            Role::CompClause => claim.complement = Some(Complement::Clause(Box::new(self.form(child, None)))),
            Role::CompInfinitive => {
                let subject = claim.subject.clone();
                claim.complement = Some(Complement::Infinitive(Box::new(self.form(child, subject.as_ref()))));
            }
            Role::CompObjectInfinitive => {
                let subject = claim.object.clone();
                claim.complement = Some(Complement::Infinitive(Box::new(self.form(child, subject.as_ref()))));
            }
            Role::CompQuestion => {
                claim.complement = self.query(child).map(|query| Complement::Question(Box::new(query)));
            }
            Role::Particle(at) => {
                claim.verb.push(' ');
                let particle = self.low(at).to_owned();
                claim.verb.push_str(&particle);
            }
            _ => {}
        }
    }
}

/// Makes the surface subject of a passive its object, or its recipient, and its agent the subject.
fn undo_passive(claim: &mut Claim) {
    claim.passive = true;
    let mut surface = claim.subject.take();
    // "It was said that …": the clause is what was said.
    let expletive = surface.as_ref().is_some_and(|noun| noun.kind == NounKind::Pronoun && noun.head == "it");
    if expletive && matches!(claim.complement, Some(Complement::Clause(_))) {
        surface = None;
    }
    if claim.object.is_some() && claim.recipient.is_none() {
        claim.recipient = surface;
    } else if claim.object.is_none() {
        claim.object = surface;
    }
    let agent = claim.obliques.iter().position(|oblique| {
        oblique.preposition == "by" && !matches!(oblique.noun.kind, NounKind::Clause | NounKind::Number)
    });
    if let Some(at) = agent {
        claim.subject = Some(claim.obliques.remove(at).noun);
    }
}
