//! Arrangements in several wordings.
