//! Runs plans: nested look-ups into registers, in tight loops.

use super::frozen::{Frozen, Store};
use super::fuel::Fuel;
use super::names::{Names, Term, Value};
use super::plan::{Act, Look, Plan, Src, Step};
use super::program::{Arg, Cmp, Expr, Op};
use super::relation::{Relation, RowSet, narrow};
use super::slots::pack;

/// Which growing rows of a relation are new in this round, and which are older.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Span {
    pub(super) old: u32,
    pub(super) new: u32,
}

/// Why a run ends early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Halt {
    Fuel,
    /// The sink needs no more.
    Enough,
}

/// Takes solutions.
pub(super) trait Sink {
    fn emit(&mut self, registers: &[u32]) -> Result<(), Halt>;
}

/// One run of a plan.
pub(super) struct Exec<'a, 'f, S> {
    pub(super) rels: &'a [Relation],
    pub(super) plan: &'a Plan,
    pub(super) spans: &'a [Span],
    pub(super) names: &'a mut Names,
    pub(super) regs: &'a mut [u32],
    pub(super) fuel: &'a mut Fuel<'f>,
    pub(super) sink: &'a mut S,
}

#[inline]
fn load(src: Src, regs: &[u32]) -> u32 {
    match src {
        Src::Const(term) => term,
        Src::Reg(at) => regs[at],
    }
}

/// The most columns of a key that is made of a row.
const WIDEST: usize = super::program::MOST_ARGS;

impl<S: Sink> Exec<'_, '_, S> {
    /// Runs the plan from a step on.
    pub(super) fn run(&mut self, at: usize) -> Result<(), Halt> {
        let plan = self.plan;
        match &plan.steps[at] {
            Step::Emit => self.sink.emit(self.regs),
            Step::Delta(look) => self.delta(at, look),
            Step::Look(look) => self.look(at, look),
            Step::Absent(look) => {
                if self.exists(look)? {
                    return Ok(());
                }
                self.run(at + 1)
            }
            Step::Compare(cmp, left, right) => {
                if compare(*cmp, left, right, self.regs, self.names) {
                    return self.run(at + 1);
                }
                Ok(())
            }
            Step::Assign(reg, value) => match term_of(value, self.regs, self.names) {
                Some(term) => {
                    self.regs[*reg] = term;
                    self.run(at + 1)
                }
                None => Ok(()),
            },
        }
    }

    #[inline]
    fn next(&mut self, at: usize) -> Result<(), Halt> {
        if at + 2 == self.plan.steps.len() { self.sink.emit(self.regs) } else { self.run(at + 1) }
    }

    fn pay(&mut self, steps: usize) -> Result<(), Halt> {
        if self.fuel.spend(steps as u64) { Ok(()) } else { Err(Halt::Fuel) }
    }

    fn delta(&mut self, at: usize, look: &Look) -> Result<(), Halt> {
        let rel = &self.rels[look.rel];
        let Span { old, new } = self.spans[look.rel];
        for row in old..new {
            self.pay(1)?;
            self.row(at, look, rel.row(row))?;
        }
        Ok(())
    }

    /// Goes on with one row that was found.
    #[inline]
    fn row(&mut self, at: usize, look: &Look, row: &[u32]) -> Result<(), Halt> {
        for (column, act) in &look.rest {
            match act {
                Act::Bind(reg) => self.regs[*reg] = row[*column],
                Act::Check(src) if load(*src, self.regs) == row[*column] => {}
                Act::Check(_) => return Ok(()),
            }
        }
        self.next(at)
    }

    fn look(&mut self, at: usize, look: &Look) -> Result<(), Halt> {
        let rels = self.rels;
        let rel = &rels[look.rel];
        let span = self.spans[look.rel];
        let bound = if look.old { span.old } else { span.new };
        let mut key = [0; WIDEST];
        let key = fill(&mut key, &look.key, self.regs);
        self.pay(1)?;
        if let (Some(frozen), [(_, Act::Bind(reg))], 1 | 2, 2) = (&rel.frozen, &look.rest[..], look.mask, rel.arity) {
            let partners = frozen.partners(look.mask).of(key[0]);
            self.pay(partners.len())?;
            for partner in partners {
                self.regs[*reg] = *partner;
                self.next(at)?;
            }
        } else if let Some(frozen) = &rel.frozen {
            frozen_rows(frozen, look, key, &mut |row| {
                self.pay(1)?;
                self.row(at, look, row)
            })?;
        }
        live_rows(rel, look, key, bound, &mut |row| {
            self.pay(1)?;
            self.row(at, look, row)
        })
    }

