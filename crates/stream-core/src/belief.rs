//! Where in the lattice the text may be, given the tokens said so far.
//!
//! Several paths can spell the same tokens, so the place is a distribution: a set of places with weights, as
//! in the forward algorithm. Since the weights of a state's arcs sum to 1, the weight of a token is the summed
//! weight of the places that continue with it, and nothing has to be summed backwards.
//!
//! A banned token leaves the text as it is and changes its spelling: its bytes are spelled by other tokens,
//! each spelling as probable as the product of its tokens' prior probabilities makes it.

use std::collections::BTreeMap;

use crate::lattice::{Lattice, State};
use crate::prior::Prior;
use crate::token::Tokenizer;

/// What the walk needs beside the place where it is.
#[derive(Debug, Clone, Copy)]
pub struct Terrain<'a> {
    /// What may be said.
    pub lattice: &'a Lattice,
    /// The bytes of the tokens.
    pub tokenizer: &'static Tokenizer,
    /// The prior probabilities of tokens, and the token that ends a text.
    pub prior: &'a Prior,
    /// The tokens that must not be said, ascending.
    pub banned: &'a [u32],
}

impl Terrain<'_> {
    fn is_banned(&self, token: u32) -> bool {
        self.banned.binary_search(&token).is_ok()
    }
}

/// A place between two tokens, or within a token that is being spelled by others.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    /// The arc and the number of the token on it that comes next.
    arc: usize,
    index: usize,
    /// How many bytes of that token are already said.
    said: usize,
    weight: f64,
}

/// A distribution over places.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    places: Vec<Place>,
    /// The weight of having reached the end.
    end: f64,
}

impl Belief {
    /// Before the first token.
    pub fn start(lattice: &Lattice) -> Belief {
        let mut belief = Belief { places: Vec::new(), end: 0.0 };
        belief.enter(lattice, BTreeMap::from([(0, 1.0)]));
        belief
    }

    /// The only token that can come next, where there is no choice at all: the usual case, for which
    /// nothing needs to be computed. `None` within a spelled token, at a banned one and at the end.
    pub fn only(&self, terrain: &Terrain) -> Option<u32> {
        let [place] = self.places.as_slice() else { return None };
        if self.end > 0.0 || place.said > 0 {
            return None;
        }
        let token = token_at(terrain.lattice, place)?;
        (!terrain.is_banned(token)).then_some(token)
    }

    /// The tokens that may come next with their probabilities, ascending by id; they sum to 1. The end is
    /// offered as the token that ends a text. Where every continuation is banned, the end is all that is
    /// left, since nothing else that is true can be said; where the end is banned too, nothing is offered.
    pub fn offers(&self, terrain: &Terrain) -> Vec<(u32, f64)> {
        let mut offers = BTreeMap::new();
        let end = terrain.prior.end_of_text();
        for place in &self.places {
            for (token, share) in spellings(terrain, place) {
                *offers.entry(token).or_insert(0.0) += place.weight * share;
            }
        }
        let end_allowed = !terrain.is_banned(end);
        if end_allowed && (self.end > 0.0 || offers.is_empty()) {
            offers.insert(end, if self.end > 0.0 { self.end } else { 1.0 });
        }
        let total: f64 = offers.values().sum();
        offers.into_iter().map(|(token, weight)| (token, weight / total)).collect()
    }

    /// The belief after `token` was said. False when no path goes on so: the belief stays as it is.
    pub fn advance(&mut self, terrain: &Terrain, token: u32) -> bool {
        if self.only(terrain) == Some(token) && self.step_along(terrain.lattice) {
            return true;
        }
        let mut next = Belief { places: Vec::new(), end: 0.0 };
        let mut entered = BTreeMap::new();
        for place in &self.places {
            let Some((_, share)) = spellings(terrain, place).into_iter().find(|(t, _)| *t == token) else { continue };
            let weight = place.weight * share;
            let Some(canonical) = token_at(terrain.lattice, place) else { continue };
            let length = terrain.tokenizer.token_bytes(canonical).map_or(0, <[u8]>::len);
            let said = place.said + terrain.tokenizer.token_bytes(token).map_or(0, <[u8]>::len);
            if said < length {
                next.places.push(Place { said, weight, ..*place });
            } else {
                next.step_over(terrain.lattice, Place { said: 0, weight, ..*place }, &mut entered);
            }
        }
        if next.places.is_empty() && entered.is_empty() {
            return false;
        }
        next.enter(terrain.lattice, entered);
        next.normalise();
        *self = next;
        true
    }

