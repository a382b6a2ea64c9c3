//! Counting the tokens of a text while it grows.

use super::class::{self, LETTER, LOWER, SPACE, UPPER};
use super::{Encoding, Tokenizer, split};

/// The number of tokens of a text that is pushed in parts; exact after each part.
#[derive(Clone, Debug)]
pub struct Counter {
    tokenizer: &'static Tokenizer,
    /// Tokens of the pieces that no further text can change.
    settled: usize,
    /// The text after those pieces.
    tail: String,
    /// Tokens of the tail.
    pending: usize,
}

/// So many bytes after a piece are enough to tell whether a contraction belongs to it.
const CONTRACTION: usize = 4;

impl Counter {
    /// A counter of no text yet.
    #[must_use]
    pub fn new(encoding: Encoding) -> Counter {
        Counter { tokenizer: Tokenizer::get(encoding), settled: 0, tail: String::new(), pending: 0 }
    }

    /// Appends to the text.
    pub fn push(&mut self, text: &str) {
        self.tail.push_str(text);
        let bytes = self.tail.as_bytes();
        let mut start = 0;
        while start < bytes.len() {
            let end = split::piece_end(self.tokenizer.encoding, bytes, start);
            if !is_final(bytes, end) {
                break;
            }
            self.settled += self.tokenizer.count_piece(bytes, start, end);
            start = end;
        }
        self.tail.drain(..start);
        self.pending = self.tokenizer.count(&self.tail);
    }

    /// The number of tokens of the text so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.settled + self.pending
    }
}

/// Whether the piece that ends at `end` ends there whatever text follows.
///
/// A word may yet be carried on through capitals that are followed by small letters, or get a contraction;
/// white space may yet be carried on by a line feed.
fn is_final(text: &[u8], end: usize) -> bool {
    let word = class::run(text, end, UPPER | LOWER | LETTER);
    let space = class::run(text, end, SPACE);
    end < text.len() && space < text.len() && word + CONTRACTION <= text.len()
}
