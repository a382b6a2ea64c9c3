//! How well and how fast a model tags and parses a treebank.

use std::time::Instant;

use english_core::model::{Arcs, Attributes, Model, NOBODY};

use super::conllu::Sentence;

/// Prints the shares of words with the right part of speech, head, and head with relation, and the words per second.
pub(super) fn evaluate(model: &Model<'_>, treebank: &[Sentence]) {
    let (mut words, mut tags, mut fine, mut heads, mut both) = (0usize, 0usize, 0usize, 0usize, 0usize);
    for sentence in treebank {
        let (tagged, arcs) = read(model, sentence);
        words += sentence.len();
        for (at, word) in sentence.iter().enumerate() {
            let name = model.tags[usize::from(tagged[at].tag)];
            tags += usize::from(name.split(' ').next() == Some(word.universal.as_str()));
            fine += usize::from(name.split(' ').nth(1) == Some(word.own.as_str()));
            let head = word.head.map_or(NOBODY, |head| head as u32) == arcs.heads[at];
            heads += usize::from(head);
            let label = model.labels[usize::from(arcs.labels[at])];
            both += usize::from(head && label == word.relation);
        }
    }
    let percent = |count: usize| 100.0 * count as f64 / words.max(1) as f64;
    println!(
        "words {words}  UPOS {:.2}  XPOS {:.2}  UAS {:.2}  LAS {:.2}",
        percent(tags),
        percent(fine),
        percent(heads),
        percent(both)
    );
    println!("{:.0} words per second of one processor", words as f64 / seconds(model, treebank));
}

/// The processor time of one thread for the treebank, the least of some rounds: what else the machine does only adds.
fn seconds(model: &Model<'_>, treebank: &[Sentence]) -> f64 {
    let start = Instant::now();
    let now = || processor_seconds().unwrap_or_else(|| start.elapsed().as_secs_f64());
    let round = |_| {
        let begin = now();
        for sentence in treebank {
            std::hint::black_box(read(model, sentence));
        }
        now() - begin
    };
    (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
}

/// How long this thread has run on a processor, where the system tells it (Linux).
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

const ROUNDS: usize = 10;

fn read(model: &Model<'_>, sentence: &Sentence) -> (Vec<Attributes>, Arcs) {
    model.analyse(sentence.iter().map(|word| word.form.as_str()))
}
