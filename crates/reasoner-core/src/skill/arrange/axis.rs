//! Words of order: which way they point along a row, and which places they name.

use super::super::texts::{Token, ordinal, small_number};

/// Words that point to the first place, and their opposites, which point to the last.
const ENDS: &[(&str, &str)] = &[
    ("left", "right"),
    ("leftmost", "rightmost"),
    ("first", "last"),
    ("above", "below"),
    ("before", "after"),
    ("early", "late"),
    ("ahead", "behind"),
    ("front", "back"),
    ("cheap", "expensive"),
    ("inexpensive", "costly"),
    ("cheap", "pricey"),
    ("old", "new"),
    ("old", "young"),
    ("old", "recent"),
    ("short", "tall"),
    ("short", "long"),
    ("small", "large"),
    ("small", "big"),
    ("light", "heavy"),
    ("fast", "slow"),
    ("high", "low"),
    ("top", "bottom"),
    ("good", "bad"),
    ("better", "worse"),
    ("best", "worst"),
    ("west", "east"),
    ("north", "south"),
    ("weak", "strong"),
    ("poor", "rich"),
    ("narrow", "wide"),
    ("thin", "thick"),
    ("near", "far"),
    ("upper", "lower"),
    ("over", "under"),
    ("atop", "beneath"),
    ("preceding", "following"),
    ("dark", "bright"),
    ("quiet", "loud"),
    ("easy", "hard"),
    ("cold", "hot"),
    ("precede", "follow"),
    ("outrank", "trail"),
    ("beat", "lose"),
    ("westernmost", "easternmost"),
    ("prior", "later"),
    ("sooner", "later"),
    ("earlier", "later"),
    ("over", "underneath"),
];

/// Which way a word in its plain degree points: -1 to the first place, 1 to the last.
pub(super) fn way(word: &str) -> Option<i32> {
    ENDS.iter().find_map(|(low, high)| match word {
        _ if word == *low => Some(-1),
        _ if word == *high => Some(1),
        _ => None,
    })
}

/// The plain degree of a comparative ("newer") or superlative ("newest"), where it is a word of order or the lemma says.
pub(super) fn plain(word: &str, ending: &str) -> Option<String> {
    let base = word.strip_suffix(ending)?;
    let undoubled = base
        .get(..base.len().saturating_sub(1))
        .filter(|short| base.len() > 2 && base.ends_with(|last| short.ends_with(last)));
    let candidates = [
        Some(base.to_owned()),
        Some(format!("{base}e")),
        undoubled.map(str::to_owned),
        base.strip_suffix('i').map(|rest| format!("{rest}y")),
    ];
    let known = candidates.iter().flatten().find(|candidate| way(candidate).is_some()).cloned();
    known.or_else(|| (base.len() > 2).then(|| base.to_owned()))
}

/// Which way a comparative points: "newer than", "more expensive than", "less costly than". An adjective that is not
/// listed points to the last place.
pub(super) fn comparative(tokens: &[Token]) -> Option<(usize, i32)> {
    let than = tokens.iter().position(|token| token.lower == "than")?;
    let before = |back: usize| than.checked_sub(back).and_then(|at| tokens.get(at));
    let last = before(1)?;
    if let Some(degree) = before(2).filter(|token| token.is(&["more", "less"])) {
        let way = way(&last.lower).unwrap_or(1);
        return Some((than, if degree.lower == "less" { -way } else { way }));
    }
    // "costs more than", "scored fewer points than": the verb says of what there is more.
    if last.is(&["more", "less", "fewer"]) {
        let high = tokens.iter().any(|token| ["score", "earn", "win", "rank"].contains(&token.lemma.as_str()));
        let way = if high { -1 } else { 1 };
        return Some((than, if last.lower == "more" { way } else { -way }));
    }
    let base = plain(&last.lower, "er");
    let way = way(&last.lower).or_else(|| way(&last.lemma)).or_else(|| base.map(|base| way(&base).unwrap_or(1)))?;
    Some((than, way))
}

