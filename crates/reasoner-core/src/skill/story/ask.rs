//! Questions about a story.

use engine_api::{Finding, OutcomeKind, Proof, Value};

use super::frame::{Frame, frame};
use super::read::Story;
use crate::check::events::{Fact, borne_out};
use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict::{self, Verdict};
use crate::world::line::Line;
use crate::world::story::{Gift, Where};
use crate::world::verbs::Act;

/// How sure an answer is that follows from what was read.
const SURE: f32 = 0.95;

/// A question with the people, things and places of the story that it names.
struct Asked<'a> {
    line: &'a Line<'a>,
    frame: Frame,
    /// Known names in the order of the question.
    known: Vec<String>,
}

impl Asked<'_> {
    fn has(&self, words: &[&str]) -> bool {
        self.line.has(words)
    }

    fn asks(&self, word: &str) -> bool {
        self.frame.asked.as_deref().is_some_and(|asked| asked.split(' ').next() == Some(word))
    }

    fn governed(&self, preposition: &str) -> Option<&String> {
        self.frame.places.iter().find(|(own, _)| own == preposition).and_then(|(_, group)| group.names.first())
    }
}

/// The answer to a question.
pub(super) fn answer(scene: &Scene<'_>, story: &Story<'_>, line: &Line<'_>) -> Option<Found> {
    let frame = frame(line, scene.lexicon).unwrap_or_default();
    let known = known(story, line);
    let asked = Asked { line, frame, known };
    let why = asked.asks("why") || asked.line.has_run(&["what", "made"]) || asked.has(&["reason"]);
    let placed = !asked.has(&["who", "what", "which"]) && inner_place(&asked).is_some();
    if asked.frame.asked.as_deref().is_none_or(|word| word == "whether")
        && placed
        && let Some(found) = is_in(scene, story, &asked)
    {
        return Some(found);
    }
    let place = asked.has(&["where", "location", "room", "place", "whereabouts", "located"]);
    if why {
        return reason(story, &asked);
    }
    if asked.has_run_how_many() {
        return count(story, &asked).filter(|_| story.happened);
    }
    if place
        && asked.has(&["will", "going", "next", "likely"])
        && asked.has(&["go", "head", "move", "walk", "travel", "going", "be"])
    {
        return will_go(story, &asked);
    }
    if place && asked.has(&["before", "prior", "previously", "after"]) {
        return before_or_after(story, &asked);
    }
    if let Some(found) = gift(story, &asked).filter(|_| story.happened) {
        return Some(found);
    }
    if place {
        return located(story, &asked);
    }
    if let Some(found) = holding(scene, story, &asked).filter(|_| story.happened) {
        return Some(found);
    }
    match asked.frame.asked.as_deref() {
        None | Some("whether") => is_in(scene, story, &asked),
        Some("who" | "what") => who_is_in(story, &asked),
        _ => None,
    }
}

impl Asked<'_> {
    fn has_run_how_many(&self) -> bool {
        self.line.has_run(&["how", "many"]) || self.line.has_run(&["number", "of"]) || self.has(&["count"])
    }
}

/// The people, things and places of the story that a question names, in its order.
fn known(story: &Story<'_>, line: &Line<'_>) -> Vec<String> {
    let words: Vec<&str> = line.tokens.iter().map(|token| token.lower.as_str()).collect();
    let names = story.world.people().iter().chain(story.world.things()).chain(&story.places);
    let mut found: Vec<(usize, String)> = Vec::new();
    for name in names {
        let parts: Vec<&str> = name.split(' ').collect();
        let at = words.windows(parts.len()).position(|window| window == parts.as_slice());
        if let Some(at) = at.filter(|_| !found.iter().any(|(_, known)| known == name)) {
            found.push((at, name.clone()));
        }
    }
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

fn found(story: &Story<'_>, value: String, claim: String, sources: &[usize]) -> Found {
    let value = Value::Text(value);
    Found::answer(Finding::bare(value), OutcomeKind::Proved, Some(proof(story, claim, sources)))
        .with_confidence(SURE)
        .with_reasons()
}

fn proof(story: &Story<'_>, claim: String, sources: &[usize]) -> Proof {
    let mut order = sources.to_vec();
    order.extend(sources.iter().filter_map(|source| story.leans.get(source)));
    order.sort_unstable();
    order.dedup();
    let from = order.into_iter().filter_map(|source| story.lines.get(source)).map(Line::leaf).collect();
    Proof { claim, by: "what happened persists until something ends it".to_owned(), from }
}

/// The answer with what the checker says of the facts that it rests on.
fn borne(story: &Story<'_>, found: Found, facts: &[Fact<'_>]) -> Found {
    found.checked(borne_out(&story.world.log, facts))
}

