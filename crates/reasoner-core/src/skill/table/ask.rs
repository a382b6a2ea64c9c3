//! What a question wants of a table: a count, a cell, the names of rows, a total, or whether something holds.

use engine_api::{Inflection, Pos};

use super::condition::{self, Condition};
use super::order::{self, Order};
use super::phrase::Phrase;
use super::scale;
use crate::calc::number::Number;

/// The answer to a question about a table, and the rows that it rests on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) value: Given,
    pub(super) rows: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Given {
    /// An amount and the column that it is of.
    Number(Number, Option<usize>),
    Texts(Vec<String>),
    Truth(bool),
}

/// What is computed of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Count,
    Sum(usize),
    Mean(usize),
    Median(usize),
    Spread(usize),
    Cells(usize),
    Truth,
}

/// Answers a question. `None` where a part of it is not understood.
pub(super) fn answer(phrase: &mut Phrase<'_>) -> Option<Answer> {
    if let Some(answer) = of_columns(phrase) {
        return Some(answer);
    }
    if let Some(answer) = difference(phrase) {
        return phrase.is_understood().then_some(answer);
    }
    let order = order::order(phrase)?;
    let conditions = condition::conditions(phrase)?;
    let counted = (0..phrase.tokens.len())
        .any(|at| phrase.is(at, &["how"]) && phrase.is(at + 1, &["many"]) && phrase.row_at(at + 2).is_some());
    let named = names(phrase);
    // "How many cups are there?" where each row is a thing with its number.
    if let Some(column) = scale::counts(phrase.table).filter(|_| counted && order.is_none() && conditions.is_empty()) {
        return phrase.is_understood().then(|| compute(phrase, Target::Sum(column), named)).flatten();
    }
    let target = target(phrase, order.as_ref(), !named.is_empty())?;
    if !phrase.is_understood() {
        return None;
    }
    let all: Vec<usize> = (0..phrase.table.rows.len()).collect();
    if target == Target::Truth {
        return truth(phrase, &conditions, order, &named);
    }
    // Who is named is no answer to what is asked of them.
    let itself = target == Target::Cells(phrase.table.key()) && !named.is_empty();
    if itself && order.is_none() && conditions.is_empty() {
        return None;
    }
    let base = if named.is_empty() { all } else { named.clone() };
    let mut rows: Vec<usize> =
        base.into_iter().filter(|row| conditions.iter().all(|condition| condition.holds(phrase, *row))).collect();
    if let Some(order) = order {
        rows = order.pick(phrase, &rows)?;
    }
    // Nothing restricts the rows: a cell of all of them is asked for only by a list.
    let narrowed = !named.is_empty() || !conditions.is_empty() || order.is_some();
    let lists = phrase.has(&["list", "all", "each", "names", "every", "sort", "order", "rank"]);
    if matches!(target, Target::Cells(_)) && !narrowed && !lists {
        return None;
    }
    compute(phrase, target, rows)
}

/// "How much older is Ann than Bob?", "how many more points has Ann than Bob?"
fn difference(phrase: &mut Phrase<'_>) -> Option<Answer> {
    let how = phrase.find(&["how"]).filter(|at| phrase.is(at + 1, &["much", "many"]))?;
    let than = phrase.find(&["than"])?;
    let (at, column) = (how + 2..than).find_map(|at| {
        let (lemma, degree) = scale::degree(phrase.lower(at), phrase.lexicon)?;
        let graded = scale::column(phrase.table, &lemma, phrase.lexicon).map(|(column, _)| column);
        let named = || (at + 1..than).find_map(|at| phrase.heading_at(at)).map(|(column, _)| column);
        let verb = || {
            (at..than).find_map(|at| {
                let token = phrase.tokens.get(at).filter(|token| !token.is(&["be", "do", "have"]))?;
                scale::column_of_verb(phrase.table, &token.lemma, phrase.lexicon)
            })
        };
        let column = graded.or_else(named).or_else(verb).filter(|column| phrase.table.is_numeric(*column))?;
        (degree == Inflection::Comparative).then_some((at, column))
    })?;
    let rows = names(phrase);
    let [left, right] = rows.as_slice() else { return None };
    let units = (how..at).all(|place| phrase.is(place, &["how", "much", "many", "year", "more"]) || place + 1 == at);
    phrase.take(how..at + 1);
    for place in at..than {
        let measures = phrase.tokens.get(place).map(|token| token.lemma.clone());
        if measures.is_some_and(|verb| scale::column_of_verb(phrase.table, &verb, phrase.lexicon) == Some(column)) {
            phrase.take(place..place + 1);
        }
    }
    let value = phrase.table.number(*left, column)? - phrase.table.number(*right, column)?;
    let value = if value < Number::default() { -value } else { value };
    units.then_some(Answer { value: Given::Number(value, Some(column)), rows })
}

