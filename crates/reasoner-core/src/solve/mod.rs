//! Search: finite domains, state spaces, graphs. Pure and without any language; skills pose the problems.

pub(crate) mod finite;
pub(crate) mod graph;
pub(crate) mod strips;
