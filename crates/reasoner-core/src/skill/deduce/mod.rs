//! Deduction over what was told: "All men are mortal. Socrates is a man. Is Socrates mortal?" Statements become
//! properties of things and rules between properties; the answer carries its proof.

mod closure;

use std::collections::HashMap;

use engine_api::{
    Budget, Clause, Finding, OutcomeKind, Pos, Proof, QuestionKind, Reason, Role, Sentence, Tense, Value,
};
use foldhash::fast::FixedState;

use super::Found;
use crate::knowledge::Source;
use crate::knowledge::kind::{indefinite, is_pronoun, progressive, some_of, speaks_of_all, universal};
use crate::knowledge::phrase::{self, Context, conjuncts};
use crate::scene::Scene;
use closure::{Closure, Ground, Id, Literal, Rule, Term};

/// The most answers that are listed.
const MOST_ANSWERS: usize = 20;

/// How many steps of a proof are unfolded.
const DEEPEST: usize = 100;

/// What the dialogue states, with words for everything that has a number.
#[derive(Default)]
struct Theory {
    ids: HashMap<String, Id, FixedState>,
    /// How each thing or property is said.
    said: Vec<Said>,
    stated: Vec<(Literal, usize)>,
    rules: Vec<Rule>,
    /// The statements as they were made, and where they were told.
    sources: Vec<(String, Source)>,
}

/// The words for a thing (`name`) or a property (`verb` and the rest).
#[derive(Clone)]
enum Said {
    Thing(String),
    Property { verb: String, rest: String },
}

/// Answers a yes/no question, or who or what has a property.
pub(crate) fn deduce(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let question = scene.goal.question.as_ref()?;
    let about = question.about.as_ref()?;
    let mut theory = Theory::of(scene);
    if theory.rules.is_empty() && question.kind == QuestionKind::YesNo {
        return None;
    }
    let context = Context { text: scene.text, words: &scene.goal.words, speaker: Role::User };
    let closure = Closure::of(&theory.stated, &theory.rules, budget);
    let Some(closure) = closure else { return Some(Found::abstained(Reason::Budget)) };
    match question.kind {
        QuestionKind::YesNo => {
            let goals = theory.literals(about, None, context)?;
            truth(&theory, &closure, &goals)
        }
        QuestionKind::Who | QuestionKind::What if about.subject.is_none() => {
            let goals = theory.literals(about, Some(Term::Any), context)?;
            all(&theory, &closure, &goals)
        }
        _ => None,
    }
}

/// Whether everything asked holds, or something of it is refuted; only where a rule takes part.
fn truth(theory: &Theory, closure: &Closure, goals: &[Literal]) -> Option<Found> {
    // "Isn't Tom a doctor?" asks the same as "Is Tom a doctor?".
    let goals: Vec<Literal> = goals.iter().map(|goal| Literal { positive: true, ..*goal }).collect();
    let holds: Option<Vec<usize>> = goals.iter().map(|goal| closure.place(*goal)).collect();
    let refuted = goals.iter().find_map(|goal| closure.place(goal.denied()));
    let (value, places) = match (holds, refuted) {
        (Some(_), Some(_)) => return Some(Found::abstained(Reason::Ambiguous)),
        (Some(places), None) => (true, places),
        (None, Some(place)) => (false, vec![place]),
        (None, None) => return None,
    };
    let derived = |place: &usize| matches!(closure.at(*place), Some((_, Ground::Derived(..))));
    if !places.iter().any(derived) {
        return None;
    }
    let claims: Vec<String> = places.iter().filter_map(|place| Some(theory.claim(closure.at(*place)?.0))).collect();
    let finding = Finding::stated(Value::Truth(value), claims.join(" and "));
    let found = Found::answer(finding, OutcomeKind::Proved, proof(theory, closure, &places));
    Some(found.checked(closure.checked(&goals, value, &places)))
}

