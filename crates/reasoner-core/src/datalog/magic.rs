//! Evaluation on demand: a program made for one goal, in which a rule fires only for what the goal asks (magic sets,
//! Bancilhon, Maier, Sagiv and Ullman 1986). What is denied or counted is evaluated in full.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::Database;
use super::fuel::Fuel;
use super::names::{Names, Pred, Term};
use super::program::{Arg, Atom, Literal, Rule};
use super::prove::{By, Fact, Proof, Step};
use super::relation::Relation;
use super::strata::is_strict;
use super::{Failure, Refusal};

/// How a predicate is asked: its bound arguments, or [`FULL`].
type Mode = (Pred, u32);

/// The mode of what is evaluated in full, and all that it needs with it.
const FULL: u32 = u32::MAX;

/// A program for one goal.
#[derive(Debug)]
pub(super) struct Magic {
    rules: Vec<Arc<Rule>>,
    /// The rule that each was made of; none for those that only pass stated facts or demands on.
    origins: Vec<Option<usize>>,
    /// What each new predicate stands for; none for demands.
    stands_for: HashMap<Pred, Option<Pred>, FixedState>,
    /// The new predicates.
    made: Vec<Pred>,
    goal: Pred,
    demand: Option<Pred>,
}

struct Maker<'a> {
    rules: &'a [Arc<Rule>],
    names: &'a mut Names,
    by_head: HashMap<Pred, Vec<usize>, FixedState>,
    made: HashMap<Mode, Pred, FixedState>,
    open: Vec<Mode>,
    magic: Magic,
}

impl Database {
    /// Every fact of the form `pattern` (none for what is free) that is stated or follows, found by what the goal
    /// needs and no more. Where everything is derived already ([`Database::is_closed`]), it is looked up.
    ///
    /// ```
    /// use reasoner_core::datalog::{Database, Fuel};
    ///
    /// let mut db = Database::read("e(a, b). e(b, c). p(X, Y) :- e(X, Y). p(X, Z) :- e(X, Y), p(Y, Z).")?;
    /// let (p, a) = (db.pred("p", 2), db.text("a"));
    /// assert_eq!(db.ask(p, &[Some(a), None], &mut Fuel::steps(1000))?.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where the rules are not stratified, or the fuel does not suffice.
    pub fn ask(
        &mut self,
        pred: Pred,
        pattern: &[Option<Term>],
        fuel: &mut Fuel<'_>,
    ) -> Result<Vec<Vec<Term>>, Failure> {
        self.stratify()?;
        if let Some(found) = self.reachable(pred, pattern, fuel) {
            return found;
        }
        if self.is_closed() || !self.is_derived(pred) {
            return self.matching(pred, pattern, fuel);
        }
        let goal = Goal { pred, pattern };
        self.on_demand(&goal, fuel, |db, magic, fuel| db.matching(magic.goal, pattern, fuel))
    }

    /// The proof of a fact that is stated or follows, found by what it needs and no more; none where it does not.
    ///
    /// # Errors
    /// Where the rules are not stratified, or the fuel does not suffice.
    pub fn explain(&mut self, pred: Pred, args: &[Term], fuel: &mut Fuel<'_>) -> Result<Option<Proof>, Failure> {
        self.stratify()?;
        if self.is_closed() || !self.is_derived(pred) || self.is_stated(pred, args) {
            return Ok(self.proof(pred, args, fuel));
        }
        let pattern: Vec<Option<Term>> = args.iter().copied().map(Some).collect();
        let goal = Goal { pred, pattern: &pattern };
        self.on_demand(&goal, fuel, |db, magic, fuel| {
            Ok(db.proof(magic.goal, args, fuel).map(|proof| magic.translated(&proof)))
        })
    }

    pub(super) fn is_derived(&self, pred: Pred) -> bool {
        self.rules.iter().any(|rule| rule.head.pred == pred)
    }

    /// Evaluates the program for a goal, and then `with` reads what was found.
    fn on_demand<T>(
        &mut self,
        goal: &Goal<'_>,
        fuel: &mut Fuel<'_>,
        with: impl FnOnce(&mut Database, &Magic, &mut Fuel<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let magic = Magic::new(&self.rules, &mut self.names, goal);
        let closed: Vec<u32> = self.rels.iter().map(|rel| rel.closed).collect();
        // The relations are lent to a database of the new rules, which adds relations behind them.
        let mut lent = Database {
            names: std::mem::take(&mut self.names),
            rels: std::mem::take(&mut self.rels),
            round: self.top,
            top: self.top,
            ..Database::default()
        };
        let result = lent.demanded(&magic, goal, fuel).and_then(|()| with(&mut lent, &magic, fuel));
        for pred in &magic.made {
            if let Some(rel) = lent.rels.get_mut(pred.at()) {
                *rel = Relation::new(rel.arity, None);
            }
        }
        for (rel, closed) in lent.rels.iter_mut().zip(closed) {
            rel.closed = closed;
        }
        (self.names, self.rels) = (lent.names, lent.rels);
        // The new predicates stay named, for the next time; their relations are empty.
        self.stratify()?;
        result
    }

    fn demanded(&mut self, magic: &Magic, goal: &Goal<'_>, fuel: &mut Fuel<'_>) -> Result<(), Failure> {
        for rule in &magic.rules {
            self.rule_as_is(Arc::clone(rule)).map_err(Failure::Refused)?;
        }
        if let Some(demand) = magic.demand {
            let bound: Vec<Term> = goal.pattern.iter().flatten().copied().collect();
            self.insert(demand, &bound).map_err(Failure::Stopped)?;
        }
        self.run_as_is(fuel)
    }
}

/// What is asked.
pub(super) struct Goal<'g> {
    pub(super) pred: Pred,
    pub(super) pattern: &'g [Option<Term>],
}