/// "Which column has the weights?": its number.
fn place_of_column(phrase: &Phrase<'_>, at: usize) -> Option<Answer> {
    let (column, _) = (at + 1..phrase.tokens.len()).find_map(|place| phrase.heading_at(place))?;
    let count = i64::try_from(column + 1).ok()?;
    Some(Answer { value: Given::Number(crate::calc::number::whole(count), None), rows: Vec::new() })
}

/// "How many columns are there?"
fn of_columns(phrase: &Phrase<'_>) -> Option<Answer> {
    let at = phrase.find(&["column", "field", "attribute"])?;
    if phrase.find(&["number", "position", "index"]).is_some_and(|number| number < at) && phrase.is(at, &["column"]) {
        let singular = phrase.is(at - 1, &["the"]) && phrase.lower(at) == "column";
        if singular {
            return place_of_column(phrase, at);
        }
    }
    let many = phrase.is(0, &["how"]) && phrase.is(1, &["many"]);
    let what = phrase.is(0, &["what", "which", "list", "name"]) && phrase.tokens.len() < 12;
    let plain = (0..phrase.tokens.len()).all(|place| place == at || phrase.number_at(place).is_none());
    if !plain || phrase.has(&["than", "value", "sum", "average", "mean", "total"]) {
        return None;
    }
    let count = i64::try_from(phrase.table.columns.len()).ok()?;
    let value = if many || phrase.has(&["number", "count"]) {
        Given::Number(crate::calc::number::whole(count), None)
    } else if what && phrase.is(at, &["columns", "fields", "attributes"]) {
        Given::Texts(phrase.table.columns.iter().map(|column| column.title.clone()).collect())
    } else {
        return None;
    };
    Some(Answer { value, rows: Vec::new() })
}

