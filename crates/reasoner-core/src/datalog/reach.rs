//! Transitive closures on demand: where a predicate is the closure of stated pairs, a goal with one bound end is a
//! breadth-first search, and the way of the search is the proof.

use std::sync::Arc;

use super::Database;
use super::Failure;
use super::fuel::{Fuel, Stop};
use super::names::{Pred, Term};
use super::program::{Arg, Atom, Rule};
use super::prove::{By, Fact, Proof, Step};
use super::relation::Relation;
use super::slots::PairSet;

/// That a predicate is the transitive closure of the union of others.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach {
    /// The predicates of pairs, each with the rule that takes them in and the one that goes on from them.
    edges: Vec<(Pred, usize)>,
    /// The rules `p(X, Z) :- p(X, Y), e(Y, Z)`, by edge.
    left: Vec<Option<usize>>,
    /// The rules `p(X, Z) :- e(X, Y), p(Y, Z)`, by edge.
    right: Vec<Option<usize>>,
    /// The rule `p(X, Z) :- p(X, Y), p(Y, Z)`.
    both: Option<usize>,
}

/// Where a search has been, in the order of distance.
#[derive(Debug, Clone, Default)]
pub(super) struct Trail {
    nodes: Vec<u32>,
    /// For each node the place of the one before it (0 for the start, else plus one) and the edge between.
    via: Vec<(u32, u16)>,
    seen: PairSet,
    /// How many nodes are in `seen`.
    sown: usize,
}

/// Up to this many nodes are compared one by one.
const FEW: usize = 24;

impl Trail {
    fn clear(&mut self) {
        self.nodes.clear();
        self.via.clear();
        if self.sown > 0 {
            self.seen = PairSet::default();
            self.sown = 0;
        }
    }

    #[inline]
    fn visit(&mut self, node: u32, via: (u32, u16)) {
        if self.nodes.len() < FEW {
            if self.nodes.contains(&node) {
                return;
            }
        } else {
            while self.sown < self.nodes.len() {
                self.seen.insert(u64::from(self.nodes[self.sown]));
                self.sown += 1;
            }
            if !self.seen.insert(u64::from(node)) {
                return;
            }
            self.sown += 1;
        }
        self.nodes.push(node);
        self.via.push(via);
    }
}

/// What the two atoms of a body and its head say of a predicate.
fn shape(rule: &Rule, pred: Pred) -> Option<Shape> {
    let args = |atom: &Atom| match atom.args[..] {
        [Arg::Var(a), Arg::Var(b)] if a != b => Some((a, b)),
        _ => None,
    };
    let atoms: Vec<&Atom> = rule.premises().collect();
    if atoms.len() != rule.body.len() || !rule.aggregates.is_empty() {
        return None;
    }
    let (x, z) = args(&rule.head)?;
    match atoms[..] {
        [one] if args(one)? == (x, z) && one.pred != pred => Some(Shape::Base(one.pred)),
        [one, two] => {
            let (first, second) = if args(one)?.0 == x { (one, two) } else { (two, one) };
            let ((a, y), (b, c)) = (args(first)?, args(second)?);
            if (a, b, c) != (x, y, z) || y == x || y == z {
                return None;
            }
            match (first.pred == pred, second.pred == pred) {
                (true, true) => Some(Shape::Both(first == one)),
                (true, false) => Some(Shape::Left(second.pred, first == one)),
                (false, true) => Some(Shape::Right(first.pred, first == one)),
                (false, false) => None,
            }
        }
        _ => None,
    }
}

/// A rule of a closure; whether its atoms stand in the order of the way.
enum Shape {
    Base(Pred),
    Left(Pred, bool),
    Right(Pred, bool),
    Both(bool),
}

impl Reach {
    /// Whether a predicate is a closure of predicates that no rule derives.
    pub(super) fn of(pred: Pred, rules: &[Arc<Rule>]) -> Option<Reach> {
        let mut reach = Reach::default();
        let own = || rules.iter().enumerate().filter(|(_, rule)| rule.head.pred == pred);
        for (at, rule) in own() {
            if let Shape::Base(edge) = shape(rule, pred)? {
                reach.edges.push((edge, at));
            }
        }
        (reach.left, reach.right) = (vec![None; reach.edges.len()], vec![None; reach.edges.len()]);
        let place = |reach: &Reach, edge: Pred| reach.edges.iter().position(|(own, _)| *own == edge);
        for (at, rule) in own() {
            match shape(rule, pred)? {
                Shape::Base(_) => {}
                Shape::Left(edge, true) => {
                    let place = place(&reach, edge)?;
                    reach.left[place] = Some(at);
                }
                Shape::Right(edge, true) => {
                    let place = place(&reach, edge)?;
                    reach.right[place] = Some(at);
                }
                Shape::Both(true) => reach.both = Some(at),
                _ => return None,
            }
        }
        let plain = |edge: &Pred| rules.iter().all(|rule| rule.head.pred != *edge);
        let closed =
            reach.both.is_some() || reach.left.iter().all(Option::is_some) || reach.right.iter().all(Option::is_some);
        let fits = !reach.edges.is_empty() && closed && reach.edges.iter().all(|(edge, _)| plain(edge));
        fits.then_some(reach)
    }
}

