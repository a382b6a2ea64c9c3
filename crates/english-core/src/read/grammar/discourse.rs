//! Turns of phrase around a rule that say only that it is one: "if you see that A, you can conclude that B", "be
//! careful when A, because in this case B", "in order to conclude that B, two things are required: A and B". They are
//! put plainly as "if A, then B" before the sentence is parsed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use engine_api::{Pos, Word};
use foldhash::fast::FixedState;

/// A turn of phrase and what stands for it. A pattern is a row of words; `a|b` is either, `?a` may be missing.
struct Turn(&'static str, &'static [&'static str]);

/// At the beginning of a sentence.
const OPENING: &[Turn] = &[
    Turn("be|take ?very careful|cautious|care|attention when|whenever|if", &["if"]),
    Turn("beware|watch ?out when|whenever|if", &["if"]),
    Turn("this|here|it is|'s ?also a|one|another|the ?basic|simple|general|further ?game rule|principle|policy :", &[]),
    Turn("one|another|some of the|our ?basic rules|principles|policies ?of ?the ?game is|says|states that", &[]),
    Turn("the|a|our ?first|second|next|basic|last rule|policy is|says|states that", &[]),
    Turn("from ?the observing|seeing|knowing|noticing|learning|fact ?the ?fact that", &["if"]),
];

/// Where a condition is named.
const CONDITION: &[Turn] = &[
    Turn(
        "if|when|whenever|once you|we|one are|is|feel ?very|quite ?absolutely positive|sure|certain|confident|convinced that you|we|one saw|see|know|observed ?that",
        &["if"],
    ),
    Turn(
        "if|when|whenever|once you|we|one are|is|feel ?absolutely positive|sure|certain|confident|convinced|aware that",
        &["if"],
    ),
    Turn("if|when|whenever|once you|we|one see|saw|know|notice|observe|find|learn|discover ?out that", &["if"]),
    Turn("if|when the belief|assumption|evidence|fact is|holds that", &["if"]),
    Turn("if|when|whenever it is|'s ?well ?already known|established|given|true|observed|certain|clear that", &["if"]),
    Turn("if one|some of the animals|players|creatures|people|persons|characters|things", &["if", "something"]),
];

/// Where a result is named.
const RESULT: &[Turn] = &[
    Turn(
        ", ?then what can|do|may|could you|we|one ?certainly|safely|surely|then|definitely conclude|infer|deduce|say|derive ? you|we|one can|may|could ?certainly|safely|definitely|also conclude|infer|deduce|say|derive that",
        &[",", "then"],
    ),
    Turn(
        ", ?then you|we|one can|may|could ?certainly|safely|definitely|surely|also ?be ?fairly ?absolutely conclude|infer|deduce|derive|certain|sure|confident|positive that",
        &[",", "then"],
    ),
    Turn(", ?then it|this follows|means|implies ?therefore that", &[",", "then"]),
    Turn("?, because|since|as in this|that|such ?a case", &[",", "then"]),
    Turn("then ?, definitely|undoubtedly|certainly|surely|unquestionably ?,", &["then"]),
    Turn("then you|we|one can|may|could add|put ?that", &["then"]),
    Turn("to your|our|the|one's conclusions|beliefs", &[]),
    Turn(", surely|certainly|definitely|undoubtedly|unquestionably ,", &[]),
    Turn("$ $ ?$", &["money"]),
    Turn("?, without|beyond ?a|any doubt|question", &[]),
    Turn(", undoubtedly|certainly|definitely|unquestionably|guaranteed", &[]),
];

/// Places of other patterns.
const REQUIRED: &str = "?in ?order to conclude|infer|deduce|show|prove|establish|derive that";
const EXISTING: &str = "?if there exists|is|lives a|an|some|any";
const GENERIC: &str = "the|any|every|a|an ?living creature|animal|being|player|one|individual|person that|which|who";
const ASKS: &str =
    "what can|do|may|could you|we|one ?certainly|safely|surely|then|definitely conclude|infer|deduce|say|derive ?";
const SAYS: &str = "you|we|one can|may|could ?certainly|safely|definitely|also conclude|infer|deduce|say|derive that";

/// A row of words as numbers: `any` of a part's words may stand there.
#[derive(Debug, Default)]
struct Part {
    optional: bool,
    any: Vec<u16>,
}

/// A turn of phrase whose words are numbers.
#[derive(Debug)]
struct Pattern {
    parts: Vec<Part>,
    /// What stands for it.
    instead: &'static [&'static str],
}

/// The turns of phrase, read once: words are compared as numbers, and most words begin none.
#[derive(Debug)]
struct Turns {
    numbers: HashMap<&'static str, u16, FixedState>,
    opening: Vec<Pattern>,
    inside: Vec<Pattern>,
    required: Pattern,
    existing: Pattern,
    generic: Pattern,
    asks: Pattern,
    says: Pattern,
    /// By a word's number: a bit for each pattern inside that may begin with it.
    starts: Vec<u64>,
}

static TURNS: LazyLock<Turns> = LazyLock::new(Turns::read);

/// Reads the turns of phrase now.
pub(crate) fn warm() {
    LazyLock::force(&TURNS);
}

impl Turns {
    fn read() -> Turns {
        let mut numbers = HashMap::default();
        let mut pattern = |turn: &Turn| Pattern { parts: parts(turn.0, &mut numbers), instead: turn.1 };
        let opening = OPENING.iter().map(&mut pattern).collect();
        let inside: Vec<Pattern> = CONDITION.iter().chain(RESULT).map(&mut pattern).collect();
        let mut plain = |words: &'static str| pattern(&Turn(words, &[]));
        let (required, existing, generic) = (plain(REQUIRED), plain(EXISTING), plain(GENERIC));
        let (asks, says) = (plain(ASKS), plain(SAYS));
        for word in inside.iter().flat_map(|pattern| pattern.instead).chain(&["if", ",", "then", "it", "something"]) {
            number_of(word, &mut numbers);
        }
        let mut starts = vec![0; numbers.len() + 1];
        for (bit, pattern) in inside.iter().enumerate() {
            let needed = pattern.parts.iter().position(|part| !part.optional).unwrap_or(0);
            for word in pattern.parts.iter().take(needed + 1).flat_map(|part| &part.any) {
                if let Some(bits) = starts.get_mut(usize::from(*word)) {
                    *bits |= 1 << bit;
                }
            }
        }
        Turns { numbers, opening, inside, required, existing, generic, asks, says, starts }
    }

    fn number(&self, low: &str) -> u16 {
        self.numbers.get(low).copied().unwrap_or(0)
    }

    fn starts(&self, word: u16) -> u64 {
        self.starts.get(usize::from(word)).copied().unwrap_or(0)
    }
}

fn number_of(word: &'static str, numbers: &mut HashMap<&'static str, u16, FixedState>) -> u16 {
    let next = u16::try_from(numbers.len() + 1).unwrap_or(u16::MAX);
    *numbers.entry(word).or_insert(next)
}

fn parts(pattern: &'static str, numbers: &mut HashMap<&'static str, u16, FixedState>) -> Vec<Part> {
    let part = |part: &'static str| {
        let (optional, part) = match part.strip_prefix('?') {
            Some(rest) if !rest.is_empty() => (true, rest),
            _ => (false, part),
        };
        Part { optional, any: part.split('|').map(|word| number_of(word, numbers)).collect() }
    };
    pattern.split(' ').map(part).collect()
}

