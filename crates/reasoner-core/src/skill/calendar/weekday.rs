//! Weekdays: of a date, some days away, how many between two dates, the n-th of a month; leap years; the place of a
//! date in its year.

use engine_api::{Value, vocabulary};
use jiff::civil::{Date, Weekday};

use super::moment::Moment;
use super::{Amount, Found, Question};
use crate::calc::date::{self, Step};

/// Words that count towards the past.
const BACK: [&str; 10] =
    ["before", "ago", "backward", "backwards", "back", "prior", "earlier", "preceding", "previously", "subtract"];
/// Words that count towards the future.
const FORTH: [&str; 11] =
    ["after", "later", "in", "from", "forward", "forwards", "ahead", "hence", "following", "add", "pass"];

/// How far an amount shifts: with its sign.
pub(super) fn signed(question: &Question<'_>, amount: &Amount) -> Option<i64> {
    if question.has(&BACK) {
        return Some(-amount.count);
    }
    question.has(&FORTH).then_some(amount.count)
}

/// "What day of the week was 5 May 2022?", "… will it be in 11 days?", "if 1 January is a Tuesday, …"
pub(super) fn weekday(question: &Question<'_>) -> Option<Found> {
    let asks = question.has(&["weekday"])
        || question.says(&["day of the week", "day of week", "what day", "which day", "on what day"]);
    let other = question.says(&[
        "how many",
        "day of the month",
        "what day of the year",
        "which day of the year",
        "what date",
        "which date",
    ]);
    if !asks || other {
        return None;
    }
    let base = base(question)?;
    let (days, claim) = match question.amounts.as_slice() {
        [] => (0, String::new()),
        [amount] => {
            let count = signed(question, amount)?;
            match (base.date, amount.step) {
                (Some(from), step) => {
                    let to = date::shifted(from, count, step)?;
                    (i64::from(date::days_between(from, to)?), format!(" → {}", date::written(to)))
                }
                (None, Step::Day) => (count, String::new()),
                (None, Step::Week) => (count * 7, String::new()),
                (None, _) => return None,
            }
        }
        _ => return None,
    };
    let result = shifted(base.day, days + base.days);
    let name = date::weekday_name(result);
    let from = base.date.map_or(date::weekday_name(base.day).to_owned(), |from| {
        format!("{}, {}", date::weekday_name(base.day), date::written(from))
    });
    let total = days + base.days;
    let statement =
        if total == 0 { format!("{from} is a {name}") } else { format!("{from}{claim}, {total} days away: {name}") };
    Some(question.found(Value::Text(name.to_owned()), statement))
}

/// What a weekday is counted from.
struct Base {
    day: Weekday,
    date: Option<Date>,
    /// Days from the known weekday to the date that is asked about.
    days: i64,
}

fn base(question: &Question<'_>) -> Option<Base> {
    match (question.moments.as_slice(), question.weekdays.as_slice()) {
        ([moment], []) => {
            let date = moment.date?;
            Some(Base { day: date.weekday(), date: Some(date), days: 0 })
        }
        // "January 1 fell on a Sunday; which weekday is April 7?"
        ([known, asked], [(day, _)]) => {
            let days = day_number(asked, question)? - day_number(known, question)?;
            Some(Base { day: *day, date: None, days })
        }
        ([asked], [(day, _)])
            if question.says(&[
                "first day of the year",
                "first day of a year",
                "new year 's day",
                "year starts",
                "year began",
                "year begins",
                "year started",
            ]) =>
        {
            Some(Base { day: *day, date: None, days: day_number(asked, question)? - 1 })
        }
        ([moment], [_]) if moment.date.is_some() && !question.amounts.is_empty() => {
            let date = moment.date?;
            Some(Base { day: date.weekday(), date: Some(date), days: 0 })
        }
        ([], [(day, _)]) if !question.amounts.is_empty() => Some(Base { day: *day, date: None, days: 0 }),
        _ => None,
    }
}

/// The place of a date in its year; without a year the year is common unless the prompt says leap year.
fn day_number(moment: &Moment<'_>, question: &Question<'_>) -> Option<i64> {
    let leap = question.has(&["leap"]) && !question.says(&["not a leap", "non leap"]);
    let date = match (moment.date, moment.month_day) {
        (Some(date), _) => date,
        (None, Some((month, day))) => Date::new(if leap { 2024 } else { 2023 }, month, day).ok()?,
        _ => return None,
    };
    Some(i64::from(date.day_of_year()))
}

