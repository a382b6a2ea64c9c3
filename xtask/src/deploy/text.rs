//! Reading what is written: YAML, durations, settings; and the two files that are for people.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{Checked, Place, Verdict, deployed, ensure, write};
use crate::tools::files;

/// Every document of a YAML file.
pub(super) fn yaml(name: &str) -> Result<Vec<Value>, String> {
    serde_saphyr::from_multiple(&deployed(name)?).map_err(|error| format!("{name}: {error}"))
}

/// The only document of a YAML file.
pub(super) fn one_yaml(name: &str) -> Result<Value, String> {
    let mut documents = yaml(name)?;
    ensure(documents.len() == 1, format!("{name} holds {} documents instead of one", documents.len()))?;
    documents.pop().ok_or_else(String::new)
}

/// The value at a JSON pointer.
pub(super) fn at<'v>(value: &'v Value, pointer: &str) -> Result<&'v Value, String> {
    value.pointer(pointer).ok_or_else(|| format!("there is no {pointer}"))
}

/// The text at a JSON pointer; numbers and truth values are written out.
pub(super) fn text_at(value: &Value, pointer: &str) -> Result<String, String> {
    Ok(plain(at(value, pointer)?))
}

/// The list at a JSON pointer.
pub(super) fn list_at<'v>(value: &'v Value, pointer: &str) -> Result<&'v [Value], String> {
    at(value, pointer)?.as_array().map(Vec::as_slice).ok_or_else(|| format!("{pointer} is no list"))
}

/// A scalar as text.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A time such as `30s`, `2m` or `45`, in seconds.
pub(super) fn seconds(time: &str) -> Result<u64, String> {
    let (digits, unit) = match time.strip_suffix('m') {
        Some(minutes) => (minutes, 60),
        None => (time.strip_suffix('s').unwrap_or(time), 1),
    };
    digits.parse::<u64>().map(|number| number * unit).map_err(|_| format!("`{time}` is no whole number of seconds"))
}

/// The gateway's own view of settings that come from the environment, besides which there is none.
pub(super) fn config_check(place: &Place, env: &[(String, String)]) -> Result<(), String> {
    let mut command = place.quiet_gateway();
    command.args(["config", "check"]).envs(env.iter().cloned());
    let told = finish(&mut command)?;
    // What begins like a setting and is none is only a warning there.
    match env.iter().find(|(name, _)| told.contains(name.as_str())) {
        Some((name, _)) => Err(format!("{name}: {told}")),
        None => Ok(()),
    }
}

/// What the drain time is under these settings, in seconds.
pub(super) fn drain_time(place: &Place, env: &[(String, String)]) -> Result<u64, String> {
    let mut command = place.quiet_gateway();
    let shown = finish(command.args(["config", "show"]).envs(env.iter().cloned()))?;
    let line = shown.lines().find_map(|line| line.strip_prefix("drain_timeout = "));
    seconds(line.ok_or("`config show` names no drain_timeout")?.trim_matches('"'))
}

/// Runs a command to its end; everything it printed.
pub(super) fn finish(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("cannot run {command:?}: {error}"))?;
    let mut told = String::from_utf8_lossy(&output.stdout).into_owned();
    told.push_str(&String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(told) } else { Err(format!("{}: {}", output.status, told.trim())) }
}

impl Place {
    /// The gateway without the settings of whoever runs this.
    pub(super) fn quiet_gateway(&self) -> Command {
        let mut command = Command::new(&self.gateway);
        command.env_clear().env("HOME", &self.scratch).env("XDG_CONFIG_HOME", &self.scratch);
        command
    }
}

/// The README names every file.
pub(super) fn readme(_: &Place) -> Checked {
    let readme = deployed("README.md")?;
    for file in files()?.iter().filter_map(|file| file.strip_prefix("deploy").ok()) {
        if file != Path::new("README.md") {
            ensure(readme.contains(&format!("`{}`", file.display())), format!("{} is not named", file.display()))?;
        }
    }
    Ok(Verdict::Passed)
}

/// The example is a valid configuration, and would not be one with an unknown key.
pub(super) fn config_example(place: &Place) -> Checked {
    let example = deployed("config.example.toml")?;
    let file = place.scratch.join("config.toml");
    let check = |text: &str| {
        write(&file, text)?;
        finish(place.quiet_gateway().args(["config", "check", "--config"]).arg(&file))
    };
    check(&example)?;
    ensure(check(&format!("{example}\nno_such_setting = 1\n")).is_err(), "an unknown key was accepted")?;
    let _ = std::fs::remove_file(&file);
    Ok(Verdict::Passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        for (text, expected) in [("30s", 30), ("2m", 120), ("45", 45)] {
            assert_eq!(seconds(text), Ok(expected));
        }
        assert!(seconds("soon").is_err());
    }
}
