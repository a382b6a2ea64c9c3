//! Fits the weights of slot filling to cases of tool calls and writes them to standard output.
//!
//! Arguments are files of JSON lines: `messages`, `tools` (or `toolset`, a key of the JSON object in the file
//! `toolsets.json` beside it) and `expected`, a list of calls whose arguments list the values that are right.
//! Each slot is a choice among its proposals and leaving it empty; a conditional log-linear model is fitted to the
//! right choices by AdaGrad (Duchi et al., JMLR 12, 2011) with an L2 penalty. Prints cross-validated figures, folds by
//! the tool's name, to standard error.

mod support;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use engine_api::{Ask, Schema};
use serde_json::Value;
use support::{function, turns};
use tool_router::Matcher;
use tool_router::learn::{self, Choice};

type Failure = Box<dyn std::error::Error>;

/// 2025-11-22, so that relative dates are the same in every run.
const NOW: i64 = 1_763_800_000;
const FOLDS: u64 = 5;
const EPOCHS: usize = 12;
const RATE: f32 = 0.08;
const PENALTY: f32 = 3e-5;

/// What is chosen.
#[derive(Clone, Copy, PartialEq)]
enum Task {
    /// What fills a slot, if anything.
    Slot,
    /// Which tool.
    Pick,
    /// Whether a tool is called.
    Gate,
}

/// A choice; `right` tells which options are right, the last stands for none of them.
struct Example {
    task: Task,
    fold: u64,
    options: Vec<Vec<(u32, f32)>>,
    right: Vec<bool>,
}

fn main() -> Result<(), Failure> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let matcher = Matcher::with_lexicon(&english_core::English);
    let mut examples = Vec::new();
    let mut reach = (0, 0);
    for file in &files {
        let sets = toolsets(Path::new(file))?;
        for line in std::fs::read_to_string(file)?.lines() {
            let case: Value = serde_json::from_str(line)?;
            read(&matcher, &case, &sets, (&mut examples, &mut reach));
        }
    }
    eprintln!("{} slots, {} of {} values are among the proposals", examples.len(), reach.0, reach.1);
    let start = initial();
    let mut sum = [[0.0_f32; 2]; 3];
    for fold in 0..FOLDS {
        let (held, kept): (Vec<&Example>, Vec<&Example>) = examples.iter().partition(|example| example.fold == fold);
        let fitted = fit(&kept);
        for (task, sum) in [Task::Slot, Task::Pick, Task::Gate].into_iter().zip(&mut sum) {
            let of: Vec<&Example> = held.iter().copied().filter(|example| example.task == task).collect();
            sum[0] += accuracy(&start, &of);
            sum[1] += accuracy(&fitted, &of);
        }
    }
    for (name, sum) in ["slots", "tools", "calls"].iter().zip(sum) {
        let [before, after] = sum.map(|sum| 100.0 * sum / FOLDS as f32);
        eprintln!("{name}: right choices, cross-validated: {before:.2} % by hand, {after:.2} % learned");
    }
    let weights = fit(&examples.iter().collect::<Vec<_>>());
    std::io::stdout().write_all(&learn::pack(&weights))?;
    Ok(())
}

fn initial() -> Vec<f32> {
    let mut weights = vec![0.0; learn::WEIGHTS];
    for prior in learn::priors() {
        weights[prior as usize] = 1.0;
    }
    weights
}

fn toolsets(file: &Path) -> Result<Value, Failure> {
    match std::fs::read_to_string(file.with_file_name("toolsets.json")) {
        Ok(text) => Ok(serde_json::from_str(&text)?),
        Err(_) => Ok(Value::Null),
    }
}

