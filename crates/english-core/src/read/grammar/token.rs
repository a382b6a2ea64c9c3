//! Words as the grammar sees them: what each may be, and at what cost.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use engine_api::{Candidate, Inflection, Pos, Word};
use foldhash::fast::FixedState;

use super::closed;
use crate::lexicon;

/// What a word may be.
pub(crate) mod cat {
    pub(crate) const NOUN: u16 = 1;
    pub(crate) const PLURAL: u16 = 2;
    pub(crate) const NAME: u16 = 4;
    pub(crate) const ADJECTIVE: u16 = 8;
    pub(crate) const COMPARATIVE: u16 = 16;
    pub(crate) const SUPERLATIVE: u16 = 32;
    /// The plain form: infinitive, imperative, plural present.
    pub(crate) const BASE: u16 = 64;
    /// Third person singular.
    pub(crate) const THIRD: u16 = 128;
    pub(crate) const PAST: u16 = 256;
    pub(crate) const PARTICIPLE: u16 = 512;
    pub(crate) const ING: u16 = 1024;
    pub(crate) const ADVERB: u16 = 2048;
    pub(crate) const NUMBER: u16 = 4096;
    pub(crate) const PREPOSITION: u16 = 8192;
    pub(crate) const FUNCTION: u16 = 16384;
    pub(crate) const MARK: u16 = 32768;
}

/// Categories, and the ones among them that are less likely, in steps: cost 1, 2, 4.
#[derive(Debug, Clone, Copy, Default)]
struct Cats {
    all: u16,
    costs: [u16; 3],
}

impl Cats {
    fn add(&mut self, cats: u16, cost: u16) {
        let fresh = cats & !self.all;
        self.all |= fresh;
        match cost {
            0 => {}
            1 => self.costs[0] |= fresh,
            2 | 3 => self.costs[1] |= fresh,
            _ => self.costs[2] |= fresh,
        }
    }
}

/// What is known of a written form wherever it stands.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// In lower case, with straight apostrophes.
    pub(crate) low: Box<str>,
    /// The number of the word among those of the turns of phrase.
    pub(super) turn: u16,
    /// The closed classes of the form.
    closed: Cats,
    /// Whether a phrase that grammar knows by its words begins with it.
    opens: bool,
    cats: Cats,
    /// How common its commonest reading is; 0 where it is not known.
    weight: u8,
    /// Whether only a name is written so.
    is_name: bool,
    /// The singular, of a plural.
    pub(crate) singular: Option<String>,
    /// The verb, of an inflected form.
    pub(crate) verb: Option<String>,
    /// The adjective, of a comparative or superlative.
    pub(crate) positive: Option<String>,
}

/// Tells the words, in lower case, that are names elsewhere.
pub(crate) type IsName<'f> = &'f dyn Fn(&str) -> bool;

type Words = HashMap<Box<str>, Rc<Known>, FixedState>;

/// What was looked up for a dialogue, and the work that its sentences may still cost.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    words: Words,
    /// Nodes of the chart.
    left: usize,
}

/// The most nodes of one sentence: a start, and what each word adds.
const MOST_OF_SENTENCE: (usize, usize) = (2_000, 250);
/// The most nodes of a dialogue: a start, and what each word adds; most sentences take ten a word.
const MOST_OF_DIALOGUE: (usize, usize) = (60_000, 40);
/// What each word may still cost once the others have used all up.
const LEAST: usize = 20;

impl Default for Vocabulary {
    fn default() -> Vocabulary {
        Vocabulary { words: Words::default(), left: MOST_OF_DIALOGUE.0 }
    }
}

/// How many words that the lexicon lists are remembered from one dialogue to the next, at most.
const REMEMBERED: usize = 4096;

thread_local! {
    /// What the lexicon says of common words does not change: it is looked up once.
    static LISTED: RefCell<Words> = RefCell::default();
}

impl Vocabulary {
    /// How many nodes a sentence of so many words may cost, so that a long dialogue takes time linear in its words.
    pub(super) fn allowance(&mut self, words: usize) -> usize {
        self.left += MOST_OF_DIALOGUE.1 * words;
        (MOST_OF_SENTENCE.0 + MOST_OF_SENTENCE.1 * words).min(self.left).max(LEAST * words)
    }

