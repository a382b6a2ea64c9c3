//! The one writer: whatever waits is committed as one transaction, and then acknowledged.

use std::sync::Arc;

use sqlx::{Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use super::completions::StoredCompletion;
use super::database::{Database, StoreError};
use super::keys::KeyRecord;
use super::usage::Summed;
use super::{completions, keys, usage};

/// Changes that may wait before callers have to.
pub(super) const QUEUE: usize = 1_024;
/// Changes in one transaction at most.
const BATCH: usize = 256;

/// A change to the database.
#[derive(Debug)]
pub(super) enum Change {
    PutKey(KeyRecord),
    RevokeKey { id: String, at: i64 },
    AddUsage(Arc<Vec<Summed>>),
    PutCompletion(Box<StoredCompletion>),
    SetMetadata { tenant: String, id: String, metadata: String },
    DeleteCompletion { tenant: String, id: String },
}

/// What the writer is told.
#[derive(Debug)]
pub(super) enum Job {
    Write(Change, oneshot::Sender<Result<u64, StoreError>>),
    Stop,
}

/// Hands a change to the writer and waits until it is durable.
pub(super) async fn submit(jobs: &mpsc::Sender<Job>, change: Change) -> Result<u64, StoreError> {
    let (done, outcome) = oneshot::channel();
    jobs.send(Job::Write(change, done)).await.map_err(|_| StoreError::Closed)?;
    outcome.await.map_err(|_| StoreError::Closed)?
}

/// Serves jobs until told to stop; what waits by then is still written.
pub(super) async fn run(database: Arc<Database>, mut jobs: mpsc::Receiver<Job>) {
    let mut waiting = Vec::with_capacity(BATCH);
    while jobs.recv_many(&mut waiting, BATCH).await > 0 {
        let mut batch = Vec::with_capacity(waiting.len());
        for job in waiting.drain(..) {
            match job {
                Job::Write(change, done) => batch.push((change, done)),
                Job::Stop => jobs.close(),
            }
        }
        write(&database, batch).await;
    }
}

type Batch = Vec<(Change, oneshot::Sender<Result<u64, StoreError>>)>;

/// Commits a batch. Where one of its changes is at fault each gets a transaction of its own, so that a bad
/// change does not spoil the others; where the store is at fault all of them fail.
async fn write(database: &Database, batch: Batch) {
    let changes: Vec<&Change> = batch.iter().map(|(change, _)| change).collect();
    let outcomes = match commit(database, &changes).await {
        Ok(touched) => touched.into_iter().map(Ok).collect(),
        Err(StoreError::Other(_)) if changes.len() > 1 => {
            let mut outcomes = Vec::with_capacity(changes.len());
            for change in &changes {
                outcomes.push(commit(database, &[change]).await.map(|touched| touched.into_iter().sum()));
            }
            outcomes
        }
        Err(error) => vec![Err(error); changes.len()],
    };
    for ((_, done), outcome) in batch.into_iter().zip(outcomes) {
        let _ = done.send(outcome);
    }
}

async fn commit(database: &Database, changes: &[&Change]) -> Result<Vec<u64>, StoreError> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let mut connection = database.pool().await?.acquire().await?;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut touched = Vec::with_capacity(changes.len());
    for change in changes {
        touched.push(apply(&mut transaction, change).await?);
    }
    transaction.commit().await?;
    Ok(touched)
}

async fn apply(connection: &mut SqliteConnection, change: &Change) -> Result<u64, sqlx::Error> {
    match change {
        Change::PutKey(record) => keys::put(connection, record).await,
        Change::RevokeKey { id, at } => keys::mark_revoked(connection, id, *at).await,
        Change::AddUsage(rows) => usage::add(connection, rows).await,
        Change::PutCompletion(completion) => completions::put(connection, completion).await,
        Change::SetMetadata { tenant, id, metadata } => {
            completions::set_metadata(connection, (tenant, id), metadata).await
        }
        Change::DeleteCompletion { tenant, id } => completions::delete(connection, (tenant, id)).await,
    }
}
