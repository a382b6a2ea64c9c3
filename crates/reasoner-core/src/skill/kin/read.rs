//! Family ties that a text tells: who is whose relative, with the pronouns resolved.

use std::collections::BTreeMap;

use super::items::{Item, Placed, Who};
use crate::world::kin::{Gender, Relation, Tie, gender_of_name};

/// The ties and genders that a text tells.
#[derive(Debug, Default)]
pub(super) struct Reader<'a> {
    pub(super) items: &'a [Placed],
    pub(super) names: &'a [String],
    /// How many people have names; those with higher numbers have none.
    pub(super) named: usize,
    /// Relatives without names, by owner, relation and gender.
    unnamed: Vec<(usize, Relation, Option<Gender>)>,
    /// Genders that words tell; they count more than names.
    pub(super) genders: BTreeMap<usize, Gender>,
    pub(super) ties: Vec<Tie>,
    /// The relatives that the word at a place means.
    pub(super) referents: BTreeMap<usize, Vec<usize>>,
    owners: BTreeMap<usize, Vec<usize>>,
    /// The two or more whom "they" meant last.
    pub(super) pair: Vec<usize>,
}

impl<'a> Reader<'a> {
    /// Reads all ties; twice, as genders told late help with pronouns before them.
    pub(super) fn read(items: &'a [Placed], names: &'a [String]) -> Reader<'a> {
        let mut reader = Reader { items, names, named: names.len(), ..Reader::default() };
        for _ in 0..2 {
            reader.ties.clear();
            reader.referents.clear();
            reader.owners.clear();
            reader.pair.clear();
            reader.unnamed.clear();
            for at in 0..items.len() {
                reader.visit(at);
            }
        }
        reader
    }

    /// The gender of a person: as words tell, else as the name suggests.
    pub(super) fn gender(&self, person: usize) -> Option<Gender> {
        let suggested = || self.names.get(person).and_then(|name| gender_of_name(name));
        self.genders.get(&person).copied().or_else(suggested)
    }

    pub(super) fn item(&self, at: usize) -> Option<&'a Item> {
        self.items.get(at).map(|placed| &placed.item)
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        match self.item(at) {
            Some(Item::Word(word, _)) => word,
            _ => "",
        }
    }

    pub(super) fn person(&self, at: usize) -> Option<usize> {
        match self.item(at) {
            Some(Item::Person(person)) => Some(*person),
            _ => None,
        }
    }

    pub(super) fn sentence(&self, at: usize) -> usize {
        self.items.get(at).map_or(0, |placed| placed.sentence)
    }

    pub(super) fn source(&self, at: usize) -> usize {
        self.items.get(at).map_or(0, |placed| placed.line)
    }

    fn visit(&mut self, at: usize) {
        match self.item(at) {
            Some(Item::Kin { relation, gender, plural }) => self.relative(at, relation, *gender, *plural),
            Some(Item::Word(word, _)) if word == "birth" => self.birth(at),
            Some(Item::Word(word, _)) if matches!(word.as_str(), "welcomed" | "welcome" | "welcoming") => {
                self.welcome(at)
            }
            Some(Item::Word(word, _))
                if matches!(word.as_str(), "anniversary" | "divorce" | "divorced" | "honeymoon") =>
            {
                self.couple(at)
            }
            Some(Item::Own(Who::One(gender)) | Item::Pronoun(Who::One(gender))) => self.learn_gender(at, *gender),
            Some(Item::Word(word, _)) if matches!(word.as_str(), "married" | "wed" | "marries" | "marry" | "weds") => {
                self.marriage(at)
            }
            Some(Item::Pronoun(Who::Many)) => {
                let many = self.many(at);
                if !many.is_empty() {
                    self.pair = many;
                }
            }
            _ => {}
        }
    }

    fn relative(&mut self, at: usize, relation: Relation, gender: Option<Gender>, plural: bool) {
        let (owners, start) = self.owners_of(at);
        let mut referents = self.referents_of(at, start, plural, &owners);
        if owners.is_empty() && plural && referents.len() >= 2 && matches!(relation, "sibling" | "cousin" | "spouse") {
            self.mutual(at, relation, gender, &referents);
        }
        if referents.is_empty()
            && !plural
            && let Some(owner) = owners.first()
        {
            referents.push(self.without_name(*owner, relation, gender));
        }
        if let Some(gender) = gender {
            for referent in &referents {
                self.genders.insert(*referent, gender);
            }
        }
        for owner in &owners {
            for referent in referents.iter().filter(|referent| *referent != owner) {
                self.ties.push(Tie { person: *owner, relation, other: *referent, source: self.source(at) });
            }
            if relation == "spouse"
                && let Some(gender) = gender
            {
                self.genders.entry(*owner).or_insert(gender.other());
            }
        }
        self.owners.insert(at, owners);
        self.referents.insert(at, referents);
    }

    /// "Ann and Ben are cousins."
    fn mutual(&mut self, at: usize, relation: Relation, gender: Option<Gender>, people: &[usize]) {
        for (index, person) in people.iter().enumerate() {
            if let Some(gender) = gender {
                self.genders.insert(*person, gender);
            }
            for other in people.iter().skip(index + 1) {
                self.ties.push(Tie { person: *person, relation, other: *other, source: self.source(at) });
            }
        }
    }

    /// A relative whose name is not told. Nobody has two mothers or wives.
    fn without_name(&mut self, owner: usize, relation: Relation, gender: Option<Gender>) -> usize {
        let single = matches!(relation, "parent" | "spouse") && gender.is_some();
        let told = self.ties.iter().find(|tie| {
            single && tie.person == owner && tie.relation == relation && self.genders.get(&tie.other).copied() == gender
        });
        if let Some(told) = told {
            return told.other;
        }
        self.unnamed.push((owner, relation, gender));
        self.named + self.unnamed.len() - 1
    }

    /// "given birth to a boy and had named him Ben"
    fn birth(&mut self, at: usize) {
        let here = self.sentence(at);
        let within = |place: &usize| self.sentence(*place) == here;
        let Some(parent) = (0..at).filter(within).find_map(|place| self.person(place)) else { return };
        let rest: Vec<usize> = (at..self.items.len()).take_while(within).collect();
        let naming = rest.iter().position(|place| matches!(self.word(*place), "named" | "called" | "name"));
        let Some(child) = naming.and_then(|from| rest.iter().skip(from).find_map(|place| self.person(*place))) else {
            return;
        };
        let gender = rest.iter().find_map(|place| match self.word(*place) {
            "boy" => Some(Gender::Male),
            "girl" => Some(Gender::Female),
            _ => None,
        });
        if let Some(gender) = gender {
            self.genders.insert(child, gender);
        }
        self.ties.push(Tie { person: parent, relation: "child", other: child, source: self.source(at) });
    }

    /// A pronoun tells the gender of a person of its sentence whose name does not.
    fn learn_gender(&mut self, at: usize, gender: Gender) {
        let person = self.one(at, gender).filter(|person| self.gender(*person).is_none());
        let here = self.sentence(at);
        let named =
            |person: usize| (0..at).any(|place| self.sentence(place) == here && self.person(place) == Some(person));
        if let Some(person) = person.filter(|person| named(*person)) {
            self.genders.insert(person, gender);
        }
    }

    /// Whose relative the word at a place is, and where the phrase begins.
    fn owners_of(&self, at: usize) -> (Vec<usize>, usize) {
        let mut left = at;
        while left > 0 && matches!(self.item(left - 1), Some(Item::Word(_, true))) {
            left -= 1;
        }
        let Some(before) = left.checked_sub(1).filter(|before| self.sentence(*before) == self.sentence(at)) else {
            return (self.complement(at), left);
        };
        match self.item(before) {
            Some(Item::Owner) => self.before_mark(before),
            Some(Item::Own(who)) => (self.parallel(before, *who).unwrap_or_else(|| self.resolve(before, *who)), before),
            // "with Pat brother Mike": the mark of the owner is missing.
            Some(Item::Person(person)) if left == at && self.person(at + 1).is_some() => (vec![*person], before),
            Some(Item::Word(word, _)) => self.without_owner(at, before, word),
            _ => (self.complement(at), left),
        }
    }

    /// "his father Tom and his brother Ben": the second is a relative of the same person.
    fn parallel(&self, own: usize, who: Who) -> Option<Vec<usize>> {
        let joint = own.checked_sub(1).filter(|joint| matches!(self.word(*joint), "and" | ","))?;
        let named = self.person(joint.checked_sub(1)?)?;
        let mut kin = joint.checked_sub(2)?;
        if self.word(kin) == "," {
            kin = kin.checked_sub(1)?;
        }
        let same = matches!((self.item(kin), self.item(kin.checked_sub(1)?)), (Some(Item::Kin { .. }), Some(Item::Own(other))) if *other == who);
        let owners = self.owners.get(&kin).filter(|owners| !owners.is_empty() && !owners.contains(&named))?;
        same.then(|| owners.clone())
    }

    /// "the couple welcomed Ann into the world"
    fn welcome(&mut self, at: usize) {
        let Some(child) = self.person(at + 1) else { return };
        let world = (at + 2..at + 6).any(|near| matches!(self.word(near), "world" | "family"));
        let here = self.sentence(at);
        let mut parents: Vec<usize> =
            (0..at).filter(|place| self.sentence(*place) == here).filter_map(|place| self.person(place)).collect();
        parents.dedup();
        for parent in parents.into_iter().take(2).filter(|parent| world && *parent != child) {
            self.ties.push(Tie { person: parent, relation: "child", other: child, source: self.source(at) });
        }
    }

    /// "Ann and Ben celebrate their anniversary", "Ann and Ben are getting a divorce"
    fn couple(&mut self, at: usize) {
        let here = self.sentence(at);
        let first = (0..at).find(|place| self.sentence(*place) == here).unwrap_or(at);
        let (Some(one), "and", Some(other)) = (self.person(first), self.word(first + 1), self.person(first + 2)) else {
            return;
        };
        self.pair = vec![one, other];
        self.ties.push(Tie { person: one, relation: "spouse", other, source: self.source(at) });
    }

    /// The owners before "'s".
    fn before_mark(&self, mark: usize) -> (Vec<usize>, usize) {
        let Some(holder) = mark.checked_sub(1) else { return (Vec::new(), mark) };
        if let Some(person) = self.person(holder) {
            let joined = holder >= 2 && self.word(holder - 1) == "and";
            let other = joined.then(|| self.person(holder - 2)).flatten();
            let start = if other.is_some() { holder - 2 } else { holder };
            return (other.into_iter().chain([person]).collect(), start);
        }
        (self.referents.get(&holder).cloned().unwrap_or_default(), self.phrase_start(holder))
    }

    fn phrase_start(&self, kin: usize) -> usize {
        (0..kin).rev().find(|at| !matches!(self.item(*at), Some(Item::Word(_, true)))).unwrap_or(kin)
    }

    /// The owner of a relative with an article, after "has" or "with", or joined to another relative.
    fn without_owner(&self, at: usize, before: usize, word: &str) -> (Vec<usize>, usize) {
        let complement = self.complement(at);
        if !complement.is_empty() {
            return (complement, before + usize::from(!is_article(word)));
        }
        let lead = if is_article(word) { before.saturating_sub(1) } else { before };
        match self.word(lead) {
            "has" | "have" | "had" | "having" | "got" | "with" | "includes" | "including" | "raised" => {
                (self.subject(lead), lead)
            }
            "and" | "," | "&" | "or" => (self.joined(at, lead), before),
            _ => (Vec::new(), before + usize::from(is_link(word))),
        }
    }

    /// "the sister of Ann", "mother to Ann and Ben".
    fn complement(&self, at: usize) -> Vec<usize> {
        if !matches!(self.word(at + 1), "of" | "to") {
            return Vec::new();
        }
        let mut next = at + 2;
        while next < at + 8 && self.sentence(next) == self.sentence(at) {
            match self.item(next) {
                Some(Item::Person(_)) => return self.people(next, true),
                Some(Item::Pronoun(who)) => return self.resolve(next, *who),
                // "the child of her father Robert"
                Some(Item::Own(_) | Item::Kin { .. }) => {}
                Some(Item::Word(word, filler)) if *filler || is_article(word) || is_person(word) || word == "named" => {
                }
                _ => return Vec::new(),
            }
            next += 1;
        }
        Vec::new()
    }

    /// "her daughter Ann and grandson Ben": the owner of the relative before; else the person before.
    fn joined(&self, at: usize, joint: usize) -> Vec<usize> {
        let same = |place: &usize| self.sentence(*place) == self.sentence(at);
        if let Some((_, owners)) = self.owners.range(..at).rev().find(|(place, _)| same(place)) {
            return owners.clone();
        }
        joint.checked_sub(1).and_then(|near| self.person(near)).into_iter().collect()
    }

    /// Who has: the nearest person or pronoun before the verb.
    fn subject(&self, verb: usize) -> Vec<usize> {
        for at in (0..verb).rev().take_while(|at| self.sentence(*at) == self.sentence(verb)) {
            match self.item(at) {
                Some(Item::Person(person)) => {
                    let joined = at >= 2 && self.word(at - 1) == "and";
                    return joined.then(|| self.person(at - 2)).flatten().into_iter().chain([*person]).collect();
                }
                Some(Item::Pronoun(who)) => return self.resolve(at, *who),
                Some(Item::Kin { .. }) => {
                    let known = self.referents.get(&at).filter(|found| !found.is_empty());
                    return known.cloned().unwrap_or_default();
                }
                _ => {}
            }
        }
        Vec::new()
    }

    /// "Ann is married to Ben", "Ann and Ben are married".
    fn marriage(&mut self, at: usize) {
        let left = (0..at).rev().take_while(|near| self.sentence(*near) == self.sentence(at));
        let holder = left.into_iter().find(|near| matches!(self.item(*near), Some(Item::Person(_) | Item::Pronoun(_))));
        let Some(holder) = holder else { return };
        let one = match self.item(holder) {
            Some(Item::Pronoun(who)) => self.resolve(holder, *who),
            _ => self.list_ending(holder, true),
        };
        let next = at + 1 + usize::from(matches!(self.word(at + 1), "to" | "with"));
        let other = self.people(next, false);
        let (first, second) = match (one.as_slice(), other.as_slice()) {
            (&[.., first], &[second]) => (first, second),
            (&[first, second], &[]) => (first, second),
            (&[_], &[]) => match self.both(at) {
                Some(both) => both,
                None => return,
            },
            _ => return,
        };
        self.pair = vec![first, second];
        self.ties.push(Tie { person: first, relation: "spouse", other: second, source: self.source(at) });
    }
}

pub(super) fn is_article(word: &str) -> bool {
    ["a", "an", "the", "another", "one", "this", "that", "any", "some", "no"].contains(&word)
}

pub(super) fn is_person(word: &str) -> bool {
    ["man", "woman", "boy", "girl", "person", "lady", "guy", "gentleman", "lovely"].contains(&word)
}

pub(super) fn is_naming(word: &str) -> bool {
    [
        "named", "called", "name", "names", "is", "are", "was", "were", ",", "who", "by", "the", "of", "-", ":", "(",
        "being", "namely", "\"", "“",
    ]
    .contains(&word)
}

pub(super) fn is_link(word: &str) -> bool {
    ["is", "was", "are", "were", ",", "who", "also", "be", "being", "became", "actually", "as", "(", "am", "-"]
        .contains(&word)
}
