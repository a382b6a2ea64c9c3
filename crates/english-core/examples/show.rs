//! Shows how a text is read: `cargo run -p english-core --example show -- "Tom lives in Paris."`.

use english_core::English;

fn main() {
    let text: String = std::env::args().skip(1).collect::<Vec<_>>().join(" ");
    for sentence in English::new().sentences(&text) {
        println!("{:?} {:?}", sentence.kind, sentence.span.of(&text));
        let words: Vec<String> =
            sentence.words.iter().map(|word| format!("{}/{}/{:?}", word.text, word.lemma, word.pos)).collect();
        println!("  words: {}", words.join(" "));
        for (word, arc) in sentence.words.iter().zip(English::new().tree(&sentence)) {
            let head = arc.head.and_then(|head| sentence.words.get(head)).map_or("-", |head| head.text.as_str());
            println!("  {:>14} {:<13} {head} ({:?} {})", word.text, arc.relation, arc.pos, arc.tag);
        }
        for clause in &sentence.clauses {
            println!("  clause: {clause:?}");
        }
        if let Some(question) = &sentence.question {
            println!("  question: {question:?}");
        }
        if let Some(form) = &sentence.form {
            println!("  form: {}", english_core::render::form(form));
        }
        if let Some(query) = &sentence.query {
            println!("  query: {}", english_core::render::query(query));
        }
        println!("  quantities: {:?}", sentence.quantities);
        println!("  times: {:?}", sentence.times);
        let texts =
            |spans: Vec<engine_api::Span>| spans.iter().map(|span| span.of(&text).to_owned()).collect::<Vec<_>>();
        println!("  names: {:?}", texts(sentence.names.iter().map(|name| name.span).collect()));
        println!("  unread: {:?}", texts(sentence.unread.clone()));
    }
}