/// Everything that has the properties asked for.
fn all(theory: &Theory, closure: &Closure, goals: &[Literal]) -> Option<Found> {
    let first = goals.first()?;
    let mut names = Vec::new();
    let mut places = Vec::new();
    let mut shown = Vec::new();
    for (literal, _) in (0..closure.len()).filter_map(|place| closure.at(place)) {
        let Term::Thing(thing) = literal.of else { continue };
        if literal.property != first.property || literal.positive != first.positive || names.len() >= MOST_ANSWERS {
            continue;
        }
        let all: Option<Vec<usize>> =
            goals.iter().map(|goal| closure.place(Literal { of: literal.of, ..*goal })).collect();
        if let (Some(all), Some(Said::Thing(name))) = (all, theory.said.get(thing as usize)) {
            names.push(name.clone());
            places.extend(all);
            shown.extend(goals.iter().map(|goal| Literal { of: literal.of, ..*goal }));
        }
    }
    let derived = places.iter().any(|place| matches!(closure.at(*place), Some((_, Ground::Derived(..)))));
    if names.is_empty() || (names.len() == 1 && !derived) {
        return None;
    }
    let subject = listed(&names);
    let statement = theory.predicate(&subject, names.len() > 1, goals)?;
    let finding = Finding::stated(Value::Text(subject), statement);
    let found = Found::answer(finding, OutcomeKind::Proved, proof(theory, closure, &places));
    Some(found.checked(closure.checked(&shown, true, &places)))
}

/// `a, b and c`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The proof of the literals at these places.
fn proof(theory: &Theory, closure: &Closure, places: &[usize]) -> Option<Proof> {
    let mut proofs: Vec<Proof> =
        places.iter().take(DEEPEST).filter_map(|place| tree(theory, closure, *place)).collect();
    if proofs.len() < 2 {
        return proofs.pop();
    }
    let claims: Vec<&str> = proofs.iter().map(|proof| proof.claim.as_str()).collect();
    Some(Proof { claim: claims.join(" and "), by: String::new(), from: proofs })
}

/// The proof tree of one literal. Premises stand before conclusions, so the trees are built from the first
/// needed place up, without recursion.
fn tree(theory: &Theory, closure: &Closure, place: usize) -> Option<Proof> {
    let mut needed = vec![place];
    let mut at = 0;
    while let Some(one) = needed.get(at).copied() {
        at += 1;
        if let Some((_, Ground::Derived(_, premises))) = closure.at(one) {
            for premise in premises {
                if !needed.contains(&premise) && needed.len() < DEEPEST {
                    needed.push(premise);
                }
            }
        }
    }
    needed.sort_unstable();
    let mut built: HashMap<usize, Proof, FixedState> = HashMap::default();
    for one in needed {
        let (literal, ground) = closure.at(one)?;
        let told = |source: usize| {
            let (text, source) = theory.sources.get(source)?;
            Some(Proof { claim: text.clone(), by: source.by(), from: Vec::new() })
        };
        let step = match ground {
            Ground::Stated(source) => told(source)?,
            Ground::Derived(rule, premises) => {
                let rule = told(rule)?;
                let by = rule.claim.clone();
                let mut from = vec![rule];
                from.extend(premises.iter().filter_map(|premise| built.get(premise).cloned()));
                Proof { claim: theory.claim(literal), by, from }
            }
        };
        built.insert(one, step);
    }
    built.remove(&place)
}

impl Theory {
    /// What the dialogue states.
    fn of(scene: &Scene<'_>) -> Theory {
        let mut theory = Theory::default();
        for told in &scene.told.statements {
            let Some(turn) = scene.ask.turns.get(told.turn) else { continue };
            let Some(sentence) = scene.reading.turns.get(told.turn).and_then(|turn| turn.get(told.sentence)) else {
                continue;
            };
            let context = Context { text: &turn.text, words: &sentence.words, speaker: turn.role };
            theory.add(sentence, context, *told);
        }
        theory
    }

    /// Adds what one sentence states.
    fn add(&mut self, sentence: &Sentence, context: Context<'_>, source: Source) {
        let at = self.sources.len();
        let said = sentence.span.of(context.text).trim();
        self.sources.push((said.trim_end_matches(['.', '!', ' ']).to_owned(), source));
        let is_condition = |clause: &&Clause| matches!(clause.marker.as_deref(), Some("if" | "when" | "whenever"));
        let (conditions, rest): (Vec<&Clause>, Vec<&Clause>) = sentence.clauses.iter().partition(is_condition);
        if conditions.is_empty() {
            for clause in rest {
                self.add_clause(clause, context, at);
            }
            return;
        }
        self.add_conditional(&conditions, &rest, context, at);
    }

