//! Weights in a compact table that is read where it lies.
//!
//! A feature's hash chooses a slot of eight bytes by its upper half; 16 of its lower bits tell it from others. It is there
//! or in one of the next three slots. A slot holds these bits and up to three pairs of a class and the signed root of its weight, a byte
//! each; or for more pairs [`LONG`], their number, and where they begin among the long rows (u32). The table: the number
//! of slots (u32), the slots, the long rows.

use engine_api::Pos;

use super::arcs::Arcs;
use super::attributes::{Attributes, attributes, settle};
use super::clusters::Clusters;
use super::search::{Weighing, parse};
use super::sets::Sets;
use super::tagger::tag;

/// Adds up the weights of features.
pub trait Scores: std::fmt::Debug {
    /// Adds to each class's score the weights of these features.
    fn add(&self, features: &[u64], scores: &mut [f32]);
}

/// A table of weights.
#[derive(Debug, Clone, Copy)]
pub struct Weights<'a> {
    slots: &'a [[u8; 8]],
    rows: &'a [[u8; 2]],
}

/// In how many slots, from its home on, a feature may be.
const WINDOW: usize = 4;

/// In the place of the first class: the pairs are elsewhere.
const LONG: u8 = 255;

impl<'a> Weights<'a> {
    /// The table in these bytes; `None` where they hold none.
    pub fn open(bytes: &'a [u8]) -> Option<Weights<'a>> {
        let (count, bytes) = bytes.split_first_chunk::<4>()?;
        let (slots, rows) = bytes.split_at_checked((u32::from_le_bytes(*count) as usize).checked_mul(8)?)?;
        Some(Weights { slots: slots.as_chunks().0, rows: rows.as_chunks().0 })
    }

    /// The slot of a feature, 0 where it has no weights. It looks at all places where the feature may be, without a
    /// branch, so that the loads of many features overlap.
    #[inline]
    fn slot(&self, hash: u64) -> u64 {
        let home = home(hash, self.slots.len().saturating_sub(WINDOW - 1));
        let Some(window) = self.slots.get(home..).and_then(|from| from.first_chunk::<WINDOW>()) else { return 0 };
        let wanted = u64::from(check(hash));
        let mut found = 0;
        for slot in window {
            let slot = u64::from_le_bytes(*slot);
            found = if slot & 0xffff == wanted { slot } else { found };
        }
        found
    }

    fn long(&self, slot: [u8; 8]) -> &'a [[u8; 2]] {
        let [_, _, _, count, start @ ..] = slot;
        let start = u32::from_le_bytes(start) as usize;
        self.rows.get(start..start + usize::from(count)).unwrap_or(&[])
    }
}

/// What a stored weight stands for: its square with its sign, so that small weights are kept finely and large ones fit.
#[inline]
pub(super) fn value(weight: i8) -> i32 {
    i32::from(weight) * i32::from(weight).abs()
}

/// The bits of a hash that tell features in one slot apart; never 0.
#[inline]
fn check(hash: u64) -> u16 {
    ((hash >> 12) as u16).max(1)
}

/// Where the places of a feature begin.
#[inline]
fn home(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

/// How many features are looked up before the weights of any are added.
const TOGETHER: usize = 32;

impl Scores for Weights<'_> {
    fn add(&self, features: &[u64], scores: &mut [f32]) {
        let mut plus = |class: u8, weight: u8| {
            if let Some(score) = scores.get_mut(usize::from(class)) {
                *score += value(weight as i8) as f32;
            }
        };
        for some in features.chunks(TOGETHER) {
            let mut found = [0; TOGETHER];
            let mut count = 0;
            for hash in some {
                let slot = self.slot(*hash);
                if let Some(place) = found.get_mut(count) {
                    *place = slot;
                }
                count += usize::from(slot != 0);
            }
            for slot in found.iter().take(count).map(|slot| slot.to_le_bytes()) {
                let [_, _, first, one, second, two, third, three] = slot;
                if first == LONG {
                    self.long(slot).iter().for_each(|[class, weight]| plus(*class, *weight));
                } else {
                    plus(first, one);
                    plus(second, two);
                    plus(third, three);
                }
            }
        }
    }
}

