//! The real clients against a real server: the official Python and Node packages, LangChain and async-openai.
//!
//! `--only python|node|langchain|rust` runs one of them (give it again for a second one), `--base-url URL` runs them
//! against a server that is already there; what needs a server of other settings is skipped then.

mod client;
mod install;
mod server;

use std::path::PathBuf;

use crate::tools::root;
use client::{CLIENTS, Client, Score};
use server::Servers;

/// What the scenarios need to know.
#[derive(Debug)]
struct Place {
    /// Where packages, results and logs are kept.
    cache: PathBuf,
    /// The servers' addresses as environment variables.
    env: Vec<(String, String)>,
}

/// What the command line asks for.
#[derive(Debug, Default)]
struct Wish {
    only: Vec<String>,
    base_url: Option<String>,
}

/// Runs every client's scenarios, prints a table, and fails where one scenario failed.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let wish = wish(args)?;
    let cache = root().join("target").join("conformance");
    std::fs::create_dir_all(&cache).map_err(|error| format!("cannot create {}: {error}", cache.display()))?;
    let servers = match &wish.base_url {
        Some(url) => Servers::given(url),
        None => Servers::start(&cache)?,
    };
    let place = Place { cache, env: servers.env() };
    let chosen =
        CLIENTS.iter().filter(|client| wish.only.is_empty() || wish.only.iter().any(|name| name == client.name));
    let rows: Vec<(&Client, Result<Score, String>)> = chosen.map(|client| (client, play(client, &place))).collect();
    drop(servers);
    report(&rows)
}

fn wish(args: &[String]) -> Result<Wish, String> {
    let mut wish = Wish::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut value = || args.next().cloned().ok_or(format!("{arg} wants a value"));
        match arg.as_str() {
            "--base-url" => wish.base_url = Some(value()?.trim_end_matches('/').to_owned()),
            "--only" => {
                let name = value()?;
                if !CLIENTS.iter().any(|client| client.name == name) {
                    let known: Vec<&str> = CLIENTS.iter().map(|client| client.name).collect();
                    return Err(format!("there is no client `{name}`; there are {}", known.join(", ")));
                }
                wish.only.push(name);
            }
            _ => return Err(format!("unknown argument `{arg}`; there are --only CLIENT and --base-url URL")),
        }
    }
    Ok(wish)
}

/// Installs what the client needs and plays its scenarios.
fn play(client: &Client, place: &Place) -> Result<Score, String> {
    eprintln!("\n=== {}: {}", client.name, client.what);
    let score = (client.play)(place)?;
    match score {
        Score { failed: 0, passed: 0, .. } => Err("no scenario ran".to_owned()),
        score => Ok(score),
    }
}

/// The table, and the verdict.
fn report(rows: &[(&Client, Result<Score, String>)]) -> Result<(), String> {
    println!("\n{:<10} {:>7} {:>7} {:>8}  client", "", "passed", "failed", "skipped");
    let mut faults = Vec::new();
    for (client, score) in rows {
        match score {
            Ok(Score { passed, failed, skipped }) => {
                println!("{:<10} {passed:>7} {failed:>7} {skipped:>8}  {}", client.name, client.what);
                if *failed > 0 {
                    faults.push(format!("{}: {failed} failed", client.name));
                }
            }
            Err(error) => {
                println!("{:<10} {:>7} {:>7} {:>8}  {error}", client.name, "-", "-", "-");
                faults.push(format!("{}: {error}", client.name));
            }
        }
    }
    for client in CLIENTS.iter().filter(|client| !rows.iter().any(|(row, _)| row.name == client.name)) {
        println!("{:<10} {:>7} {:>7} {:>8}  left out by --only", client.name, "-", "-", "-");
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn arguments_are_read() {
        let found = wish(&words("--only node --only rust --base-url http://127.0.0.1:1/v1/")).expect("valid");
        assert_eq!(found.only, ["node", "rust"]);
        assert_eq!(found.base_url.as_deref(), Some("http://127.0.0.1:1/v1"));
        for wrong in ["--only perl", "--only", "--fast"] {
            assert!(wish(&words(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_failure_fails() {
        let Some(client) = CLIENTS.first() else { return };
        let score = |failed| Ok(Score { passed: 3, failed, skipped: 0 });
        assert!(report(&[(client, score(0))]).is_ok());
        assert!(report(&[(client, score(1))]).is_err());
        assert!(report(&[(client, Err("lost".to_owned()))]).is_err());
    }
}
