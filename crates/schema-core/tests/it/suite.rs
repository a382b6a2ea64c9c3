//! Our own cases in `suite/`, one file a keyword family, held by a ratchet: `baseline.json` counts what passes.

use schema_core::{Draft, Schema};
use serde_json::Value;

const FILES: &[(&str, &str)] = &[
    ("array", include_str!("../../suite/array.json")),
    ("choice", include_str!("../../suite/choice.json")),
    ("object", include_str!("../../suite/object.json")),
    ("reference", include_str!("../../suite/reference.json")),
    ("scalar", include_str!("../../suite/scalar.json")),
];
const BASELINE: &str = include_str!("../../suite/baseline.json");

fn draft(name: &str) -> Draft {
    match name {
        "4" => Draft::Draft4,
        "6" => Draft::Draft6,
        "7" => Draft::Draft7,
        "2019-09" => Draft::Draft201909,
        _ => Draft::Draft202012,
    }
}

/// How many verdicts of a group are right, for each draft it names.
fn passes(group: &Value, misses: &mut Vec<String>) -> (usize, usize) {
    let (mut passed, mut all) = (0, 0);
    for name in group["drafts"].as_array().unwrap() {
        let schema = Schema::compile_as(&group["schema"], draft(name.as_str().unwrap()));
        for (verdict, expect) in [("valid", true), ("invalid", false)] {
            for value in group[verdict].as_array().unwrap() {
                all += 1;
                let right = schema.as_ref().is_ok_and(|schema| schema.is_valid(value) == expect);
                passed += usize::from(right);
                if !right {
                    misses.push(format!("draft {name}: {} should find {value} {verdict}", group["schema"]));
                }
            }
        }
    }
    (passed, all)
}

#[test]
fn no_case_is_lost() {
    let baseline: Value = serde_json::from_str(BASELINE).unwrap();
    for (name, text) in FILES {
        let groups: Value = serde_json::from_str(text).unwrap();
        let mut misses = Vec::new();
        let counts = groups.as_array().unwrap().iter().map(|group| passes(group, &mut misses));
        let (passed, all) = counts.fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        let expect = baseline[name].as_u64().unwrap() as usize;
        assert_eq!(passed, expect, "{name}: {passed} of {all} pass, the baseline is {expect}\n{}", misses.join("\n"));
    }
}
