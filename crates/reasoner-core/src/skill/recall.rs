//! Recall of what the dialogue told: the latest fact that fits the question's clause answers it.

use engine_api::{
    Budget, Clause, Finding, OutcomeKind, Proof, Question, QuestionKind, Reason, Role, Tense, Value, vocabulary,
};

use super::Found;
use crate::knowledge::phrase::{self, Context, conjuncts};
use crate::knowledge::{Fact, Spoken};
use crate::scene::Scene;

/// A question in normal form.
struct Query {
    kind: QuestionKind,
    verb: String,
    tense: Tense,
    subject: Option<String>,
    object: Option<String>,
    /// Preposition and phrase; an empty phrase is asked for.
    adjuncts: Vec<(String, String)>,
    /// The noun or adjective that goes with the question word.
    focus: Option<String>,
}

/// Prepositions of place.
const PLACES: [&str; 18] = [
    "in", "at", "on", "near", "to", "under", "behind", "inside", "outside", "above", "below", "beside", "into", "onto",
    "between", "around", "across", "by",
];

/// Verbs that bring their subject to a place.
const MOTIONS: [&str; 11] =
    ["go", "move", "travel", "journey", "walk", "run", "come", "return", "fly", "drive", "arrive"];

/// Answers from the facts told.
pub(crate) fn recall(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let query = query(scene)?;
    for (at, fact) in scene.told.facts.iter().enumerate().rev().filter(|(_, fact)| !fact.corrected) {
        if !budget.spend(2) {
            return None;
        }
        if departs(&query, fact) {
            return None;
        }
        let Some(value) = fits(&query, fact) else { continue };
        let denied = |other: &&Fact| other.source.turn == fact.source.turn && other.negated != fact.negated;
        // What one turn both states and denies is open; a later turn corrects an earlier one.
        let proposition = fact.proposition();
        let truth = matches!(value, Value::Truth(_));
        let disputed = |other: &Fact| {
            other.proposition() == proposition || truth && fits(&query, other).is_some_and(|other| other != value)
        };
        if scene.told.facts.iter().filter(denied).any(disputed) {
            return Some(Found::abstained(Reason::Ambiguous));
        }
        let changed = query.kind == QuestionKind::HowMany && counts_change(scene, at, fact);
        return (!changed).then(|| found(&query, fact, value));
    }
    None
}

/// Whether the fact takes its subject away from where it was, to a place that is not told.
fn departs(query: &Query, fact: &Fact) -> bool {
    let asks = query.kind == QuestionKind::Where && query.verb == "be" && !fact.negated;
    let goes = fact.tense == Tense::Past && (fact.verb == "leave" || MOTIONS.contains(&fact.verb.as_str()));
    let of_it = query.subject.as_deref().is_some_and(|subject| same(subject, &fact.subject));
    asks && goes && of_it && (fact.verb == "leave" || destination(fact).is_none())
}

/// Where a motion ends.
fn destination(fact: &Fact) -> Option<Value> {
    let leads = |lead: &str| matches!(lead, "to" | "into" | "onto" | "in" | "inside" | "at");
    let (_, place) = fact.adjuncts.iter().find(|(lead, phrase)| leads(lead) && !is_time(phrase))?;
    Some(Value::Text(place.said.clone()))
}

/// Whether another amount was told in the same statement or later, so that the count may have changed since: "I
/// have 3 apples and buy 4 more".
fn counts_change(scene: &Scene<'_>, at: usize, fact: &Fact) -> bool {
    let counts = |phrase: &Spoken| phrase.normal.split(' ').any(is_number);
    let later = scene.told.facts.get(at + 1..).unwrap_or(&[]);
    let changes = |other: &Fact| other.subject == fact.subject && other.verb != fact.verb && other.object.is_some();
    fact.adjuncts.iter().any(|(_, phrase)| counts(phrase)) || later.iter().any(changes)
}

/// Whether what was told holds at the time that is asked about: what was so need not be so, nor what will be.
fn timely(query: &Query, fact: &Fact) -> bool {
    match (query.tense, fact.tense) {
        (_, Tense::Future) => query.tense == Tense::Future || query.kind == QuestionKind::When,
        (Tense::Present, Tense::Past) => false,
        (Tense::Past, Tense::Present) => query.kind != QuestionKind::YesNo,
        (Tense::Future, _) => false,
        _ => true,
    }
}

/// The answer with its one-step proof.
fn found(query: &Query, fact: &Fact, value: Value) -> Found {
    let statement = match (&fact.reason, query.kind) {
        (Some(reason), QuestionKind::Why) => format!("{} because {reason}", fact.statement),
        _ => fact.statement.clone(),
    };
    let proof = Proof { claim: statement.clone(), by: fact.source.by(), from: Vec::new() };
    Found::answer(Finding::stated(value, statement), OutcomeKind::Retrieved, Some(proof))
}

