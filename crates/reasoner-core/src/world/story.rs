//! Event calculus over story time: who is where, who holds what, where things were before, each with the sentences
//! that brought it about. What happened persists until something ends it.

use std::collections::BTreeMap;

/// The number of a sentence of the story.
pub(crate) type Source = usize;

/// Where somebody is, as far as it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Where {
    At(String),
    /// In one of these.
    Among(Vec<String>),
    /// Anywhere but in these.
    NotIn(Vec<String>),
}

/// A stay at a place, and the sentences that tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stay {
    pub(crate) place: String,
    pub(crate) sources: Vec<Source>,
}

/// That a thing passed from hand to hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gift {
    pub(crate) giver: Option<String>,
    pub(crate) thing: String,
    pub(crate) receiver: Option<String>,
    pub(crate) source: Source,
}

/// Something that happened, or was told to be so, in the order of story time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    Moves { who: String, place: String },
    Among { who: String, places: Vec<String> },
    NotIn { who: String, place: String },
    Takes { who: String, thing: String },
    Drops { who: String, thing: String },
    Gives { giver: Option<String>, thing: String, receiver: Option<String> },
    Lies { thing: String, place: String },
}

impl Event {
    /// The thing that somebody took or let go of, or that lies somewhere.
    pub(crate) fn thing(&self) -> Option<&str> {
        match self {
            Event::Takes { thing, .. }
            | Event::Drops { thing, .. }
            | Event::Gives { thing, .. }
            | Event::Lies { thing, .. } => Some(thing),
            _ => None,
        }
    }
}

/// The world at a moment of the story.
#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    whereabouts: BTreeMap<String, (Where, Vec<Source>)>,
    stays: BTreeMap<String, Vec<Stay>>,
    held: BTreeMap<String, (String, Source)>,
    /// The last sentence in which somebody took or let go of a thing.
    touched: BTreeMap<String, Source>,
    /// All sentences in which somebody took or let go of something.
    handled: Vec<(String, String, Source)>,
    pub(crate) gifts: Vec<Gift>,
    /// What happened, for those who look back.
    pub(crate) log: Vec<Event>,
    /// Everybody who acted or was spoken of.
    people: Vec<String>,
    /// Things that were ever held.
    things: Vec<String>,
}

fn note(list: &mut Vec<String>, name: &str) {
    if !list.iter().any(|known| known == name) {
        list.push(name.to_owned());
    }
}

impl World {
    /// Somebody moves to a place, with whatever they hold.
    pub(crate) fn moves(&mut self, who: &str, place: &str, source: Source) {
        note(&mut self.people, who);
        self.log.push(Event::Moves { who: who.to_owned(), place: place.to_owned() });
        self.arrive(who, place, vec![source]);
        let carried: Vec<(String, Source)> = self
            .held
            .iter()
            .filter(|(_, (holder, _))| holder == who)
            .map(|(thing, (_, since))| (thing.clone(), *since))
            .collect();
        for (thing, since) in carried {
            self.arrive(&thing, place, vec![since, source]);
        }
    }

    fn arrive(&mut self, who: &str, place: &str, sources: Vec<Source>) {
        let stays = self.stays.entry(who.to_owned()).or_default();
        match stays.last_mut().filter(|last| last.place == place) {
            Some(last) => last.sources = sources.clone(),
            None => stays.push(Stay { place: place.to_owned(), sources: sources.clone() }),
        }
        self.whereabouts.insert(who.to_owned(), (Where::At(place.to_owned()), sources));
    }

    /// Somebody is in one of several places.
    pub(crate) fn either(&mut self, who: &str, mut places: Vec<String>, source: Source) {
        note(&mut self.people, who);
        places.dedup();
        match places.as_slice() {
            [place] => self.moves(who, &place.clone(), source),
            _ => {
                self.log.push(Event::Among { who: who.to_owned(), places: places.clone() });
                self.whereabouts.insert(who.to_owned(), (Where::Among(places), vec![source]));
            }
        }
    }

