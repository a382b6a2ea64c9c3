//! Adjectives and verbs of degree, and the columns that hold what they measure: "older" is of ages, "costs" of prices.

use engine_api::{Inflection, Lexicon, Pos};

use super::grid::Table;

/// Adjectives for much of it, adjectives for little of it, verbs, and the headings of columns that measure it.
struct Scale {
    up: &'static [&'static str],
    down: &'static [&'static str],
    verbs: &'static [&'static str],
    headings: &'static [&'static str],
}

const SCALES: &[Scale] = &[
    Scale { up: &["old", "elderly", "senior"], down: &["young", "junior"], verbs: &["age"], headings: &["age"] },
    Scale {
        up: &["late", "recent", "new", "young"],
        down: &["early", "old", "ancient"],
        verbs: &["open", "found", "build", "release", "establish", "join", "publish", "launch"],
        headings: &["year", "date", "founded", "built", "released", "established", "joined", "published", "opened"],
    },
    Scale {
        up: &["tall", "high", "big"],
        down: &["short", "low", "small"],
        verbs: &["measure", "stand", "rise"],
        headings: &["height", "elevation", "altitude", "size"],
    },
    Scale {
        up: &["long", "lengthy"],
        down: &["short", "brief"],
        verbs: &["last", "take", "measure"],
        headings: &["length", "duration", "runtime", "time", "distance", "minute", "hour"],
    },
    Scale { up: &["heavy"], down: &["light"], verbs: &["weigh", "weight"], headings: &["weight", "mass"] },
    Scale {
        up: &["expensive", "costly", "dear", "pricey"],
        down: &["cheap", "inexpensive", "affordable"],
        verbs: &["cost"],
        headings: &["price", "cost", "fee", "rent", "fare"],
    },
    Scale {
        up: &["rich", "wealthy"],
        down: &["poor"],
        verbs: &["earn", "make", "get", "pay"],
        headings: &["salary", "income", "wage", "pay", "earning", "wealth", "revenue", "profit"],
    },
    Scale { up: &["fast", "quick"], down: &["slow"], verbs: &["run"], headings: &["speed", "pace"] },
    Scale { up: &["slow"], down: &["fast", "quick"], verbs: &["finish"], headings: &["time", "duration"] },
    Scale {
        up: &["large", "big", "great", "populous", "vast"],
        down: &["small", "little", "tiny"],
        verbs: &["have", "cover"],
        headings: &["population", "inhabitant", "people", "area", "size", "capacity", "volume"],
    },
    Scale {
        up: &["hot", "warm"],
        down: &["cold", "cool", "chilly"],
        verbs: &[],
        headings: &["temperature", "temp", "high"],
    },
    Scale { up: &["deep"], down: &["shallow"], verbs: &[], headings: &["depth"] },
    Scale { up: &["wide", "broad"], down: &["narrow"], verbs: &[], headings: &["width"] },
    Scale { up: &["strong"], down: &["weak"], verbs: &[], headings: &["strength", "force", "power"] },
    Scale {
        up: &["good", "well"],
        down: &["bad", "poor"],
        verbs: &["score", "rate", "get", "win"],
        headings: &["score", "rating", "grade", "mark", "point", "result"],
    },
    Scale {
        up: &["numerous"],
        down: &[],
        verbs: &[],
        headings: &["quantity", "qty", "count", "number", "amount", "stock", "unit", "inventory"],
    },
    Scale { up: &["far", "distant"], down: &["near", "close"], verbs: &[], headings: &["distance"] },
];

/// Words of degree that go with any heading.
const UP: &[&str] =
    &["high", "large", "great", "big", "long", "maximum", "max", "maximal", "top", "good", "much", "many"];
const DOWN: &[&str] = &["low", "small", "little", "few", "short", "minimum", "min", "minimal", "bad", "bottom"];

/// Which way an adjective points on any scale: 1 for much, -1 for little.
pub(super) fn polarity(lemma: &str) -> Option<i8> {
    if UP.contains(&lemma) {
        return Some(1);
    }
    if DOWN.contains(&lemma) {
        return Some(-1);
    }
    SCALES.iter().find_map(|scale| way(scale, lemma))
}

