//! Whether a goal holds in a theory: by defeasible rules, by rules in a closed or an open world, else classically.

use engine_api::{Budget, Proof};

use super::evaluate::evaluate;
use super::proof;
use super::read::Theory;
use crate::check::rules::Claim;
use crate::check::{Checked, refute};
use crate::fol::{self, Formula, Judgement, Rule, Universe};

/// What became of a goal.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    pub(super) truth: Truth,
    pub(super) proof: Option<Proof>,
    /// 0 to 1: how surely it is so, if everything was read rightly.
    pub(super) sure: f32,
    /// What a checker said of the steps.
    pub(super) checked: Option<Checked>,
}

/// Whether the goal holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Truth {
    Holds,
    Fails,
    Open,
    /// It and its negation follow.
    Both,
}

/// How a theory is to be understood.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// What does not follow is false.
    pub(super) closed: bool,
    /// Kinds spoken of have members.
    pub(super) import: bool,
    /// The prompt has a word for contradictory premises.
    pub(super) both: bool,
}

/// A theory ready for the prover: formulas with what words alone imply behind them.
struct Prepared<'t> {
    theory: &'t Theory,
    /// The premises in order, then what is granted.
    formulas: Vec<Formula>,
    goal: Formula,
}

/// Decides a goal whose words the theory's translator knows.
pub(super) fn decide(theory: &mut Theory, goal: &Formula, manner: Manner, budget: &mut Budget) -> Option<Decision> {
    let weaker = theory.translator.weakenings();
    let mut presumed = theory.translator.presumed.clone();
    presumed.extend(theory.translator.common_facts());
    let theory = &*theory;
    let granted = |formula: Formula| theory.translator.granted(formula);
    let stated = theory.premises.iter().map(|premise| premise.formula.clone());
    let formulas = stated.chain(presumed).chain(weaker).map(granted).collect();
    let prepared = Prepared { theory, formulas, goal: granted(goal.clone()) };
    if theory.is_defeasible() || theory.labelled {
        return prepared.defeasibly(budget);
    }
    if manner.closed {
        return prepared.closed(budget);
    }
    if manner.both {
        return prepared.tolerantly(budget);
    }
    if let Some(found) = prepared.forward(budget) {
        return Some(found);
    }
    prepared.classically(manner, budget)
}

