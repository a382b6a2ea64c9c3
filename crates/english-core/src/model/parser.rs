//! What the parser goes by: the features of moves and of labels.

use super::arcs::{Action, Arcs, NOBODY, Side};
use super::attributes::{Attributes, VERB};
use super::features::Features;

/// The moves: shift, left and right, in the order of their classes.
pub const MOVES: usize = 3;

/// The action of a move's class; an arc gets the label.
pub fn action_of(class: usize, label: u8) -> Action {
    match class {
        0 => Action::Shift,
        1 => Action::Left(label),
        _ => Action::Right(label),
    }
}

/// What the features say of a word.
#[derive(Clone, Copy)]
struct Seen {
    word: u32,
    tag: u32,
    pos: u32,
    lemma: u32,
    cluster: u32,
    coarse: u32,
    class: u32,
}

const NOTHING: Seen = Seen { word: 2, tag: 254, pos: 30, lemma: 2, cluster: 1 << 30, coarse: 64, class: 99 };

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
        let (tag, pos) = (u32::from(word.tag), u32::from(word.pos));
        let (cluster, coarse) = (word.cluster, word.cluster6);
        Seen { word: word.word, tag, pos, lemma: word.lemma, cluster, coarse, class }
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

    /// How many verbs, marks and coordinators stand between two words, up to three of each.
    fn between(&self, one: u32, other: u32) -> u32 {
        let upto = |at: u32| self.words.get(at as usize).map(|word| word.upto);
        let (Some(from), Some(to)) = (upto(one), other.checked_sub(1).and_then(upto)) else { return 64 };
        let counts = from.into_iter().zip(to).map(|(from, to)| u32::from(to.wrapping_sub(from).min(3)));
        counts.fold(0, |all, count| all << 2 | count)
    }

    /// The last word, which is often a mark.
    fn ending(&self) -> u32 {
        self.words.last().map_or(0, |word| word.word)
    }

    fn frames(&self, at: u32) -> u32 {
        self.words.get(at as usize).map_or(0, |word| word.frames)
    }
}

/// The features of the move that a state of the parse asks for (after Zhang and Nivre 2011).
pub fn move_features(words: &[Attributes], arcs: &Arcs, features: &mut Features) {
    features.clear();
    let view = View { words, arcs };
    let next = arcs.next();
    let at = [view.stack(0), view.stack(1), view.stack(2), next, next + 1, next + 2];
    let [s0, s1, s2, b0, b1, b2] = at.map(|at| view.see(at));
    for seen in [s0, s1, b0, b1] {
        features.put([seen.word, seen.tag]);
        features.put([seen.cluster]);
        features.put([seen.tag]);
    }
    features.put([s0.word]);
    features.put([b0.word]);
    features.put([s2.word, s2.tag]);
    features.put([s2.tag]);
    features.put([b2.tag]);
    features.put([b2.cluster]);
    pairs(features, s0, b0);
    pairs(features, s1, s0);
    features.put([s0.tag, b1.tag]);
    features.put([s0.lemma, b1.lemma]);
    features.put([b0.lemma, b1.tag]);
    features.put([b0.tag, b1.lemma]);
    features.put([s1.lemma, b0.tag]);
    features.put([s1.lemma, b0.lemma]);
    features.put([s1.cluster, b0.cluster]);
    features.put([b0.cluster, b1.cluster]);
    triples(features, s0, b0, b1);
    triples(features, s1, s0, b0);
    features.put([s2.tag, s1.tag, s0.tag]);
    features.put([s1.tag, s0.tag, b0.tag, b1.tag]);
    features.put([s2.tag, s1.tag, s0.tag, b0.tag]);
    features.put([s0.tag, b0.tag, b1.tag, b2.tag]);
    features.put([s0.pos, b0.pos, b1.pos, b2.pos, s1.pos]);
    family(features, &view, at, [s0, s1, b0]);
    distances(features, &view, at, [s0, s1, b0]);
    lexical(features, &view, at, [s0, s1, b0]);
}

