//! The greedy parser: one action after the other, each the best by the sum of its features' weights.

use super::arcs::{Action, Arcs, NOBODY, Side};
use super::attributes::Attributes;
use super::features::Features;
use super::weights::Scores;

/// Classes that are no labels: shift. The labels of left arcs follow, then those of right arcs.
pub const ACTIONS_BESIDE_LABELS: usize = 1;

/// The action of a class, for that many labels.
pub fn action_of(class: usize, labels: usize) -> Action {
    match class.checked_sub(ACTIONS_BESIDE_LABELS) {
        None => Action::Shift,
        Some(label) if label < labels => Action::Left(label as u8),
        Some(label) => Action::Right((label - labels) as u8),
    }
}

/// The class of an action, for that many labels.
pub fn class_of(action: Action, labels: usize) -> usize {
    match action {
        Action::Shift => 0,
        Action::Left(label) => ACTIONS_BESIDE_LABELS + usize::from(label),
        Action::Right(label) => ACTIONS_BESIDE_LABELS + labels + usize::from(label),
    }
}

/// What the features say of a word.
#[derive(Clone, Copy)]
struct Seen {
    word: u32,
    tag: u32,
    pos: u32,
    lemma: u32,
    class: u32,
}

const NOTHING: Seen = Seen { word: 2, tag: 254, pos: 30, lemma: 2, class: 99 };

/// The words around one choice.
struct View<'a> {
    words: &'a [Attributes],
    arcs: &'a Arcs,
}

impl View<'_> {
    fn see(&self, at: u32) -> Seen {
        let Some(word) = self.words.get(at as usize) else { return NOTHING };
        // Classes of nouns and of verbs share no number.
        let class = if word.pos == VERB { word.verb_class } else { word.noun_class };
        Seen { word: word.word, tag: u32::from(word.tag), pos: u32::from(word.pos), lemma: word.lemma, class }
    }

    fn stack(&self, depth: usize) -> u32 {
        let stack = self.arcs.stack();
        stack.len().checked_sub(depth + 1).and_then(|at| stack.get(at)).copied().unwrap_or(NOBODY)
    }

    fn left(&self, at: u32) -> Side {
        self.arcs.left.get(at as usize).copied().unwrap_or_default()
    }

    fn right(&self, at: u32) -> Side {
        self.arcs.right.get(at as usize).copied().unwrap_or_default()
    }

    fn label(&self, at: u32) -> u32 {
        self.arcs.labels.get(at as usize).map_or(63, |label| u32::from(*label))
    }
}

/// The number of the universal part of speech for verbs, in alphabetic order of the tags' names.
const VERB: u8 = 15;

/// The features of the choice that a state of the parse asks for.
pub fn parser_features(words: &[Attributes], arcs: &Arcs, features: &mut Features) {
    features.clear();
    let view = View { words, arcs };
    let next = arcs.next();
    let at = [view.stack(0), view.stack(1), view.stack(2), next, next + 1, next + 2];
    let [s0, s1, s2, b0, b1, b2] = at.map(|at| view.see(at));
    for seen in [s0, b0] {
        features.one(seen.word);
        features.one(seen.tag);
    }
    for seen in [s0, s1, b0, b1] {
        features.two(seen.word, seen.tag);
    }
    features.one(s2.tag);
    features.two(s2.word, s2.tag);
    features.one(b2.tag);
    pairs(features, s0, b0);
    pairs(features, s1, s0);
    features.two(s0.tag, b1.tag);
    features.two(s0.lemma, b1.lemma);
    features.two(b0.lemma, b1.tag);
    features.two(b0.tag, b1.lemma);
    features.two(s1.lemma, b0.tag);
    features.two(s1.lemma, b0.lemma);
    features.three(s0.tag, b0.tag, b1.tag);
    features.three(s0.lemma, b0.tag, b1.tag);
    features.three(b0.lemma, s0.tag, b1.tag);
    features.three(s1.tag, s0.tag, b0.tag);
    features.three(s1.lemma, s0.tag, b0.tag);
    features.three(s0.lemma, s1.tag, b0.tag);
    features.three(b0.lemma, s1.tag, s0.tag);
    features.three(s2.tag, s1.tag, s0.tag);
    features.four(s1.tag, [s0.tag, b0.tag, b1.tag]);
    features.four(s2.tag, [s1.tag, s0.tag, b0.tag]);
    features.four(s0.tag, [b0.tag, b1.tag, b2.tag]);
    family(features, &view, at, [s0, s1, b0]);
    distances(features, &view, at, [s0, s1, b0]);
    lexical(features, &view, at, [s0, s1, b0]);
}

fn pairs(features: &mut Features, one: Seen, other: Seen) {
    features.two(one.tag, other.tag);
    features.two(one.lemma, other.lemma);
    features.two(one.lemma, other.tag);
    features.two(one.tag, other.lemma);
}

