//! `cargo xtask train`: trains the tagger and the parser of `english-core` on a treebank in CoNLL-U, and measures them.
//!
//! `cargo xtask train TRAIN.conllu --clusters en_lexeme_cluster.json [--evaluate DEV.conllu]` writes the model; with
//! `--evaluate` alone the committed model is measured. Build with `--release`. The same treebank and classes of words give
//! the same bytes. Where both come from `data/LICENSE-model.md` of `english-core` says.

mod conllu;
mod evaluate;
mod moves;
mod parsing;
mod perceptron;
mod tagging;
mod variants;

use std::path::Path;

use english_core::model::{Clusters, Model, pack, pack_clusters, pack_sets};

use crate::tools::root;
use conllu::Sentence;

/// The committed file.
const OUTPUT: &str = "crates/english-core/data/model.bin";

/// How many weights are kept, the largest: of both passes of the tagger and of labels.
const KEPT: [usize; 3] = [400_000, 400_000, 150_000];

/// How many sets of two features there are for the moves.
const SETS: usize = 180_000;

/// How many words get their class into the model, the commonest first.
const CLASSED: usize = 100_000;

/// How long and on how much to train.
#[derive(Debug, Clone, Copy)]
struct Effort {
    /// Passes over the treebank for each pass of the tagger, and for the parser.
    tagging: usize,
    parsing: usize,
    /// Learners whose weights make up the parser.
    learners: usize,
    /// Parts of the treebank that are tagged by a tagger trained on the others.
    folds: usize,
}

/// Runs the command.
///
/// # Errors
/// When an argument is unknown, a treebank cannot be read or the model cannot be written.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let usage = "usage: cargo xtask train [TRAIN.conllu --clusters en_lexeme_cluster.json] [--evaluate DEV.conllu] \
                 [--output FILE] [--quick]\n\
                 TRAIN.conllu: the training part of UD English-EWT\n\
                 en_lexeme_cluster.json: classes of words from the Python package spacy-lookups-data 1.0.5:\n  \
                 pip download --no-deps spacy-lookups-data==1.0.5\n  \
                 unzip -p spacy_lookups_data-*.whl spacy_lookups_data/data/en_lexeme_cluster.json.gz | gunzip \
                 > en_lexeme_cluster.json";
    let mut effort = Effort { tagging: 6, parsing: 9, learners: 1, folds: 4 };
    let (mut treebank, mut clusters, mut development, mut output) = (None, None, None, root().join(OUTPUT));
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--evaluate" => development = Some(args.next().ok_or(usage)?),
            "--clusters" => clusters = Some(args.next().ok_or(usage)?),
            "--output" => output = Path::new(args.next().ok_or(usage)?).to_owned(),
            "--quick" => effort = Effort { tagging: 2, parsing: 3, learners: 1, folds: 2 },
            file if !file.starts_with("--") && treebank.is_none() => treebank = Some(arg),
            _ => return Err(usage.to_owned()),
        }
    }
    if treebank.is_none() && development.is_none() {
        return Err(usage.to_owned());
    }
    if let Some(treebank) = treebank {
        let clusters = read_clusters(Path::new(clusters.ok_or(usage)?))?;
        let model = train(&conllu::read(Path::new(treebank))?, &clusters, effort)?;
        std::fs::write(&output, &model).map_err(|error| format!("{}: {error}", output.display()))?;
        println!("{}: {} bytes", output.display(), model.len());
    }
    let Some(development) = development else { return Ok(()) };
    let bytes = std::fs::read(&output).map_err(|error| format!("{}: {error}", output.display()))?;
    let model = Model::open(&bytes).ok_or("the model cannot be read")?;
    evaluate::evaluate(&model, &conllu::read(Path::new(development))?);
    Ok(())
}

/// The table of classes of the commonest words of a file: a JSON object of words, the commonest first, and classes, 0 for
/// none.
fn read_clusters(path: &Path) -> Result<Vec<u8>, String> {
    let problem = |error: String| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| problem(error.to_string()))?;
    let classes: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&text).map_err(|error| problem(error.to_string()))?;
    let class = |value: &serde_json::Value| value.as_u64().and_then(|class| u32::try_from(class).ok());
    let known =
        classes.iter().filter_map(|(word, value)| Some((word.as_str(), class(value).filter(|class| *class > 0)?)));
    Ok(pack_clusters(known.take(CLASSED)))
}

/// The bytes of a model trained on these sentences, with this table of classes.
fn train(treebank: &[Sentence], clusters: &[u8], effort: Effort) -> Result<Vec<u8>, String> {
    let tags = conllu::tags(treebank);
    let labels = conllu::labels(treebank);
    if tags.len() > 250 || labels.len() > 100 {
        return Err(format!("{} tags and {} labels are too many", tags.len(), labels.len()));
    }
    let classes = Clusters::open(clusters).ok_or("the classes cannot be read")?;
    let varied = variants::varied(treebank);
    let example = |sentence| tagging::Example::new(sentence, &tags, &classes);
    let data: Vec<tagging::Example> = varied.iter().map(example).collect();
    let tagger = tagging::train(&data, tags.len(), effort);
    let trees = parsing::trees(&varied, &data, &tagger.predicted, (&tags, &labels));
    let (moves, names) = parsing::train(&trees, labels.len(), effort);
    let [first, second] = &tagger.passes;
    let certain = (tagger.certain / first.largest() * 127.0 * 127.0) as u32;
    let [first_kept, second_kept, names_kept] = KEPT;
    let moves = pack_sets(&moves::quantised(&moves), SETS);
    let weights = [
        pack(&first.quantised(first_kept)),
        pack(&second.quantised(second_kept)),
        moves,
        pack(&names.quantised(names_kept)),
    ];
    eprintln!("bytes of weights: {:?}", weights.each_ref().map(Vec::len));
    Ok(Model::pack([&tags.join("\n"), &labels.join("\n")], clusters, weights, certain))
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
        let effort = Effort { tagging: 6, parsing: 6, learners: 2, folds: 2 };
        let clusters = pack_clusters([("Dogs", 5), ("cats", 5), ("bark", 2)].into_iter());
        let bytes = train(&treebank, &clusters, effort).unwrap();
        assert_eq!(bytes, train(&treebank, &clusters, effort).unwrap());
        let model = Model::open(&bytes).unwrap();
        assert_eq!(model.labels, ["advmod", "nsubj", "punct", "root"]);
        assert_eq!(model.tags, ["ADV RB", "NOUN NNS", "PUNCT .", "VERB VBP"]);
    }
}
