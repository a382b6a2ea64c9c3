//! Proofs on demand: from the rule and the round that each fact carries, its premises are found again. A premise is
//! always of an earlier round, so the proof is as low as any.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::Database;
use super::frozen::{STATED, Store, Tag};
use super::fuel::Fuel;
use super::names::{Pred, Term};
use super::plan::all_columns;
use super::program::{Arg, Atom, Cmp, Expr, Literal, Rule};
use super::relation::Relation;

/// A fact: a predicate of constants.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fact {
    /// The predicate.
    pub pred: Pred,
    /// Its arguments.
    pub args: Vec<Term>,
}

/// Why a fact of a proof holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// It was stated.
    Stated,
    /// By the rule of this number, see [`Database::rules`].
    Rule(usize),
}

/// A step of a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What holds.
    pub fact: Fact,
    /// Why.
    pub by: By,
    /// The steps of the premises: one for each atom of the rule's body that must hold, in its order. For a rule with
    /// aggregates, those of each solution, one after another.
    pub from: Vec<usize>,
}

/// A proof: steps of which each stands after its premises. A fact that is used twice is proved once. What is proved
/// is the last step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// The steps.
    pub steps: Vec<Step>,
}

/// Why a fact holds and from what.
type Ground = (By, Vec<Fact>);

/// The most steps of a proof that is shown.
const MOST_STEPS: usize = 10_000;

impl Proof {
    /// The height: 1 for a stated fact.
    pub fn height(&self) -> usize {
        let mut heights: Vec<usize> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let below = step.from.iter().filter_map(|at| heights.get(*at)).max();
            heights.push(1 + below.copied().unwrap_or(0));
        }
        heights.last().copied().unwrap_or(0)
    }
}

impl Database {
    /// The proof of a fact that is stated or derived; none where it is not, where the proof has more than 10,000
    /// steps, or where the fuel does not suffice.
    ///
    /// ```
    /// use reasoner_core::datalog::{Database, Fuel};
    ///
    /// let mut db = Database::read("man(socrates). mortal(X) :- man(X).")?;
    /// db.run(&mut Fuel::steps(100))?;
    /// let (mortal, socrates) = (db.pred("mortal", 1), db.text("socrates"));
    /// let proof = db.proof(mortal, &[socrates], &mut Fuel::steps(100)).ok_or("no proof")?;
    /// assert_eq!(db.show(&proof), "mortal(socrates), by rule 1\n  man(socrates), stated\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn proof(&mut self, pred: Pred, args: &[Term], fuel: &mut Fuel<'_>) -> Option<Proof> {
        let chains: Vec<Vec<usize>> = self.rels.iter_mut().map(chains).collect();
        let goal = Fact { pred, args: args.to_vec() };
        let mut prover = Prover { db: self, chains, fuel, numbers: HashMap::default(), proof: Proof::default() };
        // Facts whose premises are yet to be proved; a fact is entered twice, before and after them.
        let mut open: Vec<(Fact, Option<Ground>)> = vec![(goal, None)];
        while let Some((fact, known)) = open.pop() {
            if prover.numbers.contains_key(&fact) {
                continue;
            }
            match known {
                Some((by, premises)) => prover.push(fact, by, &premises)?,
                None => {
                    let (by, premises) = prover.premises(&fact)?;
                    open.push((fact, Some((by, premises.clone()))));
                    open.extend(premises.into_iter().rev().map(|premise| (premise, None)));
                }
            }
        }
        Some(prover.proof)
    }

    /// A proof as an indented text, premises below what follows from them; what was shown before is only named.
    pub fn show(&self, proof: &Proof) -> String {
        let mut out = String::new();
        let mut shown = vec![false; proof.steps.len()];
        let mut open: Vec<(usize, usize)> =
            proof.steps.len().checked_sub(1).map(|last| (last, 0)).into_iter().collect();
        while let Some((at, depth)) = open.pop() {
            let Some(step) = proof.steps.get(at) else { continue };
            let fact = self.names.show_fact(step.fact.pred, &step.fact.args);
            let by = match step.by {
                By::Stated => "stated".to_owned(),
                By::Rule(_) if shown[at] => "as above".to_owned(),
                By::Rule(rule) => match self.rules.get(rule).map_or(0, |rule| rule.line) {
                    0 => format!("by rule {rule}"),
                    line => format!("by rule {line}"),
                },
            };
            out.push_str(&format!("{:indent$}{fact}, {by}\n", "", indent = depth * 2));
            if !std::mem::replace(&mut shown[at], true) {
                open.extend(step.from.iter().rev().filter(|from| **from < at).map(|from| (*from, depth + 1)));
            }
        }
        out
    }
}

struct Prover<'d, 'f, 'g> {
    db: &'d Database,
    /// For each relation with growing rows, the chain of all columns and then those of each of the first.
    chains: Vec<Vec<usize>>,
    fuel: &'f mut Fuel<'g>,
    numbers: HashMap<Fact, usize, FixedState>,
    proof: Proof,
}

