//! Measures, prices and percentages as modifiers of nouns: "an 8-ounce glass", "a 45 degree angle", "a $5 bill", "a 10%
//! discount".

use super::chart::{Beam, Each, Item, Role, flag};
use super::parser::{Parser, small};
use super::token::cat;

impl Parser<'_> {
    /// A noun with such a modifier before it.
    pub(super) fn with_compound(&mut self, at: usize, found: &mut Beam) {
        let Some((end, cost)) = self.compound(at) else { return };
        // What is modified is a noun, no second number.
        if self.may(end, cat::NUMBER | cat::MARK) {
            return;
        }
        for rest in self.nominal(end).each() {
            let node = self.add(rest.node, Role::Compound(small(at), small(end)), rest.node);
            found.push(Item { cost: rest.cost + cost, flags: rest.flags & !flag::NAME, node, ..rest });
        }
    }

    /// Where a modifier with a number ends, and what it costs.
    fn compound(&self, at: usize) -> Option<(usize, u16)> {
        if matches!(self.low(at), "$" | "€" | "£") {
            return self.number(at + 1).map(|end| (end, 0));
        }
        let end = self.number(at)?;
        if self.is(end, "%") {
            return Some((end + 1, 0));
        }
        let hyphen = usize::from(self.is(end, "-"));
        let unit = end + hyphen;
        if !self.may(unit, cat::NOUN) || self.may(unit, cat::MARK | cat::FUNCTION) {
            return None;
        }
        if hyphen == 1 {
            // "10-year-old"
            let more = if self.is(unit + 1, "-") && self.may(unit + 2, cat::ADJECTIVE) { 2 } else { 0 };
            return Some((unit + 1 + more, 0));
        }
        // "1 apple pie" counts pies, "3 sheep" sheep.
        let one = matches!(self.low(at), "one" | "1");
        (!one && !self.may(unit, cat::PLURAL)).then_some((unit + 1, 2))
    }
}
