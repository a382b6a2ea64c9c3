//! The Tower of Hanoi with any number of pegs.

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use super::Found;
use crate::scene::Scene;

/// A move of a disk, from a peg to a peg, by their numbers from 0.
type Step = (usize, usize, usize);

/// The most moves that are written.
const MOST: usize = 4_096;

pub(crate) fn hanoi(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let text = super::told_texts(scene).join("\n");
    let lower = text.to_lowercase();
    if !["hanoi", "disk", "disc"].iter().any(|word| lower.contains(word)) {
        return None;
    }
    let tokens = super::tokens(&text);
    let disks = counted(&tokens, &["disk", "disks", "disc", "discs", "rings", "ring"])?;
    let noun = ["peg", "rod", "pole", "tower", "stack", "needle"]
        .into_iter()
        .find(|noun| lower.contains(*noun))
        .unwrap_or("peg");
    let names = names(&tokens, noun);
    let pegs = counted(&tokens, &[noun, &format!("{noun}s")]).unwrap_or(3).max(3);
    let (from, to) = ends(&tokens, &names)?;
    let place = |name: &str| name.parse::<usize>().ok().or_else(|| letter(name)).filter(|at| (1..=pegs).contains(at));
    let (first, last) = (place(&from)?, place(&to)?);
    if first == last || !(1..=40).contains(&disks) || pegs > 20 {
        return None;
    }
    let asks_count = lower.contains("how many moves") || lower.contains("minimum number of moves");
    let moves = moves(disks, pegs, first - 1, last - 1, budget)?;
    let proof = Proof {
        claim: format!("{disks} disks on {pegs} pegs take {} moves", moves.len()),
        by: "Frame–Stewart division of the tower".to_owned(),
        from: Vec::new(),
    };
    let value = if asks_count {
        Value::Number { digits: moves.len().to_string(), unit: None }
    } else {
        Value::Text(written(&text, &moves, from.parse::<usize>().is_err()))
    };
    Some(Found::answer(Finding::bare(value), OutcomeKind::Computed, Some(proof)))
}

/// "A" is the first peg.
fn letter(name: &str) -> Option<usize> {
    let byte = name.bytes().next().filter(|byte| name.len() == 1 && byte.is_ascii_alphabetic())?;
    Some(usize::from(byte.to_ascii_lowercase() - b'a') + 1)
}

/// The number before one of the nouns: "7 disks", "three smaller disks".
fn counted(tokens: &[String], nouns: &[&str]) -> Option<usize> {
    tokens.iter().enumerate().filter(|(_, token)| nouns.contains(&token.to_lowercase().as_str())).find_map(|(at, _)| {
        tokens.get(at.saturating_sub(2)..at)?.iter().rev().find_map(|token| super::small_number(token))
    })
}

/// The names that follow the noun: "Peg 1", "rod A".
fn names(tokens: &[String], noun: &str) -> Vec<String> {
    let named = |two: &[String]| match two {
        [head, name] if head.eq_ignore_ascii_case(noun) && is_name(name) => Some(name.clone()),
        _ => None,
    };
    tokens.windows(2).filter_map(named).collect()
}

fn is_name(token: &str) -> bool {
    let letter = token.len() == 1 && token.bytes().all(|byte| byte.is_ascii_uppercase());
    letter || !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit())
}

/// Where the tower stands and where it shall go: the names after "from" and "to".
fn ends(tokens: &[String], names: &[String]) -> Option<(String, String)> {
    let known = |token: &String| is_name(token) && (names.is_empty() || names.contains(token));
    let after = |word: &[&str]| {
        tokens.iter().enumerate().filter(|(_, token)| word.contains(&token.to_lowercase().as_str())).find_map(
            |(at, _)| {
                tokens
                    .get(at + 1..)?
                    .iter()
                    .take(5)
                    .take_while(|token| !matches!(token.as_str(), "to" | "from"))
                    .find(|token| known(token))
                    .cloned()
            },
        )
    };
    Some((after(&["from", "on"])?, after(&["to", "onto"])?))
}

