//! Opening the database: pragmas, migrations, and errors a person can act on.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection};
use tokio::sync::OnceCell;

use crate::settings::StoreLocation;

/// What can go wrong with the store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The file or its directory cannot be made or opened.
    #[error("cannot open the store {}: {reason}; check the path and its permissions", .path.display())]
    Open {
        /// The database file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The file is damaged or no database.
    #[error("the store is damaged or no database ({0}); move the file away or restore a backup")]
    Corrupt(String),
    /// The database was made by something else.
    #[error("the store {} belongs to another application; choose another path", .0.display())]
    Foreign(PathBuf),
    /// The database was made by a later version.
    #[error("the store {} has format {found}, this version knows {known}; use the later version", .path.display())]
    Newer {
        /// The database file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The latest format known here.
        known: i64,
    },
    /// Another process holds the database.
    #[error("the store is locked by another process; end it or choose another path")]
    Locked,
    /// No space is left.
    #[error("the disk of the store is full")]
    Full,
    /// The store may be read but not written.
    #[error("the store is read-only; check its permissions")]
    ReadOnly,
    /// A query asks for more rows than are given at once.
    #[error("the query gives more than {0} rows; narrow its time range or its groups")]
    TooLarge(usize),
    /// A page cursor that no earlier page gave.
    #[error("the page cursor is not valid")]
    Cursor,
    /// No random bytes for a new key.
    #[error("the system gives no random bytes: {0}")]
    Random(String),
    /// The store is closed.
    #[error("the store is closed")]
    Closed,
    /// Anything else.
    #[error("the store fails: {0}")]
    Other(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        if matches!(error, sqlx::Error::PoolClosed) {
            return StoreError::Closed;
        }
        let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
        match code.map(|code| code & 0xff) {
            Some(5 | 6) => StoreError::Locked,
            Some(8) => StoreError::ReadOnly,
            Some(11 | 26) => StoreError::Corrupt(error.to_string()),
            Some(13) => StoreError::Full,
            _ => StoreError::Other(error.to_string()),
        }
    }
}

/// `psy1`: marks a database file as ours (`PRAGMA application_id`).
const APPLICATION: i64 = 0x7073_7931;

/// The steps from one format to the next; `PRAGMA user_version` counts those that were taken.
const MIGRATIONS: &[&[&str]] = &[FIRST, PROOFS];

const FIRST: &[&str] = &[
    "CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO counters VALUES ('keys', 0)",
    "CREATE TABLE keys (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, hash BLOB NOT NULL UNIQUE, created INTEGER NOT NULL,
        revoked INTEGER, requests_per_minute INTEGER, tokens_per_minute INTEGER)",
    "CREATE TABLE usage (
        endpoint INTEGER NOT NULL, minute INTEGER NOT NULL, key TEXT NOT NULL, user TEXT NOT NULL,
        model TEXT NOT NULL, requests INTEGER NOT NULL, input INTEGER NOT NULL, output INTEGER NOT NULL,
        cached INTEGER NOT NULL, PRIMARY KEY (endpoint, minute, key, user, model)) WITHOUT ROWID",
    "CREATE TABLE completions (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, id TEXT NOT NULL, model TEXT NOT NULL,
        created INTEGER NOT NULL, metadata TEXT NOT NULL, body TEXT NOT NULL, messages TEXT NOT NULL,
        UNIQUE (tenant, id))",
    "CREATE INDEX completions_by_tenant ON completions (tenant, seq)",
];

/// How completions were come by, and their proofs as JSON and as text. Older ones have none.
const PROOFS: &[&str] = &[
    "ALTER TABLE completions ADD COLUMN outcome TEXT NOT NULL DEFAULT 'unknown'",
    "ALTER TABLE completions ADD COLUMN proof TEXT NOT NULL DEFAULT 'null'",
    "ALTER TABLE completions ADD COLUMN proof_text TEXT NOT NULL DEFAULT ''",
];

/// Time to wait for a lock that another process holds.
const BUSY: Duration = Duration::from_secs(2);

/// A database that opens on first use.
#[derive(Debug)]
pub(super) struct Database {
    location: StoreLocation,
    pool: OnceCell<SqlitePool>,
    closed: AtomicBool,
}

impl Database {
    pub(super) fn new(location: StoreLocation) -> Database {
        Database { location, pool: OnceCell::new(), closed: AtomicBool::new(false) }
    }

