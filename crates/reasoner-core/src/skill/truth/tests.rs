//! Truth puzzles in several wordings.
