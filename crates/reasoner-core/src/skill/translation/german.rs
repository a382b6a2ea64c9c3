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

/// Stems of adjectives with the beginnings of the English words that render them.
const ADJECTIVES: &[(&str, &[&str])] = &[
    ("deutsch", &["german"]),
    ("österreichisch", &["austria"]),
    ("schweizerisch", &["swiss", "switzerland"]),
    ("französisch", &["french", "france"]),
    ("englisch", &["english", "england"]),
    ("britisch", &["british", "britain", "uk"]),
    ("irisch", &["irish", "ireland"]),
    ("schottisch", &["scot"]),
    ("walisisch", &["welsh", "wales"]),
    ("italienisch", &["ital"]),
    ("spanisch", &["spanish", "spain"]),
    ("portugiesisch", &["portug"]),
    ("niederländisch", &["dutch", "netherlands"]),
    ("belgisch", &["belgi"]),
    ("dänisch", &["danish", "denmark"]),
    ("schwedisch", &["swed"]),
    ("norwegisch", &["norw"]),
    ("finnisch", &["finn", "finland"]),
    ("polnisch", &["polish", "poland"]),
    ("tschechisch", &["czech"]),
    ("slowakisch", &["slovak"]),
    ("slowenisch", &["sloven"]),
    ("ungarisch", &["hungar"]),
    ("rumänisch", &["romania", "rumania"]),
    ("bulgarisch", &["bulgaria"]),
    ("kroatisch", &["croat"]),
    ("serbisch", &["serb"]),
    ("griechisch", &["greek", "greece", "hellen"]),
    ("türkisch", &["turk"]),
    ("russisch", &["russia"]),
    ("ukrainisch", &["ukrain"]),
    ("sowjetisch", &["soviet"]),
    ("amerikanisch", &["america", "us", "u.s"]),
    ("kanadisch", &["canad"]),
    ("mexikanisch", &["mexic"]),
    ("brasilianisch", &["brazil"]),
    ("argentinisch", &["argentin"]),
    ("chinesisch", &["chin"]),
    ("japanisch", &["japan"]),
    ("koreanisch", &["korea"]),
    ("indisch", &["india"]),
    ("israelisch", &["israel"]),
    ("jüdisch", &["jew"]),
    ("australisch", &["australia"]),
    ("ägyptisch", &["egypt"]),
    ("europäisch", &["europe"]),
    ("buddhistisch", &["buddhis"]),
    ("hinduistisch", &["hindu"]),
    ("christlich", &["christian"]),
    ("katholisch", &["catholic"]),
    ("evangelisch", &["protestant", "evangelical", "lutheran"]),
    ("islamisch", &["islam", "muslim"]),
    ("nördlich", &["north"]),
    ("südlich", &["south"]),
    ("östlich", &["east"]),
    ("westlich", &["west"]),
    ("ehemalig", &["former", "ex", "once", "past"]),
    ("weiblich", &["female", "wom"]),
    ("männlich", &["male", "men", "man"]),
    ("schwarz", &["black"]),
    ("weiß", &["white"]),
    ("kaiserlich", &["imperial", "emperor"]),
    ("königlich", &["royal", "king"]),
    ("eingleisig", &["single"]),
    ("zweigleisig", &["double", "two", "twin"]),
];

/// The English beginnings of an adjective in any of its endings.
pub(crate) fn adjective(word: &str) -> Option<&'static [&'static str]> {
    let bare = |known: &str| {
        word.strip_prefix(known).is_some_and(|ending| matches!(ending, "" | "e" | "en" | "er" | "es" | "em"))
    };
    ADJECTIVES.iter().find(|(known, _)| bare(known)).map(|(_, english)| *english)
}

/// The value of a number word, also "einundzwanzig" and the start of "viertgrößte".
pub(crate) fn number(word: &str) -> Option<u32> {
    const TENS: [(&str, u32); 8] = [
        ("zwanzig", 20),
        ("dreißig", 30),
        ("vierzig", 40),
        ("fünfzig", 50),
        ("sechzig", 60),
        ("siebzig", 70),
        ("achtzig", 80),
        ("neunzig", 90),
    ];
    let listed = |word: &str| NUMBERS.iter().find(|(known, _)| *known == word).map(|(_, value)| *value);
    let tens = |word: &str| TENS.iter().find(|(known, _)| *known == word).map(|(_, value)| *value);
    let joined = || {
        let (ones, rest) = word.split_once("und")?;
        let ones = if ones == "ein" { Some(1) } else { listed(ones) };
        Some(ones? + tens(rest)?)
    };
    let ranked = || {
        let stem =
            ["größte", "höchste", "längste", "älteste", "wichtigste"].iter().find_map(|end| word.split_once(end));
        stem.and_then(|(stem, _)| listed(&format!("{stem}e")))
    };
    listed(word).or_else(|| tens(word)).or_else(joined).or_else(ranked)
}

/// The value of an English number word from two on, also as an ordinal.
pub(crate) fn english_number(word: &str) -> Option<u32> {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if let Some(at) = TENS.iter().position(|known| *known == word) {
        return u32::try_from((at + 2) * 10).ok();
    }
    let named = super::super::small_number(word).filter(|_| word.chars().all(char::is_alphabetic));
    let value =
        named.or_else(|| super::super::texts::ordinal(word).filter(|_| word.chars().all(char::is_alphabetic)))?;
    u32::try_from(value).ok().filter(|value| *value > 1)
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
