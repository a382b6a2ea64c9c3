//! A sentence about a table: its words, and which of them name rows, columns, cells, amounts and kinds.

use std::ops::Range;

use engine_api::{Lexicon, Pos, Senses, Word};

use super::grid::Table;
use super::scale;
use crate::calc::number::{self, Number};
use crate::skill::small_number;
use crate::world::line::singular;

/// A word of the sentence.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) lower: String,
    pub(super) lemma: String,
    pub(super) pos: Pos,
}

impl Token {
    pub(super) fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.lower.as_str()) || words.contains(&self.lemma.as_str())
    }
}

/// Words that may stand in any question about a table.
const NEUTRAL: &[&str] = &[
    "table",
    "list",
    "listed",
    "row",
    "line",
    "entry",
    "record",
    "name",
    "call",
    "named",
    "be",
    "have",
    "do",
    "there",
    "find",
    "give",
    "tell",
    "show",
    "return",
    "say",
    "please",
    "value",
    "one",
    "follow",
    "following",
    "above",
    "now",
    "current",
    "currently",
    "mention",
    "include",
    "contain",
    "appear",
    "many",
    "much",
    "only",
    "also",
    "all",
    "other",
    "each",
    "state",
    "identify",
    "determine",
    "compute",
    "calculate",
    "answer",
    "accord",
    "see",
    "remain",
    "can",
    "could",
    "data",
    "dataset",
    "leave",
    "left",
    "still",
    "work",
    "live",
    "belong",
    "come",
    "locate",
    "base",
    "situate",
    "assign",
    "present",
    "know",
    "display",
    "provide",
    "new",
    "updated",
    "resulting",
    "same",
];

/// Nouns for a row whatever it is.
const ANY: &[&str] = &[
    "row",
    "entry",
    "record",
    "one",
    "item",
    "name",
    "person",
    "people",
    "thing",
    "individual",
    "line",
    "member",
    "everyone",
    "everybody",
];

/// A sentence about a table.
#[derive(Debug)]
pub(super) struct Phrase<'a> {
    pub(super) table: &'a Table,
    pub(super) lexicon: &'static dyn Lexicon,
    pub(super) tokens: Vec<Token>,
    /// Which words are accounted for.
    used: Vec<bool>,
}

