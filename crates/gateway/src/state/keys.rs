//! API keys: made once, kept as hashes, revoked at any time by any process.

use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use super::writer::Change;
use super::{Store, StoreError};

/// Every key that was ever made, or `None` until they are first read.
pub type Keys = Option<Arc<Vec<KeyRecord>>>;

/// A key as it is kept. The key itself is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// `key_` and 16 letters and digits; it may be shown and logged.
    pub id: String,
    /// What the operator calls it.
    pub name: String,
    /// The hash of the key, see [`key_hash`].
    pub hash: [u8; 32],
    /// When it was made, in Unix seconds.
    pub created: i64,
    /// When it was revoked; a revoked key opens nothing.
    pub revoked: Option<i64>,
    /// Its own limits.
    pub limits: KeyLimits,
}

/// The limits of a key; `None` takes the setting for all keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyLimits {
    /// Requests a minute; 0 for no limit.
    pub requests_per_minute: Option<u32>,
    /// Tokens a minute; 0 for no limit.
    pub tokens_per_minute: Option<u32>,
}

/// How often a running server looks for changes of keys.
const WATCH_EVERY: Duration = Duration::from_millis(500);
/// Random characters of a key: 48 of 62 letters and digits are 285 bits.
const SECRET_LENGTH: usize = 48;
const ID_LENGTH: usize = 16;

/// The hash that is kept of a key: SHA-256 of the key, or of SHA-256(pepper) followed by the key. Keys are
/// random and long, so a fast hash suffices; the pepper makes a stolen database useless for checking guesses.
pub fn key_hash(pepper: &str, key: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    if !pepper.is_empty() {
        hasher.update(Sha256::digest(pepper.as_bytes()));
    }
    hasher.update(key.as_bytes());
    hasher.finalize().into()
}

impl Store {
    /// Makes a key. Returns its record and the key itself, `psk-` and 48 letters and digits, which is shown
    /// once and kept nowhere.
    ///
    /// # Errors
    /// The store cannot be written, or the system gives no random bytes.
    pub async fn create_key(&self, name: &str, limits: KeyLimits, now: i64) -> Result<(KeyRecord, String), StoreError> {
        let key = format!("psk-{}", random_text(SECRET_LENGTH)?);
        let record = KeyRecord {
            id: format!("key_{}", random_text(ID_LENGTH)?),
            name: name.to_owned(),
            hash: key_hash(&self.pepper, &key),
            created: now,
            revoked: None,
            limits,
        };
        self.write(Change::PutKey(record.clone())).await?;
        Ok((record, key))
    }

    /// Every key, oldest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn list_keys(&self) -> Result<Vec<KeyRecord>, StoreError> {
        let pool = self.database.pool().await?;
        let rows = sqlx::query("SELECT * FROM keys ORDER BY created, rowid").fetch_all(pool).await?;
        Ok(rows.iter().map(from_row).collect::<Result<_, _>>()?)
    }

    /// Revokes a key; false if there is none of that id that is still valid.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn revoke_key(&self, id: &str, now: i64) -> Result<bool, StoreError> {
        Ok(self.write(Change::RevokeKey { id: id.to_owned(), at: now }).await? > 0)
    }

    /// Every key, kept current: a change by this or another process shows within a second. `None` until the
    /// store was first read. Ends when the last receiver is dropped or the store is closed.
    pub fn watch_keys(&self) -> watch::Receiver<Keys> {
        let (sender, receiver) = watch::channel(None);
        tokio::spawn(watch_until_unwatched(self.clone(), sender));
        receiver
    }

    /// The keys and how often keys were changed, unless that is still `seen`.
    async fn keys_unless(&self, seen: Option<i64>) -> Result<Option<(i64, Vec<KeyRecord>)>, StoreError> {
        let pool = self.database.pool().await?;
        let sql = "SELECT value FROM counters WHERE name = 'keys'";
        let version: i64 = sqlx::query_scalar(sql).fetch_one(pool).await?;
        if seen == Some(version) {
            return Ok(None);
        }
        Ok(Some((version, self.list_keys().await?)))
    }
}

/// Looks at the counter of changes, which is one row, and reads the keys where it moved. Where the store
/// cannot be read the last known keys stay in force.
async fn watch_until_unwatched(store: Store, sender: watch::Sender<Keys>) {
    let (mut seen, mut failing) = (None, false);
    let mut ticks = tokio::time::interval(WATCH_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = sender.closed() => return,
        }
        match store.keys_unless(seen).await {
            Ok(None) => failing = false,
            Ok(Some((version, keys))) => {
                (seen, failing) = (Some(version), false);
                sender.send_replace(Some(Arc::new(keys)));
            }
            Err(StoreError::Closed) => return,
            Err(error) if !failing => {
                failing = true;
                store.failures.send_replace(Some(error));
            }
            Err(_) => {}
        }
    }
}

pub(super) async fn put(connection: &mut SqliteConnection, record: &KeyRecord) -> Result<u64, sqlx::Error> {
    let sql = "INSERT INTO keys (id, name, hash, created, revoked, requests_per_minute, tokens_per_minute)
               VALUES (?, ?, ?, ?, ?, ?, ?)";
    let done = sqlx::query(sql)
        .bind(&record.id)
        .bind(&record.name)
        .bind(record.hash.as_slice())
        .bind(record.created)
        .bind(record.revoked)
        .bind(record.limits.requests_per_minute)
        .bind(record.limits.tokens_per_minute)
        .execute(&mut *connection)
        .await?;
    count_change(connection).await?;
    Ok(done.rows_affected())
}

pub(super) async fn mark_revoked(connection: &mut SqliteConnection, id: &str, at: i64) -> Result<u64, sqlx::Error> {
    let sql = "UPDATE keys SET revoked = ? WHERE id = ? AND revoked IS NULL";
    let done = sqlx::query(sql).bind(at).bind(id).execute(&mut *connection).await?;
    count_change(connection).await?;
    Ok(done.rows_affected())
}

async fn count_change(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE counters SET value = value + 1 WHERE name = 'keys'").execute(connection).await?;
    Ok(())
}

fn from_row(row: &SqliteRow) -> Result<KeyRecord, sqlx::Error> {
    let hash: Vec<u8> = row.try_get("hash")?;
    let hash = hash.try_into().map_err(|_| sqlx::Error::Decode("a key's hash is not 32 bytes long".into()))?;
    let limits = KeyLimits {
        requests_per_minute: row.try_get("requests_per_minute")?,
        tokens_per_minute: row.try_get("tokens_per_minute")?,
    };
    let revoked = row.try_get("revoked")?;
    Ok(KeyRecord {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        hash,
        created: row.try_get("created")?,
        revoked,
        limits,
    })
}

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Letters and digits, each equally likely: bytes from 248 on are drawn again.
fn random_text(length: usize) -> Result<String, StoreError> {
    let mut text = String::with_capacity(length);
    let mut bytes = [0_u8; 64];
    while text.len() < length {
        getrandom::fill(&mut bytes).map_err(|error| StoreError::Random(error.to_string()))?;
        let fair = bytes.iter().filter(|byte| **byte < 248);
        let letters = fair.filter_map(|byte| ALPHABET.get(usize::from(*byte % 62)));
        text.extend(letters.take(length - text.len()).map(|letter| char::from(*letter)));
    }
    Ok(text)
}
