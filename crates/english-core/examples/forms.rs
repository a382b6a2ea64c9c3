//! Shows the logical forms of texts from standard input, one text a line:
//! `echo "Tom lives in Paris." | cargo run -p english-core --example forms`. With the argument `--texts`, texts end
//! with a zero byte, and the sentences are written between control characters for other programs; with `--unread`
//! too, only the sentences that tell or ask and have no form are written, a line each, and their share at the end.

use std::io::Read;

use engine_api::{Ask, Reader};
use english_core::{English, render};

fn main() -> std::io::Result<()> {
    let english = English::new();
    let texts = std::env::args().any(|argument| argument == "--texts");
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    if std::env::args().any(|argument| argument == "--unread") {
        unread(&english, &input);
        return Ok(());
    }
    for text in input.split(if texts { '\0' } else { '\n' }) {
        for sentence in english.sentences(text) {
            let form = sentence.form.as_ref().map(render::form);
            let query = sentence.query.as_ref().map(render::query);
            let said = form.or(query).unwrap_or_else(|| "-".to_owned());
            match texts {
                true => print!("{}\u{2}{said}\u{1}", sentence.span.of(text)),
                false => println!("{}\n    {said}", sentence.span.of(text)),
            }
        }
    }
    Ok(())
}

/// Lists what the grammar does not cover of texts that end with zero bytes.
fn unread(english: &English, input: &str) {
    let (mut unread, mut all) = (0, 0);
    for text in input.split('\0') {
        let reading = english.read(&Ask::of(text));
        let places = reading.task.context.iter().chain(&reading.task.questions);
        let told = places.filter_map(|place| reading.turns.get(place.turn)?.get(place.sentence));
        for sentence in told.chain(&reading.task.statement) {
            all += 1;
            if sentence.form.is_none() && sentence.query.is_none() {
                unread += 1;
                println!("{}", sentence.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "));
            }
        }
    }
    println!("{unread} of {all} sentences unread");
}
