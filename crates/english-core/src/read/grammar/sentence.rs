//! Sentences: clauses joined, conditioned and linked.

use engine_api::Joint;

use super::chart::{Beam, Each, Found, Item, NONE, Node, VerbForm, flag};
use super::closed::{CONDITIONS, LINKS};
use super::parser::{Parser, Rule, small};

impl<'a> Parser<'a> {
    /// Clauses joined by coordinators.
    pub(super) fn clauses(&mut self, at: usize, slash: bool) -> Found<'a> {
        self.once(Rule::Clauses, at, slash, |parser, at, slash| {
            let mut found = Beam::of(parser.clause(at, slash));
            for first in parser.clause(at, slash).each() {
                let Some((joint, next, exclusive, cost)) = parser.coordinator(first.at()) else { continue };
                let next = next + usize::from(matches!(parser.low(next), "also" | "that") && joint.is_some());
                if joint.is_none() && !parser.comma_joins(next) {
                    continue;
                }
                for rest in parser.clauses(next, slash).each() {
                    if first.has(flag::GAP) != rest.has(flag::GAP) {
                        continue;
                    }
                    let joint = joint.unwrap_or_else(|| parser.joint_within(rest.node));
                    let joint = if exclusive { Joint::Xor } else { joint };
                    let mut item =
                        Item { end: rest.end, cost: first.cost + rest.cost + 1 + cost, flags: first.flags, node: NONE };
                    item.node = parser.node(Node::Joined { first: first.node, rest: rest.node, joint });
                    found.push(item);
                }
            }
            for first in parser.clause(at, slash).each() {
                parser.participle_after(first, &mut found);
            }
            let both = parser.not_both(found);
            found.extend(both);
            found
        })
    }

    /// "…, but not both": a disjunction of which one part holds.
    fn not_both(&mut self, found: Beam) -> Beam {
        let mut more = Beam::default();
        for item in found.each() {
            let comma = usize::from(self.is_comma(item.at()));
            let at = item.at() + comma;
            let ends = [["but", "not", "both"], ["and", "not", "both"], ["but", "never", "both"]];
            if !ends.iter().any(|words| self.words(at, words)) {
                continue;
            }
            if let Some(node) = self.exclusive(item.node) {
                more.push(Item { node, end: small(at + 3), ..item });
            }
        }
        more
    }

    /// The same parse with its disjunction exclusive; none where it has no disjunction.
    pub(super) fn exclusive(&mut self, node: u32) -> Option<u32> {
        let changed = match *self.nodes.get(node as usize)? {
            Node::Joined { first, rest, joint: Joint::Or | Joint::Xor } => {
                Node::Joined { first, rest, joint: Joint::Xor }
            }
            Node::Clause { subject, verb, from, to } => {
                if let Some(subject) = self.exclusive_members(subject) {
                    Node::Clause { subject, verb, from, to }
                } else {
                    Node::Clause { subject, verb: self.exclusive(verb)?, from, to }
                }
            }
            Node::Marked { base, mark } => Node::Marked { base: self.exclusive(base)?, mark },
            Node::Add { base, role, child } => match self.exclusive_members(child) {
                Some(child) => Node::Add { base, role, child },
                None => Node::Add { base: self.exclusive(base)?, role, child },
            },
            _ => return None,
        };
        Some(self.node(changed))
    }

    fn exclusive_members(&mut self, node: u32) -> Option<u32> {
        match *self.nodes.get(node as usize)? {
            Node::Prep { from, to, noun } => {
                let noun = self.exclusive_members(noun)?;
                Some(self.node(Node::Prep { from, to, noun }))
            }
            Node::Members { first, rest, joint: Joint::Or | Joint::Xor } => {
                Some(self.node(Node::Members { first, rest, joint: Joint::Xor }))
            }
            _ => None,
        }
    }

    /// Whether clauses may follow one another with a comma alone: only before the last of a list.
    fn comma_joins(&self, at: usize) -> bool {
        let end = self.len().min(at + 40);
        (at..end).any(|place| matches!(self.low(place), "and" | "or" | "but" | ","))
    }

    /// A whole sentence without its mark: conditions, links, clauses.
    pub(super) fn sentence(&mut self, at: usize, slash: bool) -> Found<'a> {
        self.once(Rule::Sentence, at, slash, |parser, at, slash| {
            let mut found = Beam::of(parser.clauses(at, slash));
            parser.condition_first(at, &mut found);
            parser.link_first(at, &mut found);
            parser.quantified_first(at, &mut found);
            parser.implication(at, &mut found);
            parser.one_of(at, &mut found);
            parser.fronted_condition(at, &mut found);
            let mut mains = found;
            for _ in 0..2 {
                let mut more = Beam::default();
                for main in mains.each() {
                    parser.condition_after(main, &mut more);
                    parser.link_after(main, &mut more);
                }
                if more.items().is_empty() {
                    break;
                }
                found.extend(more);
                mains = more;
            }
            found
        })
    }

    /// "For any animal X, if X is kind then …", "for all x: …": what X is, is a condition.
    fn quantified_first(&mut self, at: usize, found: &mut Beam) {
        if !self.is(at, "for") || !matches!(self.low(at + 1), "all" | "any" | "every" | "each") {
            return;
        }
        for kind in self.nominal(at + 2).each() {
            let letter = kind.at();
            let named = self.token(letter).is_some_and(|token| token.low().len() == 1) && letter > at + 1;
            let mark = letter + 1;
            if !named || !matches!(self.low(mark), "," | ":") {
                continue;
            }
            let head =
                Node::Head { kind: engine_api::NounKind::Name, from: small(letter), to: small(mark), plural: false };
            let base = self.node(head);
            let subject = self.node(Node::Phrase { base, from: small(letter), inner: small(letter), to: small(mark) });
            let be = self.node(Node::Be { at: small(at) });
            let verb = self.add(be, super::chart::Role::CompNoun, kind.node);
            let is_kind = self.node(Node::Clause { subject, verb, from: small(at), to: small(mark) });
            for inner in self.sentence(mark + 1, false).each() {
                let node = match self.nodes.get(inner.node as usize).copied() {
                    Some(Node::If { condition, result, exact }) => {
                        let condition = self.node(Node::Joined { first: is_kind, rest: condition, joint: Joint::And });
                        self.node(Node::If { condition, result, exact })
                    }
                    _ => self.node(Node::If { condition: is_kind, result: inner.node, exact: false }),
                };
                found.push(Item { node, cost: inner.cost + kind.cost, ..inner });
            }
        }
    }

    /// "In that case, if A, B", "Conversely, when A, B": what stands before a condition.
    fn fronted_condition(&mut self, at: usize, found: &mut Beam) {
        let rule = |parser: &Self, next: usize| {
            parser.condition_words(next).is_some()
                || parser.only_if(next).2.is_some()
                || parser.link_words(next).is_some()
        };
        if self.is_adverb(at) && self.is_comma(at + 1) && rule(self, at + 2) {
            for inner in self.sentence(at + 2, false).each() {
                let role = super::chart::Role::Adverb(small(at), small(at + 1));
                let node = self.add(inner.node, role, NONE);
                found.push(Item { node, cost: inner.cost + 1, ..inner });
            }
        }
        for front in self.prepositional(at, false).each() {
            if !self.is_comma(front.at()) || !rule(self, front.at() + 1) {
                continue;
            }
            for inner in self.sentence(front.at() + 1, false).each() {
                let node = self.add(inner.node, super::chart::Role::Oblique, front.node);
                found.push(Item { node, cost: front.cost + inner.cost + 1, ..inner });
            }
        }
    }

    /// The end of a condition's words at `at` and whether it is negated ("unless").
    fn condition_words(&self, at: usize) -> Option<(usize, bool)> {
        if !self.opens(at) {
            return None;
        }
        if self.is(at, "unless") {
            return Some((at + 1, true));
        }
        CONDITIONS
            .iter()
            .filter(|words| self.words(at, words))
            .map(|words| at + words.len())
            .max()
            .map(|end| (end, false))
    }

    /// "if A then B", "unless A, B", "whenever A, B", "only if A, B", "given A, B".
    fn condition_first(&mut self, at: usize, found: &mut Beam) {
        let (only, exact, start) = self.only_if(at);
        let Some((start, negated)) = start.map(|end| (end, false)).or_else(|| self.condition_words(at)) else { return };
        for condition in self.condition_body(start).each() {
            let mut next = condition.at();
            let comma = self.is_comma(next);
            next += usize::from(comma);
            let then = self.is(next, "then");
            next += usize::from(then);
            next += usize::from(then && self.is_comma(next));
            let mut results = Beam::of(self.clauses(next, false));
            if then || comma {
                self.command(next, &mut results);
            }
            for result in results.each() {
                let inner = if negated { self.node(Node::Not { base: condition.node }) } else { condition.node };
                let (condition_node, result_node) = if only { (result.node, inner) } else { (inner, result.node) };
                let node = self.node(Node::If { condition: condition_node, result: result_node, exact });
                let cost = condition.cost
                    + result.cost
                    + if then {
                        0
                    } else if comma {
                        1
                    } else {
                        3
                    };
                found.push(Item { end: result.end, cost, flags: 0, node });
                // "…, and vice versa": the other way too.
                let end = result.at() + usize::from(self.is_comma(result.at()));
                if self.words(end, &["and", "vice", "versa"]) || self.words(end, &["and", "conversely"]) {
                    let node = self.node(Node::If { condition: condition_node, result: result_node, exact: true });
                    let end = end + 2 + usize::from(self.is(end + 1, "vice"));
                    found.push(Item { end: small(end), cost: cost.saturating_sub(1), flags: 0, node });
                }
            }
        }
    }

    /// What may stand as a condition: clauses, "someone being kind", "not" with a clause.
    pub(super) fn condition_body(&mut self, at: usize) -> Beam {
        let mut found = Beam::of(self.clauses(at, false));
        // "if A while B, …"
        for main in self.clauses(at, false).each() {
            if let Some((start, link @ ("while" | "because" | "after" | "before"))) = self.link_words(main.at()) {
                for other in self.clauses(start, false).each() {
                    let node = self.node(Node::Linked { link, main: main.node, other: other.node });
                    found.push(Item { end: other.end, cost: main.cost + other.cost + 2, flags: 0, node });
                }
            }
        }
        // "if it is the case that", "if we know that", "if you see that": the clause itself is the condition.
        let skip =
            [&["it", "is", "the", "case", "that"][..], &["it", "is", "true", "that"][..], &["we", "know", "that"][..]];
        if let Some(words) = skip.iter().find(|words| self.words(at, words)) {
            found.extend(self.clauses(at + words.len(), false));
        }
        if self.is(at, "not") && found.items().is_empty() {
            for inner in self.clauses(at + 1, false).each() {
                let node = self.node(Node::Not { base: inner.node });
                found.push(Item { node, ..inner });
            }
        }
        found
    }

    /// "only if" and "if and only if" at `at`: whether it is the one or the other, and where the condition begins.
    fn only_if(&self, at: usize) -> (bool, bool, Option<usize>) {
        if !self.opens(at) {
            return (false, false, None);
        }
        for words in [
            &["if", "and", "only", "if"][..],
            &["exactly", "when"],
            &["exactly", "if"],
            &["just", "in", "case"],
            &["precisely", "when"],
            &["iff"],
        ] {
            if self.words(at, words) {
                return (false, true, Some(at + words.len()));
            }
        }
        for words in [&["only", "if"][..], &["only", "when"], &["only", "in", "case"]] {
            if self.words(at, words) {
                return (true, false, Some(at + words.len()));
            }
        }
        (false, false, None)
    }

    /// "B if A", "B unless A", "B only if A", "B if and only if A".
    fn condition_after(&mut self, main: Item, found: &mut Beam) {
        let comma = usize::from(self.is_comma(main.at()));
        let at = main.at() + comma;
        if self.is(at, "if") && self.is(at + 1, "then") {
            return;
        }
        let (only, exact, start) = self.only_if(at);
        let Some((start, negated)) = start.map(|end| (end, false)).or_else(|| self.condition_words(at)) else {
            return self.implies(main, found);
        };
        for condition in self.condition_body(start).each() {
            let inner = if negated { self.node(Node::Not { base: condition.node }) } else { condition.node };
            let (condition_node, result) = if only { (main.node, inner) } else { (inner, main.node) };
            let node = self.node(Node::If { condition: condition_node, result, exact });
            found.push(Item { end: condition.end, cost: main.cost + condition.cost + 1, flags: 0, node });
        }
    }

    /// "A implies that B", "A means B", "A, which means that B" over clauses.
    fn implies(&mut self, main: Item, found: &mut Beam) {
        let comma = usize::from(self.is_comma(main.at()));
        let mut at = main.at() + comma;
        at += usize::from(matches!(self.low(at), "which" | "this" | "that"));
        if !matches!(self.low(at), "implies" | "means" | "entails" | "implying" | "meaning") {
            return;
        }
        let start = at + 1 + usize::from(self.is(at + 1, "that"));
        for result in self.clauses(start, false).each() {
            let node = self.node(Node::If { condition: main.node, result: result.node, exact: false });
            found.push(Item { end: result.end, cost: main.cost + result.cost + 2, flags: 0, node });
        }
    }

    fn link_words(&self, at: usize) -> Option<(usize, &'static str)> {
        if !self.opens(at) {
            return None;
        }
        LINKS
            .iter()
            .filter(|(words, _)| self.words(at, words))
            .map(|(words, link)| (at + words.len(), *link))
            .max_by_key(|(end, _)| *end)
    }

    /// "because A, B", "when A, B", "after A, B".
    fn link_first(&mut self, at: usize, found: &mut Beam) {
        let Some((start, link)) = self.link_words(at) else { return };
        if matches!(link, "than" | "so that" | "where") {
            return;
        }
        for other in self.clauses(start, false).each() {
            let mut next = other.at();
            let comma = self.is_comma(next);
            next += usize::from(comma);
            next += usize::from(self.is(next, "then"));
            let mut results = Beam::of(self.clauses(next, false));
            self.command(next, &mut results);
            for main in results.each() {
                let node = self.node(Node::Linked { link, main: main.node, other: other.node });
                let cost = other.cost + main.cost + if comma { 1 } else { 3 };
                found.push(Item { end: main.end, cost, flags: 0, node });
            }
        }
    }

    /// "A because B", "A before B", "A, so B".
    fn link_after(&mut self, main: Item, found: &mut Beam) {
        let comma = usize::from(self.is_comma(main.at()) || self.is(main.at(), ";"));
        let at = main.at() + comma;
        if let Some((start, link)) = self.link_words(at) {
            for other in self.clauses(start, false).each() {
                let node = self.node(Node::Linked { link, main: main.node, other: other.node });
                found.push(Item { end: other.end, cost: main.cost + other.cost + 1, flags: main.flags, node });
            }
        }
        let so = match self.low(at) {
            "so" if !self.is(at + 1, "that") => Some(at + 1),
            "therefore" | "thus" | "hence" if comma == 1 => Some(at + 1),
            _ => None,
        };
        if let Some(start) = so {
            let start = start + usize::from(self.is_comma(start));
            for other in self.clauses(start, false).each() {
                let node = self.node(Node::Linked { link: "so", main: main.node, other: other.node });
                found.push(Item { end: other.end, cost: main.cost + other.cost + 1, flags: main.flags, node });
            }
        }
        if self.is(main.at(), ":") {
            // "Each has a pet: one has a cat, and one has a dog."
            let end = self.len();
            for other in self.sentence(at + 1, false).each().filter(|other| other.at() == end) {
                // "The following holds: A" says no more than A.
                let announces = (0..at).any(|place| matches!(self.low(place), "following" | "follows"));
                let joined = Node::Joined { first: main.node, rest: other.node, joint: Joint::And };
                let node = if announces { other.node } else { self.node(joined) };
                found.push(Item { end: other.end, cost: main.cost + other.cost + 3, flags: main.flags, node });
            }
        }
        if self.is(main.at(), ";") {
            let at = at + usize::from(matches!(self.low(at), "and" | "but"));
            let start = at + usize::from(self.is_adverb(at) && self.is_comma(at + 1)) * 2;
            for other in self.clauses(start, false).each() {
                let node = self.node(Node::Joined { first: main.node, rest: other.node, joint: Joint::And });
                found.push(Item { end: other.end, cost: main.cost + other.cost + 2, flags: main.flags, node });
            }
        }
    }

    /// A command: a verb phrase in its base form without a subject.
    pub(super) fn command(&mut self, at: usize, found: &mut Beam) {
        let polite = usize::from(matches!(self.low(at), "please" | "just" | "always"));
        let mut start = at + polite;
        start += usize::from(polite == 1 && self.is_comma(start));
        let not = self.is(start, "do") && self.is_not(start + 1);
        let never = self.is(start, "never");
        start += if not { 2 } else { usize::from(never) };
        for verb in self.verbs(start, VerbForm::Base, false).each() {
            let verb = if not || never { self.mark(verb, super::chart::Mark::Negated) } else { verb };
            let node = self.node(Node::Clause { subject: NONE, verb: verb.node, from: small(at), to: verb.end });
            found.push(Item { cost: verb.cost + 4, flags: 0, node, ..verb });
        }
    }
}
