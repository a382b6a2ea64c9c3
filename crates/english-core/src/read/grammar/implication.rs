//! Rules whose parts have no tense: "Ann being kind and Bob being not sad imply that Cy is tall", "someone being kind is
//! equivalent to being nice", "not being a fan of Ann is sufficient for being a fan of Bob".

use engine_api::{Determiner, Joint, NounKind};

use super::chart::{Beam, Each, Id, Item, NONE, Node, Role, VerbForm};
use super::parser::{Parser, small};

/// How two parts of a rule belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Implies,
    Equivalent,
    Sufficient,
    Necessary,
}

/// The words between the parts.
const LINKS: &[(&[&str], Link)] = &[
    (&["imply"], Link::Implies),
    (&["implies"], Link::Implies),
    (&["entail"], Link::Implies),
    (&["entails"], Link::Implies),
    (&["mean"], Link::Implies),
    (&["means"], Link::Implies),
    (&["is", "equivalent", "to"], Link::Equivalent),
    (&["is", "logically", "equivalent", "to"], Link::Equivalent),
    (&["is", "the", "same", "as"], Link::Equivalent),
    (&["is", "sufficient", "for"], Link::Sufficient),
    (&["is", "enough", "for"], Link::Sufficient),
    (&["is", "a", "sufficient", "condition", "for"], Link::Sufficient),
    (&["is", "necessary", "for"], Link::Necessary),
    (&["is", "required", "for"], Link::Necessary),
    (&["is", "a", "necessary", "condition", "for"], Link::Necessary),
];

impl Parser<'_> {
    /// A rule of such parts at the beginning of a sentence.
    pub(super) fn implication(&mut self, at: usize, found: &mut Beam) {
        let tenseless = (at..self.len().min(at + 8)).any(|place| matches!(self.low(place), "being" | "having"));
        if !tenseless || !(at..self.len()).any(|place| LINKS.iter().any(|(words, _)| self.words(place, words))) {
            return;
        }
        let nobody = self.nobody(at);
        for condition in self.tenseless(at, nobody, 0).each() {
            let next = condition.at();
            let Some((words, link)) = LINKS.iter().find(|(words, _)| self.words(next, words)) else { continue };
            let start = next + words.len();
            let that = usize::from(self.is(start, "that"));
            let mut results = Beam::default();
            if *link == Link::Implies {
                results.extend(self.clauses(start + that, false));
            }
            results.extend(self.tenseless(start + that, self.subject_of(condition.node).unwrap_or(nobody), 0));
            for result in results.each() {
                let (first, second) = match link {
                    Link::Necessary => (result.node, condition.node),
                    _ => (condition.node, result.node),
                };
                let exact = *link == Link::Equivalent;
                let node = self.node(Node::If { condition: first, result: second, exact });
                found.push(Item { end: result.end, cost: condition.cost + result.cost, flags: 0, node });
            }
        }
    }

    /// "At least one of the following is true: A or B", "exactly one of these holds: either A or B".
    pub(super) fn one_of(&mut self, at: usize, found: &mut Beam) {
        let exclusive = matches!(self.low(at), "only" | "exactly" | "precisely" | "just");
        let words = if self.words(at, &["at", "least"]) { 2 } else { usize::from(exclusive || self.is(at, "either")) };
        let start = at + words;
        let following =
            self.words(start + 2, &["the", "following"]) || matches!(self.low(start + 2), "these" | "those");
        if !self.words(start, &["one", "of"]) || !following {
            return;
        }
        let Some(colon) = (start + 3..self.len().min(start + 14)).find(|place| self.is(*place, ":")) else { return };
        for body in self.sentence(colon + 1, false).each() {
            let Some(Node::Joined { first, rest, joint: Joint::Or | Joint::Xor }) =
                self.nodes.get(body.node as usize).copied()
            else {
                continue;
            };
            let joint = if exclusive { Joint::Xor } else { Joint::Or };
            let node = self.node(Node::Joined { first, rest, joint });
            found.push(Item { node, ..body });
        }
    }

    /// Somebody whom no word names.
    fn nobody(&mut self, at: usize) -> Id {
        let silent = Node::Silent { kind: NounKind::Indefinite, head: "person", at: small(at) };
        let base = self.node(silent);
        self.add(base, Role::Determiner(Determiner::Some), NONE)
    }

    fn subject_of(&self, clause: Id) -> Option<Id> {
        match self.nodes.get(clause as usize)? {
            Node::Clause { subject, .. } => Some(*subject),
            Node::Joined { first, .. } => self.subject_of(*first),
            _ => None,
        }
    }

    /// "Ann being kind and Bob being sad", "being kind", "not being a fan of Ann".
    fn tenseless(&mut self, at: usize, nobody: Id, depth: u16) -> Beam {
        let mut found = Beam::default();
        let not = usize::from(self.is_not(at));
        if matches!(self.low(at + not), "being" | "having") {
            for verb in self.verbs(at, VerbForm::Ing, false).each() {
                let node = self.node(Node::Clause { subject: nobody, verb: verb.node, from: small(at), to: verb.end });
                found.push(Item { node, flags: 0, ..verb });
            }
            return found;
        }
        for subject in self.bare_phrase(at) {
            let next = subject.at();
            for verb in self.verbs(next, VerbForm::Ing, false).each() {
                let clause = Node::Clause { subject: subject.node, verb: verb.node, from: small(at), to: verb.end };
                let node = self.node(clause);
                let first = Item { node, cost: subject.cost + verb.cost, flags: 0, ..verb };
                found.push(first);
                let Some((Some(joint), rest, false, cost)) = self.coordinator(first.at()) else { continue };
                if depth > 3 || !matches!(joint, Joint::And | Joint::Or) {
                    continue;
                }
                for rest in self.tenseless(rest, nobody, depth + 1).each() {
                    let node = self.node(Node::Joined { first: first.node, rest: rest.node, joint });
                    found.push(Item { end: rest.end, cost: first.cost + rest.cost + cost, flags: 0, node });
                }
            }
        }
        found
    }

    /// Noun phrases right before "being", without what may follow a noun.
    fn bare_phrase(&mut self, at: usize) -> Vec<Item> {
        let ends = |parser: &Self, item: &Item| {
            let next = item.at() + usize::from(parser.is_not(item.at()));
            matches!(parser.low(next), "being" | "having")
        };
        let items = self.phrase(at, false);
        items.each().filter(|item| ends(self, item)).collect()
    }
}
