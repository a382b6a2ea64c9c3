//! OpenAI's strict subset of JSON Schema: what it permits, its limits, its messages.
//!
//! Source: the public guide "Structured outputs", section "Supported schemas".

use serde_json::{Map, Value};

use crate::compile::MAX_DEPTH;
use crate::error::{Place, SchemaError};
use crate::value::extent;

/// Most object properties in all.
pub const MAX_PROPERTIES: usize = 5000;
/// Deepest nesting of objects and arrays.
pub const MAX_NESTING: usize = 10;
/// Most characters of property names, definition names, enum values and const values in all.
pub const MAX_CHARACTERS: usize = 120_000;
/// Most enum values in all.
pub const MAX_ENUM_VALUES: usize = 1000;
/// Most characters of one string enum of more than [`LARGE_ENUM`] values.
pub const MAX_LARGE_ENUM_CHARACTERS: usize = 15_000;
/// Above this many values an enum's characters are limited.
pub const LARGE_ENUM: usize = 250;

/// The keywords that are permitted; annotations pass.
const PERMITTED: &[&str] = &[
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "const",
    "anyOf",
    "$ref",
    "$defs",
    "definitions",
    "description",
    "title",
    "$schema",
    "$id",
    "$comment",
    "$anchor",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "pattern",
    "format",
    "minLength",
    "maxLength",
    "nullable",
];

/// The string formats that are permitted.
const FORMATS: &[&str] = &["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

/// Checks that a schema keeps to the strict subset.
///
/// # Errors
/// The first departure, in the order of the document, in the wording of the original.
pub fn check(source: &Value) -> Result<(), SchemaError> {
    if extent(source).depth > MAX_DEPTH {
        return Err(SchemaError::TooLarge { what: "levels of nesting", limit: MAX_DEPTH });
    }
    check_root(source)?;
    let mut totals = Totals::default();
    let mut stack = vec![Spot { schema: source, steps: Vec::new(), nesting: 1 }];
    while let Some(spot) = stack.pop() {
        let children = visit(&spot, source, &mut totals)?;
        stack.extend(children.into_iter().rev());
    }
    Ok(())
}

/// The root is an object, and no union.
fn check_root(source: &Value) -> Result<(), SchemaError> {
    let root = source.as_object().ok_or(SchemaError::NotASchema { place: Place::default() })?;
    if root.contains_key("anyOf") {
        return Err(refuse(&[], "anyOf", "'anyOf' is not permitted at the root.".to_owned()));
    }
    match root.get("type") {
        Some(Value::String(kind)) if kind == "object" => Ok(()),
        Some(Value::String(kind)) => Err(SchemaError::Root { got: format!("\"{kind}\"") }),
        Some(other) => Err(SchemaError::Root { got: other.to_string() }),
        None if root.get("$ref").is_some() => Ok(()),
        None => Err(SchemaError::Root { got: "\"None\"".to_owned() }),
    }
}

/// What is limited over the whole schema.
#[derive(Default)]
struct Totals {
    properties: usize,
    characters: usize,
    enum_values: usize,
}

struct Spot<'s> {
    schema: &'s Value,
    steps: Vec<&'s str>,
    /// Objects and arrays around and including this one.
    nesting: usize,
}

impl<'s> Spot<'s> {
    fn child(&self, schema: &'s Value, steps: [&'s str; 2], nesting: usize) -> Spot<'s> {
        let named = steps.into_iter().filter(|step| !step.is_empty());
        Spot { schema, steps: self.steps.iter().copied().chain(named).collect(), nesting }
    }
}

fn refuse(steps: &[&str], keyword: &str, message: String) -> SchemaError {
    let place = Place(steps.iter().map(|step| (*step).to_owned()).collect());
    SchemaError::Strict { place, keyword: keyword.to_owned(), message }
}

/// Checks one schema and gives the schemas within it.
fn visit<'s>(spot: &Spot<'s>, root: &'s Value, totals: &mut Totals) -> Result<Vec<Spot<'s>>, SchemaError> {
    let at = &spot.steps;
    let Some(map) = spot.schema.as_object() else {
        return Err(refuse(at, "", "schema must have a 'type' key.".to_owned()));
    };
    if let Some(keyword) = map.keys().find(|key| is_refused(key)) {
        return Err(refuse(at, keyword, format!("'{keyword}' is not permitted.")));
    }
    if !["type", "anyOf", "$ref", "enum", "const"].iter().any(|key| map.contains_key(*key)) {
        return Err(refuse(at, "type", "schema must have a 'type' key.".to_owned()));
    }
    check_format(at, map)?;
    check_reference(at, map, root)?;
    count(map, totals)?;
    if has_type(map, "object") || map.contains_key("properties") {
        check_object(at, map)?;
    }
    if has_type(map, "array") && !map.contains_key("items") {
        return Err(refuse(at, "items", "array schema missing items.".to_owned()));
    }
    if spot.nesting > MAX_NESTING {
        let message = format!("{} levels of nesting exceeds limit of {MAX_NESTING}.", spot.nesting);
        return Err(refuse(&[], "properties", message));
    }
    Ok(children(spot, map))
}

