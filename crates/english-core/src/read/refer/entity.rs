//! Things that are spoken of, and what is known of them.

use std::cell::RefCell;
use std::collections::HashMap;

use engine_api::{Determiner, Noun, NounKind, Pos, Senses, vocabulary};

use foldhash::fast::FixedState;

use super::Rank;
use crate::lexicon::relations;

/// What pronoun goes with a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
    /// A person of any gender.
    Person,
    Thing,
    /// Not known: a name, an animal.
    Unknown,
    /// Whatever fits.
    Any,
}

impl Gender {
    /// Whether a pronoun of this gender may stand for a thing of the other one.
    pub(super) fn agrees(self, other: Gender) -> bool {
        use Gender::{Any, Female, Male, Person, Unknown};
        let people = matches!((self, other), (Male | Female, Person) | (Person, Male | Female));
        people || self == other || matches!(self, Any | Unknown) || matches!(other, Any | Unknown)
    }

    /// Whether it fits, but less well than the same gender.
    pub(super) fn misfits(self, other: Gender) -> bool {
        self != Gender::Any && other == Gender::Unknown && self == Gender::Thing
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Singular,
    Plural,
    Either,
}

/// A thing that was spoken of.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    pub(super) id: u32,
    /// The name or head in lower case.
    pub(super) head: String,
    pub(super) is_name: bool,
    /// Adjectives and nouns before the head.
    pub(super) marks: Vec<String>,
    /// The number of its owner; 0 for none.
    pub(super) owner: u32,
    /// The text of a phrase with clauses, which only the same text matches.
    pub(super) text: Option<String>,
    pub(super) gender: Gender,
    pub(super) number: Number,
    /// The sentence in which a quantifier binds it.
    pub(super) scope: Option<u32>,
    pub(super) sentence: u32,
    pub(super) clause: u32,
    pub(super) rank: Rank,
    pub(super) indefinite: bool,
}

impl Entity {
    /// What a noun phrase shows of its thing; where it was mentioned is filled in by the discourse.
    pub(super) fn of(noun: &Noun, owner: u32) -> Entity {
        let mut marks: Vec<String> = noun.adjectives.iter().map(|one| one.lemma.clone()).collect();
        marks.extend(noun.modifiers.iter().cloned());
        let clausal = !noun.relatives.is_empty() && noun.kind != NounKind::Name || !noun.obliques.is_empty();
        let singular = noun.parts.is_empty() && !noun.plural;
        Entity {
            id: 0,
            head: noun.head.to_lowercase(),
            is_name: noun.kind == NounKind::Name,
            marks,
            owner,
            text: clausal.then(|| noun.text.to_lowercase()),
            gender: Gender::Unknown,
            number: if singular { Number::Singular } else { Number::Plural },
            scope: None,
            sentence: 0,
            clause: 0,
            rank: Rank::Other,
            indefinite: noun.kind == NounKind::Indefinite || is_indefinite(noun.determiner),
        }
    }

    /// Whether a later phrase that describes `other` may mean this thing.
    pub(super) fn is_described_by(&self, other: &Entity) -> bool {
        let heads = self.head == other.head || self.is_name && other.is_name && shares_name(&self.head, &other.head);
        let owners = self.owner == other.owner || other.owner == 0 && !other.is_name;
        let texts = other.text.is_none() || self.text == other.text;
        heads
            && owners
            && texts
            && self.is_name == other.is_name
            && other.marks.iter().all(|mark| self.marks.contains(mark))
    }

    /// Whether "they" may stand for it although it is one.
    pub(super) fn may_be_they(&self) -> bool {
        self.scope.is_some() || self.indefinite || self.gender == Gender::Person
    }
}

fn is_indefinite(determiner: Determiner) -> bool {
    !matches!(determiner, Determiner::None | Determiner::The | Determiner::This | Determiner::Both)
}

/// "Mary" and "Mary Ann Lee": one name begins or ends the other.
fn shares_name(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let at_start = long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
    let at_end = long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '));
    short.len() > 2 && !short.contains(' ') && (at_start || at_end) && short.chars().any(char::is_alphabetic)
}

