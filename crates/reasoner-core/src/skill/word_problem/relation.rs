//! Comparisons of amounts: "3 more than", "twice as many as", "20 % less than", "half of".

use engine_api::Pos;
use num_traits::One;

use super::place::is_verb;
use super::story::{Spot, Story, Token};
use crate::calc::number::{self, Number};

/// How an amount is told by another one: `factor` times it, and then what the amount's own number adds.
#[derive(Debug, Clone, Default)]
pub(super) struct Relation {
    /// The number that multiplies, where it is not the amount's own.
    pub(super) factor: Option<(Number, usize)>,
    pub(super) how: How,
    /// The words that say what is compared.
    pub(super) own: Vec<String>,
    /// The words that say what it is compared to; empty for what was told right before.
    pub(super) base: Vec<String>,
}

/// What the amount's own number does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum How {
    /// It is added to the other amount.
    #[default]
    More,
    /// It is taken from it.
    Less,
    /// It multiplies it.
    Times,
    /// It is a share of it.
    Share,
    /// It is a part of one hundred that is added.
    PercentMore,
    /// It is a part of one hundred that is taken away.
    PercentLess,
}

const MORE: [&str; 16] = [
    "more", "older", "taller", "longer", "heavier", "farther", "further", "bigger", "larger", "higher", "greater",
    "wider", "faster", "above", "deeper", "over",
];
const LESS: [&str; 11] =
    ["fewer", "less", "younger", "shorter", "lighter", "smaller", "lower", "cheaper", "below", "slower", "under"];

/// The relation that a number takes part in.
pub(super) fn relation(words: &[Token], (start, end): (usize, usize), from: usize) -> Option<Relation> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let sentence = words.get(from)?.sentence;
    let stop = (from..words.len())
        .find(|at| words.get(*at).is_none_or(|word| word.sentence != sentence))
        .unwrap_or(words.len());
    let lemmas = |from: usize, to: usize| -> Vec<String> {
        words.get(from..to).unwrap_or(&[]).iter().map(|word| word.lemma.clone()).collect()
    };
    if scale(words, from) {
        let relation = multiple(words, from, end.max(from + 1), stop)?;
        return Some(Relation { own: lemmas(start, from), ..relation });
    }
    let percent = (from..from + 3).any(|at| matches!(text(at), "%" | "percent"));
    let near = stop.min(from + 9);
    let Some(than) = (from + 1..near).find(|at| text(*at) == "than") else {
        // "His sister is 5 years younger."
        let how = (from + 1..near.min(from + 4)).find_map(|at| match text(at) {
            "older" | "taller" | "longer" | "heavier" | "higher" | "bigger" => Some(How::More),
            "younger" | "shorter" | "lighter" | "cheaper" | "lower" | "smaller" => Some(How::Less),
            _ => None,
        });
        return how.map(|how| Relation { how, own: lemmas(start, from), ..Relation::default() });
    };
    // Another number before "than" has the comparison to itself.
    if words.get(from + 1..than).unwrap_or(&[]).iter().any(|word| word.pos == Pos::Numeral) {
        return None;
    }
    let head = words.get(from + 1..than)?;
    let more = head.iter().any(|word| MORE.contains(&word.text.as_str()));
    let less = head.iter().any(|word| LESS.contains(&word.text.as_str()));
    if more == less {
        return None;
    }
    let how = match (percent, more) {
        (false, true) => How::More,
        (false, false) => How::Less,
        (true, true) => How::PercentMore,
        (true, false) => How::PercentLess,
    };
    let own = lemmas(start, than);
    Some(Relation { factor: None, how, own, base: base(words, than + 1, stop) })
}

/// Whether the number multiplies: "times", "twice", "half as", "2/3 of".
fn scale(words: &[Token], from: usize) -> bool {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    matches!(
        text(from),
        "twice"
            | "thrice"
            | "double"
            | "triple"
            | "quadruple"
            | "doubled"
            | "tripled"
            | "half"
            | "third"
            | "quarter"
            | "fourth"
            | "fifth"
            | "tenth"
    ) || text(from + 1) == "times"
        && matches!(
            text(from + 2),
            "as" | "the"
                | "more"
                | "that"
                | "older"
                | "longer"
                | "larger"
                | "bigger"
                | "her"
                | "his"
                | "their"
                | "faster"
                | "heavier"
                | "what"
                | "taller"
                | "this"
        )
        || text(from + 1) == "as" && matches!(text(from + 2), "many" | "much" | "long" | "old")
        || matches!(text(from + 1), "/" | "%" | "percent") && (from + 2..from + 5).any(|at| text(at) == "of")
        || text(from + 1) == "/"
            && words.get(from + 3).is_some_and(|word| matches!(word.pos, Pos::Auxiliary | Pos::Verb))
        || text(from + 2) == "of" && denominator(text(from + 1)).is_some()
}

