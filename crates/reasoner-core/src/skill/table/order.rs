//! The order that a sentence puts rows in, and the place it names there: "the second heaviest", "the last one by name".

use std::cmp::Ordering;

use engine_api::Inflection;

use super::phrase::Phrase;
use super::scale;
use crate::skill::texts;

/// By what rows are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// As they stand.
    Table,
    /// By the cells of a column; texts by the alphabet.
    Column(usize),
    /// By the length of the texts of a column.
    Length(usize),
}

/// An order and the places in it that are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) by: By,
    /// Whether the largest stands first.
    pub(super) down: bool,
    /// The place from the front; 0 for all.
    pub(super) rank: usize,
    /// How many places from there on.
    pub(super) count: usize,
    /// Whether places are counted from the end.
    pub(super) from_end: bool,
    /// Whether the heading of the column was named.
    pub(super) named: bool,
}

impl Order {
    /// The rows that are meant. `None` where several rows tie for the place.
    pub(super) fn pick(&self, phrase: &Phrase<'_>, rows: &[usize]) -> Option<Vec<usize>> {
        let mut sorted = rows.to_vec();
        sorted.sort_by(|left, right| {
            let order = self.compare(phrase, *left, *right);
            if self.down { order.reverse() } else { order }
        });
        if self.from_end {
            sorted.reverse();
        }
        if self.rank == 0 {
            return Some(sorted);
        }
        let from = self.rank - 1;
        let end = from.checked_add(self.count)?;
        let picked = sorted.get(from..end)?.to_vec();
        let same =
            |left: usize, right: usize| self.by != By::Table && self.compare(phrase, left, right) == Ordering::Equal;
        let (first, last) = (*picked.first()?, *picked.last()?);
        // Of rows that tie for the first place all are meant.
        if self.rank == 1 && self.count == 1 {
            return Some(sorted.iter().copied().take_while(|row| *row == first || same(*row, first)).collect());
        }
        let before = from.checked_sub(1).and_then(|at| sorted.get(at)).is_some_and(|row| same(*row, first));
        let after = sorted.get(end).is_some_and(|row| same(*row, last));
        (!before && !after).then_some(picked)
    }

    fn compare(&self, phrase: &Phrase<'_>, left: usize, right: usize) -> Ordering {
        let table = phrase.table;
        match self.by {
            By::Table => left.cmp(&right),
            By::Length(column) => {
                let length = |row| table.cell(row, column).chars().filter(|letter| letter.is_alphanumeric()).count();
                length(left).cmp(&length(right))
            }
            By::Column(column) if table.is_numeric(column) => {
                table.number(left, column).cmp(&table.number(right, column))
            }
            By::Column(column) => {
                let text = |row| table.cell(row, column).to_lowercase();
                text(left).cmp(&text(right))
            }
        }
    }
}

/// The order that a sentence names. The outer `None` where it names one that is not understood.
pub(super) fn order(phrase: &mut Phrase<'_>) -> Option<Option<Order>> {
    let sorted = sorted(phrase)?;
    if let Some(mut order) = superlative(phrase)? {
        if let Some(sorted) = sorted.filter(|sorted| sorted.by != order.by) {
            // "The last one when sorted by age" has its place by "last" alone.
            order = Order { rank: order.rank, count: order.count, ..sorted };
        }
        return Some(Some(order));
    }
    let place = place(phrase);
    Some(match (sorted, place) {
        (Some(sorted), Some((rank, from_end))) => Some(Order { rank, from_end, ..sorted }),
        (Some(sorted), None) => Some(Order { rank: 0, ..sorted }),
        (None, Some((rank, from_end))) => {
            Some(Order { by: By::Table, down: false, rank, count: 1, from_end, named: false })
        }
        (None, None) => None,
    })
}

