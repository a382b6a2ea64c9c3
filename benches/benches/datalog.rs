//! The Datalog engine: closures derived whole, goals on demand, and one fact more. The data are made here: a tree of
//! kinds as lexicons have them, and people of one generation.

#![allow(clippy::expect_used, reason = "a bench that cannot be set up should stop")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use reasoner_core::datalog::{Base, Database, Fuel, Pred, Term};

const CLOSURE: &str = "path(A, B) :- edge(A, B). path(A, C) :- path(A, B), edge(B, C).";
const GENERATION: &str = "sg(A, B) :- edge(A, P), edge(B, P). sg(X, Y) :- sg(A, B), edge(X, A), edge(Y, B).";

/// A small generator of numbers (the constants of Knuth's MMIX).
fn dice() -> impl FnMut(i64) -> i64 {
    let mut state = 42u64;
    move |sides| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as i64) % sides
    }
}

/// Kinds of which each is below one that came before it, some below two.
fn kinds(count: i64) -> Vec<(i64, i64)> {
    let mut roll = dice();
    let mut edges = Vec::new();
    for kind in 1..count {
        // A parent from the first tenth of what is there: as flat as a lexicon.
        edges.push((kind, roll(kind / 10 + 1)));
        if roll(40) == 0 {
            edges.push((kind, roll(kind)));
        }
    }
    edges
}

/// A tree in which each node has four children.
fn tree(depth: u32) -> Vec<(i64, i64)> {
    (1..(4i64.pow(depth + 1) - 1) / 3).map(|node| (node, (node - 1) / 4)).collect()
}

fn database(rules: &str, edges: &[(i64, i64)]) -> Database {
    let mut db = Database::read(rules).expect("the rules are well formed");
    let edge = db.pred("edge", 2);
    for (a, b) in edges {
        let row = [db.number(*a), db.number(*b)];
        db.insert(edge, &row).expect("there is room");
    }
    db
}

fn run(mut db: Database) -> Database {
    db.run(&mut Fuel::steps(u64::MAX)).expect("the program is stratified");
    db
}

/// A predicate and some terms to ask about.
fn goals(base: &Base, count: i64) -> (Pred, Vec<(Term, Term)>) {
    let mut roll = dice();
    let path = base.names().find_pred("path", 2).expect("there are paths");
    let mut term = || base.names().find_number(roll(count)).expect("small numbers have terms");
    (path, (0..1000).map(|_| (term(), term())).collect())
}

fn whole(c: &mut Criterion) {
    let mut group = c.benchmark_group("datalog/whole");
    group.sample_size(10);
    let kinds = database(CLOSURE, &kinds(80_000));
    group.bench_function("closure of 80,000 kinds", |b| b.iter_batched(|| kinds.clone(), run, BatchSize::LargeInput));
    let people = database(GENERATION, &tree(5));
    group.bench_function("same generation", |b| b.iter_batched(|| people.clone(), run, BatchSize::LargeInput));
    group.finish();
}

fn on_demand(c: &mut Criterion) {
    let base = database(CLOSURE, &kinds(80_000)).freeze();
    let (path, goals) = goals(&base, 80_000);
    let mut db = Database::over(&base);
    let mut at = 0;
    let mut next = || {
        at = (at + 1) % goals.len();
        goals[at]
    };
    let mut group = c.benchmark_group("datalog/goal");
    group.bench_function("is X a Y", |b| {
        b.iter(|| {
            let (x, y) = next();
            black_box(db.follows(path, &[x, y], &mut Fuel::steps(100_000)))
        });
    });
    group.bench_function("all above X, with the way to each", |b| {
        b.iter(|| {
            let (x, _) = next();
            let ways = db.ways(path, x, &mut Fuel::steps(100_000)).ok().flatten().expect("it is a closure");
            let mut steps = 0;
            for place in 0..ways.len() {
                let mut before = Some(place);
                while let Some(at) = before {
                    steps += 1;
                    before = ways.before(at);
                }
            }
            black_box(steps)
        });
    });
    group.bench_function("a dialogue over the base", |b| b.iter(|| black_box(Database::over(&base))));
    group.finish();
}

fn one_more(c: &mut Criterion) {
    let base = run(database(CLOSURE, &kinds(80_000))).freeze();
    let mut roll = dice();
    let mut db = Database::over(&base);
    let edge = db.pred("edge", 2);
    c.bench_function("datalog/one fact more", |b| {
        b.iter(|| {
            let kind = roll(79_999) + 1;
            let row = [db.number(kind), db.number(roll(kind))];
            db.insert(edge, &row).expect("there is room");
            db.run(&mut Fuel::steps(u64::MAX)).expect("the program is stratified");
        });
    });
}

criterion_group!(benches, whole, on_demand, one_more);
criterion_main!(benches);