/// Reads "twice as many apples as Tom", "3 times the number of …", "half of …".
fn multiple(words: &[Token], from: usize, end: usize, stop: usize) -> Option<Relation> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let share = (from + 1..from + 6)
        .find(|at| text(*at) == "of")
        .filter(|of| !(from + 1..*of).any(|at| matches!(text(at), "as" | "number" | "amount" | "times")));
    if let Some(of) = share {
        return Some(Relation { factor: None, own: Vec::new(), how: How::Share, base: share_of(words, of + 1, stop) });
    }
    if text(from + 1) == "/" {
        return Some(Relation { factor: None, own: Vec::new(), how: How::Share, base: Vec::new() });
    }
    // The second "as", or "than".
    let first = (from..stop.min(from + 4)).find(|at| text(*at) == "as");
    let limit = stop.min(from + 14);
    if let Some(first) = first {
        let second = (first + 1..limit).find(|at| text(*at) == "as");
        let base = second.map_or(Vec::new(), |at| base(words, at + 1, stop));
        return Some(Relation { factor: None, own: Vec::new(), how: How::Times, base });
    }
    if let Some(than) = (from..limit).find(|at| text(*at) == "than") {
        return Some(Relation { factor: None, own: Vec::new(), how: How::Times, base: base(words, than + 1, stop) });
    }
    Some(Relation {
        factor: None,
        own: Vec::new(),
        how: How::Times,
        base: base(words, from + 1, stop.min(end.max(from + 2))),
    })
}

/// The words of what a share is of: to the verb.
fn share_of(words: &[Token], from: usize, stop: usize) -> Vec<String> {
    let verb = (from..stop).find(|at| words.get(*at).is_some_and(is_verb));
    base(words, from, verb.unwrap_or(stop))
}

/// The words of what is compared to.
fn base(words: &[Token], from: usize, stop: usize) -> Vec<String> {
    let mut found = Vec::new();
    for at in from..stop {
        let Some(word) = words.get(at) else { break };
        let next = words.get(at + 1);
        let ends =
            matches!(word.text.as_str(), "," | "." | "?" | ";" | "but" | "while" | "how" | "if" | "who" | "when")
                || word.text == "and"
                    && (at + 1..stop)
                        .any(|at| words.get(at).is_some_and(|word| is_verb(word) || word.pos == Pos::Numeral))
                || word.text == "and" && next.is_none_or(|next| next.pos == Pos::Punctuation);
        if ends {
            break;
        }
        found.push(word.lemma.clone());
        let stands = at == from && matches!(word.text.as_str(), "it" | "them" | "that" | "this" | "these" | "those");
        if stands && next.is_none_or(|next| matches!(next.pos, Pos::Adposition | Pos::Verb | Pos::Particle)) {
            break;
        }
    }
    found
}

/// Makes numbers of what is told in words: "twice", "3 dozen", "1 / 3", "two thirds", "a quarter".
pub(super) fn normalise(story: &mut Story) {
    let texts: Vec<String> = story.words.iter().map(|word| word.text.clone()).collect();
    let text = |at: usize| texts.get(at).map_or("", String::as_str);
    let mut spots: Vec<Spot> = Vec::new();
    for spot in &story.spots {
        let last = spots.last_mut();
        match last {
            // "1 / 3"
            Some(last)
                if spot.from == last.to + 1 && text(last.to) == "/" && spot.value != Number::from_integer(0.into()) =>
            {
                last.value = &last.value / &spot.value;
                last.to = spot.to;
            }
            // "3 dozen"
            Some(last)
                if spot.from == last.to
                    && matches!(text(spot.from), "dozen" | "dozens" | "hundred" | "thousand" | "million") =>
            {
                last.value = &last.value * &spot.value;
                last.to = spot.to;
            }
            _ => spots.push(spot.clone()),
        }
    }
    // "two thirds", "3 quarters"
    for spot in &mut spots {
        let at = if text(spot.to) == "-" { spot.to + 1 } else { spot.to };
        if let Some(part) = denominator(text(at)).filter(|_| text(at) != "quarters" || text(at + 1) == "of") {
            spot.value = &spot.value / number::whole(part);
            spot.to = at + 1;
        }
    }
    let taken = |at: usize, spots: &[Spot]| spots.iter().any(|spot| (spot.from..spot.to).contains(&at));
    for at in 0..texts.len() {
        if taken(at, &spots) {
            continue;
        }
        let one = || Number::one();
        let value = match text(at) {
            "twice" | "double" | "doubled" | "doubles" => number::whole(2),
            "thrice" | "triple" | "tripled" | "triples" => number::whole(3),
            "quadruple" | "quadrupled" => number::whole(4),
            "half" => one() / number::whole(2),
            word if at > 0 && matches!(text(at - 1), "a" | "one") && matches!(text(at + 1), "of" | "as" | "the") => {
                match denominator(word) {
                    Some(part) => one() / number::whole(part),
                    None => continue,
                }
            }
            _ => continue,
        };
        spots.push(Spot { from: at, to: at + 1, value, unit: None });
    }
    spots.sort_by_key(|spot| spot.from);
    story.spots = spots;
}

/// What a noun of parts divides by.
fn denominator(word: &str) -> Option<i64> {
    Some(match word {
        "halves" => 2,
        "third" | "thirds" => 3,
        "quarter" | "quarters" | "fourth" | "fourths" => 4,
        "fifth" | "fifths" => 5,
        "sixth" | "sixths" => 6,
        "seventh" | "sevenths" => 7,
        "eighth" | "eighths" => 8,
        "ninth" | "ninths" => 9,
        "tenth" | "tenths" => 10,
        _ => return None,
    })
}

/// Where the noun phrase of a multiple begins: after "times as many", "times the number of".
pub(super) fn unit_start(words: &[Token], from: usize, to: usize) -> usize {
    if !scale(words, from) {
        return to;
    }
    let skip = |word: &Token| {
        matches!(
            word.text.as_str(),
            "times" | "as" | "many" | "much" | "the" | "number" | "amount" | "of" | "more" | "that" | "quantity"
        )
    };
    to + words.iter().skip(to).take_while(|word| skip(word)).count()
}
