//! Where the amounts of a story stand, and which part of the sentence belongs to each.

use engine_api::Pos;

use super::near::phrase;
use super::story::{Spot, Story, Token};

/// Words that stand for the amount of something without a number.
const SOME: [&str; 5] = ["some", "several", "few", "certain", "unknown"];

/// A number, or a word such as "some", of the story.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Its number; none for a word such as "some".
    pub(super) spot: Option<&'a Spot>,
    pub(super) index: usize,
}

/// The numbers and the open amounts of the story in order; a number that only scales the one before it is left out.
pub(super) fn places(story: &Story) -> Vec<Place<'_>> {
    let mut found: Vec<Place<'_>> = story
        .spots
        .iter()
        .enumerate()
        .map(|(index, spot)| Place { from: spot.from, to: spot.to, spot: Some(spot), index })
        .collect();
    for (at, word) in story.words.iter().enumerate() {
        let next = story.words.get(at + 1);
        let open = SOME.contains(&word.text.as_str())
            && next.is_some_and(|next| {
                matches!(next.pos, Pos::Noun | Pos::Adjective | Pos::Verb | Pos::Adverb)
                    || next.text == "of"
                    || next.text == "more"
            })
            && !story.asked.contains(&word.sentence);
        if open {
            found.push(Place { from: at, to: at + 1, spot: None, index: usize::MAX });
        }
    }
    found.retain(|place| !no_amount(&story.words, place));
    found.sort_by_key(|place| place.from);
    found
}

