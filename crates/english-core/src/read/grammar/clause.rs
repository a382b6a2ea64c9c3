//! Clauses: a subject and its verb phrase, with fronted phrases, "there is", "it is true that".

use engine_api::Joint;

use super::chart::{Beam, Each, Found, Item, Mark, NONE, Node, Role, VerbForm, flag};
use super::closed;
use super::parser::{Parser, Rule, small};
use super::token::cat;

/// Where the verb of "there …" ends, whether it is negated, and its marks.
type Existential = (usize, bool, [Option<Mark>; 2]);

impl<'a> Parser<'a> {
    /// One clause. With `slash` it has a gap.
    pub(super) fn clause(&mut self, at: usize, slash: bool) -> Found<'a> {
        self.once(Rule::Clause, at, slash, |parser, at, slash| {
            let mut found = Beam::default();
            if at >= parser.len() {
                return found;
            }
            parser.it_is(at, slash, &mut found);
            parser.plain(at, slash, &mut found);
            parser.there_is(at, slash, &mut found);
            parser.not_all(at, slash, &mut found);
            parser.fronted(at, slash, &mut found);
            parser.either_clauses(at, &mut found);
            parser.quoted_first(at, &mut found);
            parser.attributed(at, &mut found);
            parser.participle_first(at, slash, &mut found);
            parser.infinitive_subject(at, &mut found);
            found
        })
    }

    /// Subject and finite verb phrase.
    fn plain(&mut self, at: usize, slash: bool, found: &mut Beam) {
        for subject in self.phrases(at, false).each() {
            if subject.has(flag::OBJECT) && !self.is(at, "her") {
                continue;
            }
            // "they all have": the quantifier belongs to the subject.
            let all = self.is(subject.at(), "all") && subject.has(flag::PLURAL);
            let end = subject.at() + usize::from(all);
            for verb in self.verbs(end, VerbForm::Finite, slash).each() {
                found.push(self.predicated(subject, verb, at));
            }
            self.parenthesis(subject, slash, found);
        }
    }

    /// A subject with its verb phrase; disagreement in number costs.
    pub(super) fn predicated(&mut self, subject: Item, verb: Item, from: usize) -> Item {
        let number = flag::SINGULAR | flag::PLURAL;
        let agrees = subject.flags & verb.flags & number != 0 || verb.flags & number == 0;
        let node = self.node(Node::Clause { subject: subject.node, verb: verb.node, from: small(from), to: verb.end });
        let bare = u16::from(subject.has(flag::BARE));
        let cost = subject.cost + verb.cost + bare + if agrees { 0 } else { 4 };
        Item { end: verb.end, cost, flags: verb.flags & flag::GAP, node }
    }

    /// "To err is human."
    fn infinitive_subject(&mut self, at: usize, found: &mut Beam) {
        if !self.is(at, "to") {
            return;
        }
        for verb in self.verbs(at + 1, VerbForm::Base, false).each() {
            let form = self.node(Node::Clause { subject: NONE, verb: verb.node, from: small(at), to: verb.end });
            let node = self.node(Node::Nominal { form });
            let subject = Item { node, cost: verb.cost + 3, flags: flag::SINGULAR, ..verb };
            for said in self.verbs(verb.at(), VerbForm::Finite, false).each() {
                found.push(self.predicated(subject, said, at));
            }
        }
    }

    /// "Tom, however, went": a parenthesis between subject and verb.
    fn parenthesis(&mut self, subject: Item, slash: bool, found: &mut Beam) {
        let at = subject.at();
        if !self.is_comma(at) {
            return;
        }
        let mut inner = Beam::default();
        if self.is_adverb(at + 1) && self.is_comma(at + 2) {
            inner.push(Item { end: small(at + 3), cost: 1, flags: 0, node: NONE });
        }
        for phrase in self.prepositional(at + 1, false).each() {
            if self.is_comma(phrase.at()) {
                inner.push(Item { end: phrase.end + 1, ..phrase });
            }
        }
        for part in inner.each() {
            for verb in self.verbs(part.at(), VerbForm::Finite, slash).each() {
                let verb = if part.node == NONE {
                    self.with_adverb(verb, at + 1, at + 2)
                } else {
                    let mut item = self.joined(verb, Role::Oblique, Item { end: verb.end, ..part });
                    item.cost = verb.cost + part.cost + 2;
                    item
                };
                found.push(self.predicated(subject, verb, subject.at()));
            }
        }
    }

    /// "there is a cat in the garden".
    fn there_is(&mut self, at: usize, slash: bool, found: &mut Beam) {
        if !self.is(at, "there") {
            return;
        }
        if let Some((verb, negated, marks)) = self.existential_verbs(at + 1) {
            let be = self.node(Node::Be { at: small(verb - 1) });
            for subject in self.phrases(verb, slash).each() {
                if subject.has(flag::SUBJECT | flag::OBJECT) {
                    continue;
                }
                let base = Item { end: subject.end, cost: 0, flags: subject.flags & flag::GAP, node: be };
                let mut tails = Beam::default();
                self.adjuncts(base, slash && !subject.has(flag::GAP), &mut tails);
                for tail in tails.each() {
                    let mut item = tail;
                    for mark in marks.into_iter().flatten() {
                        item = self.mark(item, mark);
                    }
                    if negated {
                        item = self.mark(item, Mark::Negated);
                    }
                    let clause = Node::Clause { subject: subject.node, verb: item.node, from: small(at), to: item.end };
                    let node = self.node(clause);
                    let flags = (item.flags | subject.flags) & flag::GAP;
                    found.push(Item { cost: item.cost + subject.cost, flags, node, ..item });
                }
            }
        }
    }

    /// The verb of "there …": where it ends, whether it is negated, its marks.
    fn existential_verbs(&self, at: usize) -> Option<Existential> {
        let low = self.low(at);
        let mut end = at + 1;
        let mut marks = [None, None];
        match low {
            "is" | "are" | "'s" | "'re" => {}
            "was" | "were" => marks[0] = Some(Mark::Past),
            "exists" | "exist" => {}
            "has" | "have" | "had" if self.is(at + 1, "been") => {
                end += 1;
                marks = [Some(Mark::Perfect), (low == "had").then_some(Mark::Past)];
            }
            _ if closed::modal(low).is_some() => {
                let not = usize::from(self.is_not(end));
                if !self.is(end + not, "be") {
                    return None;
                }
                marks[0] =
                    Some(if matches!(low, "will" | "'ll" | "wo") { Mark::Future } else { Mark::Modal(small(at)) });
                return Some((end + not + 1, not == 1 || low == "cannot", marks));
            }
            _ => return None,
        }
        let not = self.is_not(end);
        end += usize::from(not);
        while self.is_adverb(end)
            && !self.may(end, cat::ADJECTIVE | cat::PREPOSITION)
            && !self.is(end, "only")
            && !self.is(end, "exactly")
            && !matches!(self.low(end), "twice" | "half" | "thrice" | "just" | "about" | "around" | "over" | "under")
            && !self.is(end, "more")
            && !self.is(end, "most")
        {
            end += 1;
        }
        Some((end, not, marks))
    }

    /// "it is true that …", "it is not the case that …", "it is false that …".
    fn it_is(&mut self, at: usize, slash: bool, found: &mut Beam) {
        if !self.is(at, "it") {
            return;
        }
        let low = self.low(at + 1);
        let (mut end, mut not) = match low {
            "is" | "'s" | "was" => (at + 2, false),
            _ => return,
        };
        if self.is_not(end) {
            end += 1;
            not = true;
        }
        while self.is_adverb(end) && self.is(end, "also") {
            end += 1;
        }
        let truth = match self.low(end) {
            "true" | "certain" | "correct" | "known" | "clear" | "given" | "sure" | "obvious" => Some((end + 1, true)),
            "false" | "untrue" | "incorrect" => Some((end + 1, false)),
            "the" if self.is(end + 1, "case") => Some((end + 2, true)),
            "a" if self.is(end + 1, "fact") => Some((end + 2, true)),
            _ => None,
        };
        if let Some((end, truth)) = truth
            && self.is(end, "that")
        {
            for inner in self.sentence(end + 1, slash).each() {
                let node = if truth == not { self.node(Node::Not { base: inner.node }) } else { inner.node };
                found.push(Item { node, ..inner });
            }
        }
        self.it_is_adjective(at, found);
        if !slash {
            self.cleft((at, end), not, found);
        }
    }

    /// "it was Tom who broke the vase", "it is the vase that Tom broke": said of Tom, of the vase.
    fn cleft(&mut self, (at, end): (usize, usize), not: bool, found: &mut Beam) {
        // "It is a town that never sleeps" speaks of something named before.
        if matches!(self.low(end), "a" | "an" | "one" | "some" | "another" | "any") {
            return;
        }
        for focus in self.phrase(end, false).each() {
            let next = focus.at();
            if !matches!(self.low(next), "who" | "that" | "which" | "whom") || focus.has(flag::BARE | flag::CLAUSAL) {
                continue;
            }
            for clause in self.relative_body(next + 1, super::noun::NounGap::Either).each() {
                let node = self.node(Node::Filled { base: clause.node, filler: focus.node });
                let node = if not { self.node(Node::Not { base: node }) } else { node };
                found.push(Item { node, cost: focus.cost + clause.cost + u16::from(at > 0), flags: 0, ..clause });
            }
        }
    }

    /// "it is possible that …", "it is easy to …": the clause is the subject.
    fn it_is_adjective(&mut self, at: usize, found: &mut Beam) {
        for said in self.verbs(at + 1, VerbForm::Finite, false).each() {
            let end = said.at();
            let mut inner = Beam::default();
            if self.is(end, "that") {
                inner.extend(self.clauses(end + 1, false));
            } else if self.is(end, "to") {
                for verb in self.verbs(end + 1, VerbForm::Base, false).each() {
                    let node =
                        self.node(Node::Clause { subject: NONE, verb: verb.node, from: small(end), to: verb.end });
                    inner.push(Item { node, ..verb });
                }
            }
            for clause in inner.each() {
                let subject = self.node(Node::Nominal { form: clause.node });
                let node = self.node(Node::Clause { subject, verb: said.node, from: small(at), to: clause.end });
                found.push(Item { end: clause.end, cost: said.cost + clause.cost + 1, flags: 0, node });
            }
        }
    }

    /// "not all birds fly".
    fn not_all(&mut self, at: usize, slash: bool, found: &mut Beam) {
        let next = self.low(at + 1);
        if self.is(at, "not")
            && matches!(
                next,
                "all" | "every" | "everyone" | "everybody" | "everything" | "each" | "many" | "any" | "a" | "one"
            )
        {
            let mut inner = Beam::default();
            self.plain(at + 1, slash, &mut inner);
            for clause in inner.each() {
                let node = self.node(Node::Not { base: clause.node });
                found.push(Item { node, ..clause });
            }
        }
    }

    /// Phrases before the subject: "yesterday", "in June", "after that", "however".
    fn fronted(&mut self, at: usize, slash: bool, found: &mut Beam) {
        let mut fronts = Beam::default();
        for phrase in self.prepositional(at, false).each() {
            fronts.push(Item { flags: 0, ..phrase });
        }
        for noun in self.adverbial_noun(at).each() {
            let node = self.node(Node::Bare { noun: noun.node });
            fronts.push(Item { node, flags: 0, ..noun });
        }
        for purpose in self.purpose(at).each().filter(|purpose| self.is_comma(purpose.at())) {
            fronts.push(Item { flags: 0, cost: purpose.cost.saturating_sub(1), ..purpose });
        }
        for front in fronts.each() {
            let next = front.at() + usize::from(self.is_comma(front.at()));
            for clause in self.clause(next, slash).each() {
                let node = self.add(clause.node, Role::Oblique, front.node);
                found.push(Item { node, cost: clause.cost + front.cost + 1, ..clause });
            }
        }
        if self.is_adverb(at) && !self.is_not(at) || self.is(at, "so") || self.is(at, "then") {
            let next = at + 1 + usize::from(self.is_comma(at + 1));
            for clause in self.clause(next, slash).each() {
                let node = self.add(clause.node, Role::Adverb(small(at), small(at + 1)), NONE);
                found.push(Item { node, cost: clause.cost + 1, ..clause });
            }
        }
    }

    /// A clause in quotation marks.
    pub(super) fn quotation(&mut self, at: usize) -> Beam {
        let mut found = Beam::default();
        let closing = match self.low(at) {
            "\"" => "\"",
            "“" => "”",
            "'" | "‘" => "'",
            _ => return found,
        };
        for clause in self.sentence(at + 1, false).each() {
            let end = clause.at();
            let mark = usize::from(matches!(self.low(end), "." | "," | "!" | "?"));
            let closes = self.is(end + mark, closing) || closing == "'" && self.is(end + mark, "’");
            if closes {
                found.push(Item { end: small(end + mark + 1), ..clause });
            }
        }
        found
    }

    /// "'S,' said Tom", "'S' - Tom": the speaker follows.
    fn quoted_first(&mut self, at: usize, found: &mut Beam) {
        for said in self.quotation(at).each() {
            let start = said.at() + usize::from(matches!(self.low(said.at()), "," | "-" | "–" | "—"));
            let dash = start > said.at() && !self.is_comma(said.at());
            let mut speakers = Beam::default();
            for speaker in self.phrase(start, false).each() {
                let verb = speaker.at();
                if dash {
                    let node = self.node(Node::Say { at: small(start) });
                    speakers.push(Item { node: self.spoken(speaker, node, said), ..speaker });
                } else if self.may(verb, cat::PAST | cat::THIRD) {
                    let node = self.node(Node::Verb { at: small(verb), plain: false });
                    let item = Item { node: self.spoken(speaker, node, said), end: small(verb + 1), ..speaker };
                    speakers.push(if self.may(verb, cat::PAST) { self.mark(item, Mark::Past) } else { item });
                }
            }
            if self.may(start, cat::PAST | cat::THIRD) {
                let node = self.node(Node::Verb { at: small(start), plain: false });
                for speaker in self.phrase(start + 1, false).each() {
                    speakers.push(Item { node: self.spoken(speaker, node, said), ..speaker });
                }
            }
            for item in speakers.each() {
                found.push(Item { cost: item.cost + said.cost + 1, flags: 0, ..item });
            }
        }
    }

    /// That a speaker says something.
    fn spoken(&mut self, speaker: Item, verb: u32, said: Item) -> u32 {
        let verb = self.add(verb, Role::CompClause, said.node);
        self.node(Node::Clause { subject: speaker.node, verb, from: said.end, to: speaker.end })
    }

    /// "either A or B", "neither A nor B" over clauses.
    fn either_clauses(&mut self, at: usize, found: &mut Beam) {
        let joint = match self.low(at) {
            "either" => Joint::Xor,
            "neither" => Joint::Nor,
            _ => return,
        };
        for first in self.clause(at + 1, false).each() {
            let comma = usize::from(self.is_comma(first.at()));
            let low = self.low(first.at() + comma);
            if low != "or" && low != "nor" {
                continue;
            }
            for rest in self.clause(first.at() + comma + 1, false).each() {
                let node = self.node(Node::Joined { first: first.node, rest: rest.node, joint });
                found.push(Item { end: rest.end, cost: first.cost + rest.cost, flags: 0, node });
            }
        }
    }
}
