//! Kinds of setting: how a value is written, read, bounded and shown.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use toml::de::DeValue;

/// A value as it was typed, checked against its [`Kind`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// On or off.
    Bool(bool),
    /// A number; a size in bytes or a time in milliseconds where the kind says so.
    Int(i64),
    /// Words.
    Text(String),
    /// Several words, in order.
    List(Vec<String>),
    /// Names and what they stand for.
    Map(BTreeMap<String, String>),
}

/// What may be written for a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Bool,
    /// A whole number, bounds included.
    Int(i64, i64),
    /// A size in bytes, bounds included: `4194304`, `"4MiB"`.
    Bytes(i64, i64),
    /// A time, bounds in milliseconds: `"250ms"`, `"30s"`, `"2m"`; a bare number is seconds.
    Time(i64, i64),
    /// An IP address or `localhost`.
    Address,
    /// Any text.
    Text,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A list of texts; in flags and the environment separated by commas or written as a TOML array.
    List,
    /// A table of texts; in flags and the environment `name=value` pairs separated by commas.
    Map,
    /// Text that is never shown, and may be read from a file.
    Secret,
}

const SIZES: [(&str, i64); 6] =
    [("kib", 1 << 10), ("mib", 1 << 20), ("gib", 1 << 30), ("kb", 1_000), ("mb", 1_000_000), ("gb", 1_000_000_000)];
const TIMES: [(&str, i64); 4] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];

impl Kind {
    /// Reads a value from a flag, an environment variable or the table of defaults.
    ///
    /// # Errors
    /// What is wrong, in words that follow the name of the setting.
    pub fn parse(self, text: &str) -> Result<Value, String> {
        match self {
            Kind::Bool => parse_bool(text).map(Value::Bool),
            Kind::Int(..) => self.bounded(text.trim().parse().map_err(|_| format!("`{text}` is not a whole number"))?),
            Kind::Bytes(..) => self.bounded(scaled(text, &SIZES, 1)?),
            Kind::Time(..) => self.bounded(scaled(text, &TIMES, 1_000)?),
            Kind::Address => parse_address(text),
            Kind::Text | Kind::Secret => Ok(Value::Text(text.to_owned())),
            Kind::Choice(words) => parse_choice(text, words),
            Kind::List => parse_list(text).map(Value::List),
            Kind::Map => parse_map(text).map(Value::Map),
        }
    }

    /// Reads a value from the configuration file.
    ///
    /// # Errors
    /// As [`Kind::parse`].
    pub fn from_toml(self, value: &DeValue<'_>) -> Result<Value, String> {
        let wrong = || format!("{} is expected here, not {}", self.describe(), article(value.type_str()));
        match (self, value) {
            (Kind::Bool, DeValue::Boolean(on)) => Ok(Value::Bool(*on)),
            (Kind::Int(..) | Kind::Bytes(..), DeValue::Integer(number)) => {
                self.bounded(parse_integer(number.as_str(), number.radix())?)
            }
            (Kind::Time(..), DeValue::Integer(number)) => self.parse(number.as_str()),
            (Kind::Bytes(..) | Kind::Time(..), DeValue::String(text)) => self.parse(text),
            (Kind::Address | Kind::Text | Kind::Secret | Kind::Choice(_), DeValue::String(text)) => self.parse(text),
            (Kind::List, DeValue::Array(items)) => {
                let texts = items.iter().map(|item| item.get_ref().as_str().map(str::to_owned));
                texts.collect::<Option<_>>().map(Value::List).ok_or_else(wrong)
            }
            (Kind::Map, DeValue::Table(pairs)) => {
                let texts = pairs.iter().map(|(name, item)| {
                    item.get_ref().as_str().map(|text| (name.get_ref().to_string(), text.to_owned()))
                });
                texts.collect::<Option<_>>().map(Value::Map).ok_or_else(wrong)
            }
            _ => Err(wrong()),
        }
    }

    /// Shows a value the way the configuration file writes it; secrets only as set or not.
    pub fn show(self, value: &Value) -> String {
        match (self, value) {
            (Kind::Secret, Value::Text(text)) if text.is_empty() => "\"\"".to_owned(),
            (Kind::Secret, _) => "\"(set, not shown)\"".to_owned(),
            (Kind::Time(..), Value::Int(millis)) => format!("\"{}\"", show_time(*millis)),
            (Kind::Bytes(..), Value::Int(bytes)) => show_bytes(*bytes),
            (_, Value::Bool(on)) => on.to_string(),
            (_, Value::Int(number)) => number.to_string(),
            (_, Value::Text(text)) => quoted(text),
            (_, Value::List(items)) => {
                format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "))
            }
            (_, Value::Map(pairs)) => {
                let pairs: Vec<_> = pairs.iter().map(|(n, v)| format!("{} = {}", quoted(n), quoted(v))).collect();
                if pairs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
            }
        }
    }