/// Nouns for men and women; what they are a kind of settles the rest.
const MALE: &[&str] = &[
    "man",
    "boy",
    "father",
    "son",
    "brother",
    "uncle",
    "nephew",
    "grandfather",
    "grandson",
    "husband",
    "king",
    "prince",
    "gentleman",
    "dad",
    "daddy",
    "grandpa",
    "mr",
    "sir",
    "guy",
    "waiter",
    "actor",
    "monk",
    "groom",
    "widower",
    "boyfriend",
    "stepfather",
    "stepson",
    "emperor",
    "lord",
    "duke",
    "policeman",
    "fireman",
    "businessman",
    "salesman",
    "chairman",
];
const FEMALE: &[&str] = &[
    "woman",
    "girl",
    "mother",
    "daughter",
    "sister",
    "aunt",
    "niece",
    "grandmother",
    "granddaughter",
    "wife",
    "queen",
    "princess",
    "lady",
    "mom",
    "mum",
    "mommy",
    "grandma",
    "mrs",
    "ms",
    "miss",
    "waitress",
    "actress",
    "nun",
    "bride",
    "widow",
    "girlfriend",
    "stepmother",
    "stepdaughter",
    "empress",
    "duchess",
    "policewoman",
    "businesswoman",
];

/// The pronoun that goes with a noun phrase.
pub(super) fn gender(noun: &Noun) -> Gender {
    let head = noun.head.to_lowercase();
    let listed = |word: &str| {
        if MALE.contains(&word) {
            Some(Gender::Male)
        } else if FEMALE.contains(&word) {
            Some(Gender::Female)
        } else {
            None
        }
    };
    match noun.kind {
        NounKind::Name => {
            let mut words = head.split(' ');
            let first = words.next().unwrap_or("");
            let title =
                noun.modifiers.iter().find_map(|word| listed(word)).or_else(|| listed(first.trim_end_matches('.')));
            title.or_else(|| of_name(first)).unwrap_or(Gender::Unknown)
        }
        NounKind::Indefinite if head == "person" => Gender::Person,
        NounKind::Indefinite => Gender::Unknown,
        NounKind::Common if head == "person" || head == "people" => Gender::Person,
        NounKind::Common => listed(&head).unwrap_or_else(|| kind_of(&head)),
        _ => Gender::Unknown,
    }
}

/// How many nouns are remembered from one dialogue to the next, at most.
const REMEMBERED: usize = 4096;

thread_local! {
    /// What the lexicon says of a noun does not change: it is looked up once.
    static KINDS: RefCell<HashMap<Box<str>, Gender, FixedState>> = RefCell::default();
}

/// Persons and animals by what the lexicon says a noun is.
fn kind_of(head: &str) -> Gender {
    let known = KINDS.with(|kinds| kinds.try_borrow().ok()?.get(head).copied());
    known.unwrap_or_else(|| {
        let kind = look_up(head);
        // Only words of the lexicon are remembered, nothing that is a client's own.
        let listed = kind != Gender::Unknown;
        KINDS.with(|kinds| {
            if let Some(mut kinds) = kinds.try_borrow_mut().ok().filter(|_| listed) {
                if kinds.len() >= REMEMBERED {
                    kinds.clear();
                }
                kinds.insert(head.into(), kind);
            }
        });
        kind
    })
}

fn look_up(head: &str) -> Gender {
    if relations::is_kind_of(head, Pos::Noun, "person", Senses::First) {
        Gender::Person
    } else if relations::is_kind_of(head, Pos::Noun, "animal", Senses::First) || !relations::has_kind(head, Pos::Noun) {
        Gender::Unknown
    } else {
        Gender::Thing
    }
}

/// The gender of a given name, in lower case, where it is known.
pub(super) fn of_name(name: &str) -> Option<Gender> {
    let known = vocabulary::given_name(name).filter(|known| known.clear)?;
    Some(if known.female { Gender::Female } else { Gender::Male })
}
