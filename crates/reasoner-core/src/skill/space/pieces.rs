//! A line as things, directions and the words between them.

use engine_api::Pos;

use crate::world::line::{Line, singular};
use crate::world::space::{Step, direction};

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// A thing or place by its name.
    Thing(String),
    /// "it": a thing named before.
    It,
    /// A word for a direction.
    Way(Step),
    /// An hour on a clock face.
    Hour(f32),
    /// Any other word or mark, lower case.
    Word(String),
}

/// Nouns that stand before a label and name nothing themselves.
const GENERIC: &[&str] = &[
    "object", "thing", "item", "agent", "entity", "element", "symbol", "letter", "point", "figure", "piece", "shape",
    "block",
];

/// Words that describe how things lie; no thing is named so.
const SCENERY: &[&str] = &[
    "plane",
    "line",
    "clock",
    "face",
    "center",
    "centre",
    "gap",
    "position",
    "corner",
    "side",
    "angle",
    "degree",
    "direction",
    "way",
    "part",
    "end",
    "edge",
    "hand",
    "place",
    "spot",
    "location",
    "relation",
    "relationship",
    "relative",
    "respect",
    "relationships",
    "slightly",
    "directly",
    "exactly",
    "immediately",
    "diagonally",
    "horizontal",
    "vertical",
    "horizontally",
    "vertically",
    "parallel",
    "diagonal",
    "small",
    "same",
    "slight",
    "off",
    "there",
    "here",
    "o'clock",
    "other",
    "each",
    "middle",
    "labeled",
    "labelled",
    "called",
    "named",
    "marked",
    "where",
    "which",
    "what",
    "who",
    "answer",
    "list",
    "walk",
    "order",
    "example",
    "terms",
    "reference",
    "compare",
    "compared",
    "compass",
    "route",
    "path",
    "directions",
    "spatial",
    "relationally",
    "straight",
    "just",
    "both",
    "together",
    "right-angle",
    "too",
    "distance",
    "adjacent",
    "next",
    "beside",
    "toward",
    "towards",
    "away",
    "facing",
    "face",
    "sides",
    "far",
    "close",
    "near",
    "located",
];

/// Verbs of lying and placing in the forms that describe a scene, and others that stand between things.
const POSTURES: &[&str] = &[
    "sit",
    "stand",
    "lie",
    "place",
    "position",
    "locate",
    "situate",
    "present",
    "hang",
    "rest",
    "set",
    "find",
    "see",
    "appear",
    "put",
    "arrange",
    "stay",
    "float",
    "hover",
    "remain",
    "be",
    "have",
    "do",
    "go",
    "get",
    "travel",
    "head",
    "move",
    "reach",
    "walk",
    "come",
    "view",
    "relate",
    "compare",
    "look",
    "lies",
    "lying",
    "sits",
    "sitting",
    "stands",
    "standing",
    "placed",
    "positioned",
    "situated",
    "presents",
    "rests",
    "resting",
    "lay",
    "found",
    "oriented",
    "face",
    "start",
    "take",
    "end",
    "describe",
    "determine",
    "tell",
    "say",
    "know",
    "give",
    "hung",
    "mounted",
    "parked",
    "set",
];

/// The pieces of a line, in order.
pub(super) fn pieces(line: &Line<'_>) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let clocked = line.has(&["clock", "o'clock", "oclock"]);
    let mut name: Vec<String> = Vec::new();
    for at in 0..line.tokens.len() {
        if let Some(word) = of_name(line, at) {
            name.push(word);
            continue;
        }
        // "the box of chocolates" is one thing.
        if line.lower(at) == "of" && !name.is_empty() && container(line, at, &name) {
            name.push("of".to_owned());
            continue;
        }
        close(&mut found, &mut name);
        found.push(other(line, at, clocked));
    }
    close(&mut found, &mut name);
    found
}

/// Whether "of" joins two parts of one name: no direction before it, a bare plural or mass noun after it.
fn container(line: &Line<'_>, at: usize, name: &[String]) -> bool {
    let measures = [
        "box", "glass", "cup", "bottle", "bag", "bar", "piece", "sheet", "pair", "bowl", "can", "jar", "head",
        "basket", "bunch", "stack", "pile", "set", "deck",
    ];
    name.last().is_some_and(|last| measures.contains(&last.as_str()) || measures.contains(&singular(last).as_str()))
        && line.tokens.get(at + 1).is_some_and(|next| matches!(next.pos, Pos::Noun | Pos::ProperNoun | Pos::Adjective))
}