    /// The connections; opens the database on the first call, and again after a failure.
    pub(super) async fn pool(&self) -> Result<&SqlitePool, StoreError> {
        if self.closed.load(Ordering::Acquire) {
            return Err(StoreError::Closed);
        }
        self.pool.get_or_try_init(|| open(&self.location)).await
    }

    pub(super) async fn close(&self) {
        self.closed.store(true, Ordering::Release);
        if let Some(pool) = self.pool.get() {
            pool.close().await;
        }
    }
}

/// One connection keeps a database in memory alive and to itself; a file takes several readers.
async fn open(location: &StoreLocation) -> Result<SqlitePool, StoreError> {
    let options = SqliteConnectOptions::new()
        .busy_timeout(BUSY)
        .synchronous(SqliteSynchronous::Full)
        .pragma("trusted_schema", "OFF");
    let (options, connections) = match location {
        StoreLocation::Memory => (options.in_memory(true), 1),
        StoreLocation::File(path) => {
            make_file(path)?;
            (options.filename(path).journal_mode(SqliteJournalMode::Wal), 4)
        }
    };
    let pool = SqlitePoolOptions::new()
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .connect_lazy_with(options);
    let path = match location {
        StoreLocation::Memory => Path::new(":memory:"),
        StoreLocation::File(path) => path,
    };
    match prepare_patiently(&pool, path).await {
        Ok(()) => Ok(pool),
        Err(error) => {
            pool.close().await;
            Err(error)
        }
    }
}

/// Makes the file and its directory, for the owner only: stored completions are private.
fn make_file(path: &Path) -> Result<(), StoreError> {
    let wrong = |error: std::io::Error| StoreError::Open { path: path.to_owned(), reason: error.to_string() };
    let mut directory = std::fs::DirBuilder::new();
    let mut file = std::fs::OpenOptions::new();
    #[cfg(unix)]
    {
        std::os::unix::fs::DirBuilderExt::mode(&mut directory, 0o700);
        std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        directory.recursive(true).create(parent).map_err(wrong)?;
    }
    file.create(true).append(true).open(path).map_err(wrong)?;
    Ok(())
}

/// Prepares the database; waits while another process makes it. SQLite's own waiting does not cover the change of the
/// journal mode, where two processes could wait for each other.
async fn prepare_patiently(pool: &SqlitePool, path: &Path) -> Result<(), StoreError> {
    const PAUSE: Duration = Duration::from_millis(25);
    let mut left = BUSY.as_millis() / PAUSE.as_millis();
    loop {
        match prepare(pool, path).await {
            Err(StoreError::Locked) if left > 0 => left -= 1,
            done => return done,
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn prepare(pool: &SqlitePool, path: &Path) -> Result<(), StoreError> {
    let mut connection = pool.acquire().await?;
    // One transaction sees one moment, also while another process makes the database.
    let mut moment = connection.begin().await?;
    let format = check_format(&mut moment, path).await?;
    moment.rollback().await?;
    if format == MIGRATIONS.len() as i64 {
        return Ok(());
    }
    migrate(&mut connection, path).await
}

/// The number of migrations that the database has seen.
async fn check_format(connection: &mut SqliteConnection, path: &Path) -> Result<i64, StoreError> {
    let application: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await?;
    let format: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *connection).await?;
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema").fetch_one(&mut *connection).await?;
    let known = MIGRATIONS.len() as i64;
    match application {
        APPLICATION if format > known => Err(StoreError::Newer { path: path.to_owned(), found: format, known }),
        APPLICATION if format >= 0 => Ok(format),
        0 if format == 0 && tables == 0 => Ok(0),
        _ => Err(StoreError::Foreign(path.to_owned())),
    }
}

/// Takes the missing steps in one transaction; another process that starts at the same time waits and finds
/// nothing left to do.
async fn migrate(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let format = check_format(&mut transaction, path).await?;
    for step in MIGRATIONS.iter().skip(usize::try_from(format).unwrap_or(0)) {
        for statement in *step {
            sqlx::query(*statement).execute(&mut *transaction).await?;
        }
    }
    let stamp = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {}", MIGRATIONS.len());
    sqlx::raw_sql(sqlx::AssertSqlSafe(stamp)).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(())
}
