//! Common knowledge about what is had or is so: colours of flags and of the rainbow, how many friends, first letters
//! of names, what things are good for, and acts in other words.

mod uses;

use engine_api::{Lexicon, Pos, Senses, vocabulary};

use crate::world::colours;

/// Whether what is told of someone says that what is sought holds of them. `name` gives names of others.
pub(super) fn implies(
    told: &[String],
    sought: &[String],
    name: &dyn Fn(&str) -> Option<String>,
    lexicon: &dyn Lexicon,
) -> bool {
    let has = |words: &[String], word: &str| words.iter().any(|one| one == word);
    if has(sought, "name") {
        return has(told, "name") && letters(told, sought, name).unwrap_or(false);
    }
    if has(sought, "color") || has(sought, "colour") {
        return colour(told, sought).unwrap_or(false);
    }
    if let Some((bound, number, thing)) = amount(sought) {
        return count(told, &thing).is_some_and(|many| match bound {
            "more" => many > number,
            "few" => many < number,
            "least" => many >= number,
            "most" => many <= number,
            _ => many == number,
        });
    }
    let asked: Vec<&str> = sought.iter().map(String::as_str).collect();
    let thing: Vec<&str> =
        told.iter().skip(1).map(String::as_str).filter(|word| !matches!(*word, "a" | "an")).collect();
    if entails(told, sought) {
        return true;
    }
    if has(told, "have") && has(sought, "have") {
        return uses::serves(&thing.join(" "), &asked, lexicon).unwrap_or(false);
    }
    told.first() != Some(&"have".to_owned()) && same_act(told, sought, lexicon)
}

/// "a name whose first letter is the same as the first letter of the cat's name".
fn letters(told: &[String], sought: &[String], name: &dyn Fn(&str) -> Option<String>) -> Option<bool> {
    let own = told.last()?;
    let last = sought.iter().any(|word| word == "last");
    let letter = |name: &str| if last { name.chars().next_back() } else { name.chars().next() };
    let end = sought.iter().rposition(|word| matches!(word.as_str(), "'s" | "’s" | "'"));
    let other = match end {
        Some(end) => {
            let start =
                sought.iter().take(end).rposition(|word| word == "the").map_or(end.saturating_sub(1), |at| at + 1);
            name(&sought.get(start..end)?.join(" "))?
        }
        None => {
            let word = sought.last()?;
            name(word.trim_end_matches("'s")).or_else(|| (word.chars().count() == 1).then(|| word.clone()))?
        }
    };
    Some(letter(own) == letter(&other))
}

fn colour(told: &[String], sought: &[String]) -> Option<bool> {
    let colour = told.iter().find(|word| colours::is_colour(word))?;
    let what =
        |words: &[String]| words.iter().skip(1).find(|word| !matches!(word.as_str(), "a" | "an" | "the")).cloned();
    let thing = what(sought)?;
    if !told.contains(&thing) {
        return Some(false);
    }
    let set: Vec<&str> = sought.iter().map(String::as_str).collect();
    if let Some(at) = set.iter().position(|word| *word == "letter")
        && let Some(letter) =
            set.iter().skip(at + 1).find(|word| word.chars().count() == 1 && word.chars().all(char::is_alphabetic))
    {
        return Some(colour.starts_with(letter));
    }
    if let Some(named) = set.iter().find(|word| colours::is_colour(word)) {
        return Some(colour == named);
    }
    colours::belongs(colour, &set)
}

fn number(word: &str) -> Option<u32> {
    word.parse().ok().or_else(|| vocabulary::cardinal(word).map(u32::from))
}

/// "more than three friends": the bound, the number and what is counted.
fn amount(words: &[String]) -> Option<(&'static str, u32, String)> {
    let at = words.iter().position(|word| number(word).is_some())?;
    let before = words.get(at.checked_sub(2)?..at)?;
    let bound = match before.first()?.as_str() {
        "more" | "greater" | "over" => "more",
        "few" | "fewer" | "less" | "little" => "few",
        "least" => "least",
        "most" => "most",
        _ => return None,
    };
    let bound = if before.first()? == "at" { "least" } else { bound };
    Some((bound, number(words.get(at)?)?, words.get(at + 1)?.clone()))
}

