//! Prepositional phrases, and what follows the head of a noun phrase.

use super::chart::{Beam, Each, Found, Item, NONE, Node, Role, VerbForm, flag};
use super::closed;
use super::noun::NounGap;
use super::parser::{Parser, Rule, small};
use super::token::cat;

impl<'a> Parser<'a> {
    /// A prepositional phrase.
    pub(super) fn prepositional(&mut self, at: usize, slash: bool) -> Found<'a> {
        self.once(Rule::Prep, at, slash, |parser, at, slash| {
            let mut found = Beam::default();
            let Some(token) = parser.token(at) else { return found };
            if token.may(cat::MARK) {
                return found;
            }
            let low = token.low();
            // Participles that are prepositions are so only where a phrase may be fronted.
            if matches!(low, "given" | "considering" | "following") && at > 0 && !parser.is_comma(at - 1) {
                return found;
            }
            let known = if token.opens { low } else { "" };
            for phrase in closed::phrases(known) {
                if parser.words(at, phrase) {
                    parser.governed(at, at + phrase.len(), slash, &mut found);
                }
            }
            if token.may(cat::PREPOSITION) && low != "than" && !(low == "but" || low == "as") {
                parser.governed(at, at + 1, slash, &mut found);
            } else if low == "as" {
                for noun in parser.phrases(at + 1, false).each() {
                    parser.govern((at, at + 1), Item { cost: noun.cost + 2, ..noun }, &mut found);
                }
            }
            found
        })
    }

    /// The noun phrases that a preposition governs.
    fn governed(&mut self, from: usize, to: usize, slash: bool, found: &mut Beam) {
        // "three blocks to the left of": an adverb before the preposition stays with the verb.
        for noun in self.phrases(to, slash).each() {
            if noun.has(flag::SUBJECT) {
                continue;
            }
            self.govern((from, to), noun, found);
        }
    }

    fn govern(&mut self, (from, to): (usize, usize), noun: Item, found: &mut Beam) {
        let node = self.node(Node::Prep { from: small(from), to: small(to), noun: noun.node });
        found.push(Item { flags: noun.flags & (flag::GAP | flag::CLAUSAL), node, ..noun });
    }

    /// A noun phrase with what may stand after its head: prepositional phrases, relative clauses, participles,
    /// appositions.
    pub(super) fn after_head(&mut self, at: usize, core: Item, slash: bool, found: &mut Beam) {
        let mut bases = Beam::default();
        bases.push(core);
        for round in 0..5 {
            let mut next = Beam::default();
            for base in bases.each() {
                found.push(base);
                if round < 4 && !base.has(flag::SUBJECT | flag::OBJECT) {
                    self.one_after(at, base, slash && !base.has(flag::GAP), &mut next);
                }
            }
            if next.items().is_empty() {
                break;
            }
            bases = next;
        }
    }

    fn one_after(&mut self, from: usize, base: Item, slash: bool, found: &mut Beam) {
        let at = base.at();
        if at >= self.len() {
            return;
        }
        let extend = |parser: &mut Self, role: Role, part: Item, cost: u16, found: &mut Beam| {
            let mut item = parser.joined(base, role, part);
            item.cost += cost;
            item.node = parser.node(Node::Phrase { base: item.node, from: small(from), inner: u16::MAX, to: item.end });
            found.push(item);
        };
        let of = self.is(at, "of");
        for phrase in self.prepositional(at, slash).each() {
            extend(self, Role::Oblique, phrase, if of { 0 } else { 2 }, found);
        }
        if self.is(at, "than") {
            for other in self.compared(at + 1, slash).each() {
                let node = self.node(Node::Prep { from: small(at), to: small(at + 1), noun: other.node });
                extend(self, Role::Oblique, Item { node, ..other }, 3, found);
            }
        }
        for relative in self.relative(at, false).each() {
            extend(self, Role::Relative, relative, 0, found);
        }
        for adjective in self.postposed(at, base, slash).each() {
            found.push(adjective);
        }
        self.apposition(from, base, found);
    }

    /// "Tom, a teacher,"; "the planet Mars" is read as a name with a modifier.
    fn apposition(&mut self, from: usize, base: Item, found: &mut Beam) {
        let at = base.at();
        if self.is(at, "(") {
            let close = (at + 1..self.len().min(at + 16)).find(|place| self.is(*place, ")"));
            if let Some(close) = close {
                // What stands in brackets beside may be left out.
                found.push(Item { end: small(close + 1), cost: base.cost + 3, ..base });
                for clause in self.relative(at + 1, false).each().filter(|clause| clause.at() == close) {
                    let item = self.joined(base, Role::Relative, Item { end: small(close + 1), ..clause });
                    found.push(item);
                }
                for other in self.phrase(at + 1, false).each().filter(|other| other.at() == close) {
                    let item = self.joined(base, Role::Apposition, Item { end: small(close + 1), ..other });
                    found.push(Item { cost: item.cost + 1, ..item });
                }
            }
            return;
        }
        self.listed(from, base, found);
        if !self.is_comma(at) || base.has(flag::JOINED) {
            return;
        }
        let article = matches!(self.low(at + 1), "a" | "an" | "the") || closed::is_possessive(self.low(at + 1));
        let name = self.token(at + 1).is_some_and(|token| token.capital && token.may(cat::NAME));
        if !(article && base.has(flag::NAME) || name && !base.has(flag::NAME | flag::PLURAL)) {
            return;
        }
        for other in self.phrase(at + 1, false).each() {
            let end = other.at();
            if self.is_comma(end) || end >= self.len() {
                let comma = u16::from(self.is_comma(end));
                let mut item = self.joined(base, Role::Apposition, Item { end: other.end + comma, ..other });
                item.cost += 1;
                item.node =
                    self.node(Node::Phrase { base: item.node, from: small(from), inner: u16::MAX, to: item.end });
                found.push(item);
            }
        }
    }

    /// "three boys: Al, Bo and Cy", "four towns—A, B, C, and D—".
    fn listed(&mut self, from: usize, base: Item, found: &mut Beam) {
        let at = base.at();
        let dash = matches!(self.low(at), "—" | "–" | "-");
        if !dash && !self.is(at, ":") {
            return;
        }
        let mut lists = Beam::of(self.phrases(at + 1, false));
        lists.extend(self.bare_list(at + 1));
        for list in lists.each() {
            let end = list.at();
            let closes = dash && matches!(self.low(end), "—" | "–" | "-");
            if !closes && end < self.len() {
                continue;
            }
            let closing = Item { end: small(end + usize::from(closes)), ..list };
            let mut item = self.joined(base, Role::Apposition, closing);
            item.cost += 2;
            item.node = self.node(Node::Phrase { base: item.node, from: small(from), inner: u16::MAX, to: item.end });
            found.push(item);
        }
    }

    /// Noun phrases with commas between them and no "and", to the end of the sentence.
    pub(super) fn bare_list(&mut self, at: usize) -> Beam {
        let mut members = [Item::default(); 12];
        let (mut count, mut next) = (0, at);
        while let Some(slot) = members.get_mut(count) {
            let member =
                self.phrase(next, false).each().filter(|one| self.is_comma(one.at()) || one.at() >= self.len());
            let Some(member) = member.min_by_key(|one| (one.cost, one.end)) else { break };
            *slot = member;
            count += 1;
            next = member.at() + 1;
            if member.at() >= self.len() {
                break;
            }
        }
        let mut found = Beam::default();
        let Some((last, firsts)) = members.get(..count).and_then(<[Item]>::split_last) else { return found };
        if firsts.is_empty() || last.at() < self.len() {
            return found;
        }
        let joint = engine_api::Joint::And;
        let mut node = self.node(Node::Members { first: last.node, rest: NONE, joint });
        let mut cost = last.cost;
        for member in firsts.iter().rev() {
            node = self.node(Node::Members { first: member.node, rest: node, joint });
            cost += member.cost;
        }
        found.push(Item { end: last.end, cost, flags: flag::PLURAL | flag::JOINED, node });
        found
    }

    /// A relative or participle clause after a noun.
    pub(super) fn relative(&mut self, at: usize, _: bool) -> Found<'a> {
        self.once(Rule::Relative, at, false, |parser, at, _| {
            let mut found = Beam::default();
            let comma = parser.is_comma(at);
            let start = at + usize::from(comma);
            let mut inner = Beam::default();
            parser.introduced(start, &mut inner);
            if !comma || parser.may(start, cat::PARTICIPLE | cat::ING) && !parser.may(start, cat::FUNCTION) {
                parser.reduced(start, &mut inner);
            }
            for clause in inner.each() {
                // A comma before the clause asks for one after it.
                let closes = comma && parser.is_comma(clause.at());
                let open = comma && !closes && clause.at() < parser.len();
                let cost = clause.cost + if comma { 1 } else { 0 } + if open { 3 } else { 0 };
                found.push(Item { cost, flags: 0, end: clause.end + u16::from(closes), ..clause });
            }
            found
        })
    }

    /// "who …", "that …", "whose …", "in which …", "where …".
    fn introduced(&mut self, at: usize, found: &mut Beam) {
        match self.low(at) {
            "who" | "that" | "which" => found.extend(self.relative_body(at + 1, NounGap::Either)),
            "whom" => found.extend(self.relative_body(at + 1, NounGap::Inside)),
            "whose" => self.whose(at, found),
            "where" | "when" => {
                for clause in self.clause(at + 1, false).each() {
                    let gap = self.node(Node::Gap);
                    let preposition = self.node(Node::Prep { from: small(at), to: small(at + 1), noun: gap });
                    let node = self.add(clause.node, Role::Oblique, preposition);
                    found.push(Item { cost: clause.cost + 2, node, ..clause });
                }
            }
            _ if self.may(at, cat::PREPOSITION) && matches!(self.low(at + 1), "which" | "whom") => {
                for clause in self.clause(at + 2, false).each() {
                    let gap = self.node(Node::Gap);
                    let preposition = self.node(Node::Prep { from: small(at), to: small(at + 1), noun: gap });
                    let node = self.add(clause.node, Role::Oblique, preposition);
                    found.push(Item { node, ..clause });
                }
            }
            _ => {}
        }
    }

    /// A clause with a gap.
    pub(super) fn relative_body(&mut self, at: usize, gap: NounGap) -> Beam {
        let mut found = Beam::default();
        if gap != NounGap::Inside {
            for verb in self.verbs(at, VerbForm::Finite, false).each() {
                let subject = self.node(Node::Gap);
                let node = self.node(Node::Clause { subject, verb: verb.node, from: small(at), to: verb.end });
                found.push(Item { flags: 0, node, ..verb });
            }
        }
        if gap != NounGap::Subject {
            for clause in self.clause(at, true).each().filter(|clause| clause.has(flag::GAP)) {
                found.push(Item { flags: 0, ..clause });
            }
        }
        found
    }

    /// "whose house is red".
    fn whose(&mut self, at: usize, found: &mut Beam) {
        let gap = self.node(Node::Gap);
        for nominal in self.nominal(at + 1).each() {
            let owned = self.add(nominal.node, Role::Possessor, gap);
            let subject =
                self.node(Node::Phrase { base: owned, from: small(at), inner: small(at + 1), to: nominal.end });
            for verb in self.verbs(nominal.at(), VerbForm::Finite, false).each() {
                let node = self.node(Node::Clause { subject, verb: verb.node, from: small(at), to: verb.end });
                found.push(Item { cost: verb.cost + nominal.cost, flags: 0, node, ..verb });
            }
            for clause in self.clause(nominal.at(), true).each().filter(|clause| clause.has(flag::GAP)) {
                let node = self.node(Node::Filled { base: clause.node, filler: subject });
                found.push(Item { cost: clause.cost + nominal.cost, flags: 0, node, ..clause });
            }
        }
    }

    /// "taking the exam", "made of wood", "the boy I saw", "to read".
    fn reduced(&mut self, at: usize, found: &mut Beam) {
        let gap = |parser: &mut Self, verb: Item, cost: u16| {
            let subject = parser.node(Node::Gap);
            let node = parser.node(Node::Clause { subject, verb: verb.node, from: small(at), to: verb.end });
            Item { cost: verb.cost + cost, flags: 0, node, ..verb }
        };
        for (form, cats, cost) in [(VerbForm::Ing, cat::ING, 2), (VerbForm::Passive, cat::PARTICIPLE, 3)] {
            let adverb = self.is_adverb(at) && self.may(at + 1, cats);
            let not = self.is(at, "not");
            if self.may(at, cats)
                || adverb
                || not
                || form == VerbForm::Ing && matches!(self.low(at), "being" | "having")
            {
                for verb in self.verbs(at, form, false).each() {
                    let item = gap(self, verb, cost);
                    found.push(item);
                }
            }
        }
        if self.is(at, "to") {
            for verb in self.verbs(at + 1, VerbForm::Base, true).each() {
                if verb.has(flag::GAP) {
                    let node =
                        self.node(Node::Clause { subject: NONE, verb: verb.node, from: small(at), to: verb.end });
                    found.push(Item { cost: verb.cost + 5, flags: 0, node, ..verb });
                }
            }
            return;
        }
        // "the boy I saw": the subject follows at once.
        let starts = self.may(at, cat::NAME) && self.token(at).is_some_and(|token| token.capital)
            || closed::pronoun(self.low(at)).is_some_and(|(_, object, _)| !object)
            || closed::indefinite(self.low(at)).is_some()
            || matches!(self.low(at), "the" | "a" | "an")
            || closed::is_possessive(self.low(at));
        if starts {
            for clause in self.clause(at, true).each().filter(|clause| clause.has(flag::GAP)) {
                found.push(Item { cost: clause.cost + 2, flags: 0, ..clause });
            }
        }
    }
}
