//! Clauses without tense beside the main one: "leaving the house, he …", "…, taking his hat", "…, one sitting and one
//! standing", "… to buy milk".

use engine_api::Joint;

use super::chart::{Beam, Each, Id, Item, Mark, NONE, Node, Role, VerbForm, flag};
use super::parser::{Parser, small};
use super::token::cat;

impl Parser<'_> {
    /// "Leaving the house, Tom took his hat.": both are said of Tom.
    pub(super) fn participle_first(&mut self, at: usize, slash: bool, found: &mut Beam) {
        if slash || !self.begins_participle(at) {
            return;
        }
        for (form, verb) in self.participles(at) {
            let next = verb.at() + 1;
            if !self.is_comma(verb.at()) {
                continue;
            }
            for clause in self.clause(next, false).each() {
                let Some(Node::Clause { subject, .. }) = self.nodes.get(clause.node as usize).copied() else {
                    continue;
                };
                let inner = self.as_main(clause.node, verb, form);
                let first = self.node(Node::Clause { subject, verb: inner, from: small(at), to: verb.end });
                let node = self.node(Node::Joined { first, rest: clause.node, joint: Joint::And });
                found.push(Item { node, cost: clause.cost + verb.cost + 3, flags: flag::JOINED, ..clause });
            }
        }
    }

    fn begins_participle(&self, at: usize) -> bool {
        (self.may(at, cat::ING | cat::PARTICIPLE) || self.is(at, "being") || self.is(at, "having"))
            && !self.may(at, cat::PREPOSITION | cat::MARK)
    }

    fn participles(&mut self, at: usize) -> Vec<(VerbForm, Item)> {
        let mut all = Vec::new();
        for (form, cats) in [(VerbForm::Ing, cat::ING), (VerbForm::Passive, cat::PARTICIPLE)] {
            let auxiliary = form == VerbForm::Ing && matches!(self.low(at), "being" | "having");
            if self.may(at, cats) || auxiliary {
                all.extend(self.verbs(at, form, false).each().map(|verb| (form, verb)));
            }
        }
        all
    }

    /// The verb phrase with the tense of the main clause.
    fn as_main(&mut self, main: Id, verb: Item, form: VerbForm) -> Id {
        let past = self.is_past(main);
        let progressive = form == VerbForm::Ing && !past;
        let item = if progressive { self.mark(verb, Mark::Progressive) } else { verb };
        if past { self.mark(item, Mark::Past).node } else { item.node }
    }

    /// Whether a clause is in the past tense.
    fn is_past(&self, main: Id) -> bool {
        let mut at = main;
        for _ in 0..40 {
            at = match self.nodes.get(at as usize) {
                Some(Node::Marked { mark: Mark::Past, .. }) => return true,
                Some(Node::Marked { base, .. } | Node::Add { base, .. }) => *base,
                Some(Node::Clause { verb, .. }) => *verb,
                Some(Node::Joined { first, .. }) => *first,
                _ => return false,
            };
        }
        false
    }

    /// "Tom left, taking his hat", "…, one sitting and the other standing", at the end of a clause.
    pub(super) fn participle_after(&mut self, clause: Item, found: &mut Beam) {
        let at = clause.at();
        if !self.is_comma(at) || clause.has(flag::GAP) {
            return;
        }
        let Some(Node::Clause { subject, .. }) = self.nodes.get(clause.node as usize).copied() else { return };
        let start = at + 1;
        let mut ends = Beam::default();
        if self.begins_participle(start) {
            // "five slots, numbered 1 to 5" speaks of the slots.
            for (form, verb) in self.participles(start).into_iter().filter(|(form, _)| *form == VerbForm::Ing) {
                let verb_node = self.as_main(clause.node, verb, form);
                let node = self.node(Node::Clause { subject, verb: verb_node, from: small(start), to: verb.end });
                ends.push(Item { node, cost: verb.cost + 1, flags: 0, ..verb });
            }
        } else {
            self.absolute(clause.node, start, &mut ends);
        }
        for end in ends.each() {
            let node = self.node(Node::Joined { first: clause.node, rest: end.node, joint: Joint::And });
            found.push(Item { end: end.end, cost: clause.cost + end.cost + 1, flags: flag::JOINED, node });
        }
    }

    /// "the journey taking two hours", "one sitting and the other standing".
    fn absolute(&mut self, main: Id, at: usize, ends: &mut Beam) {
        for subject in self.phrase(at, false).each() {
            let next = subject.at();
            if !self.begins_participle(next) || subject.has(flag::OBJECT) {
                continue;
            }
            for (form, verb) in self.participles(next) {
                let verb_node = self.as_main(main, verb, form);
                let node =
                    self.node(Node::Clause { subject: subject.node, verb: verb_node, from: small(at), to: verb.end });
                ends.push(Item { node, cost: subject.cost + verb.cost + 3, flags: 0, ..verb });
            }
        }
    }

    /// "to buy milk", "in order to win", "so as not to lose": what something is done for.
    pub(super) fn purpose(&mut self, at: usize) -> Beam {
        let mut found = Beam::default();
        let words = [&["in", "order"][..], &["so", "as"], &[]];
        let Some(opening) = words.iter().find(|words| self.words(at, words)) else { return found };
        let mut to = at + opening.len();
        let not = usize::from(self.is_not(to));
        to += not;
        if !self.is(to, "to") {
            return found;
        }
        for verb in self.verbs(to + 1, VerbForm::Base, false).each() {
            let verb = if not == 1 { self.mark(verb, Mark::Negated) } else { verb };
            let form = self.node(Node::Clause { subject: NONE, verb: verb.node, from: small(to), to: verb.end });
            let noun = self.node(Node::Nominal { form });
            let node = self.node(Node::Prep { from: small(at), to: small(to + 1), noun });
            found.push(Item { node, cost: verb.cost + 1, flags: flag::CLAUSAL, ..verb });
        }
        found
    }

    /// A purpose after what a verb takes.
    pub(super) fn purpose_adjunct(&mut self, base: Item, found: &mut Beam) {
        // "is hard to do", "decided to go": the infinitive is what the adjective or verb takes.
        let taken = match self.nodes.get(base.node as usize) {
            Some(Node::Add { role, .. }) => matches!(role, Role::CompAdjective | Role::CompNoun | Role::Adverb(..)),
            _ => true,
        };
        if taken && !self.is(base.at(), "in") && !self.is(base.at(), "so") {
            return;
        }
        for purpose in self.purpose(base.at()).each() {
            let item = self.joined(base, Role::Oblique, purpose);
            found.push(item);
        }
    }
}
