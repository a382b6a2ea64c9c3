//! What everyday talk means besides its logic: a hedge is no assertion, what was need not be, and "a man has a car"
//! speaks of one man. A prompt that offers verdicts asks for logic; a plain question asks what is so now.

use engine_api::{Claim, Count, Determiner, Form, NounKind, Proof, Sentence, Tense};

use crate::scene::Scene;

/// Words that weaken what a sentence says.
const HEDGES: &[&str] = &[
    "usually",
    "often",
    "sometimes",
    "almost",
    "nearly",
    "maybe",
    "perhaps",
    "probably",
    "possibly",
    "normally",
    "generally",
    "typically",
    "mostly",
    "seldom",
    "rarely",
    "allegedly",
    "apparently",
    "repeat",
    "pretend",
    "imagine",
    "suppose",
    "say",
    "says",
    "said",
    "think",
    "thinks",
    "believe",
    "believes",
    "hope",
    "hopes",
    "if",
    "might",
    "may",
    "could",
    "would",
    "want",
    "wants",
    "doubt",
    "doubts",
    "wonder",
];

/// Whether every told sentence of the proof asserts, in the tense and mood of the question.
pub(super) fn asserts(scene: &Scene<'_>, goal: &Form, proof: Option<&Proof>) -> bool {
    let (Some(goal), Some(proof)) = (first(goal), proof) else { return false };
    let leaves = leaves(proof);
    let told = |leaf: &&str| {
        let told = scene.context().find(|(sentence, text)| sentence.span.of(text).trim() == leaf.trim());
        told.map(|(sentence, _)| sentence)
    };
    !leaves.is_empty()
        && leaves.iter().all(|leaf| told(leaf).is_some_and(|sentence| asserted(sentence, goal)))
        && (!is_counted(goal) || leaves.iter().filter_map(told).any(|sentence| counts(sentence, goal)))
}

/// How many the subject of a clause is said to be.
fn count(claim: &Claim) -> Option<&Count> {
    claim.subject.as_ref()?.count.as_ref()
}

/// Whether a clause says how many its subject is.
fn is_counted(claim: &Claim) -> bool {
    count(claim).is_some() || vague(claim).is_some()
}

/// "Many students", "few students".
fn vague(claim: &Claim) -> Option<Determiner> {
    let determiner = claim.subject.as_ref()?.determiner;
    matches!(determiner, Determiner::Many | Determiner::Few).then_some(determiner)
}

/// Whether a sentence says of as many of the same kind what is asked of them: the logic of a form knows no numbers.
fn counts(sentence: &Sentence, goal: &Claim) -> bool {
    let head = |claim: &Claim| claim.subject.as_ref().map(|noun| noun.head.clone());
    let told = sentence.form.as_ref().and_then(consequence);
    told.is_some_and(|claim| count(claim) == count(goal) && vague(claim) == vague(goal) && head(claim) == head(goal))
}

fn leaves(proof: &Proof) -> Vec<&str> {
    let mut open = vec![proof];
    let mut found = Vec::new();
    while let Some(step) = open.pop() {
        if step.from.is_empty() {
            found.push(step.claim.as_str());
        }
        open.extend(&step.from);
    }
    found
}

fn asserted(sentence: &Sentence, goal: &Claim) -> bool {
    let conditional = matches!(sentence.form, Some(Form::If { .. }));
    let hedged = sentence.words.iter().any(|word| {
        let said = word.text.to_lowercase();
        HEDGES.contains(&said.as_str()) && !(conditional && said == "if")
    });
    let hedged = hedged || sentence.words.first().is_some_and(|word| word.text.eq_ignore_ascii_case("not"));
    let Some(claim) = sentence.form.as_ref().and_then(consequence).filter(|_| !hedged) else { return false };
    let pronoun = claim.subject.as_ref().is_some_and(|noun| {
        noun.kind == NounKind::Pronoun && !matches!(noun.head.as_str(), "i" | "they" | "it") && !conditional
    });
    let one = claim.subject.as_ref().is_some_and(|noun| noun.determiner == Determiner::A) && !is_kind(claim);
    let stage = claim.subject.as_ref().is_some_and(|noun| noun.plural && noun.determiner == Determiner::None)
        && !claim.obliques.is_empty()
        && claim.complement.is_none()
        && claim.verb == "be";
    let time = claim.tense == goal.tense || (conditional && claim.tense == Tense::Future);
    !pronoun && !one && !stage && time && claim.modal == goal.modal
}

/// "A whale is a mammal" speaks of the kind, "a man has a car" of a man.
fn is_kind(claim: &Claim) -> bool {
    claim.verb == "be" && claim.complement.is_some()
}

fn first(form: &Form) -> Option<&Claim> {
    match form {
        Form::Claim(claim) => Some(claim),
        Form::And(parts) | Form::Or { parts, .. } => parts.iter().find_map(|part| match part {
            Form::Claim(claim) => Some(&**claim),
            _ => None,
        }),
        _ => None,
    }
}

fn consequence(form: &Form) -> Option<&Claim> {
    match form {
        Form::If { result, .. } => first(result),
        other => first(other),
    }
}
