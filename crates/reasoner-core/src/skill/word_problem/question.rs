//! The question of a word problem: what is counted, whose it is, and the words that say how.

use engine_api::Pos;

use super::mention::{MONEY, Story, Token};

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
}

const TOTAL: [&str; 9] = ["total", "altogether", "together", "all", "overall", "combined", "both", "sum", "entire"];
const LEFT: [&str; 8] = ["left", "remain", "remaining", "still", "now", "leave", "after", "unsold"];
const INITIAL: [&str; 8] = ["initially", "originally", "first", "original", "beginning", "before", "start", "begin"];
/// Verbs that ask for money where nothing else is named.
const COSTS: [&str; 10] = ["cost", "spend", "pay", "earn", "charge", "owe", "save", "make", "raise", "receive"];

/// Reads the question of the story.
pub(super) fn question(story: &Story<'_>) -> Option<Question> {
    let words = story.words.get(story.asked.clone())?;
    let at = interrogative(words)?;
    let tail = words.get(at..)?;
    let text = |at: usize| tail.get(at).map_or("", |word| word.text.as_str());
    let measure = text(1).to_owned();
    let mut question =
        Question { words: tail.iter().map(|word| word.lemma.to_owned()).collect(), ..Question::default() };
    const COMPARED: [&str; 10] =
        ["more", "fewer", "less", "taller", "heavier", "longer", "farther", "further", "older", "faster"];
    let comparative = COMPARED.contains(&text(2));
    question.difference = comparative
        || tail.iter().take(14).any(|word| word.lemma == "than")
        || tail.iter().any(|word| word.lemma == "difference");
    counted(tail, 2 + usize::from(comparative), &mut question);
    implied(story, &measure, tail, &mut question);
    question.owners =
        tail.iter().filter(|word| word.pos == Pos::ProperNoun).map(|word| word.lemma.to_owned()).collect();
    question.verb = tail.iter().rev().find(|word| word.pos == Pos::Verb).map_or("have", |word| word.lemma).to_owned();
    question.per = per(tail);
    let has = |any: &[&str]| tail.iter().any(|word| any.contains(&word.lemma) || any.contains(&word.text.as_str()));
    question.total = has(&TOTAL);
    question.left = has(&LEFT);
    question.initial = has(&INITIAL);
    question.needed = has(&["need", "trip", "take"]);
    question.percent = has(&["percent", "percentage"]);
    Some(question)
}

/// The place of "how", or of "what" before a noun of number.
fn interrogative(words: &[Token<'_>]) -> Option<usize> {
    const NUMBERS: [&str; 8] = ["number", "amount", "total", "cost", "price", "difference", "percent", "percentage"];
    let numeric = |at: usize| words.iter().skip(at + 1).take(4).any(|word| NUMBERS.contains(&word.lemma));
    (0..words.len()).find(|at| {
        let word = words.get(*at).map_or(("", ""), |word| (word.lemma, word.text.as_str()));
        word.0 == "how" || (word.1 == "what" && numeric(*at))
    })
}

/// Reads the noun phrase that says what is counted.
fn counted(tail: &[Token<'_>], from: usize, question: &mut Question) {
    for word in tail.iter().skip(from) {
        match word.pos {
            Pos::Noun => question.names.insert(0, word.lemma.to_owned()),
            Pos::Adjective => question.attributes.push(word.lemma.to_owned()),
            Pos::ProperNoun => {}
            _ if matches!(word.lemma, "of" | "the") => {}
            _ => break,
        }
    }
}

/// What is counted where no noun says so: money, a measure, or what the story counts.
fn implied(story: &Story<'_>, measure: &str, tail: &[Token<'_>], question: &mut Question) {
    const MEASURES: [&str; 10] = ["long", "far", "old", "tall", "heavy", "fast", "much", "big", "deep", "high"];
    let names = &question.names;
    let coins = names.iter().any(|name| matches!(name.as_str(), "money" | "change" | "cash" | "profit"));
    let spends = names.is_empty() && tail.iter().any(|word| COSTS.contains(&word.lemma));
    let only = names.is_empty() && story.mentions.iter().all(|one| one.names.iter().any(|name| name == MONEY));
    if measure == "much" && (coins || spends || only) {
        question.names = vec![MONEY.to_owned()];
    } else if names.is_empty() && MEASURES.contains(&measure) {
        question.names = measured(story, measure);
    } else if names.is_empty() && measure == "many" {
        let first = story.mentions.iter().find(|mention| mention.per.is_none());
        question.names = first.map(|mention| mention.names.clone()).unwrap_or_default();
    }
}

/// "in each box", "per day", "a month" at the end: the noun, or `?`.
fn per(tail: &[Token<'_>]) -> Option<String> {
    const GRAINS: [&str; 6] = ["day", "week", "month", "year", "hour", "minute"];
    (1..tail.len()).find_map(|at| {
        let word = tail.get(at)?;
        let noun = tail.iter().skip(at + 1).take(3).find(|word| word.pos == Pos::Noun);
        let next = tail.get(at + 1).map_or("", |next| next.lemma);
        let grain = matches!(word.lemma, "a" | "an") && GRAINS.contains(&next) && at + 3 >= tail.len();
        (grain || matches!(word.lemma, "each" | "per" | "every"))
            .then(|| noun.map_or("?".to_owned(), |noun| noun.lemma.to_owned()))
    })
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