    fn add_conditional(&mut self, conditions: &[&Clause], heads: &[&Clause], context: Context<'_>, source: usize) {
        let mut body = Vec::new();
        let mut of = None;
        for clause in conditions {
            let subject = clause.subject.as_deref().unwrap_or("");
            let term = if is_pronoun(subject) && of.is_some() { of } else { self.term(subject, context, &mut body) };
            of = of.or(term);
            let Some(literals) = self.literals(clause, term, context) else { return };
            body.extend(literals);
        }
        for clause in heads {
            let subject = clause.subject.as_deref().unwrap_or("");
            let same = is_pronoun(subject) || indefinite(subject) && of == Some(Term::Any);
            let term = if same { of } else { self.term(subject, context, &mut Vec::new()) };
            for head in self.literals(clause, term, context).unwrap_or_default() {
                self.rules.push(Rule { body: body.clone(), head, source });
            }
        }
    }

    /// A clause on its own: a fact about a thing, or a rule about all of a kind.
    fn add_clause(&mut self, clause: &Clause, context: Context<'_>, source: usize) {
        if matches!(clause.modal.as_deref(), Some("may" | "might" | "could" | "would" | "should")) {
            return;
        }
        let subject = clause.subject.as_deref().unwrap_or("");
        if let Some(kind) = universal(subject, context) {
            if !speaks_of_all(subject, clause, context) {
                return;
            }
            let mut body = Vec::new();
            self.kind(kind, context, &mut body);
            for head in self.literals(clause, Some(Term::Any), context).unwrap_or_default() {
                if !body.is_empty() {
                    self.rules.push(Rule { body: body.clone(), head, source });
                }
            }
            return;
        }
        if some_of(subject) {
            return;
        }
        let normal = phrase::normal(subject, context);
        for name in conjuncts(&normal) {
            let said = if conjuncts(&normal).count() == 1 {
                said_subject(subject, clause, context)
            } else {
                phrase::title(name)
            };
            let thing = Term::Thing(self.id(format!("thing:{name}"), Said::Thing(said)));
            for literal in self.literals(clause, Some(thing), context).unwrap_or_default() {
                self.stated.push((literal, source));
            }
        }
    }

    /// What a subject speaks of; the kind of an indefinite one ("a man") joins the body of its rule.
    fn term(&mut self, subject: &str, context: Context<'_>, body: &mut Vec<Literal>) -> Option<Term> {
        if indefinite(subject) {
            return Some(Term::Any);
        }
        let kind =
            subject.strip_prefix("a ").or_else(|| subject.strip_prefix("an ")).or_else(|| universal(subject, context));
        if let Some(kind) = kind {
            self.kind(kind, context, body);
            return Some(Term::Any);
        }
        let normal = phrase::normal(subject, context);
        let said = subject.to_owned();
        Some(Term::Thing(self.id(format!("thing:{normal}"), Said::Thing(said))))
    }

    /// The properties that a kind stands for: "big cats" are big and cats.
    fn kind(&mut self, kind: &str, context: Context<'_>, body: &mut Vec<Literal>) {
        let normal = phrase::normal(kind, context);
        for (property, noun) in properties(&normal, context) {
            if matches!(property.as_str(), "thing" | "person" | "one") {
                continue;
            }
            let property = self.property("be", &property, noun);
            body.push(Literal { property, of: Term::Any, positive: true });
        }
    }

    /// The literals that a clause states of `of`, or of its own subject.
    fn literals(&mut self, clause: &Clause, of: Option<Term>, context: Context<'_>) -> Option<Vec<Literal>> {
        // What was or will be so says nothing of what is.
        if clause.tense != Tense::Present {
            return None;
        }
        let subject = clause.subject.as_deref().unwrap_or("");
        let of = match of {
            Some(of) => of,
            None => Term::Thing(*self.ids.get(&format!("thing:{}", phrase::normal(subject, context)))?),
        };
        // "No cat is a dog" is denied of each cat.
        let positive = !clause.negated;
        let object = clause.object.as_deref().map(|object| phrase::normal(object, context)).unwrap_or_default();
        let tail: Vec<String> = clause
            .adjuncts
            .iter()
            .map(|(lead, text)| format!("{lead} {}", phrase::normal(text, context)).trim().to_owned())
            .collect();
        if clause.verb == "be" && tail.is_empty() && !object.is_empty() {
            let mut found = Vec::new();
            for part in conjuncts(&object.replace(" not ", " ")) {
                for (property, noun) in properties(part, context) {
                    let noun = noun && counted(clause.object.as_deref().unwrap_or(""), context);
                    found.push(Literal { property: self.property("be", &property, noun), of, positive });
                }
            }
            // "not big and red" denies the whole, not each part.
            return (positive || found.len() == 1).then_some(found);
        }
        let rest = [object.as_str()].into_iter().chain(tail.iter().map(String::as_str)).filter(|part| !part.is_empty());
        let rest = rest.collect::<Vec<_>>().join(" ");
        let verb = match &clause.modal {
            // What must or should be done need not be done.
            Some(modal) => format!("{modal} {}", clause.verb),
            None => progressive(clause, context).map_or_else(|| clause.verb.clone(), |form| format!("be {form}")),
        };
        let said = said_rest(clause);
        let property = self.id(format!("property:{verb} {rest}"), Said::Property { verb, rest: said });
        Some(vec![Literal { property, of, positive }])
    }

