//! Features as hashes: a template with its values becomes 64 bits.

/// A list of features that is filled again for each choice.
#[derive(Debug, Clone, Default)]
pub struct Features {
    list: Vec<u64>,
    template: u64,
}

impl Features {
    /// Empties the list for the features of another choice.
    pub fn clear(&mut self) {
        self.list.clear();
        self.template = 0;
    }

    /// The hashes.
    pub fn hashes(&self) -> &[u64] {
        &self.list
    }

    /// The next template with one value.
    pub(super) fn one(&mut self, value: u32) {
        self.two(value, 0);
    }

    /// The next template with two values.
    pub(super) fn two(&mut self, first: u32, second: u32) {
        self.push(u64::from(first) << 32 | u64::from(second));
    }

    /// The next template with three values, the last two below 2^16.
    pub(super) fn three(&mut self, first: u32, second: u32, third: u32) {
        self.two(first, second << 16 | third & 0xffff);
    }

    /// The next template with four values, the last three below 2^10.
    pub(super) fn four(&mut self, first: u32, others: [u32; 3]) {
        let [second, third, fourth] = others;
        self.two(first, second << 20 | (third & 0x3ff) << 10 | fourth & 0x3ff);
    }

    fn push(&mut self, value: u64) {
        self.template += 1;
        self.list.push(mix(value ^ self.template.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
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
