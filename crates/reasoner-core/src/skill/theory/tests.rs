//! Marks of labels and closed worlds.
