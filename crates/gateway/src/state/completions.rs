//! Stored chat completions, each seen only by the tenant that stored it. Bodies and messages are JSON text
//! that is kept as it is.

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use super::writer::Change;
use super::{Store, StoreError};
use crate::engine::proofs::Explained;

/// A stored completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCompletion {
    /// Whose it is: the id of the key that made it, or empty where no key is required.
    pub tenant: String,
    /// The id of the completion.
    pub id: String,
    /// The model that it names.
    pub model: String,
    /// When it was made, in Unix seconds.
    pub created: i64,
    /// Its metadata: a JSON object of texts.
    pub metadata: String,
    /// The completion as JSON.
    pub body: String,
    /// The messages of its request as a JSON array.
    pub messages: String,
    /// How it was come by, and its proof.
    pub explained: Explained,
}

/// Which way a list runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Oldest first.
    #[default]
    Ascending,
    /// Newest first.
    Descending,
}

/// What a list of completions shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListCompletions {
    /// Whose.
    pub tenant: String,
    /// Only those of this model.
    pub model: Option<String>,
    /// Only those whose metadata hold all these pairs.
    pub metadata: Vec<(String, String)>,
    /// Only those that come after this id; an id that does not exist gives an empty list.
    pub after: Option<String>,
    /// How many at most.
    pub limit: u32,
    /// Which way.
    pub order: Order,
}

impl Store {
    /// Stores a completion; it is durable when this returns. One of the same tenant and id is replaced.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn put_completion(&self, completion: StoredCompletion) -> Result<(), StoreError> {
        self.write(Change::PutCompletion(Box::new(completion))).await.map(|_| ())
    }

    /// A completion of a tenant.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn completion(&self, tenant: &str, id: &str) -> Result<Option<StoredCompletion>, StoreError> {
        let pool = self.database.pool().await?;
        let sql = "SELECT * FROM completions WHERE tenant = ? AND id = ?";
        let row = sqlx::query(sql).bind(tenant).bind(id).fetch_optional(pool).await?;
        Ok(row.as_ref().map(from_row).transpose()?)
    }

    /// How a completion of a tenant was come by, and its proof.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn explanation(&self, tenant: &str, id: &str) -> Result<Option<Explained>, StoreError> {
        let pool = self.database.pool().await?;
        let sql = "SELECT outcome, proof, proof_text FROM completions WHERE tenant = ? AND id = ?";
        let row = sqlx::query(sql).bind(tenant).bind(id).fetch_optional(pool).await?;
        Ok(row.as_ref().map(explained).transpose()?)
    }

    /// Completions of a tenant, and whether there are more.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn list_completions(&self, list: &ListCompletions) -> Result<(Vec<StoredCompletion>, bool), StoreError> {
        let pool = self.database.pool().await?;
        let mut rows = list_query(list).build().fetch_all(pool).await?;
        let limit = list.limit as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        Ok((rows.iter().map(from_row).collect::<Result<_, _>>()?, more))
    }

    /// Replaces the metadata of a completion; `None` if the tenant has none of that id.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn set_completion_metadata(
        &self,
        tenant: &str,
        id: &str,
        metadata: String,
    ) -> Result<Option<StoredCompletion>, StoreError> {
        let (tenant_text, id_text) = (tenant.to_owned(), id.to_owned());
        match self.write(Change::SetMetadata { tenant: tenant_text, id: id_text, metadata }).await? {
            0 => Ok(None),
            _ => self.completion(tenant, id).await,
        }
    }

    /// Deletes a completion; false if the tenant has none of that id.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn delete_completion(&self, tenant: &str, id: &str) -> Result<bool, StoreError> {
        Ok(self.write(Change::DeleteCompletion { tenant: tenant.to_owned(), id: id.to_owned() }).await? > 0)
    }
}

/// One row more than the limit tells whether there are more.
fn list_query(list: &ListCompletions) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new("SELECT * FROM completions WHERE tenant = ");
    query.push_bind(list.tenant.clone());
    if let Some(model) = &list.model {
        query.push(" AND model = ").push_bind(model.clone());
    }
    for (name, value) in &list.metadata {
        query.push(" AND EXISTS (SELECT 1 FROM json_each(metadata) WHERE key = ").push_bind(name.clone());
        query.push(" AND value = ").push_bind(value.clone()).push(")");
    }
    let (comparison, direction) = match list.order {
        Order::Ascending => (" AND seq > ", " ORDER BY seq ASC LIMIT "),
        Order::Descending => (" AND seq < ", " ORDER BY seq DESC LIMIT "),
    };
    if let Some(after) = &list.after {
        query.push(comparison).push("(SELECT seq FROM completions WHERE tenant = ").push_bind(list.tenant.clone());
        query.push(" AND id = ").push_bind(after.clone()).push(")");
    }
    query.push(direction).push_bind(i64::from(list.limit) + 1);
    query
}

pub(super) async fn put(connection: &mut SqliteConnection, new: &StoredCompletion) -> Result<u64, sqlx::Error> {
    let sql = "INSERT INTO completions (tenant, id, model, created, metadata, body, messages, outcome, proof,
                   proof_text)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT (tenant, id) DO UPDATE SET model = excluded.model, created = excluded.created,
                   metadata = excluded.metadata, body = excluded.body, messages = excluded.messages,
                   outcome = excluded.outcome, proof = excluded.proof, proof_text = excluded.proof_text";
    let done = sqlx::query(sql)
        .bind(&new.tenant)
        .bind(&new.id)
        .bind(&new.model)
        .bind(new.created)
        .bind(&new.metadata)
        .bind(&new.body)
        .bind(&new.messages)
        .bind(&new.explained.outcome)
        .bind(&new.explained.json)
        .bind(&new.explained.text)
        .execute(connection)
        .await?;
    Ok(done.rows_affected())
}

pub(super) async fn set_metadata(
    connection: &mut SqliteConnection,
    (tenant, id): (&str, &str),
    metadata: &str,
) -> Result<u64, sqlx::Error> {
    let sql = "UPDATE completions SET metadata = ? WHERE tenant = ? AND id = ?";
    Ok(sqlx::query(sql).bind(metadata).bind(tenant).bind(id).execute(connection).await?.rows_affected())
}

pub(super) async fn delete(connection: &mut SqliteConnection, (tenant, id): (&str, &str)) -> Result<u64, sqlx::Error> {
    let sql = "DELETE FROM completions WHERE tenant = ? AND id = ?";
    Ok(sqlx::query(sql).bind(tenant).bind(id).execute(connection).await?.rows_affected())
}

fn from_row(row: &SqliteRow) -> Result<StoredCompletion, sqlx::Error> {
    Ok(StoredCompletion {
        tenant: row.try_get("tenant")?,
        id: row.try_get("id")?,
        model: row.try_get("model")?,
        created: row.try_get("created")?,
        metadata: row.try_get("metadata")?,
        body: row.try_get("body")?,
        messages: row.try_get("messages")?,
        explained: explained(row)?,
    })
}

fn explained(row: &SqliteRow) -> Result<Explained, sqlx::Error> {
    Ok(Explained { outcome: row.try_get("outcome")?, json: row.try_get("proof")?, text: row.try_get("proof_text")? })
}
