//! The statement that a prompt wants judged: "Statement: …", "Is the following true? …", "Is it true that …?",
//! "Does it follow that "…"?", "Decide whether …".

use engine_api::Span;

/// Heads after which the statement stands.
const HEADS: &[&str] = &[
    "statement",
    "conclusion",
    "hypothesis",
    "claim",
    "assertion",
    "proposition",
    "thesis",
    "inference",
    "to judge",
    "candidate",
    "sentence",
];

/// Words with which a sentence judges another one.
const JUDGING: &[&str] = &[
    "statement",
    "true",
    "false",
    "follow",
    "follows",
    "infer",
    "inferred",
    "conclude",
    "concluded",
    "conclusion",
    "claim",
    "entail",
    "entailed",
    "entails",
    "imply",
    "implies",
    "implied",
    "deduce",
    "deduced",
    "hypothesis",
    "assertion",
    "hold",
    "holds",
    "correct",
    "valid",
    "status",
    "judge",
    "verdict",
    "prove",
    "proven",
    "proved",
    "derive",
    "derived",
    "proposition",
    "case",
    "say",
    "certain",
    "whether",
    "verify",
    "evaluate",
    "classify",
    "label",
    "mean",
    "means",
    "supported",
    "support",
    "supports",
    "established",
    "consequence",
    "assess",
    "right",
    "decide",
    "determine",
    "check",
    "logically",
    "guaranteed",
    "sure",
    "confirm",
    "confirmed",
    "truth",
];

/// Verbs before a quoted text that is to be said, not judged.
const TELLING: &[&str] = &["reply", "answer", "respond", "write", "output", "return", "format", "example", "like"];

/// Words after which a judged clause stands without quotation marks.
const CLAUSE_OPENERS: &[&str] = &["that", "whether", "if"];

/// What may stand before such a word, so that it opens what is judged and not a clause of another kind.
const CLAUSE_VERBS: &[&str] = &[
    "true",
    "false",
    "unknown",
    "follow",
    "follows",
    "infer",
    "inferred",
    "conclude",
    "concluded",
    "entail",
    "entails",
    "imply",
    "implies",
    "deduce",
    "deduced",
    "case",
    "say",
    "prove",
    "proven",
    "derive",
    "derived",
    "mean",
    "means",
    "certain",
    "know",
    "tell",
    "me",
    "decide",
    "determine",
    "check",
    "verify",
    "judge",
    "see",
    "evaluate",
    "assess",
    "undetermined",
    "uncertain",
    "statement",
    "claim",
    "conclusion",
    "logically",
    "necessarily",
    "sure",
    "guaranteed",
    "correct",
    "established",
    "out",
    "confirm",
    "shown",
    "show",
    "clear",
    "right",
    "hold",
    "wrong",
    "fact",
    "correctly",
    "safely",
    "contradicted",
    "hypothesis",
    "assertion",
    "proposition",
    "incorrect",
    "implied",
    "guarantee",
];

/// Where the statement stands in `text` (the options cut off); `labelled` says that the prompt offers verdicts.
pub(crate) fn statement(text: &str, labelled: bool) -> Option<Span> {
    let found = headed(text).or_else(|| quoted(text)).or_else(|| embedded(text, labelled));
    let found = found.or_else(|| after_judging(text, labelled)).or_else(|| before_judging(text, labelled))?;
    trimmed(text, found)
}

/// Without white space and quotation marks around it; a clause must have two words.
fn trimmed(text: &str, span: Span) -> Option<Span> {
    let said = span.of(text);
    let outer =
        |letter: char| letter.is_whitespace() || matches!(letter, '"' | '“' | '”' | '«' | '»' | '*' | '>' | '`');
    let single = |said: &str| said.starts_with('\'') && said.trim_end_matches('.').ends_with('\'');
    let mut inner = said.trim_matches(outer);
    if single(inner) {
        inner = inner.trim_matches(['\'', ' ']);
    }
    let start = span.start + said.find(inner)?;
    inner = inner.trim_end_matches(['?', ':', ' ']);
    let words = inner.split_whitespace().count();
    (words >= 2).then_some(Span { start, end: start + inner.len() })
}

/// After the last "Statement:" up to the end of its line, or the next line where nothing follows on its own.
fn headed(text: &str) -> Option<Span> {
    let mut found = None;
    for (at, _) in text.match_indices(':') {
        let line = text[..at].rfind(['\n', '.', '?', '!']).map_or(0, |at| at + 1);
        let head = text[line..at].trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
        let known = HEADS.iter().any(|known| head == *known || ends_with_word(&head, known) && head.len() < 40);
        if known {
            found = Some(at + 1);
        }
    }
    let from = found?;
    let rest = &text[from..];
    let skipped = rest.len() - rest.trim_start().len();
    let start = from + skipped;
    let end = start + line_end(&text[start..]);
    Some(Span { start, end: cut_verdicts(text, start, end) })
}

