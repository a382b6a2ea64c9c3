//! The gist of a clause: the words that tell what is so, and whether it is affirmed. Clauses that say the same in
//! other words (inflected, with a pronoun for a name, with another light verb) have alike gists.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use engine_api::{Lexicon, Pos, Senses, Word};

use super::words::{LIGHT, NEGATORS, TELLING, UN};

/// The words that can stand for a word, and those for its opposite.
#[derive(Debug, Default)]
pub(super) struct Meaning {
    /// Its forms as other parts of speech, and what means the same in the first place.
    same: BTreeSet<String>,
    /// What can mean the same, or is the kind of it.
    near: BTreeSet<String>,
    opposite: BTreeSet<String>,
}

/// What the lexicon knows of the words of one text, each looked up once.
#[derive(Debug)]
pub(super) struct Meanings {
    lexicon: &'static dyn Lexicon,
    known: RefCell<BTreeMap<String, Rc<Meaning>>>,
}

const CLASSES: [Pos; 3] = [Pos::Noun, Pos::Verb, Pos::Adjective];

impl Meanings {
    pub(super) fn new(lexicon: &'static dyn Lexicon) -> Meanings {
        Meanings { lexicon, known: RefCell::default() }
    }

    fn of(&self, word: &str) -> Rc<Meaning> {
        if let Some(known) = self.known.borrow().get(word) {
            return Rc::clone(known);
        }
        let meaning = Rc::new(self.look_up(word));
        self.known.borrow_mut().insert(word.to_owned(), Rc::clone(&meaning));
        meaning
    }

    fn look_up(&self, word: &str) -> Meaning {
        let lexicon = self.lexicon;
        let mut meaning = Meaning::default();
        // A participle stands for its verb, an adverb for its adjective.
        let mut forms = vec![word.to_owned()];
        forms.extend(lexicon.candidates(word).into_iter().filter(|one| one.known).map(|one| one.lemma));
        forms.sort_unstable();
        forms.dedup();
        for (form, pos) in forms.iter().take(4).flat_map(|form| CLASSES.map(|pos| (form.as_str(), pos))) {
            meaning.same.extend(lexicon.synonyms(form, pos, Senses::First));
            meaning.near.extend(lexicon.synonyms(form, pos, Senses::Any));
            meaning.near.extend(lexicon.hypernyms(form, pos, Senses::First).into_iter().take(1));
            meaning.opposite.extend(lexicon.antonyms(form, pos));
            for (derived, class) in
                CLASSES.iter().flat_map(|class| lexicon.derived(form, pos, *class).into_iter().map(|one| (one, *class)))
            {
                meaning.near.extend(lexicon.synonyms(&derived, class, Senses::First));
                meaning.opposite.extend(lexicon.antonyms(&derived, class));
                meaning.same.insert(derived);
            }
        }
        meaning.same.extend(forms);
        meaning
    }
}

/// Words before a subject that are not of it.
const CONNECTIVES: &[&str] = &[
    "however",
    "similarly",
    "hence",
    "moreover",
    "additionally",
    "rather",
    "hand",
    "other",
    "contrast",
    "fact",
    "exactly",
    "only",
    "exaclty",
    "one",
    "than",
    "but",
    "while",
    "although",
    "though",
    "whereas",
    "yet",
];

/// What a clause tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Gist {
    /// The telling words by their lemmas.
    pub(super) words: BTreeSet<String>,
    /// Whom it names.
    pub(super) names: BTreeSet<String>,
    pub(super) positive: bool,
}

/// How far two gists agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Likeness {
    /// From 0 (not at all) to 1 (all telling words of both).
    pub(super) score: f32,
    /// Whether an opposite word turns one into the denial of the other.
    pub(super) opposed: bool,
}

/// The proper names among words, in lower case.
pub(super) fn names<'w>(words: impl Iterator<Item = &'w Word>) -> BTreeSet<String> {
    words.filter(|word| is_name(word)).map(|word| word.text.to_lowercase()).collect()
}

fn is_name(word: &Word) -> bool {
    let shouted = word.text.chars().all(|letter| !letter.is_lowercase());
    word.pos == Pos::ProperNoun && !shouted && word.text.starts_with(char::is_uppercase)
}

