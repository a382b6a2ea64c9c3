//! The engine: what thinks, where it may think, and what it remembers of having thought.

mod form;
pub mod local;
pub mod pipeline;
pub mod plans;
pub mod pool;
pub mod proofs;
pub mod replies;
