//! Free times in a day: when somebody could have done something, between what is known of them.

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict;

/// Minutes since midnight.
type Minutes = u32;

/// Answers when somebody had time.
pub(crate) fn schedule(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let question = scene.asked();
    let asks = question.has(&["when", "time", "times", "hours"])
        && question.has(&["could", "can", "free", "possible", "possibly", "might", "available"]);
    if !asks {
        return None;
    }
    let (mut from, mut until) = (None, None);
    let mut busy: Vec<(Minutes, Minutes)> = Vec::new();
    let mut used: Vec<Proof> = Vec::new();
    for line in scene.lines() {
        if !budget.spend(1 + line.tokens.len() as u64) {
            return None;
        }
        let times = times(line.said);
        let closes = line.has(&["closed", "closes", "close", "shut", "shuts", "bed", "asleep", "sleep", "curfew"]);
        match times.as_slice() {
            [start, end] if start < end => busy.push((*start, *end)),
            [only] if closes => until = Some(until.map_or(*only, |until: Minutes| until.min(*only))),
            [only] if line.has(&["woke", "wake", "wakes", "opened", "opens", "open", "up", "awoke", "rose"]) => {
                from = Some(from.map_or(*only, |from: Minutes| from.max(*only)));
            }
            _ => continue,
        }
        used.push(line.leaf());
    }
    let free = gaps(from?, until?, busy);
    let spans: Vec<String> = free.iter().map(|(start, end)| format!("{} to {}", clock(*start), clock(*end))).collect();
    let claim = format!("free from {}", spans.join(" and from "));
    let proof = Proof { claim, by: "the times that nothing fills".to_owned(), from: used };
    let fits = |text: &str| matches!(times(text).as_slice(), [start, end] if free.contains(&(*start, *end)));
    if let Some(choice) = scene.task.options.iter().find(|choice| fits(&choice.text)) {
        return Some(verdict::option(choice, Some(proof)).with_confidence(0.95));
    }
    if free.is_empty() || !scene.task.options.is_empty() {
        return None;
    }
    let value = Value::Text(spans.join(", "));
    Some(Found::answer(Finding::bare(value), OutcomeKind::Proved, Some(proof)).with_confidence(0.9).with_reasons())
}

/// The spans of a day that nothing fills.
fn gaps(from: Minutes, until: Minutes, mut busy: Vec<(Minutes, Minutes)>) -> Vec<(Minutes, Minutes)> {
    busy.sort_unstable();
    let mut free = Vec::new();
    let mut here = from;
    for (start, end) in busy {
        if start > here {
            free.push((here, start.min(until)));
        }
        here = here.max(end);
    }
    if here < until {
        free.push((here, until));
    }
    free.retain(|(start, end)| start < end);
    free
}

/// The times of day in a text, in order: "6am", "6:30 p.m.", "18:00", "noon".
fn times(text: &str) -> Vec<Minutes> {
    let lower =
        text.to_lowercase().replace("a.m.", "am").replace("p.m.", "pm").replace("a.m", "am").replace("p.m", "pm");
    let words: Vec<&str> = lower
        .split(|letter: char| !(letter.is_alphanumeric() || letter == ':'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        match *word {
            "noon" | "midday" => found.push(12 * 60),
            "midnight" => found.push(24 * 60),
            _ => {
                let next = words.get(at + 1).copied().unwrap_or("");
                let half = if word.ends_with("am") || word.ends_with("pm") { &word[word.len() - 2..] } else { next };
                found.extend(time(word.trim_end_matches("am").trim_end_matches("pm"), half));
            }
        }
    }
    found
}

fn time(digits: &str, half: &str) -> Option<Minutes> {
    let (hours, minutes) = digits.split_once(':').map_or((digits, None), |(hours, minutes)| (hours, Some(minutes)));
    let hours: Minutes = hours.parse().ok().filter(|hours| *hours <= 24)?;
    let late = match half {
        "am" => Some(false),
        "pm" => Some(true),
        // A bare number is no time.
        _ => minutes.map(|_| false).filter(|_| half != "am")?.then_some(true),
    };
    let minutes: Minutes = minutes.map_or(Some(0), |minutes| minutes.parse().ok())?;
    let hours = match late {
        Some(true) if hours < 12 => hours + 12,
        Some(false) if hours == 12 => 0,
        _ => hours,
    };
    Some(hours * 60 + minutes)
}

fn clock(minutes: Minutes) -> String {
    let (hours, rest) = ((minutes / 60) % 24, minutes % 60);
    let half = if hours < 12 { "am" } else { "pm" };
    let shown = if hours % 12 == 0 { 12 } else { hours % 12 };
    if rest == 0 { format!("{shown}{half}") } else { format!("{shown}:{rest:02}{half}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        assert_eq!(times("from 6am to 1:30 p.m."), [360, 810]);
        assert_eq!(times("at 18:00"), [1080]);
        assert_eq!(times("12 pm, 12am, noon, 7 apples"), [720, 0, 720]);
    }

    #[test]
    fn gaps_lie_between() {
        assert_eq!(gaps(360, 1320, vec![(420, 600), (600, 1200)]), [(360, 420), (1200, 1320)]);
    }
}
