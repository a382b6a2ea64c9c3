//! Directions between things: relations told in words, added up along chains, and ways from place to place.

mod ask;
mod pieces;
mod read;

use engine_api::Budget;

use crate::scene::Scene;
use crate::skill::Found;
use crate::world::line::Line;
use crate::world::space::{Layout, Link};

/// What the context tells about directions.
struct Told<'a> {
    layout: Layout,
    lines: &'a [Line<'a>],
}

/// Answers questions about where things lie.
pub(crate) fn space(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let told = told(scene, budget)?;
    if told.layout.links.is_empty() {
        return None;
    }
    ask::answer(scene, &told, budget)
}

fn told<'a>(scene: &Scene<'a>, budget: &mut Budget) -> Option<Told<'a>> {
    let mut told = Told { layout: Layout::default(), lines: scene.lines() };
    for (source, line) in told.lines.iter().enumerate() {
        if !budget.spend(1 + line.tokens.len() as u64) {
            return None;
        }
        for relation in read::relations(line) {
            // Each thing is sought among those that were named before.
            if !budget.spend(4 * told.layout.things.len() as u64) {
                return None;
            }
            let (figure, ground) = (told.layout.thing(&relation.figure), told.layout.thing(&relation.ground));
            if figure != ground {
                told.layout.links.push(Link { figure, ground, step: relation.step, source });
            }
        }
    }
    Some(told)
}