/// "two friends that are kind and three friends that are not": how many in all.
fn count(words: &[String], thing: &str) -> Option<u32> {
    if !words.iter().any(|word| word == thing) {
        return None;
    }
    let total = words.iter().filter_map(|word| number(word)).try_fold(0, u32::checked_add)?;
    (total > 0).then_some(total)
}

/// Acts that are told by other words.
const ACTS: &[&[&str]] = &[
    &["fan", "support", "admire", "love", "follower", "supporter"],
    &["salary", "well-paid", "paid", "pay", "wage"],
    &["kill", "assassinate", "murder"],
    &["few", "fewer", "reduce", "less", "cut"],
    &["buy", "purchase", "acquire"],
    &["create", "invent", "build", "make"],
    &["steal", "take", "rob"],
    &["struggle", "difficulty", "trouble", "hard"],
    &["lose", "lack", "miss"],
    &["money", "$", "dollar", "cash"],
    &["basic", "basics", "elementary", "fundamental"],
];

/// What one statement says of another: all words of one side of a row occur in the one, all of the other in the other.
const ENTAILS: &[(&[&str], &[&str])] = &[
    (&["publish"], &["have"]),
    (&["well-paid"], &["high", "salary"]),
    (&["well-paying"], &["high", "salary"]),
    (&["buy"], &["own"]),
    (&["buy"], &["have"]),
    (&["purchase"], &["own"]),
    (&["purchase"], &["have"]),
    (&["acquire"], &["own"]),
    (&["own"], &["have"]),
    (&["have"], &["own"]),
    (&["receive"], &["have"]),
];

/// Whether what is told entails what is sought by what its verb brings about, of the same thing.
fn entails(told: &[String], sought: &[String]) -> bool {
    let all = |words: &[&str], within: &[String]| words.iter().all(|word| within.iter().any(|one| one == word));
    ENTAILS.iter().any(|(one, other)| {
        let rest = sought.iter().skip(1).filter(|word| !EMPTY.contains(&word.as_str()));
        all(one, told)
            && all(other, sought)
            && rest.clone().count() > 0
            && (other.len() > 1 || rest.clone().all(|word| told.contains(word)))
    })
}

/// Whether what is told rules out that the same is had: "lost her keys", "has her keys".
pub(super) fn denies(told: &[String], sought: &[String]) -> bool {
    let gone = told.first().is_some_and(|verb| matches!(verb.as_str(), "lose" | "sell" | "misplace" | "forget"));
    let had = sought.first().is_some_and(|verb| matches!(verb.as_str(), "have" | "own" | "possess"));
    let things = sought.iter().skip(1).filter(|word| !EMPTY.contains(&word.as_str()));
    gone && had && things.clone().count() > 0 && things.clone().all(|word| told.contains(word))
}

/// Whether two words tell of the same act.
pub(super) fn like(one: &str, other: &str) -> bool {
    ACTS.iter().any(|act| act.contains(&one) && act.contains(&other))
}

/// The first of the words that tell the same.
pub(super) fn usual(word: &str) -> &str {
    ACTS.iter().find(|act| act.contains(&word)).and_then(|act| act.first()).copied().unwrap_or(word)
}

const EMPTY: &[&str] = &[
    "a", "an", "the", "be", "of", "her", "his", "its", "their", "to", "for", "from", "in", "recently", "before",
    "than", "it", "own", "have", "'s",
];

/// Whether two clauses tell the same act: each telling word of what is sought has its like.
fn same_act(told: &[String], sought: &[String], lexicon: &dyn Lexicon) -> bool {
    let telling: Vec<&String> = sought.iter().filter(|word| !EMPTY.contains(&word.as_str())).collect();
    let like = |word: &str| {
        told.iter().any(|other| {
            other == word
                || like(word, other)
                || lexicon.synonyms(other, Pos::Verb, Senses::First).iter().any(|synonym| synonym == word)
        })
    };
    telling.len() > 1 && telling.iter().all(|word| like(word))
}
