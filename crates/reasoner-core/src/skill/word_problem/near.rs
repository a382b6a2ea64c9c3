//! What stands near a number: the noun phrase that it counts, and per what it is told.

use std::ops::Range;

use engine_api::Pos;

use super::story::Token;

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
const STOPS: [&str; 19] = [
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
    "than",
    "as",
    "out",
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
pub(super) fn phrase(words: &[Token], from: usize) -> (Vec<String>, Vec<String>, usize) {
    let get = |at: usize| words.get(at).map_or(("", Pos::Punctuation), |word| (word.lemma.as_str(), word.pos));
    let mut at = from;
    let mut before: Vec<String> = Vec::new();
    while LEADS.contains(&get(at).0) || get(at).1 == Pos::ProperNoun && get(at + 1).0 == "'s" || get(at).0 == "'s" {
        at += 1;
        at += usize::from(get(at).0 == "the" && at > 0 && get(at - 1).0 == "of");
    }
    while matches!(get(at).1, Pos::Adjective | Pos::Noun | Pos::ProperNoun)
        || (get(at).1 == Pos::Verb
            && matches!(get(at + 1).1, Pos::Noun)
            && (at == from
                || words.get(at).is_some_and(|word| word.text.ends_with("ed") || word.text.ends_with("ing"))))
    {
        let noun_before = at > from && get(at - 1).1 == Pos::Noun && !before.is_empty();
        let gerund = words.get(at).is_some_and(|word| word.text.ends_with("ing"));
        let verbal = gerund && !matches!(get(at + 1).1, Pos::Noun);
        if noun_before && (get(at).1 == Pos::Adjective || verbal) {
            break;
        }
        if STOPS.contains(&get(at).0) || get(at + 1).0 == "than" {
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
pub(super) fn per(words: &[Token], (from, to, end): (usize, usize, usize), clause: &Range<usize>) -> Option<String> {
    let get = |at: usize| words.get(at).map_or(("", Pos::Punctuation), |word| (word.lemma.as_str(), word.pos));
    let noun_after = |at: usize| {
        (at..at + 4)
            .take_while(|at| matches!(get(*at).1, Pos::Noun | Pos::Adjective | Pos::ProperNoun | Pos::Determiner))
            .filter(|at| matches!(get(*at).1, Pos::Noun | Pos::ProperNoun))
            .last()
            .map(|at| get(at).0.to_owned())
            .filter(|noun| !matches!(noun.as_str(), "number" | "amount" | "same" | "total" | "time" | "one"))
    };
    if let Some(group) = each_of(words, from) {
        return group;
    }
    if let Some(group) = group(words, from) {
        return Some(group);
    }
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    // "4 boxes at a time"
    if (end..end + 3).any(|at| {
        text(at) == "at" && matches!((text(at + 1), text(at + 2)), ("a", "time") | ("one", "time"))
            || text(at) == "at" && text(at + 1) == "once"
    }) {
        return Some("trip".to_owned());
    }
    // The next number ends what belongs to this one.
    let stop = (to + 1..clause.end).find(|at| get(*at).1 == Pos::Numeral).unwrap_or(clause.end);
    for at in end.min(stop)..stop {
        match get(at).0 {
            "each" if text(at + 1).ends_with("ing") || text(at + 2).ends_with("ing") && text(at + 1) == "one" => break,
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
        .take_while(|at| get(*at).1 != Pos::Numeral || get(*at).0 == "one")
        .filter(|at| matches!(get(*at).0, "each" | "every" | "per"))
        .last();
    if let Some(at) = first {
        return noun_after(at + 1).or(Some("?".to_owned()));
    }
    None
}

/// "groups of 90", "groups of size 2": the group.
fn group(words: &[Token], from: usize) -> Option<String> {
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
    let noun = match back(1)?.lemma.as_str() {
        "size" => back(3)?,
        "of" => back(2)?,
        _ => return None,
    };
    let several = noun.text != noun.lemma || matches!(back(1)?.text.as_str(), "size");
    (several && noun.pos == Pos::Noun && !NO_GROUPS.contains(&noun.lemma.as_str())).then(|| noun.lemma.clone())
}

/// "a box holds 6 pens": the box.
pub(super) fn holder(words: &[Token], from: usize, clause: &Range<usize>) -> Option<String> {
    let get = |at: usize| words.get(at).map_or(("", Pos::Punctuation), |word| (word.lemma.as_str(), word.pos));
    const HOLDS: [&str; 10] = ["cost", "hold", "contain", "weigh", "have", "need", "require", "take", "fit", "carry"];
    let verb = (clause.start..from).rev().find(|at| get(*at).1 == Pos::Verb || get(*at).0 == "have").filter(|at| {
        HOLDS.contains(&get(*at).0)
            && words.get(*at).is_some_and(|word| word.text != "had" && !word.text.ends_with("ed"))
    })?;
    let modal = verb.checked_sub(1).filter(|at| get(*at).1 == Pos::Auxiliary);
    let noun = modal.unwrap_or(verb).checked_sub(1).filter(|at| get(*at).1 == Pos::Noun)?;
    let article = (clause.start..noun).rev().take(3).any(|at| matches!(get(at).0, "a" | "an" | "one"));
    article.then(|| get(noun).0.to_owned())
}

/// "10 minutes to paint a chair": the chair.
pub(super) fn task(words: &[Token], end: usize, stop: usize) -> Option<String> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    if matches!(text(end), "in" | "on" | "to") && matches!(text(end + 1), "a" | "an" | "one") {
        return words.get(end + 2).filter(|word| word.pos == Pos::Noun).map(|word| word.lemma.clone());
    }
    let verb = words.get(end + 1).filter(|word| text(end) == "to" && word.pos == Pos::Verb);
    let article = matches!(text(end + 2), "a" | "an" | "each" | "one" | "every");
    let noun = |word: &&Token| matches!(word.pos, Pos::Noun | Pos::Adjective);
    let phrase = words.get(end + 3..stop).unwrap_or(&[]).iter().take_while(noun);
    let head = phrase.filter(|word| word.pos == Pos::Noun).last()?;
    (verb.is_some() && article).then(|| head.lemma.clone())
}

/// "each of her 5 cousins 3 kites", "each of 7 boys has 4 kites": three per cousin, four per boy; the cousins and boys
/// themselves are told per nothing.
fn each_of(words: &[Token], from: usize) -> Option<Option<String>> {
    let sentence = words.get(from)?.sentence;
    let start = (from.saturating_sub(9)..from).find(|at| {
        let here = words.get(*at).is_some_and(|word| word.text == "each" && word.sentence == sentence);
        here && words.get(at + 1).is_some_and(|word| word.text == "of")
    })?;
    let inner = words.get(start + 2..from)?;
    let numbered = inner.iter().any(|word| word.pos == Pos::Numeral);
    let noun = inner.iter().find(|word| word.pos == Pos::Noun);
    Some(noun.filter(|_| numbered).map(|word| word.lemma.clone()))
}
