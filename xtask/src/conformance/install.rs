//! What the clients need: a Python environment and Node packages, made once for each set of pinned versions.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The interpreter of an environment that holds the pinned packages.
pub(super) fn python(cache: &Path, name: &str, requirements: &Path) -> Result<PathBuf, String> {
    let place = cache.join(format!("python-{name}"));
    let interpreter = place.join("bin").join("python");
    let base = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    once(&place, requirements, || {
        let place = place.to_string_lossy();
        run(Command::new(&base).args(["-m", "venv", "--clear", &place]))?;
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
        run(Command::new(&interpreter).args(pip).arg(requirements))
    })?;
    Ok(interpreter)
}

/// A folder with the pinned packages in `node_modules` and the scenarios beside them.
pub(super) fn node(cache: &Path, source: &Path) -> Result<PathBuf, String> {
    let place = cache.join("node");
    let manifest = source.join("package.json");
    once(&place, &manifest, || {
        copy(&manifest, &place)?;
        let words = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
        run(Command::new("npm").args(words).current_dir(&place))
    })?;
    let entries = std::fs::read_dir(source).map_err(|error| format!("cannot read {}: {error}", source.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "mjs")) {
        copy(file, &place)?;
    }
    Ok(place)
}

/// Makes `place` unless it was made from the same pins; a mark inside tells of what.
fn once(place: &Path, pins: &Path, make: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    let mark = place.join(".pins");
    let pinned = std::fs::read_to_string(pins).map_err(|error| format!("cannot read {}: {error}", pins.display()))?;
    if std::fs::read_to_string(&mark).is_ok_and(|old| old == pinned) {
        return Ok(());
    }
    let told = |error: std::io::Error| format!("cannot make {}: {error}", place.display());
    if place.exists() {
        std::fs::remove_dir_all(place).map_err(told)?;
    }
    std::fs::create_dir_all(place).map_err(told)?;
    make()?;
    std::fs::write(&mark, pinned).map_err(told)
}

fn copy(file: &Path, folder: &Path) -> Result<(), String> {
    let name = file.file_name().unwrap_or_default();
    let copied = std::fs::copy(file, folder.join(name));
    copied.map(drop).map_err(|error| format!("cannot copy {}: {error}", file.display()))
}

fn run(command: &mut Command) -> Result<(), String> {
    eprintln!("=== {}", shown(command));
    let status = command.status().map_err(|error| format!("cannot run `{}`: {error}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed: {status}", shown(command))) }
}

fn shown(command: &Command) -> String {
    let words = command.get_args().map(|word| word.to_string_lossy());
    std::iter::once(command.get_program().to_string_lossy()).chain(words).collect::<Vec<_>>().join(" ")
}
