//! `cargo xtask train`: trains the tagger and the parser of `english-core` on a treebank in CoNLL-U, and measures them.
//!
//! `cargo xtask train TRAIN.conllu [--evaluate DEV.conllu]` writes the model; with `--evaluate` alone the committed model
//! is measured. Build with `--release`. The same treebank gives the same bytes.

mod conllu;
mod evaluate;
mod parsing;
mod perceptron;
mod tagging;
mod variants;

use std::path::Path;

use english_core::model::{Model, pack};

use crate::tools::root;
use conllu::Sentence;

/// The committed file.
const OUTPUT: &str = "crates/english-core/data/model.bin";

/// The smallest weights that are kept, of the tagger and of the parser.
const LEAST: [f32; 2] = [0.5, 1.0];

/// How long and on how much to train.
#[derive(Debug, Clone, Copy)]
struct Effort {
    /// Passes over the treebank for each pass of the tagger, and for the parser.
    tagging: usize,
    parsing: usize,
    /// Parts of the treebank that are tagged by a tagger trained on the others.
    folds: usize,
}

/// Runs the command.
///
/// # Errors
/// When an argument is unknown, a treebank cannot be read or the model cannot be written.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let usage = "usage: cargo xtask train [TRAIN.conllu] [--evaluate DEV.conllu] [--output FILE] [--quick]";
    let mut effort = Effort { tagging: 8, parsing: 14, folds: 8 };
    let (mut treebank, mut development, mut output) = (None, None, root().join(OUTPUT));
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--evaluate" => development = Some(args.next().ok_or(usage)?),
            "--output" => output = Path::new(args.next().ok_or(usage)?).to_owned(),
            "--quick" => effort = Effort { tagging: 4, parsing: 6, folds: 4 },
            file if !file.starts_with("--") && treebank.is_none() => treebank = Some(arg),
            _ => return Err(usage.to_owned()),
        }
    }
    if treebank.is_none() && development.is_none() {
        return Err(usage.to_owned());
    }
    if let Some(treebank) = treebank {
        let model = train(&conllu::read(Path::new(treebank))?, effort)?;
        std::fs::write(&output, &model).map_err(|error| format!("{}: {error}", output.display()))?;
        println!("{}: {} bytes", output.display(), model.len());
    }
    let Some(development) = development else { return Ok(()) };
    let bytes = std::fs::read(&output).map_err(|error| format!("{}: {error}", output.display()))?;
    let model = Model::open(&bytes).ok_or("the model cannot be read")?;
    evaluate::evaluate(&model, &conllu::read(Path::new(development))?);
    Ok(())
}

/// The bytes of a model trained on these sentences.
fn train(treebank: &[Sentence], effort: Effort) -> Result<Vec<u8>, String> {
    let tags = conllu::tags(treebank);
    let labels = conllu::labels(treebank);
    if tags.len() > 250 || labels.len() > 100 {
        return Err(format!("{} tags and {} labels are too many", tags.len(), labels.len()));
    }
    let varied = variants::varied(treebank);
    let data: Vec<tagging::Example> = varied.iter().map(|sentence| tagging::Example::new(sentence, &tags)).collect();
    let tagger = tagging::train(&data, tags.len(), effort);
    let trees = parsing::trees(&varied, &data, &tagger.predicted, (&tags, &labels));
    let parser = parsing::train(&trees, labels.len(), effort);
    let packed = [(&tagger.passes[0], LEAST[0]), (&tagger.passes[1], LEAST[0]), (&parser, LEAST[1])]
        .map(|(learned, least)| learned.quantised(least));
    let sizes: Vec<usize> = packed.iter().map(Vec::len).collect();
    eprintln!("rows: {sizes:?}");
    Ok(Model::pack(&tags.join("\n"), &labels.join("\n"), packed.map(|rows| pack(&rows))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A treebank of three sentences.
    const TINY: &str = "1\tDogs\tdog\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tbark\tbark\tVERB\tVBP\t_\t0\troot\t_\t_\n\n\
        1\tCats\tcat\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tsleep\tsleep\tVERB\tVBP\t_\t0\troot\t_\tSpaceAfter=No\n\
        3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n\
        1\tSleep\tsleep\tVERB\tVB\t_\t0\troot\t_\t_\n2\twell\twell\tADV\tRB\t_\t1\tadvmod\t_\t_\n";

    #[test]
    fn the_same_treebank_gives_the_same_bytes() {
        let treebank = conllu::parse(TINY, "tiny").unwrap();
        assert_eq!(treebank.len(), 3);
        let effort = Effort { tagging: 6, parsing: 6, folds: 2 };
        let bytes = train(&treebank, effort).unwrap();
        assert_eq!(bytes, train(&treebank, effort).unwrap());
        let model = Model::open(&bytes).unwrap();
        assert_eq!(model.labels, ["advmod", "nsubj", "punct", "root"]);
        assert_eq!(model.tags, ["ADV RB", "NOUN NNS", "PUNCT .", "VERB VBP"]);
    }
}
