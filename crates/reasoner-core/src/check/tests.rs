//! The checkers accept what follows and refuse what does not: steps left out, turned round or made up.

use engine_api::Budget;

use super::events::{Fact, borne_out};
use super::rules::Claim;
use super::{forced, refute, walks};
use crate::fol::{self, Formula, Rule, Term, Universe};
use crate::solve::finite;
use crate::world::kin::Tie;
use crate::world::space::{Layout, Link, Step};
use crate::world::story::{Gift, World};

fn budget() -> Budget {
    Budget::steps(100_000)
}

fn is(property: u32, thing: u32) -> Formula {
    Formula::Atom(property, vec![Term::Thing(thing)])
}

/// All that are the first are the second.
fn all(first: u32, second: u32) -> Formula {
    let of = |property| Formula::Atom(property, vec![Term::Var(9)]);
    of(first).implies(of(second)).for_all(vec![9])
}

fn rules(formulas: &[Formula]) -> Vec<Rule> {
    formulas.iter().enumerate().flat_map(|(at, formula)| fol::rules(formula, at).unwrap()).collect()
}

#[test]
fn chains_of_rules() {
    let formulas = [is(0, 0), all(0, 1), all(1, 2)];
    let (rules, goal) = (rules(&formulas), is(2, 0));
    let universe = Universe::of(&fol::things(&formulas));
    let chain = fol::chain(&rules, &universe, &mut budget()).unwrap();
    let claim = Claim { rules: &rules, universe: &universe, goal: &goal, value: true };
    let last = chain.holds.len() - 1;
    assert!(claim.chained(&chain, &[last]).is_some());
    assert!(claim.chained(&chain, &[0]).is_none(), "the goal is not among what is shown");
    assert!(Claim { value: false, ..claim }.chained(&chain, &[last]).is_none());
    let mut forged = fol::chain(&rules, &universe, &mut budget()).unwrap();
    forged.holds[last].1.from.clear();
    assert!(claim.chained(&forged, &[last]).is_none(), "a premise is missing");
    let mut forged = fol::chain(&rules, &universe, &mut budget()).unwrap();
    forged.holds[last].1.rule = 1;
    assert!(claim.chained(&forged, &[last]).is_none(), "another rule");
}

#[test]
fn closed_worlds() {
    let denied = Formula::Not(Box::new(Formula::Atom(1, vec![Term::Var(9)])));
    let if_not = denied.implies(Formula::Atom(2, vec![Term::Var(9)])).for_all(vec![9]);
    let formulas = [is(0, 0), if_not];
    let rules = rules(&formulas);
    let universe = Universe::of(&fol::things(&formulas));
    let chain = fol::closed(&rules, &universe, &mut budget()).unwrap();
    let (follows, fails) = (is(2, 0), is(1, 0));
    let claim = |goal, value| Claim { rules: &rules, universe: &universe, goal, value };
    assert!(claim(&follows, true).closed(&chain, &mut budget()).is_some());
    assert!(claim(&fails, false).closed(&chain, &mut budget()).is_some());
    assert!(claim(&fails, true).closed(&chain, &mut budget()).is_none());
    let mut short = fol::closed(&rules, &universe, &mut budget()).unwrap();
    short.holds.pop();
    assert!(claim(&fails, false).closed(&short, &mut budget()).is_none(), "not all that follows");
}

#[test]
fn rules_that_are_defeated() {
    let formulas = [is(0, 0), all(0, 1), is(3, 0), {
        let of = |property| Formula::Atom(property, vec![Term::Var(9)]);
        of(3).implies(of(1).denied()).for_all(vec![9])
    }];
    let rules = rules(&formulas);
    let universe = Universe::of(&fol::things(&formulas));
    let prefers = |one: usize, other: usize| (one, other) == (3, 1);
    let standing = fol::defend(&rules, &universe, &prefers, &mut budget()).unwrap();
    let goal = is(1, 0);
    let claim = |value| Claim { rules: &rules, universe: &universe, goal: &goal, value };
    assert!(claim(false).defended(&standing, &prefers, &mut budget()).is_some());
    assert!(claim(true).defended(&standing, &prefers, &mut budget()).is_none());
    assert!(claim(false).defended(&standing, &|_, _| false, &mut budget()).is_none(), "neither rule wins");
}

#[test]
fn classical_entailment() {
    let either = Formula::Or(vec![is(0, 0), is(1, 0)]);
    let premises = [either, all(0, 2), all(1, 2)];
    assert!(refute::entails(premises.iter(), &is(2, 0), true, &mut budget()).is_some());
    assert!(refute::entails(premises.iter(), &is(2, 0), false, &mut budget()).is_none());
    assert!(refute::entails(premises.iter().take(2), &is(2, 0), true, &mut budget()).is_none());
    let some = Formula::Atom(2, vec![Term::Var(7)]).for_some(vec![7]);
    assert!(refute::entails(premises.iter(), &some, true, &mut budget()).is_some());
}

