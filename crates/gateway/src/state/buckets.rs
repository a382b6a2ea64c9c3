//! Usage as it is asked for: in buckets of time, told apart by user, key or model.

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};

use super::usage::Endpoint;
use super::{Store, StoreError};

/// Rows of an answer at most.
const ROWS: usize = 100_000;
/// The one project that there is.
pub const PROJECT: &str = "proj_default";

/// The width of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// `1m`
    Minute,
    /// `1h`
    Hour,
    /// `1d`, the default
    #[default]
    Day,
}

impl Width {
    /// The width of that name.
    pub fn from_name(name: &str) -> Option<Width> {
        match name {
            "1m" => Some(Width::Minute),
            "1h" => Some(Width::Hour),
            "1d" => Some(Width::Day),
            _ => None,
        }
    }

    /// Its seconds.
    pub fn seconds(self) -> i64 {
        match self {
            Width::Minute => 60,
            Width::Hour => 3_600,
            Width::Day => 86_400,
        }
    }

    /// Buckets of a page: where the request does not say, and at most.
    pub fn limits(self) -> (u32, u32) {
        match self {
            Width::Minute => (60, 1_440),
            Width::Hour => (24, 168),
            Width::Day => (7, 31),
        }
    }
}

/// By what usage is told apart within a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    /// `project_id`
    Project,
    /// `user_id`
    User,
    /// `api_key_id`
    Key,
    /// `model`
    Model,
}

impl GroupBy {
    /// The grouping of that name.
    pub fn from_name(name: &str) -> Option<GroupBy> {
        match name {
            "project_id" => Some(GroupBy::Project),
            "user_id" => Some(GroupBy::User),
            "api_key_id" => Some(GroupBy::Key),
            "model" => Some(GroupBy::Model),
            _ => None,
        }
    }

    fn column(self) -> Option<&'static str> {
        match self {
            GroupBy::Project => None,
            GroupBy::User => Some("user"),
            GroupBy::Key => Some("key"),
            GroupBy::Model => Some("model"),
        }
    }
}

/// Which usage to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageQuery {
    /// Of which kind of request.
    pub endpoint: Endpoint,
    /// From when, in Unix seconds; taken back to the beginning of its bucket (UTC).
    pub start_time: i64,
    /// Until before when; the bucket that it falls in is shown whole.
    pub end_time: i64,
    /// The width of a bucket.
    pub width: Width,
    /// What to tell apart; nothing gives one sum for each bucket.
    pub group_by: Vec<GroupBy>,
    /// Only these keys; empty for all.
    pub keys: Vec<String>,
    /// Only these users; empty for all.
    pub users: Vec<String>,
    /// Only these models; empty for all.
    pub models: Vec<String>,
    /// Only these projects; empty for all.
    pub projects: Vec<String>,
    /// Buckets of this page at most, from 1 to the second of [`Width::limits`].
    pub limit: u32,
    /// The cursor of the page before.
    pub page: Option<String>,
}

/// Some buckets, and where the next ones begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsagePage {
    /// One after the other, empty ones too.
    pub buckets: Vec<UsageBucket>,
    /// The cursor of the next page, if there is one.
    pub next_page: Option<String>,
}

/// The usage of a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageBucket {
    /// From when, in Unix seconds.
    pub start_time: i64,
    /// Until before when.
    pub end_time: i64,
    /// One for each group that used something.
    pub rows: Vec<UsageRow>,
}

/// The usage of a group. What it is not told apart by is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UsageRow {
    /// The project, always [`PROJECT`].
    pub project: Option<&'static str>,
    /// The `user` that requests named.
    pub user: Option<String>,
    /// The id of the key.
    pub key: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// Requests.
    pub requests: u64,
    /// Tokens read.
    pub input: u64,
    /// Tokens written.
    pub output: u64,
    /// Tokens read that a cache held.
    pub cached: u64,
}

