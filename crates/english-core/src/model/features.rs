//! Features as hashes: a template with its values becomes 64 bits.

/// A list of features that is filled again for each choice.
#[derive(Debug, Clone, Default)]
pub struct Features {
    list: Vec<u64>,
}

/// An odd number with its bits well spread (the golden ratio's).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Features {
    /// Empties the list for the features of another choice.
    pub fn clear(&mut self) {
        self.list.clear();
    }

    /// The hashes.
    pub fn hashes(&self) -> &[u64] {
        &self.list
    }

    /// The next template with these values.
    #[inline]
    pub(super) fn put<const N: usize>(&mut self, values: [u32; N]) {
        let template = (self.list.len() as u64 + 1).wrapping_mul(0xa076_1d64_78bd_642f);
        let step = |hash: u64, value: u32| (hash.rotate_left(23) ^ u64::from(value)).wrapping_mul(SPREAD);
        let hash = values.into_iter().fold(template, step);
        self.list.push((hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93));
    }
}

/// Spreads the bits (the finalizer of SplitMix64).
fn mix(mut value: u64) -> u64 {
    value = (value ^ value >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ value >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ value >> 31
}

/// A hash of bytes to 32 bits (FNV-1a with a final mix).
pub(super) fn text_hash(bytes: &[u8]) -> u32 {
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    (mix(hash) >> 32) as u32
}
