//! The seeds, and what is made of them by cutting and changing bytes, break no promise. Runs with a stable compiler.

use std::path::Path;

/// Changed inputs of each seed.
const CHANGES: usize = 300;

/// xorshift64*: small, seeded, the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides.max(1)
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.roll(bytes.len());
        match self.roll(5) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, self.roll(256) as u8),
            2 => bytes.extend_from_within(at..),
            3 if at < bytes.len() => bytes[at] = b"\"{}[],:0 \n\\"[self.roll(11)],
            _ if at < bytes.len() => bytes[at] = self.roll(256) as u8,
            _ => {}
        }
        bytes.truncate(1 << 14);
    }
}

fn check(target: fn(&[u8]), folders: &[&str]) {
    let mut dice = Dice(0x5eed);
    let mut seeds = 0;
    for folder in folders {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        for file in files {
            let seed = std::fs::read(&file).unwrap();
            target(&seed);
            seeds += 1;
            for _ in 0..CHANGES {
                let mut bytes = seed.clone();
                for _ in 0..=dice.roll(4) {
                    dice.change(&mut bytes);
                }
                target(&bytes);
            }
        }
    }
    assert!(seeds > 2, "there are no seeds");
}

#[test]
fn request_json() {
    check(fuzz::request_json, &["seeds/request_json", "../../crates/openai-types/examples"]);
}

#[test]
fn sse_in() {
    check(fuzz::sse_in, &["seeds/sse_in"]);
}

#[test]
fn tokenizer() {
    check(fuzz::tokenizer, &["seeds/tokenizer"]);
}

#[test]
fn schema() {
    check(fuzz::schema, &["seeds/schema"]);
}
