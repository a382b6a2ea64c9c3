//! Who tells the truth: speakers whose statements hold exactly when they are truthful, and statements about statements.

mod puzzle;
mod question;
mod speech;
mod statement;

use engine_api::Budget;

use super::Found;
use crate::scene::Scene;
use puzzle::Puzzle;

/// Words without which there is nothing to find out here.
const ABOUT: &[&str] = &[
    "lie",
    "lies",
    "lying",
    "liar",
    "liars",
    "truth",
    "truthful",
    "truthfulness",
    "honest",
    "true",
    "knave",
    "knaves",
    "truth-teller",
    "truthteller",
];

pub(crate) fn truth(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let said = scene.said();
    if !said.iter().any(|sentence| sentence.tokens.iter().any(|token| token.is(ABOUT))) {
        return None;
    }
    let puzzle = Puzzle::read(said, budget)?;
    question::answer(scene, said, &puzzle, budget)
}