impl Magic {
    fn new(rules: &[Arc<Rule>], names: &mut Names, goal: &Goal<'_>) -> Magic {
        let mut by_head: HashMap<Pred, Vec<usize>, FixedState> = HashMap::default();
        for (at, rule) in rules.iter().enumerate() {
            by_head.entry(rule.head.pred).or_default().push(at);
        }
        let bound = goal.pattern.iter().enumerate().filter(|(_, arg)| arg.is_some());
        let mask = bound.fold(0, |mask, (column, _)| mask | 1 << column);
        // What is counted is counted whole.
        let counted = rules.iter().any(|rule| rule.head.pred == goal.pred && !rule.aggregates.is_empty());
        let mask = if counted { FULL } else { mask };
        let magic = Magic {
            rules: Vec::new(),
            origins: Vec::new(),
            stands_for: HashMap::default(),
            made: Vec::new(),
            goal: goal.pred,
            demand: None,
        };
        let mut maker = Maker { rules, names, by_head, made: HashMap::default(), open: Vec::new(), magic };
        maker.magic.goal = maker.mode((goal.pred, mask));
        maker.magic.demand = (mask != 0 && mask != FULL).then(|| maker.demand((goal.pred, mask)));
        while let Some(mode) = maker.open.pop() {
            maker.pass_stated(mode);
            for at in maker.by_head.get(&mode.0).cloned().unwrap_or_default() {
                maker.rule(at, mode);
            }
        }
        maker.magic
    }

    /// A proof in the words of the program that was given.
    fn translated(&self, proof: &Proof) -> Proof {
        let mut places: Vec<Option<usize>> = Vec::with_capacity(proof.steps.len());
        let mut out = Proof::default();
        for step in &proof.steps {
            let pred = match self.stands_for.get(&step.fact.pred) {
                Some(None) => {
                    places.push(None);
                    continue;
                }
                Some(Some(pred)) => *pred,
                None => step.fact.pred,
            };
            let origin = match step.by {
                By::Stated => Some(By::Stated),
                By::Rule(rule) => self.origins.get(rule).copied().flatten().map(By::Rule),
            };
            let from: Vec<usize> = step.from.iter().filter_map(|at| places.get(*at).copied().flatten()).collect();
            let Some(by) = origin else {
                // Passed on as stated.
                places.push(from.last().copied());
                continue;
            };
            places.push(Some(out.steps.len()));
            out.steps.push(Step { fact: Fact { pred, args: step.fact.args.clone() }, by, from });
        }
        out
    }
}

