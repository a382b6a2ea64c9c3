//! Civil dates of the Gregorian calendar: differences, shifts, weekdays, and how dates are written.

use engine_api::vocabulary::{MONTHS, WEEKDAYS};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Unit};

/// What a date is shifted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Day,
    Week,
    Month,
    Year,
}

/// The civil date in UTC at `seconds` since 1970.
pub(crate) fn today(seconds: i64) -> Option<Date> {
    Some(Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).date())
}

/// The time of day in UTC at `seconds` since 1970: `15:04`.
pub(crate) fn clock(seconds: i64) -> Option<String> {
    let time = Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).time();
    Some(format!("{:02}:{:02}", time.hour(), time.minute()))
}

/// Reads `2026-11-22`.
pub(crate) fn parse(iso: &str) -> Option<Date> {
    iso.get(..10)?.parse().ok()
}

/// Whole days from one date to another; negative where the second is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> Option<i32> {
    Some(from.until((Unit::Day, to)).ok()?.get_days())
}

/// The date `count` steps later; months keep the day where the month has it and its last day otherwise.
pub(crate) fn shifted(date: Date, count: i64, step: Step) -> Option<Date> {
    let span = match step {
        Step::Day => Span::new().try_days(count),
        Step::Week => Span::new().try_weeks(count),
        Step::Month => Span::new().try_months(count),
        Step::Year => Span::new().try_years(count),
    };
    date.checked_add(span.ok()?).ok()
}

/// `Sunday`.
pub(crate) fn weekday(date: Date) -> &'static str {
    weekday_name(date.weekday())
}

/// The name of a day of the week.
pub(crate) fn weekday_name(day: Weekday) -> &'static str {
    usize::try_from(day.to_monday_zero_offset()).ok().and_then(|at| WEEKDAYS.get(at)).copied().unwrap_or_default()
}

/// `22 November 2026`.
pub(crate) fn written(date: Date) -> String {
    let month = usize::try_from(date.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("");
    format!("{} {month} {}", date.day(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendar_arithmetic() {
        let date = parse("2024-01-31").unwrap();
        assert_eq!(weekday(date), "Wednesday");
        assert_eq!(written(shifted(date, 1, Step::Month).unwrap()), "29 February 2024");
        assert_eq!(written(shifted(date, -1, Step::Day).unwrap()), "30 January 2024");
        assert_eq!(days_between(date, parse("2025-01-31").unwrap()), Some(366));
        assert_eq!(today(0).map(written).as_deref(), Some("1 January 1970"));
        assert_eq!(clock(3_661).as_deref(), Some("01:01"));
    }

    #[test]
    fn what_is_out_of_range_is_refused() {
        assert_eq!(parse("2023-02-29"), None);
        assert_eq!(shifted(parse("2024-01-31").unwrap(), i64::MAX, Step::Year), None);
        assert_eq!(today(i64::MAX), None);
    }
}
