//! The servers that the clients talk to: processes of their own on free ports, ended with the run.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::tools::root;

/// The key that the servers accept where they want one.
const KEY: &str = "sk-conformance-0123456789";

/// One server's part and the settings that make it.
struct Role {
    /// The part; the environment variable of its address is made of it.
    name: &'static str,
    /// Its flags.
    flags: &'static [&'static str],
}

/// The servers, one row each; the first is the one that nearly every scenario uses.
const ROLES: &[Role] = &[
    Role { name: "BASE", flags: &[] },
    Role {
        name: "GUARDED",
        flags: &["--api-key", KEY, "--require-key", "--strict", "--max-body-bytes", "64KiB", "--stream-pace", "20ms"],
    },
    Role { name: "LIMITED", flags: &["--api-key", KEY, "--require-key", "--requests-per-minute", "20"] },
];

/// Environment names that would change a server's settings.
const FOREIGN: [&str; 6] = ["PORT", "HOST", "CACHE_SIZE", "MAX_TOKENS", "ENABLE_STREAMING", "RUST_LOG"];

/// The running servers.
#[derive(Debug)]
pub(super) struct Servers {
    running: Vec<Running>,
    /// Role and address.
    addresses: Vec<(&'static str, String)>,
}

/// One server.
#[derive(Debug)]
struct Running {
    process: Child,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Servers {
    /// A server that somebody else runs.
    pub(super) fn given(url: &str) -> Servers {
        Servers { running: Vec::new(), addresses: vec![("BASE", url.to_owned())] }
    }

    /// Builds the gateway and starts one of each role; their logs go to `cache`.
    pub(super) fn start(cache: &Path) -> Result<Servers, String> {
        let binary = build()?;
        let mut servers = Servers { running: Vec::new(), addresses: Vec::new() };
        for role in ROLES {
            let (running, address) = start(&binary, role, cache)?;
            eprintln!("{:<8} {address}", role.name.to_lowercase());
            servers.running.push(running);
            servers.addresses.push((role.name, address));
        }
        Ok(servers)
    }

    /// What the scenarios are told: the addresses and the key.
    pub(super) fn env(&self) -> Vec<(String, String)> {
        let address = |(role, url): &(&str, String)| (format!("CONFORMANCE_{role}_URL"), url.clone());
        let mut env: Vec<(String, String)> = self.addresses.iter().map(address).collect();
        if !self.running.is_empty() {
            env.push(("CONFORMANCE_API_KEY".to_owned(), KEY.to_owned()));
        }
        env
    }
}

/// Builds the gateway; its path, as cargo tells it.
fn build() -> Result<String, String> {
    eprintln!("\n=== cargo build --package gateway");
    let words = ["build", "--package", "gateway", "--message-format", "json-render-diagnostics"];
    let mut command = Command::new("cargo");
    command.args(words).current_dir(root()).stderr(Stdio::inherit());
    let built = command.output().map_err(|error| format!("cannot run cargo: {error}"))?;
    if !built.status.success() {
        return Err(format!("the gateway does not build: {}", built.status));
    }
    String::from_utf8_lossy(&built.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message.pointer("/target/name").is_some_and(|name| name == "gateway"))
        .find_map(|message| message.get("executable")?.as_str().map(str::to_owned))
        .ok_or_else(|| "cargo tells of no binary of the gateway".to_owned())
}

fn start(binary: &str, role: &Role, cache: &Path) -> Result<(Running, String), String> {
    let log = cache.join(format!("server-{}.log", role.name.to_lowercase()));
    let mut log_file = File::create(&log).map_err(|error| format!("cannot write {}: {error}", log.display()))?;
    let mut command = Command::new(binary);
    command.args(["serve", "--port", "0", "--store", "memory"]).args(role.flags).current_dir(root());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PSYCHO_SYMBOLIC_")) {
        command.env_remove(name);
    }
    for name in FOREIGN {
        command.env_remove(name);
    }
    // No configuration file of the user's is read.
    command.env("XDG_CONFIG_HOME", cache).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut process = command.spawn().map_err(|error| format!("cannot start the gateway: {error}"))?;
    let told = process.stderr.take().ok_or("the gateway tells nothing")?;
    let running = Running { process };
    let mut told = BufReader::new(told);
    let address = address(&mut told, &mut log_file)
        .ok_or_else(|| format!("the gateway told no address; its log is {}", log.display()))?;
    // Reads on until the server ends, so that it never waits for its log.
    std::thread::spawn(move || std::io::copy(&mut told, &mut log_file));
    Ok((running, address))
}

/// The address after `Base URL` in what the server tells, which is logged so far.
fn address(told: &mut impl BufRead, log: &mut impl Write) -> Option<String> {
    told.lines().map_while(Result::ok).find_map(|line| {
        let _ = writeln!(log, "{line}");
        Some(line.strip_prefix("Base URL")?.trim().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_among_other_lines() {
        let mut log = Vec::new();
        let mut told = "warming\nBase URL  http://127.0.0.1:4000/v1\nAPI key  any\n".as_bytes();
        assert_eq!(address(&mut told, &mut log).as_deref(), Some("http://127.0.0.1:4000/v1"));
        assert!(log.starts_with(b"warming\n"));
        assert_eq!(address(&mut "error\n".as_bytes(), &mut log), None);
    }
}
