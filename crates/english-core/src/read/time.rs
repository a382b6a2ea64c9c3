//! Dates and times of day as they are commonly written, with their ISO 8601 form where the phrase fixes it.

use engine_api::{TimePhrase, vocabulary};

use super::clause::Line;
use super::tag::lower_of;

/// The dates and times that a sentence names.
pub(crate) fn times(line: Line<'_>) -> Vec<TimePhrase> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.words.len() {
        match line.get(at).filter(|word| may_begin(&word.text)).and_then(|_| time(line, at)) {
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

/// Whether a date or time may begin with the word.
fn may_begin(word: &str) -> bool {
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        return true;
    }
    // The names of days, months and times of day begin with few letters.
    let first = word.as_bytes().first().map(u8::to_ascii_lowercase);
    if !first.is_some_and(|first| b"mtwfsjandoyl".contains(&first)) || !(3..=9).contains(&word.len()) {
        return false;
    }
    let lower = lower_of(word);
    let open = matches!(
        &*lower,
        "noon" | "midday" | "midnight" | "today" | "tomorrow" | "yesterday" | "tonight" | "next" | "last"
    );
    open || vocabulary::weekday_or_short(&lower).is_some() || vocabulary::month_or_short(&lower).is_some()
}

/// The date or time that begins at `at`: what it means and where it ends.
fn time(line: Line<'_>, at: usize) -> Option<(Option<String>, usize)> {
    dated(line, at).or_else(|| clock(line, at)).or_else(|| relative(line, at))
}

/// A date, with a weekday before or after it and a time of day after it: `Tue Dec 29 2026 21:00`, `2026-11-22 (Sunday)
/// 18:35 +0600`, `Friday, 3 May at 4 pm`.
fn dated(line: Line<'_>, at: usize) -> Option<(Option<String>, usize)> {
    let (date, mut end) = date(line, skip_weekday(line, at))?;
    if line.lemma(end) == "(" && is_weekday(line, end + 1) && line.lemma(end + 2) == ")" {
        end += 3;
    }
    let fixed = date.as_ref().is_some_and(|date| date.len() == 10);
    let mut next = end;
    next += usize::from(line.lemma(next) == ",");
    next += usize::from(matches!(line.lemma(next), "at" | "@"));
    let clock = clock(line, next).filter(|_| fixed);
    let Some((Some(time), after)) = clock else { return Some((date, end)) };
    // "2450-04-05 10 am" and "May 5, 2450 at 10:30" have a time; a date before a bare number has none.
    let (offset, after) = offset(line, after).unwrap_or((String::new(), after));
    Some((date.map(|date| format!("{date}T{time}{offset}")), after))
}

/// A date in any of its usual orders; without its year it is written `--05-03`.
fn date(line: Line<'_>, at: usize) -> Option<(Option<String>, usize)> {
    let text = line.get(at)?.text.as_str();
    if text.contains('-') {
        return iso(text).map(|iso| (Some(iso), at + 1));
    }
    slashed(line, at).or_else(|| day_first(line, at)).or_else(|| month_first(line, at))
}

/// The place after a weekday that leads a date, or `at` itself.
fn skip_weekday(line: Line<'_>, at: usize) -> usize {
    if !is_weekday(line, at) {
        return at;
    }
    let mut next = at + 1;
    next += usize::from(line.lemma(next) == ".");
    next += usize::from(line.lemma(next) == ",");
    next + usize::from(line.lemma(next) == "the")
}

fn is_weekday(line: Line<'_>, at: usize) -> bool {
    let Some(word) = line.get(at) else { return false };
    let capital = word.text.starts_with(|first: char| first.is_uppercase());
    let day = if capital { vocabulary::weekday_or_short } else { vocabulary::weekday };
    day(&word.text).is_some()
}

/// `+0600`, `-05:00`, `UTC`, `Z`: as the end of an ISO time.
fn offset(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let mut at = at;
    if matches!(line.get(at)?.text.as_str(), "UTC" | "GMT" | "Z") {
        if !matches!(line.lemma(at + 1), "+" | "-" | "−") {
            return Some(("Z".to_owned(), at + 1));
        }
        at += 1;
    }
    let sign = match line.get(at)?.text.as_str() {
        "+" => '+',
        "-" | "−" => '-',
        _ => return None,
    };
    let digits: String = line.get(at + 1)?.text.chars().filter(|letter| *letter != ':').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match digits.len() {
        4 => Some((format!("{sign}{}:{}", digits.get(..2)?, digits.get(2..)?), at + 2)),
        1 | 2 => Some((format!("{sign}{digits:0>2}:00"), at + 2)),
        _ => None,
    }
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
    Some(format!("{date}T{}", time_of(time, 0)?))
}

/// `11/22/2026`; the day stands first only where it cannot be a month.
fn slashed(line: Line<'_>, at: usize) -> Option<(Option<String>, usize)> {
    let (first, second, year) = (line.get(at)?, line.get(at + 2)?, line.get(at + 4)?);
    let mark = line.get(at + 1)?.text.as_str();
    let separated = matches!(mark, "/" | "-") && line.get(at + 3)?.text == mark;
    let tight = first.span.end + 1 == second.span.start && second.span.end + 1 == year.span.start;
    if !separated || !tight || !matches!(year.text.len(), 2 | 4) {
        return None;
    }
    let (first, second): (u8, u8) = (first.text.parse().ok()?, second.text.parse().ok()?);
    let written: u16 = year.text.parse().ok()?;
    let year = match year.text.len() {
        4 => written,
        _ if written < 50 => 2000 + written,
        _ => 1900 + written,
    };
    let (month, day) = if first > 12 { (second, first) } else { (first, second) };
    Some((date_of(year, month, day), at + 5))
}

/// `22 November 2026`, `the 22nd of November`.
fn day_first(line: Line<'_>, at: usize) -> Option<(Option<String>, usize)> {
    let day = day(line, at)?;
    let mut next = at + 1;
    next += usize::from(line.lemma(next) == "of");
    next += usize::from(line.lemma(next) == "the");
    let (month, end) = month(line, next, true)?;
    Some(with_year(line, end, month, day))
}

/// `November 22, 2026`, `Nov 22nd`, `November 2026`.
fn month_first(line: Line<'_>, at: usize) -> Option<(Option<String>, usize)> {
    let (month, mut next) = month(line, at, day(line, at + 1).is_some())?;
    next += usize::from(line.lemma(next) == "the");
    if let Some(day) = day(line, next) {
        return Some(with_year(line, next + 1, month, day));
    }
    // "May" and "March" alone are rather a verb.
    next += usize::from(matches!(line.lemma(next), "of" | ","));
    let year = year(line, next)?;
    Some((Some(format!("{year:04}-{month:02}")), next + 1))
}

fn with_year(line: Line<'_>, at: usize, month: u8, day: u8) -> (Option<String>, usize) {
    let after_comma = at + usize::from(matches!(line.lemma(at), "," | "of" | "in"));
    match year(line, after_comma) {
        Some(year) => (date_of(year, month, day), after_comma + 1),
        // A leap year has every day that any year has.
        None => (date_of(2000, month, day).map(|date| format!("-{}", &date[4..])), at),
    }
}

/// `15:30`, `15:30:05.250`, `3:30 pm`, `3 pm`, `noon`.
fn clock(line: Line<'_>, at: usize) -> Option<(Option<String>, usize)> {
    let text = line.get(at)?.text.as_str();
    match &*lower_of(text) {
        "noon" | "midday" => return Some((Some("12:00".to_owned()), at + 1)),
        "midnight" => return Some((Some("00:00".to_owned()), at + 1)),
        _ => {}
    }
    let hour: u8 = text.split(':').next()?.parse().ok()?;
    let colon = text.contains(':');
    let half = line.get(at + 1).map(|next| lower_of(&next.text)).unwrap_or_default();
    match &*half {
        "am" | "a.m" | "pm" | "p.m" if (1..=12).contains(&hour) => {
            let afternoon = if half.starts_with('p') { 12 } else { 0 };
            let stop = half.contains('.') && line.lemma(at + 2) == ".";
            let shift = i8::try_from(i16::from(hour % 12 + afternoon) - i16::from(hour)).ok()?;
            Some((Some(time_of(text, shift)?), at + 2 + usize::from(stop)))
        }
        "o'clock" if hour <= 24 => Some((None, at + 2)),
        _ => time_of(text, 0).filter(|_| colon).map(|time| (Some(time), at + 1)),
    }
}

/// `today`, `next Monday`, `Friday`: a time whose meaning depends on now.
fn relative(line: Line<'_>, at: usize) -> Option<(Option<String>, usize)> {
    let lower = lower_of(&line.get(at)?.text);
    let is_day = |word: &str| vocabulary::weekday(word).is_some();
    if matches!(&*lower, "today" | "tomorrow" | "yesterday" | "tonight") || is_day(&lower) {
        return Some((None, at + 1));
    }
    let next = line.get(at + 1).map(|word| lower_of(&word.text)).unwrap_or_default();
    let unit = matches!(&*next, "week" | "month" | "year" | "weekend") || is_day(&next);
    (matches!(&*lower, "next" | "last") && unit).then_some((None, at + 2))
}

/// A month by its name or its short form, and where it ends. In lower case only where `certain`.
fn month(line: Line<'_>, at: usize, certain: bool) -> Option<(u8, usize)> {
    let word = line.get(at).filter(|word| certain || word.text.starts_with(|first: char| first.is_uppercase()))?;
    let lower = lower_of(&word.text);
    let month = vocabulary::month_or_short(&lower)?;
    let stop = lower.len() <= 4 && line.lemma(at + 1) == "." && day(line, at + 2).is_some();
    Some((month, at + 1 + usize::from(stop)))
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

/// The ISO form of a time of day with its hour shifted: seconds and their parts only where they are written.
fn time_of(text: &str, shift: i8) -> Option<String> {
    let mut fields = text.split(':');
    let hour: i8 = fields.next()?.parse().ok()?;
    let hour = hour.checked_add(shift)?;
    let minute: u8 =
        fields.next().map_or(Some(0), |minute| minute.get(..2).filter(|_| minute.len() == 2)?.parse().ok())?;
    let second = fields.next().unwrap_or("");
    let whole = second.split('.').next().unwrap_or("");
    let sound = second.is_empty() || (whole.len() == 2 && whole.parse().is_ok_and(|second: u8| second < 60));
    if !(0..24).contains(&hour) || minute >= 60 || !sound || fields.next().is_some() {
        return None;
    }
    let rest = if second.is_empty() { String::new() } else { format!(":{second}") };
    Some(format!("{hour:02}:{minute:02}{rest}"))
}
