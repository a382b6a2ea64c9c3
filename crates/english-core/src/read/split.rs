//! Sentences and words with their byte spans. One pass over the text; marks, numbers, addresses and code stay whole.

use engine_api::Span;

use crate::lexicon;

/// What a token is, by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters, with inner apostrophes, hyphens and dots.
    Word,
    /// Digits with separators, a date or a time of day.
    Number,
    /// An address, a piece of code.
    Verbatim,
    /// One mark or sign.
    Mark,
}

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) span: Span,
    pub(crate) shape: Shape,
    /// How many line ends stand before it.
    pub(crate) breaks: u8,
}

/// The tokens of `text`, in order; together with the spaces between them they cover it.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5 + 2);
    let mut at = 0;
    let mut breaks = 0u8;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            breaks = breaks.saturating_add(u8::from(first == '\n'));
            at += first.len_utf8();
            continue;
        }
        let (shape, length) = token(&text[at..], first);
        let span = Span { start: at, end: at + length };
        push(&mut tokens, text, Token { span, shape, breaks });
        at += length;
        breaks = 0;
    }
    tokens
}

/// Shape and length of the token at the start of `rest`.
fn token(rest: &str, first: char) -> (Shape, usize) {
    if first == '`' {
        return (Shape::Verbatim, code(rest));
    }
    if let Some(length) = address(rest) {
        return (Shape::Verbatim, length);
    }
    if first.is_ascii_digit() {
        return (Shape::Number, number(rest.as_bytes()));
    }
    if first.is_alphanumeric() {
        return (Shape::Word, word(rest));
    }
    if rest.starts_with("'s") || rest.starts_with("’s") {
        return (Shape::Word, first.len_utf8() + 1);
    }
    (Shape::Mark, first.len_utf8())
}

/// Adds a token, taking a clitic off a word: `What's` to `What` and `'s`, `don't` to `do` and `n't`.
fn push(tokens: &mut Vec<Token>, text: &str, token: Token) {
    let written = token.span.of(text);
    let cut = if token.shape == Shape::Word { clitic(written) } else { None };
    match cut {
        Some(cut) => {
            let middle = token.span.start + cut;
            tokens.push(Token { span: Span { end: middle, ..token.span }, ..token });
            tokens.push(Token { span: Span { start: middle, ..token.span }, breaks: 0, ..token });
        }
        None => tokens.push(token),
    }
}

/// Where the clitic of `word` begins, if it has one.
fn clitic(word: &str) -> Option<usize> {
    // As they are typed in haste.
    const WITH_TWO: [&str; 25] = [
        "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent", "cant", "havent", "hasnt", "couldnt", "wouldnt",
        "shouldnt", "hadnt", "mustnt", "aint", "wont", "youre", "theyre", "youve", "theyve", "weve", "youll", "theyll",
        "itll",
    ];
    const WITH_ONE: [&str; 9] = ["whats", "wheres", "whos", "hows", "whens", "whys", "thats", "theres", "heres"];
    if WITH_TWO.iter().any(|known| word.eq_ignore_ascii_case(known)) {
        return Some(word.len() - 2);
    }
    if WITH_ONE.iter().any(|known| word.eq_ignore_ascii_case(known)) {
        return Some(word.len() - 1);
    }
    let mark = word.rfind(['\'', '’']).filter(|at| *at > 0)?;
    let tail = word[mark..].trim_start_matches(['\'', '’']);
    if tail.eq_ignore_ascii_case("t") && word[..mark].ends_with(['n', 'N']) {
        return (mark > 1).then(|| mark - 1);
    }
    ["s", "m", "re", "ve", "ll", "d"].iter().any(|known| tail.eq_ignore_ascii_case(known)).then_some(mark)
}

/// The length of code in backquotes: to the closing ones, or the backquotes alone.
fn code(rest: &str) -> usize {
    let fence = rest.len() - rest.trim_start_matches('`').len();
    // A longer run than three cannot open anything that ends soon; searching for it would cost too much.
    let body = &rest[fence..];
    if fence >= 3 {
        return body.find("```").map_or(fence, |end| fence + end + 3);
    }
    // Inline code ends in its line.
    let end = body.find(['`', '\n']).filter(|end| body[*end..].starts_with('`'));
    end.map_or(fence, |end| fence + end + 1)
}

