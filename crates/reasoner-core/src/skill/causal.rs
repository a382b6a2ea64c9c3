//! How people judge causes and intentions. Not what caused what by physics, but what most people call a cause: of
//! factors that were needed together the one that broke a norm or habit, of factors that were each enough the usual
//! one (Icard, Kominsky and Knobe, "Normality and actual causal strength", Cognition 2017); a foreseen harm is called
//! intended, a foreseen benefit is not (Knobe, Analysis 2003).

use engine_api::{Budget, Finding, OutcomeKind, Proof, Sentence, Value};

use super::Found;
use crate::scene::Scene;
use crate::verdict::Verdict;

/// Openings by which a prompt asks for what people would say.
const FOLK: &[&str] = &[
    "typical person",
    "most people",
    "average person",
    "ordinary person",
    "people usually",
    "typically answer",
    "people would",
    "common sense",
];

/// How the factors of an outcome combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Structure {
    /// All were needed.
    Conjunctive,
    /// Each was enough.
    Disjunctive,
}

const TOGETHER: &[&str] = &[
    "if both",
    "both of",
    "both the",
    "if two",
    "if three",
    "two people",
    "three people",
    "at the same time",
    "more than one",
    "only if both",
    "requires both",
    "not enough on its own",
    "neither train",
    "together will",
    "just one of these",
    "fewer than",
    "only when both",
];

const EITHER: &[&str] = &[
    "either",
    "only one of",
    "at least one",
    "on its own",
    "on their own",
    "or the",
    "by itself",
    "would have anyway",
    "each is enough",
    "only one person",
    "all the",
];

const ABNORMAL: &[&str] = &[
    "unexpectedly",
    "not supposed to",
    "not permitted",
    "not allowed",
    "never permitted",
    "violat",
    "against the",
    "unusual",
    "doesn't normally",
    "does not normally",
    "normally does not",
    "normally doesn't",
    "normally do not",
    "forbid",
    "steals",
    "stole",
    "ignor",
    "disobey",
    "contrary to",
    "is never",
    "surprisingly",
    "not authorized",
    "breaks the rule",
    "broke the rule",
    "supposed to remain",
    "rarely",
    "hardly ever",
    "disregard",
    "were not allowed",
    "only faculty",
    "almost never",
    "very unlikely",
    "please don't",
];

const NORMAL: &[&str] = &[
    "as usual",
    "as expected",
    "is supposed to",
    "are supposed to",
    "also supposed",
    "permitted to",
    "allowed to",
    "may all",
    "regularly",
    "almost always",
    "always",
    "only one permitted",
    "is allowed",
    "were allowed",
    "normally",
];

const LUCK: &[&str] = &[
    "slip",
    "misses",
    "wild",
    "by accident",
    "accidentally",
    "luck",
    "jerk",
    "unsteady",
    "isn't very good",
    "no idea",
    "didn't know",
    "did not know",
    "unaware",
    "mistake",
    "ricochet",
    "happens to",
    "random",
];

const SKILL: &[&str] =
    &["expert", "skilled", "steady", "perfectly", "aims", "intends", "wanted to", "in order to", "wants to"];

const HARM: &[&str] =
    &["harm", "kill", "poison", "hurt", "injur", "damage", "worsen", "decrease", "destroy", "die", "shoot"];

const BENEFIT: &[&str] = &["help", "improve", "benefit", "save", "increase", "better", "protect", "cure"];

/// Answers whether people would call something a cause, or intended.
pub(crate) fn causal(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    if !budget.spend(1 + scene.text.len() as u64 / 16) {
        return None;
    }
    let text = scene.text.to_lowercase();
    let question = scene.goal.span.of(scene.text).to_lowercase();
    if !FOLK.iter().any(|opening| text.contains(opening)) || question.is_empty() {
        return None;
    }
    let (verdict, why) = if question.contains("intention") || question.contains("on purpose") {
        intended(&text, &question)?
    } else if question.contains("cause") {
        caused(scene, &text, &question)?
    } else {
        return None;
    };
    let proof = Proof { claim: why.to_owned(), by: "how people judge".to_owned(), from: Vec::new() };
    let word = verdict.label(scene.task).map_or(if verdict == Verdict::True { "Yes" } else { "No" }, |label| label);
    let said = verdict.option(scene.task).map_or(word.to_owned(), crate::verdict::said);
    Some(Found::answer(Finding::bare(Value::Text(said)), OutcomeKind::Computed, Some(proof)).with_confidence(0.65))
}