    /// Whether there is a row, among all that hold.
    fn exists(&mut self, look: &Look) -> Result<bool, Halt> {
        let rel = &self.rels[look.rel];
        let mut key = [0; WIDEST];
        let key = fill(&mut key, &look.key, self.regs);
        self.pay(1)?;
        if look.whole || rel.arity == 0 {
            return Ok(rel.contains(key));
        }
        let regs = &*self.regs;
        let fuel = &mut *self.fuel;
        let mut found = |row: &[u32]| {
            if !fuel.spend(1) {
                return Err(Halt::Fuel);
            }
            let fits = look.rest.iter().all(|(column, act)| match act {
                Act::Check(src) => load(*src, regs) == row[*column],
                Act::Bind(_) => true,
            });
            if fits { Err(Halt::Enough) } else { Ok(()) }
        };
        let at_rest = rel.frozen.as_ref().map_or(Ok(()), |frozen| frozen_rows(frozen, look, key, &mut found));
        match at_rest.and_then(|()| live_rows(rel, look, key, rel.live(), &mut found)) {
            Ok(()) => Ok(false),
            Err(Halt::Enough) => Ok(true),
            Err(Halt::Fuel) => Err(Halt::Fuel),
        }
    }
}

fn fill<'k>(key: &'k mut [u32; WIDEST], sources: &[Src], regs: &[u32]) -> &'k [u32] {
    for (slot, src) in key.iter_mut().zip(sources) {
        *slot = load(*src, regs);
    }
    &key[..sources.len()]
}

/// The rows at rest with this key. Pairs are given whole.
fn frozen_rows(
    frozen: &Frozen,
    look: &Look,
    key: &[u32],
    found: &mut dyn FnMut(&[u32]) -> Result<(), Halt>,
) -> Result<(), Halt> {
    if look.whole {
        return if frozen.find(key).is_some() { found(key) } else { Ok(()) };
    }
    match (&frozen.store, look.mask) {
        (Store::Pairs(index), 0) => {
            for (first, range) in index.groups() {
                for second in &index.items[range] {
                    found(&[first, *second])?;
                }
            }
        }
        (Store::Pairs(_), mask) => {
            for partner in frozen.partners(mask).of(key[0]) {
                found(&if mask == 1 { [key[0], *partner] } else { [*partner, key[0]] })?;
            }
        }
        (Store::Rows { arity: 0, count, .. }, _) => {
            if *count > 0 {
                found(&[])?;
            }
        }
        (Store::Rows { arity, rows, .. }, 0) => {
            for row in rows.chunks_exact(*arity) {
                found(row)?;
            }
        }
        (Store::Rows { arity, rows, .. }, mask) => {
            for row in frozen.index(mask).of_wide(rows, *arity, &look.columns, key) {
                let at = *row as usize * arity;
                found(&rows[at..at + arity])?;
            }
        }
    }
    Ok(())
}

/// The first `bound` growing rows, those with this key.
fn live_rows(
    rel: &Relation,
    look: &Look,
    key: &[u32],
    bound: u32,
    found: &mut dyn FnMut(&[u32]) -> Result<(), Halt>,
) -> Result<(), Halt> {
    if bound == 0 {
        return Ok(());
    }
    if look.mask == 0 {
        for row in 0..bound {
            found(rel.row(row))?;
        }
        return Ok(());
    }
    let chain = rel.chain(look.chain);
    let mut last = chain.last(&rel.rows, rel.arity, key);
    while last > 0 {
        let row = last - 1;
        if row < bound {
            found(rel.row(row))?;
        }
        last = chain.before(row);
    }
    Ok(())
}

/// Adds heads to a relation: those that are new.
pub(super) struct HeadSink<'a> {
    pub(super) head: &'a [Src],
    pub(super) set: &'a mut RowSet,
    pub(super) rel: &'a Relation,
    pub(super) fresh: &'a mut Vec<u32>,
    pub(super) count: usize,
}

