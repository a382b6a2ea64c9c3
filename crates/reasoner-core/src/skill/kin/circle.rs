//! Circles of people who are all the same to one another: siblings, friends, colleagues. How many of them somebody has
//! follows from the size of the circle, less the one whose they are.

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use super::Told;
use super::items::{Item, Placed, Who};
use super::read::Reader;
use crate::skill::Found;
use crate::world::kin::Gender;
use crate::world::line::{Line, number, singular};

/// Words for people who are that to one another, beside those for siblings.
const PEERS: &[&str] = &[
    "friend",
    "colleague",
    "coworker",
    "co-worker",
    "workmate",
    "classmate",
    "schoolmate",
    "teammate",
    "roommate",
    "housemate",
    "flatmate",
    "neighbor",
    "neighbour",
    "mate",
    "buddy",
    "pal",
    "peer",
    "cousin",
    "companion",
];
const EXCEPT: &[&str] = &["exception", "except", "excepting", "apart", "besides", "excluding", "save"];
const HAVING: &[&str] = &["has", "have", "had", "having", "got", "with", "'s", "there", "count", "counts", "of"];
const CIRCLES: &[&str] = &["circle", "group", "team", "ring", "clique", "network", "crowd", "set"];

/// What the members are to one another; `sibling` or a word of [`PEERS`].
type Kind = String;

/// A word for members: what they are and of which gender.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Class {
    kind: Kind,
    gender: Option<Gender>,
}

/// Somebody and how many peers they have.
#[derive(Debug, Clone)]
struct Circle {
    center: usize,
    kind: Kind,
    /// How many of a gender, or of either where it is not said, with the line that tells it.
    counts: Vec<(Option<Gender>, i64, usize)>,
}

impl Circle {
    fn count(&self, gender: Option<Gender>) -> Option<i64> {
        let told = |wanted: Option<Gender>| {
            self.counts.iter().find(|(gender, _, _)| *gender == wanted).map(|(_, count, _)| *count)
        };
        let both = || told(Some(Gender::Female))?.checked_add(told(Some(Gender::Male))?);
        told(gender).or_else(|| if gender.is_none() { both() } else { None })
    }
}

/// Whether a question asks how many siblings or friends somebody has.
pub(super) fn concerns(question: &Line<'_>) -> bool {
    let counts = question.has(&["many", "number", "count"]);
    counts && question.tokens.iter().any(|token| peer(&token.lower).is_some())
}

fn peer(word: &str) -> Option<Class> {
    let one = singular(word);
    let one = one.strip_prefix("fellow-").unwrap_or(&one);
    let gendered = match one {
        "brother" => Some(Gender::Male),
        "sister" => Some(Gender::Female),
        "sibling" => None,
        _ => return PEERS.contains(&one).then(|| Class { kind: one.to_owned(), gender: None }),
    };
    Some(Class { kind: "sibling".to_owned(), gender: gendered })
}

/// The gender that a word before a noun tells.
fn adjective(word: &str) -> Option<Gender> {
    match word {
        "male" | "man" | "men" | "boy" | "guy" => Some(Gender::Male),
        "female" | "woman" | "women" | "girl" | "lady" => Some(Gender::Female),
        _ => None,
    }
}

/// The word of an item as it stands; empty for names.
fn word(placed: &Placed) -> String {
    match &placed.item {
        Item::Word(word, _) => word.clone(),
        Item::Kin { relation, gender, .. } => match (*relation, gender) {
            ("sibling", Some(Gender::Male)) => "brother".to_owned(),
            ("sibling", Some(Gender::Female)) => "sister".to_owned(),
            (relation, _) => relation.to_owned(),
        },
        Item::Owner => "'s".to_owned(),
        Item::Own(_) => "own".to_owned(),
        Item::Person(_) | Item::Pronoun(_) => String::new(),
    }
}

/// The answer to a question how many peers somebody has.
pub(super) fn answer(told: &Told<'_>, asked: &[Placed], budget: &mut Budget) -> Option<Found> {
    if !budget.spend(told.items.len() as u64) {
        return None;
    }
    let reader = Reader::read(&told.items, &told.cast.names);
    let circles = circles(told, &reader);
    let (wanted, subject) = wanted(asked)?;
    let circles: Vec<Circle> = circles.into_iter().filter(|circle| circle.kind == wanted.kind).collect();
    if wanted.kind != "sibling" && !mutual(told) {
        return None;
    }
    let case = Case { told, reader: &reader, circles: &circles };
    let (count, sure) = case.count(&wanted, &subject)?;
    let sources = circles.iter().flat_map(|circle| circle.counts.iter().map(|(_, _, line)| *line));
    let mut lines: Vec<usize> = sources.collect();
    lines.dedup();
    let from = lines.into_iter().filter_map(|line| told.lines.get(line)).map(Line::leaf).collect();
    let proof = Proof {
        claim: format!("{count} in the same circle"),
        by: "everyone of the circle but the one who is asked about".to_owned(),
        from,
    };
    let finding = Finding::bare(Value::Number { digits: count.to_string(), unit: None });
    Some(Found::answer(finding, OutcomeKind::Computed, Some(proof)).with_confidence(sure))
}