/// The moves, as the example in the text words them, else plainly.
fn written(text: &str, moves: &[Step], lettered: bool) -> String {
    let name = |peg: usize| match u8::try_from(peg) {
        Ok(peg) if lettered => char::from(b'A' + peg).to_string(),
        _ => (peg + 1).to_string(),
    };
    let (before, between, then) = wording(text);
    let line = |(disk, from, to): &Step| format!("{before}{disk}{between}{}{then}{}", name(*from), name(*to));
    moves.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What stands before the disk, the first peg and the second in a quoted example with placeholders.
fn wording(text: &str) -> (String, String, String) {
    let quoted = text.split(['\'', '"', '`']).skip(1).step_by(2);
    let example = quoted.filter_map(|quoted| {
        let lower = quoted.to_lowercase();
        let words: Vec<&str> = quoted.split(' ').collect();
        let holes: Vec<usize> = words.iter().enumerate().filter(|(_, word)| is_hole(word)).map(|(at, _)| at).collect();
        let [disk, from, to] = holes.as_slice() else { return None };
        let part = |range: std::ops::Range<usize>| words.get(range).map(|words| words.join(" "));
        let fits = lower.contains("disk") || lower.contains("disc") || lower.contains("move");
        let (first, second, third) = (part(0..*disk)?, part(disk + 1..*from)?, part(from + 1..*to)?);
        fits.then(|| (format!("{first} "), format!(" {second} "), format!(" {third} ")))
    });
    let plain = || ("Move disk ".to_owned(), " from Peg ".to_owned(), " to Peg ".to_owned());
    example.into_iter().next().unwrap_or_else(plain)
}

/// A capital, a number, or a name in angle brackets that stands for something.
fn is_hole(word: &str) -> bool {
    let plain = word.trim_matches(|mark: char| !mark.is_alphanumeric());
    plain.len() == 1 && plain != "a" || word.starts_with(['<', '{', '['])
}

/// A shortest sequence for three pegs, and for more the shortest that is known (Frame 1941, Stewart 1941).
fn moves(disks: usize, pegs: usize, from: usize, to: usize, budget: &mut Budget) -> Option<Vec<Step>> {
    let all: Vec<usize> = (0..pegs).collect();
    // (smallest disk, how many, from, to, pegs that may be used)
    let mut tasks = vec![(1usize, disks, from, to, all)];
    let mut found = Vec::new();
    while let Some((top, count, from, to, usable)) = tasks.pop() {
        if !budget.spend(4) || found.len() > MOST {
            return None;
        }
        if count == 1 {
            found.push((top, from, to));
        }
        if count < 2 {
            continue;
        }
        let spare = *usable.iter().find(|peg| **peg != from && **peg != to)?;
        let upper = best_split(count, usable.len());
        let below: Vec<usize> = if usable.len() > 3 {
            usable.iter().copied().filter(|peg| *peg != spare).collect()
        } else {
            usable.clone()
        };
        tasks.push((top, upper, spare, to, usable.clone()));
        if usable.len() > 3 {
            tasks.push((top + upper, count - upper, from, to, below));
        } else {
            tasks.push((top + count - 1, 1, from, to, usable.clone()));
        }
        tasks.push((top, upper, from, spare, usable));
    }
    Some(found)
}

/// How many of the upper disks are set aside first.
fn best_split(count: usize, pegs: usize) -> usize {
    if pegs <= 3 {
        return count - 1;
    }
    (1..count).min_by_key(|upper| 2 * cost(*upper, pegs) + cost(count - upper, pegs - 1)).unwrap_or(1)
}

/// The number of moves for `disks` on `pegs`: with k increments of 2^k as many as fit (closed form of Frame–Stewart).
fn cost(disks: usize, pegs: usize) -> u128 {
    let (mut left, mut total, mut level) = (disks as u128, 0u128, 0u32);
    while left > 0 && level < 60 {
        // binomial(level + pegs - 3, level) disks cost 2^level moves each.
        let room = (1..=u128::from(level)).fold(1u128, |room, at| room * (pegs as u128 - 3 + at) / at);
        let taken = left.min(room);
        total += taken << level;
        left -= taken;
        level += 1;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(disks: usize, pegs: usize, length: usize) {
        let moves = moves(disks, pegs, 0, pegs - 1, &mut Budget::steps(100_000)).unwrap();
        assert_eq!(moves.len(), length, "{disks} disks, {pegs} pegs");
        let mut stacks: Vec<Vec<usize>> = vec![Vec::new(); pegs];
        stacks[0] = (1..=disks).rev().collect();
        for (disk, from, to) in moves {
            assert_eq!(stacks[from].pop(), Some(disk));
            assert!(stacks[to].last().is_none_or(|under| *under > disk));
            stacks[to].push(disk);
        }
        assert_eq!(stacks[pegs - 1].len(), disks);
    }

    #[test]
    fn moves_are_legal_and_few() {
        check(1, 3, 1);
        check(3, 3, 7);
        check(7, 3, 127);
        check(7, 4, 25);
        check(10, 5, 31);
    }
}
