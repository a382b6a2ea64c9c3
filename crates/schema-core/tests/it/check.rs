//! Every keyword: values it takes and values it does not, with the keyword and the place that are told.

use schema_core::{Draft, Schema};
use serde_json::{Value, json};

fn check(schema: Value, good: &[Value], bad: &[Value]) {
    let compiled = Schema::compile(&schema).unwrap_or_else(|error| panic!("{schema}: {error}"));
    for value in good {
        assert_eq!(compiled.check(value), [], "{schema} should take {value}");
        assert!(compiled.is_valid(value));
    }
    for value in bad {
        assert_ne!(compiled.check(value), [], "{schema} should not take {value}");
        assert!(!compiled.is_valid(value));
    }
}

fn violations(schema: Value, value: Value, expect: &[(&str, &str)]) {
    let found = Schema::compile(&schema).unwrap().check(&value);
    let found: Vec<(&str, &str)> = found.iter().map(|v| (v.pointer.as_str(), v.keyword)).collect();
    assert_eq!(found, expect, "{schema} on {value}");
}

fn refused(schema: Value, expect: &str) {
    assert_eq!(Schema::compile(&schema).unwrap_err().to_string(), expect);
}

#[test]
fn values_of_any_type() {
    check(json!(true), &[json!(1), json!({})], &[]);
    check(json!(false), &[], &[json!(1)]);
    check(json!({"type": "integer"}), &[json!(1), json!(1.0)], &[json!(1.5), json!("1"), json!(true)]);
    check(json!({"type": ["null", "array"]}), &[json!(null), json!([])], &[json!({})]);
    check(json!({"enum": [1, {"a": [null]}]}), &[json!(1.0), json!({"a": [null]})], &[json!(true), json!({"a": []})]);
    check(json!({"const": false}), &[json!(false)], &[json!(0), json!(null)]);
}

#[test]
fn numbers() {
    check(json!({"minimum": 1.5}), &[json!(1.5), json!("a")], &[json!(1)]);
    check(json!({"maximum": u64::MAX}), &[json!(u64::MAX)], &[json!(1e30)]);
    check(json!({"exclusiveMinimum": 1, "exclusiveMaximum": 2}), &[json!(1.5)], &[json!(1), json!(2.0)]);
    check(json!({"minimum": 1, "exclusiveMinimum": true}), &[json!(2)], &[json!(1)]);
    check(json!({"multipleOf": 0.01}), &[json!(4.02), json!(0)], &[json!(4.021)]);
}

#[test]
fn strings() {
    check(json!({"minLength": 2, "maxLength": 3}), &[json!("💩💩"), json!(1)], &[json!("💩"), json!("abcd")]);
    check(json!({"pattern": "^\\d{2}$"}), &[json!("12"), json!(12)], &[json!("123")]);
    check(json!({"format": "date"}), &[json!("2024-02-29"), json!(1)], &[json!("2023-02-29")]);
    check(json!({"format": "no-such-format"}), &[json!("anything")], &[]);
}

#[test]
fn arrays() {
    check(json!({"items": {"type": "integer"}}), &[json!([1, 2]), json!("x")], &[json!([1, "2"])]);
    check(
        json!({"prefixItems": [{"type": "integer"}], "items": false}),
        &[json!([1]), json!([])],
        &[json!(["a"]), json!([1, 2])],
    );
    check(
        json!({"items": [{"type": "integer"}], "additionalItems": {"type": "string"}}),
        &[json!([1, "a"])],
        &[json!([1, 2])],
    );
    check(json!({"minItems": 1, "maxItems": 2}), &[json!([1])], &[json!([]), json!([1, 2, 3])]);
    check(json!({"uniqueItems": true}), &[json!([1, true, "1"])], &[json!([{"a": 1, "b": 2}, {"b": 2.0, "a": 1}])]);
    check(json!({"contains": {"const": 1}}), &[json!([0, 1])], &[json!([]), json!([0])]);
    check(
        json!({"contains": {"const": 1}, "minContains": 2, "maxContains": 2}),
        &[json!([1, 0, 1])],
        &[json!([1]), json!([1, 1, 1])],
    );
    check(json!({"contains": {"const": 1}, "minContains": 0}), &[json!([])], &[]);
    check(
        json!({"allOf": [{"prefixItems": [true]}], "contains": {"const": 7}, "unevaluatedItems": false}),
        &[json!([7]), json!([1, 7])],
        &[json!([1, 7, 2])],
    );
}

