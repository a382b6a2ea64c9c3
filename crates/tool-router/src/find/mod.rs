//! Candidates: the pieces of a turn that may become the value of a parameter.
//!
//! Every kind of piece has one file and one row in [`FINDERS`]. Candidates may overlap; the assignment sees to it
//! that no word serves twice.

mod address;
mod code;
mod currency;
mod date;
mod list;
mod literal;
mod name;
mod number;
mod phrase;
mod quote;

use serde_json::Value;

pub(crate) use date::Moment;
pub(crate) use number::Amount;

use crate::text::{Lexicon, Text};

/// The most candidates of one text; those of the earlier finders and of earlier words are kept.
pub(crate) const MAX_CANDIDATES: usize = 384;

/// What a finder may know beside the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting<'a> {
    /// Which kinds of things words name.
    pub words: &'a dyn engine_api::Lexicon,
    /// The words.
    pub lexicon: &'a Lexicon,
    /// The names of countries and states.
    pub regions: &'a crate::gazetteer::Regions,
    /// Now, in seconds since 1970.
    pub now: i64,
}

/// A piece of the text that may be a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    /// The first token.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
    /// What it is.
    pub shape: Shape,
}

/// What a candidate is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A number with its unit.
    Number(Amount),
    /// Text that stood in quotation marks; the tokens are those between the marks.
    Quoted,
    /// A name, told by its capitals.
    Name,
    /// A piece with inner marks or digits.
    Code,
    /// A run of content words in lower case.
    Phrase,
    /// A date, a time or both.
    Moment(Moment),
    /// An array or object written as a literal.
    Literal(Value),
    /// The name of a currency, with its code.
    Currency(&'static str),
    /// Candidates of one shape in coordination, by index.
    List(Vec<usize>),
}

/// A finder of one kind of candidate.
type Finder = fn(&Text, &Setting, &mut Vec<Candidate>);

/// All finders. Lists come last: they join what the others found.
const FINDERS: &[Finder] = &[
    quote::find,
    literal::find,
    address::find,
    date::find,
    name::find,
    number::find,
    code::find,
    currency::find,
    phrase::find,
    list::find,
];

/// All candidates of `text`.
pub(crate) fn candidates(text: &Text, setting: &Setting) -> Vec<Candidate> {
    let mut found = Vec::with_capacity(32);
    for finder in FINDERS {
        finder(text, setting, &mut found);
        found.truncate(MAX_CANDIDATES);
    }
    found
}

impl Candidate {
    /// The text of the candidate as a value: without a closing possessive.
    pub(crate) fn text<'a>(&self, text: &Text<'a>) -> &'a str {
        let whole = text.slice(self.from, self.to);
        if self.shape == Shape::Quoted {
            return whole;
        }
        whole.strip_suffix("'s").or_else(|| whole.strip_suffix("’s")).unwrap_or(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Regions;

    /// The texts of the candidates of `source` for which `wanted` holds.
    fn found(source: &str, wanted: fn(&Shape) -> bool) -> Vec<String> {
        let (lexicon, regions) = (Lexicon::english(), Regions::new());
        let text = Text::read(source, &lexicon);
        let all =
            candidates(&text, &Setting { words: &engine_api::NoLexicon, lexicon: &lexicon, regions: &regions, now: 0 });
        all.iter().filter(|c| wanted(&c.shape)).map(|c| c.text(&text).to_owned()).collect()
    }

    #[test]
    fn names_are_told_by_capitals() {
        let names = |source| found(source, |shape| *shape == Shape::Name);
        assert_eq!(names("What is the weather in New York?"), ["New York"]);
        assert_eq!(names("Fly to Paris, France today"), ["Paris, France", "Paris", "France"]);
        assert_eq!(names("tell me about Marie Curie's life"), ["Marie Curie"]);
        assert_eq!(names("read The Lord of the Rings"), ["The Lord of the Rings"]);
    }

    #[test]
    fn quoted_text_is_taken_without_its_marks() {
        let quoted = |source| found(source, |shape| *shape == Shape::Quoted);
        assert_eq!(quoted("send 'See you at 5' to Bob's phone"), ["See you at 5"]);
        assert_eq!(quoted("the “open door” and \"x\""), ["open door", "x"]);
    }

    #[test]
    fn coordinated_items_form_a_list() {
        let lists = |source| found(source, |shape| matches!(shape, Shape::List(_)));
        assert_eq!(lists("weather in Paris, Rome and Oslo"), ["Paris, Rome and Oslo"]);
        assert_eq!(lists("the sum of 3, 4 and 5"), ["3, 4 and 5"]);
        assert!(lists("no list here").is_empty());
    }

    #[test]
    fn literals_are_read_leniently() {
        let literals = |source| found(source, |shape| matches!(shape, Shape::Literal(_)));
        assert_eq!(literals("use {'math': 90, 'art': 75} now"), ["{'math': 90, 'art': 75}"]);
        assert_eq!(literals("points (1, 2) and (3, 4)"), ["(1, 2)", "(3, 4)"]);
        assert!(literals("an aside (like this one)").is_empty());
    }
}
