//! Tags, chosen from left to right in two passes: the second sees the first's tags on both sides, and more; it looks at
//! the words of which the first was not certain.

use super::attributes::Attributes;
use super::features::Features;
use super::weights::Scores;

/// A place beyond the sentence.
const OUTSIDE: Attributes = Attributes {
    word: 1,
    suffixes: [1; 4],
    prefixes: [1; 3],
    shape: 0,
    lexical: 0,
    likeliest: 31,
    noun_class: 0,
    verb_class: 0,
    frames: 0,
    cluster: 1 << 30,
    cluster6: 64,
    cluster4: 16,
    lemma: 1,
    tag: 255,
    pos: 31,
    upto: [0; 3],
};

fn get(words: &[Attributes], at: usize, offset: isize) -> &Attributes {
    at.checked_add_signed(offset).and_then(|at| words.get(at)).unwrap_or(&OUTSIDE)
}

/// The features of the word at `at` in the first pass, which is quick; the words before it have tags.
pub fn first_pass_features(words: &[Attributes], at: usize, features: &mut Features) {
    features.clear();
    let (before, before2) = (get(words, at, -1), get(words, at, -2));
    let (word, next) = (get(words, at, 0), get(words, at, 1));
    let (tag, tag2) = (u32::from(before.tag), u32::from(before2.tag));
    features.put([word.word]);
    features.put([word.word, tag]);
    features.put([word.word, next.word]);
    features.put([word.word, before.word]);
    features.put([word.word, next.lexical]);
    features.put([word.lexical, word.shape]);
    features.put([word.lexical, tag, tag2]);
    features.put([word.lexical, next.lexical, tag]);
    features.put([word.lexical, next.word]);
    features.put([word.lexical, before.word]);
    features.put([word.lexical, next.cluster]);
    features.put([word.lexical, word.suffixes[1]]);
    features.put([word.lexical, word.lemma]);
    features.put([word.likeliest, before.likeliest, next.likeliest]);
    features.put([word.suffixes[2], word.shape]);
    features.put([word.suffixes[2], tag]);
    features.put([word.suffixes[3]]);
    features.put([word.prefixes[2]]);
    features.put([word.shape, before.shape, next.shape]);
    features.put([word.shape, tag]);
    features.put([word.cluster, word.shape]);
    features.put([word.cluster, word.suffixes[1]]);
    features.put([word.cluster, tag]);
    features.put([word.cluster, next.cluster]);
    features.put([word.cluster6, before.cluster6, next.cluster6]);
    features.put([tag, next.lexical]);
    features.put([tag, next.word]);
    features.put([tag, tag2]);
    features.put([next.suffixes[2]]);
}

/// What the second pass knows of the words and of the tags before.
fn context(words: &[Attributes], at: usize, features: &mut Features) {
    alone(words, at, features);
    let (before, before2) = (get(words, at, -1), get(words, at, -2));
    let (word, next) = (get(words, at, 0), get(words, at, 1));
    let (tag, tag2) = (u32::from(before.tag), u32::from(before2.tag));
    features.put([tag]);
    features.put([tag, tag2]);
    features.put([word.word, tag]);
    features.put([word.lexical, tag]);
    features.put([word.suffixes[2], tag]);
    features.put([next.word, tag]);
    features.put([next.lexical, tag]);
    features.put([word.lexical, tag, tag2]);
    features.put([word.word, tag, tag2]);
    features.put([word.shape, word.likeliest, tag]);
    features.put([word.cluster, tag]);
    features.put([word.cluster, tag, tag2]);
    features.put([word.lexical ^ next.lexical.rotate_left(16), tag]);
}

