//! Seeded fuzzing of the whole path, in process: 0 panics, 0 5xx.

use conformance::Server;
use serde_json::{Value, json};

/// xorshift64*: small, seeded, the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides
    }
}

fn seeds() -> Vec<Value> {
    vec![
        json!({"model": "psycho-symbolic-v1", "temperature": 0.5, "n": 2, "logprobs": true, "top_logprobs": 2, "stop": ["x"],
            "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is 2+2?"}]}),
        json!({"model": "gpt-4o", "messages": [{"role": "user", "content": [{"type": "text", "text": "My name is Ada."}]},
            {"role": "assistant", "content": null, "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
            {"role": "tool", "tool_call_id": "c1", "content": "{\"t\": 18}"}], "tools": [{"type": "function", "function": {"name": "f",
            "parameters": {"type": "object", "properties": {"a": {"type": "integer", "minimum": 1}}, "required": ["a"]}}}], "tool_choice": "auto"}),
        json!({"model": "gpt-4o", "stream": true, "stream_options": {"include_usage": true}, "response_format": {"type": "json_schema",
            "json_schema": {"name": "x", "schema": {"type": "object", "properties": {"a": {"type": "string", "pattern": "^a+$"}}}}},
            "messages": [{"role": "user", "content": "Make an example."}]}),
    ]
}

/// Changes a body a little: at the level of JSON or of bytes.
fn mutate(dice: &mut Dice, body: &Value) -> Vec<u8> {
    let mut value = body.clone();
    for _ in 0..=dice.roll(3) {
        change(dice, &mut value);
    }
    let mut bytes = value.to_string().into_bytes();
    if dice.roll(3) == 0 {
        for _ in 0..=dice.roll(4) {
            let at = dice.roll(bytes.len().max(1));
            match dice.roll(4) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at.min(bytes.len()), dice.roll(256) as u8),
                2 if at < bytes.len() => bytes[at] = dice.roll(256) as u8,
                _ if at < bytes.len() => {
                    bytes.remove(at);
                }
                _ => {}
            }
        }
    }
    bytes
}

fn change(dice: &mut Dice, value: &mut Value) {
    // Walk down to a random place, then put something else there.
    let mut at = value;
    for _ in 0..dice.roll(6) {
        let size = match &*at {
            Value::Object(fields) => fields.len(),
            Value::Array(items) => items.len(),
            _ => 0,
        };
        if size == 0 {
            break;
        }
        let pick = dice.roll(size);
        at = match at {
            Value::Object(fields) => fields.values_mut().nth(pick).unwrap(),
            Value::Array(items) => &mut items[pick],
            other => other,
        };
    }
    *at = match dice.roll(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(1e308),
        4 => json!(u64::MAX),
        5 => json!(""),
        6 => json!("\u{0}\u{200b}é🎈".repeat(dice.roll(20))),
        7 => json!([]),
        8 => json!({}),
        9 => json!([[[]]]),
        10 => json!("What is 9^9^9^9 / 0 % of three hundred and?"),
        _ => json!({"type": "object", "$ref": "#", "anyOf": [{}, {"not": {}}]}),
    };
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mutated_requests_never_break_the_server() {
    let server = Server::start().await;
    let mut dice = Dice(0x5eed_cafe);
    let caller = server.app.keys.nobody();
    let seeds = seeds();
    let mut counts = [0_u32; 6];
    for round in 0..CASES {
        let bytes = mutate(&mut dice, &seeds[round % seeds.len()]);
        let status = match gateway::api::chat::job(&server.app, &caller, bytes.clone().into()).await {
            Ok(job) => {
                let header = job.answer.header(&server.app, "x".into(), 0);
                let chunks = job.answer.stream(header, (true, true), server.app.pacing);
                assert!(chunks.take(10_000).count() > 1);
                200
            }
            Err(error) => error.status,
        };
        assert!(status < 500, "{}", String::from_utf8_lossy(&bytes));
        counts[usize::from(status / 100)] += 1;
    }
    assert!(counts[2] > 100 && counts[4] > 100, "both good and bad requests were made: {counts:?}");
}

/// How many cases run here; the fuzz targets in `tests/fuzz` go on from the same seeds without end.
const CASES: usize = 100_000;

/// What streams are made of, and what breaks them.
const ALPHABET: &[u8] = b"data: :\r\n\r\n\xef\xbb\xbf[DONE]evnt\xff0";

#[test]
fn broken_streams_never_break_the_reader() {
    let mut dice = Dice(0x5eed_beef);
    for _ in 0..100_000 {
        let mut parser = stream_core::sse::Parser::new(4_096, 65_536);
        let mut events = Vec::new();
        for _ in 0..dice.roll(6) {
            let piece: Vec<u8> = (0..dice.roll(40)).map(|_| ALPHABET[dice.roll(ALPHABET.len())]).collect();
            if parser.push(&piece, &mut events).is_err() {
                break;
            }
        }
    }
}

#[test]
fn any_text_is_tokenized_and_comes_back() {
    use stream_core::token::{Encoding, Tokenizer};
    let mut dice = Dice(0x5eed_f00d);
    let pieces = [
        "a",
        " ",
        "\n",
        "  ",
        "'s",
        "don't",
        "123",
        "é",
        "漢字",
        "🎈",
        "\u{200d}",
        "\t",
        "_",
        "^^^^",
        "Hello",
        "\r\n",
        "\u{301}",
        "<|endoftext|>",
    ];
    for round in 0..100_000_usize {
        let text: String = (0..dice.roll(24)).map(|_| pieces[dice.roll(pieces.len())]).collect();
        let tokenizer = Tokenizer::get(if round % 2 == 0 { Encoding::O200kBase } else { Encoding::Cl100kBase });
        let ids = tokenizer.encode(&text);
        assert_eq!(ids.len(), tokenizer.count(&text), "{text:?}");
        let bytes: Vec<u8> = ids.iter().flat_map(|id| tokenizer.token_bytes(*id).unwrap().to_vec()).collect();
        assert_eq!(bytes, text.as_bytes(), "{text:?}");
    }
}
