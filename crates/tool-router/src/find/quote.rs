//! Text in quotation marks.

use super::{Candidate, Setting, Shape};
use crate::text::Text;

/// Opening marks and what closes them.
const PAIRS: &[(char, char)] =
    &[('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’'), ('«', '»'), ('「', '」'), ('『', '』')];

/// The longest quotation, in tokens.
const LONGEST: usize = 120;

/// Finds quotations. A quotation of nearly the whole text is the way the request was pasted, not a value.
pub(crate) fn find(text: &Text, _: &Setting, found: &mut Vec<Candidate>) {
    let mut at = 0;
    while at < text.tokens.len() {
        let close = closing(text, at);
        match close {
            Some(close) if close - at > 1 && (close - at) * 10 < text.tokens.len() * 9 => {
                found.push(Candidate { from: at + 1, to: close, shape: Shape::Quoted });
                at = close + 1;
            }
            _ => at += 1,
        }
    }
}

/// Where the quotation that begins at `open` closes.
fn closing(text: &Text, open: usize) -> Option<usize> {
    let token = text.tokens.get(open)?;
    let (_, mark) = PAIRS.iter().find(|(mark, _)| token.is_mark(*mark))?;
    let before = text.source.get(..token.start)?.chars().next_back();
    let after = text.source.get(token.end..)?.chars().next()?;
    if after.is_whitespace() || before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let end = (open + LONGEST).min(text.tokens.len());
    (open + 1..end).find(|&i| {
        let token = text.tokens.get(i);
        let next = token.and_then(|token| text.source.get(token.end..)).and_then(|rest| rest.chars().next());
        token.is_some_and(|token| token.is_mark(*mark)) && !next.is_some_and(char::is_alphanumeric)
    })
}
