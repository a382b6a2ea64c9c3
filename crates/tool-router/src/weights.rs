//! Learned weights: a linear model over hashed features, compiled in.
//!
//! A feature is named by its template and two values; its hash is its place in a table of fixed size (feature
//! hashing: Weinberger et al., *Feature Hashing for Large Scale Multitask Learning*, ICML 2009). The table is made by
//! `cargo xtask router`.

/// The binary logarithm of the number of weights.
const BITS: u32 = 15;
/// The number of weights of a model.
pub(crate) const SIZE: usize = 1 << BITS;
/// What is added, bit by bit, to the places of the features of values that are taken out of a text.
pub(crate) const EXTRACTING: u32 = 0x5a5a;
/// What one step of a stored weight is worth.
const STEP: f32 = 1.0 / 1024.0;

/// The weights, 16-bit integers in little-endian order, in steps of [`STEP`].
static TABLE: &[u8] = include_bytes!("../data/weights.bin");

/// A feature and its value.
pub(crate) type Feature = (u32, f32);

/// The place of the feature that the template makes of two values.
pub(crate) fn feature(template: u32, a: u32, b: u32) -> u32 {
    // Multipliers of the finaliser of MurmurHash3 (public domain).
    let mut hash =
        template.wrapping_mul(0x9e37_79b1) ^ a.wrapping_mul(0x85eb_ca6b) ^ b.wrapping_mul(0xc2b2_ae35).rotate_left(13);
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x7feb_352d);
    hash ^= hash >> 15;
    hash.wrapping_mul(0x846c_a68b) >> (32 - BITS)
}

/// The sum of the weights of `features`.
pub(crate) fn score(features: &[Feature]) -> f32 {
    features.iter().map(|&(at, value)| weight(at) * value).sum()
}

fn weight(at: u32) -> f32 {
    let at = at as usize * 2;
    match TABLE.get(at..at + 2) {
        Some(&[low, high]) => f32::from(i16::from_le_bytes([low, high])) * STEP,
        _ => 0.0,
    }
}

/// The bytes of a table of `weights`, in the order of their places.
pub(crate) fn pack(weights: &[f32]) -> Vec<u8> {
    let steps = |weight: &f32| (weight / STEP).round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16;
    weights.iter().flat_map(|weight| steps(weight).to_le_bytes()).collect()
}
