//! Told relations of a line: which thing lies in which direction of which.

use super::pieces::{Piece, pieces};
use crate::world::line::Line;
use crate::world::space::{Step, clock, sum};

/// That a figure lies in a direction from a ground.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub(super) figure: String,
    pub(super) ground: String,
    pub(super) step: Step,
}

/// Words that may stand between a direction and its ground.
const LINKS: &[&str] = &[
    "of",
    "to",
    "from",
    "than",
    "the",
    "side",
    "hand",
    "corner",
    "direction",
    "position",
    "part",
    "edge",
    "end",
    "relative",
    "with",
    "respect",
    "in",
    "relation",
    "as",
    "seen",
    "viewed",
    "a",
    "-",
];

/// The relations that a line tells.
pub(super) fn relations(line: &Line<'_>) -> Vec<Told> {
    if line.has(&["not", "n't", "never", "?"]) {
        return Vec::new();
    }
    let pieces = pieces(line);
    let Some(first) = pieces.iter().find_map(thing) else { return Vec::new() };
    let mut told = Vec::new();
    for segment in segments(&pieces) {
        told.extend(relation(segment, first));
    }
    told
}

/// The relation that the pieces of a question name.
pub(super) fn relation_of(pieces: &[Piece]) -> Option<Told> {
    relation(pieces, pieces.iter().find_map(thing)?)
}

/// The place of the thing from which a direction is meant.
pub(super) fn ground_of(pieces: &[Piece]) -> Option<usize> {
    ground(pieces).map(|(at, _)| at)
}

fn thing(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Thing(name) => Some(name),
        _ => None,
    }
}

/// Cuts a line where a further thing begins after a complete relation.
fn segments(pieces: &[Piece]) -> Vec<&[Piece]> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, piece) in pieces.iter().enumerate() {
        let joint = matches!(piece, Piece::Word(word) if [",", "and", ";", "while", "but", "whereas", ":"].contains(&word.as_str()));
        let Some(here) = pieces.get(start..at) else { continue };
        if joint && is_complete(here) && begins_with_thing(pieces.get(at + 1..).unwrap_or(&[])) {
            found.push(here);
            start = at + 1;
        }
    }
    found.extend(pieces.get(start..));
    found
}

fn begins_with_thing(rest: &[Piece]) -> bool {
    let skipped =
        |piece: &&Piece| matches!(piece, Piece::Word(word) if ["the", "a", "an", "and"].contains(&word.as_str()));
    rest.iter().find(|piece| !skipped(piece)).is_some_and(|piece| matches!(piece, Piece::Thing(_)))
}

/// Whether two different things and a direction between or after them with a ground were named.
fn is_complete(segment: &[Piece]) -> bool {
    ground(segment).is_some_and(|(ground, _)| {
        segment.iter().any(|piece| thing(piece).is_some_and(|name| Some(name) != segment.get(ground).and_then(thing)))
    })
}

fn relation(segment: &[Piece], first: &str) -> Option<Told> {
    let has_way = |piece: &Piece| matches!(piece, Piece::Way(_) | Piece::Hour(_));
    let way = segment.iter().position(has_way)?;
    let name = |at: usize| match segment.get(at) {
        Some(Piece::It) => Some(first),
        Some(piece) => thing(piece),
        None => None,
    };
    let named: Vec<usize> = (0..segment.len()).filter(|at| name(*at).is_some()).collect();
    let other = |than: &str| named.iter().copied().find(|at| name(*at) != Some(than)).and_then(name);
    let (figure, ground, until) = match ground(segment) {
        Some((at, _)) => {
            let ground = name(at)?;
            let before = named.iter().rev().copied().find(|near| *near < way && name(*near) != Some(ground));
            let figure = before.and_then(name).or_else(|| other(ground))?;
            (figure, ground, segment.len())
        }
        None => {
            let near = named.iter().rev().copied().find(|near| *near < way).or(named.first().copied())?;
            let figure = name(near)?;
            let ground = other(figure).or(Some(first).filter(|first| *first != figure))?;
            // The next thing has directions of its own.
            let next = named.iter().copied().find(|at| *at > way).unwrap_or(segment.len());
            (figure, ground, next)
        }
    };
    let step = step(segment.get(..until)?)?;
    Some(Told { figure: figure.to_owned(), ground: ground.to_owned(), step })
}

