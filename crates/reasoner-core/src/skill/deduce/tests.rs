//! The closure against a naive evaluator on random programs, and its bounds.

use engine_api::Budget;
use proptest::prelude::*;

use super::closure::{Closure, Ground, Literal, Rule, Term, with_contrapositives};

/// All rules over all things, again and again, until nothing new comes.
fn naive(stated: &[Literal], rules: &[Rule], things: u32) -> Vec<Literal> {
    let mut known: std::collections::BTreeSet<Literal> = stated.iter().copied().collect();
    loop {
        let before = known.len();
        for rule in with_contrapositives(rules) {
            for thing in (0..things).map(Term::Thing) {
                let bound = |literal: &Literal| Literal { of: thing, ..*literal };
                if rule.body.iter().all(|premise| known.contains(&bound(premise))) {
                    known.insert(bound(&rule.head));
                }
            }
        }
        if known.len() == before {
            return known.into_iter().collect();
        }
    }
}

fn literal(of: impl Strategy<Value = Term>) -> impl Strategy<Value = Literal> {
    (0..6u32, of, any::<bool>()).prop_map(|(property, of, positive)| Literal { property, of, positive })
}

proptest! {
    #[test]
    fn the_closure_is_the_naive_fixpoint(
        stated in prop::collection::vec(literal((0..3u32).prop_map(Term::Thing)), 0..8),
        rules in prop::collection::vec((prop::collection::vec(literal(Just(Term::Any)), 1..4), literal(Just(Term::Any))), 0..8),
    ) {
        let rules: Vec<Rule> = rules.into_iter().map(|(body, head)| Rule { body, head, source: 0 }).collect();
        let sourced: Vec<_> = stated.iter().map(|literal| (*literal, 0)).collect();
        let closure = Closure::of(&sourced, &rules, &mut Budget::steps(1_000_000)).unwrap();
        let all: Vec<(Literal, Ground)> = (0..closure.len()).filter_map(|place| closure.at(place)).collect();
        let mut found: Vec<Literal> = all.iter().map(|(literal, _)| *literal).collect();
        found.sort();
        prop_assert_eq!(found.clone(), naive(&stated, &rules, 3));
        // The checker accepts all of it.
        let places: Vec<usize> = (0..closure.len()).collect();
        let consistent = found.iter().all(|literal| !found.contains(&literal.denied()));
        prop_assert!(!consistent || closure.checked(&found, true, &places).is_some());
        // Every premise stands before what follows from it.
        for (place, (_, ground)) in all.iter().enumerate() {
            if let Ground::Derived(_, premises) = ground {
                prop_assert!(premises.iter().all(|premise| *premise < place));
            }
        }
    }
}

#[test]
fn a_long_chain_needs_budget_but_no_recursion() {
    let all = |property| Literal { property, of: Term::Any, positive: true };
    let rules: Vec<Rule> = (0..50_000).map(|n| Rule { body: vec![all(n)], head: all(n + 1), source: 0 }).collect();
    let of = |property| Literal { of: Term::Thing(0), ..all(property) };
    let stated = [(of(0), 0)];
    let closure = Closure::of(&stated, &rules, &mut Budget::steps(1_000_000)).unwrap();
    assert!(closure.place(of(50_000)).is_some());
    assert!(Closure::of(&stated, &rules, &mut Budget::steps(1000)).is_none());
}