impl Database {
    /// The closures among the predicates, for the rules as they are.
    pub(super) fn find_closures(&mut self) {
        let mut derived: Vec<Pred> = self.rules.iter().map(|rule| rule.head.pred).collect();
        derived.sort_unstable();
        derived.dedup();
        self.reach = vec![None; self.rels.len()];
        // The search for closures is quadratic in the rules; where there are many, magic sets do.
        if self.rules.len() <= 256 {
            for pred in derived {
                self.reach[pred.at()] = Reach::of(pred, &self.rules).map(Arc::new);
            }
        }
    }

    /// The answers to a goal on a closure with one bound end; none for other goals.
    pub(super) fn reachable(
        &mut self,
        pred: Pred,
        pattern: &[Option<Term>],
        fuel: &mut Fuel<'_>,
    ) -> Option<Result<Vec<Vec<Term>>, Failure>> {
        let pair = |a: Term, b: Term| vec![a, b];
        let (start, forward, goal) = match *pattern {
            [Some(a), Some(b)] => {
                let found = self.reaches(pred, a, b, fuel)?;
                return Some(found.map(|yes| if yes { vec![pair(a, b)] } else { Vec::new() }));
            }
            [Some(a), None] => (a, true, None),
            [None, Some(b)] => (b, false, None),
            _ => return None,
        };
        if let Err(stop) = self.search(pred, start, (forward, goal), fuel)? {
            return Some(Err(stop));
        }
        let nodes = self.trail.nodes.iter().map(|node| Term(*node));
        Some(Ok(nodes.map(|node| if forward { pair(start, node) } else { pair(node, start) }).collect()))
    }

    /// Whether one end of a closure leads to the other; none where the predicate is no closure, or all is derived.
    fn reaches(&mut self, pred: Pred, from: Term, to: Term, fuel: &mut Fuel<'_>) -> Option<Result<bool, Failure>> {
        let searched = self.search(pred, from, (true, Some(to)), fuel)?;
        Some(searched.map(|()| self.trail.nodes.last() == Some(&to.0)))
    }

    /// Whether a fact is stated or follows, found by what it needs and no more.
    ///
    /// # Errors
    /// Where the rules are not stratified, or the fuel does not suffice.
    pub fn follows(&mut self, pred: Pred, args: &[Term], fuel: &mut Fuel<'_>) -> Result<bool, Failure> {
        if self.holds(pred, args) {
            return Ok(true);
        }
        self.stratify()?;
        if self.is_closed() {
            return Ok(false);
        }
        if let [a, b] = *args
            && let Some(found) = self.reaches(pred, a, b, fuel)
        {
            return found;
        }
        let pattern: Vec<Option<Term>> = args.iter().copied().map(Some).collect();
        Ok(!self.ask(pred, &pattern, fuel)?.is_empty())
    }

    /// Searches from `start` until all is found, or the goal.
    fn search(
        &mut self,
        pred: Pred,
        start: Term,
        (forward, goal): (bool, Option<Term>),
        fuel: &mut Fuel<'_>,
    ) -> Option<Result<(), Failure>> {
        let reach = Arc::clone(self.reach.get(pred.at())?.as_ref()?);
        if self.rels[pred.at()].len() > 0 {
            return None;
        }
        let mask = if forward { 1 } else { 2 };
        let mut chains = [0; 8];
        if reach.edges.len() > chains.len() {
            return None;
        }
        for ((edge, _), chain) in reach.edges.iter().zip(&mut chains) {
            let rel = &mut self.rels[edge.at()];
            if rel.live() > 0 {
                *chain = rel.chain_for(mask);
                rel.extend_chains();
            }
        }
        self.trail.clear();
        let (trail, rels) = (&mut self.trail, &self.rels);
        let (mut at, mut node) = (0, start.0);
        loop {
            if !fuel.spend(1) {
                return Some(Err(Failure::Stopped(Stop::Fuel)));
            }
            for (number, (edge, _)) in reach.edges.iter().enumerate() {
                let before = trail.nodes.len();
                step(&rels[edge.at()], (mask, chains[number]), node, |next| trail.visit(next, (at, number as u16)));
                if let Some(goal) = goal
                    && let Some(found) = trail.nodes[before..].iter().position(|node| *node == goal.0)
                {
                    trail.nodes.truncate(before + found + 1);
                    trail.via.truncate(before + found + 1);
                    return Some(Ok(()));
                }
            }
            match trail.nodes.get(at as usize) {
                Some(next) => node = *next,
                None => return Some(Ok(())),
            }
            at += 1;
        }
    }

