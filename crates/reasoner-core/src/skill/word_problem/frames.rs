//! Frames of comparison, sharing and rates.

use num_traits::Zero;

use super::mention::Mention;
use super::solve::{Effect, Solver, effect};
use super::term::{Term, minus, over, plus, times};

impl Solver<'_, '_> {
    /// "Adam has 3 more than Jackie": one of two from the other.
    pub(super) fn compared(&self) -> Option<(Term, f32)> {
        let at = self.mentions.iter().position(|mention| mention.than.is_some())?;
        let relation = self.mentions.get(at)?;
        let (other, more) = relation.than.as_ref()?;
        if self.question.difference || self.mentions.len() != 2 {
            return None;
        }
        let known_at = 1 - at;
        let known = self.mentions.get(known_at)?;
        let content = |word: &&String| word.len() > 2 && !relation.names.contains(word);
        let words = &self.question.words;
        let asks_other = other.iter().filter(content).any(|word| words.contains(word));
        let subject: Vec<&String> = [&relation.owner]
            .into_iter()
            .chain(&relation.attributes)
            .chain(&relation.tail)
            .filter(|word| !word.is_empty() && !other.contains(word))
            .filter(content)
            .collect();
        let asks_subject = subject.iter().any(|word| words.contains(word));
        let knows_other = other.iter().filter(content).any(|word| known.owner == *word || known.clause.contains(word));
        let (base, step) = (self.term(known_at)?, self.term(at)?);
        let apply = |more: bool| if more { plus(&base, &step) } else { minus(&base, &step) };
        let second = apply(if knows_other { *more } else { !more });
        if self.question.total && (self.question.owners.len() != 1) {
            return Some((plus(&base, &second), 0.7));
        }
        (asks_other != asks_subject && asks_other != knows_other).then_some((second, 0.75))
    }

    /// A change that the story leaves open ("gave some to …"), from what was before and after.
    pub(super) fn change(&self, found: &[usize]) -> Option<Term> {
        if !self.open() || self.question.left || found.len() < 2 {
            return None;
        }
        let (last, before) = found.split_last()?;
        let end = self.mentions.get(*last)?;
        if effect(&end.verb) != Some(Effect::Keep) {
            return None;
        }
        let start = self.story_total(before)?;
        let end = self.term(*last)?;
        Some(if start.value >= end.value { minus(&start, &end) } else { minus(&end, &start) })
    }

    /// Whether the story tells of "some" that the question's verb acts on.
    pub(super) fn open(&self) -> bool {
        let verb = self.question.verb.as_str();
        self.told
            .iter()
            .enumerate()
            .any(|(at, word)| word == "some" && self.told.iter().take(at).rev().take(4).any(|before| before == verb))
    }

    /// "How many more … than …".
    pub(super) fn difference(&self) -> Option<(Term, f32)> {
        if !self.question.difference {
            return None;
        }
        if self.mentions.iter().any(|mention| mention.per.is_some()) {
            return None;
        }
        let mut found = self.relevant();
        if found.len() < 2 {
            found = (0..self.mentions.len()).collect();
        }
        if found.len() > 2 {
            let score = |at: usize| {
                self.mentions.get(at).map_or(0, |mention| {
                    mention
                        .clause
                        .iter()
                        .chain(&mention.attributes)
                        .chain([&mention.owner])
                        .filter(|word| word.len() > 3 && self.question.words.contains(word))
                        .count()
                })
            };
            let mut scored: Vec<(usize, usize)> = found.iter().map(|at| (score(*at), *at)).collect();
            scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            let clear = matches!(scored.as_slice(), [_, second, third, ..] if second.0 > third.0);
            if !clear {
                return None;
            }
            found = scored.iter().take(2).map(|(_, at)| *at).collect();
        }
        let [a, b] = found.as_slice() else { return None };
        let (a, b) = (self.term(*a)?, self.term(*b)?);
        let (large, small) = if a.value >= b.value { (a, b) } else { (b, a) };
        Some((minus(&large, &small), 0.8))
    }

