//! Planning in the STRIPS sense: facts that hold or not, operators that need, add and delete facts.
//!
//! Best-first search on `g + w·h` with the relaxed-plan heuristic of FF (Hoffmann and Nebel 2001), first near the
//! shortest plan, then by the operators of the relaxed plan alone, then whatever reaches the goal; the plan is then rid
//! of operators that it can do without.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use engine_api::Budget;
use foldhash::fast::FixedState;

/// A fact by its number.
pub(crate) type Fact = usize;

/// An operator with all its parameters bound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Operator {
    /// What must hold before.
    pub(crate) needs: Vec<Fact>,
    /// What holds after.
    pub(crate) adds: Vec<Fact>,
    /// What no longer holds after, unless it is added.
    pub(crate) deletes: Vec<Fact>,
}

/// A planning task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Task {
    /// How many facts there are.
    pub(crate) facts: usize,
    pub(crate) start: Vec<Fact>,
    pub(crate) goal: Vec<Fact>,
    pub(crate) operators: Vec<Operator>,
}

/// What the search found: the operators by their numbers, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Planned {
    Plan(Vec<usize>),
    /// No sequence of operators reaches the goal.
    Impossible,
    /// The budget ended first.
    Spent,
}

type State = Box<[u64]>;

/// One way to search.
struct Round {
    /// How much the heuristic weighs against the length so far.
    weight: u32,
    /// How many states are looked at.
    states: usize,
    /// Whether only operators of the relaxed plan are tried ("helpful actions"); finding nothing then means nothing.
    helpful: bool,
    /// The part of the steps left that it may spend, as a divisor.
    share: u64,
}

/// Near the shortest plan, straight at the goal, whatever reaches the goal.
const ROUNDS: [Round; 3] = [
    Round { weight: 1, states: 1_500, helpful: false, share: 3 },
    Round { weight: 5, states: 20_000, helpful: true, share: 2 },
    Round { weight: 5, states: 200_000, helpful: false, share: 1 },
];

/// A plan for the task.
pub(crate) fn plan(task: &Task, budget: &mut Budget) -> Planned {
    let search = Search::new(task);
    for round in &ROUNDS {
        let share = budget.left() / round.share;
        let mut part = budget.part(share);
        let found = search.run(round, &mut part);
        budget.settle(share, &part);
        match found {
            Some(Planned::Plan(plan)) => return Planned::Plan(trimmed(task, plan)),
            Some(Planned::Impossible) if !round.helpful => return Planned::Impossible,
            _ => {}
        }
    }
    Planned::Spent
}

/// Whether a sequence of operators can be performed and reaches the goal.
pub(crate) fn works(task: &Task, plan: &[usize]) -> bool {
    let mut state = state(task);
    for at in plan {
        let Some(operator) = task.operators.get(*at) else { return false };
        if !operator.needs.iter().all(|fact| has(&state, *fact)) {
            return false;
        }
        state = after(&state, operator);
    }
    task.goal.iter().all(|fact| has(&state, *fact))
}

/// The plan without what it can do without (greedy action elimination, Nakhost and Müller 2010).
fn trimmed(task: &Task, mut plan: Vec<usize>) -> Vec<usize> {
    let mut at = 0;
    while at < plan.len() && plan.len() <= 400 {
        let mut kept = without(task, &plan, at);
        if kept.len() < plan.len() && works(task, &kept) {
            std::mem::swap(&mut plan, &mut kept);
        } else {
            at += 1;
        }
    }
    plan
}

/// The plan without the operator at `dropped` and without those that then cannot be performed.
fn without(task: &Task, plan: &[usize], dropped: usize) -> Vec<usize> {
    let mut state = state(task);
    let mut kept = Vec::with_capacity(plan.len());
    for (at, number) in plan.iter().enumerate() {
        let Some(operator) = task.operators.get(*number) else { continue };
        if at != dropped && operator.needs.iter().all(|fact| has(&state, *fact)) {
            state = after(&state, operator);
            kept.push(*number);
        }
    }
    kept
}

fn state(task: &Task) -> State {
    let mut state = vec![0u64; task.facts / 64 + 1].into_boxed_slice();
    task.start.iter().for_each(|fact| set(&mut state, *fact, true));
    state
}

fn has(state: &State, fact: Fact) -> bool {
    state.get(fact / 64).is_some_and(|word| word >> (fact % 64) & 1 == 1)
}

