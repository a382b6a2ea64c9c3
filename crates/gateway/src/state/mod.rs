//! What outlives a request: API keys, usage and stored completions, in an embedded SQLite database.
//!
//! Durability: a change is acknowledged after its transaction is synced to the disk (WAL with
//! `synchronous = FULL`), so that neither a killed process nor a power failure loses an acknowledged record.
//! One writer commits whatever waits as one transaction, so that many changes share one sync. Usage is not
//! acknowledged record by record: it is summed in memory and written at most [`FLUSH_AFTER`] later,
//! and on shutdown; that much of it a kill may lose.
//!
//! The database is opened on first use, so that the server listens at once.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

mod buckets;
mod completions;
mod database;
mod keys;
mod usage;
mod writer;

pub use buckets::{GroupBy, PROJECT, UsageBucket, UsagePage, UsageQuery, UsageRow, Width};
pub use completions::{ListCompletions, Order, StoredCompletion};
pub use database::StoreError;
pub use keys::{KeyLimits, KeyRecord, Keys, key_hash};
pub use usage::{Endpoint, FLUSH_AFTER, Usage};

use crate::settings::StoreLocation;
use database::Database;
use usage::Aggregator;
use writer::{Change, Job};

/// The store. Clones share one database. Must be made within a tokio runtime.
#[derive(Debug, Clone)]
pub struct Store {
    database: Arc<Database>,
    jobs: mpsc::Sender<Job>,
    usage: Arc<Aggregator>,
    pepper: Arc<str>,
    failures: watch::Sender<Option<StoreError>>,
    tasks: Arc<Mutex<Option<Tasks>>>,
}

/// The tasks behind a store, and the signal that ends them.
#[derive(Debug)]
struct Tasks {
    stop: oneshot::Sender<()>,
    flusher: JoinHandle<()>,
    writer: JoinHandle<()>,
}

impl Store {
    /// A store at `location`; nothing is opened yet. `pepper` goes into the hashes of keys; empty for none.
    pub fn new(location: StoreLocation, pepper: &str) -> Store {
        let database = Arc::new(Database::new(location));
        let usage = Arc::new(Aggregator::default());
        let (jobs, waiting) = mpsc::channel(writer::QUEUE);
        let (stop, stopped) = oneshot::channel();
        let writer = tokio::spawn(writer::run(Arc::clone(&database), waiting));
        let failures = watch::Sender::new(None);
        let flusher = tokio::spawn(usage::flush_until(stopped, Arc::clone(&usage), jobs.clone(), failures.clone()));
        let tasks = Arc::new(Mutex::new(Some(Tasks { stop, flusher, writer })));
        Store { database, jobs, usage, pepper: pepper.into(), failures, tasks }
    }

    /// Opens the database if it is not open yet. Call it in the background after the server listens.
    ///
    /// # Errors
    /// Why the store cannot be used; a later call tries again.
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.database.pool().await.map(|_| ())
    }

    /// The latest failure of what the store does by itself: writing usage and looking for changes of keys. Told
    /// once when it begins to fail, and again when it fails after it had recovered; it keeps trying in between.
    pub fn watch_failures(&self) -> watch::Receiver<Option<StoreError>> {
        let mut failures = self.failures.subscribe();
        if failures.borrow().is_some() {
            failures.mark_changed();
        }
        failures
    }

    /// Makes sure that the store can be written, by a change without effect.
    ///
    /// # Errors
    /// Why it cannot.
    pub async fn check_writable(&self) -> Result<(), StoreError> {
        self.write(Change::RevokeKey { id: String::new(), at: 0 }).await.map(|_| ())
    }

    /// Writes what is waiting and closes the database. Later calls give [`StoreError::Closed`].
    pub async fn close(&self) {
        let tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(tasks) = tasks else { return };
        let _ = tasks.stop.send(());
        let _ = tasks.flusher.await;
        let _ = self.jobs.send(Job::Stop).await;
        let _ = tasks.writer.await;
        self.database.close().await;
    }

    /// Makes a change durable. Returns the number of rows it touched.
    async fn write(&self, change: Change) -> Result<u64, StoreError> {
        writer::submit(&self.jobs, change).await
    }
}

#[cfg(test)]
mod tests;
