//! The parser's state: words, chart, memory of what was looked for, and the limits of its work.

use bumpalo::Bump;

use super::chart::{Beam, Found, Id, Item, Mark, NONE, Node, Role, VerbForm, flag};
use super::token::{Token, cat};

/// The deepest nesting of rules.
const DEEPEST: u16 = 140;

/// What is looked for at a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Phrase = 0,
    Phrases,
    Members,
    Nominal,
    Adjective,
    Prep,
    Relative,
    Predicate,
    Predicates,
    Clause,
    Clauses,
    Sentence,
    Embedded,
    Verb,
    Verbs = Rule::Verb as isize + 5,
    Last = Rule::Verbs as isize + 5,
}

impl Rule {
    /// Rules of verb phrases differ by the form of the verb.
    fn number(self, form: VerbForm) -> usize {
        self as usize + form as usize
    }
}

/// A parser of one sentence.
#[derive(Debug)]
pub(super) struct Parser<'a> {
    pub(super) tokens: &'a [Token<'a>],
    pub(super) nodes: Vec<Node>,
    /// By place, rule and gap: what was found there; none where it was not looked for.
    memory: &'a mut [Option<Found<'a>>],
    /// Where the items of the chart lie.
    items: &'a Bump,
    depth: u16,
    /// The most nodes that the sentence may cost.
    most: usize,
}

impl<'a> Parser<'a> {
    /// A parser whose chart lies in `items` and has at most about `most` nodes.
    pub(super) fn new(tokens: &'a [Token<'a>], items: &'a Bump, most: usize) -> Parser<'a> {
        let places = (tokens.len() + 1) * Rule::Last as usize * 2;
        let memory = items.alloc_slice_fill_copy(places, None);
        Parser { tokens, nodes: Vec::with_capacity(64 * tokens.len()), memory, items, depth: 0, most }
    }

    /// Whether the work has grown beyond what a sentence may cost.
    pub(super) fn is_spent(&self) -> bool {
        self.nodes.len() > self.most
    }

    /// What `rule` finds at a word, looked for once.
    pub(super) fn once(
        &mut self,
        rule: Rule,
        at: usize,
        slash: bool,
        find: fn(&mut Self, usize, bool) -> Beam,
    ) -> Found<'a> {
        self.once_verb(rule, VerbForm::Finite, (at, slash), |parser, at, _, slash| find(parser, at, slash))
    }

    /// As [`Parser::once`], for rules that differ by verb form.
    pub(super) fn once_verb(
        &mut self,
        rule: Rule,
        form: VerbForm,
        (at, slash): (usize, bool),
        find: impl Fn(&mut Self, usize, VerbForm, bool) -> Beam,
    ) -> Found<'a> {
        let place = (at * Rule::Last as usize + rule.number(form)) * 2 + usize::from(slash);
        match self.memory.get(place).copied() {
            Some(None) => {}
            Some(Some(known)) => return known,
            None => return &[],
        }
        if self.depth >= DEEPEST || self.is_spent() {
            return &[];
        }
        // What a rule needs of itself at the same word is nothing.
        self.remember(place, &[]);
        self.depth += 1;
        let found = find(self, at, form, slash);
        self.depth -= 1;
        let items = found.items();
        let found: Found<'a> = if items.is_empty() { &[] } else { self.items.alloc_slice_copy(items) };
        self.remember(place, found);
        found
    }

    fn remember(&mut self, place: usize, found: Found<'a>) {
        if let Some(slot) = self.memory.get_mut(place) {
            *slot = Some(found);
        }
    }

    pub(super) fn node(&mut self, node: Node) -> Id {
        self.nodes.push(node);
        u32::try_from(self.nodes.len() - 1).unwrap_or(NONE)
    }

    pub(super) fn add(&mut self, base: Id, role: Role, child: Id) -> Id {
        self.node(Node::Add { base, role, child })
    }

    pub(super) fn mark(&mut self, item: Item, mark: Mark) -> Item {
        Item { node: self.node(Node::Marked { base: item.node, mark }), ..item }
    }

    /// `base` with `part` after it.
    pub(super) fn joined(&mut self, base: Item, role: Role, part: Item) -> Item {
        Item {
            end: part.end,
            cost: base.cost.saturating_add(part.cost),
            flags: base.flags
                | part.flags & (flag::GAP | flag::CLAUSAL)
                | if role.is_clausal() { flag::CLAUSAL } else { 0 },
            node: self.add(base.node, role, part.node),
        }
    }

    pub(super) fn token(&self, at: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(at)
    }

    pub(super) fn low(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.low())
    }

    pub(super) fn is(&self, at: usize, low: &str) -> bool {
        self.low(at) == low
    }

    pub(super) fn may(&self, at: usize, cats: u16) -> bool {
        self.tokens.get(at).is_some_and(|token| token.may(cats))
    }

    pub(super) fn cost(&self, at: usize, cats: u16) -> Option<u16> {
        self.tokens.get(at)?.cost(cats)
    }

    /// Whether a phrase that is known by its words may begin here.
    pub(super) fn opens(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.opens)
    }

    pub(super) fn is_comma(&self, at: usize) -> bool {
        self.is(at, ",")
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether these words stand at `at`.
    pub(super) fn words(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(offset, word)| self.is(at + offset, word))
    }

    pub(super) fn is_not(&self, at: usize) -> bool {
        matches!(self.low(at), "not" | "n't" | "nt")
    }

    /// Whether a plain adverb stands here that may come between other words.
    pub(super) fn is_adverb(&self, at: usize) -> bool {
        self.may(at, cat::ADVERB)
    }
}

/// A position as the chart holds it.
pub(super) fn small(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}
