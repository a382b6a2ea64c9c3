//! The question of a word problem: what is counted, whose it is, and the words that say how.

use engine_api::Pos;

use super::amount::{Amount, MONEY, is_content};
use super::effect::{Effect, effect};
use super::story::{Story, Token};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Question {
    /// Nouns that say what is counted, the head first; empty where it is not said.
    pub(super) unit: Vec<String>,
    pub(super) narrowing: Vec<String>,
    /// Names in it.
    pub(super) owners: Vec<String>,
    pub(super) verb: String,
    pub(super) effect: Effect,
    /// "how many more": without "than" it asks what is missing.
    pub(super) more: bool,
    /// The two sides of a difference.
    pub(super) sides: Option<(Vec<String>, Vec<String>)>,
    /// "in each", "per": the noun, or `?`.
    pub(super) per: Option<String>,
    pub(super) total: bool,
    pub(super) left: bool,
    pub(super) initial: bool,
    pub(super) needed: bool,
    pub(super) percent: bool,
    pub(super) negated: bool,
    /// Whether dozens are counted.
    pub(super) dozens: bool,
    /// "how many times as many".
    pub(super) ratio: bool,
    /// Its words as lemmas, and as they are written.
    pub(super) words: Vec<String>,
    pub(super) texts: Vec<String>,
    /// The content words.
    pub(super) marks: Vec<String>,
}

impl Question {
    pub(super) fn says(&self, any: &[&str]) -> bool {
        self.words.iter().chain(&self.texts).any(|word| any.contains(&word.as_str()))
    }
}

const TOTAL: [&str; 10] =
    ["total", "altogether", "together", "all", "overall", "combined", "both", "sum", "entire", "everything"];
const LEFT: [&str; 10] =
    ["left", "remain", "remaining", "still", "now", "unsold", "remained", "rest", "remains", "end"];
const INITIAL: [&str; 8] = ["initially", "originally", "original", "beginning", "before", "start", "begin", "earlier"];
/// Verbs that ask for money where nothing else is named.
const COSTS: [&str; 15] = [
    "cost", "spend", "pay", "earn", "charge", "owe", "save", "make", "raise", "receive", "change", "worth", "sell",
    "money", "price",
];
const COMPARED: [&str; 13] = [
    "more", "fewer", "less", "taller", "heavier", "longer", "farther", "further", "older", "faster", "younger",
    "shorter", "bigger",
];

/// Reads the question: where it begins among the words, and what it asks.
pub(super) fn question(story: &Story, from: usize, amounts: &[Amount]) -> Option<Question> {
    let sentence = story.words.get(from)?.sentence;
    let tail: Vec<&Token> = story.words.iter().skip(from).take_while(|word| word.sentence == sentence).collect();
    // A condition after the question tells.
    let condition = tail
        .iter()
        .enumerate()
        .skip(3)
        .find(|(_, word)| matches!(word.text.as_str(), "if" | "when" | "assuming" | "given"));
    let tail = tail.get(..condition.map_or(tail.len(), |(at, _)| at)).unwrap_or(&tail).to_vec();
    let text = |at: usize| tail.get(at).map_or("", |word| word.text.as_str());
    let has =
        |any: &[&str]| tail.iter().any(|word| any.contains(&word.lemma.as_str()) || any.contains(&word.text.as_str()));
    let mut question = Question {
        words: tail.iter().map(|word| word.lemma.clone()).collect(),
        texts: tail.iter().map(|word| word.text.clone()).collect(),
        ..Question::default()
    };
    let compared = COMPARED.contains(&text(2)) || COMPARED.contains(&text(3)) && text(1) == "much";
    question.more = compared;
    question.sides = sides(&tail, compared);
    question.ratio = text(2) == "times" && has(&["as", "than"]) || has(&["ratio"]);
    counted(&tail, 2 + usize::from(compared), amounts, &mut question);
    question.dozens = text(2) == "dozens" || text(3) == "dozens";
    if question.dozens && question.unit.len() > 1 {
        question.unit.remove(0);
    }
    implied(text(0), text(1), &tail, amounts, &mut question);
    question.owners = tail.iter().filter(|word| word.pos == Pos::ProperNoun).map(|word| word.lemma.clone()).collect();
    let verb = main_verb(&tail);
    question.verb = verb.and_then(|at| tail.get(at)).map_or("have".to_owned(), |word| word.lemma.clone());
    let rest = verb.map_or(&[][..], |at| tail.get(at + 1..).unwrap_or(&[]));
    let particle = rest
        .iter()
        .take(3)
        .map(|word| word.text.as_str())
        .find(|text| matches!(*text, "away" | "out" | "off" | "back" | "up" | "down" | "in" | "on"));
    question.effect = effect(&question.verb, particle, rest.iter().any(|word| word.text == "from"));
    question.per = per(&tail);
    question.total = has(&TOTAL);
    question.left = has(&LEFT);
    let at_first = tail.windows(2).any(|pair| matches!(pair, [at, first] if at.text == "at" && first.text == "first"));
    question.initial = has(&INITIAL) || at_first;
    question.needed = has(&["need", "trip", "take", "require"]);
    question.percent = has(&["percent", "percentage", "%"]);
    question.negated = has(&["n't", "not"]);
    question.marks = tail.iter().filter(|word| is_content(word)).map(|word| word.lemma.clone()).collect();
    Some(question)
}

