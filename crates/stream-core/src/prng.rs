//! The source of the draws: SplitMix64, small, fast and the same on every machine.
//!
//! Steele, Lea, Flood: *Fast splittable pseudorandom number generators* (OOPSLA 2014). Not for secrets.

/// A stream of pseudo-random numbers that its seed fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prng {
    state: u64,
}

impl Prng {
    /// The stream of `seed`. Neighbouring seeds give unrelated streams: the state is mixed before its use.
    pub fn new(seed: u64) -> Prng {
        Prng { state: mix(seed ^ 0x5851_f42d_4c95_7f2d) }
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// The next number of the unit interval: at least 0, below 1, in steps of 2^-53.
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }
}

/// The output function of SplitMix64.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_stream() {
        let draw = |seed| {
            let mut prng = Prng::new(seed);
            [prng.next_u64(), prng.next_u64(), prng.next_u64()]
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn units_fill_their_interval_evenly() {
        let mut prng = Prng::new(1);
        let mut tenths = [0_u32; 10];
        for _ in 0..100_000 {
            let unit = prng.unit();
            assert!((0.0..1.0).contains(&unit));
            tenths[(unit * 10.0) as usize] += 1;
        }
        // Standard deviation of a tenth is about 95; five of them are never reached by a sound generator.
        assert!(tenths.iter().all(|&count| count.abs_diff(10_000) < 475), "{tenths:?}");
    }
}
