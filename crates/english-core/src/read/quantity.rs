//! Amounts: digits with separators, decimals, words for numbers, fractions, percent and currency.

use engine_api::{
    Pos, Quantity, Span, Word,
    vocabulary::{self, scale},
};

use super::clause::Line;
use super::tag::lower_of;
use crate::lexicon;

/// Words for parts of one: the word and how many make a whole.
const PARTS: [(&str, u32); 14] = [
    ("half", 2),
    ("halves", 2),
    ("third", 3),
    ("thirds", 3),
    ("quarter", 4),
    ("quarters", 4),
    ("fourths", 4),
    ("fifth", 5),
    ("fifths", 5),
    ("sixths", 6),
    ("eighths", 8),
    ("ninths", 9),
    ("tenth", 10),
    ("tenths", 10),
];

/// Currency signs and how their unit is said.
const CURRENCIES: [(&str, &str); 4] = [("$", "dollars"), ("€", "euros"), ("£", "pounds"), ("¥", "yen")];

/// Words that never name what is counted.
const NO_UNIT: [&str; 14] = [
    "times",
    "plus",
    "minus",
    "divided",
    "multiplied",
    "mod",
    "modulo",
    "squared",
    "cubed",
    "o'clock",
    "x",
    "percentage",
    "more",
    "less",
];

pub(crate) fn small(word: &str) -> Option<u32> {
    vocabulary::cardinal(word).map(u32::from)
}

fn part(word: &str) -> Option<u32> {
    PARTS.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

/// Whether `word` (in lower case) is a word for a whole number: `seven`, `twenty-three`, `thousand`, `dozen`.
pub(crate) fn is_number_word(word: &str) -> bool {
    word == "dozen" || scale(word).is_some() || small(word).is_some() || hyphenated(word).is_some()
}

/// The value of `twenty-three`.
fn hyphenated(word: &str) -> Option<u32> {
    let (tens, ones) = word.split_once('-')?;
    let (tens, ones) = (small(tens)?, small(ones)?);
    (tens >= 20 && (1..10).contains(&ones)).then_some(tens + ones)
}

/// The amounts that a sentence names.
pub(crate) fn quantities(line: Line<'_>) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.words.len() {
        let Some((amount, end)) = amount(line, at) else {
            at += 1;
            continue;
        };
        let Some(span) = line.span(at..end) else { break };
        found.push(Quantity { span, amount, unit: unit(line, at, end) });
        at = end;
    }
    found
}

/// The amount that begins at `at`, as decimal text, and where it ends.
fn amount(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    if line.pos(at) == Pos::Numeral && line.words[at].text.starts_with(|first: char| first.is_ascii_digit()) {
        return digits(line, at);
    }
    words(line, at)
}

/// An amount in digits, with a scale word after it: `1,000.5`, `3 million`, `3rd`.
fn digits(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let text: String = line.words[at].text.chars().filter(|letter| *letter != ',').collect();
    let number = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    if number.is_empty() || number.bytes().any(|byte| !(byte.is_ascii_digit() || byte == b'.')) {
        return None;
    }
    if number.bytes().filter(|byte| *byte == b'.').count() > 1 {
        return None;
    }
    let scale = line.get(at + 1).and_then(|next| scale(&next.lemma));
    match scale.filter(|_| number == text) {
        Some(power) => Some((scaled(number, power), at + 2)),
        None => Some((plain(number), at + 1)),
    }
}

