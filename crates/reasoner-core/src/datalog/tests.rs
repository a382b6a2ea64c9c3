//! Tests of the engine as a whole: examples, and random programs against the naive evaluator.

use super::check::Fault;
use super::naive::{Dice, both, naive, program, same};
use super::{By, Database, Failure, Fuel, Refusal, Stop};

/// Every fact of a predicate as text, sorted.
fn facts(db: &mut Database, name: &str, arity: usize) -> Vec<String> {
    let pred = db.pred(name, arity);
    let mut all: Vec<String> = db.facts(pred).iter().map(|args| db.names().show_fact(pred, args)).collect();
    all.sort();
    all
}

/// What a program derives of `out/1` or `out/2`, without the name.
fn check(text: &str, expected: &[&str]) {
    let mut db = Database::read(text).unwrap();
    db.run(&mut Fuel::steps(100_000)).unwrap();
    let mut found = facts(&mut db, "out", 1);
    found.extend(facts(&mut db, "out", 2));
    let found: Vec<&str> = found.iter().map(|fact| fact.trim_start_matches("out(").trim_end_matches(')')).collect();
    assert_eq!(found, expected, "{text}");
}

fn refused(text: &str) -> String {
    match Database::read(text) {
        Err(refusal) => refusal.to_string(),
        Ok(mut db) => db.run(&mut Fuel::steps(1000)).unwrap_err().to_string(),
    }
}

#[test]
fn rules_follow() {
    check("e(a, b). e(b, c). out(X, Y) :- e(X, Y). out(X, Z) :- out(X, Y), e(Y, Z).", &["a, b", "a, c", "b, c"]);
    check("n(1). n(X) :- n(Y), X = Y + 1, X <= 4. out(X) :- n(X), X != 2.", &["1", "3", "4"]);
    check("p(\"New York\", 'a'). out(Y, X) :- p(X, Y).", &["a, \"New York\""]);
    check("p(X, X) :- q(X). q(a). r(X) :- p(X, X). out(X) :- r(X), p(_, X).", &["a"]);
    check("rain. out(wet) :- rain. out(dry) :- not rain.", &["wet"]);
    check("out(X) :- X = 7 * (2 + 3) - -1 mod 2.", &["34"]);
    check("v(7). v(-7). out(X, Y) :- v(X), Y = X / 2.", &["-7, -4", "7, 3"]);
    check("v(9223372036854775807). v(1). out(Y) :- v(X), Y = X + 1.", &["2"]);
}

#[test]
fn what_is_absent_and_what_is_counted() {
    check("p(a). p(b). c(a, x). out(X) :- p(X), not c(X, _).", &["b"]);
    check("c(x, a). c(y, a). c(z, b). out(X, count(Y)) :- c(Y, X).", &["a, 2", "b, 1"]);
    check("s(i, 3). s(j, 3). s(k, 5). out(sum(V)) :- s(I, V).", &["11"]);
    check("s(i, 3). s(j, 3). s(k, 5). out(sum(V)) :- s(_, V).", &["8"]);
    check("s(3). s(-5). out(min(V), max(V)) :- s(V).", &["-5, 3"]);
    check(
        "e(a, b). r(X, Y) :- e(X, Y). n(X) :- e(X, _). n(Y) :- e(_, Y). out(X, Y) :- n(X), n(Y), not r(X, Y).",
        &["a, a", "b, a", "b, b"],
    );
}

#[test]
fn refusals_name_their_place() {
    assert_eq!(refused("p(a).\nq(X :- p(X)."), "line 2, column 5: `)` is missing");
    assert_eq!(refused("p(X) :- q(Y)."), "line 1: variable 1 of the rule for p is not bound");
    assert_eq!(refused("\np(X) :- q(X), not r(X, Y)."), "line 2: variable 2 of the rule for p is not bound");
    let cycle = refused("win(X) :- move(X, Y), not win(Y).");
    assert_eq!(cycle, "not stratified: win <- win depends on its own negation");
    let cycle = refused("a(X) :- b(X), not c(X). c(X) :- d(X). d(X) :- a(X). b(1).");
    assert!(cycle.contains("a") && cycle.contains("c") && cycle.contains("d"), "{cycle}");
    assert_eq!(refused("p(\"a"), "line 1, column 3: a quoted text is not closed");
    assert!(matches!(Database::read("p(1"), Err(Refusal::Syntax { .. })));
}

