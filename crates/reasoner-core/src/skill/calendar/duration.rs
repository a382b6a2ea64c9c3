//! The time from one moment to another, in the layout that the prompt asks for.

use super::moment::{DAY, Moment};
use super::{Found, Question};
use engine_api::Value;

/// Units that a question may count in, in milliseconds.
const UNITS: [(&str, i64); 6] = [
    ("weeks", 7 * DAY),
    ("days", DAY),
    ("hours", 3_600_000),
    ("minutes", 60_000),
    ("seconds", 1000),
    ("milliseconds", 1),
];

/// The layout of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Layout {
    days: bool,
    /// Fields of the clock: 0 none, 2 to the minute, 3 to the second, 4 to the millisecond.
    clock: u8,
}

/// Answers "how long", "how much time", "what is the duration".
pub(super) fn duration(question: &Question<'_>) -> Option<Found> {
    let asks =
        question.asks(&["long", "duration", "elapsed", "difference", "interval", "span", "passed", "length", "gap"])
            || question.says(&["how much time", "how many"]);
    let [first, second] = question.moments.as_slice() else { return None };
    let layout = layout(&question.upper);
    if !(asks || layout.is_some()) || !question.weekdays.is_empty() || !question.amounts.is_empty() {
        return None;
    }
    let counted = UNITS.iter().find(|(name, _)| question.says(&[&format!("how many {name}"), &format!("in {name}")]));
    let business =
        question.has(&["business", "weekdays", "weekday", "working", "workdays", "leap", "weekend", "weekends"]);
    if business || (layout.is_none() && counted.is_none() && first.time.is_none()) {
        return None;
    }
    let length = length(first, second)?;
    let shown = match (layout, counted) {
        (Some(layout), _) => written(length, layout),
        (None, Some((_, unit))) if length % unit == 0 => {
            let count = length / unit;
            let statement = format!("from {} to {}: {count}", first.text, second.text);
            return Some(question.number(count, statement));
        }
        (None, _) => spoken(length),
    };
    Some(question.found(Value::Text(shown.clone()), format!("from {} to {}: {shown}", first.text, second.text)))
}

/// Milliseconds from the first moment to the second. Clock times without dates may cross midnight.
fn length(first: &Moment<'_>, second: &Moment<'_>) -> Option<i64> {
    if first.date.is_some() != second.date.is_some() {
        // "from 5 May 2026 at 10:00 to 12:00" stays within the day.
        let (date, time) = (first.date?, second.time?);
        let same = Moment { date: Some(date), time: Some(time), ..second.clone() };
        return Some(same.instant()? - first.instant()?).filter(|length| *length >= 0);
    }
    if first.date.is_some() {
        let length = second.instant()? - first.instant()?;
        return Some(length.abs());
    }
    let start = first.time? - first.offset.unwrap_or(0) * 60_000;
    let end = second.time? - second.offset.unwrap_or(0) * 60_000;
    Some((end - start).rem_euclid(DAY))
}

/// The layout that the prompt spells out: `D days, HH:MM:SS`.
fn layout(upper: &str) -> Option<Layout> {
    let days = ["D DAYS", "D DAY", "N DAYS", "X DAYS", "DD DAYS"].iter().any(|pattern| upper.contains(pattern));
    let clock = if upper.contains("HH:MM:SS.M") || upper.contains("HH:MM:SS.S") {
        4
    } else if upper.contains("HH:MM:SS") {
        3
    } else if upper.contains("HH:MM") {
        2
    } else {
        0
    };
    (days || clock > 0).then_some(Layout { days, clock })
}

fn written(length: i64, layout: Layout) -> String {
    let (days, rest) = if layout.days { (length / DAY, length % DAY) } else { (0, length) };
    let (hours, minutes, seconds) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60);
    let clock = match layout.clock {
        0 => String::new(),
        2 => format!("{hours:02}:{minutes:02}"),
        3 => format!("{hours:02}:{minutes:02}:{seconds:02}"),
        _ => format!("{hours:02}:{minutes:02}:{seconds:02}.{:03}", rest % 1000),
    };
    match (layout.days, clock.is_empty()) {
        (true, true) => format!("{days} days"),
        (true, false) => format!("{days} days, {clock}"),
        (false, _) => clock,
    }
}

/// In words: `2 days, 3 hours and 5 minutes`.
fn spoken(length: i64) -> String {
    let mut rest = length;
    let mut parts = Vec::new();
    for (name, unit) in UNITS.iter().skip(1) {
        let count = rest / unit;
        rest %= unit;
        if count > 0 {
            let name = if count == 1 { name.trim_end_matches('s') } else { name };
            parts.push(format!("{count} {name}"));
        }
    }
    match parts.pop() {
        None => "0 minutes".to_owned(),
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{} and {last}", parts.join(", ")),
    }
}
