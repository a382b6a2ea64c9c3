//! Units of measure: a table of units with their sizes and dimensions, SI prefixes, and expressions of units
//! ("kg m / s^2", "pounds per square inch"). All factors are exact rationals.

use std::collections::HashMap;
use std::sync::LazyLock;

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::number::{self, Number};

mod expression;

pub(crate) use expression::{Reading, read};

/// Exponents of length, mass, time, current, temperature, amount, luminous intensity and data.
pub(crate) type Dimension = [i32; 8];

const BASES: &str = "LMTIKNJD";

/// A unit or an expression of units.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unit {
    /// One and many, as they are said.
    pub(crate) names: (String, String),
    pub(crate) factor: Number,
    /// What to add to a value before the factor makes it kelvin.
    pub(crate) offset: Number,
    pub(crate) dimension: Dimension,
    prefixes: bool,
}

/// Prefixes: name, sign, power of ten.
const PREFIXES: [(&str, &str, i32); 24] = [
    ("quetta", "Q", 30),
    ("ronna", "R", 27),
    ("yotta", "Y", 24),
    ("zetta", "Z", 21),
    ("exa", "E", 18),
    ("peta", "P", 15),
    ("tera", "T", 12),
    ("giga", "G", 9),
    ("mega", "M", 6),
    ("kilo", "k", 3),
    ("hecto", "h", 2),
    ("deca", "da", 1),
    ("deka", "da", 1),
    ("deci", "d", -1),
    ("centi", "c", -2),
    ("milli", "m", -3),
    ("micro", "µ", -6),
    ("micro", "u", -6),
    ("nano", "n", -9),
    ("pico", "p", -12),
    ("femto", "f", -15),
    ("atto", "a", -18),
    ("zepto", "z", -21),
    ("yocto", "y", -24),
];

/// The units of the table by everything that they are called; names in lower case, signs as written.
struct Table {
    units: Vec<Unit>,
    names: HashMap<String, Vec<usize>>,
    signs: HashMap<String, Vec<usize>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| load(include_str!("../../data/units.txt")));

fn load(text: &str) -> Table {
    let mut table = Table { units: Vec::new(), names: HashMap::new(), signs: HashMap::new() };
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let [names, signs, size, dimension, rest @ ..] = fields.as_slice() else { continue };
        let (one, many) = names.split_once('/').unwrap_or((names, names));
        let (factor, offset) = size.split_once('+').unwrap_or((size, "0"));
        let (Some(factor), Some(offset)) = (number::parse(factor), number::parse(offset)) else { continue };
        let unit = Unit {
            names: (one.to_owned(), many.to_owned()),
            factor,
            offset,
            dimension: parse_dimension(dimension),
            prefixes: !rest.is_empty(),
        };
        let index = table.units.len();
        table.units.push(unit);
        for name in [one, many] {
            table.names.entry(name.to_lowercase()).or_default().push(index);
        }
        for sign in signs.split(", ").map(str::trim).filter(|sign| !sign.is_empty()) {
            table.signs.entry(sign.to_owned()).or_default().push(index);
            if sign.chars().count() > 2 {
                table.names.entry(sign.to_lowercase()).or_default().push(index);
            }
        }
    }
    table
}

/// `M L2 T-2`.
fn parse_dimension(text: &str) -> Dimension {
    let mut dimension = Dimension::default();
    for part in text.split(' ') {
        let Some(letter) = part.chars().next() else { continue };
        let Some(slot) = BASES.find(letter).and_then(|at| dimension.get_mut(at)) else { continue };
        *slot = part.get(1..).filter(|power| !power.is_empty()).and_then(|power| power.parse().ok()).unwrap_or(1);
    }
    dimension
}

/// The units that `written` may name, the likeliest first: signs as they are written, names in any case, and both
/// with prefixes.
pub(crate) fn find(written: &str) -> Vec<Unit> {
    let table = &*TABLE;
    let lower = written.to_lowercase();
    let of = |found: Option<&Vec<usize>>| -> Vec<Unit> {
        found.map(|all| all.iter().filter_map(|at| table.units.get(*at).cloned()).collect()).unwrap_or_default()
    };
    let mut found = of(table.signs.get(written));
    let add = |more: Vec<Unit>, found: &mut Vec<Unit>| {
        for unit in more {
            if !found.contains(&unit) {
                found.push(unit);
            }
        }
    };
    add(of(table.names.get(&lower)), &mut found);
    let singular = lower.strip_suffix('s').unwrap_or(&lower);
    if found.is_empty() {
        add(of(table.names.get(singular)), &mut found);
    }
    if found.is_empty() || written.chars().count() <= 3 {
        add(prefixed(table, written, &lower), &mut found);
    }
    if found.is_empty() {
        // As it is typed in haste: "km" for "KM", "f" for "F".
        let (upper, written) = (written.to_uppercase(), written);
        add(of(table.signs.get(&lower)), &mut found);
        add(of(table.signs.get(&upper)), &mut found);
        add(prefixed(table, &lower, &lower), &mut found);
        if matches!(written, "KB" | "kb" | "mb" | "gb" | "tb" | "Kb" | "Mb" | "Gb") {
            add(prefixed(table, &written.to_uppercase().replace('K', "k"), ""), &mut found);
        }
    }
    found
}