    pub(super) fn spend(&mut self, nodes: usize) {
        self.left = self.left.saturating_sub(nodes);
    }

    pub(super) fn known(&mut self, word: &Word) -> Rc<Known> {
        let written = super::super::tag::lower_of(&word.text);
        // "whats", "youre": what was taken off has no mark.
        let low = match &*written {
            "s" if word.lemma == "'s" => Cow::Borrowed("'s"),
            "m" if word.pos == Pos::Auxiliary => Cow::Borrowed("'m"),
            "re" if word.pos == Pos::Auxiliary => Cow::Borrowed("'re"),
            "ve" if word.pos == Pos::Auxiliary => Cow::Borrowed("'ve"),
            "ll" if word.pos == Pos::Auxiliary => Cow::Borrowed("'ll"),
            _ => written,
        };
        if let Some(known) = self.words.get(&*low) {
            return Rc::clone(known);
        }
        let known = listed(&low);
        self.words.insert(known.low.clone(), Rc::clone(&known));
        known
    }
}

/// What is known of a form, from memory or from the lexicon; only what the lexicon lists is remembered.
fn listed(low: &str) -> Rc<Known> {
    let remembered = LISTED.with(|listed| listed.try_borrow().ok()?.get(low).cloned());
    if let Some(known) = remembered {
        return known;
    }
    let known = Rc::new(look_up(low));
    if known.weight > 0 || known.closed.all & cat::FUNCTION != 0 {
        LISTED.with(|listed| {
            let Ok(mut listed) = listed.try_borrow_mut() else { return };
            if listed.len() >= REMEMBERED {
                listed.clear();
            }
            listed.insert(known.low.clone(), Rc::clone(&known));
        });
    }
    known
}

/// A word with what it may be.
#[derive(Debug, Clone)]
pub(crate) struct Token<'a> {
    pub(crate) word: &'a Word,
    cats: Cats,
    pub(crate) known: Rc<Known>,
    /// Whether a phrase that grammar knows by its words may begin here.
    pub(crate) opens: bool,
    pub(crate) capital: bool,
}

impl Token<'_> {
    /// In lower case, with straight apostrophes.
    pub(crate) fn low(&self) -> &str {
        &self.known.low
    }

    pub(crate) fn may(&self, cats: u16) -> bool {
        self.cats.all & cats != 0
    }

    /// What it costs to take the word as one of `cats`; none where it cannot be.
    pub(crate) fn cost(&self, cats: u16) -> Option<u16> {
        let could = self.cats.all & cats;
        if could == 0 {
            return None;
        }
        let [one, two, four] = self.cats.costs;
        Some(if could & !(one | two | four) != 0 {
            0
        } else if could & one != 0 {
            1
        } else if could & two != 0 {
            2
        } else {
            4
        })
    }

    fn add(&mut self, cats: u16, cost: u16) {
        self.cats.add(cats, cost);
    }
}

/// Sees the words of a sentence; `names` are the words that stand for names elsewhere in the dialogue, in lower case.
pub(crate) fn tokens<'a>(
    words: &'a [Word],
    vocabulary: &mut Vocabulary,
    is_name: &dyn Fn(&str) -> bool,
) -> Vec<Token<'a>> {
    let mut first = true;
    let mut found = Vec::with_capacity(words.len());
    for word in words {
        let token = token(word, first, vocabulary, is_name);
        let starts = matches!(word.text.as_str(), ":" | "\"" | "“");
        first = first && (token.may(cat::MARK) || token.may(cat::NUMBER)) || starts;
        found.push(token);
    }
    found
}