    /// Where there is one place and more tokens follow on its arc, goes to the next one: the usual case.
    fn step_along(&mut self, lattice: &Lattice) -> bool {
        let [place] = self.places.as_mut_slice() else { return false };
        let more = lattice.arc(place.arc).is_some_and(|arc| place.index + 1 < lattice.tokens(arc).len());
        place.index += usize::from(more);
        more
    }

    /// Goes behind the token of `place`: to the next one of its arc, or to the state that the arc leads to.
    fn step_over(&mut self, lattice: &Lattice, place: Place, entered: &mut BTreeMap<State, f64>) {
        let Some(arc) = lattice.arc(place.arc) else { return };
        if place.index + 1 < lattice.tokens(arc).len() {
            self.places.push(Place { index: place.index + 1, ..place });
        } else {
            *entered.entry(arc.to).or_insert(0.0) += place.weight;
        }
    }

    /// Adds the places before the first tokens that follow the states `open`. Every arc leads to a later
    /// state, so taking the earliest state first meets each state once, with its whole weight.
    fn enter(&mut self, lattice: &Lattice, mut open: BTreeMap<State, f64>) {
        while let Some((state, weight)) = open.pop_first() {
            let arcs = lattice.arcs_of(state);
            if arcs.is_empty() {
                self.end += weight;
            }
            for number in arcs {
                let Some(arc) = lattice.arc(number) else { continue };
                let weight = weight * arc.weight;
                if lattice.tokens(arc).is_empty() {
                    *open.entry(arc.to).or_insert(0.0) += weight;
                } else {
                    self.places.push(Place { arc: number, index: 0, said: 0, weight });
                }
            }
        }
    }

    /// Scales the weights so that they sum to 1.
    fn normalise(&mut self) {
        let total: f64 = self.end + self.places.iter().map(|place| place.weight).sum::<f64>();
        if total > 0.0 {
            self.end /= total;
            self.places.iter_mut().for_each(|place| place.weight /= total);
        }
    }
}

/// The token that comes next at `place`, or within which it is.
fn token_at(lattice: &Lattice, place: &Place) -> Option<u32> {
    lattice.tokens(lattice.arc(place.arc)?).get(place.index).copied()
}

/// The tokens that say what comes next at `place`, with the share of each: the token itself, or the first
/// tokens of the spellings of its bytes where it is banned or already begun.
fn spellings(terrain: &Terrain, place: &Place) -> Vec<(u32, f64)> {
    let Some(token) = token_at(terrain.lattice, place) else { return Vec::new() };
    if place.said == 0 && !terrain.is_banned(token) {
        return vec![(token, 1.0)];
    }
    let rest = terrain.tokenizer.token_bytes(token).and_then(|bytes| bytes.get(place.said..)).unwrap_or_default();
    // ways[i]: the summed probability of all spellings of the bytes from i on.
    let mut ways = vec![0.0; rest.len() + 1];
    let mut firsts = Vec::new();
    for from in (0..=rest.len()).rev() {
        let bytes = rest.get(from..).unwrap_or_default();
        firsts = if bytes.is_empty() { vec![] } else { weighed_prefixes(terrain, bytes, ways.get(from..)) };
        if let Some(way) = ways.get_mut(from) {
            *way = if bytes.is_empty() { 1.0 } else { firsts.iter().map(|(_, weight)| weight).sum() };
        }
    }
    let total = ways.first().copied().unwrap_or(0.0);
    if total <= 0.0 {
        return Vec::new();
    }
    firsts.into_iter().filter(|(_, weight)| *weight > 0.0).map(|(token, weight)| (token, weight / total)).collect()
}

/// The allowed tokens that `bytes` start with, each with the probability of the spellings that begin so.
fn weighed_prefixes(terrain: &Terrain, bytes: &[u8], ways: Option<&[f64]>) -> Vec<(u32, f64)> {
    let ways = ways.unwrap_or_default();
    let weigh = |token: u32| {
        let length = terrain.tokenizer.token_bytes(token)?.len();
        Some((token, terrain.prior.probability(token) * ways.get(length)?))
    };
    let prefixes = terrain.tokenizer.prefixes(bytes);
    prefixes.into_iter().filter(|token| !terrain.is_banned(*token)).filter_map(weigh).collect()
}

#[cfg(test)]
mod tests {
    use engine_api::WordingsBuilder;
    use proptest::prelude::*;

    use super::*;
    use crate::lattice::tests::graphs;
    use crate::token::Encoding;

    const ENCODING: Encoding = Encoding::O200kBase;

    fn token(text: &str) -> u32 {
        Tokenizer::get(ENCODING).token_of(text.as_bytes()).unwrap()
    }

