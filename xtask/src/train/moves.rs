//! Weights of moves while they are learned, in a flat table: a structured perceptron with averaging.

use english_core::model::{MOVES, Scores};

/// What scoring reads.
#[derive(Debug, Clone, Copy, Default)]
struct Record {
    /// The lower half of the feature's hash, never 0 in a used record.
    check: u32,
    weights: [f32; MOVES],
}

/// What else is known of a feature.
#[derive(Debug, Clone, Copy, Default)]
struct Past {
    hash: u64,
    /// How many updates it was part of.
    seen: u32,
    /// Each update times when it happened.
    moments: [f64; MOVES],
}

/// The learner.
#[derive(Debug)]
pub(super) struct Moves {
    records: Vec<Record>,
    pasts: Vec<Past>,
    used: usize,
    now: u32,
    /// How many updates a feature must have been part of before it counts.
    enters: u32,
}

impl Moves {
    /// A learner whose features count from their `enters`-th update on: rarer ones only fit noise.
    pub(super) fn new(enters: u32) -> Moves {
        let size = 1 << 16;
        Moves { records: vec![Record::default(); size], pasts: vec![Past::default(); size], used: 0, now: 0, enters }
    }

    /// Counts one more example.
    pub(super) fn tick(&mut self) {
        self.now += 1;
    }

    /// Where a feature is, or the empty place where it would be.
    fn find(&self, hash: u64) -> usize {
        let (mask, wanted) = (self.records.len() - 1, check(hash));
        let mut at = (hash >> 32) as usize & mask;
        while self.records[at].check != wanted && self.records[at].check != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    /// Moves the weights of these features by `amount` towards a class.
    pub(super) fn update(&mut self, features: &[u64], class: usize, amount: f32) {
        for hash in features {
            let at = self.find(*hash);
            if self.records[at].check == 0 {
                self.records[at].check = check(*hash);
                self.pasts[at].hash = *hash;
                self.used += 1;
            }
            let past = &mut self.pasts[at];
            past.seen += 1;
            if past.seen >= self.enters {
                past.moments[class] += f64::from(amount) * f64::from(self.now);
                self.records[at].weights[class] += amount;
            }
            if self.used * 2 > self.records.len() {
                self.grow();
            }
        }
    }

    fn grow(&mut self) {
        let size = self.records.len() * 2;
        let old = std::mem::replace(&mut self.records, vec![Record::default(); size]);
        let pasts = std::mem::replace(&mut self.pasts, vec![Past::default(); size]);
        for (record, past) in old.into_iter().zip(pasts).filter(|(record, _)| record.check != 0) {
            let at = self.find(past.hash);
            (self.records[at], self.pasts[at]) = (record, past);
        }
    }

    /// The features with the averages of their weights.
    pub(super) fn averaged(&self) -> Vec<(u64, [f32; MOVES])> {
        let now = f64::from(self.now.max(1));
        let used = self.records.iter().zip(&self.pasts).filter(|(record, _)| record.check != 0);
        let average = |(record, past): (&Record, &Past)| {
            let mut weights = record.weights;
            weights.iter_mut().zip(past.moments).for_each(|(weight, moment)| *weight -= (moment / now) as f32);
            (past.hash, weights)
        };
        used.map(average).filter(|(_, weights)| weights.iter().any(|weight| *weight != 0.0)).collect()
    }
}

/// The sums of the weights of these learners, in the order of the features' hashes.
pub(super) fn sum(learners: Vec<Vec<(u64, [f32; MOVES])>>) -> Vec<(u64, [f32; MOVES])> {
    let mut all = learners.concat();
    all.sort_by_key(|(hash, _)| *hash);
    all.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1.iter_mut().zip(later.1).for_each(|(sum, weight)| *sum += weight);
        }
        same
    });
    all
}

/// Features with roots of weights, of one byte.
pub(super) fn quantised(rows: &[(u64, [f32; MOVES])]) -> Vec<(u64, [i8; MOVES])> {
    let largest = rows.iter().flat_map(|(_, row)| row).fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()));
    let root = |weight: f32| ((weight.abs() / largest).sqrt() * 127.0).round().copysign(weight) as i8;
    rows.iter().map(|(hash, row)| (*hash, row.map(root))).collect()
}

fn check(hash: u64) -> u32 {
    (hash as u32).max(1)
}

impl Scores for Moves {
    fn add(&self, features: &[u64], scores: &mut [f32]) {
        let mut sums = [0.0; MOVES];
        for hash in features {
            let record = self.records[self.find(*hash)];
            sums.iter_mut().zip(record.weights).for_each(|(sum, weight)| *sum += weight);
        }
        scores.iter_mut().zip(sums).for_each(|(score, sum)| *score += sum);
    }
}
