//! Changes to a table that the text tells: rows that are added or removed, cells that change.

use engine_api::{Lexicon, Pos, Word};

use super::condition;
use super::grid::{Row, Table};
use super::order;
use super::phrase::Phrase;
use crate::calc::number;

/// What a sentence does to a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing.
    None,
    /// Rows follow that belong into it.
    Adds,
    /// It was changed.
    Changed,
    /// It is changed in a way that is not understood.
    Unread,
}

const ADD: &[&str] = &["add", "append", "insert", "join"];
const REMOVE: &[&str] =
    &["delete", "remove", "drop", "erase", "discard", "eliminate", "exclude", "cancel", "strike", "omit", "cross"];
const SET: &[&str] = &["change", "set", "update", "correct", "modify", "replace", "become", "turn"];
const SHIFT: &[&str] = &["increase", "decrease", "raise", "reduce", "grow", "lower", "rise", "fall", "gain", "lose"];

/// Applies a sentence to the table that it speaks of.
pub(super) fn apply(tables: &mut [Table], words: &[&Word], lexicon: &'static dyn Lexicon) -> Effect {
    // "Is raised" may be read as an adjective.
    let has = |list: &[&str]| {
        words.iter().any(|word| {
            list.contains(&word.lemma.as_str()) || (word.text.ends_with("ed") && is_form(&word.text, list, lexicon))
        })
    };
    let now = || words.iter().any(|word| word.text.eq_ignore_ascii_case("now"));
    if !(has(ADD) || has(REMOVE) || has(SET) || has(SHIFT) || now()) {
        return Effect::None;
    }
    let Some(at) = super::meant(tables, words, lexicon).first().copied() else { return Effect::None };
    if has(ADD) {
        return Effect::Adds;
    }
    let Some(table) = tables.get_mut(at) else { return Effect::None };
    if has(REMOVE) {
        return done(remove(table, words, lexicon));
    }
    if has(SHIFT) {
        return done(shift(table, words, lexicon));
    }
    // "We now look at …" changes nothing.
    let changed = done(set(table, words, lexicon));
    if changed == Effect::Unread && !has(SET) { Effect::None } else { changed }
}

/// Whether a word is a form of one of the verbs.
fn is_form(word: &str, verbs: &[&str], lexicon: &dyn Lexicon) -> bool {
    let candidates = lexicon.candidates(word);
    candidates.iter().any(|known| known.pos == Pos::Verb && verbs.contains(&known.lemma.as_str()))
}

fn done(table: Option<()>) -> Effect {
    table.map_or(Effect::Unread, |()| Effect::Changed)
}

/// Adds a row where it has a cell for each column.
pub(super) fn add(table: &mut Table, cells: &[String], said: &str) -> Option<()> {
    if cells.len() != table.columns.len() {
        return None;
    }
    table.rows.push(Row { cells: cells.to_vec(), said: said.to_owned() });
    Some(())
}

fn remove(table: &mut Table, words: &[&Word], lexicon: &'static dyn Lexicon) -> Option<()> {
    let mut phrase = Phrase::new(table, words, lexicon);
    let verb = phrase
        .tokens
        .iter()
        .position(|token| token.is(REMOVE) || token.lower.ends_with("ed") && is_form(&token.lower, REMOVE, lexicon))?;
    phrase.take(verb..verb + 1);
    if let Some(at) = phrase.find(&["column", "field"]) {
        let (column, _) =
            (verb..phrase.tokens.len()).filter(|place| *place != at).find_map(|at| phrase.heading_at(at))?;
        table.columns.remove(column);
        for row in table.rows.iter_mut().filter(|row| column < row.cells.len()) {
            row.cells.remove(column);
        }
        return Some(());
    }
    let order = order::order(&mut phrase)?;
    let conditions = condition::conditions(&mut phrase)?;
    let named = super::ask::names(&mut phrase);
    if !phrase.is_understood() || (order.is_none() && conditions.is_empty() && named.is_empty()) {
        return None;
    }
    let base: Vec<usize> = if named.is_empty() { (0..table.rows.len()).collect() } else { named };
    let mut rows: Vec<usize> =
        base.into_iter().filter(|row| conditions.iter().all(|condition| condition.holds(&phrase, *row))).collect();
    if let Some(order) = order {
        rows = order.pick(&phrase, &rows)?;
    }
    let mut at = 0;
    table.rows.retain(|_| {
        at += 1;
        !rows.contains(&(at - 1))
    });
    Some(())
}

/// The rows and the column that a change names.
fn place(phrase: &mut Phrase<'_>) -> Option<(Vec<usize>, usize)> {
    let mut rows = super::ask::names(phrase);
    if rows.is_empty() && phrase.has(&["every", "all", "each", "everyone", "everybody"]) {
        rows = (0..phrase.table.rows.len()).collect();
    }
    let heading = (0..phrase.tokens.len()).filter(|at| !phrase.is_used(*at)).find_map(|at| phrase.heading_at(at));
    let graded = || {
        let adjectives = phrase.tokens.iter().filter(|token| token.pos == Pos::Adjective);
        let mut columns =
            adjectives.filter_map(|token| super::scale::column(phrase.table, &token.lemma, phrase.lexicon));
        columns.next().map(|(column, _)| column)
    };
    let column = heading.map(|(column, _)| column).or_else(graded)?;
    (!rows.is_empty()).then_some((rows, column))
}

/// "Change the age of Ann to 8", "Ann's age is now 8".
fn set(table: &mut Table, words: &[&Word], lexicon: &'static dyn Lexicon) -> Option<()> {
    let mut phrase = Phrase::new(table, words, lexicon);
    let (rows, column) = place(&mut phrase)?;
    let to =
        words.iter().rposition(|word| matches!(word.text.to_lowercase().as_str(), "to" | "now" | "with" | "as"))?;
    let value: Vec<&str> = words.iter().skip(to + 1).map(|word| word.text.as_str()).collect();
    let numeric = table.is_numeric(column);
    let amount = value.iter().find(|word| super::grid::amount(word).is_some()).map(|word| (*word).to_owned());
    let cell = match amount {
        Some(amount) if numeric => amount,
        None if !numeric => {
            value.iter().filter(|word| word.contains(char::is_alphanumeric)).copied().collect::<Vec<_>>().join(" ")
        }
        _ => return None,
    };
    for row in rows {
        *table.rows.get_mut(row)?.cells.get_mut(column)? = cell.clone();
    }
    (!cell.is_empty()).then_some(())
}

/// "Ann's age increases by 2", "everyone gains 1 kg".
fn shift(table: &mut Table, words: &[&Word], lexicon: &'static dyn Lexicon) -> Option<()> {
    let mut phrase = Phrase::new(table, words, lexicon);
    let down = phrase.has(&["decrease", "reduce", "lower", "fall", "lose"]);
    let (rows, column) = place(&mut phrase)?;
    let by = phrase.find(&["by"])?;
    let step = phrase.number_at(by + 1)?;
    if phrase.is(by + 2, &["%", "percent"]) {
        return None;
    }
    for row in rows {
        let own = table.number(row, column)?;
        let changed = if down { own - &step } else { own + &step };
        *table.rows.get_mut(row)?.cells.get_mut(column)? = number::exact(&changed);
    }
    Some(())
}
