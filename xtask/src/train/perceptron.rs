//! A multi-class averaged perceptron over hashed features, with sparse rows.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use english_core::model::Scores;

/// Keys are hashes already.
#[derive(Debug, Default)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A weight, the sum of its values so far, and when the sum was brought up to date.
#[derive(Debug, Clone, Copy)]
struct Cell {
    class: u8,
    weight: f32,
    total: f64,
    since: u32,
}

/// The learner.
#[derive(Debug, Default)]
pub(super) struct Perceptron {
    index: HashMap<u64, u32, BuildHasherDefault<Same>>,
    rows: Vec<Row>,
    now: u32,
    /// How many updates a feature must have been part of before it counts.
    enters: u32,
}

/// A feature, how many updates it was part of, and its weights.
#[derive(Debug)]
struct Row {
    hash: u64,
    seen: u32,
    cells: Vec<Cell>,
}

impl Perceptron {
    /// A learner whose features count from their `enters`-th update on: rarer ones only fit noise.
    pub(super) fn new(enters: u32) -> Perceptron {
        Perceptron { enters, ..Perceptron::default() }
    }

    /// Counts one more example.
    pub(super) fn tick(&mut self) {
        self.now += 1;
    }

    /// Moves the weights of these features by `amount` towards a class.
    pub(super) fn update(&mut self, features: &[u64], class: usize, amount: f32) {
        for hash in features {
            let rows = &mut self.rows;
            let at = *self.index.entry(*hash).or_insert_with(|| {
                rows.push(Row { hash: *hash, seen: 0, cells: Vec::new() });
                (rows.len() - 1) as u32
            });
            let row = &mut rows[at as usize];
            row.seen += 1;
            // Each mistake updates two classes.
            if row.seen < self.enters * 2 {
                continue;
            }
            let row = &mut row.cells;
            let class = class as u8;
            let now = self.now;
            match row.iter_mut().find(|cell| cell.class == class) {
                Some(cell) => {
                    cell.total += f64::from(now - cell.since) * f64::from(cell.weight);
                    cell.since = now;
                    cell.weight += amount;
                }
                None => row.push(Cell { class, weight: amount, total: 0.0, since: now }),
            }
        }
    }

    /// The learner with its weights replaced by their averages.
    pub(super) fn averaged(mut self) -> Perceptron {
        let now = f64::from(self.now.max(1));
        for cell in self.rows.iter_mut().flat_map(|row| &mut row.cells) {
            let total = cell.total + (now - f64::from(cell.since)) * f64::from(cell.weight);
            cell.weight = (total / now) as f32;
        }
        self
    }

    /// The rows with roots of weights, of one byte; weights below `least` are left out.
    pub(super) fn quantised(&self, least: f32) -> Vec<(u64, Vec<(u8, i8)>)> {
        let sizes = self.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.weight.abs());
        let largest = sizes.fold(f32::MIN_POSITIVE, f32::max);
        let root = |weight: f32| ((weight.abs() / largest).sqrt() * 127.0).round().copysign(weight) as i8;
        let mut rows = Vec::new();
        for Row { hash, cells, .. } in &self.rows {
            let kept = cells.iter().filter(|cell| cell.weight.abs() >= least);
            let mut row: Vec<(u8, i8)> = kept.map(|cell| (cell.class, root(cell.weight))).collect();
            row.retain(|(_, weight)| *weight != 0);
            row.sort_unstable();
            if !row.is_empty() {
                rows.push((*hash, row));
            }
        }
        rows
    }
}

impl Scores for Perceptron {
    fn add(&self, features: &[u64], scores: &mut [f32]) {
        for hash in features {
            let Some(at) = self.index.get(hash) else { continue };
            for cell in &self.rows[*at as usize].cells {
                scores[usize::from(cell.class)] += cell.weight;
            }
        }
    }
}

/// A seeded generator (SplitMix64).
#[derive(Debug)]
pub(super) struct Random(pub(super) u64);

impl Random {
    /// A number below `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ value >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ value >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((value ^ value >> 31) % limit.max(1) as u64) as usize
    }

    /// The numbers below `count` in some order.
    pub(super) fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, self.below(at + 1));
        }
        order
    }
}
