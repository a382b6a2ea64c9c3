//! Facts as triples with indexes both ways. Knows no English: whoever fills it says what relations mean.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::FixedState;

use super::thesaurus::Concepts;

/// An entity or a relation, by its number.
pub(crate) type Id = u32;

/// A relation between two entities.
#[derive(Debug, Clone, Default)]
pub(crate) struct Relation {
    /// The content lemmas of its name: `place of birth`, `play country`.
    pub(crate) words: Vec<String>,
    /// Content lemmas of relations that were joined with it.
    pub(crate) also: Vec<String>,
    /// Its name in lemmas, without articles.
    pub(crate) phrase: String,
    /// The kind of thing that its objects are, as a lemma: `country` of "plays for the country", the whole name of a
    /// relation that is a noun.
    pub(crate) kind: String,
    /// Whether its name is a noun ("the capital of X is Y"), so that what is asked for is the object.
    pub(crate) noun: bool,
    /// What the table of relations knows it as.
    pub(crate) concepts: Concepts,
}

/// A fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Triple {
    pub(crate) subject: Id,
    pub(crate) relation: Id,
    pub(crate) object: Id,
    /// The line that told it.
    pub(crate) line: usize,
}

/// A step from an entity: a relation, and whether from subject to object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Hop {
    pub(crate) relation: Id,
    pub(crate) forward: bool,
}

/// The facts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Store {
    /// The entities as they are written.
    pub(crate) said: Vec<String>,
    pub(crate) relations: Vec<Relation>,
    pub(crate) triples: Vec<Triple>,
    entities: HashMap<String, Id, FixedState>,
    names: HashMap<String, Id, FixedState>,
    by_subject: Vec<Vec<u32>>,
    by_object: Vec<Vec<u32>>,
}

impl Store {
    /// The number of the entity with that key; `said` is how it is written.
    pub(crate) fn entity(&mut self, key: &str, said: &str) -> Id {
        let next = self.said.len() as Id;
        match self.entities.entry(key.to_owned()) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                free.insert(next);
                self.said.push(said.to_owned());
                self.by_subject.push(Vec::new());
                self.by_object.push(Vec::new());
                next
            }
        }
    }

    /// The number of the relation with that name.
    pub(crate) fn relation(&mut self, name: &str, make: impl FnOnce() -> Relation) -> Id {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        let id = self.relations.len() as Id;
        self.names.insert(name.to_owned(), id);
        self.relations.push(make());
        id
    }

    /// Adds a fact.
    pub(crate) fn add(&mut self, triple: Triple) {
        let at = self.triples.len() as u32;
        if let Some(list) = self.by_subject.get_mut(triple.subject as usize) {
            list.push(at);
        }
        if let Some(list) = self.by_object.get_mut(triple.object as usize) {
            list.push(at);
        }
        self.triples.push(triple);
    }

    /// Puts other facts in the place of those that are held.
    pub(crate) fn replace(&mut self, triples: Vec<Triple>) {
        self.triples.clear();
        self.by_subject.iter_mut().chain(&mut self.by_object).for_each(Vec::clear);
        triples.into_iter().for_each(|triple| self.add(triple));
    }

    /// Lets a relation be asked for by the words of another.
    pub(crate) fn lend(&mut self, from: usize, to: usize) {
        let words = self.relations.get(from).map(|relation| relation.words.clone()).unwrap_or_default();
        if let Some(relation) = self.relations.get_mut(to) {
            let new = words.into_iter().filter(|word| !relation.words.contains(word) && !relation.also.contains(word));
            let new: Vec<String> = new.collect();
            relation.also.extend(new);
        }
    }

    /// The entity with that key.
    pub(crate) fn find(&self, key: &str) -> Option<Id> {
        self.entities.get(key).copied()
    }

    /// The keys of all entities, in no order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&str, Id)> {
        self.entities.iter().map(|(key, id)| (key.as_str(), *id))
    }

    /// The facts about an entity, those that it is the subject of first, each with the step that leads away from it.
    pub(crate) fn about(&self, entity: Id) -> impl Iterator<Item = (Hop, Id, usize)> + '_ {
        let (out, into) = (self.by_subject.get(entity as usize), self.by_object.get(entity as usize));
        let fact = |at: &u32| Some((*at as usize, self.triples.get(*at as usize)?));
        let out = out.into_iter().flatten().filter_map(fact);
        let into = into.into_iter().flatten().filter_map(fact);
        let hop = |relation, forward| Hop { relation, forward };
        let out = out.map(move |(at, triple)| (hop(triple.relation, true), triple.object, at));
        let into = into.map(move |(at, triple)| (hop(triple.relation, false), triple.subject, at));
        out.chain(into)
    }

    /// Where a step leads from some entities, in the order of the facts, and the facts it takes.
    pub(crate) fn step(&self, from: &[Id], hop: Hop) -> Reached {
        let mut reached = Reached::default();
        for entity in from {
            for (taken, to, fact) in self.about(*entity) {
                if taken == hop {
                    reached.add(to, fact);
                }
            }
        }
        reached
    }

    /// All relation steps that lead away from some entities, in the order of the facts.
    pub(crate) fn hops(&self, from: &[Id]) -> Vec<Hop> {
        let mut found = Vec::new();
        for entity in from {
            for (hop, _, _) in self.about(*entity) {
                if !found.contains(&hop) {
                    found.push(hop);
                }
            }
        }
        found
    }
}

/// Entities, and the facts by which they were reached.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Reached {
    pub(crate) entities: Vec<Id>,
    pub(crate) facts: Vec<usize>,
}

impl Reached {
    pub(crate) fn add(&mut self, entity: Id, fact: usize) {
        if !self.entities.contains(&entity) {
            self.entities.push(entity);
        }
        if !self.facts.contains(&fact) {
            self.facts.push(fact);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }
}
