//! Dates and times: numeric, with month names, and relative to now.

use engine_api::vocabulary;
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan, tz::TimeZone};

use super::{Candidate, Setting, Shape};
use crate::text::{Kind, Text};

/// A date, a time or both, as far as the text fixes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Moment {
    /// The year.
    pub year: Option<i16>,
    /// The month, 1 to 12.
    pub month: Option<i8>,
    /// The day of the month.
    pub day: Option<i8>,
    /// Hour and minute of the day.
    pub time: Option<(i8, i8)>,
    /// Whether it is said relative to now (`tomorrow`).
    pub relative: bool,
}

impl Moment {
    /// The date, where year, month and day are known.
    pub(crate) fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month?, self.day?).ok()
    }

    fn of(date: Date) -> Moment {
        Moment { year: Some(date.year()), month: Some(date.month()), day: Some(date.day()), ..Moment::default() }
    }
}

/// Finds dates and times.
pub(crate) fn find(text: &Text, setting: &Setting, found: &mut Vec<Candidate>) {
    let mut at = 0;
    while at < text.tokens.len() {
        match read(text, at, setting.now) {
            Some((moment, to)) => {
                found.push(Candidate { from: at, to, shape: Shape::Moment(moment) });
                at = to;
            }
            None => at += 1,
        }
    }
}

/// The date and the time that begin at `at`, joined where they follow one another.
fn read(text: &Text, at: usize, now: i64) -> Option<(Moment, usize)> {
    if let Some((date, to)) = date(text, at, now) {
        let skip = usize::from(matches!(text.word(to), "at" | "," | "from" | "by"));
        return Some(match time(text, to + skip) {
            Some((clock, end)) if date.day.is_some() => (Moment { time: Some(clock), ..date }, end),
            _ => (date, to),
        });
    }
    let (clock, to) = time(text, at)?;
    Some((Moment { time: Some(clock), ..Moment::default() }, to))
}

fn date(text: &Text, at: usize, now: i64) -> Option<(Moment, usize)> {
    numeric(text.word(at))
        .map(|moment| (moment, at + 1))
        .or_else(|| dotted(text, at))
        .or_else(|| named(text, at))
        .or_else(|| relative(text, at, now))
}

/// `2024-01-05`, `1/5/2024`, `05.01.2024`, with an optional `T10:30`.
fn numeric(word: &str) -> Option<Moment> {
    let (day, clock) = word.split_once('t').map_or((word, None), |(day, clock)| (day, Some(clock)));
    let separator = day.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<i16> = day.split(separator).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let (year, month, day) = match *parts.as_slice() {
        [year, month, day] if year > 999 => (year, month, day),
        [day, month, year] if year > 999 && (separator == '.' || day > 12) => (year, month, day),
        [month, day, year] if year > 999 => (year, month, day),
        _ => return None,
    };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Moment { time: clock.and_then(clock_of), ..Moment::of(date) })
}

/// `Jun.20` as one piece, with an optional year after it.
fn dotted(text: &Text, at: usize) -> Option<(Moment, usize)> {
    let (month, day) = text.word(at).split_once('.')?;
    let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    Some(with_year(text, Moment { month: Some(month_of(month)?), day: Some(day), ..Moment::default() }, at + 1))
}

fn month_of(word: &str) -> Option<i8> {
    vocabulary::month_or_short(word).and_then(|month| i8::try_from(month).ok())
}

fn small(text: &Text, at: usize, limit: i16) -> Option<i16> {
    let token = text.tokens.get(at).filter(|token| token.kind == Kind::Number)?;
    token.lower.parse().ok().filter(|value| (1..=limit).contains(value))
}

fn year(text: &Text, at: usize) -> Option<i16> {
    small(text, at, 2999).filter(|year| *year >= 1000)
}

fn ordinal_end(text: &Text, at: usize) -> usize {
    at + usize::from(matches!(text.word(at), "st" | "nd" | "rd" | "th"))
}

/// `March 5th, 2024`, `5 March`, `the 5th of March 2024`, `March 2024`.
fn named(text: &Text, at: usize) -> Option<(Moment, usize)> {
    if let Some(month) =
        month_of(text.word(at)).filter(|_| text.tokens.get(at).is_some_and(|t| t.capital || t.lower.len() > 3))
    {
        if text.word(at) == "may"
            && !text.tokens.get(at).is_some_and(|t| t.capital && !t.initial)
            && small(text, at + 1, 2999).is_none()
        {
            return None;
        }
        let base = Moment { month: Some(month), ..Moment::default() };
        let dot = usize::from(text.word(at + 1) == "." && small(text, at + 2, 31).is_some());
        let Some(day) = small(text, at + 1 + dot, 31) else {
            let skip = usize::from(matches!(text.word(at + 1), "," | "of"));
            return Some(match year(text, at + 1 + skip) {
                Some(year) => (Moment { year: Some(year), ..base }, at + 2 + skip),
                None => (base, at + 1),
            });
        };
        return Some(with_year(text, Moment { day: i8::try_from(day).ok(), ..base }, ordinal_end(text, at + 2 + dot)));
    }
    let day = small(text, at, 31)?;
    let mut to = ordinal_end(text, at + 1);
    to += usize::from(text.word(to) == "of");
    let month = month_of(text.word(to))?;
    let base = Moment { month: Some(month), day: i8::try_from(day).ok(), ..Moment::default() };
    Some(with_year(text, base, to + 1))
}