    /// What is expected, in words.
    pub fn describe(self) -> String {
        match self {
            Kind::Bool => "`true` or `false`".to_owned(),
            Kind::Int(min, max) => format!("a whole number from {min} to {max}"),
            Kind::Bytes(min, max) => format!("a size from {} to {}", size_text(min), size_text(max)),
            Kind::Time(min, max) => format!("a time from {} to {}", show_time(min), show_time(max)),
            Kind::Address => "an IP address or `localhost`".to_owned(),
            Kind::Text => "a text".to_owned(),
            Kind::Secret => "a secret text".to_owned(),
            Kind::Choice(words) => format!("one of {}", words.join(", ")),
            Kind::List => "a list of texts".to_owned(),
            Kind::Map => "a table of texts".to_owned(),
        }
    }

    fn bounded(self, number: i64) -> Result<Value, String> {
        match self {
            Kind::Int(min, max) | Kind::Bytes(min, max) | Kind::Time(min, max) if !(min..=max).contains(&number) => {
                Err(format!("{} is expected", self.describe()))
            }
            _ => Ok(Value::Int(number)),
        }
    }
}

fn article(kind: &str) -> String {
    let vowel = kind.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {kind}", if vowel { "an" } else { "a" })
}

fn parse_bool(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" | "" => Ok(false),
        _ => Err(format!("`{text}` is neither true nor false")),
    }
}

fn parse_integer(digits: &str, radix: u32) -> Result<i64, String> {
    i64::from_str_radix(digits, radix).map_err(|_| "the number is too large".to_owned())
}

/// A number with an optional unit; `bare` is the factor of a number that has none.
fn scaled(text: &str, units: &[(&str, i64)], bare: i64) -> Result<i64, String> {
    let lower = text.trim().to_ascii_lowercase();
    let (digits, factor) = units
        .iter()
        .find_map(|(unit, factor)| lower.strip_suffix(unit).map(|digits| (digits.trim_end(), *factor)))
        .unwrap_or((lower.as_str(), bare));
    let number: i64 = digits.parse().map_err(|_| {
        let names: Vec<_> = units.iter().map(|(unit, _)| *unit).collect();
        format!("`{text}` is not a number with one of the units {}", names.join(", "))
    })?;
    number.checked_mul(factor).ok_or_else(|| "the number is too large".to_owned())
}

fn parse_address(text: &str) -> Result<Value, String> {
    if text.trim().eq_ignore_ascii_case("localhost") {
        return Ok(Value::Text("127.0.0.1".to_owned()));
    }
    let address: IpAddr = text.trim().trim_start_matches('[').trim_end_matches(']').parse().map_err(|_| {
        format!("`{text}` is not an IP address; 127.0.0.1 is this machine, 0.0.0.0 is every IPv4 interface")
    })?;
    Ok(Value::Text(address.to_string()))
}

fn parse_choice(text: &str, words: &[&str]) -> Result<Value, String> {
    let lower = text.trim().to_ascii_lowercase();
    if words.contains(&lower.as_str()) {
        return Ok(Value::Text(lower));
    }
    Err(format!("`{text}` is not one of {}", words.join(", ")))
}

fn parse_list(text: &str) -> Result<Vec<String>, String> {
    if text.trim_start().starts_with('[') {
        let value = DeValue::parse(text.trim()).map_err(|error| error.message().to_owned())?;
        return match Kind::List.from_toml(value.get_ref())? {
            Value::List(items) => Ok(items),
            _ => Err("a list of texts is expected".to_owned()),
        };
    }
    Ok(text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect())
}

fn parse_map(text: &str) -> Result<BTreeMap<String, String>, String> {
    let pairs = text.split(',').map(str::trim).filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| match pair.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.trim().to_owned())),
            _ => Err(format!("`{pair}` is not of the form name=value")),
        })
        .collect()
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn show_time(millis: i64) -> String {
    let unit = TIMES.iter().rev().find(|(_, factor)| millis != 0 && millis % factor == 0).unwrap_or(&("s", 1_000));
    format!("{}{}", millis / unit.1, unit.0)
}

fn show_bytes(bytes: i64) -> String {
    let text = size_text(bytes);
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text } else { format!("\"{text}\"") }
}

