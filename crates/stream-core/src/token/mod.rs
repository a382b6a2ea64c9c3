//! Tokens: the byte pair encodings `o200k_base` and `cl100k_base`, exact to the token.
//!
//! A text is cut into pieces (`split`), a piece that is a token as a whole is found in the mapped vocabulary
//! (`table`), any other is encoded (`bpe`), once (`memo`). [`Counter`] counts a text that is still growing.
//! Nothing is built or parsed at start; the vocabularies are read where the binary is mapped.

mod bpe;
mod class;
mod count;
mod encode;
#[allow(unreachable_pub, reason = "shared, as source, with the command that packs the table")]
mod hash;
mod memo;
mod split;
mod table;

pub use count::Counter;

use table::{Aligned, Table};

/// A vocabulary and its rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// `o200k_base`, of GPT-4o and everything after it.
    O200kBase,
    /// `cl100k_base`, of GPT-4, GPT-3.5 and the embedding models of the third generation.
    Cl100kBase,
}

impl Encoding {
    /// The name by which the reference knows the encoding.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Encoding::O200kBase => "o200k_base",
            Encoding::Cl100kBase => "cl100k_base",
        }
    }

    /// The encoding of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Encoding> {
        [Encoding::O200kBase, Encoding::Cl100kBase].into_iter().find(|encoding| encoding.name() == name)
    }

    /// One more than the largest id, special tokens included. Between the ordinary tokens, `0..ordinary()`,
    /// and the special ones lie ids that stand for nothing.
    #[must_use]
    pub const fn vocab_size(self) -> u32 {
        match self {
            Encoding::O200kBase => 200_019,
            Encoding::Cl100kBase => 100_277,
        }
    }

    /// The number of ordinary tokens; their ids are `0..ordinary()`.
    #[must_use]
    pub const fn ordinary(self) -> u32 {
        match self {
            Encoding::O200kBase => 199_998,
            Encoding::Cl100kBase => 100_256,
        }
    }

    /// The special tokens, by name. No text encodes to them.
    #[must_use]
    pub const fn special_tokens(self) -> &'static [(&'static str, u32)] {
        match self {
            Encoding::O200kBase => &[("<|endoftext|>", 199_999), ("<|endofprompt|>", 200_018)],
            Encoding::Cl100kBase => &[
                ("<|endoftext|>", 100_257),
                ("<|fim_prefix|>", 100_258),
                ("<|fim_middle|>", 100_259),
                ("<|fim_suffix|>", 100_260),
                ("<|endofprompt|>", 100_276),
            ],
        }
    }

    /// The id of the special token of this name.
    #[must_use]
    pub fn special(self, name: &str) -> Option<u32> {
        self.special_tokens().iter().find(|(known, _)| *known == name).map(|&(_, id)| id)
    }
}

/// An id that stands for no token, in [`Tokenizer::decode_checked`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{id} is no token of {}", encoding.name())]
pub struct UnknownToken {
    /// The id.
    pub id: u32,
    /// The encoding that lacks it.
    pub encoding: Encoding,
}

/// A tokenizer of one encoding; there is one of each, see [`Tokenizer::get`].
pub struct Tokenizer {
    encoding: Encoding,
    table: Table,
}

static O200K_FILE: &Aligned<[u8]> = &Aligned(*include_bytes!("../../data/o200k_base.vocab"));
static CL100K_FILE: &Aligned<[u8]> = &Aligned(*include_bytes!("../../data/cl100k_base.vocab"));
static O200K_BASE: Tokenizer = Tokenizer { encoding: Encoding::O200kBase, table: Table::new(O200K_FILE) };
static CL100K_BASE: Tokenizer = Tokenizer { encoding: Encoding::Cl100kBase, table: Table::new(CL100K_FILE) };

impl std::fmt::Debug for Tokenizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Tokenizer").field(&self.encoding).finish()
    }
}

