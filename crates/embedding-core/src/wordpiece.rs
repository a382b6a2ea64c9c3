//! WordPiece: a word into the longest entries of the table, from left to right (Wu et al. 2016, as BERT applies it).

use crate::table::{LONGEST, Table, hash_start, hash_step};

/// Characters a word may have and still be looked up, as in BERT; longer ones are unknown.
pub(crate) const WORD_LIMIT: usize = 100;

/// An entry found in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) row: u16,
    pub(crate) hash: u64,
}

/// The cutter: a table and the pieces of the last word, whose memory is used again.
#[derive(Debug)]
pub(crate) struct WordPiece<'a> {
    table: &'a Table<'a>,
    pieces: Vec<Piece>,
}

impl<'a> WordPiece<'a> {
    pub(crate) fn new(table: &'a Table<'a>) -> Self {
        Self { table, pieces: Vec::with_capacity(8) }
    }

    /// The pieces of a normalised word; none if some part of it is in no entry, or if it is too long.
    ///
    /// Linear: at each start at most [`LONGEST`] bytes are hashed, each end once, so looking up the ends from the
    /// longest down costs no further pass over the word.
    pub(crate) fn cut(&mut self, word: &str) -> &[Piece] {
        self.pieces.clear();
        if word.len() > WORD_LIMIT && word.chars().nth(WORD_LIMIT).is_some() {
            return &[];
        }
        let mut rest = word;
        while !rest.is_empty() {
            let Some((piece, after)) = self.longest(rest, rest.len() < word.len()) else { return &[] };
            self.pieces.push(piece);
            rest = after;
        }
        &self.pieces
    }

    /// The longest entry that `rest` begins with, and what follows it.
    fn longest<'w>(&self, rest: &'w str, continued: bool) -> Option<(Piece, &'w str)> {
        let mut hashes = [0; LONGEST];
        let mut hash = hash_start(continued);
        for (slot, byte) in hashes.iter_mut().zip(rest.bytes()) {
            hash = hash_step(hash, byte);
            *slot = hash;
        }
        let reach = rest.len().min(LONGEST);
        hashes.iter().enumerate().take(reach).rev().find_map(|(last, &hash)| {
            let (text, after) = rest.split_at_checked(last + 1)?;
            let row = self.table.find(hash, text.as_bytes(), continued)?;
            Some((Piece { row, hash }, after))
        })
    }
}

#[cfg(test)]
#[path = "wordpiece_tests.rs"]
mod tests;