fn size_text(bytes: i64) -> String {
    let unit = [("GiB", 1_i64 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        .into_iter()
        .find(|(_, factor)| bytes != 0 && bytes % factor == 0);
    unit.map_or(bytes.to_string(), |(name, factor)| format!("{}{name}", bytes / factor))
}

/// From a checked value to the type of the field that uses it. The kind of the row guarantees the form;
/// a mismatch gives the empty value, and a test walks every row to show that there is none.
pub(super) trait FromValue {
    fn from_value(value: &Value) -> Self;
}

macro_rules! from_int {
    ($($number:ty),*) => {$(
        impl FromValue for $number {
            fn from_value(value: &Value) -> Self {
                match value {
                    Value::Int(number) => <$number>::try_from(*number).unwrap_or_default(),
                    _ => <$number>::default(),
                }
            }
        }
    )*};
}
from_int!(u16, u32, u64, usize);

impl FromValue for bool {
    fn from_value(value: &Value) -> bool {
        matches!(value, Value::Bool(true))
    }
}

impl FromValue for Duration {
    fn from_value(value: &Value) -> Duration {
        Duration::from_millis(u64::from_value(value))
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            _ => String::new(),
        }
    }
}

impl FromValue for Vec<String> {
    fn from_value(value: &Value) -> Vec<String> {
        match value {
            Value::List(items) => items.clone(),
            _ => Vec::new(),
        }
    }
}

impl FromValue for BTreeMap<String, String> {
    fn from_value(value: &Value) -> BTreeMap<String, String> {
        match value {
            Value::Map(pairs) => pairs.clone(),
            _ => BTreeMap::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Kind, text: &str, expected: &str) {
        let shown = match kind.parse(text) {
            Ok(value) => kind.show(&value),
            Err(message) => format!("error: {message}"),
        };
        assert_eq!(shown, expected, "{kind:?} {text:?}");
    }

    #[test]
    fn times_take_a_unit() {
        let kind = Kind::Time(0, 3_600_000);
        check(kind, "30s", "\"30s\"");
        check(kind, "30", "\"30s\"");
        check(kind, "250 ms", "\"250ms\"");
        check(kind, "120s", "\"2m\"");
        check(kind, "0", "\"0s\"");
        check(kind, "2h", "error: a time from 0s to 1h is expected");
        check(kind, "-1s", "error: a time from 0s to 1h is expected");
        check(kind, "soon", "error: `soon` is not a number with one of the units ms, s, m, h");
        check(kind, "9999999999999999h", "error: the number is too large");
    }

    #[test]
    fn sizes_take_a_unit() {
        let kind = Kind::Bytes(1, 1 << 30);
        check(kind, "4MiB", "\"4MiB\"");
        check(kind, "4194304", "\"4MiB\"");
        check(kind, "1000", "1000");
        check(kind, "0", "error: a size from 1 to 1GiB is expected");
    }

    #[test]
    fn bounds_are_inclusive() {
        let kind = Kind::Int(0, 65_535);
        check(kind, "0", "0");
        check(kind, "65535", "65535");
        check(kind, "65536", "error: a whole number from 0 to 65535 is expected");
        check(kind, "-1", "error: a whole number from 0 to 65535 is expected");
        check(kind, "", "error: `` is not a whole number");
        check(kind, "99999999999999999999", "error: `99999999999999999999` is not a whole number");
    }

    #[test]
    fn addresses_are_numeric_or_localhost() {
        check(Kind::Address, "localhost", "\"127.0.0.1\"");
        check(Kind::Address, "[::1]", "\"::1\"");
        check(Kind::Address, "0.0.0.0", "\"0.0.0.0\"");
        check(
            Kind::Address,
            "myhost",
            "error: `myhost` is not an IP address; 127.0.0.1 is this machine, 0.0.0.0 is every IPv4 interface",
        );
    }

    #[test]
    fn lists_and_maps_are_written_in_one_line() {
        check(Kind::List, "a, b ,,c", r#"["a", "b", "c"]"#);
        check(Kind::List, r#"["a, b", "c"]"#, r#"["a, b", "c"]"#);
        check(Kind::List, "", "[]");
        check(Kind::List, "[1]", "error: a list of texts is expected here, not an array");
        check(Kind::Map, "gpt-4o=ours, x = y=z", r#"{ "gpt-4o" = "ours", "x" = "y=z" }"#);
        check(Kind::Map, "gpt-4o", "error: `gpt-4o` is not of the form name=value");
    }

    #[test]
    fn switches_and_choices() {
        check(Kind::Bool, "ON", "true");
        check(Kind::Bool, "0", "false");
        check(Kind::Bool, "maybe", "error: `maybe` is neither true nor false");
        check(Kind::Choice(&["auto", "json"]), "JSON", "\"json\"");
        check(Kind::Choice(&["auto", "json"]), "xml", "error: `xml` is not one of auto, json");
    }

    #[test]
    fn secrets_are_not_shown() {
        check(Kind::Secret, "hunter2", "\"(set, not shown)\"");
        check(Kind::Secret, "", "\"\"");
    }
}
