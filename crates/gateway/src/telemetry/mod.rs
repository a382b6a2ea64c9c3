//! What operators are told: metrics and log lines. Everything that is worth telling is an [`Event`]; nothing
//! outside of this folder names a metric or writes a log line.

use std::io::IsTerminal as _;

use crate::settings::Settings;

mod event;
mod log;
mod metrics;

pub use event::Event;
pub use log::init;
pub use metrics::CONTENT_TYPE;

use metrics::Metrics;

/// Counts and logs events. One for the process, shared by reference.
#[derive(Debug)]
pub struct Telemetry {
    metrics: Metrics,
    access_log: bool,
    log_prompts: bool,
}

impl Telemetry {
    /// Telemetry as the settings want it. Logging itself is set up by [`init`].
    pub fn new(settings: &Settings) -> Telemetry {
        let access_log = settings.access_log.decide(std::io::stderr().is_terminal());
        Telemetry { metrics: Metrics::default(), access_log, log_prompts: settings.log_prompts }
    }

    /// Counts and logs an event. A request costs a handful of atomic additions, and a line only where the access
    /// log is on.
    pub fn emit(&self, event: Event<'_>) {
        self.metrics.count(&event);
        log::write(&event, self.access_log, self.log_prompts);
    }

    /// The metrics in the Prometheus text format, to be sent as [`CONTENT_TYPE`].
    pub fn render(&self) -> String {
        self.metrics.render()
    }
}

#[cfg(test)]
mod tests;
