//! The values of a puzzle, by categories: who, what pet, which drink; and where a sentence speaks of one.

use std::collections::BTreeMap;

use super::super::texts::{Said, Token, small_number, stem};

/// A list of values that exclude each other.
#[derive(Debug, Default)]
pub(super) struct Category {
    /// The words that announce it, without endings.
    pub(super) heading: Vec<String>,
    /// The sentence that lists it.
    text: String,
}

/// A value.
#[derive(Debug, Default)]
pub(super) struct Value {
    pub(super) category: usize,
    /// As it is listed, without articles.
    pub(super) said: String,
    /// Its telling words, without endings, each with whether no other value of the category has it.
    keys: Vec<(String, bool)>,
}

/// A place in a sentence that speaks of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: usize,
}

/// All values.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub(super) categories: Vec<Category>,
    pub(super) values: Vec<Value>,
    /// How many places there are.
    pub(super) count: usize,
}

/// Words that tell nothing about a value.
const EMPTY: &[&str] = &[
    "a",
    "an",
    "the",
    "one",
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "of",
    "and",
    "or",
    "to",
    "in",
    "on",
    "person",
    "who",
    "that",
    "with",
    "other",
    "another",
    "there",
    "each",
    "every",
    "everyone",
    "all",
    "different",
    "unique",
    "they",
    "people",
    "his",
    "her",
    "their",
    "same",
    "it",
    "for",
    "by",
    "be",
    "them",
    "at",
    "from",
    "owner",
    "these",
    "those",
    "house",
    "houses",
    "following",
    "characteristics",
    "characteristic",
    "some",
    "someone",
    "somebody",
];

/// Pairs of names for the same origin that do not begin alike.
const ORIGINS: &[(&str, &str)] = &[
    ("dane", "danish"),
    ("pole", "polish"),
    ("spaniard", "spanish"),
    ("dutchman", "dutch"),
    ("welshman", "welsh"),
    ("frenchman", "french"),
    ("irishman", "irish"),
    ("englishman", "english"),
    ("swede", "swedish"),
    ("turk", "turkish"),
    ("finn", "finnish"),
    ("scot", "scottish"),
    ("greek", "grecian"),
    ("norwegian", "norway"),
    ("briton", "british"),
];

