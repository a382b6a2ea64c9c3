//! Texts a second of the static embedder: short texts, a long one, text beyond ASCII, and words it must take apart.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use embedding_core::{Embedder, StaticEmbedder};

const SHORT: [&str; 8] = [
    "A man is playing a guitar on the stage.",
    "How do I reset the password of my account?",
    "The company's shares fell three percent on Monday.",
    "what is the capital of France",
    "A brown dog runs through the field after a ball.",
    "Officials said the bridge would be closed until May.",
    "my card has not arrived yet, what should I do?",
    "Vitamin D reduces the risk of respiratory infections.",
];

fn short(c: &mut Criterion) {
    let embedder = StaticEmbedder::default();
    let mut group = c.benchmark_group("embed");
    group.throughput(Throughput::Elements(SHORT.len() as u64));
    for dims in [512, 256] {
        group.bench_function(format!("short texts, {dims} dims"), |b| {
            b.iter(|| SHORT.map(|text| embedder.embed(black_box(text), dims)));
        });
    }
    group.finish();
}

fn other(c: &mut Criterion) {
    let embedder = StaticEmbedder::default();
    let texts = [
        ("long text", SHORT.join(" ").repeat(10)),
        ("accents and Cyrillic", "Crème brûlée à l'Élysée; съешь же ещё этих мягких французских булок. ".repeat(10)),
        ("words taken apart", "antidisestablishmentarianism electroencephalographically xqzjkvbnmw ".repeat(10)),
        ("one long word", "a".repeat(4_000)),
    ];
    let mut group = c.benchmark_group("embed bytes");
    for (name, text) in &texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(*name, |b| b.iter(|| embedder.embed(black_box(text), 512)));
    }
    group.finish();
}

criterion_group!(benches, short, other);
criterion_main!(benches);
