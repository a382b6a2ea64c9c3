//! Byte pair encoding of one piece, exactly as the definition has it: of all neighbours whose concatenation is
//! a token, merge the pair with the least id, the leftmost among equals, until none is left.
//!
//! A short piece is merged so, literally, in a small array. A long one would take quadratic time; it is read
//! from left to right instead, longest token first, with a step back where a token turns out not to be
//! compatible with its left neighbour. That a sequence of tokens is the encoding if, and only if, each two
//! neighbours alone encode to themselves, and that each place has to be tried once only, is due to
//! H. van Antwerpen and A. Neubeck, "So many tokens, so little time", GitHub 2024 (crate `bpe`, MIT).

use super::table::Table;

/// Pieces of up to so many bytes are merged literally.
const SHORT: usize = 48;

const NONE: u32 = u32::MAX;

/// A byte range of a text.
#[derive(Clone, Copy)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t [u8],
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Gives `emit` the tokens of a piece, in order; returns the number of table look-ups, the measure of work.
pub(super) fn encode(table: &Table, piece: Piece, emit: &mut impl FnMut(u32)) -> u64 {
    match piece.end - piece.start {
        0 => 0,
        1..=SHORT => merge(table, piece, emit),
        _ => backtrack(table, piece, emit),
    }
}

/// The parts of a short piece while it is merged.
struct Parts {
    /// Where each part begins; one more at the end.
    cuts: [usize; SHORT + 1],
    /// For each part, the token that it and the next one make together.
    pairs: [u32; SHORT + 1],
    count: usize,
}

impl Parts {
    fn pair(&self, table: &Table, text: &[u8], at: usize) -> u32 {
        if at + 2 > self.count { NONE } else { table.find(text, self.cuts[at], self.cuts[at + 2]).unwrap_or(NONE) }
    }

    fn least(&self) -> (u32, usize) {
        let keys = self.pairs[..self.count].iter().zip(0u64..).map(|(&pair, at)| u64::from(pair) << 32 | at);
        let least = keys.min().unwrap_or(u64::MAX);
        ((least >> 32) as u32, least as u32 as usize)
    }
}

fn merge(table: &Table, piece: Piece, emit: &mut impl FnMut(u32)) -> u64 {
    let count = piece.end - piece.start;
    let mut parts = Parts { cuts: [0; SHORT + 1], pairs: [NONE; SHORT + 1], count };
    for at in 0..=count {
        parts.cuts[at] = piece.start + at;
    }
    for at in 0..count - 1 {
        parts.pairs[at] = table.find(piece.text, piece.start + at, piece.start + at + 2).unwrap_or(NONE);
    }
    let mut probes = count as u64;
    loop {
        let (pair, at) = parts.least();
        if pair == NONE {
            break;
        }
        parts.cuts.copy_within(at + 2..=parts.count, at + 1);
        parts.pairs.copy_within(at + 1..parts.count, at);
        parts.count -= 1;
        parts.pairs[at] = parts.pair(table, piece.text, at);
        if at > 0 {
            parts.pairs[at - 1] = parts.pair(table, piece.text, at - 1);
        }
        probes += 2;
    }
    for cut in parts.cuts[..=parts.count].windows(2) {
        if let Some(id) = table.find(piece.text, cut[0], cut[1]) {
            emit(id);
        }
    }
    probes + parts.count as u64
}

fn backtrack(table: &Table, piece: Piece, emit: &mut impl FnMut(u32)) -> u64 {
    let text = &piece.text[..piece.end];
    let mut work = 0;
    // Places, counted from the start of the piece, from which the rest was found impossible to encode.
    let mut dead = vec![0u64; (piece.end - piece.start) / 64 + 1];
    let mut tokens: Vec<u32> = Vec::with_capacity((piece.end - piece.start) / 3);
    let (mut at, mut below) = (piece.start, usize::MAX);
    while at < piece.end {
        match table.longest_at(text, at, below, &mut work) {
            Some(token) => {
                let (len, after) = (table.len(token), at + table.len(token) - piece.start);
                let alive = dead[after / 64] >> (after % 64) & 1 == 0;
                if alive && tokens.last().is_none_or(|&left| compatible(table, text, at, (left, token), &mut work)) {
                    tokens.push(token);
                    (at, below) = (at + len, usize::MAX);
                } else {
                    below = len;
                }
            }
            None => {
                let Some(left) = tokens.pop() else { break };
                let place = at - piece.start;
                dead[place / 64] |= 1 << (place % 64);
                below = table.len(left);
                at -= below;
            }
        }
    }
    tokens.into_iter().for_each(emit);
    work
}

/// Whether `left`, which ends at `at`, and `right`, which begins there, encode to themselves side by side.
///
/// Goes back through the merges that made the two, latest first, looking for an earlier merge that would have
/// joined what then stood on both sides of `at`.
pub(super) fn compatible(table: &Table, text: &[u8], at: usize, pair: (u32, u32), work: &mut u64) -> bool {
    let (mut left, mut right) = pair;
    let mut limit = NONE;
    loop {
        *work += 1;
        let (from, to) = (at - table.len(left), at + table.len(right));
        if to - from <= table.longest && table.find(text, from, to).is_some_and(|joined| joined < limit) {
            return false;
        }
        let (of_left, of_right) = (table.split(left).1, table.split(right).0);
        let (left_whole, right_whole) = (of_left == left, of_right == right);
        if left_whole && right_whole {
            return true;
        }
        // Equal merges go from left to right, so at equal ids the right one was made later.
        if right_whole || (left > right && !left_whole) {
            (limit, left) = (left, of_left);
        } else {
            (limit, right) = (right + 1, of_right);
        }
    }
}
