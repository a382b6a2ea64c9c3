//! Plans: in which order the conditions of a rule are looked up, by which columns, into which registers.
//! A variable is the register of its number.

use super::index::columns;
use super::program::{Arg, Atom, Cmp, Expr, Literal, Rule};
use super::relation::Relation;

/// Where a value comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Src {
    Const(u32),
    Reg(usize),
}

/// What is done with a column of a row that was found.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    Bind(usize),
    Check(Src),
}

/// A search in a relation by the bound columns.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) rel: usize,
    pub(super) mask: u32,
    pub(super) columns: Vec<usize>,
    pub(super) key: Vec<Src>,
    pub(super) rest: Vec<(usize, Act)>,
    /// Which chain of the relation finds growing rows by `mask`.
    pub(super) chain: usize,
    /// Whether only rows from before the last round count, or those of the last round too.
    pub(super) old: bool,
    /// Whether all columns are in `mask`.
    pub(super) whole: bool,
}

/// One step of a plan.
#[derive(Debug)]
pub(super) enum Step {
    /// The rows of the last round.
    Delta(Look),
    /// The rows that agree with what is bound.
    Look(Look),
    /// Goes on where there is no such row.
    Absent(Look),
    Compare(Cmp, Expr, Expr),
    Assign(usize, Expr),
    /// A solution.
    Emit,
}

/// How one rule is evaluated.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
    pub(super) head: Vec<Src>,
    pub(super) registers: usize,
}

/// Columns beyond these are compared row by row where not all of them are bound.
const INDEXED: usize = 5;

/// All columns.
pub(super) fn all_columns(arity: usize) -> u32 {
    if arity == 0 { 0 } else { u32::MAX >> (32 - arity.min(32)) }
}

/// What a planner knows of the program's predicates.
pub(super) struct Planner<'a> {
    pub(super) rels: &'a mut [Relation],
    /// Which relations still grow in this stratum: their sizes say nothing.
    pub(super) grows: &'a [bool],
}

impl Planner<'_> {
    /// The plan of a rule that starts with the new rows of one literal, or with any.
    pub(super) fn plan(&mut self, rule: &Rule, delta: Option<usize>) -> Plan {
        let mut bound = vec![false; rule.vars as usize];
        let mut left: Vec<usize> = (0..rule.body.len()).collect();
        let mut steps = Vec::new();
        if let Some(at) = delta
            && let Some(Literal::Holds(atom)) = rule.body.get(at)
        {
            left.retain(|other| *other != at);
            steps.push(Step::Delta(self.look(atom, &mut bound, false, false)));
        }
        loop {
            if let Some(place) = left.iter().position(|at| ready(&rule.body[*at], &bound)) {
                let at = left.remove(place);
                let step = self.test(&rule.body[at], &mut bound);
                steps.extend(step);
                continue;
            }
            let Some(place) = self.cheapest(rule, &left, &bound) else { break };
            let at = left.remove(place);
            if let Literal::Holds(atom) = &rule.body[at] {
                let old = delta.is_some_and(|delta| at < delta);
                steps.push(Step::Look(self.look(atom, &mut bound, old, true)));
            }
        }
        steps.push(Step::Emit);
        let head = rule.head.args.iter().map(|arg| source(*arg)).collect();
        Plan { steps, head, registers: rule.vars as usize }
    }

    /// A literal that binds nothing but an equation's variable.
    fn test(&mut self, literal: &Literal, bound: &mut [bool]) -> Option<Step> {
        match literal {
            Literal::Fails(atom) => Some(Step::Absent(self.look(atom, bound, false, true))),
            Literal::Compare(cmp, left, right) => Some(match literal.assigns(bound) {
                Some((var, value)) => {
                    bound[var as usize] = true;
                    Step::Assign(var as usize, value.clone())
                }
                None => Step::Compare(*cmp, left.clone(), right.clone()),
            }),
            Literal::Holds(_) => None,
        }
    }

    /// The place in `left` of the atom with the fewest rows to expect.
    fn cheapest(&self, rule: &Rule, left: &[usize], bound: &[bool]) -> Option<usize> {
        let atoms = left.iter().enumerate().filter_map(|(place, at)| match &rule.body[*at] {
            Literal::Holds(atom) => Some((self.cost(atom, bound), place)),
            _ => None,
        });
        atoms.min().map(|(_, place)| place)
    }

    /// The rows to expect: the relation's size, less for each bound column.
    fn cost(&self, atom: &Atom, bound: &[bool]) -> usize {
        let rel = atom.pred.at();
        let known = atom.args.iter().filter(|arg| is_bound(**arg, bound)).count();
        let free = atom.args.len() - known;
        if free == 0 {
            return 0;
        }
        let size = self.rels.get(rel).map_or(0, Relation::len);
        let size = if self.grows.get(rel) == Some(&true) { size.max(1 << 20) } else { size };
        let mut cost = size.max(1);
        for _ in 0..known {
            // The square root for one of two columns, as if keys were spread evenly.
            cost = if atom.args.len() == 2 { cost.isqrt() } else { cost / 16 };
        }
        cost.max(1) + usize::from(known == 0) * (1 << 40)
    }

    /// The search for an atom. Variables that are free become bound.
    fn look(&mut self, atom: &Atom, bound: &mut [bool], old: bool, indexed: bool) -> Look {
        let (arity, rel) = (atom.args.len(), atom.pred.at());
        let whole = indexed && atom.args.iter().all(|arg| is_bound(*arg, bound));
        let within = if whole { arity } else { INDEXED.min(arity) };
        let mut mask = 0;
        if indexed {
            for (column, arg) in atom.args.iter().enumerate().take(within) {
                mask |= u32::from(is_bound(*arg, bound)) << column;
            }
        }
        let mut rest = Vec::new();
        for (column, arg) in atom.args.iter().enumerate() {
            match arg {
                Arg::Any => {}
                _ if mask >> column & 1 == 1 => {}
                Arg::Var(var) if !bound[*var as usize] => {
                    bound[*var as usize] = true;
                    rest.push((column, Act::Bind(*var as usize)));
                }
                arg => rest.push((column, Act::Check(source(*arg)))),
            }
        }
        let columns = columns(mask);
        let key = columns.iter().map(|column| source(atom.args[*column])).collect();
        let chain = if mask == 0 { 0 } else { self.rels[rel].chain_for(mask) };
        Look { rel, mask, columns, key, rest, chain, old, whole: whole && arity > 0 }
    }
}

fn source(arg: Arg) -> Src {
    match arg {
        Arg::Var(var) => Src::Reg(var as usize),
        Arg::Term(term) => Src::Const(term.0),
        Arg::Any => Src::Const(u32::MAX),
    }
}

fn is_bound(arg: Arg, bound: &[bool]) -> bool {
    match arg {
        Arg::Var(var) => bound[var as usize],
        Arg::Term(_) => true,
        Arg::Any => false,
    }
}

/// Whether a literal that is not looked up can be tested now.
fn ready(literal: &Literal, bound: &[bool]) -> bool {
    match literal {
        Literal::Holds(_) => false,
        Literal::Fails(atom) => {
            let mut all = true;
            atom.vars(&mut |var| all &= bound[var as usize]);
            all
        }
        Literal::Compare(_, left, right) => literal.assigns(bound).is_some() || left.ready(bound) && right.ready(bound),
    }
}
