//! What a text says about itself: labels of rules, which comes before which, whether what does not follow is false,
//! and questions for what follows rather than for what is so.

use engine_api::{Claim, Complement, Form, Noun, Sentence, SentenceKind};

use crate::scene::Scene;

/// Verbs by which one rule comes before another; in the active voice the subject comes first.
const COMES_FIRST: &[&str] = &[
    "prefer",
    "override",
    "overrule",
    "outrank",
    "beat",
    "supersede",
    "trump",
    "precede",
    "dominate",
    "defeat",
    "outweigh",
    "prevail",
    "take precedence",
    "take priority",
    "win",
];

/// Verbs of derivation.
const DERIVES: &[&str] = &[
    "derive",
    "prove",
    "infer",
    "deduce",
    "follow",
    "conclude",
    "state",
    "mention",
    "show",
    "say",
    "know",
    "list",
    "establish",
    "demonstrate",
    "support",
    "derivable",
    "provable",
    "give",
    "entail",
    "imply",
    "mean",
    "certain",
    "must",
    "valid",
    "necessarily",
    "logically",
    "guarantee",
    "validly",
    "entitle",
];

/// Stems of words of derivation.
const STEMS: &[&str] = &[
    "deriv",
    "prove",
    "proven",
    "provable",
    "infer",
    "inferred",
    "deduc",
    "follow",
    "conclu",
    "state",
    "mention",
    "shown",
    "known",
    "listed",
    "establish",
    "demonstrat",
    "support",
    "given",
    "entail",
    "implied",
    "stated",
];

/// Words of the closed world beside "false".
const NOTHING_ELSE: &[&str] = &[
    "anything",
    "everything",
    "whatever",
    "otherwise",
    "unless",
    "rest",
    "treat",
    "assume",
    "consider",
    "regard",
    "not",
];

/// The label before a sentence ("Rule1:", "(R2)", "Policy 3."), lower case without blanks.
pub(super) fn label(sentence: &Sentence, text: &str) -> Option<String> {
    let colon = sentence.words.iter().take(6).find(|word| word.text == ":").map(|word| word.span.start);
    let end = colon.or_else(|| {
        sentence.words.iter().take(4).find(|word| word.text == "." || word.text == ")").map(|word| word.span.start)
    })?;
    let written = text.get(sentence.span.start..end)?;
    plain_label(written)
}

/// Whether a sentence has a name as a rule of a policy ("Rule 3: …").
pub(super) fn is_rule_label(sentence: &Sentence, text: &str) -> bool {
    let words = ["rule", "policy", "principle", "norm", "clause", "regulation", "r", "p"];
    label(sentence, text).is_some_and(|label| {
        let word = label.trim_end_matches(|mark: char| mark.is_ascii_digit());
        word.len() < label.len() && words.contains(&word)
    })
}

/// A label of a word and a number.
fn plain_label(written: &str) -> Option<String> {
    let label: String = written.chars().filter(|mark| mark.is_alphanumeric()).collect::<String>().to_lowercase();
    let word = label.trim_end_matches(|mark: char| mark.is_ascii_digit());
    (label.len() > word.len() && word.len() <= 12 || label.len() == 1).then_some(label)
}