/// A search for the premises of one fact.
struct Search<'r> {
    rule: &'r Rule,
    /// Premises must be of earlier rounds; the last number where any will do.
    before: u32,
    values: Vec<Option<u32>>,
    /// The rows of the atoms of the body, by literal.
    rows: Vec<Option<Vec<u32>>>,
    /// Where all solutions are wanted, they are collected here.
    collected: Option<Vec<Vec<Vec<u32>>>>,
}

impl Prover<'_, '_, '_> {
    fn push(&mut self, fact: Fact, by: By, premises: &[Fact]) -> Option<()> {
        if self.proof.steps.len() >= MOST_STEPS {
            return None;
        }
        let from: Option<Vec<usize>> = premises.iter().map(|premise| self.numbers.get(premise).copied()).collect();
        self.numbers.insert(fact.clone(), self.proof.steps.len());
        self.proof.steps.push(Step { fact, by, from: from? });
        Some(())
    }

    fn tag(&self, rel: usize, row: &[u32]) -> Option<Tag> {
        self.db.rels.get(rel).filter(|rel| rel.arity == row.len())?.tag(row, self.chains[rel].first().copied())
    }

    /// The rule of a fact and the facts that it follows from.
    fn premises(&mut self, fact: &Fact) -> Option<Ground> {
        let row: Vec<u32> = fact.args.iter().map(|term| term.0).collect();
        let tag = self.tag(fact.pred.at(), &row)?;
        if tag.rule == STATED {
            return Some((By::Stated, Vec::new()));
        }
        let rule = Arc::clone(self.db.rules.get(usize::from(tag.rule))?);
        let folds = !rule.aggregates.is_empty();
        let mut search = Search {
            rule: &rule,
            before: if folds { u32::MAX } else { tag.round },
            values: vec![None; rule.vars as usize],
            rows: vec![None; rule.body.len()],
            collected: folds.then(Vec::new),
        };
        for (at, arg) in rule.head.args.iter().enumerate() {
            if let Arg::Var(var) = arg
                && rule.aggregates.iter().all(|aggregate| aggregate.at != at)
            {
                search.values[*var as usize] = Some(row[at]);
            }
        }
        let found = self.search(&mut search)?;
        let solutions = match search.collected {
            Some(solutions) => solutions,
            None => vec![found.then_some(search.rows)?.into_iter().flatten().collect()],
        };
        let preds: Vec<Pred> = rule.premises().map(|atom| atom.pred).collect();
        let fact = |(pred, row): (&Pred, &Vec<u32>)| Fact { pred: *pred, args: row.iter().map(|t| Term(*t)).collect() };
        let premises = solutions.iter().flat_map(|rows| preds.iter().zip(rows).map(fact)).collect();
        Some((By::Rule(usize::from(tag.rule)), premises))
    }

    /// Extends the search by the literal with the fewest rows; true where a solution is found, none where the fuel
    /// is used up. As deep as the rule is long.
    fn search(&mut self, search: &mut Search<'_>) -> Option<bool> {
        if !self.fuel.spend(1) {
            return None;
        }
        let bound: Vec<bool> = search.values.iter().map(Option::is_some).collect();
        for literal in &search.rule.body {
            if let Some((var, value)) = literal.assigns(&bound) {
                let Some(value) = self.db.value(value, &search.values) else { return Some(false) };
                search.values[var as usize] = Some(value);
                let found = self.search(search)?;
                search.values[var as usize] = found.then_some(value);
                return Some(found);
            }
        }
        let open = search.rule.body.iter().enumerate().filter_map(|(at, literal)| match literal {
            Literal::Holds(atom) if search.rows[at].is_none() => Some((at, atom)),
            _ => None,
        });
        let next =
            open.map(|(at, atom)| (self.expected(atom, &search.values), at, atom)).min_by_key(|next| (next.0, next.1));
        let Some((_, at, atom)) = next else { return Some(self.solved(search)) };
        for row in self.rows(atom, &search.values)? {
            let Some(tag) = self.tag(atom.pred.at(), &row) else { continue };
            if tag.round >= search.before {
                continue;
            }
            let kept = search.values.clone();
            if bind(atom, &row, &mut search.values) {
                search.rows[at] = Some(row);
                if self.search(search)? {
                    return Some(true);
                }
                search.rows[at] = None;
            }
            search.values = kept;
        }
        Some(false)
    }

    /// Whether the conditions hold that are no atoms; what is absent now was absent then.
    fn solved(&self, search: &mut Search<'_>) -> bool {
        let holds = search.rule.body.iter().all(|literal| match literal {
            Literal::Compare(cmp, left, right) => self.db.compares(*cmp, left, right, &search.values),
            Literal::Holds(_) => true,
            Literal::Fails(atom) => self.absent(atom, &search.values),
        });
        if let (true, Some(collected)) = (holds, &mut search.collected) {
            collected.push(search.rows.iter().flatten().cloned().collect());
            return false;
        }
        holds
    }

    fn absent(&self, atom: &Atom, values: &[Option<u32>]) -> bool {
        let rel = &self.db.rels[atom.pred.at()];
        let row: Option<Vec<u32>> = atom.args.iter().map(|arg| value_of(*arg, values)).collect();
        match row {
            Some(row) => !rel.contains(&row),
            None => {
                let mut found = false;
                rel.each(|row, _| found |= bind(atom, row, &mut values.to_vec()));
                !found
            }
        }
    }

    /// How many rows of an atom to expect.
    fn expected(&self, atom: &Atom, values: &[Option<u32>]) -> usize {
        let rel = &self.db.rels[atom.pred.at()];
        let known = key(atom, values);
        if known.1.len() == atom.args.len() {
            return 0;
        }
        let at_rest = rel.frozen.as_ref().map_or(0, |frozen| frozen.count(known.0, &known.1));
        at_rest + if known.1.is_empty() { rel.live() as usize } else { (rel.live() as usize).min(8) }
    }

    /// The growing rows that agree with the first known column.
    fn growing(&self, rel: usize, mask: u32, key: &[u32], found: &mut Vec<Vec<u32>>) {
        let (chains, rel) = (&self.chains[rel], &self.db.rels[rel]);
        let Some(first) = key.first() else {
            return found.extend((0..rel.live()).map(|row| rel.row(row).to_vec()));
        };
        let Some(chain) = chains.get(1 + mask.trailing_zeros() as usize) else { return };
        let chain = rel.chain(*chain);
        let mut last = chain.last(&rel.rows, rel.arity, &[*first]);
        while last > 0 {
            found.push(rel.row(last - 1).to_vec());
            last = chain.before(last - 1);
        }
    }

    /// The rows of an atom that agree with what is known.
    fn rows(&mut self, atom: &Atom, values: &[Option<u32>]) -> Option<Vec<Vec<u32>>> {
        let rel = &self.db.rels[atom.pred.at()];
        let (mask, key) = key(atom, values);
        let mut found = Vec::new();
        if key.len() == atom.args.len() {
            found.extend(rel.contains(&key).then_some(key));
            return Some(found);
        }
        match (&rel.frozen, mask) {
            (None, _) => {}
            (Some(frozen), 0) => frozen.each(|_, row| found.push(row.to_vec())),
            (Some(frozen), mask) => match &frozen.store {
                Store::Pairs(_) => {
                    let pair = |other: &u32| if mask == 1 { vec![key[0], *other] } else { vec![*other, key[0]] };
                    found.extend(frozen.partners(mask).of(key[0]).iter().map(pair));
                }
                Store::Rows { arity, rows, .. } => {
                    let columns = super::index::columns(mask);
                    for row in frozen.index(mask).of_wide(rows, *arity, &columns, &key) {
                        found.push(rows[*row as usize * arity..(*row as usize + 1) * arity].to_vec());
                    }
                }
            },
        }
        self.growing(atom.pred.at(), mask, &key, &mut found);
        self.fuel.spend(found.len() as u64).then_some(found)
    }
}

