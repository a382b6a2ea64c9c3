//! Dates, times and durations (RFC 3339).

/// The value of exactly `count` leading digits, and what follows them.
fn digits(text: &str, count: usize) -> Option<(u32, &str)> {
    let head = text.get(..count)?;
    if !head.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some((head.parse().ok()?, text.get(count..)?))
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `full-date`.
pub(super) fn date(text: &str) -> bool {
    let parse = || {
        let (year, rest) = digits(text, 4)?;
        let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
        let (day, rest) = digits(rest.strip_prefix('-')?, 2)?;
        Some(rest.is_empty() && (1..=12).contains(&month) && (1..=days(year, month)).contains(&day))
    };
    parse().unwrap_or(false)
}

/// `full-time`; a second of 60 only at the end of a UTC day.
pub(super) fn time(text: &str) -> bool {
    let parse = || {
        let (hour, rest) = digits(text, 2)?;
        let (minute, rest) = digits(rest.strip_prefix(':')?, 2)?;
        let (second, mut rest) = digits(rest.strip_prefix(':')?, 2)?;
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if rest.len() == fraction.len() {
                return None;
            }
        }
        let offset = offset(rest)?;
        let utc = (i64::from(hour * 60 + minute) - offset).rem_euclid(24 * 60);
        let leap = second == 60 && utc == 23 * 60 + 59;
        Some(hour < 24 && minute < 60 && (second < 60 || leap))
    };
    parse().unwrap_or(false)
}

/// Minutes east of UTC.
fn offset(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let east = text.starts_with('+');
    let (hour, rest) = digits(text.strip_prefix(['+', '-'])?, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?, 2)?;
    let minutes = i64::from(hour * 60 + minute);
    (rest.is_empty() && hour < 24 && minute < 60).then_some(if east { minutes } else { -minutes })
}

/// `date-time`.
pub(super) fn date_time(text: &str) -> bool {
    match (text.get(..10), text.get(10..11), text.get(11..)) {
        (Some(day), Some("T" | "t"), Some(clock)) => date(day) && time(clock),
        _ => false,
    }
}

/// `duration` (RFC 3339, appendix A): units in order, without gaps, weeks alone.
pub(super) fn duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (day_part, time_part) = rest.split_once('T').map_or((rest, None), |(a, b)| (a, Some(b)));
    let weeks = time_part.is_none() && units(day_part, "W");
    let days = day_part.is_empty() && time_part.is_some() || units(day_part, "YMD");
    weeks || days && time_part.is_none_or(|part| units(part, "HMS"))
}

/// One or more `<digits><unit>`, the units following each other as in `order` without leaving one out.
fn units(text: &str, order: &str) -> bool {
    let mut rest = text;
    let mut next = None;
    while !rest.is_empty() {
        let tail = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let Some(unit) = tail.chars().next().filter(|_| tail.len() < rest.len()) else { return false };
        match (order.find(unit), next) {
            (Some(at), Some(expected)) if at != expected => return false,
            (Some(at), _) => next = Some(at + 1),
            (None, _) => return false,
        }
        rest = tail.get(unit.len_utf8()..).unwrap_or("");
    }
    next.is_some()
}