/// The number of a word in lower case among those of the turns of phrase; 0 for all others.
pub(super) fn number(low: &str) -> u16 {
    TURNS.number(low)
}

/// How many words from `at` on a pattern covers.
fn covers(numbers: &[u16], at: usize, pattern: &Pattern) -> Option<usize> {
    let mut end = at;
    for part in &pattern.parts {
        if numbers.get(end).is_some_and(|word| part.any.contains(word)) {
            end += 1;
        } else if !part.optional {
            return None;
        }
    }
    (end > at).then_some(end)
}

/// The words of a sentence with their numbers; they are copied once something is replaced.
struct Row<'w> {
    words: Cow<'w, [Word]>,
    numbers: Vec<u16>,
}

impl Row<'_> {
    fn replace(&mut self, range: Range<usize>, instead: &[&str]) {
        let Some(place) = self.words.get(range.start).cloned() else { return };
        self.numbers.splice(range.clone(), instead.iter().map(|text| number(text)));
        self.words.to_mut().splice(range, instead.iter().map(|text| made(text, &place)));
    }

    /// Words before the one at `at`.
    fn insert(&mut self, at: usize, more: &[&str]) {
        let Some(place) = self.words.first().cloned() else { return };
        self.numbers.splice(at..at, more.iter().map(|text| number(text)));
        self.words.to_mut().splice(at..at, more.iter().map(|text| made(text, &place)));
    }

    fn set(&mut self, words: Vec<Word>) {
        self.numbers = words.iter().map(|word| number(&low(word))).collect();
        self.words = Cow::Owned(words);
    }

    /// Replaces a pattern at `at`, if it stands there.
    fn turn(&mut self, at: usize, pattern: &Pattern) -> bool {
        let Some(end) = covers(&self.numbers, at, pattern) else { return false };
        self.replace(at..end, pattern.instead);
        true
    }
}

