//! `usage`: requests and tokens by user, key or model.

use std::collections::BTreeMap;

use clap::ArgMatches;
use serde_json::{Value as Json, json};

use super::key::{now, with_store};
use super::{DONE, out};
use crate::settings::Settings;
use crate::state::{Endpoint, GroupBy, Store, StoreError, UsageQuery, UsageRow, Width};

/// Sums by endpoint and group.
type Sums = BTreeMap<(&'static str, String), UsageRow>;

pub(super) fn usage(matches: &ArgMatches, settings: &Settings) -> Result<u8, String> {
    let by = matches.get_one::<String>("by").map_or("model", String::as_str);
    let days = i64::from(matches.get_one::<u32>("days").copied().unwrap_or(30));
    let group = match by {
        "user" => GroupBy::User,
        "key" => GroupBy::Key,
        _ => GroupBy::Model,
    };
    let range = (now() - days * 86_400, now() + 1);
    let sums = with_store(settings, async |store| sum(store, group, range).await)?;
    if matches.get_flag("json") {
        out::json(&Json::Array(sums.iter().map(|(names, row)| describe(by, names, row)).collect()));
    } else if sums.is_empty() {
        out::talk(&format!("Nothing was used in the last {days} days."));
    } else {
        let head = by.to_uppercase();
        let heads = [head.as_str(), "ENDPOINT", "REQUESTS", "INPUT", "CACHED", "OUTPUT"];
        out::data(&out::table(&heads, &sums.iter().map(cells).collect::<Vec<_>>(), 2));
    }
    Ok(DONE)
}

async fn sum(store: &Store, group: GroupBy, (start_time, end_time): (i64, i64)) -> Result<Sums, StoreError> {
    let mut sums = Sums::new();
    for (endpoint, name) in [(Endpoint::Completions, "completions"), (Endpoint::Embeddings, "embeddings")] {
        let mut query = UsageQuery {
            endpoint,
            start_time,
            end_time,
            width: Width::Day,
            group_by: vec![group],
            keys: Vec::new(),
            users: Vec::new(),
            models: Vec::new(),
            projects: Vec::new(),
            limit: Width::Day.limits().1,
            page: None,
        };
        loop {
            let page = store.usage(&query).await?;
            for row in page.buckets.into_iter().flat_map(|bucket| bucket.rows) {
                add(&mut sums, name, row);
            }
            match page.next_page {
                Some(next) => query.page = Some(next),
                None => break,
            }
        }
    }
    Ok(sums)
}

fn add(sums: &mut Sums, endpoint: &'static str, row: UsageRow) {
    let group = row.user.or(row.key).or(row.model).unwrap_or_default();
    let sum = sums.entry((endpoint, group)).or_default();
    sum.requests += row.requests;
    sum.input += row.input;
    sum.output += row.output;
    sum.cached += row.cached;
}

fn cells(((endpoint, group), row): (&(&'static str, String), &UsageRow)) -> Vec<String> {
    let group = if group.is_empty() { "(none)".to_owned() } else { group.escape_debug().to_string() };
    let numbers = [row.requests, row.input, row.cached, row.output].map(|number| number.to_string());
    [vec![group, (*endpoint).to_owned()], numbers.to_vec()].concat()
}

fn describe(by: &str, (endpoint, group): &(&'static str, String), row: &UsageRow) -> Json {
    json!({
        by: group,
        "endpoint": endpoint,
        "requests": row.requests,
        "input_tokens": row.input,
        "cached_tokens": row.cached,
        "output_tokens": row.output,
    })
}
