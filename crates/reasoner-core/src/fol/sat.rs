//! Satisfiability of clauses under assumptions: conflict-driven clause learning with two watched literals
//! (Eén and Sörensson, "An Extensible SAT-solver", 2003). Deterministic; ends with the budget.

use engine_api::Budget;

/// A literal: twice the variable, plus one where it is denied.
pub(super) type Lit = u32;

pub(super) fn denied(lit: Lit) -> Lit {
    lit ^ 1
}

fn var(lit: Lit) -> usize {
    (lit >> 1) as usize
}

/// The answer of the solver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Satisfiable,
    /// The assumptions that cannot hold together.
    Unsatisfiable(Vec<Lit>),
    /// The budget ended.
    Open,
}

/// Where a variable was decided or why it follows.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    /// 0 unassigned, 1 true, 2 false.
    value: u8,
    level: u32,
    /// The clause that forced it, plus one.
    reason: u32,
}

/// Clauses and the state of the search.
#[derive(Debug, Default)]
pub(super) struct Solver {
    clauses: Vec<Vec<Lit>>,
    watches: Vec<Vec<u32>>,
    marks: Vec<Mark>,
    activity: Vec<f64>,
    bump: f64,
    trail: Vec<Lit>,
    levels: Vec<usize>,
    next: usize,
    broken: bool,
}

impl Solver {
    pub(super) fn new() -> Solver {
        Solver { bump: 1.0, ..Solver::default() }
    }

    /// A new variable's affirmed literal.
    pub(super) fn variable(&mut self) -> Lit {
        self.marks.push(Mark::default());
        self.activity.push(0.0);
        self.watches.push(Vec::new());
        self.watches.push(Vec::new());
        (self.marks.len() as Lit - 1) << 1
    }

    /// Adds a clause before any search has decided something.
    pub(super) fn add(&mut self, mut clause: Vec<Lit>) {
        clause.sort_unstable();
        clause.dedup();
        if clause.windows(2).any(|pair| matches!(pair, [one, other] if denied(*one) == *other)) {
            return;
        }
        self.undo(0);
        clause.retain(|lit| self.value(*lit) != 2);
        if clause.iter().any(|lit| self.value(*lit) == 1) {
            return;
        }
        match clause.as_slice() {
            [] => self.broken = true,
            [only] => self.assign(*only, 0),
            _ => {
                self.attach(clause);
            }
        }
    }

    fn attach(&mut self, clause: Vec<Lit>) -> u32 {
        let at = self.clauses.len() as u32;
        for lit in clause.iter().take(2) {
            if let Some(list) = self.watches.get_mut(*lit as usize) {
                list.push(at);
            }
        }
        self.clauses.push(clause);
        at
    }

    /// 1 where the literal is true, 2 where it is false, 0 where it is open.
    fn value(&self, lit: Lit) -> u8 {
        match self.marks.get(var(lit)).map_or(0, |mark| mark.value) {
            0 => 0,
            value => {
                if lit & 1 == 0 {
                    value
                } else {
                    3 - value
                }
            }
        }
    }

    fn assign(&mut self, lit: Lit, reason: u32) {
        let level = self.levels.len() as u32;
        if let Some(mark) = self.marks.get_mut(var(lit)) {
            *mark = Mark { value: 1 + (lit & 1) as u8, level, reason };
            self.trail.push(lit);
        }
    }

    fn undo(&mut self, level: usize) {
        let Some(start) = self.levels.get(level).copied() else { return };
        for lit in self.trail.drain(start..) {
            if let Some(mark) = self.marks.get_mut(var(lit)) {
                mark.value = 0;
            }
        }
        self.levels.truncate(level);
        self.next = self.next.min(start);
    }

    /// Follows all consequences; the clause that is violated, if one is.
    fn propagate(&mut self, budget: &mut Budget) -> Result<(), Option<u32>> {
        while let Some(lit) = self.trail.get(self.next).copied() {
            self.next += 1;
            let wrong = denied(lit);
            let list = self.watches.get_mut(wrong as usize).map(std::mem::take).unwrap_or_default();
            if !budget.spend(1 + list.len() as u64) {
                self.restore(wrong, list);
                return Err(None);
            }
            let mut kept = Vec::with_capacity(list.len());
            let mut conflict = None;
            for at in list {
                if conflict.is_some() || !self.rewatch(at, wrong) {
                    kept.push(at);
                }
                if conflict.is_none() {
                    conflict = self.settle(at, wrong);
                }
            }
            self.restore(wrong, kept);
            if let Some(at) = conflict {
                return Err(Some(at));
            }
        }
        Ok(())
    }

    fn restore(&mut self, lit: Lit, list: Vec<u32>) {
        if let Some(watch) = self.watches.get_mut(lit as usize) {
            watch.extend(list);
        }
    }

    /// Moves the watch of a clause away from a false literal; whether it could.
    fn rewatch(&mut self, at: u32, wrong: Lit) -> bool {
        let Some(clause) = self.clauses.get(at as usize) else { return true };
        let other = usize::from(clause.first() == Some(&wrong));
        if clause.get(other).is_some_and(|lit| self.value(*lit) == 1) {
            return false;
        }
        let Some(free) = (2..clause.len()).find(|at| clause.get(*at).is_some_and(|lit| self.value(*lit) != 2)) else {
            return false;
        };
        let Some(clause) = self.clauses.get_mut(at as usize) else { return true };
        clause.swap(1 - other, free);
        if let Some(list) = clause.get(1 - other).and_then(|lit| self.watches.get_mut(*lit as usize)) {
            list.push(at);
        }
        true
    }