fn shifted(day: Weekday, days: i64) -> Weekday {
    let at = (i64::from(day.to_monday_zero_offset()) + days).rem_euclid(7);
    i8::try_from(at).ok().and_then(|at| Weekday::from_monday_zero_offset(at).ok()).unwrap_or(day)
}

/// "How many Mondays from … to …?", "how many business days …?"
pub(super) fn count(question: &Question<'_>) -> Option<Found> {
    let counts =
        question.says(&["how many", "how often", "total count", "number of", "total number", "occurrences of"])
            || question.has(&["count", "tally", "calculate"]);
    let [first, second] = question.moments.as_slice() else { return None };
    if !counts {
        return None;
    }
    let wanted: (fn(Weekday, Weekday) -> bool, Weekday, String) =
        match question.weekdays.iter().find(|(day, _)| !range(question, *day)) {
            _ if business(question) => (|day, _| !weekend(day), Weekday::Monday, "business days".to_owned()),
            _ if question.has(&["weekend"]) && question.has(&["days", "day"]) => {
                (|day, _| weekend(day), Weekday::Monday, "weekend days".to_owned())
            }
            Some((day, _)) => (|day, wanted| day == wanted, *day, format!("{}s", date::weekday_name(*day))),
            None => return None,
        };
    let (start, end) = years(first, second)?;
    let open = question.has(&["exclusive"])
        || question.says(&["not counting either", "not including either", "excluding both"]);
    let days = i64::from(date::days_between(start, end)?);
    let range = if open { 1..days } else { 0..days + 1 };
    // Whole weeks hold each weekday once.
    let weeks = (range.end - range.start).max(0) / 7;
    let rest =
        (range.start + weeks * 7..range.end).filter(|at| (wanted.0)(shifted(start.weekday(), *at), wanted.1)).count();
    let a_week = [0, 1, 2, 3, 4, 5, 6].iter().filter(|at| (wanted.0)(shifted(Weekday::Monday, **at), wanted.1)).count();
    let total = weeks * i64::try_from(a_week).ok()? + i64::try_from(rest).ok()?;
    let statement = format!("from {} to {}: {total} {}", date::written(start), date::written(end), wanted.2);
    Some(question.number(total, statement))
}

fn weekend(day: Weekday) -> bool {
    matches!(day, Weekday::Saturday | Weekday::Sunday)
}

fn business(question: &Question<'_>) -> bool {
    question.has(&["business", "workdays", "workday", "weekdays"])
        || question.says(&["working days", "work days", "excluding weekends", "week days"])
}

/// Whether a weekday only explains what business days are ("Monday through Friday").
fn range(question: &Question<'_>, day: Weekday) -> bool {
    business(question) && matches!(day, Weekday::Monday | Weekday::Friday)
}

/// Two dates, the missing or mistaken year of one taken from the other and from the weekdays that they carry.
fn years(first: &Moment<'_>, second: &Moment<'_>) -> Option<(Date, Date)> {
    let year = second.date.or(first.date)?.year();
    let of = |moment: &Moment<'_>, shift: i16| {
        let (year, month, day) = match (moment.date, moment.month_day) {
            (Some(date), _) => (date.year(), date.month(), date.day()),
            (None, Some((month, day))) => (year, month, day),
            _ => return None,
        };
        Date::new(year.checked_add(shift)?, month, day).ok()
    };
    let fits = |moment: &Moment<'_>, date: Date| moment.weekday.is_none_or(|day| day == date.weekday());
    let (start, end) = (of(first, 0)?, of(second, 0)?);
    if start <= end {
        return Some((start, end));
    }
    let tries = [(start, of(second, 1)), (of(first, -1)?, Some(end))];
    let fit = tries.iter().find_map(|(start, end)| {
        let end = (*end)?;
        (*start <= end && fits(first, *start) && fits(second, end)).then_some((*start, end))
    });
    // Without a weekday that tells the year, dates in the wrong order are taken in the other order.
    fit.or_else(|| (first.date.is_some() && second.date.is_some()).then_some((end, start)))
}

