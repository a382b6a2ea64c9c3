//! The learned weights: a text table, one feature a line, in the order of the features.

use std::sync::LazyLock;

use super::{features, reply};

/// The weights of both linear models.
#[derive(Debug)]
pub(crate) struct Weights {
    /// Of the features of candidates.
    pub(crate) rank: Vec<f32>,
    /// Of the features of the best candidate.
    pub(crate) admit: Vec<f32>,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let text = include_str!("../../../data/passage.txt");
    Weights { rank: column(text, "rank", &features::all_names()), admit: column(text, "admit", reply::NAMES) }
});

/// The weights that are compiled in.
pub(crate) fn weights() -> &'static Weights {
    &WEIGHTS
}

/// The weights of a model by name; 0 for features that the table lacks.
fn column(text: &str, model: &str, names: &[&str]) -> Vec<f32> {
    let of = |name: &&str| {
        let mut lines = text.lines().map(|line| line.split_whitespace());
        lines.find_map(|mut fields| {
            (fields.next()? == model && fields.next()? == *name).then(|| fields.next()?.parse().ok()).flatten()
        })
    };
    names.iter().map(|name| of(name).unwrap_or(0.0)).collect()
}

/// The weighted sum of features.
pub(crate) fn sum(weights: &[f32], features: &[f32]) -> f32 {
    weights.iter().zip(features).map(|(weight, feature)| weight * feature).sum()
}
