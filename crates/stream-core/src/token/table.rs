//! A vocabulary as `cargo xtask vocab` packs it, read in place: nothing is parsed or built at start.
//!
//! Layout, all numbers little-endian: the magic `PSYVOC01`; six u32, which are [`Header`]; zeros up to byte
//! 64; then
//!
//! 1. u32 × 16 × lines: a hash table of lines; a slot is a fingerprint (14 bits) and an id (18 bits), or ones;
//! 2. u16 × 65,536: by a pair of bytes, one more than the place in 4 of the token that is this pair, or 0;
//! 3. u32 × 2^`length_bits`: by the first four bytes of a token, the set of the lengths that such tokens have;
//! 4. u24 × pairs: the tokens of two bytes;
//! 5. u24 × (tokens + 1): where each token begins in 7;
//! 6. u40 × tokens: the two tokens whose merge makes the token, 20 bits each (a single byte: itself twice);
//! 7. the bytes of all tokens in the order of their ids, which is the order of their frequency; 16 zeros.

use super::hash;

struct Header {
    tokens: usize,
    blob: usize,
    lines: usize,
    length_bits: u32,
    longest: usize,
    pairs: usize,
}

/// Bytes that begin where a cache line begins, as the lines of the table should.
#[repr(C, align(64))]
pub(super) struct Aligned<T: ?Sized>(pub(super) T);

/// The packed vocabulary of one encoding.
pub(super) struct Table {
    lines: &'static [[[u8; 4]; hash::LINE]],
    pair_index: &'static [[u8; 2]],
    lengths: &'static [[u8; 4]],
    pairs: &'static [[u8; 3]],
    offsets: &'static [[u8; 3]],
    splits: &'static [[u8; 5]],
    blob: &'static [u8],
    single: [u8; 256],
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

#[inline]
fn u24(bytes: &[u8; 3]) -> u32 {
    let &[a, b, c] = bytes;
    u32::from_le_bytes([a, b, c, 0])
}

impl Table {
    /// The table in `file`, which the compiler reads: a file cut short does not compile.
    pub(super) const fn new(file: &'static Aligned<[u8]>) -> Table {
        let file = &file.0;
        let head = Header {
            tokens: number(file, 0),
            blob: number(file, 1),
            lines: number(file, 2),
            length_bits: number(file, 3) as u32,
            longest: number(file, 4),
            pairs: number(file, 5),
        };
        let (_, rest) = file.split_at(64);
        let (lines, rest) = rest.split_at(4 * hash::LINE * head.lines);
        let (pair_index, rest) = rest.split_at(2 << 16);
        let (lengths, rest) = rest.split_at(4 << head.length_bits);
        let (pairs, rest) = rest.split_at(3 * head.pairs);
        let (offsets, rest) = rest.split_at(3 * (head.tokens + 1));
        let (splits, blob) = rest.split_at(5 * head.tokens);
        assert!(blob.len() == head.blob + hash::WINDOW, "the file is as long as its header says");
        Table {
            lines: lines.as_chunks().0.as_chunks().0,
            pair_index: pair_index.as_chunks().0,
            lengths: lengths.as_chunks().0,
            pairs: pairs.as_chunks().0,
            offsets: offsets.as_chunks().0,
            splits: splits.as_chunks().0,
            blob,
            single: single(blob),
            length_bits: head.length_bits,
            longest: head.longest,
        }
    }