/// The question of the goal in normal form.
fn query(scene: &Scene<'_>) -> Option<Query> {
    let context = Context { text: scene.text, words: &scene.goal.words, speaker: Role::User };
    match &scene.goal.question {
        Some(question) => of_question(question, question.about.as_ref()?, context),
        None => None,
    }
}

fn of_question(question: &Question, about: &Clause, context: Context<'_>) -> Option<Query> {
    let normal = |text: &String| phrase::normal(text, context);
    let mut query = Query {
        kind: question.kind,
        verb: about.verb.clone(),
        tense: about.tense,
        subject: about.subject.as_ref().map(normal),
        object: about.object.as_ref().map(normal),
        adjuncts: about.adjuncts.iter().map(|(lead, text)| (lead.clone(), normal(text))).collect(),
        focus: question.focus.as_ref().map(normal),
    };
    if matches!(query.verb.as_str(), "be called" | "be named" | "call") && query.object.is_none() {
        query.subject = query.subject.map(|subject| format!("{subject} 's name"));
        query.verb = "be".to_owned();
    }
    Some(query)
}

/// The value with which the fact answers the query.
fn fits(query: &Query, fact: &Fact) -> Option<Value> {
    if let Some(place) = whereabouts(query, fact) {
        return Some(place);
    }
    if !timely(query, fact) {
        return None;
    }
    attribute(query, fact)
        .or_else(|| direct(query, fact))
        .or_else(|| reversed(query, fact))
        .or_else(|| identity(query, fact))
}

/// "Who am I?" and "Is my name Ada?" by the name that was told.
fn identity(query: &Query, fact: &Fact) -> Option<Value> {
    let subject = query.subject.as_deref()?;
    let name = fact.subject.strip_suffix(" 's name").filter(|_| fact.verb == "be" && !fact.negated)?;
    if query.verb != "be" || !query.adjuncts.is_empty() {
        return None;
    }
    match query.kind {
        QuestionKind::Who if query.object.is_none() && subject == name => object(fact),
        // A name is one: another name than the one asked about denies it.
        QuestionKind::YesNo if subject == fact.subject => {
            let told = &fact.object.as_ref()?.normal;
            let part = told.split(' ').any(|part| Some(part) == query.object.as_deref());
            query.object.as_ref().map(|_| Value::Truth(part))
        }
        _ => None,
    }
}

/// "Where is Tom?" after "Tom went to the office".
fn whereabouts(query: &Query, fact: &Fact) -> Option<Value> {
    let settled = fact.verb == "move" && fact.tense == Tense::Past;
    let moves = MOTIONS.contains(&fact.verb.as_str());
    // "Tom drives to work", "I am going to Rome": not there yet.
    let moved = moves && fact.tense == Tense::Past || fact.verb == "be" && fact.tense == query.tense;
    let lives = query.verb == "live" && query.tense == Tense::Present && settled;
    let asks = query.kind == QuestionKind::Where && (query.verb == "be" || lives);
    if !asks || !moved || fact.negated || !same(query.subject.as_deref()?, &fact.subject) {
        return None;
    }
    if moves { destination(fact) } else { place(fact) }
}

/// "What colour is my car?" after "My car's colour is red".
fn attribute(query: &Query, fact: &Fact) -> Option<Value> {
    let (focus, subject) = (query.focus.as_deref()?, query.subject.as_deref()?);
    let asks = query.verb == "be" && query.kind == QuestionKind::What && query.object.is_none();
    let fits = asks && fact.verb == "be" && !fact.negated && fact.subject == format!("{subject} 's {focus}");
    fits.then(|| object(fact)).flatten()
}

/// The question's clause over the fact's.
fn direct(query: &Query, fact: &Fact) -> Option<Value> {
    if !same_verb(&query.verb, &fact.verb) {
        return None;
    }
    if let Some(subject) = &query.subject
        && !same(subject, &fact.subject)
    {
        return None;
    }
    if let Some(wanted) = &query.object
        && !holds(wanted, fact)
    {
        return None;
    }
    if !query.adjuncts.iter().all(|adjunct| has_adjunct(fact, adjunct)) {
        return None;
    }
    hole(query, fact)
}

/// The part of the fact that the question asks for.
fn hole(query: &Query, fact: &Fact) -> Option<Value> {
    let open_subject = query.subject.is_none();
    match query.kind {
        QuestionKind::YesNo if open_subject => None,
        QuestionKind::YesNo => {
            // A fact that says less than the question does not answer it.
            let says_enough = query.object.is_some() || fact.object.is_none() || !query.adjuncts.is_empty();
            says_enough.then_some(Value::Truth(!fact.negated))
        }
        _ if fact.negated => None,
        QuestionKind::Who | QuestionKind::What if open_subject => Some(Value::Text(fact.said_subject.clone())),
        QuestionKind::Who | QuestionKind::What => complement(query, fact),
        QuestionKind::Where => place(fact),
        QuestionKind::When => time(fact),
        QuestionKind::Why => fact.reason.as_ref().map(|reason| Value::Text(format!("because {reason}"))),
        QuestionKind::HowMany => count(query, fact),
        QuestionKind::How => measure(query, fact),
    }
}

