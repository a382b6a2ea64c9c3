//! Clauses that say nearly the same in other words: "plays sports" and "takes part in sports", "is in good health" and
//! "stays healthy". Atoms are compared by their telling words; what matches is taken to be the same.

use std::collections::BTreeSet;

use engine_api::{Lexicon, Pos, Senses};

use super::context::Translator;
use crate::fol::{Formula, Id, Term};

/// The most different atoms that are compared.
const MOST: usize = 60;

/// Words that tell little of what is done.
const LIGHT: &[&str] = &[
    "be",
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
    "time",
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
    "a",
    "certain",
    "the",
    "it",
    "they",
    "you",
    "more",
    "day",
    "possible",
    "capable",
    "of",
    "certain",
    "thier",
    "his",
    "her",
    "their",
    "regularly",
    "regular",
    "consume",
    "achieve",
    "would",
    "certainly",
];

/// An atom without its subject, and its telling words.
#[derive(Debug, Clone, PartialEq)]
struct Occurrence {
    predicate: Id,
    others: Vec<Term>,
    words: BTreeSet<String>,
    /// Which formulas it stands in.
    within: Vec<usize>,
}

impl Translator {
    /// Equivalences between atoms of different formulas that say nearly the same of their subject.
    pub(crate) fn paraphrases(&self, formulas: &[Formula]) -> Vec<Formula> {
        let occurrences = self.occurrences(formulas);
        let mut found = Vec::new();
        for (at, one) in occurrences.iter().enumerate() {
            for other in occurrences.iter().skip(at + 1) {
                if one.within.iter().any(|within| other.within.contains(within)) {
                    continue;
                }
                if let Some(positive) = alike(&one.words, &other.words, self.lexicon) {
                    found.push(equivalence(one, other, positive));
                }
            }
        }
        found
    }

    fn occurrences(&self, formulas: &[Formula]) -> Vec<Occurrence> {
        let mut all: Vec<Occurrence> = Vec::new();
        for (at, formula) in formulas.iter().enumerate() {
            formula.atoms(&mut |predicate, terms| {
                if terms.is_empty() {
                    return;
                }
                let others: Vec<Term> = terms.iter().skip(1).cloned().collect();
                let known = all.iter().position(|known| known.predicate == predicate && known.others == others);
                let room = all.len() < MOST;
                match known.and_then(|place| all.get_mut(place)) {
                    Some(known) if !known.within.contains(&at) => known.within.push(at),
                    Some(_) => {}
                    None if room => {
                        let words = self.telling(predicate, &others);
                        all.push(Occurrence { predicate, others, words, within: vec![at] });
                    }
                    None => {}
                }
            });
        }
        all.retain(|occurrence| !occurrence.words.is_empty());
        all
    }

    /// The telling words of an atom; all of them where all are light.
    fn telling(&self, predicate: Id, others: &[Term]) -> BTreeSet<String> {
        let Some(key) = self.symbols.key(predicate) else { return BTreeSet::new() };
        let mut words: Vec<String> = key.base.split([' ', '-']).map(str::to_owned).collect();
        for phrase in key.roles.iter().filter_map(|role| role.filler.as_ref()) {
            words.extend(
                phrase.words.iter().chain([&phrase.head]).flat_map(|word| word.split([' ', '-'])).map(str::to_owned),
            );
        }
        for term in others {
            if let Term::Thing(thing) = term {
                words.extend(self.symbols.name(*thing).split([' ', '-']).map(str::to_owned));
            }
        }
        let heavy: BTreeSet<String> = words.iter().filter(|word| !LIGHT.contains(&word.as_str())).cloned().collect();
        if heavy.is_empty() { words.into_iter().collect() } else { heavy }
    }
}

/// Whether two sets of words say the same (true), the opposite (false) or other things (none).
fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>, lexicon: &dyn Lexicon) -> Option<bool> {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut positive = true;
    let mut matched = 0_usize;
    for word in few {
        if many.iter().any(|candidate| kin(word, candidate, lexicon)) {
            matched += 1;
        } else if many.iter().any(|candidate| opposed(word, candidate, lexicon)) {
            matched += 1;
            positive = !positive;
        }
    }
    (matched * 2 >= few.len() && matched > 0 && matched * 3 >= many.len()).then_some(positive)
}

/// Whether two words are forms of one another or can mean the same.
fn kin(one: &str, other: &str, lexicon: &dyn Lexicon) -> bool {
    if one == other {
        return true;
    }
    let shared = one.bytes().zip(other.bytes()).take_while(|(first, second)| first == second).count();
    let shorter = one.len().min(other.len());
    if shared >= 4 && shared + 2 >= shorter && shared * 2 > one.len().max(other.len()) {
        return true;
    }
    let same = |pos| {
        let means = |word: &str, target: &str| {
            lexicon.synonyms(word, pos, Senses::First).iter().any(|synonym| synonym == target)
        };
        means(one, other) || means(other, one)
    };
    [Pos::Noun, Pos::Verb, Pos::Adjective].into_iter().any(same)
}

/// Whether two words are opposites.
fn opposed(one: &str, other: &str, lexicon: &dyn Lexicon) -> bool {
    let prefixed = |long: &str, short: &str| {
        ["un", "in", "im", "dis", "non"]
            .iter()
            .any(|prefix| long.strip_prefix(prefix).is_some_and(|rest| rest == short))
    };
    prefixed(one, other)
        || prefixed(other, one)
        || [Pos::Adjective, Pos::Verb, Pos::Noun]
            .into_iter()
            .any(|pos| lexicon.antonyms(one, pos).iter().any(|antonym| antonym == other))
}

/// That two atoms hold of the same subjects (of opposite ones).
fn equivalence(one: &Occurrence, other: &Occurrence, positive: bool) -> Formula {
    let mut vars: Vec<Id> = vec![Id::MAX];
    let mut atom = |occurrence: &Occurrence| {
        let mut terms = vec![Term::Var(Id::MAX)];
        for term in &occurrence.others {
            if let Term::Var(var) = term
                && !vars.contains(var)
            {
                vars.push(*var);
            }
            terms.push(term.clone());
        }
        Formula::Atom(occurrence.predicate, terms)
    };
    let (first, second) = (atom(one), atom(other));
    let second = if positive { second } else { second.denied() };
    Formula::Iff(Box::new(first), Box::new(second)).for_all(vars)
}
