//! Training the tagger's two passes. The second learns from tags that the first gives to text it was not trained on, and
//! the parser from such tags of both.

use english_core::model::{
    Attributes, Clusters, Features, Scores, attributes, first_pass_features, lead, second_pass_features,
};

use super::Effort;
use super::conllu::{Sentence, tag_of};
use super::perceptron::{Perceptron, Random};

/// Of how many words in a hundred the first pass is not certain.
const DOUBTFUL: usize = 25;

/// Sentences that stay together when the treebank is parted.
const BLOCK: usize = 40;

/// A sentence to learn from.
#[derive(Debug, Clone)]
pub(super) struct Example {
    pub(super) words: Vec<Attributes>,
    pub(super) gold: Vec<u8>,
    /// Which words a pass looks at; the others keep their tags.
    asked: Vec<bool>,
    /// Sentences made from the same one share its number.
    pub(super) origin: usize,
}

impl Example {
    pub(super) fn new(sentence: &(usize, Sentence), tags: &[String], clusters: &Clusters<'_>) -> Example {
        let (origin, words) = sentence;
        Example {
            words: attributes(words.iter().map(|word| word.form.as_str()), clusters),
            gold: words.iter().map(|word| tag_of(word, tags) as u8).collect(),
            asked: vec![true; words.len()],
            origin: *origin,
        }
    }
}

/// A trained tagger.
#[derive(Debug)]
pub(super) struct Tagger {
    pub(super) passes: [Perceptron; 2],
    /// By how much the first pass must prefer its tag to be certain.
    pub(super) certain: f32,
    /// The tags that taggers trained on the rest give to each sentence.
    pub(super) predicted: Vec<Vec<u8>>,
}

/// How the features of a pass are found.
type Pass = fn(&[Attributes], usize, &mut Features);

/// Trains both passes.
pub(super) fn train(data: &[Example], classes: usize, effort: Effort) -> Tagger {
    let mut data = data.to_vec();
    let all: Vec<usize> = (0..data.len()).collect();
    let first = learn(&data, &all, first_pass_features, (classes, effort.tagging));
    let found = jackknife(&data, first_pass_features, classes, effort);
    let mut leads: Vec<f32> = found.iter().flatten().map(|(_, lead)| *lead).collect();
    leads.sort_by(f32::total_cmp);
    let certain = leads.get(leads.len() * DOUBTFUL / 100).copied().unwrap_or_default();
    for (example, found) in data.iter_mut().zip(&found) {
        for ((word, asked), (tag, lead)) in example.words.iter_mut().zip(&mut example.asked).zip(found) {
            (word.tag, *asked) = (*tag, *lead < certain);
        }
    }
    let second = learn(&data, &all, second_pass_features, (classes, effort.tagging));
    let found = jackknife(&data, second_pass_features, classes, effort);
    let predicted: Vec<Vec<u8>> = found.iter().map(|words| words.iter().map(|(tag, _)| *tag).collect()).collect();
    let right: usize = data.iter().zip(&predicted).map(|(one, tags)| same(&one.gold, tags)).sum();
    let words: usize = data.iter().map(|one| one.gold.len()).sum();
    eprintln!("tags of text not trained on: {:.2} % right", 100.0 * right as f64 / words as f64);
    Tagger { passes: [first, second], certain, predicted }
}

fn same(gold: &[u8], tags: &[u8]) -> usize {
    gold.iter().zip(tags).filter(|(one, other)| one == other).count()
}

/// A tag and how far it led; 0 for a word that was not looked at.
type Found = (u8, f32);

/// The tags that each part of the data gets from a tagger trained on the other parts.
fn jackknife(data: &[Example], pass: Pass, classes: usize, effort: Effort) -> Vec<Vec<Found>> {
    let mut tags: Vec<Vec<Found>> = vec![Vec::new(); data.len()];
    for fold in 0..effort.folds {
        let part = |at: &usize| data[*at].origin / BLOCK % effort.folds == fold;
        let (held, rest): (Vec<usize>, Vec<usize>) = (0..data.len()).partition(part);
        let learned = learn(data, &rest, pass, (classes, (effort.tagging / 2).max(1)));
        for at in held {
            tags[at] = apply(&learned, &data[at], pass, classes);
        }
    }
    tags
}

fn apply(weights: &Perceptron, example: &Example, pass: Pass, classes: usize) -> Vec<Found> {
    let mut words = example.words.clone();
    let (mut features, mut scores) = (Features::default(), vec![0.0; classes]);
    let mut leads = vec![0.0; words.len()];
    for at in (0..words.len()).filter(|at| example.asked[*at]) {
        pass(&words, at, &mut features);
        scores.fill(0.0);
        weights.add(features.hashes(), &mut scores);
        words[at].tag = best(&scores) as u8;
        leads[at] = lead(&scores);
    }
    words.iter().map(|word| word.tag).zip(leads).collect()
}

pub(super) fn best(scores: &[f32]) -> usize {
    (0..scores.len()).reduce(|best, at| if scores[at] > scores[best] { at } else { best }).unwrap_or(0)
}

/// Averaged weights of one pass; words keep the tags they were given, and get the learner's own as it goes.
fn learn(data: &[Example], chosen: &[usize], pass: Pass, size: (usize, usize)) -> Perceptron {
    let (classes, epochs) = size;
    let mut learner = Perceptron::new(2, 0.0);
    let (mut features, mut scores) = (Features::default(), vec![0.0; classes]);
    let mut random = Random(1);
    for _ in 0..epochs {
        for at in random.shuffled(chosen.len()) {
            let example = &data[chosen[at]];
            let mut words = example.words.clone();
            for place in (0..words.len()).filter(|place| example.asked[*place]) {
                pass(&words, place, &mut features);
                scores.fill(0.0);
                learner.add(features.hashes(), &mut scores);
                let gold = usize::from(example.gold[place]);
                words[place].tag = learner.learn(features.hashes(), &mut scores, gold) as u8;
            }
        }
    }
    learner.averaged()
}
