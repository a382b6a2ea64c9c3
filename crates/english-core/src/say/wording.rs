//! The places where another wording would do, with their weights.

use std::sync::LazyLock;

use engine_api::{Verbosity, Wordings, WordingsBuilder};

use super::sentence;

/// One line of the table of wordings.
struct Line {
    key: &'static str,
    weight: f64,
    text: &'static str,
}

static TABLE: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let text = include_str!("../../data/wordings.txt");
    text.lines().filter_map(line).collect()
});

fn line(line: &'static str) -> Option<Line> {
    let mut fields = line.splitn(3, " | ");
    let (key, weight, text) = (fields.next()?, fields.next()?, fields.next()?);
    Some(Line { key, weight: weight.parse().ok()?, text })
}

/// Whether the table has wordings for `key`.
pub(crate) fn exists(key: &str) -> bool {
    TABLE.iter().any(|line| line.key == key)
}

/// The wordings of `key`; the key's own words where the table has none.
pub(crate) fn by_key(key: &str) -> Wordings {
    let texts: Vec<(f64, &str)> =
        TABLE.iter().filter(|line| line.key == key).map(|line| (line.weight, line.text)).collect();
    if texts.is_empty() {
        return Wordings::fixed(sentence::finished(key, '.'));
    }
    let mut said = WordingsBuilder::new();
    said.one_of(&texts);
    said.build()
}

/// "Yes" or "No" with the statement that makes it so.
pub(crate) fn truth(said: &mut WordingsBuilder, value: &str, statement: &str) {
    let inner = sentence::inner(statement);
    said.say(value);
    said.choose(vec![
        (5.0, Wordings::fixed(format!(", {inner}."))),
        (2.0, Wordings::fixed(format!(". {}", sentence::finished(statement, '.')))),
        (1.0, Wordings::fixed(".")),
    ]);
}

/// The result of a calculation.
pub(crate) fn result(said: &mut WordingsBuilder, value: &str, statement: &str) {
    said.choose(vec![
        (5.0, Wordings::fixed(value)),
        (3.0, Wordings::fixed(statement)),
        (1.0, Wordings::fixed(format!("The answer is {value}."))),
        (1.0, Wordings::fixed(format!("It is {value}."))),
    ]);
}

/// A value in its statement.
pub(crate) fn fact(said: &mut WordingsBuilder, value: &str, statement: &str, verbosity: Verbosity) {
    let mut alternatives = vec![(6.0, Wordings::fixed(sentence::finished(statement, '.')))];
    if verbosity < Verbosity::High {
        alternatives.push((2.0, Wordings::fixed(sentence::finished(value, '.'))));
        alternatives.push((
            1.0,
            Wordings::fixed(format!("{}: {}", sentence::capitalised(value), sentence::inner_sentence(statement))),
        ));
    }
    said.choose(alternatives);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        let lines = include_str!("../../data/wordings.txt").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(TABLE.len(), lines);
        assert!(TABLE.iter().all(|line| line.weight > 0.0 && !line.text.is_empty()));
    }
}