    /// Somebody is not, or no longer, in a place.
    pub(crate) fn not_in(&mut self, who: &str, place: &str, source: Source) {
        note(&mut self.people, who);
        self.log.push(Event::NotIn { who: who.to_owned(), place: place.to_owned() });
        let told = match self.whereabouts.remove(who) {
            Some((Where::Among(mut places), mut sources)) => {
                places.retain(|other| other != place);
                sources.push(source);
                match places.as_slice() {
                    [only] => (Where::At(only.clone()), sources),
                    [] => (Where::NotIn(vec![place.to_owned()]), vec![source]),
                    _ => (Where::Among(places), sources),
                }
            }
            Some((Where::NotIn(mut places), mut sources)) => {
                note(&mut places, place);
                sources.push(source);
                (Where::NotIn(places), sources)
            }
            Some((Where::At(at), sources)) if at != place => (Where::At(at), sources),
            _ => (Where::NotIn(vec![place.to_owned()]), vec![source]),
        };
        self.whereabouts.insert(who.to_owned(), told);
    }

    /// Somebody leaves the place where they are.
    pub(crate) fn leaves(&mut self, who: &str, source: Source) {
        if let Some((Where::At(place), _)) = self.whereabouts.get(who).cloned() {
            self.not_in(who, &place, source);
        }
    }

    /// Somebody has a thing from now on.
    pub(crate) fn takes(&mut self, who: &str, thing: &str, source: Source) {
        note(&mut self.people, who);
        note(&mut self.things, thing);
        self.log.push(Event::Takes { who: who.to_owned(), thing: thing.to_owned() });
        self.held.insert(thing.to_owned(), (who.to_owned(), source));
        self.touched.insert(thing.to_owned(), source);
        self.handled.push((who.to_owned(), thing.to_owned(), source));
        match self.whereabouts.get(who).cloned() {
            Some((Where::At(place), since)) => self.arrive(thing, &place, [vec![source], since].concat()),
            Some(_) => {
                self.whereabouts.remove(thing);
            }
            // The thing tells where its taker is.
            None => {
                if let Some((Where::At(place), since)) = self.whereabouts.get(thing).cloned() {
                    self.whereabouts.insert(who.to_owned(), (Where::At(place), [since, vec![source]].concat()));
                }
            }
        }
    }

    /// Somebody lets go of a thing where they are.
    pub(crate) fn drops(&mut self, who: &str, thing: &str, source: Source) {
        note(&mut self.people, who);
        note(&mut self.things, thing);
        self.log.push(Event::Drops { who: who.to_owned(), thing: thing.to_owned() });
        self.handled.push((who.to_owned(), thing.to_owned(), source));
        self.touched.insert(thing.to_owned(), source);
        self.held.remove(thing);
        if let Some((Where::At(place), since)) = self.whereabouts.get(who).cloned() {
            self.arrive(thing, &place, [vec![source], since].concat());
        }
    }

    /// A thing changes hands.
    pub(crate) fn gives(&mut self, gift: Gift) {
        let source = gift.source;
        let (giver, receiver) = (gift.giver.clone(), gift.receiver.clone());
        self.log.push(Event::Gives { giver, thing: gift.thing.clone(), receiver });
        if let Some(giver) = &gift.giver {
            note(&mut self.people, giver);
            self.handled.push((giver.clone(), gift.thing.clone(), source));
        }
        if let Some(receiver) = &gift.receiver {
            // Who gives and who receives are in one place.
            if let (Some(giver), None) = (&gift.giver, self.whereabouts.get(receiver))
                && let Some((Where::At(place), since)) = self.whereabouts.get(giver).cloned()
            {
                self.whereabouts.insert(receiver.clone(), (Where::At(place), [since, vec![source]].concat()));
            }
            self.takes(&receiver.clone(), &gift.thing.clone(), source);
        } else {
            self.held.remove(&gift.thing);
        }
        self.gifts.push(gift);
    }

