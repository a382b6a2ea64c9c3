//! A database: facts and rules, what follows from them, and layers of facts over a shared base.

use std::sync::Arc;

use super::check::{self, Facts, Fault};
use super::exec::{Solutions, Span};
use super::fixpoint::run;
use super::frozen::{Frozen, STATED, Tag};
use super::fuel::{Fuel, Stop};
use super::names::{Names, Pred, Term};
use super::plan::Planner;
use super::program::{Arg, Atom, Literal, Refusal, Rule};
use super::prove::Fact;
use super::reach::{Reach, Trail};
use super::relation::Relation;
use super::strata::{Strata, is_strict};

/// Facts, rules and what follows from them.
#[derive(Debug, Clone, Default)]
pub struct Database {
    pub(super) names: Names,
    pub(super) rules: Vec<Arc<Rule>>,
    pub(super) rels: Vec<Relation>,
    pub(super) strata: Strata,
    /// How many rules are evaluated to the end.
    pub(super) done: usize,
    /// Whether `strata` are those of the rules.
    pub(super) stratified: bool,
    /// The last round of the evaluations before.
    pub(super) round: u32,
    /// The last round so far.
    pub(super) top: u32,
    /// Which predicates are closures of stated pairs.
    pub(super) reach: Vec<Option<Arc<Reach>>>,
    pub(super) trail: Trail,
    /// Room for new rows, kept between rules.
    pub(super) fresh: Vec<u32>,
}

/// A database at rest, to be shared: dialogues put their own facts and rules over it.
#[derive(Debug)]
pub struct Base {
    names: Arc<Names>,
    rules: Vec<Arc<Rule>>,
    rels: Vec<Option<Arc<Frozen>>>,
    arities: Vec<usize>,
    pub(super) done: usize,
    round: u32,
}

impl Base {
    /// The bytes on the heap that rows, indexes, tables and tags take; the vocabulary is not among them.
    pub fn heap_bytes(&self) -> usize {
        self.rels.iter().flatten().map(|frozen| frozen.heap_bytes()).sum()
    }

    /// The vocabulary.
    pub fn names(&self) -> &Names {
        &self.names
    }
}

impl Database {
    /// An empty database.
    pub fn new() -> Database {
        Database::default()
    }

    /// A database of the facts and rules of a text; see [`parse`](super::parse()) for its form.
    ///
    /// # Errors
    /// Where the text has no meaning or a rule is not well formed.
    pub fn read(text: &str) -> Result<Database, Refusal> {
        let mut db = Database::new();
        db.add(text)?;
        Ok(db)
    }

    /// Adds the facts and rules of a text; its queries are handed back.
    ///
    /// # Errors
    /// Where the text has no meaning or a rule is not well formed; facts and rules before that one may be added.
    pub fn add(&mut self, text: &str) -> Result<Vec<Atom>, Refusal> {
        let parsed = super::parse(text, &mut self.names)?;
        for (pred, args) in &parsed.facts {
            self.insert(*pred, args).map_err(|_| Refusal::TooMany)?;
        }
        for rule in parsed.rules {
            self.rule(rule)?;
        }
        Ok(parsed.queries)
    }

    /// A database over a shared base: it holds all that the base holds, and what is added is its own.
    pub fn over(base: &Base) -> Database {
        let rels = base.arities.iter().zip(&base.rels).map(|(arity, frozen)| Relation::new(*arity, frozen.clone()));
        Database {
            rels: rels.collect(),
            names: Names::over(Arc::clone(&base.names)),
            rules: base.rules.clone(),
            done: base.done,
            round: base.round,
            top: base.round,
            ..Database::default()
        }
    }

    /// Brings everything to rest, compact, to be shared.
    pub fn freeze(mut self) -> Base {
        self.settle();
        Base {
            arities: self.rels.iter().map(|rel| rel.arity).collect(),
            rels: self.rels.into_iter().map(|rel| rel.frozen).collect(),
            names: Arc::new(self.names),
            rules: self.rules,
            done: self.done,
            round: self.top,
        }
    }

    /// Brings all rows to rest: compact, in sorted order, each with its rule and round.
    /// Where facts were added since the last [`Database::run`], the next one starts over.
    pub fn settle(&mut self) {
        if self.rels.iter().any(|rel| rel.closed < rel.live()) {
            // Rows that the rules have not seen would look like seen ones.
            self.done = 0;
        }
        self.rels.iter_mut().for_each(|rel| rel.settle(false));
        self.fresh = Vec::new();
    }

    /// The vocabulary.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The vocabulary, to add to.
    pub fn names_mut(&mut self) -> &mut Names {
        &mut self.names
    }

    /// The term of a text.
    pub fn text(&mut self, text: &str) -> Term {
        self.names.text(text)
    }

    /// The term of a number.
    pub fn number(&mut self, number: i64) -> Term {
        self.names.number(number)
    }

