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

/// The bucket, out of `2^log2` (`log2` in 1..=32), in which a hash looks for its displacement.
#[inline]
pub fn bucket(hash: u64, log2: u32) -> usize {
    (hash >> (64 - log2)) as usize
}

/// The slot, out of `slots`, of a hash whose bucket has this displacement (hash and displace; Belazzougui,
/// Botelho and Dietzfelbinger 2009).
#[inline]
pub fn slot(hash: u64, displacement: u16, slots: u32) -> usize {
    let step = (hash >> 16) as u32 | 1;
    let mixed = (hash as u32).wrapping_add(u32::from(displacement).wrapping_mul(step));
    ((u64::from(mixed) * u64::from(slots)) >> 32) as usize
}

/// Bits of a slot that hold the token id; the other bits hold the [`fingerprint`].
pub const ID_BITS: u32 = 18;

/// Fourteen bits of a hash, at the place they have in a slot: most absent keys are told by them alone.
#[inline]
pub fn fingerprint(hash: u64) -> u32 {
    ((hash >> 24) as u32 ^ (hash >> 40) as u32) << ID_BITS
}

/// Shortest token that [`lengths_index`] speaks of.
pub const HEAD: usize = 4;

/// Where the set of lengths of the tokens that begin with these four bytes stands, among `2^log2`
/// (`log2` in 1..=32); heads that fall together share the union of their sets.
#[inline]
pub fn lengths_index(head: u32, log2: u32) -> usize {
    (mix(u64::from(head) ^ KEYS[3], KEYS[0]) >> (64 - log2)) as usize
}

/// The bit for a token length of at least [`HEAD`]; the last bit stands for 35 bytes and more.
#[inline]
pub fn length_bit(len: usize) -> u32 {
    1 << if len < HEAD + 31 { len - HEAD } else { 31 }
}
