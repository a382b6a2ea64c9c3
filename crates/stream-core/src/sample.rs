//! From offers to a draw: one step of generation.
//!
//! The model's distribution is `(1 - ε) · script + ε · background`, the background's share being handed out
//! among the tokens that the script does not offer. Biases and penalties are added to its
//! logarithms. Then, before the temperature, what only the background offers is cut off, so that wordings vary
//! and statements do not; the exception is a token that a positive bias lifts to at least [`FLOOR`] of the best
//! token's probability (a relative floor as in min-p sampling, Nguyen et al. 2024). What is left, normalised,
//! is the distribution that is **reported**: after bias, penalties and cut, before temperature and nucleus.
//! Reporting it before the temperature is what the original API does, and keeps the figures meaningful at
//! temperature 0, where a distribution after it would say 0 for every token. At temperature 1 and top_p 1
//! it is, number for number, the distribution that is drawn from. Tokens that were cut off can be listed among the
//! alternatives; they show the share that the background gives them, at most `ln ε`.
//!
//! Order: bias and penalties → cut → (report) → temperature → top_p → draw.

use std::collections::BTreeMap;

use engine_api::Sampling;

use crate::background::Background;
use crate::prng::Prng;

/// The share of the background in the distribution, ε.
pub const BACKGROUND_SHARE: f64 = 1e-9;

/// How probable, against the best token, a token that only the background offers must become by its bias to
/// be drawn.
pub const FLOOR: f64 = 0.05;

/// How many tokens the background offers where the script offers none.
const BACKGROUND_OFFERS: usize = 64;

/// The least logarithm that is reported; the original API writes it for "very unlikely".
const LEAST: f64 = -9999.0;

/// The least bias that the API knows: such tokens are banned.
const BAN: f64 = -100.0;

/// A token that was said, as it is reported.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenScore {
    /// The token.
    pub token: u32,
    /// The natural logarithm of its probability; `None` for the first token of a scored text.
    pub logprob: Option<f64>,
    /// The most probable tokens in its place with their logarithms, most probable first.
    pub top: Vec<(u32, f64)>,
}

/// The state that draws share: parameters, generator, and what was said.
#[derive(Debug, Clone)]
pub struct Sampler {
    temperature: f64,
    top_p: f64,
    frequency_penalty: f64,
    presence_penalty: f64,
    bias: Vec<(u32, f64)>,
    top_logprobs: usize,
    prng: Prng,
    said: BTreeMap<u32, u32>,
}

/// The distribution of one step: token, probability, ascending by id.
pub type Distribution = Vec<(u32, f64)>;

impl Sampler {
    /// A sampler that draws as `sampling` says.
    pub fn new(sampling: &Sampling) -> Sampler {
        Sampler {
            temperature: sampling.temperature,
            top_p: sampling.top_p,
            frequency_penalty: sampling.frequency_penalty,
            presence_penalty: sampling.presence_penalty,
            bias: sampling.logit_bias.clone(),
            top_logprobs: if sampling.logprobs { usize::from(sampling.top_logprobs) } else { 0 },
            prng: Prng::new(sampling.seed),
            said: BTreeMap::new(),
        }
    }

    /// The banned tokens, ascending.
    pub fn banned(&self) -> Vec<u32> {
        self.bias.iter().filter(|(_, bias)| *bias <= BAN).map(|(token, _)| *token).collect()
    }

    /// Whether a step that offers one token can have another result than that token, or has more to report.
    pub fn needs_background(&self) -> bool {
        self.top_logprobs > 0 || self.bias.iter().any(|(_, bias)| *bias > 0.0)
    }

    /// Takes note that `token` was said; the penalties count it from now on.
    pub fn note(&mut self, token: u32) {
        if self.frequency_penalty != 0.0 || self.presence_penalty != 0.0 {
            *self.said.entry(token).or_insert(0) += 1;
        }
    }

