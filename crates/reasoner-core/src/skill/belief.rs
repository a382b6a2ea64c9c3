//! Clauses under verbs of knowing and doing: what follows from "Ann knows that …", "Ben managed to …".

use std::collections::BTreeMap;
use std::sync::LazyLock;

use engine_api::{Budget, Lexicon, Pos, Proof, Senses, Sentence, Span};

use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict::{self, Verdict};
use crate::world::line::{Line, Token};

/// What follows about the clause where the verb is affirmed, and where it is denied.
type Signature = (Option<bool>, Option<bool>);

const TABLE: &str = include_str!("../../data/signatures.txt");

static SIGNATURES: LazyLock<BTreeMap<String, Signature>> = LazyLock::new(|| {
    let sign = |mark: Option<char>| match mark {
        Some('+') => Some(true),
        Some('-') => Some(false),
        _ => None,
    };
    let mut table = BTreeMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let Some((marks, verbs)) = line.split_once(':') else { continue };
        let mut marks = marks.chars();
        let signature = (sign(marks.next()), sign(marks.next()));
        for verb in verbs.split_ascii_whitespace() {
            table.entry(verb.replace('_', " ")).or_insert(signature);
        }
    }
    table
});

/// The most tokens of a sentence whose governing verb is sought.
const MOST_TOKENS: usize = 200;

/// Answers what follows from a clause that another one governs.
pub(crate) fn belief(scene: &Scene<'_>, _: &mut Budget) -> Option<Found> {
    nested(scene).or_else(|| implied(scene))
}

/// A chain of who believes or knows that who …, and what in the end.
struct Chain {
    heads: Vec<(String, String)>,
    core: String,
}

/// "Ann knows that Ben thinks that it rains": one statement judged by another.
fn nested(scene: &Scene<'_>) -> Option<Found> {
    let statement = scene.task.statement.as_ref()?;
    let hypothesis = chain(&Line::of(statement, ""), scene.lexicon);
    let given = given(scene);
    let (line, premise) = scene
        .lines()
        .iter()
        .chain(&given)
        .map(|line| (line, chain(line, scene.lexicon)))
        .find(|(_, chain)| chain.heads.first().is_some_and(|(agent, _)| !is_teller(agent)))?;
    // The same attitude to a weaker clause: as far as words tell, all that it says is said.
    let weaker = premise.heads == hypothesis.heads && premise.core != hypothesis.core;
    let follows = if weaker {
        says_less(&premise.core, &hypothesis.core, scene.lexicon)
    } else {
        entails(&premise.heads, &premise.core, &hypothesis.heads, &hypothesis.core)
    };
    let verdict = if follows { Verdict::True } else { Verdict::Unknown };
    if !follows && verdict.label(scene.task).is_none() && verdict.option(scene.task).is_none() {
        return None;
    }
    let sure = if weaker { if follows { 0.94 } else { 0.6 } } else { 0.93 };
    let by = "what is known is so; what is believed may not be".to_owned();
    let proof = Proof { claim: verdict_words(verdict).to_owned(), by, from: vec![line.leaf()] };
    Some(verdict::verdict(scene, verdict, None, Some(proof)).with_confidence(sure))
}

/// "Given that P, can we conclude that Q?", "If P, does it follow that Q?": P of the question itself.
fn given<'a>(scene: &'a Scene<'_>) -> Option<Line<'a>> {
    scene.turn.iter().find_map(|sentence| premise_of(sentence, scene.text))
}

/// The premise that opens a question.
fn premise_of<'a>(goal: &'a Sentence, text: &'a str) -> Option<Line<'a>> {
    let low = |at: usize| goal.words.get(at).map(|word| word.text.to_lowercase()).unwrap_or_default();
    let start = match (low(0).as_str(), low(1).as_str()) {
        ("given" | "suppose" | "supposing" | "assuming" | "assume" | "knowing" | "granted", "that") => 2,
        ("if" | "since" | "because" | "given" | "suppose" | "assuming", _) => 1,
        _ => return None,
    };
    const ASKS: &[&str] = &["can", "could", "may", "does", "do", "is", "would", "must", "should", "what"];
    let end = (start..goal.words.len()).rev().find(|at| low(*at) == "," && ASKS.contains(&low(at + 1).as_str()))?;
    let words = goal.words.get(start..end)?;
    let span = Span { start: words.first()?.span.start, end: words.last()?.span.end };
    Some(Line::of_words(words, span.of(text)))
}

/// "We know that", "it is said that": whoever tells, rather than somebody told of.
fn is_teller(agent: &str) -> bool {
    agent.split(' ').any(|word| matches!(word, "we" | "i" | "it" | "one" | "you" | "us"))
}

fn verdict_words(verdict: Verdict) -> &'static str {
    if verdict == Verdict::True { "it follows" } else { "it does not follow" }
}

