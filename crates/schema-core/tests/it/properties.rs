//! Properties over random schemas and values, and agreement with the `jsonschema` crate.

use proptest::prelude::*;
use schema_core::Schema;
use serde_json::{Map, Value, json};

/// Names that schemas and values share, so that they meet.
fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "c", "ab", "x1"]).prop_map(str::to_owned)
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        (-6i64..12).prop_map(Value::from),
        (-12i64..24).prop_map(|n| json!(n as f64 / 4.0)),
        prop::sample::select(vec!["", "a", "b", "ab", "aab", "x1", "1", "é", "2024-01-01"]).prop_map(Value::from),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((name(), inner), 0..4).prop_map(|all| Value::Object(all.into_iter().collect())),
        ]
    })
}

/// Schemas that some value satisfies.
fn open_leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(true)),
        Just(json!({})),
        prop::sample::select(vec!["null", "boolean", "integer", "number", "string", "array", "object"])
            .prop_map(|kind| json!({"type": kind})),
        (-4i64..4, 0i64..6).prop_map(|(low, more)| json!({"type": "integer", "minimum": low, "maximum": low + more})),
        (-4i64..4, 1i64..5).prop_map(
            |(low, step)| json!({"type": "number", "exclusiveMinimum": low, "multipleOf": step as f64 / 2.0})
        ),
        (0usize..3, 0usize..3)
            .prop_map(|(least, more)| json!({"type": "string", "minLength": least, "maxLength": least + more})),
        prop::sample::select(vec!["^a+b?$", "^[ab]{2,3}$", "x\\d", "^(a|b)*$", "\\bb\\b"])
            .prop_map(|p| json!({"type": "string", "pattern": p})),
        prop::sample::select(vec!["date", "date-time", "email", "uuid", "ipv4", "uri", "duration"])
            .prop_map(|f| json!({"type": "string", "format": f})),
        prop::collection::vec(scalar(), 1..4).prop_map(|all| json!({"enum": all})),
        scalar().prop_map(|value| json!({"const": value})),
    ]
}

fn object(properties: Vec<(String, Value)>, closed: bool, keep: usize) -> Value {
    let map: Map<String, Value> = properties.into_iter().collect();
    let required: Vec<String> = map.keys().take(keep).cloned().collect();
    let mut out = json!({"type": "object", "properties": map, "required": required});
    if closed {
        out["additionalProperties"] = json!(false);
    }
    out
}

/// Schemas built so that they can be satisfied.
fn satisfiable() -> impl Strategy<Value = Value> {
    open_leaf().prop_recursive(3, 24, 4, |inner| {
        let members = prop::collection::vec((name(), inner.clone()), 0..4);
        prop_oneof![
            (members, any::<bool>(), 0usize..4).prop_map(|(members, closed, keep)| object(members, closed, keep)),
            (inner.clone(), 0usize..3)
                .prop_map(|(item, least)| json!({"type": "array", "items": item, "minItems": least})),
            prop::collection::vec(inner.clone(), 1..3)
                .prop_map(|all| json!({"type": "array", "prefixItems": all, "items": false})),
            inner.clone().prop_map(|item| json!({"type": "array", "contains": item})),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|all| json!({"anyOf": all})),
            inner.clone().prop_map(|only| json!({"allOf": [only, true]})),
            inner.prop_map(|only| json!({"oneOf": [only, false]})),
        ]
    })
}