/// "Where is the lamp?"
fn located(story: &Story<'_>, asked: &Asked<'_>) -> Option<Found> {
    let who = asked.known.iter().find(|name| story.world.place_of(name).is_some()).or(asked.known.first())?;
    let (place, sources) = story.world.place_of(who)?;
    let name = story.display(who);
    let since =
        story.world.touched_last(who).filter(|source| sources.contains(source) || story.world.holder_of(who).is_some());
    let all: Vec<usize> = sources.iter().copied().chain(since).collect();
    match place {
        Where::At(place) => {
            let found = found(story, definite(place), format!("{name} is in {}", definite(place)), &all);
            Some(borne(story, found, &[Fact::In(who, place)]))
        }
        Where::Among(places) => {
            let said = places.join(" or the ");
            Some(found(story, format!("either the {said}"), format!("{name} is in the {said}"), &all))
        }
        Where::NotIn(_) => None,
    }
}

/// "Where was the lamp before the hall?"
fn before_or_after(story: &Story<'_>, asked: &Asked<'_>) -> Option<Found> {
    let who = asked.known.iter().find(|name| !story.world.stays_of(name).is_empty())?;
    let stays = story.world.stays_of(who);
    let place = asked.known.iter().find(|name| *name != who && stays.iter().any(|stay| stay.place == **name));
    let at = match place {
        Some(place) => stays.iter().rposition(|stay| stay.place == *place)?,
        // "Where was it before?"
        None if asked.known.len() == 1 => stays.len().checked_sub(1)?,
        None => return None,
    };
    let later = asked.has(&["after"]);
    let other = if later { stays.get(at + 1)? } else { stays.get(at.checked_sub(1)?)? };
    let here = stays.get(at)?;
    let sources: Vec<usize> = [other.sources.clone(), here.sources.clone()].concat();
    let touched = story.world.touched_last(who);
    let all: Vec<usize> = sources.into_iter().chain(touched).collect();
    let order = if later { "after" } else { "before" };
    let claim = format!("{} was in the {} {order} the {}", story.display(who), other.place, here.place);
    let (first, second) = if later { (&here.place, &other.place) } else { (&other.place, &here.place) };
    let found = found(story, format!("the {}", other.place), claim, &all);
    Some(borne(story, found, &[Fact::Before(who, first, second)]))
}

/// "How many things does Ann carry?", "How many people are in the hall?"
fn count(story: &Story<'_>, asked: &Asked<'_>) -> Option<Found> {
    let who = asked.known.first()?;
    let people = asked.has(&["people", "persons", "individuals"]);
    if story.places.contains(who) && (people || asked.has(&["who"])) {
        let inside = inside(story, who);
        let sources: Vec<usize> = inside.iter().flat_map(|(_, sources)| sources.clone()).collect();
        return Some(found(
            story,
            inside.len().to_string(),
            format!("{} people are in the {who}", inside.len()),
            &sources,
        ));
    }
    // Things of one kind may be many in one, and numbers are for those who count.
    if !asked.has(&["objects", "things", "items", "object", "thing", "item", "possessions"]) {
        return None;
    }
    if !story.world.people().contains(who) || !carries(asked) || asked.known.len() > 1 {
        return None;
    }
    let number = story.world.held_by(who).len();
    let claim = format!("{} has {number}", story.display(who));
    let things: Vec<&str> = story.world.held_by(who).into_iter().map(|(thing, _)| thing).collect();
    let found = found(story, number.to_string(), claim, &story.world.handled_by(who));
    Some(borne(story, found, &[Fact::HasAll(who, &things)]))
}

/// Words before what is one certain thing.
const CERTAIN: &[&str] = &["the", "this", "that", "his", "her", "their", "its", "my", "your", "our"];

