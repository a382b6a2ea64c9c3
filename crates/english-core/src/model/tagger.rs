//! Tags, chosen from left to right in two passes: the second sees the first's tags on both sides.

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
    lemma: 1,
    tag: 255,
    pos: 31,
};

fn get(words: &[Attributes], at: usize, offset: isize) -> &Attributes {
    at.checked_add_signed(offset).and_then(|at| words.get(at)).unwrap_or(&OUTSIDE)
}

/// The features of the word at `at` in the first pass; the words before it have tags.
pub fn first_pass_features(words: &[Attributes], at: usize, features: &mut Features) {
    features.clear();
    alone(words, at, features);
    let (before, before2) = (get(words, at, -1), get(words, at, -2));
    let (word, next) = (get(words, at, 0), get(words, at, 1));
    let (tag, tag2) = (u32::from(before.tag), u32::from(before2.tag));
    features.one(tag);
    features.two(tag, tag2);
    features.two(word.word, tag);
    features.two(word.lexical, tag);
    features.two(word.suffixes[2], tag);
    features.two(next.word, tag);
    features.two(next.lexical, tag);
    features.three(word.lexical, tag, tag2);
    features.three(word.word, tag, tag2);
    features.three(word.shape, word.likeliest, tag);
    features.two(word.lexical ^ next.lexical.rotate_left(16), tag);
}

/// What does not depend on tags.
fn alone(words: &[Attributes], at: usize, features: &mut Features) {
    let word = get(words, at, 0);
    let (before, before2) = (get(words, at, -1), get(words, at, -2));
    let (next, next2) = (get(words, at, 1), get(words, at, 2));
    features.one(0);
    features.one(word.word);
    for suffix in word.suffixes {
        features.one(suffix);
    }
    for prefix in word.prefixes {
        features.one(prefix);
    }
    features.one(word.shape);
    features.two(word.shape, word.lexical);
    features.two(word.suffixes[2], word.shape);
    features.two(word.suffixes[1], word.lexical);
    features.one(word.lexical);
    features.one(word.likeliest);
    features.three(word.likeliest, before.likeliest, next.likeliest);
    features.one(before.word);
    features.one(next.word);
    features.one(before2.word);
    features.one(next2.word);
    features.two(before.word, word.word);
    features.two(word.word, next.word);
    features.two(before.word, next.word);
    features.one(before.lexical);
    features.one(next.lexical);
    features.one(next2.lexical);
    features.two(word.lexical, next.lexical);
    features.two(word.lexical, before.lexical);
    features.two(next.lexical, next2.lexical);
    features.two(word.word, next.lexical);
    features.two(word.lexical, next.word);
    features.one(next.suffixes[2]);
    features.one(before.suffixes[2]);
    features.two(word.noun_class, word.verb_class);
    features.three(word.shape, before.shape, next.shape);
    features.two(word.shape, before.word);
    features.two(word.shape, next.word);
    features.two(word.lemma, word.lexical);
}

/// The features of the word at `at` in the second pass: every word has a tag, those before `at` their final one.
pub fn second_pass_features(words: &[Attributes], at: usize, features: &mut Features) {
    first_pass_features(words, at, features);
    let tag = |offset| u32::from(get(words, at, offset).tag);
    let word = get(words, at, 0);
    let (own, next, next2, before) = (tag(0), tag(1), tag(2), tag(-1));
    features.one(own);
    features.one(next);
    features.two(next, next2);
    features.two(own, next);
    features.two(own, before);
    features.two(word.word, own);
    features.two(word.word, next);
    features.three(before, own, next);
    features.three(word.word, before, next);
    features.three(word.lexical, before, next);
    features.two(word.lexical, next);
    features.three(word.lexical, next, next2);
    features.two(word.suffixes[2], next);
    features.four(before, [tag(-2), next, 0]);
    features.four(own, [before, next, next2]);
    features.two(own, word.shape);
    features.two(own, word.lexical);
}

/// Gives every word its tag, with the weights of both passes.
pub fn tag(words: &mut [Attributes], passes: [&dyn Scores; 2], classes: usize) {
    let mut features = Features::default();
    let mut scores = vec![0.0; classes];
    for (pass, weights) in passes.into_iter().enumerate() {
        for at in 0..words.len() {
            if pass == 0 {
                first_pass_features(words, at, &mut features);
            } else {
                second_pass_features(words, at, &mut features);
            }
            scores.fill(0.0);
            weights.add(features.hashes(), &mut scores);
            if let Some(word) = words.get_mut(at) {
                word.tag = best(&scores) as u8;
            }
        }
    }
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