/// Makes the chains that proofs search growing rows by.
fn chains(rel: &mut Relation) -> Vec<usize> {
    if rel.live() == 0 {
        return Vec::new();
    }
    let singles = (0..rel.arity.min(5)).map(|column| 1 << column);
    let chains = [all_columns(rel.arity)].into_iter().chain(singles).map(|mask| rel.chain_for(mask)).collect();
    rel.extend_chains();
    chains
}

fn value_of(arg: Arg, values: &[Option<u32>]) -> Option<u32> {
    match arg {
        Arg::Var(var) => values[var as usize],
        Arg::Term(term) => Some(term.0),
        Arg::Any => None,
    }
}

/// The known columns of an atom among the first five, or all if all are known.
fn key(atom: &Atom, values: &[Option<u32>]) -> (u32, Vec<u32>) {
    let all: Option<Vec<u32>> = atom.args.iter().map(|arg| value_of(*arg, values)).collect();
    if let Some(all) = all {
        return (all_columns(atom.args.len()), all);
    }
    let (mut mask, mut key) = (0, Vec::new());
    for (column, arg) in atom.args.iter().enumerate().take(5) {
        if let Some(value) = value_of(*arg, values) {
            mask |= 1 << column;
            key.push(value);
        }
    }
    (mask, key)
}

/// Binds the variables of an atom to a row; false where it does not fit.
fn bind(atom: &Atom, row: &[u32], values: &mut [Option<u32>]) -> bool {
    atom.args.iter().zip(row).all(|(arg, value)| match arg {
        Arg::Any => true,
        Arg::Term(term) => term.0 == *value,
        Arg::Var(var) => *values[*var as usize].get_or_insert(*value) == *value,
    })
}

impl Database {
    fn value(&self, expr: &Expr, values: &[Option<u32>]) -> Option<u32> {
        let regs: Vec<u32> = values.iter().map(|value| value.unwrap_or(0)).collect();
        super::exec::known_term(expr, &regs, &self.names)
    }

    fn compares(&self, cmp: Cmp, left: &Expr, right: &Expr, values: &[Option<u32>]) -> bool {
        let regs: Vec<u32> = values.iter().map(|value| value.unwrap_or(0)).collect();
        super::exec::compare(cmp, left, right, &regs, &self.names)
    }
}
