//! Shows the logical forms of texts from standard input, one text a line:
//! `echo "Tom lives in Paris." | cargo run -p english-core --example forms`.

use std::io::BufRead;

use english_core::{English, render};

fn main() -> std::io::Result<()> {
    let english = English::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        for sentence in english.sentences(&line) {
            let form = sentence.form.as_ref().map(render::form);
            let query = sentence.query.as_ref().map(render::query);
            println!("{}\n    {}", sentence.span.of(&line), form.or(query).unwrap_or_else(|| "-".to_owned()));
        }
    }
    Ok(())
}
