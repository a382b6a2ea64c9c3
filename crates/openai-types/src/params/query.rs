//! Queries: pairs of text into a checked object.

use serde_json::{Map, Value};

use super::{Checked, Kind, ParamError, Row, Table, check};

/// Turns the decoded pairs of a query into an object by its table, and checks it.
///
/// Lists may come as `x[]=a&x[]=b` or `x=a&x=b`, maps as `x[key]=value`.
///
/// ```
/// use openai_types::{STORED_LIST, parse_query};
/// let (query, _) = parse_query(&STORED_LIST, [("limit", "5"), ("metadata[team]", "blue")]).unwrap();
/// assert_eq!(query["limit"], 5);
/// assert_eq!(query["metadata"]["team"], "blue");
/// ```
///
/// # Errors
/// As [`check`].
pub fn parse_query<'a>(
    table: &Table,
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<(Map<String, Value>, Checked), ParamError> {
    let mut object = Map::new();
    for (key, text) in pairs {
        let (name, index) = split(key);
        match table.rows.iter().find(|row| row.name == name) {
            Some(row) => put(&mut object, row, index, text),
            None => {
                object.insert(key.to_owned(), Value::from(text));
            }
        }
    }
    let object = Value::Object(object);
    let checked = check(table, &object)?;
    match object {
        Value::Object(object) => Ok((object, checked)),
        _ => Ok((Map::new(), checked)),
    }
}

/// `metadata[team]` is `metadata` and `team`; `models[]` is `models` and the empty index.
fn split(key: &str) -> (&str, Option<&str>) {
    match key.strip_suffix(']').and_then(|key| key.split_once('[')) {
        Some((name, index)) => (name, Some(index)),
        None => (key, None),
    }
}

fn put(object: &mut Map<String, Value>, row: &Row, index: Option<&str>, text: &str) {
    match (&row.kind, index) {
        (Kind::Metadata, Some(index)) => {
            let entry = object.entry(row.name).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(map) = entry {
                map.insert(index.to_owned(), Value::from(text));
            }
        }
        (Kind::Array { item, .. }, _) => {
            let entry = object.entry(row.name).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(list) = entry {
                list.push(scalar(item, text));
            }
        }
        (kind, _) => {
            object.insert(row.name.to_owned(), scalar(kind, text));
        }
    }
}

/// The text as the kind wants it; where it cannot be that it stays text, and the check says so.
fn scalar(kind: &Kind, text: &str) -> Value {
    match kind {
        Kind::Integer { .. } => text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from),
        Kind::Boolean => text.parse::<bool>().map_or_else(|_| Value::from(text), Value::from),
        _ => Value::from(text),
    }
}