/// The length of a web or mail address at the start of `rest`.
fn address(rest: &str) -> Option<usize> {
    let known = ["http://", "https://", "www."].iter().any(|start| rest.starts_with(start));
    if !known {
        return None;
    }
    let whole = rest.split(char::is_whitespace).next().unwrap_or("");
    let trimmed = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '"', '\'', '>']);
    (!trimmed.is_empty()).then_some(trimmed.len())
}

/// The length of a number: digits, with separators between digits where they are one number, date or time.
fn number(bytes: &[u8]) -> usize {
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = digits(0);
    let mut grouped = false;
    loop {
        let next = digits((at + 1).min(bytes.len()));
        let joins = match bytes.get(at) {
            Some(b'.') | Some(b':') => next > 0,
            Some(b',') => next == 3 && (at <= 3 || grouped),
            Some(b'-') => is_iso_date(bytes, at, next),
            _ => false,
        };
        if !joins {
            break;
        }
        grouped |= bytes.get(at) == Some(&b',');
        at += 1 + next;
    }
    let time = at == 10 && bytes[4] == b'-' && bytes[at..].starts_with(b"T") && digits(at + 1) == 2;
    if time {
        at += 1 + bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b':').count();
    }
    at + ordinal(&bytes[at..])
}

/// Whether the hyphen at `at` belongs to a date: `2026-11-22`.
fn is_iso_date(bytes: &[u8], at: usize, next: usize) -> bool {
    let year_first = at == 4 && next == 2 && bytes.get(7) == Some(&b'-');
    let month_second = at == 7 && next == 2 && bytes.get(4) == Some(&b'-');
    year_first || month_second
}

/// The length of an ordinal's ending: `st`, `nd`, `rd`, `th`.
fn ordinal(rest: &[u8]) -> usize {
    let ending = matches!(rest.get(..2), Some(b"st" | b"nd" | b"rd" | b"th"));
    let ends = !rest.get(2).is_some_and(u8::is_ascii_alphanumeric);
    if ending && ends { 2 } else { 0 }
}

/// The length of a word: letters and digits, and between them hyphens, apostrophes, dots and the marks of mail
/// addresses.
fn word(rest: &str) -> usize {
    let mut end = 0;
    let mut joiner = None;
    for (at, letter) in rest.char_indices() {
        if letter.is_alphanumeric() || letter == '_' || is_combining(letter) {
            end = at + letter.len_utf8();
            joiner = None;
        } else if joiner.is_none() && matches!(letter, '\'' | '’' | '-' | '.' | '@') && at > 0 {
            joiner = Some(letter);
        } else {
            break;
        }
    }
    let written = &rest[..end];
    // "end.Next" is two words, "U.S", "e.g" and "ada@example.org" are one.
    match written.find('.') {
        Some(dot) if !written.contains('@') && !is_dotted_abbreviation(written) => dot,
        _ => end,
    }
}

fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{200d}')
}

/// Whether single letters alternate with dots.
fn is_dotted_abbreviation(word: &str) -> bool {
    word.split('.').all(|part| part.chars().count() == 1)
}

