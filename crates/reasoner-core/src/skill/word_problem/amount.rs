//! The amounts of a story: each with what it counts, who has it, what happens to it, and per what it is told.

use engine_api::Pos;

use super::describe::describe;
use super::effect::Effect;
use super::place::{places, segment};
use super::relation::{How, Relation};
use super::retag::is_name;
use super::story::{Story, Token};
use super::term::Term;

/// An amount of the story.
#[derive(Debug, Clone, Default)]
pub(super) struct Amount {
    /// Its value; none for "some".
    pub(super) term: Option<Term>,
    /// Nouns that say what is counted, the head first.
    pub(super) unit: Vec<String>,
    /// Adjectives and nouns that narrow the unit.
    pub(super) narrowing: Vec<String>,
    /// The other words of its part of the sentence, as lemmas.
    pub(super) marks: Vec<String>,
    /// Those after its noun phrase.
    pub(super) tail: Vec<String>,
    /// Whether its verb stands with an amount before it.
    pub(super) carried: bool,
    /// Those before the number, which the numbers after it in a list share.
    pub(super) head: Vec<String>,
    pub(super) owner: String,
    /// Who gets it or gives it.
    pub(super) other: String,
    pub(super) verb: String,
    pub(super) effect: Effect,
    /// What it is told per: a noun, or `?` for the thing at hand.
    pub(super) per: Option<String>,
    /// The thing with an article that has it, which may be any of its kind: "a box holds 6".
    pub(super) holder: Option<String>,
    pub(super) relation: Option<Relation>,
    /// What a comparative after the number says, were there something to compare to.
    pub(super) comparative: Option<How>,
    /// "5 more": what is added to what was.
    pub(super) more: bool,
    /// Whether it is said to be the whole.
    pub(super) whole: bool,
    /// Whether it is what is wanted in the end.
    pub(super) goal: bool,
    /// Whether it is said of the beginning.
    pub(super) first: bool,
    /// Whether it is said of the end.
    pub(super) last: bool,
    pub(super) negated: bool,
    /// "8 of them": a part of what was told before.
    pub(super) part: bool,
    /// Whether its unit was taken from another amount.
    pub(super) inherited: bool,
    pub(super) sentence: usize,
    /// Where its number stands.
    pub(super) at: usize,
}

impl Amount {
    /// Whether a word belongs to what is told of the amount.
    pub(super) fn says(&self, word: &str) -> bool {
        let own = self.marks.iter().chain(&self.narrowing).chain(self.unit.iter().skip(1));
        own.chain([&self.owner, &self.other]).chain(&self.per).any(|mark| mark == word)
    }

    /// Whether it counts money.
    pub(super) fn is_money(&self) -> bool {
        self.unit.first().is_some_and(|unit| unit == MONEY)
    }
}

/// The noun of money.
pub(super) const MONEY: &str = "dollar";

/// Reads all amounts of a story.
pub(super) fn amounts(story: &Story) -> Vec<Amount> {
    let spots = places(story);
    let mut found: Vec<Amount> = Vec::new();
    for (at, spot) in spots.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| spots.get(before));
        let segment = segment(story, &spots, at);
        let carried = before.filter(|before| same_sentence(story, before.from, spot.from)).and(found.last());
        found.extend(describe(story, spot, segment, carried));
    }
    settle(story, &mut found);
    found
}

fn same_sentence(story: &Story, one: usize, other: usize) -> bool {
    story.words.get(one).map(|word| word.sentence) == story.words.get(other).map(|word| word.sentence)
}

/// Whether a word carries meaning of its own.
pub(super) fn is_content(word: &Token) -> bool {
    matches!(word.pos, Pos::Noun | Pos::ProperNoun | Pos::Adjective | Pos::Verb)
        && word.lemma.len() > 1
        && !matches!(
            word.lemma.as_str(),
            "have" | "be" | "do" | "many" | "much" | "more" | "total" | "same" | "number" | "other" | "get" | "go"
        )
        || matches!(word.text.as_str(), "up" | "down" | "off" | "away" | "not" | "n't" | "yesterday" | "today")
}

/// Resolves pronouns and the amounts that do not say what they count.
fn settle(story: &Story, found: &mut [Amount]) {
    let named = |owner: &str| story.words.iter().any(|word| word.pos == Pos::ProperNoun && word.lemma == owner);
    let people = story.words.iter().any(|word| word.pos == Pos::ProperNoun && is_name(&word.text));
    let mut name = String::new();
    let mut unit: Vec<String> = Vec::new();
    for at in 0..found.len() {
        let next = found.get(at + 1).map(|next| (next.unit.clone(), next.sentence, next.per.is_some()));
        let Some(amount) = found.get_mut(at) else { continue };
        if name.is_empty() {
            let people = || story.words.iter().filter(|word| word.pos == Pos::ProperNoun);
            let before = story.words.iter().take(amount.at).rfind(|word| word.pos == Pos::ProperNoun);
            if let Some(word) = before.or_else(|| people().next()) {
                name.clone_from(&word.lemma);
            }
        }
        match amount.owner.as_str() {
            "he" | "she" | "it" => amount.owner.clone_from(&name),
            "" | "they" | "we" | "you" | "i" => {}
            owner if !people || named(owner) => name.clone_from(&amount.owner),
            _ => {}
        }
        if matches!(amount.other.as_str(), "he" | "she" | "her" | "him") {
            amount.other.clone_from(&name);
        }
        if amount.unit.is_empty() {
            amount.inherited = true;
            let near =
                next.as_ref().is_some_and(|(next, sentence, _)| *sentence == amount.sentence && !next.is_empty());
            if unit.is_empty() || near && !amount.narrowing.is_empty() {
                if let Some((next, ..)) = next {
                    amount.unit = next;
                }
            } else {
                amount.unit.clone_from(&unit);
            }
        } else if counts(amount, unit.is_empty()) {
            unit.clone_from(&amount.unit);
        }
    }
}

/// Whether later amounts without a noun count what this one counts; `first` where none before it counts anything.
fn counts(amount: &Amount, first: bool) -> bool {
    let vague = amount.term.is_none() || amount.is_money();
    first || !vague && amount.unit.first().is_some_and(|unit| unit != "percent" && unit != "time")
}
