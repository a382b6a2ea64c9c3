//! Proofs in the sentences of the dialogue: leaves are sentences as written, steps are what follows in our words.

use engine_api::Proof;

use super::read::Theory;
use crate::fol::{Chain, Formula, GroundAtom, Rule, Standing, Term, Universe};

/// The most steps of a proof.
const MOST_STEPS: usize = 120;

/// What the sentence at a place of the formulas says; none for what words alone imply.
fn sentence(theory: &Theory, source: usize) -> Option<Proof> {
    let premise = theory.premises.get(source)?;
    Some(Proof { claim: premise.text.clone(), by: String::new(), from: Vec::new() })
}

fn statement(theory: &Theory, universe: &Universe, atom: &GroundAtom, positive: bool) -> String {
    let thing = |place: &u32| match universe.term(*place) {
        Some(Term::Thing(thing)) => *thing,
        _ => u32::MAX,
    };
    let things: Vec<u32> = atom.1.iter().map(thing).collect();
    theory.translator.symbols.statement(atom.0, &things, positive)
}

/// A proof that names the sentences it rests on.
pub(super) fn leaves(theory: &Theory, used: &[usize]) -> Option<Proof> {
    let from: Vec<Proof> = used.iter().filter_map(|at| sentence(theory, *at)).collect();
    whole(from)
}

fn whole(mut from: Vec<Proof>) -> Option<Proof> {
    match from.len() {
        0 => None,
        1 if from.iter().all(|one| !one.from.is_empty()) => from.pop(),
        _ => Some(Proof { claim: "the answer follows".to_owned(), by: "logic".to_owned(), from }),
    }
}

/// The proof of what a chain derived at these places.
pub(super) fn chained(
    theory: &Theory,
    rules: &[Rule],
    chain: &Chain,
    universe: &Universe,
    places: &[usize],
) -> Option<Proof> {
    let mut steps = 0;
    let from = places.iter().filter_map(|place| link(theory, rules, chain, universe, (*place, &mut steps))).collect();
    whole(from)
}

/// One derived literal; its depth is bounded by the number of steps.
fn link(
    theory: &Theory,
    rules: &[Rule],
    chain: &Chain,
    universe: &Universe,
    (place, steps): (usize, &mut usize),
) -> Option<Proof> {
    *steps += 1;
    let ((atom, positive), why) = chain.holds.get(place)?;
    let source = rules.get(why.rule)?.source;
    let told = sentence(theory, source);
    if why.from.is_empty() || *steps > MOST_STEPS {
        return told;
    }
    let mut from: Vec<Proof> = Vec::new();
    for premise in &why.from {
        from.extend(link(theory, rules, chain, universe, (*premise, &mut *steps)));
    }
    let Some(rule) = told else { return if from.len() == 1 { from.pop() } else { whole(from) } };
    from.push(rule);
    let claim = statement(theory, universe, atom, *positive);
    Some(Proof { claim, by: String::new(), from })
}

/// The proof of a goal from what is held against all that speaks otherwise.
pub(super) fn defended(
    theory: &Theory,
    rules: &[Rule],
    standing: &Standing,
    universe: &Universe,
    goal: &Formula,
) -> Option<Proof> {
    let mut atoms = Vec::new();
    goal.atoms(&mut |predicate, terms| atoms.extend(universe.atom(predicate, terms, &[], &[])));
    let mut from = Vec::new();
    let mut steps = 0;
    for atom in atoms {
        for positive in [true, false] {
            from.extend(held(theory, rules, standing, universe, ((&atom, positive), &mut steps)));
        }
    }
    whole(from)
}

fn held(
    theory: &Theory,
    rules: &[Rule],
    standing: &Standing,
    universe: &Universe,
    ((atom, positive), steps): ((&GroundAtom, bool), &mut usize),
) -> Option<Proof> {
    *steps += 1;
    let (rule, body) = standing.held.get(&(atom.clone(), positive))?;
    let told = sentence(theory, rules.get(*rule)?.source);
    if body.is_empty() || *steps > MOST_STEPS {
        return told;
    }
    let mut from: Vec<Proof> = Vec::new();
    for (premise, positive) in body {
        from.extend(held(theory, rules, standing, universe, ((premise, *positive), &mut *steps)));
    }
    let Some(rule) = told else { return if from.len() == 1 { from.pop() } else { whole(from) } };
    from.push(rule);
    Some(Proof { claim: statement(theory, universe, atom, positive), by: String::new(), from })
}
