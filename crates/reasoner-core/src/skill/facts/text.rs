//! Stated lines as tokens: sentences that the splitter cut inside a name ("St. Petersburg") are joined again.

use engine_api::{Place, Pos, Sentence, SentenceKind, Word};

use crate::scene::Scene;

/// A word of a line.
#[derive(Debug, Clone)]
pub(crate) struct Token<'a> {
    pub(crate) word: &'a Word,
    pub(crate) lower: String,
}

impl Token<'_> {
    pub(crate) fn lemma(&self) -> &str {
        &self.word.lemma
    }

    pub(crate) fn is(&self, text: &str) -> bool {
        self.lower == text
    }

    /// Whether it starts with a capital or a digit.
    pub(crate) fn stands_out(&self) -> bool {
        self.word.text.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
    }

    pub(crate) fn is_verb(&self) -> bool {
        matches!(self.word.pos, Pos::Verb | Pos::Auxiliary)
    }
}

/// A line: what one fact or one question is read from.
#[derive(Debug, Clone)]
pub(crate) struct Line<'a> {
    /// The text of its turn.
    pub(crate) text: &'a str,
    pub(crate) tokens: Vec<Token<'a>>,
}

impl<'a> Line<'a> {
    /// The text that the tokens from `start` to `end` cover.
    pub(crate) fn written(&self, start: usize, end: usize) -> &'a str {
        let (Some(first), Some(last)) = (self.tokens.get(start), end.checked_sub(1).and_then(|at| self.tokens.get(at)))
        else {
            return "";
        };
        self.text.get(first.word.span.start..last.word.span.end).unwrap_or("")
    }

    /// The tokens from `start` to `end` as a key: lower case, single spaces.
    pub(crate) fn key(&self, start: usize, end: usize) -> String {
        let words: Vec<&str> =
            self.tokens.get(start..end).unwrap_or(&[]).iter().map(|token| token.lower.as_str()).collect();
        words.join(" ")
    }

    /// The lemmas of the tokens from `start` to `end`.
    pub(crate) fn lemmas(&self, start: usize, end: usize) -> Vec<&str> {
        self.tokens.get(start..end).unwrap_or(&[]).iter().map(Token::lemma).collect()
    }

    /// The number of tokens without final marks.
    pub(crate) fn len(&self) -> usize {
        let marks = |token: &&Token<'_>| matches!(token.lower.as_str(), "." | "?" | "!" | "\"" | "”");
        self.tokens.len() - self.tokens.iter().rev().take_while(marks).count()
    }
}

/// The lines of the given places, in order.
pub(crate) fn lines<'a>(scene: &Scene<'a>, places: &[Place]) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    let mut before: Option<(Place, &Sentence)> = None;
    for place in places {
        let (Some(sentence), Some(turn)) = (scene.reading.at(*place), scene.ask.turns.get(place.turn)) else {
            continue;
        };
        let text = turn.text.as_str();
        let tokens = sentence.words.iter().map(|word| Token { word, lower: word.text.to_lowercase() });
        let joins = before.is_some_and(|(last, one)| follows(last, *place) && continues(one, sentence, text));
        match lines.last_mut().filter(|_| joins) {
            Some(line) => line.tokens.extend(tokens),
            None => lines.push(Line { text, tokens: tokens.collect() }),
        }
        before = Some((*place, sentence));
    }
    lines
}

fn follows(last: Place, next: Place) -> bool {
    last.turn == next.turn && last.sentence + 1 == next.sentence
}

/// Whether a sentence was cut after an abbreviation or an ordinal in the middle of a line.
fn continues(before: &Sentence, after: &Sentence, text: &str) -> bool {
    let gap = text.get(before.span.end..after.span.start).unwrap_or("\n");
    if gap.contains('\n') || after.kind == SentenceKind::Command {
        return false;
    }
    let [.., last, mark] = before.words.as_slice() else { return false };
    mark.text == "."
        && last.text.len() <= 3
        && last.text.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
}
