//! What predicates say of one another by their words alone: who eats unhealthy food eats food, who went to Paris in
//! May went to Paris, who was given a book by Ann was given a book.

use super::context::Translator;
use super::symbol::{Key, Role};
use crate::fol::{Formula, Id, Term};

/// The most predicates that are compared with one another.
const MOST: usize = 400;

impl Translator {
    /// Rules from fuller to sparser predicates of the same word.
    pub(crate) fn weakenings(&mut self) -> Vec<Formula> {
        let keys: Vec<(Id, Key)> = self.symbols.keys().take(MOST).map(|(id, key)| (id, key.clone())).collect();
        let mut all = Vec::new();
        for (from, fuller) in &keys {
            for (to, sparser) in &keys {
                if from != to && fuller.sort == sparser.sort && fuller.base == sparser.base {
                    all.extend(self.weakening((*from, fuller), (*to, sparser)));
                }
            }
        }
        all
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
