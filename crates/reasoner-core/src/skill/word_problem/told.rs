//! Whether whom or what a question asks about was told of at all: the dinner and the taxi do not tell what the hotel
//! cost.

use engine_api::{Lexicon, Pos, Senses};

use super::story::{Story, Token};

/// Nouns that a question may have without the story: measures, sums and what stands for a kind.
const FREE: &[&str] = &[
    "money",
    "total",
    "difference",
    "number",
    "dollar",
    "cent",
    "cost",
    "price",
    "change",
    "amount",
    "sum",
    "item",
    "thing",
    "people",
    "person",
    "hour",
    "minute",
    "second",
    "day",
    "week",
    "month",
    "year",
    "time",
    "distance",
    "way",
    "half",
    "pair",
    "dozen",
    "mile",
    "inch",
    "foot",
    "pound",
    "average",
    "answer",
    "problem",
    "object",
    "piece",
    "part",
    "kid",
    "child",
    "friend",
    "end",
    "beginning",
    "rest",
    "left",
    "all",
    "whole",
    "group",
    "age",
    "weight",
    "length",
    "height",
    "speed",
    "area",
    "perimeter",
    "profit",
    "percent",
    "percentage",
    "unit",
    "result",
    "value",
    "animal",
    "fruit",
    "trip",
    "place",
    "life",
    "story",
    "man",
    "woman",
    "boy",
    "girl",
    "kilometer",
    "meter",
    "gram",
    "liter",
    "gallon",
    "cup",
    "ounce",
    "yard",
    "quarter",
    "dime",
    "nickel",
    "penny",
    "start",
    "first",
    "today",
    "yesterday",
];

/// Whether each noun that the question is about, between its helping verb and its verb, stands in the rest of the story
/// or is a kind of something there.
pub(super) fn is_told(story: &Story, from: usize, lexicon: &dyn Lexicon) -> bool {
    let Some(sentence) = story.words.get(from).map(|word| word.sentence) else { return false };
    let tail = || story.words.iter().skip(from).take_while(|word| word.sentence == sentence);
    let helped = tail().skip_while(|word| word.pos != Pos::Auxiliary).skip(1);
    let subject: Vec<&Token> = helped.take_while(|word| !matches!(word.pos, Pos::Verb | Pos::Auxiliary)).collect();
    let rest = || story.words.iter().take(from);
    let colour =
        |word: &Token| word.pos == Pos::Adjective && lexicon.is_kind_of(&word.lemma, Pos::Noun, "color", Senses::Any);
    if tail().any(|word| colour(word) && !story.words.iter().take(from).any(|told| told.lemma == word.lemma)) {
        return false;
    }
    // A noun with its article; other words may be taken for nouns.
    subject.windows(2).all(|pair| {
        let [before, word] = pair else { return true };
        let leads = before.text == "the";
        let known = !leads || word.pos != Pos::Noun || FREE.contains(&word.lemma.as_str());
        known || rest().any(|told| names(told, word, lexicon))
    })
}

/// Whether a word of the story names what a word of the question names.
fn names(told: &Token, word: &Token, lexicon: &dyn Lexicon) -> bool {
    told.lemma.eq_ignore_ascii_case(&word.lemma)
        || told.text.starts_with(word.lemma.as_str())
        || lexicon.is_kind_of(&told.lemma, Pos::Noun, &word.lemma, Senses::Any)
        || lexicon.derived(&word.lemma, word.pos, Pos::Verb).contains(&told.lemma)
}
