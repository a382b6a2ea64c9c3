//! What common things are good for: to drink, to sit on, to carry fruit in, to play, to go online with, to cut.

use engine_api::{Lexicon, Pos, Senses};

/// A use: words that ask for it, and the things that serve it — by their kind in the lexicon, and by name.
struct Use {
    /// All words of one of these must occur in what is asked for.
    asked: &'static [&'static [&'static str]],
    kinds: &'static [&'static str],
    things: &'static [&'static str],
}

const USES: &[Use] = &[
    Use {
        asked: &[&["drink"], &["beverage"]],
        kinds: &["beverage", "drink"],
        things: &[
            "water",
            "tea",
            "green tea",
            "coffee",
            "cappuccino",
            "juice",
            "milk",
            "lemonade",
            "beer",
            "wine",
            "soda",
            "cola",
            "espresso",
            "latte",
            "hot chocolate",
        ],
    },
    Use {
        asked: &[&["sit"], &["seat"]],
        kinds: &["seat", "chair", "sofa", "bench"],
        things: &["chair", "bench", "couch", "sofa", "stool", "armchair", "seat", "ottoman", "bean bag"],
    },
    Use {
        asked: &[&["carry"], &["container"], &["transport"]],
        kinds: &["basket", "bag", "container", "backpack"],
        things: &[
            "basket",
            "backpack",
            "bag",
            "box",
            "sack",
            "crate",
            "bucket",
            "cart",
            "suitcase",
            "tote",
            "shopping bag",
        ],
    },
    Use {
        asked: &[&["musical"], &["music"], &["instrument"]],
        kinds: &["musical instrument"],
        things: &[
            "cello",
            "flute",
            "guitar",
            "harmonica",
            "piano",
            "violin",
            "trumpet",
            "drum",
            "saxophone",
            "clarinet",
            "viola",
            "banjo",
            "ukulele",
            "harp",
            "trombone",
            "keyboard",
        ],
    },
    Use {
        asked: &[&["internet"], &["online"], &["web"], &["wi-fi"]],
        kinds: &["computer", "telephone"],
        things: &[
            "cell phone",
            "cellphone",
            "phone",
            "smartphone",
            "tablet",
            "laptop",
            "computer",
            "notebook computer",
            "desktop",
            "smart tv",
            "mobile phone",
            "mobile",
        ],
    },
    Use {
        asked: &[&["sharp"], &["cut"]],
        kinds: &["knife", "edge tool", "cutter", "blade"],
        things: &["knife", "blade", "cutter", "razor", "scissors", "sword", "dagger", "axe", "saw", "needle"],
    },
    Use {
        asked: &[&["leafy"], &["green", "vegetable"], &["leaf", "vegetable"]],
        kinds: &["leafy vegetable", "greens", "salad green"],
        things: &[
            "kale",
            "spinach",
            "lettuce",
            "romaine lettuce",
            "romaine",
            "cabbage",
            "arugula",
            "chard",
            "collard",
            "bok choy",
            "watercress",
            "collard greens",
        ],
    },
];

/// Whether a thing serves what these words ask for; none where no known use is asked for.
pub(in crate::logic_form) fn serves(thing: &str, asked: &[&str], lexicon: &dyn Lexicon) -> Option<bool> {
    let names = |words: &[&str]| words.iter().all(|word| asked.iter().any(|other| other == word));
    let wanted = USES.iter().find(|one| one.asked.iter().any(|words| names(words)))?;
    let head = thing.rsplit(' ').next().unwrap_or(thing);
    let listed = |name: &str| wanted.things.contains(&name);
    let kind = |name: &str| wanted.kinds.iter().any(|kind| lexicon.is_kind_of(name, Pos::Noun, kind, Senses::First));
    Some(listed(thing) || listed(head) || kind(thing) || kind(head))
}