/// Keywords outside of the subset: every keyword that constrains and is not in the list.
fn is_refused(key: &str) -> bool {
    let constrains = crate::keyword::KEYWORDS.iter().any(|row| row.name == key);
    let others = ["minContains", "maxContains", "contentEncoding", "contentMediaType", "contentSchema"];
    (constrains || others.contains(&key)) && !PERMITTED.contains(&key)
}

fn has_type(map: &Map<String, Value>, kind: &str) -> bool {
    match map.get("type") {
        Some(Value::String(name)) => name == kind,
        Some(Value::Array(names)) => names.iter().any(|name| name == kind),
        _ => false,
    }
}

fn check_format(at: &[&str], map: &Map<String, Value>) -> Result<(), SchemaError> {
    match map.get("format").and_then(Value::as_str) {
        Some(format) if has_type(map, "string") && !FORMATS.contains(&format) => {
            Err(refuse(at, "format", format!("'{format}' is not a valid format.")))
        }
        _ => Ok(()),
    }
}

fn check_reference(at: &[&str], map: &Map<String, Value>, root: &Value) -> Result<(), SchemaError> {
    let Some(reference) = map.get("$ref").and_then(Value::as_str) else { return Ok(()) };
    let pointer = crate::uri::percent_decode(reference.trim_start_matches('#'));
    if !reference.starts_with('#') || root.pointer(&pointer).is_none() {
        let message = format!("reference to component '{reference}' which was not found in the schema.");
        return Err(refuse(at, "$ref", message));
    }
    let alone = |key: &&String| matches!(key.as_str(), "$ref" | "$defs" | "definitions" | "$schema" | "$id");
    match map.keys().find(|key| !alone(key)) {
        Some(sibling) if !at.is_empty() => {
            Err(refuse(at, "$ref", format!("$ref cannot have keywords {{'{sibling}'}}.")))
        }
        _ => Ok(()),
    }
}

fn check_object(at: &[&str], map: &Map<String, Value>) -> Result<(), SchemaError> {
    if map.get("additionalProperties") != Some(&Value::Bool(false)) {
        let message = "'additionalProperties' is required to be supplied and to be false.".to_owned();
        return Err(refuse(at, "additionalProperties", message));
    }
    let empty = Map::new();
    let properties = map.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let required = map.get("required").and_then(Value::as_array);
    let all = "'required' is required to be supplied and to be an array including every key in properties.";
    let listed: std::collections::HashSet<&str> = required.into_iter().flatten().filter_map(Value::as_str).collect();
    if let Some(missing) = properties.keys().find(|key| !listed.contains(key.as_str())) {
        return Err(refuse(at, "required", format!("{all} Missing '{missing}'.")));
    }
    if let Some(extra) =
        required.into_iter().flatten().filter_map(Value::as_str).find(|key| !properties.contains_key(*key))
    {
        return Err(refuse(at, "required", format!("{all} Extra required key '{extra}' supplied.")));
    }
    Ok(())
}

fn count(map: &Map<String, Value>, totals: &mut Totals) -> Result<(), SchemaError> {
    let length = |value: &Value| value.as_str().map_or_else(|| value.to_string().len(), |text| text.chars().count());
    for key in ["properties", "$defs", "definitions"] {
        let Some(names) = map.get(key).and_then(Value::as_object) else { continue };
        totals.characters += names.keys().map(|name| name.chars().count()).sum::<usize>();
        if key == "properties" {
            totals.properties += names.len();
        }
    }
    if let Some(values) = map.get("enum").and_then(Value::as_array) {
        let characters: usize = values.iter().map(length).sum();
        if values.len() > LARGE_ENUM && characters > MAX_LARGE_ENUM_CHARACTERS {
            return Err(exceeded("characters in an enum of more than 250 values", MAX_LARGE_ENUM_CHARACTERS));
        }
        totals.enum_values += values.len();
        totals.characters += characters;
    }
    totals.characters += map.get("const").map_or(0, length);
    if totals.properties > MAX_PROPERTIES {
        return Err(exceeded("object properties", MAX_PROPERTIES));
    }
    if totals.enum_values > MAX_ENUM_VALUES {
        return Err(exceeded("enum values", MAX_ENUM_VALUES));
    }
    if totals.characters > MAX_CHARACTERS {
        return Err(exceeded("characters of names and values", MAX_CHARACTERS));
    }
    Ok(())
}