fn pairs(features: &mut Features, one: Seen, other: Seen) {
    features.put([one.tag, other.tag]);
    features.put([one.lemma, other.lemma]);
    features.put([one.lemma, other.tag]);
    features.put([one.tag, other.lemma]);
    features.put([one.cluster, other.cluster]);
    features.put([one.cluster, other.tag]);
    features.put([one.tag, other.cluster]);
    features.put([one.coarse, one.tag, other.coarse, other.tag]);
}

fn triples(features: &mut Features, one: Seen, two: Seen, three: Seen) {
    features.put([one.tag, two.tag, three.tag]);
    features.put([one.lemma, two.tag, three.tag]);
    features.put([one.tag, two.lemma, three.tag]);
    features.put([one.tag, two.tag, three.lemma]);
    features.put([one.coarse, two.coarse, three.coarse]);
    features.put([one.cluster, two.tag, three.tag]);
    features.put([one.tag, two.cluster, three.tag]);
    features.put([one.tag, two.tag, three.cluster]);
}

/// The dependents found so far: their tags, labels and number.
fn family(features: &mut Features, view: &View<'_>, at: [u32; 6], seen: [Seen; 3]) {
    let [s0, s1, b0] = seen;
    let (left0, right0) = (view.left(at[0]), view.right(at[0]));
    let (left1, right1) = (view.left(at[1]), view.right(at[1]));
    let left3 = view.left(at[3]);
    for (side, word, other) in [(right0, s0, b0), (right1, s1, s0), (left3, b0, s0), (left0, s0, b0), (left0, s0, s1)] {
        let (label, tag) = (view.label(side.last), view.see(side.last).tag);
        features.put([word.tag, tag, other.tag]);
        features.put([word.tag, label, other.tag]);
    }
    for (side, word) in [(right0, s0), (right1, s1), (left1, s1), (left3, b0), (left0, s0)] {
        features.put([side.labels as u32, (side.labels >> 32) as u32, word.tag]);
        features.put([word.lemma, side.count.min(3), view.label(side.last)]);
        features.put([word.tag, view.see(side.last).tag, view.see(side.second).tag]);
    }
    features.put([s0.tag, left0.count.min(5), right0.count.min(5), b0.tag]);
    features.put([s1.tag, left1.count.min(5), right1.count.min(5), s0.tag, left0.count.min(5)]);
    features.put([s1.tag, view.label(right1.last), s0.tag, view.label(left0.last)]);
    features.put([b0.tag, view.label(left3.last), s0.tag, view.label(right0.last)]);
}

fn distances(features: &mut Features, view: &View<'_>, at: [u32; 6], seen: [Seen; 3]) {
    let [s0, s1, b0] = seen;
    let (near, wide) = (distance(at[0], at[3]), distance(at[1], at[0]));
    features.put([s0.tag, b0.tag, near]);
    features.put([s1.tag, s0.tag, wide]);
    features.put([s1.lemma, wide]);
    features.put([s0.lemma, near]);
    let (ahead, within) = (view.between(at[0], at[3]), view.between(at[1], at[0]));
    features.put([s0.tag, b0.tag, ahead]);
    features.put([s0.pos, b0.pos, ahead, near]);
    features.put([s1.tag, s0.tag, within]);
    features.put([s1.pos, s0.pos, within, wide]);
    let rest = view.between(at[3], view.arcs.length);
    features.put([s0.tag, b0.tag, rest >> 4]);
    features.put([s0.pos, s1.pos, b0.pos, rest, view.ending()]);
    let depth = view.arcs.stack().len().min(4) as u32;
    features.put([depth, u32::from(at[3] >= view.arcs.length), s0.tag, b0.tag]);
}