#[test]
fn objects() {
    let members = json!({
        "properties": {"a": {"type": "integer"}},
        "patternProperties": {"^x-": {"type": "string"}},
        "additionalProperties": {"type": "null"},
    });
    check(
        members,
        &[json!({"a": 1, "x-b": "s", "c": null}), json!([])],
        &[json!({"a": "1"}), json!({"x-b": 1}), json!({"c": 1})],
    );
    check(json!({"required": ["a"]}), &[json!({"a": null})], &[json!({})]);
    check(json!({"minProperties": 1, "maxProperties": 1}), &[json!({"a": 1})], &[json!({}), json!({"a": 1, "b": 2})]);
    check(json!({"propertyNames": {"maxLength": 1}}), &[json!({"a": 1})], &[json!({"ab": 1})]);
    check(json!({"dependentRequired": {"a": ["b"]}}), &[json!({"a": 1, "b": 1}), json!({"b": 1})], &[json!({"a": 1})]);
    check(
        json!({"dependentSchemas": {"a": {"maxProperties": 1}}}),
        &[json!({"a": 1}), json!({"b": 1, "c": 1})],
        &[json!({"a": 1, "b": 1})],
    );
    check(
        json!({"dependencies": {"a": ["b"], "c": {"required": ["d"]}}}),
        &[json!({"a": 1, "b": 1}), json!({"c": 1, "d": 1})],
        &[json!({"a": 1}), json!({"c": 1})],
    );
    check(
        json!({"anyOf": [{"properties": {"a": {"const": 1}}}, {"properties": {"b": true}}], "unevaluatedProperties": false}),
        &[json!({"a": 1, "b": 2}), json!({"b": 1})],
        &[json!({"a": 1, "c": 1}), json!({"a": 2})],
    );
}

#[test]
fn choices() {
    let parts = json!([{"multipleOf": 2}, {"multipleOf": 3}]);
    check(json!({"allOf": parts}), &[json!(6)], &[json!(2), json!(3)]);
    check(json!({"anyOf": parts}), &[json!(2), json!(6)], &[json!(1)]);
    check(json!({"oneOf": parts}), &[json!(2), json!(3)], &[json!(1), json!(6)]);
    check(json!({"not": {"type": "string"}}), &[json!(1)], &[json!("")]);
    check(
        json!({"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"const": 0}}),
        &[json!("a"), json!(0)],
        &[json!(""), json!(1)],
    );
}

#[test]
fn references() {
    let list = json!({"$ref": "#/$defs/n", "$defs": {"n": {"properties": {"next": {"$ref": "#/$defs/n"}}, "additionalProperties": false}}});
    check(list, &[json!({"next": {"next": {}}})], &[json!({"next": {"other": 1}})]);
    check(json!({"$ref": "#/a~1b%25", "a/b%": {"const": 1}}), &[json!(1)], &[json!(2)]);
    check(
        json!({"$id": "http://example.com/root", "$ref": "part#x", "$defs": {"p": {"$id": "part", "$defs": {"q": {"$anchor": "x", "const": 1}}}}}),
        &[json!(1)],
        &[json!(2)],
    );
    let tree = json!({
        "$id": "http://example.com/strict", "$dynamicAnchor": "node", "$ref": "tree", "unevaluatedProperties": false,
        "$defs": {"tree": {
            "$id": "tree", "$dynamicAnchor": "node",
            "properties": {"kids": {"items": {"$dynamicRef": "#node"}}},
        }},
    });
    check(tree, &[json!({"kids": [{"kids": []}]})], &[json!({"kids": [{"kid": 1}]})]);
    check(
        json!({"$ref": "http://json-schema.org/draft-07/schema#"}),
        &[json!({"minLength": 1}), json!(true)],
        &[json!({"minLength": -1}), json!(1), json!({"definitions": {"a": {"type": 1}}})],
    );
    let hidden = Schema::compile_as(
        &json!({"$ref": "#/definitions/a", "const": 2, "definitions": {"a": {"const": 1}}}),
        Draft::Draft7,
    );
    assert!(hidden.unwrap().is_valid(&json!(1)), "in draft 7 a $ref stands alone");
}

#[test]
fn violations_tell_keyword_and_place() {
    let schema = json!({
        "type": "object",
        "properties": {"a/b": {"items": {"type": "integer", "minimum": 0}}, "c": {"enum": [1]}},
        "required": ["c", "d"],
        "additionalProperties": false,
    });
    let value = json!({"a/b": [1, -1, "x"], "c": 2, "e": 0});
    violations(
        schema,
        value,
        &[
            ("", "required"),
            ("/a~1b/1", "minimum"),
            ("/a~1b/2", "type"),
            ("/c", "enum"),
            ("/e", "additionalProperties"),
        ],
    );
    violations(json!({"items": false}), json!(vec![0; 100]), &[("", "items")]);
    let many = Schema::compile(&json!({"items": {"type": "string"}})).unwrap().check(&json!(vec![0; 1000]));
    assert_eq!(many.len(), 64);
}

#[test]
fn refusals_name_keyword_and_place() {
    refused(
        json!({"type": "strin"}),
        "In context=(), 'type' must be one of 'array', 'boolean', 'integer', 'null', 'number', 'object', 'string', or an array of them.",
    );
    refused(
        json!({"properties": {"a": {"minLength": -1}}}),
        "In context=('properties', 'a'), 'minLength' must be a non-negative integer.",
    );
    refused(json!({"items": 3}), "In context=(), 'items' must be a schema or a list or map of schemas.");
    refused(
        json!({"properties": {"a": {"pattern": "(?<!x)y"}}}),
        "In context=('properties', 'a'), 'pattern' is not supported: look-around '(?<!' is not regular.",
    );
    refused(
        json!({"allOf": [{"$ref": "file:///etc/passwd"}]}),
        "In context=('allOf', '0'), reference 'file:///etc/passwd' can only point to definitions within the schema.",
    );
    refused(
        json!({"$ref": "https://example.com/a.json"}),
        "In context=(), reference 'https://example.com/a.json' can only point to definitions within the schema.",
    );
    refused(json!([]), "In context=(), schema must be an object or a boolean.");
}
