//! From the amounts of a story to the amount that is asked for.

use engine_api::{Pos, Senses};
use num_traits::{One, Signed, Zero};

use super::mention::{MONEY, Mention, Story};
use super::question::Question;
use crate::calc::number::{self, Number};
use crate::scene::Scene;

/// An answer with the calculation that leads to it.
#[derive(Debug, Clone)]
pub(super) struct Solved {
    pub(super) value: Number,
    pub(super) shown: String,
    pub(super) confidence: f32,
}

/// What a verb does to what its subject has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Gain,
    Lose,
    Keep,
}

fn effect(verb: &str) -> Option<Effect> {
    let rows = include_str!("../../../data/quantity_verbs.txt").lines().filter_map(|line| line.split_once(": "));
    let hit = |(kind, verbs): (&str, &str)| {
        let phrase = format!(" {verb} ");
        format!(" {verbs} ").contains(&phrase).then_some(match kind {
            "gain" => Effect::Gain,
            "lose" => Effect::Lose,
            _ => Effect::Keep,
        })
    };
    rows.filter(|(kind, _)| !kind.starts_with('#')).find_map(hit)
}

/// A value with the terms that it was made of.
#[derive(Debug, Clone)]
struct Term {
    value: Number,
    shown: String,
    used: Vec<usize>,
}

/// The problem while it is solved.
struct Solver<'s, 'a> {
    scene: &'s Scene<'a>,
    mentions: &'s [Mention],
    question: &'s Question,
    /// The words of the story before its question.
    told: Vec<String>,
}

/// Solves the problem where a frame fits.
pub(super) fn solve(scene: &Scene<'_>, story: &Story<'_>, question: &Question) -> Option<Solved> {
    let told = story.words.iter().take(story.asked.start).map(|word| word.lemma.to_owned()).collect();
    let solver = Solver { scene, mentions: &story.mentions, question, told };
    if solver.beyond() {
        return None;
    }
    let (term, sure) = solver
        .compared()
        .or_else(|| solver.difference())
        .or_else(|| solver.share())
        .or_else(|| solver.rated())
        .or_else(|| solver.counted())?;
    let value = solver.rounded(&term)?;
    let unused = solver
        .mentions
        .iter()
        .enumerate()
        .filter(|(at, mention)| !term.used.contains(at) && solver.matters(mention))
        .count();
    let confidence = sure - 0.35 * unused as f32;
    (!value.is_negative() && confidence >= crate::skill::LEAST).then_some(Solved {
        value,
        shown: term.shown,
        confidence,
    })
}

impl Solver<'_, '_> {
    /// Whether the story holds relations that no frame here covers.
    fn beyond(&self) -> bool {
        const WORDS: [&str; 18] = [
            "twice",
            "thrice",
            "half",
            "ratio",
            "percent",
            "average",
            "times",
            "third",
            "quarter",
            "double",
            "triple",
            "square",
            "rectangle",
            "consecutive",
            "pattern",
            "perimeter",
            "discount",
            "area",
        ];
        let said = |word: &str| WORDS.contains(&word);
        self.question.percent
            || self.question.words.iter().any(|word| said(word))
            || self.mentions.iter().any(|mention| {
                mention.clause.iter().any(|word| said(word) && word != "times")
                    || mention.names.iter().any(|name| name == "percent" || name == "time")
            })
    }

    fn term(&self, at: usize) -> Option<Term> {
        let value = self.mentions.get(at)?.value.clone();
        Some(Term { shown: number::exact(&value), value, used: vec![at] })
    }

    /// Whether two nouns may name the same things.
    fn same(&self, one: &str, other: &str) -> bool {
        one == other || (one == MONEY && other == "money") || (other == MONEY && one == "money")
    }

    fn kind(&self, one: &str, other: &str) -> bool {
        let lexicon = self.scene.lexicon;
        self.same(one, other) || lexicon.is_kind_of(one, Pos::Noun, other, Senses::First)
    }

    /// Whether an amount counts what is asked for, by name.
    fn fits(&self, mention: &Mention) -> bool {
        mention.names.iter().any(|name| self.question.names.iter().any(|asked| self.same(name, asked)))
    }

