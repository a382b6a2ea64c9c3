//! Metrics, alerts and the dashboard: that they speak of what a running gateway tells.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::process::{Gateway, KEY};
use super::text::{at, finish, list_at, one_yaml, plain, text_at};
use super::validators::has;
use super::wire::{get, once, post};
use super::{Checked, Place, Verdict, deployed, ensure, read, write};
use crate::tools::root;

/// What every alert and panel may tell apart besides the labels of the metrics themselves.
const OUTER_LABELS: [&str; 3] = ["instance", "job", "le"];
/// What the names of our metrics begin with.
const PREFIX: &str = "psycho_symbolic_";

/// The metrics of a gateway that has served a request of every kind.
fn scrape(place: &Place) -> Result<String, String> {
    let gateway = Gateway::start(place, &[])?;
    let key = format!("Authorization: Bearer {KEY}\r\n");
    let question = json!([{"role": "user", "content": "What is 6 * 7?"}]);
    let bodies = [
        ("/v1/chat/completions", json!({"model": "psycho-symbolic-v1", "messages": question, "strange": 1})),
        ("/v1/chat/completions", json!({"model": "psycho-symbolic-v1", "messages": question, "stream": true})),
        ("/v1/completions", json!({"model": "psycho-symbolic-v1", "prompt": "What is 6 * 7?"})),
        ("/v1/embeddings", json!({"model": "text-embedding-3-small", "input": "six"})),
    ];
    for (path, body) in bodies {
        let answer = once(gateway.address, &post(path, &key, &body.to_string()))?;
        ensure(answer.head.status == 200, format!("{path}: {} {}", answer.head.status, answer.body))?;
    }
    once(gateway.address, &get("/readyz", ""))?;
    gateway.scrape()
}

/// The families of a scrape and their kinds, and the labels that occur.
fn families(scrape: &str) -> (BTreeMap<String, String>, BTreeSet<String>) {
    let kinds = scrape.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '));
    let kinds = kinds.map(|(name, kind)| (name.to_owned(), kind.to_owned())).collect();
    let series = scrape.lines().filter(|line| !line.starts_with('#'));
    (kinds, series.flat_map(labels).collect())
}

/// The names of labels in the first braces of a text.
fn labels(text: &str) -> Vec<String> {
    let inside = text.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map(|(inside, _)| inside);
    let name = |pair: &str| pair.split(['=', '!']).next().unwrap_or_default().trim().to_owned();
    inside.unwrap_or_default().split(',').map(name).filter(|name| !name.is_empty()).collect()
}

/// Every expression of the rules and of the dashboard, with where it stands.
fn expressions() -> Result<Vec<(String, String)>, String> {
    let mut found = Vec::new();
    for rule in rules()? {
        let name = rule.get("alert").or(rule.get("record")).map(plain).unwrap_or_default();
        found.push((name, text_at(&rule, "/expr")?));
    }
    for panel in panels()? {
        let empty = Vec::new();
        for target in panel.get("targets").and_then(Value::as_array).unwrap_or(&empty) {
            found.push((text_at(&panel, "/title")?, text_at(target, "/expr")?));
        }
    }
    Ok(found)
}

fn rules() -> Result<Vec<Value>, String> {
    let file = one_yaml("prometheus/rules.yml")?;
    let mut rules = Vec::new();
    for group in list_at(&file, "/groups")? {
        rules.extend(list_at(group, "/rules")?.iter().cloned());
    }
    Ok(rules)
}

fn panels() -> Result<Vec<Value>, String> {
    let dashboard: Value = serde_json::from_str(&deployed("grafana/dashboard.json")?).map_err(|e| e.to_string())?;
    Ok(list_at(&dashboard, "/panels")?.to_vec())
}

/// The metrics that an expression names, each with the text that follows it.
fn metrics(expression: &str) -> Vec<(&str, &str)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    let starts = expression.match_indices(PREFIX).map(|(start, _)| start);
    let fresh = starts.filter(|start| !expression.get(..*start).is_some_and(|before| before.ends_with(is_name)));
    let cut = |start: usize| {
        let rest = expression.get(start..)?;
        Some(rest.split_at(rest.find(|c| !is_name(c)).unwrap_or(rest.len())))
    };
    fresh.filter_map(cut).collect()
}

/// Whether a series of this name belongs to a family, and to which.
fn family<'f>(families: &'f BTreeMap<String, String>, name: &str) -> Option<&'f str> {
    if let Some((family, _)) = families.get_key_value(name) {
        return Some(family);
    }
    let stem = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end))?;
    let (family, kind) = families.get_key_value(stem)?;
    (kind == "histogram").then_some(family)
}

/// What alerts and panels name is in a live scrape, metrics and labels; and every metric has a panel.
pub(super) fn names(place: &Place) -> Checked {
    let (families, known) = families(&scrape(place)?);
    let recorded: BTreeSet<String> = rules()?.iter().filter_map(|rule| rule.get("record").map(plain)).collect();
    let expressions = expressions()?;
    let mut shown = BTreeSet::new();
    for (place, expression) in &expressions {
        for (name, rest) in metrics(expression) {
            let family = family(&families, name).ok_or(format!("{place}: there is no {name}"))?;
            shown.insert(family);
            for label in if rest.starts_with('{') { labels(rest) } else { Vec::new() } {
                let exists = known.contains(&label) || OUTER_LABELS.contains(&label.as_str());
                ensure(exists, format!("{place}: {name} has no label {label}"))?;
            }
        }
        for word in expression.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':')) {
            let is_record = word.starts_with("psycho_symbolic:");
            ensure(!is_record || recorded.contains(word), format!("{place}: nothing records {word}"))?;
        }
    }
    ensure(families.len() >= 10, format!("only {} metrics were scraped", families.len()))?;
    let missing: Vec<&str> = families.keys().map(String::as_str).filter(|name| !shown.contains(name)).collect();
    ensure(missing.is_empty(), format!("neither panel nor alert shows {}", missing.join(", ")))?;
    Ok(Verdict::Passed)
}