/// Whether the text says that they all are that to each other.
fn mutual(told: &Told<'_>) -> bool {
    let tells = |line: &Line<'_>| {
        line.has_run(&["each", "other"])
            || line.has_run(&["one", "another"])
            || line.has(&["mutual", "mutually", "themselves"])
    };
    told.lines.iter().any(tells)
}

/// The class that is asked for and the words about those who have them.
fn wanted(asked: &[Placed]) -> Option<(Class, Vec<Placed>)> {
    let many = asked.iter().position(|placed| matches!(word(placed).as_str(), "many" | "number" | "count"))?;
    let (at, class) = asked.iter().enumerate().skip(many).find_map(|(at, placed)| Some((at, peer(&word(placed))?)))?;
    let gender = asked.get(many..at)?.iter().find_map(|placed| adjective(&word(placed)));
    let class = Class { gender: class.gender.or(gender), ..class };
    let before = asked.get(..many)?;
    let rest = asked.get(at + 1..)?;
    let subject = if names(rest).is_empty() && !names(before).is_empty() { before } else { rest };
    Some((class, subject.to_vec()))
}

fn names(items: &[Placed]) -> Vec<usize> {
    let mut found = Vec::new();
    for placed in items {
        if let Item::Person(person) = placed.item
            && !found.contains(&person)
        {
            found.push(person);
        }
    }
    found
}

/// The circles that a text tells.
fn circles(told: &Told<'_>, reader: &Reader<'_>) -> Vec<Circle> {
    let mut found: Vec<Circle> = Vec::new();
    let mut center = None;
    for items in told.items.chunk_by(|one, next| one.line == next.line) {
        let Some(line) = items.first().map(|first| first.line) else { continue };
        center = names(items).first().copied().or(center);
        let Some(center) = center else { continue };
        let has = items.iter().any(|placed| HAVING.contains(&word(placed).as_str()));
        if !has {
            continue;
        }
        for (gender, count, kind) in counts(items) {
            let slot = found.iter().position(|circle| circle.center == center && circle.kind == kind);
            let slot = slot.unwrap_or_else(|| {
                found.push(Circle { center, kind, counts: Vec::new() });
                found.len() - 1
            });
            if let Some(circle) = found.get_mut(slot) {
                circle.counts.push((gender, count, line));
            }
        }
    }
    found.retain(|circle| reader.names.get(circle.center).is_some());
    found
}

/// The numbers of peers in a sentence: "3 brothers and a sister", "two male and three female friends".
fn counts(items: &[Placed]) -> Vec<(Option<Gender>, i64, Kind)> {
    let mut found: Vec<(Option<Gender>, i64, Kind)> = Vec::new();
    // Numbers with a gender whose noun is still to come.
    let mut waiting: Vec<(Option<Gender>, i64)> = Vec::new();
    let mut last: Option<(i64, Option<Gender>)> = None;
    for placed in items {
        let word = word(placed);
        let amount = match word.as_str() {
            "a" | "an" | "one" | "single" => Some(1),
            "no" | "zero" => Some(0),
            other => number(other),
        };
        if let Some(amount) = amount {
            waiting.extend(last.take().filter(|(_, gender)| gender.is_some()).map(|(count, gender)| (gender, count)));
            last = Some((amount, None));
        } else if let Some(gender) = adjective(&word) {
            last = last.map(|(amount, _)| (amount, Some(gender)));
        } else if let Some(class) = peer(&word) {
            if let Some((amount, gender)) = last.take() {
                waiting.push((class.gender.or(gender), amount));
            }
            found.extend(waiting.drain(..).map(|(gender, amount)| (gender, amount, class.kind.clone())));
        } else if matches!(placed.item, Item::Kin { .. } | Item::Person(_)) {
            last = None;
        }
    }
    found
}

struct Case<'a> {
    told: &'a Told<'a>,
    reader: &'a Reader<'a>,
    circles: &'a [Circle],
}

