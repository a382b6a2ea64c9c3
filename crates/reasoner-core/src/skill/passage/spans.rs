//! Candidate answers: runs of tokens that begin and end where phrases do.

use engine_api::Pos;

use super::text::Line;

/// The most tokens of an answer.
const LONGEST: usize = 14;

/// The most ends for one start.
const MOST_ENDS: usize = 8;

/// A run of tokens of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) line: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The candidates of a sentence, from left to right.
pub(crate) fn candidates(at: usize, line: &Line<'_>, found: &mut Vec<Candidate>) {
    let length = line.words().len();
    for start in 0..length {
        if !starts(line, start) {
            continue;
        }
        let mut ends = 0;
        for end in start + 1..=length.min(start + LONGEST) {
            if line.raw(end - 1) == ";" || ends == MOST_ENDS {
                break;
            }
            if stops(line, end) {
                found.push(Candidate { line: at, start, end });
                ends += 1;
            }
        }
    }
}

/// Whether the token may be inside a noun phrase.
fn nominal(pos: Pos) -> bool {
    matches!(pos, Pos::Noun | Pos::ProperNoun | Pos::Adjective | Pos::Numeral | Pos::Symbol | Pos::Other)
}

fn starts(line: &Line<'_>, at: usize) -> bool {
    let pos = line.pos(at);
    let before = at.checked_sub(1).map(|before| line.pos(before));
    match pos {
        Pos::Noun | Pos::ProperNoun | Pos::Adjective | Pos::Numeral | Pos::Symbol | Pos::Other => {
            let inside = before.is_some_and(nominal);
            let name = line.is_capital(at) && at.checked_sub(1).is_some_and(|before| !line.is_capital(before));
            !inside || name || pos == Pos::Numeral
        }
        Pos::Verb => !matches!(before, Some(Pos::ProperNoun)),
        // "only two", "about 75,000"
        Pos::Adverb => line.is_number(at + 1) || line.pos(at + 1) == Pos::Adjective,
        Pos::Pronoun => before.is_none_or(|before| !nominal(before)),
        Pos::Particle => line.lemma(at) == "to",
        _ => false,
    }
}

fn stops(line: &Line<'_>, end: usize) -> bool {
    let (last, next) = (line.pos(end - 1), line.pos(end));
    match last {
        Pos::Noun | Pos::ProperNoun | Pos::Numeral | Pos::Symbol | Pos::Other => {
            !matches!(next, Pos::Noun | Pos::ProperNoun) || line.is_capital(end - 1) && !line.is_capital(end)
        }
        Pos::Adjective => !nominal(next) || next == Pos::Noun,
        Pos::Verb => !nominal(next),
        Pos::Adverb => !nominal(next) && line.pos(end.saturating_sub(2)) == Pos::Verb,
        Pos::Punctuation => line.raw(end - 1) == ")" && line.pos(end.saturating_sub(2)) != Pos::Punctuation,
        _ => false,
    }
}
