//! Formulas by hand, and the prover against truth tables.

use engine_api::Budget;
use proptest::prelude::*;

use super::*;

fn atom(predicate: Id, thing: Id) -> Formula {
    Formula::Atom(predicate, vec![Term::Thing(thing)])
}

fn of_any(predicate: Id) -> Formula {
    Formula::Atom(predicate, vec![Term::Var(0)])
}

fn every(condition: Formula, result: Formula) -> Formula {
    condition.implies(result).for_all(vec![0])
}

fn check(premises: &[Formula], goal: &Formula, expected: &Judgement) {
    assert_eq!(&judge(premises, goal, &mut Budget::steps(1_000_000)), expected, "{premises:?} ⊢ {goal:?}");
}

#[test]
fn a_syllogism_and_what_it_does_not_use() {
    let premises = [every(of_any(1), of_any(2)), every(of_any(3), of_any(1)), every(of_any(4), of_any(2))];
    check(&premises, &every(of_any(3), of_any(2)), &Judgement::Entailed(vec![0, 1]));
    check(&premises, &every(of_any(2), of_any(3)), &Judgement::Open(true));
    let none = every(of_any(3), of_any(2)).denied();
    check(&premises, &none, &Judgement::Refuted(vec![0, 1]));
}

#[test]
fn contraposition_and_cases() {
    let premises = [every(of_any(1), of_any(2)), atom(2, 7).denied()];
    check(&premises, &atom(1, 7), &Judgement::Refuted(vec![0, 1]));
    let either = [Formula::or(vec![atom(1, 7), atom(3, 7)]), every(of_any(1), of_any(2)), every(of_any(3), of_any(2))];
    check(&either, &atom(2, 7), &Judgement::Entailed(vec![0, 1, 2]));
}

#[test]
fn contradictory_premises_prove_both() {
    let premises = [atom(1, 7), every(of_any(1), of_any(2)), atom(2, 7).denied()];
    check(&premises, &atom(2, 7), &Judgement::Both(vec![0, 1], vec![2]));
}

#[test]
fn witnesses_of_existence() {
    let knows = |one: Term, other: Term| Formula::Atom(9, vec![one, other]);
    let everyone_knows_someone = knows(Term::Var(0), Term::Var(1)).for_some(vec![1]).for_all(vec![0]);
    let someone = knows(Term::Thing(7), Term::Var(2)).for_some(vec![2]);
    check(&[everyone_knows_someone], &someone, &Judgement::Entailed(vec![0]));
}

#[test]
fn open_and_closed_worlds() {
    let source =
        [atom(1, 7), of_any(1).implies(of_any(2)), Formula::and([of_any(2), of_any(3).denied()]).implies(of_any(4))];
    let rules: Vec<Rule> = source.iter().enumerate().flat_map(|(at, one)| rules(one, at).expect("rules")).collect();
    let universe = Universe::of(&things(&source));
    let budget = &mut Budget::steps(100_000);
    let open = chain(&rules, &universe, budget).expect("enough");
    let shut = closed(&rules, &universe, budget).expect("enough");
    let place = universe.place(&Term::Thing(7), &[], &[]).expect("named");
    assert!(open.place(&(2, vec![place]), true).is_some());
    assert!(open.place(&(4, vec![place]), true).is_none());
    assert!(shut.place(&(4, vec![place]), true).is_some());
}

#[test]
fn the_stronger_rule_wins_and_a_tie_leaves_open() {
    let source = [atom(1, 7), of_any(1).implies(of_any(2)), of_any(1).implies(of_any(2).denied())];
    let rules: Vec<Rule> = source.iter().enumerate().flat_map(|(at, one)| rules(one, at).expect("rules")).collect();
    let universe = Universe::of(&things(&source));
    let budget = &mut Budget::steps(100_000);
    let tie = defend(&rules, &universe, &|_, _| false, budget).expect("enough");
    let second = defend(&rules, &universe, &|one, other| one == 2 && other == 1, budget).expect("enough");
    let literal = |positive| ((2, vec![0]), positive);
    assert!(!tie.held.contains_key(&literal(true)) && !tie.held.contains_key(&literal(false)));
    assert!(!second.held.contains_key(&literal(true)) && second.held.contains_key(&literal(false)));
}

/// A propositional formula over four atoms.
fn formula() -> impl Strategy<Value = Formula> {
    let leaf = (0_u32..4).prop_map(|at| atom(at, 0));
    leaf.prop_recursive(4, 16, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            inner.clone().prop_map(Formula::denied),
            prop::collection::vec(inner.clone(), 1..3).prop_map(Formula::And),
            prop::collection::vec(inner, 1..3).prop_map(Formula::Or),
            pair.clone().prop_map(|(one, other)| Formula::If(one.into(), other.into())),
            pair.prop_map(|(one, other)| Formula::Iff(one.into(), other.into())),
        ]
    })
}

fn value(formula: &Formula, world: u32) -> bool {
    match formula {
        Formula::Atom(at, _) => world >> at & 1 == 1,
        Formula::Not(inner) => !value(inner, world),
        Formula::And(parts) => parts.iter().all(|part| value(part, world)),
        Formula::Or(parts) => parts.iter().any(|part| value(part, world)),
        Formula::If(one, other) => !value(one, world) || value(other, world),
        Formula::Iff(one, other) => value(one, world) == value(other, world),
        Formula::All(_, inner) | Formula::Some(_, inner) => value(inner, world),
    }
}

proptest! {
    #[test]
    fn agrees_with_truth_tables(premises in prop::collection::vec(formula(), 1..5), goal in formula()) {
        let worlds: Vec<u32> = (0..16).filter(|world| premises.iter().all(|one| value(one, *world))).collect();
        let entailed = worlds.iter().all(|world| value(&goal, *world));
        let refuted = worlds.iter().all(|world| !value(&goal, *world));
        let found = judge(&premises, &goal, &mut Budget::steps(10_000_000));
        let agrees = match &found {
            Judgement::Entailed(_) => entailed && !refuted,
            Judgement::Refuted(_) => refuted && !entailed,
            Judgement::Open(true) => !entailed && !refuted,
            Judgement::Both(..) => entailed && refuted,
            _ => false,
        };
        prop_assert!(agrees, "{found:?} {entailed} {refuted}");
    }
}
