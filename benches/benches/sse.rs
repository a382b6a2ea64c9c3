//! From script to frames: what one event of a stream costs.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use engine_api::{Sampling, Script, Wordings, WordingsBuilder};
use openai_types::{ChatChunk, FinishReason};
use stream_core::token::Encoding;
use stream_core::{ChatManner, ChatStream, Extras, Header, Piece, Prepared, sse};

/// A text of some 200 tokens with a choice of wordings in each of its sentences.
fn wordings() -> Wordings {
    let mut builder = WordingsBuilder::new();
    for number in 0..20 {
        builder.one_of(&[(3.0, " Sentence"), (1.0, " Statement")]).say(format!(" {number} has a choice of"));
        builder.one_of(&[(2.0, " words"), (1.0, " terms")]).say(" in it.");
    }
    builder.build()
}

fn stream(prepared: &Arc<Prepared>, sampling: &Sampling) -> ChatStream<impl Iterator<Item = Piece>> {
    let header = Header {
        id: "chatcmpl-123456789012345678901234".into(),
        created: 1_790_000_000,
        model: "psycho-symbolic-v1".into(),
        system_fingerprint: Some("fp_0123456789".into()),
        service_tier: None,
    };
    let manner = ChatManner {
        extras: Extras { usage: true, obfuscation: Some(1), prompt_tokens: 12, cached_tokens: 0 },
        finish_of_calls: FinishReason::ToolCalls,
        legacy_functions: false,
        citations: Vec::new(),
    };
    ChatStream::new(header, manner, prepared.tokenizer(), vec![prepared.perform(sampling)])
}

fn benches(c: &mut Criterion) {
    let script = Script::text(wordings());
    let prepared = Arc::new(Prepared::new(&script, Encoding::O200kBase, Vec::new()));
    let sampling = Sampling { temperature: 1.0, ..Sampling::greedy() };
    let chunks: Vec<ChatChunk> = stream(&prepared, &sampling).collect();
    let mut buffer = Vec::with_capacity(1 << 20);

    let mut group = c.benchmark_group("sse");
    group.bench_function("prepare", |b| {
        b.iter(|| Prepared::new(black_box(&script), Encoding::O200kBase, Vec::new()));
    });
    group.throughput(Throughput::Elements(chunks.len() as u64));
    group.bench_function("perform", |b| b.iter(|| prepared.perform(black_box(&sampling)).count()));
    group.bench_function("chunks", |b| b.iter(|| stream(&prepared, black_box(&sampling)).count()));
    group.bench_function("write", |b| {
        b.iter(|| {
            buffer.clear();
            for chunk in &chunks {
                let _ = black_box(sse::write_event(&mut buffer, black_box(chunk)));
            }
        });
    });
    group.bench_function("whole path", |b| {
        b.iter(|| {
            buffer.clear();
            for chunk in stream(&prepared, black_box(&sampling)) {
                let _ = black_box(sse::write_event(&mut buffer, &chunk));
            }
        });
    });
    group.bench_function("whole path, written directly", |b| {
        b.iter(|| {
            buffer.clear();
            let mut stream = stream(&prepared, black_box(&sampling));
            while stream.write_next(&mut buffer).is_some() {}
        });
    });
    let mut frames = Vec::new();
    for chunk in &chunks {
        let _ = sse::write_event(&mut frames, chunk);
    }
    group.throughput(Throughput::Bytes(frames.len() as u64));
    group.bench_function("parse", |b| {
        let mut events = Vec::new();
        b.iter(|| {
            events.clear();
            sse::Parser::new(1 << 16, 1 << 16).push(black_box(&frames), &mut events)
        });
    });
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