    /// A thing stands in a place.
    pub(crate) fn lies(&mut self, thing: &str, place: &str, source: Source) {
        note(&mut self.things, thing);
        self.log.push(Event::Lies { thing: thing.to_owned(), place: place.to_owned() });
        self.held.remove(thing);
        self.touched.insert(thing.to_owned(), source);
        self.arrive(thing, place, vec![source]);
    }

    /// Speaks of a person without telling anything of their place.
    pub(crate) fn meets(&mut self, who: &str) {
        note(&mut self.people, who);
    }

    /// Where somebody or something is.
    pub(crate) fn place_of(&self, who: &str) -> Option<&(Where, Vec<Source>)> {
        self.whereabouts.get(who)
    }

    /// The stays of somebody or something, in order.
    pub(crate) fn stays_of(&self, who: &str) -> &[Stay] {
        self.stays.get(who).map_or(&[], Vec::as_slice)
    }

    /// Who holds a thing, and since which sentence.
    pub(crate) fn holder_of(&self, thing: &str) -> Option<(&str, Source)> {
        self.held.get(thing).map(|(holder, since)| (holder.as_str(), *since))
    }

    /// What somebody holds, in the order in which they took it.
    pub(crate) fn held_by(&self, who: &str) -> Vec<(&str, Source)> {
        let mut found: Vec<(&str, Source)> = self
            .held
            .iter()
            .filter(|(_, (holder, _))| holder == who)
            .map(|(thing, (_, since))| (thing.as_str(), *since))
            .collect();
        found.sort_by_key(|(_, since)| *since);
        found
    }

    /// The sentences in which somebody took or let go of something.
    pub(crate) fn handled_by(&self, who: &str) -> Vec<Source> {
        self.handled.iter().filter(|(person, _, _)| person == who).map(|(_, _, source)| *source).collect()
    }

    /// The last sentence in which somebody took or let go of a thing.
    pub(crate) fn touched_last(&self, thing: &str) -> Option<Source> {
        self.touched.get(thing).copied()
    }

    /// People in the order in which they appeared.
    pub(crate) fn people(&self) -> &[String] {
        &self.people
    }

    /// Things in the order in which they appeared.
    pub(crate) fn things(&self) -> &[String] {
        &self.things
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(world: &World, who: &str) -> Option<String> {
        match world.place_of(who) {
            Some((Where::At(place), _)) => Some(place.clone()),
            _ => None,
        }
    }

    #[test]
    fn things_go_where_they_are_carried() {
        let mut world = World::default();
        world.moves("ann", "hall", 0);
        world.takes("ann", "lamp", 1);
        world.moves("ann", "attic", 2);
        world.drops("ann", "lamp", 3);
        world.moves("ann", "hall", 4);
        assert_eq!(at(&world, "lamp").as_deref(), Some("attic"));
        let places: Vec<&str> = world.stays_of("lamp").iter().map(|stay| stay.place.as_str()).collect();
        assert_eq!(places, ["hall", "attic"]);
        assert!(world.held_by("ann").is_empty());
    }

    #[test]
    fn gifts_change_hands() {
        let mut world = World::default();
        world.takes("ann", "lamp", 0);
        world.gives(Gift { giver: Some("ann".into()), thing: "lamp".into(), receiver: Some("ben".into()), source: 1 });
        assert_eq!(world.holder_of("lamp"), Some(("ben", 1)));
        world.moves("ben", "attic", 2);
        assert_eq!(at(&world, "lamp").as_deref(), Some("attic"));
    }

    #[test]
    fn alternatives_are_narrowed() {
        let mut world = World::default();
        world.either("ann", vec!["hall".into(), "attic".into()], 0);
        assert_eq!(at(&world, "ann"), None);
        world.not_in("ann", "hall", 1);
        assert_eq!(at(&world, "ann").as_deref(), Some("attic"));
        world.not_in("ann", "attic", 2);
        assert_eq!(at(&world, "ann"), None);
    }
}
