//! What was encoded a moment ago in the same text.
//!
//! Words come again and again. The memo answers for those of the last few thousand from one small place in
//! memory, where the vocabulary would take four loads far apart. An entry for more than one token points into
//! the tokens already put out, so it stores none.

use super::hash;

/// Most entries, a power of two; 24 bytes each.
const MOST: usize = 4096;

/// Texts shorter than this are not worth the entries.
const LEAST: usize = 2048;

/// The tokens of a piece.
#[derive(Clone, Copy)]
pub(super) enum Known {
    /// The piece is this token.
    Whole(u32),
    /// The `count` tokens put out from `from` on.
    Repeat { from: usize, count: usize },
}

/// What identifies a piece of at most sixteen bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    low: u64,
    high: u64,
    len: u16,
}

impl Key {
    /// The key of a piece of `len` bytes whose [`hash::window`] is `first`; `len` at most [`hash::WINDOW`].
    #[inline]
    pub(super) fn new(first: u128, len: usize) -> Key {
        Key { low: first as u64, high: (first >> 64) as u64, len: len as u16 }
    }
}

#[derive(Clone, Copy)]
struct Entry {
    key: Key,
    /// 0 for a whole token.
    count: u16,
    from: u32,
}

/// A direct-mapped memory of the pieces of one text.
pub(super) struct Memo {
    entries: Vec<Entry>,
}

impl Memo {
    /// A memo for a text of so many bytes.
    pub(super) fn new(text: usize) -> Memo {
        let count = if text < LEAST { 0 } else { (text / 32).next_power_of_two().min(MOST) };
        let nothing = Entry { key: Key { low: 0, high: 0, len: 0 }, count: 0, from: 0 };
        Memo { entries: vec![nothing; count] }
    }

    #[inline]
    fn slot(&self, hash: u64) -> usize {
        hash as usize & self.entries.len().wrapping_sub(1)
    }

    /// The tokens of a piece that was put before and not yet displaced.
    #[inline]
    pub(super) fn get(&self, hash: u64, key: Key) -> Option<Known> {
        let entry = self.entries.get(self.slot(hash)).filter(|entry| entry.key == key)?;
        Some(match entry.count {
            0 => Known::Whole(entry.from),
            count => Known::Repeat { from: entry.from as usize, count: usize::from(count) },
        })
    }

    /// Remembers the tokens of a piece.
    #[inline]
    pub(super) fn put(&mut self, hash: u64, key: Key, known: Known) {
        let slot = self.slot(hash);
        let Some(entry) = self.entries.get_mut(slot) else { return };
        let (from, count) = match known {
            Known::Whole(id) => (id, 0),
            // Past four gibitokens nothing is remembered.
            Known::Repeat { from, count } => match (from.try_into(), count.try_into()) {
                (Ok(from), Ok(count)) => (from, count),
                _ => return,
            },
        };
        *entry = Entry { key, count, from };
    }
}

/// The longest piece that the memo knows.
pub(super) const LONGEST: usize = hash::WINDOW;