/// Panels have their own number and place, a description and a source that can be chosen.
pub(super) fn dashboard(_: &Place) -> Checked {
    let mut ids = BTreeSet::new();
    let mut taken = BTreeSet::new();
    for panel in panels()? {
        let title = text_at(&panel, "/title")?;
        ensure(ids.insert(text_at(&panel, "/id")?), format!("{title}: its id is used twice"))?;
        let place = |part: &str| at(&panel, &format!("/gridPos/{part}"))?.as_u64().ok_or("no number".to_owned());
        let (x, y, width, height) = (place("x")?, place("y")?, place("w")?, place("h")?);
        ensure(x + width <= 24, format!("{title} is wider than the dashboard"))?;
        for cell in (x..x + width).flat_map(|x| (y..y + height).map(move |y| (x, y))) {
            ensure(taken.insert(cell), format!("{title} covers another panel"))?;
        }
        if text_at(&panel, "/type")? != "row" {
            ensure(text_at(&panel, "/datasource/uid")? == "${datasource}", format!("{title}: another data source"))?;
            ensure(text_at(&panel, "/description")?.ends_with('.'), format!("{title} is not described"))?;
            ensure(!list_at(&panel, "/targets")?.is_empty(), format!("{title} shows nothing"))?;
        }
    }
    let provisioned = text_at(&one_yaml("grafana/provisioning.yml")?, "/providers/0/options/path")?;
    let mounted = deployed("docker-compose.yml")?.contains(&format!("dashboard.json:{provisioned}/"));
    ensure(mounted, format!("the dashboard is not mounted into {provisioned}"))?;
    Ok(Verdict::Passed)
}

/// Alerts say how bad it is and what to do.
pub(super) fn alerts(_: &Place) -> Checked {
    let alerts: Vec<Value> = rules()?.into_iter().filter(|rule| rule.get("alert").is_some()).collect();
    ensure(alerts.len() >= 7, format!("only {} alerts", alerts.len()))?;
    for alert in &alerts {
        let name = text_at(alert, "/alert")?;
        let severity = text_at(alert, "/labels/severity")?;
        ensure(["critical", "warning", "info"].contains(&severity.as_str()), format!("{name} is {severity}"))?;
        for part in ["summary", "description"] {
            ensure(!text_at(alert, &format!("/annotations/{part}"))?.is_empty(), format!("{name} has no {part}"))?;
        }
    }
    let tested = read(&root().join("tests/deploy/alerts.yml"))?;
    for name in alerts.iter().filter_map(|alert| alert.get("alert").map(plain)) {
        ensure(tested.contains(&name), format!("{name} is not tested"))?;
    }
    Ok(Verdict::Passed)
}

/// Prometheus' own tool: the rules, their tests, the configuration, the scrape, and the panels' expressions as rules.
pub(super) fn promtool(place: &Place) -> Checked {
    if !has("promtool") {
        return Ok(Verdict::Skipped("promtool is not installed (Debian package prometheus)".to_owned()));
    }
    let folder = place.scratch.join("prometheus");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for name in ["rules.yml", "prometheus.yml"] {
        write(&folder.join(name), &deployed(&format!("prometheus/{name}"))?)?;
    }
    write(&folder.join("alerts.yml"), &read(&root().join("tests/deploy/alerts.yml"))?)?;
    let panels: Vec<Value> = expressions()?
        .iter()
        .enumerate()
        .map(|(number, (_, expression))| {
            let expression = expression.replace("$__rate_interval", "5m").replace("$instance", ".*");
            json!({"record": format!("panel:{number}"), "expr": expression})
        })
        .collect();
    // JSON is YAML.
    write(&folder.join("panels.yml"), &json!({"groups": [{"name": "panels", "rules": panels}]}).to_string())?;
    let steps = [["check", "rules", "rules.yml"], ["check", "config", "prometheus.yml"]];
    for step in steps.into_iter().chain([["check", "rules", "panels.yml"], ["test", "rules", "alerts.yml"]]) {
        finish(Command::new("promtool").args(step).current_dir(&folder))
            .map_err(|error| format!("promtool {}: {error}", step.join(" ")))?;
    }
    check_metrics(&scrape(place)?)?;
    Ok(Verdict::Passed)
}

fn check_metrics(scrape: &str) -> Result<(), String> {
    let mut command = Command::new("promtool");
    command.args(["check", "metrics"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(scrape.as_bytes()).map_err(|error| error.to_string())?;
    }
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    ensure(output.status.success(), format!("promtool check metrics: {}", told.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_out_of_expressions() {
        let expression = "rate(psycho_symbolic_a_total{x=\"1\",y!~\"2\"}[5m]) / psycho_symbolic_b";
        let found = metrics(expression);
        assert_eq!(
            found.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
            ["psycho_symbolic_a_total", "psycho_symbolic_b"]
        );
        assert_eq!(labels(found[0].1), ["x", "y"]);
    }

    #[test]
    fn series_belong_to_families() {
        let (families, labels) =
            families("# TYPE a histogram\na_bucket{le=\"1\"} 2\n# TYPE b_total counter\nb_total 1\n");
        assert_eq!(family(&families, "a_bucket"), Some("a"));
        assert_eq!(family(&families, "b_total"), Some("b_total"));
        assert_eq!(family(&families, "b_total_bucket"), None);
        assert_eq!(family(&families, "c"), None);
        assert!(labels.contains("le"));
    }
}
