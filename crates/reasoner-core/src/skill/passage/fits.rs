//! What the roles of a candidate and the kinds of its words say for and against it.

use engine_api::Pos;

use super::names::Names;
use super::spans::Candidate;
use super::text::Line;
use crate::question::{Asked, Wanted};

/// The names of the features, in the order in which they are computed.
pub(crate) const NAMES: &[&str] = &[
    "role_exact",
    "role_head",
    "role_inside",
    "role_around",
    "role_other",
    "role_denied",
    "is_argument",
    "person_person",
    "person_place",
    "person_group",
    "person_time",
    "place_place",
    "place_person",
    "place_time",
    "time_pure",
    "time_mixed",
    "number_pure",
    "number_measure",
    "number_mixed",
    "number_year",
    "kind_of_focus",
    "kind_elsewhere",
    "called",
    "defined",
    "defined_long",
    "person_long",
    "thing_long",
    "thing_one",
    "thing_time",
    "reason_long",
    "manner_long",
    "place_long",
    "person_common",
    "focus_modifier",
    "own_verb_object",
];

/// The features of a candidate.
pub(crate) fn fits(asked: &Asked<'_>, line: &Line<'_>, candidate: Candidate, row: &mut Vec<f32>) {
    let fit = Fit { asked, line, start: candidate.start, end: candidate.end };
    fit.roles(row);
    fit.kinds(row);
    fit.pure(row);
    fit.focus(row);
    fit.lengths(row);
}

struct Fit<'s, 'a> {
    asked: &'s Asked<'a>,
    line: &'s Line<'a>,
    start: usize,
    end: usize,
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

impl Fit<'_, '_> {
    fn wants(&self, wanted: Wanted) -> bool {
        self.asked.wanted == wanted
    }

    /// What the last word, the head of most phrases, names.
    fn head(&self) -> Names {
        self.line.named(self.end - 1)
    }

    fn any(&self, test: impl Fn(Names) -> bool) -> bool {
        (self.start..self.end).any(|at| test(self.line.named(at)))
    }

    fn roles(&self, row: &mut Vec<f32>) {
        let [mut exact, mut head, mut inside, mut around, mut other, mut denied] = [0.0_f32; 6];
        let mut argument = false;
        for role in &self.line.roles {
            let same = role.start == self.start && role.end == self.end;
            let core = role.start == self.start && role.head_end == self.end;
            argument |= same || core;
            if same {
                exact = exact.max(role.asked);
            } else if core {
                head = head.max(role.asked);
            } else if role.start <= self.start && self.end <= role.end {
                inside = inside.max(role.asked);
            } else if self.start <= role.start && role.end <= self.end {
                around = around.max(role.asked);
            }
            if role.start < self.end && self.start < role.end {
                other = other.max(role.other);
                if role.denied {
                    denied = denied.max(role.asked);
                }
            }
        }
        row.extend([exact, head, inside, around, other, denied, flag(argument)]);
    }

    fn kinds(&self, row: &mut Vec<f32>) {
        let head = self.head();
        let (person, place) = (self.wants(Wanted::Person), self.wants(Wanted::Place));
        row.extend([
            flag(person && self.any(|names| names.person)),
            flag(person && head.place && !self.any(|names| names.person)),
            flag(person && head.group),
            flag(person && self.any(|names| names.time)),
            flag(place && head.place),
            flag(place && self.any(|names| names.person)),
            flag(place && self.any(|names| names.time)),
        ]);
    }

    /// Whether a time or an amount stands alone, or among other words.
    fn pure(&self, row: &mut Vec<f32>) {
        let light = |at: usize| {
            matches!(self.line.pos(at), Pos::Adposition | Pos::Determiner | Pos::Punctuation | Pos::Adverb)
                || matches!(self.line.lemma(at), "early" | "late" | "mid" | "end" | "beginning" | "-")
        };
        let all =
            |test: &dyn Fn(Names) -> bool| (self.start..self.end).all(|at| test(self.line.named(at)) || light(at));
        let has_time = self.any(|names| names.time);
        let has_number = self.any(|names| names.number);
        let (time, number) = (self.wants(Wanted::Time), self.wants(Wanted::Number));
        let pure_time = has_time && all(&|names| names.time || names.number);
        let pure_number = has_number && all(&|names| names.number);
        let unit = self.end - self.start >= 2
            && self.line.named(self.start).number
            && !self.head().number
            && (self.start..self.end - 1).all(|at| self.line.named(at).number || light(at));
        row.extend([
            flag(time && pure_time),
            flag(time && has_time && !pure_time),
            flag(number && pure_number),
            flag(number && unit),
            flag(number && has_number && !pure_number && !unit),
            flag(number && self.any(|names| names.number && names.time)),
        ]);
    }

    fn focus(&self, row: &mut Vec<f32>) {
        let kind = |at: usize| self.line.named(at).of_kind;
        let own = kind(self.end - 1);
        let elsewhere = !own && self.line.has_kind;
        let before = |lemmas: &[&str]| {
            let near = self.start.saturating_sub(3)..self.start;
            near.clone().any(|at| lemmas.contains(&self.line.lemma(at)))
        };
        let called = self.asked.calls && before(&["call", "name", "term", "know", "as", "refer", "dub", "title"]);
        let copula = self.start > 0 && before(&["be"]);
        let subject =
            (0..self.start).rev().skip(1).take(6).any(|at| self.line.matches.get(at).is_some_and(Option::is_some));
        let defined = self.asked.defines && copula && subject;
        let long = self.end - self.start;
        row.extend([flag(own), flag(elsewhere), flag(called), flag(defined), flag(defined && long >= 4)]);
    }

    fn lengths(&self, row: &mut Vec<f32>) {
        let long = (self.end - self.start) as f32 / 10.0;
        let thing = self.wants(Wanted::Thing);
        let by = |wanted: Wanted| if self.wants(wanted) { long } else { 0.0 };
        let common = !self.line.is_capital(self.start) && !self.line.is_capital(self.end - 1);
        let focus = self.asked.focus.filter(|_| !self.asked.role);
        let modifies = focus.is_some_and(|focus| self.line.lemma(self.end) == focus.lemma)
            && matches!(self.line.pos(self.end - 1), Pos::Adjective | Pos::Noun | Pos::ProperNoun);
        let own = |at: usize| {
            let verb = self.asked.verb.map(|verb| verb.lemma.as_str());
            self.line.pos(at) == Pos::Verb
                && verb.is_some_and(|verb| self.asked.terms.alike(verb, self.line.lemma(at)) > 0.0)
        };
        let object = self.start.checked_sub(1).is_some_and(own)
            || self.start > 1 && self.line.pos(self.start - 1) == Pos::Determiner && own(self.start - 2);
        row.extend([
            by(Wanted::Person),
            by(Wanted::Thing),
            flag(thing && self.end - self.start == 1),
            flag(thing && self.any(|names| names.time)),
            by(Wanted::Reason),
            by(Wanted::Manner),
            by(Wanted::Place),
            flag(self.wants(Wanted::Person) && common && !self.head().person),
            flag(modifies),
            flag(!self.asked.acts && object),
        ]);
    }
}