fn token<'a>(word: &'a Word, first: bool, vocabulary: &mut Vocabulary, is_name: &dyn Fn(&str) -> bool) -> Token<'a> {
    let known = vocabulary.known(word);
    let low = &*known.low;
    let capital = word.text.chars().next().is_some_and(char::is_uppercase);
    let mut token = Token { word, cats: Cats::default(), known: Rc::clone(&known), capital, opens: false };
    let letters = low.chars().next().is_some_and(char::is_alphanumeric) || low.starts_with('\'') && low.len() > 1;
    if !letters {
        token.add(cat::MARK, 0);
        return token;
    }
    if word.pos == Pos::Numeral || low.starts_with(|sign: char| sign.is_ascii_digit()) {
        number(&mut token, low);
        return token;
    }
    single(&mut token, low, first);
    token.opens = known.opens;
    token.add(known.closed.all, 0);
    if known.closed.all & cat::FUNCTION != 0 {
        if low == "may" && capital && !first {
            token.add(cat::NAME, 1);
        }
        if low == "other" {
            token.add(cat::ADJECTIVE, 1);
        }
        // "AS Roma": a word in capitals may be a name.
        if low.len() > 1 && capital && word.text.chars().all(char::is_uppercase) {
            token.add(cat::NAME, 1);
        }
        return token;
    }
    if capital && !first && low == "will" {
        token.add(cat::NAME, 1);
    }
    if matches!(low, "will" | "can" | "do" | "have" | "may") {
        token.add(cat::BASE | cat::FUNCTION, 0);
        return token;
    }
    open(&mut token, first, &known, is_name);
    token
}

/// Single letters are names; "A" and "I" less so.
fn single(token: &mut Token<'_>, low: &str, first: bool) {
    if low.len() == 1 && token.capital && low.starts_with(|letter: char| letter.is_alphabetic()) {
        token.add(cat::NAME, if low == "i" || low == "a" && first { 1 } else { 0 });
    }
    if matches!(low, "ii" | "iii" | "iv" | "vi" | "vii" | "viii" | "ix") {
        token.add(cat::NAME, 0);
    }
}

fn number(token: &mut Token<'_>, low: &str) {
    let digits = low.starts_with(|sign: char| sign.is_ascii_digit());
    if digits && ["st", "nd", "rd", "th"].iter().any(|end| low.ends_with(end)) {
        token.add(cat::ADJECTIVE, 0);
    } else if digits || super::super::quantity::is_number_word(low) {
        token.add(cat::NUMBER, 0);
    }
}

/// An open-class word.
fn open(token: &mut Token<'_>, first: bool, known: &Known, is_name: IsName<'_>) {
    let low = &*known.low;
    let common = known.weight >= 4;
    let named = is_name(low) && (token.capital || !common);
    if token.capital && !first || named {
        token.add(cat::NAME, 0);
    } else if token.capital {
        // At the beginning of a sentence every word has a capital.
        token.add(
            cat::NAME,
            if known.weight == 0 {
                0
            } else if common {
                3
            } else {
                1
            },
        );
    } else if known.is_name {
        token.add(cat::NAME, 0);
    }
    let penalty = if token.capital && !first || named { 2 } else { 0 };
    let [one, two, four] = known.cats.costs;
    let sure = known.cats.all & !(one | two | four);
    for (cats, cost) in [(sure, 0), (one, 1), (two, 2), (four, 4)] {
        token.add(cats, cost + penalty);
    }
    // A name may be written without its capital.
    token.add(cat::NAME, 4);
}

/// The category of one way to understand a form.
fn category(candidate: &Candidate) -> u16 {
    match (candidate.pos, candidate.inflection) {
        (Pos::Noun, Inflection::Plural) => cat::PLURAL,
        (Pos::Noun, _) => cat::NOUN,
        (Pos::ProperNoun, _) => cat::NAME,
        (Pos::Verb | Pos::Auxiliary, Inflection::ThirdPerson) => cat::THIRD,
        (Pos::Verb | Pos::Auxiliary, Inflection::Past) => cat::PAST,
        (Pos::Verb | Pos::Auxiliary, Inflection::PastParticiple) => cat::PARTICIPLE,
        (Pos::Verb | Pos::Auxiliary, Inflection::PresentParticiple) => cat::ING,
        (Pos::Verb | Pos::Auxiliary, _) => cat::BASE,
        (Pos::Adjective, Inflection::Comparative) => cat::COMPARATIVE,
        (Pos::Adjective, Inflection::Superlative) => cat::SUPERLATIVE,
        (Pos::Adjective, _) => cat::ADJECTIVE,
        (Pos::Adverb, Inflection::Base) => cat::ADVERB,
        (Pos::Numeral, _) => cat::NUMBER,
        _ => 0,
    }
}