impl Values {
    /// The values that sentences list; `None` where no lists of equal length are found.
    pub(super) fn read(said: &[Said<'_>]) -> Option<Values> {
        let lists: Vec<(&Said<'_>, List<'_>)> =
            said.iter().filter_map(|sentence| Some((sentence, list(&sentence.tokens)?))).collect();
        let with_colon: Vec<&(&Said<'_>, List<'_>)> = lists.iter().filter(|(_, list)| list.announced).collect();
        let chosen: Vec<&(&Said<'_>, List<'_>)> =
            if with_colon.is_empty() { lists.iter().take(1).collect() } else { with_colon };
        let count = chosen
            .iter()
            .map(|(_, list)| list.items.len())
            .max_by_key(|size| (chosen.iter().filter(|(_, list)| list.items.len() == *size).count(), *size))?;
        let mut found = Values { count, ..Values::default() };
        for (sentence, list) in chosen.iter().filter(|(_, list)| list.items.len() == count) {
            found.add(sentence, list);
        }
        found.weigh();
        let fits = (2..=16).contains(&count) && found.values.iter().all(|value| !value.keys.is_empty());
        fits.then_some(found)
    }

    fn add(&mut self, sentence: &Said<'_>, list: &List<'_>) {
        let category = self.categories.len();
        let heading =
            list.heading.iter().filter(|token| !token.is(EMPTY) && token.lower.chars().all(char::is_alphabetic));
        self.categories.push(Category {
            heading: heading.map(|token| stem(&token.lower)).collect(),
            text: sentence.text.to_owned(),
        });
        for item in &list.items {
            let words: Vec<&Token> =
                item.iter().filter(|token| token.lower.chars().any(char::is_alphanumeric)).collect();
            let telling: Vec<&&Token> = words.iter().filter(|token| !token.is(EMPTY)).collect();
            let said = telling.iter().map(|token| token.raw.as_str()).collect::<Vec<_>>().join(" ");
            let keys = telling.iter().map(|token| (stem(&token.lower), true)).collect();
            self.values.push(Value { category, said, keys });
        }
    }

    /// Marks the words that several values of any one category share ("likes", "book"): they tell no value. A value
    /// of nothing but such words keeps those that its own category does not share.
    fn weigh(&mut self) {
        let mut uses: BTreeMap<(String, usize), usize> = BTreeMap::new();
        for value in &self.values {
            for (key, _) in &value.keys {
                *uses.entry((key.clone(), value.category)).or_insert(0) += 1;
            }
        }
        let shared = |word: &str, category: usize| uses.get(&(word.to_owned(), category)).is_some_and(|uses| *uses > 1);
        let categories = self.categories.len();
        for value in &mut self.values {
            let own = value.category;
            let telling = |key: &str| !(0..categories).any(|category| shared(key, category));
            let some = value.keys.iter().any(|(key, _)| telling(key));
            for (key, strong) in &mut value.keys {
                *strong = if some { telling(key) } else { !shared(key, own) };
            }
        }
    }

    /// All places as bits.
    pub(super) fn places(&self) -> u64 {
        (1u64 << self.count.min(63)) - 1
    }

    /// The values of a category.
    pub(super) fn of(&self, category: usize) -> impl Iterator<Item = usize> {
        self.values.iter().enumerate().filter(move |(_, value)| value.category == category).map(|(at, _)| at)
    }

    /// Whether the sentence is one of those that list values.
    pub(super) fn lists(&self, sentence: &Said<'_>) -> bool {
        self.categories.iter().any(|category| category.text == sentence.text)
    }

    /// Where a sentence speaks of values, in order.
    pub(super) fn spot(&self, tokens: &[Token]) -> Vec<Mention> {
        let mut found: Vec<Mention> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let from = found.last().map_or(0, |mention| mention.end);
            let Some((value, end)) = self.best(tokens, from, at) else {
                at += 1;
                continue;
            };
            match found.last_mut() {
                // "the science fiction book fanatic": one value, told by several of its words.
                Some(last) if last.value == value && at <= last.end + 2 => last.end = end,
                _ => found.push(Mention { start: at, end, value }),
            }
            at = end;
        }
        found
    }

    /// The value that the token at `at` speaks of best: the most words, the largest share of it, the most words of its
    /// category before it.
    fn best(&self, tokens: &[Token], from: usize, at: usize) -> Option<(usize, usize)> {
        let mut best: Option<((usize, usize, usize), usize, usize)> = None;
        let before = tokens.get(from..at).unwrap_or(&[]);
        for (number, value) in self.values.iter().enumerate() {
            for (index, (key, strong)) in value.keys.iter().enumerate() {
                if !strong || !tokens.get(at).is_some_and(|token| same(token, key)) {
                    continue;
                }
                let (length, end) = run(value.keys.get(index..).unwrap_or(&[]), tokens, at);
                let strong = value.keys.iter().filter(|(_, strong)| *strong).count();
                let heading = self.categories.get(value.category).map_or(&[][..], |category| &category.heading);
                let weak = value.keys.iter().filter(|(_, strong)| !*strong).map(|(key, _)| key);
                let cue = before
                    .iter()
                    .filter(|token| heading.iter().chain(weak.clone()).any(|word| stem(&token.lower) == *word))
                    .count();
                let score = (length, 100 * length.min(strong) / strong.max(1), cue);
                if best.is_none_or(|(other, _, _)| score > other) {
                    best = Some((score, number, end));
                }
            }
        }
        best.map(|(_, value, end)| (value, end))
    }

    /// The category that words ask about: by its heading, or that of names for "who".
    pub(super) fn asked(&self, tokens: &[Token], except: &[usize]) -> Option<usize> {
        let mut scores: Vec<(usize, usize)> = Vec::new();
        let person = tokens.iter().any(|token| token.is(&["who", "whom", "whose", "name", "person"]));
        for (at, category) in self.categories.iter().enumerate().filter(|(at, _)| !except.contains(at)) {
            let cues = tokens.iter().filter(|token| category.heading.contains(&stem(&token.lower))).count();
            let named = person && category.heading.iter().any(|word| word == "name");
            scores.push((at, 2 * cues + usize::from(named)));
        }
        let (best, score) = scores.iter().copied().max_by_key(|(at, score)| (*score, usize::MAX - at))?;
        let tied = scores.iter().filter(|(_, other)| *other == score).count() > 1;
        (!tied || self.categories.len() == 1 || (score == 0 && person && best == 0)).then_some(best)
    }
}