/// The sentence without such turns of phrase; none where it has none. `numbers` are those of the words.
pub(super) fn plain(words: &[Word], numbers: Vec<u16>) -> Option<Vec<Word>> {
    let turns = &*TURNS;
    let mut row = Row { words: Cow::Borrowed(words), numbers };
    let mut moved = remark(&mut row) | letter(&mut row) | marks(&mut row);
    moved |= turns.opening.iter().any(|turn| row.turn(0, turn));
    moved |= required(&mut row);
    for (bit, turn) in turns.inside.iter().enumerate() {
        let mut at = 0;
        while let Some(word) = row.numbers.get(at) {
            if turns.starts(*word) >> bit & 1 == 1 {
                moved |= row.turn(at, turn);
            }
            at += 1;
        }
    }
    moved |= existing(&mut row);
    moved |= generic(&mut row);
    moved |= elided(&mut row);
    if moved {
        contrast(&mut row);
        reduced(&mut row);
    }
    if !moved {
        return None;
    }
    let mut all = row.words.into_owned();
    if all.iter().any(|word| low(word) == "then") {
        all.retain(|word| !matches!(word.text.as_str(), "\"" | "“" | "”"));
    }
    while all.last().is_some_and(|word| matches!(word.text.as_str(), "." | ",")) {
        all.pop();
    }
    Some(all)
}

fn low(word: &Word) -> String {
    word.text.to_lowercase()
}

/// A word that was not written, where another stands.
fn made(text: &str, place: &Word) -> Word {
    let pos = if text == "," { Pos::Punctuation } else { Pos::Subordinator };
    let mut span = place.span;
    span.end = span.start;
    Word { span, text: text.to_owned(), lemma: text.to_owned(), pos }
}

/// Leaves out remarks in brackets: "(this may be a problem)", "(all of them)".
fn remark(row: &mut Row<'_>) -> bool {
    let opens = |pair: &[Word]| {
        let mark = pair.first().is_some_and(|word| word.text == "(");
        let first = pair.get(1).filter(|_| mark).map(low).unwrap_or_default();
        matches!(first.as_str(), "this" | "which" | "all" | "that" | "each" | "every" | "it")
    };
    let Some(at) = row.words.windows(2).position(opens) else { return false };
    let Some(close) = row.words.iter().skip(at).position(|word| word.text == ")") else { return false };
    row.replace(at..at + close + 1, &[]);
    true
}

/// Leaves out quotation marks around a letter or word that is spoken of: "the letter "w"".
fn letter(row: &mut Row<'_>) -> bool {
    let words = &row.words;
    let quote = |word: Option<&Word>| word.is_some_and(|word| matches!(word.text.as_str(), "\"" | "“" | "”" | "'"));
    let Some(at) = (1..words.len()).find(|at| {
        quote(words.get(*at)) && quote(words.get(at + 2)) && {
            let before = words.get(at - 1).map(low).unwrap_or_default();
            matches!(before.as_str(), "letter" | "word")
        }
    }) else {
        return false;
    };
    row.replace(at + 2..at + 3, &[]);
    row.replace(at..at + 1, &[]);
    true
}

/// Leaves out relative clauses that only say that others differ: "two cats that are black and one that is not".
fn elided(row: &mut Row<'_>) -> bool {
    let low = |at: usize| row.words.get(at).map_or("", |word| word.text.as_str());
    let is_one = |at: &usize| {
        matches!(low(*at), "that" | "who" | "which")
            && matches!(low(at + 1), "is" | "are" | "was" | "were")
            && low(at + 2) == "not"
            && matches!(low(at + 3), "" | "," | "." | "and" | "but")
    };
    let Some(at) = (1..row.words.len()).find(is_one) else { return false };
    row.replace(at..at + 3, &[]);
    true
}

/// "however" between two clauses joins them as "but" does.
fn contrast(row: &mut Row<'_>) {
    let mark = |at: usize| row.words.get(at).is_none_or(|word| matches!(word.text.as_str(), "," | ";" | "."));
    let joins = |at: &usize| {
        row.words.get(*at).is_some_and(|word| word.text.eq_ignore_ascii_case("however"))
            && !mark(at - 1)
            && !mark(at + 1)
    };
    if let Some(at) = (1..row.words.len()).find(joins) {
        row.replace(at..at + 1, &["but"]);
    }
}

