//! A sentence as its words, each in lower case and with its lemma, and the sentence itself for proofs.

use engine_api::{Pos, Proof, Sentence, Word, vocabulary};

/// A word of a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token<'a> {
    /// As it is written.
    pub(crate) text: &'a str,
    /// In lower case, with a straight apostrophe.
    pub(crate) lower: String,
    /// The dictionary form.
    pub(crate) lemma: &'a str,
    pub(crate) pos: Pos,
}

impl Token<'_> {
    /// Whether it is a mark and no word.
    pub(crate) fn is_mark(&self) -> bool {
        !self.text.chars().any(char::is_alphanumeric)
    }

    /// Whether it is written with a capital.
    pub(crate) fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether the word or its lemma is one of these.
    pub(crate) fn is_any(&self, words: &[&str]) -> bool {
        words.contains(&self.lower.as_str()) || words.contains(&self.lemma)
    }
}

/// A sentence of the dialogue.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line<'a> {
    /// The sentence as it is written.
    pub(crate) said: &'a str,
    pub(crate) tokens: Vec<Token<'a>>,
}

impl<'a> Line<'a> {
    /// A sentence in the text of its turn.
    pub(crate) fn of(sentence: &'a Sentence, text: &'a str) -> Line<'a> {
        Line::of_words(&sentence.words, sentence.span.of(text))
    }

    /// Some words of a sentence, and how they are written.
    pub(crate) fn of_words(words: &'a [Word], said: &'a str) -> Line<'a> {
        let tokens = words.iter().map(|word| Token {
            text: &word.text,
            lower: word.text.to_lowercase().replace('’', "'"),
            lemma: &word.lemma,
            pos: word.pos,
        });
        Line { said: said.trim(), tokens: tokens.collect() }
    }

    /// The lower-case word at a place; empty beyond the line.
    pub(crate) fn lower(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.lower.as_str())
    }

    /// Whether one of these words occurs.
    pub(crate) fn has(&self, words: &[&str]) -> bool {
        self.tokens.iter().any(|token| words.contains(&token.lower.as_str()))
    }

    /// Whether these words follow one another somewhere.
    pub(crate) fn has_run(&self, run: &[&str]) -> bool {
        self.tokens.windows(run.len()).any(|window| window.iter().zip(run).all(|(token, word)| token.lower == *word))
    }

    /// The sentence as the leaf of a proof.
    pub(crate) fn leaf(&self) -> Proof {
        told(self.said)
    }
}

/// A told sentence as the leaf of a proof.
pub(crate) fn told(said: &str) -> Proof {
    Proof { claim: said.to_owned(), by: "stated".to_owned(), from: Vec::new() }
}

/// A small whole number in digits or words.
pub(crate) fn number(word: &str) -> Option<i64> {
    let word = word.trim_start_matches('+');
    let spelled = || vocabulary::cardinal(&word.to_lowercase()).map(i64::from);
    word.parse().ok().or_else(spelled)
}

/// The singular of a noun in lower case, as far as its ending tells.
pub(crate) fn singular(word: &str) -> String {
    const ODD: &[(&str, &str)] = &[
        ("mice", "mouse"),
        ("wolves", "wolf"),
        ("leaves", "leaf"),
        ("knives", "knife"),
        ("shelves", "shelf"),
        ("geese", "goose"),
        ("children", "child"),
        ("people", "person"),
        ("men", "man"),
        ("women", "woman"),
        ("feet", "foot"),
        ("teeth", "tooth"),
        ("oxen", "ox"),
        ("wives", "wife"),
        ("loaves", "loaf"),
        ("scarves", "scarf"),
        ("calves", "calf"),
        ("halves", "half"),
        ("lives", "life"),
        ("cookies", "cookie"),
        ("movies", "movie"),
        ("ties", "tie"),
        ("pies", "pie"),
        ("shoes", "shoe"),
        ("axes", "axe"),
        ("grandchildren", "grandchild"),
        ("toes", "toe"),
    ];
    if let Some((_, one)) = ODD.iter().find(|(many, _)| *many == word) {
        return (*one).to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    for end in ["sses", "shes", "ches", "xes", "zzes", "oes"] {
        if word.ends_with(end) {
            return word[..word.len() - 2].to_owned();
        }
    }
    let kept = ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) || word.len() < 3;
    word.strip_suffix('s').filter(|_| !kept).unwrap_or(word).to_owned()
}