    #[inline]
    fn offset(&self, id: u32) -> Option<usize> {
        self.offsets.get(id as usize).map(|bytes| u24(bytes) as usize)
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

    /// The token of a single byte.
    #[inline]
    pub(super) fn single(&self, byte: u8) -> u32 {
        u32::from(self.single[usize::from(byte)])
    }

    /// The token of two bytes, if they are one.
    #[inline]
    pub(super) fn pair(&self, first: u8, second: u8) -> Option<u32> {
        let place = self.pair_index.get(usize::from(first) << 8 | usize::from(second))?;
        let place = usize::from(u16::from_le_bytes(*place)).checked_sub(1)?;
        self.pairs.get(place).map(u24)
    }

    /// The token with exactly the bytes `[start, end)` of `text`, which must not be empty or out of range.
    #[inline]
    pub(super) fn find(&self, text: &[u8], start: usize, end: usize) -> Option<u32> {
        self.find_hashed(hash::hash(text, start, end), text, start, end)
    }

    /// As [`Table::find`], with the hash of those bytes at hand.
    #[inline]
    pub(super) fn find_hashed(&self, hash: u64, text: &[u8], start: usize, end: usize) -> Option<u32> {
        let mark = hash::fingerprint(hash);
        let mut at = hash::line(hash, self.lines.len());
        loop {
            let line = self.lines.get(at)?;
            let (mut marked, mut ids) = (0, 0);
            for slot in line {
                let slot = u32::from_le_bytes(*slot);
                let same = if (slot ^ mark) >> hash::ID_BITS == 0 { u32::MAX } else { 0 };
                marked += same & 1;
                ids |= slot & same;
            }
            match marked {
                0 => {}
                1 if self.is(ids & ID, text, start, end) => return Some(ids & ID),
                1 => {}
                _ => {
                    let mut all = line.iter().map(|slot| u32::from_le_bytes(*slot) & ID);
                    if let Some(id) = all.find(|&id| self.is(id, text, start, end)) {
                        return Some(id);
                    }
                }
            }
            if u32::from_le_bytes(line[hash::LINE - 1]) == hash::EMPTY {
                return None;
            }
            at = if at + 1 < self.lines.len() { at + 1 } else { 0 };
        }
    }

    #[inline]
    fn is(&self, id: u32, text: &[u8], start: usize, end: usize) -> bool {
        let (Some(from), Some(to), len) = (self.offset(id), self.offset(id + 1), end - start) else { return false };
        to - from == len
            && hash::window(self.blob, from, len) == hash::window(text, start, len)
            && (len <= hash::WINDOW || self.blob.get(from..to) == text.get(start..end))
    }

    /// The longest token that begins at `start` and is shorter than `below` bytes; [`None`] only at the end of
    /// the text or for `below` 1. `probes` counts the look-ups.
    pub(super) fn longest_at(&self, text: &[u8], start: usize, below: usize, probes: &mut u64) -> Option<u32> {
        let set = self.lengths_at(text, start);
        let mut len = self.longest.min(below - 1).min(text.len() - start);
        while len >= hash::HEAD {
            if set & hash::length_bit(len) != 0 {
                *probes += 1;
                if let Some(id) = self.find(text, start, start + len) {
                    return Some(id);
                }
                len -= 1;
            } else {
                // Down to the next length that the set holds.
                let shorter = set & (hash::length_bit(len) - 1);
                len = shorter.checked_ilog2().map_or(hash::HEAD - 1, |bit| usize::from(hash::TOPS[bit as usize]));
            }
        }
        *probes += 1;
        let three = || self.find(text, start, start + len);
        let two = || self.pair(*text.get(start)?, *text.get(start + 1)?);
        let one = || text.get(start).map(|&byte| self.single(byte));
        match len {
            0 => None,
            1 => one(),
            2 => two().or_else(one),
            _ => three().or_else(two).or_else(one),
        }
    }

    /// The set, by [`hash::length_bit`], of the lengths that tokens with the four bytes at `start` may have.
    #[inline]
    pub(super) fn lengths_at(&self, text: &[u8], start: usize) -> u32 {
        let Some(head) = text.get(start..).and_then(|rest| rest.first_chunk::<{ hash::HEAD }>()) else { return 0 };
        let index = hash::lengths_index(u32::from_le_bytes(*head), self.length_bits);
        self.lengths.get(index).map_or(0, |set| u32::from_le_bytes(*set))
    }
}

const ID: u32 = (1 << hash::ID_BITS) - 1;

/// The ids of the single bytes, which come first in both vocabularies.
const fn single(blob: &[u8]) -> [u8; 256] {
    let mut ids = [0; 256];
    let mut id = 0;
    while id < 256 {
        ids[blob[id] as usize] = id as u8;
        id += 1;
    }
    ids
}
