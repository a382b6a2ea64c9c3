//! Dates as they are described: by name ("Christmas Eve of 1990"), by their place in a month, quarter or year ("the last
//! day of March 2011", "the second Monday of 2020"), or as far as they are written ("3/5").

use engine_api::{Sentence, vocabulary};
use jiff::civil::{Date, Weekday};

use super::moment::{self, Moment};

/// A date as far as a phrase fixes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Described {
    pub(super) year: Option<i16>,
    /// The first and the last month of the period.
    months: (i8, i8),
    /// Which day of the period.
    pick: Pick,
    /// Whether it is written in numbers with strokes, whose order depends on the country.
    stroke: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Pick {
    /// Counted from 1 at the start of the period.
    Day(i8),
    Last,
    /// The n-th weekday; the last one for 0.
    Weekday(Weekday, i8),
    /// The one day that reads the same both ways as MMDDYYYY.
    Palindrome,
}

impl Described {
    fn day(year: Option<i16>, month: i8, day: i8) -> Described {
        Described { year, months: (month, month), pick: Pick::Day(day), stroke: false }
    }

    /// The first day of a year.
    pub(super) fn start(year: i16) -> Described {
        Described::day(Some(year), 1, 1)
    }

    /// The date, its year taken from elsewhere where the phrase has none.
    pub(super) fn resolve(&self, year: Option<i16>, day_first: bool) -> Option<Date> {
        let year = self.year.or(year)?;
        let (mut months, mut pick) = (self.months, self.pick);
        if let (true, Pick::Day(day)) = (self.stroke && day_first, pick)
            && day <= 12
        {
            pick = Pick::Day(months.0);
            months = (day, day);
        }
        let start = Date::new(year, months.0, 1).ok()?;
        let end = Date::new(year, months.1, 1).ok()?.last_of_month();
        let found = match pick {
            Pick::Day(day) => ahead(start, i64::from(day) - 1)?,
            Pick::Last => end,
            Pick::Weekday(day, 0) => {
                let back = end.weekday().since(day);
                ahead(end, -i64::from(back))?
            }
            Pick::Weekday(day, nth) => ahead(start, i64::from(start.weekday().until(day)) + 7 * (i64::from(nth) - 1))?,
            Pick::Palindrome => palindrome(year)?,
        };
        (start <= found && found <= end).then_some(found)
    }
}

fn ahead(date: Date, days: i64) -> Option<Date> {
    crate::calc::date::shifted(date, days, crate::calc::date::Step::Day)
}

/// The day of a year whose MMDDYYYY is a palindrome: its first half is the year backwards.
fn palindrome(year: i16) -> Option<Date> {
    let backwards: String = format!("{year:04}").chars().rev().collect();
    Date::new(year, backwards.get(..2)?.parse().ok()?, backwards.get(2..)?.parse().ok()?).ok()
}

/// The words of a sentence in lower case with the dates among them.
pub(super) struct Line<'a> {
    pub(super) words: &'a [String],
    pub(super) sentence: &'a Sentence,
    /// The text of its turn.
    pub(super) text: &'a str,
}

