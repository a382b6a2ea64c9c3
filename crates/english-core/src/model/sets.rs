//! The weights of moves, in a table with a fixed number of sets of two slots: one load finds a feature or tells that it
//! has no weights.
//!
//! A feature's hash chooses a set by its upper half; eight of its lower bits tell it from others. A slot holds these bits
//! (0 for an empty one) and the signed roots of the weights of shift, left and right. The table: the sets, nothing else.

use super::parser::MOVES;
use super::weights::{Scores, value};

/// A table of the weights of moves.
#[derive(Debug, Clone, Copy)]
pub struct Sets<'a> {
    sets: &'a [[u8; 8]],
}

impl<'a> Sets<'a> {
    /// The table in these bytes.
    pub fn open(bytes: &'a [u8]) -> Sets<'a> {
        Sets { sets: bytes.as_chunks().0 }
    }

    /// The slot of a feature, 0 where it has none; found without a branch, so that the loads of many features overlap.
    #[inline]
    fn slot(&self, hash: u64) -> u32 {
        let set = self.sets.get(home(hash, self.sets.len())).map_or(0, |set| u64::from_le_bytes(*set));
        let wanted = u32::from(check(hash));
        let (first, second) = (set as u32, (set >> 32) as u32);
        let second = if second & 0xff == wanted { second } else { 0 };
        if first & 0xff == wanted { first } else { second }
    }
}

#[inline]
fn check(hash: u64) -> u8 {
    ((hash >> 12) as u8).max(1)
}

#[inline]
fn home(hash: u64, sets: usize) -> usize {
    (((hash >> 32) * sets as u64) >> 32) as usize
}

impl Scores for Sets<'_> {
    fn add(&self, features: &[u64], scores: &mut [f32]) {
        let mut sums = [0i32; MOVES];
        for hash in features {
            let [_, shift, left, right] = self.slot(*hash).to_le_bytes();
            for (sum, weight) in sums.iter_mut().zip([shift, left, right]) {
                *sum += value(weight as i8);
            }
        }
        scores.iter_mut().zip(sums).for_each(|(score, sum)| *score += sum as f32);
    }
}

/// A table of `count` sets of these features and their weights; where a set is full the smaller weights are let go.
pub fn pack_sets(rows: &[(u64, [i8; MOVES])], count: usize) -> Vec<u8> {
    let size =
        |weights: &[i8; MOVES]| weights.iter().map(|weight| u32::from(weight.unsigned_abs()).pow(2)).sum::<u32>();
    let mut sorted: Vec<(u32, u64, [i8; MOVES])> = rows.iter().map(|(hash, row)| (size(row), *hash, *row)).collect();
    sorted.sort_unstable_by_key(|(size, hash, _)| (std::cmp::Reverse(*size), *hash));
    let mut sets = vec![[0u8; 8]; count];
    for (_, hash, [shift, left, right]) in sorted.into_iter().filter(|(size, ..)| *size > 0) {
        let Some(set) = sets.get_mut(home(hash, count)) else { continue };
        let slots = set.as_chunks_mut::<4>().0;
        let same = slots.iter().any(|[known, ..]| *known == check(hash));
        if let Some(slot) = slots.iter_mut().find(|[known, ..]| *known == 0).filter(|_| !same) {
            *slot = [check(hash), shift as u8, left as u8, right as u8];
        }
    }
    sets.concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::weights::tests::hashes;

    #[test]
    fn features_have_their_weights_or_none() {
        let rows: Vec<(u64, [i8; MOVES])> =
            hashes(4000).zip(0..).map(|(hash, at)| (hash, [(at % 100) as i8 + 1, -7, 0])).collect();
        let bytes = pack_sets(&rows, 8000);
        let table = Sets::open(&bytes);
        let read = |hash: u64| {
            let mut sums = [0.0; MOVES];
            table.add(&[hash], &mut sums);
            sums
        };
        let kept = rows.iter().filter(|(hash, row)| read(*hash) == row.map(|weight| value(weight) as f32)).count();
        assert!(kept > 3850, "{kept}");
        let strangers = hashes(8000).skip(4000).filter(|hash| read(*hash) != [0.0; MOVES]).count();
        assert!(strangers < 80, "{strangers}");
    }
}