fn close(found: &mut Vec<Piece>, name: &mut Vec<String>) {
    let words = std::mem::take(name);
    let labels = words.iter().any(|word| !GENERIC.contains(&word.as_str()));
    let kept: Vec<String> = words.into_iter().filter(|word| !labels || !GENERIC.contains(&word.as_str())).collect();
    if kept.is_empty() {
        return;
    }
    // "the objects" names nothing by itself, "the block" does.
    let name = kept.join(" ");
    found.push(if labels || name == "block" || name == "piece" { Piece::Thing(name) } else { Piece::Word(name) });
}

/// The word at a place as a part of a thing's name.
fn of_name(line: &Line<'_>, at: usize) -> Option<String> {
    let token = line.tokens.get(at)?;
    let single = token.text.chars().count() == 1 && token.is_capital();
    if single {
        return is_label(line, at).then(|| token.lower.clone());
    }
    let nominal = matches!(token.pos, Pos::Noun | Pos::ProperNoun | Pos::Adjective | Pos::Other)
        || (matches!(token.pos, Pos::Verb | Pos::Adverb) && after_article(line, at));
    let one = singular(&token.lower);
    let taken = SCENERY.contains(&token.lower.as_str())
        || SCENERY.contains(&one.as_str())
        || (POSTURES.contains(&token.lower.as_str()) || POSTURES.contains(&token.lemma)) && !after_article(line, at)
        || direction(&token.lower).is_some()
        || !token.text.chars().next().is_some_and(char::is_alphabetic);
    (nominal && !taken).then_some(if GENERIC.contains(&one.as_str()) { one } else { token.lower.clone() })
}

fn after_article(line: &Line<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        // A capital "A" within a sentence is a label.
        let label = before > 0 && line.tokens.get(before).is_some_and(|token| token.text == "A");
        !label && ["the", "a", "an", "this", "that"].contains(&line.lower(before))
    })
}

/// Whether a single capital letter is a label: "A" and "I" are not where a noun follows them or a verb of saying.
fn is_label(line: &Line<'_>, at: usize) -> bool {
    let Some(token) = line.tokens.get(at) else { return false };
    let next = line.tokens.get(at + 1);
    match token.lower.as_str() {
        "a" if at > 0 => true,
        "a" => {
            let posture = next.is_none_or(|next| next.is_any(POSTURES) || next.is_mark());
            let links = next.is_some_and(|next| {
                matches!(next.pos, Pos::Auxiliary | Pos::Verb | Pos::Coordinator | Pos::Adposition | Pos::Particle)
                    || next.is_capital()
                    || direction(&next.lower).is_some()
            });
            posture || links
        }
        // "I" among other letters is one of them.
        "i" => {
            let led = at.checked_sub(1).and_then(|before| line.tokens.get(before));
            let follows = ["is", "lies", "sits", "stands", "presents"].contains(&line.lower(at + 1));
            follows || has_letters(line) || led.is_some_and(|led| matches!(led.pos, Pos::Adposition | Pos::Particle))
        }
        _ => true,
    }
}

/// Whether single letters other than "A" and "I" name things in the line.
fn has_letters(line: &Line<'_>) -> bool {
    let letter = |text: &str| text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    line.tokens.iter().any(|token| letter(token.text) && !matches!(token.text, "A" | "I"))
}

/// The word at a place as a direction.
fn way(line: &Line<'_>, at: usize) -> Option<Step> {
    let step = direction(line.lower(at))?;
    let next = line.lower(at + 1);
    let before = at.checked_sub(1).map_or("", |before| line.lower(before));
    let silent = match line.lower(at) {
        // "over there" points nowhere, "right above" and "right next to" say how exactly.
        "over" => next == "there" || next == "here",
        "right" => {
            next == "next"
                || next == "there"
                || direction(next)
                    .is_some_and(|step| step.right == 0 && next != "bottom" && next != "top" && next != "side")
        }
        // "John left the football."
        "left" => {
            ["the", "a", "an", "his", "her", "it"].contains(&next)
                && !matches!(before, "directly" | "the" | "to" | "immediately")
        }
        _ => false,
    };
    (!silent).then_some(step)
}

fn other(line: &Line<'_>, at: usize, clocked: bool) -> Piece {
    if let Some(step) = way(line, at) {
        return Piece::Way(step);
    }
    let word = line.lower(at);
    if word == "it" {
        return Piece::It;
    }
    match hour(word).filter(|_| clocked || word.contains(':')) {
        Some(hour) if line.lower(at + 1) != "degree" && line.lower(at + 1) != "degrees" => Piece::Hour(hour),
        _ => Piece::Word(word.to_owned()),
    }
}

/// "4", "four", "10:30".
fn hour(word: &str) -> Option<f32> {
    let (hours, minutes) = word.split_once(':').unwrap_or((word, "0"));
    let hours = crate::world::line::number(hours).filter(|hour| (0..=12).contains(hour))?;
    let minutes: u8 = minutes.parse().ok()?;
    Some(f32::from(u8::try_from(hours).ok()?) + f32::from(minutes) / 60.0)
}
