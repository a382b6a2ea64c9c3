//! Graphs that are given by their edges or by a rule for neighbours: shortest paths, orders, cycles.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::hash::Hash;

use engine_api::Budget;
use foldhash::fast::FixedState;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Search<T> {
    /// The states from the start to the goal, both included.
    Path(Vec<T>),
    /// Every state that can be reached was seen; none is a goal.
    None,
    /// The budget ended first.
    Spent,
}

/// A shortest path by breadth-first search. `next` lists the neighbours of a state in a fixed order.
pub(crate) fn shortest<T, N>(start: T, goal: impl Fn(&T) -> bool, next: N, budget: &mut Budget) -> Search<T>
where
    T: Clone + Eq + Hash,
    N: Fn(&T, &mut Vec<T>),
{
    let mut seen: HashMap<T, usize, FixedState> = HashMap::default();
    let mut states: Vec<(T, usize)> = vec![(start.clone(), 0)];
    let mut queue = VecDeque::from([0usize]);
    seen.insert(start, 0);
    let mut neighbours = Vec::new();
    while let Some(at) = queue.pop_front() {
        let Some((state, _)) = states.get(at).cloned() else { break };
        if goal(&state) {
            return Search::Path(trace(&states, at));
        }
        neighbours.clear();
        next(&state, &mut neighbours);
        if !budget.spend(1 + neighbours.len() as u64) {
            return Search::Spent;
        }
        for neighbour in neighbours.drain(..) {
            if !seen.contains_key(&neighbour) {
                seen.insert(neighbour.clone(), states.len());
                queue.push_back(states.len());
                states.push((neighbour, at));
            }
        }
    }
    Search::None
}

fn trace<T: Clone>(states: &[(T, usize)], goal: usize) -> Vec<T> {
    let mut path = Vec::new();
    let mut at = goal;
    while let Some((state, before)) = states.get(at) {
        path.push(state.clone());
        if at == 0 {
            break;
        }
        at = *before;
    }
    path.reverse();
    path
}

/// An order of `0..count` in which the first of each pair comes before the second, the smallest number first where
/// several may come; `None` where the pairs form a cycle (Kahn 1962). Pairs outside of the range do not count.
pub(crate) fn order(count: usize, pairs: &[(usize, usize)]) -> Option<Vec<usize>> {
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut waits = vec![0usize; count];
    for (first, second) in pairs.iter().filter(|(first, second)| *first < count && *second < count) {
        if let (Some(list), Some(wait)) = (after.get_mut(*first), waits.get_mut(*second)) {
            list.push(*second);
            *wait += 1;
        }
    }
    let mut ready: BTreeSet<usize> = (0..count).filter(|node| waits.get(*node) == Some(&0)).collect();
    let mut found = Vec::with_capacity(count);
    while let Some(node) = ready.pop_first() {
        found.push(node);
        for next in after.get(node).into_iter().flatten() {
            if let Some(wait) = waits.get_mut(*next) {
                *wait -= 1;
                if *wait == 0 {
                    ready.insert(*next);
                }
            }
        }
    }
    (found.len() == count).then_some(found)
}

/// A cycle among `0..count`, each node before the next, the first repeated at the end; `None` where there is none.
pub(crate) fn cycle(count: usize, pairs: &[(usize, usize)]) -> Option<Vec<usize>> {
    // Nodes that wait for ever each have a predecessor that does: walking back among them must close a cycle.
    let mut alive = vec![true; count];
    loop {
        let waits = |node: usize, alive: &[bool]| {
            pairs.iter().any(|(first, second)| *second == node && alive.get(*first) == Some(&true))
        };
        let gone: Vec<usize> =
            (0..count).filter(|node| alive.get(*node) == Some(&true) && !waits(*node, &alive)).collect();
        if gone.is_empty() {
            break;
        }
        for node in gone {
            if let Some(flag) = alive.get_mut(node) {
                *flag = false;
            }
        }
    }
    let mut walk = vec![alive.iter().position(|flag| *flag)?];
    loop {
        let last = *walk.last()?;
        let (before, _) = *pairs.iter().find(|(first, second)| *second == last && alive.get(*first) == Some(&true))?;
        if let Some(at) = walk.iter().position(|node| *node == before) {
            let mut found: Vec<usize> = walk.get(at..)?.to_vec();
            found.push(before);
            found.reverse();
            return Some(found);
        }
        walk.push(before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shortest() {
        // On a ring of ten the short way round from 0 to 7 has three steps.
        let next = |at: &u32, found: &mut Vec<u32>| found.extend([(at + 1) % 10, (at + 9) % 10]);
        let found = shortest(0, |at| *at == 7, next, &mut Budget::steps(1_000));
        assert_eq!(found, Search::Path(vec![0, 9, 8, 7]));
        assert_eq!(shortest(0, |at| *at == 11, next, &mut Budget::steps(1_000)), Search::None);
        assert_eq!(shortest(0, |at| *at == 5, next, &mut Budget::steps(4)), Search::Spent);
    }

    #[test]
    fn orders_and_cycles() {
        assert_eq!(order(4, &[(3, 0), (0, 1), (3, 2)]), Some(vec![3, 0, 1, 2]));
        assert_eq!(order(3, &[(0, 1), (1, 2), (2, 0)]), None);
        assert_eq!(cycle(4, &[(0, 1), (1, 2), (2, 1), (2, 3)]), Some(vec![1, 2, 1]));
        assert_eq!(cycle(3, &[(0, 1), (1, 2)]), None);
    }
}