/// Prefixed units: "decimoles", "daN".
fn prefixed(table: &Table, written: &str, lower: &str) -> Vec<Unit> {
    let mut found = Vec::new();
    for (name, sign, power) in PREFIXES {
        let mut take = |all: Option<&Vec<usize>>| {
            let units = all.into_iter().flatten().filter_map(|at| table.units.get(*at));
            for unit in units.filter(|unit| unit.prefixes) {
                let scale = Number::from_integer(BigInt::from(10)).pow(power);
                let names = (format!("{name}{}", unit.names.0), format!("{name}{}", unit.names.1));
                found.push(Unit { names, factor: &unit.factor * scale, prefixes: false, ..unit.clone() });
            }
        };
        if let Some(rest) = lower.strip_prefix(name).map(|rest| rest.trim_start_matches('-')) {
            let singular = rest.strip_suffix('s').unwrap_or(rest);
            take(table.names.get(rest).or_else(|| table.names.get(singular)));
        }
        if let Some(rest) = written.strip_prefix(sign).filter(|rest| !rest.is_empty()) {
            take(table.signs.get(rest).filter(|_| rest.chars().count() <= 3));
        }
    }
    found
}

/// `amount` of one unit in another, exactly; `None` where they measure different things.
pub(crate) fn convert(amount: &Number, from: &Unit, to: &Unit) -> Option<Number> {
    if from.dimension != to.dimension {
        return None;
    }
    let base = (amount + &from.offset) * &from.factor;
    Some(base / &to.factor - &to.offset)
}

impl Unit {
    /// The unit of a pure number.
    pub(crate) fn one() -> Unit {
        let names = (String::new(), String::new());
        Unit { names, factor: Number::one(), offset: Number::zero(), dimension: Dimension::default(), prefixes: false }
    }

    /// The product with another unit to a power; offsets have no meaning in products.
    pub(crate) fn times(&self, other: &Unit, power: i32) -> Unit {
        let mut dimension = self.dimension;
        dimension.iter_mut().zip(other.dimension).for_each(|(own, more)| *own += more * power);
        Unit {
            names: (String::new(), String::new()),
            factor: &self.factor * other.factor.pow(power),
            offset: Number::zero(),
            dimension,
            prefixes: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(amount: &str, from: &str, to: &str, expected: &str) {
        let (from, to) = (read(from).unwrap(), read(to).unwrap());
        let amount = number::parse(amount).unwrap();
        let converted = from.units.iter().find_map(|from| to.units.iter().find_map(|to| convert(&amount, from, to)));
        assert_eq!(converted.as_ref().map(number::exact).as_deref(), Some(expected), "{amount} {from:?} in {to:?}");
    }

    #[test]
    fn conversions_are_exact() {
        check("1", "mile", "km", "1.609344");
        check("100", "fahrenheit", "celsius", "340/9");
        check("-40", "C", "F", "-40");
        check("0", "°C", "kelvin", "273.15");
        check("2", "hours", "seconds", "7200");
        check("90", "km/h", "m/s", "25");
        check("1", "gb", "mb", "1000");
        check("1", "pound", "g", "453.59237");
        check("12", "inches", "foot", "1");
        check("3", "decimoles", "hmol", "0.003");
        check("2", "square feet", "in^2", "288");
        check("1", "kg m / s^2", "dynes", "100000");
        check("5", "meters per second squared", "cm/s²", "500");
        check("1", "cubic meter", "liters", "1000");
        check("1", "revolution per minute", "mHz", "50/3");
        check("1", "Ba", "dPa", "1");
    }

    #[test]
    fn units_of_different_dimensions_do_not_convert() {
        let (km, kg) = (find("km"), find("kg"));
        assert_eq!(convert(&number::whole(1), &km[0], &kg[0]), None);
    }

    #[test]
    fn the_table_is_sound() {
        let lines =
            include_str!("../../data/units.txt").lines().filter(|line| !line.starts_with('#') && line.contains('|'));
        assert_eq!(lines.count(), TABLE.units.len());
        assert!(TABLE.units.iter().all(|unit| unit.factor > Number::zero()));
    }
}
