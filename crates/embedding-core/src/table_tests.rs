//! The format: what is refused, and that the built-in table is whole.

use super::*;
use crate::BUILT_IN;

impl Table<'_> {
    /// The entry of a row, with `##` if it continues a word.
    pub(crate) fn entry(&self, row: u16) -> Option<String> {
        let text = std::str::from_utf8(self.text(row)?).ok()?;
        Some(if row < self.heads { text.to_owned() } else { format!("##{text}") })
    }
}

fn check(change: impl Fn(&mut Vec<u8>), expected: Option<TableError>) {
    let mut bytes = include_bytes!("../data/table.bin").to_vec();
    change(&mut bytes);
    assert_eq!(Table::open(&bytes).err(), expected);
}

fn number(at: usize, value: u32) -> impl Fn(&mut Vec<u8>) {
    move |bytes| bytes[at..at + 4].copy_from_slice(&value.to_le_bytes())
}

#[test]
fn refuses_what_is_no_table() {
    check(|_| (), None);
    check(|bytes| bytes.truncate(63), Some(TableError::Length));
    check(|bytes| bytes.clear(), Some(TableError::Length));
    check(|bytes| bytes[7] = b'2', Some(TableError::Magic));
    check(|bytes| bytes.push(0), Some(TableError::Length));
    check(|bytes| bytes.truncate(5_000), Some(TableError::Length));
    check(number(8, u32::MAX), Some(TableError::Header));
    check(number(16, 128), Some(TableError::Header));
    check(number(20, 60_000), Some(TableError::Header));
    check(number(20, 1 << 31), Some(TableError::Header));
    check(number(24, u32::MAX), Some(TableError::Header));
    check(number(28, 33), Some(TableError::Header));
    check(number(32, f32::NAN.to_bits()), Some(TableError::Header));
    check(number(36, (-1.0f32).to_bits()), Some(TableError::Header));
}

#[test]
fn every_row_is_found_by_its_own_text() {
    let mut rows = 0;
    for row in 0..u16::MAX {
        let Some(record) = BUILT_IN.record(row) else { break };
        let (text, continued) = (BUILT_IN.text(row).expect("a text"), row >= BUILT_IN.heads);
        assert_eq!(BUILT_IN.find(hash(text, continued), text, continued), Some(row));
        assert_eq!(BUILT_IN.find(hash(text, !continued), text, !continued).filter(|other| *other == row), None);
        assert!(record.scale > 0.0 && record.scale.is_finite() && (0.0..100.0).contains(&record.idf), "{row}");
        assert!(record.values.iter().any(|value| *value != 0), "{row}");
        rows += 1;
    }
    assert!(rows > 29_000, "{rows} rows");
}

/// A body of noise under a good header is read without harm: nothing found, or something, but no panic.
#[test]
fn noise_is_harmless() {
    let mut bytes = include_bytes!("../data/table.bin").to_vec();
    let mut state = 1u32;
    for byte in bytes.iter_mut().skip(64) {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = (state >> 24) as u8;
    }
    let table = Table::open(&bytes).expect("a good header");
    for text in ["a", "the", "reason", ""] {
        assert_eq!(table.find(hash(text.as_bytes(), false), text.as_bytes(), false), None);
    }
}
