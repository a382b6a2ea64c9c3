//! What calculating skills ask of a prompt: the sentence that names their task, and the numbers it speaks of.

use engine_api::{Finding, OutcomeKind, Proof, Role, Sentence, Value};

use super::Found;
use crate::calc::notation::{self, Literal};
use crate::calc::number::{self, Number};
use crate::scene::Scene;

/// A sentence with its text and its words in lower case.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    /// Its place among the sentences of the turn.
    pub(crate) index: usize,
    pub(crate) sentence: &'a Sentence,
    pub(crate) text: &'a str,
    pub(crate) words: Vec<String>,
    pub(crate) lemmas: Vec<&'a str>,
}

impl<'a> Line<'a> {
    fn new(scene: &Scene<'a>, index: usize, sentence: &'a Sentence) -> Line<'a> {
        let words = sentence.words.iter().map(|word| word.text.to_lowercase()).collect();
        let lemmas = sentence.words.iter().map(|word| word.lemma.as_str()).collect();
        Line { index, sentence, text: without_example(sentence.span.of(scene.text)), words, lemmas }
    }

    /// Whether one of the words stands in it, as written or as a lemma.
    pub(crate) fn has(&self, any: &[&str]) -> bool {
        self.words.iter().any(|word| any.contains(&word.as_str())) || self.lemmas.iter().any(|word| any.contains(word))
    }

    /// Whether the words stand in it one after the other.
    pub(crate) fn says(&self, phrase: &str) -> bool {
        let parts: Vec<&str> = phrase.split(' ').collect();
        let fits = |at: usize| {
            parts.iter().enumerate().all(|(ahead, part)| {
                self.words.get(at + ahead).is_some_and(|word| word == part)
                    || self.lemmas.get(at + ahead).is_some_and(|lemma| lemma == part)
            })
        };
        (0..self.words.len()).any(fits)
    }

    /// Whether one of the phrases stands in it.
    pub(crate) fn says_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.says(phrase))
    }
}

/// The text up to a parenthesis that gives an example.
fn without_example(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    let starts = ["(example", "(e.g", "(for example", "(for instance", "e.g. "];
    let cut = starts.iter().filter_map(|start| lower.find(start)).min();
    cut.and_then(|cut| text.get(..cut)).unwrap_or(text)
}

/// The sentences of the last turn.
pub(crate) fn lines<'a>(scene: &Scene<'a>) -> Vec<Line<'a>> {
    scene.turn.iter().enumerate().map(|(index, sentence)| Line::new(scene, index, sentence)).collect()
}

/// What `answer` makes of the one sentence of the turn that it can answer; nothing where it answers several
/// differently.
pub(crate) fn only<'a>(scene: &Scene<'a>, mut answer: impl FnMut(&Line<'a>) -> Option<Found>) -> Option<Found> {
    let (instructions, lines): (Vec<Line<'a>>, Vec<Line<'a>>) =
        lines(scene).into_iter().partition(|line| instructs(scene, line.index));
    let mut found = lines.iter().filter_map(&mut answer);
    match found.next() {
        Some(first) => found.all(|other| other.values == first.values).then_some(first),
        None => instructions.iter().find_map(answer),
    }
}

/// Whether the sentence at `index` of the last turn seems to say no more than how to answer.
fn instructs(scene: &Scene<'_>, index: usize) -> bool {
    let last = scene.ask.turns.iter().rposition(|turn| turn.role == Role::User);
    scene.task.instructions.iter().any(|place| Some(place.turn) == last && place.sentence == index)
}

/// The numbers that a sentence is about: its own, those of the sentences after it, or those of the one before.
pub(crate) fn numbers<'a>(scene: &Scene<'a>, line: &Line<'a>, least: usize) -> Vec<Number> {
    let own: Vec<Number> = notation::literals(line.text).into_iter().map(|literal| literal.value).collect();
    if own.len() >= least {
        return own;
    }
    let counted: Vec<Number> =
        line.sentence.quantities.iter().filter_map(|quantity| number::parse(&quantity.amount)).collect();
    if counted.len() >= least {
        return counted;
    }
    literals(scene, line, least).1.into_iter().map(|literal| literal.value).collect()
}

/// The literals of the sentence, else of a sentence near it, with the text that they stand in.
pub(crate) fn literals<'a>(scene: &Scene<'a>, line: &Line<'a>, least: usize) -> (&'a str, Vec<Literal<'a>>) {
    let of = |text: &'a str| Some((text, notation::literals(text))).filter(|(_, found)| found.len() >= least);
    let after = scene.turn.iter().skip(line.index + 1);
    let before = scene.turn.iter().take(line.index).rev();
    of(line.text)
        .or_else(|| after.chain(before).find_map(|sentence| of(without_example(sentence.span.of(scene.text)))))
        .or_else(|| scene.context().find_map(|(sentence, text)| of(sentence.span.of(text))))
        .unwrap_or((line.text, Vec::new()))
}

/// The passages of a text in quotation marks.
pub(crate) fn quoted(text: &str) -> Vec<&str> {
    const MARKS: [(char, char); 5] = [('"', '"'), ('“', '”'), ('\'', '\''), ('‘', '’'), ('`', '`')];
    let mut found = Vec::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some((at, open)) = rest.char_indices().find(|(_, letter)| MARKS.iter().any(|(open, _)| open == letter)) {
        before = rest[..at].chars().next_back().unwrap_or(before);
        let inner = &rest[at + open.len_utf8()..];
        let close = MARKS.iter().find(|(mark, _)| *mark == open).map_or(open, |(_, close)| *close);
        // An apostrophe within a word opens nothing and closes nothing.
        let ends = |(end, mark): &(usize, char)| {
            *mark == close && !inner[end + mark.len_utf8()..].starts_with(|next: char| next.is_alphanumeric())
        };
        let end = inner.char_indices().find(ends).filter(|_| !before.is_alphanumeric());
        match end {
            Some((end, mark)) => {
                found.push(&inner[..end]);
                rest = &inner[end + mark.len_utf8()..];
            }
            None => rest = inner,
        }
        before = ' ';
    }
    found
}

/// A computed value with the steps that lead to it.
pub(crate) fn computed(value: Value, statement: String, steps: Vec<Proof>) -> Found {
    let truth = matches!(value, Value::Truth(_));
    let finding = if truth { Finding::stated(value, statement.clone()) } else { Finding::bare(value) };
    let proof = Proof { claim: statement, by: "exact arithmetic".to_owned(), from: steps };
    Found::answer(finding, OutcomeKind::Computed, Some(proof))
}

/// A step of a calculation.
pub(crate) fn step(claim: impl Into<String>) -> Proof {
    Proof { claim: claim.into(), by: "exact arithmetic".to_owned(), from: Vec::new() }
}

/// A number as a value.
pub(crate) fn plain(digits: impl Into<String>) -> Value {
    Value::Number { digits: digits.into(), unit: None }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quotations_are_found_and_apostrophes_are_not() {
        assert_eq!(quoted("the letter \"d\" in 'a dog' and “so”"), ["d", "a dog", "so"]);
        assert_eq!(quoted("the dog's bone isn't 'it's'"), ["it's"]);
    }
}
