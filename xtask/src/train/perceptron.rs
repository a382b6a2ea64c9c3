//! A multi-class averaged perceptron over hashed features, with sparse rows.

use english_core::model::Scores;

/// How many pairs of a class and its weight are kept together.
const TOGETHER: usize = 8;

/// Some pairs of a feature, together where scoring reads them.
#[derive(Debug, Clone, Copy, Default)]
struct Pairs {
    /// The lower half of the feature's hash, never 0 in a used place of the table.
    check: u32,
    /// Where its further pairs are, counted from 1.
    next: u32,
    count: u8,
    classes: [u8; TOGETHER],
    weights: [f32; TOGETHER],
}

/// For each pair every update times when it happened: what averaging needs.
type Moments = [f64; TOGETHER];

/// The learner: a flat table of features, their first pairs in it.
#[derive(Debug)]
pub(super) struct Perceptron {
    table: Vec<Pairs>,
    /// For each place of the table the whole hash and how many updates the feature was part of.
    known: Vec<(u64, u32)>,
    more: Vec<Pairs>,
    moments: [Vec<Moments>; 2],
    used: usize,
    now: u32,
    /// How many updates a feature must have been part of before it counts.
    enters: u32,
    /// By how much the right class is to lead.
    margin: f32,
}

impl Perceptron {
    /// A learner whose features count from their `enters`-th update on: rarer ones only fit noise. `margin`: by how much
    /// the right class is to lead.
    pub(super) fn new(enters: u32, margin: f32) -> Perceptron {
        let size = 1 << 12;
        Perceptron {
            table: vec![Pairs::default(); size],
            known: vec![(0, 0); size],
            more: Vec::new(),
            moments: [vec![Moments::default(); size], Vec::new()],
            used: 0,
            now: 0,
            enters,
            margin,
        }
    }

    /// Counts one more example.
    pub(super) fn tick(&mut self) {
        self.now += 1;
    }