    /// The number of "is NOUN" or "is ADJECTIVE".
    fn property(&mut self, verb: &str, property: &str, noun: bool) -> Id {
        let rest = if noun { phrase::with_article(property) } else { property.to_owned() };
        self.id(format!("property:{verb} {property}"), Said::Property { verb: verb.to_owned(), rest })
    }

    fn id(&mut self, key: String, said: Said) -> Id {
        let next = Id::try_from(self.said.len()).unwrap_or(Id::MAX);
        *self.ids.entry(key).or_insert_with(|| {
            self.said.push(said);
            next
        })
    }

    /// A literal in words.
    fn claim(&self, literal: Literal) -> String {
        let subject = match literal.of {
            Term::Thing(thing) => match self.said.get(thing as usize) {
                Some(Said::Thing(name)) => name.clone(),
                _ => String::new(),
            },
            Term::Any => "something".to_owned(),
        };
        self.predicate(&subject, false, &[literal]).unwrap_or(subject)
    }

    /// What is said of a subject.
    fn predicate(&self, subject: &str, plural: bool, literals: &[Literal]) -> Option<String> {
        let mut parts = Vec::new();
        for literal in literals {
            let Some(Said::Property { verb, rest }) = self.said.get(literal.property as usize) else { return None };
            let verb = phrase::conjugated(verb, subject, plural, literal.positive);
            let rest = if plural { phrase::plural_complement(rest) } else { rest.clone() };
            parts.push(format!("{verb} {rest}").trim().to_owned());
        }
        Some(format!("{subject} {}", parts.join(" and ")))
    }
}

/// The subject of a clause as we say it.
fn said_subject(subject: &str, clause: &Clause, context: Context<'_>) -> String {
    phrase::said_in(subject, clause.span, context)
}

/// Object and adjuncts of a clause as they are written.
fn said_rest(clause: &Clause) -> String {
    let mut parts: Vec<String> = clause.object.iter().cloned().collect();
    parts.extend(clause.adjuncts.iter().map(|(lead, text)| format!("{lead} {text}").trim().to_owned()));
    parts.join(" ")
}

/// The properties in a phrase, each with whether it is a noun: adjectives before a noun are properties of their own.
fn properties(normal: &str, context: Context<'_>) -> Vec<(String, bool)> {
    let pos = |token: &str| {
        let word = context.words.iter().find(|word| word.lemma == token || word.text.eq_ignore_ascii_case(token));
        word.map_or(Pos::Other, |word| word.pos)
    };
    let tokens: Vec<&str> = normal.split(' ').filter(|token| !token.is_empty()).collect();
    let adjectives =
        tokens.iter().take_while(|token| pos(token) == Pos::Adjective && !NOT_SPLIT.contains(token)).count();
    let Some(last) = tokens.last() else { return Vec::new() };
    let noun = matches!(pos(last), Pos::Noun | Pos::Other);
    if adjectives == tokens.len() && tokens.len() == 1 || tokens.len() > 6 {
        return vec![(normal.to_owned(), noun && adjectives == 0)];
    }
    let mut found: Vec<(String, bool)> =
        tokens[..adjectives].iter().map(|token| ((*token).to_owned(), false)).collect();
    if adjectives < tokens.len() {
        found.push((tokens[adjectives..].join(" "), noun));
    }
    found
}

/// Whether a predicate noun is one of many: it has "a" before it or is a plural.
fn counted(object: &str, context: Context<'_>) -> bool {
    let last = object.rsplit(' ').next().unwrap_or("");
    let plural = context.words.iter().any(|word| word.text == last && word.lemma != last.to_lowercase());
    object.starts_with("a ") || object.starts_with("an ") || plural
}

/// Adjectives that change what the noun means: a former king is no king.
const NOT_SPLIT: [&str; 8] = ["former", "fake", "alleged", "possible", "potential", "false", "virtual", "future"];

#[cfg(test)]
mod tests;
