//! From the amounts of a story to the amount that is asked for.

use std::cell::RefCell;

use engine_api::{Lexicon, Pos, Senses};
use num_traits::Signed;

use super::amount::{self, Amount, MONEY};
use super::effect::Effect;
use super::question::{self, Question};
use super::story::{Spot, Story};
use super::term::{Term, over};
use super::{account, compare, lists, rate, relation, retag, special, told};
use crate::calc::number::{self, Number};

/// An answer with the calculation that leads to it.
#[derive(Debug, Clone)]
pub(crate) struct Solved {
    pub(crate) value: Number,
    pub(crate) shown: String,
    /// Which sentences tell the numbers that it uses.
    pub(crate) sentences: Vec<usize>,
    /// Which frame it took.
    pub(crate) how: &'static str,
    pub(crate) confidence: f32,
}

/// A term with how sure it is and the frame that gave it.
pub(super) type Derived = (Term, f32, &'static str);

/// The problem while it is solved.
pub(super) struct Solver<'s> {
    pub(super) lexicon: &'static dyn Lexicon,
    pub(super) story: &'s Story,
    pub(super) amounts: Vec<Amount>,
    pub(super) question: Question,
    /// Amounts that the question's words rule out.
    pub(super) excluded: RefCell<Vec<usize>>,
}

/// Solves the problem where a frame fits.
pub(crate) fn solve(story: &Story, lexicon: &'static dyn Lexicon) -> Option<Solved> {
    let mut story = story.clone();
    let solver = read(&mut story, lexicon)?;
    let (term, sure, how) = solver.derive()?;
    let term = if solver.question.dozens { over(&term, &Term::known(number::whole(12)))? } else { term };
    let value = solver.whole(&term)?;
    let confidence = sure - solver.doubt(&term);
    let sentence = |spot: &Spot| solver.story.words.get(spot.from).map(|word| word.sentence);
    let sentences = term.used.iter().filter_map(|index| sentence(solver.story.spots.get(*index)?)).collect();
    (!value.is_negative()).then_some(Solved { value, shown: term.shown, sentences, how, confidence })
}

/// Reads the amounts and the question of a story.
pub(super) fn read<'s>(story: &'s mut Story, lexicon: &'static dyn Lexicon) -> Option<Solver<'s>> {
    relation::normalise(story);
    retag::retag(story, lexicon);
    let from = question::start(story)?;
    if is_expression(story, from) {
        return None;
    }
    let mut amounts = amount::amounts(story);
    if amounts.is_empty() {
        return None;
    }
    if !told::is_told(story, from, lexicon) {
        return None;
    }
    let mut question = question::question(story, from, &amounts)?;
    if question.texts.get(1).is_some_and(|word| word == "old") {
        let years = |unit: &mut Vec<String>| {
            if unit.is_empty() {
                unit.push("year".to_owned());
            }
        };
        amounts.iter_mut().for_each(|amount| years(&mut amount.unit));
        years(&mut question.unit);
    }
    lists::share_tails(&mut amounts);
    lists::per_several(story, &mut amounts);
    lists::spread(story, &mut amounts, &question.unit);
    lists::repeated(&mut amounts, from);
    compare::resolve(&mut amounts);
    Some(Solver { lexicon, story, amounts, question, excluded: RefCell::default() })
}

/// Whether the question is a calculation in signs, or one without any story: "What is 10 % of 200?".
fn is_expression(story: &Story, from: usize) -> bool {
    let Some(asked) = story.words.get(from) else { return true };
    let tail = || story.words.iter().skip(from).take_while(|word| word.sentence == asked.sentence);
    let signs = tail().any(|word| matches!(word.text.as_str(), "*" | "+" | "×" | "÷" | "=" | "^"));
    let alone = story.words.iter().take(from).all(|word| word.pos != Pos::Numeral) && asked.text != "how";
    signs || alone && !tail().any(|word| matches!(word.text.as_str(), "if" | "when" | "after"))
}

