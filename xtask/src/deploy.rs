//! The deployment files against the real gateway, the real nginx, and the validators that are at hand.
//!
//! Prints `ok NAME`, `skipped NAME: why` or `failed NAME: why` for every check. `--gateway PATH` takes a gateway that
//! is built already, `--only WORD` runs the checks whose names begin with the word. Servers listen on loopback only
//! and end with the check that started them.

mod container;
mod kubernetes;
mod monitoring;
mod process;
mod proxy;
mod text;
mod validators;
mod wire;

use std::path::{Path, PathBuf};

use crate::tools::{output, root, run as command};

/// How a check went that did not fail.
enum Verdict {
    Passed,
    /// It could not be made, and why.
    Skipped(String),
}

type Checked = Result<Verdict, String>;

/// One check.
struct Check {
    name: &'static str,
    run: fn(&Place) -> Checked,
}

/// What every check needs.
struct Place {
    /// The gateway's binary.
    gateway: PathBuf,
    /// Where configurations and logs of this run are written; removed in the end.
    scratch: PathBuf,
    /// Where validators are kept between runs.
    cache: PathBuf,
}

/// Every check; adding one is a function and a row.
const CHECKS: &[Check] = &[
    Check { name: "readme", run: text::readme },
    Check { name: "config-example", run: text::config_example },
    Check { name: "docker-structure", run: container::dockerfile },
    Check { name: "docker-libraries", run: container::libraries },
    Check { name: "docker-healthcheck", run: container::healthcheck },
    Check { name: "docker-lint", run: validators::hadolint },
    Check { name: "compose-structure", run: container::compose },
    Check { name: "compose-syntax", run: validators::compose },
    Check { name: "systemd-structure", run: container::unit },
    Check { name: "systemd-verify", run: validators::systemd },
    Check { name: "kubernetes-structure", run: kubernetes::structure },
    Check { name: "kubernetes-probes", run: kubernetes::probes },
    Check { name: "kubernetes-schema", run: validators::kubernetes },
    Check { name: "metrics-names", run: monitoring::names },
    Check { name: "metrics-dashboard", run: monitoring::dashboard },
    Check { name: "metrics-alerts", run: monitoring::alerts },
    Check { name: "metrics-promtool", run: monitoring::promtool },
    Check { name: "nginx-syntax", run: proxy::syntax },
    Check { name: "nginx-stream", run: proxy::stream },
    Check { name: "nginx-silence", run: proxy::silence },
    Check { name: "nginx-silence-control", run: proxy::silence_control },
    Check { name: "nginx-body", run: proxy::body },
    Check { name: "nginx-head", run: proxy::head },
    Check { name: "nginx-metrics", run: proxy::metrics },
    Check { name: "nginx-keep-alive", run: proxy::keep_alive },
    Check { name: "nginx-errors", run: proxy::errors },
];

/// Makes every check; fails when one of them failed.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let (gateway, only) = wish(args)?;
    let chosen: Vec<&Check> = CHECKS.iter().filter(|check| check.name.starts_with(only.as_str())).collect();
    if chosen.is_empty() {
        return Err(format!("no check begins with `{only}`"));
    }
    let place = Place::new(gateway)?;
    let mut failed = 0;
    for check in &chosen {
        match (check.run)(&place) {
            Ok(Verdict::Passed) => println!("ok {}", check.name),
            Ok(Verdict::Skipped(why)) => println!("skipped {}: {why}", check.name),
            Err(why) => {
                failed += 1;
                println!("failed {}: {why}", check.name);
            }
        }
    }
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of {} checks failed", chosen.len())) }
}

/// The gateway and the beginning of names that the command line asks for.
fn wish(args: &[String]) -> Result<(Option<PathBuf>, String), String> {
    let (mut gateway, mut only) = (None, String::new());
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let value = args.next().ok_or(format!("{arg} wants a value"))?;
        match arg.as_str() {
            "--gateway" => gateway = Some(PathBuf::from(value)),
            "--only" => only.clone_from(value),
            _ => return Err(format!("unknown argument `{arg}`; there are --gateway PATH and --only WORD")),
        }
    }
    Ok((gateway, only))
}

impl Place {
    fn new(gateway: Option<PathBuf>) -> Result<Place, String> {
        let gateway = match gateway {
            Some(path) => path.canonicalize().map_err(|error| format!("{}: {error}", path.display()))?,
            None => build()?,
        };
        let scratch = std::env::temp_dir().join(format!("psycho-symbolic-deploy-{}", std::process::id()));
        let cache = root().join("target").join("deploy");
        for folder in [&scratch, &cache] {
            std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        Ok(Place { gateway, scratch, cache })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.scratch);
    }
}

/// Builds the gateway as the tests do, and says where it is.
fn build() -> Result<PathBuf, String> {
    command("cargo", &["build", "--quiet", "--package", "gateway"])?;
    let metadata = output("cargo", &["metadata", "--no-deps", "--format-version", "1"])?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata).map_err(|error| error.to_string())?;
    let target = metadata.get("target_directory").and_then(serde_json::Value::as_str);
    Ok(Path::new(target.ok_or("cargo names no target directory")?).join("debug").join("gateway"))
}

/// A file below `deploy/`.
fn deployed(name: &str) -> Result<String, String> {
    read(&root().join("deploy").join(name))
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Fails with `message` unless `holds`.
fn ensure(holds: bool, message: impl Into<String>) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read() {
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (gateway, only) = wish(&words("--gateway g --only nginx")).expect("valid");
        assert_eq!((gateway, only.as_str()), (Some(PathBuf::from("g")), "nginx"));
        for wrong in ["--gateway", "--fast 1", "nginx"] {
            assert!(wish(&words(wrong)).is_err(), "{wrong}");
        }
    }
}
