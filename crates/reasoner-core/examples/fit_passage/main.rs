//! Fits the ranking of answers from passages. The questions are made from the trees of a treebank, so that nothing of
//! any collection of questions is learned: reports figures for documents that were left out, and prints the table.
//!
//! `cargo run --release -p reasoner-core --example fit_passage -- TREEBANK.conllu [ITEMS.jsonl] > data/passage.txt`
//!
//! `ITEMS.jsonl` (`messages`, `answers`, `match` = `abstain` where the passage does not say) is only measured.

mod items;
mod pieces;
mod questions;
mod treebank;

use std::io::Write;

use engine_api::{Ask, Reader, Role, Turn};
use english_core::English;
use reasoner_core::passage::{best, candidates, feature_names};
use serde_json::Value;

/// How many parts the items are cut into; each is scored by the model of the others.
const FOLDS: usize = 4;

struct Item {
    rows: Vec<Vec<f32>>,
    /// The F1 of each row against the best fitting answer.
    gains: Vec<f32>,
    answers: Vec<String>,
    texts: Vec<String>,
    ask: Ask,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let treebank = args.next().ok_or("a treebank is needed")?;
    let english = English::new();
    let documents = treebank::documents(&std::fs::read_to_string(treebank)?);
    let samples = items::items(&documents, &English);
    let items: Vec<Item> = samples.into_iter().map(|one| item(one.ask, one.answers, &english)).collect();
    let mut measured = Vec::new();
    for path in args {
        let mut own = Vec::new();
        for line in std::fs::read_to_string(&path)?.lines() {
            let (ask, answers) = record(&serde_json::from_str(line)?);
            own.push(item(ask, answers, &english));
        }
        measured.push((path, own));
    }
    let (ranks, admits) = feature_names();
    let answerable: Vec<&Item> = items.iter().filter(|item| !item.answers.is_empty()).collect();
    let reachable = answerable.iter().map(|item| item.gains.iter().copied().fold(0.0, f32::max)).sum::<f32>();
    eprintln!(
        "items {}, answerable {}, best possible F1 {:.3}",
        items.len(),
        answerable.len(),
        reachable / answerable.len() as f32
    );
    let (models, f1, exact) = cross_validate(&answerable, ranks.len());
    let all = answerable.len() as f32;
    eprintln!("cross-validated F1 {:.3}, exact {:.3}", f1 / all, exact as f32 / all);
    let weights = fit(&answerable, ranks.len());
    measured.iter().for_each(|(path, items)| report(path, items, &weights));
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "# Weights of the ranking of answers from passages, by `cargo xtask passage`. Model, feature, weight."
    )?;
    for (name, weight) in ranks.iter().zip(&weights) {
        writeln!(out, "rank {name} {weight:.3}")?;
    }
    let admit = admission(&items, (admits, &models), &english, &mut out)?;
    measured.iter().for_each(|(path, items)| measure(path, items, (&english, &weights, &admit)));
    Ok(())
}

/// The models of all folds, and over the items left out of each the sum of F1 and the number of exact answers.
fn cross_validate(answerable: &[&Item], features: usize) -> (Vec<Vec<f32>>, f32, usize) {
    // Questions of one document stay together.
    let fold_of = |at: usize, of: usize| at * FOLDS / of.max(1);
    let (mut f1, mut exact) = (0.0, 0);
    let mut models = Vec::new();
    for fold in 0..FOLDS {
        let part = |own: bool| {
            let all = answerable.iter().enumerate();
            all.filter(|(at, _)| (fold_of(*at, answerable.len()) == fold) == own)
                .map(|(_, item)| *item)
                .collect::<Vec<_>>()
        };
        let weights = fit(&part(false), features);
        for item in part(true) {
            let gain = top(item, &weights).map_or(0.0, |at| item.gains[at]);
            f1 += gain;
            exact += usize::from(gain > 0.99);
        }
        models.push(weights);
    }
    (models, f1, exact)
}

/// Prints how many answers are given and right at each chance.
fn measure(path: &str, items: &[Item], (english, weights, admit): (&English, &[f32], &[f32])) {
    let mut scored = Vec::new();
    for item in items {
        if let Some(found) = best(&item.ask, &english.read(&item.ask), &English, weights) {
            let right = holds(&found.text, &item.answers);
            scored.push((score(admit, &found.features), right, item.answers.is_empty()));
        }
    }
    eprintln!("{path}");
    curve(&scored, items.iter().filter(|item| !item.answers.is_empty()).count());
}

