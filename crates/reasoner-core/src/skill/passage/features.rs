//! What speaks for and against a candidate: overlap of its sentence with the question, its nearness to the question's
//! words, whether it is of the kind asked for, and its shape.

use engine_api::{Pos, Word};

use super::fits;
use super::spans::Candidate;
use super::text::{Line, Passage};
use crate::question::{Asked, Wanted, is_term};

/// The names of all features of a candidate, in the order in which they are computed.
pub(crate) fn all_names() -> Vec<&'static str> {
    NAMES.iter().chain(fits::NAMES).copied().collect()
}

/// The names of the features that this file computes.
pub(crate) const NAMES: &[&str] = &[
    "overlap",
    "best_sentence",
    "overlap_outside",
    "asked_again",
    "near_left",
    "near_right",
    "verb_left",
    "verb_right",
    "last_left",
    "first_right",
    "one_token",
    "two_tokens",
    "few_tokens",
    "many_tokens",
    "very_many_tokens",
    "time_time",
    "time_not",
    "number_number",
    "number_not",
    "number_counts_focus",
    "person_name",
    "person_not",
    "person_number",
    "place_after_in",
    "place_name",
    "place_not",
    "thing_name",
    "thing_number",
    "thing_verb",
    "thing_noun",
    "focus_last",
    "focus_after",
    "focus_before",
    "role_left",
    "focus_none",
    "reason_led",
    "reason_to",
    "reason_other",
    "manner_led",
    "manner_verb",
    "preposition",
    "apposition",
    "parenthesis",
    "quoted",
    "acts_left",
    "suffers_right",
    "after_copula",
    "list_plural",
    "comma_inside",
    "verb_inside",
    "starts_low_verb",
    "ends_phrase",
    "begins_phrase",
    "preposition_inside",
    "clause_start",
    "capital_break",
    "truth",
    "early",
    "of_next",
    "after_called",
    "overlap_before",
    "pronoun_after",
];

/// The features of a candidate.
pub(crate) fn features(asked: &Asked<'_>, passage: &Passage<'_>, candidate: Candidate) -> Vec<f32> {
    let mut row = Vec::with_capacity(NAMES.len());
    if let Some(line) = passage.lines.get(candidate.line) {
        let earlier = candidate.line.checked_sub(1).and_then(|at| passage.lines.get(at));
        let span = Span { asked, passage, line, earlier, start: candidate.start, end: candidate.end };
        span.overlap(&mut row);
        span.length(&mut row);
        span.amounts(&mut row);
        span.names(&mut row);
        span.focus(&mut row);
        span.grounds(&mut row);
        span.place(&mut row);
        span.shape(&mut row);
        span.context(&mut row);
        fits::fits(asked, line, candidate, &mut row);
    }
    row
}

struct Span<'s, 'a> {
    asked: &'s Asked<'a>,
    passage: &'s Passage<'a>,
    line: &'s Line<'a>,
    /// The sentence before it.
    earlier: Option<&'s Line<'a>>,
    start: usize,
    end: usize,
}

/// 1 or 0.
fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

impl Span<'_, '_> {
    fn wants(&self, wanted: Wanted) -> bool {
        self.asked.wanted == wanted
    }

    /// The rarity of what the token at `at` matches.
    fn weight(&self, at: usize) -> f32 {
        let found = self.line.matches.get(at).copied().flatten();
        found.map_or(0.0, |found| found.weight * self.passage.rarity.get(found.term).copied().unwrap_or(0.0))
    }

    /// The token before the span, where there is one.
    fn before(&self) -> Option<usize> {
        self.start.checked_sub(1)
    }

    /// The token before the span and its article.
    fn lead(&self) -> Option<usize> {
        let before = self.before()?;
        if self.line.pos(before) == Pos::Determiner { before.checked_sub(1) } else { Some(before) }
    }

    fn led_by(&self, lemmas: &[&str]) -> bool {
        self.lead().is_some_and(|at| lemmas.contains(&self.line.lemma(at)))
    }

