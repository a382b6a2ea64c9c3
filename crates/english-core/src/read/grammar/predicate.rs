//! What stands after the copula: adjectives, nouns, places, clauses, and the verbs of passive and progressive.

use super::chart::{Beam, Each, Found, Item, Mark, NONE, Node, Role, VerbForm, flag};
use super::parser::{Parser, Rule, small};
use super::token::cat;

impl<'a> Parser<'a> {
    /// Predicates with their coordination: "kind and not rough", "a cat or a dog".
    pub(super) fn predicates(&mut self, at: usize, slash: bool) -> Found<'a> {
        self.once(Rule::Predicates, at, slash, |parser, at, slash| {
            let mut found = Beam::of(parser.predicate(at, slash));
            let correlative = parser.correlative(at);
            let start = at + usize::from(correlative.is_some());
            if correlative == Some(engine_api::Joint::Xor) {
                // "either in the school or the park": the coordination lies within one predicate.
                for item in parser.predicate(start, slash).each() {
                    found.extend(parser.made_exclusive(item));
                }
            }
            for first in parser.predicate(start, slash).each() {
                for rest in parser.more_predicates(first, slash).each() {
                    found.push(parser.correlate(rest, correlative));
                }
            }
            found
        })
    }

    /// The same item with its disjunction exclusive, if it has one.
    pub(super) fn made_exclusive(&mut self, item: Item) -> Beam {
        let mut found = Beam::default();
        if let Some(node) = self.exclusive(item.node) {
            found.push(Item { node, ..item });
        }
        found
    }

    fn more_predicates(&mut self, first: Item, slash: bool) -> Beam {
        let mut found = Beam::default();
        let Some((joint, next, _, cost)) = self.coordinator(first.at()) else { return found };
        let mut rests = Beam::default();
        if joint.is_some() {
            // "kind and is not rough" repeats the copula: verb phrases join then.
            rests.extend(self.predicate(next, slash));
        } else {
            for second in self.predicate(next, slash).each() {
                let more = self.more_predicates(second, slash);
                rests.extend(more);
            }
        }
        for rest in rests.each() {
            if first.has(flag::GAP) != rest.has(flag::GAP) {
                continue;
            }
            let joint = joint.unwrap_or_else(|| self.joint_within(rest.node));
            let node = self.node(Node::Joined { first: first.node, rest: rest.node, joint });
            let cost = first.cost + rest.cost + 1 + cost;
            found.push(Item { end: rest.end, cost, flags: first.flags & flag::GAP | flag::JOINED, node });
        }
        found
    }

    /// One predicate.
    pub(super) fn predicate(&mut self, at: usize, slash: bool) -> Found<'a> {
        self.once(Rule::Predicate, at, slash, |parser, at, slash| {
            let mut cores = Beam::default();
            let mut found = Beam::default();
            parser.adverb_before(at, slash, &mut found);
            parser.said(at, slash, &mut cores);
            parser.able_to(at, slash, &mut found);
            for core in cores.each() {
                parser.adjuncts(core, slash, &mut found);
            }
            parser.verbal(at, slash, &mut found);
            found
        })
    }

    /// "is also kind", "is not kind" within a coordination, "is always kind".
    fn adverb_before(&mut self, at: usize, slash: bool, found: &mut Beam) {
        if self.is_not(at) {
            for said in self.predicate(at + 1, slash).each() {
                let item = self.mark(said, Mark::Negated);
                found.push(item);
            }
        } else if self.words(at, &["no", "longer"])
            || self.is_adverb(at)
                && !self.may(at, cat::PREPOSITION)
                && super::adjective::degree_word(self.low(at)).is_none()
        {
            let end = at + 1 + usize::from(self.is(at, "no"));
            for said in self.predicate(end, slash).each() {
                let item = self.with_adverb(said, at, end);
                found.push(item);
            }
        }
    }

    /// What is said of the subject.
    fn said(&mut self, at: usize, slash: bool, cores: &mut Beam) {
        let be = self.node(Node::Be { at: small(at.saturating_sub(1)) });
        let base = Item { end: small(at), cost: 0, flags: 0, node: be };
        for adjective in self.adjective(at, slash).each() {
            cores.push(self.joined(base, Role::CompAdjective, adjective));
        }
        for noun in self.phrases(at, slash).each() {
            if noun.has(flag::BARE) && noun.at() == at + 1 {
                // "is kind" with an unknown word: rather an adjective.
                let mut item = self.joined(base, Role::CompNoun, noun);
                item.cost += 1;
                cores.push(item);
            } else if !noun.has(flag::TIME) || noun.cost == 0 || self.may(at, cat::FUNCTION) {
                let mut item = self.joined(base, Role::CompNoun, noun);
                item.flags &= flag::GAP | flag::CLAUSAL;
                cores.push(item);
            }
        }
        self.none_of(base, at, cores);
        for phrase in self.prepositional(at, slash).each() {
            cores.push(self.joined(base, Role::Oblique, phrase));
        }
        if self.is_place_adverb(at) {
            let node = self.add(be, Role::Adverb(small(at), small(at + 1)), NONE);
            cores.push(Item { end: small(at + 1), cost: 0, flags: 0, node });
        }
        if self.is(at, "that") {
            for clause in self.sentence(at + 1, slash).each() {
                cores.push(self.joined(base, Role::CompClause, clause));
            }
        }
        if self.is(at, "to") {
            for verb in self.verbs(at + 1, VerbForm::Base, slash).each() {
                let mut item = self.joined(base, Role::CompInfinitive, verb);
                item.cost += 1;
                cores.push(item);
            }
        }
        for question in self.embedded(at).each() {
            let mut item = self.joined(base, Role::CompQuestion, question);
            item.cost += 3;
            cores.push(item);
        }
        // "where Mary is", "as tall as he is": nothing is said here.
        if slash || at >= self.len() || self.may(at, cat::MARK | cat::FUNCTION) {
            cores.push(Item { cost: 6, ..base });
        }
    }

    fn is_place_adverb(&self, at: usize) -> bool {
        matches!(
            self.low(at),
            "here"
                | "there"
                | "home"
                | "away"
                | "upstairs"
                | "downstairs"
                | "outside"
                | "inside"
                | "abroad"
                | "back"
                | "out"
                | "nearby"
                | "elsewhere"
                | "up"
                | "down"
                | "in"
                | "off"
                | "on"
                | "over"
                | "together"
                | "apart"
                | "alone"
                | "everywhere"
                | "nowhere"
                | "somewhere"
                | "above"
                | "below"
                | "behind"
                | "ahead"
                | "overhead"
        )
    }

    /// "is able to go", "is going to go", "is to go", "is about to go".
    fn able_to(&mut self, at: usize, slash: bool, found: &mut Beam) {
        let modal = match self.low(at) {
            "able" => "can",
            "unable" => "can",
            "going" => "be going to",
            "supposed" | "required" | "obliged" => "have to",
            "allowed" | "permitted" => "may",
            _ => return,
        };
        if !self.is(at + 1, "to") {
            return;
        }
        let unable = self.is(at, "unable");
        for verb in self.verbs(at + 2, VerbForm::Base, slash).each() {
            let mut item = self.mark(verb, Mark::SemiModal(modal));
            if modal == "be going to" {
                item = self.mark(item, Mark::Future);
            }
            if unable {
                item = self.mark(item, Mark::Negated);
            }
            found.push(Item { flags: verb.flags & flag::GAP, ..item });
        }
    }

    /// The progressive and the passive.
    fn verbal(&mut self, at: usize, slash: bool, found: &mut Beam) {
        if self.may(at, cat::ING) || matches!(self.low(at), "being" | "having") {
            for verb in self.verb(at, VerbForm::Ing, slash).each() {
                let item = self.mark(verb, Mark::Progressive);
                found.push(Item { flags: verb.flags & flag::GAP, ..item });
            }
        }
        if self.may(at, cat::PARTICIPLE) || matches!(self.low(at), "had" | "done") {
            for verb in self.verb(at, VerbForm::Passive, slash).each() {
                // "is married", "is made of wood": the participle alone is rather an adjective.
                found.push(Item {
                    flags: verb.flags & flag::GAP,
                    cost: verb.cost + u16::from(verb.at() == at + 1),
                    ..verb
                });
            }
        }
    }
}