/// `number` without needless zeros.
fn plain(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// `number` times ten to the `power`.
fn scaled(number: &str, power: u32) -> String {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let power = power as usize;
    let mut digits = fraction.to_owned();
    while digits.len() < power {
        digits.push('0');
    }
    let (moved, rest) = digits.split_at(power);
    plain(&format!("{whole}{moved}.{rest}"))
}

/// An amount in words: `three hundred and five`, `two thirds`, `a dozen`, `half`.
fn words(line: Line<'_>, start: usize) -> Option<(String, usize)> {
    if let Some((top, bottom, end)) = fraction(line, start) {
        return Some((ratio(top, bottom), end));
    }
    let (value, end) = whole(line, start)?;
    // "two and a half"
    if line.lemma(end) == "and"
        && matches!(line.lemma(end + 1), "a" | "one" | "two" | "three")
        && let Some((top, bottom, end)) = fraction(line, end + 1)
    {
        let top = value.checked_mul(u128::from(bottom))?.checked_add(top)?;
        return Some((ratio(top, bottom), end));
    }
    Some((value.to_string(), end))
}

/// A part of one in words: `half`, `a third`, `two thirds`, `three quarters`.
fn fraction(line: Line<'_>, start: usize) -> Option<(u128, u32, usize)> {
    let lower = |at: usize| line.get(at).map(|word| lower_of(&word.text)).unwrap_or_default();
    let first = lower(start);
    if first == "half" {
        return Some((1, 2, start + 1));
    }
    let top = if first == "a" || first == "one" { 1 } else { u128::from(small(&first)?) };
    let bottom = part(&lower(start + 1))?;
    // "one third" and "two thirds", but not "the second third".
    let plural = lower(start + 1).ends_with('s');
    ((top == 1) != plural).then_some((top, bottom, start + 2))
}

/// A quotient as decimal text where that is exact, as a fraction otherwise.
fn ratio(top: u128, bottom: u32) -> String {
    match bottom {
        2 | 4 | 5 | 8 | 10 => {
            let thousandths = top * 1000 / u128::from(bottom);
            plain(&format!("{}.{:03}", thousandths / 1000, thousandths % 1000))
        }
        _ if top.is_multiple_of(u128::from(bottom)) => (top / u128::from(bottom)).to_string(),
        _ => format!("{top}/{bottom}"),
    }
}

/// A whole number in words and where it ends. Accumulates as numbers are said: small numbers add, "hundred"
/// multiplies what is open, "thousand" and above close it.
fn whole(line: Line<'_>, start: usize) -> Option<(u128, usize)> {
    let mut total: u128 = 0;
    let mut open: u128 = 0;
    let mut at = start;
    let mut end = start;
    // 1: ones may follow, 2: tens may follow; 0: only a scale may.
    let mut room = 100;
    while let Some(word) = line.get(at) {
        let word = lower_of(&word.text);
        if let Some(value) = small(&word).or_else(|| hyphenated(&word)).filter(|value| *value < room) {
            open += u128::from(value);
            room = if value >= 20 && value % 10 == 0 { 10 } else { 0 };
        } else if word == "dozen" && at + 1 > start {
            open = open.max(1).checked_mul(12)?;
            room = 0;
        } else if let Some(power) = scale(&word).filter(|_| end > start || at == start + 1) {
            open = open.max(1).checked_mul(10u128.checked_pow(power)?)?;
            room = 100;
            if power > 2 {
                total = total.checked_add(open)?;
                open = 0;
                room = 1000;
            }
        } else if (at == start && word == "a" && opens_scale(line, at + 1))
            || (word == "and" && joins(line, at, start, end))
        {
            at += 1;
            continue;
        } else {
            break;
        }
        at += 1;
        end = at;
    }
    (end > start).then_some((total + open, end))
}

/// "a hundred", "a dozen".
fn opens_scale(line: Line<'_>, at: usize) -> bool {
    scale(line.lemma(at)).is_some() || line.lemma(at) == "dozen"
}

/// "hundred and five": whether the "and" at `at` stands inside a number.
fn joins(line: Line<'_>, at: usize, start: usize, end: usize) -> bool {
    let follows = line.get(at + 1).is_some_and(|word| {
        let lower = lower_of(&word.text);
        small(&lower).or_else(|| hyphenated(&lower)).is_some()
    });
    end == at && at > start && scale(line.lemma(at - 1)).is_some() && follows
}

/// The unit or the thing counted, right after the number or, for a currency, right before it.
fn unit(line: Line<'_>, start: usize, end: usize) -> Option<String> {
    let before = start.checked_sub(1).map_or("", |at| line.lemma(at));
    if let Some((_, name)) = CURRENCIES.iter().find(|(sign, _)| *sign == before) {
        return Some((*name).to_owned());
    }
    let mut at = end;
    // "5 of the apples", "10 degrees Celsius", "3 red apples"
    while line.pos(at) == Pos::Adjective && line.pos(at + 1) == Pos::Noun && !NO_UNIT.contains(&line.lemma(at)) {
        at += 1;
    }
    let word = line.get(at)?;
    let lower = lower_of(&word.text);
    match &*lower {
        "%" => return Some("percent".to_owned()),
        "°" => return line.phrase(at..(at + 2).min(line.words.len())),
        _ if NO_UNIT.contains(&&*lower) => return None,
        _ => {}
    }
    let noun = matches!(word.pos, Pos::Noun) || (word.pos == Pos::ProperNoun && touches(line, at));
    (noun || is_unit(word, line, at)).then(|| line.phrase(end..at + 1)).flatten()
}

fn is_unit(word: &Word, line: Line<'_>, at: usize) -> bool {
    let sign = lexicon::is_unit_sign(&lower_of(&word.text));
    // "3 in" is three inches only where nothing follows; "5 in Paris" is not.
    sign && (touches(line, at) || word.pos != Pos::Adposition)
}

/// Whether no space stands before the word at `at`.
fn touches(line: Line<'_>, at: usize) -> bool {
    let end = at.checked_sub(1).and_then(|before| line.get(before)).map(|word| word.span.end);
    end == line.get(at).map(|Word { span: Span { start, .. }, .. }| *start)
}
