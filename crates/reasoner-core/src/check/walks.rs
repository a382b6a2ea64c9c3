//! Chains of told relations: directions that add up, relatives of relatives, facts that share a name.

use std::collections::BTreeSet;

use super::{Checked, checked};
use crate::world::kin::{self, Relation, Tie};
use crate::world::space::{Layout, Step, Walk};

/// The most ties of a chain of relatives that is checked.
const LONGEST: usize = 12;

/// Whether each walk leads over told links from the first thing to the second, and its steps add up to this.
pub(crate) fn directions(layout: &Layout, walks: &[(usize, usize, &Walk, Step)]) -> Option<Checked> {
    let leads = |(from, to, walk, total): &(usize, usize, &Walk, Step)| {
        let (mut here, mut right, mut up) = (*from, 0_i64, 0_i64);
        for (at, ahead) in *walk {
            let Some(link) = layout.links.get(*at) else { return false };
            let (start, end, sign) =
                if *ahead { (link.ground, link.figure, 1) } else { (link.figure, link.ground, -1) };
            if start != here {
                return false;
            }
            here = end;
            right += sign * i64::from(link.step.right);
            up += sign * i64::from(link.step.up);
        }
        here == *to && (right, up) == (i64::from(total.right), i64::from(total.up))
    };
    checked(!walks.is_empty() && walks.iter().all(leads))
}

/// Whether ties of these sentences, one each and in this order, lead from a person to the other and make the other
/// this relative.
pub(crate) fn relatives(
    ties: &[Tie],
    (person, other): (usize, usize),
    relation: Relation,
    sources: &[usize],
) -> Option<Checked> {
    if sources.is_empty() || sources.len() > LONGEST {
        return None;
    }
    let mut chains: Vec<(usize, Vec<Relation>)> = vec![(person, Vec::new())];
    for source in sources {
        let mut longer = Vec::new();
        for tie in ties.iter().filter(|tie| tie.source == *source) {
            for (here, chain) in &chains {
                let ahead = (tie.person == *here).then_some((tie.other, tie.relation));
                let back = kin::inverse(tie.relation).filter(|_| tie.other == *here).map(|back| (tie.person, back));
                longer.extend([ahead, back].into_iter().flatten().map(|(there, step)| {
                    let mut chain = chain.clone();
                    chain.push(step);
                    (there, chain)
                }));
            }
        }
        longer.truncate(64);
        chains = longer;
    }
    checked(chains.iter().any(|(end, chain)| *end == other && makes(chain).contains(relation)))
}

/// All that a chain of relations may make, however its parts are put together.
fn makes(chain: &[Relation]) -> BTreeSet<Relation> {
    let count = chain.len();
    let mut parts: Vec<Vec<BTreeSet<Relation>>> = vec![vec![BTreeSet::new(); count + 1]; count];
    for length in 1..=count {
        for start in 0..=count - length {
            let mut made = BTreeSet::new();
            if length == 1 {
                made.extend(chain.get(start));
            }
            for middle in start + 1..start + length {
                let part = |from: usize, to: usize| parts.get(from).and_then(|row| row.get(to));
                let (Some(left), Some(right)) = (part(start, middle), part(middle, start + length)) else { continue };
                for first in left {
                    made.extend(right.iter().filter_map(|second| kin::chained(first, second)));
                }
            }
            if let Some(part) = parts.get_mut(start).and_then(|row| row.get_mut(start + length)) {
                *part = made;
            }
        }
    }
    parts.first_mut().and_then(|row| row.pop()).unwrap_or_default()
}

/// Whether each link begins where the one before it ends, from the first thing to the last: bigger things and smaller
/// ones, members and their kinds.
pub(crate) fn ordered(links: &[(&str, &str)], first: &str, last: &str) -> Option<Checked> {
    let end = links.iter().try_fold(first, |here, (start, end)| (*start == here).then_some(*end));
    checked(!links.is_empty() && end == Some(last))
}

/// Whether each of the answers is joined with a thing that the question names by these facts alone; facts are pairs
/// of things.
pub(crate) fn joined(facts: &[(u32, u32)], named: &[u32], answers: &[u32]) -> Option<Checked> {
    let mut reached: BTreeSet<u32> = named.iter().copied().collect();
    loop {
        let before = reached.len();
        for (one, other) in facts {
            if reached.contains(one) || reached.contains(other) {
                reached.extend([*one, *other]);
            }
        }
        if reached.len() == before {
            return checked(!answers.is_empty() && answers.iter().all(|answer| reached.contains(answer)));
        }
    }
}