#[test]
fn what_has_no_end_is_stopped_and_goes_on() {
    let mut db = Database::read("n(0). n(X) :- n(Y), X = Y + 1.").unwrap();
    assert_eq!(db.run(&mut Fuel::steps(1000)), Err(Failure::Stopped(Stop::Fuel)));
    let n = db.pred("n", 1);
    let first = db.count(n);
    assert!(first > 100);
    assert_eq!(db.run(&mut Fuel::steps(5000)), Err(Failure::Stopped(Stop::Fuel)));
    assert!(db.count(n) > first && !db.is_closed());
}

#[test]
fn random_programs_agree_with_the_naive_evaluator() {
    for seed in 0..200 {
        let text = program(&mut Dice(seed));
        both(&text).unwrap_or_else(|refusal| panic!("{refusal} in\n{text}"));
    }
}

#[test]
fn facts_that_come_later_make_no_difference() {
    for seed in 0..80 {
        let mut dice = Dice(seed + 10_000);
        let text = program(&mut dice);
        let (late, early): (Vec<&str>, Vec<&str>) = text.lines().partition(|_| dice.roll(3) == 0);
        let mut db = Database::read(&early.join("\n")).unwrap();
        db.run(&mut Fuel::steps(10_000_000)).unwrap();
        let mut db = match dice.roll(3) {
            0 => Database::over(&db.freeze()),
            1 => {
                db.settle();
                db
            }
            _ => db,
        };
        for line in late {
            db.add(line).unwrap();
            if dice.roll(2) == 0 {
                db.run(&mut Fuel::steps(10_000_000)).unwrap();
            }
        }
        db.run(&mut Fuel::steps(10_000_000)).unwrap();
        assert!(db.is_closed());
        let parsed = super::parse(&text, db.names_mut()).unwrap();
        let naive = naive(&db, &parsed.facts);
        same(&mut db, &naive, &text);
    }
}

#[test]
fn proofs_are_as_low_as_any() {
    let mut db =
        Database::read("e(a, b). e(b, c). e(c, d). e(a, d). p(X, Y) :- e(X, Y). p(X, Z) :- p(X, Y), p(Y, Z).").unwrap();
    db.run(&mut Fuel::steps(10_000)).unwrap();
    let (p, a, d) = (db.pred("p", 2), db.text("a"), db.text("d"));
    let proof = db.proof(p, &[a, d], &mut Fuel::steps(1000)).unwrap();
    assert_eq!(proof.height(), 2);
    assert_eq!(db.check(&proof), Ok(()));
}

#[test]
fn false_proofs_are_refused() {
    let mut db = Database::read("man(s). dog(r). mortal(X) :- man(X), not god(X). god(zeus).").unwrap();
    db.run(&mut Fuel::steps(1000)).unwrap();
    let (mortal, s, r, zeus) = (db.pred("mortal", 1), db.text("s"), db.text("r"), db.text("zeus"));
    let proof = db.proof(mortal, &[s], &mut Fuel::steps(1000)).unwrap();
    assert_eq!(db.check(&proof), Ok(()));
    let mut other = proof.clone();
    other.steps[1].fact.args = vec![r];
    assert_eq!(db.check(&other), Err(Fault::NoInstance(1)));
    let mut other = proof.clone();
    other.steps[0].fact.args = vec![r];
    assert_eq!(db.check(&other), Err(Fault::NotStated(0)));
    let mut other = proof.clone();
    other.steps[1].by = By::Stated;
    assert_eq!(db.check(&other), Err(Fault::NotStated(1)));
    let mut other = proof.clone();
    other.steps[1].from = vec![1];
    assert_eq!(db.check(&other), Err(Fault::Order(1)));
    let man = db.pred("man", 1);
    db.insert(man, &[zeus]).unwrap();
    let mut other = proof;
    other.steps[0].fact.args = vec![zeus];
    other.steps[1].fact.args = vec![zeus];
    assert_eq!(db.check(&other), Err(Fault::Condition(1)));
}