fn any(text: &str, cues: &[&str]) -> bool {
    cues.iter().any(|cue| text.contains(cue))
}

fn intended(text: &str, question: &str) -> Option<(Verdict, &'static str)> {
    if any(text, LUCK) {
        return Some((Verdict::False, "what happens by luck is not called intended"));
    }
    let foreseen = any(text, &["know", "realiz", "realis", "told", "said", "aware", "sees that", "will"]);
    let indifferent =
        any(text, &["not care", "n't care", "by-product", "side effect", "nevertheless", "just want", "only want"]);
    match (any(question, HARM), any(question, BENEFIT)) {
        (true, _) if foreseen => Some((Verdict::True, "a foreseen harm is called intended")),
        (false, true) if indifferent => {
            Some((Verdict::False, "a benefit that was only foreseen is not called intended"))
        }
        _ if any(text, SKILL) => {
            Some((Verdict::True, "what is aimed at and brought about by skill is called intended"))
        }
        _ => None,
    }
}

fn caused(scene: &Scene<'_>, text: &str, question: &str) -> Option<(Verdict, &'static str)> {
    let structure = structure(text);
    if question.contains("because") {
        let kept = any(question, &["not change", "n't change", "did not", "didn't", "not alter"]);
        return match (structure?, kept) {
            (Structure::Conjunctive, false) | (Structure::Disjunctive, true) => {
                Some((Verdict::True, "the outcome turned on it"))
            }
            _ => Some((Verdict::False, "the outcome did not turn on it")),
        };
    }
    let agent = agent(scene.goal)?;
    let (broke, kept) = (mentions(scene, &agent, ABNORMAL), mentions(scene, &agent, NORMAL));
    let others_broke = any(text, ABNORMAL) && !broke;
    match (broke, structure) {
        (true, Some(Structure::Disjunctive)) => {
            Some((Verdict::False, "an unusual factor is no cause where a usual one was enough"))
        }
        (true, _) => Some((Verdict::True, "of factors needed together the unusual one is called the cause")),
        (false, Some(Structure::Disjunctive)) => {
            Some((Verdict::True, "a usual factor that is enough is called a cause"))
        }
        (false, Some(Structure::Conjunctive)) if others_broke || kept => {
            Some((Verdict::False, "of factors needed together a usual one is not called the cause"))
        }
        _ => None,
    }
}

fn structure(text: &str) -> Option<Structure> {
    let count = |cues: &[&str]| cues.iter().filter(|cue| text.contains(*cue)).count();
    match count(TOGETHER).cmp(&count(EITHER)) {
        std::cmp::Ordering::Greater => Some(Structure::Conjunctive),
        std::cmp::Ordering::Less => Some(Structure::Disjunctive),
        std::cmp::Ordering::Equal => None,
    }
}

/// The words that name the agent: after the auxiliary, up to the verb.
fn agent(question: &Sentence) -> Option<Vec<String>> {
    let words = question.words.iter().map(|word| word.text.to_lowercase());
    let after = words.skip_while(|word| !matches!(word.as_str(), "did" | "does" | "do" | "was" | "were")).skip(1);
    let named: Vec<String> = after
        .take_while(|word| !matches!(word.as_str(), "cause" | "causing" | "'s" | "turning" | "logging" | "to"))
        .filter(|word| !matches!(word.as_str(), "the" | "a" | "an" | "of"))
        .take(4)
        .collect();
    (!named.is_empty()).then_some(named)
}

/// Whether a sentence that names the agent as its first participant has one of the cues.
fn mentions(scene: &Scene<'_>, agent: &[String], cues: &[&str]) -> bool {
    scene.turn.iter().filter(|sentence| sentence.span != scene.goal.span).any(|sentence| {
        let said = sentence.span.of(scene.text).to_lowercase();
        let clauses =
            said.split([',', ';']).flat_map(|clause| clause.split(" while ")).flat_map(|one| one.split(" whereas "));
        let mut current = false;
        clauses.into_iter().any(|clause| {
            // A clause without a subject of its own goes on about the one before.
            current = agent.iter().all(|word| clause.contains(word.as_str())) || (current && !clause.contains(" and "));
            current && any(clause, cues)
        })
    })
}
