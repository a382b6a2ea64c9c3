//! The response cache: exact, by canonical request, tenant, day and knowledge version. It may never answer a
//! different question, so nothing about it is fuzzy.
//!
//! Two levels. The first knows a request by its very bytes and spares parsing; the second by its canonical form and
//! spares thinking and drawing. Both lead to an [`Answer`], whose parts are made on first use.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use moka::Expiry;
use moka::sync::Cache;

use crate::api::chat::Job;
use crate::api::completions::TextJob;
use crate::engine::local::Answer;
use crate::translate::key::Key;

/// What is kept.
#[derive(Debug, Clone)]
enum Kept {
    /// A request by its bytes.
    Job(Arc<Job>),
    /// An answer by its canonical request.
    Answer(Arc<Answer>),
    /// A request of legacy completions by its bytes.
    Text(Arc<TextJob>),
}

/// What is kept, and for how long.
#[derive(Debug, Clone)]
struct Entry {
    kept: Kept,
    /// Zero: until displaced.
    time: Duration,
}

/// Entries expire by their own time.
struct OwnTime;

impl Expiry<Key, Entry> for OwnTime {
    fn expire_after_create(&self, _: &Key, entry: &Entry, _: Instant) -> Option<Duration> {
        (!entry.time.is_zero()).then_some(entry.time)
    }
}

impl Kept {
    /// Bytes that keeping this takes, about.
    fn weight(&self) -> u64 {
        match self {
            Kept::Job(job) => job.weight(),
            Kept::Answer(answer) => answer.weight(),
            Kept::Text(job) => job.weight(),
        }
    }
}

/// Replies that were given before.
#[derive(Debug)]
pub struct Replies {
    cache: Option<Cache<Key, Entry, foldhash::fast::FixedState>>,
    time: Duration,
    hits: AtomicU64,
    misses: AtomicU64,
}

/// How the cache fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Entries kept, about.
    pub entries: u64,
    /// Requests that were answered from the cache.
    pub hits: u64,
    /// Requests that were not.
    pub misses: u64,
}

impl Statistics {
    /// Hits among all look-ups, 0 to 1; 0 before the first.
    #[allow(clippy::cast_precision_loss, reason = "a ratio for people")]
    pub fn hit_ratio(&self) -> f64 {
        let all = self.hits + self.misses;
        if all == 0 { 0.0 } else { self.hits as f64 / all as f64 }
    }
}

impl Replies {
    /// Keeps at most `entries` and about `bytes` for `time` (zero: until displaced); with 0 entries nothing.
    pub fn new(entries: u64, bytes: u64, time: Duration) -> Replies {
        let cache = (entries > 0 && bytes > 0).then(|| {
            // Weights are in shares of the capacity, so that neither the count nor the bytes exceed their limit.
            let share = (bytes / entries).max(1);
            let weigh = move |_: &Key, entry: &Entry| u32::try_from(entry.kept.weight().max(share)).unwrap_or(u32::MAX);
            let builder = Cache::builder().max_capacity(bytes).weigher(weigh).expire_after(OwnTime);
            builder.build_with_hasher(foldhash::fast::FixedState::default())
        });
        Replies { cache, time, hits: AtomicU64::new(0), misses: AtomicU64::new(0) }
    }

    /// The request that had these bytes. Counts a hit; a miss is counted by [`Replies::answer`].
    pub fn job(&self, key: &Key) -> Option<Arc<Job>> {
        match self.cache.as_ref()?.get(key)?.kept {
            Kept::Job(job) => {
                self.hits.fetch_add(1, Ordering::Relaxed);
                Some(job)
            }
            Kept::Answer(_) | Kept::Text(_) => None,
        }
    }

    /// The completion request that had these bytes. Counts a hit or a miss.
    pub fn text(&self, key: &Key) -> Option<Arc<TextJob>> {
        let found = match self.cache.as_ref()?.get(key).map(|entry| entry.kept) {
            Some(Kept::Text(job)) => Some(job),
            _ => None,
        };
        self.count(found.is_some());
        found
    }

    /// The answer to this canonical request. Counts a hit or a miss.
    pub fn answer(&self, key: &Key) -> Option<Arc<Answer>> {
        let found = match self.cache.as_ref()?.get(key).map(|entry| entry.kept) {
            Some(Kept::Answer(answer)) => Some(answer),
            _ => None,
        };
        self.count(found.is_some());
        found
    }

    fn count(&self, hit: bool) {
        let counter = if hit { &self.hits } else { &self.misses };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// How long replies are kept where a request says nothing.
    pub fn usual_time(&self) -> Duration {
        self.time
    }

    /// Keeps a request by its bytes.
    pub fn keep_job(&self, key: Key, job: Arc<Job>, time: Duration) {
        self.keep(key, Kept::Job(job), time);
    }

    /// Keeps a completion request by its bytes.
    pub fn keep_text(&self, key: Key, job: Arc<TextJob>) {
        self.keep(key, Kept::Text(job), self.time);
    }

    /// Keeps an answer by its canonical request.
    pub fn keep_answer(&self, key: Key, answer: Arc<Answer>, time: Duration) {
        self.keep(key, Kept::Answer(answer), time);
    }

    fn keep(&self, key: Key, kept: Kept, time: Duration) {
        if let Some(cache) = &self.cache {
            cache.insert(key, Entry { kept, time });
        }
    }

    /// How the cache fares.
    pub fn statistics(&self) -> Statistics {
        let entries = self.cache.as_ref().map_or(0, |cache| {
            cache.run_pending_tasks();
            cache.entry_count()
        });
        Statistics { entries, hits: self.hits.load(Ordering::Relaxed), misses: self.misses.load(Ordering::Relaxed) }
    }
}