/// The verb of the question: the participle where "be" or "have" only helps.
fn main_verb(tail: &[&Token]) -> Option<usize> {
    let verb = |word: &Token| {
        (word.pos == Pos::Verb || matches!(word.lemma.as_str(), "have" | "be" | "cost" | "need"))
            && word.text != "left"
            && word.text != "using"
    };
    let helper = |word: &&Token| {
        word.pos == Pos::Auxiliary
            && matches!(word.lemma.as_str(), "do" | "will" | "would" | "can" | "could" | "should")
    };
    let after = tail.iter().position(helper).unwrap_or(0);
    let first = tail.iter().enumerate().skip(after + 1).find(|(_, word)| verb(word)).map(|(at, _)| at)?;
    let helps = tail.get(first).is_some_and(|word| match word.lemma.as_str() {
        "be" => true,
        "have" => !tail
            .iter()
            .take(first)
            .any(|word| matches!(word.lemma.as_str(), "do" | "will" | "would" | "can" | "could")),
        _ => false,
    });
    let parts = |word: &Token| {
        matches!(word.text.as_str(), "before" | "after" | "that" | "who" | "in" | "on" | "to" | "at" | "if" | "left")
    };
    let near = tail.iter().enumerate().skip(first + 1).take(4).take_while(|(_, word)| !parts(word));
    let helped = near.clone().find(|(_, word)| word.pos == Pos::Verb && verb(word) && !word.text.ends_with("ing"));
    Some(helped.filter(|_| helps).map_or(first, |(at, _)| at))
}

/// Where the question begins: at "how", at "what" before a noun of number, or after a command.
pub(super) fn start(story: &Story) -> Option<usize> {
    story.asked.iter().rev().find_map(|asked| start_in(story, *asked))
}

fn start_in(story: &Story, asked: usize) -> Option<usize> {
    let first = story.words.iter().take_while(|word| word.sentence < asked).count();
    let words: Vec<&Token> = story.words.get(first..)?.iter().take_while(|word| word.sentence == asked).collect();
    let interrogative =
        words.iter().rposition(|word| word.text == "how").or_else(|| words.iter().position(|word| word.text == "what"));
    let command = || {
        words
            .iter()
            .position(|word| matches!(word.text.as_str(), "calculate" | "find" | "compute" | "determine" | "tell"))
    };
    interrogative.or_else(command).map(|at| first + at)
}

