//! Units of measure, to turn `5 km` into the metres that a parameter asks for. Factors are exact by definition.

use std::sync::LazyLock;

use crate::slot::Slot;
use crate::text::lexicon::term_of;
use crate::text::{Term, TermMap, each_word, stem};

/// Names, dimension and size in the dimension's base unit.
const UNITS: &[(&str, u8, f64)] = &[
    ("second seconds sec secs s", 0, 1.0),
    ("minute minutes min mins", 0, 60.0),
    ("hour hours hr hrs h", 0, 3600.0),
    ("day days", 0, 86_400.0),
    ("week weeks", 0, 604_800.0),
    ("millisecond milliseconds ms", 0, 0.001),
    ("month months", 1, 1.0),
    ("year years", 1, 12.0),
    ("decade decades", 1, 120.0),
    ("meter meters metre metres m", 2, 1.0),
    ("kilometer kilometers kilometre kilometres km kms", 2, 1000.0),
    ("centimeter centimeters cm", 2, 0.01),
    ("millimeter millimeters mm", 2, 0.001),
    ("mile miles mi", 2, 1609.344),
    ("foot feet ft", 2, 0.3048),
    ("inch inches", 2, 0.0254),
    ("yard yards", 2, 0.9144),
    ("gram grams g", 3, 1.0),
    ("kilogram kilograms kg kgs kilo kilos", 3, 1000.0),
    ("milligram milligrams mg", 3, 0.001),
    ("pound pounds lb lbs", 3, 453.592_37),
    ("ounce ounces oz", 3, 28.349_523_125),
    ("ton tons tonne tonnes", 3, 1e6),
    ("liter liters litre litres", 4, 1.0),
    ("milliliter milliliters ml", 4, 0.001),
    ("celsius fahrenheit kelvin centigrade", 6, 1.0),
    ("byte bytes", 5, 1.0),
    ("kilobyte kilobytes kb", 5, 1e3),
    ("megabyte megabytes mb", 5, 1e6),
    ("gigabyte gigabytes gb", 5, 1e9),
];

/// Dimension and size of the unit with this term.
fn unit_of(term: Term) -> Option<(u8, f64)> {
    static BY_TERM: LazyLock<TermMap<(u8, f64)>> = LazyLock::new(|| {
        let mut units = TermMap::default();
        for (names, dimension, size) in UNITS {
            for name in names.split(' ') {
                units.entry(term_of(name)).or_insert((*dimension, *size));
                units.entry(term_of(&stem(name))).or_insert((*dimension, *size));
            }
        }
        units
    });
    BY_TERM.get(&term).copied()
}

/// What to multiply by to go from the unit `said` to the one that the slot asks for; none where no change is due.
pub(crate) fn conversion(said: Term, slot: &Slot) -> Option<f64> {
    let (dimension, size) = unit_of(said)?;
    let mut wanted: Vec<f64> = Vec::new();
    let mut note = |word: &str| {
        if word.len() > 1
            && let Some((other, size)) = unit_of(term_of(word))
            && other == dimension
            && !wanted.contains(&size)
        {
            wanted.push(size);
        }
    };
    each_word(slot.name, &mut note);
    each_word(slot.description, &mut note);
    match wanted.as_slice() {
        [one] if (one - size).abs() > f64::EPSILON => Some(size / one),
        _ => None,
    }
}

/// Words of a parameter's name that tell its dimension.
const DIMENSIONS: &[(&str, u8)] = &[
    ("distance", 2),
    ("height", 2),
    ("length", 2),
    ("width", 2),
    ("depth", 2),
    ("radius", 2),
    ("altitude", 2),
    ("time", 0),
    ("duration", 0),
    ("weight", 3),
    ("mass", 3),
];

/// The dimension of the unit with this term.
pub(crate) fn dimension_of(term: Term) -> Option<u8> {
    // Months and years are counted apart from seconds, but both are times.
    unit_of(term).map(|(dimension, _)| if dimension == 1 { 0 } else { dimension })
}

/// The dimension that a slot's name or the units in its description tell.
pub(crate) fn dimension(slot: &Slot) -> Option<u8> {
    let mut found = None;
    each_word(slot.name, &mut |word| {
        let named = DIMENSIONS.iter().find(|(name, _)| *name == word).map(|(_, dimension)| *dimension);
        found = found.or(named).or_else(|| if word.len() > 1 { dimension_of(term_of(word)) } else { None });
    });
    if found.is_none() && !slot.is(crate::slot::kind::SHARE) {
        each_word(slot.description, &mut |word| {
            found = found.or_else(|| if word.len() > 2 { dimension_of(term_of(word)) } else { None });
        });
    }
    found
}
