//! What verbs take: objects, recipients, complements, particles, and the adjuncts around them.

use super::chart::{Beam, Item, NONE, Node, Role, VerbForm, flag};
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
            self.taken_passive(verb, &lemma, slash, &mut cores);
            for core in cores.each() {
                self.adjuncts(core, slash, &mut found);
            }
            return found;
        }
        self.taken(verb, &lemma, slash, &mut cores);
        if let Some(with_particle) = self.particle(verb, &lemma) {
            self.taken(with_particle, &lemma, slash, &mut cores);
        }
        // Adverbs between the verb and what it takes: "went quickly to", "knows well that".
        if self.is_adverb(at + 1) && !self.may(at + 1, cat::PREPOSITION) && !self.is_not(at + 1) {
            let base = Item { end: small(at + 2), ..verb };
            let late = self.with_adverb(base, at + 1, at + 2);
            self.taken(late, &lemma, slash, &mut cores);
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
            self.after_object(item, object, lemma, slash, cores);
        }
    }

    /// What stands after an object: a second one, a particle, what it becomes, what it does.
    fn after_object(&mut self, base: Item, object: Item, lemma: &str, slash: bool, cores: &mut Beam) {
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
    fn is_phrasal(&self, base: Item, at: usize) -> bool {
        let Some(Node::Verb { at: verb, plain }) = self.nodes.get(base.node as usize).copied() else { return false };
        usize::from(verb) + 1 == at
            && valence::joins(&super::build::verb_lemma(self.tokens, usize::from(verb), plain), self.low(at))
    }

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
        let at = base.at();
        if at >= self.len() {
            return;
        }
        let clausal = u16::from(base.has(flag::CLAUSAL));
        let base = Item { cost: base.cost + clausal, flags: base.flags & !flag::CLAUSAL, ..base };
        for phrase in self.prepositional(at, slash).each() {
            // "of" belongs to nouns.
            let mut item = self.joined(base, Role::Oblique, phrase);
            self.more_phrases(item, found);
            // "the person with the red hat": rather part of the noun phrase.
            let described = matches!(
                self.low(at.saturating_sub(1)),
                "person"
                    | "one"
                    | "ones"
                    | "people"
                    | "man"
                    | "woman"
                    | "someone"
                    | "those"
                    | "boy"
                    | "girl"
                    | "house"
                    | "player"
            );
            item.cost += if described && self.is(at, "with") { 3 } else { 0 };
            item.cost += if self.is(at, "of") {
                2
            } else {
                u16::from(valence::is_particle(self.low(at)) && base.at() == at && self.is_phrasal(base, at)) * 2
            };
            found.push(item);
        }
        if self.is_adverb(at) && !self.is_not(at) {
            let item = self.with_adverb(Item { end: small(at + 1), ..base }, at, at + 1);
            // "then" rather begins what follows.
            let then = self.is(at, "then") && at + 1 < self.len();
            let cost = u16::from(self.may(at, cat::PREPOSITION)) + if then { 2 } else { 0 };
            found.push(Item { cost: base.cost + cost, ..item });
            if self.may(at + 1, cat::ADVERB) && super::adjective::degree_word(self.low(at)).is_some() {
                let item = self.with_adverb(Item { end: small(at + 2), ..base }, at, at + 2);
                found.push(Item { cost: base.cost, ..item });
            }
        }
        if self.is(at, "than") {
            for other in self.compared(at + 1, slash).each() {
                let node = self.node(Node::Prep { from: small(at), to: small(at + 1), noun: other.node });
                let item = self.joined(base, Role::Oblique, Item { node, cost: other.cost + 2, ..other });
                self.more_phrases(item, found);
                found.push(item);
            }
            // "more on Monday than on Tuesday"
            for phrase in self.prepositional(at + 1, false).each() {
                let Some(Node::Prep { to, noun, .. }) = self.nodes.get(phrase.node as usize).copied() else { continue };
                let node = self.node(Node::Prep { from: small(at), to, noun });
                found.push(self.joined(base, Role::Oblique, Item { node, cost: phrase.cost + 1, ..phrase }));
            }
        }
        self.bare_adjunct(base, found);
        if self.is_comma(at) && !self.is_comma(at + 1) {
            // "…, in June", "…, too".
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
                let closed = u16::from(self.is_comma(item.at()));
                found.push(item);
                if closed == 1 {
                    found.push(Item { end: item.end + 1, ..item });
                }
            }
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
        if self.is_adverb(at + 1) && !self.is_not(at + 1) {
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
