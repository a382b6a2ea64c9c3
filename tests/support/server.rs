//! A server in this process, on a port of its own, stopped when it is dropped.

use std::net::SocketAddr;
use std::sync::Arc;

use gateway::settings::{Settings, StoreLocation};
use gateway::{App, wiring};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::Client;

/// Settings for tests: loopback, a free port, nothing on disk, nothing warmed.
pub fn settings() -> Settings {
    Settings { port: 0, store: StoreLocation::Memory, warm_queries: Vec::new(), ..Settings::default() }
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its parts.
    pub app: Arc<App>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Server {
    /// A server with the settings of tests.
    pub async fn start() -> Server {
        Server::start_with(settings()).await
    }

    /// A server with these settings.
    pub async fn start_with(settings: Settings) -> Server {
        let app = Arc::new(wiring::app(settings));
        let listener = wiring::listen(&app).await.expect("the server listens");
        let address = listener.local_addr().expect("a listener has an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = Arc::clone(&app);
        let task = tokio::spawn(async move {
            let stop = async {
                let _ = stopped.await;
            };
            tokio::select! {
                () = gateway::run(listener, Arc::clone(&serving), stop) => {}
                () = wiring::background(&serving) => {}
            }
        });
        Server { address, app, stop: Some(stop), task }
    }

    /// A client of this server.
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// Sends the stop signal; the server drains.
    pub fn begin_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Stops the server and waits for its end.
    pub async fn stop(mut self) {
        self.begin_stop();
        (&mut self.task).await.expect("the server ends by itself");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.begin_stop();
        self.task.abort();
    }
}
