//! What a noun phrase says of what it speaks of: its kind, qualities, relations and relative clauses.

use engine_api::{Adjective, Degree, Noun, NounKind};

use super::context::{Filler, Translator};
use super::phrase::{Phrase, is_open};
use crate::fol::{Formula, Term};

/// Roles with the phrases that fill them.
type Places<'n> = Vec<(String, &'n Noun)>;

/// Nouns that everything may be called.
const ANYTHING: &[&str] = &[
    "",
    "person",
    "people",
    "individual",
    "someone",
    "somebody",
    "thing",
    "one",
    "entity",
    "something",
    "anyone",
    "everyone",
    "anything",
    "everything",
    "human being",
    "folk",
    "those",
    "anybody",
    "everybody",
    "that",
    "who",
];

/// Kinds so wide that they are granted where the theory does not tell what belongs to them.
const WIDE: &[&str] =
    &["animal", "creature", "being", "object", "item", "player", "human", "man", "woman", "character", "guy", "member"];

/// Adjectives that take away from what the noun says.
pub(super) const PRIVATIVE: &[&str] = &[
    "former",
    "fake",
    "alleged",
    "would-be",
    "ex-",
    "toy",
    "counterfeit",
    "artificial-looking",
    "imitation",
    "supposed",
    "putative",
    "future",
    "potential",
    "possible",
    "apparent",
    "so-called",
    "past",
];

/// Nouns of kinship and other roles that come by the holder.
pub(super) fn is_kinship(head: &str) -> bool {
    matches!(
        head,
        "parent" | "friend" | "child" | "sibling" | "relative" | "grandparent" | "colleague" | "neighbor" | "neighbour"
    )
}

/// Whether a word stands for anything of a wide kind.
pub(super) fn is_general(head: &str) -> bool {
    matches!(head, "thing" | "something") || WIDE.contains(&head)
}

/// Whether everything may be called so.
pub(super) fn is_anything(head: &str) -> bool {
    ANYTHING.contains(&head)
}

/// What a claim becomes once its places are filled.
pub(super) type Made<'a> = &'a mut dyn FnMut(&mut Translator, Vec<(String, Filler)>) -> Option<Formula>;

impl Translator {
    /// That a term is what a noun phrase says; the truth where it says nothing.
    pub(super) fn kind(&mut self, noun: &Noun, term: &Term) -> Option<Formula> {
        let mut parts = Vec::new();
        if !noun.parts.is_empty() {
            let kinds: Option<Vec<Formula>> = noun.parts.iter().map(|part| self.kind(part, term)).collect();
            return Some(Formula::or(kinds?));
        }
        let head = noun.head.to_lowercase();
        for word in &noun.modifiers {
            parts.push(self.property(&word.to_lowercase(), term));
        }
        if noun.kind != NounKind::Indefinite && !is_anything(&head) {
            parts.push(self.head(noun, &head, term)?);
        } else {
            for oblique in &noun.obliques {
                parts.push(self.placed(&oblique.preposition, &oblique.noun, term)?);
            }
        }
        for adjective in &noun.adjectives {
            if !PRIVATIVE.contains(&adjective.lemma.as_str()) {
                parts.push(self.adjective(adjective, term)?);
            }
        }
        parts.push(self.relatives(noun, term)?);
        Some(Formula::and(parts))
    }

    /// The head with the nouns before it, its possessor and the phrases after it as further places.
    fn head(&mut self, noun: &Noun, head: &str, term: &Term) -> Option<Formula> {
        let privative = noun.adjectives.iter().find(|adjective| PRIVATIVE.contains(&adjective.lemma.as_str()));
        let base = privative.map_or(head.to_owned(), |adjective| format!("{} {head}", adjective.lemma));
        let mut places: Vec<(String, &Noun)> = Vec::new();
        places.extend(noun.possessor.iter().map(|holder| ("of".to_owned(), &**holder)));
        places.extend(noun.obliques.iter().map(|oblique| (oblique.preposition.clone(), &oblique.noun)));
        self.fill(&places, Vec::new(), &mut |this, roles| Some(this.relation(&base, term, roles)))
    }

    /// Fills places one after the other and says what is made of them.
    pub(super) fn fill(
        &mut self,
        places: &[(String, &Noun)],
        done: Vec<(String, Filler)>,
        made: Made<'_>,
    ) -> Option<Formula> {
        let Some(((name, noun), rest)) = places.split_first() else { return made(self, done) };
        if let Some(inner) = self.incorporated(noun) {
            let mut done = done;
            done.push((name.clone(), Filler::Phrase(Phrase::of(noun))));
            let mut places: Vec<(String, &Noun)> =
                inner.iter().map(|(role, noun)| (format!("{name}.{role}"), *noun)).collect();
            places.extend(rest.iter().cloned());
            return self.deeper(|this| this.fill(&places, done, made));
        }
        self.noun(noun, false, &mut |this, term| {
            let mut done = done.clone();
            done.push((name.clone(), Filler::Term(term)));
            this.fill(rest, done, made)
        })
    }

