//! Units of measure and their exact conversion. Factors are those of the International System of Units (BIPM) and
//! of the international yard and pound agreement of 1959, exact by definition.

use num_bigint::BigInt;

use super::number::Number;

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dimension {
    Length,
    Mass,
    Time,
    Temperature,
    Data,
    Speed,
    Volume,
    Area,
}

/// A unit: how it is said, what else it is called, and its size in the base unit of its dimension (metre,
/// gram, second, kelvin, byte, metre per second, litre, square metre) as a fraction.
#[derive(Debug)]
pub(crate) struct Unit {
    /// One and many: `mile`, `miles`.
    pub(crate) names: (&'static str, &'static str),
    /// Signs and other names.
    signs: &'static [&'static str],
    pub(crate) dimension: Dimension,
    factor: (i64, i64),
    /// What to add to a value before the factor makes it kelvin, as a fraction.
    offset: (i64, i64),
}

const fn unit(
    names: (&'static str, &'static str),
    signs: &'static [&'static str],
    dimension: Dimension,
    factor: (i64, i64),
) -> Unit {
    Unit { names, signs, dimension, factor, offset: (0, 1) }
}

/// All units.
#[rustfmt::skip]
const UNITS: &[Unit] = &[
    unit(("meter", "meters"), &["m", "metre", "metres"], Dimension::Length, (1, 1)),
    unit(("kilometer", "kilometers"), &["km", "kms", "kilometre", "kilometres"], Dimension::Length, (1000, 1)),
    unit(("centimeter", "centimeters"), &["cm", "centimetre", "centimetres"], Dimension::Length, (1, 100)),
    unit(("millimeter", "millimeters"), &["mm", "millimetre", "millimetres"], Dimension::Length, (1, 1000)),
    unit(("mile", "miles"), &["mi"], Dimension::Length, (1_609_344, 1000)),
    unit(("yard", "yards"), &["yd", "yds"], Dimension::Length, (9144, 10_000)),
    unit(("foot", "feet"), &["ft"], Dimension::Length, (3048, 10_000)),
    unit(("inch", "inches"), &["in", "\""], Dimension::Length, (254, 10_000)),
    unit(("nautical mile", "nautical miles"), &["nmi"], Dimension::Length, (1852, 1)),
    unit(("gram", "grams"), &["g", "gramme", "grammes"], Dimension::Mass, (1, 1)),
    unit(("kilogram", "kilograms"), &["kg", "kgs", "kilo", "kilos"], Dimension::Mass, (1000, 1)),
    unit(("milligram", "milligrams"), &["mg"], Dimension::Mass, (1, 1000)),
    unit(("tonne", "tonnes"), &["t", "metric ton", "metric tons"], Dimension::Mass, (1_000_000, 1)),
    unit(("pound", "pounds"), &["lb", "lbs"], Dimension::Mass, (45_359_237, 100_000)),
    unit(("ounce", "ounces"), &["oz"], Dimension::Mass, (45_359_237, 1_600_000)),
    unit(("stone", "stone"), &["st"], Dimension::Mass, (635_029_318, 100_000)),
    unit(("second", "seconds"), &["s", "sec", "secs"], Dimension::Time, (1, 1)),
    unit(("millisecond", "milliseconds"), &["ms"], Dimension::Time, (1, 1000)),
    unit(("microsecond", "microseconds"), &["us", "µs"], Dimension::Time, (1, 1_000_000)),
    unit(("minute", "minutes"), &["min", "mins"], Dimension::Time, (60, 1)),
    unit(("hour", "hours"), &["h", "hr", "hrs"], Dimension::Time, (3600, 1)),
    unit(("day", "days"), &["d"], Dimension::Time, (86_400, 1)),
    unit(("week", "weeks"), &["wk"], Dimension::Time, (604_800, 1)),
    Unit { names: ("kelvin", "kelvins"), signs: &["k"], dimension: Dimension::Temperature, factor: (1, 1), offset: (0, 1) },
    Unit { names: ("degree Celsius", "degrees Celsius"), signs: &["c", "celsius", "°c", "centigrade", "degree celsius", "degree c", "degrees c"], dimension: Dimension::Temperature, factor: (1, 1), offset: (27_315, 100) },
    Unit { names: ("degree Fahrenheit", "degrees Fahrenheit"), signs: &["f", "fahrenheit", "°f", "degree fahrenheit", "degree f", "degrees f"], dimension: Dimension::Temperature, factor: (5, 9), offset: (45_967, 100) },
    unit(("byte", "bytes"), &["b"], Dimension::Data, (1, 1)),
    unit(("bit", "bits"), &[], Dimension::Data, (1, 8)),
    unit(("kilobyte", "kilobytes"), &["kb"], Dimension::Data, (1000, 1)),
    unit(("megabyte", "megabytes"), &["mb"], Dimension::Data, (1_000_000, 1)),
    unit(("gigabyte", "gigabytes"), &["gb"], Dimension::Data, (1_000_000_000, 1)),
    unit(("terabyte", "terabytes"), &["tb"], Dimension::Data, (1_000_000_000_000, 1)),
    unit(("kibibyte", "kibibytes"), &["kib"], Dimension::Data, (1 << 10, 1)),
    unit(("mebibyte", "mebibytes"), &["mib"], Dimension::Data, (1 << 20, 1)),
    unit(("gibibyte", "gibibytes"), &["gib"], Dimension::Data, (1 << 30, 1)),
    unit(("meter per second", "meters per second"), &["m/s", "mps", "metres per second"], Dimension::Speed, (1, 1)),
    unit(("kilometer per hour", "kilometers per hour"), &["km/h", "kmh", "kph", "kilometres per hour"], Dimension::Speed, (1000, 3600)),
    unit(("mile per hour", "miles per hour"), &["mph", "mi/h"], Dimension::Speed, (1_609_344, 3_600_000)),
    unit(("knot", "knots"), &["kn", "kt"], Dimension::Speed, (1852, 3600)),
    unit(("liter", "liters"), &["l", "litre", "litres"], Dimension::Volume, (1, 1)),
    unit(("milliliter", "milliliters"), &["ml", "millilitre", "millilitres"], Dimension::Volume, (1, 1000)),
    unit(("cubic meter", "cubic meters"), &["m3", "m³"], Dimension::Volume, (1000, 1)),
    unit(("US gallon", "US gallons"), &["gallon", "gallons", "gal"], Dimension::Volume, (3_785_411_784, 1_000_000_000)),
    unit(("US pint", "US pints"), &["pint", "pints"], Dimension::Volume, (473_176_473, 1_000_000_000)),
    unit(("US cup", "US cups"), &["cup", "cups"], Dimension::Volume, (2_365_882_365, 10_000_000_000)),
    unit(("square meter", "square meters"), &["m2", "m²", "square metre", "square metres"], Dimension::Area, (1, 1)),
    unit(("hectare", "hectares"), &["ha"], Dimension::Area, (10_000, 1)),
    unit(("acre", "acres"), &[], Dimension::Area, (40_468_564_224, 10_000_000)),
    unit(("square kilometer", "square kilometers"), &["km2", "km²"], Dimension::Area, (1_000_000, 1)),
    unit(("square foot", "square feet"), &["sq ft"], Dimension::Area, (9_290_304, 100_000_000)),
];