    /// Whether an amount counts a kind of what is asked for.
    fn is_kind(&self, mention: &Mention) -> bool {
        mention.names.iter().any(|name| self.question.names.iter().any(|asked| self.kind(name, asked)))
    }

    /// Whether an amount would matter if it were not used.
    fn matters(&self, mention: &Mention) -> bool {
        self.fits(mention)
    }

    /// The whole value that a count must have.
    fn rounded(&self, term: &Term) -> Option<Number> {
        let whole = self.mentions.iter().all(|mention| mention.value.is_integer())
            && !self.question.names.iter().any(|name| name == MONEY);
        if term.value.is_integer() || !whole {
            return Some(term.value.clone());
        }
        if self.question.needed {
            return Some(term.value.ceil());
        }
        None
    }

    /// The amounts that are no rates and fit, narrowed by what the question names.
    fn relevant(&self) -> Vec<usize> {
        let all = |test: &dyn Fn(&Mention) -> bool| -> Vec<usize> {
            self.mentions
                .iter()
                .enumerate()
                .filter(|(_, mention)| mention.per.is_none() && test(mention))
                .map(|(at, _)| at)
                .collect()
        };
        let mut found = all(&|mention| self.fits(mention));
        if found.len() < 2 {
            let kinds = all(&|mention| self.is_kind(mention));
            if kinds.len() > found.len() {
                found = kinds;
            }
        }
        let mentions = |at: &usize| self.mentions.get(*at);
        let narrowed = |test: &dyn Fn(&Mention) -> bool, found: &Vec<usize>| -> Vec<usize> {
            found.iter().copied().filter(|at| mentions(at).is_some_and(test)).collect()
        };
        found = self.narrow(found);
        if let [owner] = self.question.owners.as_slice()
            && !self.question.total
        {
            let own = narrowed(&|mention| mention.owner == *owner || mention.other == *owner, &found);
            if !own.is_empty() {
                let others = narrowed(
                    &|mention| {
                        mention.owner != *owner
                            && mention.other != *owner
                            && effect(&mention.verb) == Some(Effect::Keep)
                    },
                    &found,
                );
                found.retain(|at| !others.contains(at));
            }
        }
        found
    }

    /// The words of the question that may tell amounts of the same unit apart.
    fn distinct(&self) -> Vec<&String> {
        const COMMON: [&str; 22] = [
            "many",
            "much",
            "more",
            "have",
            "total",
            "altogether",
            "together",
            "left",
            "does",
            "will",
            "would",
            "they",
            "there",
            "than",
            "with",
            "from",
            "when",
            "then",
            "that",
            "number",
            "what",
            "were",
        ];
        let words = self.question.words.iter();
        words
            .filter(|word| {
                word.len() > 2
                    && !COMMON.contains(&word.as_str())
                    && !self.question.names.contains(word)
                    && **word != self.question.verb
            })
            .collect()
    }

    /// Keeps the amounts that the question's own words single out among parallel ones.
    fn narrow(&self, found: Vec<usize>) -> Vec<usize> {
        let words = self.distinct();
        let singled = |at: &usize| {
            self.mentions.get(*at).is_some_and(|mention| {
                let own = mention.attributes.iter().chain(&mention.tail).filter(|word| !mention.names.contains(word));
                let mut own = own.chain(mention.names.iter().skip(1));
                own.any(|word| words.contains(&word))
            })
        };
        let kept: Vec<usize> = found.iter().copied().filter(singled).collect();
        if kept.is_empty() || kept.len() == found.len() {
            return found;
        }
        let parallel = |at: &usize| {
            let Some(mention) = self.mentions.get(*at) else { return false };
            kept.iter().filter_map(|at| self.mentions.get(*at)).any(|other| {
                other.verb == mention.verb
                    || (effect(&other.verb) == Some(Effect::Keep) && effect(&mention.verb) == Some(Effect::Keep))
            })
        };
        found.iter().copied().filter(|at| kept.contains(at) || !parallel(at)).collect()
    }

    /// The amounts that the question's verb tells of, where it tells of some and not of others.
    fn acted(&self, found: Vec<usize>) -> Vec<usize> {
        let verb = self.question.verb.as_str();
        if effect(verb) == Some(Effect::Keep) || self.question.left {
            return found;
        }
        let acted: Vec<usize> = found
            .iter()
            .copied()
            .filter(|at| self.mentions.get(*at).is_some_and(|mention| mention.verb == verb))
            .collect();
        if acted.is_empty() { found } else { acted }
    }

