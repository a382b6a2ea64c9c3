//! Programs: rules of literals, and what makes a rule well formed.

use std::collections::HashSet;

use super::names::{Names, Pred, Term};

/// The most arguments of a predicate.
pub(super) const MOST_ARGS: usize = 32;

/// The most variables of a rule and literals of a body.
pub(super) const MOST_VARS: usize = 4096;

/// An argument of an atom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Arg {
    /// A variable, by its number in the rule.
    Var(u32),
    /// A constant.
    Term(Term),
    /// Anything: `_`.
    Any,
}

/// A predicate of arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Atom {
    /// The predicate.
    pub pred: Pred,
    /// As many as the predicate has.
    pub args: Vec<Arg>,
}

/// An arithmetic expression over whole numbers. One without a value (of texts, beyond 64 bits, divided by zero)
/// makes its literal false.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expr {
    /// A variable or a constant.
    Arg(Arg),
    /// Two expressions with an operation between them.
    Op(Op, Box<(Expr, Expr)>),
}

/// An arithmetic operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`: the quotient, rounded down.
    Div,
    /// `mod`: the remainder of that quotient.
    Mod,
}

/// A comparison. `=` and `!=` are of terms; the others of two numbers, or of two texts in the order of their letters,
/// and false between a number and a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Cmp {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// A condition in the body of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Literal {
    /// The atom holds.
    Holds(Atom),
    /// Nothing of this form holds: `not p(X, _)`.
    Fails(Atom),
    /// A comparison; `=` with one side a variable that nothing else binds gives it its value.
    Compare(Cmp, Expr, Expr),
}

/// What is made of many values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fold {
    /// How many distinct values.
    Count,
    /// The sum over the distinct solutions (of all named variables of the body).
    Sum,
    /// The least; numbers come before texts.
    Min,
    /// The greatest.
    Max,
}

/// An argument of the head that is made of many values of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Aggregate {
    /// Which argument of the head; the head holds the variable there.
    pub at: usize,
    /// What is made.
    pub fold: Fold,
}

/// If all of the body holds, the head holds. With aggregates, one head for each group of its other arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rule {
    /// What follows.
    pub head: Atom,
    /// The arguments of the head that are made of many values; empty for most rules.
    pub aggregates: Vec<Aggregate>,
    /// The conditions.
    pub body: Vec<Literal>,
    /// How many variables there are; they are numbered from 0.
    pub vars: u32,
    /// The line where the rule stands in its text, or 0.
    pub line: u32,
}

/// Why a program cannot be evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The text has no meaning here, in this line and column (from 1), for this reason.
    Syntax {
        /// The line.
        line: u32,
        /// The column, in characters.
        column: u32,
        /// What is wrong.
        reason: String,
    },
    /// A rule uses a variable that nothing binds.
    Unsafe {
        /// The line of the rule, or 0.
        line: u32,
        /// What is wrong.
        reason: String,
    },
    /// A predicate depends on its own negation (or aggregate), along these predicates.
    Cycle(Vec<String>),
    /// There are more rules than can be numbered (65,534).
    TooMany,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refusal::Syntax { line, column, reason } => write!(f, "line {line}, column {column}: {reason}"),
            Refusal::Unsafe { line, reason } => write!(f, "line {line}: {reason}"),
            Refusal::Cycle(path) => write!(f, "not stratified: {} depends on its own negation", path.join(" <- ")),
            Refusal::TooMany => write!(f, "more rules than can be numbered"),
        }
    }
}

impl std::error::Error for Refusal {}

impl Expr {
    /// Calls `found` with each variable.
    pub(super) fn vars(&self, found: &mut dyn FnMut(u32)) {
        match self {
            Expr::Arg(Arg::Var(var)) => found(*var),
            Expr::Arg(_) => {}
            Expr::Op(_, sides) => {
                sides.0.vars(found);
                sides.1.vars(found);
            }
        }
    }

    /// Whether every variable is among the bound ones.
    pub(super) fn ready(&self, bound: &[bool]) -> bool {
        let mut all = true;
        self.vars(&mut |var| all &= bound.get(var as usize) == Some(&true));
        all
    }
}

