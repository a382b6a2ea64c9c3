//! Adjuncts: prepositional phrases, adverbs, times and measures that may follow what a verb takes.

use super::chart::{Beam, Each, Item, Node, Role, flag};
use super::parser::{Parser, small};
use super::token::cat;
use super::valence;

/// Heads of phrases that "with" tells apart: "the person with the red hat".
const DESCRIBED: &[&str] =
    &["person", "one", "ones", "people", "man", "woman", "someone", "those", "boy", "girl", "house", "player"];

impl Parser<'_> {
    /// A core with the adjuncts that may follow it, one after another.
    pub(super) fn adjuncts(&mut self, core: Item, slash: bool, found: &mut Beam) {
        let mut bases = Beam::default();
        bases.push(core);
        for _ in 0..6 {
            let mut next = Beam::default();
            for base in bases.each() {
                found.push(base);
                self.adjunct(base, slash && !base.has(flag::GAP), &mut next);
            }
            if next.items().is_empty() {
                return;
            }
            bases = next;
        }
        for base in bases.each() {
            found.push(base);
        }
    }

    fn adjunct(&mut self, base: Item, slash: bool, found: &mut Beam) {
        if base.at() >= self.len() {
            return;
        }
        let clausal = u16::from(base.has(flag::CLAUSAL));
        let base = Item { cost: base.cost + clausal, flags: base.flags & !flag::CLAUSAL, ..base };
        self.phrase_adjunct(base, slash, found);
        self.purpose_adjunct(base, found);
        self.adverb_adjunct(base, found);
        self.than_adjunct(base, slash, found);
        self.bare_adjunct(base, found);
        self.after_comma(base, found);
    }

    fn phrase_adjunct(&mut self, base: Item, slash: bool, found: &mut Beam) {
        let at = base.at();
        let before = self.low(at.saturating_sub(1));
        for phrase in self.prepositional(at, slash).each() {
            let mut item = self.joined(base, Role::Oblique, phrase);
            self.more_phrases(item, found);
            self.other_phrases(base, phrase, found);
            // "of" belongs to nouns, "with" to those that are told apart by it.
            item.cost += match self.low(at) {
                "with" if DESCRIBED.contains(&before) => 3,
                "of" => 2,
                low if valence::is_particle(low) && self.is_phrasal(base, at) => 2,
                _ => 0,
            };
            found.push(item);
        }
    }

    fn adverb_adjunct(&mut self, base: Item, found: &mut Beam) {
        let at = base.at();
        if !self.is_adverb(at) || self.is_not(at) {
            return;
        }
        let item = self.with_adverb(Item { end: small(at + 1), ..base }, at, at + 1);
        // "then" rather begins what follows.
        let then = self.is(at, "then") && at + 1 < self.len();
        let verbal = self.may(at, cat::PAST | cat::PARTICIPLE);
        let cost = u16::from(self.may(at, cat::PREPOSITION)) + if then || verbal { 2 } else { 0 };
        found.push(Item { cost: base.cost + cost, ..item });
        if self.may(at + 1, cat::ADVERB) && super::adjective::degree_word(self.low(at)).is_some() {
            let item = self.with_adverb(Item { end: small(at + 2), ..base }, at, at + 2);
            found.push(Item { cost: base.cost, ..item });
        }
    }

    /// "faster than Bob", "more on Monday than on Tuesday".
    fn than_adjunct(&mut self, base: Item, slash: bool, found: &mut Beam) {
        let at = base.at();
        if !self.is(at, "than") {
            return;
        }
        for other in self.compared(at + 1, slash).each() {
            let node = self.node(Node::Prep { from: small(at), to: small(at + 1), noun: other.node });
            let item = self.joined(base, Role::Oblique, Item { node, cost: other.cost + 2, ..other });
            self.more_phrases(item, found);
            found.push(item);
        }
        for phrase in self.prepositional(at + 1, false).each() {
            let Some(Node::Prep { to, noun, .. }) = self.nodes.get(phrase.node as usize).copied() else { continue };
            let node = self.node(Node::Prep { from: small(at), to, noun });
            found.push(self.joined(base, Role::Oblique, Item { node, cost: phrase.cost + 1, ..phrase }));
        }
    }

    /// "…, in June", "…, too".
    fn after_comma(&mut self, base: Item, found: &mut Beam) {
        let at = base.at();
        if !self.is_comma(at) || self.is_comma(at + 1) {
            return;
        }
        let mut inner = Beam::default();
        let next = Item { end: small(at + 1), cost: base.cost + 2, ..base };
        for phrase in self.prepositional(at + 1, false).each() {
            inner.push(self.joined(next, Role::Oblique, phrase));
        }
        if self.is_adverb(at + 1) && !self.is_not(at + 1) {
            inner.push(self.with_adverb(Item { end: small(at + 2), ..next }, at + 1, at + 2));
        }
        for item in inner.each() {
            // The comma closes as well.
            found.push(item);
            if self.is_comma(item.at()) {
                found.push(Item { end: item.end + 1, ..item });
            }
        }
    }

    /// "to the park or to the beach": one phrase about either.
    fn other_phrases(&mut self, base: Item, first: Item, found: &mut Beam) {
        let at = first.at();
        let Some(Node::Prep { from, to, noun }) = self.nodes.get(first.node as usize).copied() else { return };
        if !self.is(at, "or") || self.low(at + 1) != self.low(usize::from(from)) {
            return;
        }
        for other in self.prepositional(at + 1, false).each() {
            let Some(Node::Prep { noun: second, .. }) = self.nodes.get(other.node as usize).copied() else { continue };
            let joint = engine_api::Joint::Or;
            let rest = self.node(Node::Members { first: second, rest: super::chart::NONE, joint });
            let noun = self.node(Node::Members { first: noun, rest, joint });
            let node = self.node(Node::Prep { from, to, noun });
            let cost = first.cost + other.cost + 1;
            let item = self.joined(base, Role::Oblique, Item { node, cost, ..other });
            found.push(item);
        }
    }

    /// "above it and to the right", "from Rome and from Paris": further phrases after the first.
    fn more_phrases(&mut self, base: Item, found: &mut Beam) {
        let at = base.at();
        if !matches!(self.low(at), "and" | "but") {
            return;
        }
        for phrase in self.prepositional(at + 1, false).each() {
            let mut item = self.joined(base, Role::Oblique, phrase);
            item.cost += 1;
            found.push(item);
        }
        let verbal = cat::PAST | cat::THIRD | cat::BASE;
        if self.is_adverb(at + 1) && !self.is_not(at + 1) && !self.may(at + 1, verbal) {
            let item = self.with_adverb(Item { end: small(at + 2), ..base }, at + 1, at + 2);
            if self.is(at + 2, "than") || self.may(at + 2, cat::MARK) || at + 2 >= self.len() {
                found.push(item);
            }
        }
    }

    /// Adverbial noun phrases: "every day", "last week", "three days later", "two miles".
    fn bare_adjunct(&mut self, base: Item, found: &mut Beam) {
        let at = base.at();
        for noun in self.adverbial_noun(at).each() {
            let node = self.node(Node::Bare { noun: noun.node });
            found.push(self.joined(base, Role::Oblique, Item { node, ..noun }));
        }
    }

    /// A noun phrase that says when, how long or how far.
    pub(super) fn adverbial_noun(&mut self, at: usize) -> Beam {
        let mut found = Beam::default();
        let opens = self.may(at, cat::NUMBER)
            || matches!(
                self.low(at),
                "every"
                    | "each"
                    | "this"
                    | "that"
                    | "last"
                    | "next"
                    | "the"
                    | "all"
                    | "one"
                    | "a"
                    | "an"
                    | "yesterday"
                    | "today"
                    | "tomorrow"
                    | "tonight"
                    | "some"
                    | "several"
                    | "any"
                    | "no"
                    | "once"
                    | "at"
                    | "about"
                    | "most"
                    | "many"
            )
            || self.low(at).ends_with("day");
        if !opens {
            return found;
        }
        for noun in self.phrase(at, false).each() {
            if noun.has(flag::TIME) && !noun.has(flag::NAME)
                || valence::is_measure(self.low(noun.at().saturating_sub(1)))
            {
                let later = matches!(self.low(noun.at()), "later" | "ago" | "earlier" | "before" | "after");
                found.push(Item { cost: noun.cost + 1, ..noun });
                if later {
                    let node = self.add(noun.node, Role::Modifier(noun.end), noun.node);
                    found.push(Item { end: noun.end + 1, node, ..noun });
                }
            }
        }
        found
    }
}
