//! A vocabulary as `cargo xtask vocab` packs it, read in place: nothing is parsed or built at start.
//!
//! Layout, all numbers little-endian: the magic `PSYVOC01`; six u32, which are [`Header`]; then
//!
//! 1. the bytes of all tokens in the order of their ids, and sixteen zeros;
//! 2. u24 × (tokens + 1): where each token begins in those bytes;
//! 3. u40 × tokens: the two tokens whose merge makes the token, 20 bits each (a single byte: itself twice);
//! 4. u16 × 2^`bucket_bits`: the displacements of the perfect hash;
//! 5. u32 × slots: fingerprint (14 bits) and id (18 bits), or all ones;
//! 6. u32 × 2^`length_bits`: by the first four bytes of a token, the set of the lengths that such tokens have.

use super::hash;

struct Header {
    tokens: usize,
    blob: usize,
    bucket_bits: u32,
    slots: usize,
    length_bits: u32,
    longest: usize,
}

/// The packed vocabulary of one encoding.
pub(super) struct Table {
    blob: &'static [u8],
    offsets: &'static [[u8; 3]],
    splits: &'static [[u8; 5]],
    displacements: &'static [[u8; 2]],
    slots: &'static [[u8; 4]],
    lengths: &'static [[u8; 4]],
    bucket_bits: u32,
    length_bits: u32,
    /// Length of the longest token in bytes.
    pub(super) longest: usize,
}

const fn number(file: &[u8], index: usize) -> usize {
    let (_, rest) = file.split_at(8 + 4 * index);
    match rest.first_chunk::<4>() {
        Some(bytes) => u32::from_le_bytes(*bytes) as usize,
        None => 0,
    }
}

impl Table {
    /// The table in `file`, which the compiler reads: a file cut short does not compile.
    pub(super) const fn new(file: &'static [u8]) -> Table {
        let head = Header {
            tokens: number(file, 0),
            blob: number(file, 1),
            bucket_bits: number(file, 2) as u32,
            slots: number(file, 3),
            length_bits: number(file, 4) as u32,
            longest: number(file, 5),
        };
        let (_, rest) = file.split_at(8 + 6 * 4);
        let (blob, rest) = rest.split_at(head.blob + hash::WINDOW);
        let (offsets, rest) = rest.split_at(3 * (head.tokens + 1));
        let (splits, rest) = rest.split_at(5 * head.tokens);
        let (displacements, rest) = rest.split_at(2 << head.bucket_bits);
        let (slots, rest) = rest.split_at(4 * head.slots);
        let (lengths, _) = rest.split_at(4 << head.length_bits);
        Table {
            blob,
            offsets: offsets.as_chunks().0,
            splits: splits.as_chunks().0,
            displacements: displacements.as_chunks().0,
            slots: slots.as_chunks().0,
            lengths: lengths.as_chunks().0,
            bucket_bits: head.bucket_bits,
            length_bits: head.length_bits,
            longest: head.longest,
        }
    }

    #[inline]
    fn offset(&self, id: u32) -> Option<usize> {
        self.offsets.get(id as usize).map(|&[a, b, c]| u32::from_le_bytes([a, b, c, 0]) as usize)
    }

    /// The bytes of a token.
    #[inline]
    pub(super) fn bytes(&self, id: u32) -> Option<&'static [u8]> {
        self.blob.get(self.offset(id)?..self.offset(id.checked_add(1)?)?)
    }

    /// The length of a token in bytes; 0 if there is none.
    #[inline]
    pub(super) fn len(&self, id: u32) -> usize {
        self.bytes(id).map_or(0, <[u8]>::len)
    }

    /// The two tokens that were merged to make this one; itself twice for a single byte.
    #[inline]
    pub(super) fn split(&self, id: u32) -> (u32, u32) {
        let Some(&[a, b, c, d, e]) = self.splits.get(id as usize) else { return (id, id) };
        let both = u64::from_le_bytes([a, b, c, d, e, 0, 0, 0]);
        (both as u32 & 0xf_ffff, (both >> 20) as u32)
    }

    /// The token with exactly the bytes `[start, end)` of `text`, which must not be empty or out of range.
    #[inline]
    pub(super) fn find(&self, text: &[u8], start: usize, end: usize) -> Option<u32> {
        self.find_hashed(hash::hash(text, start, end), text, start, end)
    }

    /// As [`Table::find`], with the hash of those bytes at hand.
    #[inline]
    pub(super) fn find_hashed(&self, hash: u64, text: &[u8], start: usize, end: usize) -> Option<u32> {
        let displacement = u16::from_le_bytes(*self.displacements.get(hash::bucket(hash, self.bucket_bits))?);
        let index = hash::slot(hash, displacement, self.slots.len() as u32);
        let slot = u32::from_le_bytes(*self.slots.get(index)?);
        if (slot ^ hash::fingerprint(hash)) >> hash::ID_BITS != 0 {
            return None;
        }
        let id = slot & ((1 << hash::ID_BITS) - 1);
        let (from, len) = (self.offset(id)?, end - start);
        let same_start = hash::window(self.blob, from, len) == hash::window(text, start, len);
        let same = same_start && self.offset(id + 1)? == from + len;
        (same && (len <= hash::WINDOW || self.blob.get(from..from + len) == text.get(start..end))).then_some(id)
    }

    /// The longest token that begins at `start` and is shorter than `below` bytes; [`None`] only at the end of
    /// the text or for `below` 1. `probes` counts the look-ups.
    pub(super) fn longest_at(&self, text: &[u8], start: usize, below: usize, probes: &mut u64) -> Option<u32> {
        let most = self.longest.min(below - 1).min(text.len() - start);
        let set = self.lengths_at(text, start);
        let mut len = most;
        while len > 0 {
            if len < hash::HEAD || set & hash::length_bit(len) != 0 {
                *probes += 1;
                if let Some(id) = self.find(text, start, start + len) {
                    return Some(id);
                }
                len -= 1;
            } else {
                // Down to the next length that the set holds, or to those it does not speak of.
                let shorter = set & (hash::length_bit(len) - 1);
                len = if shorter == 0 { hash::HEAD - 1 } else { hash::HEAD + shorter.ilog2() as usize };
            }
        }
        None
    }

    /// The set, by [`hash::length_bit`], of the lengths that tokens with the four bytes at `start` may have.
    #[inline]
    pub(super) fn lengths_at(&self, text: &[u8], start: usize) -> u32 {
        let Some(head) = text.get(start..).and_then(|rest| rest.first_chunk::<{ hash::HEAD }>()) else { return 0 };
        let index = hash::lengths_index(u32::from_le_bytes(*head), self.length_bits);
        self.lengths.get(index).map_or(0, |set| u32::from_le_bytes(*set))
    }
}