/// The two sides of "how many more … than …" or "the difference between … and …".
fn sides(tail: &[&Token], compared: bool) -> Option<(Vec<String>, Vec<String>)> {
    let lemmas = |words: &[&Token]| {
        words
            .iter()
            .filter(|word| is_content(word) || word.pos == Pos::Pronoun)
            .map(|word| word.lemma.clone())
            .collect::<Vec<_>>()
    };
    let find = |word: &str| tail.iter().position(|own| own.text == word);
    if let Some(than) = find("than").filter(|_| true) {
        return Some((lemmas(tail.get(..than)?), lemmas(tail.get(than + 1..)?)));
    }
    if let Some(compared) = find("compared") {
        return Some((lemmas(tail.get(..compared)?), lemmas(tail.get(compared + 1..)?)));
    }
    if let Some(difference) = find("difference") {
        let and = tail.iter().rposition(|word| word.text == "and")?;
        return Some((lemmas(tail.get(difference + 1..and)?), lemmas(tail.get(and + 1..)?)));
    }
    let _ = compared;
    None
}

/// Reads the noun phrase that says what is counted.
fn counted(tail: &[&Token], from: usize, amounts: &[Amount], question: &mut Question) {
    let unit = |lemma: &String| amounts.iter().any(|amount| amount.unit.first() == Some(lemma));
    let mut of = false;
    let mut head: Vec<String> = Vec::new();
    let mut also: Vec<String> = Vec::new();
    let mut inner: Vec<String> = Vec::new();
    let what = tail.first().is_some_and(|word| word.text == "what");
    for word in tail.iter().skip(from) {
        match word.pos {
            _ if word.text == "is" && !what => break,
            Pos::Noun if of => inner.insert(0, word.lemma.clone()),
            Pos::Noun => head.insert(0, word.lemma.clone()),
            Pos::Verb if unit(&word.lemma) => head.insert(0, word.lemma.clone()),
            Pos::Adjective => question.narrowing.push(word.lemma.clone()),
            Pos::ProperNoun => question.narrowing.push(word.lemma.clone()),
            Pos::Numeral => {}
            // "pencils and crayons"
            _ if matches!(word.text.as_str(), "and" | "or") && !head.is_empty() => {
                also.append(&mut head);
            }
            _ if word.text == "of" => of = true,
            _ if matches!(word.text.as_str(), "the" | "-" | "his" | "her" | "their" | "a" | "is") => {}
            _ => break,
        }
    }
    // "the total number of apples" counts apples.
    const EMPTY: [&str; 9] =
        ["number", "amount", "total", "sum", "quantity", "combined", "difference", "size", "count"];
    head.retain(|noun| !EMPTY.contains(&noun.as_str()));
    let drops = head.iter().skip(1).cloned();
    question.narrowing.extend(drops);
    head.truncate(1);
    question.unit = head;
    if question.unit.is_empty() && !inner.is_empty() {
        question.narrowing.extend(inner.iter().skip(1).cloned());
        inner.truncate(1);
    }
    question.unit.extend(inner);
    question.unit.extend(also);
}

