//! What people call the relations they ask about: a table of synonyms and ways of asking, by concept.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

/// A set of concepts, one bit each.
pub(crate) type Concepts = u64;

/// A way of asking: the question word (`any` for every one) and the lemmas that must stand in the question.
#[derive(Debug)]
pub(crate) struct Cue {
    pub(crate) concept: usize,
    pub(crate) asking: &'static str,
    pub(crate) lemmas: Vec<&'static str>,
}

/// The table.
#[derive(Debug, Default)]
pub(crate) struct Thesaurus {
    phrases: HashMap<&'static str, Concepts, FixedState>,
    pub(crate) cues: Vec<Cue>,
    /// The inverse of each concept.
    inverses: Vec<Concepts>,
    /// The concepts whose nouns mean the same.
    pub(crate) exact: Concepts,
}

static TABLE: LazyLock<Thesaurus> = LazyLock::new(|| Thesaurus::parse(include_str!("../../../data/relations.txt")));

/// The table that is compiled in.
pub(crate) fn thesaurus() -> &'static Thesaurus {
    &TABLE
}

impl Thesaurus {
    fn parse(text: &'static str) -> Thesaurus {
        let mut table = Thesaurus::default();
        let rows: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect();
        let place = |name: &str| rows.iter().position(|row| row.name == name);
        for (at, row) in rows.iter().enumerate().take(64) {
            for phrase in &row.phrases {
                *table.phrases.entry(phrase).or_default() |= 1 << at;
            }
            table.cues.extend(row.cues.iter().map(|(asking, lemmas)| Cue {
                concept: at,
                asking,
                lemmas: lemmas.clone(),
            }));
            table.exact |= u64::from(row.exact) << at;
            let inverse = row.inverse.and_then(place).filter(|at| *at < 64);
            table.inverses.push(inverse.map_or(0, |at| 1 << at));
        }
        table
    }

    /// The concepts that a phrase of lemmas names.
    pub(crate) fn named(&self, phrase: &str) -> Concepts {
        self.phrases.get(phrase).copied().unwrap_or(0)
    }

    /// The inverses of some concepts.
    pub(crate) fn inverse(&self, concepts: Concepts) -> Concepts {
        let held = self.inverses.iter().enumerate().filter(|(at, _)| concepts & (1 << at) != 0);
        held.fold(0, |all, (_, inverse)| all | inverse)
    }
}

struct Row {
    name: &'static str,
    inverse: Option<&'static str>,
    exact: bool,
    phrases: Vec<&'static str>,
    cues: Vec<(&'static str, Vec<&'static str>)>,
}

fn row(line: &'static str) -> Option<Row> {
    let (head, rest) = line.split_once(':')?;
    let (nouns, cues) = rest.split_once('?').unwrap_or((rest, ""));
    let mut names = head.split_whitespace().filter(|name| *name != "=");
    let cue = |cue: &'static str| {
        let mut words = cue.split_whitespace();
        Some((words.next()?, words.collect()))
    };
    Some(Row {
        name: names.next()?,
        exact: head.contains('='),
        inverse: names.next().and_then(|name| name.strip_prefix('~')),
        phrases: nouns.split(',').map(str::trim).filter(|phrase| !phrase.is_empty()).collect(),
        cues: cues.split(',').filter_map(cue).collect(),
    })
}

/// Endings that make a word of another of the same root.
const ENDINGS: &[&str] = &[
    "", "s", "es", "er", "or", "r", "ing", "ed", "d", "ist", "ion", "ation", "al", "ity", "ality", "ment", "ship",
    "ness", "ly", "ous", "ic", "ian", "ian", "ive", "y", "ee", "age",
];

/// Whether two lemmas are the same word, or one is derived from the other, or one is a slip of the other.
pub(crate) fn akin(left: &str, right: &str) -> bool {
    if left == right {
        return true;
    }
    let shared = left.bytes().zip(right.bytes()).take_while(|(one, other)| one == other).count();
    let rest = |word: &str| word.get(shared..).is_some_and(|rest| ENDINGS.contains(&rest));
    shared >= 4 && rest(left) && rest(right) || left.len() >= 6 && right.len() >= 6 && slip(left, right)
}

/// Whether one letter was added, lost or changed.
pub(crate) fn slip(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let start = short.bytes().zip(long.bytes()).take_while(|(one, other)| one == other).count();
    let (short, long) = (&short.as_bytes()[start..], &long.as_bytes()[start..]);
    let tail = if short.len() == long.len() { short.get(1..) } else { Some(short) };
    tail.is_some_and(|tail| long.get(1..) == Some(tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_words_and_slips_are_akin() {
        for (left, right) in [("player", "play"), ("nation", "nationality"), ("foootball", "football")] {
            assert!(akin(left, right), "{left} {right}");
        }
        for (left, right) in [("country", "count"), ("work", "word"), ("club", "cube")] {
            assert!(!akin(left, right), "{left} {right}");
        }
    }

    #[test]
    fn concepts_have_inverses() {
        let table = thesaurus();
        assert_eq!(table.inverse(table.named("dad")), table.named("daughter"));
        assert_eq!(table.named("place of birth"), table.named("hometown"));
    }
}
