//! Questions about directions: which way, what lies there, whether it does, and how to get from place to place.

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use super::pieces::{Piece, pieces};
use super::{Told, read};
use crate::check::walks;
use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict::{self, Verdict};
use crate::world::line::Line;
use crate::world::space::{Step, Walk, direction, sum};

/// How sure an answer is that every step of its chain was told.
const SURE: f32 = 0.96;

/// A question in pieces, with the known things in it and the words before each.
struct Asked<'a> {
    line: Line<'a>,
    pieces: Vec<Piece>,
    /// Known things by place in the pieces and number in the layout.
    known: Vec<(usize, usize)>,
}

impl Asked<'_> {
    fn word(&self, at: usize) -> &str {
        match self.pieces.get(at) {
            Some(Piece::Word(word)) => word,
            _ => "",
        }
    }

    /// The content word before a place, without articles.
    fn before(&self, at: usize) -> &str {
        let mut near = at;
        while near > 0 {
            near -= 1;
            if !matches!(self.word(near), "the" | "a" | "an" | "my" | "your" | "this") {
                return self.word(near);
            }
        }
        ""
    }

    fn after(&self, words: &[&str]) -> Option<usize> {
        self.known.iter().find(|(at, _)| words.contains(&self.before(*at))).map(|(_, thing)| *thing)
    }

    fn ways(&self) -> Vec<Step> {
        self.pieces.iter().filter_map(|piece| if let Piece::Way(step) = piece { Some(*step) } else { None }).collect()
    }
}

/// The answer to the main question.
pub(super) fn answer(scene: &Scene<'_>, told: &Told<'_>, budget: &mut Budget) -> Option<Found> {
    let (goal, text) = match &scene.task.statement {
        Some(statement) => (statement, None),
        None => (scene.question(), Some(scene.text)),
    };
    let line = Line::of(goal, text.unwrap_or(""));
    let pieces = pieces(&line);
    let known = pieces.iter().enumerate().filter_map(|(at, piece)| match piece {
        Piece::Thing(name) => told.layout.find(name).map(|thing| (at, thing)),
        _ => None,
    });
    let known: Vec<(usize, usize)> = known.collect();
    let asked = Asked { line, pieces, known };
    let mut kinds: Vec<usize> = asked.known.iter().map(|(_, thing)| *thing).collect();
    kinds.dedup();
    let ways = asked.ways();
    match (kinds.as_slice(), ways.is_empty()) {
        (&[_, _], _) if is_route(&asked) => route(told, &asked, budget),
        (&[first, second], true) if asks_relation(&asked) => which_way(scene, told, &asked, (first, second), budget),
        (&[_, _], false) => holds(scene, told, &asked, budget),
        (&[_], false) => what_lies(scene, told, &asked, budget),
        _ => None,
    }
}

fn is_route(asked: &Asked<'_>) -> bool {
    const MOVES: &[&str] = &[
        "go",
        "get",
        "walk",
        "travel",
        "reach",
        "route",
        "path",
        "head",
        "move",
        "way",
        "directions",
        "navigate",
        "journey",
        "come",
        "proceed",
        "arrive",
        "going",
        "getting",
        "walking",
        "travelling",
        "traveling",
        "trip",
    ];
    asked.line.has(MOVES)
        && (asked.line.has(&["from", "starting", "start", "leaving", "between"]))
        && !asked.line.has(&["relation"])
}

fn asks_relation(asked: &Asked<'_>) -> bool {
    const WORDS: &[&str] = &[
        "relation",
        "relationship",
        "relative",
        "position",
        "positioned",
        "located",
        "where",
        "direction",
        "side",
        "respect",
        "lie",
        "situated",
        "placed",
        "related",
        "orientation",
        "compared",
    ];
    asked.line.has(WORDS) && !asked.line.has(&["before", "after"])
}

/// "How do you go from the hall to the attic?"
fn route(told: &Told<'_>, asked: &Asked<'_>, budget: &mut Budget) -> Option<Found> {
    let from = asked.after(&["from", "leaving", "at", "in", "between"])?;
    let (_, to) = asked.known.iter().find(|(_, thing)| *thing != from)?;
    let walk = told.layout.walk(from, *to, budget)?;
    let compass = uses_compass(told);
    let names: Vec<&str> = told.layout.steps(&walk).into_iter().map(|step| heading(step, compass)).collect();
    let value = names.join(", ");
    let claim = format!("the way from the {} to the {} is {value}", name(told, from), name(told, *to));
    let total = total(told, &walk);
    let checked = walks::directions(&told.layout, &[(from, *to, &walk, total)]);
    let proof = proof(told, &walk, claim, "each step leads from one place to the next");
    Some(found(Value::Text(value), proof).checked(checked))
}

