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
    lines: &'a [Line<'a>],
}

/// Answers questions about relatives.
pub(crate) fn kin(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let question = scene.asked();
    let counts = circle::concerns(question);
    if !counts && !ask::concerns(question) {
        return None;
    }
    let lines = scene.lines();
    if !budget.spend(lines.iter().map(|line| 1 + line.tokens.len() as u64).sum()) {
        return None;
    }
    let names = names(lines, question);
    let mut told = Told { cast: Cast::default(), items: Vec::new(), lines };
    told.cast.person("I");
    for (at, line) in lines.iter().enumerate() {
        let sentence = told.items.last().map_or(0, |last| last.sentence + 1);
        let items = told.cast.items(line, (at, sentence), &names);
        told.items.extend(items);
    }
    let asked = told.cast.items(question, (lines.len(), usize::MAX / 2), &names);
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