/// The ranges of tokens that are sentences.
pub(crate) fn sentences(text: &str, tokens: &[Token]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let named = single_letters(text, tokens);
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        if at > start && begins_line(text, tokens, at) {
            found.push(start..at);
            start = at;
        }
        if ends_sentence(text, tokens, at, named) || ends_heading(text, &tokens[start..], at - start) {
            let mut end = at + 1;
            while end < tokens.len()
                && tokens[end].span.start == tokens[end - 1].span.end
                && is_closing(tokens[end].span.of(text))
            {
                end += 1;
            }
            found.push(start..end);
            start = end;
            at = end;
        } else {
            at += 1;
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

/// Whether a new line that begins at token `at` also begins a sentence: after an empty line, at a list mark, or
/// at a capital where the line before is not simply wrapped.
fn begins_line(text: &str, tokens: &[Token], at: usize) -> bool {
    match tokens[at].breaks {
        0 => false,
        1 => {
            let written = tokens[at].span.of(text);
            let lower = written.chars().next().is_some_and(char::is_lowercase);
            let before = tokens[at - 1].span.of(text);
            !(lower || before == ",")
        }
        _ => true,
    }
}

/// Whether the mark at `at` ends a sentence.
fn ends_sentence(text: &str, tokens: &[Token], at: usize, named: u32) -> bool {
    let next = tokens.get(at + 1);
    match tokens[at].span.of(text) {
        "?" | "!" | "…" => !next.is_some_and(|next| next.breaks == 0 && continues_after_mark(next.span.of(text))),
        "." => {
            let Some(next) = next else { return true };
            let touches = next.span.start == tokens[at].span.end;
            let glued = touches && !is_closing(next.span.of(text)) && next.shape != Shape::Word;
            !glued && !after_abbreviation(text, tokens, at, named)
        }
        ":" => next.is_some_and(|next| next.span.start > tokens[at].span.end && opens_question(next.span.of(text))),
        _ => false,
    }
}

/// Heads of lines that announce what follows and say nothing themselves, lower case.
pub(crate) const HEADINGS: &[&str] = &[
    "answer choices",
    "article",
    "assertion",
    "background",
    "choices",
    "claim",
    "clues",
    "conclusion",
    "constraints",
    "context",
    "data",
    "document",
    "fact",
    "facts",
    "hypothesis",
    "information",
    "input",
    "instructions",
    "knowledge",
    "note",
    "options",
    "paragraph",
    "passage",
    "possible answers",
    "premise",
    "premises",
    "problem",
    "proposition",
    "puzzle",
    "q",
    "query",
    "question",
    "rules",
    "scenario",
    "sentence",
    "statement",
    "statements",
    "story",
    "table",
    "task",
    "text",
    "review",
    "given",
    "known",
    "situation",
    "setting",
    "description",
    "theory",
    "rule",
    "thesis",
    "assumptions",
    "observations",
    "evidence",
    "log",
    "notes",
    "the facts",
    "the rules",
    "the story",
    "the question",
    "my question",
    "here are the facts",
    "to judge",
    "candidate",
    "inference",
];

/// Whether the colon at `at` ends a heading that the sentence consists of so far: "Premise:".
fn ends_heading(text: &str, tokens: &[Token], at: usize) -> bool {
    if at == 0 || at > 4 || tokens[at].span.of(text) != ":" || tokens[at - 1].span.end != tokens[at].span.start {
        return false;
    }
    let head = text.get(tokens[0].span.start..tokens[at - 1].span.end).unwrap_or("").to_lowercase();
    HEADINGS.contains(&head.trim_start_matches(['*', '#', '-', ' ']))
}

/// The capital letters that stand alone as names ("K is left of J"), as bits: a full stop after one of them ends
/// its sentence.
fn single_letters(text: &str, tokens: &[Token]) -> u32 {
    let alone = tokens.windows(2).filter(|pair| !matches!(pair[1].span.of(text), "." | ")" | ":"));
    alone.map(|pair| letter_bit(pair[0].span.of(text))).fold(0, |bits, bit| bits | bit)
}

/// The bit of a word that is one capital letter other than the pronoun and the article.
fn letter_bit(word: &str) -> u32 {
    match word.as_bytes() {
        [letter] if letter.is_ascii_uppercase() && !matches!(letter, b'I' | b'A') => 1 << (letter - b'A'),
        _ => 0,
    }
}

/// Whether a word after a colon begins a question, which is then a sentence of its own: "In one word: who ate it?".
fn opens_question(word: &str) -> bool {
    const OPENERS: [&str; 23] = [
        "what", "who", "whom", "whose", "where", "when", "why", "which", "how", "is", "are", "was", "were", "do",
        "does", "did", "can", "could", "will", "would", "should", "has", "have",
    ];
    OPENERS.iter().any(|opener| word.eq_ignore_ascii_case(opener))
}

/// Whether what follows "?" or "!" shows that the sentence goes on: another mark, or the rest of a calculation
/// after a factorial.
fn continues_after_mark(next: &str) -> bool {
    matches!(next, "?" | "!" | "=" | "+" | "-" | "*" | "/" | "^" | "×" | "÷" | "%" | "," | ";")
}

/// Whether the full stop at `at` belongs to the word before it.
fn after_abbreviation(text: &str, tokens: &[Token], at: usize, named: u32) -> bool {
    let Some(before) = at.checked_sub(1).map(|index| tokens[index]) else { return false };
    if before.shape != Shape::Word || before.span.end != tokens[at].span.start {
        return false;
    }
    let word = before.span.of(text);
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() && word != "I";
    let follows = tokens.get(at + 1).map_or("", |next| next.span.of(text));
    let sentence_follows = follows.chars().next().is_some_and(char::is_uppercase);
    // "W is below H. A is above H. How is A …?": another letter that is no initial, or a question, begins a sentence.
    let after = tokens.get(at + 2).map_or("", |next| next.span.of(text));
    let letter_follows = follows.len() == 1 && sentence_follows && !matches!(after, "." | "");
    let begins = letter_follows || sentence_follows && opens_question(follows);
    // "the U.S. He": a dotted abbreviation may end a sentence too, and a capital then says that it does.
    (initial && !begins && at > 1 && letter_bit(word) & named == 0 && named.count_ones() < 2)
        || (word.contains('.') && !sentence_follows)
        || (lexicon::is_abbreviation(&word.to_lowercase()) && !(word == "etc" && sentence_follows))
}

fn is_closing(mark: &str) -> bool {
    matches!(mark, "\"" | "'" | "”" | "’" | ")" | "]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let tokens = tokens(text);
        let found: Vec<&str> = sentences(text, &tokens)
            .into_iter()
            .map(|range| &text[tokens[range.start].span.start..tokens[range.end - 1].span.end])
            .collect();
        assert_eq!(found, expected);
    }

    fn check_words(text: &str, expected: &str) {
        let found: Vec<&str> = tokens(text).iter().map(|token| token.span.of(text)).collect();
        assert_eq!(found.join("|"), expected);
    }

    #[test]
    fn sentences_end_at_marks_but_not_at_abbreviations() {
        check("Dr. Lee paid 3.50. He left!", &["Dr. Lee paid 3.50.", "He left!"]);
        check("What?! \"No.\" Go.", &["What?!", "\"No.\"", "Go."]);
        check("We met J. Smith, e.g. at noon. Ok", &["We met J. Smith, e.g. at noon.", "Ok"]);
        check("What is 5! / 3!? Tell me", &["What is 5! / 3!?", "Tell me"]);
        check("Answer in JSON: what is 2 + 2?", &["Answer in JSON:", "what is 2 + 2?"]);
        check("The time: 12:30, the place: Rome", &["The time: 12:30, the place: Rome"]);
        check("W is by H. A is near H. How is A?", &["W is by H.", "A is near H.", "How is A?"]);
        check("K is left of J. J is above M. M is", &["K is left of J.", "J is above M.", "M is"]);
        check("Premise: Ann left. Question: who left?", &["Premise:", "Ann left.", "Question:", "who left?"]);
        check("See https://a.b/c?d=e. Then stop", &["See https://a.b/c?d=e.", "Then stop"]);
    }

    #[test]
    fn lines_end_sentences_unless_they_are_wrapped() {
        check("I live in\nparis now", &["I live in\nparis now"]);
        check("Shopping\n\n- milk\n- eggs", &["Shopping", "- milk", "- eggs"]);
    }

    #[test]
    fn words_numbers_and_marks() {
        check_words("I don't know what's up.", "I|do|n't|know|what|'s|up|.");
        check_words("1,000.50 + 3,4 = 2026-11-22 at 15:30", "1,000.50|+|3|,|4|=|2026-11-22|at|15:30");
        check_words("well-known U.S. ada@example.org", "well-known|U.S|.|ada@example.org");
        check_words("2+2*(3-1)^2", "2|+|2|*|(|3|-|1|)|^|2");
        check_words("run `a b` on the 3rd", "run|`a b`|on|the|3rd");
        check_words("5km", "5|km");
    }
}