/// The places that words name, as bits: "first", "second from the right", "the third-most expensive", "last", "house 3",
/// "at either end". `count` is how many places there are.
pub(super) fn places(tokens: &[Token], count: usize) -> Option<u64> {
    let words: Vec<&str> =
        tokens.iter().flat_map(|token| token.lower.split('-')).filter(|word| !word.is_empty()).collect();
    let mut found = 0u64;
    let mut at = 0;
    while at < words.len() {
        match place(&words, at, count) {
            Some((places, length)) => {
                found |= places;
                at += length.max(1);
            }
            None => at += 1,
        }
    }
    (found != 0).then_some(found)
}

/// Nouns that a number names a place of.
const NOUNS: &[&str] = &[
    "house", "position", "place", "seat", "spot", "slot", "number", "room", "floor", "rank", "#", "lane", "shelf",
    "chair",
];

fn place(words: &[&str], at: usize, count: usize) -> Option<(u64, usize)> {
    let word = *words.get(at)?;
    let bit = |rank: usize, from_last: bool| {
        let index = if from_last { count.checked_sub(rank)? } else { rank.checked_sub(1)? };
        (index < count).then(|| 1u64 << index)
    };
    let digits = |word: &&str| word.parse::<usize>().ok().or_else(|| small_number(word).filter(|_| word.len() > 2));
    if NOUNS.contains(&word) {
        let number = words.get(at + 1).and_then(digits)?;
        return Some((bit(number, false)?, 2));
    }
    if matches!(word, "end" | "ends")
        && words.get(..at).is_some_and(|before| {
            before.iter().rev().take(4).any(|word| matches!(*word, "either" | "one" | "both" | "an"))
        })
    {
        return Some((bit(1, false)? | bit(1, true)?, 1));
    }
    if matches!(word, "middle" | "center" | "centre") && count % 2 == 1 {
        return Some((1 << (count / 2), 1));
    }
    let rank = ordinal(word);
    if let Some(rank) = rank {
        // The end that it is counted from stands shortly after it: "from the right", "most expensive", "newest", "to last".
        let rest = words.get(at + 1..).unwrap_or(&[]);
        let end = rest
            .iter()
            .take(6)
            .take_while(|word| ordinal(word).is_none() && !matches!(**word, "or" | "and" | "than"))
            .enumerate()
            .find_map(|(ahead, word)| {
                let before = ahead.checked_sub(1).and_then(|before| rest.get(before)).copied().unwrap_or("");
                Some((ahead, end(word, before)?))
            });
        let (length, way) = end.map_or((1, -1), |(ahead, way)| (ahead + 2, way));
        return Some((bit(rank, way > 0)?, length));
    }
    let before = at.checked_sub(1).and_then(|before| words.get(before)).copied().unwrap_or("");
    let superlative =
        matches!(word, "last" | "leftmost" | "rightmost" | "best" | "worst" | "westernmost" | "easternmost")
            || word.ends_with("est")
            || matches!(before, "most" | "least")
            || (matches!(before, "far") && matches!(word, "left" | "right"))
            || matches!(word, "top" | "bottom");
    let way = end(word, before).filter(|_| superlative)?;
    Some((bit(1, way > 0)?, 1))
}

/// Which end a word names: "right" the last, "newest" the last, "most expensive" the last, "least expensive" the first.
fn end(word: &str, before: &str) -> Option<i32> {
    let way_of = |word: &str| way(word).or_else(|| plain(word, "est").map(|base| way(&base).unwrap_or(1)));
    match before {
        "least" => way_of(word).or(Some(1)).map(|way| -way),
        "most" => way_of(word).or(Some(1)),
        _ if matches!(word, "most" | "least" | "rest") => None,
        // "finished second to last" counts from the end; "first" stands for itself.
        _ if matches!(word, "last" | "end") => Some(1),
        _ if word.ends_with("est") || way(word).is_some() => way_of(word),
        _ => None,
    }
}
