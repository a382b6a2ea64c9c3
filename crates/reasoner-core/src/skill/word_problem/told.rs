//! Whether what a question asks for was told of at all: the dinner and the taxi do not tell what the hotel cost.

use engine_api::{Pos, Senses};

use crate::scene::Scene;

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

/// Whether every noun of the question, and every colour, stands in the rest of the turn or names a kind of something
/// there.
pub(super) fn is_told(scene: &Scene<'_>) -> bool {
    let question = scene.question();
    let rest = || {
        let context = scene.context().map(|(sentence, _)| sentence);
        let turn = scene.turn.iter().filter(|sentence| sentence.span != question.span);
        context.chain(turn).flat_map(|sentence| &sentence.words)
    };
    // A question that brings its own amounts tells what it asks about by itself.
    if question.words.iter().any(|word| word.pos == Pos::Numeral) {
        return true;
    }
    question.words.iter().all(|word| {
        let noun = word.pos == Pos::Noun && !FREE.contains(&word.lemma.as_str());
        let colour =
            word.pos == Pos::Adjective && scene.lexicon.is_kind_of(&word.lemma, Pos::Noun, "color", Senses::Any);
        if !(noun || colour) {
            return true;
        }
        rest().any(|told| {
            told.lemma == word.lemma
                || told.text.to_lowercase().starts_with(word.lemma.as_str())
                || told.text.eq_ignore_ascii_case(&word.text)
                || (noun && scene.lexicon.is_kind_of(&told.lemma, Pos::Noun, &word.lemma, Senses::Any))
                || scene.lexicon.derived(&word.lemma, word.pos, Pos::Verb).contains(&told.lemma)
        })
    })
}
