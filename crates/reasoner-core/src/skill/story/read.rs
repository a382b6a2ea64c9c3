//! A story as events: each clause changes the world.

use std::collections::BTreeMap;

use engine_api::{Budget, Lexicon};

use super::frame::{Frame, Group, frames};
use crate::world::kin::{Gender, gender_of_name};
use crate::world::line::{Line, Token};
use crate::world::story::{Gift, World};
use crate::world::verbs::Act;

/// What a story tells.
#[derive(Debug, Default)]
pub(super) struct Story<'a> {
    pub(super) world: World,
    pub(super) lines: &'a [Line<'a>],
    /// Words that are written with a capital somewhere, by their lower case, as they are first written so.
    capitals: BTreeMap<String, &'a str>,
    /// How people feel, with the sentence that says so.
    pub(super) states: BTreeMap<String, (String, usize)>,
    /// What people did, in order: who, what, where or which thing, and the sentence.
    pub(super) deeds: Vec<(String, Act, String, usize)>,
    pub(super) places: Vec<String>,
    /// Whether anything happened: somebody moved, took, gave or let go of something.
    pub(super) happened: bool,
    /// The sentence that names those whom a sentence means by its pronouns.
    pub(super) leans: BTreeMap<usize, usize>,
    /// Those whom "he", "she" and "they" mean, and the sentence that names them.
    last: Vec<String>,
    last_at: usize,
    last_thing: Option<String>,
    subject: Vec<String>,
}

/// The most tokens of a sentence that is read as events.
const MOST_TOKENS: usize = 200;

/// Whether a word makes what its sentence tells a plan, a wish or a condition rather than an event.
fn is_unreal(token: &Token<'_>) -> bool {
    const WORDS: &[&str] =
        &["will", "'ll", "wo", "would", "may", "might", "could", "should", "if", "unless", "almost", "nearly"];
    WORDS.contains(&token.text)
}

/// Plays a story; none where the budget does not suffice.
pub(super) fn story<'a>(lines: &'a [Line<'a>], lexicon: &dyn Lexicon, budget: &mut Budget) -> Option<Story<'a>> {
    let mut told: Vec<(i32, usize, Frame)> = Vec::new();
    let mut time = 0;
    for (at, line) in lines.iter().enumerate() {
        if !budget.spend(1 + 4 * line.tokens.len() as u64) {
            return None;
        }
        if line.tokens.len() > MOST_TOKENS || line.tokens.iter().any(|token| is_unreal(token)) {
            continue;
        }
        for frame in frames(line, lexicon) {
            time = frame.time.unwrap_or(time);
            told.push((time, at, frame));
        }
    }
    let mut story = Story { capitals: capitals(lines), lines, ..Story::default() };
    // Whom pronouns mean goes by the order of telling, what happens by the order of time.
    for (_, at, frame) in &mut told {
        story.resolve(frame, *at);
    }
    for (_, _, frame) in &told {
        story.note_places(frame);
    }
    told.sort_by_key(|(time, _, _)| *time);
    for (_, at, frame) in &told {
        story.apply(frame, *at);
    }
    Some(story)
}

fn capitals<'a>(lines: &[Line<'a>]) -> BTreeMap<String, &'a str> {
    let mut found = BTreeMap::new();
    for token in lines.iter().flat_map(|line| &line.tokens).filter(|token| token.is_capital()) {
        found.entry(token.lower.clone()).or_insert(token.text);
    }
    found
}

const IN: &[&str] =
    &["to", "in", "into", "at", "inside", "on", "onto", "toward", "towards", "within", "through", "for"];

