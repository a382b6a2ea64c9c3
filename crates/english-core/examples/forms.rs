//! Shows the logical forms of texts from standard input, one text a line:
//! `echo "Tom lives in Paris." | cargo run -p english-core --example forms`. With the argument `--texts`, texts end
//! with a zero byte, and the sentences are written between control characters for other programs.

use std::io::Read;

use english_core::{English, render};

fn main() -> std::io::Result<()> {
    let english = English::new();
    let texts = std::env::args().any(|argument| argument == "--texts");
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
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
