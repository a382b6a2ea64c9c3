//! What stands before a noun: determiners, quantifiers, numbers, possessive pronouns.

use engine_api::{Bound, Determiner, NounKind};

use super::chart::Node;
use super::closed;
use super::noun::Lead;
use super::parser::{Parser, small};
use super::token::cat;

/// A few ways to understand what stands before a noun.
pub(super) type Leads = [Option<Lead>; 3];

/// Words before numbers that bound them.
pub(super) const BOUNDS: &[(&[&str], Bound)] = &[
    (&["at", "least"], Bound::AtLeast),
    (&["no", "fewer", "than"], Bound::AtLeast),
    (&["no", "less", "than"], Bound::AtLeast),
    (&["not", "less", "than"], Bound::AtLeast),
    (&["at", "most"], Bound::AtMost),
    (&["no", "more", "than"], Bound::AtMost),
    (&["not", "more", "than"], Bound::AtMost),
    (&["up", "to"], Bound::AtMost),
    (&["more", "than"], Bound::MoreThan),
    (&["over"], Bound::MoreThan),
    (&["fewer", "than"], Bound::FewerThan),
    (&["less", "than"], Bound::FewerThan),
    (&["under"], Bound::FewerThan),
    (&["about"], Bound::About),
    (&["around"], Bound::About),
    (&["approximately"], Bound::About),
    (&["roughly"], Bound::About),
    (&["nearly"], Bound::About),
    (&["almost"], Bound::About),
    (&["exactly"], Bound::Exactly),
    (&["precisely"], Bound::Exactly),
    (&["just"], Bound::Exactly),
    (&["only"], Bound::Exactly),
];

/// Quantifiers that are followed by a noun or by "of the".
fn quantifier(low: &str) -> Option<(Determiner, Option<bool>, bool)> {
    Some(match low {
        "all" => (Determiner::All, None, true),
        "every" => (Determiner::All, Some(false), false),
        "each" => (Determiner::All, Some(false), true),
        "any" => (Determiner::Any, None, true),
        "some" => (Determiner::Some, None, true),
        "no" => (Determiner::No, None, false),
        "none" => (Determiner::No, None, true),
        "most" => (Determiner::Most, None, true),
        "many" | "much" => (Determiner::Many, None, true),
        "few" | "little" => (Determiner::Few, None, true),
        "several" => (Determiner::Several, Some(true), true),
        "both" => (Determiner::Both, Some(true), true),
        "neither" => (Determiner::Neither, Some(false), true),
        "either" => (Determiner::Either, Some(false), true),
        "another" => (Determiner::Other, Some(false), true),
        _ => return None,
    })
}

