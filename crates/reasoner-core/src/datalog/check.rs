//! An independent checker of proofs. It knows rules, not evaluation: each step must be an instance of its rule, each
//! leaf must be stated, and what a rule wants absent or counted is looked up among all facts, one by one.
//!
//! A proof can only be as good as the facts that it calls absent: [`is_model`] says whether a set of facts is closed
//! under the rules.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::names::{Names, Pred, Term, Value};
use super::program::{Arg, Atom, Cmp, Expr, Fold, Literal, Op, Rule};
use super::prove::{By, Fact, Proof, Step};

/// All facts, as the checker sees them.
pub trait Facts {
    /// Whether a fact was stated.
    fn stated(&self, fact: &Fact) -> bool;
    /// Every fact of a predicate, stated or derived.
    fn all(&self, pred: Pred) -> Vec<Vec<Term>>;
}

/// What is wrong with a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It has no steps.
    Empty,
    /// This step uses a step that does not stand before it.
    Order(usize),
    /// This step is called stated and is not.
    NotStated(usize),
    /// This step is no instance of its rule.
    NoInstance(usize),
    /// A condition of this step's rule does not hold: a comparison, or something absent.
    Condition(usize),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Empty => write!(f, "a proof without steps"),
            Fault::Order(at) => write!(f, "step {at} uses a later step"),
            Fault::NotStated(at) => write!(f, "step {at} was never stated"),
            Fault::NoInstance(at) => write!(f, "step {at} does not follow by its rule"),
            Fault::Condition(at) => write!(f, "a condition of step {at} does not hold"),
        }
    }
}

impl std::error::Error for Fault {}

/// Checks a proof of its last step.
///
/// # Errors
/// The first fault.
pub fn check<R: AsRef<Rule>>(proof: &Proof, rules: &[R], names: &Names, facts: &dyn Facts) -> Result<(), Fault> {
    if proof.steps.is_empty() {
        return Err(Fault::Empty);
    }
    for (at, step) in proof.steps.iter().enumerate() {
        if step.from.iter().any(|from| *from >= at) {
            return Err(Fault::Order(at));
        }
        let By::Rule(number) = step.by else {
            if !step.from.is_empty() || !facts.stated(&step.fact) {
                return Err(Fault::NotStated(at));
            }
            continue;
        };
        let rule = rules.get(number).ok_or(Fault::NoInstance(at))?.as_ref();
        let premises: Vec<&Fact> = step.from.iter().map(|from| &proof.steps[*from].fact).collect();
        let checker = Checker { rule, names, facts };
        if rule.aggregates.is_empty() {
            checker.instance(at, step, &premises)?;
        } else {
            checker.aggregate(at, step, &premises)?;
        }
    }
    Ok(())
}

/// Whether facts are closed under the rules: nothing follows that is not among them. By brute force, for tests.
pub fn is_model<R: AsRef<Rule>>(rules: &[R], names: &Names, facts: &dyn Facts) -> bool {
    rules.iter().map(AsRef::as_ref).all(|rule| {
        let all: HashSet<Vec<Term>> = facts.all(rule.head.pred).into_iter().collect();
        let checker = Checker { rule, names, facts };
        checker.heads().iter().all(|head| match head {
            Some(head) => all.contains(head),
            // A number that nobody has written yet is no term: the head is missing.
            None => false,
        })
    })
}

/// The heads that follow by one rule from all facts, by brute force.
#[cfg(test)]
pub(super) fn heads(rule: &Rule, names: &Names, facts: &dyn Facts) -> Vec<Vec<Term>> {
    Checker { rule, names, facts }.heads().into_iter().flatten().collect()
}

/// What each variable stands for; a number may have no term yet.
type Values = Vec<Option<Meaning>>;

/// What a variable stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    Number(i64),
    Text(String),
}

struct Checker<'a> {
    rule: &'a Rule,
    names: &'a Names,
    facts: &'a dyn Facts,
}

