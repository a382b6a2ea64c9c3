//! How well and how fast a model tags and parses a treebank.

use std::time::Instant;

use english_core::model::{Attributes, Model, NOBODY, Scores, attributes, parse, tag};

use super::conllu::Sentence;

/// Prints the shares of words with the right part of speech, head, and head with relation, and the words per second.
pub(super) fn evaluate(model: &Model<'_>, treebank: &[Sentence]) {
    let [first, second, parser] = &model.weights;
    let learned = Learned {
        weights: [first, second, parser],
        tags: &model.tags,
        labels: &model.labels,
        universal: &model.universal,
    };
    evaluate_with(&learned, treebank);
}

/// Weights from anywhere with the names of their classes.
pub(super) struct Learned<'a> {
    pub(super) weights: [&'a dyn Scores; 3],
    pub(super) tags: &'a [&'a str],
    pub(super) labels: &'a [&'a str],
    pub(super) universal: &'a [u8],
}

/// Prints the figures.
pub(super) fn evaluate_with(model: &Learned<'_>, treebank: &[Sentence]) {
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
    let begin = Instant::now();
    let mut rounds = 0usize;
    while rounds < 1 {
        for sentence in treebank {
            std::hint::black_box(read(model, sentence));
        }
        rounds += 1;
    }
    println!("{:.0} words/s", (words * rounds) as f64 / begin.elapsed().as_secs_f64());
}

fn read(model: &Learned<'_>, sentence: &Sentence) -> (Vec<Attributes>, english_core::model::Arcs) {
    let mut words = attributes(sentence.iter().map(|word| word.form.as_str()));
    let [first, second, parser] = model.weights;
    tag(&mut words, [first, second], model.tags.len());
    for word in &mut words {
        word.pos = model.universal.get(usize::from(word.tag)).copied().unwrap_or_default();
    }
    let arcs = parse(&words, parser, model.labels.len());
    (words, arcs)
}
