//! What cannot answer a question, whatever speaks for it: words of the question itself, pronouns, a verb where a person
//! is asked for, no time where a time is asked for.

use engine_api::Pos;

use super::spans::Candidate;
use super::text::Line;
use crate::question::{Asked, Wanted, is_term};

/// Whether a candidate may answer.
pub(crate) fn plausible(asked: &Asked<'_>, line: &Line<'_>, candidate: Candidate) -> bool {
    let places = || candidate.start..candidate.end;
    let content = |at: &usize| line.words().get(*at).is_some_and(is_term) || line.is_number(*at);
    let repeated = |at: usize| {
        let found = line.matches.get(at).copied().flatten();
        found.is_some_and(|found| found.weight >= 1.0) && !line.named(at).number
    };
    let says_something = places().filter(content).any(|at| asked.offers || !repeated(at));
    let any = |test: &dyn Fn(usize) -> bool| places().any(test);
    let verb = any(&|at| matches!(line.pos(at), Pos::Verb | Pos::Auxiliary));
    let opens_with_verb = matches!(line.pos(candidate.start), Pos::Verb | Pos::Particle);
    let fits = match asked.wanted {
        Wanted::Person | Wanted::Place => !verb,
        Wanted::Time => !verb && any(&|at| line.named(at).time || is_part_of_time(line.lemma(at))),
        Wanted::Number => !verb && any(&|at| line.named(at).number || is_quantity(line.lemma(at))),
        Wanted::Thing => !(opens_with_verb && (asked.focus.is_some() || asked.defines)),
        Wanted::Reason | Wanted::Manner | Wanted::Truth => true,
    };
    says_something && fits
}

fn is_part_of_time(lemma: &str) -> bool {
    matches!(lemma, "beginning" | "end" | "decade" | "today" | "era" | "reign" | "war" | "after" | "before" | "during")
}

fn is_quantity(lemma: &str) -> bool {
    matches!(lemma, "half" | "several" | "many" | "few" | "dozen" | "quarter" | "third" | "once" | "twice" | "none")
}