fn ends_with_word(head: &str, word: &str) -> bool {
    head.strip_suffix(word).is_some_and(|rest| rest.ends_with(' '))
}

fn line_end(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

/// "… Bob is kind. True or false?": the statement ends where its sentence ends and a judging one begins.
fn cut_verdicts(text: &str, start: usize, end: usize) -> usize {
    let said = &text[start..end];
    let cut = said.match_indices(['.', '?', '!']).find(|(at, _)| {
        let tail = &said[at + 1..];
        tail.starts_with([' ', '"', '”']) && judges(tail)
    });
    cut.map_or(end, |(at, _)| start + at + 1)
}

/// The last quoted text whose surroundings judge it.
fn quoted(text: &str) -> Option<Span> {
    const MARKS: [(char, char); 4] = [('“', '”'), ('"', '"'), ('«', '»'), ('\'', '\'')];
    let found = MARKS.iter().filter_map(|(open, close)| {
        let end = closing(text, *close)?;
        let start = opening(&text[..end], *open)?;
        Some(Span { start: start + open.len_utf8(), end })
    });
    let last = found.max_by_key(|span| span.end)?;
    let inner = last.of(text);
    let before = text[..last.start].rfind('\n').map_or(0, |at| at + 1);
    let tail = text[last.end..].split('\n').next().unwrap_or("");
    let head = text[before..last.start].rsplit(['.', '?', '!']).next().unwrap_or("");
    // "Reply "…"" and one of many numbered statements are not judged.
    let rule = head.split_whitespace().any(|word| matches!(word.to_lowercase().as_str(), "if" | "then" | "whenever"));
    let told = rule || head.split_whitespace().any(|word| TELLING.contains(&word.to_lowercase().trim_matches(',')));
    let judged = !told && !head.contains(|letter: char| letter.is_ascii_digit()) && (judges(head) || judges(tail));
    (judged && inner.split_whitespace().count() >= 2 && !inner.contains('\n')).then_some(last)
}

/// The last closing mark; an apostrophe within a word is none.
fn closing(text: &str, mark: char) -> Option<usize> {
    let mut ends = text.match_indices(mark).filter(|(at, _)| {
        let next = text[at + mark.len_utf8()..].chars().next();
        mark != '\'' || (!next.is_some_and(char::is_alphanumeric) && !text[..*at].ends_with(char::is_whitespace))
    });
    ends.next_back().map(|(at, _)| at)
}

/// The last opening mark; one apostrophe opens only before a word.
fn opening(text: &str, mark: char) -> Option<usize> {
    let mut starts = text.match_indices(mark).filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        mark != '\'' || !before.is_some_and(char::is_alphanumeric)
    });
    starts.next_back().map(|(at, _)| at)
}

/// "Is it true that …?", "Decide whether …": the clause after the word that opens it, in the last sentence that has
/// one. Without labels only questions are taken so.
fn embedded(text: &str, labelled: bool) -> Option<Span> {
    let mut found = None;
    for sentence in pieces(text) {
        let said = sentence.of(text);
        let asks = said.ends_with('?');
        if !(asks || labelled) {
            continue;
        }
        if let Some(at) = opener(said) {
            let end = if asks { said.len() - 1 } else { said.len() };
            found = Some(Span { start: sentence.start + at, end: sentence.start + end });
        }
    }
    found
}

/// Where the clause begins that a judging verb opens.
fn opener(said: &str) -> Option<usize> {
    let mut before = String::new();
    let mut condition = None;
    let mut place = 0;
    for (count, word) in said.split(' ').enumerate() {
        let plain = word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
        let end = place + word.len();
        if matches!(plain.as_str(), "if" | "when" | "whenever") {
            condition = Some(count);
        }
        // "If you see that A, what can you conclude?": the verb belongs to the condition.
        let conditional = condition.is_some_and(|at| count <= at + 4);
        if CLAUSE_OPENERS.contains(&plain.as_str()) && CLAUSE_VERBS.contains(&before.as_str()) && !conditional {
            let rest = said.get(end..)?;
            // "… that the following statement is true" judges another sentence.
            return (!rest.trim().is_empty() && !rest.to_lowercase().contains("following") && !about_statements(rest))
                .then(|| end + rest.len() - rest.trim_start_matches([' ', ':', ',']).len());
        }
        // "If A, then we can conclude that B" is a rule.
        let rule =
            matches!(plain.as_str(), "if" | "when" | "whenever" | "because" | "order" | "from") && !said.ends_with('?');
        if count > 16 || rule || (count < 2 && is_general(&plain) && !said.ends_with('?')) {
            return None;
        }
        before = plain;
        place = end + 1;
    }
    None
}

/// Whether a word stands for no one in particular: "we can conclude that B" does not ask to judge B.
fn is_general(word: &str) -> bool {
    matches!(word, "you" | "we" | "one" | "then")
}

