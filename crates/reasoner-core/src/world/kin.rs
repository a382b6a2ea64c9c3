//! Kinship: words for relatives, how relations chain, and the relation between any two people that follows from what
//! was told, along the chain that takes the least for granted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use engine_api::{Budget, vocabulary};

/// Female or male, as far as words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gender {
    Female,
    Male,
}

impl Gender {
    pub(crate) fn other(self) -> Gender {
        match self {
            Gender::Female => Gender::Male,
            Gender::Male => Gender::Female,
        }
    }
}

/// A relation by its name in the tables: `parent`, `pibling` (aunt or uncle), `nibling` (niece or nephew).
pub(crate) type Relation = &'static str;

const WORDS: &str = include_str!("../../data/kin.txt");
const RULES: &str = include_str!("../../data/kin_rules.txt");

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(' ').collect())
}

/// The relation and the gender that a word for a relative names, in the singular and in lower case.
pub(crate) fn relative(word: &str) -> Option<(Relation, Option<Gender>)> {
    static TABLE: LazyLock<BTreeMap<&str, (Relation, Option<Gender>)>> = LazyLock::new(|| {
        let row = |row: Vec<&'static str>| match row[..] {
            [known, relation, gender] => Some((known, (relation, gender_mark(gender)))),
            _ => None,
        };
        rows(WORDS).filter_map(row).collect()
    });
    TABLE.get(word).copied()
}

fn gender_mark(mark: &str) -> Option<Gender> {
    match mark {
        "f" => Some(Gender::Female),
        "m" => Some(Gender::Male),
        _ => None,
    }
}

/// The usual word for a relative of this relation and gender; the neutral one where the gender is not known.
pub(crate) fn word(relation: &str, gender: Option<Gender>) -> Option<&'static str> {
    let fits = |own: Option<Gender>| own == gender;
    let find = |wanted: &dyn Fn(Option<Gender>) -> bool| {
        rows(WORDS).find_map(|row| match row[..] {
            [known, own, mark] if own == relation && wanted(gender_mark(mark)) => Some(known),
            _ => None,
        })
    };
    find(&fits).or_else(|| find(&|own| own.is_none()))
}

/// The gender that a given name suggests.
pub(crate) fn gender_of_name(name: &str) -> Option<Gender> {
    let first = name.split(' ').next().unwrap_or("").to_lowercase();
    vocabulary::given_name(&first).map(|known| if known.female { Gender::Female } else { Gender::Male })
}

/// The relation seen from the other side.
pub(crate) fn inverse(relation: &str) -> Option<Relation> {
    const PAIRS: &[(Relation, Relation)] = &[
        ("parent", "child"),
        ("grandparent", "grandchild"),
        ("pibling", "nibling"),
        ("parent-in-law", "child-in-law"),
        ("great-grandparent", "great-grandchild"),
        ("great-pibling", "grand-nibling"),
        ("sibling", "sibling"),
        ("spouse", "spouse"),
        ("cousin", "cousin"),
        ("sibling-in-law", "sibling-in-law"),
    ];
    PAIRS.iter().find_map(|(one, other)| match relation {
        _ if *one == relation => Some(*other),
        _ if *other == relation => Some(*one),
        _ => None,
    })
}

/// That `other` is a relative of `person`, as told by the sentence `source`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tie {
    pub(crate) person: usize,
    pub(crate) relation: Relation,
    pub(crate) other: usize,
    pub(crate) source: usize,
}

/// What follows about two people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Derived {
    pub(crate) relation: Relation,
    /// How much was taken for granted.
    pub(crate) cost: u32,
    /// The sentences it rests on, in the order of the chain.
    pub(crate) sources: Vec<usize>,
}

/// The relation of every pair: (person, other) to what `other` is of `person`.
pub(crate) type Closure = BTreeMap<(usize, usize), Derived>;

/// What a step of a chain costs beside what it takes for granted: shorter chains come first.
const STEP: u32 = 2;

/// A relation that may follow: its cost, the person, the other, the relation and the sentences.
type Open = (u32, usize, usize, Relation, Vec<usize>);

/// From two ties to the relation that they make and what it takes for granted.
type Chains = BTreeMap<(&'static str, &'static str), (Relation, u32)>;