/// "Sorted by age in descending order", "in alphabetical order". The outer `None` where the order is not understood.
fn sorted(phrase: &mut Phrase<'_>) -> Option<Option<Order>> {
    const VERBS: &[&str] = &["sort", "sorted", "order", "ordered", "rank", "ranked", "arrange", "arranged", "sorting"];
    const ALPHABET: &[&str] =
        &["alphabetical", "alphabetic", "alphabetically", "alphabet", "alphabetise", "alphabetize"];
    const DOWN: &[&str] = &["descending", "decreasing", "reverse", "reversed", "descend", "decrease"];
    const UP: &[&str] = &["ascending", "increasing", "ascend", "increase"];
    let verb = phrase.find(VERBS);
    let alphabet = phrase.find(ALPHABET);
    let Some(verb) = alphabet.or(verb) else { return Some(None) };
    let mut order = Order { by: By::Table, down: phrase.has(DOWN), rank: 0, count: 1, from_end: false, named: false };
    let marks = [VERBS, ALPHABET, DOWN, UP, &["order"]].concat();
    for at in 0..phrase.tokens.len() {
        if phrase.is(at, &marks) {
            phrase.take(at..at + 1);
        }
    }
    if alphabet.is_some() {
        let by = phrase.find(&["by", "of"]).and_then(|at| (at..at + 4).find_map(|at| phrase.heading_at(at)));
        order.by = By::Column(by.map_or(phrase.table.key(), |(column, _)| column));
        return Some(Some(order));
    }
    for at in verb + 1..phrase.tokens.len() {
        if let Some((column, length)) = phrase.heading_at(at).filter(|_| by_before(phrase, at)) {
            phrase.take(at..at + length);
            order.by = By::Column(column);
        }
        let lemma = phrase.tokens.get(at).map_or("", |token| token.lemma.as_str());
        let graded = scale::degree(phrase.lower(at), phrase.lexicon).map_or(lemma.to_owned(), |(lemma, _)| lemma);
        // "From oldest to youngest": the first adjective tells the way.
        if phrase.is(at.wrapping_sub(1), &["from", "to"]) {
            let way = match (scale::column(phrase.table, &graded, phrase.lexicon), order.by) {
                (Some((column, way)), By::Table | By::Column(_))
                    if order.by == By::Table || order.by == By::Column(column) =>
                {
                    order.by = By::Column(column);
                    Some(way)
                }
                _ => scale::polarity(&graded),
            };
            if phrase.is(at.wrapping_sub(1), &["from"]) {
                order.down = way? > 0;
            }
            phrase.take(at..at + 1);
        }
    }
    (order.by != By::Table).then_some(Some(order))
}

fn by_before(phrase: &Phrase<'_>, at: usize) -> bool {
    (at.saturating_sub(3)..at).any(|place| phrase.is(place, &["by", "to", "on", "of"]))
}

/// "The second heaviest", "the three oldest", "the most points", "with the lowest price", "older than all others".
fn superlative(phrase: &mut Phrase<'_>) -> Option<Option<Order>> {
    for at in 0..phrase.tokens.len() {
        let degree = scale::degree(phrase.lower(at), phrase.lexicon).filter(|_| !phrase.is_used(at));
        let Some((lemma, inflection)) = degree else { continue };
        match inflection {
            Inflection::Superlative if phrase.is(at.wrapping_sub(1), &["at"]) => {}
            Inflection::Superlative => return ranked(phrase, at, &lemma).map(Some),
            // "Who is older?" of two is who is oldest.
            Inflection::Comparative if !phrase.has(&["than"]) && two(phrase) => {
                return ranked(phrase, at, &lemma).map(Some);
            }
            _ if beyond_all(phrase, at).is_some() => {
                let end = beyond_all(phrase, at)?;
                let (column, way) =
                    scale::column(phrase.table, &lemma, phrase.lexicon).or_else(|| verbal(phrase, at, &lemma))?;
                phrase.take(at..end);
                let by = By::Column(column);
                return Some(Some(Order { by, down: way > 0, rank: 1, count: 1, from_end: false, named: false }));
            }
            _ => {}
        }
    }
    Some(None)
}

/// Whether two rows are compared: all that there are, or those that are named.
fn two(phrase: &Phrase<'_>) -> bool {
    let mut named: Vec<usize> =
        (0..phrase.tokens.len()).filter_map(|at| phrase.row_at(at)).map(|(row, _)| row).collect();
    named.sort_unstable();
    named.dedup();
    named.len() == 2 || (named.is_empty() && phrase.table.rows.len() == 2)
}

/// "… than the others", "than anyone else": where it ends.
fn beyond_all(phrase: &Phrase<'_>, at: usize) -> Option<usize> {
    let than = (at + 1..at + 4).find(|place| phrase.is(*place, &["than"]))?;
    const ALL: &[&str] =
        &["all", "other", "others", "rest", "everyone", "everybody", "anyone", "anybody", "every", "any", "else"];
    let mut end = than + 1;
    while phrase.is(end, ALL)
        || phrase.is(end, &["the", "of", "them", "one", "ones"])
        || (end > than + 1 && phrase.is_kind(end))
    {
        end += 1;
    }
    (than + 1..end).any(|place| phrase.is(place, ALL)).then_some(end)
}

/// "Earns more": the verb before tells the column.
fn verbal(phrase: &Phrase<'_>, at: usize, lemma: &str) -> Option<(usize, i8)> {
    let way = scale::polarity(lemma)?;
    let column = (0..at).rev().find_map(|place| {
        let token = phrase.tokens.get(place).filter(|token| !token.is(&["be", "do", "have"]))?;
        scale::column_of_verb(phrase.table, &token.lemma, phrase.lexicon)
    })?;
    Some((column, way))
}