/// "Where is X relative to Y?"
fn which_way(
    scene: &Scene<'_>,
    told: &Told<'_>,
    asked: &Asked<'_>,
    pair: (usize, usize),
    budget: &mut Budget,
) -> Option<Found> {
    let marked = asked
        .known
        .iter()
        .find(|(at, _)| ["relative", "respect", "compared", "relation"].iter().any(|word| reaches(asked, *at, word)))
        .map(|(_, thing)| *thing);
    let ground = marked.or_else(|| asked.after(&["from"])).or_else(|| standing(asked)).or_else(|| asked.after(&["to"]));
    let ground = ground.unwrap_or(pair.1);
    let figure = if ground == pair.0 { pair.1 } else { pair.0 };
    let walk = told.layout.walk(ground, figure, budget)?;
    let total = total(told, &walk);
    let checked = walks::directions(&told.layout, &[(ground, figure, &walk, total)]);
    let step = total.sign();
    let compass = uses_compass(told);
    let said = side(step, compass);
    let claim = format!("{} is {said} {}", name(told, figure), name(told, ground));
    let proof = proof(told, &walk, claim, "directions along the chain add up");
    if let Some(choice) = scene.task.options.iter().find(|choice| reads_as(&choice.text) == Some(step)) {
        return Some(verdict::option(choice, Some(proof)).with_confidence(SURE).checked(checked));
    }
    let label = scene.task.labels.iter().find(|label| reads_as(label) == Some(step));
    if label.is_none() && scene.task.labels.iter().any(|label| reads_as(label).is_some()) {
        return None;
    }
    let value = label.map_or_else(|| plain(step, compass).to_owned(), String::clone);
    Some(found(Value::Text(value), proof).checked(checked))
}

/// Whether the words before a thing lead back to `mark` through small words only: "relative to the".
fn reaches(asked: &Asked<'_>, at: usize, mark: &str) -> bool {
    let small = ["the", "to", "with", "of", "a", "an", "in"];
    let back = (0..at).rev().map(|near| asked.word(near));
    let first = back.into_iter().find(|word| !small.contains(word));
    first == Some(mark) && asked.before(at) == "to"
}

/// The thing where the asker stands: "if you stand at Y, where is X?".
fn standing(asked: &Asked<'_>) -> Option<usize> {
    let stands = asked.line.has(&["stand", "standing", "am", "starting", "you", "i"]);
    asked.after(&["at", "in", "on", "beside", "by"]).filter(|_| stands)
}

/// "Is the lamp left of the sofa?"
fn holds(scene: &Scene<'_>, told: &Told<'_>, asked: &Asked<'_>, budget: &mut Budget) -> Option<Found> {
    let relation = read::relation_of(&asked.pieces)?;
    let (figure, ground) = (told.layout.find(&relation.figure)?, told.layout.find(&relation.ground)?);
    let walk = told.layout.walk(ground, figure, budget)?;
    let steps = told.layout.steps(&walk);
    // Both left of the sofa: which of them is further left was not told.
    let opposed = |parts: &[i32]| parts.iter().any(|part| *part > 0) && parts.iter().any(|part| *part < 0);
    let (across, along): (Vec<i32>, Vec<i32>) = steps.iter().map(|step| (step.right, step.up)).unzip();
    if (relation.step.right != 0 && opposed(&across)) || (relation.step.up != 0 && opposed(&along)) {
        return None;
    }
    let step = steps.into_iter().fold(Step::default(), Step::plus);
    let checked = walks::directions(&told.layout, &[(ground, figure, &walk, step)]);
    let truth = step.agrees(relation.step) != asked.line.has(&["not", "n't"]);
    let claim =
        format!("the {} is {} the {}", name(told, figure), side(step.sign(), uses_compass(told)), name(told, ground));
    let proof = proof(told, &walk, claim, "directions along the chain add up");
    Some(verdict::verdict(scene, Verdict::of(truth), None, Some(proof)).with_confidence(SURE).checked(checked))
}

