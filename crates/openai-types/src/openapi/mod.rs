//! The OpenAPI 3.1 document of a server: requests from the parameter tables, replies from hand-written schemas.

mod reply;
mod request;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use crate::params::{TABLES, Table};

/// One served operation, as its server describes it.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// `GET`, `POST` or `DELETE`.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// A name that is unique in the document.
    pub id: &'static str,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// The schema of a successful reply, see [`reply_schemas`]; `None` where the reply is not JSON.
    pub reply: Option<&'static str>,
    /// The schema of an event, where `stream: true` turns the reply into server-sent events.
    pub events: Option<&'static str>,
    /// Whether a key is needed when keys are set up.
    pub guarded: bool,
}

/// Builds the document. Parameters and bodies are those of the table whose endpoint is the operation's method and
/// path; operations without a table take none.
///
/// ```
/// use openai_types::{Operation, openapi};
/// let models = Operation {
///     method: "GET", path: "/v1/models", id: "listModels", summary: "Lists the models",
///     reply: Some("ModelList"), events: None, guarded: true,
/// };
/// let document = openapi("1.2.3", &[models]);
/// assert_eq!(document["paths"]["/v1/models"]["get"]["operationId"], "listModels");
/// ```
pub fn openapi(version: &str, operations: &[Operation]) -> Value {
    let mut paths = Map::new();
    for operation in operations {
        let entry = paths.entry(operation.path).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(entry) = entry {
            entry.insert(operation.method.to_ascii_lowercase(), describe(operation));
        }
    }
    let mut schemas = reply_schemas();
    for table in TABLES.iter().filter(|table| !table.in_query) {
        schemas.insert(table.name.to_owned(), request::object(table.rows, None));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Psycho-Symbolic",
            "version": version,
            "description": "The OpenAI API, answered by a symbolic reasoner.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    })
}

/// The schemas of replies, by name.
pub fn reply_schemas() -> Map<String, Value> {
    reply::schemas()
}

fn describe(operation: &Operation) -> Value {
    let endpoint = format!("{} {}", operation.method, operation.path);
    let table = TABLES.iter().find(|table| table.endpoint == endpoint);
    let mut described = Map::new();
    described.insert("operationId".to_owned(), json!(operation.id));
    described.insert("summary".to_owned(), json!(operation.summary));
    let parameters = parameters(operation.path, table.copied());
    if !parameters.is_empty() {
        described.insert("parameters".to_owned(), Value::Array(parameters));
    }
    if let Some(table) = table.filter(|table| !table.in_query) {
        let body = json!({"required": true, "content": {"application/json": {"schema": reference(table.name)}}});
        described.insert("requestBody".to_owned(), body);
    }
    described.insert("responses".to_owned(), replies(operation));
    if operation.guarded {
        described.insert("security".to_owned(), json!([{"key": []}]));
    }
    Value::Object(described)
}

fn parameters(path: &str, table: Option<&Table>) -> Vec<Value> {
    let in_path = path
        .split('/')
        .filter_map(|step| step.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}));
    let in_query =
        table.filter(|table| table.in_query).into_iter().flat_map(|table| table.rows).map(request::parameter);
    in_path.chain(in_query).collect()
}

fn replies(operation: &Operation) -> Value {
    let mut content = Map::new();
    if let Some(reply) = operation.reply {
        content.insert("application/json".to_owned(), json!({"schema": reference(reply)}));
    }
    if let Some(events) = operation.events {
        content.insert("text/event-stream".to_owned(), json!({"schema": reference(events)}));
    }
    let mut success = Map::new();
    success.insert("description".to_owned(), json!("Success"));
    if !content.is_empty() {
        success.insert("content".to_owned(), Value::Object(content));
    }
    let error = json!({
        "description": "Failure", "content": {"application/json": {"schema": reference("ErrorResponse")}}
    });
    json!({"200": success, "default": error})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}
