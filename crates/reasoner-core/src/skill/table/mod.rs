//! Tables: lines of cells in the message, what the text does to them, and questions about their rows and columns.

mod ask;
mod condition;
mod edit;
mod grid;
mod layout;
mod order;
mod phrase;
mod scale;

use engine_api::{Budget, Choice, Finding, Lexicon, OutcomeKind, Pos, Proof, Role, Senses, Value, Word};

use self::ask::{Answer, Given};
use self::edit::Effect;
use self::grid::{Column, Row, Table};
use self::layout::Block;
use self::phrase::Phrase;
use crate::calc::number::{self, Number};
use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict::{self, Verdict};
use crate::world::line::singular;

/// The most cells of all tables together.
const MOST: usize = 5_000;

/// Answers a question about a table in the messages.
pub(crate) fn table(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let last = scene.ask.turns.iter().rposition(|turn| turn.role == Role::User)?;
    let mut told = Told { lexicon: scene.lexicon, ..Told::default() };
    for (at, (turn, sentences)) in scene.ask.turns.iter().zip(&scene.reading.turns).enumerate() {
        if !matches!(turn.role, Role::System | Role::User) {
            continue;
        }
        let options = scene.task.options.first().filter(|_| at == last).map(|option| option.span.start);
        let text = turn.text.get(..options.unwrap_or(turn.text.len()))?;
        let blocks = layout::blocks(text);
        if blocks.is_empty() && told.tables.is_empty() && at != last {
            continue;
        }
        let words = sentences.iter().flat_map(|sentence| &sentence.words).filter(|word| word.span.end <= text.len());
        let words: Vec<&Word> = words.collect();
        if !budget.spend(1 + words.len() as u64 / 4 + text.len() as u64 / 64) {
            return None;
        }
        let asked = scene.question().span;
        let skip: Vec<engine_api::Span> = scene
            .task
            .instructions
            .iter()
            .filter(|place| place.turn == at)
            .filter_map(|place| Some(scene.reading.at(*place)?.span))
            .collect();
        told.take(text, &words, blocks, &|start| {
            if skip.iter().any(|span| (span.start..span.end).contains(&start))
                && !(asked.start..asked.end).contains(&start)
            {
                Use::Skip
            } else if at == last && (asked.start..asked.end).contains(&start) {
                Use::Question
            } else {
                Use::Tells
            }
        })?;
    }
    let cells: usize = told.tables.iter().map(|table| table.rows.len() * table.columns.len()).sum();
    if told.tables.is_empty() || told.adds.is_some() || cells > MOST || !budget.spend(cells as u64) {
        return None;
    }
    let question = told.question?;
    if let Some(found) = kinds(&told.tables, &question, scene.lexicon) {
        return said(scene, &found, None, Vec::new());
    }
    let chosen = meant(&told.tables, &question, scene.lexicon);
    let mut tables = chosen.iter().filter_map(|at| told.tables.get(*at));
    let first = tables.next()?.clone();
    let whole = tables.fold(first, |whole, next| whole.joined(next));
    if !budget.spend((whole.rows.len() * question.len()) as u64) {
        return None;
    }
    let mut phrase = Phrase::new(&whole, &question, scene.lexicon);
    let answer = ask::answer(&mut phrase)?;
    let from = answer.rows.iter().filter_map(|row| whole.rows.get(*row));
    let from = from.map(|row| crate::world::line::told(&row.said)).collect();
    said(scene, &answer, Some(&whole), from)
}

/// Whether a text has a table: a heading and rows below it.
pub(crate) fn stands_in(text: &str) -> bool {
    layout::blocks(text).iter().any(|block| block.ruled || block.lines.len() > 2)
}

/// What a line of prose is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Tells,
    Question,
    Skip,
}

/// The tables of the dialogue so far.
#[derive(Debug)]
struct Told<'a> {
    tables: Vec<Table>,
    /// The nouns of the lines before the next table.
    nouns: Vec<String>,
    /// The table that rows are to be added to next.
    adds: Option<usize>,
    question: Option<Vec<&'a Word>>,
    lexicon: &'static dyn Lexicon,
}

impl Default for Told<'_> {
    fn default() -> Self {
        Told { tables: Vec::new(), nouns: Vec::new(), adds: None, question: None, lexicon: &engine_api::NoLexicon }
    }
}

