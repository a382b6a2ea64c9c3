//! Atoms in words, for the steps of proofs.

use super::symbol::{Key, Role, Sort, Symbols};
use crate::fol::Id;

impl Symbols {
    /// The statement of a predicate of things, such as `Anne is not kind`.
    pub(crate) fn statement(&self, predicate: Id, things: &[Id], positive: bool) -> String {
        let Some(key) = self.key(predicate) else { return String::new() };
        let mut names = things.iter().map(|thing| self.spoken(*thing));
        let filled: Vec<(&Role, String)> = key
            .roles
            .iter()
            .map(|role| {
                let words = match &role.filler {
                    Some(phrase) => [phrase.words.as_slice(), std::slice::from_ref(&phrase.head)].concat().join(" "),
                    None => names.next().unwrap_or_default(),
                };
                (role, words)
            })
            .collect();
        clause(key, &filled, positive)
    }

    /// A thing as it is said.
    fn spoken(&self, thing: Id) -> String {
        let name = self.name(thing);
        if name.starts_with("the ") || name.starts_with("a certain ") {
            return name.trim_end_matches(|mark: char| mark.is_ascii_digit() || mark == ' ').to_owned();
        }
        let capital = |word: &str| {
            let mut letters = word.chars();
            letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
        };
        name.split(' ').map(capital).collect::<Vec<String>>().join(" ")
    }
}

impl super::Translator {
    /// The words of the predicates and things of a formula, four letters and more.
    pub(crate) fn words(&self, formula: &crate::fol::Formula) -> std::collections::BTreeSet<String> {
        let mut found = std::collections::BTreeSet::new();
        let mut take = |text: &str| {
            found.extend(text.split(' ').filter(|word| word.len() > 3).map(str::to_owned));
        };
        formula.atoms(&mut |predicate, terms| {
            if let Some(key) = self.symbols.key(predicate) {
                take(&key.base);
                key.roles.iter().filter_map(|role| role.filler.as_ref()).for_each(|phrase| take(&phrase.head));
            }
            for term in terms {
                if let crate::fol::Term::Thing(thing) = term {
                    take(self.symbols.name(*thing));
                }
            }
        });
        found
    }
}

fn clause(key: &Key, filled: &[(&Role, String)], positive: bool) -> String {
    let of = |name: &str| filled.iter().find(|(role, _)| role.name == name).map(|(_, words)| words.as_str());
    let rest = |skip: &[&str]| -> String {
        let others = filled.iter().filter(|(role, _)| !skip.contains(&role.name.as_str()));
        others.map(|(role, words)| format!(" {} {words}", preposition(&role.name))).collect()
    };
    match key.sort {
        Sort::Is => {
            let not = if positive { "" } else { "not " };
            format!("{} is {not}{}{}", of("subject").unwrap_or("something"), key.base, rest(&["subject"]))
        }
        Sort::Does => {
            let not = if positive { "does" } else { "does not" };
            let object = of("object").map_or(String::new(), |object| format!(" {object}"));
            let subject = of("subject").unwrap_or("something");
            format!("{subject} {not} {}{object}{}", key.base, rest(&["subject", "object"]))
        }
    }
}

fn preposition(role: &str) -> &str {
    match role {
        "modifier" | "adverb" | "complement" | "clause" => "",
        other => other.rsplit('.').next().unwrap_or(other),
    }
}