    fn overlap(&self, row: &mut Vec<f32>) {
        let total: f32 = self.passage.rarity.iter().sum::<f32>().max(0.1);
        let inside: f32 = (self.start..self.end).map(|at| self.weight(at)).sum();
        let content =
            (self.start..self.end).filter(|at| self.line.words().get(*at).is_some_and(is_term)).count().max(1);
        let again = (self.start..self.end).filter(|at| self.line.matches.get(*at).is_some_and(Option::is_some)).count();
        let near = |at: usize, distance: usize| self.weight(at) / (1.0 + distance as f32);
        let left: f32 = (0..self.start).rev().take(10).enumerate().map(|(far, at)| near(at, far)).sum();
        let right: f32 = (self.end..self.line.words().len()).take(10).enumerate().map(|(far, at)| near(at, far)).sum();
        let verb = |at: usize| {
            let found = self.line.matches.get(at).copied().flatten();
            let term = found.and_then(|found| self.asked.terms.words.get(found.term));
            term.is_some_and(|term| self.asked.verb.is_some_and(|verb| std::ptr::eq(*term, verb)))
        };
        let verb_left = (0..self.start).rev().take(5).any(verb);
        let verb_right = (self.end..self.end + 5).any(verb);
        row.extend([
            self.line.overlap,
            flag(self.line.overlap >= self.passage.most),
            (self.line.overlap - inside / total).max(0.0),
            again as f32 / content as f32,
            left / total,
            right / total,
            flag(verb_left),
            flag(verb_right),
            flag(self.lead().is_some_and(|at| self.weight(at) > 0.0)),
            flag(self.weight(self.end) > 0.0),
        ]);
    }

    fn length(&self, row: &mut Vec<f32>) {
        let length = self.end - self.start;
        let flags = [length == 1, length == 2, (3..=4).contains(&length), (5..=8).contains(&length), length > 8];
        row.extend(flags.map(flag));
    }

    fn is_time(&self) -> bool {
        const PARTS: &[&str] = &["beginning", "end", "decade", "today", "reign", "war"];
        let word = |at: usize| {
            self.line.named(at).time || PARTS.contains(&self.line.lemma(at)) || self.line.raw(at).ends_with("0s")
        };
        (self.start..self.end).any(word)
    }

    fn amounts(&self, row: &mut Vec<f32>) {
        let time = self.is_time();
        let number = (self.start..self.end).any(|at| self.line.is_number(at));
        let focus = self.asked.focus;
        let counts = (self.end..self.end + 3).chain(self.start..self.end);
        let counted = focus.is_some_and(|focus| counts.clone().any(|at| self.line.lemma(at) == focus.lemma));
        row.extend([
            flag(self.wants(Wanted::Time) && time),
            flag(self.wants(Wanted::Time) && !time),
            flag(self.wants(Wanted::Number) && number),
            flag(self.wants(Wanted::Number) && !number),
            flag(self.wants(Wanted::Number) && number && counted),
        ]);
    }

    /// Whether it begins and ends with capitals: a name.
    fn is_name(&self) -> bool {
        let inside = |at: usize| {
            self.line.is_capital(at) || matches!(self.line.lemma(at), "of" | "the" | "de" | "van" | "von" | "." | "-")
        };
        let ends = self.line.is_capital(self.start) && self.line.is_capital(self.end - 1);
        ends && (self.start..self.end).all(inside) && (self.start > 0 || self.end - self.start > 1)
    }

    fn names(&self, row: &mut Vec<f32>) {
        let (name, number) = (self.is_name(), self.line.is_number(self.start));
        let verb = self.line.pos(self.start) == Pos::Verb;
        let inside = self.led_by(&["in", "at", "on", "to", "from", "near", "into", "around", "across", "throughout"]);
        let thing = self.wants(Wanted::Thing);
        row.extend([
            flag(self.wants(Wanted::Person) && name && !number),
            flag(self.wants(Wanted::Person) && !name),
            flag(self.wants(Wanted::Person) && (number || self.is_time())),
            flag(self.wants(Wanted::Place) && inside),
            flag(self.wants(Wanted::Place) && name),
            flag(self.wants(Wanted::Place) && !name),
            flag(thing && name),
            flag(thing && number),
            flag(thing && verb),
            flag(thing && !name && !number && !verb),
        ]);
    }

    fn focus(&self, row: &mut Vec<f32>) {
        let is = |at: usize| self.asked.focus.is_some_and(|focus: &Word| self.line.lemma(at) == focus.lemma);
        let (kind, role) = (self.asked.focus.is_some() && !self.asked.role, self.asked.role);
        row.extend([
            flag(kind && is(self.end - 1)),
            flag(kind && (is(self.end) || is(self.end + 1))),
            flag(kind && (0..self.start).rev().take(4).any(is)),
            flag(role && (0..self.start).rev().take(8).any(is)),
            flag(kind && !self.line.has_focus),
        ]);
    }