impl<'a> Told<'a> {
    /// Takes in the text of a turn. `None` where it changes a table in a way that is not understood.
    fn take(&mut self, text: &str, words: &[&'a Word], blocks: Vec<Block>, usage: &dyn Fn(usize) -> Use) -> Option<()> {
        let mut rest = words;
        for block in blocks {
            let before = rest.partition_point(|word| word.span.start < block.start);
            let (prose, after) = rest.split_at(before);
            let inner = after.partition_point(|word| word.span.start < block.end);
            self.prose(text, prose, usage)?;
            rest = after;
            if self.block(&block) {
                rest = after.get(inner..)?;
            }
        }
        self.prose(text, rest, usage)
    }

    /// Takes lines of cells as a table or as rows of one.
    fn block(&mut self, block: &Block) -> bool {
        if let Some(table) = self.adds.and_then(|at| self.tables.get_mut(at)) {
            let rows: Option<Vec<()>> =
                block.lines.iter().map(|line| edit::add(table, &line.cells, &line.said)).collect();
            if rows.is_some() {
                self.adds = None;
                self.nouns.clear();
                return true;
            }
        }
        let Some(table) = table_of(block, &self.nouns) else { return false };
        self.nouns.clear();
        self.tables.push(table);
        true
    }

    /// Takes sentences: what announces tables, what changes them, what asks.
    fn prose(&mut self, text: &str, words: &[&'a Word], usage: &dyn Fn(usize) -> Use) -> Option<()> {
        for line in lines(text, words) {
            let start = line.first().map_or(0, |word| word.span.start);
            match usage(start) {
                Use::Skip => continue,
                Use::Question => self.question = Some(line.clone()),
                Use::Tells if self.adds.is_some() && self.inline(text, &line) => continue,
                Use::Tells => match edit::apply(&mut self.tables, &line, self.lexicon) {
                    Effect::Adds => {
                        self.adds = meant(&self.tables, &line, self.lexicon).first().copied();
                        continue;
                    }
                    Effect::Unread => return None,
                    Effect::Changed => continue,
                    Effect::None => {}
                },
            }
            let nouns = line.iter().filter(|word| matches!(word.pos, Pos::Noun | Pos::ProperNoun));
            self.nouns.extend(nouns.map(|word| singular(&word.text.to_lowercase())).filter(|noun| is_kind(noun)));
            let surplus = self.nouns.len().saturating_sub(8);
            self.nouns.drain(..surplus);
        }
        Some(())
    }

    /// A row that is told in a line of its own: "Ann, 3, 40".
    fn inline(&mut self, text: &str, line: &[&Word]) -> bool {
        let (Some(first), Some(last)) = (line.first(), line.last()) else { return false };
        let said = text.get(first.span.start..last.span.end).unwrap_or("").trim_end_matches(['.', ';']);
        let cells: Vec<String> = said.split([',', '|', ';']).map(|cell| cell.trim().to_owned()).collect();
        let added = self.adds.and_then(|at| self.tables.get_mut(at)).and_then(|table| edit::add(table, &cells, said));
        if added.is_some() {
            self.adds = None;
        }
        added.is_some()
    }
}

/// The sentences of a run of words: they end at marks and at line breaks.
fn lines<'a>(text: &str, words: &[&'a Word]) -> Vec<Vec<&'a Word>> {
    let mut found: Vec<Vec<&Word>> = vec![Vec::new()];
    let mut end = words.first().map_or(0, |word| word.span.start);
    for word in words {
        let broken = text.get(end..word.span.start).is_some_and(|gap| gap.contains('\n'));
        if broken && found.last().is_some_and(|line| !line.is_empty()) {
            found.push(Vec::new());
        }
        if let Some(line) = found.last_mut() {
            line.push(word);
        }
        if matches!(word.text.as_str(), "." | "?" | "!" | ":") {
            found.push(Vec::new());
        }
        end = word.span.end;
    }
    found.retain(|line| line.iter().any(|word| word.text.contains(char::is_alphanumeric)));
    found
}

/// Whether a noun may be what the rows of a table are.
fn is_kind(noun: &str) -> bool {
    const FORM: &[&str] = &[
        "table",
        "line",
        "header",
        "heading",
        "row",
        "column",
        "list",
        "data",
        "example",
        "csv",
        "information",
        "question",
        "following",
        "entry",
        "dataset",
        "spreadsheet",
        "name",
        "record",
    ];
    !FORM.contains(&noun)
}

/// Lines of cells as a table: a heading without amounts, and rows.
fn table_of(block: &Block, nouns: &[String]) -> Option<Table> {
    let (head, rows) = block.lines.split_first()?;
    let columns: Vec<Column> = head.cells.iter().map(|title| Column::of(title)).collect();
    let plain = head.cells.iter().all(|cell| !cell.is_empty() && grid::amount(cell).is_none());
    let rows = rows.iter().map(|line| Row { cells: line.cells.clone(), said: line.said.clone() }).collect();
    let table = Table { kinds: nouns.to_vec(), columns, rows };
    let amounts = (0..table.columns.len()).any(|column| table.is_numeric(column));
    let titled = table.columns.iter().any(Column::is_name);
    (plain && !table.rows.is_empty() && (block.ruled || amounts || titled)).then_some(table)
}