/// How far two words are apart, in steps.
fn distance(one: u32, other: u32) -> u32 {
    if one == NOBODY || other == NOBODY {
        return 15;
    }
    match other.abs_diff(one) {
        near @ 0..=4 => near,
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
    features.put([s1.lemma, lead0.word]);
    features.put([s1.lemma, lead0.word, s0.cluster]);
    features.put([s1.cluster, lead0.word, s0.coarse]);
    features.put([lead0.word, s1.tag, s0.tag]);
    features.put([lead0.word, s1.class, s0.class]);
    features.put([s0.lemma, lead3.word]);
    features.put([lead3.word, s0.tag, b0.tag]);
    features.put([s0.class, b0.class, s0.pos, b0.pos]);
    features.put([s1.class, s0.class, s1.pos, s0.pos]);
    features.put([view.frames(at[0]), s0.tag, b0.tag]);
    features.put([view.frames(at[1]), s1.tag, s0.tag]);
}

/// The features of the label of the arc that a move is about to make.
pub fn label_features(words: &[Attributes], arcs: &Arcs, left: bool, features: &mut Features) {
    features.clear();
    let view = View { words, arcs };
    let word = view.stack(0);
    let head = match () {
        () if !left => view.stack(1),
        () if arcs.next() < arcs.length => arcs.next(),
        () => NOBODY,
    };
    let (one, other, way) = (view.see(word), view.see(head), u32::from(left));
    let (inner, outer) = (view.left(word), view.right(word));
    let lead = view.see(inner.last);
    features.put([way]);
    features.put([one.word, way]);
    features.put([one.tag, way]);
    features.put([other.word, way]);
    features.put([other.tag, way]);
    features.put([one.cluster, way]);
    features.put([other.cluster, way]);
    pairs(features, one, other);
    features.put([one.tag, other.tag, way]);
    features.put([one.tag, other.lemma, way]);
    features.put([one.lemma, other.tag, way]);
    features.put([one.tag, other.tag, distance(word, head), way]);
    features.put([one.coarse, other.cluster, way]);
    features.put([lead.word, one.tag, way]);
    features.put([lead.word, one.tag, other.tag, way]);
    features.put([lead.word, one.cluster, other.cluster]);
    features.put([lead.word, other.lemma, way]);
    features.put([lead.word, one.class, other.class]);
    features.put([one.class, other.class, one.pos, other.pos]);
    features.put([view.frames(head), one.tag, way]);
    features.put([view.frames(head), one.tag, view.right(head).labels as u32]);
    for side in [inner, outer] {
        features.put([side.labels as u32, (side.labels >> 32) as u32, one.tag, way]);
        features.put([view.see(side.last).tag, view.label(side.last), one.tag, other.tag]);
        features.put([view.see(side.last).lemma, one.tag, other.tag]);
    }
    for side in [view.left(head), view.right(head)] {
        features.put([side.labels as u32, (side.labels >> 32) as u32, one.tag, other.tag, way]);
        features.put([view.label(side.last), one.tag, other.tag, way]);
        features.put([view.label(side.last), one.word, other.lemma]);
    }
    around(features, &view, [word, head], way);
}

/// The neighbours of a word and its head.
fn around(features: &mut Features, view: &View<'_>, at: [u32; 2], way: u32) {
    let [word, head] = at;
    let (one, other) = (view.see(word), view.see(head));
    let beside = |at: u32, step: i32| view.see(at.checked_add_signed(step).unwrap_or(NOBODY));
    features.put([beside(word, -1).tag, one.tag, other.tag, way]);
    features.put([beside(word, 1).tag, one.tag, other.tag, way]);
    features.put([beside(word, -1).word, one.tag, way]);
    features.put([beside(word, 1).word, one.tag, way]);
    features.put([beside(head, -1).tag, one.tag, other.tag, way]);
    features.put([beside(head, 1).tag, one.tag, other.tag, way]);
    let below = view.see(view.stack(if way == 1 { 1 } else { 2 }));
    features.put([below.tag, one.tag, other.tag, way]);
    let ahead = view.see(view.arcs.next());
    features.put([ahead.tag, one.tag, other.tag, way]);
}

/// The best move among the allowed ones.
pub fn best_allowed(scores: &[f32; MOVES], allowed: [bool; MOVES]) -> usize {
    let choices = (0..MOVES).zip(scores).zip(allowed).filter(|(_, allowed)| *allowed);
    let best = choices.reduce(|best, other| if other.0.1 > best.0.1 { other } else { best });
    best.map_or(0, |((class, _), _)| class)
}
