//! ENDPOINTS: every route the gateway serves, one row each. A path that is not here is a 404, and a row cannot be
//! written without saying who may call it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use hyper::Method;

use crate::App;
use crate::api;
use crate::error::ApiError;
use crate::http::exchange::{Exchange, percent_decode};
use crate::http::reply::Reply;

/// What a handler returns.
pub type Handled = Pin<Box<dyn Future<Output = Result<Reply, ApiError>> + Send>>;
/// A handler.
pub type Handler = fn(Arc<App>, Exchange) -> Handled;

/// Who may call an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone who reaches the port: probes and scrapers.
    Public,
    /// Holders of a key, where keys exist.
    Key,
}

/// One route.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The method.
    pub method: Method,
    /// The path; `{name}` stands for one segment, `{name*}` for the rest of the path with its slashes.
    pub path: &'static str,
    /// Its `operationId` in the OpenAPI document.
    pub id: &'static str,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// The schema of its reply there; empty where the reply is not JSON.
    pub reply: &'static str,
    /// Who may call it.
    pub access: Access,
    /// What it is called in metrics and logs.
    pub label: &'static str,
    /// What answers.
    pub handler: Handler,
}

macro_rules! endpoints {
    ($($method:ident $path:literal $access:ident $label:literal $handler:path, $id:ident $reply:literal $summary:literal;)*) => {
        /// The table.
        pub static ENDPOINTS: &[Endpoint] = &[$(Endpoint {
            method: Method::$method,
            path: $path,
            id: stringify!($id),
            summary: $summary,
            reply: $reply,
            access: Access::$access,
            label: $label,
            handler: |app, exchange| Box::pin($handler(app, exchange)),
        }),*];
    };
}

#[rustfmt::skip]
endpoints! {
    POST "/v1/chat/completions" Key "chat" api::chat::create, createChatCompletion "ChatCompletion" "Answers a dialogue";
    POST "/v1/completions" Key "completions" api::completions::create, createCompletion "Completion" "Continues prompts";
    POST "/v1/embeddings" Key "embeddings" api::embeddings::create, createEmbedding "EmbeddingList" "Turns text into vectors";
    GET "/v1/models" Key "models" api::models::list, listModels "ModelList" "Lists the models";
    GET "/v1/models/{model*}" Key "models" api::models::get, retrieveModel "Model" "Describes one model";
    DELETE "/v1/models/{model*}" Key "models" api::models::delete, deleteModel "ModelDeleted" "Deletes a fine-tuned model, of which there are none: the reply says that nothing was deleted";
    GET "/v1/chat/completions" Key "stored" api::stored::list, listChatCompletions "StoredChatCompletionList" "Lists stored completions";
    GET "/v1/chat/completions/{completion_id}" Key "stored" api::stored::get, getChatCompletion "StoredChatCompletion" "Gives a stored completion";
    POST "/v1/chat/completions/{completion_id}" Key "stored" api::stored::update, updateChatCompletion "StoredChatCompletion" "Changes the metadata of a stored completion";
    DELETE "/v1/chat/completions/{completion_id}" Key "stored" api::stored::delete, deleteChatCompletion "StoredChatCompletionDeleted" "Deletes a stored completion";
    GET "/v1/chat/completions/{completion_id}/messages" Key "stored" api::stored::messages, getChatCompletionMessages "StoredMessageList" "Lists the messages that a stored completion answers";
    GET "/v1/chat/completions/{completion_id}/proof" Key "proof" api::proof::get, getChatCompletionProof "ChatCompletionProof" "Gives the proof of a stored completion, or of one of the last replies; as text where text/plain is accepted";
    GET "/v1/organization/usage/completions" Key "usage" api::usage::completions, usageCompletions "UsagePage" "Usage of chat and legacy completions";
    GET "/v1/organization/usage/embeddings" Key "usage" api::usage::embeddings, usageEmbeddings "UsagePage" "Usage of embeddings";
    GET "/health" Public "health" api::health::health, health "" "State and cache statistics";
    GET "/livez" Public "livez" api::health::livez, livez "" "Whether the process runs";
    GET "/readyz" Public "readyz" api::health::readyz, readyz "" "Whether requests are welcome";
    GET "/metrics" Public "metrics" api::metrics::scrape, metrics "" "Metrics in the Prometheus text format";
    GET "/openapi.json" Public "openapi" api::openapi::document, openapi "" "This document";
}

/// What a method and a path lead to.
#[derive(Debug)]
pub enum Route {
    /// An endpoint, and the value of its `{id}`.
    Found(&'static Endpoint, String),
    /// The path exists with these other methods.
    OtherMethods(Vec<&'static str>),
    /// No such path.
    Unknown,
}

/// Looks up a route. `HEAD` is answered as `GET`.
pub fn route(method: &Method, path: &str) -> Route {
    let wanted = if method == Method::HEAD { &Method::GET } else { method };
    let mut others = Vec::new();
    for endpoint in ENDPOINTS {
        let Some(id) = matches(endpoint.path, path) else { continue };
        if endpoint.method == *wanted {
            return Route::Found(endpoint, percent_decode(id));
        }
        others.push(endpoint.method.as_str());
    }
    if others.is_empty() { Route::Unknown } else { Route::OtherMethods(others) }
}

/// Whether `path` has the form of `pattern`; the part that `{id}` stands for.
fn matches<'p>(pattern: &str, path: &'p str) -> Option<&'p str> {
    let Some((before, after)) = pattern.split_once('{') else {
        return (pattern == path).then_some("");
    };
    let rest = path.strip_prefix(before)?;
    let (name, suffix) = after.split_once('}')?;
    let id = rest.strip_suffix(suffix)?;
    let fits = !id.is_empty() && (name.ends_with('*') || !id.contains('/'));
    fits.then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: Method, path: &str, expected: &str) {
        let shown = match route(&method, path) {
            Route::Found(endpoint, id) => format!("{} {} {id}", endpoint.method, endpoint.path),
            Route::OtherMethods(methods) => methods.join(","),
            Route::Unknown => "unknown".to_owned(),
        };
        assert_eq!(shown.trim(), expected);
    }

    #[test]
    fn paths_lead_to_their_endpoints() {
        check(Method::POST, "/v1/chat/completions", "POST /v1/chat/completions");
        check(Method::GET, "/v1/models/org/name%3Ax", "GET /v1/models/{model*} org/name:x");
        check(Method::GET, "/v1/models/org%2Fname", "GET /v1/models/{model*} org/name");
        check(Method::GET, "/v1/chat/completions/abc", "GET /v1/chat/completions/{completion_id} abc");
        check(
            Method::GET,
            "/v1/chat/completions/abc/messages",
            "GET /v1/chat/completions/{completion_id}/messages abc",
        );
        check(Method::GET, "/v1/chat/completions/abc/proof", "GET /v1/chat/completions/{completion_id}/proof abc");
        check(Method::HEAD, "/livez", "GET /livez");
        check(Method::GET, "/v1/completions", "POST");
        check(Method::GET, "/v1/models/", "unknown");
        check(Method::GET, "/v2", "unknown");
        check(Method::POST, "/V1/chat/completions", "unknown");
    }

    #[test]
    fn only_probes_and_scrapers_are_public() {
        let public: Vec<&str> =
            ENDPOINTS.iter().filter(|row| row.access == Access::Public).map(|row| row.path).collect();
        assert_eq!(public, ["/health", "/livez", "/readyz", "/metrics", "/openapi.json"]);
    }
}
