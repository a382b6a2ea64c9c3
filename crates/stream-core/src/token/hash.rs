//! The hash by which the vocabulary table finds a token from its bytes.
//!
//! Shared, as source, with the command that packs the table: both sides must agree to the bit. Keys of up to
//! sixteen bytes, nearly all of them, cost one unaligned load, a mask and a folded 64x64 multiplication
//! (the mixing step of wyhash, Wang Yi, public domain).

/// Longest key that fits one [`window`].
pub const WINDOW: usize = 16;

const KEYS: [u64; 4] = [0x2d35_8dcc_aa6c_78a5, 0x8bb8_4b93_962e_acc9, 0x4b33_a62e_d433_d4a3, 0x9e37_79b9_7f4a_7c15];

const MASKS: [u128; WINDOW + 1] = {
    let mut masks = [0; WINDOW + 1];
    let mut n = 1;
    while n < WINDOW {
        masks[n] = (1 << (8 * n)) - 1;
        n += 1;
    }
    masks[WINDOW] = u128::MAX;
    masks
};

/// The bytes `[start, start + len)`, at most the first sixteen, as a little-endian number; zeros beyond.
/// Bytes past the end of `bytes` count as zeros.
#[inline]
pub fn window(bytes: &[u8], start: usize, len: usize) -> u128 {
    let mask = MASKS[if len < WINDOW { len } else { WINDOW }];
    match bytes.get(start..).and_then(|rest| rest.first_chunk::<WINDOW>()) {
        Some(chunk) => u128::from_le_bytes(*chunk) & mask,
        None => window_at_end(bytes, start) & mask,
    }
}

#[cold]
fn window_at_end(bytes: &[u8], start: usize) -> u128 {
    let rest = bytes.get(start..).unwrap_or_default();
    rest.iter().take(WINDOW).rev().fold(0, |sum, &byte| sum << 8 | u128::from(byte))
}

#[inline]
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// The hash of a key of `len` bytes whose first [`window`] is `first`.
#[inline]
pub fn hash_short(first: u128, len: usize) -> u64 {
    let length = (len as u64).wrapping_mul(KEYS[2]);
    mix(first as u64 ^ KEYS[0], (first >> 64) as u64 ^ KEYS[1] ^ length)
}

/// The hash of the bytes `[start, end)`.
#[inline]
pub fn hash(bytes: &[u8], start: usize, end: usize) -> u64 {
    let len = end - start;
    let short = hash_short(window(bytes, start, len), len);
    if len <= WINDOW { short } else { hash_rest(short, bytes, start + WINDOW, end) }
}

#[inline(never)]
fn hash_rest(mut hash: u64, bytes: &[u8], mut start: usize, end: usize) -> u64 {
    while start < end {
        let next = window(bytes, start, end - start);
        hash = mix(hash ^ next as u64 ^ KEYS[3], (next >> 64) as u64 ^ KEYS[1]);
        start += WINDOW;
    }
    hash
}

/// Slots of a line: a line is searched as a whole and is as long as a cache line.
pub const LINE: usize = 16;

/// A slot that holds nothing.
pub const EMPTY: u32 = u32::MAX;

/// The line, out of `lines`, in which the search for a hash begins. It goes on to the next line, the first
/// after the last, as long as lines are full.
#[inline]
pub fn line(hash: u64, lines: usize) -> usize {
    (((hash >> 32) * lines as u64) >> 32) as usize
}

/// Bits of a slot that hold the token id; the other bits hold the [`fingerprint`].
pub const ID_BITS: u32 = 18;

/// Fourteen bits of a hash, at the place they have in a slot: nearly all absent keys are told by them alone.
#[inline]
pub fn fingerprint(hash: u64) -> u32 {
    (hash as u32) >> 4 << ID_BITS
}

/// Shortest token that [`lengths_index`] speaks of.
pub const HEAD: usize = 4;

/// Where the set of lengths of the tokens that begin with these four bytes stands, among `2^log2`
/// (`log2` in 1..=32); heads that fall together share the union of their sets.
#[inline]
pub fn lengths_index(head: u32, log2: u32) -> usize {
    (mix(u64::from(head) ^ KEYS[3], KEYS[0]) >> (64 - log2)) as usize
}

/// The longest token of a bit of a set of lengths: single lengths first, then wider and wider ranges.
pub const TOPS: [u8; 32] = [
    4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 24, 26, 28, 30, 32, 35, 39, 47, 55, 63, 79, 95,
    111, 128,
];

const BITS: [u32; 129] = {
    let mut bits = [0; 129];
    let (mut len, mut bit) = (HEAD, 0);
    while len < bits.len() {
        if len > TOPS[bit] as usize {
            bit += 1;
        }
        bits[len] = 1 << bit;
        len += 1;
    }
    bits
};

/// The bit for a token length; none for lengths below [`HEAD`] or above 128.
#[inline]
pub fn length_bit(len: usize) -> u32 {
    if len < BITS.len() { BITS[len] } else { 0 }
}
