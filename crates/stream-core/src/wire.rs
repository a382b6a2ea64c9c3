//! Small parts that chat and legacy completions write alike: what chunks share, tokens, padding.

use std::sync::Arc;

use openai_types::{CompletionTokensDetails, PromptTokensDetails, ServiceTier, TokenLogprob, TopLogprob, Usage};

use crate::prng::Prng;
use crate::sample::TokenScore;
use crate::token::Tokenizer;

/// What all chunks of one stream share.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// `chatcmpl-…` or `cmpl-…`.
    pub id: Arc<str>,
    /// Seconds since 1970.
    pub created: i64,
    /// The resolved model.
    pub model: Arc<str>,
    /// `fp_…`, where one is told.
    pub system_fingerprint: Option<Arc<str>>,
    /// The tier used, where one is told.
    pub service_tier: Option<ServiceTier>,
}

/// What a stream carries beside the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Extras {
    /// Whether the token counts follow in a chunk of their own (`stream_options.include_usage`). A stream that
    /// is folded into a whole completion sets it, since completions always carry their usage.
    pub usage: bool,
    /// The seed of the padding that hides the lengths of chunks; nothing where none is wanted.
    pub obfuscation: Option<u64>,
    /// How many tokens the prompt has.
    pub prompt_tokens: u64,
    /// How many of them were found in the cache.
    pub cached_tokens: u64,
}

/// The token counts of an answer: all choices together, over one prompt.
pub(crate) fn usage(extras: &Extras, completion_tokens: u64, reasoning_tokens: u64) -> Usage {
    let prompt = PromptTokensDetails { cached_tokens: extras.cached_tokens, ..PromptTokensDetails::default() };
    let completion = CompletionTokensDetails { reasoning_tokens, ..CompletionTokensDetails::default() };
    Usage {
        prompt_tokens_details: Some(prompt),
        completion_tokens_details: Some(completion),
        ..Usage::of(extras.prompt_tokens, completion_tokens)
    }
}

/// A token as chat completions report it. A part of a character has its true bytes, and U+FFFD as its text.
pub fn token_logprob(score: &TokenScore, tokenizer: &Tokenizer) -> TokenLogprob {
    let top = |(token, logprob): &(u32, f64)| {
        let (token, bytes) = spelled(*token, tokenizer);
        TopLogprob { token, logprob: *logprob, bytes, ..TopLogprob::default() }
    };
    let (token, bytes) = spelled(score.token, tokenizer);
    TokenLogprob {
        token,
        logprob: score.logprob.unwrap_or(0.0),
        bytes,
        top_logprobs: score.top.iter().map(top).collect(),
        ..TokenLogprob::default()
    }
}

/// The text and the bytes of a token. Special tokens, such as the one that ends a text, have a name and no bytes.
fn spelled(token: u32, tokenizer: &Tokenizer) -> (String, Option<Vec<u8>>) {
    let bytes = tokenizer.token_bytes(token).unwrap_or_default();
    let ordinary = token < tokenizer.encoding().ordinary();
    (String::from_utf8_lossy(bytes).into_owned(), ordinary.then(|| bytes.to_vec()))
}

/// Texts are padded to a multiple of this length.
const PAD_BLOCK: usize = 16;

/// The characters of padding; a power of two of them, so that six bits draw one.
const PAD_CHARS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789AZ";

/// Draws padding, so that who sees only the sizes of encrypted chunks does not learn the lengths of tokens.
#[derive(Debug, Clone)]
pub(crate) struct Padding {
    prng: Prng,
}

impl Padding {
    pub(crate) fn new(seed: u64) -> Padding {
        Padding { prng: Prng::new(seed) }
    }

    /// Padding for a chunk that says `length` bytes: 1 to 16 characters, to the next multiple of 16.
    pub(crate) fn draw(&mut self, length: usize) -> String {
        let mut padding = Vec::with_capacity(PAD_BLOCK);
        self.write(length, &mut padding);
        padding.into_iter().map(char::from).collect()
    }

    /// As [`Padding::draw`], to the end of `buffer`.
    pub(crate) fn write(&mut self, length: usize, buffer: &mut Vec<u8>) {
        let mut bits = self.prng.next_u64();
        for drawn in 0..PAD_BLOCK - length % PAD_BLOCK {
            if drawn == 10 {
                bits = self.prng.next_u64();
            }
            buffer.push(PAD_CHARS.get((bits & 63) as usize).copied().unwrap_or(b'A'));
            bits >>= 6;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_fills_up_to_the_block() {
        let mut padding = Padding::new(1);
        for length in 0..100 {
            let drawn = padding.draw(length);
            assert!((1..=PAD_BLOCK).contains(&drawn.len()));
            assert_eq!((length + drawn.len()) % PAD_BLOCK, 0);
        }
        assert_eq!(Padding::new(1).draw(3), Padding::new(1).draw(3));
        assert_ne!(Padding::new(1).draw(3), Padding::new(2).draw(3));
    }
}
