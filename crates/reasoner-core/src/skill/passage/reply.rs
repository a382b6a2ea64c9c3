//! From ranked candidates to a reply: the best span in its sentence, or an admission where too little speaks for it.

use engine_api::{Finding, Move, OutcomeKind, Pos, Proof, Reason, Sentence, Value, Word};

use super::features::{self, features as rate};
use super::spans::Candidate;
use super::support::supported;
use super::text::{Line, Passage};
use super::weights::{sum, weights};
use super::wish::{may_decline, wants_brevity};
use crate::question::{Asked, Wanted};
use crate::scene::Scene;
use crate::skill::{Found, LEAST};

/// The most words of a sentence that is told with the answer.
const MOST_WORDS: usize = 28;

/// The least chance of being right at which an answer is given, where the prompt says what to do without one.
const STRICT: f32 = 0.6;

/// The same where it does not: whoever asks takes it that the passage answers.
const LENIENT: f32 = 0.01;

/// The least share of the best candidate at which it is told on its own before the sentence.
const CLEAR: f32 = 0.5;

/// The names of the features that tell an answer from none.
pub(crate) const NAMES: &[&str] = &[
    "bias",
    "share",
    "score",
    "margin",
    "overlap",
    "covered",
    "name_missing",
    "number_missing",
    "verb_missing",
    "denied",
    "kind_fits",
    "focus_missing",
    "truth",
    "noun_absent",
    "verb_absent",
    "adjective_absent",
    "name_absent",
    "number_absent",
    "only_related",
    "opposite",
    "in_order",
    "terms",
    "overlap_outside",
    "nearness",
    "two_sentences",
    "role_asked",
    "role_other",
    "role_denied",
    "wrong_kind",
    "right_kind",
    "of_kind",
    "degree_absent",
    "phrase",
    "follows_most",
];

/// A candidate with its score.
#[derive(Debug, Clone)]
pub(crate) struct Ranked {
    pub(crate) candidate: Candidate,
    pub(crate) score: f32,
    pub(crate) features: Vec<f32>,
}

/// The candidates, best first.
pub(crate) fn rank(asked: &Asked<'_>, passage: &Passage<'_>, found: &[Candidate], by: &[f32]) -> Vec<Ranked> {
    let rated = found.iter().map(|candidate| {
        let features = rate(asked, passage, *candidate);
        Ranked { candidate: *candidate, score: sum(by, &features), features }
    });
    let mut ranking: Vec<Ranked> = rated.collect();
    ranking.sort_by(|one, other| other.score.total_cmp(&one.score));
    ranking
}

/// What speaks for there being an answer.
pub(crate) fn features(asked: &Asked<'_>, passage: &Passage<'_>, ranking: &[Ranked]) -> Vec<f32> {
    let Some((first, line)) = ranking.first().and_then(|first| Some((first, passage.lines.get(first.candidate.line)?)))
    else {
        return vec![0.0; NAMES.len()];
    };
    let mut row = scores(passage, ranking, first);
    let found =
        |term: usize| passage.lines.iter().any(|line| line.matches.iter().flatten().any(|one| one.term == term));
    let lacks = |test: &dyn Fn(&Word) -> bool| count(asked, &|term, word| test(word) && !found(term));
    row.push(lacks(&is_name));
    row.push(lacks(&|word| word.pos == Pos::Numeral));
    row.push(asked.verb.map_or(0.0, |verb| lacks(&|word| std::ptr::eq(word, verb))));
    row.push(flag(line.words().iter().any(|word| matches!(word.lemma.as_str(), "not" | "never" | "no"))));
    let value = |name: &str| of(first, name);
    row.push(1.0 - value("time_not") - value("number_not") - value("person_not") - value("place_not"));
    row.push(asked.focus.map_or(0.0, |focus| lacks(&|word| std::ptr::eq(word, focus))));
    row.push(flag(asked.wanted == Wanted::Truth));
    within(asked, line, &mut row);
    row.extend([value("overlap_outside"), value("near_left") + value("near_right")]);
    let other = passage.lines.iter().filter(|other| other.overlap >= 0.8 * line.overlap).count();
    row.push((other as f32 - 1.0).min(3.0) / 3.0);
    row.push(value("role_exact").max(value("role_head")).max(value("role_inside")));
    row.extend([value("role_other"), value("role_denied")]);
    let sum = |names: &[&str]| names.iter().map(|name| value(name)).sum::<f32>();
    row.push(sum(&["person_place", "person_time", "place_person", "place_time", "time_not", "number_not"]));
    row.push(sum(&["person_person", "place_place", "time_pure", "number_pure", "number_measure"]));
    row.push(value("kind_of_focus") + value("focus_last") + value("focus_after"));
    row.push(degrees_absent(asked, line));
    row.push(value("is_argument"));
    row.push(flag(line.overlap >= passage.most));
    row
}

