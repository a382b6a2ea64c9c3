//! Stories by looking back: where somebody is and who has what is found from the end of the story, at the last event
//! that bears on it, while the skill plays the story from its beginning.

use std::cell::Cell;

use super::{Checked, checked};
use crate::world::story::Event;

/// How often a place may hang on another one's place.
const DEEPEST: usize = 12;

/// The most events of a story that is looked through again and again.
const LONGEST: usize = 300;

/// How many events are looked at in all.
const MOST_LOOKS: usize = 100_000;

/// What an answer says of the end of a story.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fact<'a> {
    /// Somebody or something is in a place.
    In(&'a str, &'a str),
    /// Somebody is not there.
    NotIn(&'a str, &'a str),
    /// Of these people or things exactly these are in a place.
    Inside(&'a [String], &'a [String], &'a str),
    /// Somebody has a thing.
    Has(&'a str, &'a str),
    /// Somebody has it not.
    HasNot(&'a str, &'a str),
    /// Somebody has these things and no others.
    HasAll(&'a str, &'a [&'a str]),
    /// Something was in the first place right before it was in the second.
    Before(&'a str, &'a str, &'a str),
    /// A thing passed from one to another.
    Passed(Option<&'a str>, &'a str, Option<&'a str>),
}

/// Whether the events bear out what is said of the end of their story.
pub(crate) fn borne_out(log: &[Event], facts: &[Fact<'_>]) -> Option<Checked> {
    let story = Story { log, looks: Cell::new(0) };
    let borne = facts.iter().all(|fact| story.holds(*fact));
    checked(!facts.is_empty() && borne && story.looks.get() < MOST_LOOKS)
}

struct Story<'a> {
    log: &'a [Event],
    looks: Cell<usize>,
}

impl Story<'_> {
    fn holds(&self, fact: Fact<'_>) -> bool {
        let end = self.log.len();
        let place = |who: &str| self.place(who, end, 0);
        match fact {
            Fact::In(who, at) => place(who) == Some(at),
            Fact::NotIn(who, at) => place(who).map_or_else(|| self.is_barred(who, at), |other| other != at),
            Fact::Inside(all, inside, at) => {
                all.iter().all(|who| (place(who) == Some(at)) == inside.contains(who))
                    && inside.iter().all(|who| all.contains(who))
            }
            Fact::Has(who, thing) => self.holder(thing) == Some(who),
            Fact::HasNot(who, thing) => self.holder(thing) != Some(who),
            Fact::HasAll(who, things) => {
                let mut own: Vec<&str> = self.log.iter().filter_map(Event::thing).collect();
                own.sort_unstable();
                own.dedup();
                own.retain(|thing| self.holder(thing) == Some(who));
                own.len() == things.len() && own.iter().all(|thing| things.contains(thing))
            }
            Fact::Before(who, first, second) => end <= LONGEST && self.follows(who, first, second),
            Fact::Passed(giver, thing, receiver) => self.log.iter().any(|event| {
                matches!(event, Event::Gives { giver: one, thing: what, receiver: other }
                    if one.as_deref() == giver && what == thing && other.as_deref() == receiver)
            }),
        }
    }

    /// Whether the last that was told of somebody's place excludes this one.
    fn is_barred(&self, who: &str, at: &str) -> bool {
        for event in self.log.iter().rev() {
            match event {
                Event::NotIn { who: own, place } if own == who && place == at => return true,
                Event::Among { who: own, places } if own == who => return !places.iter().any(|place| place == at),
                Event::Moves { who: own, .. } if own == who => return false,
                _ => {}
            }
        }
        false
    }

    /// Who has a thing at the end.
    fn holder(&self, thing: &str) -> Option<&str> {
        let last = self.log.iter().rev().find(|event| event.thing() == Some(thing))?;
        match last {
            Event::Takes { who, .. } => Some(who),
            Event::Gives { receiver, .. } => receiver.as_deref(),
            _ => None,
        }
    }

    /// The place of somebody or something after the first `end` events, where it is known.
    fn place(&self, who: &str, end: usize, depth: usize) -> Option<&str> {
        if depth > DEEPEST {
            return None;
        }
        let mut barred: Vec<&str> = Vec::new();
        // Whose place tells that of somebody of whom nothing else is told.
        let mut beside: Option<(&str, usize)> = None;
        for (at, event) in self.log.iter().enumerate().take(end).rev() {
            self.looks.set(self.looks.get() + 1);
            if self.looks.get() >= MOST_LOOKS {
                return None;
            }
            let found = match event {
                Event::Moves { who: own, place } if own == who => Some(place.as_str()),
                Event::Among { who: own, places } if own == who => {
                    let mut left = places.iter().filter(|place| !barred.contains(&place.as_str()));
                    left.next().filter(|_| left.next().is_none()).map(String::as_str)
                }
                Event::NotIn { who: own, place } if own == who => {
                    barred.push(place);
                    continue;
                }
                Event::Lies { thing, place } if thing == who => Some(place.as_str()),
                Event::Takes { who: taker, thing } if thing == who => {
                    self.place(taker, end, depth + 1).or_else(|| self.place(who, at, depth + 1))
                }
                Event::Drops { who: last, thing } if thing == who => {
                    self.place(last, at, depth + 1).or_else(|| self.place(who, at, depth + 1))
                }
                Event::Gives { thing, receiver: Some(receiver), .. } if thing == who => {
                    self.place(receiver, end, depth + 1)
                }
                Event::Takes { who: taker, thing } if taker == who => {
                    beside = Some((thing, at));
                    continue;
                }
                Event::Gives { giver: Some(giver), receiver: Some(receiver), .. } if receiver == who => {
                    beside = Some((giver, at));
                    continue;
                }
                _ => continue,
            };
            return found.filter(|place| !barred.contains(place));
        }
        beside.and_then(|(other, at)| self.place(other, at, depth + 1)).filter(|place| !barred.contains(place))
    }

    /// Whether the first place comes right before the second among those where somebody or something was.
    fn follows(&self, who: &str, first: &str, second: &str) -> bool {
        let mut stays: Vec<&str> = Vec::new();
        for end in 1..=self.log.len() {
            if let Some(place) = self.place(who, end, 0).filter(|place| stays.last() != Some(place)) {
                stays.push(place);
            }
        }
        stays.windows(2).any(|two| two == [first, second])
    }
}
