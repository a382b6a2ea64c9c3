//! `cargo xtask lexicon FOLDER`: compiles the lexicon of `english-core` from WordNet 3.0's database files.
//!
//! The folder is the one that holds `data.noun` and its like (Debian's `wordnet-base` puts it at
//! `/usr/share/wordnet`). Facts only: lemmas, senses in their order of frequency, relations, irregular forms and
//! verb frames; no glosses. The same folder gives the same bytes. `--check` compares with the committed file.

mod pack;
mod wordnet;

use std::path::Path;

use crate::tools::root;

/// The committed file.
const OUTPUT: &str = "crates/english-core/data/lexicon.bin";

/// Runs the command. `args`: the folder, and perhaps `--check`.
///
/// # Errors
/// When an argument is missing, the database cannot be read, or the committed file is stale (with `--check`).
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let check = args.iter().any(|arg| arg == "--check");
    let folders: Vec<&String> = args.iter().filter(|arg| !arg.starts_with("--")).collect();
    let [folder] = folders[..] else {
        return Err("usage: cargo xtask lexicon FOLDER [--check]".to_owned());
    };
    let database = wordnet::read(Path::new(folder))?;
    let bytes = pack::pack(&database)?;
    let path = root().join(OUTPUT);
    if check {
        let old = std::fs::read(&path).map_err(|error| format!("{OUTPUT}: {error}"))?;
        return if old == bytes { Ok(()) } else { Err(format!("{OUTPUT} is stale: run `cargo xtask lexicon`")) };
    }
    std::fs::write(&path, &bytes).map_err(|error| format!("{OUTPUT}: {error}"))?;
    println!("{OUTPUT}: {} synsets, {} lemmas, {} bytes", database.synsets.len(), database.lemmas.len(), bytes.len());
    Ok(())
}
