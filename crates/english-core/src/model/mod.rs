//! The learned tagger and dependency parser: attributes of words, features, transitions and weights.
//!
//! Both are linear: every choice adds up the weights of the features that hold, and the highest sum wins. Reading uses
//! the committed weights (`data/model.bin`); `cargo xtask train` makes them from a treebank with the same features and
//! transitions, which is what this module is public for. Time and memory grow linearly with the sentence.

mod arcs;
mod attributes;
mod features;
mod parser;
mod tagger;
mod weights;

pub use arcs::{Action, Arcs, NOBODY};
pub use attributes::{Attributes, attributes};
pub use features::Features;
pub use parser::{ACTIONS_BESIDE_LABELS, action_of, class_of, parse, parser_features};
pub use tagger::{first_pass_features, second_pass_features, tag};
pub use weights::{Model, Scores, UNIVERSAL, Weights, pack, universal};
