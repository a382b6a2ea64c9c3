//! Closed sets of English words that several crates read: numbers, months, days of the week, given names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(&str, u32); 6] =
    [("hundred", 2), ("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12), ("quadrillion", 15)];
const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// The months from January on.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The days of the week from Monday on.
pub const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The number below a hundred that one word in lower case names: `seven`, `twenty`; not `twenty-one`, not `dozen`.
pub fn cardinal(word: &str) -> Option<u8> {
    let place = |words: &[&str]| words.iter().position(|known| *known == word).and_then(|at| u8::try_from(at).ok());
    place(&SMALL).or_else(|| place(&TENS).map(|at| (at + 2) * 10))
}

/// The word for a number that one word names, see [`cardinal`].
pub fn cardinal_word(number: u8) -> Option<&'static str> {
    match number {
        0..20 => SMALL.get(usize::from(number)).copied(),
        _ if number.is_multiple_of(10) => TENS.get(usize::from(number / 10).checked_sub(2)?).copied(),
        _ => None,
    }
}

/// The power of ten that a word in lower case multiplies by: 2 of `hundred`.
pub fn scale(word: &str) -> Option<u32> {
    SCALES.iter().find(|(known, _)| *known == word).map(|(_, power)| *power)
}

/// The place that an ordinal in lower case names, in words up to `twentieth` or in digits: `second`, `2nd`.
pub fn ordinal(word: &str) -> Option<u32> {
    if let Some(at) = ORDINALS.iter().position(|known| *known == word) {
        return u32::try_from(at + 1).ok();
    }
    ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end))?.parse().ok()
}

/// The word for the place `number`, from 1 to 20.
pub fn ordinal_word(number: u32) -> Option<&'static str> {
    ORDINALS.get(usize::try_from(number).ok()?.checked_sub(1)?).copied()
}

/// The month, 1 to 12, that bears this name, in any case.
pub fn month(word: &str) -> Option<u8> {
    place(&MONTHS, |name| name.eq_ignore_ascii_case(word))
}

/// The month, 1 to 12, that a word in lower case names, written in full, in short (`jan`, `sept`) or as it is often
/// misspelled (`feburary`).
pub fn month_or_short(word: &str) -> Option<u8> {
    match word {
        "sept" => Some(9),
        "feburary" => Some(2),
        _ if word.len() == 3 => place(&MONTHS, |name| begins(name, word)),
        _ => month(word),
    }
}

/// The day of the week that bears this name, in any case: 1 for Monday to 7 for Sunday.
pub fn weekday(word: &str) -> Option<u8> {
    place(&WEEKDAYS, |name| name.eq_ignore_ascii_case(word))
}

/// The day of the week, 1 to 7, that a word in any case names in full or by its first three to five letters.
pub fn weekday_or_short(word: &str) -> Option<u8> {
    let short = (3..=5).contains(&word.len());
    weekday(word).or_else(|| place(&WEEKDAYS, |name| short && begins(name, word)))
}

fn place(names: &[&str], fits: impl Fn(&str) -> bool) -> Option<u8> {
    names.iter().position(|name| fits(name)).and_then(|at| u8::try_from(at + 1).ok())
}

fn begins(name: &str, start: &str) -> bool {
    name.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// What a given name tells of who bears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GivenName {
    /// Whether those who bear it are mostly women, otherwise men.
    pub female: bool,
    /// Whether hardly anybody else bears it.
    pub clear: bool,
}

/// What is known of the given name `word` (in lower case).
pub fn given_name(word: &str) -> Option<GivenName> {
    static NAMES: LazyLock<BTreeMap<&str, GivenName>> = LazyLock::new(|| {
        let lines = include_str!("../data/given_names.txt").lines();
        let names = lines.filter_map(|line| line.split_once(' ')).filter(|(mark, _)| *mark != "#");
        names
            .flat_map(|(mark, names)| {
                let known = GivenName { female: mark.starts_with('f'), clear: !mark.ends_with('~') };
                names.split(' ').map(move |name| (name, known))
            })
            .collect()
    });
    NAMES.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_their_words_agree() {
        for number in 0..=100 {
            if let Some(word) = cardinal_word(number) {
                assert_eq!(cardinal(word), Some(number));
            }
        }
        assert_eq!(cardinal_word(40), Some("forty"));
        assert_eq!((cardinal_word(41), cardinal_word(100), cardinal("dozen")), (None, None, None));
        for number in 1..=20 {
            assert_eq!(ordinal_word(number).and_then(ordinal), Some(number));
        }
        assert_eq!((ordinal("22nd"), ordinal("th"), ordinal_word(0)), (Some(22), None, None));
    }

    #[test]
    fn months_and_weekdays() {
        assert_eq!((month("may"), month("OCTOBER"), month("oct")), (Some(5), Some(10), None));
        assert_eq!((month_or_short("oct"), month_or_short("sept"), month_or_short("octo")), (Some(10), Some(9), None));
        assert_eq!((weekday("Sunday"), weekday("sun"), weekday_or_short("thurs")), (Some(7), None, Some(4)));
        assert_eq!(weekday_or_short("su"), None);
    }

    #[test]
    fn given_names() {
        assert_eq!(given_name("maria"), Some(GivenName { female: true, clear: true }));
        assert_eq!(given_name("robin").map(|name| name.clear), Some(false));
        assert_eq!((given_name("#"), given_name("table")), (None, None));
    }
}