    /// "Adam has 3 more than Jackie": one of two from the other.
    fn compared(&self) -> Option<(Term, f32)> {
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
    fn change(&self, found: &[usize]) -> Option<Term> {
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
    fn open(&self) -> bool {
        let verb = self.question.verb.as_str();
        self.told
            .iter()
            .enumerate()
            .any(|(at, word)| word == "some" && self.told.iter().take(at).rev().take(4).any(|before| before == verb))
    }

    /// "How many more … than …".
    fn difference(&self) -> Option<(Term, f32)> {
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
    fn share(&self) -> Option<(Term, f32)> {
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
    fn rated(&self) -> Option<(Term, f32)> {
        let rates: Vec<usize> = (0..self.mentions.len())
            .filter(|at| self.mentions.get(*at).is_some_and(|mention| mention.per.is_some()))
            .collect();
        if rates.is_empty() || self.question.per.is_some() {
            return None;
        }
        self.product(&rates).or_else(|| self.quotient(&rates))
    }

    /// The counts of what a rate is told per.
    fn units_of(&self, rate: &Mention) -> Vec<usize> {
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
    fn product(&self, rates: &[usize]) -> Option<(Term, f32)> {
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
    fn quotient(&self, rates: &[usize]) -> Option<(Term, f32)> {
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

    /// What a story of gains and losses comes to.
    fn story_total(&self, found: &[usize]) -> Option<Term> {
        let loses = |at: &usize| self.mentions.get(*at).is_some_and(|mention| self.loses(mention, found));
        let (less, more): (Vec<usize>, Vec<usize>) = found.iter().copied().partition(loses);
        if more.is_empty() {
            return self.sum(&less);
        }
        let mut sum = self.sum(&more)?;
        for at in less {
            sum = minus(&sum, &self.term(at)?);
        }
        Some(sum)
    }

    /// Whether an amount goes away from whose it is.
    fn loses(&self, mention: &Mention, found: &[usize]) -> bool {
        let receives = self.question.owners.contains(&mention.other) && !self.question.owners.contains(&mention.owner);
        let said = |word: &str| mention.clause.iter().any(|own| own == word);
        let asked = |word: &str| self.question.words.iter().any(|own| own == word);
        let verb_asked = effect(&self.question.verb) == Some(Effect::Lose) && !self.question.left;
        let state_before = found
            .iter()
            .filter_map(|at| self.mentions.get(*at))
            .any(|other| other.at < mention.at && effect(&other.verb) == Some(Effect::Keep));
        if said("already") && (asked("rest") || asked("more") || asked("still") || asked("left")) {
            return true;
        }
        match effect(&mention.verb) {
            Some(Effect::Lose) if verb_asked => false,
            Some(Effect::Lose) => !receives,
            Some(Effect::Gain) if matches!(mention.verb.as_str(), "take" | "borrow") => {
                state_before && (mention.verb == "take" || !self.question.owners.contains(&mention.owner))
            }
            _ => mention.negated || said("n't") || said("not"),
        }
    }

    /// Counts of one kind: their sum, what is left, what there was, what was taken.
    fn counted(&self) -> Option<(Term, f32)> {
        if self.mentions.iter().any(|mention| mention.per.is_some()) || self.question.per.is_some() {
            return None;
        }
        // A comparison that no frame has taken.
        if self.mentions.iter().any(|mention| mention.than.is_some()) {
            return None;
        }
        let mut found = self.relevant();
        let mut sure = 0.8f32;
        if found.len() < 2 {
            let all: Vec<usize> = (0..self.mentions.len()).collect();
            if all.len() != 2 {
                return None;
            }
            found = all;
            sure = 0.4;
        }
        let effects: Vec<Option<Effect>> =
            found.iter().filter_map(|at| self.mentions.get(*at)).map(|mention| effect(&mention.verb)).collect();
        if let Some(term) = self.change(&found) {
            return Some((term, 0.75));
        }
        found = self.acted(found);
        if found.len() == 1 {
            return Some((self.term(*found.first()?)?, 0.55));
        }
        if let Some(whole) = self.rest(&found) {
            return Some((whole, 0.75));
        }
        if self.question.initial && found.len() >= 2 {
            return self.origin(&found).map(|term| (term, 0.7));
        }
        let loses = found.iter().filter_map(|at| self.mentions.get(*at)).any(|mention| self.loses(mention, &found));
        let verb = effect(&self.question.verb);
        // "How many did he give away?" between two states.
        if (verb == Some(Effect::Lose) || self.question.verb == "cost")
            && !self.question.left
            && found.len() == 2
            && self.leftover(&found)
            && effects.iter().all(|effect| *effect != Some(Effect::Lose))
        {
            return self.gap(&found).map(|term| (term, 0.7));
        }
        if loses && self.question.total && !self.question.left && verb == Some(Effect::Lose) {
            return self.sum(&found).map(|term| (term, 0.6));
        }
        self.story_total(&found).map(|term| (term, sure))
    }

    /// Whether one of the amounts is what remained.
    fn leftover(&self, found: &[usize]) -> bool {
        let says = |mention: &Mention| {
            mention
                .clause
                .iter()
                .any(|word| matches!(word.as_str(), "left" | "now" | "remain" | "still" | "only" | "leave"))
        };
        found.iter().filter_map(|at| self.mentions.get(*at)).any(says)
    }

    fn sum(&self, found: &[usize]) -> Option<Term> {
        let mut terms = found.iter().filter_map(|at| self.term(*at));
        let first = terms.next()?;
        Some(terms.fold(first, |sum, term| plus(&sum, &term)))
    }

    fn gap(&self, found: &[usize]) -> Option<Term> {
        let [a, b] = found else { return None };
        let (a, b) = (self.term(*a)?, self.term(*b)?);
        Some(if a.value >= b.value { minus(&a, &b) } else { minus(&b, &a) })
    }

    /// The rest of a whole: "45 of the 120 were …, the rest …".
    fn rest(&self, found: &[usize]) -> Option<Term> {
        let whole = found.iter().position(|at| self.mentions.get(*at).is_some_and(|mention| mention.whole))?;
        let whole_at = *found.get(whole)?;
        if self.question.total {
            return None;
        }
        let mut term = self.term(whole_at)?;
        for at in found.iter().filter(|at| **at != whole_at) {
            term = minus(&term, &self.term(*at)?);
        }
        term.value.is_positive().then_some(term)
    }

    /// What there was before the changes.
    fn origin(&self, found: &[usize]) -> Option<Term> {
        let (last, changes) = found.split_last()?;
        let state =
            |at: &usize| self.mentions.get(*at).is_some_and(|mention| effect(&mention.verb) == Some(Effect::Keep));
        let (end, changes): (usize, Vec<usize>) = if state(last) {
            (*last, changes.to_vec())
        } else {
            let end = found.iter().copied().find(|at| state(at))?;
            (end, found.iter().copied().filter(|at| *at != end).collect())
        };
        let mut term = self.term(end)?;
        for at in changes {
            let mention = self.mentions.get(at)?;
            let change = self.term(at)?;
            term =
                if effect(&mention.verb) == Some(Effect::Lose) { plus(&term, &change) } else { minus(&term, &change) };
        }
        Some(term)
    }
}

fn joined(a: &Term, b: &Term, sign: &str, value: Number) -> Term {
    let mut used = a.used.clone();
    used.extend(&b.used);
    let wrap = |term: &Term| {
        if term.used.len() > 1 && matches!(sign, "×" | "/" | "-") {
            format!("({})", term.shown)
        } else {
            term.shown.clone()
        }
    };
    Term { value, shown: format!("{} {sign} {}", wrap(a), wrap(b)), used }
}

fn plus(a: &Term, b: &Term) -> Term {
    joined(a, b, "+", &a.value + &b.value)
}

fn minus(a: &Term, b: &Term) -> Term {
    joined(a, b, "-", &a.value - &b.value)
}

fn times(a: &Term, b: &Term) -> Term {
    joined(a, b, "×", &a.value * &b.value)
}

fn over(a: &Term, b: &Term) -> Option<Term> {
    if b.value.is_zero() || b.value.is_one() && a.value.is_zero() {
        return None;
    }
    Some(joined(a, b, "/", &a.value / &b.value))
}
