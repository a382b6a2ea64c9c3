//! A whole text to tokens: piece by piece, whole tokens first.

use super::bpe::{self, Piece};
use super::memo::Memo;
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
    let table = &tokenizer.table;
    let mut memo = Memo::new(text.len());
    let mut start = 0;
    while start < text.len() {
        let end = split::piece_end(tokenizer.encoding, text, start);
        let hash = hash::hash(text, start, end);
        match table.find_hashed(hash, text, start, end) {
            Some(id) => sink.put(id),
            None => {
                let piece = Piece { text, start, end };
                if let Some(known) = memo.get(hash, piece) {
                    sink.repeat(known.from, known.count);
                } else {
                    let from = sink.len();
                    bpe::encode(table, piece, &mut |id| sink.put(id));
                    memo.put(hash, piece, (from, sink.len() - from));
                }
            }
        }
        start = end;
    }
}

/// Look-ups for `text`, without the memo.
pub(super) fn work(tokenizer: &Tokenizer, text: &str) -> u64 {
    let text = text.as_bytes();
    let (mut work, mut start) = (0, 0);
    while start < text.len() {
        let end = split::piece_end(tokenizer.encoding, text, start);
        work += 1;
        if tokenizer.table.find(text, start, end).is_none() {
            work += bpe::encode(&tokenizer.table, Piece { text, start, end }, &mut |_| {});
        }
        start = end;
    }
    work
}