/// The object, or the phrase after the only preposition; of the kind that the question names.
fn complement(query: &Query, fact: &Fact) -> Option<Value> {
    if query.object.is_some() {
        return None;
    }
    // "What colour is my car?" is not answered by "My car is old".
    if query.focus.is_some() && query.verb == "be" {
        return None;
    }
    object(fact).or_else(|| match fact.adjuncts.as_slice() {
        [(_, only)] if query.verb != "be" => Some(Value::Text(only.said.clone())),
        _ => None,
    })
}

/// "Who is Mary?" after "Tom's sister is Mary": a copula reads both ways between two things.
fn reversed(query: &Query, fact: &Fact) -> Option<Value> {
    let copula = query.verb == "be" && fact.verb == "be" && !fact.negated && query.focus.is_none();
    let asks = matches!(query.kind, QuestionKind::Who | QuestionKind::What) && query.object.is_none();
    let named = fact.object.as_ref()?;
    let fits = copula && asks && query.adjuncts.is_empty() && same(query.subject.as_deref()?, &named.normal);
    fits.then(|| Value::Text(fact.said_subject.clone()))
}

fn object(fact: &Fact) -> Option<Value> {
    fact.object.as_ref().map(|object| Value::Text(object.said.clone()))
}

fn same(wanted: &str, told: &str) -> bool {
    wanted == told || conjuncts(told).count() > 1 && conjuncts(told).any(|part| part == wanted)
}

fn same_verb(asked: &str, told: &str) -> bool {
    const GROUPS: [&[&str]; 3] = [&["have", "own", "possess", "get"], &["live", "reside", "dwell"], &["like", "enjoy"]];
    asked == told || GROUPS.iter().any(|group| group.contains(&asked) && group.contains(&told))
}

/// Whether the fact's object is or contains what is wanted.
fn holds(wanted: &str, fact: &Fact) -> bool {
    fact.object.as_ref().is_some_and(|object| same(wanted, &object.normal))
}

fn has_adjunct(fact: &Fact, (lead, wanted): &(String, String)) -> bool {
    fact.adjuncts.iter().any(|(told, phrase)| told == lead && (wanted.is_empty() || same(wanted, &phrase.normal)))
}

fn place(fact: &Fact) -> Option<Value> {
    let (_, place) = fact.adjuncts.iter().find(|(lead, phrase)| PLACES.contains(&lead.as_str()) && !is_time(phrase))?;
    Some(Value::Text(place.said.clone()))
}

fn time(fact: &Fact) -> Option<Value> {
    let (_, time) = fact.adjuncts.iter().find(|(_, phrase)| is_time(phrase))?;
    Some(Value::Text(time.said.clone()))
}

/// Whether a phrase names a time: a digit, a month, a day.
fn is_time(phrase: &Spoken) -> bool {
    const TIMES: [&str; 8] = ["today", "tomorrow", "yesterday", "morning", "evening", "night", "noon", "midnight"];
    let named = |word: &str| vocabulary::month(word).is_some() || vocabulary::weekday(word).is_some();
    let digit = |word: &str| word.starts_with(|first: char| first.is_ascii_digit());
    phrase.normal.split(' ').any(|word| TIMES.contains(&word) || named(word) || digit(word))
}

/// The number of things: "3" of "3 red apples" where apples are asked for.
fn count(query: &Query, fact: &Fact) -> Option<Value> {
    let (object, focus) = (fact.object.as_ref()?, query.focus.as_deref()?);
    let counts = |(normal, said): (&str, &str)| {
        let (first, rest) = normal.split_once(' ').unwrap_or((normal, ""));
        let counted = rest.split(' ').any(|word| word == focus) || normal.ends_with(focus);
        (counted && is_number(first)).then(|| said.split(' ').next().unwrap_or("").to_owned())
    };
    // "3 apples and 2 pears"; of "2 cars and 3 cars" neither is the number.
    let mut found = object.normal.split(" and ").zip(object.said.split(" and ")).filter_map(counts);
    let number = found.next()?;
    found.next().is_none().then_some(Value::Text(number))
}

fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
        || matches!(word, "no" | "many" | "several")
        || vocabulary::cardinal(word).is_some()
}

/// "How old is Tom?" after "Tom is 30 years old"; "How is Tom?" after "Tom is well".
fn measure(query: &Query, fact: &Fact) -> Option<Value> {
    let object = fact.object.as_ref()?;
    match query.focus.as_deref() {
        None if query.verb == "be" => Some(Value::Text(object.said.clone())),
        Some(focus) => {
            let measured = object.normal.ends_with(focus) && is_number(object.normal.split(' ').next()?);
            let bare = focus == "old" && object.normal.parse::<u32>().is_ok();
            (measured || bare).then(|| Value::Text(object.said.clone()))
        }
        None => None,
    }
}
