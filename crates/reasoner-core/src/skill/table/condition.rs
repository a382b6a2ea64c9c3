//! What a sentence asks of rows: "older than 8", "at least 12 kg", "taller than Ann", "in Sales".

use engine_api::{Inflection, Pos};
use num_bigint::BigInt;

use super::grid::Column;
use super::phrase::Phrase;
use super::scale;
use crate::calc::number::{Number, whole};
use crate::calc::unit;

/// How an amount compares with the one that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

impl Op {
    fn holds(self, left: &Number, right: &Number) -> bool {
        match self {
            Op::Less => left < right,
            Op::AtMost => left <= right,
            Op::Equal => left == right,
            Op::AtLeast => left >= right,
            Op::More => left > right,
        }
    }

    fn by_way(way: i8) -> Op {
        if way > 0 { Op::More } else { Op::Less }
    }
}

/// What a row must meet.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    Amount { column: usize, op: Op, value: Number },
    Text { column: usize, values: Vec<String>, negated: bool },
}

impl Condition {
    pub(super) fn holds(&self, phrase: &Phrase<'_>, row: usize) -> bool {
        match self {
            Condition::Amount { column, op, value } => {
                phrase.table.number(row, *column).is_some_and(|own| op.holds(&own, value))
            }
            Condition::Text { column, values, negated } => {
                values.contains(&phrase.table.cell(row, *column).to_lowercase()) != *negated
            }
        }
    }
}

/// All conditions of a sentence. `None` where one is named that is not understood.
pub(super) fn conditions(phrase: &mut Phrase<'_>) -> Option<Vec<Condition>> {
    let mut found = Vec::new();
    for at in 0..phrase.tokens.len() {
        if phrase.is(at, &["than", "as"]) && !phrase.is_used(at) {
            found.extend(references(phrase, at)?);
        }
    }
    for at in 0..phrase.tokens.len() {
        if phrase.is_used(at) || phrase.row_at(at).is_some() {
            continue;
        }
        if let Some(value) = phrase.number_at(at) {
            found.extend(amount(phrase, at, value)?);
        }
    }
    for at in 0..phrase.tokens.len() {
        texts(phrase, at, &mut found)?;
    }
    Some(found)
}

/// Words between "than" and the name.
const ARTICLES: &[&str] = &["the", "a", "an", "that", "of", "in", "for"];

/// "Older than Ann", "younger but taller than Ann", "as tall as Ann". Nothing where no row is named there.
fn references(phrase: &mut Phrase<'_>, than: usize) -> Option<Vec<Condition>> {
    let mut at = than + 1;
    while phrase.is(at, ARTICLES) && phrase.row_at(at).is_none() {
        at += 1;
    }
    let Some((row, length)) = phrase.row_at(at) else { return Some(Vec::new()) };
    if phrase.is(than, &["as"]) {
        let start = than.checked_sub(2)?;
        let lemma = phrase.tokens.get(than - 1)?.lemma.clone();
        let column = match phrase.heading_at(than - 1) {
            Some((column, _)) => column,
            None => scale::column(phrase.table, &lemma, phrase.lexicon)?.0,
        };
        phrase.take(start..at + length);
        let value = phrase.table.number(row, column)?;
        return Some(vec![Condition::Amount { column, op: Op::Equal, value }]);
    }
    let mut found = Vec::new();
    let mut end = than;
    while let Some((start, column, way)) = comparative(phrase, end) {
        let value = phrase.table.number(row, column)?;
        // "Two years younger than": the distance is exact.
        let step = step_before(phrase, start, column);
        let start = step.as_ref().map_or(start, |(from, _)| *from);
        found.push(match step {
            Some((_, step)) if way > 0 => Condition::Amount { column, op: Op::Equal, value: value + step },
            Some((_, step)) => Condition::Amount { column, op: Op::Equal, value: value - step },
            None => Condition::Amount { column, op: Op::by_way(way), value },
        });
        phrase.take(start..end);
        let Some(joint) = start.checked_sub(1).filter(|at| phrase.is(*at, &["and", "but", "yet", ",", "both"])) else {
            break;
        };
        end = if phrase.is(joint, &["and", "but", "yet"]) && phrase.is(joint.wrapping_sub(1), &[","]) {
            joint - 1
        } else {
            joint
        };
    }
    phrase.take(than..at + length);
    (!found.is_empty()).then_some(found)
}

/// The amount right before a comparative, with its unit: where it begins, and how much it is in the unit of the column.
fn step_before(phrase: &Phrase<'_>, start: usize, column: usize) -> Option<(usize, Number)> {
    (start.saturating_sub(2)..start).find_map(|at| {
        let value = phrase.number_at(at)?;
        let (measured, end) = measured(phrase, at + 1);
        let (factor, end) = scaled(phrase, at + 1, Some(column)).unwrap_or((value.clone() / &value, end));
        let fits = end == start && (measured.is_none() || measured == Some(column));
        fits.then(|| (at, value * factor))
    })
}

