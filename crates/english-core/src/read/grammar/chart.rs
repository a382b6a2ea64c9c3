//! The chart: what was found where, in few bytes, so that no alternative is built before it has won.

use std::iter::Copied;
use std::slice::Iter;

use engine_api::{Bound, Determiner, Joint, NounKind};

/// A node's number.
pub(crate) type Id = u32;

/// No node.
pub(crate) const NONE: Id = u32::MAX;

/// Things that an item passes on to those who use it.
pub(crate) mod flag {
    /// The gap of a relative clause or question lies inside.
    pub(crate) const GAP: u16 = 1;
    /// Agrees with a singular.
    pub(crate) const SINGULAR: u16 = 2;
    /// Agrees with a plural.
    pub(crate) const PLURAL: u16 = 4;
    /// A coordination.
    pub(crate) const JOINED: u16 = 8;
    /// A pronoun that can only be a subject ("he").
    pub(crate) const SUBJECT: u16 = 16;
    /// A pronoun that can only be an object ("him").
    pub(crate) const OBJECT: u16 = 32;
    /// Speaks of a time ("every day", "yesterday").
    pub(crate) const TIME: u16 = 64;
    /// A common noun in the singular without a determiner.
    pub(crate) const BARE: u16 = 128;
    /// An indefinite pronoun ("someone").
    pub(crate) const INDEFINITE: u16 = 256;
    /// A proper name.
    pub(crate) const NAME: u16 = 512;
    /// Ends with a clause, which rather takes what follows.
    pub(crate) const CLAUSAL: u16 = 1024;
    /// Has a determiner or possessor.
    pub(crate) const LED: u16 = 4096;
    /// Begins with an adjective.
    pub(crate) const ADJECTIVE: u16 = 2048;
    /// The item may be taken apart from others with the same end only by these.
    pub(crate) const KEY: u16 = GAP | TIME | NAME | ADJECTIVE;
}

/// Something found: it ends before word `end`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Item {
    pub(crate) end: u16,
    pub(crate) cost: u16,
    pub(crate) flags: u16,
    pub(crate) node: Id,
}

impl Item {
    pub(crate) fn has(self, flags: u16) -> bool {
        self.flags & flags != 0
    }

    /// What is given up first where there is no room: dear and short.
    fn rank(self) -> i32 {
        3 * i32::from(self.cost) - i32::from(self.end)
    }

    pub(crate) fn at(self) -> usize {
        usize::from(self.end)
    }
}

/// The most items kept of one rule at one place.
const WIDTH: usize = 12;

/// The cheapest items of one rule at one place, one for each end and key.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Beam {
    items: [Item; WIDTH],
    len: u8,
}

impl Beam {
    pub(crate) fn items(&self) -> &[Item] {
        self.items.get(..usize::from(self.len)).unwrap_or(&[])
    }

    /// A beam with these items, to be added to.
    pub(crate) fn of(items: &[Item]) -> Beam {
        let mut beam = Beam::default();
        for (to, from) in beam.items.iter_mut().zip(items) {
            *to = *from;
            beam.len += 1;
        }
        beam
    }

    /// The items, one after another.
    pub(crate) fn each(&self) -> Copied<Iter<'_, Item>> {
        self.items().iter().copied()
    }

    pub(crate) fn push(&mut self, item: Item) {
        let len = usize::from(self.len);
        let Some(kept) = self.items.get_mut(..len) else { return };
        let key = |one: &Item| (one.end, one.flags & flag::KEY);
        if let Some(same) = kept.iter_mut().find(|one| key(one) == key(&item)) {
            if item.cost < same.cost {
                *same = item;
            }
        } else if let Some(free) = self.items.get_mut(len) {
            *free = item;
            self.len += 1;
        } else if let Some(worst) = self.items.iter_mut().max_by_key(|one| one.rank())
            && item.rank() < worst.rank()
        {
            *worst = item;
        }
    }

    pub(crate) fn extend(&mut self, other: impl AsRef<[Item]>) {
        for item in other.as_ref() {
            self.push(*item);
        }
    }
}

impl AsRef<[Item]> for Beam {
    fn as_ref(&self) -> &[Item] {
        self.items()
    }
}

/// What a rule found, as the chart keeps it.
pub(crate) type Found<'c> = &'c [Item];