    /// The predicate of this name and number of arguments.
    pub fn pred(&mut self, name: &str, arity: usize) -> Pred {
        let pred = self.names.pred(name, arity);
        self.grow();
        pred
    }

    /// Makes a relation for each predicate that has none.
    fn grow(&mut self) {
        for pred in self.rels.len()..self.names.pred_count() as usize {
            let (_, arity) = self.names.pred_name(Pred(pred as u32));
            self.rels.push(Relation::new(arity, None));
            self.stratified = false;
        }
    }

    /// The rules, in the order of their numbers.
    pub fn rules(&self) -> &[Arc<Rule>] {
        &self.rules
    }

    /// Adds a rule; its number.
    ///
    /// # Errors
    /// Where it is not well formed, or there are too many.
    pub fn rule(&mut self, rule: Rule) -> Result<usize, Refusal> {
        rule.check(&self.names)?;
        self.rule_as_is(Arc::new(rule))
    }

    /// Adds a rule that is well formed.
    pub(super) fn rule_as_is(&mut self, rule: Arc<Rule>) -> Result<usize, Refusal> {
        if self.rules.len() >= usize::from(STATED) {
            return Err(Refusal::TooMany);
        }
        self.grow();
        self.rules.push(rule);
        self.stratified = false;
        Ok(self.rules.len() - 1)
    }

    /// States a fact; false where it is known already, or has not as many arguments as its predicate.
    /// What follows from it is derived by the next [`Database::run`].
    ///
    /// # Errors
    /// Where the relation is full.
    pub fn insert(&mut self, pred: Pred, args: &[Term]) -> Result<bool, Stop> {
        self.grow();
        let Some(rel) = self.rels.get_mut(pred.at()).filter(|rel| rel.arity == args.len()) else { return Ok(false) };
        if let [a, b] = args {
            return rel.insert(&[a.0, b.0], Tag::STATED);
        }
        let row: Vec<u32> = args.iter().map(|term| term.0).collect();
        rel.insert(&row, Tag::STATED)
    }

    /// Derives all that follows. Cheap where little was added since the last time: a fact costs what follows from it.
    ///
    /// # Errors
    /// [`Refused`](Failure::Refused) where the rules are not stratified, [`Stopped`](Failure::Stopped) where the fuel
    /// does not suffice; what was derived until then stands. Running again looks at what was new in the interrupted run once more.
    pub fn run(&mut self, fuel: &mut Fuel<'_>) -> Result<(), Failure> {
        if self.done == 0 {
            self.rest_inputs();
        }
        self.run_as_is(fuel)
    }

    /// [`Database::run`] with the relations as they are kept.
    pub(super) fn run_as_is(&mut self, fuel: &mut Fuel<'_>) -> Result<(), Failure> {
        self.stratify()?;
        let mut fresh: Vec<bool> = (0..self.rules.len()).map(|at| at >= self.done).collect();
        self.forget(&mut fresh);
        self.round = self.top;
        for stratum in 0..self.strata.count {
            self.run_stratum(stratum, &fresh, fuel).map_err(Failure::Stopped)?;
        }
        self.rels.iter_mut().for_each(|rel| rel.closed = rel.live());
        self.done = self.rules.len();
        Ok(())
    }

    pub(super) fn stratify(&mut self) -> Result<(), Failure> {
        self.grow();
        if !self.stratified {
            self.strata = Strata::of(&self.rules, self.rels.len(), &self.names).map_err(Failure::Refused)?;
            self.find_closures();
            self.stratified = true;
        }
        Ok(())
    }

    /// The facts of a form that are stated or derived so far.
    pub(super) fn matching(
        &mut self,
        pred: Pred,
        pattern: &[Option<Term>],
        fuel: &mut Fuel<'_>,
    ) -> Result<Vec<Vec<Term>>, Failure> {
        let vars = (0..pattern.len() as u32).map(Arg::Var);
        let args = pattern.iter().zip(vars).map(|(known, var)| known.map_or(var, Arg::Term)).collect();
        let atom = Atom { pred, args };
        let free: Vec<usize> = (0..pattern.len()).filter(|at| pattern[*at].is_none()).collect();
        if self.rels.get(pred.at()).is_none_or(|rel| rel.arity != pattern.len()) {
            return Ok(Vec::new());
        }
        let body = vec![Literal::Holds(atom.clone())];
        let rule = Rule { head: atom, aggregates: Vec::new(), body, vars: pattern.len() as u32, line: 0 };
        let plan = Planner { rels: &mut self.rels, grows: &[] }.plan(&rule, None);
        let mut spans = vec![Span::default(); self.rels.len()];
        self.rels[pred.at()].extend_chains();
        spans[pred.at()].new = self.rels[pred.at()].live();
        let mut sink = Solutions { kept: free, ..Solutions::default() };
        run(&self.rels, (&plan, &spans), &mut self.names, fuel, &mut sink).map_err(|_| Failure::Stopped(Stop::Fuel))?;
        let width = sink.kept.len();
        let row = |at: usize| {
            let mut free = sink.rows[at * width..(at + 1) * width].iter();
            pattern.iter().filter_map(|known| known.or_else(|| free.next().copied().map(Term))).collect()
        };
        Ok((0..sink.count).map(row).collect())
    }

