//! The few German words that the comparison needs: numbers, negation, units.

/// Number words and their values.
const NUMBERS: &[(&str, u32)] = &[
    ("zwei", 2),
    ("drei", 3),
    ("vier", 4),
    ("fünf", 5),
    ("sechs", 6),
    ("sieben", 7),
    ("acht", 8),
    ("neun", 9),
    ("zehn", 10),
    ("elf", 11),
    ("zwölf", 12),
    ("zwanzig", 20),
    ("dreißig", 30),
    ("hundert", 100),
    ("erste", 1),
    ("ersten", 1),
    ("erster", 1),
    ("zweite", 2),
    ("zweiten", 2),
    ("dritte", 3),
    ("dritten", 3),
    ("vierte", 4),
    ("vierten", 4),
    ("fünfte", 5),
    ("fünften", 5),
    ("sechste", 6),
    ("sechsten", 6),
    ("zehnte", 10),
    ("zehnten", 10),
    ("beide", 2),
    ("beiden", 2),
];

/// Words of negation.
const NEGATION: &[&str] =
    &["nicht", "kein", "keine", "keinen", "keiner", "keines", "keinem", "nie", "niemals", "ohne", "weder", "nichts"];

/// Units and scales with the English words that render them.
const UNITS: &[(&str, &[&str])] = &[
    ("kilometer", &["kilometer", "kilometre", "kilometers", "kilometres", "km"]),
    ("meter", &["meter", "metre", "meters", "metres", "m"]),
    ("zentimeter", &["centimeter", "centimetre", "centimeters", "centimetres", "cm"]),
    ("jahre", &["year", "years"]),
    ("monate", &["month", "months"]),
    ("tage", &["day", "days"]),
    ("stunden", &["hour", "hours"]),
    ("minuten", &["minute", "minutes"]),
    ("millionen", &["million", "millions"]),
    ("milliarden", &["billion", "billions"]),
    ("prozent", &["percent", "per cent", "%"]),
    ("januar", &["january"]),
    ("februar", &["february"]),
    ("märz", &["march"]),
    ("april", &["april"]),
    ("mai", &["may"]),
    ("juni", &["june"]),
    ("juli", &["july"]),
    ("august", &["august"]),
    ("september", &["september"]),
    ("oktober", &["october"]),
    ("november", &["november"]),
    ("dezember", &["december"]),
    ("montag", &["monday"]),
    ("dienstag", &["tuesday"]),
    ("mittwoch", &["wednesday"]),
    ("donnerstag", &["thursday"]),
    ("freitag", &["friday"]),
    ("samstag", &["saturday"]),
    ("sonntag", &["sunday"]),
];

/// The value of a number word.
pub(crate) fn number(word: &str) -> Option<u32> {
    NUMBERS.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

/// Whether a word denies.
pub(crate) fn denies(word: &str) -> bool {
    NEGATION.contains(&word)
}

/// The English words for a unit, month or day.
pub(crate) fn unit(word: &str) -> Option<&'static [&'static str]> {
    let stem = |known: &str| word == known || word.strip_suffix(['n', 's']).is_some_and(|stem| stem == known);
    UNITS.iter().find(|(known, _)| stem(known)).map(|(_, english)| *english)
}
