//! Who says what is quoted: "According to Tom, "…"", "As Tom put it, "…"".

use super::chart::{Beam, Each, Item, NONE, Node, Role, flag};
use super::parser::{Parser, small};
use super::token::cat;

impl Parser<'_> {
    /// A quotation after the words that name its speaker.
    pub(super) fn attributed(&mut self, at: usize, found: &mut Beam) {
        let according = self.words(at, &["according", "to"]);
        let as_said = self.is(at, "as");
        if !according && !as_said {
            return;
        }
        let start = at + 1 + usize::from(according);
        for speaker in self.phrase(start, false).each() {
            let Some((verb, end)) = self.said_so(speaker, as_said) else { continue };
            let next = end + usize::from(matches!(self.low(end), "," | ":"));
            for said in self.quotation(next).each() {
                let verb = self.add(verb, Role::CompClause, said.node);
                let clause = Node::Clause { subject: speaker.node, verb, from: small(at), to: said.end };
                let node = self.node(clause);
                found.push(Item { node, cost: said.cost + speaker.cost, flags: 0, ..said });
            }
        }
    }

    /// The verb of saying after "as" and a speaker ("put it"), or one that is not written; and where it ends.
    fn said_so(&mut self, speaker: Item, written: bool) -> Option<(u32, usize)> {
        let at = speaker.at();
        if speaker.has(flag::OBJECT) && written {
            return None;
        }
        let node = self.node(Node::Say { at: small(at) });
        if !written {
            return Some((node, at));
        }
        let perfect = usize::from(matches!(self.low(at), "has" | "had" | "have"));
        let verb = at + perfect;
        if !self.may(verb, cat::PAST | cat::THIRD | cat::PARTICIPLE) {
            return None;
        }
        let end = verb + 1 + usize::from(self.is(verb + 1, "it"));
        let past = self.may(verb, cat::PAST) && !self.may(verb, cat::THIRD);
        let said = Item { end: small(end), cost: 0, flags: 0, node };
        let said = if past { self.mark(said, super::chart::Mark::Past) } else { said };
        Some((said.node, end))
    }

    /// A noun phrase of several parts of which none is meant: "none of this: a or b".
    pub(super) fn none_of(&mut self, base: Item, at: usize, cores: &mut Beam) {
        let what = ["this", "these", "those", "them", "that", "the"];
        if !self.words(at, &["none", "of"]) || !what.contains(&self.low(at + 2)) {
            return;
        }
        let start = at + 3 + usize::from(self.is(at + 2, "the") && self.is(at + 3, "following"));
        let colon = usize::from(matches!(self.low(start), ":" | ","));
        if colon == 0 {
            return;
        }
        for list in self.phrases(start + 1, false).each() {
            let node = match self.nodes.get(list.node as usize).copied() {
                Some(Node::Members { first, rest, .. }) => {
                    self.node(Node::Members { first, rest, joint: engine_api::Joint::Nor })
                }
                _ => self.node(Node::Members { first: list.node, rest: NONE, joint: engine_api::Joint::Nor }),
            };
            let closing = usize::from(self.is_comma(list.at()));
            let item = Item { node, end: list.end + small(closing), ..list };
            cores.push(self.joined(base, Role::CompNoun, item));
        }
    }
}
