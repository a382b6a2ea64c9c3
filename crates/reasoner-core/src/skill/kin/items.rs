//! The words of a text as people, relatives, pronouns and the words between them.

use std::collections::BTreeSet;

use engine_api::Pos;

use crate::world::kin::{Gender, Relation, gender_of_name, relative};
use crate::world::line::{Line, singular};

/// A word of the text, as far as kinship cares.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    /// A named person, by number.
    Person(usize),
    /// A word for relatives.
    Kin { relation: Relation, gender: Option<Gender>, plural: bool },
    /// "his", "her" before what is owned; no gender for "their" and "my".
    Own(Who),
    /// "he", "she", "they" and the like.
    Pronoun(Who),
    /// "'s" or "'" after an owner.
    Owner,
    /// Any other word or mark in lower case, and whether it may stand between an owner and what is owned.
    Word(String, bool),
}

/// Whom a pronoun means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    One(Gender),
    Many,
    /// The speaker.
    Me,
    /// "whose": the nearest one.
    Near,
}

/// An item and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) item: Item,
    /// The number of its line.
    pub(super) line: usize,
    /// The number of its sentence, which may end without a full stop within a line.
    pub(super) sentence: usize,
}

/// What is known of the names of a text before it is read.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Words with a capital where no sentence begins.
    pub(super) within: BTreeSet<String>,
    /// Those that stand next to no other.
    pub(super) alone: BTreeSet<String>,
}

/// Words that stand between an owner and a relative and are tagged otherwise at times.
const BETWEEN: &[&str] = &[
    "own",
    "older",
    "younger",
    "elder",
    "eldest",
    "oldest",
    "youngest",
    "little",
    "big",
    "baby",
    "twin",
    "only",
    "other",
    "favorite",
    "favourite",
    "beloved",
    "dear",
    "new",
    "late",
    "former",
    "ex",
    "two",
    "three",
    "four",
    "five",
    "six",
    "first",
    "second",
    "third",
    "best",
    "sweet",
    "good",
    "great",
    "whole",
    "entire",
    "young",
    "old",
    "adopted",
    "teenage",
    "lovely",
    "beautiful",
    "very",
    "newborn",
    "long-lost",
    "estranged",
    "kid",
    "grown",
    "adult",
    "step",
];

/// Collects the people of a text while turning it into items.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) names: Vec<String>,
}

impl Cast {
    pub(super) fn person(&mut self, name: &str) -> usize {
        self.find(name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        })
    }

    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known.eq_ignore_ascii_case(name))
    }

    /// The items of a line, which begins with the sentence of this number.
    pub(super) fn items(&mut self, line: &Line<'_>, number: (usize, usize), names: &Names) -> Vec<Placed> {
        let (place, mut sentence) = number;
        let mut found: Vec<Placed> = Vec::new();
        let mut at = 0;
        while at < line.tokens.len() {
            let (item, length) = self.item(line, at, names);
            sentence += usize::from(runs_on(line, at, &item, found.last()));
            if glued(line, at).is_some() {
                found.push(Placed { item: Item::Owner, line: place, sentence });
            }
            found.push(Placed { item, line: place, sentence });
            at += length;
        }
        found
    }

    fn item(&mut self, line: &Line<'_>, at: usize, names: &Names) -> (Item, usize) {
        if let Some((item, length)) = kin(line, at) {
            return (item, length);
        }
        let alone = |at: usize| line.tokens.get(at).is_some_and(|token| names.alone.contains(token.text));
        let joins = |next: &usize| is_name(line, *next, names) && (*next == at || !(alone(at) || alone(*next)));
        let length = (at..line.tokens.len()).take_while(joins).count();
        if length > 0 {
            let words: Vec<&str> = line.tokens.iter().skip(at).take(length).map(|token| token.text).collect();
            return (Item::Person(self.person(&words.join(" "))), length);
        }
        let Some(token) = line.tokens.get(at) else { return (Item::Word(String::new(), false), 1) };
        let before_kin = kin(line, at + 1).is_some();
        let item = match token.lower.as_str() {
            "his" => Item::Own(Who::One(Gender::Male)),
            "her" if token.pos == Pos::Pronoun && !owns(line, at) => Item::Pronoun(Who::One(Gender::Female)),
            "her" => Item::Own(Who::One(Gender::Female)),
            "their" => Item::Own(Who::Many),
            "my" | "our" => Item::Own(Who::Me),
            "whose" => Item::Own(Who::Near),
            "he" | "him" => Item::Pronoun(Who::One(Gender::Male)),
            "she" => Item::Pronoun(Who::One(Gender::Female)),
            "they" | "them" => Item::Pronoun(Who::Many),
            "i" | "me" => Item::Pronoun(Who::Me),
            "'s" => Item::Owner,
            "'" if before_kin => Item::Owner,
            word => Item::Word(word.to_owned(), is_between(token.pos, word)),
        };
        (item, 1)
    }
}

