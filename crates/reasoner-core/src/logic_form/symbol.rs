//! The vocabulary of a theory: predicates by what they say, things by their names.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::phrase::Phrase;
use crate::fol::Id;

/// What a predicate says of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Sort {
    /// That it is such ("kind", "cat", "taller than").
    Is,
    /// That it does so.
    Does,
}

/// One place of a predicate: a term, or a phrase that is part of what the predicate says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Role {
    /// `subject`, `object`, `recipient`, `complement`, a preposition, `adverb`; a role of a phrase is joined to it by
    /// a dot (`object.of`).
    pub(crate) name: String,
    /// The phrase; none where a term fills the place.
    pub(crate) filler: Option<Phrase>,
}

/// A predicate: a word and its places.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) sort: Sort,
    /// The lemma in lower case.
    pub(crate) base: String,
    pub(crate) roles: Vec<Role>,
}

impl Key {
    /// A property without further places.
    pub(crate) fn property(base: &str) -> Key {
        let subject = Role { name: "subject".to_owned(), filler: None };
        Key { sort: Sort::Is, base: base.to_owned(), roles: vec![subject] }
    }

    /// The roles that terms fill, in order.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Role> {
        self.roles.iter().filter(|role| role.filler.is_none())
    }
}

/// Predicates and things by number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Symbols {
    predicates: Vec<Key>,
    by_key: HashMap<Key, Id, FixedState>,
    things: Vec<String>,
    by_name: HashMap<String, Id, FixedState>,
}

impl Symbols {
    /// The number of a predicate, new or known.
    pub(crate) fn predicate(&mut self, key: Key) -> Id {
        if let Some(known) = self.by_key.get(&key) {
            return *known;
        }
        let id = self.predicates.len() as Id;
        self.by_key.insert(key.clone(), id);
        self.predicates.push(key);
        id
    }

    /// The number of a thing, new or known.
    pub(crate) fn thing(&mut self, name: &str) -> Id {
        if let Some(known) = self.by_name.get(name) {
            return *known;
        }
        let id = self.things.len() as Id;
        self.by_name.insert(name.to_owned(), id);
        self.things.push(name.to_owned());
        id
    }

    /// Whether a thing has that name.
    pub(crate) fn has_thing(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// A thing without a name of its own.
    pub(crate) fn nameless(&mut self, head: &str) -> Id {
        self.thing(&format!("a certain {head} {}", self.things.len()))
    }

    pub(crate) fn known(&self, key: &Key) -> Option<Id> {
        self.by_key.get(key).copied()
    }

    pub(crate) fn key(&self, predicate: Id) -> Option<&Key> {
        self.predicates.get(predicate as usize)
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = (Id, &Key)> {
        self.predicates.iter().enumerate().map(|(at, key)| (at as Id, key))
    }

    pub(crate) fn name(&self, thing: Id) -> &str {
        self.things.get(thing as usize).map_or("something", String::as_str)
    }
}
