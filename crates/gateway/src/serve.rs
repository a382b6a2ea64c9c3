//! `gateway serve`: a runtime, a server, and the signals that stop it.

use std::sync::Arc;
use std::time::Instant;

use tokio::signal::unix::{SignalKind, signal};

use crate::settings::Loaded;
use crate::telemetry::{self, Event};
use crate::{App, cli, http, wiring};

/// Serves until SIGTERM or SIGINT, then drains. A second signal ends the process at once.
///
/// # Errors
/// Why the server does not start, in words for the operator.
pub fn serve(loaded: Loaded) -> Result<(), String> {
    let started = Instant::now();
    telemetry::init(&loaded.settings);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(loaded.settings.workers)
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start the runtime: {error}"))?;
    let result = runtime.block_on(until_stopped(loaded, started));
    // What outlived the drain time is not waited for.
    runtime.shutdown_background();
    result
}

async fn until_stopped(loaded: Loaded, started: Instant) -> Result<(), String> {
    let app = Arc::new(wiring::app(loaded.settings));
    for message in &loaded.warnings {
        app.telemetry.emit(Event::SettingsWarning { message });
    }
    if app.settings.log_prompts {
        app.telemetry.emit(Event::PromptsAreLogged);
    }
    let listener = wiring::listen(&app).await.map_err(|error| with_causes(&error))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    app.telemetry.emit(Event::Listening { address, elapsed: started.elapsed() });
    let needs_key = app.settings.require_key || app.settings.api_key.is_set() || !app.keys.is_open();
    eprintln!("{}", cli::greeting(address, needs_key));
    serve_and_watch(listener, &app).await?;
    app.store.close().await;
    app.telemetry.emit(Event::Stopped);
    Ok(())
}

async fn serve_and_watch(listener: tokio::net::TcpListener, app: &Arc<App>) -> Result<(), String> {
    let watch = |kind| signal(kind).map_err(|error| format!("cannot watch signals: {error}"));
    let (mut terminate, mut interrupt) = (watch(SignalKind::terminate())?, watch(SignalKind::interrupt())?);
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let signals = async {
        wait(&mut terminate, &mut interrupt).await;
        let _ = stop.send(());
        wait(&mut terminate, &mut interrupt).await;
    };
    let stop = async {
        let _ = stopped.await;
    };
    tokio::select! {
        () = http::serve::serve(listener, Arc::clone(app), stop) => {}
        () = wiring::background(app) => {}
        () = signals => {}
    }
    Ok(())
}

async fn wait(terminate: &mut tokio::signal::unix::Signal, interrupt: &mut tokio::signal::unix::Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

/// An error with everything that led to it.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