impl Story<'_> {
    /// Whether a name is written with a capital somewhere.
    pub(super) fn is_person(&self, name: &str) -> bool {
        self.display(name) != name
    }

    /// A name as it is written.
    pub(super) fn display(&self, name: &str) -> String {
        let first = name.split(' ').next().unwrap_or("");
        if !self.capitals.contains_key(first) {
            return name.to_owned();
        }
        let word = |word| self.capitals.get(word).copied().unwrap_or(word);
        name.split(' ').map(word).collect::<Vec<&str>>().join(" ")
    }

    /// Puts names for pronouns.
    fn resolve(&mut self, frame: &mut Frame, at: usize) {
        const PRONOUNS: &[&str] = &["he", "she", "they", "him", "her", "them"];
        let leans = frame.subject.names.iter().any(|name| PRONOUNS.contains(&name.as_str()));
        let mut subject = self.named(&frame.subject.names);
        if subject.is_empty() && !frame.passive {
            subject.clone_from(&self.subject);
        }
        frame.subject.names = subject.clone();
        let people: Vec<String> = subject.iter().filter(|name| self.is_person(name)).cloned().collect();
        for group in frame.objects.iter_mut().chain(frame.places.iter_mut().map(|(_, group)| group)) {
            group.names = self.named(&group.names);
        }
        if leans && self.last_at < at {
            self.leans.insert(at, self.last_at);
        } else if !people.is_empty() {
            self.last_at = at;
        }
        if !people.is_empty() {
            self.last = people;
        }
        if !subject.is_empty() {
            self.subject = subject;
        }
        let thing = frame.objects.iter().flat_map(|group| &group.names).find(|name| !self.is_person(name));
        if let Some(thing) = thing {
            self.last_thing = Some(thing.clone());
        }
    }

    fn named(&self, names: &[String]) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for name in names {
            match name.as_str() {
                "he" | "him" | "himself" => found.extend(self.person(Gender::Male)),
                "she" | "her" | "herself" => found.extend(self.person(Gender::Female)),
                "they" | "them" | "themselves" => found.extend(self.last.clone()),
                "it" | "that" | "this" => found.extend(self.last_thing.clone()),
                _ => found.push(name.clone()),
            }
        }
        found
    }

    /// The person of the last sentence whom a pronoun of this gender fits.
    fn person(&self, gender: Gender) -> Option<String> {
        let fits = |name: &&String| gender_of_name(name).is_none_or(|own| own == gender);
        self.last.iter().find(fits).or(self.last.first()).cloned()
    }

    fn note_places(&mut self, frame: &Frame) {
        let moves = matches!(frame.act, Some(Act::Move)) || frame.is_be;
        let groups = frame
            .places
            .iter()
            .filter(|(preposition, _)| moves && IN.contains(&preposition.as_str()))
            .map(|(_, group)| group);
        let entered = frame.objects.iter().filter(|_| frame.act == Some(Act::Enter));
        let found: Vec<String> =
            groups.chain(entered).flat_map(|group| group.names.clone()).filter(|name| !self.is_person(name)).collect();
        for place in found {
            if !self.places.contains(&place) {
                self.places.push(place);
            }
        }
    }

    /// The place that a frame names, other than a person.
    fn place(&self, frame: &Frame) -> Option<String> {
        let fits = |(preposition, group): &&(String, Group)| {
            IN.contains(&preposition.as_str()) && group.names.first().is_some_and(|name| !self.is_person(name))
        };
        frame.places.iter().rfind(fits).and_then(|(_, group)| group.names.first().cloned())
    }

    fn governed(&self, frame: &Frame, preposition: &str) -> Option<String> {
        frame.places.iter().find(|(own, _)| own == preposition).and_then(|(_, group)| group.names.first().cloned())
    }

    fn apply(&mut self, frame: &Frame, at: usize) {
        if frame.passive {
            return self.apply_passive(frame, at);
        }
        let subjects = frame.subject.names.clone();
        for subject in &subjects {
            self.world.meets(subject);
            match frame.act {
                None if frame.is_be => self.is(subject, frame, at),
                None => {}
                Some(_) if frame.negated => self.undo(subject, frame, at),
                Some(act) => self.acts(subject, act, frame, at),
            }
        }
    }

    fn is(&mut self, subject: &str, frame: &Frame, at: usize) {
        let fits = |(preposition, _): &&(String, Group)| {
            matches!(preposition.as_str(), "in" | "at" | "inside" | "on" | "within")
        };
        let Some((_, group)) = frame.places.iter().find(fits) else {
            if let Some(state) = frame.state.as_ref().filter(|_| !frame.negated) {
                self.states.insert(subject.to_owned(), (state.clone(), at));
            }
            return;
        };
        match group.names.as_slice() {
            places if frame.negated => places.iter().for_each(|place| self.world.not_in(subject, place, at)),
            [place] if self.is_person(subject) => self.world.moves(subject, place, at),
            [place] if self.is_person(place) => {}
            [place] => self.world.lies(subject, place, at),
            places if group.or => self.world.either(subject, places.to_vec(), at),
            _ => {}
        }
    }

    /// "does not have the lamp", "no longer carries it".
    fn undo(&mut self, subject: &str, frame: &Frame, at: usize) {
        if frame.act == Some(Act::Hold) {
            for thing in frame.objects.iter().flat_map(|group| group.names.clone()) {
                if self.world.holder_of(&thing).is_some_and(|(holder, _)| holder == subject) {
                    self.world.drops(subject, &thing, at);
                }
            }
        }
    }

    fn acts(&mut self, subject: &str, act: Act, frame: &Frame, at: usize) {
        let things: Vec<String> = frame.objects.iter().flat_map(|group| group.names.clone()).collect();
        let place = self.place(frame);
        self.happened |= act != Act::Hold;
        let receiver = self.governed(frame, "to").filter(|name| self.is_person(name));
        match act {
            Act::Move if things.is_empty() => self.goes(subject, frame, at),
            Act::Move | Act::Bring => self.brings(subject, &things, frame, at),
            Act::Enter => {
                for place in things.iter().chain(&place).take(1) {
                    self.goes_to(subject, place, at);
                }
            }
            Act::Exit => self.leaves(subject, frame, at),
            Act::Leave => self.leaves_something(subject, &things, frame, at),
            Act::Take => self.takes(subject, &things, frame, at),
            Act::Hold => things.iter().for_each(|thing| self.takes_one(subject, thing, at)),
            Act::Drop | Act::Put if receiver.is_none() => self.drops(subject, &things, place, at),
            Act::Drop | Act::Put | Act::Give => self.gives(subject, frame, at),
            Act::Receive => {
                let giver = self.governed(frame, "from");
                for thing in &things {
                    self.world.gives(Gift {
                        giver: giver.clone(),
                        thing: thing.clone(),
                        receiver: Some(subject.to_owned()),
                        source: at,
                    });
                }
            }
            Act::Follow => {
                if let Some(crate::world::story::Where::At(place)) =
                    things.first().and_then(|other| self.world.place_of(other)).map(|(place, _)| place.clone())
                {
                    self.goes_to(subject, &place, at);
                }
            }
            Act::Swap => {}
        }
    }

    fn goes(&mut self, subject: &str, frame: &Frame, at: usize) {
        let companions: Vec<String> = frame
            .places
            .iter()
            .filter(|(preposition, _)| preposition == "with")
            .flat_map(|(_, group)| group.names.clone())
            .filter(|name| self.is_person(name))
            .collect();
        match self.place(frame) {
            Some(place) => {
                self.goes_to(subject, &place, at);
                for companion in companions {
                    self.goes_to(&companion, &place, at);
                }
            }
            None if frame.places.iter().any(|(preposition, _)| preposition == "from") => self.world.leaves(subject, at),
            None => {}
        }
    }

    fn goes_to(&mut self, subject: &str, place: &str, at: usize) {
        self.deeds.push((subject.to_owned(), Act::Move, place.to_owned(), at));
        self.world.moves(subject, place, at);
    }

    fn brings(&mut self, subject: &str, things: &[String], frame: &Frame, at: usize) {
        if self.governed(frame, "to").is_some_and(|to| self.is_person(&to)) || things.len() > 1 {
            return self.gives(subject, frame, at);
        }
        for thing in things {
            self.takes_one(subject, thing, at);
        }
        if let Some(place) = self.place(frame) {
            self.goes_to(subject, &place, at);
        }
    }

    fn leaves(&mut self, subject: &str, frame: &Frame, at: usize) {
        match self.place(frame) {
            Some(place) => self.goes_to(subject, &place, at),
            None => self.world.leaves(subject, at),
        }
    }

    /// "left the lamp (in the hall)", "left the hall", "left for the hall".
    fn leaves_something(&mut self, subject: &str, things: &[String], frame: &Frame, at: usize) {
        let thing = things.first().filter(|thing| !self.places.contains(thing));
        match thing {
            Some(_)
                if frame.places.iter().any(|(preposition, group)| {
                    preposition == "with"
                        || (preposition == "to" && group.names.iter().any(|name| self.is_person(name)))
                }) =>
            {
                self.gives(subject, frame, at)
            }
            Some(_) => self.drops(subject, things, self.place(frame), at),
            None => self.leaves(subject, frame, at),
        }
    }

    fn takes(&mut self, subject: &str, things: &[String], frame: &Frame, at: usize) {
        let from = self.governed(frame, "from");
        match from {
            Some(giver) if self.is_person(&giver) => {
                for thing in things {
                    self.world.gives(Gift {
                        giver: Some(giver.clone()),
                        thing: thing.clone(),
                        receiver: Some(subject.to_owned()),
                        source: at,
                    });
                }
                return;
            }
            Some(place) => self.world.moves(subject, &place, at),
            None => {
                let here =
                    frame.places.iter().find(|(preposition, _)| matches!(preposition.as_str(), "in" | "at" | "inside"));
                if let Some(place) =
                    here.and_then(|(_, group)| group.names.first()).filter(|name| !self.is_person(name))
                {
                    self.world.moves(subject, place, at);
                }
            }
        }
        for thing in things {
            self.takes_one(subject, thing, at);
        }
        let to = self.governed(frame, "to").or_else(|| self.governed(frame, "into"));
        match to {
            Some(receiver) if self.is_person(&receiver) => self.gives(subject, frame, at),
            Some(place) => self.goes_to(subject, &place, at),
            None => {}
        }
    }

    fn takes_one(&mut self, subject: &str, thing: &str, at: usize) {
        self.deeds.push((subject.to_owned(), Act::Take, thing.to_owned(), at));
        self.world.takes(subject, thing, at);
    }

    fn drops(&mut self, subject: &str, things: &[String], place: Option<String>, at: usize) {
        for thing in things {
            self.world.drops(subject, thing, at);
            if let Some(place) = &place {
                self.world.lies(thing, place, at);
            }
        }
    }

    /// "gave Ann the lamp", "gave the lamp to Ann", "left the lamp with Ann".
    fn gives(&mut self, subject: &str, frame: &Frame, at: usize) {
        let to = frame
            .places
            .iter()
            .find(|(preposition, _)| matches!(preposition.as_str(), "to" | "with"))
            .map(|(_, group)| group.names.clone());
        let (receivers, things): (Vec<String>, Vec<String>) = match (frame.objects.as_slice(), to) {
            ([things], Some(receivers)) => (receivers, things.names.clone()),
            ([receivers, things, ..], _) => (receivers.names.clone(), things.names.clone()),
            ([things], None) => (Vec::new(), things.names.clone()),
            _ => return,
        };
        for thing in things {
            let receiver = receivers.first().cloned();
            self.world.gives(Gift { giver: Some(subject.to_owned()), thing, receiver, source: at });
        }
    }

    /// "The lamp was taken by Ann", "Ann was given the lamp by Ben", "the lamp was left in the hall".
    fn apply_passive(&mut self, frame: &Frame, at: usize) {
        let agent = self.governed(frame, "by");
        let Some(act) = frame.act.filter(|_| !frame.negated) else { return };
        let gives = matches!(act, Act::Give | Act::Bring);
        for subject in frame.subject.names.clone() {
            let given = gives.then(|| frame.objects.first()).flatten();
            if let Some(group) = given {
                for thing in group.names.clone() {
                    self.world.gives(Gift { giver: agent.clone(), thing, receiver: Some(subject.clone()), source: at });
                }
                continue;
            }
            let active = Frame {
                subject: Group { names: agent.clone().into_iter().collect(), or: false },
                objects: vec![Group { names: vec![subject.clone()], or: false }],
                passive: false,
                ..frame.clone()
            };
            match (&agent, gives, self.place(frame)) {
                (Some(agent), _, _) => self.acts(&agent.clone(), act, &active, at),
                (None, true, _) => {
                    let receiver = self.governed(frame, "to");
                    self.world.gives(Gift { giver: None, thing: subject, receiver, source: at });
                }
                (None, false, Some(place)) => self.world.lies(&subject, &place, at),
                (None, false, None) => {}
            }
        }
    }
}