    /// Whether a noun phrase becomes part of the predicate; then the places that it has itself.
    fn incorporated<'n>(&self, noun: &'n Noun) -> Option<Places<'n>> {
        let possessed = noun.possessor.iter().map(|holder| ("of".to_owned(), &**holder));
        let mut inner: Vec<(String, &Noun)> = possessed.collect();
        inner.extend(noun.obliques.iter().map(|oblique| (oblique.preposition.clone(), &oblique.noun)));
        let owner = owner(noun);
        if noun.kind != NounKind::Common || !noun.parts.is_empty() {
            return None;
        }
        if let Some(owner) = owner {
            inner.push(("of".to_owned(), owner));
            return Some(inner);
        }
        let referred = self.referred.contains(&noun.referent);
        if referred && inner.is_empty() {
            return None;
        }
        let relational = noun.relatives.is_empty()
            && !inner.is_empty()
            && !matches!(
                noun.determiner,
                engine_api::Determiner::All | engine_api::Determiner::No | engine_api::Determiner::Only
            );
        (is_open(noun) || relational).then_some(inner)
    }

    /// What the relative clauses of a noun say of a term.
    pub(super) fn relatives(&mut self, noun: &Noun, term: &Term) -> Option<Formula> {
        let mut parts = Vec::new();
        for relative in &noun.relatives {
            self.gaps.push(term.clone());
            let part = self.form(relative);
            self.gaps.pop();
            parts.push(part?);
        }
        Some(Formula::and(parts))
    }

    /// That a term stands somewhere or in a relation named by a preposition.
    pub(super) fn placed(&mut self, preposition: &str, noun: &Noun, term: &Term) -> Option<Formula> {
        let places = [(preposition.to_owned(), noun)];
        self.fill(&places, Vec::new(), &mut |this, roles| Some(this.relation("be", term, roles)))
    }

    /// That a term has a quality.
    pub(super) fn adjective(&mut self, adjective: &Adjective, term: &Term) -> Option<Formula> {
        let degree = match adjective.degree {
            Degree::Plain => "",
            Degree::More => ">",
            Degree::Less => "<",
            Degree::Most => "^",
            Degree::Least => "_",
            Degree::Equal => "=",
        };
        let base = format!("{}{degree}", adjective.lemma.to_lowercase());
        let mut places: Vec<(String, &Noun)> = Vec::new();
        places.extend(adjective.than.iter().map(|noun| ("than".to_owned(), &**noun)));
        places.extend(adjective.obliques.iter().map(|oblique| (oblique.preposition.clone(), &oblique.noun)));
        let formula = self.fill(&places, Vec::new(), &mut |this, roles| Some(this.relation(&base, term, roles)))?;
        Some(if adjective.negated { formula.denied() } else { formula })
    }

    /// Formulas in which kinds of everything, and wide kinds of which nothing is told, are granted.
    pub(crate) fn granted(&self, formula: Formula) -> Formula {
        let grant = |id: crate::fol::Id| {
            let key = self.symbols.key(id);
            key.is_some_and(|key| {
                key.roles.len() == 1 && WIDE.contains(&key.base.as_str()) && !self.asserted.contains(&id)
            })
        };
        grant_all(formula, &grant)
    }
}

fn grant_all(formula: Formula, grant: &dyn Fn(crate::fol::Id) -> bool) -> Formula {
    let many = |parts: Vec<Formula>| -> Vec<Formula> { parts.into_iter().map(|part| grant_all(part, grant)).collect() };
    let boxed = |inner: Formula| Box::new(grant_all(inner, grant));
    match formula {
        Formula::Atom(id, _) if grant(id) => Formula::truth(),
        Formula::Atom(..) => formula,
        Formula::Not(inner) => Formula::Not(boxed(*inner)),
        Formula::And(parts) => Formula::and(many(parts)),
        Formula::Or(parts) => Formula::Or(many(parts)),
        Formula::If(one, other) => grant_all(*one, grant).implies(grant_all(*other, grant)),
        Formula::Iff(one, other) => Formula::Iff(boxed(*one), boxed(*other)),
        Formula::All(vars, inner) => Formula::All(vars, boxed(*inner)),
        Formula::Some(vars, inner) => Formula::Some(vars, boxed(*inner)),
    }
}

/// Who a relative clause says something belongs to: "that belongs to X", "whose owner is X", "in X's possession".
fn owner(noun: &Noun) -> Option<&Noun> {
    let [engine_api::Form::Claim(claim)] = noun.relatives.as_slice() else { return None };
    let gap = |noun: &Option<Noun>| noun.as_ref().is_some_and(|noun| noun.kind == NounKind::Gap);
    let of = |names: &[&str]| {
        claim.obliques.iter().find(|oblique| names.contains(&oblique.preposition.as_str())).map(|oblique| &oblique.noun)
    };
    if claim.negated {
        return None;
    }
    match claim.verb.as_str() {
        "belong" if gap(&claim.subject) => of(&["to"]),
        "own" | "possess" | "have" if gap(&claim.object) => claim.subject.as_ref(),
        "be" if gap(&claim.subject) => match of(&["in possession of", "in the possession of"]) {
            Some(owner) => Some(owner),
            None => {
                let holding = claim.obliques.iter().find(|oblique| oblique.noun.head == "possession")?;
                holding.noun.possessor.as_deref().or(holding.noun.obliques.first().map(|oblique| &oblique.noun))
            }
        },
        "be" => {
            let subject = claim.subject.as_ref()?;
            let of_gap = subject.possessor.as_ref().is_some_and(|holder| holder.kind == NounKind::Gap);
            match &claim.complement {
                Some(engine_api::Complement::Noun(owner)) if of_gap && subject.head == "owner" => Some(owner),
                _ => None,
            }
        }
        _ => None,
    }
}
