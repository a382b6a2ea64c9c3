//! The gist of a clause: the words that tell what is so, and whether it is affirmed. Clauses that say the same in
//! other words (inflected, with a pronoun for a name, with another light verb) have alike gists.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use engine_api::{Lexicon, Pos, Senses, Word};

/// Words that turn what is said into its opposite.
const NEGATORS: &[&str] = &[
    "n't",
    "not",
    "cannot",
    "never",
    "no",
    "without",
    "neither",
    "nor",
    "nobody",
    "none",
    "unable",
    "fail",
    "refuse",
    "avoid",
    "lack",
    "refrain",
    "decline",
    "hardly",
    "neglect",
    "unlikely",
    "skip",
    "abstain",
    "prevent",
    "impossible",
    "incapable",
    "forgo",
];

/// Words that tell little of what is done.
const LIGHT: &[&str] = &[
    "be",
    "instead",
    "up",
    "have",
    "do",
    "become",
    "get",
    "stay",
    "remain",
    "make",
    "take",
    "go",
    "feel",
    "experience",
    "engage",
    "participate",
    "keep",
    "start",
    "begin",
    "decide",
    "choose",
    "able",
    "can",
    "will",
    "person",
    "someone",
    "lot",
    "thing",
    "very",
    "much",
    "many",
    "part",
    "put",
    "give",
    "use",
    "find",
    "opt",
    "tend",
    "maintain",
    "enjoy",
    "own",
    "possess",
    "state",
    "certain",
    "more",
    "possible",
    "capable",
    "regularly",
    "regular",
    "consume",
    "achieve",
    "would",
    "certainly",
    "however",
    "also",
    "true",
    "following",
    "follow",
    "statement",
    "situation",
    "case",
    "individual",
    "individuals",
    "people",
    "end",
    "then",
    "inevitably",
    "eventually",
    "actually",
    "really",
    "indeed",
    "definitely",
    "likely",
    "result",
    "consequently",
    "therefore",
    "as",
    "hand",
    "other",
    "so",
    "just",
    "opportunity",
    "fact",
    "know",
    "least",
    "both",
    "both.",
    "only",
    "firstly",
    "secondly",
    "conversely",
    "alternatively",
    "need",
    "require",
    "bind",
    "manage",
    "happen",
    "happens",
    "one",
    "two",
    "too",
    "own",
    "there",
    "this",
    "that",
    "it",
    "always",
    "must",
    "context",
    "option",
    "possibility",
    "condition",
    "ability",
    "particular",
    "specific",
    "turn",
    "evident",
    "clear",
    "sure",
    "unfortunately",
    "come",
    "see",
    "today",
    "time",
    "find",
    "well",
    "great",
    "amount",
];

/// Small words that tell which of two opposite things is so.
const TELLING: &[&str] = &["off", "out", "outside", "inside", "late", "early"];

/// Prefixes that make an opposite.
const UN: &[&str] = &["un", "in", "im", "dis", "non", "ir"];

/// The words that can stand for a word, and those for its opposite.
#[derive(Debug, Default)]
pub(super) struct Meaning {
    same: BTreeSet<String>,
    opposite: BTreeSet<String>,
}

/// What the lexicon knows of the words of one text, each looked up once.
#[derive(Debug)]
pub(super) struct Meanings {
    lexicon: &'static dyn Lexicon,
    known: RefCell<BTreeMap<String, Rc<Meaning>>>,
}

impl Meanings {
    pub(super) fn new(lexicon: &'static dyn Lexicon) -> Meanings {
        Meanings { lexicon, known: RefCell::default() }
    }

    fn of(&self, word: &str) -> Rc<Meaning> {
        if let Some(known) = self.known.borrow().get(word) {
            return Rc::clone(known);
        }
        let classes = [Pos::Noun, Pos::Verb, Pos::Adjective];
        let meaning = Rc::new(Meaning {
            same: classes.iter().flat_map(|pos| self.lexicon.synonyms(word, *pos, Senses::First)).collect(),
            opposite: classes.iter().flat_map(|pos| self.lexicon.antonyms(word, *pos)).collect(),
        });
        self.known.borrow_mut().insert(word.to_owned(), Rc::clone(&meaning));
        meaning
    }
}

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
                if two.words.iter().any(|candidate| kin(word, candidate, meanings)) {
                    matched += weight(word);
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
}

fn is_open(pos: Pos) -> bool {
    matches!(pos, Pos::Noun | Pos::Verb | Pos::Adjective | Pos::Adverb | Pos::ProperNoun | Pos::Numeral | Pos::Other)
}

/// Whether two words are forms of one another or can mean the same.
fn kin(one: &str, other: &str, meanings: &Meanings) -> bool {
    if one == other {
        return true;
    }
    let shared = one.bytes().zip(other.bytes()).take_while(|(first, second)| first == second).count();
    let shorter = one.len().min(other.len());
    if shared >= 4 && shared + 2 >= shorter && shared * 2 > one.len().max(other.len()) {
        return true;
    }
    meanings.of(one).same.contains(other) || meanings.of(other).same.contains(one)
}

/// Whether two words are opposites.
fn opposite(one: &str, other: &str, meanings: &Meanings) -> bool {
    let prefixed = |long: &str, short: &str| UN.iter().any(|prefix| long.strip_prefix(prefix) == Some(short));
    prefixed(one, other) || prefixed(other, one) || meanings.of(one).opposite.contains(other)
}