    /// Everything that one end of a closure leads to, each with its proof: a chain of stated pairs. None where the
    /// predicate is no closure of stated pairs, or is derived already.
    ///
    /// # Errors
    /// Where the rules are not stratified, or the fuel does not suffice.
    pub fn ways(&mut self, pred: Pred, from: Term, fuel: &mut Fuel<'_>) -> Result<Option<Ways<'_>>, Failure> {
        self.stratify()?;
        match self.search(pred, from, (true, None), fuel) {
            None => Ok(None),
            Some(Err(failure)) => Err(failure),
            Some(Ok(())) => {
                let reach = self.reach.get(pred.at()).and_then(Option::as_ref);
                Ok(reach.map(|reach| Ways { pred, from, reach, trail: &self.trail }))
            }
        }
    }
}

/// The pairs of one node.
#[inline]
fn step(rel: &Relation, (mask, chain): (u32, usize), node: u32, mut found: impl FnMut(u32)) {
    if let Some(frozen) = &rel.frozen {
        frozen.partners(mask).of(node).iter().for_each(|next| found(*next));
    }
    if rel.live() > 0 {
        let other = if mask == 1 { 1 } else { 0 };
        let mut last = rel.chain(chain).last(&rel.rows, 2, &[node]);
        while last > 0 {
            found(rel.row(last - 1)[other]);
            last = rel.chain(chain).before(last - 1);
        }
    }
}

/// What a node leads to, nearest first, and by which way.
#[derive(Debug)]
pub struct Ways<'d> {
    pred: Pred,
    from: Term,
    reach: &'d Reach,
    trail: &'d Trail,
}

impl Ways<'_> {
    /// How many nodes are reached.
    pub fn len(&self) -> usize {
        self.trail.nodes.len()
    }

    /// Whether nothing is reached.
    pub fn is_empty(&self) -> bool {
        self.trail.nodes.is_empty()
    }

    /// The node that is reached as number `at`.
    pub fn node(&self, at: usize) -> Option<Term> {
        self.trail.nodes.get(at).copied().map(Term)
    }

    /// The place of the node before it on the shortest way; none where that is the start.
    #[inline]
    pub fn before(&self, at: usize) -> Option<usize> {
        self.trail.via.get(at).and_then(|(before, _)| (*before as usize).checked_sub(1))
    }

    /// The proof that the node is reached.
    pub fn proof(&self, at: usize) -> Proof {
        let mut hops = Vec::new();
        let mut place = Some(at);
        while let Some(at) = place {
            let (Some(to), Some((_, edge))) = (self.node(at), self.trail.via.get(at)) else { break };
            place = self.before(at);
            let from = place.and_then(|before| self.node(before)).unwrap_or(self.from);
            hops.push((from, to, usize::from(*edge)));
        }
        hops.reverse();
        self.derivation(&hops)
    }

    /// The steps of a way: each prefix (or suffix) of it follows from the one before and the next pair.
    fn derivation(&self, hops: &[(Term, Term, usize)]) -> Proof {
        let mut proof = Proof::default();
        let mut push = |pred: Pred, (a, b): (Term, Term), by: By, from: Vec<usize>| {
            proof.steps.push(Step { fact: Fact { pred, args: vec![a, b] }, by, from });
            proof.steps.len() - 1
        };
        let left = hops.iter().skip(1).all(|(_, _, edge)| self.reach.left[*edge].is_some());
        let right = hops.iter().rev().skip(1).all(|(_, _, edge)| self.reach.right[*edge].is_some());
        let backward = !left && right;
        let mut whole: Option<(usize, Term, Term)> = None;
        let count = hops.len();
        for step in 0..count {
            let Some((a, b, edge)) = hops.get(if backward { count - 1 - step } else { step }).copied() else { break };
            let (pred, base) = self.reach.edges[edge];
            let stated = push(pred, (a, b), By::Stated, Vec::new());
            let Some((so_far, from, to)) = whole else {
                whole = Some((push(self.pred, (a, b), By::Rule(base), vec![stated]), a, b));
                continue;
            };
            whole = Some(if backward {
                let rule = self.reach.right[edge].unwrap_or(base);
                (push(self.pred, (a, to), By::Rule(rule), vec![stated, so_far]), a, to)
            } else if let (true, Some(rule)) = (left, self.reach.left[edge]) {
                (push(self.pred, (from, b), By::Rule(rule), vec![so_far, stated]), from, b)
            } else {
                let pair = push(self.pred, (a, b), By::Rule(base), vec![stated]);
                let rule = self.reach.both.unwrap_or(base);
                (push(self.pred, (from, b), By::Rule(rule), vec![so_far, pair]), from, b)
            });
        }
        proof
    }
}