    /// Where a feature is, or the empty place where it would be.
    fn find(&self, hash: u64) -> usize {
        let (mask, wanted) = (self.table.len() - 1, check(hash));
        let mut at = (hash >> 32) as usize & mask;
        while self.table[at].check != wanted && self.table[at].check != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    /// Moves the weights of these features by `amount` towards a class.
    pub(super) fn update(&mut self, features: &[u64], class: usize, amount: f32) {
        for hash in features {
            let at = self.place(*hash);
            self.known[at].1 += 1;
            // Each mistake updates two classes.
            if self.known[at].1 >= self.enters * 2 {
                self.change(at, class as u8, amount);
            }
        }
    }

    /// Where a feature is; makes a place for one that has none.
    fn place(&mut self, hash: u64) -> usize {
        let at = self.find(hash);
        if self.table[at].check != 0 {
            return at;
        }
        if self.used * 2 > self.table.len() {
            self.grow();
        }
        let at = self.find(hash);
        self.table[at].check = check(hash);
        self.known[at].0 = hash;
        self.used += 1;
        at
    }

    /// Learns from features with these scores: the right class is to lead the others by a margin. Gives the best class.
    pub(super) fn learn(&mut self, features: &[u64], scores: &mut [f32], gold: usize) -> usize {
        let guess = best(scores);
        let right = std::mem::replace(&mut scores[gold], f32::MIN);
        let wrong = best(scores);
        scores[gold] = right;
        self.tick();
        if right - scores[wrong] <= self.margin {
            self.update(features, gold, 1.0);
            self.update(features, wrong, -1.0);
        }
        guess
    }

    /// Changes the weight of a class of the feature at this place of the table.
    fn change(&mut self, at: usize, class: u8, amount: f32) {
        let (mut chunk, mut at) = (0, at);
        loop {
            let room = self.more.len() as u32 + 1;
            let pairs = if chunk == 0 { &mut self.table[at] } else { &mut self.more[at] };
            let count = usize::from(pairs.count);
            let found = pairs.classes[..count].iter().position(|known| *known == class);
            if let Some(place) = found.or_else(|| (count < TOGETHER).then_some(count)) {
                if found.is_none() {
                    pairs.count += 1;
                    pairs.classes[place] = class;
                }
                pairs.weights[place] += amount;
                self.moments[chunk][at][place] += f64::from(amount) * f64::from(self.now);
                return;
            }
            if pairs.next == 0 {
                pairs.next = room;
                self.more.push(Pairs::default());
                self.moments[1].push(Moments::default());
            }
            let pairs = if chunk == 0 { &self.table[at] } else { &self.more[at] };
            (chunk, at) = (1, pairs.next as usize - 1);
        }
    }

    fn grow(&mut self) {
        let size = self.table.len() * 2;
        let table = std::mem::replace(&mut self.table, vec![Pairs::default(); size]);
        let known = std::mem::replace(&mut self.known, vec![(0, 0); size]);
        let moments = std::mem::replace(&mut self.moments[0], vec![Moments::default(); size]);
        for ((pairs, known), moments) in table.into_iter().zip(known).zip(moments) {
            if pairs.check != 0 {
                let at = self.find(known.0);
                (self.table[at], self.known[at], self.moments[0][at]) = (pairs, known, moments);
            }
        }
    }

    /// The learner with its weights replaced by their averages.
    pub(super) fn averaged(mut self) -> Perceptron {
        let now = f64::from(self.now.max(1));
        let [first, more] = &self.moments;
        for (pairs, moments) in self.table.iter_mut().zip(first).chain(self.more.iter_mut().zip(more)) {
            pairs.weights.iter_mut().zip(moments).for_each(|(weight, moment)| *weight -= (moment / now) as f32);
        }
        self
    }

    /// The largest weight's size.
    pub(super) fn largest(&self) -> f32 {
        let sizes = self.table.iter().chain(&self.more).flat_map(|pairs| pairs.weights).map(f32::abs);
        sizes.fold(f32::MIN_POSITIVE, f32::max)
    }

    /// Adds the weights of another learner.
    pub(super) fn absorb(&mut self, other: &Perceptron) {
        for ((hash, _), first) in other.known.iter().zip(&other.table).filter(|(_, first)| first.check != 0) {
            let at = self.place(*hash);
            other.each(first, &mut |class, weight| self.change(at, class, weight));
        }
    }

    /// The rows with roots of weights, of one byte; only so many of the largest weights are kept.
    pub(super) fn quantised(&self, kept: usize) -> Vec<(u64, Vec<(u8, i8)>)> {
        let largest = self.largest();
        let mut sizes: Vec<f32> =
            self.table.iter().chain(&self.more).flat_map(|pairs| pairs.weights).map(f32::abs).collect();
        sizes.sort_by(|one, other| other.total_cmp(one));
        let least = sizes.get(kept).copied().unwrap_or_default();
        let root = |weight: f32| ((weight.abs() / largest).sqrt() * 127.0).round().copysign(weight) as i8;
        let mut rows = Vec::new();
        for ((hash, _), first) in self.known.iter().zip(&self.table).filter(|(_, first)| first.check != 0) {
            let mut row: Vec<(u8, i8)> = Vec::new();
            self.each(first, &mut |class, weight| {
                if weight.abs() > least {
                    row.push((class, root(weight)));
                }
            });
            row.retain(|(_, weight)| *weight != 0);
            row.sort_unstable();
            if !row.is_empty() {
                rows.push((*hash, row));
            }
        }
        rows
    }

    /// Hands over the pairs of a feature.
    #[inline]
    fn each(&self, first: &Pairs, take: &mut impl FnMut(u8, f32)) {
        let mut pairs = first;
        loop {
            for (class, weight) in pairs.classes.iter().zip(pairs.weights).take(usize::from(pairs.count)) {
                take(*class, weight);
            }
            if pairs.next == 0 {
                return;
            }
            pairs = &self.more[pairs.next as usize - 1];
        }
    }
}

/// The first class with the highest score.
fn best(scores: &[f32]) -> usize {
    (0..scores.len()).reduce(|best, at| if scores[at] > scores[best] { at } else { best }).unwrap_or(0)
}

fn check(hash: u64) -> u32 {
    (hash as u32).max(1)
}

impl Scores for Perceptron {
    fn add(&self, features: &[u64], scores: &mut [f32]) {
        for hash in features {
            let first = &self.table[self.find(*hash)];
            self.each(first, &mut |class, weight| scores[usize::from(class)] += weight);
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
