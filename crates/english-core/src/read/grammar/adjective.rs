//! Adjectives as predicates and after nouns, with degree, measure, comparison and complements.

use engine_api::Degree;

use super::chart::{Beam, Each, Found, Item, NONE, Node, Role, flag};
use super::closed;
use super::parser::{Parser, Rule, small};
use super::token::cat;

/// Adverbs that make a degree.
pub(super) fn degree_word(low: &str) -> Option<Degree> {
    Some(match low {
        "more" => Degree::More,
        "less" => Degree::Less,
        "most" => Degree::Most,
        "least" => Degree::Least,
        _ => return None,
    })
}

impl<'a> Parser<'a> {
    /// One adjective phrase: "kind", "very tall", "two years older than Bob", "as tall as Bob", "afraid of mice".
    pub(super) fn adjective(&mut self, at: usize, slash: bool) -> Found<'a> {
        self.once(Rule::Adjective, at, slash, |parser, at, slash| {
            let mut heads = Beam::default();
            parser.plain_adjective(at, &mut heads);
            parser.measured(at, &mut heads);
            parser.equated(at, slash, &mut heads);
            let mut found = Beam::default();
            for head in heads.each() {
                parser.after_adjective(head, slash, &mut found);
            }
            found
        })
    }

    /// An adjective with adverbs before it.
    fn plain_adjective(&mut self, at: usize, found: &mut Beam) {
        let mut start = at;
        let mut degree = None;
        let mut adverbs = 0u16;
        if self.words(at, &["the", "most"])
            || self.words(at, &["the", "least"])
            || self.is(at, "the") && self.may(at + 1, cat::SUPERLATIVE)
        {
            start += 1;
        }
        let first = start;
        while adverbs < 3 {
            if let Some(word) = degree_word(self.low(start)) {
                degree = Some(word);
            } else if !self.is_adverb(start) || self.is_not(start) || self.may(start, cat::PREPOSITION) {
                break;
            }
            start += 1;
            adverbs += 1;
            self.bare_adjective(first, start, (degree, adverbs), found);
        }
        if adverbs == 0 {
            self.bare_adjective(start, start, (None, 0), found);
        } else {
            self.bare_adjective(first, first, (None, 0), found);
        }
    }

    fn bare_adjective(&mut self, first: usize, at: usize, (degree, adverbs): (Option<Degree>, u16), found: &mut Beam) {
        let Some(cost) = self.cost(at, cat::ADJECTIVE | cat::COMPARATIVE | cat::SUPERLATIVE) else { return };
        // "next to", "left of": rather a preposition.
        let half = u16::from(self.opens(at) && closed::phrases(self.low(at)).any(|phrase| self.words(at, phrase))) * 2;
        let cost = cost + half;
        let mut node = self.node(Node::Adjective { at: small(at) });
        if let Some(degree) = degree {
            node = self.add(node, Role::Degree(degree), node);
        }
        let to = at - usize::from(degree.is_some());
        if first < to {
            node = self.add(node, Role::Adverb(small(first), small(to)), node);
        }
        found.push(Item { end: small(at + 1), cost: cost + adverbs, flags: 0, node });
    }

    /// "5 feet tall", "two years older", "much older", "a little taller".
    fn measured(&mut self, at: usize, found: &mut Beam) {
        if !self.may(at, cat::NUMBER)
            && !matches!(
                self.low(at),
                "a" | "an" | "several" | "many" | "at" | "exactly" | "more" | "less" | "twice" | "half" | "one"
            )
        {
            return;
        }
        for measure in self.measure_phrase(at).each() {
            let end = measure.at();
            let mut adjectives = Beam::default();
            let degree = degree_word(self.low(end));
            let start = end + usize::from(degree.is_some());
            self.bare_adjective(start, start, (degree, 0), &mut adjectives);
            for adjective in adjectives.each() {
                let mut item = self.joined(adjective, Role::Measure, Item { end: adjective.end, ..measure });
                item.cost = adjective.cost + measure.cost;
                found.push(item);
            }
        }
    }

    /// A number with a unit, without what may follow a noun.
    pub(super) fn measure_phrase(&mut self, at: usize) -> Beam {
        let mut found = Beam::default();
        for lead in self.leads(at).into_iter().flatten() {
            let Some(cost) = self.cost(lead.end, cat::NOUN | cat::PLURAL) else { continue };
            for nominal in self.nominal(lead.end).each() {
                if nominal.at() != lead.end + 1 {
                    continue;
                }
                let node = self.lead(nominal.node, lead);
                let node =
                    self.node(Node::Phrase { base: node, from: small(at), inner: small(lead.end), to: nominal.end });
                found.push(Item { cost, node, flags: 0, ..nominal });
                break;
            }
        }
        found
    }

    /// "as tall as Bob", "twice as old as", "not as tall as".
    fn equated(&mut self, at: usize, slash: bool, found: &mut Beam) {
        let times = usize::from(matches!(self.low(at), "twice" | "half" | "thrice"));
        let times = if self.may(at, cat::NUMBER) && self.is(at + 1, "times") { 2 } else { times };
        let as_at = at + times;
        if !matches!(self.low(as_at), "as" | "so") {
            return;
        }
        let Some(cost) = self.cost(as_at + 1, cat::ADJECTIVE) else { return };
        let mut node = self.node(Node::Adjective { at: small(as_at + 1) });
        node = self.add(node, Role::Degree(Degree::Equal), node);
        if times > 0 {
            node = self.add(node, Role::Adverb(small(at), small(as_at)), node);
        }
        let base = Item { end: small(as_at + 2), cost, flags: 0, node };
        if !self.is(as_at + 2, "as") {
            return;
        }
        for other in self.compared(as_at + 3, slash).each() {
            found.push(self.joined(base, Role::Than, other));
        }
    }

    /// What stands after "than" or "as": a noun phrase with or without an auxiliary after it.
    pub(super) fn compared(&mut self, at: usize, slash: bool) -> Beam {
        let mut found = Beam::default();
        for noun in self.phrase(at, slash).each() {
            found.push(noun);
            let auxiliary = matches!(
                self.low(noun.at()),
                "is" | "are" | "was" | "were" | "does" | "do" | "did" | "has" | "have" | "had" | "can" | "will"
            );
            if auxiliary {
                found.push(Item { end: noun.end + 1, ..noun });
            }
        }
        if matches!(self.low(at), "before" | "usual" | "ever" | "expected") {
            found.push(Item { end: small(at + 1), cost: 1, flags: 0, node: self.nodes.len() as u32 });
            self.node(Node::Head {
                kind: engine_api::NounKind::Common,
                from: small(at),
                to: small(at + 1),
                plural: false,
            });
        }
        found
    }

    /// What may stand after an adjective: comparison, prepositional phrases, clauses, "enough".
    fn after_adjective(&mut self, head: Item, slash: bool, found: &mut Beam) {
        let mut bases = Beam::default();
        bases.push(head);
        if self.is(head.at(), "enough") {
            let at = head.end;
            let node = self.add(head.node, Role::Adverb(at, at + 1), head.node);
            bases = Beam::default();
            bases.push(Item { end: at + 1, node, ..head });
        }
        for _ in 0..3 {
            let mut next = Beam::default();
            for base in bases.each() {
                found.push(base);
                let end = base.at();
                if self.is(end, "than") {
                    for other in self.compared(end + 1, slash).each() {
                        next.push(self.joined(base, Role::Than, other));
                    }
                }
                let participle = self.may(end - 1, cat::PARTICIPLE) && !self.is(end.saturating_sub(2), "too");
                if self.is(end, "to") && !participle {
                    // "old enough to drive", "easy to read"
                    for verb in self.verbs(end + 1, super::chart::VerbForm::Base, slash).each() {
                        let clause = Node::Clause { subject: NONE, verb: verb.node, from: small(end), to: verb.end };
                        let form = self.node(clause);
                        let noun = self.node(Node::Nominal { form });
                        let node = self.node(Node::Prep { from: small(end), to: small(end + 1), noun });
                        next.push(self.joined(base, Role::Oblique, Item { node, cost: verb.cost + 2, ..verb }));
                    }
                }
                for phrase in self.prepositional(end, slash).each() {
                    let mut item = self.joined(base, Role::Oblique, phrase);
                    item.cost += 1;
                    next.push(item);
                }
            }
            bases = next;
        }
        for base in bases.each() {
            found.push(base);
        }
    }

    /// An adjective after its noun: "someone kind", "the man responsible for it", "people who …" not.
    pub(super) fn postposed(&mut self, at: usize, base: Item, slash: bool) -> Beam {
        let mut found = Beam::default();
        let indefinite = base.has(flag::INDEFINITE);
        if !self.may(at, cat::ADJECTIVE | cat::COMPARATIVE | cat::ADVERB) && !indefinite {
            return found;
        }
        for adjective in self.adjective(at, slash).each() {
            let long = adjective.at() > at + 1;
            if indefinite || long {
                let mut item = self.joined(base, Role::Adjective, adjective);
                item.cost += if indefinite { 0 } else { 3 };
                found.push(item);
            }
        }
        found
    }
}