/// How many of the keys follow each other from `at` on, articles aside, and where they end.
fn run(keys: &[(String, bool)], tokens: &[Token], at: usize) -> (usize, usize) {
    let (mut length, mut end, mut next) = (0, at, at);
    for (key, _) in keys {
        while length > 0 && tokens.get(next).is_some_and(|token| token.is(&["a", "an", "the"])) {
            next += 1;
        }
        if !tokens.get(next).is_some_and(|token| same(token, key)) {
            break;
        }
        length += 1;
        next += 1;
        end = next;
    }
    (length, end)
}

/// Whether a token is a form of a word: the same without its ending, or one begins with the other ("Brit", "British").
fn same(token: &Token, key: &str) -> bool {
    let own = stem(&token.lower);
    if own == key || token.lower == key || token.lemma == key {
        return true;
    }
    let (short, long) = if own.len() < key.len() { (own.as_str(), key) } else { (key, own.as_str()) };
    let derived = short.len() >= 4
        && long.strip_prefix(short).is_some_and(|rest| {
            matches!(rest, "ish" | "ian" | "an" | "n" | "er" | "r" | "ing" | "ese" | "e" | "es" | "man" | "ist")
        });
    derived || ORIGINS.iter().any(|(a, b)| (own == *a && key == *b) || (own == *b && key == *a))
}

/// A list in a sentence.
struct List<'a> {
    heading: &'a [Token],
    items: Vec<Vec<Token>>,
    /// Whether a colon or dash announces it, or its number.
    announced: bool,
}

/// The list in a sentence: after its colon, between dashes, or at its start or end with commas.
fn list(tokens: &[Token]) -> Option<List<'_>> {
    let colon = tokens.iter().rposition(|token| token.lower == ":").filter(|at| at + 1 < tokens.len());
    let dashed = tokens.iter().position(|token| token.is(&["—", "–", "-", "--"])).filter(|at| *at > 1);
    if let Some(at) = colon.or(dashed) {
        let rest = tokens.get(at + 1..)?;
        let end = rest.iter().position(|token| token.is(&["—", "–", "-", "--", ".", "?", ";"])).unwrap_or(rest.len());
        let items = items(rest.get(..end)?);
        return (items.len() >= 2 && items.iter().all(|item| item.len() <= 10)).then_some(List {
            heading: tokens.get(..at)?,
            items,
            announced: true,
        });
    }
    // "Ann, Bob, Cy and Dee ran a race": the first token is the first item.
    let number = tokens.iter().any(|token| small_number(&token.lower).is_some());
    let commas = tokens.iter().filter(|token| token.lower == ",").count();
    if commas < 1 || number && commas < 2 {
        return None;
    }
    let names: Vec<Vec<Token>> =
        items(tokens).into_iter().map(|item| trim_to_name(&item)).filter(|name| !name.is_empty()).collect();
    let fits = names.len() >= 3 && names.iter().all(|name| name.len() <= 3);
    fits.then_some(List { heading: &[], items: names, announced: false })
}

/// The capitalised words at the start of an item ("Dee ran a race") or at its end ("The runners were Ann").
fn trim_to_name(item: &[Token]) -> Vec<Token> {
    let capital = |token: &&Token| {
        let word = token.is(EMPTY) || small_number(&token.lower).is_some();
        token.raw.starts_with(char::is_uppercase) && !word
    };
    let lead: Vec<Token> = item.iter().take_while(capital).cloned().collect();
    if !lead.is_empty() && (lead.len() == item.len() || !item.last().is_some_and(|last| capital(&last))) {
        return lead;
    }
    let mut tail: Vec<Token> = item.iter().rev().take_while(capital).cloned().collect();
    tail.reverse();
    tail
}

/// The items between commas and "and".
fn items(tokens: &[Token]) -> Vec<Vec<Token>> {
    let end = tokens.iter().rposition(|token| !token.is(&[".", "!", "?"])).map_or(0, |at| at + 1);
    let body = tokens.get(..end).unwrap_or(&[]);
    body.split(|token| token.is(&[",", "and", ";", "&", "or"]))
        .filter(|item| !item.is_empty())
        .map(<[Token]>::to_vec)
        .collect()
}
