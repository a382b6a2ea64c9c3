//! What the rules of actions leave unsaid because everybody knows it: a thing that is held stands nowhere, a thing that
//! is put somewhere is there, a thing is free when nothing lies on it.

use super::Domain;
use super::phrase::{Arg, Phrase};
use super::schema::Schema;

/// The keys of the facts that hang together.
#[derive(Debug, Default)]
struct Keys {
    /// "holding x".
    held: Option<String>,
    /// "the hand is empty".
    free_hand: Option<String>,
    /// "x is on top of y".
    on: Option<String>,
    /// "x is on the table".
    ground: Option<String>,
    /// "x is clear".
    clear: Option<String>,
}

/// Completes what the actions need and change.
pub(crate) fn complete(domain: &mut Domain) {
    let keys = keys(domain);
    let explicit = domain.schemas.iter().all(|schema| !schema.adds.is_empty() && !schema.deletes.is_empty());
    if keys.held.is_none() || explicit {
        return;
    }
    for schema in &mut domain.schemas {
        place(schema, &keys);
        hold(schema, &keys);
        uncover(schema, &keys);
    }
}

fn keys(domain: &Domain) -> Keys {
    let told = domain.start.iter().chain(&domain.goal);
    let ruled = domain.schemas.iter().flat_map(|schema| schema.needs.iter().chain(&schema.adds).chain(&schema.deletes));
    let mut keys = Keys::default();
    for phrase in told.chain(ruled) {
        let words: Vec<&str> = phrase.key.split(' ').collect();
        let key = || Some(phrase.key.clone());
        match words.as_slice() {
            ["holding" | "hold" | "held" | "carrying" | "grasping", "_"] | ["_", "held"] => keys.held = key(),
            ["hand" | "arm" | "gripper" | "robot", .., "empty" | "free"] | ["hand" | "handempty", ..] => {
                keys.free_hand = key()
            }
            ["_", "on", .., "_"] | ["_", "atop" | "above" | "onto", "_"] => keys.on = key(),
            ["_", "on", _] | ["_", "on", "the", _] => keys.ground = key(),
            ["_", "clear" | "free" | "uncovered"] => keys.clear = key(),
            _ => {}
        }
    }
    keys
}

fn of(key: &Option<String>, args: &[usize]) -> Option<Phrase> {
    let args = args.iter().map(|param| Arg::Param(*param)).collect();
    key.as_ref().map(|key| Phrase { key: key.clone(), args, negated: false })
}

fn push(list: &mut Vec<Phrase>, phrase: Option<Phrase>) {
    list.extend(phrase.filter(|phrase| !list.contains(phrase)));
}

/// The place that the title names: "stack x on top of y" puts x there, "unstack x from on top of y" takes it away.
fn place(schema: &mut Schema, keys: &Keys) {
    let words: Vec<&str> = schema.between.split(' ').filter(|word| !word.is_empty()).collect();
    if schema.params.len() >= 2 && !words.is_empty() {
        let on = of(&keys.on, &[0, 1]);
        if words.contains(&"from") || words.contains(&"off") {
            push(&mut schema.needs, on.clone());
            push(&mut schema.deletes, on);
        } else if words.iter().any(|word| matches!(*word, "on" | "onto" | "atop" | "top")) {
            push(&mut schema.adds, on);
        }
    }
    let releases = of(&keys.held, &[0]).is_some_and(|held| schema.needs.contains(&held));
    let placed = of(&keys.on, &[0, 1]).is_some_and(|on| schema.adds.contains(&on));
    if releases && !placed {
        push(&mut schema.adds, of(&keys.ground, &[0]));
    }
}

/// Holding fills the hand and takes the thing from its place; letting go empties it.
fn hold(schema: &mut Schema, keys: &Keys) {
    let (Some(held), hand) = (of(&keys.held, &[0]), of(&keys.free_hand, &[])) else { return };
    if schema.needs.contains(&held) {
        push(&mut schema.deletes, Some(held));
        push(&mut schema.adds, hand);
        push(&mut schema.adds, of(&keys.clear, &[0]));
        return;
    }
    let takes = schema.adds.contains(&held) || hand.as_ref().is_some_and(|hand| schema.needs.contains(hand));
    if !takes {
        return;
    }
    push(&mut schema.adds, Some(held));
    push(&mut schema.deletes, hand);
    push(&mut schema.deletes, of(&keys.clear, &[0]));
    let places: Vec<Phrase> = schema.needs.iter().filter(|need| is_place(need, keys)).cloned().collect();
    for place in places {
        push(&mut schema.deletes, Some(place));
    }
}

fn is_place(phrase: &Phrase, keys: &Keys) -> bool {
    let key = Some(&phrase.key);
    (key == keys.on.as_ref() || key == keys.ground.as_ref()) && phrase.args.first() == Some(&Arg::Param(0))
}

/// What loses its load is clear, what gets one is not.
fn uncover(schema: &mut Schema, keys: &Keys) {
    if schema.params.len() < 2 {
        return;
    }
    let Some(on) = of(&keys.on, &[0, 1]) else { return };
    if schema.adds.contains(&on) {
        push(&mut schema.needs, of(&keys.clear, &[1]));
        push(&mut schema.deletes, of(&keys.clear, &[1]));
    } else if schema.deletes.contains(&on) {
        push(&mut schema.adds, of(&keys.clear, &[1]));
    }
}