#[test]
fn goals_on_demand_agree_with_everything_derived() {
    for seed in 0..80 {
        let mut dice = Dice(seed + 20_000);
        let text = program(&mut dice);
        let (whole, _) = both(&text).unwrap();
        let mut lazy = Database::read(&text).unwrap();
        for pred in (0..whole.names().pred_count()).map(super::Pred) {
            let (name, arity) = whole.names().pred_name(pred);
            let name = name.to_owned();
            let all = whole.facts(pred);
            for _ in 0..3 {
                let some = if all.is_empty() { Vec::new() } else { all[dice.roll(all.len())].clone() };
                let known: Vec<bool> = (0..arity).map(|_| dice.roll(2) == 0).collect();
                let a = lazy.text("a");
                let pattern: Vec<Option<super::Term>> =
                    (0..arity).map(|at| known[at].then(|| some.get(at).copied().unwrap_or(a))).collect();
                let mut found = lazy.ask(pred, &pattern, &mut Fuel::steps(10_000_000)).unwrap();
                let fits = |row: &&Vec<super::Term>| row.iter().zip(&pattern).all(|(t, p)| p.is_none_or(|p| p == *t));
                let mut expected: Vec<_> = all.iter().filter(fits).cloned().collect();
                found.sort();
                expected.sort();
                assert_eq!(found, expected, "{name} {pattern:?} in\n{text}");
                if let Some(args) = found.first() {
                    assert!(
                        lazy.follows(pred, args, &mut Fuel::steps(10_000_000)).unwrap(),
                        "{name} {args:?} in\n{text}"
                    );
                    let proof = lazy.explain(pred, args, &mut Fuel::steps(10_000_000)).unwrap();
                    let proof = proof.unwrap_or_else(|| panic!("no proof of {name} {args:?} in\n{text}"));
                    assert_eq!(whole.check(&proof), Ok(()), "{}in\n{text}", whole.show(&proof));
                }
            }
        }
    }
}

#[test]
fn closures_are_searched() {
    for rules in [
        "p(X, Z) :- p(X, Y), e(Y, Z). p(X, Z) :- p(X, Y), f(Y, Z).",
        "p(X, Z) :- e(X, Y), p(Y, Z). p(X, Z) :- f(X, Y), p(Y, Z).",
        "p(X, Z) :- p(X, Y), p(Y, Z).",
    ] {
        let base = "e(1, 2). e(2, 3). f(3, 1). f(3, 4). e(4, 5). f(9, 9). p(X, Y) :- e(X, Y). p(X, Y) :- f(X, Y).";
        let mut lazy = Database::over(&Database::read(&format!("{base} {rules}")).unwrap().freeze());
        lazy.add("f(5, 6). e(1, 7).").unwrap();
        let mut whole = lazy.clone();
        whole.run(&mut Fuel::steps(10_000)).unwrap();
        let (p, one, six) = (whole.pred("p", 2), whole.number(1), whole.number(6));
        let mut expected = whole.ask(p, &[Some(one), None], &mut Fuel::steps(1000)).unwrap();
        let mut found = lazy.ask(p, &[Some(one), None], &mut Fuel::steps(1000)).unwrap();
        expected.sort();
        found.sort();
        assert_eq!(found, expected);
        assert_eq!(lazy.ask(p, &[None, Some(six)], &mut Fuel::steps(1000)).unwrap().len(), 5);
        assert!(lazy.follows(p, &[one, six], &mut Fuel::steps(1000)).unwrap());
        assert!(!lazy.follows(p, &[six, one], &mut Fuel::steps(1000)).unwrap());
        let ways = lazy.ways(p, one, &mut Fuel::steps(1000)).unwrap().unwrap();
        assert_eq!(ways.len(), expected.len());
        for at in 0..ways.len() {
            let proof = ways.proof(at);
            assert_eq!(whole.check(&proof), Ok(()), "{}", whole.show(&proof));
        }
    }
}
