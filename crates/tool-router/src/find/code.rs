//! Pieces with inner marks or digits: addresses, paths, identifiers, formulas.

use super::{Candidate, Setting, Shape};
use crate::text::{Kind, Text};

/// Finds code-like tokens.
pub(crate) fn find(text: &Text, _: &Setting, found: &mut Vec<Candidate>) {
    for (at, token) in text.tokens.iter().enumerate() {
        if token.kind == Kind::Code {
            found.push(Candidate { from: at, to: at + 1, shape: Shape::Code });
        }
    }
}