/// The tables that a sentence speaks of, by what their rows are, which rows or columns it names, else all of them.
fn meant(tables: &[Table], words: &[&Word], lexicon: &'static dyn Lexicon) -> Vec<usize> {
    let nouns: Vec<String> = words.iter().map(|word| singular(&word.text.to_lowercase())).collect();
    let by = |fits: &dyn Fn(&Table) -> bool| {
        let found = tables.iter().enumerate().filter(|(_, table)| fits(table)).map(|(at, _)| at);
        Some(found.collect::<Vec<usize>>()).filter(|found| !found.is_empty())
    };
    let kind = |table: &Table| table.kinds.iter().any(|kind| nouns.contains(kind));
    let row = |table: &Table| {
        let phrase = Phrase::new(table, words, lexicon);
        (0..phrase.tokens.len()).any(|at| phrase.row_at(at).is_some())
    };
    let above = |table: &Table| {
        let of = |kind: &String| nouns.iter().any(|noun| lexicon.is_kind_of(kind, Pos::Noun, noun, Senses::First));
        table.kinds.iter().any(of)
    };
    let column = |table: &Table| {
        let phrase = Phrase::new(table, words, lexicon);
        (0..phrase.tokens.len()).any(|at| phrase.heading_at(at).is_some())
    };
    if tables.len() == 1 {
        return vec![0];
    }
    by(&kind).or_else(|| by(&row)).or_else(|| by(&above)).or_else(|| by(&column)).unwrap_or_default()
}

/// "What animals are listed?", "how many kinds of animals are in the tables?"
fn kinds(tables: &[Table], words: &[&Word], lexicon: &dyn Lexicon) -> Option<Answer> {
    let lower: Vec<String> = words.iter().map(|word| word.text.to_lowercase()).collect();
    let has = |list: &[&str]| lower.iter().any(|word| list.contains(&word.as_str()));
    let what = lower.first().is_some_and(|word| matches!(word.as_str(), "what" | "which"));
    let counts = lower.first().is_some_and(|word| word == "how") && lower.get(1).is_some_and(|word| word == "many");
    let species = has(&["species", "kinds", "types", "sorts"]);
    if lower.len() > 14 || !has(&["table", "tables", "listed", "list"]) || has(&["than", "old", "most", "least"]) {
        return None;
    }
    let noun = singular(lower.get(if counts { 2 } else { 1 })?);
    let fitting = |table: &Table| {
        let of = |kind: &&String| **kind != noun && lexicon.is_kind_of(kind, Pos::Noun, &noun, Senses::First);
        let living = |kind: &&String| lexicon.is_kind_of(kind, Pos::Noun, "organism", Senses::First);
        table
            .kinds
            .iter()
            .rev()
            .find(of)
            .or_else(|| table.kinds.iter().rev().find(|kind| species && living(kind)))
            .cloned()
    };
    let mut found: Vec<String> = tables.iter().map(fitting).collect::<Option<_>>()?;
    found.dedup();
    if counts && species {
        let count = number::whole(i64::try_from(found.len()).ok()?);
        return Some(Answer { value: Given::Number(count, None), rows: Vec::new() });
    }
    let many = |kind: String| lexicon.inflect(&kind, engine_api::Inflection::Plural);
    (what && lower.len() < 9)
        .then(|| Answer { value: Given::Texts(found.into_iter().map(many).collect()), rows: Vec::new() })
}

/// The answer in the words of the prompt.
fn said(scene: &Scene<'_>, answer: &Answer, table: Option<&Table>, from: Vec<Proof>) -> Option<Found> {
    let claim = match &answer.value {
        Given::Number(value, _) => written(value),
        Given::Texts(texts) => texts.join(", "),
        Given::Truth(truth) => truth.to_string(),
    };
    let proof = Some(Proof { claim: claim.clone(), by: "read off the table".to_owned(), from });
    if let Given::Truth(truth) = answer.value {
        return Some(verdict::verdict(scene, Verdict::of(truth), None, proof).with_confidence(0.95));
    }
    if !scene.task.options.is_empty() {
        let fits = |choice: &&Choice| offers(&choice.text, answer);
        let mut fitting = scene.task.options.iter().filter(fits);
        let choice = fitting.next()?;
        return fitting.next().is_none().then(|| verdict::option(choice, proof).with_confidence(0.95));
    }
    let value = match &answer.value {
        Given::Number(_, column) => {
            let unit = column.and_then(|column| table?.columns.get(column)?.unit.clone());
            Value::Number { digits: claim, unit }
        }
        _ => Value::Text(claim),
    };
    Some(Found::answer(Finding::bare(value), OutcomeKind::Computed, proof).with_confidence(0.95))
}

/// Whether an option is the answer.
fn offers(text: &str, answer: &Answer) -> bool {
    let plain = |text: &str| text.trim().trim_end_matches('.').to_lowercase();
    match &answer.value {
        Given::Number(value, _) => grid::amount(text).is_some_and(|own| own == *value),
        Given::Texts(texts) => {
            plain(text) == plain(&texts.join(", "))
                || (texts.len() == 1 && singular(&plain(text)) == singular(&plain(&texts[0])))
        }
        Given::Truth(_) => false,
    }
}

/// A number as it is told: exact where that is short.
fn written(value: &Number) -> String {
    if number::is_decimal(value) { number::exact(value) } else { number::decimal(value, 4) }
}
