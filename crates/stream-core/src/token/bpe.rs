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

/// Memory that is used again from piece to piece; empty until a long piece comes.
#[derive(Default)]
pub(super) struct Scratch {
    tokens: Vec<u32>,
    /// Places, counted from the start of the piece, from which the rest was found impossible to encode.
    dead: Vec<u64>,
    verdicts: Verdicts,
}

/// Gives `emit` the tokens of a piece, in order; returns the number of table look-ups, the measure of work.
pub(super) fn encode(table: &Table, piece: Piece, scratch: &mut Scratch, emit: &mut impl FnMut(u32)) -> u64 {
    match piece.end - piece.start {
        0 => 0,
        1..=SHORT => merge(table, piece, emit),
        _ => backtrack(table, piece, scratch, emit),
    }
}

/// The parts of a short piece while it is merged.
struct Parts {
    /// Where each part begins; one more at the end.
    cuts: [usize; SHORT + 1],
    /// For each part, its token.
    ids: [u32; SHORT + 1],
    /// For each part, the token that it and the next one make together.
    pairs: [u32; SHORT + 1],
    count: usize,
}

impl Parts {
    /// Each byte a part.
    fn new(table: &Table, piece: Piece) -> Parts {
        let count = piece.end - piece.start;
        let mut parts = Parts { cuts: [0; SHORT + 1], ids: [NONE; SHORT + 1], pairs: [NONE; SHORT + 1], count };
        let bytes = piece.text.get(piece.start..piece.end).unwrap_or_default();
        for (at, &byte) in bytes.iter().enumerate() {
            parts.cuts[at] = piece.start + at;
            parts.ids[at] = table.single(byte);
        }
        parts.cuts[count] = piece.end;
        for (at, pair) in bytes.windows(2).enumerate() {
            parts.pairs[at] = table.pair(pair[0], pair[1]).unwrap_or(NONE);
        }
        parts
    }

    fn pair(&self, table: &Table, text: &[u8], at: usize) -> u32 {
        if at + 2 > self.count { NONE } else { table.find(text, self.cuts[at], self.cuts[at + 2]).unwrap_or(NONE) }
    }

    /// The least pair, the leftmost among equals, and where it is.
    fn least(&self) -> (u32, usize) {
        let keys = self.pairs[..self.count].iter().zip(0u64..).map(|(&pair, at)| u64::from(pair) << 32 | at);
        let least = keys.min().unwrap_or(u64::MAX);
        ((least >> 32) as u32, least as u32 as usize)
    }

    fn join(&mut self, at: usize, id: u32) {
        self.ids[at] = id;
        for place in at + 1..self.count {
            self.cuts[place] = self.cuts[place + 1];
            self.ids[place] = self.ids[place + 1];
            self.pairs[place - 1] = self.pairs[place];
        }
        self.count -= 1;
    }
}

fn merge(table: &Table, piece: Piece, emit: &mut impl FnMut(u32)) -> u64 {
    let mut parts = Parts::new(table, piece);
    let mut probes = parts.count as u64;
    loop {
        let (id, at) = parts.least();
        if id == NONE {
            break;
        }
        parts.join(at, id);
        parts.pairs[at] = parts.pair(table, piece.text, at);
        if at > 0 {
            parts.pairs[at - 1] = parts.pair(table, piece.text, at - 1);
        }
        probes += 2;
    }
    parts.ids[..parts.count].iter().copied().for_each(emit);
    probes
}

fn backtrack(table: &Table, piece: Piece, scratch: &mut Scratch, emit: &mut impl FnMut(u32)) -> u64 {
    let text = &piece.text[..piece.end];
    let mut work = 0;
    let Scratch { tokens, dead, verdicts } = scratch;
    tokens.clear();
    dead.clear();
    dead.resize((piece.end - piece.start) / 64 + 1, 0);
    let (mut at, mut below) = (piece.start, usize::MAX);
    while at < piece.end {
        match table.longest_at(text, at, below, &mut work) {
            Some(token) => {
                let len = table.len(token);
                let after = at + len - piece.start;
                let alive = dead[after / 64] >> (after % 64) & 1 == 0;
                let agrees = |&left: &u32| verdicts.compatible(table, (text, at), (left, token), &mut work);
                if alive && tokens.last().is_none_or(agrees) {
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
    tokens.iter().copied().for_each(emit);
    work
}

/// Verdicts of [`compatible`] on the pairs judged last, since in a long piece the same ones come again.
#[derive(Default)]
struct Verdicts {
    entries: Vec<(u32, u32, bool)>,
}

/// Entries of [`Verdicts`], a power of two.
const VERDICTS: usize = 256;

impl Verdicts {
    fn compatible(&mut self, table: &Table, place: (&[u8], usize), pair: (u32, u32), work: &mut u64) -> bool {
        if self.entries.is_empty() {
            self.entries.resize(VERDICTS, (NONE, NONE, false));
        }
        let slot = (pair.0.wrapping_mul(31) ^ pair.1) as usize % VERDICTS;
        let (left, right, verdict) = self.entries[slot];
        if (left, right) == pair {
            return verdict;
        }
        let verdict = compatible(table, place, pair, work);
        self.entries[slot] = (pair.0, pair.1, verdict);
        verdict
    }
}

/// Whether `left`, which ends at `at` in `text`, and `right`, which begins there, encode to themselves.
///
/// Goes back through the merges that made the two, latest first, looking for an earlier merge that would have
/// joined what then stood on both sides of `at`.
fn compatible(table: &Table, (text, at): (&[u8], usize), pair: (u32, u32), work: &mut u64) -> bool {
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
