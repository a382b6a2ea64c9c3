//! What was encoded a moment ago in the same text.
//!
//! Names, identifiers and inflected words that are no tokens come again and again. An entry points into the
//! text and into the tokens already put out, so it stores neither.

use super::bpe::Piece;

/// Entries, a power of two; 24 bytes each.
const ENTRIES: usize = 1024;

/// Texts shorter than this are not worth the entries.
const LEAST: usize = 4096;

/// Tokens put out before.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) from: usize,
    pub(super) count: usize,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    hash: u64,
    start: u32,
    len: u32,
    from: u32,
    count: u32,
}

/// A direct-mapped memory of the pieces of one text.
pub(super) struct Memo {
    entries: Vec<Entry>,
}

impl Memo {
    pub(super) fn new(text: usize) -> Memo {
        let entries = if text < LEAST { Vec::new() } else { vec![Entry::default(); ENTRIES] };
        Memo { entries }
    }

    #[inline]
    fn slot(hash: u64) -> usize {
        (hash >> 20) as usize & (ENTRIES - 1)
    }

    /// The tokens of a piece that was put before and not yet displaced.
    #[inline]
    pub(super) fn get(&self, hash: u64, piece: Piece) -> Option<Known> {
        let entry = self.entries.get(Memo::slot(hash))?;
        if entry.hash != hash || entry.count == 0 {
            return None;
        }
        let (start, len) = (entry.start as usize, entry.len as usize);
        let same = piece.text.get(start..start + len) == piece.text.get(piece.start..piece.end);
        same.then_some(Known { from: entry.from as usize, count: entry.count as usize })
    }

    /// Remembers that the tokens of a piece are the `count` that begin at `from`.
    #[inline]
    pub(super) fn put(&mut self, hash: u64, piece: Piece, (from, count): (usize, usize)) {
        let Some(entry) = self.entries.get_mut(Memo::slot(hash)) else { return };
        let numbers = (piece.start.try_into(), (piece.end - piece.start).try_into(), from.try_into(), count.try_into());
        // Past four gibibytes nothing is remembered.
        if let (Ok(start), Ok(len), Ok(from), Ok(count)) = numbers {
            *entry = Entry { hash, start, len, from, count };
        }
    }
}