/// A table of these rows, in any order: a feature's hash, its classes and their weights.
pub fn pack(rows: &[(u64, Vec<(u8, i8)>)]) -> Vec<u8> {
    let mut sorted: Vec<&(u64, Vec<(u8, i8)>)> = rows.iter().filter(|(_, row)| !row.is_empty()).collect();
    sorted.sort_by_key(|(hash, _)| *hash);
    let homes = sorted.len() * 7 / 4 + 1;
    let (mut slots, mut long): (Vec<[u8; 8]>, Vec<u8>) = (Vec::new(), Vec::new());
    // In the order of their hashes, so also of their homes, each row's slot is its home or right behind the last one;
    // the few that would be too far from home are let go.
    for (hash, row) in sorted {
        let home = home(*hash, homes);
        slots.resize(slots.len().max(home), [0; 8]);
        if slots.len() >= home + WINDOW {
            continue;
        }
        let pairs: Vec<u8> = row.iter().take(254).flat_map(|(class, weight)| [*class, *weight as u8]).collect();
        let [low, high] = check(*hash).to_le_bytes();
        let mut slot = [low, high, 0, 0, 0, 0, 0, 0];
        if let Some(place) = slot.get_mut(2..2 + pairs.len()) {
            place.copy_from_slice(&pairs);
        } else {
            let [a, b, c, d] = ((long.len() / 2) as u32).to_le_bytes();
            slot = [low, high, LONG, (pairs.len() / 2) as u8, a, b, c, d];
            long.extend(pairs);
        }
        slots.push(slot);
    }
    slots.resize(homes + WINDOW - 1, [0; 8]);
    let mut out = (slots.len() as u32).to_le_bytes().to_vec();
    out.extend(slots.as_flattened());
    out.extend(long);
    out
}

/// The tagger and the parser in one file: magic, when the first pass is certain (u32), seven
/// lengths (u32), the names of the tags and of the labels, one a line
/// each, the classes of words, and four tables of weights.
#[derive(Debug, Clone)]
pub struct Model<'a> {
    /// The tags: a universal part of speech, a blank, and a tag of the Penn treebank.
    pub tags: Vec<&'a str>,
    /// The labels of arcs, which are Universal Dependencies' relations.
    pub labels: Vec<&'a str>,
    /// The number of each tag's universal part of speech in [`UNIVERSAL`].
    pub universal: Vec<u8>,
    /// The classes of words in like places.
    pub clusters: Clusters<'a>,
    /// Both passes of the tagger, and the labels of arcs.
    pub weights: [Weights<'a>; 3],
    /// The parser's moves.
    pub moves: Sets<'a>,
    /// By how much the first pass must prefer its tag for the second to leave it.
    pub certain: f32,
}

/// The universal parts of speech in alphabetic order of their names.
pub const UNIVERSAL: [(&str, Pos); 17] = [
    ("ADJ", Pos::Adjective),
    ("ADP", Pos::Adposition),
    ("ADV", Pos::Adverb),
    ("AUX", Pos::Auxiliary),
    ("CCONJ", Pos::Coordinator),
    ("DET", Pos::Determiner),
    ("INTJ", Pos::Interjection),
    ("NOUN", Pos::Noun),
    ("NUM", Pos::Numeral),
    ("PART", Pos::Particle),
    ("PRON", Pos::Pronoun),
    ("PROPN", Pos::ProperNoun),
    ("PUNCT", Pos::Punctuation),
    ("SCONJ", Pos::Subordinator),
    ("SYM", Pos::Symbol),
    ("VERB", Pos::Verb),
    ("X", Pos::Other),
];

const MAGIC: &[u8; 8] = b"PSYMOD03";