/// Items are walked through alike in the chart and in a beam.
pub(crate) trait Each {
    /// The items, one after another.
    fn each(&self) -> Copied<Iter<'_, Item>>;
}

impl Each for [Item] {
    fn each(&self) -> Copied<Iter<'_, Item>> {
        self.iter().copied()
    }
}

/// How an embedded verb phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VerbForm {
    /// With tense: "goes", "has gone", "can go".
    Finite = 0,
    /// "go".
    Base = 1,
    /// "going".
    Ing = 2,
    /// "gone" after "have".
    Participle = 3,
    /// "given" after "be" and in reduced relative clauses.
    Passive = 4,
}

/// What a mark says of a verb phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Negated,
    Past,
    Future,
    Perfect,
    Progressive,
    Passive,
    /// A modal: its word.
    Modal(u16),
    /// A semi-modal of several words.
    SemiModal(&'static str),
}

/// Which role a child plays for its base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Role {
    // Of noun phrases.
    Determiner(Determiner),
    /// The word of the number.
    Count(Bound, u16, u16),
    Adjective,
    /// A word before the head.
    Modifier(u16),
    /// A measure or price before the head, from one word to before another.
    Compound(u16, u16),
    Possessor,
    Relative,
    Apposition,
    // Of both, and of adjectives.
    Oblique,
    // Of adjectives.
    Than,
    Measure,
    Degree(engine_api::Degree),
    NotAdjective,
    // Of clauses.
    Object,
    /// The object becomes the recipient, the child the object.
    SecondObject,
    CompAdjective,
    CompNoun,
    CompClause,
    CompInfinitive,
    /// An infinitive whose subject is the object.
    CompObjectInfinitive,
    CompQuestion,
    /// An adverb: first and last word.
    Adverb(u16, u16),
    /// A particle of the verb.
    Particle(u16),
}

impl Role {
    /// Whether the child is a clause at the end of its base.
    pub(crate) fn is_clausal(self) -> bool {
        matches!(
            self,
            Role::CompClause | Role::CompInfinitive | Role::CompObjectInfinitive | Role::CompQuestion | Role::Relative
        )
    }
}

/// What questions ask for, before the words are read out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    Truth,
    Which,
    Place,
    Time,
    Reason,
    Manner,
    Count,
    Amount,
    /// The word of the adjective or adverb.
    Degree(u16),
}

/// A piece of a parse.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Node {
    /// The head of a noun phrase, from one word to before another.
    Head { kind: NounKind, from: u16, to: u16, plural: bool },
    /// A head that is not written: `person`, `thing`, `one`, or nothing.
    Silent { kind: NounKind, head: &'static str, at: u16 },
    /// The gap of a relative clause or question.
    Gap,
    /// A noun phrase with its span.
    Phrase { base: Id, from: u16, inner: u16, to: u16 },
    /// Members of a coordination, nested to the right.
    Members { first: Id, rest: Id, joint: Joint },
    /// A base with something added.
    Add { base: Id, role: Role, child: Id },
    /// A preposition, from one word to before another, and what it governs.
    Prep { from: u16, to: u16, noun: Id },
    /// An adverbial noun phrase.
    Bare { noun: Id },
    /// An adjective.
    Adjective { at: u16 },
    /// A main verb, and whether only its plain form can stand there.
    Verb { at: u16, plain: bool },
    /// The copula, written or not.
    Be { at: u16 },
    /// A verb of saying that is not written.
    Say { at: u16 },
    /// A mark on a verb phrase.
    Marked { base: Id, mark: Mark },
    /// Verb phrases or clauses joined.
    Joined { first: Id, rest: Id, joint: Joint },
    /// A subject with its verb phrase.
    Clause { subject: Id, verb: Id, from: u16, to: u16 },
    /// What is so if a condition holds.
    If { condition: Id, result: Id, exact: bool },
    /// Two clauses with the words that link them, or a fixed link.
    Linked { link: &'static str, main: Id, other: Id },
    /// A clause whose gap stands for this noun phrase.
    Filled { base: Id, filler: Id },
    /// Not so.
    Not { base: Id },
    /// A nominalised clause.
    Nominal { form: Id },
    /// A question.
    Query { ask: Ask, filler: Id, body: Id },
    /// A question whose clause is conditioned.
    QueryIf { condition: Id, query: Id },
    /// A question whose clause is linked to another.
    QueryLinked { link: &'static str, query: Id, other: Id },
}
