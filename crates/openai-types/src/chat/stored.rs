//! Stored chat completions: what was kept of requests with `store: true`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::message::{ContentPart, Role};
use super::response::{AudioAnswer, ChatObject, Choice, ServiceTier};
use crate::format::ResponseFormat;
use crate::loose::{loose, tag};
use crate::model::ListObject;
use crate::tool::{FunctionCall, Tool, ToolCall};
use crate::usage::Usage;

loose! {
    /// A completion as it is stored: the answer, and the settings that shaped it.
    pub struct StoredCompletion {
        /// Always `chat.completion`.
        def object: ChatObject,
        /// `chatcmpl-…`.
        req id: Arc<str>,
        /// The resolved model.
        req model: Arc<str>,
        /// Seconds since 1970.
        req created: i64,
        /// The request that made it.
        opt request_id: String,
        /// As in the request.
        nul tool_choice: Value,
        /// Token counts.
        opt usage: Usage,
        /// As in the request.
        nul seed: i64,
        /// As in the request.
        nul top_p: f64,
        /// As in the request.
        nul temperature: f64,
        /// As in the request.
        nul presence_penalty: f64,
        /// As in the request.
        nul frequency_penalty: f64,
        /// `fp_…`.
        opt system_fingerprint: Arc<str>,
        /// The end user.
        nul input_user: String,
        /// The tier used.
        opt service_tier: ServiceTier,
        /// As in the request.
        nul tools: Vec<Tool>,
        /// As in the request, or changed later.
        def metadata: BTreeMap<String, String>,
        /// The answers.
        req choices: Vec<Choice>,
        /// As in the request.
        nul response_format: ResponseFormat,
    }
}

loose! {
    /// `GET /v1/chat/completions`.
    pub struct StoredCompletionList {
        /// Always `list`.
        def object: ListObject,
        /// The completions.
        def data: Vec<StoredCompletion>,
        /// Id of the first.
        nul first_id: Arc<str>,
        /// Id of the last; the cursor of the next page.
        nul last_id: Arc<str>,
        /// Whether another page follows.
        def has_more: bool,
    }
}

tag! {
    /// `object` of a deleted completion.
    pub struct DeletedObject = "chat.completion.deleted";
}

loose! {
    /// The reply to `DELETE /v1/chat/completions/{id}`.
    pub struct StoredCompletionDeleted {
        /// Always `chat.completion.deleted`.
        def object: DeletedObject,
        /// The id.
        req id: String,
        /// Whether it is gone.
        def deleted: bool,
    }
}

loose! {
    /// The body of `POST /v1/chat/completions/{id}`.
    pub struct StoredCompletionUpdate {
        /// Takes the place of the stored metadata.
        nul metadata: BTreeMap<String, String>,
    }
}

loose! {
    /// An input message of a stored completion.
    pub struct StoredMessage {
        /// The completion's id, a hyphen and the message's number.
        req id: String,
        /// Who spoke.
        req role: Role,
        /// The text; null where the message had parts.
        nul content: String,
        /// The parts.
        nul content_parts: Vec<ContentPart>,
        /// The speaker's name.
        nul name: String,
        /// What the assistant declined to say.
        nul refusal: String,
        /// The assistant's calls.
        opt tool_calls: Vec<ToolCall>,
        /// The assistant's legacy call.
        opt function_call: FunctionCall,
        /// The spoken answer.
        opt audio: AudioAnswer,
        /// In a tool message, the call that it answers.
        opt tool_call_id: String,
    }
}

loose! {
    /// `GET /v1/chat/completions/{id}/messages`.
    pub struct StoredMessageList {
        /// Always `list`.
        def object: ListObject,
        /// The messages.
        def data: Vec<StoredMessage>,
        /// Id of the first.
        nul first_id: String,
        /// Id of the last; the cursor of the next page.
        nul last_id: String,
        /// Whether another page follows.
        def has_more: bool,
    }
}
