//! From the amounts of a story to the amount that is asked for.

use engine_api::{Pos, Senses};
use num_traits::Signed;

use super::mention::{MONEY, Mention, Story};
use super::question::Question;
use super::term::{Term, minus, plus};
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
pub(super) enum Effect {
    Gain,
    Lose,
    Keep,
}

pub(super) fn effect(verb: &str) -> Option<Effect> {
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

/// The problem while it is solved.
pub(super) struct Solver<'s, 'a> {
    scene: &'s Scene<'a>,
    pub(super) mentions: &'s [Mention],
    pub(super) question: &'s Question,
    /// The words of the story before its question.
    pub(super) told: Vec<String>,
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
    // A story of many amounts has more steps than one frame takes.
    let crowded = if solver.mentions.len() > 3 { 0.35 } else { 0.0 };
    let confidence = sure - crowded - 0.35 * unused as f32;
    (!value.is_negative() && confidence >= crate::skill::LEAST).then_some(Solved {
        value,
        shown: term.shown,
        confidence,
    })
}

impl Solver<'_, '_> {
    /// Whether the story holds relations that no frame here covers.
    pub(super) fn beyond(&self) -> bool {
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
                    || mention.names.iter().any(|name| matches!(name.as_str(), "percent" | "time" | "number"))
            })
    }

    pub(super) fn term(&self, at: usize) -> Option<Term> {
        let value = self.mentions.get(at)?.value.clone();
        Some(Term { shown: number::exact(&value), value, used: vec![at] })
    }

    /// Whether two nouns may name the same things.
    pub(super) fn same(&self, one: &str, other: &str) -> bool {
        one == other || (one == MONEY && other == "money") || (other == MONEY && one == "money")
    }

    pub(super) fn kind(&self, one: &str, other: &str) -> bool {
        let lexicon = self.scene.lexicon;
        self.same(one, other) || lexicon.is_kind_of(one, Pos::Noun, other, Senses::First)
    }

    /// Whether an amount counts what is asked for, by name.
    pub(super) fn fits(&self, mention: &Mention) -> bool {
        mention.names.iter().any(|name| self.question.names.iter().any(|asked| self.same(name, asked)))
    }

    /// Whether an amount counts a kind of what is asked for.
    pub(super) fn is_kind(&self, mention: &Mention) -> bool {
        mention.names.iter().any(|name| self.question.names.iter().any(|asked| self.kind(name, asked)))
    }

    /// Whether an amount would matter if it were not used.
    pub(super) fn matters(&self, mention: &Mention) -> bool {
        self.fits(mention)
    }

    /// The whole value that a count must have.
    pub(super) fn rounded(&self, term: &Term) -> Option<Number> {
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
    pub(super) fn relevant(&self) -> Vec<usize> {
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
    pub(super) fn distinct(&self) -> Vec<&String> {
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
    pub(super) fn narrow(&self, found: Vec<usize>) -> Vec<usize> {
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
    pub(super) fn acted(&self, found: Vec<usize>) -> Vec<usize> {
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

    /// What a story of gains and losses comes to.
    pub(super) fn story_total(&self, found: &[usize]) -> Option<Term> {
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
    pub(super) fn loses(&self, mention: &Mention, found: &[usize]) -> bool {
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
    pub(super) fn counted(&self) -> Option<(Term, f32)> {
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
    pub(super) fn leftover(&self, found: &[usize]) -> bool {
        let says = |mention: &Mention| {
            mention
                .clause
                .iter()
                .any(|word| matches!(word.as_str(), "left" | "now" | "remain" | "still" | "only" | "leave"))
        };
        found.iter().filter_map(|at| self.mentions.get(*at)).any(says)
    }

    pub(super) fn sum(&self, found: &[usize]) -> Option<Term> {
        let mut terms = found.iter().filter_map(|at| self.term(*at));
        let first = terms.next()?;
        Some(terms.fold(first, |sum, term| plus(&sum, &term)))
    }

    pub(super) fn gap(&self, found: &[usize]) -> Option<Term> {
        let [a, b] = found else { return None };
        let (a, b) = (self.term(*a)?, self.term(*b)?);
        Some(if a.value >= b.value { minus(&a, &b) } else { minus(&b, &a) })
    }

    /// The rest of a whole: "45 of the 120 were …, the rest …".
    pub(super) fn rest(&self, found: &[usize]) -> Option<Term> {
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
    pub(super) fn origin(&self, found: &[usize]) -> Option<Term> {
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