/// Whether a sentence without a full stop ended before a name: "… to the park Ann and her son …".
fn runs_on(line: &Line<'_>, at: usize, item: &Item, before: Option<&Placed>) -> bool {
    let (Item::Person(_), Some(before)) = (item, before) else { return false };
    match before.item {
        Item::Person(_) => true,
        // "Mary is Tom's first wife Eric owns a shop": what a relative is said to be ends with the word for it.
        Item::Kin { .. } => {
            let near = line.tokens.get(at.saturating_sub(6)..at).unwrap_or(&[]);
            let said = near.iter().position(|token| matches!(token.lower.as_str(), "is" | "was"));
            let owned = near.iter().skip(said.unwrap_or(near.len())).any(|token| token.lower.starts_with('\''));
            let next = line.tokens.iter().skip(at + 1).find(|token| !token.is_capital());
            owned && next.is_some_and(|next| matches!(next.pos, Pos::Verb | Pos::Auxiliary))
        }
        Item::Word(_, _) => {
            let noun = at.checked_sub(1).and_then(|before| line.tokens.get(before));
            let next = line.tokens.iter().skip(at + 1).find(|token| !token.is_capital());
            noun.is_some_and(|noun| {
                matches!(noun.pos, Pos::Noun | Pos::ProperNoun | Pos::Adverb | Pos::Pronoun) && !noun.is_mark()
            }) && line.tokens.iter().take(at).any(|token| matches!(token.pos, Pos::Verb | Pos::Auxiliary))
                && next.is_some_and(|next| {
                    matches!(next.pos, Pos::Verb | Pos::Auxiliary) || matches!(next.lower.as_str(), "and" | "'s")
                })
        }
        _ => false,
    }
}

fn is_between(pos: Pos, word: &str) -> bool {
    let open = matches!(pos, Pos::Adjective | Pos::Numeral | Pos::Adverb | Pos::Noun) || word.ends_with("ing");
    (open && word.len() > 2) || BETWEEN.contains(&word)
}

/// Whether "her" is followed by what she owns.
fn owns(line: &Line<'_>, at: usize) -> bool {
    line.tokens.get(at + 1).is_some_and(|next| {
        matches!(next.pos, Pos::Noun | Pos::Adjective | Pos::Numeral | Pos::ProperNoun)
            || kin(line, at + 1).is_some()
            || is_between(next.pos, &next.lower)
    })
}

/// A relative written right after the mark of its owner: "James 'daughter".
fn glued<'a>(line: &'a Line<'_>, at: usize) -> Option<&'a str> {
    line.lower(at).strip_prefix('\'').filter(|rest| relative(rest).is_some())
}

/// A word for relatives at a place and how many words it takes: "great grandmother", "mother in law".
fn kin(line: &Line<'_>, at: usize) -> Option<(Item, usize)> {
    let word = line.lower(at);
    let mut length = 1;
    let mut base = String::new();
    if matches!(word, "great" | "grand" | "step" | "half") {
        let hyphen = usize::from(line.lower(at + 1) == "-");
        relative(&singular(line.lower(at + 1 + hyphen)))?;
        length += 1 + hyphen;
        let joined = singular(line.lower(at + length - 1));
        base = if matches!(word, "great" | "half") { format!("{word}-{joined}") } else { format!("{word}{joined}") };
        if relative(&base).is_none() {
            base = format!("{word}-{joined}");
        }
    }
    let written = glued(line, at).unwrap_or(line.lower(at + length - 1));
    if base.is_empty() {
        // "mothers-in-law"
        base = match written.split_once("s-in-law") {
            Some((head, _)) => format!("{head}-in-law"),
            None => singular(written),
        };
    }
    let rest: Vec<&str> = (at + length..at + length + 4).map(|at| line.lower(at)).collect();
    for law in [&["in", "law"][..], &["-", "in", "-", "law"], &["in-law"]] {
        if rest.starts_with(law) {
            base.push_str("-in-law");
            length += law.len();
            break;
        }
    }
    let (relation, gender) = relative(&base)?;
    let plural = singular(written) != written;
    Some((Item::Kin { relation, gender, plural }, length))
}

/// Whether the word at a place is a part of a name.
fn is_name(line: &Line<'_>, at: usize, names: &Names) -> bool {
    let known = |word: &str| names.within.contains(word);
    let Some(token) = line.tokens.get(at) else { return false };
    let letters = token.text.chars().all(|letter| letter.is_alphabetic() || letter == '-' || letter == '.');
    if !token.is_capital() || !letters || kin(line, at).is_some() || token.text == "I" {
        return false;
    }
    let opens = line.tokens.iter().take(at).all(|before| before.is_mark());
    let closed = matches!(
        token.pos,
        Pos::Pronoun
            | Pos::Determiner
            | Pos::Adposition
            | Pos::Auxiliary
            | Pos::Coordinator
            | Pos::Subordinator
            | Pos::Particle
            | Pos::Numeral
    );
    if opens {
        known(token.text) || gender_of_name(token.text).is_some() || (token.pos == Pos::ProperNoun && !closed)
    } else {
        !closed || known(token.text)
    }
}