/// "What is north of the hall?", "What is the hall north of?"
fn what_lies(scene: &Scene<'_>, told: &Told<'_>, asked: &Asked<'_>, budget: &mut Budget) -> Option<Found> {
    let (_, thing) = asked.known.first().copied()?;
    let step = sum(asked.ways());
    let is_ground = read::ground_of(&asked.pieces).is_some_and(|at| asked.known.iter().any(|(known, _)| *known == at));
    // Whether `other` is asked for: it lies in that direction of the thing, or the thing of it.
    let fits = |way: Step| if is_ground { way.agrees(step) } else { way.back().agrees(step) };
    let mut exact: Vec<(usize, Walk)> = Vec::new();
    for other in 0..told.layout.things.len() {
        let Some(walk) = told.layout.walk(thing, other, budget).filter(|walk| !walk.is_empty()) else { continue };
        let way = told.layout.steps(&walk).into_iter().fold(Step::default(), Step::plus);
        let side = if is_ground { way } else { way.back() };
        if fits(way) && (side.sign() == step || walk.len() == 1) {
            exact.push((other, walk));
        }
    }
    let nearest = exact.iter().map(|(_, walk)| walk.len()).min()?;
    exact.retain(|(_, walk)| walk.len() == nearest);
    let ways: Vec<(usize, usize, &Walk, Step)> =
        exact.iter().map(|(other, walk)| (thing, *other, walk, total(told, walk))).collect();
    let checked = walks::directions(&told.layout, &ways);
    let names: Vec<String> = exact.iter().map(|(other, _)| name(told, *other).to_owned()).collect();
    let walk: Walk = exact.iter().flat_map(|(_, walk)| walk.clone()).collect();
    let value = names.join(", ");
    let (figure, ground) =
        if is_ground { (value.as_str(), name(told, thing)) } else { (name(told, thing), value.as_str()) };
    let claim = format!("the {figure} is {} the {ground}", side(step, uses_compass(told)));
    let proof = proof(told, &walk, claim, "directions along the chain add up");
    if let Some(choice) = scene.task.options.iter().find(|choice| choice.text.to_lowercase().contains(&value)) {
        return Some(verdict::option(choice, Some(proof)).with_confidence(SURE).checked(checked));
    }
    Some(found(Value::Text(value), proof).checked(checked))
}

/// The steps of a walk together.
fn total(told: &Told<'_>, walk: &Walk) -> Step {
    told.layout.steps(walk).into_iter().fold(Step::default(), Step::plus)
}

fn found(value: Value, proof: Proof) -> Found {
    Found::answer(Finding::bare(value), OutcomeKind::Proved, Some(proof)).with_confidence(SURE).with_reasons()
}

fn name<'a>(told: &'a Told<'_>, thing: usize) -> &'a str {
    told.layout.things.get(thing).map_or("", String::as_str)
}

fn proof(told: &Told<'_>, walk: &Walk, claim: String, by: &str) -> Proof {
    let mut sources: Vec<usize> = told.layout.sources(walk);
    let mut seen = Vec::new();
    sources.retain(|source| {
        !seen.contains(source) && {
            seen.push(*source);
            true
        }
    });
    let from = sources.into_iter().filter_map(|source| told.lines.get(source)).map(Line::leaf).collect();
    Proof { claim, by: by.to_owned(), from }
}

fn uses_compass(told: &Told<'_>) -> bool {
    let compass = |word: &str| ["north", "south", "east", "west"].iter().any(|point| word.starts_with(point));
    told.lines
        .iter()
        .flat_map(|line| &line.tokens)
        .any(|token| compass(&token.lower) && direction(&token.lower).is_some())
}

/// The direction that an offered answer names; zero for words of sameness.
fn reads_as(text: &str) -> Option<Step> {
    let lower = text.to_lowercase();
    if ["overlap", "same", "coincide"].iter().any(|word| lower.contains(word)) {
        return Some(Step::default());
    }
    let ways: Vec<Step> = lower.split([' ', ',', '.']).filter_map(direction).collect();
    (!ways.is_empty()).then(|| sum(ways))
}

/// A direction to walk in.
fn heading(step: Step, compass: bool) -> &'static str {
    match (step.right, step.up, compass) {
        (0, 1, false) => "up",
        (0, -1, false) => "down",
        _ => plain(step, compass),
    }
}

/// A direction by its shortest name.
fn plain(step: Step, compass: bool) -> &'static str {
    match (step.right, step.up, compass) {
        (0, 0, _) => "overlap",
        (-1, 0, false) => "left",
        (1, 0, false) => "right",
        (0, 1, false) => "above",
        (0, -1, false) => "below",
        (-1, 1, false) => "upper-left",
        (1, 1, false) => "upper-right",
        (-1, -1, false) => "lower-left",
        (_, _, false) => "lower-right",
        (-1, 0, true) => "west",
        (1, 0, true) => "east",
        (0, 1, true) => "north",
        (0, -1, true) => "south",
        (-1, 1, true) => "northwest",
        (1, 1, true) => "northeast",
        (-1, -1, true) => "southwest",
        (_, _, true) => "southeast",
    }
}

/// A direction as it stands before the thing it starts from.
fn side(step: Step, compass: bool) -> String {
    match (plain(step, compass), compass) {
        ("overlap", _) => "in the same place as".to_owned(),
        (word @ ("above" | "below"), _) => word.to_owned(),
        (word, true) => format!("{word} of"),
        (word, false) => format!("to the {word} of"),
    }
}