/// Looks a form up and weighs what it may be.
fn look_up(low: &str) -> Known {
    let mut closed = Cats::default();
    for (is, cats) in [
        (closed::is_preposition(low), cat::PREPOSITION),
        (closed::is_adverb(low), cat::ADVERB),
        (closed::is_function(low), cat::FUNCTION),
    ] {
        closed.add(if is { cats } else { 0 }, 0);
    }
    let known = Known { low: low.into(), turn: super::discourse::number(low), ..Known::default() };
    let known = Known { closed, opens: closed::opens(low), ..known };
    if closed.all & cat::FUNCTION != 0 || !is_word(low) {
        return known;
    }
    let open = look_up_open(low);
    Known { low: known.low, turn: known.turn, closed, opens: known.opens, ..open }
}

/// Whether the form begins as words do; marks and numbers are not looked up.
fn is_word(low: &str) -> bool {
    let first = low.chars().next();
    first.is_some_and(char::is_alphabetic) || first == Some('\'') && low.len() > 1
}

/// Forms that are seldom what counts of their senses suggest: "the dog needs support", "the plans of the panda bear".
const RARELY: &[(&[&str], u16)] =
    &[(&["need", "needs", "want", "wants"], cat::NOUN | cat::PLURAL | cat::ADVERB), (&["bear"], cat::BASE)];

/// Looks an open-class form up.
fn look_up_open(low: &str) -> Known {
    let mut candidates = lexicon::candidates::known(low);
    let listed = !candidates.is_empty();
    if !listed {
        candidates = lexicon::candidates::guesses(low, false);
    }
    // The forms of closed classes are known by name; what is left is judged by itself.
    candidates.retain(|one| {
        matches!(one.pos, Pos::Noun | Pos::Verb | Pos::Adjective | Pos::Adverb | Pos::ProperNoun | Pos::Numeral)
    });
    let top = candidates.iter().map(|one| one.weight).max().unwrap_or(0);
    let mut known = Known { weight: if listed { top.max(1) } else { 0 }, ..Known::default() };
    for one in &candidates {
        let cats = category(one);
        let far = top - one.weight;
        let far = if listed { far } else { far * 2 };
        let cost = match far {
            0 | 1 => 0,
            2 | 3 => 1,
            4..=6 => 2,
            _ => 4,
        };
        known.cats.add(cats, cost);
        let slot = match cats {
            cat::PLURAL => &mut known.singular,
            cat::THIRD | cat::PAST | cat::PARTICIPLE | cat::ING => &mut known.verb,
            cat::COMPARATIVE | cat::SUPERLATIVE => &mut known.positive,
            _ => continue,
        };
        slot.get_or_insert_with(|| one.lemma.clone());
    }
    verbal_adjectives(&mut known);
    for (forms, rare) in RARELY {
        if forms.contains(&low) && known.cats.all != known.cats.all & rare {
            known.cats.costs[0] &= !rare;
            known.cats.costs[1] &= !rare;
            // Adverbs cost nothing wherever they stand, so what is hardly ever one is none.
            known.cats.all &= !(rare & cat::ADVERB);
            known.cats.costs[2] = known.cats.costs[2] & !cat::ADVERB | known.cats.all & rare;
        }
    }
    known.is_name = known.cats.all == cat::NAME;
    known
}

/// Participles stand as adjectives, and "-ing" forms as nouns too.
fn verbal_adjectives(known: &mut Known) {
    let verbal = known.cats.all;
    if verbal & cat::PARTICIPLE != 0 {
        known.cats.add(cat::ADJECTIVE, 1);
    }
    if verbal & cat::ING != 0 {
        known.cats.add(cat::NOUN | cat::ADJECTIVE, 2);
    }
}
