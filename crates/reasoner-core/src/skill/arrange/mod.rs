//! Arrangements: things in a row, ranks, houses with people and what they have. Values are spotted in the clues, the
//! words between them give the relations, a finite-domain solver decides what is forced.

mod axis;
mod clue;
mod question;
mod values;

use engine_api::Budget;

use super::Found;
use super::texts::Said;
use crate::scene::Scene;
use crate::solve::finite::{Answer, Formula, Problem};
use values::Values;

/// What is known of an arrangement.
#[derive(Debug)]
struct Puzzle<'a> {
    values: Values,
    problem: Problem,
    /// The sentence behind each rule; none for what holds of every arrangement.
    sources: Vec<Option<&'a str>>,
    /// Clues that were not understood.
    unread: usize,
}

pub(crate) fn arrange(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let said = scene.said();
    let values = Values::read(said)?;
    let mut puzzle = Puzzle { values, problem: Problem::default(), sources: Vec::new(), unread: 0 };
    puzzle.found();
    for sentence in said.iter().filter(|sentence| !sentence.asks) {
        puzzle.add(sentence);
    }
    // Clues that exclude each other, or none at all, show that something was misread.
    puzzle.sources.iter().flatten().next()?;
    match puzzle.problem.satisfiable(&[], budget) {
        Answer::Yes(_) => question::answer(scene, said, &puzzle, budget),
        Answer::No | Answer::Spent => None,
    }
}

impl<'a> Puzzle<'a> {
    /// Variables for the values: no two of a category are at the same place.
    fn found(&mut self) {
        let all = self.values.places();
        for _ in &self.values.values {
            self.problem.variable(all);
        }
        for category in 0..self.values.categories.len() {
            let vars = self.values.of(category).collect();
            self.problem.rules.push(Formula::Different(vars));
            self.sources.push(None);
        }
    }

    fn add(&mut self, sentence: &Said<'a>) {
        let mentions = self.values.spot(&sentence.tokens);
        if mentions.is_empty() || self.values.lists(sentence) {
            return;
        }
        match clue::formula(&self.values, &sentence.tokens) {
            Some(formula) => {
                self.problem.rules.push(formula);
                self.sources.push(Some(sentence.text));
            }
            None => self.unread += 1,
        }
    }
}