fn read(matcher: &Matcher, case: &Value, sets: &Value, (examples, reach): (&mut Vec<Example>, &mut (usize, usize))) {
    let calls = case["expected"].as_array().map(Vec::as_slice).unwrap_or_default();
    let tools = case["tools"].as_array().or_else(|| sets[case["toolset"].as_str().unwrap_or("")].as_array());
    if case.get("schema").is_some() {
        return extraction(matcher, case, examples);
    }
    let Some(tools) = tools else { return };
    let tools = tools.iter().filter(|tool| tool["function"].get("parameters").is_some());
    let tools = tools.filter_map(|tool| function(&tool["function"])).collect();
    let ask = Ask { turns: turns(case), tools, now: NOW, ..Ask::of("") };
    choose(matcher, case, &ask, examples);
    let mut by_tool: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for call in calls {
        by_tool.entry(call["name"].as_str().unwrap_or("")).or_default().push(&call["arguments"]);
    }
    for (name, wanted) in by_tool {
        let fold = fold_of(name);
        for slot in matcher.slots(&ask, name) {
            let [key] = slot.path.as_slice() else { continue };
            let lists: Vec<&Vec<Value>> = wanted.iter().filter_map(|call| call[key].as_array()).collect();
            let empty = lists.len() < wanted.len() || lists.iter().any(|list| list.iter().any(|value| value == ""));
            let mut right: Vec<bool> =
                slot.options.iter().map(|option| option.values.iter().all(|one| is_right(one, &lists))).collect();
            prefer_lists(&slot.options, &mut right);
            if !empty {
                reach.1 += 1;
                reach.0 += usize::from(right.contains(&true));
            }
            right.push(empty);
            if right.contains(&true) && !slot.options.is_empty() {
                let options = slot.options.into_iter().map(|option| option.features).collect();
                examples.push(Example { task: Task::Slot, fold, options, right });
            }
        }
    }
}

/// The members of a schema and what a text says for them.
fn extraction(matcher: &Matcher, case: &Value, examples: &mut Vec<Example>) {
    let Ok(schema) = Schema::compile(&case["schema"]) else { return };
    let text = match case["purpose"].as_str() {
        Some(purpose) => format!("{purpose}\n\n{}", case["text"].as_str().unwrap_or("")),
        None => case["text"].as_str().unwrap_or("").to_owned(),
    };
    let ask = Ask { now: NOW, ..Ask::of(&text) };
    let fold = fold_of(case["id"].as_str().unwrap_or(""));
    for slot in matcher.members(&ask, &schema) {
        let [key] = slot.path.as_slice() else { continue };
        let wanted = match (&case["expected_any"][key], &case["expected"][key]) {
            (Value::Array(all), _) => all.clone(),
            (_, Value::Null) => vec![Value::from("")],
            (_, one) => vec![one.clone()],
        };
        let lists = vec![&wanted];
        let empty = wanted.iter().any(|value| value == "");
        let mut right: Vec<bool> =
            slot.options.iter().map(|option| option.values.iter().all(|one| is_right(one, &lists))).collect();
        prefer_lists(&slot.options, &mut right);
        right.push(empty);
        if right.contains(&true) && !slot.options.is_empty() {
            let options = slot.options.into_iter().map(|option| option.features).collect();
            examples.push(Example { task: Task::Slot, fold, options, right });
        }
    }
}

/// Which tool the case wants, and whether it wants one.
fn choose(matcher: &Matcher, case: &Value, ask: &Ask, examples: &mut Vec<Example>) {
    let calls = case["expected"].as_array().map(Vec::as_slice).unwrap_or_default();
    let names: Vec<&str> = calls.iter().filter_map(|call| call["name"].as_str()).collect();
    let none = case["expect"] == "none";
    let (Some(first), false) = (names.first().or(if none { Some(&"") } else { None }), ask.tools.len() > 40) else {
        return;
    };
    let fold = fold_of(if none { case["id"].as_str().unwrap_or("") } else { first });
    let picks = matcher.picks(ask);
    let wanted: Vec<bool> = ask.tools.iter().map(|tool| names.contains(&tool.name.as_str())).collect();
    for (pick, wanted) in picks.iter().zip(&wanted) {
        if none || *wanted {
            examples.push(Example {
                task: Task::Gate,
                fold,
                options: vec![pick.gate.clone()],
                right: vec![*wanted, none],
            });
        }
    }
    if !none && picks.len() > 1 && wanted.contains(&true) {
        let right = wanted.into_iter().chain([false]).collect();
        examples.push(Example {
            task: Task::Pick,
            fold,
            options: picks.into_iter().map(|pick| pick.pick).collect(),
            right,
        });
    }
}

