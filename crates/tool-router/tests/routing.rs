//! What holds for every request: the tool choice is honoured, arguments are valid, nothing panics, nothing is kept.

#![allow(clippy::expect_used, clippy::panic, reason = "a failing check should stop the test")]

mod support;

use engine_api::{Ask, Call, Grammar, Reading, Role, Routing, Schema, Tool, ToolChoice, ToolKind, ToolRouter, Turn};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{function, tool};
use tool_router::Matcher;

fn route(ask: &Ask) -> Routing {
    Matcher::with_lexicon(&english_core::English).route(ask, &Reading::default())
}

fn calls(ask: &Ask) -> Vec<Call> {
    match route(ask) {
        Routing::Call(calls) => calls,
        other => panic!("expected calls, found {other:?}"),
    }
}

fn asking(said: &str, tools: &[&str]) -> Ask {
    let mut ask = Ask::of(said);
    ask.tools = tools.iter().map(|line| tool(line)).collect();
    ask
}

const FORECAST: &str = "get_forecast: Get the weather forecast for a city. | city string";
const FACTORIAL: &str = "factorial: Calculate the factorial of a number. | number integer";

#[test]
fn no_tools_or_none_allowed_is_an_answer() {
    assert_eq!(route(&asking("weather in Oslo", &[])), Routing::Answer);
    let mut ask = asking("What is the weather in Oslo?", &[FORECAST]);
    ask.choice = ToolChoice::None;
    assert_eq!(route(&ask), Routing::Answer);
}

#[test]
fn required_and_named_always_call() {
    let mut ask = asking("hello there", &[FORECAST, FACTORIAL]);
    ask.choice = ToolChoice::Required;
    assert_eq!(calls(&ask).len(), 1);
    ask.choice = ToolChoice::Named("factorial".into());
    let made = calls(&ask);
    assert_eq!((made.len(), made[0].name.as_str()), (1, "factorial"));
    assert!(serde_json::from_str::<Value>(&made[0].arguments).expect("JSON")["number"].is_i64());
}

#[test]
fn without_parallel_calls_there_is_one() {
    let mut ask = asking("What is the weather in Paris and Rome?", &[FORECAST]);
    assert_eq!(calls(&ask).len(), 2);
    ask.parallel_calls = false;
    assert_eq!(calls(&ask).len(), 1);
}

#[test]
fn results_are_answered() {
    let mut ask = asking("What is the weather in Oslo?", &[FORECAST]);
    answered(&mut ask);
    assert_eq!(route(&ask), Routing::Answer);
}

