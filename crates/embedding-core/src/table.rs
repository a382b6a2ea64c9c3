//! The table's format: read in place, nothing parsed but the header.
//!
//! Little-endian throughout. A header of 64 bytes, then four sections without gaps:
//!
//! | section | size | holds |
//! |---|---|---|
//! | header | 64 | magic `PSEMBED1`; u32: rows, heads, meaning dimensions, slots, bytes of strings, longest entry; f32: share of meaning, idf of an unknown word; zeros |
//! | slots | 4 × slots | open addressing by [`hash`]: row in the low 16 bits, the hash's top 16 in the high ones; all ones if empty |
//! | ends | 4 × (rows + 1) | where each entry's string begins, and where the last one ends |
//! | strings | as said, a multiple of 8 | entries: the `heads` that begin a word, then those that continue one, without `##` |
//! | records | (8 + dimensions) × rows | f32 scale, f32 idf, int8 values |

use thiserror::Error;

/// Dimensions of the fitted half of a vector; they come first, the most telling ones foremost.
pub const MEANING: usize = 256;
/// Bytes of the longest entry a table may have.
pub(crate) const LONGEST: usize = 32;

const HEADER: usize = 64;
const RECORD: usize = 8 + MEANING;
const EMPTY: u32 = u32::MAX;

/// Why bytes are no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TableError {
    /// The first eight bytes are not the magic of this version.
    #[error("not an embedding table of this version")]
    Magic,
    /// A number in the header is out of its range.
    #[error("a number in the table's header is out of range")]
    Header,
    /// The sections named in the header do not add up to the length of the file.
    #[error("the table's length is not what its header says")]
    Length,
}

/// A view of a table's bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table<'a> {
    heads: u16,
    mask: u32,
    meaning_share: f32,
    unknown_idf: f32,
    slots: &'a [u8],
    ends: &'a [u8],
    strings: &'a [u8],
    records: &'a [u8],
}

/// The hash of an entry: FNV-1a (Fowler, Noll, Vo), from another basis for entries that continue a word.
pub(crate) fn hash(bytes: &[u8], continued: bool) -> u64 {
    bytes.iter().fold(hash_start(continued), |hash, byte| hash_step(hash, *byte))
}

/// The hash of nothing yet.
pub(crate) const fn hash_start(continued: bool) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    if continued { BASIS ^ 0x9e37_79b9_7f4a_7c15 } else { BASIS }
}

/// The hash of one more byte.
pub(crate) const fn hash_step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}

impl<'a> Table<'a> {
    /// Checks the header and cuts `bytes` into sections. Constant, so that the built-in table costs no start-up time.
    pub(crate) const fn open(bytes: &'a [u8]) -> Result<Self, TableError> {
        if bytes.len() < HEADER {
            return Err(TableError::Length);
        }
        let Some((b"PSEMBED1", _)) = bytes.split_at_checked(8) else { return Err(TableError::Magic) };
        let [rows, heads, dims, slots] = [word(bytes, 8), word(bytes, 12), word(bytes, 16), word(bytes, 20)];
        let [strings, longest] = [word(bytes, 24), word(bytes, 28)];
        let sized = rows < u16::MAX as u32 && heads <= rows && slots > rows && slots <= 1 << 20 && strings <= 1 << 24;
        if !sized || !slots.is_power_of_two() || dims as usize != MEANING || longest as usize > LONGEST {
            return Err(TableError::Header);
        }
        let [meaning_share, unknown_idf] = [f32::from_bits(word(bytes, 32)), f32::from_bits(word(bytes, 36))];
        if !(meaning_share >= 0.0 && meaning_share <= 1.0 && unknown_idf >= 0.0 && unknown_idf < 1e6) {
            return Err(TableError::Header);
        }
        let (_, rest) = bytes.split_at(HEADER);
        let Some((slots_at, rest)) = rest.split_at_checked(4 * slots as usize) else { return Err(TableError::Length) };
        let Some((ends, rest)) = rest.split_at_checked(4 * (rows as usize + 1)) else { return Err(TableError::Length) };
        let Some((strings, records)) = rest.split_at_checked(strings as usize) else { return Err(TableError::Length) };
        if records.len() != RECORD * rows as usize {
            return Err(TableError::Length);
        }
        let (heads, mask) = (heads as u16, slots - 1);
        Ok(Self { heads, mask, meaning_share, unknown_idf, slots: slots_at, ends, strings, records })
    }

    /// The share of the meaning half in the squared length of a vector, 0 to 1.
    pub(crate) fn meaning_share(&self) -> f32 {
        self.meaning_share
    }

    /// The idf that a word outside the table is given.
    pub(crate) fn unknown_idf(&self) -> f32 {
        self.unknown_idf
    }

    /// The row of an entry with this hash and text. Probes at most as many slots as there are.
    pub(crate) fn find(&self, hash: u64, text: &[u8], continued: bool) -> Option<u16> {
        let mut at = (hash ^ (hash >> 32)) as u32 & self.mask;
        for _ in 0..=self.mask {
            let slot = word_at(self.slots, at as usize)?;
            if slot == EMPTY {
                return None;
            }
            let row = slot as u16;
            if slot >> 16 == (hash >> 48) as u32 && continued == (row >= self.heads) && self.text(row) == Some(text) {
                return Some(row);
            }
            at = (at + 1) & self.mask;
        }
        None
    }

    /// Scale, idf and values of a row; nothing for a row the table does not have.
    pub(crate) fn record(&self, row: u16) -> Option<Record<'a>> {
        let at = usize::from(row) * RECORD;
        let (numbers, values) = self.records.get(at..at + RECORD)?.split_at_checked(8)?;
        let [scale, idf] = [word_at(numbers, 0)?, word_at(numbers, 1)?].map(f32::from_bits);
        Some(Record { scale, idf, values: values.try_into().ok()? })
    }

    fn text(&self, row: u16) -> Option<&'a [u8]> {
        let from = word_at(self.ends, usize::from(row))?;
        let to = word_at(self.ends, usize::from(row) + 1)?;
        self.strings.get(from as usize..to as usize)
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'a> {
    /// What one step of `values` is worth.
    pub(crate) scale: f32,
    /// Inverse document frequency, at least 0.
    pub(crate) idf: f32,
    /// Two's complement bytes.
    pub(crate) values: &'a [u8; MEANING],
}

fn word_at(bytes: &[u8], index: usize) -> Option<u32> {
    let four = bytes.get(4 * index..4 * index + 4)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

/// The number at a place within the header, whose length is known.
const fn word(header: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
