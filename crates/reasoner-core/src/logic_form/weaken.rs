//! What predicates say of one another by their words alone: who eats unhealthy food eats food, who went to Paris in
//! May went to Paris, who was given a book by Ann was given a book.

use super::context::Translator;
use super::symbol::{Key, Role};
use crate::fol::{Formula, Id, Term};

/// The most predicates that are compared with one another.
const MOST: usize = 400;

/// The most rules that bring in witnesses, which the prover has to try everywhere.
const MOST_WITNESSES: usize = 8;

impl Translator {
    /// Rules from fuller to sparser predicates of the same word.
    pub(crate) fn weakenings(&mut self) -> Vec<Formula> {
        let keys: Vec<(Id, Key)> = self.symbols.keys().take(MOST).map(|(id, key)| (id, key.clone())).collect();
        let mut all = Vec::new();
        let mut witnesses = 0;
        for (from, fuller) in &keys {
            for (to, sparser) in &keys {
                if from != to && fuller.sort == sparser.sort && fuller.base == sparser.base {
                    all.extend(self.weakening((*from, fuller), (*to, sparser)));
                    if witnesses < MOST_WITNESSES
                        && let Some(formula) = self.witness((*from, fuller), (*to, sparser))
                    {
                        witnesses += 1;
                        all.push(formula);
                    }
                }
            }
        }
        all
    }

    /// What is said with a phrase is said of something that the phrase tells of: who is grown in a garden, is grown in
    /// something that is a garden.
    fn witness(&mut self, (open, fuller): (Id, &Key), (closed, sparser): (Id, &Key)) -> Option<Formula> {
        let same = fuller.roles.len() == sparser.roles.len()
            && fuller.roles.iter().zip(&sparser.roles).all(|(one, other)| one.name == other.name);
        let mut opened = 0;
        let (mut vars, mut terms, mut parts, mut made) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (one, other) in fuller.roles.iter().zip(&sparser.roles).filter(|_| same) {
            let var = Term::Var(self.unbound());
            let Term::Var(id) = var else { return None };
            match (&one.filler, &other.filler) {
                (None, None) => {
                    vars.push(id);
                    terms.push(var.clone());
                    made.push(var);
                }
                (None, Some(phrase)) if phrase.amount.is_empty() => {
                    opened += 1;
                    for word in phrase.words.iter().chain([&phrase.head]) {
                        let known = self.symbols.known(&Key::property(word))?;
                        parts.push((id, Formula::Atom(known, vec![var.clone()])));
                    }
                    made.push(var);
                }
                (Some(one), Some(other)) if one == other => {}
                _ => return None,
            }
        }
        if !same || opened == 0 {
            return None;
        }
        let bound: Vec<Id> = made
            .iter()
            .filter_map(|term| match term {
                Term::Var(id) if !vars.contains(id) => Some(*id),
                _ => None,
            })
            .collect();
        let all = parts.into_iter().map(|(_, part)| part).chain([Formula::Atom(open, made)]);
        let some = Formula::and(all).for_some(bound);
        Some(Formula::Atom(closed, terms).implies(some).for_all(vars))
    }

    fn weakening(&mut self, (from, fuller): (Id, &Key), (to, sparser): (Id, &Key)) -> Option<Formula> {
        let vars: Vec<Id> = fuller.places().map(|_| self.unbound()).collect();
        let mut given = vec![Formula::Atom(from, vars.iter().map(|var| Term::Var(*var)).collect())];
        let mut used = vec![false; fuller.roles.len()];
        let mut terms = Vec::new();
        for role in &sparser.roles {
            let at = (0..fuller.roles.len()).find(|at| {
                !used.get(*at).copied().unwrap_or(true) && fuller.roles.get(*at).is_some_and(|other| fits(other, role))
            })?;
            if let Some(flag) = used.get_mut(at) {
                *flag = true;
            }
            let place = fuller.roles.iter().take(at).filter(|role| role.filler.is_none()).count();
            let filled = fuller.roles.get(at)?;
            match (&filled.filler, &role.filler) {
                (None, None) => terms.push(Term::Var(*vars.get(place)?)),
                (None, Some(phrase)) => {
                    if !phrase.amount.is_empty() {
                        return None;
                    }
                    for word in phrase.words.iter().chain([&phrase.head]) {
                        let known = self.symbols.known(&Key::property(word))?;
                        given.push(Formula::Atom(known, vec![Term::Var(*vars.get(place)?)]));
                    }
                }
                _ => {}
            }
        }
        Some(Formula::and(given).implies(Formula::Atom(to, terms)).for_all(vars))
    }
}

/// Whether a role of the fuller predicate can stand for one of the sparser.
fn fits(fuller: &Role, sparser: &Role) -> bool {
    fuller.name == sparser.name
        && match (&fuller.filler, &sparser.filler) {
            (_, None) => fuller.filler.is_none(),
            (None, Some(_)) => true,
            (Some(one), Some(other)) => one.implies(other),
        }
}
