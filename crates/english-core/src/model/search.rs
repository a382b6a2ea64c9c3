//! The greedy parser: one move after the other, each the best by the sum of its features' weights; each arc gets its
//! label from weights of its own as soon as it is made.

use super::arcs::Arcs;
use super::attributes::Attributes;
use super::features::Features;
use super::parser::{MOVES, action_of, best_allowed, label_features, move_features};
use super::weights::Scores;

/// The weights of a parser.
#[derive(Debug, Clone, Copy)]
pub struct Weighing<'a> {
    /// Of the moves.
    pub moves: &'a dyn Scores,
    /// Of the labels.
    pub labels: &'a dyn Scores,
    /// How many labels there are.
    pub count: usize,
}

/// The scores of the moves from a state.
pub fn move_scores(words: &[Attributes], arcs: &Arcs, weights: &dyn Scores, features: &mut Features) -> [f32; MOVES] {
    let mut sums = [0.0; MOVES];
    move_features(words, arcs, features);
    weights.add(features.hashes(), &mut sums);
    sums
}

/// The label of the arc that a move makes; the memory is for its features and the scores of all labels.
pub fn label_of(
    words: &[Attributes],
    arcs: &Arcs,
    class: u8,
    weights: &dyn Scores,
    memory: (&mut Features, &mut [f32]),
) -> u8 {
    let (features, scores) = memory;
    label_features(words, arcs, class == 1, features);
    scores.fill(0.0);
    weights.add(features.hashes(), scores);
    super::tagger::best(scores) as u8
}

/// The tree of a tagged sentence: one move after the other, each the best from where it stands.
pub fn parse(words: &[Attributes], weights: Weighing<'_>) -> Arcs {
    let mut arcs = Arcs::default();
    arcs.start(words.len());
    let (mut features, mut scores) = (Features::default(), vec![0.0; weights.count]);
    while !arcs.is_done() {
        let allowed = arcs.allowed();
        // Where there is no choice nothing is to be weighed.
        let class = match allowed {
            [true, false, false] => 0,
            [false, true, false] => 1,
            [false, false, true] => 2,
            _ => best_allowed(&move_scores(words, &arcs, weights.moves, &mut features), allowed),
        };
        let memory = (&mut features, &mut scores[..]);
        let label = if class == 0 { 0 } else { label_of(words, &arcs, class as u8, weights.labels, memory) };
        arcs.take(action_of(class, label));
    }
    arcs
}