/// The part of the sentence that belongs to a number: between the commas, conjunctions and verbs that part it from the
/// numbers next to it.
pub(super) fn segment(story: &Story, spots: &[Place<'_>], at: usize) -> std::ops::Range<usize> {
    let Some(place) = spots.get(at) else { return 0..0 };
    let words = &story.words;
    let sentence = words.get(place.from).map_or(0, |word| word.sentence);
    let first = words.iter().take_while(|word| word.sentence < sentence).count();
    let last = first + words.iter().skip(first).take_while(|word| word.sentence == sentence).count();
    let before = at.checked_sub(1).and_then(|before| spots.get(before)).filter(|before| before.from >= first);
    let after = spots.get(at + 1).filter(|after| after.from < last);
    let start = before.map_or(first, |before| boundary(words, before, place));
    // What a condition after the question tells.
    let asked = (first..place.from).find(|at| words.get(*at).is_some_and(|word| word.text == "how"));
    let condition = asked.and_then(|asked| {
        let leads =
            |at: &usize| words.get(*at).is_some_and(|word| matches!(word.text.as_str(), "if" | "when" | "given"));
        (asked..place.from).rev().find(leads)
    });
    let start = condition.map_or(start, |at| start.max(at));
    let mut end = after.map_or(last, |after| boundary(words, place, after));
    // The question after a condition.
    let asks = |at: &usize| {
        words.get(*at).is_some_and(|word| word.text == "how" || (word.text == "what" && word.sentence == sentence))
    };
    if let Some(ask) = (place.to..end).find(asks) {
        end = ask;
    }
    // ", and the rest …" tells of another amount.
    let rest = (place.to..end)
        .find(|at| words.get(*at).is_some_and(|word| matches!(word.text.as_str(), "rest" | "remainder" | "others")));
    if let Some(rest) = rest {
        let join = (place.to..rest)
            .rev()
            .find(|at| words.get(*at).is_some_and(|word| matches!(word.text.as_str(), "," | "and" | "then" | "but")));
        end = join.unwrap_or(end);
    }
    start..end.max(place.to)
}

/// Where the words of one number end and those of the next begin.
fn boundary(words: &[Token], one: &Place<'_>, next: &Place<'_>) -> usize {
    let (_, _, end) = phrase(words, one.to);
    let end = end.min(next.from).max(one.to);
    let joins = |at: &usize| {
        words.get(*at).is_some_and(|word| {
            matches!(word.text.as_str(), "," | ";" | "and" | "but" | "while" | "then" | "or" | "plus" | "so" | "if")
                || word.text == "with"
                    && words.get(at + 1).is_some_and(|next| matches!(next.text.as_str(), "each" | "every"))
        })
    };
    let verbs: Vec<usize> = (end..next.from).filter(|at| words.get(*at).is_some_and(is_verb)).collect();
    let joined = |from: usize, to: usize| (from..to).rev().find(joins);
    // "94 people came in and 27 …": the number's own noun does it.
    let helps = |word: &Token| matches!(word.pos, Pos::Adverb | Pos::Auxiliary);
    let own = verbs.first().filter(|verb| **verb == end || **verb == end + 1 && words.get(end).is_some_and(helps));
    let rest = own.map_or(end, |verb| verb + 1);
    let clause = verbs.iter().find(|verb| **verb > rest).and_then(|verb| joined(rest, *verb));
    if let Some(join) = clause.or_else(|| joined(rest, next.from)) {
        return join;
    }
    // "… after the sale he had 9": the subject begins a clause.
    let subject = verbs.iter().find_map(|verb| {
        let before = verb.checked_sub(1).filter(|before| *before > end)?;
        let word = words.get(before)?;
        matches!(word.text.as_str(), "he" | "she" | "they" | "it" | "we" | "i" | "you").then_some(before)
    });
    if let Some(subject) = subject {
        return subject;
    }
    let said = words.get(end..next.from).unwrap_or(&[]);
    let relative = said.iter().any(|word| {
        matches!(word.text.as_str(), "who" | "that" | "which" | "with" | "to" | "from" | "for" | "in" | "at" | "on")
    });
    if let (Some(_), None, false) = (verbs.first(), own, relative) {
        return end;
    }
    let mut start = next.from;
    let leads = |word: &Token| {
        matches!(word.pos, Pos::Adposition | Pos::Symbol | Pos::Determiner)
            && word.text != "each"
            && word.text != "every"
    };
    while start > end && words.get(start - 1).is_some_and(leads) {
        start -= 1;
    }
    start
}

/// Whether a word acts as the verb of a clause.
pub(super) fn is_verb(word: &Token) -> bool {
    matches!(word.pos, Pos::Verb | Pos::Auxiliary)
        && !(word.pos == Pos::Auxiliary && word.lemma == "do")
        && !matches!(
            word.lemma.as_str(),
            "will" | "would" | "can" | "could" | "'s" | "may" | "should" | "must" | "using"
        )
        && word.text != "left"
}

/// Whether a number counts nothing: the pronoun "one", "one day", "room 12".
fn no_amount(words: &[Token], place: &Place<'_>) -> bool {
    const TIMES: [&str; 6] = ["day", "evening", "morning", "night", "afternoon", "time"];
    const LEADS: [&str; 11] =
        ["each", "the", "this", "that", "which", "second", "first", "every", "last", "another", "no"];
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let before = |back: usize| place.from.checked_sub(back).map_or("", text);
    let next = words.get(place.to);
    let noun = next.is_some_and(|word| matches!(word.pos, Pos::Noun | Pos::Adjective));
    let sentence = words.get(place.from).map_or(0, |word| word.sentence);
    let another = || words.iter().any(|word| word.text == "another" && word.sentence == sentence);
    let single = text(place.from) == "one" && place.to == place.from + 1;
    let timed = TIMES.contains(&text(place.to));
    let pronoun = single && (!noun || LEADS.contains(&before(1)) || timed || text(place.to) != "of" && another());
    // "one pack costs": any pack.
    const HOLDS: [&str; 7] = ["cost", "hold", "contain", "weigh", "sell", "take", "need"];
    let near = words.get(place.to..place.to + 5).unwrap_or(&[]);
    let any = single && noun && near.iter().any(|word| word.pos == Pos::Verb && HOLDS.contains(&word.lemma.as_str()));
    let moment = place.from == 0 && timed;
    let labels = matches!(before(1), "grade" | "number" | "chapter" | "page" | "room");
    let label = labels && before(2) != "of" && text(place.to) != "of" && next.is_none_or(|word| word.pos != Pos::Noun);
    pronoun || any || moment || label
}
