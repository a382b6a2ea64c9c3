//! What every request can reach. Built by `wiring.rs`; nothing in it is replaced while the server runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use engine_api::{Ask, Embedder, Grammar, ToolKind};
use stream_core::AdaptiveStreamer;

use crate::engine::pipeline::Pipeline;
use crate::engine::plans::Plans;
use crate::engine::pool::Pool;
use crate::engine::proofs::Recent;
use crate::engine::replies::Replies;
use crate::error::ApiError;
use crate::guard::auth::{Caller, KeyRing, OPEN};
use crate::guard::limit::Limiter;
use crate::guard::origin::OriginRules;
use crate::http::body::BodyLimits;
use crate::ids::Ids;
use crate::settings::Settings;
use crate::state::{Endpoint, Store, Usage};
use crate::telemetry::Telemetry;

/// The server's parts.
pub struct App {
    /// How it is set up.
    pub settings: Settings,
    /// Who may call.
    pub keys: KeyRing,
    /// Which pages and names may reach it.
    pub origins: OriginRules,
    /// How much callers may use.
    pub limiter: Limiter,
    /// Read, route, reason, say.
    pub pipeline: Pipeline,
    /// Which grammars of custom tools can be met.
    pub supports_grammar: fn(&Grammar) -> bool,
    /// Text to vectors.
    pub embedder: Box<dyn Embedder>,
    /// Where thinking happens.
    pub pool: Pool,
    /// Replies given before.
    pub replies: Replies,
    /// What stands behind the last replies.
    pub recent: Recent,
    /// Thoughts had before.
    pub plans: Plans,
    /// Keys, usage, stored completions.
    pub store: Store,
    /// Metrics and logs.
    pub telemetry: Telemetry,
    /// Ids and the clock.
    pub ids: Ids,
    /// How streams are cut and paced.
    pub pacing: AdaptiveStreamer,
    /// `system_fingerprint`.
    pub fingerprint: Arc<str>,
    pub(crate) draining: AtomicBool,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl App {
    /// Time since start.
    pub fn uptime(&self) -> Duration {
        self.ids.uptime()
    }

    /// Days since 1970: answers may name the date, so that a reply is kept for its day only.
    pub fn day(&self) -> i64 {
        self.ids.now().div_euclid(86_400)
    }

    /// Bounds of request bodies.
    pub fn body_limits(&self) -> BodyLimits {
        BodyLimits { bytes: self.settings.max_body_bytes, time: self.settings.body_timeout }
    }

    /// Whether the server is about to stop.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    /// From now on the server is about to stop.
    pub fn begin_drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Refuses tools whose grammar cannot be met.
    ///
    /// # Errors
    /// 400 that names the tool.
    pub fn check_grammars(&self, ask: &Ask) -> Result<(), ApiError> {
        let unmet = ask.tools.iter().position(|tool| match &tool.kind {
            ToolKind::Grammar(grammar) => !(self.supports_grammar)(grammar),
            ToolKind::Function { .. } | ToolKind::Text => false,
        });
        match unmet {
            None => Ok(()),
            Some(index) => {
                let message = "Unsupported value: this grammar is not supported. Regular expressions without \
                               look-around and back-references are.";
                let param = format!("tools[{index}].custom.format.grammar");
                Err(ApiError::invalid(400, message).code("unsupported_value").param(param))
            }
        }
    }

    /// Books what a reply cost: against the caller's limit and to the ledger.
    pub fn book(&self, caller: &Caller, bill: Bill<'_>) {
        let Bill { endpoint, user, model, tokens: (input, output) } = bill;
        self.limiter.charge(caller, input.saturating_add(output), self.uptime());
        let key = if &*caller.key_id == OPEN { "" } else { &caller.key_id };
        self.store.record_usage(&Usage { endpoint, time: self.ids.now(), key, user, model, input, output, cached: 0 });
    }
}

/// What a reply cost.
#[derive(Debug, Clone, Copy)]
pub struct Bill<'a> {
    /// What kind of request it answered.
    pub endpoint: Endpoint,
    /// For whom, as the request says; may be empty.
    pub user: &'a str,
    /// The model that answered.
    pub model: &'static str,
    /// Tokens read and said.
    pub tokens: (u64, u64),
}