    /// Assigns the last literal of a clause that still watches a false one; the clause where that is violated.
    fn settle(&mut self, at: u32, wrong: Lit) -> Option<u32> {
        let clause = self.clauses.get(at as usize)?;
        let (first, second) = (*clause.first()?, *clause.get(1)?);
        let last = match (first == wrong, second == wrong) {
            (true, _) => second,
            (_, true) => first,
            _ => return None,
        };
        match self.value(last) {
            0 => {
                self.assign(last, at + 1);
                None
            }
            2 => Some(at),
            _ => None,
        }
    }

    /// The clause learnt from a conflict and the level to go back to.
    fn learn(&mut self, conflict: u32) -> (Vec<Lit>, usize) {
        let level = self.levels.len() as u32;
        let mut seen = vec![false; self.marks.len()];
        let mut learnt: Vec<Lit> = vec![0];
        let (mut open, mut at, mut clause) = (0_usize, self.trail.len(), Some(conflict));
        loop {
            let lits = clause.and_then(|at| self.clauses.get(at as usize)).cloned().unwrap_or_default();
            for lit in lits {
                let mark = self.marks.get(var(lit)).copied().unwrap_or_default();
                if seen.get(var(lit)).copied().unwrap_or(true) || mark.level == 0 || self.value(lit) != 2 {
                    continue;
                }
                self.raise(var(lit));
                if let Some(flag) = seen.get_mut(var(lit)) {
                    *flag = true;
                }
                if mark.level == level { open += 1 } else { learnt.push(lit) }
            }
            let pivot = loop {
                at = at.saturating_sub(1);
                let lit = self.trail.get(at).copied().unwrap_or(0);
                if at == 0 || seen.get(var(lit)).copied().unwrap_or(false) {
                    break lit;
                }
            };
            open = open.saturating_sub(1);
            if open == 0 || at == 0 {
                if let Some(first) = learnt.first_mut() {
                    *first = denied(pivot);
                }
                break;
            }
            clause = self.marks.get(var(pivot)).and_then(|mark| mark.reason.checked_sub(1));
        }
        let level_of = |lit: &Lit| self.marks.get(var(*lit)).map_or(0, |mark| mark.level as usize);
        let deepest = (1..learnt.len()).max_by_key(|at| learnt.get(*at).map_or(0, level_of));
        let back = deepest.and_then(|at| learnt.get(at)).map_or(0, level_of);
        if let Some(at) = deepest {
            learnt.swap(1, at);
        }
        (learnt, back)
    }

    fn raise(&mut self, var: usize) {
        if let Some(activity) = self.activity.get_mut(var) {
            *activity += self.bump;
        }
        if self.bump > 1e90 {
            self.activity.iter_mut().for_each(|activity| *activity *= 1e-90);
            self.bump *= 1e-90;
        }
    }

    /// The assumptions from which a false assumption follows.
    fn blame(&self, lit: Lit, assumptions: &[Lit]) -> Vec<Lit> {
        let mut core = vec![lit];
        let mut seen = vec![false; self.marks.len()];
        let mut stack = vec![lit];
        while let Some(lit) = stack.pop() {
            if std::mem::replace(seen.get_mut(var(lit)).unwrap_or(&mut true), true) {
                continue;
            }
            let mark = self.marks.get(var(lit)).copied().unwrap_or_default();
            match mark.reason.checked_sub(1).and_then(|at| self.clauses.get(at as usize)) {
                Some(clause) => stack.extend(clause.iter().filter(|other| var(**other) != var(lit))),
                None => core.extend(assumptions.iter().filter(|other| var(**other) == var(lit))),
            }
        }
        core.sort_unstable();
        core.dedup();
        core
    }

    /// Whether the clauses can hold together with the assumptions.
    pub(super) fn solve(&mut self, assumptions: &[Lit], budget: &mut Budget) -> Answer {
        self.undo(0);
        if self.broken {
            return Answer::Unsatisfiable(Vec::new());
        }
        loop {
            match self.propagate(budget) {
                Err(None) => return Answer::Open,
                Err(Some(_)) if self.levels.is_empty() => {
                    self.broken = true;
                    return Answer::Unsatisfiable(Vec::new());
                }
                Err(Some(conflict)) => self.resolve(conflict),
                // A decision looks at every variable.
                Ok(()) if !budget.spend(1 + self.marks.len() as u64 / 8) => return Answer::Open,
                Ok(()) => match self.decide(assumptions) {
                    Err(answer) => return answer,
                    Ok(lit) => {
                        self.levels.push(self.trail.len());
                        if self.value(lit) == 0 {
                            self.assign(lit, 0);
                        }
                    }
                },
            }
        }
    }

    /// Learns from a conflict and goes back.
    fn resolve(&mut self, conflict: u32) {
        let (learnt, back) = self.learn(conflict);
        self.undo(back);
        self.bump *= 1.05;
        let first = learnt.first().copied().unwrap_or(0);
        let reason = if learnt.len() > 1 { self.attach(learnt) + 1 } else { 0 };
        self.assign(first, reason);
    }

    /// The next literal to try: the next assumption, else the most active open variable, denied.
    fn decide(&self, assumptions: &[Lit]) -> Result<Lit, Answer> {
        if let Some(lit) = assumptions.get(self.levels.len()) {
            return match self.value(*lit) {
                2 => Err(Answer::Unsatisfiable(self.blame(*lit, assumptions))),
                _ => Ok(*lit),
            };
        }
        let open = self.marks.iter().enumerate().filter(|(_, mark)| mark.value == 0).map(|(at, _)| at);
        let activity = |at: usize| self.activity.get(at).copied().unwrap_or(0.0);
        let best = open.reduce(|best, at| if activity(at) > activity(best) { at } else { best });
        best.map(|at| ((at as Lit) << 1) | 1).ok_or(Answer::Satisfiable)
    }
}