fn exceeded(what: &'static str, limit: usize) -> SchemaError {
    SchemaError::TooLarge { what, limit }
}

fn children<'s>(spot: &Spot<'s>, map: &'s Map<String, Value>) -> Vec<Spot<'s>> {
    let mut out = Vec::new();
    for key in ["properties", "$defs", "definitions"] {
        let nesting = if key == "properties" { spot.nesting + 1 } else { 1 };
        for (name, schema) in map.get(key).and_then(Value::as_object).into_iter().flatten() {
            let deeper =
                if schema.get("properties").is_some() || schema.get("items").is_some() { nesting } else { nesting - 1 };
            out.push(spot.child(schema, [key, name], deeper.max(1)));
        }
    }
    if let Some(items) = map.get("items") {
        let deeper = items.get("properties").is_some() || items.get("items").is_some();
        out.push(spot.child(items, ["items", ""], spot.nesting + usize::from(deeper)));
    }
    for (at, schema) in map.get("anyOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
        out.push(spot.child(schema, ["anyOf", DIGITS.get(at).copied().unwrap_or("…")], spot.nesting));
    }
    out
}

/// Indexes as text, for places; unions are seldom longer.
const DIGITS: &[&str] =
    &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19"];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check_message(schema: Value, expect: &str) {
        let got = check(&schema).err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(got, expect, "{schema}");
    }

    fn object(properties: Value) -> Value {
        let required: Vec<&String> = properties.as_object().unwrap().keys().collect();
        json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
    }

    #[test]
    fn messages_are_the_originals() {
        check_message(object(json!({"a": {"type": "string"}})), "");
        check_message(
            json!({"type": "array"}),
            "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"array\"'.",
        );
        check_message(json!({}), "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"None\"'.");
        check_message(
            json!({"type": "object", "properties": {}}),
            "In context=(), 'additionalProperties' is required to be supplied and to be false.",
        );
        check_message(
            object(
                json!({"a": {"type": "object", "properties": {"b": {"type": "string"}}, "additionalProperties": false}}),
            ),
            "In context=('properties', 'a'), 'required' is required to be supplied and to be an array including every key in properties. Missing 'b'.",
        );
        check_message(object(json!({"a": {}})), "In context=('properties', 'a'), schema must have a 'type' key.");
        check_message(
            object(json!({"a": {"type": "array"}})),
            "In context=('properties', 'a'), array schema missing items.",
        );
        check_message(
            object(json!({"a": {"oneOf": [{"type": "string"}]}})),
            "In context=('properties', 'a'), 'oneOf' is not permitted.",
        );
        check_message(
            object(json!({"a": {"type": "string", "format": "uri"}})),
            "In context=('properties', 'a'), 'uri' is not a valid format.",
        );
        check_message(
            object(json!({"a": {"$ref": "#/$defs/x"}})),
            "In context=('properties', 'a'), reference to component '#/$defs/x' which was not found in the schema.",
        );
        check_message(
            object(json!({"a": {"anyOf": [{"type": "null"}, {"type": "object"}]}})),
            "In context=('properties', 'a', 'anyOf', '1'), 'additionalProperties' is required to be supplied and to be false.",
        );
    }

    #[test]
    fn recursion_is_permitted() {
        let mut tree =
            object(json!({"left": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}, "node": {"$ref": "#/$defs/n"}}));
        tree["$defs"] = json!({"n": object(json!({"next": {"$ref": "#/$defs/n"}}))});
        check_message(tree, "");
    }

    fn nested(levels: usize) -> Value {
        (1..levels).fold(object(json!({"x": {"type": "string"}})), |inner, _| object(json!({"a": inner})))
    }

    #[test]
    fn limits_are_the_originals() {
        check_message(nested(10), "");
        check_message(nested(11), "In context=(), 11 levels of nesting exceeds limit of 10.");
        let wide = |n: usize| {
            let names = (0..n).map(|at| (format!("p{at}"), json!({"type": "string"})));
            object(Value::Object(names.collect()))
        };
        check_message(wide(5000), "");
        check_message(wide(5001), "Schema exceeds the limit of 5000 object properties.");
        let choices = |n: usize| object(json!({"a": {"enum": (0..n).collect::<Vec<_>>()}}));
        check_message(choices(1000), "");
        check_message(choices(1001), "Schema exceeds the limit of 1000 enum values.");
    }
}
