//! A Datalog engine: facts and rules in, everything that follows out, each with a proof. Usable alone: nothing here
//! knows the rest of the crate.
//!
//! ```
//! use reasoner_core::datalog::{Database, Fuel};
//!
//! let mut db = Database::read(
//!     "parent(ada, byron). parent(byron, jack).
//!      ancestor(X, Y) :- parent(X, Y).
//!      ancestor(X, Z) :- parent(X, Y), ancestor(Y, Z).",
//! )?;
//! db.run(&mut Fuel::steps(10_000))?;
//! let (ancestor, ada, jack) = (db.pred("ancestor", 2), db.text("ada"), db.text("jack"));
//! assert!(db.holds(ancestor, &[ada, jack]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - **Terms** are texts and whole numbers, interned as 32-bit numbers ([`Names`]).
//! - **Evaluation** is semi-naive, stratum by stratum ([`Database::run`]); negation and aggregates must be stratified,
//!   and a program that is not is refused with the cycle named.
//! - **Demand**: one goal is answered by what it needs and no more ([`Database::ask`], [`Database::explain`]).
//! - **Layers**: a [`Base`] at rest is shared by many databases that put facts and rules of their own on top
//!   ([`Database::over`]); a fact added to what is closed costs what follows from it.
//! - **Proofs**: each derived fact carries its rule and round, from which a proof of least height is made on demand
//!   ([`Database::proof`]); [`check`](mod@check) accepts or refuses it, by the rules alone.
//! - **Budgets**: each candidate row costs a step of [`Fuel`]; a run that stops says why, and keeps what it found.

pub mod check;
mod database;
mod exec;
mod fixpoint;
mod frozen;
mod fuel;
mod index;
mod lex;
mod magic;
#[cfg(test)]
mod naive;
mod names;
mod parse;
mod plan;
mod program;
mod prove;
mod reach;
mod relation;
mod slots;
mod strata;
#[cfg(test)]
mod tests;

pub use database::{Base, Database, Failure};
pub use fuel::{Fuel, Stop};
pub use names::{Names, Pred, Term, Value};
pub use parse::{Parsed, parse};
pub use program::{Aggregate, Arg, Atom, Cmp, Expr, Fold, Literal, Op, Refusal, Rule};
pub use prove::{By, Fact, Proof, Step};
pub use reach::Ways;