fn carries(asked: &Asked<'_>) -> bool {
    matches!(asked.frame.act, Some(Act::Hold | Act::Bring | Act::Take))
        || asked.line.tokens.iter().any(|token| token.is_any(&["hold", "carry", "possess"]))
        || asked.has(&["possession", "hands", "hand"])
        // "What does Ann have with her?"
        || ["him", "her", "them", "himself", "herself"].iter().any(|own| asked.line.has_run(&["with", own]))
}

/// "What does Ann carry?", "Who has the lamp?", "Does Ann have the lamp?"
fn holding(scene: &Scene<'_>, story: &Story<'_>, asked: &Asked<'_>) -> Option<Found> {
    if !carries(asked) {
        return None;
    }
    let person = asked.known.iter().find(|name| story.world.people().contains(name));
    let thing = asked.known.iter().find(|name| story.world.things().contains(name));
    match (person, thing) {
        (Some(person), Some(thing)) if asked.frame.asked.is_none() || asked.asks("whether") => {
            let holder = story.world.holder_of(thing);
            let truth = holder.is_some_and(|(holder, _)| holder == person);
            // Only a certain thing is with one holder alone: others may have a badge or free shipping, too.
            let first = thing.split(' ').next().unwrap_or("");
            let mut pairs = asked.line.tokens.windows(2);
            let certain = pairs.any(|two| matches!(two, [before, own] if own.lower == first && before.is_any(CERTAIN)));
            if !truth && !certain {
                return None;
            }
            let sources: Vec<usize> = story.world.touched_last(thing).into_iter().collect();
            let claim =
                format!("{} {} the {thing}", story.display(person), if truth { "has" } else { "does not have" });
            let fact = if truth { Fact::Has(person, thing) } else { Fact::HasNot(person, thing) };
            let proof = proof(story, claim, &sources);
            let found = verdict::verdict(scene, Verdict::of(truth), None, Some(proof)).with_confidence(SURE);
            Some(borne(story, found, &[fact]))
        }
        (Some(person), None) => {
            let held: Vec<&str> = story.world.held_by(person).into_iter().map(|(thing, _)| thing).collect();
            let name = story.display(person);
            if held.is_empty() {
                let claim = format!("{name} has nothing");
                let found = found(story, "nothing".to_owned(), claim, &story.world.handled_by(person));
                return Some(borne(story, found, &[Fact::HasAll(person, &[])]));
            }
            let since = story.world.handled_by(person);
            let list = held.join(", ");
            let found = found(story, list, format!("{name} has the {}", held.join(" and the ")), &since);
            Some(borne(story, found, &[Fact::HasAll(person, &held)]))
        }
        (None, Some(thing)) if asked.asks("who") => {
            let (holder, since) = story.world.holder_of(thing)?;
            let name = story.display(holder);
            let found = found(story, name.clone(), format!("{name} has the {thing}"), &[since]);
            Some(borne(story, found, &[Fact::Has(holder, thing)]))
        }
        _ => None,
    }
}

