//! Character classes of the pre-tokenizer, from a table generated out of the Unicode data that the
//! reference's regular expressions use (`cargo xtask vocab`).

/// Upper half of a word in o200k_base: `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`.
pub(super) const UPPER: u8 = 1;
/// Lower half of a word in o200k_base: `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`.
pub(super) const LOWER: u8 = 2;
/// `\p{L}`.
pub(super) const LETTER: u8 = 4;
/// `\p{N}`.
pub(super) const NUMBER: u8 = 8;
/// `\s`.
pub(super) const SPACE: u8 = 16;
/// `[\r\n]`.
pub(super) const NEWLINE: u8 = 32;
/// The solidus, which o200k_base lets follow punctuation and newlines.
pub(super) const SOLIDUS: u8 = 64;
/// In [`BYTES`] only: a byte of a character of several bytes.
const MULTIBYTE: u8 = 128;

static TABLE: &[u8] = include_bytes!("../../data/classes.bin");
const BLOCKS: usize = 0x11_0000 / 128;
static INDEX: &[[u8; 2]] = TABLE.split_at(BLOCKS * 2).0.as_chunks().0;
static LEAVES: &[[u8; 128]] = TABLE.split_at(BLOCKS * 2).1.as_chunks().0;

/// Classes by first byte: of the character itself in ASCII, [`MULTIBYTE`] above it.
static BYTES: [u8; 256] = {
    let mut bytes = [MULTIBYTE; 256];
    let mut at = 0;
    while at < 128 {
        bytes[at] = LEAVES[0][at];
        at += 1;
    }
    bytes[b'/' as usize] |= SOLIDUS;
    bytes
};

/// The classes of the character at `at` and its length in bytes; no class and 0 at the end of `text`.
///
/// `text` must be UTF-8 and `at` the start of a character.
#[inline]
pub(super) fn at(text: &[u8], at: usize) -> (u8, usize) {
    #[cfg(test)]
    looks::LOOKS.set(looks::LOOKS.get() + 1);
    match text.get(at) {
        Some(&byte) => match BYTES[usize::from(byte)] {
            MULTIBYTE => multibyte(text, at),
            classes => (classes, 1),
        },
        None => (0, 0),
    }
}

fn multibyte(text: &[u8], at: usize) -> (u8, usize) {
    let byte = |n: usize| u32::from(text.get(at + n).copied().unwrap_or(0x80));
    let tail = |n: usize| byte(n) & 0x3f;
    let first = byte(0);
    let (char, len) = match first {
        0..0xe0 => ((first & 0x1f) << 6 | tail(1), 2),
        0xe0..0xf0 => ((first & 0xf) << 12 | tail(1) << 6 | tail(2), 3),
        _ => ((first & 7) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4),
    };
    (of(char), len)
}

#[inline]
fn of(char: u32) -> u8 {
    let leaf = INDEX.get(char as usize >> 7).map_or(0, |leaf| u16::from_le_bytes(*leaf));
    LEAVES.get(usize::from(leaf)).map_or(0, |leaf| leaf[char as usize & 127])
}

/// The end of the longest run, from `at`, of characters that have one of the classes `mask`.
#[inline]
pub(super) fn run(text: &[u8], mut at: usize, mask: u8) -> usize {
    while let Some(&byte) = text.get(at) {
        #[cfg(test)]
        looks::LOOKS.set(looks::LOOKS.get() + 1);
        match BYTES[usize::from(byte)] {
            MULTIBYTE => match multibyte(text, at) {
                (classes, len) if classes & mask != 0 => at += len,
                _ => break,
            },
            classes if classes & mask != 0 => at += 1,
            _ => break,
        }
    }
    at
}

/// As [`run`], of characters that have none of the classes `mask`.
#[inline]
pub(super) fn run_without(text: &[u8], mut at: usize, mask: u8) -> usize {
    loop {
        match self::at(text, at) {
            (classes, len) if classes & mask == 0 && len > 0 => at += len,
            _ => return at,
        }
    }
}

/// How often tests of this thread have looked at a character.
#[cfg(test)]
pub(super) mod looks {
    use std::cell::Cell;

    thread_local! {
        pub(in crate::token) static LOOKS: Cell<u64> = const { Cell::new(0) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the standard library has the same property, it must agree on what it knows as assigned.
    #[test]
    fn classes_agree_with_the_standard_library() {
        let mut differing = 0;
        for char in '\0'..=char::MAX {
            let classes = of(u32::from(char));
            assert_eq!(classes & SPACE != 0, char.is_whitespace(), "{char:?}");
            assert_eq!(classes & NEWLINE != 0, matches!(char, '\r' | '\n'), "{char:?}");
            differing += usize::from(classes & NUMBER != 0) ^ usize::from(char.is_numeric());
            assert!(classes & LETTER == 0 || classes & (UPPER | LOWER) != 0, "{char:?}");
            assert!(classes & LETTER == 0 || classes & (NUMBER | SPACE) == 0, "{char:?}");
        }
        assert!(differing < 100, "{differing} numbers differ: more than two versions of Unicode can");
    }

    #[test]
    fn runs_end_where_the_class_ends() {
        let check = |text: &str, mask, end| assert_eq!(run(text.as_bytes(), 0, mask), end, "{text}");
        check("abc1", LETTER, 3);
        check("äöü!", LETTER, 6);
        check("漢字かな", LETTER, 12);
        check("𝒜𝒷c ", LETTER, 9);
        check("١٢3x", NUMBER, 5);
        check(" \u{a0}\u{3000}x", SPACE, 6);
        check("", SPACE, 0);
    }
}
