//! Training the parser with a dynamic oracle (Goldberg and Nivre 2013): it learns from its own mistakes which actions
//! still lead to the best tree that can be reached.

use english_core::model::{
    ACTIONS_BESIDE_LABELS, Action, Arcs, Attributes, Features, NOBODY, Scores, action_of, class_of, parser_features,
    universal,
};

use super::Effort;
use super::conllu::Sentence;
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
    let mut trees = Vec::new();
    for ((sentence, example), predicted) in sentences.iter().zip(data).zip(predicted) {
        let mut words = example.words.clone();
        for (word, tag) in words.iter_mut().zip(predicted) {
            word.tag = *tag;
            word.pos = universal(&tags[usize::from(*tag)]);
        }
        let label = |relation: &String| labels.iter().position(|known| known == relation).unwrap_or(0) as u8;
        trees.push(Tree {
            words,
            heads: sentence.1.iter().map(|word| word.head.map_or(NOBODY, |head| head as u32)).collect(),
            labels: sentence.1.iter().map(|word| label(&word.relation)).collect(),
        });
    }
    trees
}

/// Averaged weights.
pub(super) fn train(trees: &[Tree], labels: usize, effort: Effort) -> Perceptron {
    let mut learner = Perceptron::new(5);
    let mut features = Features::default();
    let mut arcs = Arcs::default();
    let mut random = Random(2);
    let mut scores = vec![0.0; ACTIONS_BESIDE_LABELS + 2 * labels];
    for epoch in 0..effort.parsing {
        let (mut right, mut all) = (0usize, 0usize);
        for at in random.shuffled(trees.len()) {
            let tree = &trees[at];
            arcs.start(tree.words.len());
            while !arcs.is_done() {
                parser_features(&tree.words, &arcs, &mut features);
                scores.fill(0.0);
                learner.add(features.hashes(), &mut scores);
                let (guess, gold) = choices(tree, &arcs, &scores, labels);
                learner.tick();
                all += 1;
                if guess == gold {
                    right += 1;
                } else {
                    learner.update(features.hashes(), gold, 1.0);
                    learner.update(features.hashes(), guess, -1.0);
                }
                let explore = epoch > 0 && random.below(10) > 0;
                arcs.take(action_of(if explore { guess } else { gold }, labels));
            }
        }
        eprintln!("epoch {}: {:.2} % of the actions right", epoch + 1, 100.0 * right as f64 / all as f64);
    }
    learner.averaged()
}

/// The best action, and the best among those that cost least.
fn choices(tree: &Tree, arcs: &Arcs, scores: &[f32], labels: usize) -> (usize, usize) {
    let costs = costs(tree, arcs);
    let least = costs.iter().flatten().min().copied().unwrap_or(0);
    let (mut guess, mut gold) = (None, None);
    for class in 0..scores.len() {
        let action = action_of(class, labels);
        let (kind, label) = match action {
            Action::Shift => (0, None),
            Action::Left(label) => (1, Some(label)),
            Action::Right(label) => (2, Some(label)),
        };
        let Some(cost) = costs[kind] else { continue };
        raise(&mut guess, class, scores);
        let fits = label.is_none_or(|label| label_fits(tree, arcs, label));
        if cost == least && fits {
            raise(&mut gold, class, scores);
        }
    }
    let guess = guess.unwrap_or_else(|| class_of(Action::Shift, labels));
    (guess, gold.unwrap_or(guess))
}

fn raise(best: &mut Option<usize>, class: usize, scores: &[f32]) {
    if best.is_none_or(|best| scores[class] > scores[best]) {
        *best = Some(class);
    }
}

/// Whether this is the label of the word that an arc is made for. A wrong arc keeps its dependent's label too.
fn label_fits(tree: &Tree, arcs: &Arcs, label: u8) -> bool {
    arcs.stack().last().is_some_and(|word| tree.labels[*word as usize] == label)
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
