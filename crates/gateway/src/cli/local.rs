//! The engine without a server: the same journey as a request over the wire, less the wire.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value as Json;
use stream_core::fold;

use super::{Answer, Respond};
use crate::api::chat;
use crate::error::ApiError;
use crate::settings::{Settings, StoreLocation};
use crate::{App, wiring};

/// Answers requests in this process. Nothing is stored beyond it.
///
/// # Errors
/// The system gives no runtime.
pub fn respond(settings: &Settings) -> Result<Respond, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let settings = Settings { store: StoreLocation::Memory, ..settings.clone() };
    let app = {
        let _entered = runtime.enter();
        Arc::new(wiring::app(settings))
    };
    Ok(Box::new(move |body, say| runtime.block_on(answer(&app, body, say)).map_err(|error| error.message.clone())))
}

/// Answers one request and hands over its text as it is drawn.
async fn answer(app: &Arc<App>, body: &Json, say: &mut dyn FnMut(&str)) -> Result<Answer, ApiError> {
    let job = chat::job(app, &app.keys.nobody(), Bytes::from(body.to_string())).await?;
    let header = job.answer.header(app, Arc::from("chatcmpl-local"), app.ids.now());
    let chunks = job.answer.stream(header, (false, false), app.pacing).inspect(|chunk| {
        let contents = chunk.choices.iter().filter_map(|choice| choice.delta.content.value());
        contents.for_each(|text| say(text));
    });
    let whole = fold(chunks).ok_or_else(ApiError::internal)?;
    let message = whole.choices.first().and_then(|choice| serde_json::to_value(&choice.message).ok());
    let message = message.ok_or_else(ApiError::internal)?;
    let thought = &job.answer.thought;
    Ok(Answer { message, outcome: thought.outcome.kind.name().to_owned(), proof: thought.proof.clone() })
}
