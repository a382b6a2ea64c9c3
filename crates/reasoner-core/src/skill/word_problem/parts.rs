//! Parts of things that everybody knows: how many legs twelve spiders and a dog have.

use engine_api::{Pos, Senses, Value};

use super::super::Found;
use super::super::prompt::{self, Line, computed, step};
use crate::scene::Scene;

/// The most things of a list.
const LONGEST: usize = 200;

/// Answers "how many legs do … have in total?".
pub(super) fn parts(scene: &Scene<'_>) -> Option<Found> {
    prompt::only(scene, |line| total(scene, line))
}

fn total(scene: &Scene<'_>, line: &Line<'_>) -> Option<Found> {
    if !line.says("how many") {
        return None;
    }
    let at = line.words.iter().position(|word| word == "many")?;
    let part = line.lemmas.iter().skip(at + 1).take(3).find(|lemma| known(lemma))?;
    let counted = counted(line, at);
    if counted.is_empty() || counted.len() > LONGEST {
        return None;
    }
    let mut sum = 0i64;
    let mut steps = Vec::new();
    for (count, name) in &counted {
        let each = of(scene, part, name)?;
        let product = count.checked_mul(each)?;
        sum = sum.checked_add(product)?;
        steps.push(step(format!("{name}: {count} × {each} = {product}")));
    }
    let statement = format!("{sum} {part}s in total");
    Some(computed(Value::Number { digits: sum.to_string(), unit: None }, statement, steps))
}

/// The things counted after the question word: numbers and the words up to the next mark.
fn counted(line: &Line<'_>, from: usize) -> Vec<(i64, String)> {
    let words = &line.sentence.words;
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate().skip(from + 1) {
        let quantity = line.sentence.quantities.iter().find(|quantity| quantity.span.start == word.span.start);
        let article = matches!(word.lemma.as_str(), "a" | "an").then_some(1);
        let Some(count) = quantity.and_then(|quantity| quantity.amount.parse().ok()).or(article) else { continue };
        let end = quantity.map_or(word.span.end, |quantity| quantity.span.end);
        let name: Vec<&str> = words
            .iter()
            .skip(at + 1)
            .skip_while(|word| word.span.end <= end)
            .take_while(|word| {
                word.pos != Pos::Punctuation
                    && !matches!(
                        word.lemma.as_str(),
                        "and" | "," | "have" | "?" | "do" | "in" | "there" | "are" | "all" | "altogether" | "together"
                    )
            })
            .map(|word| word.text.as_str())
            .collect();
        if !name.is_empty() && name.len() <= 3 {
            found.push((count, name.join(" ").to_lowercase()));
        }
    }
    found
}

/// The rows of the table.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, i64)> {
    include_str!("../../../data/parts.txt").lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('|').map(str::trim);
        Some((fields.next()?, fields.next()?, fields.next()?.parse().ok()?))
    })
}

fn known(part: &str) -> bool {
    rows().any(|(known, ..)| known == part)
}

/// How many of the part one of the things has: by its own name, else by its nearest kind.
fn of(scene: &Scene<'_>, part: &str, name: &str) -> Option<i64> {
    let row = |name: &str| {
        rows()
            .find(|(known, things, _)| *known == part && things.split(", ").any(|thing| thing == name))
            .map(|row| row.2)
    };
    let forms = singulars(name);
    forms.iter().find_map(|form| row(form)).or_else(|| {
        let kinds = |form: &String| scene.lexicon.hypernyms(form, Pos::Noun, Senses::First);
        forms.iter().find_map(|form| kinds(form).iter().find_map(|kind| row(kind)))
    })
}

/// What the singular of a plural may be, however it was formed.
fn singulars(name: &str) -> Vec<String> {
    let mut forms = vec![name.to_owned()];
    for (ending, singular) in [
        ("ies", "y"),
        ("ves", "f"),
        ("es", ""),
        ("ys", "y"),
        ("s", ""),
        ("mice", "mouse"),
        ("geese", "goose"),
        ("children", "child"),
        ("men", "man"),
        ("people", "person"),
    ] {
        if let Some(stem) = name.strip_suffix(ending) {
            forms.push(format!("{stem}{singular}"));
        }
    }
    forms
}
