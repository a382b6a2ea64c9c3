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

/// Whether the arcs are a projective tree: one root, no cycle, no crossing.
fn check_tree(text: &str) -> Result<(), TestCaseError> {
    for sentence in English::new().sentences(text) {
        let tree = English::new().tree(&sentence);
        prop_assert_eq!(tree.len(), sentence.words.len());
        prop_assert_eq!(tree.iter().filter(|arc| arc.head.is_none()).count(), usize::from(!tree.is_empty()));
        for (at, arc) in tree.iter().enumerate() {
            let mut up = arc.head;
            let mut steps = 0;
            while let Some(head) = up {
                steps += 1;
                prop_assert!(head < tree.len() && steps <= tree.len(), "{text:?} has a cycle");
                up = tree[head].head;
            }
            let Some(head) = arc.head else { continue };
            let (low, high) = (at.min(head), at.max(head));
            let crosses = |other: &usize| tree[*other].head.is_none_or(|head| head < low || head > high);
            prop_assert!(!(low + 1..high).any(|other| crosses(&other)), "arcs cross in {text:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_has_projective_trees(text in any::<String>(), mixed in babble()) {
        check_tree(&text)?;
        check_tree(&mixed)?;
    }
}