/// Whether most content words of a clause are in another, or name kinds of what is in it.
fn says_less(core: &str, other: &str, lexicon: &dyn Lexicon) -> bool {
    const SMALL: &[&str] = &[
        "a", "an", "the", "is", "are", "in", "on", "of", "at", "to", "with", "and", "that", "while", "there", "by",
        "for", "his", "her", "their", "its", "it", "as", "from", "or", "being", "be", "was", "were", "some",
    ];
    let stem = |word: &str| {
        let first = lexicon.candidates(word).into_iter().next();
        first.map_or(word.to_owned(), |candidate| candidate.lemma)
    };
    let content = |text: &str| -> Vec<String> {
        text.split(' ').filter(|word| !SMALL.contains(word)).take(64).map(stem).collect()
    };
    let (known, wanted) = (content(core), content(other));
    let denial =
        |text: &str| text.split(' ').any(|word| matches!(word, "not" | "no" | "n't" | "never" | "nobody" | "nothing"));
    let kind = |one: &String, of: &String| {
        let is = |pos| lexicon.is_kind_of(one, pos, of, Senses::Any);
        one == of || is(Pos::Noun) || is(Pos::Verb)
    };
    let found = wanted.iter().filter(|word| known.iter().any(|one| kind(one, word))).count();
    denial(core) == denial(other) && !wanted.is_empty() && 2 * found >= wanted.len()
}

/// Whether one chain of attitudes makes another true.
fn entails(premise: &[(String, String)], core: &str, heads: &[(String, String)], other: &str) -> bool {
    if premise == heads && core == other {
        return true;
    }
    let Some(((agent, verb), rest)) = premise.split_first() else { return false };
    let factive = SIGNATURES.get(verb) == Some(&(Some(true), Some(true)));
    if factive && entails(rest, core, heads, other) {
        return true;
    }
    // Within what somebody believes, what they know of others is believed to be so.
    heads.split_first().is_some_and(|((who, how), inner)| {
        who == agent && (how == verb || (factive && believes(how))) && entails(rest, core, inner, other)
    })
}

fn believes(verb: &str) -> bool {
    matches!(verb, "believe" | "think")
}

fn chain(line: &Line<'_>, lexicon: &dyn Lexicon) -> Chain {
    let mut heads = Vec::new();
    let mut rest: Vec<&Token<'_>> = line.tokens.iter().collect();
    while rest
        .first()
        .is_some_and(|first| first.is_mark() || matches!(first.lower.as_str(), "premise" | "hypothesis" | "fact"))
    {
        rest.remove(0);
    }
    while let Some(at) = rest.iter().take(8).position(|token| token.lower == "that") {
        let Some(verb) = at.checked_sub(1).and_then(|verb| rest.get(verb)) else { break };
        let Some(lemma) = attitude(verb, lexicon) else { break };
        let agent: Vec<&str> = rest.iter().take(at - 1).map(|token| token.lower.as_str()).collect();
        heads.push((agent.join(" "), lemma));
        rest.drain(..=at);
    }
    let words: Vec<&str> = rest.iter().filter(|token| !token.is_mark()).map(|token| token.lower.as_str()).collect();
    Chain { heads, core: words.join(" ") }
}

/// The listed verb of which a word is a form, before a clause with "that".
fn attitude(token: &Token<'_>, lexicon: &dyn Lexicon) -> Option<String> {
    let names = lemmas(token, lexicon);
    let with_that = names.iter().map(|name| format!("{name} that"));
    with_that.chain(names.clone()).find(|name| SIGNATURES.contains_key(name))
}

fn lemmas(token: &Token<'_>, lexicon: &dyn Lexicon) -> Vec<String> {
    let verbs = lexicon.candidates(&token.lower).into_iter().filter(|candidate| candidate.pos == Pos::Verb);
    verbs.map(|candidate| candidate.lemma).chain([token.lemma.to_owned()]).collect()
}

