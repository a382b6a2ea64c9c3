//! Whom a word for relatives means: the names around it.

use super::items::{Item, Who};
use super::read::{Reader, is_article, is_link, is_naming};

impl Reader<'_> {
    /// People in a row from a place on: one, or with `all` the whole list.
    pub(super) fn people(&self, mut at: usize, all: bool) -> Vec<usize> {
        let mut found = Vec::new();
        while let Some(person) = self.person(at) {
            found.push(person);
            let mut next = at + 1;
            while matches!(self.word(next), "," | "and" | "&") {
                next += 1;
            }
            if !all
                || next == at + 1
                || self.sentence(next) != self.sentence(at)
                || matches!(self.item(next + 1), Some(Item::Owner))
            {
                break;
            }
            at = next;
        }
        found
    }

    /// Whom the word at a place means.
    pub(super) fn referents_of(&self, at: usize, start: usize, plural: bool, owners: &[usize]) -> Vec<usize> {
        let owned = |found: &[usize]| found.is_empty() || found.iter().all(|one| owners.contains(one));
        let after = self.after(at, plural);
        if !owned(&after) {
            return after;
        }
        let before = self.before(start, plural);
        if !owned(&before) {
            return before;
        }
        self.next_sentence(at)
    }

    /// "sister Ann", "sister, Ann,", "sons named Ben and Carl", "his sister is Ann".
    pub(super) fn after(&self, at: usize, plural: bool) -> Vec<usize> {
        let mut next = at + 1;
        if matches!(self.word(next), "of" | "to") {
            while self.sentence(next) == self.sentence(at)
                && !matches!(self.word(next), "is" | "are" | "was" | "were")
                && next < at + 8
            {
                next += 1;
            }
            return if self.word(next).is_empty() { Vec::new() } else { self.people(next + 1, plural) };
        }
        if matches!(self.item(next), Some(Item::Owner)) && self.word(next + 1) == "," {
            next += 1;
        }
        let limit = next + 6;
        let mut copula = false;
        while next < limit && self.sentence(next) == self.sentence(at) {
            match self.item(next) {
                Some(Item::Person(_)) => {
                    let owner = matches!(self.item(next + 1), Some(Item::Owner));
                    let told = self.people(next, plural);
                    return if copula && owner { Vec::new() } else { told };
                }
                Some(Item::Word(word, _)) if is_naming(word) => {
                    copula |= matches!(word.as_str(), "is" | "are" | "was" | "were")
                }
                Some(Item::Own(Who::Near)) => {}
                _ => return Vec::new(),
            }
            next += 1;
        }
        Vec::new()
    }

    /// "Ann is his sister", "Ann, the sister of Ben,", "Ann, who is his sister".
    pub(super) fn before(&self, start: usize, plural: bool) -> Vec<usize> {
        let mut at = start;
        let mut linked = false;
        while let Some(near) = at.checked_sub(1).filter(|near| self.sentence(*near) == self.sentence(start)) {
            match self.item(near) {
                Some(Item::Word(word, _)) if matches!(word.as_str(), "not" | "n't" | "never") => return Vec::new(),
                Some(Item::Word(word, filler)) if is_link(word) || is_article(word) || *filler => {
                    linked |= is_link(word)
                }
                Some(Item::Owner) => linked = true,
                Some(Item::Word(word, _)) if word == "of" && self.word(near.wrapping_sub(1)) == "one" => {}
                Some(Item::Person(_)) if linked => return self.list_ending(near, plural),
                Some(Item::Kin { .. }) if linked => return self.referents.get(&near).cloned().unwrap_or_default(),
                Some(Item::Pronoun(who)) if linked => return self.resolve(near, *who),
                _ => return Vec::new(),
            }
            at = near;
        }
        Vec::new()
    }

    /// The list of people that ends at a place: "Ben and Carl" of plural relatives.
    pub(super) fn list_ending(&self, end: usize, plural: bool) -> Vec<usize> {
        let mut found: Vec<usize> = self.person(end).into_iter().collect();
        let mut at = end;
        while plural && at >= 2 && matches!(self.word(at - 1), "and" | "," | "&") {
            let Some(person) = self.person(at - 2) else { break };
            found.insert(0, person);
            at -= 2;
        }
        found
    }

    /// "… his sister. Her name is Ann."
    pub(super) fn next_sentence(&self, at: usize) -> Vec<usize> {
        let here = self.sentence(at);
        let Some(next) = (at..self.items.len()).find(|place| self.sentence(*place) > here) else { return Vec::new() };
        // Only the last relative of that gender is meant.
        let fits = |place: usize| match (self.item(place), self.item(next)) {
            (Some(Item::Kin { gender: Some(own), .. }), Some(Item::Own(Who::One(gender)))) => own == gender,
            (Some(Item::Kin { .. }), _) => true,
            _ => false,
        };
        if !fits(at) || (at + 1..next).any(fits) {
            return Vec::new();
        }
        let named = matches!(self.item(next), Some(Item::Own(_))) && matches!(self.word(next + 1), "name" | "names");
        let copula = matches!(self.word(next + 2), "is" | "are" | "was" | "were")
            || matches!(self.item(next + 2), Some(Item::Owner));
        if named && copula { self.people(next + 3, true) } else { Vec::new() }
    }
}