fn way(scale: &Scale, lemma: &str) -> Option<i8> {
    if scale.up.contains(&lemma) {
        return Some(1);
    }
    scale.down.contains(&lemma).then_some(-1)
}

/// Whether a verb says how much of something there is.
pub(super) fn measures(lemma: &str) -> bool {
    SCALES.iter().any(|scale| scale.verbs.contains(&lemma))
}

/// The column that an adjective measures and which way it points there.
pub(super) fn column(table: &Table, lemma: &str, lexicon: &dyn Lexicon) -> Option<(usize, i8)> {
    let listed = SCALES.iter().find_map(|scale| Some((headed(table, scale.headings)?, way(scale, lemma)?)));
    listed.or_else(|| {
        let nouns = lexicon.derived(lemma, Pos::Adjective, Pos::Noun);
        let names: Vec<&str> = nouns.iter().map(String::as_str).collect();
        Some((headed(table, &names)?, 1))
    })
}

/// The column that a verb says the amount of: "weighs", "earns".
pub(super) fn column_of_verb(table: &Table, lemma: &str, lexicon: &dyn Lexicon) -> Option<usize> {
    let scales = SCALES.iter().filter(|scale| scale.verbs.contains(&lemma));
    let listed = scales.filter_map(|scale| headed(table, scale.headings)).next();
    listed.or_else(|| {
        let nouns = lexicon.derived(lemma, Pos::Verb, Pos::Noun);
        let names: Vec<&str> = nouns.iter().map(String::as_str).collect();
        headed(table, &[lemma]).or_else(|| headed(table, &names))
    })
}

/// A column by another name for what it measures: "cost" where the heading is "price".
pub(super) fn column_alike(table: &Table, noun: &str) -> Option<usize> {
    SCALES.iter().filter(|scale| scale.headings.contains(&noun)).find_map(|scale| headed(table, scale.headings))
}

/// The column that counts what the rows are: the one called a quantity, else the only one of numbers.
pub(super) fn counts(table: &Table) -> Option<usize> {
    column_alike(table, "quantity").or_else(|| {
        let mut numeric = (0..table.columns.len()).filter(|column| table.is_numeric(*column));
        numeric.next().filter(|_| numeric.next().is_none())
    })
}

/// The column whose heading has one of these words; numbers only.
fn headed(table: &Table, names: &[&str]) -> Option<usize> {
    let fits = |at: &usize| {
        table.is_numeric(*at)
            && table
                .columns
                .get(*at)
                .is_some_and(|column| column.words.iter().any(|word| names.contains(&word.as_str())))
    };
    (0..table.columns.len()).find(fits)
}

/// The plain form of an adjective and whether it is written as a comparative or a superlative.
pub(super) fn degree(word: &str, lexicon: &dyn Lexicon) -> Option<(String, Inflection)> {
    match word {
        "more" | "greater" => return Some(("much".to_owned(), Inflection::Comparative)),
        "less" | "fewer" => return Some(("little".to_owned(), Inflection::Comparative)),
        "better" => return Some(("good".to_owned(), Inflection::Comparative)),
        "worse" => return Some(("bad".to_owned(), Inflection::Comparative)),
        "best" => return Some(("good".to_owned(), Inflection::Superlative)),
        "worst" => return Some(("bad".to_owned(), Inflection::Superlative)),
        "most" | "top" | "maximum" | "max" => return Some(("much".to_owned(), Inflection::Superlative)),
        "least" | "fewest" | "minimum" | "min" => return Some(("little".to_owned(), Inflection::Superlative)),
        _ => {}
    }
    let graded = |inflection| matches!(inflection, Inflection::Comparative | Inflection::Superlative);
    let found =
        lexicon.candidates(word).into_iter().find(|known| known.pos == Pos::Adjective && graded(known.inflection))?;
    Some((found.lemma, found.inflection))
}
