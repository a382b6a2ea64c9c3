//! The OpenAI wire format: loose, lossless types and the tables of their parameters.
//!
//! Types keep what they do not know ([`Extra`]), tell absent from null where it matters ([`Maybe`]) and write
//! their fields in the order of the service. Tables ([`params`]) say what each parameter may be; [`parse_chat`],
//! [`parse_completion`] and [`parse_embedding`] turn a JSON body into a request that later steps may rely on.

#![deny(missing_docs)]
#![deny(clippy::disallowed_methods)]

mod loose;

mod chat;
mod completion;
mod embedding;
mod error;
mod format;
mod matrix;
mod model;
mod one_or_many;
mod openapi;
pub mod params;
mod tool;
mod usage;

pub use chat::chunk::*;
pub use chat::file::FileTextError;
pub use chat::message::*;
pub use chat::request::*;
pub use chat::response::*;
pub use chat::stored::*;
pub use completion::*;
pub use embedding::*;
pub use error::*;
pub use format::*;
pub use loose::{Extra, Maybe};
pub use matrix::matrix;
pub use model::*;
pub use one_or_many::{Input, OneOrMany};
pub use openapi::{Operation, openapi, reply_schemas};
pub use params::*;
pub use tool::*;
pub use usage::*;

#[cfg(test)]
mod tests;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
