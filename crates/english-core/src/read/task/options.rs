//! The options of a multiple choice: lettered, numbered or bulleted lines, or letters in brackets within a line.

use engine_api::{Choice, Span};

/// The most options that are read.
const MOST: usize = 64;

/// A line and where it starts.
struct Line<'a> {
    start: usize,
    text: &'a str,
}

/// The options of `text` and the region that they cover.
pub(crate) fn options(text: &str) -> (Vec<Choice>, Option<Span>) {
    let lines = lines(text);
    let listed = |options: &Vec<Choice>| !counts_statements(text, options);
    let found = lettered(&lines).or_else(|| bulleted(&lines)).or_else(|| inline(text).filter(listed));
    let Some(mut options) = found.filter(|options| options.len() >= 2) else { return (Vec::new(), None) };
    options.truncate(MOST);
    let start = options.first().map_or(0, |first| text[..first.span.start].rfind(['\n', '(']).map_or(0, |at| at + 1));
    let end = options.last().map_or(0, |last| last.span.end);
    for option in &mut options {
        option.sentences = crate::read::sentences(&option.text);
    }
    (options, Some(Span { start: start.saturating_sub(1), end }))
}

/// Whether the words before what is marked say how many of it hold ("at least one of the following must be true"):
/// then it is one statement in parts, of which none is to be chosen.
fn counts_statements(text: &str, options: &[Choice]) -> bool {
    let Some(first) = options.first() else { return false };
    let words: Vec<String> = text[..first.span.start].split_whitespace().map(str::to_lowercase).collect();
    let near = words.get(words.len().saturating_sub(16)..).unwrap_or(&[]).join(" ");
    let counted =
        ["at least", "atleast", "at most", "exactly", "both of", "all of", "none of", "either of", "neither of"];
    let asks = ["which", "what", "choose", "pick", "select"];
    let has = |table: &[&str]| table.iter().any(|phrase| near.contains(phrase));
    has(&counted) && !has(&asks)
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let cut = |line: &'_ str, start: usize| start + line.len();
    text.split_inclusive('\n')
        .map(|line| {
            let here = start;
            start = cut(line, start);
            Line { start: here, text: line.trim_end() }
        })
        .collect()
}

/// The label and the offset of the text of a labelled line: `(A) x`, `A) x`, `A. x`, `a: x`, `1) x`.
fn label(line: &str) -> Option<(&str, usize)> {
    let open = line.len() - line.trim_start().len();
    let rest = &line[open..];
    let (bracket, rest) = rest.strip_prefix('(').map_or((0, rest), |rest| (1, rest));
    let length = rest.find(|letter: char| !letter.is_ascii_alphanumeric())?;
    let (label, tail) = rest.split_at(length);
    let fits = label.len() == 1 || (label.len() <= 2 && label.bytes().all(|byte| byte.is_ascii_digit()));
    let mark = tail.chars().next().filter(|mark| matches!(mark, ')' | '.' | ':'))?;
    if !fits || (bracket == 1 && mark != ')') {
        return None;
    }
    let body = &tail[1..];
    let space = body.len() - body.trim_start().len();
    (space > 0 && !body.trim().is_empty()).then_some((label, open + bracket + length + 1 + space))
}

fn choice(line: &Line<'_>, label: &str, at: usize) -> Choice {
    let text = line.text.get(at..).unwrap_or("").trim_end();
    let start = line.start + at;
    Choice {
        label: label.to_owned(),
        text: text.to_owned(),
        span: Span { start, end: start + text.len() },
        sentences: Vec::new(),
    }
}

/// The last run of lines labelled A, B, … (or a, b, …; numbers only under a heading that says "options").
fn lettered(lines: &[Line<'_>]) -> Option<Vec<Choice>> {
    let mut best: Option<Vec<Choice>> = None;
    let mut run: Vec<Choice> = Vec::new();
    let mut announced = false;
    for line in lines {
        let Some((label_here, at)) = label(line.text) else {
            if !line.text.trim().is_empty() {
                announced = announces(line.text);
                keep(&mut best, &mut run);
            }
            continue;
        };
        if !follows(run.last().map(|choice| choice.label.as_str()), label_here) {
            keep(&mut best, &mut run);
        }
        let first = run.is_empty() && !matches!(label_here, "A" | "a") && !(announced && label_here == "1");
        if !first {
            run.push(choice(line, label_here, at));
        }
    }
    keep(&mut best, &mut run);
    best
}

fn keep(best: &mut Option<Vec<Choice>>, run: &mut Vec<Choice>) {
    if run.len() >= 2 {
        *best = Some(std::mem::take(run));
    }
    run.clear();
}

fn follows(before: Option<&str>, label: &str) -> bool {
    let Some(before) = before else { return true };
    match (before.parse::<u32>(), label.parse::<u32>()) {
        (Ok(before), Ok(label)) => label == before + 1,
        _ => before.bytes().next().map(|byte| byte + 1) == label.bytes().next(),
    }
}

/// Whether a line says that options follow.
fn announces(line: &str) -> bool {
    let line = line.to_lowercase();
    let line = line.trim_end();
    (line.ends_with(':') || line.ends_with('?'))
        && ["option", "choice", "choose", "select", "pick", "one of", "answers"].iter().any(|word| line.contains(word))
}

/// Bulleted lines under a heading that announces options.
fn bulleted(lines: &[Line<'_>]) -> Option<Vec<Choice>> {
    let from = lines.iter().rposition(|line| announces(line.text))?;
    let mut found = Vec::new();
    for line in lines.iter().skip(from + 1) {
        let trimmed = line.text.trim_start();
        let Some(body) = trimmed.strip_prefix(['-', '*', '•']) else {
            if trimmed.is_empty() {
                continue;
            }
            break;
        };
        let at = line.text.len() - body.trim_start().len();
        found.push(choice(line, "", at));
    }
    Some(found)
}

/// `(A) x (B) y` within a line.
fn inline(text: &str) -> Option<Vec<Choice>> {
    let mut starts: Vec<(usize, char)> = Vec::new();
    for (at, _) in text.match_indices('(') {
        let mut rest = text[at + 1..].chars();
        let (Some(letter), Some(')')) = (rest.next(), rest.next()) else { continue };
        let wanted = starts.last().map_or('A', |(_, before)| ((*before as u8) + 1) as char);
        let here = letter.to_ascii_uppercase();
        if here == wanted && letter.is_ascii_alphabetic() {
            starts.push((at, here));
        } else if here == 'A' {
            starts = vec![(at, 'A')];
        }
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let cut = |((at, letter), end): (&(usize, char), usize)| {
        let body = text.get(at + 3..end).unwrap_or("");
        let line = body.lines().next().unwrap_or("");
        let start = at + 3 + (line.len() - line.trim_start().len());
        let said = line.trim().trim_end_matches([',', ';']);
        Choice {
            label: letter.to_string(),
            text: said.to_owned(),
            span: Span { start, end: start + said.len() },
            sentences: Vec::new(),
        }
    };
    let found: Vec<Choice> = starts.iter().zip(ends).map(cut).collect();
    found.iter().all(|choice| !choice.text.is_empty()).then_some(found)
}