impl Line<'_> {
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// The dates that it describes, with the range of their words.
    pub(super) fn dates(&self) -> Vec<(Described, usize, usize)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            match self.date(at) {
                Some((date, end)) => {
                    found.push((date, at, end));
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        found
    }

    fn date(&self, at: usize) -> Option<(Described, usize)> {
        self.placed(at)
            .or_else(|| self.written(at))
            .or_else(|| self.holiday(at))
            .or_else(|| self.short(at))
            .or_else(|| self.coming(at))
    }

    /// "last day of the first quarter of 2008", "first Monday of 2019", "second day of the third month of 1966".
    fn placed(&self, at: usize) -> Option<(Described, usize)> {
        let nth = if matches!(self.word(at), "last" | "final") { 0 } else { ordinal(self.word(at))? };
        let unit = self.word(at + 1);
        let pick = match (unit, nth) {
            ("day", 0) => Pick::Last,
            ("day", nth) => Pick::Day(nth),
            (unit, nth) => Pick::Weekday(moment::weekday(unit)?, nth),
        };
        if !matches!(self.word(at + 2), "of" | "in") {
            return None;
        }
        let (months, year, end) = self.period(at + 3)?;
        Some((Described { year, months, pick, stroke: false }, end))
    }

    /// A month, a quarter, a half or a whole year.
    fn period(&self, at: usize) -> Option<((i8, i8), Option<i16>, usize)> {
        let at = at + usize::from(self.word(at) == "the");
        if let Some(month) = month(self.word(at)) {
            let (year, end) = self.year_after(at + 1 + usize::from(self.word(at + 1) == "."));
            return Some(((month, month), year, end));
        }
        let last = self.word(at) == "last";
        if let Some(nth) = if last { Some(0) } else { ordinal(self.word(at)) } {
            let size = match self.word(at + 1) {
                "month" => 1,
                "quarter" => 3,
                "half" => 6,
                _ => return None,
            };
            let end = if last { 12 } else { size * nth };
            let (year, after) = self.year_after(at + 2);
            return (end <= 12).then_some(((end - size + 1, end), year, after));
        }
        let (year, end) = self.year_after(at);
        year.map(|year| ((1, 12), Some(year), end))
    }

    /// A year with the small words that lead it; where there is none, the place itself.
    fn year_after(&self, at: usize) -> (Option<i16>, usize) {
        let mut next = at;
        while matches!(self.word(next), "of" | "in" | "," | "the" | "year") && next < at + 4 {
            next += 1;
        }
        match year(self.word(next)) {
            Some(year) => (Some(year), next + 1),
            None => (None, at),
        }
    }

    /// What the reading took for a date.
    fn written(&self, at: usize) -> Option<(Described, usize)> {
        let start = self.sentence.words.get(at)?.span.start;
        let time = self.sentence.times.iter().find(|time| time.span.start == start)?;
        let text = time.span.of(self.text);
        let moment = Moment::parse(time.iso.as_deref()?, text, at)?;
        let end = self.sentence.words.iter().take_while(|word| word.span.start < time.span.end).count();
        let mut date = match (moment.date, moment.month_day) {
            (Some(date), _) => Described::day(Some(date.year()), date.month(), date.day()),
            (None, Some((month, day))) => Described::day(None, month, day),
            _ => return None,
        };
        date.stroke = text.contains('/');
        Some((date, end))
    }

    /// "3/5": month and day in numbers.
    fn short(&self, at: usize) -> Option<(Described, usize)> {
        let (month, day, end) = match self.word(at).split_once('/') {
            Some((month, day)) => (month.parse().ok()?, day.parse().ok()?, at + 1),
            None if self.word(at + 1) == "/" && self.word(at + 3) != "/" => {
                (self.word(at).parse().ok()?, self.word(at + 2).parse().ok()?, at + 3)
            }
            None => return None,
        };
        let stroke = Described { stroke: true, ..Described::day(None, month, day) };
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((stroke, end))
    }

    /// "2015 is coming": the first day of that year.
    fn coming(&self, at: usize) -> Option<(Described, usize)> {
        let year = year(self.word(at))?;
        let verb = |word: &String| {
            ["come", "comes", "coming", "begin", "begins", "start", "starts", "arrive", "arrives", "arriving"]
                .contains(&word.as_str())
        };
        let soon = self.words.iter().skip(at + 1).take(4).any(verb);
        soon.then_some((Described::start(year), at + 1))
    }

    /// "Christmas Eve of 1990", "Thanksgiving 2001".
    fn holiday(&self, at: usize) -> Option<(Described, usize)> {
        let rest: Vec<&str> = self.words.iter().skip(at).take(6).map(String::as_str).collect();
        let fits = |row: &&(&str, Described)| {
            let mut parts = row.0.split(' ');
            let mut rest = rest.iter();
            parts.all(|part| rest.next() == Some(&part))
        };
        let (name, date) = HOLIDAYS.iter().find(fits)?;
        let mut end = at + name.split(' ').count();
        end += usize::from(self.word(end) == "day");
        let (year, end) = self.year_after(end);
        Some((Described { year, ..*date }, end))
    }
}

const fn fixed(month: i8, day: i8) -> Described {
    Described { year: None, months: (month, month), pick: Pick::Day(day), stroke: false }
}

const fn nth(month: i8, weekday: Weekday, nth: i8) -> Described {
    Described { year: None, months: (month, month), pick: Pick::Weekday(weekday, nth), stroke: false }
}

/// Days that have a name, longer names first; those of the United States by the law of that country (5 U.S.C. 6103).
const HOLIDAYS: [(&str, Described); 21] = [
    ("christmas eve", fixed(12, 24)),
    ("christmas", fixed(12, 25)),
    ("boxing", fixed(12, 26)),
    ("new year 's eve", fixed(12, 31)),
    ("new years eve", fixed(12, 31)),
    ("new year's eve", fixed(12, 31)),
    ("new year 's", fixed(1, 1)),
    ("new year's", fixed(1, 1)),
    ("new years", fixed(1, 1)),
    ("valentine 's", fixed(2, 14)),
    ("valentine's", fixed(2, 14)),
    ("saint patrick 's", fixed(3, 17)),
    ("independence", fixed(7, 4)),
    ("halloween", fixed(10, 31)),
    ("veterans", fixed(11, 11)),
    ("thanksgiving", nth(11, Weekday::Thursday, 4)),
    ("labor", nth(9, Weekday::Monday, 1)),
    ("memorial", nth(5, Weekday::Monday, 0)),
    ("columbus", nth(10, Weekday::Monday, 2)),
    ("leap", fixed(2, 29)),
    ("palindrome", Described { year: None, months: (1, 12), pick: Pick::Palindrome, stroke: false }),
];

/// A year of four digits.
pub(super) fn year(word: &str) -> Option<i16> {
    word.parse().ok().filter(|year: &i16| word.len() == 4 && (1000..3000).contains(year))
}

/// The month that a word in lower case names.
pub(super) fn month(word: &str) -> Option<i8> {
    i8::try_from(vocabulary::month_or_short(word)?).ok()
}

/// "third" and "3rd".
pub(super) fn ordinal(word: &str) -> Option<i8> {
    i8::try_from(vocabulary::ordinal(word)?).ok().filter(|nth| *nth > 0)
}
