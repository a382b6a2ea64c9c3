//! How long reading takes: texts from standard input, each ending with a zero byte, are read a few times over.
//! `cargo run --release -p english-core --example speed < texts`, with the number of rounds as argument.

use std::io::Read;
use std::time::Instant;

use engine_api::{Ask, Reader};
use english_core::English;

fn main() -> std::io::Result<()> {
    let english = English::new();
    let rounds: u32 = std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(5);
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let asks: Vec<Ask> = input.split('\0').filter(|text| !text.trim().is_empty()).map(Ask::of).collect();
    let mut best = f64::INFINITY;
    let (mut sentences, mut words, mut read) = (0usize, 0usize, 0usize);
    for _ in 0..rounds {
        let start = Instant::now();
        (sentences, words, read) = (0, 0, 0);
        for ask in &asks {
            for sentence in english.read(ask).turns.iter().flatten() {
                sentences += 1;
                words += sentence.words.len();
                read += usize::from(sentence.form.is_some() || sentence.query.is_some());
            }
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    let micros = best * 1e6;
    println!(
        "{} texts, {sentences} sentences ({read} with a form), {words} words: {:.1} us a text, {:.1} us a sentence, {:.2} us a word",
        asks.len(),
        micros / asks.len().max(1) as f64,
        micros / sentences.max(1) as f64,
        micros / words.max(1) as f64
    );
    Ok(())
}
