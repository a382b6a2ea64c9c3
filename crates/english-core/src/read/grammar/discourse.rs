//! Turns of phrase around a rule that say only that it is one: "if you see that A, you can conclude that B", "be
//! careful when A, because in this case B", "in order to conclude that B, two things are required: A and B". They are
//! put plainly as "if A, then B" before the sentence is parsed.

use engine_api::{Pos, Word};

/// A turn of phrase and what stands for it. A pattern is a row of words; `a|b` is either, `?a` may be missing.
struct Turn(&'static str, &'static [&'static str]);

/// At the beginning of a sentence.
const OPENING: &[Turn] = &[
    Turn("be|take ?very careful|cautious|care|attention when|whenever|if", &["if"]),
    Turn("beware|watch ?out when|whenever|if", &["if"]),
    Turn("this|here|it is|'s ?also a|one|another|the ?basic|simple|general|further ?game rule|principle|policy :", &[]),
    Turn("one|another|some of the|our ?basic rules|principles|policies ?of ?the ?game is|says|states that", &[]),
    Turn("the|a|our ?first|second|next|basic|last rule|policy is|says|states that", &[]),
    Turn("from ?the observing|seeing|knowing|noticing|learning|fact ?the ?fact that", &["if"]),
];

/// Where a condition is named.
const CONDITION: &[Turn] = &[
    Turn(
        "if|when|whenever|once you|we|one are|is|feel ?very|quite ?absolutely positive|sure|certain|confident|convinced that you|we|one saw|see|know|observed ?that",
        &["if"],
    ),
    Turn(
        "if|when|whenever|once you|we|one are|is|feel ?absolutely positive|sure|certain|confident|convinced|aware that",
        &["if"],
    ),
    Turn("if|when|whenever|once you|we|one see|saw|know|notice|observe|find|learn|discover ?out that", &["if"]),
    Turn("if|when the belief|assumption|evidence|fact is|holds that", &["if"]),
    Turn("if|when|whenever it is|'s ?well ?already known|established|given|true|observed|certain|clear that", &["if"]),
    Turn("if one|some of the animals|players|creatures|people|persons|characters|things", &["if", "something"]),
];

/// Where a result is named.
const RESULT: &[Turn] = &[
    Turn(
        ", ?then what can|do|may|could you|we|one ?certainly|safely|surely|then|definitely conclude|infer|deduce|say|derive ? you|we|one can|may|could ?certainly|safely|definitely|also conclude|infer|deduce|say|derive that",
        &[",", "then"],
    ),
    Turn(
        ", ?then you|we|one can|may|could ?certainly|safely|definitely|surely|also ?be ?fairly ?absolutely conclude|infer|deduce|derive|certain|sure|confident|positive that",
        &[",", "then"],
    ),
    Turn(", ?then it|this follows|means|implies ?therefore that", &[",", "then"]),
    Turn("?, because|since|as in this|that|such ?a case", &[",", "then"]),
    Turn("then ?, definitely|undoubtedly|certainly|surely|unquestionably ?,", &["then"]),
    Turn("then you|we|one can|may|could add|put ?that", &["then"]),
    Turn("to your|our|the|one's conclusions|beliefs", &[]),
    Turn(", surely|certainly|definitely|undoubtedly|unquestionably ,", &[]),
    Turn("$ $ ?$", &["money"]),
    Turn("?, without|beyond ?a|any doubt|question", &[]),
    Turn(", undoubtedly|certainly|definitely|unquestionably|guaranteed", &[]),
];

/// The sentence without such turns of phrase; none where it has none.
pub(super) fn plain(words: &[Word]) -> Option<Vec<Word>> {
    let mut all = words.to_vec();
    let mut moved = remark(&mut all) | letter(&mut all);
    moved |= OPENING.iter().any(|turn| replace(&mut all, 0, turn));
    moved |= required(&mut all);
    for turn in CONDITION.iter().chain(RESULT) {
        let mut at = 0;
        while at < all.len() {
            moved |= replace(&mut all, at, turn);
            at += 1;
        }
    }
    moved |= existing(&mut all);
    moved |= generic(&mut all);
    if moved && all.iter().any(|word| low(word) == "then") {
        all.retain(|word| !matches!(word.text.as_str(), "\"" | "“" | "”"));
    }
    while moved && all.last().is_some_and(|word| matches!(word.text.as_str(), "." | ",")) {
        all.pop();
    }
    moved.then_some(all)
}

fn low(word: &Word) -> String {
    word.text.to_lowercase()
}

/// A word that was not written, where another stands.
fn made(text: &str, place: &Word) -> Word {
    let pos = if text == "," { Pos::Punctuation } else { Pos::Subordinator };
    let mut span = place.span;
    span.end = span.start;
    Word { span, text: text.to_owned(), lemma: text.to_owned(), pos }
}

/// How many words from `at` on a pattern covers.
fn covers(words: &[Word], at: usize, pattern: &str) -> Option<usize> {
    let mut end = at;
    for part in pattern.split(' ') {
        let (optional, part) = match part.strip_prefix('?') {
            Some(rest) if !rest.is_empty() => (true, rest),
            _ => (false, part),
        };
        let written = words.get(end).map(low).unwrap_or_default();
        if part.split('|').any(|one| one == written) {
            end += 1;
        } else if !optional {
            return None;
        }
    }
    (end > at).then_some(end)
}

fn replace(words: &mut Vec<Word>, at: usize, turn: &Turn) -> bool {
    let Some(end) = covers(words, at, turn.0) else { return false };
    let Some(place) = words.get(at).cloned() else { return false };
    words.splice(at..end, turn.1.iter().map(|text| made(text, &place)));
    true
}

/// Leaves out remarks in brackets: "(this may be a problem)", "(all of them)".
fn remark(words: &mut Vec<Word>) -> bool {
    let opens = |pair: &[Word]| {
        let (mark, first) = (pair.first().map(low).unwrap_or_default(), pair.get(1).map(low).unwrap_or_default());
        mark == "(" && matches!(first.as_str(), "this" | "which" | "all" | "that" | "each" | "every" | "it")
    };
    let Some(at) = words.windows(2).position(opens) else { return false };
    let Some(close) = words.iter().skip(at).position(|word| word.text == ")") else { return false };
    words.drain(at..=at + close);
    true
}

/// Leaves out quotation marks around a letter or word that is spoken of: "the letter "w"".
fn letter(words: &mut Vec<Word>) -> bool {
    let quote = |word: Option<&Word>| word.is_some_and(|word| matches!(word.text.as_str(), "\"" | "“" | "”" | "'"));
    let Some(at) = (1..words.len()).find(|at| {
        let before = words.get(at - 1).map(low).unwrap_or_default();
        matches!(before.as_str(), "letter" | "word") && quote(words.get(*at)) && quote(words.get(at + 2))
    }) else {
        return false;
    };
    words.remove(at + 2);
    words.remove(at);
    true
}

/// "In order to conclude that B, two pieces of evidence are required: firstly A and secondly C."
fn required(words: &mut Vec<Word>) -> bool {
    let opening = "?in ?order to conclude|infer|deduce|show|prove|establish|derive that";
    let Some(start) = covers(words, 0, opening) else { return false };
    let Some(colon) = words.iter().position(|word| word.text == ":") else { return false };
    let needs = |word: &Word| matches!(low(word).as_str(), "required" | "needed" | "necessary" | "need" | "must");
    let Some(comma) = words.iter().take(colon).rposition(|word| word.text == ",") else { return false };
    if comma < start || !words.iter().take(colon).any(needs) {
        return false;
    }
    let Some(place) = words.first().cloned() else { return false };
    let ordinal =
        |word: &&Word| !matches!(low(word).as_str(), "firstly" | "secondly" | "thirdly" | "first" | "second" | "that");
    let condition: Vec<Word> = words.iter().skip(colon + 1).filter(ordinal).cloned().collect();
    let mut all = vec![made("if", &place)];
    all.extend(condition.into_iter().skip_while(|word| word.text == ","));
    while all.last().is_some_and(|word| matches!(word.text.as_str(), "." | ",")) {
        all.pop();
    }
    all.extend([made(",", &place), made("then", &place)]);
    all.extend(words.get(start..comma).unwrap_or(&[]).iter().cloned());
    *words = all;
    true
}

/// "There exists an animal which A, then B": for each such animal.
fn existing(words: &mut Vec<Word>) -> bool {
    let Some(end) = covers(words, 0, "?if there exists|is|lives a|an|some|any") else { return false };
    let then = words.iter().any(|word| low(word) == "then");
    let which = (end..words.len().min(end + 4))
        .find(|at| words.get(*at).is_some_and(|word| matches!(low(word).as_str(), "which" | "that" | "who")));
    let (true, Some(which), Some(place)) = (then, which, words.first().cloned()) else { return false };
    let mut all = vec![made("if", &place)];
    all.extend(words.get(end - 1..which).unwrap_or(&[]).iter().cloned());
    all.extend(words.get(which + 1..).unwrap_or(&[]).iter().cloned());
    *words = all;
    true
}

/// "The living creature that A, will never B": for each such creature.
fn generic(words: &mut Vec<Word>) -> bool {
    let opening = "the|any|every|a|an ?living creature|animal|being|player|one|individual|person that|which|who";
    let Some(end) = covers(words, 0, opening) else { return false };
    let follows = |at: &usize| {
        let next = words.get(at + 1).map(low).unwrap_or_default();
        words.get(*at).is_some_and(|word| word.text == ",")
            && matches!(next.as_str(), "will" | "does" | "is" | "can" | "cannot" | "must" | "has" | "also" | "never")
    };
    let Some(comma) = (end..words.len()).find(follows) else { return false };
    let Some(place) = words.first().cloned() else { return false };
    words.splice(comma + 1..comma + 1, ["then", "it"].map(|text| made(text, &place)));
    words.splice(0..end, ["if", "something"].map(|text| made(text, &place)));
    true
}

/// Whether a sentence asks what follows only for the next one to say it.
pub(crate) fn answers_itself(one: &[Word], next: &[Word]) -> bool {
    let asks =
        "what can|do|may|could you|we|one ?certainly|safely|surely|then|definitely conclude|infer|deduce|say|derive ?";
    let says = "you|we|one can|may|could ?certainly|safely|definitely|also conclude|infer|deduce|say|derive that";
    let asked = (0..one.len()).any(|at| covers(one, at, asks) == Some(one.len()));
    asked && covers(next, 0, says).is_some()
}