/// "The fourth Tuesday in November 2022".
pub(super) fn nth(question: &Question<'_>) -> Option<Found> {
    let [(day, at)] = question.weekdays.as_slice() else { return None };
    let before = |back: usize| at.checked_sub(back).and_then(|at| question.words.get(at)).map_or("", String::as_str);
    let ordinal = match before(1) {
        "last" | "final" => -1,
        word => i64::from(vocabulary::ordinal(word).filter(|nth| (1..=6).contains(nth))?),
    };
    let last_but = before(2) == "second" && ordinal == -1;
    let [moment] = question.moments.as_slice() else { return None };
    let (year, month) = moment.month?;
    let start = Date::new(year, month, 1).ok()?;
    let found = match ordinal {
        _ if last_but => return None,
        -1 => {
            let end = start.last_of_month();
            let back = (i64::from(end.weekday().to_monday_zero_offset()) - i64::from(day.to_monday_zero_offset()))
                .rem_euclid(7);
            date::shifted(end, -back, Step::Day)
        }
        count => {
            let ahead = (i64::from(day.to_monday_zero_offset()) - i64::from(start.weekday().to_monday_zero_offset()))
                .rem_euclid(7);
            date::shifted(start, ahead + 7 * (count - 1), Step::Day).filter(|date| date.month() == month)
        }
    };
    match found {
        Some(date)
            if question.says(&["day of the month", "day of month", "which day", "what day"])
                || !question.asks(&["date", "when"]) =>
        {
            Some(
                question.number(
                    i64::from(date.day()),
                    format!("{} is a {}", date::written(date), date::weekday_name(*day)),
                ),
            )
        }
        Some(date) => Some(question.found(
            Value::Text(date::written(date)),
            format!("{} is a {}", date::written(date), date::weekday_name(*day)),
        )),
        None if question.upper.contains("-1") => {
            Some(question.number(-1, format!("{} has no such {}", moment.text, date::weekday_name(*day))))
        }
        None => Some(question.found(
            Value::Text("no such day".to_owned()),
            format!("{} has no such {}", moment.text, date::weekday_name(*day)),
        )),
    }
}

/// "Is 2040 a leap year?", "how many leap years are there from 1999 to 2030?"
pub(super) fn leap(question: &Question<'_>) -> Option<Found> {
    // "Does 2080 have 366 days?", "has February 29 days in 2080?"
    let long = question.words.len() < 12
        && question.has(&["366"])
        && question.has(&["day", "days"])
        && !question.says(&["how many"]);
    if !(long || question.says(&["leap year", "leap years"])) || !question.moments.is_empty() {
        return None;
    }
    let years: Vec<i16> = question
        .words
        .iter()
        .filter(|word| (1..=4).contains(&word.len()) && !(long && *word == "366"))
        .filter_map(|word| word.parse().ok())
        .collect();
    let is_leap = |year: i16| Date::new(year, 1, 1).is_ok_and(Date::in_leap_year);
    match years.as_slice() {
        [year] => {
            let leap = is_leap(*year);
            let reason = match (year % 4, year % 100, year % 400) {
                (_, _, 0) => "is divisible by 400",
                (_, 0, _) => "is divisible by 100 but not by 400",
                (0, _, _) => "is divisible by 4 but not by 100",
                _ => "is not divisible by 4",
            };
            Some(question.found(Value::Truth(leap), format!("{year} {reason}")))
        }
        [first, last] if question.says(&["how many", "number of", "count"]) && first <= last => {
            let count = (*first..=*last).filter(|year| is_leap(*year)).count();
            Some(
                question
                    .number(i64::try_from(count).ok()?, format!("from {first} to {last} there are {count} leap years")),
            )
        }
        _ => None,
    }
}

/// The place of a date in its year, the days of a month or a year.
pub(super) fn place(question: &Question<'_>) -> Option<Found> {
    let [moment] = question.moments.as_slice() else { return None };
    if let (Some(date), true) = (moment.date, question.says(&["day of the year", "day number", "days into the year"])) {
        let at = i64::from(date.day_of_year());
        return Some(question.number(at, format!("{} is day {at} of its year", date::written(date))));
    }
    if let (Some((year, month)), true) = (moment.month, question.says(&["how many days", "number of days"])) {
        let days = Date::new(year, month, 1).ok()?.days_in_month();
        return Some(question.number(i64::from(days), format!("{} has {days} days", moment.text)));
    }
    None
}