/// The value of a feature of a candidate.
fn of(ranked: &Ranked, name: &str) -> f32 {
    let at = features::all_names().iter().position(|known| *known == name);
    at.and_then(|at| ranked.features.get(at)).copied().unwrap_or(0.0)
}

/// How many superlatives, ordinals and the like of the question the sentence does not repeat.
fn degrees_absent(asked: &Asked<'_>, line: &Line<'_>) -> f32 {
    let told = |word: &&&Word| {
        let low = word.text.to_lowercase();
        !line.words().iter().any(|other| other.text.to_lowercase() == low || other.lemma == word.lemma)
    };
    asked.degrees.iter().filter(told).count() as f32
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

pub(crate) fn is_name(word: &Word) -> bool {
    word.pos == Pos::ProperNoun || word.text.starts_with(char::is_uppercase)
}

/// How many terms pass a test.
fn count(asked: &Asked<'_>, test: &dyn Fn(usize, &Word) -> bool) -> f32 {
    asked.terms.words.iter().enumerate().filter(|(term, word)| test(*term, word)).count() as f32
}

/// How the best candidate stands among the others.
fn scores(passage: &Passage<'_>, ranking: &[Ranked], first: &Ranked) -> Vec<f32> {
    let total: f32 = ranking.iter().map(|ranked| (ranked.score - first.score).exp()).sum();
    let apart = |ranked: &&Ranked| {
        ranked.candidate.line != first.candidate.line
            || ranked.candidate.start >= first.candidate.end
            || ranked.candidate.end <= first.candidate.start
    };
    let second = ranking.iter().find(apart).map_or(first.score - 5.0, |ranked| ranked.score);
    let overlap = passage.lines.get(first.candidate.line).map_or(0.0, |line| line.overlap);
    vec![1.0, 1.0 / total.max(1.0), first.score / 10.0, (first.score - second).min(5.0) / 5.0, overlap, passage.covered]
}

/// How the terms of the question stand in the sentence of the answer.
fn within(asked: &Asked<'_>, line: &Line<'_>, row: &mut Vec<f32>) {
    let here = |term: usize| line.matches.iter().flatten().any(|one| one.term == term);
    let absent = |test: &dyn Fn(&Word) -> bool| count(asked, &|term, word| test(word) && !here(term));
    row.push(absent(&|word| word.pos == Pos::Noun));
    row.push(absent(&|word| word.pos == Pos::Verb));
    row.push(absent(&|word| word.pos == Pos::Adjective));
    row.push(absent(&is_name));
    row.push(absent(&|word| word.pos == Pos::Numeral));
    let exact = |term: usize| line.matches.iter().flatten().any(|one| one.term == term && one.weight >= 1.0);
    row.push(count(asked, &|term, _| here(term) && !exact(term)));
    row.push(flag(line.words().iter().any(|word| asked.terms.opposes(word))));
    // How many matches follow one another in the order of the question.
    let order: Vec<usize> = line.matches.iter().flatten().map(|one| one.term).collect();
    let runs = order.windows(2).filter(|pair| matches!(pair, [one, other] if other > one)).count();
    row.push(runs as f32 / asked.terms.words.len().max(1) as f32);
    row.push(asked.terms.words.len() as f32 / 10.0);
}

/// The reply.
pub(crate) fn reply(
    (scene, question): (&Scene<'_>, &Sentence),
    asked: &Asked<'_>,
    passage: &Passage<'_>,
    found: &[Candidate],
) -> Option<Found> {
    let ranking = rank(asked, passage, found, &weights().rank);
    let first = ranking.first()?;
    let line = passage.lines.get(first.candidate.line)?;
    let odds = sum(&weights().admit, &features(asked, passage, &ranking));
    let chance = 1.0 / (1.0 + (-odds).exp());
    let declines = may_decline(scene);
    let borne_out = || supported(&question.words, asked, passage, first.candidate.line);
    if chance < if declines { STRICT } else { LENIENT } || declines && !borne_out() {
        return Some(Found::abstained(Reason::NoKnowledge));
    }
    let text = line.written(first.candidate.start, first.candidate.end).to_owned();
    let source = line.sentence.span.of(line.text).to_owned();
    let from = vec![Proof { claim: source, by: "told".to_owned(), from: Vec::new() }];
    let proof = Proof { claim: text.clone(), by: "passage".to_owned(), from };
    let clear = share(&ranking, first) >= CLEAR;
    let quoted = quote(line, first.candidate);
    let finding = match wants_brevity(scene) || clear {
        true => Finding::bare(Value::Text(text)),
        false => Finding::stated(Value::Text(text), statement(line, first.candidate)),
    };
    let mut answer = Found::answer(finding, OutcomeKind::Retrieved, Some(proof));
    if clear && !wants_brevity(scene) {
        answer.moves.push(Move::Give(Finding::bare(Value::Text(quoted))));
    }
    Some(answer.with_confidence(confidence(chance, declines)))
}

/// The share of right answers that was measured where the passage may not tell, and where it was sure to.
fn confidence(chance: f32, declines: bool) -> f32 {
    if declines { LEAST + 0.9 * (chance - STRICT) } else { 0.6 + 0.3 * chance }
}

/// The share of the best candidate and those that overlap with it among all, by their scores.
fn share(ranking: &[Ranked], first: &Ranked) -> f32 {
    let weight = |ranked: &Ranked| (ranked.score - first.score).exp();
    let all: f32 = ranking.iter().map(weight).sum();
    let same = |ranked: &&Ranked| {
        let (one, other) = (ranked.candidate, first.candidate);
        one.line == other.line && one.start < other.end && other.start < one.end
    };
    ranking.iter().filter(same).map(weight).sum::<f32>() / all.max(1.0)
}

/// The statement that holds the answer in quotation marks, with dots where the sentence goes on.
fn quote(line: &Line<'_>, candidate: Candidate) -> String {
    let part = statement(line, candidate).trim_end_matches([',', ';', ':', ' ']);
    let whole = line.sentence.span.of(line.text);
    let before = if whole.starts_with(part) { "" } else { "… " };
    let after =
        if whole.trim_end_matches(['.', '!', '?', '"', ' ']).ends_with(part.trim_end_matches(['.', '!', '?', '"'])) {
            ""
        } else {
            " …"
        };
    format!("\"{before}{part}{after}\"")
}

/// The part of the sentence that holds the answer: the whole sentence, or of a long one the clauses around it.
pub(crate) fn statement<'a>(line: &Line<'a>, candidate: Candidate) -> &'a str {
    let length = line.words().len();
    let breaks = |at: &usize| matches!(line.raw(*at), "," | ";" | ":" | "(" | "—" | "–");
    let first = (0..candidate.start).filter(breaks).map(|at| at + 1).chain([0, candidate.start]);
    let start = first.filter(|from| candidate.end - from <= MOST_WORDS - 4).min().unwrap_or(candidate.start);
    let last = (candidate.end..length).filter(breaks).chain([length, candidate.end]);
    let end = last.filter(|to| *to >= candidate.end && to - start <= MOST_WORDS).max().unwrap_or(candidate.end);
    line.written(start, end)
}