    /// Whether everything that follows is derived.
    pub fn is_closed(&self) -> bool {
        self.done == self.rules.len() && self.rels.iter().all(|rel| rel.closed == rel.live())
    }

    /// Takes back what was derived from the absence or the number of facts where such facts were added.
    fn forget(&mut self, fresh: &mut [bool]) {
        if !self.rules.iter().any(|rule| rule.body.iter().any(|literal| is_strict(rule, literal))) {
            return;
        }
        let mut changed: Vec<bool> = self.rels.iter().map(|rel| rel.closed < rel.live()).collect();
        for (rule, _) in self.rules.iter().zip(fresh.iter()).filter(|(_, fresh)| **fresh) {
            changed[rule.head.pred.at()] = true;
        }
        let mut tainted = vec![false; self.rels.len()];
        let mut again = true;
        while again {
            again = false;
            for rule in &self.rules {
                let head = rule.head.pred.at();
                for literal in &rule.body {
                    let Some(of) = literal.atom().map(|atom| atom.pred.at()) else { continue };
                    let taints = tainted[of] || changed[of] && is_strict(rule, literal);
                    again |= taints && !tainted[head] || changed[of] && !changed[head];
                    tainted[head] |= taints;
                    changed[head] |= changed[of];
                }
            }
        }
        for (at, rel) in self.rels.iter_mut().enumerate() {
            if tainted[at] {
                rel.settle(true);
            }
        }
        for (rule, fresh) in self.rules.iter().zip(fresh.iter_mut()) {
            *fresh |= tainted[rule.head.pred.at()];
        }
    }

    /// Brings large relations that no rule derives to rest, before the first evaluation: they are faster to search.
    fn rest_inputs(&mut self) {
        let mut derived = vec![false; self.rels.len()];
        self.rules.iter().for_each(|rule| derived[rule.head.pred.at()] = true);
        for (rel, derived) in self.rels.iter_mut().zip(derived) {
            let at_rest = rel.frozen.as_ref().map_or(0, |frozen| frozen.len());
            if !derived && rel.live() as usize > at_rest.max(256) {
                rel.settle(false);
            }
        }
    }

    /// Whether a fact is stated or derived so far.
    pub fn holds(&self, pred: Pred, args: &[Term]) -> bool {
        let Some(rel) = self.rels.get(pred.at()).filter(|rel| rel.arity == args.len()) else { return false };
        if let [a, b] = args {
            return rel.contains(&[a.0, b.0]);
        }
        let row: Vec<u32> = args.iter().map(|term| term.0).collect();
        rel.contains(&row)
    }

    /// How many facts of a predicate are stated or derived so far.
    pub fn count(&self, pred: Pred) -> usize {
        self.rels.get(pred.at()).map_or(0, Relation::len)
    }

    /// Every fact of a predicate that is stated or derived so far.
    pub fn facts(&self, pred: Pred) -> Vec<Vec<Term>> {
        let mut all = Vec::new();
        if let Some(rel) = self.rels.get(pred.at()) {
            rel.each(|row, _| all.push(row.iter().map(|term| Term(*term)).collect()));
        }
        all
    }

    /// Whether a fact was stated.
    pub fn is_stated(&self, pred: Pred, args: &[Term]) -> bool {
        let row: Vec<u32> = args.iter().map(|term| term.0).collect();
        self.rels.get(pred.at()).is_some_and(|rel| rel.arity == row.len() && rel.is_stated(&row))
    }

    /// Has a proof checked against the rules and facts; see [`check`](mod@super::check).
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self, proof: &super::Proof) -> Result<(), Fault> {
        check::check(proof, &self.rules, &self.names, self)
    }

    /// The bytes on the heap that rows, indexes, tables and tags take, those of the base too; the vocabulary is not
    /// among them.
    pub fn heap_bytes(&self) -> usize {
        self.rels.iter().map(|rel| rel.heap_bytes() + size_of::<Relation>()).sum()
    }
}

impl Facts for Database {
    fn stated(&self, fact: &Fact) -> bool {
        self.is_stated(fact.pred, &fact.args)
    }

    fn all(&self, pred: Pred) -> Vec<Vec<Term>> {
        self.facts(pred)
    }
}

/// Why a database was not evaluated to the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The program has no meaning as it is.
    Refused(Refusal),
    /// The evaluation was stopped.
    Stopped(Stop),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Refused(refusal) => refusal.fmt(f),
            Failure::Stopped(stop) => stop.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}
