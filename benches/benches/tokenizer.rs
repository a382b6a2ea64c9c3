//! Encoding and counting, beside the fastest other tokenizer, on text made up here.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use splintr::SpecialMode;
use stream_core::token::{Counter, Encoding, Tokenizer};

/// A fixed sequence of numbers (the constants are Knuth's for MMIX).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }

    /// Small numbers often, as words are distributed.
    fn skewed(&mut self, limit: usize) -> usize {
        let bound = self.below(limit) + 1;
        self.below(bound)
    }
}

fn words(numbers: &mut Numbers, count: usize, syllables: &[&str]) -> Vec<String> {
    let word =
        |numbers: &mut Numbers| (0..=numbers.below(3)).map(|_| syllables[numbers.below(syllables.len())]).collect();
    (0..count).map(|_| word(numbers)).collect()
}

fn prose(bytes: usize, syllables: &[&str]) -> String {
    let mut numbers = Numbers(7);
    let words = words(&mut numbers, 4000, syllables);
    let mut text = String::new();
    while text.len() < bytes {
        let end = ["", "", "", "", "", ",", ".", ".\n", "'s", " the", " of"][numbers.below(11)];
        let _ = write!(text, "{}{end} ", words[numbers.skewed(words.len())]);
    }
    text
}

fn code(bytes: usize) -> String {
    let mut numbers = Numbers(11);
    let names = words(&mut numbers, 300, &["get", "set", "Item", "_id", "Value", "index", "Map", "_", "parse", "Node"]);
    let mut text = String::new();
    while text.len() < bytes {
        let (a, b, n) = (&names[numbers.skewed(300)], &names[numbers.skewed(300)], numbers.below(2000));
        let _ =
            writeln!(text, "    if {a}.{b}(&self, {n}) != 0x{n:x} {{\n        return {b}[{n}] + \"{a}\";\n    }}\n");
    }
    text
}

fn inputs() -> Vec<(&'static str, String)> {
    let latin = ["the", "con", "re", "a", "in", "ter", "ing", "ed", "pro", "na", "tion", "al", "er", "ly", "st", "and"];
    let mixed = [
        "при",
        "вет",
        "ство",
        "日",
        "本語",
        "中国",
        "ています",
        "안녕",
        "하세요",
        "é",
        "für",
        "ção",
        "γεια",
        "مرحبا",
        "नम",
        "스",
    ];
    vec![
        ("latin", prose(200_000, &latin)),
        ("multilingual", prose(200_000, &mixed)),
        ("code", code(200_000)),
        ("short", "How do I handle rate limiting in an API gateway?".to_owned()),
        ("one letter", "a".repeat(200_000)),
    ]
}

fn encode(c: &mut Criterion) {
    for encoding in [Encoding::O200kBase, Encoding::Cl100kBase] {
        let ours = Tokenizer::get(encoding);
        let Ok(other) = splintr::from_pretrained(encoding.name()) else { continue };
        let mut group = c.benchmark_group(encoding.name());
        for (name, text) in inputs() {
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(format!("{name}/encode"), |b| b.iter(|| ours.encode(black_box(&text))));
            group.bench_function(format!("{name}/count"), |b| b.iter(|| ours.count(black_box(&text))));
            group.bench_function(format!("{name}/splintr"), |b| {
                b.iter(|| other.encode_with(black_box(&text), &SpecialMode::Ordinary));
            });
        }
        group.finish();
    }
}

/// A text that arrives word by word and is counted after each, as `max_tokens` needs it.
fn streaming(c: &mut Criterion) {
    let text = prose(20_000, &["stream", "ing", "to", "ken", "s", "un", "der", "way"]);
    let mut group = c.benchmark_group("counter");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("word by word", |b| {
        b.iter(|| {
            let mut counter = Counter::new(Encoding::O200kBase);
            text.split_inclusive(' ').fold(0, |sum, word| {
                counter.push(word);
                sum + counter.count()
            })
        });
    });
    group.finish();
}

criterion_group!(benches, encode, streaming);
criterion_main!(benches);
