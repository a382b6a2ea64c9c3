//! Training the parser with a dynamic oracle (Goldberg and Nivre 2013): it learns from its own mistakes which moves
//! still lead to the best tree that can be reached.

use english_core::model::{
    Arcs, Attributes, Features, MOVES, NOBODY, action_of, best_allowed, label_of, move_scores, settle, universal,
};

use super::Effort;
use super::conllu::Sentence;
use super::moves::{self, Moves};
use super::perceptron::{Perceptron, Random};
use super::tagging::Example;

/// A tree to learn from.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    words: Vec<Attributes>,
    /// [`NOBODY`] for the root's dependent.
    heads: Vec<u32>,
    labels: Vec<u8>,
}

/// The trees of the treebank with predicted tags. `names`: the tags and the labels.
pub(super) fn trees(
    sentences: &[(usize, Sentence)],
    data: &[Example],
    predicted: &[Vec<u8>],
    names: (&[String], &[String]),
) -> Vec<Tree> {
    let (tags, labels) = names;
    let parts: Vec<u8> = tags.iter().map(|tag| universal(tag)).collect();
    let mut trees = Vec::new();
    for ((sentence, example), predicted) in sentences.iter().zip(data).zip(predicted) {
        let mut words = example.words.clone();
        for (word, tag) in words.iter_mut().zip(predicted) {
            word.tag = *tag;
        }
        settle(&mut words, &parts);
        let label = |relation: &String| labels.iter().position(|known| known == relation).unwrap_or(0) as u8;
        trees.push(Tree {
            words,
            heads: sentence.1.iter().map(|word| word.head.map_or(NOBODY, |head| head as u32)).collect(),
            labels: sentence.1.iter().map(|word| label(&word.relation)).collect(),
        });
    }
    trees
}

/// By how much the right move and the right label are to lead.
const MARGINS: [f32; 2] = [5.0, 3.0];

/// How many updates a feature of moves and of labels must have been part of before it counts.
const ENTERS: [u32; 2] = [3, 3];

/// Averaged weights of moves and of labels: sums over learners that see the trees in other orders.
pub(super) fn train(trees: &[Tree], labels: usize, effort: Effort) -> (Vec<(u64, [f32; MOVES])>, Perceptron) {
    let mut moves = Vec::new();
    let mut names = Perceptron::new(0, 0.0);
    for number in 0..effort.learners {
        let learner = learn(trees, labels, effort.parsing, Random(number as u64 + 2));
        moves.push(learner.moves.averaged());
        names.absorb(&learner.names.averaged());
    }
    (moves::sum(moves), names)
}

/// One learner after some epochs.
fn learn(trees: &[Tree], labels: usize, epochs: usize, mut random: Random) -> Learner {
    let mut learner = Learner {
        moves: Moves::new(ENTERS[0]),
        names: Perceptron::new(ENTERS[1], MARGINS[1]),
        features: Features::default(),
        scores: vec![0.0; labels],
    };
    for epoch in 0..epochs {
        let mut missed = 0usize;
        for at in random.shuffled(trees.len()) {
            missed += usize::from(!learner.learn(&trees[at], epoch > 0, &mut random));
        }
        let found = 100.0 - 100.0 * missed as f64 / trees.len() as f64;
        eprintln!("epoch {}: {found:.2} % of the trees found", epoch + 1);
    }
    learner
}

/// The weights of moves and labels while they are learned.
struct Learner {
    moves: Moves,
    names: Perceptron,
    features: Features,
    scores: Vec<f32>,
}

impl Learner {
    /// Learns move by move, along the right ones or, exploring, mostly along its own (Goldberg and Nivre 2013); whether all
    /// of its own were right.
    fn learn(&mut self, tree: &Tree, explores: bool, random: &mut Random) -> bool {
        let mut arcs = Arcs::default();
        arcs.start(tree.words.len());
        let mut flawless = true;
        while !arcs.is_done() {
            let scores = move_scores(&tree.words, &arcs, &self.moves, &mut self.features);
            let costs = costs(tree, &arcs);
            let least = costs.iter().flatten().min().copied();
            let best = |right: bool| {
                let among = costs.map(|cost| cost.is_some() && (cost == least) == right);
                among.contains(&true).then(|| best_allowed(&scores, among))
            };
            let gold = best(true).unwrap_or(0);
            let mut guess = gold;
            self.moves.tick();
            if let Some(wrong) = best(false) {
                if scores[wrong] >= scores[gold] {
                    (guess, flawless) = (wrong, false);
                }
                if scores[gold] - scores[wrong] < MARGINS[0] {
                    self.moves.update(self.features.hashes(), gold, 1.0);
                    self.moves.update(self.features.hashes(), wrong, -1.0);
                }
            }
            let class = if explores && random.below(10) > 0 { guess } else { gold };
            let label = if class > 0 { self.label(tree, &arcs, class as u8) } else { 0 };
            arcs.take(action_of(class, label));
        }
        flawless
    }

    /// The label of the arc that is about to be made; learns where it is wrong and the arc is right.
    fn label(&mut self, tree: &Tree, arcs: &Arcs, class: u8) -> u8 {
        let guess = label_of(&tree.words, arcs, class, &self.names, (&mut self.features, &mut self.scores));
        let Some((&word, below)) = arcs.stack().split_last() else { return guess };
        let next = if arcs.next() < tree.words.len() as u32 { arcs.next() } else { NOBODY };
        let head = if class == 1 { next } else { below.last().copied().unwrap_or(NOBODY) };
        let gold = tree.labels[word as usize];
        if tree.heads[word as usize] == head {
            self.names.learn(self.features.hashes(), &mut self.scores, usize::from(gold));
        }
        guess
    }
}

/// For shift, left and right: how many arcs of the tree can no longer be made after it; `None` where it is not allowed.
fn costs(tree: &Tree, arcs: &Arcs) -> [Option<usize>; 3] {
    let (stack, next, length) = (arcs.stack(), arcs.next(), tree.words.len() as u32);
    let [shift, left, right] = arcs.allowed();
    let mut costs = [None; 3];
    // The root stands behind the last word.
    let head = |word: u32| if tree.heads[word as usize] == NOBODY { length } else { tree.heads[word as usize] };
    if shift {
        let below = stack.split_last().map_or(&[][..], |(_, below)| below);
        let lost = stack.iter().filter(|word| head(**word) == next).count();
        costs[0] = Some(lost + usize::from(below.contains(&head(next))));
    }
    let Some((&top, below)) = stack.split_last() else { return costs };
    let dependents = (next..length).filter(|word| head(*word) == top).count();
    if left {
        let later = head(top) > next && head(top) <= length;
        let under = below.last().is_some_and(|under| *under == head(top));
        costs[1] = Some(dependents + usize::from(later || under));
    }
    if right {
        costs[2] = Some(dependents + usize::from(head(top) >= next));
    }
    costs
}
