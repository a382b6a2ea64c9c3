//! Joint assignment: every slot takes at most one option, and no two options share a token.
//!
//! Branch and bound over the slots, best option first; the bound is the sum of the best options of the slots that
//! are still open. The search is cut after a fixed number of nodes and then gives the best assignment so far,
//! which is never worse than the greedy one.

/// One way to fill a slot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Choice {
    /// What it is worth; only positive choices are taken.
    pub score: f32,
    /// The first token that it uses up.
    pub from: usize,
    /// One past the last token; equal to `from` where it uses up none.
    pub to: usize,
}

/// The most nodes of one search.
const MAX_NODES: usize = 3000;
/// The most choices of one slot that are tried.
pub(crate) const MAX_CHOICES: usize = 8;

/// The best assignment: for every slot the index of its choice, and the sum of the scores.
pub(crate) fn assign(slots: &[Vec<Choice>]) -> (Vec<Option<usize>>, f32) {
    let best_of = |slot: usize| slots.get(slot).and_then(|choices| choices.first()).map_or(0.0, |choice| choice.score);
    let mut order: Vec<usize> = (0..slots.len()).filter(|&slot| best_of(slot) > 0.0).collect();
    order.sort_by(|&a, &b| best_of(b).total_cmp(&best_of(a)).then(a.cmp(&b)));
    // bounds[d]: the most that the slots from depth d on can still bring.
    let mut bounds = vec![0.0; order.len() + 1];
    for (depth, &slot) in order.iter().enumerate().rev() {
        let after = bounds.get(depth + 1).copied().unwrap_or(0.0);
        if let Some(bound) = bounds.get_mut(depth) {
            *bound = after + best_of(slot);
        }
    }
    let mut search = Search { slots, order, bounds, path: Vec::new(), best: Vec::new(), best_score: 0.0 };
    search.run();
    let mut picks = vec![None; slots.len()];
    for (&slot, &choice) in search.order.iter().zip(&search.best) {
        if let Some(pick) = picks.get_mut(slot) {
            *pick = choice;
        }
    }
    (picks, search.best_score)
}

/// A depth-first search with an explicit path.
struct Search<'a> {
    slots: &'a [Vec<Choice>],
    order: Vec<usize>,
    bounds: Vec<f32>,
    path: Vec<Step>,
    best: Vec<Option<usize>>,
    best_score: f32,
}

/// What was chosen at one depth, and what was gained up to there.
#[derive(Clone, Copy)]
struct Step {
    /// The choice's index; one past the last stands for none.
    choice: usize,
    gained: f32,
    used: (usize, usize),
}

impl Search<'_> {
    fn run(&mut self) {
        let mut next = 0;
        for _ in 0..MAX_NODES {
            let depth = self.path.len();
            match self.open(depth, next) {
                Some(step) => {
                    self.path.push(step);
                    self.note_best();
                    next = 0;
                }
                None => match self.path.pop() {
                    Some(step) => next = step.choice + 1,
                    None => return,
                },
            }
        }
    }

    /// The next step at `depth` from choice `from` on that fits and can still beat the best.
    fn open(&self, depth: usize, from: usize) -> Option<Step> {
        let choices = self.slots.get(*self.order.get(depth)?)?;
        let gained = self.path.last().map_or(0.0, |step| step.gained);
        let rest = self.bounds.get(depth + 1).copied().unwrap_or(0.0);
        let last = choices.len().min(MAX_CHOICES);
        for index in from..=last {
            let choice = if index < last { choices.get(index).filter(|c| c.score > 0.0) } else { None };
            let score = choice.map_or(0.0, |choice| choice.score);
            if gained + score + rest <= self.best_score + 1e-6 {
                return None;
            }
            let used = choice.map_or((0, 0), |choice| (choice.from, choice.to));
            let apart = |step: &Step| used.0 >= step.used.1 || step.used.0 >= used.1 || step.used.0 == step.used.1;
            let free = self.path.iter().all(apart);
            if free || used.0 == used.1 {
                return Some(Step {
                    choice: if choice.is_some() { index } else { usize::MAX - 1 },
                    gained: gained + score,
                    used,
                });
            }
        }
        None
    }

    fn note_best(&mut self) {
        let gained = self.path.last().map_or(0.0, |step| step.gained);
        if gained > self.best_score {
            self.best_score = gained;
            self.best = self.path.iter().map(|step| (step.choice < usize::MAX - 1).then_some(step.choice)).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn choice(score: f32, from: usize, to: usize) -> Choice {
        Choice { score, from, to }
    }

    #[test]
    fn the_sum_counts_not_the_first_slot() {
        // Greedy gives token 0 to the first slot (1.0) and nothing to the second.
        let slots = vec![vec![choice(1.0, 0, 1), choice(0.9, 1, 2)], vec![choice(0.8, 0, 1)]];
        let (picks, score) = assign(&slots);
        assert_eq!(picks, [Some(1), Some(0)]);
        assert!((score - 1.7).abs() < 1e-5);
    }

    #[test]
    fn choices_without_tokens_never_collide() {
        let slots = vec![vec![choice(1.0, 3, 3)], vec![choice(1.0, 3, 3)], vec![choice(1.0, 2, 5)]];
        assert_eq!(assign(&slots).0, [Some(0), Some(0), Some(0)]);
    }

    #[test]
    fn nothing_to_choose() {
        assert_eq!(assign(&[]), (vec![], 0.0));
        assert_eq!(assign(&[vec![], vec![choice(-1.0, 0, 1)]]).0, [None, None]);
    }

    /// The best sum by trying everything.
    fn exhaustive(slots: &[Vec<Choice>], used: &mut Vec<(usize, usize)>) -> f32 {
        let Some((first, rest)) = slots.split_first() else { return 0.0 };
        let mut best = exhaustive(rest, used);
        for c in first {
            if used.iter().all(|u| c.from >= u.1 || u.0 >= c.to) {
                used.push((c.from, c.to));
                best = best.max(c.score + exhaustive(rest, used));
                used.pop();
            }
        }
        best
    }

    proptest! {
        #[test]
        fn the_search_is_exact(raw in prop::collection::vec(prop::collection::vec((1_u8..40, 0_usize..8, 1_usize..4), 0..5), 0..5)) {
            let mut slots: Vec<Vec<Choice>> = raw.iter()
                .map(|cs| cs.iter().map(|(s, from, len)| choice(f32::from(*s) / 10.0, *from, from + len)).collect()).collect();
            for choices in &mut slots {
                choices.sort_by(|a: &Choice, b| b.score.total_cmp(&a.score));
            }
            let (picks, score) = assign(&slots);
            prop_assert!((score - exhaustive(&slots, &mut Vec::new())).abs() < 1e-4);
            let taken: Vec<&Choice> = picks.iter().zip(&slots).filter_map(|(p, cs)| p.map(|p| &cs[p])).collect();
            for (i, a) in taken.iter().enumerate() {
                prop_assert!(taken[i + 1..].iter().all(|b| a.to <= b.from || b.to <= a.from));
            }
        }
    }
}
