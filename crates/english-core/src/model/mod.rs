//! The learned tagger and dependency parser: attributes of words, features, transitions and weights.
//!
//! Both are linear: every choice adds up the weights of the features that hold, and the highest sum wins. Reading uses
//! the committed weights (`data/model.bin`); `cargo xtask train` makes them from a treebank with the same features and
//! transitions, which is what this module is public for. Time and memory grow linearly with the sentence.

mod arcs;
mod attributes;
mod clusters;
mod features;
mod parser;
mod search;
mod sets;
mod tagger;
mod weights;

pub use arcs::{Action, Arcs, NOBODY};
pub use attributes::{Attributes, attributes, settle};
pub use clusters::{Clusters, pack_clusters};
pub use features::Features;
pub use parser::{MOVES, action_of, best_allowed, label_features, move_features};
pub use search::{Weighing, label_of, move_scores, parse};
pub use sets::{Sets, pack_sets};
pub use tagger::{first_pass_features, lead, second_pass_features, tag};
pub use weights::{Model, Scores, UNIVERSAL, Weights, pack, universal};
