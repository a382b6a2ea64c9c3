//! Nouns with what belongs to them before the head: adjectives, participles, ordinals, nouns.

use engine_api::{NounKind, vocabulary};

use super::chart::{Beam, Each, Found, Item, Node, Role, flag};
use super::parser::{Parser, Rule, small};
use super::token::cat;

impl<'a> Parser<'a> {
    /// A noun with its adjectives and modifiers, without a determiner.
    pub(super) fn nominal(&mut self, at: usize) -> Found<'a> {
        self.once(Rule::Nominal, at, false, |parser, at, _| {
            let mut found = Beam::default();
            parser.heads(at, &mut found);
            parser.with_modifier(at, &mut found);
            parser.with_compound(at, &mut found);
            parser.with_adjective(at, &mut found);
            found
        })
    }

    /// A noun, a name, a number, or "one" at `at`.
    fn heads(&mut self, at: usize, found: &mut Beam) {
        let Some(token) = self.token(at) else { return };
        let (low, capital) = (token.low(), token.capital);
        if let Some(cost) = token.cost(cat::PLURAL) {
            self.head((at, at + 1), NounKind::Common, (cost, flag::PLURAL), found);
        }
        if let Some(cost) = self.cost(at, cat::NOUN) {
            let free = if matches!(low, "one") { 0 } else { flag::BARE };
            self.head((at, at + 1), NounKind::Common, (cost, flag::SINGULAR | free | self.time_flag(at)), found);
        }
        if matches!(low, "one" | "ones") {
            let number = if low == "ones" { flag::PLURAL } else { flag::SINGULAR };
            self.head((at, at + 1), NounKind::Common, (1, number), found);
        }
        if matches!(low, "yesterday" | "today" | "tomorrow" | "tonight") {
            self.head((at, at + 1), NounKind::Common, (1, flag::SINGULAR | flag::TIME), found);
        }
        self.names(at, capital, found);
        self.money(at, found);
        if let Some(end) = self.number(at) {
            self.head((at, end), NounKind::Number, (2, flag::SINGULAR | flag::PLURAL), found);
        }
    }

    /// "$5", "75%": an amount whose unit is a sign.
    fn money(&mut self, at: usize, found: &mut Beam) {
        let (from, unit, after) = match self.low(at) {
            "$" => (at + 1, "dollar", 0),
            "€" => (at + 1, "euro", 0),
            "£" => (at + 1, "pound", 0),
            _ if self.may(at, cat::NUMBER) => (at, "percent", 1),
            _ => return,
        };
        let Some(end) = self.number(from) else { return };
        if after == 1 && !self.is(end, "%") {
            return;
        }
        let head = self.node(Node::Silent { kind: NounKind::Common, head: unit, at: small(at) });
        let node = self.add(head, Role::Count(engine_api::Bound::Exactly, small(from), small(end)), head);
        let flags = flag::SINGULAR | flag::PLURAL;
        found.push(Item { end: small(end + after), cost: 0, flags, node });
    }

    /// Runs of names: "Mary Ann", "Apollo 11", "Rule 3".
    fn names(&mut self, at: usize, capital: bool, found: &mut Beam) {
        let Some(cost) = self.cost(at, cat::NAME) else { return };
        let mut end = at + 1;
        let flags = flag::SINGULAR | flag::NAME;
        let mut ends = [0usize; 4];
        let mut count = 0;
        while count < 4 && end <= self.len() {
            ends[count] = end;
            count += 1;
            let joined = self.token(end).is_some_and(|token| token.capital && token.may(cat::NAME)) && capital;
            let numbered = capital && self.may(end, cat::NUMBER) && !self.is(end, "one");
            // "May 3, 1990"
            if end > at + 1
                && self.may(end - 1, cat::NUMBER)
                && self.is_comma(end)
                && self.low(end + 1).len() == 4
                && self.may(end + 1, cat::NUMBER)
            {
                end += 2;
                continue;
            }
            let initial = self.is(end, ".") && self.token(end + 1).is_some_and(|token| token.capital) && capital;
            if !(joined || numbered || initial) {
                break;
            }
            end += if initial { 2 } else { 1 };
            while self.token(end).is_some_and(|token| token.capital && token.may(cat::NAME)) && joined && count == 3 {
                end += 1;
            }
        }
        for (index, end) in ends.iter().take(count).enumerate() {
            // The longest run of capitals is the name; shorter ones are possible.
            let short = u16::try_from(count - 1 - index).unwrap_or(0);
            self.head((at, *end), NounKind::Name, (cost + short * 2, flags), found);
        }
    }

    fn head(&mut self, (from, to): (usize, usize), kind: NounKind, (cost, flags): (u16, u16), found: &mut Beam) {
        let plural = flags & (flag::PLURAL | flag::SINGULAR) == flag::PLURAL;
        let node = self.node(Node::Head { kind, from: small(from), to: small(to), plural });
        found.push(Item { end: small(to), cost, flags, node });
    }

    /// Whether the noun at `at` names a time.
    fn time_flag(&self, at: usize) -> u16 {
        let time = matches!(
            self.low(at),
            "day"
                | "week"
                | "month"
                | "year"
                | "morning"
                | "afternoon"
                | "evening"
                | "night"
                | "time"
                | "hour"
                | "minute"
                | "second"
                | "weekend"
                | "summer"
                | "winter"
                | "spring"
                | "autumn"
                | "season"
                | "moment"
                | "noon"
                | "midnight"
        );
        if time || vocabulary::weekday(self.low(at)).is_some() { flag::TIME } else { 0 }
    }

    /// A noun before the head: "coffee table", "11-year-old boy".
    fn with_modifier(&mut self, at: usize, found: &mut Beam) {
        let Some(token) = self.token(at) else { return };
        if token.may(cat::FUNCTION | cat::MARK) {
            return;
        }
        let cost = token.cost(cat::NOUN | cat::NAME).map(|cost| cost + if token.capital { 0 } else { 1 });
        let plural = token.cost(cat::PLURAL).map(|cost| cost + 3);
        let ing = token.cost(cat::ING).map(|cost| cost + 3);
        let Some(cost) = [cost, plural, ing].into_iter().flatten().min() else { return };
        let kept_name = token.capital;
        for rest in self.nominal(at + 1).each() {
            // A run of names is one head, and a number after a noun no head of it.
            let all_names = rest.has(flag::NAME) && kept_name;
            let number = self.may(at + 1, cat::NUMBER) && rest.at() == at + 2;
            if all_names || rest.has(flag::ADJECTIVE) {
                continue;
            }
            let node = self.add(rest.node, Role::Modifier(small(at)), rest.node);
            let flags = rest.flags & !flag::NAME | if rest.has(flag::NAME) { flag::NAME } else { 0 };
            found.push(Item { cost: rest.cost + cost + if number { 1 } else { 0 }, flags, node, ..rest });
        }
    }

    /// Adjectives before the head, with or without commas or "and" between them.
    fn with_adjective(&mut self, at: usize, found: &mut Beam) {
        for adjective in self.attributive(at).each() {
            let mut end = adjective.at();
            let comma = self.is_comma(end);
            if comma {
                end += 1;
            }
            let and = matches!(self.low(end), "and" | "but" | "yet");
            if and {
                end += 1;
            }
            for rest in self.nominal(end).each() {
                if (comma || and) && !rest.has(flag::ADJECTIVE) {
                    continue;
                }
                let node = self.add(rest.node, Role::Adjective, adjective.node);
                found.push(Item {
                    cost: rest.cost + adjective.cost,
                    flags: (rest.flags | flag::ADJECTIVE) & !flag::NAME,
                    node,
                    ..rest
                });
            }
        }
    }

    /// One adjective before a noun, with its adverbs: "very tall", "well known", "not kind", "most careful".
    fn attributive(&mut self, at: usize) -> Beam {
        let mut found = Beam::default();
        let mut start = at;
        let not = self.is(at, "not");
        start += usize::from(not);
        let adverb = start;
        let mut adverbs = 0;
        while adverbs < 2 && self.is_adverb(start) && !self.may(start, cat::ADJECTIVE) && !self.is_not(start) {
            start += 1;
            adverbs += 1;
        }
        let degree = (adverbs == 1).then(|| super::adjective::degree_word(self.low(adverb))).flatten();
        let plain = self.cost(start, cat::ADJECTIVE);
        let compared = self.cost(start, cat::COMPARATIVE | cat::SUPERLATIVE);
        let verbal = self.cost(start, cat::PARTICIPLE).map(|cost| cost + 1);
        let ing = self.cost(start, cat::ING).map(|cost| cost + 2);
        let Some(cost) = [plain, compared, verbal, ing].into_iter().flatten().min() else { return found };
        let mut node = self.node(Node::Adjective { at: small(start) });
        if let Some(degree) = degree {
            node = self.add(node, Role::Degree(degree), node);
        } else if adverbs > 0 {
            node = self.add(node, Role::Adverb(small(adverb), small(start)), node);
        }
        if not {
            node = self.add(node, Role::NotAdjective, node);
        }
        let adverbs = u16::try_from(adverbs).unwrap_or(0);
        found.push(Item { end: small(start + 1), cost: cost + adverbs, flags: 0, node });
        found
    }
}
