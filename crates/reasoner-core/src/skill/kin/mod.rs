//! Kinship: ties told in passing, chained to the relation between any two people.

mod ask;
mod circle;
mod items;
mod phrase;
mod pronoun;
mod read;

use engine_api::Budget;

use crate::scene::Scene;
use crate::skill::Found;
use crate::world::line::Line;
use items::{Cast, Names, Placed};

/// The context as items, with its lines for proofs.
struct Told<'a> {
    cast: Cast,
    items: Vec<Placed>,
    lines: Vec<Line<'a>>,
}

/// Answers questions about relatives.
pub(crate) fn kin(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let goal = scene.question();
    let question = Line::of(goal, scene.text);
    let counts = circle::concerns(&question);
    if !counts && !ask::concerns(&question) {
        return None;
    }
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (sentence, text) in scene.narrative() {
        if !budget.spend(1 + sentence.words.len() as u64) {
            return None;
        }
        lines.push(Line::of(sentence, text));
    }
    let names = names(&lines, &question);
    let mut told = Told { cast: Cast::default(), items: Vec::new(), lines: Vec::new() };
    told.cast.person("I");
    for (at, line) in lines.iter().enumerate() {
        let sentence = told.items.last().map_or(0, |last| last.sentence + 1);
        let items = told.cast.items(line, (at, sentence), &names);
        told.items.extend(items);
    }
    let asked = told.cast.items(&question, (lines.len(), usize::MAX / 2), &names);
    told.lines = lines;
    if counts {
        return circle::answer(&told, &asked, budget);
    }
    ask::answer(scene, &told, &asked, budget)
}

fn names(lines: &[Line<'_>], question: &Line<'_>) -> Names {
    let mut names = Names::default();
    for line in lines.iter().chain([question]) {
        for (at, token) in line.tokens.iter().enumerate().filter(|(_, token)| token.is_capital()) {
            let capital =
                |at: Option<usize>| at.and_then(|at| line.tokens.get(at)).is_some_and(|near| near.is_capital());
            if at > 0 {
                names.within.insert(token.text.to_owned());
            }
            if !capital(at.checked_sub(1)) && !capital(Some(at + 1)) {
                names.alone.insert(token.text.to_owned());
            }
        }
    }
    names
}