impl Rule {
    /// Whether the rule can be evaluated: each variable is bound by an atom that holds or by an equation.
    pub(super) fn check(&self, names: &Names) -> Result<(), Refusal> {
        let fail = |reason: String| Err(Refusal::Unsafe { line: self.line, reason });
        let (name, _) = names.pred_name(self.head.pred);
        if self.vars as usize > MOST_VARS || self.body.len() > MOST_VARS {
            return fail(format!("the rule for {name} is too long"));
        }
        if self.body.iter().filter_map(Literal::atom).chain([&self.head]).any(|atom| atom.args.len() > MOST_ARGS) {
            return fail(format!("the rule for {name} has a predicate of more than {MOST_ARGS} arguments"));
        }
        let atoms = self.body.iter().filter_map(Literal::atom).chain([&self.head]);
        for atom in atoms {
            if names.pred_name(atom.pred).1 != atom.args.len() {
                return fail(format!("{} has another number of arguments", names.pred_name(atom.pred).0));
            }
        }
        if self.head.args.contains(&Arg::Any) {
            return fail(format!("the head {name} holds _"));
        }
        let distinct: HashSet<usize> = self.aggregates.iter().map(|aggregate| aggregate.at).collect();
        let var_at = |at: &usize| matches!(self.head.args.get(*at), Some(Arg::Var(_)));
        if distinct.len() < self.aggregates.len() || !distinct.iter().all(var_at) {
            return fail(format!("an aggregate of {name} is not of a variable of its own"));
        }
        let bound = self.bound();
        let mut free = None;
        let mut need = |var: u32| free = free.or((!bound.get(var as usize).copied().unwrap_or(false)).then_some(var));
        self.named(&mut need);
        match free {
            Some(var) => fail(format!("variable {} of the rule for {name} is not bound", var + 1)),
            None => Ok(()),
        }
    }

    /// Every variable of the rule.
    fn named(&self, found: &mut dyn FnMut(u32)) {
        for atom in self.body.iter().filter_map(Literal::atom).chain([&self.head]) {
            atom.vars(found);
        }
        for literal in &self.body {
            if let Literal::Compare(_, left, right) = literal {
                left.vars(found);
                right.vars(found);
            }
        }
    }

    /// The variables that the body binds.
    fn bound(&self) -> Vec<bool> {
        let mut bound = vec![false; self.vars as usize];
        let bind = |var: u32, bound: &mut Vec<bool>| {
            if let Some(slot) = bound.get_mut(var as usize) {
                *slot = true;
            }
        };
        for literal in &self.body {
            if let Literal::Holds(atom) = literal {
                atom.vars(&mut |var| bind(var, &mut bound));
            }
        }
        // Equations may wait for one another; each pass settles one at least.
        let mut again = true;
        while again {
            again = false;
            for literal in &self.body {
                if let Some((var, _)) = literal.assigns(&bound) {
                    bind(var, &mut bound);
                    again = true;
                }
            }
        }
        bound
    }

    /// The variables of the body, each once, in the order of their numbers.
    pub(super) fn body_vars(&self) -> Vec<u32> {
        self.bound().iter().enumerate().filter(|(_, bound)| **bound).map(|(var, _)| var as u32).collect()
    }

    /// The atoms that must hold, in the order in which they are written.
    pub(super) fn premises(&self) -> impl Iterator<Item = &Atom> {
        self.body.iter().filter_map(|literal| match literal {
            Literal::Holds(atom) => Some(atom),
            _ => None,
        })
    }
}

impl Atom {
    /// Calls `found` with each variable.
    pub(super) fn vars(&self, found: &mut dyn FnMut(u32)) {
        for arg in &self.args {
            if let Arg::Var(var) = arg {
                found(*var);
            }
        }
    }
}

impl Literal {
    /// The atom that holds or fails.
    pub(super) fn atom(&self) -> Option<&Atom> {
        match self {
            Literal::Holds(atom) | Literal::Fails(atom) => Some(atom),
            Literal::Compare(..) => None,
        }
    }

    /// The variable that an equation gives its value to, and the expression of the value.
    pub(super) fn assigns(&self, bound: &[bool]) -> Option<(u32, &Expr)> {
        let Literal::Compare(Cmp::Equal, left, right) = self else { return None };
        let free = |side: &Expr| match side {
            Expr::Arg(Arg::Var(var)) if bound.get(*var as usize) == Some(&false) => Some(*var),
            _ => None,
        };
        match (free(left), free(right)) {
            (Some(var), None) if right.ready(bound) => Some((var, right)),
            (None, Some(var)) if left.ready(bound) => Some((var, left)),
            _ => None,
        }
    }
}