impl Gist {
    /// The gist of words; `known` are the names of the text, which some write in lower case.
    pub(super) fn of(words: &[&Word], known: &BTreeSet<String>) -> Gist {
        let mut gist = Gist { positive: true, ..Gist::default() };
        let mut light = BTreeSet::new();
        for word in words {
            let (written, lemma) = (word.text.to_lowercase(), word.lemma.to_lowercase());
            if NEGATORS.contains(&written.as_str()) || NEGATORS.contains(&lemma.as_str()) {
                gist.positive = !gist.positive;
            } else if is_name(word) || known.contains(&written) {
                gist.names.insert(written);
            } else if TELLING.contains(&written.as_str()) {
                gist.words.insert(written);
            } else if is_open(word.pos) && written.chars().any(char::is_alphabetic) && written.len() > 1 {
                let heavy = !LIGHT.contains(&lemma.as_str()) && !LIGHT.contains(&written.as_str());
                if heavy {
                    gist.words.insert(lemma)
                } else {
                    light.insert(lemma)
                };
            }
        }
        if gist.words.is_empty() && !gist.names.is_empty() {
            gist.words = light;
        }
        gist
    }

    /// The gist of a subject: its names and nouns.
    pub(super) fn subject(words: &[&Word], known: &BTreeSet<String>) -> Gist {
        let nouns: Vec<&Word> = words
            .iter()
            .copied()
            .filter(|word| !matches!(word.pos, Pos::Verb | Pos::Auxiliary | Pos::Adverb))
            .filter(|word| !CONNECTIVES.contains(&word.text.to_lowercase().as_str()))
            .collect();
        Gist::of(&nouns, known)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How alike two gists are; rarer words weigh more by `weight`.
    pub(super) fn likeness(&self, other: &Gist, weight: &dyn Fn(&str) -> f32, meanings: &Meanings) -> Likeness {
        if !self.names.is_empty() && !other.names.is_empty() && self.names.is_disjoint(&other.names) {
            return Likeness { score: 0.0, opposed: false };
        }
        let mut opposed = false;
        let mut share = |one: &Gist, two: &Gist, flips: bool| {
            let (mut matched, mut all) = (0.0, 0.0);
            for word in &one.words {
                all += weight(word);
                let close = two.words.iter().map(|candidate| closeness(word, candidate, meanings)).fold(0.0, f32::max);
                if close > 0.0 {
                    matched += weight(word) * close;
                } else if two.words.iter().any(|candidate| opposite(word, candidate, meanings)) {
                    matched += weight(word);
                    opposed ^= flips;
                }
            }
            if all > 0.0 { matched / all } else { 0.0 }
        };
        let score = (share(self, other, true) + share(other, self, false)) / 2.0;
        Likeness { score, opposed }
    }

    /// How much of the gist a set of words covers, 0 to 1, and whether an opposite among them denies it.
    pub(super) fn covered(&self, words: &BTreeSet<String>, meanings: &Meanings) -> Likeness {
        let other = Gist { words: words.clone(), ..Gist::default() };
        let (mut matched, mut opposed) = (0.0, false);
        for word in &self.words {
            let close = other.words.iter().map(|candidate| closeness(word, candidate, meanings)).fold(0.0, f32::max);
            matched += close;
            if close <= 0.0 && other.words.iter().any(|candidate| opposite(word, candidate, meanings)) {
                matched += 1.0;
                opposed ^= true;
            }
        }
        Likeness { score: matched / self.words.len().max(1) as f32, opposed }
    }
}

fn is_open(pos: Pos) -> bool {
    matches!(pos, Pos::Noun | Pos::Verb | Pos::Adjective | Pos::Adverb | Pos::ProperNoun | Pos::Numeral | Pos::Other)
}

/// How surely two words are forms of one another or mean the same, 0 to 1.
pub(super) fn closeness(one: &str, other: &str, meanings: &Meanings) -> f32 {
    if one == other {
        return 1.0;
    }
    let shared = one.bytes().zip(other.bytes()).take_while(|(first, second)| first == second).count();
    let shorter = one.len().min(other.len());
    if shared >= 4 && shared + 2 >= shorter && shared * 2 > one.len().max(other.len()) {
        return 1.0;
    }
    let (first, second) = (meanings.of(one), meanings.of(other));
    if first.same.contains(other) || second.same.contains(one) {
        return 0.9;
    }
    let near = first.near.contains(other) || second.near.contains(one);
    let met = || first.same.iter().any(|word| second.same.contains(word) || second.near.contains(word));
    if near || met() || second.same.iter().any(|word| first.near.contains(word)) { 0.7 } else { 0.0 }
}

/// Whether two words are opposites.
fn opposite(one: &str, other: &str, meanings: &Meanings) -> bool {
    let prefixed = |long: &str, short: &str| UN.iter().any(|prefix| long.strip_prefix(prefix) == Some(short));
    let (first, second) = (meanings.of(one), meanings.of(other));
    prefixed(one, other)
        || prefixed(other, one)
        || first.opposite.contains(other)
        || second.opposite.contains(one)
        || first.opposite.iter().any(|word| second.same.contains(word))
}
