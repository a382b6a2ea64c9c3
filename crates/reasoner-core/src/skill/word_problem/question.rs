//! The question of a word problem: what is counted, whose it is, and the words that say how.

use engine_api::Pos;

use super::mention::{MONEY, Story};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Question {
    /// Nouns that say what is counted, the head first; empty for "how much".
    pub(super) names: Vec<String>,
    pub(super) attributes: Vec<String>,
    /// Names in it.
    pub(super) owners: Vec<String>,
    /// Its verb.
    pub(super) verb: String,
    /// "how many more … than".
    pub(super) difference: bool,
    /// "in each", "per": the noun, or `?`.
    pub(super) per: Option<String>,
    pub(super) total: bool,
    pub(super) left: bool,
    pub(super) initial: bool,
    /// How many are needed: parts of one count as one.
    pub(super) needed: bool,
    /// Whether a share of one hundred is asked for.
    pub(super) percent: bool,
    /// All its words.
    pub(super) words: Vec<String>,
    /// Where its interrogative stands.
    pub(super) at: usize,
}

const TOTAL: [&str; 9] = ["total", "altogether", "together", "all", "overall", "combined", "both", "sum", "entire"];
const LEFT: [&str; 8] = ["left", "remain", "remaining", "still", "now", "leave", "after", "unsold"];
const INITIAL: [&str; 8] = ["initially", "originally", "first", "original", "beginning", "before", "start", "begin"];
/// Verbs that ask for money where nothing else is named.
const COSTS: [&str; 10] = ["cost", "spend", "pay", "earn", "charge", "owe", "save", "make", "raise", "receive"];

/// Reads the question of the story.
pub(super) fn question(story: &Story<'_>) -> Option<Question> {
    let words = story.words.get(story.asked.clone())?;
    let lemma = |at: usize| words.get(at).map_or("", |word| word.lemma);
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let at = (0..words.len()).find(|at| {
        lemma(*at) == "how"
            || (text(*at) == "what"
                && (at + 1..words.len()).take(4).any(|at| {
                    matches!(
                        lemma(at),
                        "number" | "amount" | "total" | "cost" | "price" | "difference" | "percent" | "percentage"
                    )
                }))
    })?;
    let tail = words.get(at..)?;
    let mut question = Question {
        at: story.asked.start + at,
        words: tail.iter().map(|word| word.lemma.to_owned()).collect(),
        ..Question::default()
    };
    let mut next = at + 1;
    let measure = text(next).to_owned();
    next += 1;
    if matches!(lemma(next), "more" | "fewer" | "less" | "few")
        || matches!(
            text(next),
            "fewer" | "less" | "taller" | "heavier" | "longer" | "farther" | "further" | "older" | "faster"
        )
    {
        question.difference = true;
        next += 1;
    }
    let compared =
        tail.iter().take(14).any(|word| word.lemma == "than") || tail.iter().any(|word| word.lemma == "difference");
    question.difference |= compared;
    while matches!(words.get(next).map(|word| word.pos), Some(Pos::Adjective | Pos::Noun | Pos::ProperNoun))
        || matches!(lemma(next), "of" | "the")
    {
        match words.get(next).map(|word| word.pos) {
            Some(Pos::Noun) => question.names.insert(0, lemma(next).to_owned()),
            Some(Pos::Adjective) => question.attributes.push(lemma(next).to_owned()),
            _ => {}
        }
        next += 1;
    }
    // "pieces of candy": both may be said elsewhere; "baseball cards": the last is the head.
    let money = measure == "much"
        && (question.names.iter().any(|name| matches!(name.as_str(), "money" | "change" | "cash" | "profit"))
            || (question.names.is_empty() && tail.iter().any(|word| COSTS.contains(&word.lemma))));
    if money
        || measure == "much"
            && question.names.is_empty()
            && story.mentions.iter().all(|mention| mention.names.iter().any(|name| name == MONEY))
    {
        question.names = vec![MONEY.to_owned()];
    }
    if matches!(measure.as_str(), "long" | "far" | "old" | "tall" | "heavy" | "fast" | "much" | "big" | "deep" | "high")
        && question.names.is_empty()
    {
        question.names = measured(story, &measure);
    }
    question.owners =
        tail.iter().filter(|word| word.pos == Pos::ProperNoun).map(|word| word.lemma.to_owned()).collect();
    question.verb = tail.iter().rev().find(|word| word.pos == Pos::Verb).map_or("have", |word| word.lemma).to_owned();
    question.per = (1..tail.len()).find_map(|at| {
        let word = tail.get(at)?;
        let noun = tail.iter().skip(at + 1).take(3).find(|word| word.pos == Pos::Noun);
        matches!(word.lemma, "each" | "per" | "every")
            .then(|| noun.map_or("?".to_owned(), |noun| noun.lemma.to_owned()))
    });
    let has = |any: &[&str]| tail.iter().any(|word| any.contains(&word.lemma) || any.contains(&word.text.as_str()));
    question.total = has(&TOTAL);
    question.left = has(&LEFT);
    question.initial = has(&INITIAL);
    question.needed = has(&["need", "trip", "take"]);
    question.percent = has(&["percent", "percentage"]);
    Some(question)
}

/// What a measure such as "how long" is counted in: the units of the story that fit it.
fn measured(story: &Story<'_>, measure: &str) -> Vec<String> {
    let units: &[&str] = match measure {
        "long" => {
            &["minute", "hour", "day", "second", "week", "month", "year", "foot", "inch", "meter", "metre", "mile"]
        }
        "far" | "tall" | "deep" | "high" => &["mile", "kilometer", "meter", "metre", "foot", "inch", "km", "yard"],
        "old" => &["year"],
        "heavy" => &["pound", "kilogram", "gram", "ounce", "kg", "ton"],
        _ => &[
            "pound", "kilogram", "gram", "ounce", "liter", "gallon", "cup", "mile", "foot", "inch", "dollar", "hour",
            "minute",
        ],
    };
    let mut named =
        story.mentions.iter().flat_map(|mention| &mention.names).filter(|name| units.contains(&name.as_str()));
    named.next().cloned().into_iter().collect()
}