#[test]
fn the_rest_of_a_plan_follows_the_first_result() {
    let mut ask = asking("What is the weather in Paris and Rome?", &[FORECAST]);
    ask.parallel_calls = false;
    answered(&mut ask);
    let next = calls(&ask);
    assert_eq!(next.len(), 1);
    assert_eq!(next[0].arguments, r#"{"city":"Rome"}"#);
    answered(&mut ask);
    assert_eq!(route(&ask), Routing::Answer);
}

/// Carries out the calls of `ask` and adds them with their results to its dialogue.
fn answered(ask: &mut Ask) {
    let made = calls(ask);
    let mut turn = Turn::new(Role::Assistant, "");
    turn.calls = made.iter().enumerate().map(|(i, call)| Call { id: format!("c{i}"), ..call.clone() }).collect();
    let results: Vec<Turn> = turn
        .calls
        .iter()
        .map(|call| Turn { answers: Some(call.id.clone()), ..Turn::new(Role::Tool, "{\"ok\": true}") })
        .collect();
    ask.turns.push(turn);
    ask.turns.extend(results);
}

#[test]
fn a_clarified_value_completes_the_request() {
    let mut ask = asking("What is the weather forecast?", &[FORECAST]);
    assert!(matches!(route(&ask), Routing::Clarify { .. }));
    ask.turns.push(Turn::new(Role::Assistant, "For which city?"));
    ask.turns.push(Turn::new(Role::User, "In Paris"));
    assert_eq!(calls(&ask)[0].arguments, r#"{"city":"Paris"}"#);
}

#[test]
fn earlier_turns_supply_what_the_last_one_lacks() {
    let mut ask = asking("I live in Madrid.", &[FORECAST]);
    ask.turns.push(Turn::new(Role::Assistant, "Noted."));
    ask.turns.push(Turn::new(Role::User, "What is the weather forecast?"));
    assert_eq!(calls(&ask)[0].arguments, r#"{"city":"Madrid"}"#);
}

#[test]
fn custom_tools_take_text() {
    let mut ask = Ask::of("run this code:\n```python\nprint(1)\n```");
    ask.tools = vec![Tool { name: "run_code".into(), description: "Run code.".into(), kind: ToolKind::Text }];
    let made = calls(&ask);
    assert_eq!((made[0].arguments.as_str(), made[0].custom), ("print(1)", true));

    let pattern = "[A-Z]{2}[0-9]{3}";
    ask = Ask::of("track the parcel AB123 now");
    let grammar = ToolKind::Grammar(Grammar::Regex(pattern.into()));
    ask.tools = vec![Tool { name: "track_parcel".into(), description: "Track a parcel.".into(), kind: grammar }];
    assert_eq!(calls(&ask)[0].arguments, "AB123");
    ask.turns = vec![Turn::new(Role::User, "hello")];
    ask.choice = ToolChoice::Required;
    assert_eq!(calls(&ask)[0].arguments.len(), 5);
}

#[test]
fn nested_objects_are_filled() {
    let schema = json!({"type": "object", "required": ["place"], "properties": {"place": {"type": "object",
        "required": ["city", "country"], "properties": {"city": {"type": "string"}, "country": {"type": "string"}}}}});
    let mut ask = Ask::of("What is the weather in Oslo, Norway?");
    ask.tools = vec![function("get_weather", "Get the weather of a place.", &schema)];
    assert_eq!(calls(&ask)[0].arguments, r#"{"place":{"city":"Oslo","country":"Norway"}}"#);
}

/// A schema for every kind of slot.
fn varied() -> Value {
    json!({"type": "object", "required": ["name", "count", "mode"], "additionalProperties": false, "properties": {
        "name": {"type": "string", "minLength": 1}, "count": {"type": "integer", "minimum": 0, "maximum": 1000},
        "mode": {"enum": ["fast", "slow"]}, "ratio": {"type": "number"}, "tags": {"type": "array", "items": {"type": "string"}},
        "when": {"type": "string", "format": "date"}, "deep": {"type": "object", "properties": {"flag": {"type": "boolean"}}}}})
}

fn valid(ask: &Ask, schema: &Schema) -> Result<(), TestCaseError> {
    if let Routing::Call(calls) = route(ask) {
        prop_assert!(!calls.is_empty());
        for call in calls {
            let arguments: Value = serde_json::from_str(&call.arguments).expect("JSON");
            prop_assert!(schema.is_valid(&arguments), "{arguments}");
            prop_assert_eq!(arguments.to_string(), call.arguments);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_is_routed_and_every_call_is_valid(said in "\\PC{0,200}", must in any::<bool>()) {
        let schema = Schema::compile(&varied()).expect("a schema");
        let mut ask = Ask::of(&said);
        ask.tools = vec![function("set_mode", "Set the mode and count of a name.", &varied())];
        ask.choice = if must { ToolChoice::Required } else { ToolChoice::Auto };
        valid(&ask, &schema)?;
    }

    #[test]
    fn requests_are_routed_to_valid_calls(words in prop::collection::vec(prop::sample::select(vec![
        "set", "the", "mode", "name", "count", "fast", "slow", "to", "5", "-3", "2,000", "Ada", "Paris,", "France", "and", "'x y'",
        "with", "tags", "[1, 2]", "{a: b}", "tomorrow", "2024-02-30", "without", "flag", ".", "?", "then", "12%", "$4", "(", "\"",
    ]), 0..40), must in any::<bool>()) {
        let schema = Schema::compile(&varied()).expect("a schema");
        let mut ask = Ask::of(&words.join(" "));
        ask.tools = vec![function("set_mode", "Set the mode and count of a name.", &varied())];
        ask.choice = if must { ToolChoice::Required } else { ToolChoice::Auto };
        valid(&ask, &schema)?;
        prop_assert_eq!(route(&ask), route(&ask));
    }

    #[test]
    fn other_numbers_change_only_their_arguments(a in 2_u32..900, b in 2_u32..900) {
        let line = "make_box: Make a box. | width integer, height integer, color red/green";
        let ask = asking(&format!("make a green box with width {a} and height {b}"), &[line]);
        prop_assert_eq!(&calls(&ask)[0].arguments, &format!(r#"{{"width":{a},"height":{b},"color":"green"}}"#));
    }
}
