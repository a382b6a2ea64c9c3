//! The table's format: read in place, nothing parsed but the header.
//!
//! Little-endian throughout. A header of 64 bytes, then two sections without gaps:
//!
//! | section | size | holds |
//! |---|---|---|
//! | header | 64 | magic `PSEMBED1`; u32: rows, meaning dimensions, slots; f32: share of meaning, idf of an unknown word; zeros |
//! | slots | 16 × slots | open addressing with linear probing by [`hash`]: the hash's top 48 bits over the row (u64, row `ffff` if empty), f32 idf, u32 weight of the row's values, at most 255 |
//! | rows | dimensions × rows | int8 values, frequent entries first |
//!
//! The vocabulary is there as hashes only. A slot's place and key together hold nearly all of the 64 bits, so the
//! chance that a word which is no entry passes for one is about 2^-49 a look-up; what it would cost is a wrong vector
//! for a word that has none of its own.

use thiserror::Error;

/// Dimensions of the fitted half of a vector; they come first, the most telling ones foremost.
pub const MEANING: usize = 256;
const HEADER: usize = 64;
const SLOT: usize = 16;
const EMPTY: u16 = u16::MAX;

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
#[derive(Clone, Copy)]
pub(crate) struct Table<'a> {
    mask: u32,
    meaning_share: f32,
    unknown_idf: f32,
    slots: &'a [[u8; SLOT]],
    rows: &'a [[u8; MEANING]],
}

/// An entry of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Entry {
    pub(crate) hash: u64,
    pub(crate) row: u16,
    /// Inverse document frequency, at least 0.
    pub(crate) idf: f32,
    /// What one step of the row's values is worth; the unit is of no matter.
    pub(crate) weight: u8,
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
        let Some((header, rest)) = bytes.split_at_checked(HEADER) else { return Err(TableError::Length) };
        let Some((b"PSEMBED1", _)) = header.split_at_checked(8) else { return Err(TableError::Magic) };
        let [rows, dims, slots] = [word(header, 8), word(header, 12), word(header, 16)];
        let [meaning_share, unknown_idf] = [f32::from_bits(word(header, 20)), f32::from_bits(word(header, 24))];
        let sized = rows < EMPTY as u32 && slots > rows && slots <= 1 << 20 && slots.is_power_of_two();
        let weighted = meaning_share >= 0.0 && meaning_share <= 1.0 && unknown_idf >= 0.0 && unknown_idf < 1e6;
        if !sized || !weighted || dims as usize != MEANING {
            return Err(TableError::Header);
        }
        let Some((slots, values)) = rest.split_at_checked(SLOT * slots as usize) else {
            return Err(TableError::Length);
        };
        if values.len() != MEANING * rows as usize {
            return Err(TableError::Length);
        }
        let ((slots, _), (rows, _)) = (slots.as_chunks(), values.as_chunks());
        Ok(Self { mask: slots.len() as u32 - 1, meaning_share, unknown_idf, slots, rows })
    }

    /// The share of the meaning half in the squared length of a vector, 0 to 1.
    pub(crate) fn meaning_share(&self) -> f32 {
        self.meaning_share
    }

    /// The idf that a word outside the table is given.
    pub(crate) fn unknown_idf(&self) -> f32 {
        self.unknown_idf
    }

    /// The entry with this hash. Probes at most as many slots as there are.
    pub(crate) fn find(&self, hash: u64) -> Option<Entry> {
        let home = (hash ^ (hash >> 32)) as u32;
        for step in 0..=self.mask {
            let slot = self.slots.get((home.wrapping_add(step) & self.mask) as usize)?;
            let (&[key, numbers], _) = slot.as_chunks::<8>() else { return None };
            let key = u64::from_le_bytes(key);
            let row = key as u16;
            if row == EMPTY {
                return None;
            }
            if key >> 16 == hash >> 16 {
                let [a, b, c, d, weight, ..] = numbers;
                return Some(Entry { hash, row, idf: f32::from_le_bytes([a, b, c, d]), weight });
            }
        }
        None
    }

    /// The values of a row, as two's complement bytes; zeros for a row the table does not have.
    pub(crate) fn values(&self, row: u16) -> &'a [u8; MEANING] {
        self.rows.get(usize::from(row)).unwrap_or(&[0; MEANING])
    }
}

impl std::fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Table({} rows)", self.rows.len())
    }
}

/// The number at a place within the header, whose length is known.
const fn word(header: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
