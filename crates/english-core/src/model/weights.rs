//! Weights in a compact table that is read where it lies.
//!
//! A feature's hash chooses a bucket by its upper bits; in the bucket its middle 16 bits tell it from the others. A row is
//! the 16 bits, the number of classes, and for each of them its number and the signed root of its
//! weight, a byte each. The table: log2 of the
//! number of buckets (u32), where each bucket ends (u32 each), the rows.

use engine_api::Pos;

/// Adds up the weights of features.
pub trait Scores {
    /// Adds to each class's score the weights of these features.
    fn add(&self, features: &[u64], scores: &mut [f32]);
}

/// A table of weights.
#[derive(Debug, Clone, Copy)]
pub struct Weights<'a> {
    bits: u32,
    ends: &'a [u8],
    rows: &'a [u8],
}

impl<'a> Weights<'a> {
    /// The table in these bytes; `None` where they hold none.
    pub fn open(bytes: &'a [u8]) -> Option<Weights<'a>> {
        let (bits, bytes) = bytes.split_first_chunk::<4>()?;
        let bits = u32::from_le_bytes(*bits);
        let (ends, rows) = bytes.split_at_checked(4usize.checked_shl(bits).filter(|_| bits < 28)?)?;
        Some(Weights { bits, ends, rows })
    }

    fn bucket(&self, hash: u64) -> &'a [u8] {
        let bucket = (hash >> (64 - self.bits.max(1))) as usize;
        let end = |at: usize| {
            let bytes = self.ends.get(at * 4..at * 4 + 4).and_then(|bytes| bytes.first_chunk());
            bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes) as usize)
        };
        let start = bucket.checked_sub(1).map_or(0, end);
        self.rows.get(start..end(bucket)).unwrap_or(&[])
    }
}

/// What a stored weight stands for: its square with its sign, so that small weights are kept finely and large ones fit.
fn value(weight: i8) -> f32 {
    f32::from(i16::from(weight) * i16::from(weight).abs())
}

/// The bits of a hash that tell features in one bucket apart.
fn check(hash: u64) -> [u8; 2] {
    ((hash >> 16) as u16).to_le_bytes()
}

impl Scores for Weights<'_> {
    fn add(&self, features: &[u64], scores: &mut [f32]) {
        for hash in features {
            let wanted = check(*hash);
            let mut rows = self.bucket(*hash);
            while let Some((&[low, high, count], rest)) = rows.split_first_chunk() {
                let Some((row, rest)) = rest.split_at_checked(usize::from(count) * 2) else { break };
                if [low, high] == wanted {
                    for pair in row.chunks_exact(2) {
                        if let [class, weight] = *pair
                            && let Some(score) = scores.get_mut(usize::from(class))
                        {
                            *score += value(weight as i8);
                        }
                    }
                    break;
                }
                rows = rest;
            }
        }
    }
}

/// A table of these rows, in any order: a feature's hash, its classes and their weights.
pub fn pack(rows: &[(u64, Vec<(u8, i8)>)]) -> Vec<u8> {
    let bits = (rows.len() / 3).max(2).next_power_of_two().trailing_zeros();
    let mut sorted: Vec<&(u64, Vec<(u8, i8)>)> = rows.iter().filter(|(_, row)| !row.is_empty()).collect();
    sorted.sort_by_key(|(hash, _)| *hash);
    let mut out = bits.to_le_bytes().to_vec();
    let mut body = Vec::new();
    let mut next = 0;
    for bucket in 0..1u64 << bits {
        while let Some((hash, row)) = sorted.get(next).filter(|(hash, _)| hash >> (64 - bits) == bucket) {
            let row = row.get(..row.len().min(255)).unwrap_or(row);
            body.extend(check(*hash));
            body.push(row.len() as u8);
            body.extend(row.iter().flat_map(|(class, weight)| [*class, *weight as u8]));
            next += 1;
        }
        out.extend((body.len() as u32).to_le_bytes());
    }
    out.extend(body);
    out
}

/// The tagger and the parser in one file: magic, five lengths (u32), the names of the tags and of the labels, one a line
/// each, and three tables of weights.
#[derive(Debug, Clone)]
pub struct Model<'a> {
    /// The tags: a universal part of speech, a blank, and a tag of the Penn treebank.
    pub tags: Vec<&'a str>,
    /// The labels of arcs, which are Universal Dependencies' relations.
    pub labels: Vec<&'a str>,
    /// The number of each tag's universal part of speech in [`UNIVERSAL`].
    pub universal: Vec<u8>,
    /// Both passes of the tagger, and the parser.
    pub weights: [Weights<'a>; 3],
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

const MAGIC: &[u8; 8] = b"PSYMOD01";

impl<'a> Model<'a> {
    /// The model in these bytes; `None` where they hold none.
    pub fn open(bytes: &'a [u8]) -> Option<Model<'a>> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut lengths = [0; 5];
        for length in &mut lengths {
            let (first, after) = rest.split_first_chunk::<4>()?;
            (*length, rest) = (u32::from_le_bytes(*first) as usize, after);
        }
        let mut parts: [&[u8]; 5] = [&[]; 5];
        for (part, length) in parts.iter_mut().zip(lengths) {
            (*part, rest) = rest.split_at_checked(length)?;
        }
        let [tags, labels, first, second, parser] = parts;
        let tags: Vec<&str> = std::str::from_utf8(tags).ok()?.lines().collect();
        let labels = std::str::from_utf8(labels).ok()?.lines().collect();
        let universal = tags.iter().map(|tag| universal(tag)).collect();
        Some(Model {
            tags,
            labels,
            universal,
            weights: [Weights::open(first)?, Weights::open(second)?, Weights::open(parser)?],
        })
    }

    /// The bytes of a model.
    pub fn pack(tags: &str, labels: &str, weights: [Vec<u8>; 3]) -> Vec<u8> {
        let [first, second, parser] = &weights;
        let parts: [&[u8]; 5] = [tags.as_bytes(), labels.as_bytes(), first, second, parser];
        let mut out = MAGIC.to_vec();
        out.extend(parts.iter().flat_map(|part| (part.len() as u32).to_le_bytes()));
        out.extend(parts.concat());
        out
    }
}

/// The number of a tag's universal part of speech.
pub fn universal(tag: &str) -> u8 {
    let name = tag.split(' ').next().unwrap_or(tag);
    UNIVERSAL.iter().position(|(known, _)| *known == name).unwrap_or(UNIVERSAL.len() - 1) as u8
}
