//! Coreference: which noun phrases of a dialogue speak of the same thing.
//!
//! One pass in the order of the text. Names and definite phrases are matched with what was named before; pronouns
//! take the most salient thing that agrees (number, gender, not the subject of their own clause), subjects before
//! objects and near before far; what a quantifier binds is visible in its own sentence only.

mod entity;
mod visit;

use std::collections::HashMap;

use engine_api::{Noun, NounKind, Role, Sentence};
use foldhash::fast::FixedState;

use entity::{Entity, Gender, Number};

/// How many things are remembered; older ones are forgotten first.
const MOST: usize = 400;

/// The role in which a thing was last mentioned, the most salient first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Subject,
    Object,
    Other,
}

/// What was spoken of so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Discourse {
    entities: Vec<Entity>,
    last: u32,
    /// The number of the sentence at hand, and the clause within it.
    sentence: u32,
    clause: u32,
    /// The number of each noun phrase of the sentence at hand, by its span.
    seen: Vec<(engine_api::Span, u32)>,
    /// Who speaks, and to whom.
    speakers: [u32; 2],
    asker: bool,
    /// Whether a condition is being read, whose indefinites are bound.
    bound: bool,
    /// The pronouns that go with common nouns.
    genders: HashMap<String, Gender, FixedState>,
}

impl Discourse {
    /// Numbers the noun phrases of sentences that one speaker says.
    pub(crate) fn read(&mut self, role: Role, sentences: &mut [Sentence]) {
        self.asker = role != Role::Assistant;
        for sentence in sentences {
            self.sentence += 1;
            self.clause = 0;
            self.seen.clear();
            self.bound = false;
            if let Some(form) = &mut sentence.form {
                self.form(form);
            }
            if let Some(query) = &mut sentence.query {
                self.query(query);
            }
            if self.entities.len() > MOST {
                self.entities.drain(..MOST / 4);
            }
        }
    }

    /// The pronoun that goes with a noun phrase, looked up once for each common noun.
    fn gender(&mut self, noun: &Noun) -> Gender {
        if noun.kind != NounKind::Common {
            return entity::gender(noun);
        }
        if let Some(known) = self.genders.get(&noun.head) {
            return *known;
        }
        let gender = entity::gender(noun);
        self.genders.insert(noun.head.clone(), gender);
        gender
    }

    fn fresh(&mut self, entity: Entity, gender: Gender) -> u32 {
        self.last += 1;
        self.entities.push(Entity { id: self.last, gender, ..entity });
        self.last
    }

    /// The number of the speaker (0) or the hearer (1).
    fn speaker(&mut self, which: usize) -> u32 {
        let which = if self.asker { which } else { 1 - which };
        match self.speakers.get(which).copied() {
            Some(0) | None => {
                self.last += 1;
                let id = self.last;
                if let Some(slot) = self.speakers.get_mut(which) {
                    *slot = id;
                }
                id
            }
            Some(id) => id,
        }
    }

    /// Notes a mention.
    fn touch(&mut self, id: u32, rank: Rank) {
        let (sentence, clause) = (self.sentence, self.clause);
        let Some(at) = self.entities.iter().position(|entity| entity.id == id) else { return };
        let Some(entity) = self.entities.get_mut(at) else { return };
        // The best role within one clause counts.
        let same = entity.sentence == sentence && entity.clause == clause;
        entity.rank = if same { entity.rank.min(rank) } else { rank };
        (entity.sentence, entity.clause) = (sentence, clause);
    }

    /// The most salient thing that a pronoun may stand for.
    fn antecedent(&self, wanted: Wanted) -> Option<u32> {
        let fits = |entity: &&Entity| {
            let visible = entity.scope.is_none_or(|scope| scope == self.sentence);
            let free = !wanted.not.contains(&entity.id);
            visible && free && wanted.agrees(entity) && self.sentence - entity.sentence <= 12
        };
        let candidates = self.entities.iter().filter(fits);
        candidates.min_by_key(|entity| wanted.distance(entity, self.sentence)).map(|entity| entity.id)
    }
}

/// What a pronoun asks of its antecedent.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    gender: Gender,
    number: Number,
    /// What it cannot stand for.
    not: [u32; 2],
}

impl Wanted {
    fn agrees(self, entity: &Entity) -> bool {
        let number = self.number == Number::Either || entity.number == Number::Either || self.number == entity.number;
        // "If someone … they …": a bound person of any gender may be "they".
        let bound = self.number == Number::Plural && entity.number == Number::Singular && entity.may_be_they();
        (number || bound) && self.gender.agrees(entity.gender)
    }

    /// How far away an antecedent is: sentences first, then how well it fits, then its role.
    fn distance(self, entity: &Entity, sentence: u32) -> (u32, u32, Rank, std::cmp::Reverse<u32>) {
        let misfit = u32::from(self.number == Number::Plural && entity.number == Number::Singular)
            + u32::from(self.gender.misfits(entity.gender));
        // A far plural fits "they" better than a near singular that is no indefinite.
        let far = (sentence - entity.sentence) + if misfit > 0 && entity.scope.is_none() { 2 } else { 0 };
        (far, misfit, entity.rank, std::cmp::Reverse(entity.clause))
    }
}

#[cfg(test)]
mod tests;