impl Prepared<'_> {
    /// The rules of the formulas that have that shape, and whether all have.
    fn rules(&self) -> (Vec<Rule>, bool) {
        let mut all = Vec::new();
        let mut whole = true;
        for (at, formula) in self.formulas.iter().enumerate() {
            match fol::rules(formula, at) {
                Some(rules) => all.extend(rules),
                None => whole = false,
            }
        }
        (all, whole)
    }

    fn universe(&self) -> Universe {
        Universe::of(&fol::things(self.formulas.iter().chain([&self.goal])))
    }

    fn decision(&self, truth: bool, proof: Option<Proof>, sure: f32) -> Decision {
        Decision { truth: if truth { Truth::Holds } else { Truth::Fails }, proof, sure, checked: None }
    }

    /// What is claimed of the goal, for the checker.
    fn claim<'c>(&'c self, rules: &'c [Rule], universe: &'c Universe, value: bool) -> Claim<'c> {
        Claim { rules, universe, goal: &self.goal, value }
    }

    /// A classical decision by the formulas at these places.
    fn entailed(
        &self,
        formulas: &[Formula],
        used: &[usize],
        (truth, sure): (bool, f32),
        budget: &mut Budget,
    ) -> Decision {
        let premises = used.iter().filter_map(|at| formulas.get(*at));
        let checked = refute::entails(premises, &self.goal, truth, budget);
        let stated: Vec<usize> = used.iter().copied().filter(|at| *at < self.formulas.len()).collect();
        Decision { checked, ..self.decision(truth, proof::leaves(self.theory, &stated), sure) }
    }

    /// By rules that may be defeated.
    fn defeasibly(&self, budget: &mut Budget) -> Option<Decision> {
        let (rules, _) = self.rules();
        let universe = self.universe();
        let source = |at: usize| rules.get(at).map_or(usize::MAX, |rule| rule.source);
        let prefers = |one: usize, other: usize| self.theory.prefers(source(one), source(other));
        let standing = fol::defend(&rules, &universe, &prefers, budget)?;
        let known = |atom: &fol::GroundAtom| {
            let holds = |positive: bool| standing.held.contains_key(&(atom.clone(), positive));
            match (holds(true), holds(false)) {
                (true, false) => Some((true, None)),
                (false, true) => Some((false, None)),
                _ => None,
            }
        };
        match evaluate(&self.goal, &universe, &known, false) {
            Some((value, _)) => {
                let proof = proof::defended(self.theory, &rules, &standing, &universe, &self.goal);
                let checked = self.claim(&rules, &universe, value).defended(&standing, &prefers, budget);
                Some(Decision { checked, ..self.decision(value, proof, 0.97) })
            }
            None => Some(Decision { truth: Truth::Open, proof: None, sure: 0.9, checked: None }),
        }
    }

    /// In a closed world.
    fn closed(&self, budget: &mut Budget) -> Option<Decision> {
        let (rules, whole) = self.rules();
        let universe = self.universe();
        let chain = fol::closed(&rules, &universe, budget)?;
        let known = |atom: &fol::GroundAtom| Some((chain.place(atom, true).is_some(), chain.place(atom, true)));
        let (value, places) = evaluate(&self.goal, &universe, &known, true).unwrap_or((false, Vec::new()));
        let proof = proof::chained(self.theory, &rules, &chain, &universe, &places);
        let checked = self.claim(&rules, &universe, value).closed(&chain, budget);
        Some(Decision { checked, ..self.decision(value, proof, if whole { 0.97 } else { 0.7 }) })
    }

    /// By rules in an open world; none where they do not decide it.
    fn forward(&self, budget: &mut Budget) -> Option<Decision> {
        let (rules, _) = self.rules();
        let universe = self.universe();
        let chain = fol::chain(&rules, &universe, budget)?;
        let known = |atom: &fol::GroundAtom| match (chain.place(atom, true), chain.place(atom, false)) {
            (Some(place), None) => Some((true, Some(place))),
            (None, Some(place)) => Some((false, Some(place))),
            _ => None,
        };
        let found = evaluate(&self.goal, &universe, &known, false);
        if let Some((value, places)) = found {
            let proof = proof::chained(self.theory, &rules, &chain, &universe, &places);
            let checked = self.claim(&rules, &universe, value).chained(&chain, &places);
            return Some(Decision { checked, ..self.decision(value, proof, 0.97) });
        }
        None
    }

    /// By rules where the text may contradict itself: what is derived and denied is both, and nothing else follows
    /// from that.
    fn tolerantly(&self, budget: &mut Budget) -> Option<Decision> {
        let (rules, whole) = self.rules();
        let universe = self.universe();
        let chain = fol::chain(&rules, &universe, budget)?;
        let side = |wanted: bool| {
            let known = |atom: &fol::GroundAtom| {
                let places = (chain.place(atom, wanted), chain.place(atom, !wanted));
                places.0.map(|place| (wanted, Some(place))).or(places.1.map(|place| (!wanted, Some(place))))
            };
            evaluate(&self.goal, &universe, &known, false)
        };
        let (mut truth, mut places) = (Truth::Open, Vec::new());
        for (value, used) in [side(true), side(false)].into_iter().flatten() {
            truth = match (truth, value) {
                (Truth::Open | Truth::Holds, true) => Truth::Holds,
                (Truth::Open | Truth::Fails, false) => Truth::Fails,
                _ => Truth::Both,
            };
            places.extend(used);
        }
        let proof = proof::chained(self.theory, &rules, &chain, &universe, &places);
        let checked = match truth {
            Truth::Holds | Truth::Fails => {
                self.claim(&rules, &universe, truth == Truth::Holds).chained(&chain, &places)
            }
            _ => None,
        };
        Some(Decision { truth, proof, sure: if whole { 0.95 } else { 0.85 }, checked })
    }

    /// By classical logic.
    fn classically(&self, manner: Manner, budget: &mut Budget) -> Option<Decision> {
        let mut formulas = self.formulas.clone();
        match fol::judge(&formulas, &self.goal, budget) {
            Judgement::Entailed(used) => return Some(self.entailed(&formulas, &used, (true, 0.96), budget)),
            Judgement::Refuted(used) => return Some(self.entailed(&formulas, &used, (false, 0.96), budget)),
            Judgement::Both(for_it, against) => {
                let used: Vec<usize> = for_it.iter().chain(&against).copied().collect();
                let proof = proof::leaves(self.theory, &used);
                if manner.both {
                    return Some(Decision { truth: Truth::Both, proof, sure: 0.95, checked: None });
                }
                // The side that needs less of the contradictory text is likelier meant.
                return match for_it.len().cmp(&against.len()) {
                    std::cmp::Ordering::Less => Some(self.decision(true, proof::leaves(self.theory, &for_it), 0.6)),
                    std::cmp::Ordering::Greater => {
                        Some(self.decision(false, proof::leaves(self.theory, &against), 0.6))
                    }
                    std::cmp::Ordering::Equal => {
                        Some(Decision { truth: Truth::Open, proof: None, sure: 0.5, checked: None })
                    }
                };
            }
            Judgement::Spent => return None,
            Judgement::Open(_) if !manner.import => {}
            Judgement::Open(_) => {
                formulas.extend(imports(&self.formulas));
                match fol::judge(&formulas, &self.goal, budget) {
                    Judgement::Entailed(used) => return Some(self.entailed(&formulas, &used, (true, 0.92), budget)),
                    Judgement::Refuted(used) => return Some(self.entailed(&formulas, &used, (false, 0.92), budget)),
                    _ => {}
                }
            }
        }
        Some(Decision { truth: Truth::Open, proof: None, sure: 0.93, checked: None })
    }
}

/// That there are members of the kinds of which universal statements speak.
fn imports(formulas: &[Formula]) -> Vec<Formula> {
    let mut found = Vec::new();
    for formula in formulas {
        if let Formula::All(vars, inner) = formula
            && let Formula::If(kind, _) = &**inner
        {
            let some = (**kind).clone().for_some(vars.clone());
            if !found.contains(&some) {
                found.push(some);
            }
        }
    }
    found
}