impl Store {
    /// Usage in buckets, including what is not written yet.
    ///
    /// # Errors
    /// A cursor that no page gave, more than 100,000 rows, or a store that cannot be used.
    pub async fn usage(&self, query: &UsageQuery) -> Result<UsagePage, StoreError> {
        self.usage.flush(&self.jobs).await?;
        let width = query.width.seconds();
        let first = match &query.page {
            Some(cursor) => from_cursor(cursor, width)?,
            None => query.start_time.div_euclid(width).saturating_mul(width),
        };
        let end = first.saturating_add(width.saturating_mul(i64::from(query.limit))).min(query.end_time);
        let mut buckets = empty_buckets(first, end, width);
        let excluded = !query.projects.is_empty() && !query.projects.iter().any(|project| project == PROJECT);
        if let Some(last) = buckets.last().filter(|_| !excluded) {
            let range = (first, last.end_time);
            let rows = sum_query(query, range).build().fetch_all(self.database.pool().await?).await?;
            if rows.len() > ROWS {
                return Err(StoreError::TooLarge(ROWS));
            }
            fill(&mut buckets, &rows, query)?;
        }
        let next = buckets.last().map(|bucket| bucket.end_time).filter(|next| *next < query.end_time);
        Ok(UsagePage { buckets, next_page: next.map(to_cursor) })
    }
}

fn to_cursor(start: i64) -> String {
    format!("page_{start:x}")
}

fn from_cursor(cursor: &str, width: i64) -> Result<i64, StoreError> {
    let start = cursor.strip_prefix("page_").and_then(|digits| i64::from_str_radix(digits, 16).ok());
    start.filter(|start| start % width == 0).ok_or(StoreError::Cursor)
}

fn empty_buckets(first: i64, end: i64, width: i64) -> Vec<UsageBucket> {
    let mut buckets = Vec::new();
    let mut start = first;
    while start < end {
        let end_time = start.saturating_add(width);
        buckets.push(UsageBucket { start_time: start, end_time, rows: Vec::new() });
        start = end_time;
    }
    buckets
}

fn sum_query(query: &UsageQuery, (start, end): (i64, i64)) -> QueryBuilder<Sqlite> {
    let width = query.width.seconds();
    let mut columns: Vec<&str> = query.group_by.iter().filter_map(|group| group.column()).collect();
    columns.sort_unstable();
    columns.dedup();
    let columns: String = columns.iter().map(|column| format!(", {column}")).collect();
    let mut sql = QueryBuilder::new("SELECT (minute * 60 - ");
    sql.push_bind(start).push(") / ").push_bind(width).push(" AS bucket").push(&columns);
    sql.push(", SUM(requests) AS requests, SUM(input) AS input, SUM(output) AS output, SUM(cached) AS cached");
    sql.push(" FROM usage WHERE endpoint = ").push_bind(query.endpoint as i64);
    sql.push(" AND minute >= ").push_bind(start.div_euclid(60)).push(" AND minute < ").push_bind(end.div_euclid(60));
    for (column, wanted) in [("key", &query.keys), ("user", &query.users), ("model", &query.models)] {
        if !wanted.is_empty() {
            sql.push(" AND ").push(column).push(" IN (");
            let mut list = sql.separated(", ");
            for value in wanted {
                list.push_bind(value.clone());
            }
            sql.push(")");
        }
    }
    sql.push(" GROUP BY bucket").push(&columns).push(" ORDER BY bucket").push(&columns);
    sql.push(" LIMIT ").push_bind(ROWS as i64 + 1);
    sql
}

fn fill(buckets: &mut [UsageBucket], rows: &[SqliteRow], query: &UsageQuery) -> Result<(), StoreError> {
    for row in rows {
        let bucket: i64 = row.try_get("bucket")?;
        if let Some(bucket) = usize::try_from(bucket).ok().and_then(|bucket| buckets.get_mut(bucket)) {
            bucket.rows.push(from_row(row, &query.group_by)?);
        }
    }
    Ok(())
}

fn from_row(row: &SqliteRow, group_by: &[GroupBy]) -> Result<UsageRow, StoreError> {
    let number = |column: &str| row.try_get::<i64, _>(column).map(|count| u64::try_from(count).unwrap_or(0));
    let mut usage = UsageRow {
        requests: number("requests")?,
        input: number("input")?,
        output: number("output")?,
        cached: number("cached")?,
        ..UsageRow::default()
    };
    for group in group_by {
        match group {
            GroupBy::Project => usage.project = Some(PROJECT),
            GroupBy::User => usage.user = Some(row.try_get("user")?),
            GroupBy::Key => usage.key = Some(row.try_get("key")?),
            GroupBy::Model => usage.model = Some(row.try_get("model")?),
        }
    }
    Ok(usage)
}
