//! Verb phrases: auxiliaries, negation, coordination.

use engine_api::Joint;

use super::chart::{Beam, Each, Found, Item, Mark, NONE, Node, Role, VerbForm, flag};
use super::closed;
use super::parser::{Parser, Rule, small};
use super::token::cat;

impl<'a> Parser<'a> {
    /// Verb phrases with their coordination.
    pub(super) fn verbs(&mut self, at: usize, form: VerbForm, slash: bool) -> Found<'a> {
        self.once_verb(Rule::Verbs, form, (at, slash), |parser, at, form, slash| {
            let mut found = Beam::of(parser.verb(at, form, slash));
            let correlative = parser.correlative(at);
            let start = at + usize::from(correlative.is_some());
            if correlative == Some(Joint::Xor) {
                for item in parser.verb(start, form, slash).each() {
                    found.extend(parser.made_exclusive(item));
                }
            }
            for first in parser.verb(start, form, slash).each() {
                for rest in parser.more_verbs(first, form, slash).each() {
                    found.push(parser.correlate(rest, correlative));
                }
            }
            found
        })
    }

    /// Changes the joint of a coordination that "either", "neither" or "both" opened.
    pub(super) fn correlate(&mut self, item: Item, correlative: Option<Joint>) -> Item {
        if let (Some(joint), Some(Node::Joined { joint: said, .. })) =
            (correlative, self.nodes.get_mut(item.node as usize))
        {
            *said = joint;
        }
        item
    }

    /// A first verb phrase with those joined to it.
    fn more_verbs(&mut self, first: Item, form: VerbForm, slash: bool) -> Beam {
        let mut found = Beam::default();
        let Some((joint, next, exclusive, cost)) = self.coordinator(first.at()) else { return found };
        let next =
            next + usize::from(matches!(self.low(next), "then" | "also" | "therefore" | "so") && joint.is_some());
        let mut rests = Beam::default();
        if joint.is_some() && self.correlative(next).is_some() {
            rests.extend(self.verbs(next, form, slash));
        } else if joint.is_some() {
            rests.extend(self.verb(next, form, slash));
        }
        if self.is_comma(first.at()) {
            let start = first.at() + 1;
            for second in self.verb(start, form, slash).each() {
                let more = self.more_verbs(second, form, slash);
                rests.extend(more);
            }
        }
        for rest in rests.each() {
            if first.has(flag::GAP) != rest.has(flag::GAP) {
                continue;
            }
            let joint = joint.unwrap_or_else(|| self.joint_within(rest.node));
            let joint = if exclusive { Joint::Xor } else { joint };
            let node = self.node(Node::Joined { first: first.node, rest: rest.node, joint });
            let flags =
                first.flags & rest.flags & (flag::SINGULAR | flag::PLURAL) | first.flags & flag::GAP | flag::JOINED;
            found.push(Item { end: rest.end, cost: first.cost + rest.cost + 1 + cost, flags, node });
        }
        found
    }

    pub(super) fn joint_within(&self, node: u32) -> Joint {
        match self.nodes.get(node as usize) {
            Some(Node::Joined { joint, .. }) => *joint,
            _ => Joint::And,
        }
    }

    /// A coordinator at `at` with or without a comma: its joint (none for a mere comma), where what follows begins,
    /// and what it costs.
    pub(super) fn coordinator(&self, at: usize) -> Option<(Option<Joint>, usize, bool, u16)> {
        let comma = usize::from(self.is_comma(at));
        let next = at + comma;
        let cost = if comma == 1 { 1 } else { 0 };
        Some(match self.low(next) {
            "and" | "but" | "&" | "yet" => {
                // "and/or"
                if self.words(next, &["and", "/", "or"]) {
                    return Some((Some(Joint::Or), next + 3, false, cost));
                }
                (Some(Joint::And), next + 1, false, cost)
            }
            "or" => (Some(Joint::Or), next + 1, false, cost),
            "nor" => (Some(Joint::Nor), next + 1, false, cost),
            "then" if comma == 1 => (Some(Joint::And), next + 1, false, 1),
            "as" if self.words(next, &["as", "well", "as"]) => (Some(Joint::And), next + 3, false, 2),
            _ if comma == 1 => (None, next, false, 1),
            _ => return None,
        })
    }

    /// One verb phrase.
    pub(super) fn verb(&mut self, at: usize, form: VerbForm, slash: bool) -> Found<'a> {
        self.once_verb(Rule::Verb, form, (at, slash), |parser, at, form, slash| {
            let mut found = Beam::default();
            parser.adverb_first(at, form, slash, &mut found);
            parser.not_first(at, form, slash, &mut found);
            match form {
                VerbForm::Finite => parser.finite(at, slash, &mut found),
                VerbForm::Base => parser.base(at, slash, &mut found),
                VerbForm::Ing => parser.ing(at, slash, &mut found),
                VerbForm::Participle => parser.participle(at, slash, &mut found),
                VerbForm::Passive => {
                    for item in parser.passive_frames(at, slash).each() {
                        let item = parser.mark(item, Mark::Passive);
                        found.push(item);
                    }
                }
            }
            found
        })
    }

    /// "never goes", "also likes".
    fn adverb_first(&mut self, at: usize, form: VerbForm, slash: bool, found: &mut Beam) {
        if !self.is_adverb(at) || self.is_not(at) || self.may(at, cat::PREPOSITION) {
            return;
        }
        let two = self.words(at, &["no", "longer"]) || self.is_adverb(at + 1) && !self.is_not(at + 1);
        let mut end = at + 1;
        if two && self.words(at, &["no", "longer"]) {
            end += 1;
        }
        for verb in self.verb(end, form, slash).each() {
            let item = self.with_adverb(verb, at, end);
            found.push(item);
        }
    }

    /// An adverb before or after a verb phrase; "never" and the like negate it.
    pub(super) fn with_adverb(&mut self, verb: Item, from: usize, to: usize) -> Item {
        let node = self.add(verb.node, Role::Adverb(small(from), small(to)), NONE);
        let item = Item { node, cost: verb.cost + 1, ..verb };
        if matches!(self.low(from), "never" | "no") && from < verb.at() {
            return self.mark(item, Mark::Negated);
        }
        item
    }

    /// "not going", "not to go".
    fn not_first(&mut self, at: usize, form: VerbForm, slash: bool, found: &mut Beam) {
        let fits = matches!(form, VerbForm::Ing | VerbForm::Passive | VerbForm::Base | VerbForm::Participle);
        if self.is_not(at) && fits {
            for verb in self.verb(at + 1, form, slash).each() {
                let item = self.mark(verb, Mark::Negated);
                found.push(item);
            }
        }
    }

    /// Skips "not" after an auxiliary: where what follows begins, and whether it was there.
    fn after_not(&self, at: usize) -> (usize, bool) {
        // "not only … but also …" denies nothing.
        if self.is_not(at) && self.is(at + 1, "only") && (at..self.len()).any(|place| self.is(place, "but")) {
            return (at + 2, false);
        }
        if self.is_not(at) { (at + 1, true) } else { (at, false) }
    }

    fn finite(&mut self, at: usize, slash: bool, found: &mut Beam) {
        let low = self.low(at);
        let (any, one, many) = (flag::SINGULAR | flag::PLURAL, flag::SINGULAR, flag::PLURAL);
        match low {
            _ if closed::modal(low).is_some() => {
                self.modal_verb(at, slash, found);
                if low == "'d" {
                    self.auxiliary((at, slash), (VerbForm::Participle, any), &[Mark::Past, Mark::Perfect], found);
                }
                return;
            }
            "does" => self.auxiliary((at, slash), (VerbForm::Base, one), &[], found),
            "do" => self.auxiliary((at, slash), (VerbForm::Base, many), &[], found),
            "did" => self.auxiliary((at, slash), (VerbForm::Base, any), &[Mark::Past], found),
            "has" => self.auxiliary((at, slash), (VerbForm::Participle, one), &[Mark::Perfect], found),
            "have" | "'ve" => self.auxiliary((at, slash), (VerbForm::Participle, many), &[Mark::Perfect], found),
            "had" => self.auxiliary((at, slash), (VerbForm::Participle, any), &[Mark::Past, Mark::Perfect], found),
            "is" => self.copula((at, slash), one, &[], found),
            "am" | "'m" => self.copula((at, slash), any, &[], found),
            "are" | "'re" => self.copula((at, slash), many, &[], found),
            "ai" if self.is_not(at + 1) => self.copula((at, slash), any, &[], found),
            "was" => self.copula((at, slash), one, &[Mark::Past], found),
            "were" => self.copula((at, slash), any, &[Mark::Past], found),
            "'s" => {
                self.copula((at, slash), one, &[], found);
                self.auxiliary((at, slash), (VerbForm::Participle, one), &[Mark::Perfect], found);
            }
            "used" if self.is(at + 1, "to") => {
                for verb in self.verb(at + 2, VerbForm::Base, slash).each() {
                    let item = self.mark(verb, Mark::SemiModal("used to"));
                    let item = self.mark(item, Mark::Past);
                    found.push(Item { flags: verb.flags | any, ..item });
                }
            }
            _ => {}
        }
        self.main_finite(at, slash, found);
    }

    /// Main verbs with tense.
    fn main_finite(&mut self, at: usize, slash: bool, found: &mut Beam) {
        let low = self.low(at);
        let have = matches!(low, "has" | "have" | "had" | "'ve");
        let lexical = match low {
            "does" | "do" | "did" => true,
            _ => have || self.may(at, cat::BASE | cat::THIRD | cat::PAST),
        };
        if !lexical {
            return;
        }
        let (third, past) = match low {
            "has" | "does" => (Some(0), None),
            "had" | "did" => (None, Some(0)),
            "have" | "do" | "'ve" => (None, None),
            _ => (self.cost(at, cat::THIRD), self.cost(at, cat::PAST)),
        };
        let base = match low {
            "have" | "do" | "'ve" => Some(0),
            "has" | "had" | "did" | "does" => None,
            _ => self.cost(at, cat::BASE),
        };
        let frames = self.frames(at, 0, slash);
        for item in frames.each() {
            for (cost, number, is_past) in [
                (third, flag::SINGULAR, false),
                (past, flag::SINGULAR | flag::PLURAL, true),
                (base, flag::PLURAL, false),
            ] {
                let Some(cost) = cost else { continue };
                let mut item = Item { cost: item.cost + cost, flags: item.flags | number, ..item };
                if is_past {
                    item = self.mark(item, Mark::Past);
                }
                found.push(item);
                // The chart keeps one item for each end: the number of a form that could be both is free.
                break;
            }
        }
        if have {
            self.have_to(at, slash, found);
        }
    }

    /// "has to go", "have got to go".
    fn have_to(&mut self, at: usize, slash: bool, found: &mut Beam) {
        let got = usize::from(self.is(at + 1, "got"));
        if !self.is(at + 1 + got, "to") {
            return;
        }
        let number = match self.low(at) {
            "has" => flag::SINGULAR,
            "had" => flag::SINGULAR | flag::PLURAL,
            _ => flag::PLURAL,
        };
        for verb in self.verbs(at + 2 + got, VerbForm::Base, slash).each() {
            let mut item = self.mark(verb, Mark::SemiModal("have to"));
            if self.is(at, "had") {
                item = self.mark(item, Mark::Past);
            }
            found.push(Item { flags: verb.flags | number, cost: verb.cost.saturating_sub(1), ..item });
        }
    }

    /// "can go", "will not go", "should have gone", "ought to go".
    fn modal_verb(&mut self, at: usize, slash: bool, found: &mut Beam) {
        let low = self.low(at);
        let cannot = low == "cannot";
        let ought = low == "ought";
        let future = matches!(closed::modal(low), Some("will" | "shall"));
        let (next, mut not) = self.after_not(at + 1);
        not |= cannot;
        let next = next + usize::from(ought && self.is(next, "to"));
        let next = next + usize::from(self.is(next, "better") && self.is(at, "'d"));
        for verb in self.verbs(next, VerbForm::Base, slash).each() {
            let mark = if future { Mark::Future } else { Mark::Modal(small(at)) };
            let mut item = self.mark(verb, mark);
            if not {
                item = self.mark(item, Mark::Negated);
            }
            found.push(Item { flags: verb.flags & flag::GAP | flag::SINGULAR | flag::PLURAL, ..item });
        }
    }

    /// An auxiliary with "not" or without it, and the verb phrase in the form that it asks for.
    fn auxiliary(
        &mut self,
        (at, slash): (usize, bool),
        (form, number): (VerbForm, u16),
        marks: &[Mark],
        found: &mut Beam,
    ) {
        let (next, not) = self.after_not(at + 1);
        for verb in self.verbs(next, form, slash).each() {
            let mut item = verb;
            for mark in marks {
                item = self.mark(item, *mark);
            }
            if not {
                item = self.mark(item, Mark::Negated);
            }
            found.push(Item { flags: verb.flags & flag::GAP | number, ..item });
        }
    }

    /// A form of "be" with what it says.
    fn copula(&mut self, (at, slash): (usize, bool), number: u16, marks: &[Mark], found: &mut Beam) {
        let (next, not) = self.after_not(at + 1);
        for said in self.predicates(next, slash).each() {
            let denied = if not { self.denied_first(said) } else { None };
            let mut item = denied.unwrap_or(said);
            for mark in marks {
                item = self.mark(item, *mark);
            }
            if not && denied.is_none() {
                item = self.mark(item, Mark::Negated);
            }
            found.push(Item { flags: said.flags & flag::GAP | number, ..item });
        }
    }

    /// "not kind and not tall": each "not" denies its own part.
    fn denied_first(&mut self, said: Item) -> Option<Item> {
        let Node::Joined { first, rest, joint } = self.nodes.get(said.node as usize).copied()? else { return None };
        let denies =
            |node: u32| matches!(self.nodes.get(node as usize), Some(Node::Marked { mark: Mark::Negated, .. }));
        let second = match self.nodes.get(rest as usize)? {
            Node::Joined { first, .. } => *first,
            _ => rest,
        };
        if !denies(second) || denies(first) {
            return None;
        }
        let first = self.node(Node::Marked { base: first, mark: Mark::Negated });
        Some(Item { node: self.node(Node::Joined { first, rest, joint }), ..said })
    }

    fn base(&mut self, at: usize, slash: bool, found: &mut Beam) {
        match self.low(at) {
            "be" => return found.extend(self.predicates(at + 1, slash)),
            "have" | "'ve" => {
                self.auxiliary((at, slash), (VerbForm::Participle, 0), &[Mark::Perfect], found);
                self.have_to(at, slash, found);
            }
            "do" => {}
            _ if !self.may(at, cat::BASE) => return,
            _ => {}
        }
        for item in self.frames(at, cat::BASE, slash).each() {
            found.push(item);
        }
    }

    fn ing(&mut self, at: usize, slash: bool, found: &mut Beam) {
        match self.low(at) {
            "being" => return found.extend(self.predicates(at + 1, slash)),
            "having" => self.auxiliary((at, slash), (VerbForm::Participle, 0), &[Mark::Perfect], found),
            _ if !self.may(at, cat::ING) => return,
            _ => {}
        }
        found.extend(self.frames(at, cat::ING, slash));
    }

    fn participle(&mut self, at: usize, slash: bool, found: &mut Beam) {
        match self.low(at) {
            "been" => return found.extend(self.predicates(at + 1, slash)),
            "had" | "done" | "got" => {}
            _ if !self.may(at, cat::PARTICIPLE) => return,
            _ => {}
        }
        found.extend(self.frames(at, cat::PARTICIPLE, slash));
    }
}