fn fold_of(name: &str) -> u64 {
    name.bytes().fold(7_u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte))) % FOLDS
}

/// Where all items of a list are right, one of them alone is not.
fn prefer_lists(options: &[Choice], right: &mut [bool]) {
    let lists: Vec<&Choice> =
        options.iter().zip(right.iter()).filter(|(o, r)| **r && o.values.len() > 1).map(|(o, _)| o).collect();
    for (option, right) in options.iter().zip(right) {
        let [one] = option.values.as_slice() else { continue };
        *right &= !lists.iter().any(|list| list.values.contains(one));
    }
}

/// Whether some call wants the value.
fn is_right(one: &Value, lists: &[&Vec<Value>]) -> bool {
    lists.iter().any(|list| list.iter().any(|value| *value != "" && same(one, value)))
}

/// Whether two values are the same but for case, blanks and marks of texts.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(a), Value::String(b)) => plain(a) == plain(b),
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        _ => one == other,
    }
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !",./-_*^".contains(*c)).flat_map(char::to_lowercase).collect()
}

/// The share of the examples whose best option is right.
fn accuracy(weights: &[f32], examples: &[&Example]) -> f32 {
    let right = examples.iter().filter(|example| {
        let least = if example.task == Task::Pick { f32::MIN } else { 0.0 };
        let mut best = (least, example.options.len());
        for (at, option) in example.options.iter().enumerate() {
            let score = dot(weights, option);
            if score > best.0 {
                best = (score, at);
            }
        }
        example.right[best.1]
    });
    right.count() as f32 / examples.len().max(1) as f32
}

fn dot(weights: &[f32], features: &[(u32, f32)]) -> f32 {
    features.iter().map(|(at, value)| weights[*at as usize] * value).sum()
}

fn fit(examples: &[&Example]) -> Vec<f32> {
    let mut weights = initial();
    let mut squares = vec![1e-3_f32; weights.len()];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed = 1_u64;
    for _ in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (seed >> 33) as usize % (at + 1));
        }
        for &at in &order {
            step(examples[at], &mut weights, &mut squares);
        }
    }
    weights
}

/// One step of the gradient of the log-likelihood of the right options.
fn step(example: &Example, weights: &mut [f32], squares: &mut [f32]) {
    let mut scores: Vec<f32> = example.options.iter().map(|option| dot(weights, option)).collect();
    scores.push(if example.task == Task::Pick { -40.0 } else { 0.0 });
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let shares: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
    let (all, good) = shares
        .iter()
        .zip(&example.right)
        .fold((0.0, 0.0), |(all, good), (share, right)| (all + share, good + if *right { *share } else { 0.0 }));
    let mut gradient: BTreeMap<u32, f32> = BTreeMap::new();
    for ((option, share), right) in example.options.iter().zip(&shares).zip(&example.right) {
        let pull = share / all - if *right { share / good } else { 0.0 };
        if pull.abs() > 1e-4 {
            for (at, value) in option {
                *gradient.entry(*at).or_default() += pull * value;
            }
        }
    }
    for (at, slope) in gradient {
        let at = at as usize;
        let start = if learn::priors().contains(&(at as u32)) { 1.0 } else { 0.0 };
        let slope = slope + PENALTY * (weights[at] - start);
        squares[at] += slope * slope;
        weights[at] -= RATE * slope / squares[at].sqrt();
    }
}