/// What does not depend on tags.
fn alone(words: &[Attributes], at: usize, features: &mut Features) {
    let word = get(words, at, 0);
    let (before, before2) = (get(words, at, -1), get(words, at, -2));
    let (next, next2) = (get(words, at, 1), get(words, at, 2));
    features.put([0]);
    features.put([word.word]);
    for suffix in word.suffixes {
        features.put([suffix]);
    }
    for prefix in word.prefixes {
        features.put([prefix]);
    }
    features.put([word.shape]);
    features.put([word.shape, word.lexical]);
    features.put([word.suffixes[2], word.shape]);
    features.put([word.suffixes[1], word.lexical]);
    features.put([word.lexical]);
    features.put([word.likeliest]);
    features.put([word.likeliest, before.likeliest, next.likeliest]);
    features.put([before.word]);
    features.put([next.word]);
    features.put([before2.word]);
    features.put([next2.word]);
    features.put([before.word, word.word]);
    features.put([word.word, next.word]);
    features.put([before.word, next.word]);
    features.put([before.lexical]);
    features.put([next.lexical]);
    features.put([next2.lexical]);
    features.put([word.lexical, next.lexical]);
    features.put([word.lexical, before.lexical]);
    features.put([next.lexical, next2.lexical]);
    features.put([word.word, next.lexical]);
    features.put([word.lexical, next.word]);
    features.put([next.suffixes[2]]);
    features.put([before.suffixes[2]]);
    features.put([word.noun_class, word.verb_class]);
    features.put([word.shape, before.shape, next.shape]);
    features.put([word.shape, before.word]);
    features.put([word.shape, next.word]);
    features.put([word.lemma, word.lexical]);
    clusters(features, [before2, before, word, next, next2]);
}

/// The classes of the words around, fine and coarse.
fn clusters(features: &mut Features, around: [&Attributes; 5]) {
    let [before2, before, word, next, next2] = around;
    for other in around {
        features.put([other.cluster]);
    }
    features.put([word.cluster6]);
    features.put([word.cluster4]);
    features.put([word.cluster, word.shape]);
    features.put([word.cluster, word.lexical]);
    features.put([word.cluster, word.suffixes[2]]);
    features.put([before.cluster, word.cluster]);
    features.put([word.cluster, next.cluster]);
    features.put([word.lexical, next.cluster]);
    features.put([word.lexical, before.cluster]);
    features.put([before.cluster, word.lexical, next.cluster]);
    features.put([before.cluster6, word.cluster, next.cluster6]);
    features.put([before2.cluster6, before.cluster6, word.cluster6]);
    features.put([word.cluster6, next.cluster6, next2.cluster6]);
    features.put([before.cluster4, word.lexical, next.cluster4]);
}

/// The features of the word at `at` in the second pass: every word has a tag, those before `at` their final one.
pub fn second_pass_features(words: &[Attributes], at: usize, features: &mut Features) {
    features.clear();
    context(words, at, features);
    let tag = |offset| u32::from(get(words, at, offset).tag);
    let word = get(words, at, 0);
    let (own, next, next2, before) = (tag(0), tag(1), tag(2), tag(-1));
    features.put([own]);
    features.put([next]);
    features.put([next, next2]);
    features.put([own, next]);
    features.put([own, before]);
    features.put([word.word, own]);
    features.put([word.word, next]);
    features.put([before, own, next]);
    features.put([word.word, before, next]);
    features.put([word.lexical, before, next]);
    features.put([word.lexical, next]);
    features.put([word.lexical, next, next2]);
    features.put([word.suffixes[2], next]);
    features.put([before, tag(-2), next]);
    features.put([own, before, next, next2]);
    features.put([own, word.shape]);
    features.put([own, word.lexical]);
    features.put([own, word.cluster]);
    features.put([word.cluster, next]);
    features.put([word.cluster, before, next]);
}

/// Gives every word its tag, with the weights of both passes; the second looks again at the words of which the first was
/// not `certain`: whose best two tags' scores are less apart.
pub fn tag(words: &mut [Attributes], passes: [&dyn Scores; 2], classes: usize, certain: f32) {
    let [first, second] = passes;
    let mut features = Features::default();
    let mut scores = vec![0.0; classes];
    let mut doubtful = Vec::new();
    for at in 0..words.len() {
        first_pass_features(words, at, &mut features);
        scores.fill(0.0);
        first.add(features.hashes(), &mut scores);
        if lead(&scores) < certain {
            doubtful.push(at);
        }
        if let Some(word) = words.get_mut(at) {
            word.tag = best(&scores) as u8;
        }
    }
    for at in doubtful {
        second_pass_features(words, at, &mut features);
        scores.fill(0.0);
        second.add(features.hashes(), &mut scores);
        if let Some(word) = words.get_mut(at) {
            word.tag = best(&scores) as u8;
        }
    }
}

/// How far the highest score is above the next.
pub fn lead(scores: &[f32]) -> f32 {
    let (mut first, mut second) = (f32::MIN, f32::MIN);
    for score in scores {
        second = second.max(score.min(first));
        first = first.max(*score);
    }
    first - second
}

/// The first class with the highest score.
pub(super) fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    let mut highest = f32::MIN;
    for (class, score) in scores.iter().enumerate() {
        if *score > highest {
            (best, highest) = (class, *score);
        }
    }
    best
}
