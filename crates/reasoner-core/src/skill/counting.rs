//! Counting and ordering what a prompt spells out: letters in a text, numbers to sort, the statistics of a list.

use engine_api::{Budget, Value};
use num_traits::Zero;

use super::Found;
use super::prompt::{self, Line, computed, plain, quoted, step};
use crate::calc::notation::Literal;
use crate::calc::number::{self, Number};
use crate::scene::Scene;

/// Answers the one sentence of the turn that counts or orders.
pub(crate) fn counting(scene: &Scene<'_>, _budget: &mut Budget) -> Option<Found> {
    prompt::only(scene, |line| sorted(scene, line).or_else(|| letters(scene, line)).or_else(|| statistic(scene, line)))
}

/// "How many times does the letter a appear in …?", "count the r's in strawberry".
fn letters<'a>(scene: &Scene<'a>, line: &Line<'a>) -> Option<Found> {
    let counts = line.says_any(&["how many", "how often", "count", "number of", "total of"]);
    if !counts || line.sentence.words.len() > 400 {
        return None;
    }
    let (letter, rest) = letter(line)?;
    let body = body(scene, line, rest, letter)?;
    let wanted = letter.to_lowercase().to_string();
    let count = body.chars().filter(|here| here.to_lowercase().to_string() == wanted).count();
    let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
    let statement = format!("the letter \"{letter}\" occurs {times} in \"{}\"", body.trim());
    Some(computed(plain(count.to_string()), statement, Vec::new()))
}

/// The letter that is counted and the text after it.
fn letter<'a>(line: &Line<'a>) -> Option<(char, &'a str)> {
    let single = |text: &str| {
        let mut letters = text.chars();
        letters.next().filter(|letter| letter.is_alphanumeric() && letters.next().is_none())
    };
    let after = |part: &str| {
        let at = part.as_ptr() as usize - line.text.as_ptr() as usize;
        line.text.get(at + part.len()..).unwrap_or("").trim_start_matches(['"', '\'', '”', '’', '`'])
    };
    if let Some((part, letter)) = quoted(line.text).into_iter().find_map(|part| Some((part, single(part)?))) {
        return Some((letter, after(part)));
    }
    let words = &line.sentence.words;
    let found = words.iter().enumerate().find_map(|(at, word)| {
        let named = at > 0 && matches!(words.get(at - 1)?.lemma.as_str(), "letter" | "character" | "letters");
        let plural = words.get(at + 1).is_some_and(|next| matches!(next.text.as_str(), "'s" | "’s"));
        let verb =
            words.get(at + 1).is_some_and(|next| matches!(next.lemma.as_str(), "occur" | "appear" | "in" | "show"));
        let letter = single(&word.text).filter(|letter| named || plural || (verb && !letter.is_numeric()))?;
        Some((letter, word.span.end))
    });
    let (letter, end) = found?;
    let start = line.sentence.span.start;
    let rest = line.text.get(end.checked_sub(start)?..)?;
    Some((letter, rest.trim_start_matches(['\'', '’']).trim_start_matches("s ")))
}

/// The text that is searched: a quotation, what follows a colon, or the word after "in".
fn body<'a>(scene: &Scene<'a>, line: &Line<'a>, rest: &'a str, letter: char) -> Option<&'a str> {
    let long = |part: &&str| part.chars().count() > 1;
    if let Some(part) = quoted(rest).into_iter().rfind(long) {
        return Some(part);
    }
    if let Some(part) = quoted(line.text).into_iter().find(long) {
        return Some(part);
    }
    let later =
        scene.turn.iter().skip(line.index + 1).find_map(|sentence| {
            quoted(sentence.span.of(scene.text)).into_iter().find(|part| part.chars().count() > 1)
        });
    if let Some((_, tail)) = rest.split_once(':') {
        return Some(tail.trim()).filter(|tail| !tail.is_empty()).or(later);
    }
    let (_, tail) = rest.split_once(" in ")?;
    let tail = tail.trim_end_matches(['?', '.', '!', ' ']);
    let tail = ["the word ", "the name ", "the text ", "the phrase ", "the sentence ", "the string "]
        .iter()
        .find_map(|lead| tail.strip_prefix(lead))
        .unwrap_or(tail);
    let known = !tail.contains(' ') && tail.len() > 1 && letter.is_alphanumeric();
    if known { Some(tail) } else { later }
}

