//! From ranked candidates to a reply: the best span in its sentence, or an admission where too little speaks for it.

use engine_api::{Finding, OutcomeKind, Pos, Proof, Reason, Role, Value, Word};

use super::features::{self, features as rate};
use super::spans::Candidate;
use super::text::{Line, Passage};
use super::weights::{sum, weights};
use crate::question::{Asked, Wanted};
use crate::scene::Scene;
use crate::skill::{Found, LEAST};

/// The most words of a sentence that is told with the answer.
const MOST_WORDS: usize = 28;

/// The least chance of being right at which an answer is given, where the prompt says what to do without one.
const STRICT: f32 = 0.65;

/// The same where it does not: whoever asks takes it that the passage answers.
const LENIENT: f32 = 0.2;

/// The end of the last turn that is searched for what to do without an answer, in bytes.
const TAIL: usize = 160;

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
    let value = |name: &str| {
        features::NAMES
            .iter()
            .position(|known| *known == name)
            .and_then(|at| first.features.get(at))
            .copied()
            .unwrap_or(0.0)
    };
    row.push(1.0 - value("time_not") - value("number_not") - value("person_not") - value("place_not"));
    row.push(asked.focus.map_or(0.0, |focus| lacks(&|word| std::ptr::eq(word, focus))));
    row.push(flag(asked.wanted == Wanted::Truth));
    within(asked, line, &mut row);
    row.extend([value("overlap_outside"), value("near_left") + value("near_right")]);
    let other = passage.lines.iter().filter(|other| other.overlap >= 0.8 * line.overlap).count();
    row.push((other as f32 - 1.0).min(3.0) / 3.0);
    row
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

fn is_name(word: &Word) -> bool {
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
pub(crate) fn reply(scene: &Scene<'_>, asked: &Asked<'_>, passage: &Passage<'_>, found: &[Candidate]) -> Option<Found> {
    let ranking = rank(asked, passage, found, &weights().rank);
    let first = ranking.first()?;
    let line = passage.lines.get(first.candidate.line)?;
    let odds = sum(&weights().admit, &features(asked, passage, &ranking));
    let chance = 1.0 / (1.0 + (-odds).exp());
    if chance < if may_decline(scene) { STRICT } else { LENIENT } {
        return Some(Found::abstained(Reason::NoKnowledge));
    }
    let text = line.written(first.candidate.start, first.candidate.end).to_owned();
    let source = line.sentence.span.of(line.text).to_owned();
    let from = vec![Proof { claim: source, by: "told".to_owned(), from: Vec::new() }];
    let proof = Proof { claim: text.clone(), by: "passage".to_owned(), from };
    let finding = if wants_brevity(scene) {
        Finding::bare(Value::Text(text))
    } else {
        Finding::stated(Value::Text(text), statement(line, first.candidate))
    };
    Some(Found::answer(finding, OutcomeKind::Retrieved, Some(proof)).with_confidence(LEAST + 0.35 * chance))
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

/// Whether the prompt itself says what to do where the text does not tell.
fn may_decline(scene: &Scene<'_>) -> bool {
    let says = |text: &str| {
        let text = text.to_lowercase();
        [
            "not say",
            "n't say",
            "n't know",
            "not know",
            "not tell",
            "n't tell",
            "not answer",
            "unanswerable",
            "no answer",
            "not mention",
            "n't mention",
            "not contain",
            "n't contain",
            "not state",
        ]
        .iter()
        .any(|phrase| text.contains(phrase))
    };
    let last = scene.text.len().saturating_sub(TAIL);
    let tail = (last..scene.text.len()).find_map(|at| scene.text.get(at..)).unwrap_or("");
    says(tail)
        || scene.ask.turns.iter().any(|turn| turn.role == Role::System && turn.text.len() <= TAIL && says(&turn.text))
}

/// Whether the prompt wants the answer alone.
fn wants_brevity(scene: &Scene<'_>) -> bool {
    let told = scene.task.instructions.iter().filter_map(|place| {
        Some(scene.reading.at(*place)?.span.of(&scene.ask.turns.get(place.turn)?.text).to_lowercase())
    });
    let brief = ["brief", "concise", "few words", "one word", "only the", "just the", "exact phrase", "single phrase"];
    told.into_iter().any(|text| brief.iter().any(|word| text.contains(word)))
}