fn set(state: &mut State, fact: Fact, value: bool) {
    if let Some(word) = state.get_mut(fact / 64) {
        let bit = 1u64 << (fact % 64);
        *word = if value { *word | bit } else { *word & !bit };
    }
}

fn after(state: &State, operator: &Operator) -> State {
    let mut next = state.clone();
    operator.deletes.iter().for_each(|fact| set(&mut next, *fact, false));
    operator.adds.iter().for_each(|fact| set(&mut next, *fact, true));
    next
}

/// The task with what is looked up often.
struct Search<'a> {
    task: &'a Task,
    /// The operators that need each fact.
    needed_by: Vec<Vec<usize>>,
}

impl<'a> Search<'a> {
    fn new(task: &'a Task) -> Search<'a> {
        let mut needed_by = vec![Vec::new(); task.facts];
        for (at, operator) in task.operators.iter().enumerate() {
            for fact in &operator.needs {
                if let Some(list) = needed_by.get_mut(*fact) {
                    list.push(at);
                }
            }
        }
        Search { task, needed_by }
    }

    /// One search; `None` where it looked at as many states as it may.
    fn run(&self, round: &Round, budget: &mut Budget) -> Option<Planned> {
        let start = state(self.task);
        let Some(relaxed) = self.estimate(&start, budget) else {
            return Some(if budget.is_spent() { Planned::Spent } else { Planned::Impossible });
        };
        let weight = round.weight;
        let mut open = BinaryHeap::from([(Reverse((weight * relaxed.length, relaxed.length)), Reverse(0usize))]);
        let mut nodes = vec![Node { state: start.clone(), by: 0, before: 0, length: 0, helpful: relaxed.first }];
        let mut seen: HashMap<State, u32, FixedState> = HashMap::default();
        seen.insert(start, 0);
        while let Some((_, Reverse(at))) = open.pop() {
            let Some(node) = nodes.get(at).cloned() else { break };
            if seen.get(&node.state).is_some_and(|best| *best < node.length) {
                continue;
            }
            if self.task.goal.iter().all(|fact| has(&node.state, *fact)) {
                return Some(Planned::Plan(trace(&nodes, at)));
            }
            let length = node.length + 1;
            for number in self.applicable(&node, round.helpful) {
                let Some(operator) = self.task.operators.get(number) else { continue };
                let next = after(&node.state, operator);
                if seen.get(&next).is_some_and(|best| *best <= length) {
                    continue;
                }
                seen.insert(next.clone(), length);
                let Some(relaxed) = self.estimate(&next, budget) else {
                    if budget.is_spent() {
                        return Some(Planned::Spent);
                    }
                    continue;
                };
                let estimate = relaxed.length;
                open.push((Reverse((length + weight * estimate, estimate)), Reverse(nodes.len())));
                let helpful = if round.helpful { relaxed.first } else { Vec::new() };
                nodes.push(Node { state: next, by: number, before: at, length, helpful });
            }
            if nodes.len() > round.states {
                return None;
            }
        }
        Some(Planned::Impossible)
    }

    /// The operators to try in a state.
    fn applicable(&self, node: &Node, helpful: bool) -> Vec<usize> {
        if helpful {
            return node.helpful.clone();
        }
        let operators = self.task.operators.iter().enumerate();
        let fits = |operator: &Operator| operator.needs.iter().all(|fact| has(&node.state, *fact));
        operators.filter(|(_, operator)| fits(operator)).map(|(number, _)| number).collect()
    }

    /// A plan that ignores deletions; `None` where not even that reaches the goal.
    fn estimate(&self, state: &State, budget: &mut Budget) -> Option<Relaxed> {
        let task = self.task;
        // For each fact the operator that adds it first; `usize::MAX - 1` for facts that hold already.
        let mut by = vec![usize::MAX; task.facts];
        let mut missing: Vec<usize> = task.operators.iter().map(|operator| operator.needs.len()).collect();
        let mut queue: Vec<Fact> = (0..task.facts).filter(|fact| has(state, *fact)).collect();
        queue.iter().for_each(|fact| {
            if let Some(slot) = by.get_mut(*fact) {
                *slot = HOLDS
            }
        });
        let mut open = task.goal.iter().filter(|fact| !has(state, **fact)).count();
        let free = missing.iter().enumerate().filter(|(_, count)| **count == 0).map(|(at, _)| at);
        let mut ready: Vec<usize> = free.collect();
        let mut steps = 0u64;
        while open > 0 && !(queue.is_empty() && ready.is_empty()) {
            for fact in queue.drain(..) {
                for at in self.needed_by.get(fact).into_iter().flatten() {
                    steps += 1;
                    if let Some(count) = missing.get_mut(*at) {
                        *count -= 1;
                        if *count == 0 {
                            ready.push(*at);
                        }
                    }
                }
            }
            for at in ready.drain(..) {
                for fact in task.operators.get(at).into_iter().flat_map(|operator| &operator.adds) {
                    if let Some(slot) = by.get_mut(*fact).filter(|slot| **slot == usize::MAX) {
                        *slot = at;
                        queue.push(*fact);
                        open -= usize::from(task.goal.contains(fact));
                    }
                }
            }
        }
        if !budget.spend(1 + steps / 4) || open > 0 {
            return None;
        }
        Some(self.relaxed(state, &by))
    }

    /// The operators that the goal rests on, following who added what.
    fn relaxed(&self, state: &State, by: &[usize]) -> Relaxed {
        let mut chosen = vec![false; self.task.operators.len()];
        let mut relaxed = Relaxed { length: 0, first: Vec::new() };
        let mut open: Vec<Fact> = self.task.goal.clone();
        while let Some(fact) = open.pop() {
            let Some(at) = by.get(fact).copied().filter(|at| *at != HOLDS) else { continue };
            let Some(flag) = chosen.get_mut(at).filter(|flag| !**flag) else { continue };
            *flag = true;
            relaxed.length += 1;
            let Some(operator) = self.task.operators.get(at) else { continue };
            if operator.needs.iter().all(|fact| has(state, *fact)) {
                relaxed.first.push(at);
            }
            open.extend(&operator.needs);
        }
        relaxed.first.sort_unstable();
        relaxed
    }
}

/// Marks facts that hold without any operator.
const HOLDS: usize = usize::MAX - 1;

/// A plan that ignores deletions: how many operators it has, and those that can be performed at once.
struct Relaxed {
    length: u32,
    first: Vec<usize>,
}

/// A state that was reached.
#[derive(Clone)]
struct Node {
    state: State,
    /// The operator that led to it.
    by: usize,
    /// The node before it.
    before: usize,
    /// How many operators led to it.
    length: u32,
    /// The operators of its relaxed plan that can be performed at once; none where they are not wanted.
    helpful: Vec<usize>,
}

fn trace(nodes: &[Node], goal: usize) -> Vec<usize> {
    let mut plan = Vec::new();
    let mut at = goal;
    while let Some(node) = nodes.get(at).filter(|_| at != 0) {
        plan.push(node.by);
        at = node.before;
    }
    plan.reverse();
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A corridor of rooms 0..n with a ball in the last one, to be carried to the first one.
    fn corridor(rooms: usize) -> Task {
        let (robot, ball, held) = (|room: usize| room, |room: usize| rooms + room, 2 * rooms);
        let mut operators = Vec::new();
        for room in 0..rooms {
            for next in [room.wrapping_sub(1), room + 1].into_iter().filter(|next| *next < rooms) {
                operators.push(Operator {
                    needs: vec![robot(room)],
                    adds: vec![robot(next)],
                    deletes: vec![robot(room)],
                });
            }
            operators.push(Operator {
                needs: vec![robot(room), ball(room)],
                adds: vec![held],
                deletes: vec![ball(room)],
            });
            operators.push(Operator { needs: vec![robot(room), held], adds: vec![ball(room)], deletes: vec![held] });
        }
        Task { facts: 2 * rooms + 1, start: vec![robot(0), ball(rooms - 1)], goal: vec![ball(0)], operators }
    }

    #[test]
    fn plans_work_and_are_short() {
        let task = corridor(9);
        let Planned::Plan(found) = plan(&task, &mut Budget::steps(1_000_000)) else { panic!("a plan") };
        assert!(works(&task, &found));
        assert_eq!(found.len(), 8 + 1 + 8 + 1);
    }

    #[test]
    fn what_cannot_be_reached_is_impossible() {
        let task = Task { facts: 2, start: vec![0], goal: vec![1], operators: Vec::new() };
        assert_eq!(plan(&task, &mut Budget::steps(1_000)), Planned::Impossible);
        assert_eq!(plan(&corridor(30), &mut Budget::steps(50)), Planned::Spent);
    }
}
