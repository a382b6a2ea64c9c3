//! Filling: where named values go, and what stands where there are none.

use schema_core::Schema;
use serde_json::{Value, json};

fn fill(schema: &Value, values: Value) -> Result<Value, String> {
    let list = values.as_array().unwrap().iter().map(|pair| (pair[0].as_str().unwrap().to_owned(), pair[1].clone()));
    let compiled = Schema::compile(schema).unwrap();
    let value = compiled.fill(&list.collect::<Vec<_>>()).map_err(|error| error.to_string())?;
    assert_eq!(compiled.check(&value), []);
    Ok(value)
}

fn check(schema: Value, values: Value, expect: Value) {
    let got = fill(&schema, values.clone());
    assert_eq!(got.as_ref().map(Value::to_string), Ok(expect.to_string()), "{schema} with {values}");
}

/// Without named values.
fn plain(schema: Value, expect: Value) {
    check(schema, json!([]), expect);
}

fn person() -> Value {
    json!({
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "age": {"type": ["integer", "null"]},
            "tags": {"type": "array", "items": {"type": "string"}},
            "address": {"type": "object", "properties": {"city": {"type": "string"}, "zip": {"type": "string"}}, "required": ["city"]},
        },
        "required": ["name", "age"],
    })
}

#[test]
fn named_values_go_where_they_fit() {
    check(person(), json!([["age", 41], ["name", "Ada"]]), json!({"name": "Ada", "age": 41}));
    check(person(), json!([["name", "Ada"]]), json!({"name": "Ada", "age": null}));
    check(person(), json!([["age", "41"], ["name", 7]]), json!({"name": "7", "age": 41}));
    check(
        person(),
        json!([["Name", "Ada"], ["city", "Rome"]]),
        json!({"name": "Ada", "age": null, "address": {"city": "Rome"}}),
    );
    check(
        person(),
        json!([["/address/zip", "00184"]]),
        json!({"name": "", "age": null, "address": {"city": "", "zip": "00184"}}),
    );
    check(person(), json!([["tags", "a"], ["tags", "b"]]), json!({"name": "", "age": null, "tags": ["a", "b"]}));
    check(person(), json!([["tags", "a"]]), json!({"name": "", "age": null, "tags": ["a"]}));
    check(person(), json!([["unknown", 1]]), json!({"name": "", "age": null}));
    check(json!({"type": "integer"}), json!([["", 3]]), json!(3));
}

#[test]
fn repeated_names_make_lists_of_objects() {
    let item = json!({"type": "object", "properties": {"what": {"type": "string"}, "price": {"type": "number"}}, "required": ["what", "price"]});
    let schema =
        json!({"type": "object", "properties": {"lines": {"type": "array", "items": item}}, "required": ["lines"]});
    check(
        schema,
        json!([["what", "tea"], ["price", 2.5], ["what", "cake"], ["price", "3"]]),
        json!({"lines": [{"what": "tea", "price": 2.5}, {"what": "cake", "price": 3}]}),
    );
}

