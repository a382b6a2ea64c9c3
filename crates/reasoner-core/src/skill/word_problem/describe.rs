//! Reads one amount: its noun phrase, its clause, and the words that say how it is meant.

use std::ops::Range;

use engine_api::Pos;

use super::amount::{Amount, MONEY, is_content};
use super::clause::clause;
use super::effect::Effect;
use super::near::{holder, per, phrase, task};
use super::place::{Place, is_verb};
use super::relation::{How, relation, unit_start};
use super::story::{Story, Token};
use super::term::Term;

/// Reads the amount at a place from its part of the sentence; `carried` is the amount before it there.
pub(super) fn describe(
    story: &Story,
    place: &Place<'_>,
    segment: Range<usize>,
    carried: Option<&Amount>,
) -> Option<Amount> {
    let words = &story.words;
    let term = place.spot.map(|spot| Term::number(&spot.value, place.index));
    let sentence = words.get(place.from)?.sentence;
    let (unit, narrowing, end) = counted(words, place);
    let mut found = Amount { term, unit, narrowing, sentence, at: place.from, ..Amount::default() };
    clause(words, &segment, place, carried, &mut found);
    mark(words, &segment, (place.from, end), &mut found);
    flag(words, &segment, place, &mut found);
    found.relation = relation(words, (segment.start, segment.end), place.from);
    if let Some(relation) = &found.relation {
        found.marks.retain(|mark| !relation.base.contains(mark) || *mark == found.verb);
        if relation.base.contains(&found.other) {
            found.other.clear();
        }
    }
    found.per = per(words, (place.from, place.to, end), &segment);
    let any = || holder(words, place.from, &segment).or_else(|| task(words, end, segment.end));
    found.holder = found.per.is_none().then(any).flatten();
    found.per = found.per.filter(|per| found.unit.first() != Some(per));
    Some(found)
}

/// What a number counts, what narrows that, and where its noun phrase ends.
fn counted(words: &[Token], place: &Place<'_>) -> (Vec<String>, Vec<String>, usize) {
    let start = unit_start(words, place.from, place.to);
    let (mut unit, mut narrowing, end) = phrase(words, start);
    // "twice as many as Tom" counts no Toms.
    if start != place.to && words.get(start).is_some_and(|word| word.pos == Pos::ProperNoun) {
        unit.clear();
        narrowing.clear();
    }
    if unit.first().is_some_and(|unit| unit == "one") {
        unit = narrowing.pop().into_iter().collect();
    }
    if is_money(words, place) {
        narrowing.append(&mut unit);
        unit = vec![MONEY.to_owned()];
    }
    if place.spot.and_then(|spot| spot.unit.as_deref()) == Some("percent") {
        unit = vec!["percent".to_owned()];
    }
    (unit, narrowing, end)
}

/// Whether a number counts money.
fn is_money(words: &[Token], place: &Place<'_>) -> bool {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let before = place.from.checked_sub(1).map_or("", text);
    matches!(before, "$" | "€" | "£") || matches!(text(place.to), "dollar" | "dollars" | "bucks" | "euros" | "€" | "$")
}

/// The words that tell the amount apart from others.
fn mark(words: &[Token], segment: &Range<usize>, (from, end): (usize, usize), found: &mut Amount) {
    let unit = found.unit.first().cloned().unwrap_or_default();
    let contents = |words: &[Token]| -> Vec<String> {
        words.iter().filter(|word| is_content(word) && word.lemma != unit).map(|word| word.lemma.clone()).collect()
    };
    let lead = words.get(segment.start..from).unwrap_or(&[]);
    let shared = std::mem::take(&mut found.head);
    let verb = lead.iter().rposition(is_verb);
    found.head = verb.map_or_else(|| shared.clone(), |verb| contents(lead.get(..=verb).unwrap_or(&[])));
    found.marks = contents(words.get(segment.clone()).unwrap_or(&[]));
    found.marks.extend(shared);
    if !found.verb.is_empty() {
        found.marks.push(found.verb.clone());
    }
    found.tail = contents(words.get(end..segment.end).unwrap_or(&[]));
}

/// Whether the amount is a whole, a goal, a part, of the beginning or of the end.
fn flag(words: &[Token], segment: &Range<usize>, place: &Place<'_>, found: &mut Amount) {
    const FIRST: [&str; 9] =
        ["initially", "originally", "first", "beginning", "start", "started", "earlier", "original", "previously"];
    const LAST: [&str; 8] = ["now", "remaining", "remained", "still", "remain", "remains", "leaving", "anymore"];
    const GOALS: [&str; 8] = ["need", "want", "must", "plan", "goal", "require", "call", "should"];
    const MORE: [&str; 4] = ["more", "additional", "extra", "another"];
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let before = |back: usize| place.from.checked_sub(back).map_or("", text);
    let own = words.get(segment.clone()).unwrap_or(&[]);
    let lead = words.get(segment.start..place.from).unwrap_or(&[]);
    let has = |any: &[&str]| own.iter().any(|word| any.contains(&word.text.as_str()));
    found.more = MORE.contains(&text(place.to)) || MORE.contains(&before(1));
    found.comparative = match text(place.to) {
        "more" => Some(How::More),
        "fewer" | "less" => Some(How::Less),
        _ => None,
    };
    let sum = matches!(before(1), "of" | "all") && matches!(before(2), "total" | "sum" | "all");
    let in_all = own.windows(2).any(|pair| matches!(pair, [one, all] if one.text == "in" && all.text == "all"));
    found.whole = sum
        || in_all
        || matches!(before(1), "total" | "all")
        || has(&["total", "altogether", "overall", "combined", "together"]) && !found.more;
    if found.is_money() {
        found.effect = match found.verb.as_str() {
            "buy" | "purchase" | "order" | "cost" | "donate" => Effect::Lose,
            "get" if before(1) == "for" || before(2) == "for" => Effect::Lose,
            "sell" => Effect::Gain,
            _ => found.effect,
        };
    }
    let must = lead.windows(2).any(|pair| matches!(pair, [one, other] if one.lemma == "have" && other.text == "to"));
    found.goal |= must || lead.iter().any(|word| GOALS.contains(&word.lemma.as_str()));
    found.first = has(&FIRST);
    let leaves = found.verb == "leave" && found.effect == Effect::Lose;
    let stays = own
        .iter()
        .any(|word| matches!(word.lemma.as_str(), "have" | "be" | "leave" | "with" | "only") && word.text != "left");
    found.last =
        has(&["left"]) && !leaves && stays || has(&LAST) || has(&["finally", "only"]) && found.effect == Effect::Keep;
    found.negated |= has(&["n't", "not", "never"]);
    found.part = before(2) == "of" && matches!(before(1), "which" | "these" | "those" | "them")
        || text(place.to) == "of"
            && matches!(text(place.to + 1), "them" | "these" | "those" | "which" | "his" | "her" | "their" | "the");
}