impl Tokenizer {
    /// The tokenizer of an encoding. Costs nothing.
    #[must_use]
    pub fn get(encoding: Encoding) -> &'static Tokenizer {
        match encoding {
            Encoding::O200kBase => &O200K_BASE,
            Encoding::Cl100kBase => &CL100K_BASE,
        }
    }

    /// The encoding.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The tokens of a text. The names of special tokens are read as ordinary text.
    #[must_use]
    pub fn encode(&self, text: &str) -> Vec<u32> {
        let mut out = Vec::with_capacity(text.len() / 4 + 4);
        self.encode_into(text, &mut out);
        out
    }

    /// As [`Tokenizer::encode`], appended to `out`.
    pub fn encode_into(&self, text: &str, out: &mut Vec<u32>) {
        encode::encode(self, text, out);
    }

    /// The number of tokens of a text.
    #[must_use]
    pub fn count(&self, text: &str) -> usize {
        let mut tally = encode::Tally::default();
        encode::encode(self, text, &mut tally);
        tally.tokens
    }

    fn count_piece(&self, text: &[u8], start: usize, end: usize) -> usize {
        let mut tokens = 0;
        if self.table.find(text, start, end).is_some() {
            return 1;
        }
        bpe::encode(&self.table, bpe::Piece { text, start, end }, &mut bpe::Scratch::default(), &mut |_| tokens += 1);
        tokens
    }

    /// The table look-ups that encoding `text` takes, where repetitions in the text are not made use of: the
    /// measure of work by which tests show that it grows no faster than the text.
    #[doc(hidden)]
    #[must_use]
    pub fn work(&self, text: &str) -> u64 {
        encode::work(self, text)
    }

    /// The bytes that a token stands for, the name for a special token; [`None`] for an unknown id. The bytes
    /// need not be UTF-8: a token may be a part of a character.
    #[must_use]
    pub fn token_bytes(&self, id: u32) -> Option<&'static [u8]> {
        let special = || self.encoding.special_tokens().iter().find(|token| token.1 == id);
        self.table.bytes(id).or_else(|| special().map(|token| token.0.as_bytes()))
    }

    /// The bytes that tokens stand for. Unknown ids stand for nothing and are left out; see
    /// [`Tokenizer::decode_checked`].
    #[must_use]
    pub fn decode(&self, ids: &[u32]) -> Vec<u8> {
        ids.iter().filter_map(|&id| self.token_bytes(id)).flatten().copied().collect()
    }

    /// The bytes that tokens stand for.
    ///
    /// # Errors
    /// The first unknown id.
    pub fn decode_checked(&self, ids: &[u32]) -> Result<Vec<u8>, UnknownToken> {
        let mut bytes = Vec::with_capacity(ids.len() * 4);
        for &id in ids {
            bytes.extend(self.token_bytes(id).ok_or(UnknownToken { id, encoding: self.encoding })?);
        }
        Ok(bytes)
    }

    /// The ordinary token that stands for exactly these bytes.
    #[must_use]
    pub fn token_of(&self, bytes: &[u8]) -> Option<u32> {
        if bytes.is_empty() || bytes.len() > self.table.longest {
            return None;
        }
        self.table.find(bytes, 0, bytes.len())
    }

    /// All ordinary tokens that `bytes` begin with, shortest first; none only for no bytes.
    pub fn prefixes<'b>(&'b self, bytes: &'b [u8]) -> impl Iterator<Item = u32> + 'b {
        let set = self.table.lengths_at(bytes, 0);
        (1..=bytes.len().min(self.table.longest))
            .filter(move |&len| len < hash::HEAD || set & hash::length_bit(len) != 0)
            .filter_map(move |len| self.table.find(bytes, 0, len))
    }

    /// The length in bytes of the longest token.
    #[must_use]
    pub fn longest_token(&self) -> usize {
        self.table.longest
    }

    /// The pieces of a text that are encoded apart from one another, in order and without gaps.
    pub fn split<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> + use<'t> {
        let encoding = self.encoding;
        let mut start = 0;
        std::iter::from_fn(move || {
            let end = split::piece_end(encoding, text.as_bytes(), start);
            let piece = text.get(start..end).filter(|piece| !piece.is_empty());
            start = end;
            piece
        })
    }

    /// The tokens of one piece, as [`Tokenizer::split`] gives it, appended to `out`.
    pub fn encode_piece_into(&self, piece: &str, out: &mut Vec<u32>) {
        let text = piece.as_bytes();
        match self.token_of(text) {
            Some(id) => out.push(id),
            None => {
                let piece = bpe::Piece { text, start: 0, end: text.len() };
                bpe::encode(&self.table, piece, &mut bpe::Scratch::default(), &mut |id| out.push(id));
            }
        }
    }
}