impl Solver<'_> {
    /// The answer of the first frame that fits.
    fn derive(&self) -> Option<Derived> {
        special::special(self)
            .or_else(|| self.difference())
            .or_else(|| rate::share(self))
            .or_else(|| rate::rated(self))
            .or_else(|| account::counted(self))
    }

    /// How much the numbers that were left out make the answer doubtful.
    fn doubt(&self, term: &Term) -> f32 {
        let excluded = self.excluded.borrow();
        let spots = self.story.spots.len();
        let (mut doubt, mut unused) = (0.0, 0usize);
        for index in 0..spots {
            if term.used.contains(&index) {
                continue;
            }
            unused += 1;
            let amount = self
                .amounts
                .iter()
                .enumerate()
                .find(|(_, amount)| amount.term.as_ref().is_some_and(|term| term.used.contains(&index)));
            let Some((at, amount)) = amount else { continue };
            let percent = amount.unit.first().is_some_and(|unit| unit == "percent");
            doubt += if percent {
                0.5
            } else if excluded.contains(&at) {
                0.05
            } else if self.fits(amount) || amount.relation.is_some() {
                0.35
            } else if amount.per.is_some()
                || amount.unit.first().is_some_and(|unit| unit == "percent" || unit == "time")
            {
                0.3
            } else {
                0.08
            };
        }
        // More words, more that was not understood.
        doubt += if self.story.words.len() > 38 { 0.2 } else { 0.08 };
        // A long story has more to it than one frame takes.
        let long = self.story.words.len() > 50;
        let used = self.story.spots.len() - unused.min(self.story.spots.len());
        if long && unused > 0 {
            doubt += 0.35;
        }
        if long && used > 3 {
            doubt += 0.08 * (used - 3) as f32;
        }
        doubt
    }

    /// Whose amount is asked for: who the question names, else whom the story is about.
    pub(super) fn owner(&self) -> Option<&String> {
        let named = self.question.owners.first().filter(|_| self.question.owners.len() == 1);
        named.or_else(|| {
            let pronoun = self.question.says(&["he", "she", "i", "we", "you"]);
            let told = self.amounts.iter().map(|amount| &amount.owner).find(|owner| !owner.is_empty());
            told.filter(|_| pronoun || self.question.owners.is_empty())
        })
    }

    /// Whether two nouns may name the same things.
    pub(super) fn same(&self, one: &str, other: &str) -> bool {
        one == other || one.strip_suffix('s') == Some(other) || other.strip_suffix('s') == Some(one)
    }

    fn person(&self, noun: &str) -> bool {
        noun == "person" || self.lexicon.is_kind_of(noun, Pos::Noun, "person", Senses::First)
    }

    pub(super) fn kind(&self, one: &str, other: &str) -> bool {
        self.same(one, other) || self.lexicon.is_kind_of(one, Pos::Noun, other, Senses::First)
    }

    /// Whether an amount counts what is asked for, by name.
    pub(super) fn fits(&self, amount: &Amount) -> bool {
        self.counts(amount, &self.question.unit)
    }

    /// Whether an amount counts that unit.
    pub(super) fn counts(&self, amount: &Amount, unit: &[String]) -> bool {
        let (Some(head), Some(asked)) = (amount.unit.first(), unit.first()) else { return false };
        if self.same(head, asked) {
            // "cups of sugar" are not "cups of flour".
            let (inner, other) = (amount.unit.get(1), unit.get(1));
            return match (inner, other) {
                (Some(inner), Some(other)) => {
                    self.kind(inner, other) || self.kind(other, inner) || !self.rival(inner, other)
                }
                _ => true,
            };
        }
        unit.iter().any(|asked| amount.unit.iter().any(|own| self.same(own, asked)))
    }

    /// Whether two inner nouns part amounts: both stand in the story as such.
    fn rival(&self, inner: &str, other: &str) -> bool {
        let stands = |noun: &str| self.amounts.iter().any(|amount| amount.unit.get(1).is_some_and(|own| own == noun));
        stands(inner) && stands(other)
    }

    /// Whether an amount counts a kind of what is asked for.
    pub(super) fn is_kind(&self, amount: &Amount, unit: &[String]) -> bool {
        let Some(head) = amount.unit.first() else { return false };
        unit.iter().any(|asked| head != MONEY && self.kind(head, asked))
    }

    /// The whole value that a count must have.
    fn whole(&self, term: &Term) -> Option<Number> {
        if self.question.says(&["about", "approximately"]) && !term.value.is_integer() {
            return Some(term.value.round());
        }
        let whole = self.amounts.iter().all(|amount| amount.term.as_ref().is_none_or(|term| term.value.is_integer()))
            && !self.question.unit.iter().any(|name| {
                matches!(
                    name.as_str(),
                    "dollar"
                        | "percent"
                        | "hour"
                        | "mile"
                        | "pound"
                        | "average"
                        | "inch"
                        | "foot"
                        | "meter"
                        | "gallon"
                        | "liter"
                        | "cup"
                        | "year"
                        | "minute"
                        | "kilogram"
                        | "ounce"
                )
            });
        if term.value.is_integer() || !whole {
            return Some(term.value.clone());
        }
        if self.question.says(&["full", "could", "complete", "maximum", "most", "can", "fill"])
            && !self.question.says(&["need", "trip"])
        {
            return Some(term.value.floor());
        }
        if self.question.needed || self.question.says(&["trip", "will"]) {
            return Some(term.value.ceil());
        }
        if self.question.per.is_some() {
            return Some(if self.question.says(&["about", "approximately"]) {
                term.value.round()
            } else {
                term.value.floor()
            });
        }
        None
    }

    /// The terms of the amounts at those places.
    pub(super) fn terms(&self, found: &[usize]) -> Vec<Term> {
        found.iter().filter_map(|at| self.amounts.get(*at)?.term.clone()).collect()
    }

    /// The amounts that count the unit, without rates and comparisons left open; by name, else by kind, else by the
    /// words of their clause.
    pub(super) fn relevant(&self, unit: &[String]) -> Vec<usize> {
        let all = |test: &dyn Fn(&Amount) -> bool| -> Vec<usize> {
            let usable = |amount: &Amount| {
                amount.per.is_none()
                    && amount.relation.is_none()
                    && amount.unit.first().is_some_and(|unit| unit != "percent" && unit != "time")
            };
            self.amounts
                .iter()
                .enumerate()
                .filter(|(_, amount)| usable(amount) && test(amount))
                .map(|(at, _)| at)
                .collect()
        };
        let mut found = all(&|amount| self.counts(amount, unit));
        let known = |found: &[usize]| {
            found.iter().filter(|at| self.amounts.get(**at).is_some_and(|amount| amount.term.is_some())).count()
        };
        if known(&found) < 2 {
            let kinds = all(&|amount| self.counts(amount, unit) || self.is_kind(amount, unit));
            if kinds.len() > found.len() {
                found = kinds;
            }
        }
        if known(&found) == 0 {
            let said = all(&|amount| {
                self.counts(amount, unit) || self.is_kind(amount, unit) || unit.iter().any(|noun| amount.says(noun))
            });
            if said.len() > found.len() {
                found = said;
            }
        }
        if known(&found) < 2 {
            // Parts of a whole of another name.
            let whole =
                self.amounts.iter().find(|amount| amount.whole && amount.term.is_some() && amount.per.is_none());
            let parts = |amount: &Amount| whole.is_some_and(|whole| amount.unit.first() == whole.unit.first());
            let kin = |amount: &Amount| {
                amount.unit.first().is_some_and(|head| {
                    head != MONEY
                        && unit.iter().any(|asked| self.kind(asked, head) || self.person(asked) && self.person(head))
                })
            };
            let named = all(&|amount| parts(amount) || self.counts(amount, unit));
            let kin = all(&|amount| kin(amount) || self.counts(amount, unit));
            if known(&named) >= 2 && found.is_empty() {
                found = named;
            } else if known(&kin) >= 2 {
                found = kin;
            }
        }
        found
    }

    /// Keeps the amounts that those words single out among parallel ones.
    pub(super) fn narrow(&self, found: Vec<usize>, words: &[String]) -> Vec<usize> {
        let found = self.owned(found);
        let amounts: Vec<&Amount> = found.iter().filter_map(|at| self.amounts.get(*at)).collect();
        let telling: Vec<&String> = words
            .iter()
            .filter(|word| {
                let hits = amounts.iter().filter(|amount| amount.says(word)).count();
                hits > 0 && hits < amounts.len() && self.question.unit.first() != Some(*word)
            })
            .collect();
        // Kinds and owners tell more than places.
        let kind = |word: &&&String| {
            let own = |amount: &Amount| {
                amount.owner == ***word
                    || amount.narrowing.contains(word)
                    || amount.unit.iter().skip(1).any(|unit| unit == **word)
            };
            amounts.iter().any(|amount| own(amount))
        };
        let kinds: Vec<&String> = telling.iter().filter(|word| kind(word)).copied().collect();
        let telling = if kinds.is_empty() { telling } else { kinds };
        let score = |amount: &Amount| telling.iter().filter(|word| amount.says(word)).count();
        let kept: Vec<usize> =
            found.iter().copied().filter(|at| self.amounts.get(*at).is_some_and(|amount| score(amount) > 0)).collect();
        if kept.is_empty() || kept.len() == found.len() {
            return found;
        }
        let result: Vec<usize> = found
            .iter()
            .copied()
            .filter(|at| {
                kept.contains(at)
                    || self.amounts.get(*at).is_some_and(|amount| {
                        !kept
                            .iter()
                            .filter_map(|at| self.amounts.get(*at))
                            .any(|other| parallel(amount, other, &telling))
                    })
            })
            .collect();
        self.excluded.borrow_mut().extend(found.iter().copied().filter(|at| !result.contains(at)));
        result
    }

    /// Without what others have, where the question names whose it asks for.
    fn owned(&self, found: Vec<usize>) -> Vec<usize> {
        let owners = &self.question.owners;
        let amounts: Vec<&Amount> = found.iter().filter_map(|at| self.amounts.get(*at)).collect();
        let own: Vec<&&Amount> = amounts.iter().filter(|amount| owners.contains(&amount.owner)).collect();
        if own.is_empty() {
            return found;
        }
        let state = |amount: &Amount| matches!(amount.effect, Effect::Keep | Effect::Other);
        let named =
            |owner: &String| self.story.words.iter().any(|word| word.pos == Pos::ProperNoun && word.lemma == *owner);
        let foreign = |amount: &Amount| {
            named(&amount.owner)
                && !owners.contains(&amount.owner)
                && !owners.contains(&amount.other)
                && own.iter().any(|other| other.verb == amount.verb || state(other) && state(amount))
        };
        let result: Vec<usize> =
            found.iter().copied().filter(|at| self.amounts.get(*at).is_some_and(|amount| !foreign(amount))).collect();
        self.excluded.borrow_mut().extend(found.iter().copied().filter(|at| !result.contains(at)));
        result
    }

    /// "How many more … than …".
    fn difference(&self) -> Option<Derived> {
        let (left, right) = self.question.sides.as_ref()?;
        if self.question.ratio {
            return None;
        }
        super::difference::difference(self, left, right)
    }
}

/// Whether two amounts are told alike, so that what one has of the question's words the other lacks.
fn parallel(amount: &Amount, kept: &Amount, telling: &[&String]) -> bool {
    let state = |amount: &Amount| matches!(amount.effect, Effect::Keep | Effect::Other);
    let alike = kept.verb == amount.verb || (state(kept) && state(amount));
    // What it is told to be instead.
    let contrast = (amount
        .narrowing
        .iter()
        .chain(amount.unit.iter().skip(1))
        .chain(&amount.marks)
        .chain([&amount.owner])
        .chain(&amount.per))
    .any(|mark| {
        !mark.is_empty()
            && !kept.says(mark)
            && !telling.contains(&mark)
            && *mark != kept.verb
            && kept.unit.first() != Some(mark)
    });
    alike && contrast
}
