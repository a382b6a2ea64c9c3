//! The voice: script to tokens to chunks to frames. No sockets, no clocks, no failures.
//!
//! [`Prepared`] compiles a script to a lattice of tokens ([`lattice`]); a [`Performance`] walks it ([`belief`]),
//! draws tokens ([`sample`]), holds back what may be a stop string or half a character ([`stop`]) and gives
//! [`Piece`]s. [`ChatStream`] and [`CompletionStream`] write them as chunks, [`fold`] adds chunks up to a whole
//! completion, and [`sse`] writes and reads the frames of a stream.

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![deny(clippy::disallowed_methods)]

pub mod token;

pub mod background;
pub mod belief;
pub mod lattice;
mod prior;
mod prng;
pub mod sample;
pub mod stop;

mod perform;

mod chunk;
mod completion;
mod fold;
mod wire;

mod adaptive;
pub mod sse;

#[cfg(test)]
mod tests;

pub use adaptive::{AdaptiveStreamer, Joined, complexity};
pub use background::score;
pub use chunk::{ChatManner, ChatStream};
pub use completion::{Alternatives, CompletionManner, CompletionStream, Continuation, Echo};
pub use fold::{fold, fold_completion};
pub use perform::{Ending, Finish, Performance, Piece, Prepared, best_of, perform};
pub use prior::Prior;
pub use prng::Prng;
pub use sample::{TokenScore, needs_context};
pub use wire::{Extras, Header, token_logprob};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