/// "… the statement is true", "… this holds".
fn about_statements(rest: &str) -> bool {
    let mut words = rest.split_whitespace().map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()));
    let first: Vec<String> = words.by_ref().take(3).map(str::to_lowercase).collect();
    let first: Vec<&str> = first.iter().map(String::as_str).collect();
    matches!(
        first.as_slice(),
        ["the" | "this" | "that", "statement" | "claim" | "conclusion" | "hypothesis" | "assertion" | "sentence", ..]
            | ["it" | "this", "is" | "holds" | "follows", ..]
    )
}

/// What follows a sentence that judges ("Is the following statement true or false? …", "True or false: …").
fn after_judging(text: &str, labelled: bool) -> Option<Span> {
    let all = pieces(text);
    let (at, judge) = all.iter().enumerate().rev().find(|(_, piece)| is_judge(piece.of(text), labelled))?;
    let next = all.get(at + 1)?;
    if is_judge(next.of(text), labelled) || only_tells(next.of(text)) || next.of(text).starts_with('(') {
        return None;
    }
    (judge.end <= next.start).then_some(Span { start: next.start, end: next.end })
}

/// "Bob is kind. True or false?": the sentence before the one that judges, where both end one paragraph.
fn before_judging(text: &str, labelled: bool) -> Option<Span> {
    let all = pieces(text);
    let at = all.iter().rposition(|piece| is_bare_judge(piece.of(text)) && labelled)?;
    let before = all.get(at.checked_sub(1)?)?;
    let question = before.of(text).ends_with('?') || only_tells(before.of(text));
    let paragraph = text[..before.start].trim_end_matches([' ', '-', '*', '>']).is_empty()
        || text[..before.start].trim_end_matches([' ', '-', '*', '>']).ends_with('\n');
    (!question && paragraph).then_some(*before)
}

/// Whether a piece judges another one rather than saying something itself.
fn is_judge(said: &str, labelled: bool) -> bool {
    let lower = said.to_lowercase();
    let points = ["following", "statement", "conclusion", "claim", "hypothesis", "assertion", "this sentence", "below"]
        .iter()
        .any(|word| lower.contains(word));
    let opens = ["that:", "whether:", "if:"].iter().any(|end| lower.ends_with(end));
    let numbered = lower.contains(|letter: char| letter.is_ascii_digit());
    // "Judge the following statement as true or false." is a command that names what comes.
    let announces = labelled && lower.ends_with('.') && (lower.contains("following") || lower.contains("below"));
    (judges(&lower) && (points || opens) && !numbered && (announces || lower.ends_with(['?', ':'])))
        || (labelled && is_bare_judge(said))
}

/// "True or false?", "Yes, no or unknown:", "True, false, or unknown —".
fn is_bare_judge(said: &str) -> bool {
    let lower = said.to_lowercase();
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let verdicts =
        ["true", "false", "unknown", "uncertain", "yes", "no", "valid", "invalid", "maybe", "right", "wrong"];
    let joins = ["or", "is", "it", "this", "that", "and", "either", "answer", "correct", "undetermined", "so", "would"];
    let count = words.iter().filter(|word| verdicts.contains(word)).count();
    count >= 1
        && words.len() <= 8
        && lower.ends_with(['?', ':'])
        && words.iter().all(|word| verdicts.contains(word) || joins.contains(word))
}

/// "Answer yes or no."
fn only_tells(said: &str) -> bool {
    let lower = said.trim_start_matches(['(', '[', '"']).to_lowercase();
    ["answer", "reply", "respond", "choose", "options", "pick", "select", "use ", "write", "give", "say ", "return"]
        .iter()
        .any(|verb| lower.starts_with(verb))
}

fn judges(words: &str) -> bool {
    let judging = |word: &str| JUDGING.iter().any(|known| known.eq_ignore_ascii_case(word));
    words.split(|letter: char| !letter.is_alphanumeric()).any(|word| word.len() > 2 && judging(word))
}

/// Sentences and lines of the text, a colon ending a piece too; cheap, and kept even where words are unknown.
fn pieces(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1);
        let blank = next.is_none_or(u8::is_ascii_whitespace) || matches!(next, Some(b'"' | b')'));
        let ends = match byte {
            b'\n' => true,
            b'.' | b'?' | b'!' | b':' => blank,
            _ => false,
        };
        if ends {
            push(&mut found, text, start, at + usize::from(*byte != b'\n'));
            start = at + 1;
        }
    }
    push(&mut found, text, start, text.len());
    found
}

fn push(found: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let said = text.get(start..end).unwrap_or("");
    let outer = [' ', '\n', '\r', '\t', '"', ')'];
    let tail = said.trim_start_matches(outer);
    let trimmed = tail.trim_end_matches(outer);
    if !trimmed.is_empty() {
        let start = start + said.len() - tail.len();
        found.push(Span { start, end: start + trimmed.len() });
    }
}
