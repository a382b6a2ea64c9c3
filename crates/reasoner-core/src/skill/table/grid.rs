//! A table: named columns, rows of cells, and the kind of thing that each row is.

use num_traits::Signed;

use crate::calc::number::{self, Number};
use crate::world::line::singular;

/// A column by its heading: "height (cm)".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// The heading as it is written.
    pub(super) title: String,
    /// The words of the heading in lower case and in the singular, without the unit.
    pub(super) words: Vec<String>,
    pub(super) unit: Option<String>,
}

impl Column {
    pub(super) fn of(title: &str) -> Column {
        let (name, unit) = match title.split_once(['(', '[']) {
            Some((name, rest)) => (name, Some(rest.trim_end_matches([')', ']']).trim().to_owned())),
            None => (title, None),
        };
        let parts = name.split(|mark: char| !mark.is_alphanumeric()).filter(|word| !word.is_empty());
        let words = parts.map(|word| singular(&word.to_lowercase())).collect();
        Column { title: title.trim().to_owned(), words, unit: unit.filter(|unit| !unit.is_empty()) }
    }

    /// Whether it holds what the rows are called.
    pub(super) fn is_name(&self) -> bool {
        self.words.iter().any(|word| matches!(word.as_str(), "name" | "title"))
    }
}

/// A row as its cells and as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) cells: Vec<String>,
    pub(super) said: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Table {
    /// The nouns by which its rows were announced, in the singular.
    pub(super) kinds: Vec<String>,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

impl Table {
    /// The cell of a row; empty beyond the table.
    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.cells.get(column)).map_or("", String::as_str)
    }

    /// The amount in a cell.
    pub(super) fn number(&self, row: usize, column: usize) -> Option<Number> {
        amount(self.cell(row, column))
    }

    /// Whether every cell of the column is an amount.
    pub(super) fn is_numeric(&self, column: usize) -> bool {
        !self.rows.is_empty() && (0..self.rows.len()).all(|row| self.number(row, column).is_some())
    }

    /// The column that tells the rows apart: the one of names, else the first of different texts, else the first.
    pub(super) fn key(&self) -> usize {
        let texts = |column: &usize| !self.is_numeric(*column) && self.is_distinct(*column);
        let named = |column: &usize| self.columns.get(*column).is_some_and(Column::is_name);
        let columns = 0..self.columns.len();
        let found = columns.clone().filter(texts).find(named);
        found.or_else(|| columns.clone().find(texts)).unwrap_or(0)
    }

    fn is_distinct(&self, column: usize) -> bool {
        let mut seen: Vec<&str> = (0..self.rows.len()).map(|row| self.cell(row, column)).collect();
        seen.sort_unstable();
        let count = seen.len();
        seen.dedup();
        seen.len() == count
    }

    /// The same with the rows of another table, column by column as they are called.
    pub(super) fn joined(mut self, other: &Table) -> Table {
        let places: Vec<Option<usize>> =
            self.columns.iter().map(|column| other.columns.iter().position(|own| own.words == column.words)).collect();
        for row in 0..other.rows.len() {
            let cells = places.iter().map(|place| place.map_or("", |at| other.cell(row, at)).to_owned()).collect();
            let said = other.rows.get(row).map_or_else(String::new, |row| row.said.clone());
            self.rows.push(Row { cells, said });
        }
        self.kinds.extend(other.kinds.iter().cloned());
        self
    }
}

/// The amount that a cell is: "1,200", "$15", "12 kg", "40%".
pub(super) fn amount(cell: &str) -> Option<Number> {
    let cell = cell.trim();
    let sign = if cell.starts_with('-') { "-" } else { "" };
    let bare = cell.trim_start_matches(['-', '+', '$', '€', '£', '¥', ' ']);
    let end = bare.find(|mark: char| !(mark.is_ascii_digit() || matches!(mark, '.' | ','))).unwrap_or(bare.len());
    let (digits, unit) = bare.split_at(end);
    let unit = unit.trim();
    // "3-4", "2024-05-01" and "7:30" are no amounts.
    let plain = unit.is_empty() || unit == "%" || unit.chars().all(|mark| mark.is_alphabetic() || mark == ' ');
    if !plain || digits.is_empty() || unit.split(' ').count() > 2 {
        return None;
    }
    let value = number::parse(&format!("{sign}{}", digits.replace(',', "").trim_end_matches('.')))?;
    Some(if sign.is_empty() { value.abs() } else { value })
}