/// How many answers are given and right from some chance on.
fn curve(scored: &[(f32, bool, bool)], answerable: usize) {
    let chance = |odds: f32| 1.0 / (1.0 + (-odds).exp());
    for least in [0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.96] {
        let given: Vec<_> = scored.iter().filter(|one| chance(one.0) >= least).collect();
        let right = given.iter().filter(|one| one.1).count();
        let refused = scored.iter().filter(|one| chance(one.0) < least && one.2).count();
        let all = scored.len().max(1) as f32;
        eprintln!(
            "from chance {least}: given {} ({answerable} answerable), right {right}, rightly refused {refused}; {:.3} of all right",
            given.len(),
            (right + refused) as f32 / all
        );
    }
}

/// The F1 of the ranking on items that are only measured.
fn report(path: &str, measured: &[Item], weights: &[f32]) {
    let answerable: Vec<&Item> = measured.iter().filter(|item| !item.answers.is_empty()).collect();
    let gains = answerable.iter().map(|item| top(item, weights).map_or(0.0, |at| item.gains[at]));
    let best = answerable.iter().map(|item| item.gains.iter().copied().fold(0.0, f32::max)).sum::<f32>();
    let count = answerable.len().max(1) as f32;
    eprintln!("{path}, {} items: F1 {:.3}, best possible {:.3}", count, gains.sum::<f32>() / count, best / count);
    for item in answerable.iter().filter(|_| std::env::var_os("SHOW").is_some()) {
        let at = top(item, weights).unwrap_or(0);
        let question = item.ask.turns.last().map_or("", |turn| turn.text.as_str());
        let question: String = question.rsplit("\n\n").next().unwrap_or("").chars().take(140).collect();
        let (gain, text) = (item.gains.get(at).unwrap_or(&0.0), item.texts.get(at));
        eprintln!("{gain:.2} {question:?} => {text:?} gold {:?}", item.answers);
    }
}

fn item(ask: Ask, answers: Vec<String>, english: &English) -> Item {
    let found = candidates(&ask, &english.read(&ask), &English);
    let gains =
        found.iter().map(|one| answers.iter().map(|gold| overlap(&one.text, gold)).fold(0.0, f32::max)).collect();
    let texts = found.iter().map(|one| one.text.clone()).collect();
    Item { rows: found.into_iter().map(|one| one.features).collect(), gains, answers, texts, ask }
}

/// The dialogue and the answers of a record.
fn record(record: &Value) -> (Ask, Vec<String>) {
    let messages = record["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let turn = |message: &Value| {
        let role = match message["role"].as_str() {
            Some("system") => Role::System,
            Some("assistant") => Role::Assistant,
            _ => Role::User,
        };
        Turn::new(role, message["content"].as_str().unwrap_or_default())
    };
    let ask = Ask { turns: messages.iter().map(turn).collect(), ..Ask::of("") };
    let unanswerable = record["match"] == "abstain";
    let answers = record["answers"].as_array().into_iter().flatten().filter_map(Value::as_str);
    (ask, answers.map(str::to_owned).filter(|_| !unanswerable).collect())
}

/// The F1 of words, without articles and marks.
fn overlap(one: &str, other: &str) -> f32 {
    let words = |text: &str| -> Vec<String> {
        let plain: String = text.to_lowercase().chars().filter(|letter| !letter.is_ascii_punctuation()).collect();
        plain.split_whitespace().filter(|word| !matches!(*word, "a" | "an" | "the")).map(str::to_owned).collect()
    };
    let (one, mut other) = (words(one), words(other));
    let (long, total) = (one.len(), one.len() + other.len());
    let mut shared = 0;
    for word in one {
        if let Some(at) = other.iter().position(|known| *known == word) {
            other.swap_remove(at);
            shared += 1;
        }
    }
    if long == 0 { 0.0 } else { 2.0 * shared as f32 / total as f32 }
}

fn score(weights: &[f32], row: &[f32]) -> f32 {
    weights.iter().zip(row).map(|(weight, value)| weight * value).sum()
}

fn top(item: &Item, weights: &[f32]) -> Option<usize> {
    let scores: Vec<f32> = item.rows.iter().map(|row| score(weights, row)).collect();
    (0..scores.len()).max_by(|one, other| scores[*one].total_cmp(&scores[*other]))
}

