//! What differs between a text and its translation, the surest difference first.

use engine_api::{Lexicon, vocabulary};

use super::german;

/// A kind of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Difference {
    /// Another number, date or unit.
    Number,
    /// Another name.
    Name,
    /// Another adjective.
    Modifier,
    /// A negation more or less.
    Negation,
    /// Something left out.
    Omission,
}

/// A translation with fewer words than this share of its source leaves something out.
const SHORT: f64 = 0.72;

/// The differences found, each with what shows it.
pub(crate) fn differences(source: &str, target: &str, lexicon: &dyn Lexicon) -> Vec<(Difference, String)> {
    let (german, english) = (words(source), words(target));
    let found = [
        number(&german, &english).map(|shown| (Difference::Number, shown)),
        spelt(&german, &english).map(|shown| (Difference::Number, shown)),
        modifier(&german, &english).map(|shown| (Difference::Modifier, shown)),
        negation(&german, &english, lexicon).map(|shown| (Difference::Negation, shown)),
        name(&german, &english, lexicon).map(|shown| (Difference::Name, shown)),
        renamed(&german, &english).map(|shown| (Difference::Name, shown)),
        omission(&german, &english).map(|shown| (Difference::Omission, shown)),
    ];
    found.into_iter().flatten().collect()
}

fn words(text: &str) -> Vec<&str> {
    text.split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '.' | ',' | '-' | '%')))
        .flat_map(|word| word.split('-'))
        .map(|word| word.trim_matches(['.', ',']))
        .filter(|word| !word.is_empty())
        .collect()
}

/// A number's digits without separators and endings: "11.000" and "11,000" are the same, "98." and "98th" too.
fn digits(word: &str) -> Option<String> {
    let plain: String = word.chars().filter(char::is_ascii_digit).collect();
    let only = word.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','));
    let ending = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let ordinal = matches!(ending, "st" | "nd" | "rd" | "th" | "s" | "er");
    (!plain.is_empty() && (only || ordinal)).then_some(plain)
}

/// A number that the translation has and the source lacks, or a unit of the source that it renders as another.
fn number(german: &[&str], english: &[&str]) -> Option<String> {
    let told: Vec<String> = german.iter().filter_map(|word| digits(word)).collect();
    let said: Vec<String> = english.iter().filter_map(|word| digits(word)).collect();
    let words: Vec<u32> = german.iter().filter_map(|word| german::number(&word.to_lowercase())).collect();
    let spelt = |number: &String| number.parse::<u32>().is_ok_and(|number| words.contains(&number));
    if let Some(new) = said.iter().find(|number| !told.contains(number) && !spelt(number)) {
        return Some(format!("{new} is not among the numbers of the source"));
    }
    // In order as far as both have them: "16. bis 23." is not "23 to 16".
    let common: Vec<&String> = told.iter().filter(|number| said.contains(number)).collect();
    let rendered: Vec<&String> = said.iter().filter(|number| told.contains(number)).collect();
    if let ([first, second, ..], [third, fourth, ..]) = (common.as_slice(), rendered.as_slice())
        && first == fourth
        && second == third
        && first != second
        && german.windows(3).any(|run| run.get(1).is_some_and(|word| matches!(*word, "bis" | "zu" | "gegen")))
    {
        return Some(format!("{first} and {second} changed places"));
    }
    let lower: Vec<String> = english.iter().map(|word| word.to_lowercase()).collect();
    let unit = german.iter().find_map(|word| {
        let word = word.to_lowercase();
        let english = german::unit(&word)?;
        (!lower.iter().any(|said| english.contains(&said.as_str()))).then_some(word)
    });
    let other = lower.iter().any(|said| is_unit(said) && !german.iter().any(|word| renders(word, said)));
    unit.filter(|_| other).map(|unit| format!("\"{unit}\" is rendered as another unit"))
}

/// A number in words that one side has and the other lacks, or the only thing that is left out.
fn spelt(german: &[&str], english: &[&str]) -> Option<String> {
    let told: Vec<u32> = german.iter().filter_map(|word| german::number(&word.to_lowercase())).collect();
    let lower: Vec<String> = english.iter().map(|word| word.to_lowercase()).collect();
    let mut said: Vec<u32> = Vec::new();
    for (at, word) in lower.iter().enumerate() {
        let Some(value) = german::english_number(word) else { continue };
        let tens = at.checked_sub(1).and_then(|before| german::english_number(lower.get(before)?));
        match said.last_mut().filter(|_| value < 10 && tens.is_some_and(|tens| tens >= 20 && tens % 10 == 0)) {
            Some(last) => *last += value,
            None => said.push(value),
        }
    }
    let figures = |words: &[&str], value: u32| {
        words.iter().filter_map(|word| digits(word)).any(|figure| figure.parse::<u32>().is_ok_and(|own| own == value))
    };
    let new = said.iter().find(|value| !told.contains(value) && !figures(german, **value));
    let gone = told.iter().find(|value| !said.contains(value) && !figures(english, **value));
    if let (Some(new), Some(gone)) = (new, gone) {
        return Some(format!("{gone} became {new}"));
    }
    // "With 3,718 inhabitants" alone is left out.
    let lost = german.iter().filter_map(|word| digits(word)).find(|number| {
        !english.iter().any(|word| digits(word).as_ref() == Some(number))
            && number.parse::<u32>().is_ok_and(|value| !said.contains(&value))
    })?;
    (german.len() <= english.len() + 3).then(|| format!("{lost} of the source is lost"))
}