/// "Ben failed to open the door. Did he open it?": the polarity of the governed clause.
fn implied(scene: &Scene<'_>) -> Option<Found> {
    let question = scene.asked();
    let [line] = scene.lines() else { return None };
    let fact = &spoken(line);
    if fact.tokens.len() > MOST_TOKENS {
        return None;
    }
    // What holds on a condition is not said to hold.
    if fact.tokens.iter().any(|token| matches!(token.lower.as_str(), "if" | "unless" | "when" | "whenever")) {
        return None;
    }
    let (at, signature) = governing(fact, scene.lexicon)?;
    // All that is asked stands in the clause, or is its subject.
    if !covers(fact, question, scene.lexicon) {
        return None;
    }
    let (before, after) = (fact.tokens.get(..at)?, fact.tokens.get(at + 1..)?);
    let denied = |tokens: &[Token<'_>]| tokens.iter().any(|token| is_denial(&token.lower));
    let holds = if denied(before) { signature.1 } else { signature.0 }?;
    let truth = (holds != denied(after)) != denied(&question.tokens);
    let by = "what the verb implies of its clause".to_owned();
    let proof = Proof { claim: question.said.to_owned(), by, from: vec![fact.leaf()] };
    Some(verdict::verdict(scene, Verdict::of(truth), None, Some(proof)).with_confidence(0.91))
}

fn is_denial(word: &str) -> bool {
    matches!(word, "not" | "n't" | "never" | "nt" | "no") || word.ends_with("n't") || word.ends_with("'nt")
}

/// What is told of a line that quotes or announces it: "Ann told me: "It rained.""
fn spoken<'a>(line: &Line<'a>) -> Line<'a> {
    let mark = |token: &Token<'_>| matches!(token.text, "\"" | "“" | ":");
    let start = line.tokens.iter().rposition(|token| matches!(token.text, "“" | ":")).map_or(0, |at| at + 1);
    let start = start + line.tokens.iter().skip(start).take_while(|token| mark(token)).count();
    let rest = line.tokens.get(start..).unwrap_or(&[]);
    let end = rest.iter().position(|token| matches!(token.text, "\"" | "”")).unwrap_or(rest.len());
    let tokens = if rest.is_empty() { line.tokens.clone() } else { rest.get(..end).unwrap_or(rest).to_vec() };
    Line { said: line.said, tokens }
}

/// The verb that governs a clause with "to", "that" or a bare infinitive, and what it implies.
fn governing(fact: &Line<'_>, lexicon: &dyn Lexicon) -> Option<(usize, Signature)> {
    let to = fact.tokens.iter().rposition(|token| matches!(token.lower.as_str(), "to" | "that"));
    (1..fact.tokens.len()).find_map(|at| {
        let token = fact.tokens.get(at)?;
        let names = lemmas(token, lexicon);
        let helper = matches!(
            token.lower.as_str(),
            "did" | "does" | "do" | "was" | "were" | "is" | "can" | "could" | "had" | "has" | "'s"
        );
        // "had to", but not "had troubled to".
        let obliged = matches!(token.lower.as_str(), "had" | "has" | "have") && fact.lower(at + 1) == "to";
        if helper && !obliged || token.is_mark() {
            return None;
        }
        let next = fact.lower(at + 1);
        let that = fact.tokens.iter().skip(at).any(|token| token.lower == "that");
        let joined = [next.to_owned(), if that { "that".to_owned() } else { "to".to_owned() }];
        let longer = names.iter().flat_map(|name| joined.iter().map(move |part| format!("{name} {part}")));
        let found = longer.chain(names.clone()).find_map(|name| SIGNATURES.get(&name).copied())?;
        // A clause follows: with "to" or "that", or after verbs like "let".
        let bare = matches!(token.lemma, "let" | "make" | "help" | "have")
            || names.iter().any(|name| matches!(name.as_str(), "let" | "make" | "help"));
        (to.is_some_and(|to| to > at) || bare).then_some((at, found))
    })
}

/// Whether the content words of a question occur in a fact.
fn covers(fact: &Line<'_>, question: &Line<'_>, lexicon: &dyn Lexicon) -> bool {
    let lead = ["q", "so", "then", "well", "and", "hence", "therefore", "now", "but", "thus", "question"];
    let opens = question.tokens.iter().find(|token| !token.is_mark() && !lead.contains(&token.lower.as_str()));
    let asks = ["did", "was", "were", "is", "does", "do", "had", "could", "has", "are", "will", "can"];
    if !opens.is_some_and(|first| asks.contains(&first.lower.as_str())) {
        return false;
    }
    let known: Vec<String> =
        fact.tokens.iter().flat_map(|token| [lemmas(token, lexicon), vec![token.lower.clone()]].concat()).collect();
    let content = question.tokens.iter().filter(|token| !token.is_mark() && !asks.contains(&token.lower.as_str()));
    let open = ["q", "there", "the", "a", "an", "he", "she", "they", "it", "him", "her", "not", "n't", "be", "him"];
    content
        .filter(|token| !open.contains(&token.lower.as_str()) && !lead.contains(&token.lower.as_str()))
        .all(|token| known.contains(&token.lower) || lemmas(token, lexicon).iter().any(|lemma| known.contains(lemma)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(agent, verb)| ((*agent).to_owned(), (*verb).to_owned())).collect()
    }

    #[test]
    fn knowledge_is_of_what_is_so() {
        let check = |premise: &[(&str, &str)], hypothesis: &[(&str, &str)], expected| {
            assert_eq!(entails(&heads(premise), "it rains", &heads(hypothesis), "it rains"), expected);
        };
        check(&[("ann", "know")], &[], true);
        check(&[("ann", "believe")], &[], false);
        check(&[("ann", "believe"), ("ben", "know")], &[("ann", "believe")], true);
        check(&[("ann", "know"), ("ben", "believe")], &[("ben", "believe")], true);
        check(&[("ann", "believe"), ("ben", "know")], &[("ben", "know")], false);
        check(&[("ann", "believe"), ("ben", "believe")], &[("ann", "believe")], false);
    }
}