    /// Walks `wordings` with `banned`, always taking the offer that `choose` picks; calls `see` with the offers
    /// of each step. Gives the bytes said.
    fn walk(
        lattice: &Lattice,
        banned: &[u32],
        mut choose: impl FnMut(usize) -> usize,
        mut see: impl FnMut(&[(u32, f64)]),
    ) -> Vec<u8> {
        let prior = Prior::of(ENCODING);
        let terrain = Terrain { lattice, tokenizer: Tokenizer::get(ENCODING), prior: &prior, banned };
        let mut belief = Belief::start(lattice);
        let mut said = Vec::new();
        loop {
            let offers = belief.offers(&terrain);
            see(&offers);
            if let Some(only) = belief.only(&terrain) {
                assert_eq!(offers, [(only, 1.0)]);
            }
            let (token, _) = offers[choose(offers.len()) % offers.len()];
            if token == prior.end_of_text() {
                return said;
            }
            said.extend_from_slice(terrain.tokenizer.token_bytes(token).unwrap());
            assert!(belief.advance(&terrain, token), "an offer can be taken");
        }
    }

    #[test]
    fn paths_that_begin_alike_are_summed() {
        let mut builder = WordingsBuilder::new();
        builder.one_of(&[(1.0, "It is so"), (1.0, "It may be"), (2.0, "Yes")]);
        let lattice = Lattice::compile(&builder.build(), Tokenizer::get(ENCODING));
        let mut steps = Vec::new();
        let said = walk(&lattice, &[], |_| 0, |offers| steps.push(offers.to_vec()));
        let mut first = vec![(token("It"), 0.5), (token("Yes"), 0.5)];
        first.sort_unstable_by_key(|(token, _)| *token);
        assert_eq!(steps[0], first);
        if said.starts_with(b"It") {
            let mut second = vec![(token(" is"), 0.5), (token(" may"), 0.5)];
            second.sort_unstable_by_key(|(token, _)| *token);
            assert_eq!(steps[1], second);
        }
    }

    #[test]
    fn spellings_are_as_probable_as_their_tokens() {
        let lattice = Lattice::chain(" Ada", Tokenizer::get(ENCODING));
        let prior = Prior::of(ENCODING);
        // Every spelling of " Ada" without " Ada" itself: the cuts of its four bytes into tokens.
        let bytes = b" Ada";
        let (mut spellings, mut open) = (Vec::new(), vec![(0, 1.0, Vec::new())]);
        while let Some((at, p, cuts)) = open.pop() {
            if at == bytes.len() {
                spellings.push((cuts, p));
                continue;
            }
            for end in at + 1..=bytes.len() {
                if let Some(token) = Tokenizer::get(ENCODING).token_of(&bytes[at..end]).filter(|_| end - at < 4) {
                    open.push((end, p * prior.probability(token), [cuts.clone(), vec![token]].concat()));
                }
            }
        }
        let total: f64 = spellings.iter().map(|(_, p)| p).sum();
        let first =
            |token: u32| spellings.iter().filter(|(cuts, _)| cuts[0] == token).map(|(_, p)| p).sum::<f64>() / total;
        let mut steps = Vec::new();
        walk(&lattice, &[token(" Ada")], |_| 0, |offers| steps.push(offers.to_vec()));
        assert!(steps[0].len() > 1);
        for (token, p) in &steps[0] {
            assert!((first(*token) - p).abs() < 1e-12);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn offers_sum_to_one_whatever_is_banned(
            graph in graphs("[ a-eA-E.é🤗]{0,5}"),
            ban in prop::collection::vec("[ a-eA-E.é]{1,2}", 0..6),
            choices in prop::collection::vec(any::<usize>(), 8),
        ) {
            let tokenizer = Tokenizer::get(ENCODING);
            let lattice = Lattice::compile(&graph, tokenizer);
            let mut banned: Vec<u32> = ban.iter().filter_map(|text| tokenizer.token_of(text.as_bytes())).collect();
            banned.sort_unstable();
            let mut choices = choices.into_iter().cycle();
            let said = walk(&lattice, &banned, |_| choices.next().unwrap(), |offers| {
                let sum: f64 = offers.iter().map(|(_, p)| p).sum();
                assert!((sum - 1.0).abs() < 1e-12, "{sum}");
                assert!(offers.iter().all(|(token, p)| *p > 0.0 && !banned.contains(token)));
                assert!(offers.is_sorted_by_key(|(token, _)| *token));
            });
            // What was said begins one of the texts; it is one where nothing was banned.
            let texts = crate::lattice::tests::texts(&graph);
            prop_assert!(texts.iter().any(|(text, _)| text.as_bytes().starts_with(&said)));
            prop_assert!(!banned.is_empty() || texts.iter().any(|(text, _)| text.as_bytes() == said));
        }
    }
}