/// Which rule comes before which, where a sentence says only that.
pub(super) fn preference(sentence: &Sentence) -> Option<Vec<(String, String)>> {
    let form = sentence.form.as_ref()?;
    match form {
        Form::Claim(claim) => Some(vec![of_claim(claim)?]),
        Form::And(parts) => parts
            .iter()
            .map(|part| match part {
                Form::Claim(claim) => of_claim(claim),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

fn of_claim(claim: &Claim) -> Option<(String, String)> {
    let named = |noun: &Noun| plain_label(&noun.text).or_else(|| plain_label(&noun.head));
    let oblique = || {
        let fits = |name: &str| matches!(name, "over" | "to" | "before" | "above" | "against" | "than" | "by");
        claim.obliques.iter().find(|oblique| fits(&oblique.preposition)).map(|oblique| &oblique.noun)
    };
    let subject = claim.subject.as_ref();
    let object = claim.object.as_ref();
    let ordered = COMES_FIRST.contains(&claim.verb.as_str())
        || claim.verb == "take"
        || claim.verb == "have"
        || claim.verb == "come";
    if ordered && claim.passive {
        // "Rule1 is preferred over Rule2", "Rule1 is overridden by Rule2": the surface subject is the object.
        let (first, second) = match (subject, oblique()) {
            (Some(agent), _) => (named(agent)?, named(object?)?),
            (None, other) => (named(object?)?, named(other?)?),
        };
        let reversed = claim.verb != "prefer" && subject.is_none();
        return Some(if reversed { (second, first) } else { (first, second) });
    }
    if ordered {
        let other = oblique().or(object.filter(|noun| named(noun).is_some()))?;
        return Some((named(subject?)?, named(other)?));
    }
    let Some(Complement::Adjective(adjective)) = &claim.complement else { return None };
    let than = adjective.than.as_deref().or(oblique())?;
    let pair = (named(subject?)?, named(than)?);
    Some(if adjective.degree == engine_api::Degree::Less { (pair.1, pair.0) } else { pair })
}

/// Whether the dialogue says that what cannot be derived is false.
pub(super) fn closes_world(scene: &Scene<'_>) -> bool {
    scene.reading.turns.iter().flatten().any(is_closing)
}

/// Whether a sentence says that what cannot be derived is false.
pub(super) fn is_closing(sentence: &Sentence) -> bool {
    let has = |words: &[&str]| {
        sentence.words.iter().any(|word| {
            let written = word.text.to_lowercase();
            words.iter().any(|stem| *stem == written || (stem.len() > 4 && written.starts_with(stem)))
        })
    };
    let closed = has(&["closed-world"]) || (has(&["closed"]) && has(&["world"]));
    closed
        || (has(&["false", "untrue"])
            && has(STEMS)
            && has(NOTHING_ELSE)
            && !has(&["unknown", "uncertain", "statement"]))
}

/// Whether the question is for what follows, so that what does not follow is answered by no.
pub(super) fn asks_for_entailment(scene: &Scene<'_>) -> bool {
    let asks =
        |sentence: &Sentence| sentence.words.iter().any(|word| DERIVES.contains(&word.lemma.to_lowercase().as_str()));
    let place = |turn: usize, sentence: usize| engine_api::Place { turn, sentence };
    let last = scene.reading.turns.len().saturating_sub(1);
    let rest = scene.turn.iter().enumerate().filter(|(at, _)| !scene.task.context.contains(&place(last, *at)));
    asks(scene.goal) || rest.map(|(_, sentence)| sentence).any(asks)
}

/// Whether the text asks for strict logic, in which "all" does not say that there are any.
pub(super) fn is_formal(scene: &Scene<'_>) -> bool {
    let formal = |word: &engine_api::Word| {
        matches!(
            word.text.to_lowercase().as_str(),
            "deductively" | "formally" | "formal" | "explicitly" | "fallacious" | "fol" | "first-order"
        )
    };
    scene.reading.turns.iter().flatten().flat_map(|sentence| &sentence.words).any(formal)
}

/// Whether a sentence could state something: more than a heading or a mark.
pub(super) fn is_content(sentence: &Sentence) -> bool {
    sentence.words.len() > 2 && sentence.kind != SentenceKind::Fragment
}

/// Words that announce whom a sentence is about.
const TOPICS: &[&str] = &["regarding", "concerning", "about", "for"];

/// Whom a sentence says it is about, before its first comma.
pub(super) fn topic<'t>(sentence: &Sentence, text: &'t str) -> Option<&'t str> {
    let at = sentence.words.iter().take(8).position(|word| TOPICS.contains(&word.text.to_lowercase().as_str()))?;
    let comma = sentence.words.iter().skip(at).find(|word| word.text == ",")?;
    let start = sentence.words.get(at)?.span.end;
    // "For the cat, if it …": elsewhere "for" opens other phrases.
    let next = sentence.words.iter().find(|word| word.span.start >= comma.span.end)?;
    if sentence.words.get(at)?.text.eq_ignore_ascii_case("for") && !next.text.eq_ignore_ascii_case("if") {
        return None;
    }
    text.get(start..comma.span.start).map(str::trim).filter(|phrase| phrase.split(' ').count() <= 5)
}