impl Parser<'_> {
    /// How what stands before a noun at `at` can be understood.
    pub(super) fn leads(&mut self, at: usize) -> Leads {
        let mut found = [None; 3];
        let low = self.low(at);
        found[0] = match low {
            "the" => Some(self.counted(Lead::of(at + 1, Determiner::The, None, false))),
            "a" | "an" => Some(self.indefinite_article(at)),
            "this" | "that" => Some(self.counted(Lead::of(at + 1, Determiner::This, Some(false), false))),
            "these" | "those" => Some(self.counted(Lead::of(at + 1, Determiner::This, Some(true), false))),
            "such" => Some(Lead::of(
                at + 1 + usize::from(matches!(self.low(at + 1), "a" | "an")),
                Determiner::None,
                None,
                false,
            )),
            _ if closed::is_possessive(low) => Some(self.possessive(at)),
            _ => None,
        };
        if found[0].is_none() {
            found[0] = self.quantified(at);
        }
        found[1] = self.numbered(at);
        if let Some(lead) = self.equal_number(at) {
            found[2] = Some(lead);
        }
        if self.is(at, "only") && !self.may(at + 1, cat::NUMBER) {
            let inner = usize::from(self.is(at + 1, "the"));
            found[2] = Some(Lead::of(at + 1 + inner, Determiner::Only, None, false));
        }
        found
    }

    /// "a few", "a lot of", "a couple of", "a dozen".
    fn indefinite_article(&self, at: usize) -> Lead {
        let of = |end: usize| if self.is(end, "of") { end + 1 } else { end };
        let of_the = |end: usize| {
            let end = of(end);
            end + usize::from(matches!(self.low(end), "the" | "these" | "those"))
        };
        match self.low(at + 1) {
            "few" => Lead::of(of_the(at + 2), Determiner::Several, Some(true), true),
            "little" if !self.may(at + 2, cat::NOUN) => Lead::of(of(at + 2), Determiner::Some, None, true),
            "lot" | "great deal" => Lead::of(of_the(at + 2), Determiner::Many, None, true),
            "couple" | "number" | "variety" | "majority" if self.is(at + 2, "of") => {
                let most = self.is(at + 1, "majority");
                Lead::of(of_the(at + 2), if most { Determiner::Most } else { Determiner::Several }, Some(true), false)
            }
            _ => self.counted(Lead::of(at + 1, Determiner::A, Some(false), false)),
        }
    }

    /// "as many", "twice as much", "three times as many".
    fn equal_number(&mut self, at: usize) -> Option<Lead> {
        let times = usize::from(matches!(self.low(at), "twice" | "half" | "thrice"));
        let times = if self.may(at, cat::NUMBER) && self.is(at + 1, "times") { 2 } else { times };
        let word = at + times + 1;
        if !self.is(word - 1, "as") || !matches!(self.low(word), "many" | "much" | "few" | "little") {
            return None;
        }
        let mut node = self.node(Node::Adjective { at: small(word) });
        node = self.add(node, super::chart::Role::Degree(engine_api::Degree::Equal), node);
        if times > 0 {
            node = self.add(node, super::chart::Role::Adverb(small(at), small(word - 1)), node);
        }
        Some(Lead { adjective: node, ..Lead::of(word + 1, Determiner::None, None, true) })
    }

    /// "my", "her", with a number after it.
    fn possessive(&mut self, at: usize) -> Lead {
        let head = Node::Head { kind: NounKind::Pronoun, from: small(at), to: small(at + 1), plural: false };
        let base = self.node(head);
        let possessor = self.node(Node::Phrase { base, from: small(at), inner: small(at), to: small(at + 1) });
        let end = at + 1 + usize::from(self.is(at + 1, "own"));
        self.counted(Lead { possessor, ..Lead::of(end, Determiner::None, None, false) })
    }

    /// A number after a determiner: "the three", "those 5".
    fn counted(&self, lead: Lead) -> Lead {
        match self.number(lead.end) {
            Some(end) if lead.determiner != Determiner::A && !self.is(lead.end, "one") && !self.is(end, "of") => {
                let count = Some((Bound::Exactly, small(lead.end), small(end)));
                Lead { end, count, alone: true, ..lead }
            }
            _ => lead,
        }
    }

    /// The end of a number at `at`.
    pub(super) fn number(&self, at: usize) -> Option<usize> {
        if self.is(at, "half") && (self.is(at + 1, "of") || self.is(at + 1, "the")) {
            return Some(at + 1);
        }
        if !self.may(at, cat::NUMBER) {
            return None;
        }
        // "2/3 of them", but no date.
        if self.is(at + 1, "/") && self.may(at + 2, cat::NUMBER) && !self.is(at + 3, "/") {
            return Some(at + 3);
        }
        let mut end = at + 1;
        while self.may(end, cat::NUMBER)
            || self.is(end, "and") && self.may(end + 1, cat::NUMBER) && self.is_scale(end - 1)
        {
            end += 1;
        }
        Some(end)
    }

    fn is_scale(&self, at: usize) -> bool {
        matches!(self.low(at), "hundred" | "thousand" | "million")
    }

    /// "all of the three", "every", "no", "most of".
    fn quantified(&mut self, at: usize) -> Option<Lead> {
        let not = usize::from(self.is(at, "not"));
        let (determiner, plural, alone) = quantifier(self.low(at + not))?;
        if not == 1 {
            return None;
        }
        let mut lead = Lead::of(at + 1, determiner, plural, alone);
        let of = self.is(lead.end, "of");
        if of {
            lead.end += 1;
            lead.plural = None;
        }
        if matches!(self.low(lead.end), "the" | "these" | "those")
            && (of || matches!(determiner, Determiner::All | Determiner::Both))
        {
            lead.end += 1;
            lead.alone = false;
        } else if (of || determiner == Determiner::All) && closed::is_possessive(self.low(lead.end)) {
            let owned = self.possessive(lead.end);
            lead = Lead { end: owned.end, possessor: owned.possessor, alone: false, ..lead };
        } else if of && !matches!(self.low(lead.end), "them" | "us" | "you" | "which" | "whom") {
            lead.alone = false;
        } else if of {
            // "all of them": the pronoun is what is counted.
            lead.end -= 1;
        }
        // "each one", "every other", "any two".
        let counted = self.counted(lead);
        Some(if counted.count.is_some() { Lead { plural: None, ..counted } } else { lead })
    }

    /// "three", "at least 3", "exactly one of the".
    fn numbered(&mut self, at: usize) -> Option<Lead> {
        let bound = BOUNDS.iter().find(|(words, _)| self.opens(at) && self.words(at, words));
        let from = at + bound.map_or(0, |(words, _)| words.len());
        let from = from
            + usize::from(bound.is_some() && matches!(self.low(from), "the" | "a") && self.may(from + 1, cat::NUMBER));
        let end = self.number(from)?;
        let bound = bound.map_or(Bound::Exactly, |(_, bound)| *bound);
        let of_the = self.is(end, "of") && (matches!(self.low(end + 1), "the" | "these" | "those"));
        let one = end == from + 1 && matches!(self.low(from), "one" | "1");
        let half = self.is(from, "half") && self.is(end, "the");
        let end_of_lead = if of_the { end + 2 } else { end + usize::from(half) };
        let plural =
            if of_the || !self.low(from).starts_with(|sign: char| sign.is_alphabetic()) { None } else { Some(!one) };
        let count = Some((bound, small(from), small(end)));
        if self.is(end, "of") && closed::is_possessive(self.low(end + 1)) {
            // "20 of her 50 cards"
            let owned = self.possessive(end + 1);
            return Some(Lead { count, plural: None, alone: false, ..owned });
        }
        Some(Lead { count, alone: !of_the, ..Lead::of(end_of_lead, Determiner::None, plural, true) })
    }
}
