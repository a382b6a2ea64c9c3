//! Plays the scenarios of async-openai against the server that the environment names, and reports in TAP's form:
//! `conformance-rust REPORT`.

mod scenarios;

use std::fmt::Write as _;
use std::process::ExitCode;

use async_openai::Client;
use async_openai::config::OpenAIConfig;

/// A client of the server.
pub(crate) type Api = Client<OpenAIConfig>;

fn client(url: &str, key: &str) -> Api {
    Client::with_config(OpenAIConfig::new().with_api_base(url).with_api_key(key))
}

/// What the environment says.
struct Place {
    base: String,
    guarded: Option<String>,
    key: String,
}

fn place() -> Option<Place> {
    let read = |name: &str| std::env::var(name).ok();
    let key = read("CONFORMANCE_API_KEY").unwrap_or_else(|| "sk-conformance".to_owned());
    Some(Place { base: read("CONFORMANCE_BASE_URL")?, guarded: read("CONFORMANCE_GUARDED_URL"), key })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (Some(place), Some(path)) = (place(), std::env::args().nth(1)) else {
        eprintln!("usage: CONFORMANCE_BASE_URL=URL conformance-rust REPORT");
        return ExitCode::from(2);
    };
    let (report, failed) = play(&place).await;
    print!("{report}");
    if let Err(error) = std::fs::write(&path, report) {
        eprintln!("cannot write {path}: {error}");
        return ExitCode::FAILURE;
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Plays everything; the report and how many scenarios failed.
async fn play(place: &Place) -> (String, usize) {
    let mut report = String::from("TAP version 13\n");
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    let open = client(&place.base, &place.key);
    let wrong = place.guarded.as_ref().map(|url| client(url, "sk-wrong"));
    let guarded = place.guarded.as_ref().map(|url| client(url, &place.key));
    for (at, scenario) in scenarios::SCENARIOS.iter().enumerate() {
        let api = match scenario.server {
            scenarios::Server::Open => Some(&open),
            scenarios::Server::Guarded => guarded.as_ref(),
            scenarios::Server::WrongKey => wrong.as_ref(),
        };
        let end = match api {
            Some(api) => Some((scenario.play)(api.clone()).await),
            None => None,
        };
        let line = match end {
            Some(Ok(())) => {
                passed += 1;
                format!("ok {} - {}", at + 1, scenario.name)
            }
            Some(Err(why)) => {
                failed += 1;
                format!("not ok {} - {}\n  {}", at + 1, scenario.name, why.replace('\n', "\n  "))
            }
            None => {
                skipped += 1;
                format!("ok {} - {} # SKIP needs the guarded server", at + 1, scenario.name)
            }
        };
        let _ = writeln!(report, "{line}");
    }
    let _ = write!(
        report,
        "# tests {}\n# pass {passed}\n# fail {failed}\n# skipped {skipped}\n",
        passed + failed + skipped
    );
    (report, failed)
}
