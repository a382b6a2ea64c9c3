//! Usage as it happens: summed in memory by minute, written at most [`FLUSH_AFTER`] later.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sqlx::SqliteConnection;
use tokio::sync::{Notify, mpsc, oneshot, watch};

use super::writer::{Change, Job, submit};
use super::{Store, StoreError};

/// Usage is written at most this long after it happened.
pub const FLUSH_AFTER: Duration = Duration::from_millis(200);
/// Sums held in memory at most; beyond it a new user is counted under [`OTHER`] until the next flush.
const SUMS: usize = 65_536;
/// Characters of a user name that tell users apart.
const USER_LENGTH: usize = 256;
/// The user under which usage is counted when too many users appear at once.
const OTHER: &str = "(other)";

/// What kind of request used something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Endpoint {
    /// Chat and legacy completions.
    Completions,
    /// Embeddings.
    Embeddings,
}

/// What one request used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage<'a> {
    /// What kind of request.
    pub endpoint: Endpoint,
    /// When, in Unix seconds.
    pub time: i64,
    /// The id of the key; empty where none is required.
    pub key: &'a str,
    /// The `user` of the request; empty where it names none.
    pub user: &'a str,
    /// The model that served it.
    pub model: &'a str,
    /// Tokens read.
    pub input: u64,
    /// Tokens written.
    pub output: u64,
    /// Tokens read that a cache held.
    pub cached: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Group {
    endpoint: Endpoint,
    minute: i64,
    key: String,
    user: String,
    model: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Counts {
    requests: u64,
    input: u64,
    output: u64,
    cached: u64,
}

impl Counts {
    fn add(&mut self, more: Counts) {
        self.requests = self.requests.saturating_add(more.requests);
        self.input = self.input.saturating_add(more.input);
        self.output = self.output.saturating_add(more.output);
        self.cached = self.cached.saturating_add(more.cached);
    }
}

/// The usage of one group within one minute.
#[derive(Debug, Clone)]
pub(super) struct Summed(Group, Counts);

/// Sums that are not written yet.
#[derive(Debug, Default)]
pub(super) struct Aggregator {
    sums: Mutex<HashMap<Group, Counts>>,
    waiting: Notify,
}

impl Aggregator {
    fn lock(&self) -> MutexGuard<'_, HashMap<Group, Counts>> {
        self.sums.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, group: Group, counts: Counts) {
        let mut sums = self.lock();
        let group = match sums.len() {
            SUMS.. if !sums.contains_key(&group) => Group { user: OTHER.to_owned(), ..group },
            _ => group,
        };
        sums.entry(group).or_default().add(counts);
        drop(sums);
        self.waiting.notify_one();
    }

    /// Takes the sums in the order of the table, which writes fastest.
    fn take(&self) -> Vec<Summed> {
        let sums = std::mem::take(&mut *self.lock());
        let mut rows: Vec<Summed> = sums.into_iter().map(|(group, counts)| Summed(group, counts)).collect();
        rows.sort_by(|left, right| left.0.cmp(&right.0));
        rows
    }

    /// Writes the sums; puts them back where that fails.
    pub(super) async fn flush(&self, jobs: &mpsc::Sender<Job>) -> Result<(), StoreError> {
        let rows = Arc::new(self.take());
        if rows.is_empty() {
            return Ok(());
        }
        match submit(jobs, Change::AddUsage(Arc::clone(&rows))).await {
            Ok(_) => Ok(()),
            Err(error) => {
                for Summed(group, counts) in rows.iter() {
                    self.add(group.clone(), *counts);
                }
                Err(error)
            }
        }
    }
}

/// Flushes [`FLUSH_AFTER`] after usage appears, and once more at the end. What cannot be written waits for the
/// next time.
pub(super) async fn flush_until(
    mut stopped: oneshot::Receiver<()>,
    usage: Arc<Aggregator>,
    jobs: mpsc::Sender<Job>,
    failures: watch::Sender<Option<StoreError>>,
) {
    let mut failing = false;
    loop {
        let wait = async {
            usage.waiting.notified().await;
            tokio::time::sleep(FLUSH_AFTER).await;
        };
        tokio::select! {
            () = wait => {}
            _ = &mut stopped => break,
        }
        match usage.flush(&jobs).await {
            Ok(()) => failing = false,
            Err(StoreError::Closed) => return,
            Err(error) if !failing => {
                failing = true;
                failures.send_replace(Some(error));
            }
            Err(_) => {}
        }
    }
    if let Err(error) = usage.flush(&jobs).await {
        failures.send_replace(Some(error));
    }
}

pub(super) async fn add(connection: &mut SqliteConnection, rows: &[Summed]) -> Result<u64, sqlx::Error> {
    let sql = "INSERT INTO usage (endpoint, minute, key, user, model, requests, input, output, cached)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, input = input + excluded.input,
                   output = output + excluded.output, cached = cached + excluded.cached";
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    for Summed(group, counts) in rows {
        sqlx::query(sql)
            .bind(group.endpoint as i64)
            .bind(group.minute)
            .bind(&group.key)
            .bind(&group.user)
            .bind(&group.model)
            .bind(number(counts.requests))
            .bind(number(counts.input))
            .bind(number(counts.output))
            .bind(number(counts.cached))
            .execute(&mut *connection)
            .await?;
    }
    Ok(rows.len() as u64)
}

impl Store {
    /// Notes what a request used. Cheap: nothing is written here.
    pub fn record_usage(&self, used: &Usage<'_>) {
        let group = Group {
            endpoint: used.endpoint,
            minute: used.time.div_euclid(60),
            key: used.key.to_owned(),
            user: used.user.chars().take(USER_LENGTH).collect(),
            model: used.model.to_owned(),
        };
        self.usage.add(group, Counts { requests: 1, input: used.input, output: used.output, cached: used.cached });
    }
}