/// The direction that a segment names: an hour counts before words.
fn step(segment: &[Piece]) -> Option<Step> {
    let hours: Vec<f32> =
        segment.iter().filter_map(|piece| if let Piece::Hour(hour) = piece { Some(*hour) } else { None }).collect();
    if let Some(first) = hours.first() {
        let last = hours.last().unwrap_or(first);
        return Some(clock((first + last) / 2.0));
    }
    let ways: Vec<Step> =
        segment.iter().filter_map(|piece| if let Piece::Way(step) = piece { Some(*step) } else { None }).collect();
    let found = sum(ways.clone());
    // Opposite directions belong to two things: "with P at the bottom, G on the top".
    let found = if found == Step::default() { ways.first().copied().unwrap_or_default() } else { found };
    (found != Step::default()).then_some(found)
}

/// The place of the ground in a segment, where its words mark one, and how.
fn ground(segment: &[Piece]) -> Option<(usize, &'static str)> {
    let word = |at: usize| match segment.get(at) {
        Some(Piece::Word(word)) => word.as_str(),
        _ => "",
    };
    let is_thing = |at: usize| matches!(segment.get(at), Some(Piece::Thing(_) | Piece::It));
    let at_things = || (0..segment.len()).filter(|at| is_thing(*at));
    let centre = (0..segment.len())
        .any(|at| matches!(word(at), "center" | "centre" | "middle") && word(at.wrapping_sub(1)) != "off");
    let hours = segment.iter().any(|piece| matches!(piece, Piece::Hour(_)));
    if centre && hours {
        let at = (0..segment.len()).find(|at| matches!(word(*at), "center" | "centre" | "middle"))?;
        return (0..at).rev().find(|near| is_thing(*near)).map(|at| (at, "centre"));
    }
    if let Some(at) = at_things().find(|at| word(at + 1).starts_with('\'')) {
        return Some((at, "owner"));
    }
    if let Some(at) = at_things().find(|at| matches!(word(at + 1), "has" | "have" | "had")) {
        return Some((at, "has"));
    }
    let relative = |at: &usize| {
        let mut near = at.saturating_sub(1);
        while matches!(word(near), "the" | "a" | "to" | "with" | "of") && near > 0 {
            near -= 1;
        }
        matches!(word(near), "relative" | "respect" | "compared" | "relation" | "from") && *at > 0
    };
    if let Some(at) = at_things().find(relative) {
        return Some((at, "relative"));
    }
    let ways = (0..segment.len()).filter(|at| matches!(segment.get(*at), Some(Piece::Way(_) | Piece::Hour(_))));
    let after = ways.into_iter().find_map(|way| {
        let mut next = way + 1;
        while LINKS.contains(&word(next)) || matches!(word(next), "o'clock" | "oclock") {
            next += 1;
        }
        is_thing(next).then_some((next, "after"))
    });
    // "at an angle to Y, in the upper corner".
    let governed = |at: &usize| {
        let mut near = at.saturating_sub(1);
        while matches!(word(near), "the" | "a" | "an") && near > 0 {
            near -= 1;
        }
        *at > 0 && matches!(word(near), "to" | "of")
    };
    after.or_else(|| at_things().find(governed).map(|at| (at, "governed")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine_api::{Ask, Reader};
    use english_core::English;

    fn check(text: &str, figure: &str, ground: &str, right: i32, up: i32) {
        let reading = English::new().read(&Ask::of(text));
        let found: Vec<Told> =
            reading.turns[0].iter().flat_map(|sentence| relations(&Line::of(sentence, text))).collect();
        let expected = Told { figure: figure.to_owned(), ground: ground.to_owned(), step: Step::new(right, up) };
        assert_eq!(found, [expected], "{text}");
    }

    #[test]
    fn relations_are_read() {
        check("J is directly above C.", "j", "c", 0, 1);
        check("The lamp is to the left of the red vase.", "lamp", "red vase", -1, 0);
        check("To the left of the sofa is the lamp.", "lamp", "sofa", -1, 0);
        check("C and D stand next to each other with C on the right and D on the left.", "c", "d", 1, 0);
        check("C and D stand in a vertical row with D at the top.", "d", "c", 0, 1);
        check("K stands there and H is right below it.", "h", "k", 0, -1);
        check("H is at the 10 o'clock position of K.", "h", "k", -1, 1);
        check("H is at K's 6 o'clock.", "h", "k", 0, -1);
        check("If K is the center of a clock face, H lies between 1 and 2.", "h", "k", 1, 1);
        check("H is below and to the right of K.", "h", "k", 1, -1);
        check("H is above K and to the left of K.", "h", "k", -1, 1);
        check("The object H sits at the top of the object K.", "h", "k", 0, 1);
        check("The school lies north-west of the park.", "school", "park", -1, 1);
        check("K has H to its left.", "h", "k", -1, 0);
    }
}
