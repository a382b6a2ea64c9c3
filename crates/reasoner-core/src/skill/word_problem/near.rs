//! What stands near a number: the noun phrase that it counts, and per what it is told.

use std::ops::Range;

use engine_api::Pos;

use super::mention::Token;

/// Words between a number and its noun phrase.
const LEADS: [&str; 17] = [
    "more",
    "additional",
    "extra",
    "other",
    "of",
    "the",
    "his",
    "her",
    "their",
    "those",
    "these",
    "my",
    "-",
    "different",
    "whole",
    "total",
    "new",
];

/// Words that no noun phrase after a number goes on with.
const STOPS: [&str; 16] = [
    "each",
    "apiece",
    "yesterday",
    "today",
    "tomorrow",
    "next",
    "last",
    "later",
    "morning",
    "altogether",
    "during",
    "daily",
    "left",
    "away",
    "first",
    "total",
];

/// What amounts are often told per.
const GRAINS: [&str; 14] = [
    "day", "week", "month", "year", "hour", "minute", "pound", "kilogram", "kg", "dozen", "gallon", "piece", "mile",
    "night",
];

/// The noun phrase after a number: its nouns (head first), what narrows them, and where it ends.
pub(super) fn phrase(words: &[Token<'_>], from: usize) -> (Vec<String>, Vec<String>, usize) {
    let get = |at: usize| words.get(at).map_or(("", Pos::Punctuation), |word| (word.lemma, word.pos));
    let mut at = from;
    let mut before: Vec<String> = Vec::new();
    while LEADS.contains(&get(at).0) {
        at += 1;
        at += usize::from(get(at).0 == "the" && at > 0 && get(at - 1).0 == "of");
    }
    while matches!(get(at).1, Pos::Adjective | Pos::Noun | Pos::ProperNoun)
        || (get(at).1 == Pos::Verb
            && matches!(get(at + 1).1, Pos::Noun)
            && words.get(at).is_some_and(|word| word.text.ends_with("ed") || word.text.ends_with("ing")))
    {
        if STOPS.contains(&get(at).0) {
            break;
        }
        before.push(get(at).0.to_owned());
        at += 1;
    }
    let mut names: Vec<String> = Vec::new();
    let noun = at > from && matches!(get(at - 1).1, Pos::Noun | Pos::ProperNoun);
    if noun {
        names.extend(before.pop());
    }
    if get(at).0 == "of" && noun {
        let mut inner = at + 1;
        while matches!(get(inner).1, Pos::Adjective | Pos::Noun | Pos::Determiner) && inner < at + 5 {
            if get(inner).1 == Pos::Noun {
                names.push(get(inner).0.to_owned());
            } else if get(inner).1 == Pos::Adjective {
                before.push(get(inner).0.to_owned());
            }
            inner += 1;
        }
        at = inner;
    }
    (names, before, at)
}

/// What an amount is told per.
pub(super) fn per(
    words: &[Token<'_>],
    (from, to, end): (usize, usize, usize),
    clause: &Range<usize>,
) -> Option<String> {
    let get = |at: usize| words.get(at).map_or(("", Pos::Punctuation), |word| (word.lemma, word.pos));
    let noun_after = |at: usize| {
        (at..at + 4)
            .take_while(|at| matches!(get(*at).1, Pos::Noun | Pos::Adjective | Pos::ProperNoun | Pos::Determiner))
            .filter(|at| get(*at).1 == Pos::Noun)
            .last()
            .map(|at| get(at).0.to_owned())
    };
    if let Some(group) = group(words, from) {
        return Some(group);
    }
    // The next number ends what belongs to this one.
    let stop = (to + 1..clause.end).find(|at| get(*at).1 == Pos::Numeral).unwrap_or(clause.end);
    for at in end.min(stop)..stop {
        match get(at).0 {
            "each" | "apiece" | "per" | "every" => return noun_after(at + 1).or(Some("?".to_owned())),
            "a" | "an" if GRAINS.contains(&get(at + 1).0) && at <= end + 1 => return Some(get(at + 1).0.to_owned()),
            _ => {}
        }
    }
    // "3 hours for 6 days"
    if get(end).0 == "for" && get(end + 1).1 == Pos::Numeral && GRAINS.contains(&get(end + 2).0) && end > to {
        return Some(get(end + 2).0.to_owned());
    }
    if get(to).0 == "each" {
        return Some("?".to_owned());
    }
    let first = (clause.start..from)
        .rev()
        .take_while(|at| get(*at).1 != Pos::Numeral)
        .filter(|at| matches!(get(*at).0, "each" | "every" | "per"))
        .last();
    if let Some(at) = first {
        return noun_after(at + 1).or(Some("?".to_owned()));
    }
    holder(words, from, clause)
}

/// "groups of 90", "groups of size 2": the group.
fn group(words: &[Token<'_>], from: usize) -> Option<String> {
    const NO_GROUPS: [&str; 14] = [
        "total",
        "collection",
        "number",
        "sum",
        "average",
        "price",
        "cost",
        "amount",
        "rest",
        "score",
        "capacity",
        "maximum",
        "weight",
        "length",
    ];
    let back = |steps: usize| from.checked_sub(steps).and_then(|at| words.get(at));
    let noun = match back(1)?.lemma {
        "size" => back(3)?,
        "of" => back(2)?,
        _ => return None,
    };
    (noun.pos == Pos::Noun && !NO_GROUPS.contains(&noun.lemma)).then(|| noun.lemma.to_owned())
}

/// "a box holds 6 pens": the box.
fn holder(words: &[Token<'_>], from: usize, clause: &Range<usize>) -> Option<String> {
    let get = |at: usize| words.get(at).map_or(("", Pos::Punctuation), |word| (word.lemma, word.pos));
    const HOLDS: [&str; 10] = ["cost", "hold", "contain", "weigh", "have", "need", "require", "take", "fit", "carry"];
    let verb = (clause.start..from).rev().find(|at| get(*at).1 == Pos::Verb || get(*at).0 == "have").filter(|at| {
        HOLDS.contains(&get(*at).0)
            && words.get(*at).is_some_and(|word| word.text != "had" && !word.text.ends_with("ed"))
    })?;
    let noun = verb.checked_sub(1).filter(|at| get(*at).1 == Pos::Noun)?;
    let article = (clause.start..noun).rev().take(3).any(|at| matches!(get(at).0, "a" | "an"));
    article.then(|| get(noun).0.to_owned())
}