/// What is counted where no noun says so: money, a measure, or what the story counts.
fn implied(first: &str, measure: &str, tail: &[&Token], amounts: &[Amount], question: &mut Question) {
    const MEASURES: [&str; 11] = ["long", "far", "old", "tall", "heavy", "fast", "much", "big", "deep", "high", "wide"];
    let has = |any: &[&str]| tail.iter().any(|word| any.contains(&word.lemma.as_str()));
    let named = question.unit.first().cloned().unwrap_or_default();
    let coins = matches!(
        named.as_str(),
        "money" | "change" | "cash" | "profit" | "cost" | "price" | "bill" | "salary" | "dollar" | "income" | "euro"
    );
    let money = amounts.iter().any(Amount::is_money);
    let spends = (named.is_empty()
        || first == "what"
        || measure == "much" && !amounts.iter().any(|amount| amount.unit.contains(&named)))
        && has(&COSTS);
    let only = named.is_empty() && amounts.iter().all(Amount::is_money);
    let measure = if MEASURES.contains(&measure) {
        measure
    } else if COMPARED.contains(&measure) {
        "much"
    } else {
        measure
    };
    if coins || measure == "much" && (spends || only) && money || first == "what" && spends && money {
        let cents = amounts.iter().any(|amount| amount.unit.first().is_some_and(|unit| unit == "cent")) && !money;
        question.unit = vec![if cents { "cent".to_owned() } else { MONEY.to_owned() }];
    } else if named.is_empty() && MEASURES.contains(&measure)
        || measure == "much" && matches!(named.as_str(), "time" | "distance" | "weight")
        || named == "time"
        || named == "distance"
    {
        let measure = match named.as_str() {
            "time" => "long",
            "distance" => "far",
            _ => measure,
        };
        let comparative = tail.get(2).map_or("", |word| word.text.as_str());
        let measure = match comparative {
            "farther" | "further" => "far",
            "longer" => "long",
            "older" | "younger" => "old",
            "taller" | "shorter" => "tall",
            "heavier" | "lighter" => "heavy",
            _ => measure,
        };
        question.unit = measured(amounts, measure);
        if question.unit.is_empty() {
            question.unit = amounts.iter().find_map(|amount| amount.unit.first().cloned()).into_iter().collect();
        }
    } else if named.is_empty() {
        let shared = per(tail).is_some();
        let value = |amount: &&Amount| amount.term.as_ref().map(|term| term.value.clone());
        let largest = amounts.iter().filter(|amount| amount.per.is_none() && !amount.is_money()).max_by_key(value);
        let plain =
            |amount: &&Amount| amount.per.is_none() && amount.unit.first().is_some_and(|unit| unit != "percent");
        let first = largest.filter(|_| shared).or_else(|| amounts.iter().find(plain));
        question.unit = first.map(|amount| amount.unit.clone()).unwrap_or_default();
    }
}

/// "in each box", "per day", "a month" at the end: the noun, or `?`.
fn per(tail: &[&Token]) -> Option<String> {
    const GRAINS: [&str; 7] = ["day", "week", "month", "year", "hour", "minute", "pound"];
    (1..tail.len()).find_map(|at| {
        let word = tail.get(at)?;
        let noun = tail
            .iter()
            .skip(at + 1)
            .take(3)
            .take_while(|word| matches!(word.pos, Pos::Noun | Pos::Adjective | Pos::Determiner | Pos::Adposition))
            .filter(|word| word.pos == Pos::Noun)
            .last();
        let next = tail.get(at + 1).map_or("", |next| next.lemma.as_str());
        let during = at > 0 && tail.get(at - 1).is_some_and(|word| word.text == "in");
        let grain =
            !during && matches!(word.lemma.as_str(), "a" | "an") && GRAINS.contains(&next) && at + 3 >= tail.len();
        let each = matches!(word.text.as_str(), "each" | "per" | "every") && next != "other";
        (grain || each).then(|| noun.map_or("?".to_owned(), |noun| noun.lemma.clone()))
    })
}

/// What a measure such as "how long" is counted in: the units of the story that fit it.
fn measured(amounts: &[Amount], measure: &str) -> Vec<String> {
    let units: &[&str] = match measure {
        "long" => &[
            "minute", "hour", "day", "second", "week", "month", "year", "foot", "inch", "meter", "metre", "mile", "cm",
            "m",
        ],
        "far" | "tall" | "deep" | "high" | "wide" => {
            &["mile", "kilometer", "meter", "metre", "foot", "inch", "km", "yard", "centimeter", "cm", "block", "m"]
        }
        "old" => &["year"],
        "heavy" => &["pound", "kilogram", "gram", "ounce", "kg", "ton"],
        "fast" => &["mile", "kilometer", "meter", "foot", "mph"],
        _ => &[
            "pound",
            "kilogram",
            "gram",
            "ounce",
            "liter",
            "litre",
            "gallon",
            "cup",
            "mile",
            "foot",
            "inch",
            "hour",
            "minute",
            "bottle",
            "quart",
            "meter",
            "kilometer",
            "loaf",
            "ton",
            "bag",
            "tablespoon",
            "teaspoon",
            "yard",
            "piece",
        ],
    };
    let mut named = amounts.iter().flat_map(|amount| &amount.unit).filter(|name| units.contains(&name.as_str()));
    named.next().cloned().into_iter().collect()
}