    /// The distribution that is reported, out of the script's offers (which sum to 1, or are none). Empty only
    /// where everything is banned.
    pub fn distribution(&self, offers: &[(u32, f64)], background: &Background) -> Distribution {
        let mut logits: Vec<(u32, f64)> = match offers {
            [] => self.background_logits(background),
            _ => offers.iter().map(|(token, p)| (*token, self.logit(*token, (1.0 - BACKGROUND_SHARE) * p))).collect(),
        };
        let lifted = self.bias.iter().filter(|(token, bias)| *bias > 0.0 && !logits.iter().any(|(t, _)| t == token));
        let lifted: Vec<u32> = lifted.map(|(token, _)| *token).collect();
        let scale = if lifted.is_empty() { 0.0 } else { background_scale(offers, background) };
        let logit = |token| (token, self.logit(token, scale * background.probability(token)));
        let lifted: Vec<_> = lifted.into_iter().map(logit).collect();
        let best = logits.iter().chain(&lifted).map(|(_, logit)| *logit).fold(f64::NEG_INFINITY, f64::max);
        logits.extend(lifted.into_iter().filter(|(_, logit)| *logit >= best + FLOOR.ln()));
        logits.sort_by_key(|(token, _)| *token);
        softmax(&logits)
    }

    /// What the background offers where the script offers nothing, cut at the floor.
    fn background_logits(&self, background: &Background) -> Vec<(u32, f64)> {
        let banned = self.banned();
        let top = background.top(BACKGROUND_OFFERS + banned.len());
        let allowed = top.into_iter().map(|(token, _)| token).filter(|token| banned.binary_search(token).is_err());
        let mut logits: Vec<_> =
            allowed.map(|token| (token, self.logit(token, background.probability(token)))).collect();
        let best = logits.iter().map(|(_, logit)| *logit).fold(f64::NEG_INFINITY, f64::max);
        logits.retain(|(_, logit)| *logit >= best + FLOOR.ln());
        logits
    }

    /// The logarithm of the model's probability `p` of `token`, with its bias and penalties.
    fn logit(&self, token: u32, p: f64) -> f64 {
        let bias = self.bias.binary_search_by_key(&token, |(t, _)| *t).ok().and_then(|at| self.bias.get(at));
        let said = self.said.get(&token).copied().unwrap_or(0);
        let penalty = self.frequency_penalty * f64::from(said) + self.presence_penalty * f64::from(said.min(1));
        p.ln() + bias.map_or(0.0, |(_, bias)| *bias) - penalty
    }

    /// Draws a token from a distribution as [`Sampler::distribution`] gives it; nothing from an empty one.
    pub fn draw(&mut self, distribution: &[(u32, f64)]) -> Option<u32> {
        match distribution {
            [] => return None,
            [(token, _)] => return Some(*token),
            _ => {}
        }
        let mut ranked = distribution.to_vec();
        // A stable order: the most probable first, equal ones by id.
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        if self.temperature <= 0.0 {
            return ranked.first().map(|(token, _)| *token);
        }
        if self.temperature != 1.0 {
            let scaled: Vec<_> = ranked.iter().map(|(token, p)| (*token, p.ln() / self.temperature)).collect();
            ranked = softmax(&scaled);
        }
        let kept = nucleus(&ranked, self.top_p);
        let kept = ranked.get(..kept).unwrap_or_default();
        let total: f64 = kept.iter().map(|(_, p)| p).sum();
        let mut left = self.prng.unit() * total;
        let drawn = kept.iter().find(|(_, p)| {
            left -= p;
            left < 0.0
        });
        drawn.or(kept.last()).map(|(token, _)| *token)
    }

    /// What is reported of the step in which `token` was drawn from `distribution`.
    pub fn report(&self, token: u32, distribution: &[(u32, f64)], background: &Background) -> TokenScore {
        let drawn = distribution.iter().find(|(t, _)| *t == token).map(|(_, p)| logarithm(*p));
        TokenScore { token, logprob: drawn, top: self.alternatives(distribution, background) }
    }

