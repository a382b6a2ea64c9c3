//! Words as the treebank writes them, which the learned tagger and parser know: compounds apart at their hyphens, a full
//! stop together with its abbreviation.

use std::borrow::Cow;

use engine_api::Word;

use crate::lexicon;

/// A piece of text that the model sees, and the word it is from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece<'a> {
    pub(super) word: usize,
    pub(super) text: Cow<'a, str>,
}

/// Parts before a hyphen that stay with what follows.
const PREFIXES: [&str; 16] = [
    "anti", "co", "counter", "e", "ex", "inter", "mid", "multi", "non", "post", "pre", "pro", "re", "semi", "sub", "un",
];

/// The pieces of these words. A word may have none: a full stop that belongs to the word before.
pub(super) fn pieces(words: &[Word]) -> Vec<Piece<'_>> {
    let mut found: Vec<Piece<'_>> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        if let Some(last) = found.last_mut().filter(|_| closes(words, at)) {
            last.text.to_mut().push('.');
        } else if word.text.eq_ignore_ascii_case("cannot") {
            let (can, not) = word.text.split_at(3);
            found.extend([can, not].map(|text| Piece { word: at, text: Cow::Borrowed(text) }));
        } else if is_compound(&word.text) {
            let texts = word.text.split_inclusive('-').flat_map(|part| match part.strip_suffix('-') {
                Some(part) => [part, "-"],
                None => [part, ""],
            });
            let some = texts.filter(|text| !text.is_empty());
            found.extend(some.map(|text| Piece { word: at, text: Cow::Borrowed(text) }));
        } else {
            found.push(Piece { word: at, text: Cow::Borrowed(&word.text) });
        }
    }
    found
}

/// Whether the word at `at` is the full stop of the abbreviation before it.
fn closes(words: &[Word], at: usize) -> bool {
    let Some([before, stop]) = at.checked_sub(1).and_then(|from| words.get(from..=at)) else { return false };
    let touches = stop.text == "." && before.span.end == stop.span.start;
    let dotted = before.text.contains('.') && before.text.starts_with(char::is_alphabetic);
    touches && (dotted || lexicon::is_abbreviation(&super::lower(&before.text)))
}

/// Whether a word is parted at its hyphens.
fn is_compound(word: &str) -> bool {
    let parts = || word.split('-');
    let first = parts().next().unwrap_or("");
    parts().count() > 1
        && parts().all(|part| part.len() > 1 && part.chars().all(char::is_alphabetic))
        && !PREFIXES.iter().any(|prefix| first.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let sentences = crate::read::sentences(text);
        let found: Vec<String> = pieces(&sentences[0].words).into_iter().map(|piece| piece.text.into_owned()).collect();
        assert_eq!(found.join("|"), expected, "{text}");
    }

    #[test]
    fn words_are_written_as_in_the_treebank() {
        check("A well-known pre-war car cannot fly.", "A|well|-|known|pre-war|car|can|not|fly|.");
        check("Dr. Lee left the U.S. in May.", "Dr.|Lee|left|the|U.S.|in|May|.");
        check("It can't be.", "It|ca|n't|be|.");
    }
}