/// Softmax over the candidates of each item towards those of high F1, with L2 regularisation; batch gradient with
/// a step per feature (Rprop), which needs no tuning.
fn fit(items: &[&Item], features: usize) -> Vec<f32> {
    let mut weights = vec![0.0_f32; features];
    let (mut steps, mut last) = (vec![0.05_f32; features], vec![0.0_f32; features]);
    for _ in 0..60 {
        let mut gradient: Vec<f32> = weights.iter().map(|weight| -0.6 * weight).collect();
        for item in items {
            let goal: Vec<f32> = item.gains.iter().map(|gain| gain.powi(4)).collect();
            let mass: f32 = goal.iter().sum();
            if mass < 0.05 {
                continue;
            }
            let scores: Vec<f32> = item.rows.iter().map(|row| score(&weights, row)).collect();
            let most = scores.iter().copied().fold(f32::MIN, f32::max);
            let exps: Vec<f32> = scores.iter().map(|one| (one - most).exp()).collect();
            let total: f32 = exps.iter().sum();
            // The posterior of the good candidates against all.
            let good: f32 = exps.iter().zip(&goal).map(|(one, goal)| one * goal).sum();
            for ((row, one), goal) in item.rows.iter().zip(&exps).zip(&goal) {
                let change = one * goal / good.max(1e-9) - one / total;
                row.iter().zip(gradient.iter_mut()).for_each(|(value, slope)| *slope += change * value);
            }
        }
        rprop(&mut weights, &mut steps, &mut last, &gradient);
    }
    weights
}

fn rprop(weights: &mut [f32], steps: &mut [f32], last: &mut [f32], gradient: &[f32]) {
    for at in 0..weights.len() {
        let sign = last[at] * gradient[at];
        steps[at] = if sign > 0.0 { (steps[at] * 1.2).min(0.5) } else { (steps[at] * 0.5).max(1e-5) };
        weights[at] += gradient[at].signum() * if gradient[at] == 0.0 { 0.0 } else { steps[at] };
        last[at] = gradient[at];
    }
}

/// Whether a statement holds one of the answers.
fn holds(statement: &str, answers: &[String]) -> bool {
    let plain = |text: &str| -> String {
        let plain: String = text.to_lowercase().chars().filter(|letter| !letter.is_ascii_punctuation()).collect();
        let words: Vec<&str> = plain.split_whitespace().filter(|word| !matches!(*word, "a" | "an" | "the")).collect();
        format!(" {} ", words.join(" "))
    };
    answers.iter().any(|gold| plain(statement).contains(&plain(gold)))
}

/// Logistic regression on whether the statement of the best candidate answers, the candidate being ranked by the model
/// that has not seen the item.
fn admission(
    items: &[Item],
    (names, models): (&[&str], &[Vec<f32>]),
    english: &English,
    out: &mut impl Write,
) -> std::io::Result<Vec<f32>> {
    let mut rows = Vec::new();
    let mut answerable = 0;
    for item in items {
        let model = &models[answerable % FOLDS];
        answerable += usize::from(!item.answers.is_empty());
        let Some(found) = best(&item.ask, &english.read(&item.ask), &English, model) else { continue };
        rows.push((found.features, holds(&found.text, &item.answers), item.answers.is_empty()));
    }
    let held = rows.iter().filter(|(_, good, _)| *good).count();
    eprintln!("statements that hold the answer {held} of {answerable}");
    let mut scored = Vec::new();
    for fold in 0..FOLDS {
        let train: Vec<_> = rows.iter().enumerate().filter(|(at, _)| at % FOLDS != fold).map(|(_, row)| row).collect();
        let weights = logistic(&train, names.len());
        let own = rows.iter().enumerate().filter(|(at, _)| at % FOLDS == fold).map(|(_, row)| row);
        scored.extend(own.map(|(row, good, none)| (score(&weights, row), *good, *none)));
    }
    curve(&scored, answerable);
    let weights = logistic(&rows.iter().collect::<Vec<_>>(), names.len());
    for (name, weight) in names.iter().zip(&weights) {
        writeln!(out, "admit {name} {weight:.3}")?;
    }
    Ok(weights)
}

fn logistic(rows: &[&(Vec<f32>, bool, bool)], features: usize) -> Vec<f32> {
    let mut weights = vec![0.0_f32; features];
    let (mut steps, mut last) = (vec![0.05_f32; features], vec![0.0_f32; features]);
    for _ in 0..150 {
        let mut gradient: Vec<f32> = weights.iter().map(|weight| -0.3 * weight).collect();
        for (row, good, _) in rows {
            let chance = 1.0 / (1.0 + (-score(&weights, row)).exp());
            let change = f32::from(u8::from(*good)) - chance;
            row.iter().zip(gradient.iter_mut()).for_each(|(value, slope)| *slope += change * value);
        }
        rprop(&mut weights, &mut steps, &mut last, &gradient);
    }
    weights
}