#[test]
fn directions_add_up() {
    let link = |figure, ground, right, up, source| Link { figure, ground, step: Step::new(right, up), source };
    let layout = Layout { things: Vec::new(), links: vec![link(1, 0, 1, 0, 0), link(1, 2, 0, 1, 1)] };
    let walk = vec![(0, true), (1, false)];
    assert!(walks::directions(&layout, &[(0, 2, &walk, Step::new(1, -1))]).is_some());
    assert!(walks::directions(&layout, &[(0, 2, &walk, Step::new(1, 1))]).is_none());
    assert!(walks::directions(&layout, &[(0, 1, &walk, Step::new(1, -1))]).is_none());
    assert!(walks::directions(&layout, &[(0, 2, &vec![(1, false)], Step::new(0, -1))]).is_none());
}

#[test]
fn relatives_of_relatives() {
    let ties = [
        Tie { person: 0, relation: "parent", other: 1, source: 0 },
        Tie { person: 1, relation: "sibling", other: 2, source: 1 },
    ];
    assert!(walks::relatives(&ties, (0, 2), "pibling", &[0, 1]).is_some());
    assert!(walks::relatives(&ties, (2, 0), "nibling", &[1, 0]).is_some());
    assert!(walks::relatives(&ties, (0, 2), "sibling", &[0, 1]).is_none());
    assert!(walks::relatives(&ties, (0, 2), "pibling", &[0]).is_none());
}

#[test]
fn facts_are_joined() {
    let facts = [(0, 1), (1, 2), (3, 4)];
    assert!(walks::joined(&facts, &[0], &[2]).is_some());
    assert!(walks::joined(&facts, &[0], &[2, 4]).is_none());
    assert!(walks::joined(&facts, &[0], &[]).is_none());
}

#[test]
fn links_in_order() {
    let links = [("chest", "box"), ("box", "pen")];
    assert!(walks::ordered(&links, "chest", "pen").is_some());
    assert!(walks::ordered(&links, "pen", "chest").is_none());
    assert!(walks::ordered(&links[1..], "chest", "pen").is_none());
    assert!(walks::ordered(&[], "pen", "pen").is_none());
}

#[test]
fn stories_looked_back_on() {
    let mut world = World::default();
    world.moves("ann", "hall", 0);
    world.takes("ann", "lamp", 1);
    world.moves("ann", "attic", 2);
    world.gives(Gift { giver: Some("ann".into()), thing: "lamp".into(), receiver: Some("ben".into()), source: 3 });
    world.moves("ben", "cellar", 4);
    world.drops("ben", "lamp", 5);
    world.moves("ben", "hall", 6);
    let check = |fact: Fact<'_>, expected: bool| {
        assert_eq!(borne_out(&world.log, &[fact]).is_some(), expected, "{fact:?}");
    };
    check(Fact::In("lamp", "cellar"), true);
    check(Fact::In("lamp", "hall"), false);
    check(Fact::NotIn("ann", "hall"), true);
    check(Fact::Before("lamp", "attic", "cellar"), true);
    check(Fact::Before("lamp", "cellar", "attic"), false);
    check(Fact::HasAll("ben", &[]), true);
    check(Fact::Has("ann", "lamp"), false);
    check(Fact::Passed(Some("ann"), "lamp", Some("ben")), true);
    check(Fact::Passed(Some("ben"), "lamp", Some("ann")), false);
    world.either("eve", vec!["hall".into(), "attic".into()], 7);
    world.not_in("eve", "hall", 8);
    assert!(borne_out(&world.log, &[Fact::In("eve", "attic")]).is_some());
    assert!(borne_out(&world.log, &[Fact::In("eve", "hall")]).is_none());
}

#[test]
fn what_clues_force() {
    use finite::{Formula, Problem};
    let mut problem = Problem::default();
    let (a, b, c) = (problem.variable(0b111), problem.variable(0b111), problem.variable(0b111));
    problem.rules = vec![Formula::Different(vec![a, b, c]), Formula::In(a, 0b001), Formula::In(b, 0b011)];
    assert!(forced::excludes(&problem, &Formula::negate(Formula::In(c, 0b100)), &mut budget()).is_some());
    assert!(forced::excludes(&problem, &Formula::In(c, 0b100), &mut budget()).is_none());
    problem.rules.pop();
    assert!(forced::excludes(&problem, &Formula::negate(Formula::In(c, 0b100)), &mut budget()).is_none());
}
