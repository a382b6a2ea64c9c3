//! The servers that checks start: the gateway and nginx, on loopback, ended when they go out of scope.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::text::finish;
use super::wire::{get, once};
use super::{Place, deployed, read, write};

/// The key that the gateways of the checks know.
pub(super) const KEY: &str = "sk-deploy-check-0123456789abcdef";

/// A server is ready, or has ended, after this time at the latest.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks at a server that starts.
const LOOK: Duration = Duration::from_millis(10);

/// A running gateway.
pub(super) struct Gateway {
    child: Child,
    pub(super) address: SocketAddr,
}

impl Gateway {
    /// Starts one that keeps nothing, asks for [`KEY`] and has these further flags.
    pub(super) fn start(place: &Place, flags: &[&str]) -> Result<Gateway, String> {
        let log = place.scratch.join("gateway.log");
        let file = File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        let child = place
            .quiet_gateway()
            .args(["serve", "--port", "0", "--store", "memory", "--log-format", "json"])
            .args(flags)
            .env("PSYCHO_SYMBOLIC_API_KEY", KEY)
            .stdout(Stdio::null())
            .stderr(file)
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", place.gateway.display()))?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let mut gateway = Gateway { child, address };
        let ready =
            |address: &SocketAddr| once(*address, &get("/readyz", "")).is_ok_and(|answer| answer.head.status == 200);
        gateway.address = until(&mut gateway.child, &log, || listening(&log).filter(ready))?;
        Ok(gateway)
    }

    /// What its metrics say now.
    pub(super) fn scrape(&self) -> Result<String, String> {
        let answer = once(self.address, &get("/metrics", ""))?;
        if answer.head.status == 200 { Ok(answer.body) } else { Err(format!("/metrics: {}", answer.head.status)) }
    }

    /// The value of a metric without labels.
    pub(super) fn gauge(&self, name: &str) -> Result<f64, String> {
        let scrape = self.scrape()?;
        let value = scrape.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.and_then(|value| value.parse().ok()).ok_or_else(|| format!("there is no {name}"))
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address that the log tells.
fn listening(log: &Path) -> Option<SocketAddr> {
    let log = std::fs::read_to_string(log).ok()?;
    let told = log.lines().find(|line| line.contains("\"listening\""))?;
    let told: Value = serde_json::from_str(told).ok()?;
    told.get("address")?.as_str()?.parse().ok()
}

/// Looks until `ready` has something, the server ends or the time is over.
fn until<T>(child: &mut Child, log: &Path, ready: impl Fn() -> Option<T>) -> Result<T, String> {
    let start = Instant::now();
    loop {
        if let Some(found) = ready() {
            return Ok(found);
        }
        let ended = child.try_wait().map_err(|error| error.to_string())?;
        if ended.is_some() || start.elapsed() > PATIENCE {
            let log = read(log).unwrap_or_default();
            return Err(format!("the server did not start: {}", log.trim()));
        }
        std::thread::sleep(LOOK);
    }
}

/// A running nginx.
pub(super) struct Nginx {
    child: Child,
    stop: Command,
    pub(super) address: SocketAddr,
}

/// The shipped configuration for an upstream, and the command that reads it. Only addresses and paths differ, and what
/// `changes` replaces.
pub(super) struct Prepared {
    folder: PathBuf,
    address: SocketAddr,
}

impl Prepared {
    pub(super) fn new(place: &Place, upstream: SocketAddr, changes: &[(&str, &str)]) -> Result<Prepared, String> {
        let address = free()?;
        let folder = place.scratch.join(format!("nginx-{}", address.port()));
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let shown = folder.display();
        let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|kind| format!("    {kind}_temp_path {shown}/{kind};\n"))
            .collect();
        let listen = format!("listen {address};");
        let server = format!("server {upstream};");
        let http = format!("http {{\n{paths}");
        let mut needed = vec![("listen 8080;", &*listen), ("server gateway:3000;", &*server), ("http {\n", &*http)];
        needed.extend_from_slice(changes);
        let text = substitute(deployed("nginx.conf")?, &needed)?;
        write(&folder.join("nginx.conf"), &text)?;
        Ok(Prepared { folder, address })
    }

    /// nginx with this configuration.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(program());
        let shown = self.folder.display();
        let globals = format!("daemon off; pid {shown}/pid; error_log {shown}/error.log;");
        command.arg("-p").arg(&self.folder).arg("-e").arg(self.folder.join("error.log"));
        command.arg("-c").arg(self.folder.join("nginx.conf")).args(["-g", &globals]);
        command
    }

    pub(super) fn start(self) -> Result<Nginx, String> {
        let mut stop = self.command();
        stop.args(["-s", "stop"]);
        let log = self.folder.join("error.log");
        let child = self.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = child.map_err(|error| format!("cannot run nginx (Debian package nginx-light): {error}"))?;
        let mut nginx = Nginx { child, stop, address: self.address };
        let address = nginx.address;
        until(&mut nginx.child, &log, || TcpStream::connect(address).ok().map(drop))?;
        Ok(nginx)
    }
}

impl Nginx {
    /// Starts one in front of a gateway.
    pub(super) fn before(place: &Place, gateway: &Gateway, changes: &[(&str, &str)]) -> Result<Nginx, String> {
        Prepared::new(place, gateway.address, changes)?.start()
    }
}

impl Drop for Nginx {
    /// Asks the master, which ends its workers; killed, it would leave them behind.
    fn drop(&mut self) {
        if finish(&mut self.stop).is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// Replaces each text that must be there exactly once.
pub(super) fn substitute(mut text: String, changes: &[(&str, &str)]) -> Result<String, String> {
    for (from, to) in changes {
        let found = text.matches(from).count();
        if found != 1 {
            return Err(format!("`{}` stands {found} times in the file, not once", from.trim()));
        }
        text = text.replacen(from, to, 1);
    }
    Ok(text)
}

/// An address that nobody listens at.
pub(super) fn free() -> Result<SocketAddr, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| error.to_string())?;
    listener.local_addr().map_err(|error| error.to_string())
}

/// nginx, which is often not in the path of ordinary users.
fn program() -> &'static str {
    if Path::new("/usr/sbin/nginx").exists() { "/usr/sbin/nginx" } else { "nginx" }
}