impl<'a> Phrase<'a> {
    pub(super) fn new(table: &'a Table, words: &[&Word], lexicon: &'static dyn Lexicon) -> Phrase<'a> {
        let mut tokens = Vec::new();
        for word in words {
            let lower = word.text.to_lowercase().replace('’', "'");
            let parts = lower.split('-').filter(|part| !part.is_empty()).count();
            if parts > 1 && lower.chars().all(|mark| mark.is_alphanumeric() || mark == '-') {
                let split = lower.split('-').filter(|part| !part.is_empty());
                tokens.extend(split.map(|part| Token { lower: part.to_owned(), lemma: singular(part), pos: word.pos }));
            } else {
                tokens.push(Token { lower, lemma: word.lemma.to_lowercase(), pos: word.pos });
            }
        }
        let used = vec![false; tokens.len()];
        Phrase { table, lexicon, tokens, used }
    }

    pub(super) fn lower(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.lower.as_str())
    }

    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(words))
    }

    pub(super) fn has(&self, words: &[&str]) -> bool {
        self.tokens.iter().any(|token| token.is(words))
    }

    /// Where one of the words stands first.
    pub(super) fn find(&self, words: &[&str]) -> Option<usize> {
        self.tokens.iter().position(|token| token.is(words))
    }

    pub(super) fn is_used(&self, at: usize) -> bool {
        self.used.get(at).copied().unwrap_or(true)
    }

    pub(super) fn take(&mut self, range: Range<usize>) {
        for at in range {
            if let Some(used) = self.used.get_mut(at) {
                *used = true;
            }
        }
    }

    /// How many words of the sentence spell the text from `at` on.
    fn spells(&self, at: usize, text: &str) -> Option<usize> {
        let lower = text.to_lowercase();
        let mut length = 0;
        for part in lower.split(|mark: char| !(mark.is_alphanumeric() || matches!(mark, '\'' | '.'))) {
            if part.is_empty() {
                continue;
            }
            let token = self.tokens.get(at + length)?;
            let fits = token.lower == part || (part.len() > 2 && token.lemma == part);
            if !fits {
                return None;
            }
            length += 1;
        }
        (length > 0).then_some(length)
    }

    /// The row that is named at a place, and in how many words.
    pub(super) fn row_at(&self, at: usize) -> Option<(usize, usize)> {
        let key = self.table.key();
        if self.table.is_numeric(key) {
            return None;
        }
        let rows = 0..self.table.rows.len();
        let full = rows.clone().filter_map(|row| Some((row, self.spells(at, self.table.cell(row, key))?)));
        full.max_by_key(|(row, length)| (*length, usize::MAX - row)).or_else(|| {
            // A part of a name where no other row has it.
            let part = self.tokens.get(at).filter(|token| token.pos == Pos::ProperNoun && token.lower.len() > 2)?;
            let has = |row: &usize| self.table.cell(*row, key).to_lowercase().split(' ').any(|word| word == part.lower);
            let mut found = rows.filter(has);
            let first = found.next()?;
            found.next().is_none().then_some((first, 1))
        })
    }

    /// The column of texts with the cell that is named at a place, and in how many words.
    pub(super) fn cell_at(&self, at: usize) -> Option<(usize, String, usize)> {
        let key = self.table.key();
        let columns = (0..self.table.columns.len()).filter(|column| *column != key && !self.table.is_numeric(*column));
        let mut best: Option<(usize, String, usize)> = None;
        for column in columns {
            for row in 0..self.table.rows.len() {
                let cell = self.table.cell(row, column);
                let Some(length) = self.spells(at, cell).filter(|_| cell.len() > 1) else { continue };
                if best.as_ref().is_none_or(|(_, _, longest)| *longest < length) {
                    best = Some((column, cell.to_lowercase(), length));
                }
            }
        }
        best
    }

    /// The column whose heading stands at a place, and in how many words.
    pub(super) fn heading_at(&self, at: usize) -> Option<(usize, usize)> {
        let token = self.tokens.get(at)?;
        let one = singular(&token.lower);
        let same = |token: &Token, word: &String| token.lemma == *word || singular(&token.lower) == *word;
        let spelled = |column: usize| {
            let words = &self.table.columns.get(column)?.words;
            let fits = words
                .iter()
                .enumerate()
                .all(|(ahead, word)| self.tokens.get(at + ahead).is_some_and(|token| same(token, word)));
            (fits && !words.is_empty()).then_some((column, words.len()))
        };
        let columns = 0..self.table.columns.len();
        let full = columns.clone().filter_map(spelled).max_by_key(|(_, length)| *length);
        full.or_else(|| {
            let has = |column: &usize| {
                self.table.columns.get(*column).is_some_and(|column| column.words.iter().any(|word| same(token, word)))
            };
            let mut found = columns.filter(has);
            let first = found.next().filter(|_| token.pos != Pos::Adposition && token.lower.len() > 2)?;
            found.next().is_none().then_some((first, 1))
        })
        .or_else(|| {
            let noun = matches!(token.pos, Pos::Noun | Pos::Verb | Pos::ProperNoun);
            scale::column_alike(self.table, &one).filter(|_| noun).map(|column| (column, 1))
        })
    }

    /// The amount that stands at a place.
    pub(super) fn number_at(&self, at: usize) -> Option<Number> {
        let token = self.tokens.get(at)?;
        let digits = token.lower.replace(',', "");
        let spelled =
            || small_number(&token.lower).filter(|_| token.lower != "one").and_then(|value| i64::try_from(value).ok());
        number::parse(&digits).or_else(|| spelled().map(number::whole))
    }

    /// Whether the noun at a place is what the rows of the table are.
    pub(super) fn is_kind(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        kind_fits(self.table, &token.lemma, &token.lower, self.lexicon) || self.is_untold_kind(at, token)
    }

    /// Whether a noun may be the kind of the rows where nobody told it: "how many clerks", "all the rivers".
    fn is_untold_kind(&self, at: usize, token: &Token) -> bool {
        let titled = self.table.columns.get(self.table.key()).is_some_and(super::grid::Column::is_name);
        if !titled || !self.table.kinds.is_empty() || token.pos != Pos::Noun || self.heading_at(at).is_some() {
            return false;
        }
        const BEFORE: &[&str] = &["which", "what", "many", "the", "all", "every", "any", "of", "each"];
        const KINDS: &[&str] = &["person", "organism", "artifact", "location", "social group", "substance"];
        let one = singular(&token.lower);
        let kind_of = |kind: &&str| self.lexicon.is_kind_of(&one, Pos::Noun, kind, Senses::First);
        self.is(at.wrapping_sub(1), BEFORE) && KINDS.iter().any(kind_of)
    }

    /// The words that nothing accounts for.
    pub(super) fn is_understood(&self) -> bool {
        (0..self.tokens.len()).all(|at| {
            let Some(token) = self.tokens.get(at) else { return true };
            let says = matches!(
                token.pos,
                Pos::Noun | Pos::ProperNoun | Pos::Adjective | Pos::Verb | Pos::Numeral | Pos::Adverb | Pos::Symbol
            );
            let marks = !token.lower.chars().any(char::is_alphanumeric);
            // "So", "then" and question words tell nothing of the rows.
            let light = token.pos == Pos::Adverb && !token.lower.ends_with("ly");
            self.is_used(at) || !says || marks || light || token.is(NEUTRAL) || self.is_kind(at)
        })
    }
}

/// Whether a noun names what the rows of a table are, or a kind of that.
pub(super) fn kind_fits(table: &Table, lemma: &str, lower: &str, lexicon: &dyn Lexicon) -> bool {
    let one = singular(lower);
    if ANY.contains(&lemma) || ANY.contains(&one.as_str()) {
        return true;
    }
    let kind_of = |kind: &String| lexicon.is_kind_of(kind, Pos::Noun, &one, Senses::First);
    // The column of names may tell the kind: "city, people".
    let heading = table.columns.get(table.key()).is_some_and(|column| column.words.contains(&one));
    heading || table.kinds.iter().any(|kind| *kind == one || kind == lemma || kind_of(kind))
}