    /// The most probable tokens of a step, as many as are to be reported.
    fn alternatives(&self, distribution: &[(u32, f64)], background: &Background) -> Vec<(u32, f64)> {
        if self.top_logprobs == 0 {
            return Vec::new();
        }
        let mut all: Vec<_> = distribution.iter().map(|(token, p)| (*token, logarithm(*p))).collect();
        let banned = self.banned();
        for (token, p) in background.top(self.top_logprobs + distribution.len() + banned.len()) {
            if banned.binary_search(&token).is_err() && distribution.binary_search_by_key(&token, |(t, _)| *t).is_err()
            {
                all.push((token, logarithm(BACKGROUND_SHARE * p)));
            }
        }
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all.truncate(self.top_logprobs);
        all
    }
}

/// Whether what is drawn or reported can depend on the background, and so on the tokens of the prompt.
pub fn needs_context(sampling: &Sampling) -> bool {
    (sampling.logprobs && sampling.top_logprobs > 0) || !sampling.logit_bias.is_empty()
}

/// By what the background's probability of a token that the script does not offer is multiplied in the model: the
/// background's share is handed out among such tokens.
fn background_scale(offers: &[(u32, f64)], background: &Background) -> f64 {
    if offers.is_empty() {
        return 1.0;
    }
    let offered: f64 = offers.iter().map(|(token, _)| background.probability(*token)).sum();
    BACKGROUND_SHARE / (1.0 - offered)
}

/// The natural logarithm as it is reported: never below [`LEAST`], which stands for all that is less likely.
pub(crate) fn logarithm(p: f64) -> f64 {
    p.ln().max(LEAST)
}

/// How many of the tokens `ranked` by falling probability it takes to reach `top_p`; at least one.
fn nucleus(ranked: &[(u32, f64)], top_p: f64) -> usize {
    if top_p >= 1.0 {
        return ranked.len();
    }
    let mut sum = 0.0;
    let reached = ranked.iter().position(|(_, p)| {
        sum += p;
        sum >= top_p
    });
    reached.map_or(ranked.len(), |at| at + 1)
}

