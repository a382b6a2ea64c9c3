//! From a dialogue to its plan: reading, reasoning and saying, each alone and one after the other.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use engine_api::{Ask, Budget, Reader, Reasoner, Role, Speaker, Turn};
use english_core::English;
use reasoner_core::Mind;

/// Steps as a request has them.
const STEPS: u64 = 100_000;

/// One request of each kind that costs differently.
fn asks() -> Vec<(&'static str, Ask)> {
    let told = Ask {
        turns: vec![
            Turn::new(Role::User, "My name is Ada and I live in Lisbon."),
            Turn::new(Role::Assistant, "Nice to meet you, Ada."),
            Turn::new(Role::User, "What is my name?"),
        ],
        ..Ask::of("")
    };
    let known = "Every dog is a mammal. Every mammal is an animal. Rex is a dog. Is Rex an animal?";
    vec![
        ("greeting", Ask::of("Hello!")),
        ("arithmetic", Ask::of("What is 17 * 23 + 5?")),
        ("recall", told),
        ("syllogism", Ask::of(known)),
        ("unknown", Ask::of("Is a dog a living thing? Explain the chain of classes from dog to living thing.")),
        ("long text", Ask::of(&"The committee met on Monday and agreed to move the date. ".repeat(60))),
    ]
}

fn reading(c: &mut Criterion) {
    let english = English::new();
    let mut group = c.benchmark_group("read");
    for (name, ask) in asks() {
        let bytes: usize = ask.turns.iter().map(|turn| turn.text.len()).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(name, |b| b.iter(|| english.read(black_box(&ask))));
    }
    group.finish();
}

fn reasoning(c: &mut Criterion) {
    let (english, mind) = (English::new(), Mind::with_lexicon(&english_core::English));
    let mut group = c.benchmark_group("reason");
    for (name, ask) in asks() {
        let reading = english.read(&ask);
        group.bench_function(name, |b| {
            b.iter(|| mind.reason(black_box(&ask), black_box(&reading), &mut Budget::steps(STEPS)));
        });
    }
    group.finish();
}

fn whole(c: &mut Criterion) {
    let (english, mind) = (English::new(), Mind::with_lexicon(&english_core::English));
    let mut group = c.benchmark_group("read, reason, say");
    for (name, ask) in asks() {
        group.bench_function(name, |b| {
            b.iter(|| {
                let reading = english.read(black_box(&ask));
                let plan = mind.reason(&ask, &reading, &mut Budget::steps(STEPS));
                english.say(&ask, &plan)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, reading, reasoning, whole);
criterion_main!(benches);
