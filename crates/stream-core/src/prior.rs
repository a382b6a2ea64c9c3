//! What is known of tokens before any text: their probabilities by rank, and the token that ends a text.
//!
//! Byte-pair encoding numbers its tokens in the order of their merges, so a token's id is about its rank by
//! frequency, and Zipf's law gives probabilities by rank. We take the form that sums without a loop:
//! `p(rank) = ln((rank + k + 1) / (rank + k)) / ln((n + k) / k)`, whose sum over `n` ranks telescopes to 1 and
//! which falls as `1 / rank`.

use crate::token::Encoding;

/// The shift of the ranks; it flattens the head of the distribution, as Mandelbrot's law does.
const SHIFT: f64 = 64.0;

/// Prior probabilities of the tokens of one encoding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// How many tokens there are, the one that ends a text aside. Their ids are 0 up to this number.
    tokens: u32,
    /// The id of the token that ends a text.
    end: u32,
    /// The logarithm that normalises.
    norm: f64,
}

impl Prior {
    /// The prior of `encoding`.
    pub fn of(encoding: Encoding) -> Prior {
        let tokens = encoding.ordinary();
        let end = encoding.special("<|endoftext|>").unwrap_or(tokens);
        Prior { tokens, end, norm: ((f64::from(tokens) + 1.0 + SHIFT) / SHIFT).ln() }
    }

    /// The token that ends a text, `<|endoftext|>`. It is drawn like any other and never reported.
    pub fn end_of_text(&self) -> u32 {
        self.end
    }

    /// How many tokens there are, the one that ends a text aside; their ids start at 0.
    pub fn tokens(&self) -> u32 {
        self.tokens
    }

    /// The probability of `token`; 0 for ids that are no token. Sums to 1 over all tokens and the end of text,
    /// which has the last rank.
    pub fn probability(&self, token: u32) -> f64 {
        let rank = match token {
            token if token < self.tokens => token,
            token if token == self.end => self.tokens,
            _ => return 0.0,
        };
        (1.0 / (f64::from(rank) + SHIFT)).ln_1p() / self.norm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priors_sum_to_one_and_fall() {
        for encoding in [Encoding::O200kBase, Encoding::Cl100kBase] {
            let prior = Prior::of(encoding);
            let sum: f64 = (0..300_000).map(|token| prior.probability(token)).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{sum}");
            assert!(prior.probability(10) > prior.probability(11));
            assert!(prior.probability(prior.end_of_text()) > 0.0);
        }
    }
}
