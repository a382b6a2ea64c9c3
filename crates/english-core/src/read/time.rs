//! Dates and times of day as they are commonly written, with their ISO 8601 form where the phrase fixes it.

use engine_api::TimePhrase;

use super::clause::Line;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The dates and times that a sentence names.
pub(crate) fn times(line: Line<'_>) -> Vec<TimePhrase> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.words.len() {
        match time(line, at) {
            Some((iso, end)) => {
                let Some(span) = line.span(at..end) else { break };
                found.push(TimePhrase { span, iso });
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// The date or time that begins at `at`: what it means and where it ends.
fn time(line: Line<'_>, at: usize) -> Option<(Option<String>, usize)> {
    let text = line.get(at)?.text.as_str();
    if text.contains('-') || text.contains(':') {
        return iso(text).map(|iso| (Some(iso), at + 1)).or_else(|| clock(line, at));
    }
    day_first(line, at).or_else(|| month_first(line, at)).or_else(|| clock(line, at)).or_else(|| relative(line, at))
}

/// `2026-11-22` and `2026-11-22T15:30`.
fn iso(text: &str) -> Option<String> {
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let mut fields = date.split('-');
    let year: u16 = fields.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month: u8 = fields.next()?.parse().ok()?;
    let day: u8 = fields.next()?.parse().ok()?;
    let date = date_of(year, month, day)?;
    let Some(time) = time else { return Some(date) };
    let (hour, minute) = time.split_once(':')?;
    let minute = minute.get(..2)?;
    Some(format!("{date}T{}", time_of(hour.parse().ok()?, minute.parse().ok()?)?))
}

/// `22 November 2026`, `the 22nd of November`.
fn day_first(line: Line<'_>, at: usize) -> Option<(Option<String>, usize)> {
    let day = day(line, at)?;
    let mut next = at + 1;
    if line.lemma(next) == "of" {
        next += 1;
    }
    let month = month(line, next)?;
    Some(with_year(line, next + 1, month, day))
}

/// `November 22, 2026`, `Nov 22nd`, `November 2026`.
fn month_first(line: Line<'_>, at: usize) -> Option<(Option<String>, usize)> {
    let month = month(line, at)?;
    if let Some(day) = day(line, at + 1) {
        return Some(with_year(line, at + 2, month, day));
    }
    // "May" and "March" alone are rather a verb.
    let year = year(line, at + 1)?;
    Some((Some(format!("{year:04}-{month:02}")), at + 2))
}

fn with_year(line: Line<'_>, at: usize, month: u8, day: u8) -> (Option<String>, usize) {
    let after_comma = at + usize::from(line.lemma(at) == ",");
    match year(line, after_comma) {
        Some(year) => (date_of(year, month, day), after_comma + 1),
        None => (None, at),
    }
}

/// `15:30`, `3:30 pm`, `3 pm`.
fn clock(line: Line<'_>, at: usize) -> Option<(Option<String>, usize)> {
    let text = line.get(at)?.text.as_str();
    let (hour, minute) = text.split_once(':').map_or((text, None), |(hour, minute)| (hour, Some(minute)));
    let hour: u8 = hour.parse().ok()?;
    let minute_number: u8 = minute.map_or(Some(0), |minute| minute.get(..2)?.parse().ok())?;
    let half = line.get(at + 1).map(|next| next.text.to_lowercase()).unwrap_or_default();
    match half.as_str() {
        "am" | "a.m" | "pm" | "p.m" if (1..=12).contains(&hour) => {
            let afternoon = if half.starts_with('p') { 12 } else { 0 };
            let stop = half.contains('.') && line.lemma(at + 2) == ".";
            Some((Some(time_of(hour % 12 + afternoon, minute_number)?), at + 2 + usize::from(stop)))
        }
        "o'clock" if hour <= 24 => Some((None, at + 2)),
        _ => minute.and_then(|_| time_of(hour, minute_number)).map(|time| (Some(time), at + 1)),
    }
}

/// `today`, `next Monday`, `Friday`: a time whose meaning depends on now.
fn relative(line: Line<'_>, at: usize) -> Option<(Option<String>, usize)> {
    let lower = line.get(at)?.text.to_lowercase();
    let is_day = |word: &str| WEEKDAYS.contains(&word);
    if matches!(lower.as_str(), "today" | "tomorrow" | "yesterday" | "tonight") || is_day(&lower) {
        return Some((None, at + 1));
    }
    let next = line.get(at + 1).map(|word| word.text.to_lowercase()).unwrap_or_default();
    let unit = matches!(next.as_str(), "week" | "month" | "year" | "weekend") || is_day(&next);
    (matches!(lower.as_str(), "next" | "last") && unit).then_some((None, at + 2))
}

fn month(line: Line<'_>, at: usize) -> Option<u8> {
    let word = line.get(at).filter(|word| word.text.starts_with(|first: char| first.is_uppercase()))?;
    let lower = word.text.to_lowercase();
    let index = MONTHS.iter().position(|month| {
        *month == lower
            || (lower.len() == 3 && month.starts_with(lower.as_str()))
            || (lower == "sept" && *month == "september")
    })?;
    u8::try_from(index + 1).ok()
}

/// A day of the month, in digits, with or without its ending.
fn day(line: Line<'_>, at: usize) -> Option<u8> {
    let text = line.get(at)?.text.as_str();
    let day: u8 = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic()).parse().ok()?;
    (1..=31).contains(&day).then_some(day)
}

fn year(line: Line<'_>, at: usize) -> Option<u16> {
    let text = line.get(at)?.text.as_str();
    text.parse().ok().filter(|_| text.len() == 4)
}

/// The ISO form of a date that exists.
fn date_of(year: u16, month: u8, day: u8) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn time_of(hour: u8, minute: u8) -> Option<String> {
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}
