//! Words: how a turn is cut, what its words reduce to and which words mean about the same.

pub(crate) mod lexicon;
mod stem;
mod token;

pub(crate) use lexicon::{Lexicon, Term, TermMap, each_word, term_of};
pub(crate) use stem::stem;
pub(crate) use token::{Kind, Text, Token};
