//! Whom the pronouns of a text about a family mean.

use super::items::{Item, Who};
use super::read::Reader;
use crate::world::kin::Gender;

impl Reader<'_> {
    /// "the two were married": the last two people of the sentence.
    pub(super) fn both(&self, at: usize) -> Option<(usize, usize)> {
        let here = self.sentence(at);
        let two = (at.saturating_sub(4)..at).any(|near| matches!(self.word(near), "two" | "both" | "couple" | "pair"));
        let mut people: Vec<usize> =
            (0..at).filter(|place| self.sentence(*place) == here).filter_map(|place| self.person(place)).collect();
        people.dedup();
        match people.as_slice() {
            [.., first, second] if two && first != second => Some((*first, *second)),
            _ => None,
        }
    }

    /// Whom a pronoun means.
    pub(super) fn resolve(&self, at: usize, who: Who) -> Vec<usize> {
        match who {
            Who::Many => self.many(at),
            Who::Me => self.names.iter().position(|name| name == "I").into_iter().collect(),
            Who::Near => (0..at).rev().find_map(|near| self.person(near)).into_iter().collect(),
            Who::One(gender) => self.one(at, gender).into_iter().collect(),
        }
    }

    pub(super) fn one(&self, at: usize, gender: Gender) -> Option<usize> {
        let here = self.sentence(at);
        let fits = |person: usize, strict: bool| match self.gender(person) {
            Some(own) => own == gender,
            None => !strict,
        };
        // "Ann and her son", "his sister and her son".
        if at >= 2 && self.word(at - 1) == "and" {
            let named = self.meant(at - 2).into_iter().find(|person| fits(*person, false));
            if named.is_some() {
                return named;
            }
        }
        // The first person of a sentence is its likely subject; later sentences count before earlier ones.
        for sentence in (here.saturating_sub(3)..=here).rev() {
            let people: Vec<usize> =
                (0..at).filter(|place| self.sentence(*place) == sentence).flat_map(|place| self.meant(place)).collect();
            let found =
                [true, false].into_iter().find_map(|strict| people.iter().find(|person| fits(**person, strict)));
            if let Some(found) = found {
                return Some(self.told_that(at, *found, gender).unwrap_or(*found));
            }
        }
        // Where the only person named before has the other gender by name, the text knows better.
        let mut near: Vec<usize> =
            (0..at).filter(|place| self.sentence(*place) == here).filter_map(|place| self.person(place)).collect();
        near.dedup();
        near.first().copied().filter(|_| near.len() == 1)
    }

    /// "Ann's sister told her father Tom that his brother …": within what is told, whoever is told or tells is meant,
    /// not who is named for being their relative.
    fn told_that(&self, at: usize, found: usize, gender: Gender) -> Option<usize> {
        let here = self.sentence(at);
        let place = (0..at).find(|place| self.sentence(*place) == here && self.person(*place) == Some(found))?;
        let that = at.checked_sub(1).filter(|before| self.word(*before) == "that")?;
        let named = that.checked_sub(1).and_then(|before| self.person(before))?;
        (matches!(self.item(place + 1), Some(Item::Owner)) && self.gender(named) == Some(gender)).then_some(named)
    }

    /// The people that the word at a place names: a name, or a relative without one.
    pub(super) fn meant(&self, at: usize) -> Vec<usize> {
        match self.item(at) {
            Some(Item::Person(person)) => vec![*person],
            Some(Item::Kin { .. }) => {
                let unnamed = |person: &usize| *person >= self.named;
                let found = self.referents.get(&at).into_iter().flatten().copied();
                found.filter(unnamed).collect()
            }
            _ => Vec::new(),
        }
    }

    /// "they": two people joined before it, else the last pair.
    pub(super) fn many(&self, at: usize) -> Vec<usize> {
        let here = self.sentence(at);
        let pair = (2..at).rev().filter(|near| self.sentence(*near) == here).find_map(|near| {
            let second = self.person(near)?;
            let mut first = near - 1;
            // "Joshua and his wife Lynn"
            while first > 0 && matches!(self.item(first), Some(Item::Kin { .. } | Item::Own(_) | Item::Word(_, true))) {
                first -= 1;
            }
            (self.word(first) == "and")
                .then(|| self.person(first.checked_sub(1)?))
                .flatten()
                .map(|first| vec![first, second])
        });
        if let Some(pair) = pair {
            return pair;
        }
        if !self.pair.is_empty() {
            return self.pair.clone();
        }
        let before = here.checked_sub(1);
        let mut people: Vec<usize> = (0..at)
            .filter(|place| Some(self.sentence(*place)) == before)
            .filter_map(|place| self.person(place))
            .collect();
        people.dedup();
        people.truncate(2);
        people
    }
}
