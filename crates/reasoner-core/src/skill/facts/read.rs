//! Lines to facts. A line is a fact where it has one of a few shapes: "the R of S is O", "S's R is O", "S is the R
//! of O", "S does R to O", or three fields. What lines share tells where a relation ends and a name starts, so names
//! in lower case are read too.

use std::collections::HashMap;

use engine_api::{Pos, SentenceKind};
use foldhash::fast::FixedState;

use super::store::{Id, Relation, Store, Triple};
use super::text::{Line, Token, lines};
use super::thesaurus::thesaurus;
use super::unify::unify;
use crate::scene::Scene;

/// The most lines that are read.
const MOST_LINES: usize = 4000;

/// The facts of a dialogue.
pub(crate) struct Told<'a> {
    pub(crate) lines: Vec<Line<'a>>,
    pub(crate) store: Store,
}

/// A fact as ranges of tokens.
struct Parts {
    subject: (usize, usize),
    relation: (usize, usize),
    object: (usize, usize),
    noun: bool,
}

/// Reads everything that the context tells.
pub(crate) fn read<'a>(scene: &Scene<'a>) -> Told<'a> {
    let stated: Vec<_> = scene
        .task
        .context
        .iter()
        .filter(|place| scene.reading.at(**place).is_some_and(|sentence| sentence.kind != SentenceKind::Question))
        .take(MOST_LINES)
        .copied()
        .collect();
    let lines = lines(scene, &stated);
    let pivots = pivots(&lines);
    let mut store = Store::default();
    for (at, line) in lines.iter().enumerate() {
        if let Some(parts) = fields(line).or_else(|| parts(line, &pivots)) {
            keep(&mut store, line, at, &parts);
        }
    }
    unify(&mut store);
    Told { lines, store }
}

fn keep(store: &mut Store, line: &Line<'_>, at: usize, parts: &Parts) {
    let subject = entity(store, line, parts.subject);
    let name = relation_name(line, parts);
    let relation = store.relation(&name, || relation(line, parts));
    for object in members(line, parts) {
        let object = entity(store, line, object);
        if let (Some(subject), Some(object)) = (subject, object) {
            store.add(Triple { subject, relation, object, line: at });
        }
    }
}

/// The number of the entity that the tokens name, without articles and quotation marks.
fn entity(store: &mut Store, line: &Line<'_>, (mut start, mut end): (usize, usize)) -> Option<Id> {
    let token = |at: usize| line.tokens.get(at).map_or("", |token| token.lower.as_str());
    while start < end && matches!(token(start), "the" | "a" | "an" | "\"" | "“" | ",") {
        start += 1;
    }
    while start < end && matches!(token(end - 1), "\"" | "”" | "," | ".") {
        end -= 1;
    }
    (start < end && end - start <= 16).then(|| store.entity(&line.key(start, end), line.written(start, end)))
}

/// The members of "Ann, Bob and Carl" where each is a name of one or two words; else the object as it is.
fn members(line: &Line<'_>, parts: &Parts) -> Vec<(usize, usize)> {
    let (start, end) = parts.object;
    let mut found = Vec::new();
    let mut from = start;
    for at in start..=end {
        let joint = line.tokens.get(at).is_some_and(|token| token.is("and") || token.is(","));
        if at == end || joint {
            if at > from {
                found.push((from, at));
            }
            from = at + 1;
        }
    }
    let name = |(from, to): &(usize, usize)| {
        to - from <= 2 && line.tokens.get(*from..*to).is_some_and(|tokens| tokens.iter().all(Token::stands_out))
    };
    if found.len() > 1 && found.iter().all(name) { found } else { vec![(start, end)] }
}

fn relation_name(line: &Line<'_>, parts: &Parts) -> String {
    let lemmas = line.lemmas(parts.relation.0, parts.relation.1).join(" ");
    if parts.noun { format!("the {lemmas}") } else { lemmas }
}

fn relation(line: &Line<'_>, parts: &Parts) -> Relation {
    let lemmas = line.lemmas(parts.relation.0, parts.relation.1);
    let tokens = line.tokens.get(parts.relation.0..parts.relation.1).unwrap_or(&[]);
    let table = thesaurus();
    let words: Vec<String> =
        lemmas.iter().filter(|lemma| !is_empty_word(lemma)).map(|lemma| (*lemma).to_owned()).collect();
    let phrase = lemmas.join(" ");
    if parts.noun {
        let concepts = table.named(&phrase) | table.named(&words.join(" "));
        return Relation { words, kind: phrase.clone(), phrase, noun: true, concepts, ..Relation::default() };
    }
    // A participle ("located in") names no kind, whatever it is taken for.
    let nominal = |token: &&Token<'_>| {
        matches!(token.word.pos, Pos::Noun | Pos::ProperNoun | Pos::Adjective) && !token.lower.ends_with("ed")
    };
    let kind = tokens.iter().skip(1).rfind(nominal).map(|token| token.lemma().to_owned()).unwrap_or_default();
    let verbal: Vec<&str> = lemmas.iter().filter(|lemma| !matches!(**lemma, "the" | "a" | "an")).copied().collect();
    let bare: Vec<&str> = verbal.iter().filter(|lemma| **lemma != kind).copied().collect();
    let concepts = table.named(&bare.join(" ")) | if kind.is_empty() { 0 } else { table.named(&kind) };
    Relation { words, kind, phrase: verbal.join(" "), noun: false, concepts, also: Vec::new() }
}

