//! Deduction from a theory in words: facts and rules, strict or for the usual case, with preferences between them,
//! in an open or a closed world; classical logic where rules alone do not reach. The answer is a verdict on a
//! statement, or the option that follows.

mod answer;
mod argument;
mod decide;
mod evaluate;
mod everyday;
mod lists;
mod marks;
mod natural;
mod proof;
mod propositional;
mod read;

pub(super) use answer::{in_sentence, theory};
pub(super) use natural::natural;

#[cfg(test)]
mod tests;
