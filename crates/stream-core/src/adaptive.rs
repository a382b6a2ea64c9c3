//! How much text goes into one chunk, and how long to wait between chunks.
//!
//! Without it every token is a chunk of its own, as with the original API. With it, pieces are joined: the more
//! complex the text (long words, figures, punctuation), the more of it is shown at once, so that a reader
//! sees whole phrases where they are harder to take in. Chunks are cut between words. Waiting times come out as data;
//! nothing here waits.

use std::time::Duration;

use openai_types::ChatChunk;

use crate::perform::Piece;

/// Joins pieces to chunks of adaptive size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdaptiveStreamer {
    /// The fewest characters of a chunk, the last one of a text aside.
    pub min_chunk: usize,
    /// The most characters of a chunk, but for a single token that is longer.
    pub max_chunk: usize,
    /// The time between two chunks of the largest size; smaller ones wait proportionally less. Zero: no waiting.
    pub target_latency: Duration,
}

impl AdaptiveStreamer {
    /// One chunk for each piece, without waiting.
    pub const OFF: AdaptiveStreamer = AdaptiveStreamer { min_chunk: 0, max_chunk: 0, target_latency: Duration::ZERO };

    /// The pieces, texts joined. Nothing is added, left out or put in another order.
    pub fn join<I: Iterator<Item = Piece>>(self, pieces: I) -> Joined<I> {
        Joined { streamer: self, pieces, ahead: None }
    }

    /// How many characters the chunk should have that begins with `text`.
    pub fn size(&self, text: &str) -> usize {
        let span = self.max_chunk.saturating_sub(self.min_chunk);
        self.min_chunk + (complexity(text) * span as f64).round() as usize
    }

    /// How long to wait before the chunk after `chunk`.
    pub fn wait_after(&self, chunk: &ChatChunk) -> Duration {
        let said = chunk.choices.iter().filter_map(|choice| choice.delta.content.value());
        self.wait(said.map(|text| text.chars().count()).sum())
    }

    /// How long to wait after a chunk of so many characters.
    pub fn wait(&self, characters: usize) -> Duration {
        let share = characters.min(self.max_chunk) as f64 / self.max_chunk.max(1) as f64;
        self.target_latency.mul_f64(share)
    }
}

/// How hard a text is to take in, 0 to 1: half by the mean length of its words (12 letters and more count as
/// hardest), half by the share of figures and punctuation in it (a third and more counts as hardest).
pub fn complexity(text: &str) -> f64 {
    let (mut letters, mut others, mut words, mut in_word) = (0_u32, 0_u32, 0_u32, false);
    for char in text.chars() {
        let letter = char.is_alphabetic();
        words += u32::from(letter && !in_word);
        letters += u32::from(letter);
        others += u32::from(!letter && !char.is_whitespace());
        in_word = letter;
    }
    let length = f64::from(letters) / f64::from(words.max(1));
    let dense = f64::from(others) / f64::from((letters + others).max(1));
    0.5 * (length / 12.0).min(1.0) + 0.5 * (dense * 3.0).min(1.0)
}

/// Pieces whose texts are joined.
#[derive(Debug, Clone)]
pub struct Joined<I> {
    streamer: AdaptiveStreamer,
    pieces: I,
    ahead: Option<Piece>,
}

impl<I: Iterator<Item = Piece>> Iterator for Joined<I> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let mut joined = self.ahead.take().or_else(|| self.pieces.next())?;
        if self.streamer.max_chunk == 0 {
            return Some(joined);
        }
        let mut length = text_of(&joined).map_or(0, |text| text.chars().count());
        while let Some(text) = text_of(&joined) {
            let wanted = self.streamer.size(text);
            let Some(next) = self.pieces.next() else { break };
            let Some(more) = text_of(&next).filter(|_| same_kind(&joined, &next)) else {
                self.ahead = Some(next);
                break;
            };
            let longer = length + more.chars().count();
            let at_word = more.starts_with(char::is_whitespace);
            if longer > self.streamer.max_chunk.max(1) || (length >= wanted && at_word) {
                self.ahead = Some(next);
                break;
            }
            length = longer;
            append(&mut joined, next);
        }
        Some(joined)
    }
}

/// The text of a piece that may be joined with another.
fn text_of(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Reasoning(text)
        | Piece::Text { text, .. }
        | Piece::Refusal { text, .. }
        | Piece::CallArguments { text, .. } => Some(text),
        Piece::CallStart { .. } | Piece::End(_) => None,
    }
}

/// Whether the text of `next` goes on where that of `piece` ends.
fn same_kind(piece: &Piece, next: &Piece) -> bool {
    match (piece, next) {
        (Piece::CallArguments { index: a, .. }, Piece::CallArguments { index: b, .. }) => a == b,
        _ => std::mem::discriminant(piece) == std::mem::discriminant(next),
    }
}

/// Adds the text and the tokens of `next` to `piece`, which is of the same kind.
fn append(piece: &mut Piece, next: Piece) {
    match (piece, next) {
        (Piece::Reasoning(text), Piece::Reasoning(more))
        | (Piece::CallArguments { text, .. }, Piece::CallArguments { text: more, .. }) => text.push_str(&more),
        (Piece::Text { text, tokens }, Piece::Text { text: more, tokens: others })
        | (Piece::Refusal { text, tokens }, Piece::Refusal { text: more, tokens: others }) => {
            text.push_str(&more);
            tokens.extend(others);
        }
        _ => {}
    }
}