fn with_year(text: &Text, moment: Moment, at: usize) -> (Moment, usize) {
    let skip = usize::from(matches!(text.word(at), "," | "of" | "in"));
    match year(text, at + skip) {
        Some(year) => (Moment { year: Some(year), ..moment }, at + skip + 1),
        None => (moment, at),
    }
}

/// `today`, `tomorrow`, `next Friday`.
fn relative(text: &Text, at: usize, now: i64) -> Option<(Moment, usize)> {
    let today = Timestamp::from_second(now).ok()?.to_zoned(TimeZone::UTC).date();
    let word = text.word(at);
    let days = match word {
        "today" | "tonight" => Some(0),
        "tomorrow" => Some(1),
        "yesterday" => Some(-1),
        _ => None,
    };
    if let Some(days) = days {
        let date = today.checked_add(days.days()).ok()?;
        return Some((Moment { relative: true, ..Moment::of(date) }, at + 1));
    }
    let shift = usize::from(matches!(word, "next" | "this" | "coming"));
    let named = i8::try_from(vocabulary::weekday(text.word(at + shift))?).ok()?;
    let weekday = Weekday::from_monday_one_offset(named).ok()?;
    let ahead = i64::from(today.weekday().until(weekday));
    let ahead = if ahead == 0 { 7 } else { ahead };
    let date = today.checked_add(ahead.days()).ok()?;
    Some((Moment { relative: true, ..Moment::of(date) }, at + shift + 1))
}

/// Hour and minute of `10:30`, `10:30:00`.
fn clock_of(word: &str) -> Option<(i8, i8)> {
    let mut parts = word.trim_end_matches('z').split(':');
    let hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next()?.parse().ok()?;
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

/// `10:30`, `10:30 pm`, `5pm`, `noon`.
fn time(text: &Text, at: usize) -> Option<((i8, i8), usize)> {
    let word = text.word(at);
    match word {
        "noon" => return Some(((12, 0), at + 1)),
        "midnight" => return Some(((0, 0), at + 1)),
        _ => {}
    }
    let (bare, suffix) =
        match word.strip_suffix("pm").map(|w| (w, "pm")).or_else(|| word.strip_suffix("am").map(|w| (w, "am"))) {
            Some((bare, suffix)) => (bare, suffix),
            None => (word, ""),
        };
    let next = text.word(at + 1);
    let (half, to) = match (suffix, next) {
        ("", "am" | "pm" | "a.m" | "p.m") => (next, at + 2),
        _ => (suffix, at + 1),
    };
    let (hour, minute) = match clock_of(bare) {
        Some(clock) => clock,
        None if !half.is_empty() => (bare.parse().ok().filter(|hour| (1..=12).contains(hour))?, 0),
        None => return None,
    };
    let to = if half.contains('.') && text.word(to) == "." { to + 1 } else { to };
    let hour = match half.starts_with('p') {
        true if hour < 12 => hour + 12,
        false if half.starts_with('a') && hour == 12 => 0,
        _ => hour,
    };
    Some(((hour, minute), to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lexicon;

    #[track_caller]
    fn check(source: &str, date: Option<(i16, i8, i8)>, time: Option<(i8, i8)>) {
        let text = Text::read(source, &Lexicon::english());
        // 2026-11-22, a Sunday.
        let (moment, _) = read(&text, 0, 1_795_305_600).expect("a moment");
        assert_eq!(moment.date(), date.map(|(y, m, d)| Date::new(y, m, d).expect("a date")));
        assert_eq!(moment.time, time);
    }

    #[test]
    fn dates_in_figures_and_words() {
        check("2024-01-05", Some((2024, 1, 5)), None);
        check("1/5/2024", Some((2024, 1, 5)), None);
        check("25/12/2024", Some((2024, 12, 25)), None);
        check("March 5th, 2024 at 7 pm", Some((2024, 3, 5)), Some((19, 0)));
        check("5th of March 2024", Some((2024, 3, 5)), None);
        check("Jun.20, 2023", Some((2023, 6, 20)), None);
        check("Jun.20,2023", Some((2023, 6, 20)), None);
        check("March. 11, 2022", Some((2022, 3, 11)), None);
    }

    #[test]
    fn relative_dates_count_from_now() {
        check("tomorrow at 10:30", Some((2026, 11, 23)), Some((10, 30)));
        check("next Friday", Some((2026, 11, 27)), None);
    }

    #[test]
    fn times_of_day() {
        check("12 am", None, Some((0, 0)));
        check("5pm", None, Some((17, 0)));
        check("noon", None, Some((12, 0)));
    }
}
