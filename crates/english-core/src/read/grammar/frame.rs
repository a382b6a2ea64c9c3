//! What verbs take: objects, recipients, complements, particles, and the adjuncts around them.

use super::chart::{Beam, Each, Item, NONE, Node, Role, VerbForm, flag};
use super::parser::{Parser, small};
use super::token::cat;
use super::valence;

impl Parser<'_> {
    /// The verb at `at` with what it takes. `cats` are the forms that it may have here, 0 where the caller looked.
    pub(super) fn frames(&mut self, at: usize, cats: u16, slash: bool) -> Beam {
        self.framed(at, cats, slash, false)
    }

    /// A passive participle with what it takes: the object has become the subject.
    pub(super) fn passive_frames(&mut self, at: usize, slash: bool) -> Beam {
        self.framed(at, cat::PARTICIPLE, slash, true)
    }

    fn framed(&mut self, at: usize, cats: u16, slash: bool, passive: bool) -> Beam {
        let mut found = Beam::default();
        if at >= self.len() {
            return found;
        }
        let cost = if cats == 0 || self.may(at, cat::FUNCTION) { 0 } else { self.cost(at, cats).unwrap_or(2) };
        let node = self.node(Node::Verb { at: small(at), plain: cats == cat::BASE });
        let verb = Item { end: small(at + 1), cost, flags: 0, node };
        let lemma = super::build::verb_lemma(self.tokens, at, cats == cat::BASE);
        let mut cores = Beam::default();
        if passive {
            self.taken_passive(verb, lemma, slash, &mut cores);
            for core in cores.each() {
                self.adjuncts(core, slash, &mut found);
            }
            return found;
        }
        self.taken(verb, lemma, slash, &mut cores);
        if let Some(with_particle) = self.particle(verb, lemma) {
            self.taken(with_particle, lemma, slash, &mut cores);
        }
        // Adverbs between the verb and what it takes: "went quickly to", "knows well that".
        if self.is_adverb(at + 1) && !self.may(at + 1, cat::PREPOSITION) && !self.is_not(at + 1) {
            let base = Item { end: small(at + 2), ..verb };
            let late = self.with_adverb(base, at + 1, at + 2);
            self.taken(late, lemma, slash, &mut cores);
        }
        for core in cores.each() {
            self.adjuncts(core, slash, &mut found);
        }
        found
    }

    /// "pick up", "put down".
    fn particle(&mut self, verb: Item, lemma: &str) -> Option<Item> {
        let at = verb.at();
        if !valence::is_particle(self.low(at)) {
            return None;
        }
        let node = self.add(verb.node, Role::Particle(small(at)), NONE);
        // "went down the street" is read with a preposition, "picked up the milk" with a particle.
        let cost = verb.cost + u16::from(!valence::joins(lemma, self.low(at)));
        Some(Item { end: small(at + 1), node, cost, ..verb })
    }

    /// What a passive participle may take: a second object, what its subject becomes, clauses, a particle.
    fn taken_passive(&mut self, verb: Item, lemma: &str, slash: bool, cores: &mut Beam) {
        let at = verb.at();
        cores.push(verb);
        self.clausal(verb, lemma, slash, cores);
        if valence::is_particle(self.low(at)) {
            let node = self.add(verb.node, Role::Particle(small(at)), NONE);
            cores.push(Item { end: small(at + 1), node, ..verb });
        }
        if self.is_adverb(at) && !self.may(at, cat::PREPOSITION) && !self.is_not(at) {
            let late = self.with_adverb(Item { end: small(at + 1), ..verb }, at, at + 1);
            self.clausal(late, lemma, slash, cores);
        }
        let makes = valence::makes(lemma);
        if makes {
            for adjective in self.adjective(at, slash).each() {
                cores.push(self.joined(verb, Role::CompAdjective, adjective));
            }
        }
        let cost = if valence::takes_two(lemma) { 0 } else { 4 };
        for noun in self.phrases(at, slash).each() {
            if noun.has(flag::SUBJECT | flag::TIME) {
                continue;
            }
            let mut item = self.joined(verb, if makes { Role::CompNoun } else { Role::Object }, noun);
            item.cost += if makes { 1 } else { cost };
            cores.push(item);
        }
    }

    /// Everything that a verb may take, before adjuncts.
    fn taken(&mut self, verb: Item, lemma: &str, slash: bool, cores: &mut Beam) {
        let at = verb.at();
        cores.push(verb);
        self.clausal(verb, lemma, slash, cores);
        self.linking(verb, lemma, slash, cores);
        for object in self.phrases(at, slash).each() {
            if object.has(flag::SUBJECT) {
                continue;
            }
            let mut item = self.joined(verb, Role::Object, object);
            // "waited two hours": times are rather adjuncts.
            if object.has(flag::TIME) {
                item.cost += 1;
            }
            cores.push(item);
            self.after_object((item, object), lemma, slash, cores);
        }
    }

    /// What stands after an object: a second one, a particle, what it becomes, what it does.
    fn after_object(&mut self, (base, object): (Item, Item), lemma: &str, slash: bool, cores: &mut Beam) {
        let at = base.at();
        let inner = slash && !object.has(flag::GAP);
        if valence::is_particle(self.low(at)) {
            let node = self.add(base.node, Role::Particle(small(at)), NONE);
            cores.push(Item { end: small(at + 1), node, ..base });
        }
        let recipients = valence::takes_two(lemma);
        if recipients {
            for second in self.phrases(at, slash && !object.has(flag::GAP)).each() {
                if second.has(flag::SUBJECT | flag::OBJECT) || second.end == base.end && !second.has(flag::GAP) {
                    continue;
                }
                cores.push(self.joined(base, Role::SecondObject, second));
            }
        }
        if valence::makes(lemma) {
            for adjective in self.adjective(at, inner).each() {
                cores.push(self.joined(base, Role::CompAdjective, adjective));
            }
            for noun in self.phrases(at, inner).each().filter(|noun| !noun.has(flag::GAP)) {
                let mut item = self.joined(base, Role::CompNoun, noun);
                item.cost += 2;
                cores.push(item);
            }
        }
        if self.is(at, "to") {
            let cost = if valence::controls_object(lemma) { 0 } else { 4 };
            for verb in self.verbs(at + 1, VerbForm::Base, inner).each() {
                let mut item = self.joined(base, Role::CompObjectInfinitive, verb);
                item.cost += cost;
                cores.push(item);
            }
        }
        if valence::perceives(lemma) {
            for form in [VerbForm::Base, VerbForm::Ing] {
                for verb in self.verbs(at, form, inner).each() {
                    let mut item = self.joined(base, Role::CompObjectInfinitive, verb);
                    item.cost += 1;
                    cores.push(item);
                }
            }
        }
        if valence::tells(lemma) {
            self.that_clause(base, at, inner, cores);
            for question in self.embedded(at).each() {
                cores.push(self.joined(base, Role::CompQuestion, question));
            }
        }
    }

    /// Clauses as complements: "that …", "to …", "whether …", "…ing", a clause without "that".
    fn clausal(&mut self, verb: Item, lemma: &str, slash: bool, cores: &mut Beam) {
        let at = verb.at();
        self.that_clause(verb, at, slash, cores);
        if slash && valence::says(lemma) {
            // "who do you think likes Ann": the gap is the subject.
            for inner in self.verbs(at, VerbForm::Finite, false).each() {
                let subject = self.node(Node::Gap);
                let node = self.node(Node::Clause { subject, verb: inner.node, from: small(at), to: inner.end });
                let clause = Item { node, flags: flag::GAP, cost: inner.cost + 1, ..inner };
                cores.push(self.joined(verb, Role::CompClause, clause));
            }
        }
        if valence::says(lemma) && !self.is(at, "that") {
            for clause in self.clause(at, slash).each() {
                let mut item = self.joined(verb, Role::CompClause, clause);
                item.cost += 1;
                cores.push(item);
            }
            let colon = usize::from(self.is_comma(at) || self.is(at, ":"));
            for clause in self.quotation(at + colon).each() {
                cores.push(self.joined(verb, Role::CompClause, clause));
            }
            if colon == 1 {
                for clause in self.clause(at + 1, false).each() {
                    let mut item = self.joined(verb, Role::CompClause, clause);
                    item.cost += 3;
                    cores.push(item);
                }
            }
        }
        self.quoting(verb, lemma, cores);
        let not = usize::from(self.is_not(at) && self.is(at + 1, "to"));
        if self.is(at + not, "to") {
            let cost = if valence::takes_infinitive(lemma) { 0 } else { 2 };
            for inner in self.verbs(at + not + 1, VerbForm::Base, slash).each() {
                let inner = if not == 1 { self.mark(inner, super::chart::Mark::Negated) } else { inner };
                let mut item = self.joined(verb, Role::CompInfinitive, inner);
                item.cost += cost;
                cores.push(item);
            }
        }
        if self.may(at, cat::ING) || matches!(self.low(at), "being" | "having") {
            let cost = if valence::takes_gerund(lemma) { 0 } else { 3 };
            for inner in self.verbs(at, VerbForm::Ing, slash).each() {
                let mut item = self.joined(verb, Role::CompInfinitive, inner);
                item.cost += cost;
                cores.push(item);
            }
        }
        if valence::asks(lemma) {
            for question in self.embedded(at).each() {
                cores.push(self.joined(verb, Role::CompQuestion, question));
            }
        }
    }

    /// Whatever verb stands before a quotation: it is said so.
    fn quoting(&mut self, verb: Item, lemma: &str, cores: &mut Beam) {
        let at = verb.at();
        let mark = usize::from(self.is_comma(at) || self.is(at, ":"));
        if valence::says(lemma) || !matches!(self.low(at + mark), "\"" | "“" | "'" | "‘") {
            return;
        }
        for clause in self.quotation(at + mark).each() {
            let mut item = self.joined(verb, Role::CompClause, clause);
            item.cost += 1;
            cores.push(item);
        }
    }

    fn that_clause(&mut self, base: Item, at: usize, slash: bool, cores: &mut Beam) {
        if self.is(at, "that") {
            for clause in self.sentence(at + 1, slash).each() {
                cores.push(self.joined(base, Role::CompClause, clause));
            }
        }
    }

    /// "became red", "seems kind", "looks like a cat".
    fn linking(&mut self, verb: Item, lemma: &str, slash: bool, cores: &mut Beam) {
        if !valence::links(lemma) {
            return;
        }
        let to_be = usize::from(self.words(verb.at(), &["to", "be"])) * 2;
        for adjective in self.adjective(verb.at() + to_be, slash).each() {
            cores.push(self.joined(verb, Role::CompAdjective, adjective));
        }
        if lemma == "become" || lemma == "remain" || to_be > 0 {
            for noun in self.phrases(verb.at() + to_be, slash).each() {
                cores.push(self.joined(verb, Role::CompNoun, noun));
            }
        }
    }

    /// Whether the verb right before `at` joins with the particle there.
    pub(super) fn is_phrasal(&self, base: Item, at: usize) -> bool {
        let Some(Node::Verb { at: verb, plain }) = self.nodes.get(base.node as usize).copied() else { return false };
        usize::from(verb) + 1 == at
            && valence::joins(super::build::verb_lemma(self.tokens, usize::from(verb), plain), self.low(at))
    }
}
