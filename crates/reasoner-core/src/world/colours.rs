//! Colours: of flags, of the rainbow, primary ones.

/// The colours of national flags (as their designs are described in public law; shades are called by their plain
/// names).
const FLAGS: &[(&[&str], &[&str])] = &[
    (&["argentina"], &["light blue", "blue", "white", "yellow"]),
    (&["australia"], &["blue", "white", "red"]),
    (&["austria"], &["red", "white"]),
    (&["belgium"], &["black", "yellow", "red"]),
    (&["brazil"], &["green", "yellow", "blue", "white"]),
    (&["bulgaria"], &["white", "green", "red"]),
    (&["cameroon"], &["green", "red", "yellow"]),
    (&["canada"], &["red", "white"]),
    (&["chile"], &["white", "blue", "red"]),
    (&["china"], &["red", "yellow"]),
    (&["colombia"], &["yellow", "blue", "red"]),
    (&["croatia"], &["red", "white", "blue"]),
    (&["cuba"], &["blue", "white", "red"]),
    (&["czechia", "czech republic"], &["white", "red", "blue"]),
    (&["denmark"], &["red", "white"]),
    (&["egypt"], &["red", "white", "black", "yellow"]),
    (&["estonia"], &["blue", "black", "white"]),
    (&["finland"], &["white", "blue"]),
    (&["france"], &["blue", "white", "red"]),
    (&["germany"], &["black", "red", "yellow", "gold"]),
    (&["ghana"], &["red", "yellow", "green", "black"]),
    (&["greece"], &["blue", "white"]),
    (&["hungary"], &["red", "white", "green"]),
    (&["iceland"], &["blue", "white", "red"]),
    (&["india"], &["orange", "saffron", "white", "green", "blue"]),
    (&["indonesia"], &["red", "white"]),
    (&["ireland"], &["green", "white", "orange"]),
    (&["israel"], &["white", "blue"]),
    (&["italy"], &["green", "white", "red"]),
    (&["jamaica"], &["green", "yellow", "gold", "black"]),
    (&["japan"], &["white", "red"]),
    (&["kenya"], &["black", "red", "green", "white"]),
    (&["latvia"], &["red", "white"]),
    (&["lithuania"], &["yellow", "green", "red"]),
    (&["mexico"], &["green", "white", "red"]),
    (&["netherlands", "holland"], &["red", "white", "blue"]),
    (&["new zealand"], &["blue", "red", "white"]),
    (&["nigeria"], &["green", "white"]),
    (&["norway"], &["red", "white", "blue"]),
    (&["pakistan"], &["green", "white"]),
    (&["peru"], &["red", "white"]),
    (&["poland"], &["white", "red"]),
    (&["portugal"], &["green", "red", "yellow"]),
    (&["romania"], &["blue", "yellow", "red"]),
    (&["russia"], &["white", "blue", "red"]),
    (&["saudi arabia"], &["green", "white"]),
    (&["serbia"], &["red", "blue", "white"]),
    (&["slovakia"], &["white", "blue", "red"]),
    (&["slovenia"], &["white", "blue", "red"]),
    (&["south africa"], &["red", "green", "blue", "yellow", "black", "white"]),
    (&["south korea", "korea"], &["white", "red", "blue", "black"]),
    (&["spain"], &["red", "yellow"]),
    (&["sweden"], &["blue", "yellow"]),
    (&["switzerland"], &["red", "white"]),
    (&["thailand"], &["red", "white", "blue"]),
    (&["turkey"], &["red", "white"]),
    (&["ukraine"], &["blue", "yellow"]),
    (&["united kingdom", "uk", "britain", "great britain", "england"], &["red", "white", "blue"]),
    (&["united states", "usa", "us", "u.s.", "america"], &["red", "white", "blue"]),
    (&["vietnam"], &["red", "yellow"]),
];

/// The colours of the rainbow.
const RAINBOW: &[&str] = &["red", "orange", "yellow", "green", "blue", "indigo", "violet"];

/// The primary colours, of light.
const PRIMARY: &[&str] = &["red", "green", "blue"];

/// Plain names of colours.
const COLOURS: &[&str] = &[
    "red",
    "orange",
    "yellow",
    "green",
    "blue",
    "indigo",
    "violet",
    "white",
    "black",
    "purple",
    "pink",
    "brown",
    "gray",
    "grey",
    "gold",
    "silver",
    "cyan",
    "magenta",
    "turquoise",
    "beige",
    "teal",
    "maroon",
    "light blue",
    "saffron",
    "fuchsia",
    "mauve",
    "burgundy",
];

/// Whether a word names a colour.
pub(crate) fn is_colour(word: &str) -> bool {
    COLOURS.contains(&word)
}

/// Whether a colour is of a set that is named by these words; none where they name no set that is known.
pub(crate) fn belongs(colour: &str, set: &[&str]) -> Option<bool> {
    let named = |word: &str| set.iter().any(|other| other.eq_ignore_ascii_case(word));
    if named("rainbow") {
        return Some(RAINBOW.contains(&colour));
    }
    if named("primary") {
        return Some(PRIMARY.contains(&colour));
    }
    let text = set.join(" ").to_lowercase();
    let whole = |name: &&str| format!(" {text} ").contains(&format!(" {name} "));
    let flag = FLAGS.iter().find(|(names, _)| names.iter().any(&whole))?;
    named("flag").then(|| flag.1.contains(&colour))
}