/// The unit that `name` (in lower case) names.
pub(crate) fn find(name: &str) -> Option<&'static Unit> {
    let fits = |unit: &&Unit| {
        let (one, many) = unit.names;
        name.eq_ignore_ascii_case(one) || name.eq_ignore_ascii_case(many) || unit.signs.contains(&name)
    };
    UNITS.iter().find(fits)
}

/// `amount` of one unit in another, exactly; `None` where they measure different things.
pub(crate) fn convert(amount: &Number, from: &Unit, to: &Unit) -> Option<Number> {
    if from.dimension != to.dimension {
        return None;
    }
    let base = (amount + fraction(from.offset)) * fraction(from.factor);
    Some(base / fraction(to.factor) - fraction(to.offset))
}

fn fraction((top, bottom): (i64, i64)) -> Number {
    Number::new(BigInt::from(top), BigInt::from(bottom))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calc::number;

    fn check(amount: &str, from: &str, to: &str, expected: &str) {
        let converted = convert(&number::parse(amount).unwrap(), find(from).unwrap(), find(to).unwrap());
        assert_eq!(converted.as_ref().map(number::exact).as_deref(), Some(expected), "{amount} {from} in {to}");
    }

    #[test]
    fn conversions_are_exact() {
        check("1", "mile", "km", "1.609344");
        check("100", "fahrenheit", "celsius", "340/9");
        check("-40", "c", "f", "-40");
        check("0", "c", "kelvin", "273.15");
        check("2", "hours", "seconds", "7200");
        check("90", "km/h", "m/s", "25");
        check("1", "gb", "mb", "1000");
        check("1", "pound", "g", "453.59237");
        check("12", "inches", "foot", "1");
    }

    #[test]
    fn units_of_different_dimensions_do_not_convert() {
        assert_eq!(convert(&number::whole(1), find("km").unwrap(), find("kg").unwrap()), None);
    }
}
