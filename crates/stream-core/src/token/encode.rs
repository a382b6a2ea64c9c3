//! A whole text to tokens: piece by piece, whole tokens first.

use super::bpe::{self, Piece, Scratch};
use super::memo::{self, Key, Known, Memo};
use super::table::Table;
use super::{Tokenizer, hash, split};

/// Where tokens go.
pub(super) trait Sink {
    /// One more token.
    fn put(&mut self, id: u32);
    /// How many tokens there are.
    fn len(&self) -> usize;
    /// The `count` tokens that begin at `from`, once more.
    fn repeat(&mut self, from: usize, count: usize);
}

impl Sink for Vec<u32> {
    #[inline]
    fn put(&mut self, id: u32) {
        self.push(id);
    }

    #[inline]
    fn len(&self) -> usize {
        Vec::len(self)
    }

    #[inline]
    fn repeat(&mut self, from: usize, count: usize) {
        self.extend_from_within(from..from + count);
    }
}

/// Only counts.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) tokens: usize,
}

impl Sink for Tally {
    #[inline]
    fn put(&mut self, _: u32) {
        self.tokens += 1;
    }

    #[inline]
    fn len(&self) -> usize {
        self.tokens
    }

    #[inline]
    fn repeat(&mut self, _: usize, count: usize) {
        self.tokens += count;
    }
}

/// Gives `sink` the tokens of a text.
pub(super) fn encode(tokenizer: &Tokenizer, text: &str, sink: &mut impl Sink) {
    let text = text.as_bytes();
    let mut memo = Memo::new(text.len());
    let mut scratch = Scratch::default();
    let mut start = 0;
    while start < text.len() {
        let end = split::piece_end(tokenizer.encoding, text, start);
        let piece = Piece { text, start, end };
        if end - start <= memo::LONGEST {
            let first = hash::window(text, start, end - start);
            let (hash, key) = (hash::hash_short(first, end - start), Key::new(first, end - start));
            match memo.get(hash, key) {
                Some(Known::Whole(id)) => sink.put(id),
                Some(Known::Repeat { from, count }) => sink.repeat(from, count),
                None => memo.put(hash, key, piece_tokens(&tokenizer.table, (hash, piece), &mut scratch, sink)),
            }
        } else {
            piece_tokens(&tokenizer.table, (hash::hash(text, start, end), piece), &mut scratch, sink);
        }
        start = end;
    }
}

#[inline(never)]
fn piece_tokens(table: &Table, (hash, piece): (u64, Piece), scratch: &mut Scratch, sink: &mut impl Sink) -> Known {
    if let Some(id) = table.find_hashed(hash, piece.text, piece.start, piece.end) {
        sink.put(id);
        return Known::Whole(id);
    }
    let from = sink.len();
    bpe::encode(table, piece, scratch, &mut |id| sink.put(id));
    Known::Repeat { from, count: sink.len() - from }
}

/// Look-ups for `text`, without the memo.
pub(super) fn work(tokenizer: &Tokenizer, text: &str) -> u64 {
    let text = text.as_bytes();
    let (mut work, mut start) = (0, 0);
    let mut scratch = Scratch::default();
    while start < text.len() {
        let end = split::piece_end(tokenizer.encoding, text, start);
        work += 1;
        if tokenizer.table.find(text, start, end).is_none() {
            work += bpe::encode(&tokenizer.table, Piece { text, start, end }, &mut scratch, &mut |_| {});
        }
        start = end;
    }
    work
}
