//! The format: what is refused, and that the built-in table is whole.

use super::*;
use crate::BUILT_IN;

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
    check(number(12, 128), Some(TableError::Header));
    check(number(16, 60_000), Some(TableError::Header));
    check(number(16, 1 << 31), Some(TableError::Header));
    check(number(16, 1 << 19), Some(TableError::Length));
    check(number(20, f32::NAN.to_bits()), Some(TableError::Header));
    check(number(24, (-1.0f32).to_bits()), Some(TableError::Header));
}

#[test]
fn the_built_in_table_is_whole() {
    let mut keys: Vec<u64> =
        BUILT_IN.slots.iter().map(|slot| u64::from_le_bytes(*slot.first_chunk().expect("eight"))).collect();
    keys.retain(|key| *key as u16 != EMPTY);
    let mut rows: Vec<u16> = keys.iter().map(|key| *key as u16).collect();
    rows.sort_unstable();
    assert!(rows.iter().copied().eq(0..29_523), "{} rows", rows.len());
    keys.iter_mut().for_each(|key| *key >>= 16);
    keys.sort_unstable();
    assert!(keys.is_sorted_by(|a, b| a < b), "two entries have one key");
    assert!(BUILT_IN.rows.iter().all(|row| row.iter().any(|value| *value != 0)));
}

#[test]
fn entries_have_weights() {
    let idf = |word: &str| BUILT_IN.find(hash(word.as_bytes(), false)).map(|entry| entry.idf).expect(word);
    assert!(idf("the") < idf("water") && idf("water") < idf("telecommunications"));
    for slot in BUILT_IN.slots.iter().filter(|slot| slot[..2] != [0xff; 2]) {
        let (idf, weight) = (f32::from_bits(word(slot, 8)), word(slot, 12));
        assert!((1..=255).contains(&weight) && (0.0..=BUILT_IN.unknown_idf).contains(&idf), "{slot:?}");
    }
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
        assert_eq!(table.find(hash(text.as_bytes(), false)), None);
    }
}