/// The probabilities of logarithms that are not normalised, in the same order.
fn softmax(logits: &[(u32, f64)]) -> Distribution {
    let best = logits.iter().map(|(_, logit)| *logit).fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = logits.iter().map(|(_, logit)| (logit - best).exp()).sum();
    logits.iter().map(|(token, logit)| (*token, (logit - best).exp() / total)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::prior::Prior;
    use crate::token::Encoding;

    fn background(text: &[u32]) -> Background {
        let mut background = Background::new(Prior::of(Encoding::O200kBase));
        background.catch_up(text, &[]);
        background
    }

    fn sampler(change: impl FnOnce(&mut Sampling)) -> Sampler {
        let mut sampling = Sampling { temperature: 1.0, ..Sampling::greedy() };
        change(&mut sampling);
        Sampler::new(&sampling)
    }

    /// Offers with distinct ascending ids and weights that sum to 1.
    fn offers() -> impl Strategy<Value = Vec<(u32, f64)>> {
        prop::collection::btree_map(0_u32..3000, 0.01..1.0_f64, 1..8).prop_map(|map| {
            let total: f64 = map.values().sum();
            map.into_iter().map(|(token, weight)| (token, weight / total)).collect()
        })
    }

    fn biases() -> impl Strategy<Value = Vec<(u32, f64)>> {
        prop::collection::btree_map(0_u32..3000, -99.0..100.0_f64, 0..5).prop_map(|map| map.into_iter().collect())
    }

    proptest! {
        #[test]
        fn the_reported_distribution_sums_to_one(offers in offers(), bias in biases(), said in prop::collection::vec(0_u32..3000, 0..9)) {
            let mut sampler = sampler(|s| { s.logit_bias = bias; s.frequency_penalty = 1.5; s.presence_penalty = -1.0 });
            said.iter().for_each(|token| sampler.note(*token));
            let distribution = sampler.distribution(&offers, &background(&said));
            let sum: f64 = distribution.iter().map(|(_, p)| p).sum();
            prop_assert!((sum - 1.0).abs() < 1e-12);
            prop_assert!(offers.iter().all(|(token, _)| distribution.iter().any(|(t, _)| t == token)));
            prop_assert!(distribution.is_sorted_by_key(|(token, _)| *token));
        }

        #[test]
        fn temperature_0_is_the_arg_max(offers in offers(), bias in biases(), seed: u64) {
            let mut sampler = sampler(|s| { s.logit_bias = bias; s.temperature = 0.0; s.seed = seed });
            let distribution = sampler.distribution(&offers, &background(&[]));
            let token = sampler.draw(&distribution).unwrap();
            let score = sampler.report(token, &distribution, &background(&[]));
            prop_assert!(distribution.iter().all(|(_, p)| p.ln() <= score.logprob.unwrap()));
        }

        #[test]
        fn alternatives_are_as_many_as_asked_for_and_fall(offers in offers(), bias in biases(), said in prop::collection::vec(0_u32..3000, 0..9)) {
            let sampler = sampler(|s| { s.logit_bias = bias; s.logprobs = true; s.top_logprobs = 20 });
            let background = background(&said);
            let distribution = sampler.distribution(&offers, &background);
            let score = sampler.report(offers[0].0, &distribution, &background);
            prop_assert_eq!(score.top.len(), 20);
            prop_assert!(score.top.is_sorted_by(|a, b| a.1 >= b.1));
            let mut tokens: Vec<u32> = score.top.iter().map(|(token, _)| *token).collect();
            tokens.sort_unstable();
            tokens.dedup();
            prop_assert_eq!(tokens.len(), 20);
        }
    }

    #[test]
    fn the_whole_model_sums_to_one() {
        let background = background(&[5, 900, 5, 900, 5]);
        let offers = [(5, 0.25), (900, 0.5), (70_000, 0.25)];
        let scale = background_scale(&offers, &background);
        let model = |token| match offers.iter().find(|(t, _)| *t == token) {
            Some((_, p)) => (1.0 - BACKGROUND_SHARE) * p,
            None => scale * background.probability(token),
        };
        let sum: f64 = (0..200_000).map(model).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    }

    /// The statistic of Pearson's chi-square test of 10,000 draws, and the share of the draws outside of `expected`.
    fn chi_square(sampler: &mut Sampler, distribution: &[(u32, f64)], expected: &[(u32, f64)]) -> f64 {
        const DRAWS: u32 = 10_000;
        let mut counts = BTreeMap::new();
        for _ in 0..DRAWS {
            *counts.entry(sampler.draw(distribution).unwrap()).or_insert(0_u32) += 1;
        }
        assert!(counts.keys().all(|token| expected.iter().any(|(t, _)| t == token)), "{counts:?}");
        let term = |(token, p): &(u32, f64)| {
            let want = p * f64::from(DRAWS);
            (f64::from(counts.get(token).copied().unwrap_or(0)) - want).powi(2) / want
        };
        expected.iter().map(term).sum()
    }

    /// The value that chi-square with four degrees of freedom exceeds once in a thousand times.
    const CRITICAL_4: f64 = 18.467;

    #[test]
    fn draws_at_temperature_1_follow_the_reported_distribution() {
        let offers = [(1, 0.1), (2, 0.4), (3, 0.2), (4, 0.05), (5, 0.25)];
        for seed in 0..5 {
            let mut sampler = sampler(|s| s.seed = seed);
            let distribution = sampler.distribution(&offers, &background(&[]));
            let statistic = chi_square(&mut sampler, &distribution, &distribution);
            assert!(statistic < CRITICAL_4, "seed {seed}: {statistic}");
            let reported = |token| sampler.report(token, &distribution, &background(&[])).logprob.unwrap();
            assert!(offers.iter().all(|(token, p)| (reported(*token) - p.ln()).abs() < 1e-12));
        }
    }

    #[test]
    fn temperature_scales_the_logarithms() {
        let offers = [(1, 0.1), (2, 0.4), (3, 0.2), (4, 0.05), (5, 0.25)];
        for temperature in [0.5, 2.0] {
            let mut sampler = sampler(|s| s.temperature = temperature);
            let total: f64 = offers.iter().map(|(_, p)| f64::powf(*p, 1.0 / temperature)).sum();
            let expected = offers.map(|(token, p)| (token, p.powf(1.0 / temperature) / total));
            let distribution = sampler.distribution(&offers, &background(&[]));
            assert!(chi_square(&mut sampler, &distribution, &expected) < CRITICAL_4);
        }
    }

    #[test]
    fn top_p_keeps_the_nucleus() {
        let offers = [(1, 0.1), (2, 0.4), (3, 0.2), (4, 0.05), (5, 0.25)];
        for (top_p, nucleus) in [(0.6, vec![(2, 0.4), (5, 0.25)]), (0.4, vec![(2, 0.4)]), (0.0, vec![(2, 0.4)])] {
            let mut sampler = sampler(|s| s.top_p = top_p);
            let total: f64 = nucleus.iter().map(|(_, p)| p).sum();
            let expected: Vec<_> = nucleus.into_iter().map(|(token, p)| (token, p / total)).collect();
            let distribution = sampler.distribution(&offers, &background(&[]));
            assert!(chi_square(&mut sampler, &distribution, &expected) < CRITICAL_4);
        }
    }

    #[test]
    fn penalties_lower_what_was_said() {
        let mut sampler = sampler(|s| {
            s.frequency_penalty = 0.5;
            s.presence_penalty = 1.0;
        });
        [7, 7, 8].into_iter().for_each(|token| sampler.note(token));
        let distribution = sampler.distribution(&[(7, 0.4), (8, 0.4), (9, 0.2)], &background(&[]));
        let logits = [0.4_f64.ln() - 2.0, 0.4_f64.ln() - 1.5, 0.2_f64.ln()].map(f64::exp);
        let total: f64 = logits.iter().sum();
        for ((_, p), logit) in distribution.iter().zip(logits) {
            assert!((p - logit / total).abs() < 1e-12);
        }
    }

    #[test]
    fn only_a_strong_bias_brings_in_what_the_script_does_not_offer() {
        let check = |bias: f64, expected: usize| {
            let sampler = sampler(|s| s.logit_bias = vec![(50, bias)]);
            assert_eq!(sampler.distribution(&[(1, 1.0)], &background(&[])).len(), expected, "{bias}");
        };
        check(-100.0, 1);
        check(1.0, 1);
        check(20.0, 1);
        check(100.0, 2);
        let forced = sampler(|s| s.logit_bias = vec![(50, 100.0)]).distribution(&[(1, 1.0)], &background(&[]));
        assert!(forced[1].1 > 0.999_999);
    }

    #[test]
    fn negative_penalties_bring_in_nothing() {
        let mut sampler = sampler(|s| s.frequency_penalty = -2.0);
        (0..100).for_each(|_| sampler.note(50));
        assert_eq!(sampler.distribution(&[(1, 1.0)], &background(&[50; 100])), [(1, 1.0)]);
    }

    #[test]
    fn equal_tokens_are_told_apart_by_id() {
        let mut sampler = sampler(|s| s.temperature = 0.0);
        assert_eq!(sampler.draw(&[(3, 0.4), (7, 0.4), (9, 0.2)]), Some(3));
    }
}