impl Sink for HeadSink<'_> {
    #[inline]
    fn emit(&mut self, regs: &[u32]) -> Result<(), Halt> {
        if let ([a, b], RowSet::Narrow(set)) = (self.head, &mut *self.set) {
            let (a, b) = (load(*a, regs), load(*b, regs));
            if set.insert(pack(a, b)) {
                self.add(&[a, b]);
            }
            return Ok(());
        }
        let mut row = [0; WIDEST];
        let row = fill(&mut row, self.head, regs);
        let new = match &mut *self.set {
            RowSet::Narrow(set) => set.insert(narrow(row)),
            wide @ RowSet::Wide(_) => {
                self.rel.frozen.as_ref().is_none_or(|frozen| frozen.find(row).is_none())
                    && wide.insert(row, &self.rel.rows, self.fresh)
            }
        };
        if new {
            self.add(row);
        }
        Ok(())
    }
}

impl HeadSink<'_> {
    #[inline]
    fn add(&mut self, row: &[u32]) {
        if self.rel.frozen.as_ref().is_none_or(|frozen| frozen.find(row).is_none()) {
            self.fresh.extend_from_slice(row);
            self.count += 1;
        }
    }
}

/// Keeps the distinct solutions of some registers.
#[derive(Default)]
pub(super) struct Solutions {
    pub(super) kept: Vec<usize>,
    pub(super) rows: Vec<u32>,
    pub(super) count: usize,
    pub(super) seen: std::collections::HashSet<Box<[u32]>, foldhash::fast::FixedState>,
}

impl Sink for Solutions {
    fn emit(&mut self, regs: &[u32]) -> Result<(), Halt> {
        let row: Box<[u32]> = self.kept.iter().map(|at| regs[*at]).collect();
        if !self.seen.contains(&row) {
            self.rows.extend_from_slice(&row);
            self.count += 1;
            self.seen.insert(row);
        }
        Ok(())
    }
}

/// The value of an expression as a term.
fn term_of(expr: &Expr, regs: &[u32], names: &mut Names) -> Option<u32> {
    match expr {
        Expr::Arg(Arg::Var(var)) => Some(regs[*var as usize]),
        Expr::Arg(Arg::Term(term)) => Some(term.0),
        Expr::Arg(Arg::Any) => None,
        Expr::Op(..) => int_of(expr, regs, names).map(|number| names.number(number).0),
    }
}

/// The value of an expression as a number.
fn int_of(expr: &Expr, regs: &[u32], names: &Names) -> Option<i64> {
    match expr {
        Expr::Arg(Arg::Var(var)) => names.int(regs[*var as usize]),
        Expr::Arg(Arg::Term(term)) => names.int(term.0),
        Expr::Arg(Arg::Any) => None,
        Expr::Op(op, sides) => {
            let (a, b) = (int_of(&sides.0, regs, names)?, int_of(&sides.1, regs, names)?);
            match op {
                Op::Add => a.checked_add(b),
                Op::Sub => a.checked_sub(b),
                Op::Mul => a.checked_mul(b),
                Op::Div => {
                    let quotient = a.checked_div(b)?;
                    Some(if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient })
                }
                Op::Mod => {
                    let rest = a.checked_rem(b)?;
                    Some(if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest })
                }
            }
        }
    }
}

/// The value of an expression as a term, if there is a term of it.
pub(super) fn known_term(expr: &Expr, regs: &[u32], names: &Names) -> Option<u32> {
    match expr {
        Expr::Arg(Arg::Var(var)) => Some(regs[*var as usize]),
        Expr::Arg(Arg::Term(term)) => Some(term.0),
        Expr::Arg(Arg::Any) => None,
        Expr::Op(..) => int_of(expr, regs, names).and_then(|number| names.find_number(number)).map(|term| term.0),
    }
}

fn value_of<'n>(expr: &Expr, regs: &[u32], names: &'n Names) -> Option<Value<'n>> {
    match expr {
        Expr::Op(..) => int_of(expr, regs, names).map(Value::Number),
        arg => known_term(arg, regs, names).map(|term| names.value(Term(term))),
    }
}

/// Whether a comparison holds.
pub(super) fn compare(cmp: Cmp, left: &Expr, right: &Expr, regs: &[u32], names: &Names) -> bool {
    let (Some(a), Some(b)) = (value_of(left, regs, names), value_of(right, regs, names)) else { return false };
    let order = match (a, b) {
        (Value::Number(_), Value::Text(_)) | (Value::Text(_), Value::Number(_)) => return cmp == Cmp::Unequal,
        (a, b) => a.cmp(&b),
    };
    match cmp {
        Cmp::Equal => order.is_eq(),
        Cmp::Unequal => order.is_ne(),
        Cmp::Less => order.is_lt(),
        Cmp::AtMost => order.is_le(),
        Cmp::Greater => order.is_gt(),
        Cmp::AtLeast => order.is_ge(),
    }
}
