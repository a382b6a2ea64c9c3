//! From logical forms to first-order formulas: noun phrases become things, variables and kinds, clauses become atoms,
//! and what is said of all becomes a rule. One vocabulary serves a whole theory, so that the same words give the
//! same predicates.

mod claim;
mod common;
mod complement;
mod context;
mod form;
mod generic;
mod kind;
mod listen;
mod nominal;
mod noun;
mod phrase;
mod say;
mod symbol;
mod weaken;
mod worded;

pub(crate) use context::Translator;
pub(crate) use phrase::Phrase;

#[cfg(test)]
mod tests;