/// What an `a`'s `b` is, and how much that takes for granted.
static CHAINS: LazyLock<Chains> = LazyLock::new(|| {
    let row = |row: Vec<&'static str>| match row[..] {
        [first, second, "=", result, cost] => Some(((first, second), (result, cost.parse().ok()?))),
        _ => None,
    };
    rows(RULES).filter_map(row).collect()
});

/// What the second relative of a first one is.
pub(crate) fn chained(first: Relation, second: Relation) -> Option<Relation> {
    CHAINS.get(&(first, second)).map(|(result, _)| *result)
}

/// The relations that follow from the ties. Of several chains the one that takes the least for granted counts.
pub(crate) fn close(ties: &[Tie], budget: &mut Budget) -> Option<Closure> {
    let mut open: BTreeSet<Open> = BTreeSet::new();
    for tie in ties.iter().filter(|tie| tie.person != tie.other) {
        open.insert((STEP, tie.person, tie.other, tie.relation, vec![tie.source]));
        if let Some(back) = inverse(tie.relation) {
            open.insert((STEP, tie.other, tie.person, back, vec![tie.source]));
        }
    }
    let mut closure = Closure::new();
    while let Some((cost, from, to, relation, sources)) = open.pop_first() {
        if closure.contains_key(&(from, to)) {
            continue;
        }
        let known: Vec<((usize, usize), Derived)> = closure
            .iter()
            .filter(|((start, end), _)| *start == to || *end == from)
            .map(|(pair, derived)| (*pair, derived.clone()))
            .collect();
        for ((start, end), derived) in known {
            if !budget.spend(2) {
                return None;
            }
            let ahead = start == to && end != from;
            let (first, second) = if ahead { (relation, derived.relation) } else { (derived.relation, relation) };
            let (first_person, last_person) = if ahead { (from, end) } else { (start, to) };
            let Some((result, extra)) = CHAINS.get(&(first, second)) else { continue };
            if first_person == last_person || closure.contains_key(&(first_person, last_person)) {
                continue;
            }
            let chain = if ahead { [&sources[..], &derived.sources] } else { [&derived.sources[..], &sources] };
            open.insert((cost + derived.cost + 2 * extra, first_person, last_person, result, chain.concat()));
        }
        closure.insert((from, to), Derived { relation, cost, sources });
    }
    Some(closure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie(person: usize, relation: Relation, other: usize) -> Tie {
        Tie { person, relation, other, source: 0 }
    }

    fn check(ties: &[Tie], person: usize, other: usize, expected: Option<&str>) {
        let closure = close(ties, &mut Budget::steps(100_000)).expect("within the budget");
        assert_eq!(closure.get(&(person, other)).map(|derived| derived.relation), expected);
    }

    #[test]
    fn relations_chain() {
        check(&[tie(0, "parent", 1), tie(1, "sibling", 2)], 0, 2, Some("pibling"));
        check(&[tie(0, "parent", 1), tie(1, "sibling", 2)], 2, 0, Some("nibling"));
        check(&[tie(0, "child", 1), tie(1, "grandparent", 2)], 0, 2, Some("parent"));
        check(&[tie(0, "spouse", 1), tie(1, "parent", 2)], 0, 2, Some("parent-in-law"));
        check(&[tie(0, "child", 1), tie(2, "child", 3)], 0, 3, None);
    }

    #[test]
    fn every_rule_has_known_relations_and_an_inverse() {
        for row in rows(RULES) {
            let [first, second, "=", result, cost] = row[..] else { panic!("{row:?}") };
            for relation in [first, second, result] {
                assert!(
                    inverse(relation).is_some()
                        && word(relation, None).or(word(relation, Some(Gender::Male))).is_some(),
                    "{relation}"
                );
            }
            assert!(cost.parse::<u32>().is_ok());
        }
    }

    #[test]
    fn words_have_genders() {
        assert_eq!(relative("aunt"), Some(("pibling", Some(Gender::Female))));
        assert_eq!(word("pibling", Some(Gender::Male)), Some("uncle"));
        assert_eq!(word("sibling", None), Some("sibling"));
        assert_eq!(gender_of_name("Mary Ann"), Some(Gender::Female));
    }
}