/// Schemas of every kind, satisfiable or not.
fn wild() -> impl Strategy<Value = Value> {
    open_leaf().prop_recursive(3, 24, 4, |inner| {
        let list = || prop::collection::vec(inner.clone(), 1..4);
        let members = || prop::collection::vec((name(), inner.clone()), 0..4);
        prop_oneof![
            (members(), any::<bool>(), 0usize..4).prop_map(|(members, closed, keep)| object(members, closed, keep)),
            list().prop_map(|all| json!({"allOf": all})),
            list().prop_map(|all| json!({"anyOf": all})),
            list().prop_map(|all| json!({"oneOf": all})),
            inner.clone().prop_map(|one| json!({"not": one})),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| json!({"if": a, "then": b, "else": c})),
            (list(), inner.clone()).prop_map(|(all, rest)| json!({"prefixItems": all, "items": rest, "uniqueItems": true})),
            (inner.clone(), 0usize..3, 0usize..3).prop_map(|(item, least, more)| {
                json!({"type": "array", "contains": item, "minContains": least, "maxContains": least + more})
            }),
            (name(), inner.clone(), name()).prop_map(|(on, then, needed)| {
                json!({"type": "object", "dependentSchemas": {on.clone(): then}, "dependentRequired": {on: [needed]}})
            }),
            (members(), inner.clone(), inner.clone()).prop_map(|(members, one, other)| {
                let mut out = object(members, false, 1);
                out["anyOf"] = json!([one, other]);
                out["unevaluatedProperties"] = json!(false);
                out
            }),
            (inner.clone(), inner.clone(), 0usize..3).prop_map(|(one, rest, least)| {
                json!({"patternProperties": {"^[ab]": one}, "additionalProperties": rest, "minProperties": least, "propertyNames": {"maxLength": 2}})
            }),
            (list(), inner.clone()).prop_map(|(all, other)| json!({"allOf": [{"prefixItems": all}], "unevaluatedItems": other})),
        ]
    })
}

fn oracle(schema: &Value) -> jsonschema::Validator {
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(schema)
        .unwrap()
}

fn walks(schema: &Schema, value: &Value) -> bool {
    let mut walker = schema.walk();
    walker.push_all(value.to_string().as_bytes()) && walker.can_end()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn what_can_be_satisfied_is_filled(schema in satisfiable()) {
        let compiled = Schema::compile(&schema).unwrap();
        let filled = compiled.fill(&[]);
        prop_assert!(filled.is_ok(), "{schema}: {filled:?}");
        let filled = filled.unwrap();
        prop_assert_eq!(compiled.check(&filled), vec![]);
        prop_assert!(oracle(&schema).is_valid(&filled), "{schema} with {filled}");
        prop_assert!(walks(&compiled, &filled), "{schema} walked over {filled}");
    }

    #[test]
    fn named_values_never_make_it_invalid(schema in satisfiable(), values in prop::collection::vec((name(), value()), 0..4)) {
        let compiled = Schema::compile(&schema).unwrap();
        let filled = compiled.fill(&values);
        prop_assert!(filled.is_ok(), "{schema} with {values:?}: {filled:?}");
        prop_assert_eq!(compiled.check(&filled.unwrap()), vec![]);
    }

    #[test]
    fn verdicts_agree_with_another_validator(schema in wild(), values in prop::collection::vec(value(), 12)) {
        let compiled = Schema::compile(&schema).unwrap();
        let oracle = oracle(&schema);
        for value in &values {
            let valid = oracle.is_valid(value);
            prop_assert_eq!(compiled.is_valid(value), valid, "{} on {}", schema, value);
            prop_assert_eq!(compiled.check(value).is_empty(), valid);
            prop_assert_eq!(walks(&compiled, value), valid, "{} walked over {}", schema, value);
        }
    }

    #[test]
    fn what_has_an_instance_is_filled(schema in wild(), values in prop::collection::vec(value(), 12)) {
        let compiled = Schema::compile(&schema).unwrap();
        match compiled.fill(&[]) {
            Ok(filled) => {
                prop_assert_eq!(compiled.check(&filled), vec![]);
                prop_assert!(oracle(&schema).is_valid(&filled), "{schema} with {filled}");
                prop_assert_eq!(compiled.fill(&[]), Ok(filled));
            }
            Err(error) => {
                let witness = values.iter().find(|value| compiled.is_valid(value));
                prop_assert!(witness.is_none(), "{schema}: {error}, but {witness:?} is valid");
            }
        }
    }
}