impl Case<'_> {
    fn of(&self, person: usize) -> Option<&Circle> {
        self.circles.iter().find(|circle| circle.center == person)
    }

    /// How many of a class somebody has, and how sure that is.
    fn count(&self, wanted: &Class, subject: &[Placed]) -> Option<(i64, f32)> {
        let people = names(subject);
        let class = subject.iter().enumerate().find_map(|(at, placed)| {
            let class = peer(&word(placed))?;
            let before = at.checked_sub(1).and_then(|before| subject.get(before)).map(word).unwrap_or_default();
            Some(Class { gender: class.gender.or(adjective(&before)), ..class })
        });
        let centers: Vec<&Circle> = people.iter().filter_map(|person| self.of(*person)).collect();
        match (centers.as_slice(), people.as_slice(), class) {
            // "How many sisters does Ann have?"
            (&[circle], [_], None) => Some((circle.count(wanted.gender)?, 0.95)),
            // "… does Ann's brother have?", "… does Ben, a brother of Ann, have?"
            (&[circle], _, Some(class)) => {
                let own = people.iter().find(|person| **person != circle.center);
                let gender = class.gender.or_else(|| self.reader.gender(*own?));
                Some((self.member(circle, wanted, gender)?, 0.95))
            }
            ([], [person], None) => self.named(wanted, *person),
            // "… does each brother have?", or the family of somebody who was not mentioned: the only one told.
            ([], [] | [_], Some(class)) => {
                let [circle] = self.circles else { return None };
                let sure = if people.is_empty() { 0.9 } else { 0.7 };
                Some((self.member(circle, wanted, class.gender)?, sure))
            }
            ([], [], None) => {
                let [circle] = self.circles else { return None };
                let pronoun = subject.iter().any(|placed| matches!(placed.item, Item::Pronoun(Who::One(_))));
                if pronoun { Some((circle.count(wanted.gender)?, 0.9)) } else { None }
            }
            _ => None,
        }
    }

    /// How many of a class a member of a circle has: all of it and who it is around, but not the member.
    fn member(&self, circle: &Circle, wanted: &Class, gender: Option<Gender>) -> Option<i64> {
        if gender.is_some() && circle.count(gender).is_some_and(|count| count == 0) {
            return None;
        }
        let own = match wanted.gender {
            None => 1,
            Some(asked) => i64::from(gender? == asked),
        };
        self.whole(circle, wanted.gender)?.checked_sub(own)
    }

    /// How many of a gender a circle has with the one whom it is around.
    fn whole(&self, circle: &Circle, gender: Option<Gender>) -> Option<i64> {
        let center = match gender {
            None => 1,
            Some(asked) => i64::from(self.reader.gender(circle.center)? == asked),
        };
        circle.count(gender)?.checked_add(center)
    }

    /// Somebody with a name whose circle the text tells: one of its members, or one beside them.
    fn named(&self, wanted: &Class, person: usize) -> Option<(i64, f32)> {
        let mut joined: Vec<usize> = Vec::new();
        let mut linked: Vec<usize> = Vec::new();
        let mut beside = false;
        let mut current = None;
        for items in self.told.items.chunk_by(|one, next| one.line == next.line) {
            let people = names(items);
            let opens = matches!(items.first().map(|first| &first.item), Some(Item::Pronoun(Who::One(_))));
            let about = people.contains(&person) || opens && current == Some(person);
            current = if about { Some(person) } else { people.first().copied().or(current) };
            if !about {
                continue;
            }
            let has = |words: &[&str]| items.iter().any(|placed| words.contains(&word(placed).as_str()));
            if has(EXCEPT) {
                beside = true;
                continue;
            }
            for center in people.iter().filter(|center| self.of(**center).is_some()) {
                let inside = self.is_inside(items, *center);
                if inside {
                    joined.push(*center);
                } else if items.iter().any(|placed| peer(&word(placed)).is_some()) {
                    linked.push(*center);
                }
            }
        }
        if joined.is_empty() && !beside {
            std::mem::swap(&mut joined, &mut linked);
        }
        let mut total = 0;
        for center in &joined {
            let circle = self.of(*center)?;
            // Who is the exception to there being no others comes on top of those who were counted.
            let size = if beside { self.whole(circle, wanted.gender) } else { None };
            let size = size.or_else(|| self.member(circle, wanted, self.reader.gender(person)))?;
            total = i64::checked_add(total, size)?;
        }
        for center in linked.iter().filter(|center| !joined.contains(center)) {
            let gender = self.reader.gender(*center);
            total = total.checked_add(i64::from(wanted.gender.is_none() || wanted.gender == Some(gender?)))?;
        }
        (joined.len() == 1).then_some((total, if beside { 0.7 } else { 0.9 }))
    }

    /// "… being part of Ann's circle", "… in the group around Ann".
    fn is_inside(&self, items: &[Placed], center: usize) -> bool {
        items.iter().enumerate().any(|(at, placed)| {
            let near = |back: bool| {
                let range = if back { at.saturating_sub(3)..at } else { at + 1..(at + 4).min(items.len()) };
                items.get(range).is_some_and(|near| names(near).contains(&center))
            };
            let circle = word(placed);
            CIRCLES.contains(&circle.as_str())
                && (near(true) && items.get(at.wrapping_sub(1)).is_some_and(|before| before.item == Item::Owner)
                    || near(false))
        })
    }
}