impl Checker<'_> {
    fn meaning(&self, term: Term) -> Meaning {
        match self.names.value(term) {
            Value::Number(number) => Meaning::Number(number),
            Value::Text(text) => Meaning::Text(text.to_owned()),
        }
    }

    fn term(&self, meaning: &Meaning) -> Option<Term> {
        match meaning {
            Meaning::Number(number) => self.names.find_number(*number),
            Meaning::Text(text) => self.names.find_text(text),
        }
    }

    /// A step by a rule without aggregates: one premise for each atom that must hold.
    fn instance(&self, at: usize, step: &Step, premises: &[&Fact]) -> Result<(), Fault> {
        let mut values: Values = vec![None; self.rule.vars as usize];
        let atoms: Vec<&Atom> = self.holding();
        let fits = atoms.len() == premises.len()
            && self.rule.head.pred == step.fact.pred
            && self.unify(&self.rule.head, &step.fact.args, &mut values)
            && atoms
                .iter()
                .zip(premises)
                .all(|(atom, premise)| atom.pred == premise.pred && self.unify(atom, &premise.args, &mut values));
        if !fits {
            return Err(Fault::NoInstance(at));
        }
        if self.conditions(&mut values) { Ok(()) } else { Err(Fault::Condition(at)) }
    }

    /// A step by a rule with aggregates: the value must be that of all solutions among all facts, and the premises
    /// must be facts of its body.
    fn aggregate(&self, at: usize, step: &Step, premises: &[&Fact]) -> Result<(), Fault> {
        let among = |premise: &&Fact| {
            self.holding().iter().any(|atom| {
                atom.pred == premise.pred && self.unify(atom, &premise.args, &mut vec![None; self.rule.vars as usize])
            })
        };
        if self.rule.head.pred != step.fact.pred || !premises.iter().all(among) || premises.is_empty() {
            return Err(Fault::NoInstance(at));
        }
        let made = self.heads().contains(&Some(step.fact.args.clone()));
        if made { Ok(()) } else { Err(Fault::Condition(at)) }
    }

    fn holding(&self) -> Vec<&Atom> {
        let atoms = self.rule.body.iter().filter(|literal| matches!(literal, Literal::Holds(_)));
        atoms.filter_map(Literal::atom).collect()
    }

    /// Makes an atom's variables stand for these arguments, where they stand for nothing else.
    fn unify(&self, atom: &Atom, args: &[Term], values: &mut Values) -> bool {
        atom.args.len() == args.len()
            && atom.args.iter().zip(args).all(|(arg, term)| match arg {
                Arg::Any => true,
                Arg::Term(own) => own == term,
                Arg::Var(var) => match values.get_mut(*var as usize) {
                    Some(Some(value)) => *value == self.meaning(*term),
                    Some(free) => {
                        *free = Some(self.meaning(*term));
                        true
                    }
                    None => false,
                },
            })
    }

    /// Whether the comparisons hold, equations giving values where there are none, and nothing is there that must not.
    fn conditions(&self, values: &mut Values) -> bool {
        let mut open: Vec<&Literal> =
            self.rule.body.iter().filter(|literal| matches!(literal, Literal::Compare(..))).collect();
        while !open.is_empty() {
            let before = open.len();
            let mut holds = true;
            open.retain(|literal| match self.compare(literal, values) {
                Some(result) => {
                    holds &= result;
                    false
                }
                None => true,
            });
            if !holds || open.len() == before {
                return false;
            }
        }
        self.rule.body.iter().all(|literal| match literal {
            Literal::Fails(atom) => {
                !self.facts.all(atom.pred).iter().any(|args| self.unify(atom, args, &mut values.clone()))
            }
            _ => true,
        })
    }

    /// Whether a comparison holds; none where a value is missing yet.
    fn compare(&self, literal: &Literal, values: &mut Values) -> Option<bool> {
        let Literal::Compare(cmp, left, right) = literal else { return Some(true) };
        let free = |side: &Expr, values: &Values| match side {
            Expr::Arg(Arg::Var(var)) if values.get(*var as usize).is_some_and(Option::is_none) => Some(*var as usize),
            _ => None,
        };
        let sides = [(left, right), (right, left)];
        for (one, other) in sides {
            if let (Cmp::Equal, Some(var)) = (cmp, free(one, values)) {
                let value = self.value(other, values)?;
                let known = value.is_some();
                values[var] = value;
                return Some(known);
            }
        }
        let (Some(left), Some(right)) = (self.value(left, values)?, self.value(right, values)?) else {
            return Some(false);
        };
        let alike =
            matches!((&left, &right), (Meaning::Number(_), Meaning::Number(_)) | (Meaning::Text(_), Meaning::Text(_)));
        Some(match cmp {
            Cmp::Equal => left == right,
            Cmp::Unequal => left != right,
            Cmp::Less => alike && left < right,
            Cmp::AtMost => alike && left <= right,
            Cmp::Greater => alike && left > right,
            Cmp::AtLeast => alike && left >= right,
        })
    }

    /// The value of an expression, which it may not have; none where a variable stands for nothing yet.
    fn value(&self, expr: &Expr, values: &Values) -> Option<Option<Meaning>> {
        match expr {
            Expr::Arg(Arg::Var(var)) => values.get(*var as usize)?.clone().map(Some),
            Expr::Arg(Arg::Term(term)) => Some(Some(self.meaning(*term))),
            Expr::Arg(Arg::Any) => Some(None),
            Expr::Op(op, sides) => {
                let (left, right) = (self.value(&sides.0, values)?, self.value(&sides.1, values)?);
                let (Some(Meaning::Number(a)), Some(Meaning::Number(b))) = (left, right) else { return Some(None) };
                Some(exactly(*op, a, b).map(Meaning::Number))
            }
        }
    }

    /// Every solution of the body among all facts.
    fn solutions(&self) -> Vec<Values> {
        let mut found: Vec<Values> = vec![vec![None; self.rule.vars as usize]];
        for atom in self.holding() {
            let facts = self.facts.all(atom.pred);
            let mut next = Vec::new();
            for values in &found {
                for args in &facts {
                    let mut values = values.clone();
                    if self.unify(atom, args, &mut values) {
                        next.push(values);
                    }
                }
            }
            found = next;
        }
        found.retain_mut(|values| self.conditions(values));
        let mut seen = BTreeSet::new();
        found.retain(|values| seen.insert(values.clone()));
        found
    }

    /// Every head that follows from all facts; one that holds no known term is none.
    fn heads(&self) -> Vec<Option<Vec<Term>>> {
        let folds = |at: usize| self.rule.aggregates.iter().find(|aggregate| aggregate.at == at).map(|a| a.fold);
        let mut groups: BTreeMap<Vec<Meaning>, Vec<Vec<Meaning>>> = BTreeMap::new();
        for values in self.solutions() {
            let value = |arg: &Arg| match arg {
                Arg::Var(var) => values.get(*var as usize).cloned().flatten(),
                Arg::Term(term) => Some(self.meaning(*term)),
                Arg::Any => None,
            };
            let head: Option<Vec<Meaning>> = self.rule.head.args.iter().map(value).collect();
            let Some(head) = head else { continue };
            let group =
                head.iter().enumerate().filter(|(at, _)| folds(*at).is_none()).map(|(_, v)| v.clone()).collect();
            groups.entry(group).or_default().push(head);
        }
        let made = groups.into_values().filter_map(|heads| {
            let column = |at: usize| match folds(at) {
                None => heads.first().and_then(|head| head.get(at)).cloned(),
                Some(fold) => together(fold, heads.iter().filter_map(|head| head.get(at))),
            };
            let head: Option<Vec<Meaning>> = (0..self.rule.head.args.len()).map(column).collect();
            head
        });
        made.map(|head| head.iter().map(|meaning| self.term(meaning)).collect()).collect()
    }
}

/// The result of an operation on 64-bit numbers, where it has one.
fn exactly(op: Op, a: i64, b: i64) -> Option<i64> {
    let (a, b) = (i128::from(a), i128::from(b));
    let result = match op {
        Op::Add => a + b,
        Op::Sub => a - b,
        Op::Mul => a * b,
        Op::Div | Op::Mod if b == 0 => return None,
        Op::Div => (a - (a % b + b) % b) / b,
        Op::Mod => (a % b + b) % b,
    };
    i64::try_from(result).ok()
}

/// Many values as one.
fn together<'v>(fold: Fold, values: impl Iterator<Item = &'v Meaning>) -> Option<Meaning> {
    match fold {
        Fold::Min => values.min().cloned(),
        Fold::Max => values.max().cloned(),
        Fold::Count => {
            let distinct: BTreeSet<&Meaning> = values.collect();
            i64::try_from(distinct.len()).ok().map(Meaning::Number)
        }
        Fold::Sum => {
            let mut sum = 0i128;
            for value in values {
                let Meaning::Number(number) = value else { return None };
                sum += i128::from(*number);
            }
            i64::try_from(sum).ok().map(Meaning::Number)
        }
    }
}