/// "Who gave the lamp to Ann?", "What did Ann get from Ben?"
fn gift(story: &Story<'_>, asked: &Asked<'_>) -> Option<Found> {
    let act = asked.frame.act.filter(|act| matches!(act, Act::Give | Act::Receive | Act::Take | Act::Bring))?;
    let gives = matches!(act, Act::Give | Act::Bring);
    let person = |name: &&String| story.world.people().contains(name);
    let to = asked.governed("to").filter(|name| person(name));
    let from = asked.governed("from").or(asked.governed("by")).filter(|name| person(name));
    let thing = asked.known.iter().find(|name| story.world.things().contains(name) && !person(name));
    let subject = asked.frame.subject.names.iter().find(|name| person(name));
    let objects = asked.frame.objects.iter().flat_map(|group| &group.names).find(|name| person(name));
    // "was given": the subject receives.
    let (giver, receiver) = match (gives, asked.frame.passive) {
        (true, false) => (subject.or(from), to.or(objects)),
        (true, true) => (from, subject.or(to)),
        _ => (from, subject.or(to)),
    };
    let fits = |gift: &&Gift| {
        thing.is_none_or(|thing| gift.thing == *thing)
            && giver.is_none_or(|giver| gift.giver.as_ref() == Some(giver))
            && receiver.is_none_or(|receiver| gift.receiver.as_ref() == Some(receiver))
    };
    let gift = story.world.gifts.iter().rfind(fits)?;
    let asks_thing = asked.asks("what") || asked.asks("which");
    let answer = if asks_thing && thing.is_none() {
        format!("the {}", gift.thing)
    } else if asked.asks("who") || asked.asks("whom") || asked.line.has(&["whom", "who"]) {
        let asks_giver = match (giver, receiver) {
            _ if asked.line.has_run(&["by", "whom"]) || asked.line.has_run(&["from", "whom"]) => true,
            _ if asked.line.has_run(&["to", "whom"]) => false,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            _ => gives && !asked.frame.passive && !asked.line.has_run(&["to", "whom"]) || asked.has(&["from"]),
        };
        story.display(if asks_giver { gift.giver.as_ref()? } else { gift.receiver.as_ref()? })
    } else {
        return None;
    };
    let passed = Fact::Passed(gift.giver.as_deref(), &gift.thing, gift.receiver.as_deref());
    let giver = gift.giver.as_ref().map_or("somebody".to_owned(), |giver| story.display(giver));
    let receiver = gift.receiver.as_ref().map_or("somebody".to_owned(), |receiver| story.display(receiver));
    let claim = format!("{giver} gave the {} to {receiver}", gift.thing);
    Some(borne(story, found(story, answer, claim, &[gift.source]), &[passed]))
}

/// Verbs that say where somebody can be met with.
const FINDS: &[&str] = &["find", "found", "meet", "see", "locate", "located", "spot", "encounter", "stand", "stay"];

/// The place that a question asks to be in.
fn inner_place<'a>(asked: &'a Asked<'_>) -> Option<&'a String> {
    let inside =
        |(preposition, _): &&(String, _)| matches!(preposition.as_str(), "in" | "at" | "inside" | "on" | "within");
    asked.frame.places.iter().find(inside).and_then(|(_, group)| group.names.first())
}

/// "Is Ann in the hall?"
fn is_in(scene: &Scene<'_>, story: &Story<'_>, asked: &Asked<'_>) -> Option<Found> {
    let place = inner_place(asked)?;
    // "Is Ann in the hall?", "Would one find Ann in the hall?", "Can Ann be found in the hall?"
    let finds = asked.line.tokens.iter().any(|token| token.is_any(FINDS));
    let subject = asked.frame.subject.names.first().filter(|name| asked.known.contains(name));
    let object = || asked.known.iter().find(|name| *name != place).filter(|_| finds);
    let who = subject.filter(|_| finds || asked.frame.act.is_none()).or_else(object)?;
    let (told, sources) = story.world.place_of(who)?;
    let verdict = match told {
        Where::At(at) => Verdict::of(at == place),
        Where::Among(places) if places.contains(place) => Verdict::Unknown,
        Where::Among(_) => Verdict::False,
        Where::NotIn(places) if places.contains(place) => Verdict::False,
        Where::NotIn(_) => return None,
    };
    let name = story.display(who);
    let claim = match verdict {
        Verdict::True => format!("{name} is in the {place}"),
        Verdict::False => format!("{name} is not in the {place}"),
        Verdict::Unknown | Verdict::Both => format!("{name} may be in the {place}"),
    };
    if verdict == Verdict::Unknown && verdict.label(scene.task).is_none() {
        return Some(found(story, "maybe".to_owned(), claim, sources));
    }
    // Where people move, what is told later replaces what was told before; timeless logic does not see that.
    let sure = if story.happened { 0.97 } else { SURE };
    let checked = match verdict {
        Verdict::True => borne_out(&story.world.log, &[Fact::In(who, place)]),
        Verdict::False => borne_out(&story.world.log, &[Fact::NotIn(who, place)]),
        Verdict::Unknown | Verdict::Both => None,
    };
    let proof = proof(story, claim, sources);
    let negated = asked.frame.negated;
    let verdict = match verdict {
        Verdict::True if negated => Verdict::False,
        Verdict::False if negated => Verdict::True,
        other => other,
    };
    Some(verdict::verdict(scene, verdict, None, Some(proof)).with_confidence(sure).checked(checked))
}