/// "Sort these numbers in descending order: …"
fn sorted<'a>(scene: &Scene<'a>, line: &Line<'a>) -> Option<Found> {
    let verb =
        line.has(&["sort", "arrange", "order", "rank", "sorted", "ordered", "rearrange", "reorder", "put", "list"]);
    let direction = direction(line);
    let named =
        line.has(&["number", "numbers", "value", "values", "integers", "decimals", "figures", "list", "following"]);
    if !verb || (direction.is_none() && !named) {
        return None;
    }
    let (text, mut numbers) = prompt::literals(scene, line, 2);
    // What stands before a colon tells of the list; words in it would be items of another kind.
    let colon = text.find(':').filter(|colon| numbers.iter().any(|number| number.start > *colon));
    if let Some(colon) = colon {
        numbers.retain(|number| number.start > colon);
    }
    if numbers.len() < 2 || has_words(text, &numbers) {
        return None;
    }
    let falling = direction.unwrap_or(false);
    let order = |a: &Literal<'_>, b: &Literal<'_>| if falling { b.value.cmp(&a.value) } else { a.value.cmp(&b.value) };
    numbers.sort_by(order);
    let shown = numbers.iter().map(|number| number.text.replace('−', "-")).collect::<Vec<String>>().join(", ");
    let signs: Vec<String> = numbers
        .windows(2)
        .filter_map(|pair| {
            let [a, b] = pair else { return None };
            let sign = if a.value == b.value {
                "="
            } else if falling {
                ">"
            } else {
                "<"
            };
            Some(format!("{} {sign} {}", a.text, b.text))
        })
        .collect();
    let name = if falling { "descending" } else { "ascending" };
    Some(computed(
        Value::Text(shown.clone()),
        format!("in {name} order: {shown}"),
        signs.into_iter().map(step).collect(),
    ))
}

/// Whether words stand between the numbers, so that the list is not one of numbers.
fn has_words(text: &str, numbers: &[Literal<'_>]) -> bool {
    let Some((first, last)) = numbers.iter().map(|n| n.start).min().zip(numbers.iter().map(|n| n.end).max()) else {
        return true;
    };
    let between = text.get(first..last).unwrap_or("").replace("and", "");
    between.chars().filter(|letter| letter.is_alphabetic()).count() > 0
}

/// Whether the order falls; nothing where none is named.
fn direction(line: &Line<'_>) -> Option<bool> {
    const LARGE: [&str; 5] = ["largest", "biggest", "greatest", "highest", "high"];
    const SMALL: [&str; 6] = ["smallest", "least", "lowest", "low", "littlest", "small"];
    if line.has(&["descending", "decreasing", "falling"]) {
        return Some(true);
    }
    if line.has(&["ascending", "increasing", "rising"]) {
        return Some(false);
    }
    let at = |any: &[&str]| line.words.iter().position(|word| any.contains(&word.as_str()));
    match (at(&LARGE), at(&SMALL)) {
        (Some(large), Some(small)) => Some(large < small),
        (Some(_), None) if line.says("first") => Some(true),
        (None, Some(_)) if line.says("first") => Some(false),
        _ => None,
    }
}

/// Mean, median, mode and range of a list of numbers.
fn statistic<'a>(scene: &Scene<'a>, line: &Line<'a>) -> Option<Found> {
    const NAMES: [(&str, &[&str]); 4] =
        [("median", &["median"]), ("mode", &["mode"]), ("range", &["range"]), ("mean", &["mean", "average"])];
    let mut named = NAMES.iter().filter(|(_, words)| line.has(words));
    let (name, _) = named.next().filter(|_| named.next().is_none())?;
    let (text, numbers) = prompt::literals(scene, line, 3);
    if numbers.len() < 3 || has_words(text, &numbers) {
        return None;
    }
    let mut values: Vec<Number> = numbers.into_iter().map(|number| number.value).collect();
    values.sort();
    let shown = values.iter().map(number::exact).collect::<Vec<String>>().join(", ");
    let value = match *name {
        "median" => median(&values)?,
        "mode" => mode(&values)?,
        "range" => values.last()? - values.first()?,
        _ => values.iter().fold(Number::zero(), |sum, value| sum + value) / Number::from_integer(values.len().into()),
    };
    let digits = if number::is_decimal(&value) { number::exact(&value) } else { number::rounded(&value, 7) };
    Some(computed(plain(digits.clone()), format!("the {name} of {shown} is {digits}"), Vec::new()))
}

fn median(values: &[Number]) -> Option<Number> {
    let middle = values.len() / 2;
    let upper = values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(upper.clone());
    }
    Some((values.get(middle.checked_sub(1)?)? + upper) / number::whole(2))
}

/// The value that occurs most often, where it is one.
fn mode(values: &[Number]) -> Option<Number> {
    let count = |value: &Number| values.iter().filter(|other| *other == value).count();
    let most = values.iter().take(1000).map(count).max()?;
    let mut modes: Vec<&Number> = values.iter().take(1000).filter(|value| count(value) == most).collect();
    modes.dedup();
    match modes.as_slice() {
        [one] if most > 1 => Some((*one).clone()),
        _ => None,
    }
}