/// The dependents found so far: their tags, labels and number.
fn family(features: &mut Features, view: &View<'_>, at: [u32; 6], seen: [Seen; 3]) {
    let [s0, s1, b0] = seen;
    let (left0, right0) = (view.left(at[0]), view.right(at[0]));
    let (left1, right1) = (view.left(at[1]), view.right(at[1]));
    let left3 = view.left(at[3]);
    for (side, word, other) in [(right0, s0, b0), (right1, s1, s0), (left3, b0, s0), (left0, s0, b0), (left0, s0, s1)] {
        let (label, tag) = (view.label(side.last), view.see(side.last).tag);
        features.four(word.tag, [tag, other.tag, label]);
    }
    for (side, word) in [(right0, s0), (right1, s1), (left3, b0), (left0, s0)] {
        features.two(side.labels as u32, (side.labels >> 32) as u32 ^ word.tag << 22);
        features.two(word.lemma, side.count.min(3) << 6 | view.label(side.last));
    }
    features.four(s0.tag, [left0.count.min(5) << 3 | right0.count.min(5), b0.tag, 0]);
    features.four(s1.tag, [left1.count.min(5) << 3 | right1.count.min(5), s0.tag, left0.count.min(5)]);
    features.four(s1.tag, [view.label(right1.last), s0.tag, view.label(left0.last)]);
    features.four(b0.tag, [view.label(left3.last), s0.tag, view.label(right0.last)]);
}

fn distances(features: &mut Features, view: &View<'_>, at: [u32; 6], seen: [Seen; 3]) {
    let [s0, s1, b0] = seen;
    let far = |one: u32, other: u32| if one == NOBODY { 15 } else { bucket(other.saturating_sub(one)) };
    let (near, wide) = (far(at[0], at[3]), far(at[1], at[0]));
    features.three(s0.tag, b0.tag, near);
    features.three(s1.tag, s0.tag, wide);
    features.two(s1.lemma, wide);
    let depth = view.arcs.stack().len().min(4) as u32;
    features.three(depth << 1 | u32::from(at[3] >= view.arcs.length), s0.tag, b0.tag);
}

fn bucket(distance: u32) -> u32 {
    match distance {
        0..=4 => distance,
        5..=7 => 5,
        8..=12 => 6,
        _ => 7,
    }
}

/// What words mean and what they take: prepositions with their verb and noun, classes, frames.
fn lexical(features: &mut Features, view: &View<'_>, at: [u32; 6], seen: [Seen; 3]) {
    let [s0, s1, b0] = seen;
    let lead0 = view.see(view.left(at[0]).last);
    let lead3 = view.see(view.left(at[3]).last);
    features.two(s1.lemma, lead0.word);
    features.three(lead0.word, s1.tag, s0.tag);
    features.three(lead0.word, s1.class, s0.class);
    features.two(s0.lemma, lead3.word);
    features.three(lead3.word, s0.tag, b0.tag);
    features.three(s0.class, b0.class, s0.pos << 5 | b0.pos);
    features.three(s1.class, s0.class, s1.pos << 5 | s0.pos);
    let frames = |at: u32| view.words.get(at as usize).map_or(0, |word| word.frames);
    features.three(frames(at[0]), s0.tag, b0.tag);
    features.three(frames(at[1]), s1.tag, s0.tag);
}

/// Parses a tagged sentence; the heads and labels are in the result. `labels` is the number of labels.
pub fn parse(words: &[Attributes], weights: &dyn Scores, labels: usize) -> Arcs {
    let mut arcs = Arcs::default();
    arcs.start(words.len());
    let mut features = Features::default();
    let mut scores = vec![0.0; ACTIONS_BESIDE_LABELS + 2 * labels];
    while !arcs.is_done() {
        parser_features(words, &arcs, &mut features);
        scores.fill(0.0);
        weights.add(features.hashes(), &mut scores);
        let action = best_allowed(&scores, arcs.allowed(), labels);
        arcs.take(action);
    }
    arcs
}

/// The best action among the allowed ones.
fn best_allowed(scores: &[f32], allowed: [bool; 3], labels: usize) -> Action {
    let mut best = (f32::MIN, 0);
    let starts = [0, ACTIONS_BESIDE_LABELS, ACTIONS_BESIDE_LABELS + labels, scores.len()];
    for (kind, bounds) in starts.windows(2).enumerate() {
        let &[start, end] = bounds else { continue };
        if !allowed.get(kind).is_some_and(|allowed| *allowed) {
            continue;
        }
        for class in start..end {
            let score = scores.get(class).copied().unwrap_or(f32::MIN);
            if score > best.0 {
                best = (score, class);
            }
        }
    }
    action_of(best.1, labels)
}
