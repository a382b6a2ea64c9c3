//! Coordination: candidates of one shape, joined by commas, `and` and the like.

use super::{Candidate, Setting, Shape};
use crate::text::Text;

/// The most items of a list.
const LONGEST: usize = 64;

/// Finds lists of at least two items.
pub(crate) fn find(text: &Text, _: &Setting, found: &mut Vec<Candidate>) {
    let items = widest(text, found);
    let mut lists: Vec<Candidate> = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let mut members = vec![at];
        while members.len() < LONGEST {
            let last = members.last().copied().unwrap_or(at);
            let Some(next) = items.get(last + 1).map(|_| last + 1) else { break };
            if !joined(text, found, (items.get(last), items.get(next))) {
                break;
            }
            members.push(next);
        }
        let count = members.len();
        let indices: Vec<usize> = members.iter().filter_map(|&m| items.get(m).copied()).collect();
        if let (true, Some(first), Some(last)) = (count > 1, indices.first(), indices.last())
            && let (Some(first), Some(last)) = (found.get(*first), found.get(*last))
        {
            lists.push(Candidate { from: first.from, to: last.to, shape: Shape::List(indices) });
        }
        at += count;
    }
    found.extend(lists);
}

/// The widest candidates that do not overlap, in the order of the text; phrases give way to all others.
fn widest(text: &Text, found: &[Candidate]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&i| found.get(i).map(|c| (c.shape == Shape::Phrase, c.from, usize::MAX - c.to, i)));
    let mut taken = vec![false; text.tokens.len()];
    let mut kept: Vec<usize> = Vec::new();
    for index in order {
        let Some(candidate) = found.get(index) else { continue };
        let of = candidate.shape == Shape::Phrase && (candidate.from..candidate.to).any(|at| text.word(at) == "of");
        let Some(span) = taken.get_mut(candidate.from..candidate.to) else { continue };
        if !of && span.iter().all(|cell| !cell) {
            span.fill(true);
            kept.push(index);
        }
    }
    kept.sort_by_key(|&i| found.get(i).map(|c| c.from));
    kept
}

/// Whether the second candidate carries on the list of the first.
fn joined(text: &Text, found: &[Candidate], pair: (Option<&usize>, Option<&usize>)) -> bool {
    let (Some(a), Some(b)) = (pair.0.and_then(|i| found.get(*i)), pair.1.and_then(|i| found.get(*i))) else {
        return false;
    };
    let alike = match (&a.shape, &b.shape) {
        (Shape::Number(x), Shape::Number(y)) => {
            x.percent == y.percent && x.money == y.money && x.unit_at.is_none_or(|u| u + 1 >= b.from)
        }
        (Shape::Phrase, Shape::Name) | (Shape::Name, Shape::Phrase) => true,
        (x, y) => std::mem::discriminant(x) == std::mem::discriminant(y),
    };
    // The unit of a number belongs to it: `20 minutes and 15 minutes`.
    let end = match &a.shape {
        Shape::Number(amount) if amount.unit_at == Some(a.to) => a.to + 1,
        _ => a.to,
    };
    alike && is_joint(text, end, b.from)
}

/// Whether only a joint of coordination stands between the tokens: commas, `and`, `or`, quotes, a unit before.
fn is_joint(text: &Text, from: usize, to: usize) -> bool {
    let mut joints = 0;
    for at in from..to {
        match text.word(at) {
            "," | "and" | "or" | "&" | "/" | "plus" => joints += 1,
            "\"" | "'" | "`" | "“" | "”" | "‘" | "’" | "the" | "a" | "an" | "also" | "then" | "$" => {}
            _ => return false,
        }
    }
    joints > 0 && to - from <= 5
}