/// A unit that is not the column's own but of the same dimension: what one is in the column's unit, and where it ends.
/// Without a column the only one that fits.
fn scaled(phrase: &Phrase<'_>, at: usize, column: Option<usize>) -> Option<(Number, usize)> {
    let (_, factor, end) = converted(phrase, at, column)?;
    Some((factor, end))
}

fn converted(phrase: &Phrase<'_>, at: usize, column: Option<usize>) -> Option<(usize, Number, usize)> {
    let token = phrase.tokens.get(at)?;
    let given = unit::find(&token.lower);
    let columns = phrase.table.columns.iter().enumerate().filter(|(at, _)| column.is_none_or(|column| column == *at));
    let mut found = columns.filter_map(|(column, own)| {
        let own = unit::find(own.unit.as_deref()?).into_iter().next()?;
        let given = given.iter().find(|given| given.dimension == own.dimension)?;
        Some((column, unit::convert(&whole(1), given, &own)?, at + 1))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The comparative that ends at a place: its start, its column and its way.
fn comparative(phrase: &Phrase<'_>, end: usize) -> Option<(usize, usize, i8)> {
    let last = end.checked_sub(1)?;
    let plain = || (phrase.tokens.get(last).map_or_else(String::new, |token| token.lemma.clone()), Inflection::Base);
    let (lemma, inflection) = scale::degree(phrase.lower(last), phrase.lexicon).unwrap_or_else(plain);
    let before = last.checked_sub(1);
    if inflection != Inflection::Comparative {
        // "More expensive than", "more points than".
        let sign = before.filter(|at| phrase.is(*at, &["more", "less", "fewer"]))?;
        let turn: i8 = if phrase.is(sign, &["more"]) { 1 } else { -1 };
        if let Some((column, _)) = phrase.heading_at(last).filter(|(column, _)| phrase.table.is_numeric(*column)) {
            return Some((sign, column, turn));
        }
        let (column, way) = scale::column(phrase.table, &lemma, phrase.lexicon)?;
        return Some((sign, column, way * turn));
    }
    if !matches!(lemma.as_str(), "much" | "little") {
        let (column, way) = scale::column(phrase.table, &lemma, phrase.lexicon).or_else(|| {
            let (_, column) = before_of(phrase, last)?;
            Some((column, scale::polarity(&lemma)?))
        })?;
        return Some((last, column, way));
    }
    let (start, column) = before_of(phrase, last)?;
    Some((start, column, if lemma == "much" { 1 } else { -1 }))
}

/// The heading or verb shortly before a place: where it stands and its column.
fn before_of(phrase: &Phrase<'_>, at: usize) -> Option<(usize, usize)> {
    (at.saturating_sub(5)..at).rev().find_map(|place| {
        let heading = phrase.heading_at(place).map(|(column, _)| column);
        let token = phrase.tokens.get(place)?;
        let verb = || {
            let counts = !token.is(&["be", "have", "do", "get"]);
            scale::column_of_verb(phrase.table, &token.lemma, phrase.lexicon).filter(|_| counts)
        };
        let column = heading.filter(|column| phrase.table.is_numeric(*column)).or_else(verb)?;
        Some((place, column))
    })
}

/// The condition around an amount. `None` where its column is not known; an empty list where the amount is part of
/// something else ("top 3", "row 2").
fn amount(phrase: &mut Phrase<'_>, at: usize, value: Number) -> Option<Vec<Condition>> {
    let start = at - usize::from(at > 0 && phrase.is(at - 1, &["$", "€", "£"]));
    if phrase.is(start.wrapping_sub(1), &["row", "top", "line", "bottom", "entry"]) || superlative_follows(phrase, at) {
        return Some(Vec::new());
    }
    let (op, from, adjective) = operator(phrase, start);
    let (column, to) = measured(phrase, at + 1);
    let (value, column, to) = match (column, converted(phrase, at + 1, None)) {
        (None, Some((column, factor, end))) => {
            let graded = measured(phrase, end);
            (value * factor, Some(column), if graded.0 == Some(column) { graded.1 } else { end })
        }
        _ => (value, column, to),
    };
    let (op, to) = open_ended(phrase, op, to);
    let currency = (start < at).then(|| priced(phrase, phrase.lower(start))).flatten();
    let by_adjective = adjective.and_then(|lemma| Some(scale::column(phrase.table, &lemma, phrase.lexicon)?.0));
    let (from, before) = match before_of(phrase, from) {
        Some((place, own)) if by_adjective.is_none() && (to == at + 1 || Some(own) == column) => (place, Some(own)),
        _ => (from, None),
    };
    let numeric: Vec<usize> =
        (0..phrase.table.columns.len()).filter(|column| phrase.table.is_numeric(*column)).collect();
    let sole = numeric.first().copied().filter(|_| numeric.len() == 1);
    let column = by_adjective.or(column).or(before).or(currency).or(sole)?;
    let between = second_bound(phrase, start, to);
    phrase.take(from..to);
    match between {
        Some((end, high)) => {
            phrase.take(start.saturating_sub(1)..end);
            let bound = |op, value| Condition::Amount { column, op, value };
            Some(vec![bound(Op::AtLeast, value), bound(Op::AtMost, high)])
        }
        None => Some(vec![Condition::Amount { column, op: op.unwrap_or(Op::Equal), value }]),
    }
}

/// The only column of amounts with this sign of a currency.
fn priced(phrase: &Phrase<'_>, sign: &str) -> Option<usize> {
    let has = |column: &usize| phrase.table.cell(0, *column).starts_with(sign);
    let mut found = (0..phrase.table.columns.len()).filter(has);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// "The 3 oldest": the amount counts rows.
fn superlative_follows(phrase: &Phrase<'_>, at: usize) -> bool {
    scale::degree(phrase.lower(at + 1), phrase.lexicon)
        .is_some_and(|(_, inflection)| inflection == Inflection::Superlative)
}

/// "Between 3 and 5": the end of the phrase and the second amount.
fn second_bound(phrase: &Phrase<'_>, start: usize, to: usize) -> Option<(usize, Number)> {
    if !phrase.is(start.wrapping_sub(1), &["between", "from"]) || !phrase.is(to, &["and", "to"]) {
        return None;
    }
    let high = phrase.number_at(to + 1)?;
    Some((measured(phrase, to + 2).1, high))
}

/// The comparison before an amount: where it begins, and the adjective that it is made with.
fn operator(phrase: &Phrase<'_>, start: usize) -> (Option<Op>, usize, Option<String>) {
    let back = |steps: usize| start.checked_sub(steps);
    let is = |steps: usize, words: &[&str]| back(steps).is_some_and(|at| phrase.is(at, words));
    if is(1, &["than"]) || (is(1, &["to"]) && is(2, &["equal"]) && is(4, &["than"])) {
        let wide = !is(1, &["than"]);
        let than = start - if wide { 4 } else { 1 };
        return compared(phrase, than, wide, start);
    }
    let signs: [(&[&str], Op); 5] = [
        (&["over", "above", "exceed", "exceeds", "exceeding", "beyond", ">", "surpass", "after"], Op::More),
        (&["under", "below", "<", "before"], Op::Less),
        (&["exactly", "=", "equals", "precisely"], Op::Equal),
        (&["≥", "since"], Op::AtLeast),
        (&["≤", "until"], Op::AtMost),
    ];
    if let Some((_, op)) = signs.iter().find(|(words, _)| is(1, words)) {
        return (Some(*op), start - 1, None);
    }
    let pairs: [(&str, &str, Op); 7] = [
        ("at", "least", Op::AtLeast),
        ("at", "most", Op::AtMost),
        ("up", "to", Op::AtMost),
        ("minimum", "of", Op::AtLeast),
        ("maximum", "of", Op::AtMost),
        ("equal", "to", Op::Equal),
        (">", "=", Op::AtLeast),
    ];
    let pair = pairs.iter().find(|(first, second, _)| is(2, &[*first]) && is(1, &[*second]));
    pair.map_or((None, start, None), |(_, _, op)| (Some(*op), start - 2, None))
}

/// "More than", "no older than", "more expensive than"; `wide` with "or equal to".
fn compared(phrase: &Phrase<'_>, than: usize, wide: bool, start: usize) -> (Option<Op>, usize, Option<String>) {
    let Some(last) = than.checked_sub(1) else { return (None, start, None) };
    let graded =
        scale::degree(phrase.lower(last), phrase.lexicon).filter(|(_, degree)| *degree == Inflection::Comparative);
    let (lemma, mut from, turn) = match graded {
        Some((lemma, _)) => (lemma, last, 1),
        None => {
            let Some(sign) = last.checked_sub(1).filter(|at| phrase.is(*at, &["more", "less"])) else {
                return (None, start, None);
            };
            let lemma = phrase.tokens.get(last).map_or_else(String::new, |token| token.lemma.clone());
            (lemma, sign, if phrase.is(sign, &["more"]) { 1 } else { -1 })
        }
    };
    let way = scale::column(phrase.table, &lemma, phrase.lexicon).map(|(_, way)| way);
    let way = way.or_else(|| scale::polarity(&lemma)).unwrap_or(1) * turn;
    let denied = from.checked_sub(1).filter(|at| phrase.is(*at, &["no", "not"]));
    from = denied.unwrap_or(from);
    let op = match (way > 0, wide, denied.is_some()) {
        (true, false, false) => Op::More,
        (false, false, false) => Op::Less,
        (true, true, _) | (false, false, true) => Op::AtLeast,
        (false, true, _) | (true, false, true) => Op::AtMost,
    };
    let adjective = (!matches!(lemma.as_str(), "much" | "little")).then_some(lemma);
    (Some(op), from, adjective)
}

/// The unit, heading or adjective after an amount: its column, and where it ends.
fn measured(phrase: &Phrase<'_>, mut at: usize) -> (Option<usize>, usize) {
    let mut column = None;
    while let Some(token) = phrase.tokens.get(at).filter(|_| !phrase.is_used(at)) {
        let unit = |own: &Column| {
            own.unit.as_ref().is_some_and(|unit| same_unit(unit, &token.lower) || same_unit(unit, &token.lemma))
        };
        let by_unit = phrase.table.columns.iter().position(unit);
        let years =
            || (token.is(&["year", "month"])).then(|| scale::column(phrase.table, "old", phrase.lexicon)).flatten();
        let graded = || scale::column(phrase.table, &token.lemma, phrase.lexicon);
        let named =
            || phrase.heading_at(at).map(|(column, _)| column).filter(|column| phrase.table.is_numeric(*column));
        let own = by_unit.or_else(|| years().map(|(column, _)| column)).or_else(|| graded().map(|(column, _)| column));
        match own.or_else(named) {
            Some(found) if column.is_none_or(|column| column == found) => column = Some(found),
            _ => break,
        }
        at += 1;
        if phrase.is(at, &["of", "in"]) && phrase.heading_at(at + 1).is_some() {
            at += 1;
        }
    }
    (column, at)
}

/// Whether two words name one unit: "cm" and "centimeters".
fn same_unit(left: &str, right: &str) -> bool {
    let same = || {
        let others = unit::find(right);
        let is = |own: &unit::Unit| {
            others.iter().any(|other| own.factor == other.factor && own.dimension == other.dimension)
        };
        unit::find(left).iter().any(is)
    };
    left.eq_ignore_ascii_case(right) || same()
}

/// "8 or older", "5 or less": the operator that this makes, and where it ends.
fn open_ended(phrase: &Phrase<'_>, op: Option<Op>, to: usize) -> (Option<Op>, usize) {
    if op.is_some() || !phrase.is(to, &["or", "and"]) {
        return (op, to);
    }
    const UP: &[&str] =
        &["more", "over", "above", "up", "higher", "greater", "older", "upwards", "taller", "heavier", "longer"];
    const DOWN: &[&str] = &["less", "under", "below", "fewer", "lower", "younger", "smaller", "lighter", "shorter"];
    if phrase.is(to + 1, UP) {
        return (Some(Op::AtLeast), to + 2);
    }
    if phrase.is(to + 1, DOWN) {
        return (Some(Op::AtMost), to + 2);
    }
    (op, to)
}

/// The condition of a cell's text that is named at a place; those of one column are alternatives.
fn texts(phrase: &mut Phrase<'_>, at: usize, found: &mut Vec<Condition>) -> Option<()> {
    if phrase.is_used(at) || phrase.row_at(at).is_some() {
        return Some(());
    }
    let Some((column, value, length)) = phrase.cell_at(at) else { return Some(()) };
    let negated =
        (at.saturating_sub(4)..at).any(|place| phrase.is(place, &["not", "n't", "outside", "except", "isn't"]));
    let start = (at.saturating_sub(2)..at)
        .find(|place| phrase.heading_at(*place).is_some_and(|(named, _)| named == column) && !phrase.is_used(*place))
        .unwrap_or(at);
    // "Works in Sales", "located in Rome": the verb leads to the cell.
    let verb = (start.saturating_sub(4)..start).rev().find(|place| {
        phrase.tokens.get(*place).is_some_and(|token| token.pos == Pos::Verb && !scale::measures(&token.lemma))
    });
    if let Some(verb) = verb {
        phrase.take(verb..verb + 1);
    }
    phrase.take(start..at + length);
    phrase.take(
        at + length
            ..at + length + usize::from(phrase.heading_at(at + length).is_some_and(|(named, _)| named == column)),
    );
    let own = found.iter_mut().find_map(|condition| match condition {
        Condition::Text { column: other, values, negated: denied } if *other == column && *denied == negated => {
            Some(values)
        }
        _ => None,
    });
    match own {
        Some(values) => values.push(value),
        None => found.push(Condition::Text { column, values: vec![value], negated }),
    }
    Some(())
}

/// The mean of a column over some rows.
pub(super) fn mean(values: &[Number]) -> Option<Number> {
    let count = BigInt::from(values.len());
    (!values.is_empty()).then(|| values.iter().sum::<Number>() / Number::from_integer(count))
}
