//! A model of text in general: every token of the vocabulary has some probability, in any context.
//!
//! It interpolates the relative frequencies of tokens after the last three, two, one and no tokens, as counted
//! in the text so far, and backs off to the [`Prior`]. The weights are those of Witten and Bell (*The
//! zero-frequency problem*, IEEE Trans. Inf. Theory 37, 1991; method C): a context that was followed by many
//! different tokens hands much of its mass to the shorter context. This is prediction by partial matching
//! (Cleary and Witten 1984) with interpolation in the place of exclusion, which makes it sum to 1 exactly.

use std::collections::BTreeMap;

use crate::prior::Prior;
use crate::sample::{TokenScore, logarithm};
use crate::token::Encoding;

/// The longest context, in tokens.
const LONGEST: usize = 3;

/// How many tokens are learned at most; it bounds the memory to a few MiB. Later tokens are still predicted.
const MAX_LEARNED: usize = 16_384;

/// How many of each context's most frequent successors are looked at for [`Background::top`].
const CANDIDATES: usize = 64;

/// The last tokens before a place: how many of them count, and which (zeros before them).
type Context = (usize, [u32; LONGEST]);

/// What followed a context.
#[derive(Debug, Clone, Default)]
struct Successors {
    /// How many tokens followed.
    total: u32,
    /// The different ones with their counts, most frequent first.
    by_count: Vec<(u32, u32)>,
}

/// The adaptive model, and the text so far that it stands behind.
#[derive(Debug, Clone)]
pub struct Background {
    prior: Prior,
    seen: BTreeMap<Context, Successors>,
    /// Where a token is in its context's list.
    rank: BTreeMap<(Context, u32), usize>,
    recent: Vec<u32>,
    /// How many tokens it stands behind.
    behind: usize,
}

impl Background {
    /// The model before any text.
    pub fn new(prior: Prior) -> Background {
        Background { prior, seen: BTreeMap::new(), rank: BTreeMap::new(), recent: Vec::new(), behind: 0 }
    }

    /// The contexts that apply now, the shortest first.
    fn contexts(&self) -> impl Iterator<Item = Context> + '_ {
        (0..=self.recent.len()).map(|length| {
            let mut tokens = [0; LONGEST];
            let recent = self.recent.iter().rev().take(length);
            tokens.iter_mut().zip(recent).for_each(|(slot, token)| *slot = *token);
            (length, tokens)
        })
    }

    /// The probability that `token` comes next; 0 for ids that are no token.
    pub fn probability(&self, token: u32) -> f64 {
        let mut probability = self.prior.probability(token);
        for context in self.contexts() {
            let Some(successors) = self.seen.get(&context) else { break };
            let rank = self.rank.get(&(context, token));
            let count = rank.and_then(|&rank| successors.by_count.get(rank)).map_or(0, |(_, count)| *count);
            let types = successors.by_count.len() as f64;
            probability = (f64::from(count) + types * probability) / (f64::from(successors.total) + types);
        }
        probability
    }

    /// The `most` tokens that are most likely to come next, with their probabilities, most likely first and
    /// equal ones by id. Looked for among the most frequent successors of each context and the first ranks
    /// of the prior, so it is exact unless a context has more than 64 different successors.
    pub fn top(&self, most: usize) -> Vec<(u32, f64)> {
        let mut candidates: Vec<u32> = (0..(most.max(CANDIDATES) as u32).min(self.prior.tokens())).collect();
        for successors in self.contexts().filter_map(|context| self.seen.get(&context)) {
            candidates.extend(successors.by_count.iter().take(most.max(CANDIDATES)).map(|(token, _)| *token));
        }
        candidates.sort_unstable();
        candidates.dedup();
        let mut top: Vec<_> = candidates.into_iter().map(|token| (token, self.probability(token))).collect();
        top.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        top.truncate(most);
        top
    }

    /// Goes on behind `token` and learns that it came.
    pub fn learn(&mut self, token: u32) {
        if self.behind < MAX_LEARNED {
            let contexts: Vec<Context> = self.contexts().collect();
            contexts.into_iter().for_each(|context| self.count(context, token));
        }
        self.behind += 1;
        if self.recent.len() == LONGEST {
            self.recent.remove(0);
        }
        self.recent.push(token);
    }

    /// Learns the tokens of `context` and then of `said` that it has not seen yet: it has always seen a beginning
    /// of the two, one after the other.
    pub fn catch_up(&mut self, context: &[u32], said: &[u32]) {
        let unseen = context.iter().chain(said).skip(self.behind);
        unseen.for_each(|token| self.learn(*token));
    }

    /// Counts one more `token` after `context`, and keeps the list of the context in order: the token changes
    /// places with the first of those that had its count.
    fn count(&mut self, context: Context, token: u32) {
        let successors = self.seen.entry(context).or_default();
        successors.total += 1;
        let list = &mut successors.by_count;
        let from = *self.rank.entry((context, token)).or_insert(list.len());
        if from == list.len() {
            list.push((token, 0));
        }
        let Some(&(_, old)) = list.get(from) else { return };
        let to = list.partition_point(|(_, count)| *count > old);
        list.swap(from, to);
        if let Some((_, count)) = list.get_mut(to) {
            *count += 1;
        }
        for rank in [from, to] {
            if let Some((moved, _)) = list.get(rank) {
                self.rank.insert((context, *moved), rank);
            }
        }
    }
}

/// The log-probabilities of a given text, each token after those before it, with the `top` most probable tokens
/// in its place: what `echo` with `logprobs` reports. Nothing comes before the first token, so it has none.
pub fn score(tokens: &[u32], encoding: Encoding, top: usize) -> Vec<TokenScore> {
    let mut background = Background::new(Prior::of(encoding));
    let mut score = |(number, &token): (usize, &u32)| {
        let first = number == 0;
        let alternatives = if first || top == 0 { Vec::new() } else { background.top(top) };
        let score = TokenScore {
            token,
            logprob: (!first).then(|| logarithm(background.probability(token))),
            top: alternatives.into_iter().map(|(token, p)| (token, logarithm(p))).collect(),
        };
        background.learn(token);
        score
    };
    tokens.iter().enumerate().map(&mut score).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn after(text: &[u32]) -> Background {
        let mut background = Background::new(Prior::of(Encoding::O200kBase));
        text.iter().for_each(|token| background.learn(*token));
        background
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4))]

        #[test]
        fn probabilities_sum_to_one(text in prop::collection::vec(prop_oneof![0_u32..6, 0..100_256_u32], 0..60)) {
            let mut background = Background::new(Prior::of(Encoding::Cl100kBase));
            background.catch_up(&text, &[]);
            let sum: f64 = (0..100_300).map(|token| background.probability(token)).sum();
            prop_assert!((sum - 1.0).abs() < 1e-9, "{}", sum);
        }

    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn the_top_is_the_top(text in prop::collection::vec(0_u32..40, 0..120)) {
            let background = after(&text);
            let mut all: Vec<_> = (0..1000).map(|token| (token, background.probability(token))).collect();
            all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            all.truncate(20);
            prop_assert_eq!(background.top(20), all);
        }
    }

    #[test]
    fn repetition_is_expected() {
        let background = after(&[900, 800, 700, 900, 800, 700, 900, 800]);
        assert_eq!(background.top(1)[0].0, 700);
        assert!(background.probability(700) > 0.5);
    }
}
