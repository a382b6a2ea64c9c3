//! From entries to a vector: two sums, normalised, weighted, joined, and cut to the dimensions wanted.
//!
//! The *meaning* half is the sum of the fitted rows, whose lengths already hold the entries' weights. The *lexical*
//! half is a signed random projection (Achlioptas 2003) of the idf-weighted counts, with signs from a hash of the
//! entry, so that texts sharing rare words are near each other even where the table has little to say about them.

use crate::table::{Entry, MEANING, Table};

/// Dimensions of the lexical half of a vector; they come last.
pub const LEXICAL: usize = BLOCKS * 64;

/// An entry has signs in one of so many interleaved blocks of 64 dimensions, chosen by its hash, and nothing in the
/// others: the variance of a product of two texts is that of dense signs (Li, Hastie, Church 2006) at a quarter of the
/// work.
const BLOCKS: usize = 4;

/// Eight signs for every byte.
static SIGNS: [[f32; 8]; 256] = {
    let mut signs = [[1.0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            if byte >> bit & 1 == 1 {
                signs[byte][bit] = -1.0;
            }
            bit += 1;
        }
        byte += 1;
    }
    signs
};

/// What the entries of a text have added up to.
#[derive(Debug, Clone)]
pub(crate) struct Sum {
    meaning: [f32; MEANING],
    lexical: [[f32; 64]; BLOCKS],
}

impl Default for Sum {
    fn default() -> Self {
        Self { meaning: [0.0; MEANING], lexical: [[0.0; 64]; BLOCKS] }
    }
}

impl Sum {
    /// Adds entries, in steps of eight rows, which is what the 16 bits of a step hold: 8 × 127 × 255 / 8. Whole numbers of
    /// 16 bits are added eight at a time on any processor, floats four, after being made from bytes in more steps.
    pub(crate) fn add(&mut self, table: &Table<'_>, entries: &[Entry]) {
        for eight in entries.chunks(8) {
            let mut step = [0i16; MEANING];
            for entry in eight {
                let weight = i16::from(entry.weight);
                for (sum, value) in step.iter_mut().zip(table.values(entry.row)) {
                    *sum = sum.wrapping_add(i16::from(value.cast_signed()).wrapping_mul(weight) >> 3);
                }
                self.add_unknown(entry.hash, entry.idf);
            }
            self.meaning.iter_mut().zip(&step).for_each(|(sum, x)| *sum += f32::from(*x));
        }
    }

    /// Adds a word of which only the hash is known.
    pub(crate) fn add_unknown(&mut self, hash: u64, idf: f32) {
        let [signs, choice] =
            [split_mix(hash.wrapping_add(GOLDEN)), split_mix(hash.wrapping_add(GOLDEN.wrapping_mul(2)))];
        let block = &mut self.lexical[choice as usize % BLOCKS];
        for (eight, byte) in block.as_chunks_mut::<8>().0.iter_mut().zip(signs.to_le_bytes()) {
            for (sum, sign) in eight.iter_mut().zip(&SIGNS[usize::from(byte)]) {
                *sum += idf * sign;
            }
        }
    }

    /// The vector: `share` of its squared length is meaning, the rest lexical; cut to `dims` and of length 1.
    pub(crate) fn finish(&self, share: f32, dims: usize) -> Vec<f32> {
        let meaning = share.sqrt() / length(&self.meaning);
        let lexical = (1.0 - share).sqrt() / length(self.lexical.as_flattened());
        let mut vector = vec![0.0; MEANING + LEXICAL];
        let (first, last) = vector.split_at_mut(MEANING);
        first.iter_mut().zip(&self.meaning).for_each(|(to, x)| *to = x * meaning);
        if dims > MEANING {
            let [a, b, c, d] = &self.lexical;
            let blocks = a.iter().zip(b).zip(c).zip(d);
            for (to, (((a, b), c), d)) in last.as_chunks_mut::<BLOCKS>().0.iter_mut().zip(blocks) {
                *to = [a * lexical, b * lexical, c * lexical, d * lexical];
            }
        }
        vector.truncate(dims);
        let whole = length(&vector);
        let factor = if whole < 1e-6 { 0.0 } else { 1.0 / whole };
        vector.iter_mut().for_each(|x| *x *= factor);
        if factor == 0.0 {
            vector.fill(1.0 / (dims.max(1) as f32).sqrt());
        }
        vector
    }
}

/// Euclidean length, and the smallest positive number instead of 0, so that it can be divided by. Eight sums side by
/// side: one after another would take the time of the whole rest.
fn length(vector: &[f32]) -> f32 {
    let (eights, rest) = vector.as_chunks::<8>();
    let mut squares = [0.0f32; 8];
    for eight in eights {
        for (sum, x) in squares.iter_mut().zip(eight) {
            *sum += x * x;
        }
    }
    let sum = squares.iter().sum::<f32>() + rest.iter().map(|x| x * x).sum::<f32>();
    sum.sqrt().max(f32::MIN_POSITIVE)
}

/// The increment of SplitMix64.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The output function of SplitMix64 (Steele, Lea, Flood 2014).
const fn split_mix(state: u64) -> u64 {
    let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