/// An adjective of the source that the translation renders by none of its words.
fn modifier(german: &[&str], english: &[&str]) -> Option<String> {
    let lower: Vec<String> = english.iter().map(|word| word.to_lowercase()).collect();
    german.iter().find_map(|word| {
        let adjective = german::adjective(&word.to_lowercase())?;
        let rendered = lower.iter().any(|said| adjective.iter().any(|own| said.starts_with(own)));
        (!rendered && german.len() <= english.len() + 3).then(|| format!("\"{word}\" is rendered otherwise"))
    })
}

/// A name of several words of which the translation keeps only some.
fn renamed(german: &[&str], english: &[&str]) -> Option<String> {
    let said: Vec<String> = english.iter().map(|word| folded(word)).collect();
    let kept = |word: &str| has_near(&said, &folded(word));
    let capital = |word: &str| word.chars().count() > 2 && word.chars().next().is_some_and(char::is_uppercase);
    // The name that the sentence begins with.
    let run: Vec<&&str> = german.iter().take_while(|word| capital(word)).collect();
    let article = ["der", "die", "das", "ein", "eine", "auf", "in", "liste"];
    let named = run.len() > 1 && run.first().is_some_and(|word| !article.contains(&word.to_lowercase().as_str()));
    let lost = run.iter().find(|word| !kept(word))?;
    (named && run.iter().any(|word| kept(word))).then(|| format!("\"{lost}\" is lost from the name"))
}

fn is_unit(word: &str) -> bool {
    let unit = matches!(
        word,
        "kilometers"
            | "kilometres"
            | "meters"
            | "metres"
            | "miles"
            | "mile"
            | "feet"
            | "years"
            | "months"
            | "days"
            | "hours"
            | "minutes"
            | "million"
            | "billion"
            | "percent"
            | "kilometer"
            | "meter"
            | "centimetres"
            | "centimeters"
            | "weeks"
            | "inches"
    );
    unit || vocabulary::month(word).is_some()
}

fn renders(german: &str, english: &str) -> bool {
    german::unit(&german.to_lowercase()).is_some_and(|known| known.contains(&english))
}

/// A denial on one side only.
fn negation(german: &[&str], english: &[&str], lexicon: &dyn Lexicon) -> Option<String> {
    let told = german.iter().filter(|word| denies(&word.to_lowercase())).count();
    let said = english.iter().filter(|word| denied(&word.to_lowercase(), lexicon)).count();
    match (told, said) {
        (0, 1..) => Some("only the translation denies something".to_owned()),
        (1.., 0) => Some("only the source denies something".to_owned()),
        _ => None,
    }
}

fn denies(word: &str) -> bool {
    german::denies(word)
        || (word.starts_with("un")
            && word.len() > 6
            && !word.starts_with("unter")
            && !word.starts_with("uni")
            && !word.starts_with("ung"))
}

fn denied(word: &str, lexicon: &dyn Lexicon) -> bool {
    let plain = matches!(word, "not" | "no" | "never" | "without" | "non" | "neither" | "nor" | "none" | "nothing");
    let prefixed = ["un", "non", "in", "im", "dis"].iter().any(|prefix| {
        let stem = word.strip_prefix(prefix).filter(|stem| stem.len() >= 4);
        *prefix == "un" && stem.is_some_and(|stem| lexicon.candidates(stem).iter().any(|one| one.known))
    });
    plain || prefixed
}

/// A name of the translation that is close to none of the source's words.
fn name(german: &[&str], english: &[&str], lexicon: &dyn Lexicon) -> Option<String> {
    let told: Vec<String> = german.iter().map(|word| folded(word)).collect();
    let mut suspects = english.iter().skip(1).filter(|word| word.chars().next().is_some_and(char::is_uppercase));
    suspects
        .find(|word| word.chars().count() > 3 && is_name(word, lexicon) && !has_near(&told, &folded(word)))
        .map(|word| format!("\"{word}\" does not stand in the source"))
}

/// Names are what the lexicon does not know, or knows as a name only.
fn is_name(word: &str, lexicon: &dyn Lexicon) -> bool {
    let lower = word.to_lowercase();
    !lexicon.candidates(&lower).iter().any(|candidate| candidate.known)
}

/// Whether some word of the source is the name, one that it is part of, or a form of it.
fn has_near(told: &[String], name: &str) -> bool {
    let stem: String = name.chars().take(name.chars().count().saturating_sub(2).max(4)).collect();
    told.iter().any(|word| {
        word.contains(name) || word.starts_with(&stem) || (word.len() > 4 && name.starts_with(word.as_str()))
    })
}

/// Lower case, umlauts and the sharp s written out.
fn folded(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.to_lowercase().chars() {
        match letter {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            _ => plain.push(letter),
        }
    }
    plain
}

/// A translation much shorter than its source; English needs more words for what German compounds say.
fn omission(german: &[&str], english: &[&str]) -> Option<String> {
    #[allow(clippy::cast_precision_loss, reason = "texts are short")]
    let share = english.len() as f64 / german.len().max(1) as f64;
    let numbers = |words: &[&str]| words.iter().filter(|word| digits(word).is_some()).count();
    let lost = numbers(german) > numbers(english);
    (german.len() > 6 && (share < SHORT || (lost && share < 1.0)))
        .then(|| format!("{} words render {}", english.len(), german.len()))
}
