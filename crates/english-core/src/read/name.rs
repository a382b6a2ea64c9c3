//! Names (runs of capitalised words) and quoted texts.

use engine_api::{NamePhrase, Pos, Span};

use super::clause::Line;

/// The names and quoted texts of a sentence, in order of their start.
pub(crate) fn names(line: Line<'_>) -> Vec<NamePhrase> {
    let mut found = quotes(line);
    let quoted = found.clone();
    let inside = |span: Span| quoted.iter().any(|quote| quote.span.start <= span.start && span.end <= quote.span.end);
    let mut at = 0;
    while at < line.words.len() {
        if line.pos(at) != Pos::ProperNoun {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while continues(line, end) {
            end += 1;
        }
        if let Some(span) = line.span(at..end)
            && !inside(span)
        {
            found.push(NamePhrase { span, quoted: false });
        }
        at = end;
    }
    found.sort_by_key(|name| name.span.start);
    found
}

/// Whether the word at `at` continues a name: another name, or "of" and the like between two.
fn continues(line: Line<'_>, at: usize) -> bool {
    let link = matches!(line.lemma(at), "of" | "the" | "de" | "van" | "von");
    line.pos(at) == Pos::ProperNoun
        || (link && line.pos(at + 1) == Pos::ProperNoun && !matches!(line.pos(at + 2), Pos::Verb | Pos::Auxiliary))
        || (line.lemma(at) == "." && line.pos(at + 1) == Pos::ProperNoun && at + 1 < line.words.len())
}

/// The texts between quotation marks.
fn quotes(line: Line<'_>) -> Vec<NamePhrase> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    for word in line.words {
        let mark = word.text.as_str();
        match open {
            Some((start, closing)) if mark == closing => {
                if start < word.span.start {
                    found.push(NamePhrase { span: Span { start, end: word.span.start }, quoted: true });
                }
                open = None;
            }
            Some(_) => {}
            None => {
                let closing = match mark {
                    "\"" => "\"",
                    "“" => "”",
                    "«" => "»",
                    "'" => "'",
                    _ => continue,
                };
                open = Some((word.span.end, closing));
            }
        }
    }
    found
}
