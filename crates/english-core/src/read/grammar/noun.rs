//! Noun phrases: determiners, heads, what stands after them, and their coordination.

use engine_api::{Bound, Determiner, Joint, NounKind};

use super::chart::{Beam, Each, Found, Id, Item, NONE, Node, Role, flag};
use super::closed;
use super::parser::{Parser, Rule, small};
use super::token::cat;

/// What stands before the noun.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lead {
    pub(super) end: usize,
    pub(super) determiner: Determiner,
    pub(super) count: Option<(Bound, u16, u16)>,
    pub(super) possessor: Id,
    pub(super) adjective: Id,
    /// Whether it goes with plurals (true), singulars (false) or both.
    pub(super) plural: Option<bool>,
    /// Whether it may stand without a noun ("some", "three").
    pub(super) alone: bool,
}

impl Lead {
    pub(super) fn of(end: usize, determiner: Determiner, plural: Option<bool>, alone: bool) -> Lead {
        Lead { end, determiner, count: None, possessor: NONE, adjective: NONE, plural, alone }
    }
}

impl<'a> Parser<'a> {
    /// Noun phrases with their coordination.
    pub(super) fn phrases(&mut self, at: usize, slash: bool) -> Found<'a> {
        self.once(Rule::Phrases, at, slash, Self::find_phrases)
    }

    fn find_phrases(&mut self, at: usize, slash: bool) -> Beam {
        let mut found = Beam::of(self.phrase(at, slash));
        if let Some(joint) = self.correlative(at) {
            found.extend(self.correlated(at + 1, joint));
        }
        for first in self.phrase(at, false).each() {
            for rest in self.members(first.at()).each() {
                let item = self.join_members(first, rest);
                found.push(item);
            }
        }
        self.but_not_both(&mut found);
        self.unjoined(at, &mut found);
        found
    }

    /// "2 cats, 3 dogs, 5 birds": three or more to the end, and no "and".
    fn unjoined(&mut self, at: usize, found: &mut Beam) {
        let commas = (at..self.len()).filter(|place| self.is_comma(*place)).take(2).count();
        let close = (at + 1..self.len().min(at + 8)).any(|place| self.is_comma(place));
        if commas < 2 || !close || matches!(self.low(self.len().saturating_sub(2)), "and" | "or") {
            return;
        }
        for list in self.bare_list(at).each() {
            found.push(Item { cost: list.cost + 3, ..list });
        }
    }

    /// "the maple or the oak, but not both,".
    fn but_not_both(&mut self, found: &mut Beam) {
        let before = *found;
        for item in before.each().filter(|item| item.has(flag::JOINED)) {
            let comma = usize::from(self.is_comma(item.at()));
            let at = item.at() + comma;
            if !(self.words(at, &["but", "not", "both"]) || self.words(at, &["and", "not", "both"])) {
                continue;
            }
            let Some(Node::Members { first, rest, joint: Joint::Or | Joint::Xor }) =
                self.nodes.get(item.node as usize).copied()
            else {
                continue;
            };
            let node = self.node(Node::Members { first, rest, joint: Joint::Xor });
            let end = at + 3 + usize::from(comma == 1 && self.is_comma(at + 3));
            found.push(Item { node, end: small(end), ..item });
        }
    }

    /// "both", "either", "neither" before a coordination.
    pub(super) fn correlative(&self, at: usize) -> Option<Joint> {
        Some(match self.low(at) {
            "both" => Joint::And,
            "either" => Joint::Xor,
            "neither" => Joint::Nor,
            _ => return None,
        })
    }

    fn correlated(&mut self, at: usize, joint: Joint) -> Beam {
        let mut found = Beam::default();
        for first in self.phrase(at, false).each() {
            for rest in self.members(first.at()).each() {
                let said = self.joint_of(rest.node);
                let fits = matches!(
                    (joint, said),
                    (Joint::And, Joint::And) | (Joint::Xor, Joint::Or) | (Joint::Nor, Joint::Nor | Joint::Or)
                );
                if fits {
                    let mut item = self.join_members(first, rest);
                    item.cost = item.cost.saturating_sub(1);
                    if let Some(Node::Members { joint: written, .. }) = self.nodes.get_mut(item.node as usize) {
                        *written = joint;
                    }
                    found.push(item);
                }
            }
        }
        found
    }

    fn joint_of(&self, node: Id) -> Joint {
        match self.nodes.get(node as usize) {
            Some(Node::Members { joint, .. }) => *joint,
            _ => Joint::And,
        }
    }

    fn join_members(&mut self, first: Item, rest: Item) -> Item {
        let joint = self.joint_of(rest.node);
        let plural = if joint == Joint::And { flag::PLURAL } else { rest.flags & (flag::PLURAL | flag::SINGULAR) };
        let node = self.node(Node::Members { first: first.node, rest: rest.node, joint });
        // Members are alike: names with names, phrases with phrases.
        let bare = first.has(flag::LED) && !rest.has(flag::LED | flag::NAME) && !rest.has(flag::SUBJECT | flag::OBJECT);
        let mixed = first.has(flag::NAME) != rest.has(flag::NAME);
        let unlike = if bare { 2 } else { u16::from(mixed) };
        Item {
            end: rest.end,
            cost: first.cost + rest.cost + 1 + unlike,
            flags: flag::JOINED | plural | first.flags & (flag::NAME | flag::LED),
            node,
        }
    }

    /// What follows the first member: ", B and C", "and B".
    fn members(&mut self, at: usize) -> Found<'a> {
        self.once(Rule::Members, at, false, |parser, at, _| {
            let mut found = Beam::default();
            let comma = usize::from(parser.is_comma(at));
            let (joint, next) = match parser.low(at + comma) {
                "as" if parser.words(at + comma, &["as", "well", "as"]) => (Some(Joint::And), at + comma + 3),
                low => (closed::joint(low), at + comma + 1),
            };
            if let Some(joint) = joint {
                for last in parser.phrase(next, false).each() {
                    let kept = flag::PLURAL | flag::SINGULAR | flag::NAME | flag::LED | flag::SUBJECT | flag::OBJECT;
                    let flags = last.flags & kept;
                    let node = parser.node(Node::Members { first: last.node, rest: NONE, joint });
                    found.push(Item { flags, node, cost: last.cost + 2 * comma as u16, ..last });
                }
            } else if comma == 1 {
                for first in parser.phrase(at + 1, false).each() {
                    for rest in parser.members(first.at()).each() {
                        let mut item = parser.join_members(first, rest);
                        item.cost = item.cost.saturating_sub(1);
                        found.push(item);
                    }
                }
            }
            found
        })
    }

    /// One noun phrase with what follows its head.
    pub(super) fn phrase(&mut self, at: usize, slash: bool) -> Found<'a> {
        self.once(Rule::Phrase, at, slash, Self::find_phrase)
    }

    fn find_phrase(&mut self, at: usize, slash: bool) -> Beam {
        let mut found = Beam::default();
        if slash {
            let node = self.node(Node::Gap);
            let flags = flag::GAP | flag::SINGULAR | flag::PLURAL;
            found.push(Item { end: small(at), cost: 1, flags, node });
        }
        if at >= self.len() {
            return found;
        }
        let mut cores = Beam::default();
        self.pronouns(at, &mut cores);
        self.quoted(at, &mut cores);
        for lead in self.leads(at).into_iter().flatten() {
            self.led(at, lead, &mut cores);
        }
        self.unled(at, &mut cores);
        self.owners(at, &mut cores);
        self.free_relative(at, &mut cores);
        self.gerund(at, &mut cores);
        for core in cores.each() {
            self.after_head(at, core, slash, &mut found);
        }
        found
    }

    /// Possessives that stand alone or own what follows: "Bob's car", "the king of Spain's hat".
    fn owners(&mut self, at: usize, cores: &mut Beam) {
        let mut owners = *cores;
        for _ in 0..3 {
            let mut owned = Beam::default();
            for owner in owners.each() {
                let marked = match self.low(owner.at()) {
                    "'s" => true,
                    "'" | "’" => self.low(owner.at().saturating_sub(1)).ends_with('s'),
                    _ => false,
                };
                if !marked || owner.has(flag::SUBJECT | flag::OBJECT) {
                    continue;
                }
                let lead = Lead {
                    possessor: owner.node,
                    alone: true,
                    ..Lead::of(owner.at() + 1, Determiner::None, None, true)
                };
                let before = *cores;
                *cores = Beam::default();
                self.led(at, lead, cores);
                for item in cores.each() {
                    owned.push(Item { cost: item.cost + owner.cost, ..item });
                }
                *cores = before;
            }
            cores.extend(owned);
            owners = owned;
        }
    }

    /// A noun phrase with what stands before it.
    fn led(&mut self, at: usize, lead: Lead, cores: &mut Beam) {
        for nominal in self.nominal(lead.end).each() {
            let agrees = match lead.plural {
                Some(true) => nominal.has(flag::PLURAL),
                Some(false) => nominal.has(flag::SINGULAR),
                None => true,
            };
            let name = lead.determiner != Determiner::The && nominal.has(flag::NAME) && lead.possessor == NONE;
            let cost = nominal.cost + if agrees { 0 } else { 4 } + if name { 4 } else { 0 };
            let node = self.lead(nominal.node, lead);
            let node = self.node(Node::Phrase { base: node, from: small(at), inner: small(lead.end), to: nominal.end });
            let flags = nominal.flags & !(flag::BARE | flag::ADJECTIVE) | flag::LED;
            cores.push(Item { cost, node, flags, ..nominal });
        }
        if lead.alone {
            let head = Node::Silent { kind: NounKind::Common, head: "", at: small(at) };
            let head = self.node(head);
            let node = self.lead(head, lead);
            let node =
                self.node(Node::Phrase { base: node, from: small(at), inner: small(lead.end), to: small(lead.end) });
            let number = match lead.plural {
                Some(true) => flag::PLURAL,
                Some(false) => flag::SINGULAR,
                None => flag::PLURAL | flag::SINGULAR,
            };
            cores.push(Item { end: small(lead.end), cost: 3, flags: number, node });
        }
    }

    pub(super) fn lead(&mut self, base: Id, lead: Lead) -> Id {
        let mut node = base;
        if lead.possessor != NONE {
            node = self.add(node, Role::Possessor, lead.possessor);
        }
        if lead.adjective != NONE {
            node = self.add(node, Role::Adjective, lead.adjective);
        }
        if let Some((bound, from, to)) = lead.count {
            node = self.add(node, Role::Count(bound, from, to), NONE);
        }
        if lead.determiner != Determiner::None {
            node = self.add(node, Role::Determiner(lead.determiner), NONE);
        }
        node
    }

    /// Noun phrases without a determiner: names, plurals, mass nouns.
    fn unled(&mut self, at: usize, cores: &mut Beam) {
        for nominal in self.nominal(at).each() {
            let cost = nominal.cost + if nominal.has(flag::BARE) { 2 } else { 0 };
            let node =
                self.node(Node::Phrase { base: nominal.node, from: small(at), inner: small(at), to: nominal.end });
            cores.push(Item { cost, node, flags: nominal.flags & !flag::ADJECTIVE, ..nominal });
        }
    }

    fn pronouns(&mut self, at: usize, cores: &mut Beam) {
        let low = self.low(at);
        let mut end = at + 1;
        let (node, mut flags) = if let Some((subject, object, plural)) = closed::pronoun(low) {
            let number = if plural { flag::PLURAL } else { flag::SINGULAR };
            let only = if subject {
                flag::SUBJECT
            } else if object {
                flag::OBJECT
            } else {
                0
            };
            let number = if low == "i" { flag::PLURAL } else { number };
            (Node::Head { kind: NounKind::Pronoun, from: small(at), to: small(end), plural }, number | only)
        } else if let Some((head, _)) = closed::indefinite(low).filter(|_| !self.is_adverbial_place(at)) {
            (Node::Silent { kind: NounKind::Indefinite, head, at: small(at) }, flag::SINGULAR | flag::INDEFINITE)
        } else if self.words(at, &["no", "one"]) && !self.is(at + 2, "of") {
            end = at + 2;
            (
                Node::Silent { kind: NounKind::Indefinite, head: "person", at: small(at) },
                flag::SINGULAR | flag::INDEFINITE,
            )
        } else if self.words(at, &["each", "other"]) || self.words(at, &["one", "another"]) {
            end = at + 2;
            (Node::Head { kind: NounKind::Pronoun, from: small(at), to: small(end), plural: true }, flag::OBJECT)
        } else if self.words(at, &["the", "former"]) || self.words(at, &["the", "latter"]) {
            end = at + 2;
            let node = Node::Head { kind: NounKind::Pronoun, from: small(at + 1), to: small(end), plural: false };
            (node, flag::SINGULAR | flag::PLURAL)
        } else if low == "there" && self.may(at.wrapping_sub(1), cat::PREPOSITION) {
            (Node::Head { kind: NounKind::Pronoun, from: small(at), to: small(end), plural: false }, flag::SINGULAR)
        } else {
            return;
        };
        // "no one", "he/she": two words.
        if self.is(at + 1, "/") && closed::pronoun(self.low(at + 2)).is_some() {
            end = at + 3;
            flags &= !flag::OBJECT;
        }
        let mut node = self.node(node);
        if self.words(at, &["no", "one"]) {
            node = self.add(node, Role::Determiner(Determiner::No), NONE);
        } else if let Some((_, determiner)) = closed::indefinite(self.low(at)) {
            node = self.add(node, Role::Determiner(determiner), NONE);
        }
        if self.is(end, "else") {
            end += 1;
            node = self.add(node, Role::Determiner(Determiner::Other), NONE);
        }
        let node = self.node(Node::Phrase { base: node, from: small(at), inner: small(at), to: small(end) });
        cores.push(Item { end: small(end), cost: 0, flags, node });
    }

    fn is_adverbial_place(&self, at: usize) -> bool {
        self.low(at).ends_with("where") && !self.may(at.wrapping_sub(1), cat::PREPOSITION)
    }

    /// A text in quotation marks as one noun.
    fn quoted(&mut self, at: usize, cores: &mut Beam) {
        let closing = match self.low(at) {
            "\"" => "\"",
            "“" => "”",
            "«" => "»",
            "'" | "‘" => "'",
            _ => return,
        };
        let length = (at + 1..self.len().min(at + 60))
            .position(|place| self.is(place, closing) || closing == "'" && self.is(place, "’"));
        let Some(end) = length.map(|length| at + 1 + length).filter(|end| *end > at + 1) else { return };
        let node = self.node(Node::Head { kind: NounKind::Quoted, from: small(at + 1), to: small(end), plural: false });
        let node = self.node(Node::Phrase { base: node, from: small(at), inner: small(at + 1), to: small(end) });
        // "'I am tired,' said Ann": rather a clause.
        let cost = if self.is_comma(end - 1) { 3 } else { 0 };
        cores.push(Item { end: small(end + 1), cost, flags: flag::SINGULAR | flag::NAME, node });
    }

    /// "swimming in the sea".
    fn gerund(&mut self, at: usize, cores: &mut Beam) {
        if !self.may(at, cat::ING) && !self.is(at, "being") && !self.is(at, "having") {
            return;
        }
        for verb in self.verbs(at, super::chart::VerbForm::Ing, false).each() {
            let form = self.node(Node::Clause { subject: NONE, verb: verb.node, from: small(at), to: verb.end });
            let base = self.node(Node::Nominal { form });
            let node = self.node(Node::Phrase { base, from: small(at), inner: small(at), to: verb.end });
            let governed = at > 0 && self.may(at - 1, cat::PREPOSITION);
            cores.push(Item { cost: verb.cost + if governed { 1 } else { 4 }, flags: flag::SINGULAR, node, ..verb });
        }
    }

    /// "what Bill wants", "whoever comes".
    fn free_relative(&mut self, at: usize, cores: &mut Beam) {
        let head = match self.low(at) {
            "whoever" | "whomever" => "person",
            "what" | "whatever" => "thing",
            "those" | "he" | "she" | "they" if self.is(at + 1, "who") => "person",
            "those" | "that" if matches!(self.low(at + 1), "that" | "which") => "thing",
            _ => return,
        };
        let pronoun = usize::from(matches!(self.low(at), "those" | "he" | "she" | "they" | "that"));
        for clause in self.relative_body(at + 1 + pronoun, NounGap::Either).each() {
            let kind = NounKind::Indefinite;
            let silent = self.node(Node::Silent { kind, head, at: small(at) });
            let all = if self.low(at).ends_with("ever") || pronoun == 1 { Determiner::All } else { Determiner::The };
            let silent = self.add(silent, Role::Determiner(all), NONE);
            let base = self.add(silent, Role::Relative, clause.node);
            let node = self.node(Node::Phrase { base, from: small(at), inner: small(at), to: clause.end });
            let free = if self.is(at, "what") || pronoun == 1 && !self.is(at, "those") { 3 } else { 0 };
            let flags = if self.is(at, "those") { flag::PLURAL } else { flag::SINGULAR };
            cores.push(Item { cost: clause.cost + free, flags, node, ..clause });
        }
    }
}

/// Where the gap of a relative clause may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NounGap {
    /// The subject.
    Subject,
    /// Anywhere but the subject.
    Inside,
    /// Either.
    Either,
}
