//! Questions: inverted, with a question word, and embedded ones.

use engine_api::NounKind;

use super::chart::{Ask, Beam, Each, Item, Mark, NONE, Node, Role, VerbForm, flag};
use super::closed;
use super::parser::{Parser, small};
use super::token::cat;

/// A question word with what goes with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asking {
    pub(super) end: usize,
    pub(super) ask: Ask,
    /// The noun that is asked for; none where a place, time, reason or manner is.
    pub(super) filler: Option<Item>,
    /// The preposition before it.
    pub(super) preposition: Option<(usize, usize)>,
}

impl Parser<'_> {
    /// Questions at the top, in their own word order.
    pub(super) fn question(&mut self, at: usize) -> Beam {
        let mut found = Beam::default();
        self.inverted(at, &mut found);
        for asking in self.asking(at).into_iter().flatten() {
            self.asked(at, asking, &mut found);
        }
        found
    }

    pub(super) fn query(&mut self, ask: Ask, filler: u32, body: Item) -> Item {
        Item { node: self.node(Node::Query { ask, filler, body: body.node }), flags: 0, ..body }
    }

    /// "Is Tom kind?", "Does Mary like Bob?"
    fn inverted(&mut self, at: usize, found: &mut Beam) {
        for clause in self.inversion(at, false).each() {
            found.push(self.query(Ask::Truth, NONE, clause));
        }
        if matches!(self.low(at), "is" | "was") && self.is(at + 1, "it") {
            // "Is it true that …": as a statement with its words turned around.
            let end = match self.low(at + 2) {
                "true" | "correct" | "certain" | "right" => at + 3,
                "the" if self.is(at + 3, "case") => at + 4,
                "false" => at + 3,
                _ => return,
            };
            let end = end + usize::from(self.is(end, "that"));
            for clause in self.sentence(end, false).each() {
                let node =
                    if self.is(at + 2, "false") { self.node(Node::Not { base: clause.node }) } else { clause.node };
                found.push(self.query(Ask::Truth, NONE, Item { node, ..clause }));
            }
        }
    }

    /// Auxiliary, subject, verb phrase; with `slash` there is a gap in it.
    pub(super) fn inversion(&mut self, at: usize, slash: bool) -> Beam {
        let mut found = Beam::default();
        let low = self.low(at);
        let (form, marks): (_, [Option<Mark>; 2]) = match low {
            "does" | "do" => (Some(VerbForm::Base), [None, None]),
            "did" => (Some(VerbForm::Base), [Some(Mark::Past), None]),
            "has" | "have" => (Some(VerbForm::Participle), [Some(Mark::Perfect), None]),
            "had" => (Some(VerbForm::Participle), [Some(Mark::Perfect), Some(Mark::Past)]),
            "is" | "are" | "am" | "'s" | "'re" => (None, [None, None]),
            "was" | "were" => (None, [Some(Mark::Past), None]),
            _ if matches!(closed::modal(low), Some("will" | "shall")) => {
                (Some(VerbForm::Base), [Some(Mark::Future), None])
            }
            _ if closed::modal(low).is_some() => (Some(VerbForm::Base), [Some(Mark::Modal(small(at))), None]),
            _ => return found,
        };
        let not = self.is_not(at + 1);
        let start = at + 1 + usize::from(not);
        self.existential_question((at, start), (marks, not), slash, &mut found);
        for subject in self.phrases(start, false).each() {
            if subject.has(flag::OBJECT) {
                continue;
            }
            let late_not = self.is_not(subject.at()) && form.is_some();
            let all = self.is(subject.at(), "all") && subject.has(flag::PLURAL);
            let next = subject.at() + usize::from(late_not || all);
            let mut verbs = match form {
                Some(form) => Beam::of(self.verbs(next, form, slash)),
                None => Beam::of(self.predicates(next, slash)),
            };
            if matches!(low, "has" | "have" | "had") {
                self.owned((at, next), slash, &mut verbs);
            }
            for verb in verbs.each() {
                let item = self.marked(verb, marks, not || late_not);
                let node =
                    self.node(Node::Clause { subject: subject.node, verb: item.node, from: small(at), to: verb.end });
                found.push(Item { cost: subject.cost + item.cost, flags: verb.flags & flag::GAP, node, ..item });
            }
        }
        found
    }

    fn marked(&mut self, verb: Item, marks: [Option<Mark>; 2], not: bool) -> Item {
        let mut item = verb;
        for mark in marks.into_iter().flatten() {
            item = self.mark(item, mark);
        }
        if not { self.mark(item, Mark::Negated) } else { item }
    }

    /// "Has Tom a car?"
    fn owned(&mut self, (verb, at): (usize, usize), slash: bool, verbs: &mut Beam) {
        for object in self.phrases(at, slash).each() {
            let verb = self.node(Node::Verb { at: small(verb), plain: false });
            let base = Item { end: small(at), cost: 2, flags: 0, node: verb };
            verbs.push(self.joined(base, Role::Object, object));
        }
    }

    /// "Is there a cat in the garden?"
    fn existential_question(
        &mut self,
        (at, start): (usize, usize),
        (marks, not): ([Option<Mark>; 2], bool),
        slash: bool,
        found: &mut Beam,
    ) {
        let be = matches!(self.low(at), "is" | "are" | "was" | "were" | "'s");
        let mut next = start + 1;
        if !self.is(start, "there") {
            return;
        }
        if !be {
            if !matches!(self.low(next), "be" | "been") {
                return;
            }
            next += 1;
        }
        let node = self.node(Node::Be { at: small(at) });
        for subject in self.phrases(next, slash).each() {
            let base = Item { end: subject.end, cost: subject.cost, flags: subject.flags & flag::GAP, node };
            let mut tails = Beam::default();
            self.adjuncts(base, slash && !subject.has(flag::GAP), &mut tails);
            for tail in tails.each() {
                let item = self.marked(tail, marks, not);
                let node =
                    self.node(Node::Clause { subject: subject.node, verb: item.node, from: small(at), to: tail.end });
                found.push(Item { node, flags: tail.flags & flag::GAP, ..item });
            }
        }
    }

    /// The clause of a question with a question word.
    fn asked(&mut self, at: usize, asking: Asking, found: &mut Beam) {
        let cost = asking.filler.map_or(0, |filler| filler.cost);
        let filler = asking.filler.map_or(NONE, |filler| filler.node);
        let mut bodies = Beam::default();
        match asking.preposition {
            Some(words) => {
                for clause in self.inversion(asking.end, false).each() {
                    bodies.push(self.with_gap_phrase(clause, words));
                }
            }
            None if asking.filler.is_some() && !matches!(asking.ask, Ask::Degree(_)) => {
                for clause in self.inversion(asking.end, true).each().filter(|clause| clause.has(flag::GAP)) {
                    bodies.push(clause);
                }
                self.subject_question(at, asking.end, &mut bodies);
            }
            None => {
                bodies.extend(self.inversion(asking.end, false));
                self.bare_copula(asking, &mut bodies);
                for clause in self.inversion(asking.end, true).each().filter(|clause| clause.has(flag::GAP)) {
                    bodies.push(Item { cost: clause.cost + 2, ..clause });
                }
            }
        }
        for body in bodies.each() {
            let body = Item { cost: body.cost + cost, ..body };
            found.push(self.query(asking.ask, filler, body));
        }
    }

    /// "Who likes Bob?": what is asked for is the subject.
    pub(super) fn subject_question(&mut self, at: usize, verb_at: usize, bodies: &mut Beam) {
        let subject = self.node(Node::Gap);
        for verb in self.verbs(verb_at, VerbForm::Finite, false).each() {
            let node = self.node(Node::Clause { subject, verb: verb.node, from: small(at), to: verb.end });
            bodies.push(Item { flags: flag::GAP, node, ..verb });
        }
    }

    /// "Where is Mary?", "How old is Bob?": the copula says nothing further.
    fn bare_copula(&mut self, asking: Asking, bodies: &mut Beam) {
        let at = asking.end;
        let past = matches!(self.low(at), "was" | "were");
        if !past && !matches!(self.low(at), "is" | "are" | "am" | "'s" | "'re") {
            return;
        }
        for subject in self.phrases(at + 1, false).each() {
            self.copular(asking, (subject, subject.end), (at, past), bodies);
        }
    }

    /// The clauses of a subject and the copula at a place, with what is asked for and what follows `end`.
    pub(super) fn copular(
        &mut self,
        asking: Asking,
        (subject, end): (Item, u16),
        (at, past): (usize, bool),
        bodies: &mut Beam,
    ) {
        let be = self.node(Node::Be { at: small(at) });
        let mut base = Item { end, cost: subject.cost, flags: 0, node: be };
        if let Ask::Degree(word) = asking.ask {
            let node = self.node(Node::Adjective { at: word });
            base = self.joined(base, Role::CompAdjective, Item { node, end, cost: 0, flags: 0 });
        }
        let mut tails = Beam::default();
        self.adjuncts(base, false, &mut tails);
        for tail in tails.each() {
            let item = if past { self.mark(tail, Mark::Past) } else { tail };
            let clause = Node::Clause { subject: subject.node, verb: item.node, from: small(asking.end), to: tail.end };
            let node = self.node(clause);
            bodies.push(Item { node, ..item });
        }
    }

    /// A clause with a prepositional phrase whose noun is asked for.
    pub(super) fn with_gap_phrase(&mut self, clause: Item, (from, to): (usize, usize)) -> Item {
        let gap = self.node(Node::Gap);
        let phrase = self.node(Node::Prep { from: small(from), to: small(to), noun: gap });
        let node = self.add(clause.node, Role::Oblique, phrase);
        Item { node, flags: flag::GAP, ..clause }
    }

    /// Question words at `at` with what goes with them.
    pub(super) fn asking(&mut self, at: usize) -> [Option<Asking>; 4] {
        let mut found = [None; 4];
        let low = self.low(at);
        let plain = |end: usize, ask: Ask| Some(Asking { end, ask, filler: None, preposition: None });
        match low {
            "who" | "whom" => found[0] = Some(self.which(at, at + 1, "person")),
            "what" | "which" => self.what(at, &mut found),
            "whose" => self.whose_question(at, &mut found),
            "where" => found[0] = plain(at + 1, Ask::Place),
            "when" => found[0] = plain(at + 1, Ask::Time),
            "why" => found[0] = plain(at + 1, Ask::Reason),
            "how" => self.how(at, &mut found),
            _ if self.may(at, cat::PREPOSITION) => {
                let asks =
                    matches!(self.low(at + 1), "who" | "whom" | "what" | "which" | "whose" | "where" | "when" | "how");
                if asks && at + 1 < self.len() {
                    for (slot, asking) in found.iter_mut().zip(self.asking_noun(at + 1)) {
                        *slot = asking.map(|asking| Asking { preposition: Some((at, at + 1)), ..asking });
                    }
                }
            }
            _ => {}
        }
        found
    }

    /// Question words after a preposition.
    fn asking_noun(&mut self, at: usize) -> [Option<Asking>; 4] {
        let mut found = [None; 4];
        match self.low(at) {
            "who" | "whom" => found[0] = Some(self.which(at, at + 1, "person")),
            "what" | "which" => self.what(at, &mut found),
            "whose" => self.whose_question(at, &mut found),
            "how" => self.how(at, &mut found),
            "where" => {
                let filler = self.silent_asked(at, at + 1, "place");
                found[0] = Some(Asking { end: at + 1, ask: Ask::Place, filler: Some(filler), preposition: None });
            }
            "when" => {
                let filler = self.silent_asked(at, at + 1, "time");
                found[0] = Some(Asking { end: at + 1, ask: Ask::Time, filler: Some(filler), preposition: None });
            }
            _ => {}
        }
        found
    }

    fn silent_asked(&mut self, from: usize, end: usize, head: &'static str) -> Item {
        let base = self.node(Node::Silent { kind: NounKind::Asked, head, at: small(from) });
        let node = self.node(Node::Phrase { base, from: small(from), inner: small(from), to: small(end) });
        Item { end: small(end), cost: 0, flags: 0, node }
    }

    fn which(&mut self, from: usize, end: usize, head: &'static str) -> Asking {
        let else_ = usize::from(self.is(end, "else"));
        let filler = self.silent_asked(from, end, head);
        Asking { end: end + else_, ask: Ask::Which, filler: Some(filler), preposition: None }
    }

    /// "what", "what colour", "which of the boys", "what time".
    fn what(&mut self, at: usize, found: &mut [Option<Asking>; 4]) {
        let time = matches!(self.low(at + 1), "time" | "year" | "day" | "date" | "month" | "century" | "hour");
        let mut slots = found.iter_mut();
        if (self.is(at, "which") || !self.is(at + 1, "time"))
            && let Some(slot) = slots.next()
        {
            *slot = Some(self.which(at, at + 1, "thing"));
        }
        let ask = if time { Ask::Time } else { Ask::Which };
        self.asked_nominals(at, at + 1, ask, slots);
    }

    /// The noun after a question word: "colour", "two boys", "of the boys", "kind of animal".
    fn asked_nominals<'s>(
        &mut self,
        from: usize,
        at: usize,
        ask: Ask,
        mut slots: impl Iterator<Item = &'s mut Option<Asking>>,
    ) {
        let number = self.number(at).filter(|end| !self.is(*end, "of"));
        let one_of = usize::from(matches!(self.low(at), "one" | "ones") && self.is(at + 1, "of"));
        let start = number.unwrap_or(at + one_of);
        let mut nouns = Beam::default();
        if self.is(start, "of") {
            for phrase in self.prepositional(start, false).each() {
                let head = self.node(Node::Silent { kind: NounKind::Asked, head: "", at: small(from) });
                let node = self.add(head, Role::Oblique, phrase.node);
                nouns.push(Item { node, ..phrase });
            }
        } else {
            for nominal in self.nominal(start).each() {
                let mut tails = Beam::default();
                self.after_head(start, nominal, false, &mut tails);
                for tail in tails.each() {
                    nouns.push(tail);
                }
            }
        }
        let mut sorted: Vec<Item> = nouns.each().collect();
        sorted.sort_by_key(|item| item.cost);
        for noun in sorted {
            let Some(slot) = slots.next() else { return };
            let node =
                self.node(Node::Phrase { base: noun.node, from: small(from), inner: small(start), to: noun.end });
            let filler = Item { node, ..noun };
            *slot = Some(Asking { end: noun.at(), ask, filler: Some(filler), preposition: None });
        }
    }

    /// "whose book".
    fn whose_question(&mut self, at: usize, found: &mut [Option<Asking>; 4]) {
        let owner = self.silent_asked(at, at + 1, "person");
        let nominals = self.nominal(at + 1);
        for (slot, nominal) in found.iter_mut().zip(nominals.each()) {
            let base = self.add(nominal.node, Role::Possessor, owner.node);
            let node = self.node(Node::Phrase { base, from: small(at), inner: small(at + 1), to: nominal.end });
            let filler = Item { node, ..nominal };
            *slot = Some(Asking { end: nominal.at(), ask: Ask::Which, filler: Some(filler), preposition: None });
        }
        if found[0].is_none() {
            found[0] = Some(Asking { end: at + 1, ask: Ask::Which, filler: Some(owner), preposition: None });
        }
    }

    /// "how", "how many apples", "how much", "how old".
    fn how(&mut self, at: usize, found: &mut [Option<Asking>; 4]) {
        match self.low(at + 1) {
            "many" | "much" => {
                let ask = if self.is(at + 1, "many") { Ask::Count } else { Ask::Amount };
                let more = usize::from(matches!(self.low(at + 2), "more" | "fewer" | "less" | "other"));
                let mut slots = found.iter_mut();
                if let Some(slot) = slots.next() {
                    let filler = self.silent_asked(at, at + 2 + more, "");
                    *slot = Some(Asking { end: at + 2 + more, ask, filler: Some(filler), preposition: None });
                }
                self.asked_nominals(at, at + 2, ask, slots);
            }
            _ if self.may(at + 1, cat::ADJECTIVE | cat::ADVERB) && !self.may(at + 1, cat::FUNCTION) => {
                let ask = Ask::Degree(small(at + 1));
                found[0] = Some(Asking { end: at + 2, ask, filler: None, preposition: None });
                found[1] = Some(Asking { end: at + 1, ask: Ask::Manner, filler: None, preposition: None });
            }
            _ => found[0] = Some(Asking { end: at + 1, ask: Ask::Manner, filler: None, preposition: None }),
        }
    }
}
