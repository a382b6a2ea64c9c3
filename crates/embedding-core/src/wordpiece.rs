//! WordPiece: a word into the longest entries of the table, from left to right (Wu et al. 2016, as BERT applies it).

use crate::table::{Entry, Table, hash_start, hash_step};

/// Characters a word may have and still be looked up, as in BERT; longer ones are unknown.
pub(crate) const WORD_LIMIT: usize = 100;

/// Bytes an entry may have; the longest of BERT's has 18.
const LONGEST: usize = 24;

/// The cutter: a table, and the pieces and hashes of the last word, whose memory is used again.
#[derive(Debug)]
pub(crate) struct WordPiece<'a> {
    table: &'a Table<'a>,
    pieces: Vec<Entry>,
    hashes: [u64; LONGEST],
}

impl<'a> WordPiece<'a> {
    pub(crate) fn new(table: &'a Table<'a>) -> Self {
        Self { table, pieces: Vec::with_capacity(8), hashes: [0; LONGEST] }
    }

    /// The pieces of a normalised word; none if some part of it is in no entry, or if it is too long.
    ///
    /// Linear: at each start at most [`LONGEST`] bytes are hashed, each end once, so looking up the ends from the
    /// longest down costs no further pass over the word.
    pub(crate) fn cut(&mut self, word: &str) -> &[Entry] {
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
    fn longest<'w>(&mut self, rest: &'w str, continued: bool) -> Option<(Entry, &'w str)> {
        let mut hash = hash_start(continued);
        for (slot, byte) in self.hashes.iter_mut().zip(rest.bytes()) {
            hash = hash_step(hash, byte);
            *slot = hash;
        }
        let reach = rest.len().min(LONGEST);
        self.hashes.iter().enumerate().take(reach).rev().find_map(|(last, &hash)| {
            let (_, after) = rest.split_at_checked(last + 1)?;
            Some((self.table.find(hash)?, after))
        })
    }
}

#[cfg(test)]
#[path = "wordpiece_tests.rs"]
mod tests;
