//! The text of the dialogue for skills that read notations: lists, grids, numbers, formulas.

use engine_api::{Role, Sentence, SentenceKind, Word, vocabulary};

use crate::scene::Scene;

/// A word in lower case with its lemma, and as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) raw: String,
    pub(crate) lower: String,
    pub(crate) lemma: String,
}

impl Token {
    pub(crate) fn new(word: &Word) -> Token {
        Token { raw: word.text.clone(), lower: word.text.to_lowercase(), lemma: word.lemma.clone() }
    }

    pub(crate) fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.lower.as_str())
    }
}

/// A sentence of the dialogue as tokens.
#[derive(Debug)]
pub(crate) struct Said<'a> {
    pub(crate) tokens: Vec<Token>,
    /// As it is written.
    pub(crate) text: &'a str,
    /// Whether it is one of what the last turn asks.
    pub(crate) asks: bool,
    /// Whether it only says how to answer.
    pub(crate) instructs: bool,
}

/// The sentences of the operator and the asker without the options of a multiple choice.
pub(crate) fn said<'a>(scene: &Scene<'a>) -> Vec<Said<'a>> {
    let last = scene.ask.turns.iter().rposition(|turn| turn.role == Role::User);
    let options = scene.task.options.first().map(|option| option.span.start);
    let mut found = Vec::new();
    for (at, (turn, sentences)) in scene.ask.turns.iter().zip(&scene.reading.turns).enumerate() {
        if !matches!(turn.role, Role::System | Role::User) {
            continue;
        }
        let offered = |sentence: &Sentence| Some(at) == last && options.is_some_and(|start| sentence.span.end > start);
        for (index, sentence) in sentences.iter().enumerate().filter(|(_, sentence)| !offered(sentence)) {
            let place = engine_api::Place { turn: at, sentence: index };
            found.push(Said {
                tokens: sentence.words.iter().map(Token::new).collect(),
                text: sentence.span.of(&turn.text),
                instructs: scene.task.instructions.contains(&place),
                asks: scene.task.questions.contains(&place) && sentence.kind == SentenceKind::Question,
            });
        }
    }
    found
}

/// A word without its plural or third-person ending.
pub(crate) fn stem(word: &str) -> String {
    let lower = word.to_lowercase();
    match lower.strip_suffix('s') {
        Some(rest) if rest.len() > 2 && !rest.ends_with('s') => rest.to_owned(),
        _ => lower,
    }
}

/// What the operator and the asker wrote, oldest first.
pub(crate) fn told_texts<'a>(scene: &Scene<'a>) -> Vec<&'a str> {
    let speaks = |role: Role| matches!(role, Role::System | Role::User);
    scene.ask.turns.iter().filter(|turn| speaks(turn.role)).map(|turn| turn.text.as_str()).collect()
}

/// Words, numbers with what is glued to them (`5-litre`), and single marks.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut word = String::new();
    for letter in text.chars() {
        if letter.is_alphanumeric() || letter == '_' || (letter == '-' && !word.is_empty()) {
            word.push(letter);
            continue;
        }
        if !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
        if !letter.is_whitespace() {
            found.push(letter.to_string());
        }
    }
    if !word.is_empty() {
        found.push(word);
    }
    found
}

/// The number at the start of a token and what follows it: `5-litre` is 5 and `-litre`.
pub(crate) fn leading_number(token: &str) -> Option<(u32, &str)> {
    let end = token.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(token.len());
    let (digits, rest) = token.split_at(end);
    Some((digits.parse().ok()?, rest))
}

/// A small whole number in digits or as a word.
pub(crate) fn small_number(token: &str) -> Option<usize> {
    let lower = token.to_lowercase();
    lower.parse().ok().or_else(|| vocabulary::cardinal(&lower).map(usize::from))
}

/// An ordinal in words or digits: `second`, `2nd`.
pub(crate) fn ordinal(token: &str) -> Option<usize> {
    usize::try_from(vocabulary::ordinal(&token.to_lowercase())?).ok()
}