/// Who is in a place, with the sentences that tell it.
fn inside(story: &Story<'_>, place: &str) -> Vec<(String, Vec<usize>)> {
    let people = story.world.people().iter().filter(|name| story.is_person(name));
    let here = |name: &String| match story.world.place_of(name) {
        Some((Where::At(at), sources)) if at == place => Some((story.display(name), sources.clone())),
        _ => None,
    };
    people.filter_map(here).collect()
}

/// "Who is in the hall?", "What is in the hall?"
fn who_is_in(story: &Story<'_>, asked: &Asked<'_>) -> Option<Found> {
    let place = ["in", "at", "inside", "within"]
        .iter()
        .find_map(|word| asked.governed(word))
        .filter(|place| story.places.contains(place))?;
    let found_here: Vec<(String, Vec<usize>)> = if asked.asks("who") {
        inside(story, place)
    } else {
        let at = |thing: &&String| matches!(story.world.place_of(thing), Some((Where::At(at), _)) if at == place);
        let things = story.world.things().iter().filter(|thing| !story.is_person(thing)).filter(at);
        things
            .map(|thing| {
                (thing.clone(), story.world.place_of(thing).map(|(_, sources)| sources.clone()).unwrap_or_default())
            })
            .collect()
    };
    let names: Vec<String> = found_here.iter().map(|(name, _)| name.clone()).collect();
    let sources: Vec<usize> = found_here.into_iter().flat_map(|(_, sources)| sources).collect();
    let value = if !names.is_empty() {
        names.join(", ")
    } else if asked.asks("who") {
        "nobody".to_owned()
    } else {
        "nothing".to_owned()
    };
    let all: Vec<String> = if asked.asks("who") {
        story.world.people().iter().filter(|name| story.is_person(name)).cloned().collect()
    } else {
        story.world.things().iter().filter(|thing| !story.is_person(thing)).cloned().collect()
    };
    let inside: Vec<String> = all.iter().filter(|name| names.contains(&story.display(name))).cloned().collect();
    let found = found(story, value.clone(), format!("{value} is in the {place}"), &sources);
    Some(borne(story, found, &[Fact::Inside(&all, &inside, place)]))
}

/// "Why did Ann go to the kitchen?": the state that was told of her.
fn reason(story: &Story<'_>, asked: &Asked<'_>) -> Option<Found> {
    let who = asked.known.iter().find(|name| story.states.contains_key(*name))?;
    let (state, source) = story.states.get(who)?;
    let claim = format!("{} is {state}", story.display(who));
    Some(found(story, state.clone(), claim, &[*source]))
}

/// How sure it is that somebody does what people in the same need usually do.
const USUAL: f32 = 0.75;

/// "Where will Ann go?": where others in her state went, else where people in it usually go.
fn will_go(story: &Story<'_>, asked: &Asked<'_>) -> Option<Found> {
    let who = asked.known.iter().find(|name| story.states.contains_key(*name))?;
    let (state, source) = story.states.get(who)?;
    let same = |name: &str| story.states.get(name).is_some_and(|(other, _)| other == state);
    let shown = story.deeds.iter().rfind(|(other, act, _, _)| *act == Act::Move && other != who && same(other));
    let (place, mut sources) = match shown {
        Some((_, _, place, at)) => (place.clone(), vec![*at]),
        None => (usual_place(state)?.to_owned(), Vec::new()),
    };
    sources.push(*source);
    let claim = format!("{} is {state} and will go to the {place}", story.display(who));
    let answer = found(story, format!("the {place}"), claim, &sources);
    // What people usually do is likely, not told.
    Some(if shown.is_none() { answer.with_confidence(USUAL) } else { answer })
}

/// Where people in a state usually go.
fn usual_place(state: &str) -> Option<&'static str> {
    const NEEDS: &str = include_str!("../../../data/needs.txt");
    NEEDS.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut words = line.split(' ');
        (words.next() == Some(state)).then(|| words.next())?
    })
}

/// A place as it is said: "the kitchen", but "home".
fn definite(place: &str) -> String {
    if place == "home" { place.to_owned() } else { format!("the {place}") }
}