/// Words that say nothing about which relation is meant.
pub(crate) fn is_empty_word(lemma: &str) -> bool {
    const EMPTY: &[&str] = &[
        "be", "do", "have", "the", "a", "an", "of", "for", "in", "on", "at", "to", "by", "with", "from", "as", "into",
        "'s",
    ];
    EMPTY.contains(&lemma)
}

/// Three fields: tabs, bars, arrows, "R(S, O)" or "(S, R, O)".
fn fields(line: &Line<'_>) -> Option<Parts> {
    let end = line.len();
    let first = line.tokens.first()?.word.span.start;
    let last = line.tokens.get(end.checked_sub(1)?)?.word.span.end;
    let raw = line.text.get(first..last)?;
    if !raw.contains(['\t', '|', '(', '→']) && !raw.contains("->") {
        return None;
    }
    let is_mark =
        |token: &Token<'_>| matches!(token.lower.as_str(), "|" | "(" | ")" | "->" | "→" | "-" | ">" | "," | "--");
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let mut open = true;
    for at in 0..end {
        let token = line.tokens.get(at)?;
        let gap = at.checked_sub(1).and_then(|before| line.tokens.get(before));
        let tab = gap.is_some_and(|before| {
            line.text.get(before.word.span.end..token.word.span.start).is_some_and(|gap| gap.contains('\t'))
        });
        if is_mark(token) {
            open = true;
            continue;
        }
        match groups.last_mut().filter(|_| !open && !tab) {
            Some(group) => group.1 = at + 1,
            None => groups.push((at, at + 1)),
        }
        open = false;
    }
    let [one, two, three] = groups.as_slice() else { return None };
    let call = line.tokens.get(one.1).is_some_and(|token| token.is("(")) && raw.ends_with(')');
    // "parent(Ann, Bob)": Ann is Bob's parent.
    let (subject, relation, object) = if call { (*three, *one, *two) } else { (*one, *two, *three) };
    Some(Parts { subject, relation, object, noun: true })
}

/// How often each run of words stands between two others.
type Pivots = HashMap<String, usize, FixedState>;