    fn grounds(&self, row: &mut Vec<f32>) {
        let because = ["because", "of", "due", "since", "as", "for", "that"];
        let led = self.led_by(&because)
            && self.lead().is_some_and(|at| {
                matches!(self.line.lemma(at), "because" | "since")
                    || matches!(at.checked_sub(1).map(|at| self.line.lemma(at)), Some("because" | "due" | "reason"))
            });
        let to = self.line.lemma(self.start) == "to" || self.before().is_some_and(|at| self.line.lemma(at) == "to");
        let by = self.led_by(&["by", "through", "via", "with", "using"]);
        let (reason, manner) = (self.wants(Wanted::Reason), self.wants(Wanted::Manner));
        row.extend([
            flag(reason && led),
            flag(reason && to),
            flag(reason && self.end - self.start < 3),
            flag(manner && by),
            flag(manner && self.line.pos(self.start) == Pos::Verb),
            flag(self.asked.preposition.is_some_and(|wanted| self.led_by(&[wanted.lemma.as_str()]))),
        ]);
    }

    fn place(&self, row: &mut Vec<f32>) {
        let mark = |at: Option<usize>, marks: &[&str]| at.is_some_and(|at| marks.contains(&self.line.raw(at)));
        let (before, after) = (self.lead(), Some(self.end));
        let copula = self.lead().is_some_and(|at| self.line.lemma(at) == "be");
        let quotes = ["\"", "“", "”", "'", "‘", "’"];
        let near_verb = |range: &mut dyn Iterator<Item = usize>| {
            range.take(4).any(|at| self.weight(at) > 0.0 && matches!(self.line.pos(at), Pos::Verb))
        };
        let verb_right = near_verb(&mut (self.end..self.line.words().len()));
        let verb_left = near_verb(&mut (0..self.start).rev());
        row.extend([
            flag(mark(before, &[","]) && mark(after, &[",", "."])),
            flag(mark(before, &["(", "["])),
            flag(mark(self.before(), &quotes) && mark(after, &quotes)),
            flag(self.asked.acts && verb_right),
            flag(!self.asked.acts && verb_left),
            flag(copula),
        ]);
    }

    fn shape(&self, row: &mut Vec<f32>) {
        let inside = |test: &dyn Fn(usize) -> bool| (self.start..self.end).any(test);
        let joined = inside(&|at| self.line.lemma(at) == "and");
        let plural = self.asked.focus.is_some_and(|focus| focus.text.to_lowercase() != focus.lemma);
        let first = self.line.pos(self.start);
        row.extend([
            flag(plural && joined),
            flag(inside(&|at| self.line.raw(at) == ",")),
            flag((self.start + 1..self.end).any(|at| matches!(self.line.pos(at), Pos::Verb | Pos::Auxiliary))),
            flag(first == Pos::Verb && !matches!(self.asked.wanted, Wanted::Manner | Wanted::Reason)),
            flag(matches!(self.line.pos(self.end), Pos::Punctuation | Pos::Auxiliary | Pos::Verb)),
            flag(self.before().is_none_or(|at| {
                matches!(
                    self.line.pos(at),
                    Pos::Determiner | Pos::Adposition | Pos::Punctuation | Pos::Verb | Pos::Auxiliary
                )
            })),
            flag(inside(&|at| self.line.pos(at) == Pos::Adposition)),
        ]);
    }

    fn context(&self, row: &mut Vec<f32>) {
        let broken =
            self.before().is_some_and(|at| self.line.is_capital(at) && self.line.is_capital(self.start) && at > 0)
                || self.line.is_capital(self.end - 1) && self.line.is_capital(self.end);
        let called = self.led_by(&["call", "name", "know", "as", "term"]);
        let earlier = self.earlier.map_or(0.0, |line| line.overlap);
        let pronoun = (0..3).any(|at| {
            self.line.pos(at) == Pos::Pronoun || matches!(self.line.lemma(at), "this" | "these" | "his" | "its")
        });
        row.extend([
            flag(self.start == 0),
            flag(broken),
            flag(self.wants(Wanted::Truth)),
            1.0 / (1.0 + self.start as f32),
            flag(self.line.lemma(self.end) == "of"),
            flag(called),
            earlier,
            if pronoun { earlier } else { 0.0 },
        ]);
    }
}
