//! The crate seen from outside.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod check;
mod fill;
mod properties;
mod suite;