fn pivots(lines: &[Line<'_>]) -> Pivots {
    let mut counts = Pivots::default();
    for line in lines {
        for (start, end) in verbal(line) {
            *counts.entry(line.key(start, end)).or_default() += 1;
        }
        if let Some((start, end)) = heading(line, 1) {
            *counts.entry(line.key(start, end)).or_default() += 1;
        }
    }
    counts
}

/// "The R of S": where R stands, with `more` nouns after a further "of" taken in ("cause of death").
fn heading(line: &Line<'_>, more: usize) -> Option<(usize, usize)> {
    let start = usize::from(line.tokens.first()?.is("the"));
    let mut end = next_of(line, start)?;
    for _ in 0..more {
        let longer = next_of(line, end + 1)?;
        end = if longer == end + 2 { longer } else { return None };
    }
    (end > start && end - start <= 5).then_some((start, end))
}

fn next_of(line: &Line<'_>, from: usize) -> Option<usize> {
    (from..line.len().min(from + 5)).find(|at| line.tokens.get(*at).is_some_and(|token| token.is("of")))
}

/// The fact that a line in words states.
fn parts(line: &Line<'_>, pivots: &Pivots) -> Option<Parts> {
    let end = line.len();
    if end > 40 || line.tokens.get(..end)?.iter().any(|token| denies(token)) {
        return None;
    }
    copula(line, end, pivots).or_else(|| verb(line, end, pivots))
}

/// Words that make a line more or less than one fact.
fn denies(token: &Token<'_>) -> bool {
    const NOT: &[&str] =
        &["not", "never", "no", "n't", "if", "every", "all", "each", "unless", "when", "then", "or", "nobody"];
    NOT.contains(&token.lower.as_str()) || token.lemma() == "not"
}

/// The shapes around "is".
fn copula(line: &Line<'_>, end: usize, pivots: &Pivots) -> Option<Parts> {
    let be = (1..end.checked_sub(1)?).find(|at| line.tokens.get(*at).is_some_and(|token| token.lemma() == "be"))?;
    let is = |at: usize, text: &str| line.tokens.get(at).is_some_and(|token| token.is(text));
    let after = be + 1 + usize::from(is(be + 1, "the") || is(be + 1, "a") || is(be + 1, "an"));
    let known = |from: usize, to: usize| {
        thesaurus().named(&line.lemmas(from, to).join(" ")) != 0
            || pivots.get(&line.key(from, to)).is_some_and(|count| *count > 1)
    };
    let start = usize::from(is(0, "the"));
    let leads = noun_of(line, start, be, pivots).filter(|(from, to)| start > 0 && after == be + 1 || known(*from, *to));
    if let Some((from, to)) = leads {
        return Some(Parts { subject: (to + 1, be), relation: (from, to), object: (be + 1, end), noun: true });
    }
    if let Some((from, to)) = noun_of(line, after, end, pivots)
        && (after > be + 1 || known(from, to))
    {
        return Some(Parts { subject: (to + 1, end), relation: (from, to), object: (0, be), noun: true });
    }
    let owner = |from: usize, to: usize| (from + 1..to).rev().find(|at| is(*at, "'s") || is(*at, "’s"));
    if let Some(mark) = owner(0, be).filter(|mark| mark + 1 < be) {
        return Some(Parts { subject: (0, mark), relation: (mark + 1, be), object: (be + 1, end), noun: true });
    }
    if let Some(mark) = owner(be + 1, end).filter(|mark| mark + 1 < end) {
        return Some(Parts { subject: (be + 1, mark), relation: (mark + 1, end), object: (0, be), noun: true });
    }
    let (from, to) = noun_of(line, start, be, pivots)?;
    Some(Parts { subject: (to + 1, be), relation: (from, to), object: (be + 1, end), noun: true })
}

/// A relation noun and "of" after `start`: "parent of", "cause of death of".
fn noun_of(line: &Line<'_>, start: usize, end: usize, pivots: &Pivots) -> Option<(usize, usize)> {
    let of = next_of(line, start).filter(|of| *of > start && of + 1 < end)?;
    let tokens = line.tokens.get(start..of)?;
    let plain = |token: &Token<'_>| !token.stands_out() && !matches!(token.word.pos, Pos::Adposition | Pos::Verb);
    if !tokens.iter().all(|token| plain(token) || start == 0) {
        return None;
    }
    let further = next_of(line, of + 1).filter(|further| *further == of + 2 && further + 1 < end);
    let longer = further.filter(|further| {
        let known = thesaurus().named(&line.lemmas(start, *further).join(" ")) != 0;
        known || pivots.get(&line.key(start, *further)).is_some_and(|count| *count > 1)
    });
    Some((start, longer.unwrap_or(of)))
}

/// Runs that may be a verb with what belongs to it: from each verb over prepositions, articles and the noun that
/// names the kind of what follows.
fn verbal(line: &Line<'_>) -> Vec<(usize, usize)> {
    let end = line.len();
    let starts = (1..end).filter(|at| line.tokens.get(*at).is_some_and(|token| token.is_verb() && !token.stands_out()));
    starts.filter_map(|start| Some((start, reach(line, start, end)?))).collect()
}

/// Where the relation that starts with a verb ends.
fn reach(line: &Line<'_>, start: usize, end: usize) -> Option<usize> {
    let token = |at: usize| line.tokens.get(at);
    let mut at = start + 1;
    let light = |token: &Token<'_>| {
        matches!(
            token.word.pos,
            Pos::Adposition | Pos::Determiner | Pos::Particle | Pos::Adverb | Pos::Auxiliary | Pos::Verb
        )
    };
    // "located in", "known for"
    let described = |at: usize| {
        let next = token(at + 1).is_some_and(|next| next.word.pos == Pos::Adposition);
        let past = |token: &Token<'_>| token.lower.ends_with("ed") && !token.stands_out();
        next && token(at).is_some_and(|token| token.word.pos == Pos::Adjective || past(token))
    };
    while token(at).is_some_and(|token| (light(token) || described(at)) && !token.stands_out()) && at < end {
        at += 1;
    }
    let nouns = (at..end).take_while(|at| {
        token(*at).is_some_and(|token| {
            !token.stands_out() && matches!(token.word.pos, Pos::Noun | Pos::Adjective | Pos::Verb)
        })
    });
    let named = at + nouns.count();
    if named < end && token(named).is_some_and(Token::stands_out) {
        at = named;
    }
    (at < end).then_some(at)
}

/// "S does R to O": of several verbs the one that most lines share.
fn verb(line: &Line<'_>, end: usize, pivots: &Pivots) -> Option<Parts> {
    let count = |range: &(usize, usize)| pivots.get(&line.key(range.0, range.1)).copied().unwrap_or(0);
    let mut best: Option<(usize, usize)> = None;
    for range in verbal(line) {
        if best.as_ref().is_none_or(|best| count(&range) > count(best)) {
            best = Some(range);
        }
    }
    let (start, to) = best?;
    Some(Parts { subject: (0, start), relation: (start, to), object: (to, end), noun: false })
}
