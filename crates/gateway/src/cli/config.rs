//! `config show`, `config check`, `completions` and `healthcheck`.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use clap::ArgMatches;

use super::{DONE, FAILED, command, out};
use crate::settings::{Loaded, Settings, show};

pub(super) fn show(matches: &ArgMatches, loaded: &Loaded) -> u8 {
    match matches.get_flag("json") {
        true => out::json(&show::json(loaded)),
        false => out::data(&show::toml(loaded, matches.get_flag("origin"))),
    }
    DONE
}

/// Loading has checked everything by now.
pub(super) fn check(loaded: &Loaded) -> u8 {
    let file = loaded.settings.config.as_ref().map_or("no file".to_owned(), |path| path.display().to_string());
    out::talk(&format!("The settings are valid ({file})."));
    DONE
}

pub(super) fn completions(matches: &ArgMatches) -> String {
    let shell = matches.get_one::<clap_complete::Shell>("shell").copied().unwrap_or(clap_complete::Shell::Bash);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "gateway", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Time for a healthy server to answer.
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) fn healthcheck(settings: &Settings) -> Result<u8, String> {
    let address = reachable(settings.address());
    match status(address) {
        Ok(200) => Ok(DONE),
        Ok(status) => {
            out::talk(&format!("{address} answers with status {status}"));
            Ok(FAILED)
        }
        Err(error) => Err(format!("{address}: {error}")),
    }
}

/// The address by which this machine reaches a server that listens at `address`.
pub(super) fn reachable(address: SocketAddr) -> SocketAddr {
    let host = match address.ip() {
        IpAddr::V4(host) if host.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(host) if host.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        host => host,
    };
    SocketAddr::new(host, address.port())
}

/// The status with which a server answers `GET /livez`.
pub(super) fn status(address: SocketAddr) -> std::io::Result<u16> {
    let mut socket = TcpStream::connect_timeout(&address, PATIENCE)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    socket.write_all(b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut head = [0_u8; 12];
    socket.read_exact(&mut head)?;
    let status = head.strip_prefix(b"HTTP/1.1 ").and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
    status.ok_or_else(|| std::io::Error::other("it does not speak HTTP"))
}
