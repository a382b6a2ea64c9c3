//! The cases of `cases/*.md`: sentences and their forms as [`english_core::render`] writes them.
//!
//! A case is a list item with the sentence, and the form indented beneath it in backquotes.

use english_core::{English, render};

/// The cases of a file: sentence and form.
fn cases(text: &str) -> Vec<(&str, &str)> {
    let mut lines = text.lines().peekable();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let Some(sentence) = line.strip_prefix("- ") else { continue };
        let form =
            lines.next().map(str::trim).and_then(|form| form.strip_prefix('`')).and_then(|form| form.strip_suffix('`'));
        assert!(form.is_some(), "no form beneath {sentence}");
        found.extend(form.map(|form| (sentence, form)));
    }
    found
}

fn read(sentence: &str) -> String {
    let sentences = English::new().sentences(sentence);
    let [one] = &sentences[..] else { return format!("{} sentences", sentences.len()) };
    match (&one.form, &one.query) {
        (Some(form), _) => render::form(form),
        (None, Some(query)) => render::query(query),
        (None, None) => "none".to_owned(),
    }
}

#[test]
fn sentences_have_their_forms() {
    let cases = cases(include_str!("../cases/forms.md"));
    assert!(cases.len() > 150, "{} cases", cases.len());
    let wrong: Vec<String> = cases
        .into_iter()
        .map(|(sentence, form)| (sentence, form, read(sentence)))
        .filter(|(_, form, found)| form != found)
        .map(|(sentence, form, found)| format!("{sentence}\n  expected {form}\n  found    {found}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
