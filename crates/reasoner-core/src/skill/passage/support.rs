//! What a question takes for granted, and whether the sentence of the answer bears it out: the names and numbers that it
//! names, that something is or is not so, that it is the only, first or largest one.

use engine_api::{Pos, Word};

use super::reply::is_name;
use super::text::{Line, Passage};
use crate::question::Asked;

/// Whether what the question takes for granted is borne out by the sentence at `at` and those next to it.
pub(crate) fn supported(question: &[Word], asked: &Asked<'_>, passage: &Passage<'_>, at: usize) -> bool {
    let Some(line) = passage.lines.get(at) else { return false };
    let near = || passage.lines.iter().skip(at.saturating_sub(1)).take(3);
    let told = |line: &Line<'_>, term: usize| line.matches.iter().flatten().any(|found| found.term == term);
    let terms = || asked.terms.words.iter().enumerate();
    let names = terms().filter(|(_, word)| is_name(word)).all(|(term, word)| {
        let opens = question.first().is_some_and(|first| first.span == word.span);
        opens || passage.lines.iter().any(|line| told(line, term))
    });
    let numbers =
        terms().filter(|(_, word)| word.pos == Pos::Numeral).all(|(term, _)| near().any(|line| told(line, term)));
    let same_sign = denies(question, asked) == denies(&line.sentence.words, asked);
    let opposite = line.words().iter().any(|word| asked.terms.opposes(word));
    names && numbers && same_sign && !opposite && singled_out(asked, line)
}

/// Whether a negation stands next to the question's verb or right before something that the question names.
fn denies(words: &[Word], asked: &Asked<'_>) -> bool {
    let is_negation = |word: &Word| {
        let low = word.text.to_lowercase().replace('’', "'");
        matches!(low.as_str(), "not" | "never" | "n't" | "cannot" | "without") || low.ends_with("n't")
    };
    let verb = asked.verb.map(|verb| verb.lemma.as_str());
    let alike = |word: &Word| verb.is_some_and(|verb| verb == word.lemma || asked.terms.alike(verb, &word.lemma) > 0.0);
    words.iter().enumerate().any(|(at, word)| {
        is_negation(word) && (verb.is_none() || words.iter().skip(at.saturating_sub(1)).take(5).any(alike))
    })
}

/// Whether the sentence repeats the superlatives, ordinals and the like of the question.
fn singled_out(asked: &Asked<'_>, line: &Line<'_>) -> bool {
    let sign = |word: &&&Word| !matches!(word.lemma.as_str(), "not" | "never");
    asked.degrees.iter().filter(sign).all(|word| {
        let low = word.text.to_lowercase();
        line.words().iter().any(|other| other.text.to_lowercase() == low || other.lemma == word.lemma)
    })
}