/// The rows that the sentence names and that no comparison took.
pub(super) fn names(phrase: &mut Phrase<'_>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < phrase.tokens.len() {
        match phrase.row_at(at).filter(|_| !phrase.is_used(at)) {
            Some((row, length)) => {
                phrase.take(at..at + length);
                if !found.contains(&row) {
                    found.push(row);
                }
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// What is asked for.
fn target(phrase: &mut Phrase<'_>, order: Option<&Order>, named: bool) -> Option<Target> {
    let first = phrase.tokens.first()?;
    if first.is(&["be", "do", "have"]) && !phrase.has(&["what", "which", "who"]) {
        take_measures(phrase);
        return Some(Target::Truth);
    }
    if let Some(target) = aggregate(phrase) {
        return Some(target);
    }
    let many = (0..phrase.tokens.len()).find(|at| phrase.is(*at, &["how"]) && phrase.is(at + 1, &["many"]));
    let count = phrase.find(&["number", "count"]).filter(|at| {
        let of = (at + 1..at + 4).find(|at| phrase.is(*at, &["of"])).map_or(at + 1, |of| of + 1);
        (of..of + 3).any(|place| phrase.is_kind(place))
    });
    if let Some(many) = many {
        // "How many points does Ann have?"
        let heading = phrase
            .heading_at(many + 2)
            .filter(|(column, _)| phrase.table.is_numeric(*column) && (!phrase.is_kind(many + 2) || named));
        if let Some((column, length)) = heading.filter(|_| !phrase.is_used(many + 2)) {
            phrase.take(many..many + 2 + length);
            return Some(if named || order.is_some() { Target::Cells(column) } else { Target::Sum(column) });
        }
        return Some(Target::Count);
    }
    if count.is_some() {
        phrase.take(count?..count? + 1);
        return Some(Target::Count);
    }
    cells(phrase, order)
}

/// Headings and verbs of measure that merely go with what is compared.
fn take_measures(phrase: &mut Phrase<'_>) {
    for at in 0..phrase.tokens.len() {
        if let Some((_, length)) = phrase.heading_at(at) {
            phrase.take(at..at + length);
        }
    }
}

/// "The total weight", "the average of the ages", "how much do they weigh together".
fn aggregate(phrase: &mut Phrase<'_>) -> Option<Target> {
    type Make = fn(usize) -> Target;
    const KINDS: &[(&[&str], Make)] = &[
        (&["average", "mean"], Target::Mean),
        (&["median"], Target::Median),
        (&["difference", "range", "spread"], Target::Spread),
        (
            &[
                "total",
                "sum",
                "combined",
                "combine",
                "cumulated",
                "cumulate",
                "cumulative",
                "altogether",
                "together",
                "overall",
                "aggregate",
                "add",
            ],
            Target::Sum,
        ),
    ];
    let (at, make) = KINDS.iter().find_map(|(words, make)| Some((phrase.find(words)?, make)))?;
    // "How many … in total" counts.
    let many = (0..phrase.tokens.len()).any(|at| phrase.is(at, &["how"]) && phrase.is(at + 1, &["many"]));
    let places = 0..phrase.tokens.len();
    let heading = places.clone().filter(|place| !phrase.is_used(*place)).find_map(|place| {
        let (column, length) = phrase.heading_at(place).filter(|(column, _)| phrase.table.is_numeric(*column))?;
        Some((place, column, length))
    });
    let verb = || {
        places.clone().find_map(|place| {
            let token = phrase.tokens.get(place).filter(|token| token.pos == Pos::Verb)?;
            Some((place, scale::column_of_verb(phrase.table, &token.lemma, phrase.lexicon)?, 1))
        })
    };
    let Some((place, column, length)) = heading.or_else(verb) else {
        if many {
            phrase.take(at..at + 1);
        }
        return None;
    };
    if many && phrase.is_kind(place) {
        return None;
    }
    phrase.take(at..at + 1);
    phrase.take(place..place + length);
    Some(make(column))
}

/// The column whose cells are asked for; the names of the rows where none is.
fn cells(phrase: &mut Phrase<'_>, order: Option<&Order>) -> Option<Target> {
    let key = phrase.table.key();
    let asks = phrase.find(&["who", "which", "what", "how", "where", "whose", "when"]);
    // "How old is Ann?", "how much does Ann weigh?"
    if let Some(how) = phrase.find(&["how"]) {
        let graded = phrase.tokens.get(how + 1).map(|token| token.lemma.clone())?;
        let found = scale::column(phrase.table, &graded, phrase.lexicon).map(|(column, _)| (how + 1, column));
        let verb = || {
            (how + 1..phrase.tokens.len()).find_map(|at| {
                let token = phrase.tokens.get(at).filter(|token| !token.is(&["be", "do", "have"]))?;
                Some((at, scale::column_of_verb(phrase.table, &token.lemma, phrase.lexicon)?))
            })
        };
        let (at, column) = found.or_else(verb)?;
        phrase.take(how..how + 2);
        phrase.take(at..at + 1);
        return Some(Target::Cells(column));
    }
    let named = phrase.has(&["who"])
        || phrase.tokens.iter().any(|token| token.is(&["name", "names"]))
        || asks.is_some_and(|at| phrase.is_kind(at + 1) && phrase.is(at, &["which", "what"]));
    let heading = (0..phrase.tokens.len()).filter(|at| !phrase.is_used(*at)).find_map(|at| {
        let (column, length) = phrase.heading_at(at).filter(|(column, _)| *column != key)?;
        Some((at, column, length))
    });
    if let Some((at, column, length)) = heading {
        phrase.take(at..at + length);
        return Some(Target::Cells(column));
    }
    // "What does Ann earn?"
    let verb = (0..phrase.tokens.len()).filter(|at| !phrase.is_used(*at)).find_map(|at| {
        let token = phrase.tokens.get(at).filter(|token| scale::measures(&token.lemma))?;
        Some((at, scale::column_of_verb(phrase.table, &token.lemma, phrase.lexicon)?))
    });
    if let Some((at, column)) = verb.filter(|_| phrase.is(0, &["what"])) {
        phrase.take(at..at + 1);
        return Some(Target::Cells(column));
    }
    if let Some(Order { by: order::By::Column(column), named: true, .. }) = order
        && !named
        && !(0..phrase.tokens.len()).any(|at| phrase.is_kind(at) && asks.is_some_and(|asks| at == asks + 1))
    {
        return Some(Target::Cells(*column));
    }
    Some(Target::Cells(key))
}

/// Whether what the sentence says holds.
fn truth(phrase: &Phrase<'_>, conditions: &[Condition], order: Option<Order>, named: &[usize]) -> Option<Answer> {
    let holds = |row: &usize| conditions.iter().all(|condition| condition.holds(phrase, *row));
    let all: Vec<usize> = (0..phrase.table.rows.len()).collect();
    let denied = phrase.has(&["not", "n't", "no"]);
    let (truth, rows) = match (named, order) {
        _ if denied => return None,
        ([row], Some(order)) if conditions.is_empty() => {
            let best = order.pick(phrase, &all)?;
            (best.contains(row), vec![*row])
        }
        ([_, ..], None) if !conditions.is_empty() => (named.iter().all(holds), named.to_vec()),
        ([], None) if !conditions.is_empty() => {
            let fitting: Vec<usize> = all.iter().copied().filter(holds).collect();
            if phrase.has(&["all", "every", "each"]) {
                (fitting.len() == all.len(), all)
            } else if phrase.has(&["any", "there", "some", "anyone"]) {
                (!fitting.is_empty(), fitting)
            } else {
                return None;
            }
        }
        _ => return None,
    };
    Some(Answer { value: Given::Truth(truth), rows })
}

fn compute(phrase: &Phrase<'_>, target: Target, rows: Vec<usize>) -> Option<Answer> {
    let table = phrase.table;
    let values = |column: usize| rows.iter().map(|row| table.number(*row, column)).collect::<Option<Vec<Number>>>();
    let number = |value: Number, column: usize| Given::Number(value, Some(column));
    let value = match target {
        Target::Count => Given::Number(crate::calc::number::whole(i64::try_from(rows.len()).ok()?), None),
        Target::Sum(column) => number(values(column)?.iter().sum(), column),
        Target::Mean(column) => number(condition::mean(&values(column)?)?, column),
        Target::Median(column) => {
            let mut values = values(column)?;
            values.sort();
            let middle = values.len() / 2;
            let low = if values.len() % 2 == 0 { middle.checked_sub(1)? } else { middle };
            number(condition::mean(values.get(low..=middle)?)?, column)
        }
        Target::Spread(column) => {
            let values = values(column)?;
            // A difference of more than two rows is that of the extremes.
            number(values.iter().max()? - values.iter().min()?, column)
        }
        Target::Cells(column) => {
            let cells: Vec<String> = rows.iter().map(|row| table.cell(*row, column).to_owned()).collect();
            match (cells.as_slice(), rows.first()) {
                ([_], Some(row)) if table.is_numeric(column) => number(table.number(*row, column)?, column),
                ([], _) => return None,
                _ => Given::Texts(cells),
            }
        }
        Target::Truth => return None,
    };
    Some(Answer { value, rows })
}