impl Maker<'_> {
    /// The predicate for one mode.
    fn mode(&mut self, mode: Mode) -> Pred {
        if let Some(made) = self.made.get(&mode) {
            return *made;
        }
        let (name, arity) = self.names.pred_name(mode.0);
        let name = format!("{name}\u{1}{}", mode.1);
        let made = self.names.pred(&name, arity);
        self.made.insert(mode, made);
        self.magic.stands_for.insert(made, Some(mode.0));
        self.magic.made.push(made);
        self.open.push(mode);
        made
    }

    /// The predicate of what is demanded in a mode.
    fn demand(&mut self, mode: Mode) -> Pred {
        let name = format!("{}\u{2}{}", self.names.pred_name(mode.0).0, mode.1);
        let demand = self.names.pred(&name, mode.1.count_ones() as usize);
        if self.magic.stands_for.insert(demand, None).is_none() {
            self.magic.made.push(demand);
        }
        demand
    }

    /// The atom that demands the bound arguments of an atom.
    fn demanded(&mut self, mode: Mode, args: &[Arg]) -> Option<Literal> {
        if mode.1 == 0 || mode.1 == FULL {
            return None;
        }
        let args = args.iter().enumerate().filter(|(at, _)| mode.1 >> at & 1 == 1).map(|(_, arg)| *arg).collect();
        Some(Literal::Holds(Atom { pred: self.demand(mode), args }))
    }

    fn push(&mut self, rule: Rule, origin: Option<usize>) {
        self.magic.rules.push(Arc::new(rule));
        self.magic.origins.push(origin);
    }

    /// What is stated of the predicate holds in its mode.
    fn pass_stated(&mut self, mode: Mode) {
        let (_, arity) = self.names.pred_name(mode.0);
        let args: Vec<Arg> = (0..arity as u32).map(Arg::Var).collect();
        let mut body: Vec<Literal> = self.demanded(mode, &args).into_iter().collect();
        body.push(Literal::Holds(Atom { pred: mode.0, args: args.clone() }));
        let head = Atom { pred: self.mode(mode), args };
        self.push(Rule { head, aggregates: Vec::new(), body, vars: arity as u32, line: 0 }, None);
    }

    /// One rule in one mode, and what it demands of others.
    fn rule(&mut self, at: usize, mode: Mode) {
        let rule = Arc::clone(&self.rules[at]);
        let demand = self.demanded(mode, &rule.head.args);
        let mut bound = vec![false; rule.vars as usize];
        if let Some(Literal::Holds(atom)) = &demand {
            atom.vars(&mut |var| bound[var as usize] = true);
        }
        let mut body: Vec<Option<Literal>> = vec![None; rule.body.len()];
        let mut seen: Vec<Literal> = demand.iter().cloned().collect();
        while let Some(place) = next(&rule, &body, &bound) {
            let literal = &rule.body[place];
            let made = match literal {
                Literal::Holds(atom) => Literal::Holds(self.atom((&rule, mode.1), literal, atom, (&bound, &seen))),
                Literal::Fails(atom) => Literal::Fails(self.atom((&rule, mode.1), literal, atom, (&bound, &seen))),
                other => other.clone(),
            };
            if let Some((var, _)) = literal.assigns(&bound) {
                bound[var as usize] = true;
            }
            if let Literal::Holds(atom) = literal {
                atom.vars(&mut |var| bound[var as usize] = true);
            }
            if !matches!(made, Literal::Fails(_)) {
                seen.push(made.clone());
            }
            body[place] = Some(made);
        }
        let head = Atom { pred: self.mode(mode), args: rule.head.args.clone() };
        let body = demand.into_iter().chain(body.into_iter().flatten()).collect();
        self.push(Rule { head, body, ..Rule::clone(&rule) }, Some(at));
    }

    /// An atom of a body in its mode; what it demands follows from what was seen before it.
    fn atom(
        &mut self,
        (rule, within): (&Rule, u32),
        literal: &Literal,
        atom: &Atom,
        (bound, seen): (&[bool], &[Literal]),
    ) -> Atom {
        let Some(rules) = self.by_head.get(&atom.pred) else { return atom.clone() };
        let counted = rules.iter().any(|at| !self.rules[*at].aggregates.is_empty());
        let is_bound = |arg: &Arg| match arg {
            Arg::Var(var) => bound[*var as usize],
            Arg::Term(_) => true,
            Arg::Any => false,
        };
        let all = atom.args.iter().enumerate().filter(|(_, arg)| is_bound(arg)).fold(0, |mask, (at, _)| mask | 1 << at);
        // Below a full evaluation nothing is demanded, or the demand could depend on what it denies.
        let full = within == FULL || is_strict(rule, literal) || counted;
        let mode = (atom.pred, if full { FULL } else { all });
        if let Some(Literal::Holds(demand)) = self.demanded(mode, &atom.args) {
            let demands_itself = matches!(seen, [Literal::Holds(only)] if *only == demand);
            if !demands_itself {
                let body = seen.to_vec();
                self.push(Rule { head: demand, aggregates: Vec::new(), body, vars: rule.vars, line: 0 }, None);
            }
        }
        Atom { pred: self.mode(mode), args: atom.args.clone() }
    }
}

/// The literal to go on with: an equation or comparison that is ready, else the atom with the most bound arguments,
/// and at last what must fail.
fn next(rule: &Rule, done: &[Option<Literal>], bound: &[bool]) -> Option<usize> {
    let rank = |literal: &Literal| match literal {
        Literal::Compare(_, left, right) => {
            (literal.assigns(bound).is_some() || left.ready(bound) && right.ready(bound)).then_some((0, 0))
        }
        Literal::Holds(atom) => {
            let known = |arg: &&Arg| match arg {
                Arg::Var(var) => bound[*var as usize],
                Arg::Term(_) => true,
                Arg::Any => false,
            };
            let known = atom.args.iter().filter(known).count();
            Some((1 + usize::from(known == 0), atom.args.len() - known))
        }
        Literal::Fails(_) => Some((9, 0)),
    };
    let open = rule.body.iter().enumerate().filter(|(at, _)| done[*at].is_none());
    open.filter_map(|(at, literal)| Some((rank(literal)?, at))).min().map(|(_, at)| at)
}

/// Refusals of made rules are those of the rules they were made of.
impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Refused(refusal)
    }
}