/// The order of the superlative at a place.
fn ranked(phrase: &mut Phrase<'_>, at: usize, lemma: &str) -> Option<Order> {
    let before = at.checked_sub(1);
    let rank = before.and_then(|before| ordinal(phrase.lower(before)));
    let several =
        before.and_then(|before| phrase.tokens.get(before)).and_then(|token| crate::skill::small_number(&token.lower));
    let after = crate::skill::small_number(phrase.lower(at + 1)).filter(|_| phrase.is(at, &["top"]));
    let start = before.filter(|_| rank.is_some() || several.is_some()).unwrap_or(at);
    let (by, way, end, named) = measured(phrase, at, lemma)?;
    if let By::Column(column) = by {
        // "Earns the most": the verb is accounted for.
        for place in 0..at {
            let verb = phrase.tokens.get(place).map(|token| token.lemma.clone()).unwrap_or_default();
            if scale::measures(&verb) && scale::column_of_verb(phrase.table, &verb, phrase.lexicon) == Some(column) {
                phrase.take(place..place + 1);
            }
        }
    }
    phrase.take(start..end.max(at + 1 + usize::from(after.is_some())));
    let count = several.filter(|_| rank.is_none()).or(after).unwrap_or(1);
    Some(Order { by, down: way > 0, rank: rank.unwrap_or(1), count, from_end: false, named })
}

/// What a superlative orders by, its way, where it ends, and whether a heading follows it.
fn measured(phrase: &Phrase<'_>, at: usize, lemma: &str) -> Option<(By, i8, usize, bool)> {
    let length = matches!(lemma, "short" | "long");
    for place in at + 1..at + 5 {
        if phrase.is(place, &["name", "title"]) && length {
            return Some((By::Length(phrase.table.key()), scale::polarity(lemma)?, place + 1, true));
        }
        let heading = phrase.heading_at(place).filter(|(column, _)| phrase.table.is_numeric(*column));
        if let Some((column, words)) = heading {
            return Some((By::Column(column), scale::polarity(lemma)?, place + words, true));
        }
        // "Most expensive": the adjective after it counts.
        let graded =
            phrase.tokens.get(place).and_then(|token| scale::column(phrase.table, &token.lemma, phrase.lexicon));
        if let Some((column, way)) = graded.filter(|_| place == at + 1 && matches!(lemma, "much" | "little")) {
            let turn = if lemma == "much" { 1 } else { -1 };
            return Some((By::Column(column), way * turn, place + 1, false));
        }
        if !phrase.is(place, &["number", "amount", "total", "of", "the", "value", "in", "by", "annual", "average"]) {
            break;
        }
    }
    if let Some((column, way)) = scale::column(phrase.table, lemma, phrase.lexicon) {
        return Some((By::Column(column), way, at + 1, false));
    }
    let (column, way) = verbal(phrase, at, lemma).or_else(|| {
        // "The best by rating", "top 3 by sales".
        let by = (at..phrase.tokens.len()).find(|place| phrase.is(*place, &["by"]))?;
        let (column, _) = (by..by + 3).find_map(|place| phrase.heading_at(place))?;
        Some((column, scale::polarity(lemma)?))
    })?;
    Some((By::Column(column), way, at + 1, false))
}

/// A place among the rows: "the first penguin", "the next to last row", "row 3", "the last but one".
fn place(phrase: &mut Phrase<'_>) -> Option<(usize, bool)> {
    for at in 0..phrase.tokens.len() {
        if phrase.is_used(at) {
            continue;
        }
        if phrase.is(at, &["row", "entry", "number", "line"])
            && let Some(rank) = phrase.tokens.get(at + 1).and_then(|token| crate::skill::small_number(&token.lower))
        {
            phrase.take(at..at + 2);
            return (rank > 0).then_some((rank, false));
        }
        let backwards = phrase.is(at + 1, &["to"]) && phrase.is(at + 2, &["last", "final"]);
        if backwards && (phrase.is(at, &["next"]) || ordinal(phrase.lower(at)).is_some()) {
            let rank = ordinal(phrase.lower(at)).unwrap_or(2);
            phrase.take(at..at + 3);
            return Some((rank, true));
        }
        if phrase.is(at, &["last", "final", "bottom"]) {
            let but_one = phrase.is(at + 1, &["but"]) && phrase.is(at + 2, &["one"]);
            phrase.take(at..at + if but_one { 3 } else { 1 });
            return Some((if but_one { 2 } else { 1 }, true));
        }
        if phrase.is(at, &["penultimate"]) {
            phrase.take(at..at + 1);
            return Some((2, true));
        }
        if let Some(rank) = ordinal(phrase.lower(at)) {
            phrase.take(at..at + 1);
            return Some((rank, false));
        }
    }
    None
}

/// An ordinal, also with one letter of a longer word left out ("fist").
fn ordinal(word: &str) -> Option<usize> {
    const LONG: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "seventh"];
    let short = |full: &&str| {
        full.len() == word.len() + 1
            && (1..full.len()).any(|cut| full.get(..cut) == word.get(..cut) && full.get(cut + 1..) == word.get(cut..))
    };
    texts::ordinal(word).or_else(|| LONG.iter().find(|full| short(full)).and_then(|full| texts::ordinal(full)))
}
