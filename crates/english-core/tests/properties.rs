//! Properties of reading on any text: no panics, spans at character boundaries and in order.

use engine_api::{Ask, Reader, Sentence, Span};
use english_core::English;
use proptest::prelude::*;

/// Every span of a sentence.
fn spans(sentence: &Sentence) -> Vec<Span> {
    let mut spans = vec![sentence.span];
    spans.extend(sentence.words.iter().map(|word| word.span));
    spans.extend(sentence.clauses.iter().map(|clause| clause.span));
    spans.extend(sentence.question.iter().map(|question| question.span));
    spans.extend(sentence.quantities.iter().map(|quantity| quantity.span));
    spans.extend(sentence.times.iter().map(|time| time.span));
    spans.extend(sentence.names.iter().map(|name| name.span));
    spans.extend(&sentence.unread);
    spans
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let sentences = English::new().sentences(text);
    let mut last = 0;
    for sentence in &sentences {
        for span in spans(sentence) {
            prop_assert!(text.get(span.start..span.end).is_some_and(|text| !text.is_empty()), "{span:?} in {text:?}");
        }
        for word in &sentence.words {
            prop_assert!(word.span.start >= last, "words follow one another in {text:?}");
            prop_assert_eq!(word.span.of(text), &word.text);
            prop_assert!(text[last..word.span.start].chars().all(char::is_whitespace), "nothing is lost of {text:?}");
            last = word.span.end;
        }
    }
    prop_assert!(text[last..].chars().all(char::is_whitespace));
    Ok(())
}

/// Words and marks that the reader treats in some special way, in any order.
fn babble() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "what",
        "is",
        "'s",
        "my",
        "name",
        "Ada",
        "if",
        "then",
        "n't",
        "don't",
        "'",
        "’s",
        "\"",
        "“",
        "”",
        "two",
        "thirds",
        "and",
        "a",
        "half",
        "million",
        "1,000.5",
        "3rd",
        "2026-11-22T10:00",
        "10:30",
        "pm",
        "22",
        "November",
        "$",
        "%",
        "°",
        "`",
        "```",
        "https://",
        "www.",
        "a.b",
        "U.S.",
        "Dr.",
        ".",
        "?",
        "!",
        ",",
        "\n",
        "\n\n",
        "-",
        "ada@b.c",
        "there",
        "to",
        "of",
        "that",
        "who",
        "not",
        "lives",
        "can",
        "tell",
        "me",
        "é",
        "\u{301}",
        "日本",
        "🦀",
        "İ",
        "ß",
    ]);
    prop::collection::vec((word, prop::sample::select(vec!["", " "])), 0..30)
        .prop_map(|words| words.into_iter().map(|(word, space)| format!("{word}{space}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn any_mixture_of_special_words_is_read(text in babble()) {
        check(&text)?;
    }

    #[test]
    fn reading_is_a_function(text in babble()) {
        let ask = Ask::of(&text);
        prop_assert_eq!(English::new().read(&ask), English::new().read(&ask));
    }
}

#[test]
fn long_texts_are_read() {
    for piece in
        ["a ", "a", "`", "'", "(", "1,", "two and ", "if ", "of ", "Tom's ", ". ", "\"", "1.", "that ", "and the "]
    {
        let text = piece.repeat(20_000 / piece.len());
        English::new().sentences(&text);
    }
}