    /// "How many does each get": a total shared by a number of takers.
    pub(super) fn share(&self) -> Option<(Term, f32)> {
        let per = self.question.per.as_ref()?;
        let counts: Vec<usize> = (0..self.mentions.len())
            .filter(|at| self.mentions.get(*at).is_some_and(|mention| mention.per.is_none()))
            .collect();
        let takers = |at: &usize| {
            self.mentions
                .get(*at)
                .is_some_and(|mention| mention.names.iter().any(|name| self.kind(name, per) || self.kind(per, name)))
        };
        let mut den: Vec<usize> = counts.iter().copied().filter(takers).collect();
        if den.is_empty() && counts.len() == 2 {
            den = counts
                .iter()
                .copied()
                .filter(|at| self.mentions.get(*at).is_some_and(|mention| !self.fits(mention)))
                .collect();
        }
        let [den] = den.as_slice() else { return None };
        let rest: Vec<usize> = counts.iter().copied().filter(|at| at != den).collect();
        if rest.is_empty() || counts.len() != self.mentions.len() {
            return None;
        }
        let total = self.story_total(&rest)?;
        let by = self.term(*den)?;
        Some((over(&total, &by)?, 0.8))
    }

    /// Rates: so many in each of so many.
    pub(super) fn rated(&self) -> Option<(Term, f32)> {
        let rates: Vec<usize> = (0..self.mentions.len())
            .filter(|at| self.mentions.get(*at).is_some_and(|mention| mention.per.is_some()))
            .collect();
        if rates.is_empty() || self.question.per.is_some() {
            return None;
        }
        self.product(&rates).or_else(|| self.quotient(&rates))
    }

    /// The counts of what a rate is told per.
    pub(super) fn units_of(&self, rate: &Mention) -> Vec<usize> {
        let per = rate.per.as_deref().unwrap_or("?");
        let counts =
            (0..self.mentions.len()).filter(|at| self.mentions.get(*at).is_some_and(|mention| mention.per.is_none()));
        let own: Vec<usize> = counts
            .clone()
            .filter(|at| {
                self.mentions.get(*at).is_some_and(|mention| mention.names.iter().any(|name| self.same(name, per)))
            })
            .collect();
        if !own.is_empty() {
            return own;
        }
        counts
            .filter(|at| {
                self.mentions
                    .get(*at)
                    .is_some_and(|mention| !mention.names.iter().any(|name| rate.names.contains(name)))
            })
            .collect()
    }

    /// Counts times rates.
    pub(super) fn product(&self, rates: &[usize]) -> Option<(Term, f32)> {
        let mut sum: Option<Term> = None;
        for at in rates {
            let rate = self.mentions.get(*at)?;
            let wanted = self.fits(rate) || self.is_kind(rate) || rate.inherited;
            if !wanted {
                return None;
            }
            if !self.narrow(rates.to_vec()).contains(at) {
                continue;
            }
            let units = self.narrow(self.units_of(rate));
            let total = self.story_total(&units)?;
            let product = times(&total, &self.term(*at)?);
            sum = Some(match sum {
                Some(sum) => plus(&sum, &product),
                None => product,
            });
        }
        let sum = sum?;
        let rest: Vec<usize> = self.relevant().into_iter().filter(|at| !sum.used.contains(at)).collect();
        match rest.as_slice() {
            [] => Some((sum, 0.75)),
            [one] => {
                let more = self.term(*one)?;
                let mention = self.mentions.get(*one)?;
                let spent = rates
                    .iter()
                    .filter_map(|at| self.mentions.get(*at))
                    .any(|rate| effect(&rate.verb) == Some(Effect::Lose));
                let loses = effect(&mention.verb) == Some(Effect::Lose);
                if spent && !loses && self.question.left {
                    return Some((minus(&more, &sum), 0.7));
                }
                Some((if loses { minus(&sum, &more) } else { plus(&sum, &more) }, 0.55))
            }
            _ => None,
        }
    }

    /// A total over the size of a group.
    pub(super) fn quotient(&self, rates: &[usize]) -> Option<(Term, f32)> {
        let [at] = rates else { return None };
        let rate = self.mentions.get(*at)?;
        let per = rate.per.as_deref().unwrap_or("?");
        let asked = self.question.names.iter().any(|name| per == "?" || self.same(name, per));
        if !asked || rate.value.is_zero() {
            return None;
        }
        let counts: Vec<usize> = (0..self.mentions.len())
            .filter(|other| other != at && self.mentions.get(*other).is_some_and(|mention| !self.fits(mention)))
            .collect();
        if counts.is_empty() {
            return None;
        }
        let total = self.story_total(&counts)?;
        Some((over(&total, &self.term(*at)?)?, 0.8))
    }
}