impl<'a> Model<'a> {
    /// The model in these bytes; `None` where they hold none.
    pub fn open(bytes: &'a [u8]) -> Option<Model<'a>> {
        let (certain, mut rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<4>()?;
        let mut lengths = [0; 7];
        for length in &mut lengths {
            let (first, after) = rest.split_first_chunk::<4>()?;
            (*length, rest) = (u32::from_le_bytes(*first) as usize, after);
        }
        let mut parts: [&[u8]; 7] = [&[]; 7];
        for (part, length) in parts.iter_mut().zip(lengths) {
            (*part, rest) = rest.split_at_checked(length)?;
        }
        let [tags, labels, clusters, first, second, moves, names] = parts;
        let tags: Vec<&str> = std::str::from_utf8(tags).ok()?.lines().collect();
        let labels = std::str::from_utf8(labels).ok()?.lines().collect();
        let universal = tags.iter().map(|tag| universal(tag)).collect();
        Some(Model {
            tags,
            labels,
            universal,
            clusters: Clusters::open(clusters)?,
            weights: [Weights::open(first)?, Weights::open(second)?, Weights::open(names)?],
            moves: Sets::open(moves),
            certain: u32::from_le_bytes(*certain) as f32,
        })
    }

    /// The bytes of a model: the names of tags and labels, the classes of words, the weights, and by
    /// how much the first pass must prefer a tag to be certain.
    pub fn pack(names: [&str; 2], clusters: &[u8], weights: [Vec<u8>; 4], certain: u32) -> Vec<u8> {
        let [tags, labels] = names;
        let mut parts: Vec<&[u8]> = vec![tags.as_bytes(), labels.as_bytes(), clusters];
        parts.extend(weights.iter().map(Vec::as_slice));
        let mut out = MAGIC.to_vec();
        out.extend(certain.to_le_bytes());
        out.extend(parts.iter().flat_map(|part| (part.len() as u32).to_le_bytes()));
        out.extend(parts.concat());
        out
    }

    /// Tags and parses the words of a sentence, in time linear in their number.
    pub fn analyse<'b>(&self, words: impl Iterator<Item = &'b str>) -> (Vec<Attributes>, Arcs) {
        let words = self.tag(words);
        let arcs = parse(&words, self.weighing());
        (words, arcs)
    }

    /// The parser's weights.
    pub fn weighing(&self) -> Weighing<'_> {
        let [_, _, labels] = &self.weights;
        Weighing { moves: &self.moves, labels, count: self.labels.len() }
    }

    /// Tags the words of a sentence, in time linear in their number.
    pub fn tag<'b>(&self, words: impl Iterator<Item = &'b str>) -> Vec<Attributes> {
        let [first, second, _] = &self.weights;
        let mut words = attributes(words, &self.clusters);
        tag(&mut words, [first, second], self.tags.len(), self.certain);
        settle(&mut words, &self.universal);
        words
    }
}

/// The number of a tag's universal part of speech.
pub fn universal(tag: &str) -> u8 {
    let name = tag.split(' ').next().unwrap_or(tag);
    UNIVERSAL.iter().position(|(known, _)| *known == name).unwrap_or(UNIVERSAL.len() - 1) as u8
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Hashes as features have them.
    pub(in crate::model) fn hashes(count: u64) -> impl Iterator<Item = u64> {
        (1..=count).map(|at| {
            let hash = (at ^ at << 31).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            (hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
        })
    }

    #[test]
    fn features_have_their_weights_or_none() {
        let row = |at: u8| (0..at % 6 + 1).map(|class| (class, (class + at) as i8 | 1)).collect::<Vec<_>>();
        let rows: Vec<(u64, Vec<(u8, i8)>)> =
            hashes(4000).zip((0..100).cycle()).map(|(hash, at)| (hash, row(at))).collect();
        let bytes = pack(&rows);
        let table = Weights::open(&bytes).unwrap();
        let read = |hash: u64| {
            let mut sums = [0.0; 8];
            table.add(&[hash], &mut sums);
            sums
        };
        let wanted = |row: &[(u8, i8)]| {
            let mut sums = [0.0; 8];
            row.iter().for_each(|(class, weight)| sums[usize::from(*class)] = value(*weight) as f32);
            sums
        };
        let kept = rows.iter().filter(|(hash, row)| read(*hash) == wanted(row)).count();
        assert!(kept > 3900, "{kept}");
        let strangers = hashes(8000).skip(4000).filter(|hash| read(*hash) != [0.0; 8]).count();
        assert!(strangers < 8, "{strangers}");
    }
}