#[test]
fn choices_follow_the_values() {
    let shapes = json!({"anyOf": [
        {"type": "object", "properties": {"radius": {"type": "number"}}, "required": ["radius"]},
        {"type": "object", "properties": {"width": {"type": "number"}, "height": {"type": "number"}}, "required": ["width", "height"]},
    ]});
    check(shapes.clone(), json!([["width", 2], ["height", 3]]), json!({"width": 2, "height": 3}));
    check(shapes, json!([["radius", 1]]), json!({"radius": 1}));
    let unit = json!({"type": "object", "properties": {"unit": {"enum": ["celsius", "fahrenheit"]}}});
    check(unit.clone(), json!([["unit", "Fahrenheit"]]), json!({"unit": "fahrenheit"}));
    check(unit, json!([["unit", "kelvin"]]), json!({}));
    let nullable = json!({"type": "object", "properties": {"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}, "b": {"type": "string"}}, "required": ["a", "b"]});
    check(nullable.clone(), json!([["b", "x"]]), json!({"a": null, "b": "x"}));
    plain(nullable, json!({"a": "", "b": ""}));
}

#[test]
fn scalars_are_the_plainest() {
    plain(json!({"type": "integer"}), json!(0));
    plain(json!({"type": "integer", "minimum": 3, "multipleOf": 4}), json!(4));
    plain(json!({"exclusiveMinimum": 0, "exclusiveMaximum": 1, "type": "number"}), json!(0.5));
    plain(json!({"type": "number", "multipleOf": 0.01, "minimum": 0.015, "maximum": 0.025}), json!(0.02));
    plain(json!({"type": "integer", "maximum": -5}), json!(-5));
    plain(json!({"minimum": u64::MAX, "type": "integer"}), json!(u64::MAX));
    plain(json!({"type": "string", "minLength": 3}), json!("aaa"));
    plain(json!({"type": "string", "pattern": "^[A-Z]{2}\\d+$", "minLength": 5}), json!("AA000"));
    plain(json!({"type": "string", "format": "date-time"}), json!("2024-01-01T00:00:00Z"));
    plain(json!({"format": "ipv4", "pattern": "^10\\."}), json!("10.0.0.0"));
    plain(json!({"default": "x", "type": "string"}), json!("x"));
    plain(json!({"enum": [3, 4], "not": {"const": 3}}), json!(4));
}

#[test]
fn containers_are_the_smallest() {
    plain(
        json!({"type": "array", "minItems": 2, "uniqueItems": true, "items": {"type": "boolean"}}),
        json!([false, true]),
    );
    plain(
        json!({"type": "array", "contains": {"const": 7}, "minContains": 2, "prefixItems": [{"const": 1}]}),
        json!([1, 7, 7]),
    );
    plain(
        json!({"type": "object", "minProperties": 1, "additionalProperties": {"type": "integer"}}),
        json!({"property": 0}),
    );
    plain(
        json!({"type": "object", "minProperties": 1, "patternProperties": {"^x\\d$": {"const": 1}}, "additionalProperties": false}),
        json!({"x0": 1}),
    );
    plain(
        json!({"type": "object", "propertyNames": {"pattern": "^k"}, "minProperties": 2}),
        json!({"k": "", "ka": ""}),
    );
    plain(
        json!({"type": "object", "required": ["a"], "dependentRequired": {"a": ["b"]}, "dependentSchemas": {"b": {"required": ["c"]}}}),
        json!({"a": "", "b": "", "c": ""}),
    );
}

#[test]
fn combinations_are_solved() {
    plain(json!({"allOf": [{"type": "integer", "minimum": 5}, {"multipleOf": 2}, {"not": {"const": 6}}]}), json!(8));
    plain(json!({"oneOf": [{"type": "integer"}, {"minimum": 2, "type": "number"}]}), json!(0));
    plain(json!({"oneOf": [{"required": ["a"]}, {"required": ["a", "b"]}], "type": "object"}), json!({"a": ""}));
    plain(json!({"not": {"type": ["string", "integer", "null", "boolean", "array"]}}), json!({}));
    plain(
        json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": "x"}}, "if": {"properties": {"kind": {"const": "x"}}}, "then": {"required": ["more"]}}),
        json!({"kind": "x", "more": ""}),
    );
    let tree = json!({"$ref": "#/$defs/t", "$defs": {"t": {"type": "object", "properties": {"v": {"type": "integer"}, "l": {"anyOf": [{"$ref": "#/$defs/t"}, {"type": "null"}]}}, "required": ["v", "l"]}}});
    plain(tree.clone(), json!({"v": 0, "l": null}));
    check(tree, json!([["v", 1], ["v", 2]]), json!({"v": 1, "l": {"v": 2, "l": null}}));
    plain(
        json!({"type": "object", "properties": {"a": true}, "unevaluatedProperties": false, "minProperties": 1}),
        json!({"a": ""}),
    );
}

#[test]
fn what_cannot_be_is_told() {
    let told = |schema: Value, expect: &str| assert_eq!(fill(&schema, json!([])), Err(expect.to_owned()));
    told(json!(false), "In context=(), no value was found that satisfies 'false'.");
    told(
        json!({"type": "object", "properties": {"a": {"type": "string", "enum": [1]}}, "required": ["a"]}),
        "In context=('properties', 'a'), no value was found that satisfies 'type'.",
    );
    told(
        json!({"type": "integer", "minimum": 2, "maximum": 1}),
        "In context=(), no value was found that satisfies 'minimum'.",
    );
}
