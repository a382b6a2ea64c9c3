//! Moments and amounts of time as a prompt names them.

use engine_api::{Sentence, vocabulary};
use jiff::civil::{Date, Weekday};

use super::Amount;
use crate::calc::date::{self, Step};

/// Milliseconds of a day.
pub(super) const DAY: i64 = 86_400_000;

/// A date, a time of day, or both; parts that the phrase does not fix are absent.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moment<'a> {
    pub(super) date: Option<Date>,
    /// Month and day of a date without its year.
    pub(super) month_day: Option<(i8, i8)>,
    /// Year and month of a phrase without a day.
    pub(super) month: Option<(i16, i8)>,
    /// Milliseconds since midnight.
    pub(super) time: Option<i64>,
    /// Minutes east of UTC.
    pub(super) offset: Option<i64>,
    /// The weekday that the phrase names with the date.
    pub(super) weekday: Option<Weekday>,
    /// The place of its first word.
    pub(super) at: usize,
    /// As it is written.
    pub(super) text: &'a str,
}

impl<'a> Moment<'a> {
    /// From the ISO form of a phrase.
    pub(super) fn parse(iso: &str, text: &'a str, at: usize) -> Option<Moment<'a>> {
        let weekday = text.split(|letter: char| !letter.is_alphabetic()).find_map(|word| weekday(&word.to_lowercase()));
        let mut moment =
            Moment { date: None, month_day: None, month: None, time: None, offset: None, weekday, at, text };
        if let Some(rest) = iso.strip_prefix("--") {
            let (month, day) = rest.split_once('-')?;
            moment.month_day = Some((month.parse().ok()?, day.parse().ok()?));
            return Some(moment);
        }
        if iso.len() == 7 && !iso.contains(':') {
            let (year, month) = iso.split_once('-')?;
            moment.month = Some((year.parse().ok()?, month.parse().ok()?));
            return Some(moment);
        }
        let clock = match iso.split_once('T') {
            Some((date, clock)) => {
                moment.date = Some(date::parse(date)?);
                clock
            }
            None if iso.contains(':') => iso,
            None => {
                moment.date = Some(date::parse(iso)?);
                return Some(moment);
            }
        };
        let end = clock.find(['+', '-', 'Z']).unwrap_or(clock.len());
        let (clock, offset) = clock.split_at(end);
        moment.time = Some(milliseconds(clock)?);
        moment.offset = match offset {
            "" => None,
            "Z" => Some(0),
            signed => {
                let minutes = milliseconds(signed.get(1..)?)? / 60_000;
                Some(if signed.starts_with('-') { -minutes } else { minutes })
            }
        };
        Some(moment)
    }

    /// Milliseconds since the first day that the calendar knows, in UTC where an offset is given.
    pub(super) fn instant(&self) -> Option<i64> {
        let days = self.date.and_then(|date| date::days_between(Date::new(1, 1, 1).ok()?, date))?;
        Some(i64::from(days) * DAY + self.time.unwrap_or(0) - self.offset.unwrap_or(0) * 60_000)
    }
}

/// `HH:MM`, `HH:MM:SS`, `HH:MM:SS.mmm`.
fn milliseconds(clock: &str) -> Option<i64> {
    let mut fields = clock.split(':');
    let hours: i64 = fields.next()?.parse().ok()?;
    let minutes: i64 = fields.next()?.parse().ok()?;
    let seconds = fields.next().unwrap_or("0");
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    Some(((hours * 60 + minutes) * 60 + whole.parse::<i64>().ok()?) * 1000 + thousandths.parse::<i64>().ok()?)
}

/// The weekday that a word in lower case names, in the singular, the plural or in short.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let taken = matches!(word, "sat" | "sun" | "wed" | "mon" | "fri");
    let short = || vocabulary::weekday_or_short(word).filter(|_| !taken);
    let named = vocabulary::weekday(word.strip_suffix('s').unwrap_or(word)).or_else(short)?;
    Weekday::from_monday_one_offset(i8::try_from(named).ok()?).ok()
}

/// Amounts of time are smaller than this.
const MOST: i64 = 10_000_000;

/// The spans of days, weeks, months and years in a sentence.
pub(super) fn amounts(sentence: &Sentence, base: usize) -> Vec<Amount> {
    let mut found = Vec::new();
    for (index, word) in sentence.words.iter().enumerate() {
        let lower = word.text.to_lowercase();
        // "Their 5-year anniversary".
        let (joined, unit) = match lower.split_once('-') {
            Some((count, unit)) => {
                (crate::skill::small_number(count).and_then(|count| i64::try_from(count).ok()), unit)
            }
            None => (None, lower.as_str()),
        };
        let (factor, step) = match unit.trim_end_matches('s') {
            "day" | "night" => (1, Step::Day),
            "week" => (1, Step::Week),
            "fortnight" => (2, Step::Week),
            "month" => (1, Step::Month),
            "year" => (1, Step::Year),
            "decade" => (10, Step::Year),
            "century" | "centurie" => (100, Step::Year),
            "hour" => (0, Step::Day),
            _ => continue,
        };
        let joined = joined.filter(|count| *count < MOST);
        let Some(count) = joined.or_else(|| count_before(sentence, index)) else { continue };
        let count = if factor == 0 { count / 24 } else { count * factor };
        found.push(Amount { count, step, at: base + index + 1 });
    }
    found
}

/// The whole number right before the word at `index`; "a" is one.
fn count_before(sentence: &Sentence, index: usize) -> Option<i64> {
    let mut before = index.checked_sub(1)?;
    if sentence
        .words
        .get(before)
        .is_some_and(|word| matches!(word.lemma.as_str(), "-" | "calendar" | "full" | "whole" | "more"))
    {
        before = before.checked_sub(1)?;
    }
    let word = sentence.words.get(before)?;
    let ends = |quantity: &&engine_api::Quantity| quantity.span.end == word.span.end;
    match sentence.quantities.iter().find(ends) {
        Some(quantity) => quantity.amount.parse().ok().filter(|count: &i64| *count < MOST),
        None if matches!(word.text.to_lowercase().as_str(), "a" | "an") => {
            let next = sentence.words.get(index + 1).map_or("", |next| next.lemma.as_str());
            let lead =
                before.checked_sub(1).and_then(|at| sentence.words.get(at)).map_or("", |lead| lead.lemma.as_str());
            let shifts = matches!(
                next,
                "ago"
                    | "later"
                    | "before"
                    | "after"
                    | "from"
                    | "early"
                    | "earlier"
                    | "hence"
                    | "prior"
                    | "back"
                    | "away"
            );
            let within = lead == "in" && matches!(next, "?" | "." | "," | "");
            (shifts || within).then_some(1)
        }
        None => None,
    }
}