/// Puts "the spot that is right after the tree" as "the spot right after the tree", which what follows cannot join.
fn reduced(row: &mut Row<'_>) {
    const PLACES: &[&str] =
        &["after", "before", "behind", "above", "below", "beside", "in", "on", "at", "under", "next"];
    let relative = |words: &[Word], at: usize| {
        let low = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
        let skipped = usize::from(matches!(low(at + 2), "right" | "just" | "directly" | "immediately"));
        matches!(low(at), "that" | "which")
            && matches!(low(at + 1), "is" | "are")
            && PLACES.contains(&low(at + 2 + skipped))
    };
    while let Some(at) = (1..row.words.len()).find(|at| relative(&row.words, *at)) {
        row.replace(at..at + 2, &[]);
    }
}

/// Leaves out the marks of listed clauses: "(1) A or (2) B".
fn marks(row: &mut Row<'_>) -> bool {
    let text = |at: usize| row.words.get(at).map_or("", |word| word.text.as_str());
    let marked = |at: &usize| {
        let one = text(at + 1).len() == 1 && text(at + 1).chars().all(char::is_alphanumeric);
        // "only (1) is true" speaks of what is so marked.
        text(*at) == "("
            && one
            && text(at + 2) == ")"
            && !matches!(text(at + 3), "" | "is" | "are" | "and" | "or" | "," | "." | "nor" | "holds" | ")")
    };
    let places: Vec<usize> = (0..row.words.len()).filter(marked).collect();
    if places.len() < 2 {
        return false;
    }
    for at in places.into_iter().rev() {
        row.replace(at..at + 3, &[]);
    }
    true
}

/// "In order to conclude that B, two pieces of evidence are required: firstly A and secondly C."
fn required(row: &mut Row<'_>) -> bool {
    let Some(start) = covers(&row.numbers, 0, &TURNS.required) else { return false };
    let words = &row.words;
    let Some(colon) = words.iter().position(|word| word.text == ":") else { return false };
    let needs = |word: &Word| matches!(low(word).as_str(), "required" | "needed" | "necessary" | "need" | "must");
    let Some(comma) = words.iter().take(colon).rposition(|word| word.text == ",") else { return false };
    if comma < start || !words.iter().take(colon).any(needs) {
        return false;
    }
    let Some(place) = words.first().cloned() else { return false };
    let ordinal =
        |word: &&Word| !matches!(low(word).as_str(), "firstly" | "secondly" | "thirdly" | "first" | "second" | "that");
    let condition: Vec<Word> = words.iter().skip(colon + 1).filter(ordinal).cloned().collect();
    let mut all = vec![made("if", &place)];
    all.extend(condition.into_iter().skip_while(|word| word.text == ","));
    while all.last().is_some_and(|word| matches!(word.text.as_str(), "." | ",")) {
        all.pop();
    }
    all.extend([made(",", &place), made("then", &place)]);
    all.extend(words.get(start..comma).unwrap_or(&[]).iter().cloned());
    row.set(all);
    true
}

/// "There exists an animal which A, then B": for each such animal.
fn existing(row: &mut Row<'_>) -> bool {
    let Some(end) = covers(&row.numbers, 0, &TURNS.existing) else { return false };
    let then = row.words.iter().any(|word| low(word) == "then");
    let which = (end..row.words.len().min(end + 4))
        .find(|at| row.words.get(*at).is_some_and(|word| matches!(low(word).as_str(), "which" | "that" | "who")));
    let (true, Some(which)) = (then, which) else { return false };
    row.replace(which..which + 1, &[]);
    row.replace(0..end - 1, &["if"]);
    true
}

/// "The living creature that A, will never B": for each such creature.
fn generic(row: &mut Row<'_>) -> bool {
    let Some(end) = covers(&row.numbers, 0, &TURNS.generic) else { return false };
    let follows = |at: &usize| {
        let next = row.words.get(at + 1).map(low).unwrap_or_default();
        row.words.get(*at).is_some_and(|word| word.text == ",")
            && matches!(next.as_str(), "will" | "does" | "is" | "can" | "cannot" | "must" | "has" | "also" | "never")
    };
    let Some(comma) = (end..row.words.len()).find(follows) else { return false };
    row.insert(comma + 1, &["then", "it"]);
    row.replace(0..end, &["if", "something"]);
    true
}

/// Whether a sentence asks what follows only for the next one to say it.
pub(crate) fn answers_itself(one: &[Word], next: &[Word]) -> bool {
    if one.last().is_none_or(|word| word.text != "?") {
        return false;
    }
    let numbers = |words: &[Word]| -> Vec<u16> { words.iter().map(|word| number(&low(word))).collect() };
    let row = numbers(one);
    let asked = (0..row.len()).any(|at| covers(&row, at, &TURNS.asks) == Some(row.len()));
    asked && covers(&numbers(next), 0, &TURNS.says).is_some()
}
