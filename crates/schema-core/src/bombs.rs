//! Schemas made to be expensive: each ends within its fuel, which is counted here instead of time.

use serde_json::{Map, Value, json};

use crate::check::Checker;
use crate::{Schema, fill};

/// An allowance for one verdict.
const CHECK_STEPS: u64 = 250_000;

fn nested(levels: usize, wrap: impl Fn(Value) -> Value) -> Value {
    (0..levels).fold(json!({"type": "string"}), |inner, _| wrap(inner))
}

/// `anyOf` of two equal references on every level: 2^levels paths.
fn doubling(levels: usize, keyword: &str) -> Value {
    let mut defs = Map::new();
    for level in 0..levels {
        let next = json!({"$ref": format!("#/$defs/d{}", level + 1)});
        defs.insert(format!("d{level}"), json!({keyword: [next, next]}));
    }
    defs.insert(format!("d{levels}"), json!({"const": "no such value"}));
    json!({"$ref": "#/$defs/d0", "$defs": defs})
}

fn check_bounded(schema: &Value, value: &Value) {
    let compiled = Schema::compile(schema).unwrap();
    let mut fuel = CHECK_STEPS;
    Checker::verdict(&compiled.compiled, compiled.compiled.root, value, &mut fuel);
    // Within the allowance or stopped at its end; the public entry points grant no more than this and the size.
    let violations = compiled.check(value);
    assert!(violations.len() <= 64);
    let spent = fill::spent(&compiled.compiled);
    assert!(spent.0 <= fill::FUEL && spent.1 <= fill::CHECK_FUEL, "{spent:?}");
}

#[test]
fn multiplying_schemas_stop_at_their_fuel() {
    for keyword in ["anyOf", "oneOf", "allOf"] {
        check_bounded(&doubling(40, keyword), &json!("x"));
    }
    check_bounded(&json!({"allOf": [{"$ref": "#"}, {"$ref": "#"}]}), &json!(1));
    check_bounded(&json!({"not": {"$ref": "#"}}), &json!(1));
    check_bounded(&json!({"anyOf": [{"$ref": "#"}, {"not": {"$ref": "#"}}]}), &json!({}));
    let wide: Vec<Value> =
        (0..200).map(|n| json!({"required": [format!("p{n}")], "properties": {"q": {"const": n}}})).collect();
    check_bounded(
        &json!({"allOf": [{"oneOf": wide}, {"oneOf": wide}, {"not": {"anyOf": wide}}]}),
        &json!({"p1": 1, "p2": 2}),
    );
    check_bounded(&json!({"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}}), &json!({}));
    check_bounded(&json!({"minItems": 1_000_000_000, "type": "array"}), &json!([]));
    check_bounded(&json!({"minLength": 1_000_000_000, "type": "string"}), &json!(""));
    check_bounded(&json!({"minProperties": 1_000_000, "type": "object"}), &json!({}));
    check_bounded(&json!({"unevaluatedProperties": false, "allOf": [{"$ref": "#"}]}), &json!({"a": 1}));
}

#[test]
fn reference_loops_are_no_proof() {
    let schema = Schema::compile(&json!({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}})).unwrap();
    assert!(!schema.is_valid(&json!(1)));
    assert_eq!(schema.check(&json!(1))[0].keyword, "$budget");
}

#[test]
fn deep_documents_are_refused() {
    let message = |schema: &Value| Schema::compile(schema).unwrap_err().to_string();
    // Moved, not serialised: `json!` itself recurs.
    let wrap = |inner| Value::Object(Map::from_iter([("items".to_owned(), inner)]));
    let deep = nested(10_000, wrap);
    assert_eq!(message(&deep), "Schema exceeds the limit of 160 levels of nesting.");
    // Values drop by recursion; ours is unwound by hand.
    let mut rest = deep;
    while let Some(inner) = rest.get_mut("items").map(Value::take) {
        rest = inner;
    }
    let fits = nested(120, wrap);
    let schema = Schema::compile(&fits).unwrap();
    let value = (0..120).fold(json!("x"), |inner, _| json!([inner]));
    assert!(schema.is_valid(&value));
    let mut walker = schema.walk();
    assert!(walker.push_all(value.to_string().as_bytes()) && walker.can_end());
}

#[test]
fn patterns_are_linear_and_bounded() {
    let long = "a".repeat(50_000) + "!";
    let schema = Schema::compile(&json!({"pattern": "^(a+)+$"})).unwrap();
    assert!(!schema.is_valid(&json!(long)));
    let refused = |pattern: &str| Schema::compile(&json!({"pattern": pattern})).unwrap_err().keyword().to_owned();
    assert_eq!(refused(&"(".repeat(60_000)), "pattern");
    assert_eq!(refused(&format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000))), "pattern");
    assert_eq!(refused("((x{1,500}){1,500}){1,500}"), "pattern");
    assert_eq!(refused("(\\p{L}{1,1000}){1,1000}"), "pattern");
}
