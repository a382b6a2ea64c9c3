//! Shortest ways through a grid of characters whose legend stands in the text.

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use super::Found;
use crate::scene::Scene;
use crate::solve::graph::{self, Search};

/// What a character of the grid stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Start,
    Goal,
    Wall,
    Open,
}

/// The words for it.
const ROLES: &[(Cell, &[&str])] = &[
    (
        Cell::Start,
        &["start", "starting", "begin", "beginning", "entrance", "origin", "you", "player", "source", "entry", "robot"],
    ),
    (Cell::Goal, &["goal", "end", "target", "exit", "finish", "destination", "treasure", "ending"]),
    (
        Cell::Wall,
        &[
            "wall",
            "walls",
            "block",
            "blocked",
            "obstacle",
            "obstacles",
            "rock",
            "rocks",
            "impassable",
            "barrier",
            "barriers",
            "blocks",
            "closed",
        ],
    ),
    (
        Cell::Open,
        &[
            "passage", "passages", "path", "paths", "open", "free", "empty", "floor", "corridor", "walkable",
            "passable", "space", "spaces",
        ],
    ),
];

/// The most cells of a grid.
const MOST: usize = 65_536;

type Grid = Vec<Vec<char>>;

pub(crate) fn maze(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let texts = super::told_texts(scene);
    let grid = texts.iter().rev().find_map(|text| grid(text))?;
    let legend: Vec<(char, Cell)> = texts.iter().flat_map(|text| legend(text, &grid)).collect();
    let of = |cell: Cell| legend.iter().find(|(_, role)| *role == cell).map(|(letter, _)| *letter);
    let (start, goal) = (find(&grid, of(Cell::Start)?)?, find(&grid, of(Cell::Goal)?)?);
    let (walls, open): (Vec<char>, Vec<char>) = (marks(&legend, Cell::Wall), marks(&legend, Cell::Open));
    if walls.is_empty() && open.is_empty() {
        return None;
    }
    let lower = texts.join("\n").to_lowercase();
    let diagonal = lower.contains("diagonal")
        && ![
            "no diagonal",
            "not diagonal",
            "cannot move diagonal",
            "without diagonal",
            "not move diagonal",
            "not allowed",
        ]
        .iter()
        .any(|no| lower.contains(no));
    let free = |at: (usize, usize)| {
        let letter = grid.get(at.0).and_then(|row| row.get(at.1)).copied();
        let passes = |letter: char| if open.is_empty() { !walls.contains(&letter) } else { open.contains(&letter) };
        at == goal || at == start || letter.is_some_and(passes)
    };
    let next = |at: &(usize, usize), found: &mut Vec<(usize, usize)>| {
        found.extend(steps(*at, diagonal).into_iter().filter(|next| free(*next)));
    };
    match graph::shortest(start, |at| *at == goal, next, budget) {
        Search::Path(path) => Some(answer(&lower, &path)),
        Search::None => {
            let said = "There is no path to the goal.".to_owned();
            Some(Found::answer(Finding::bare(Value::Text(said)), OutcomeKind::Computed, None))
        }
        Search::Spent => None,
    }
}

fn answer(lower: &str, path: &[(usize, usize)]) -> Found {
    let moves: Vec<&str> =
        path.windows(2).map(|two| if let [from, to] = two { direction(*from, *to) } else { "" }).collect();
    let proof = Proof {
        claim: format!("{} steps: {}", moves.len(), moves.join(", ")),
        by: "breadth-first search".to_owned(),
        from: Vec::new(),
    };
    let number = ["how many", "number of", "length", "how long", "minimum", "fewest", "distance"]
        .iter()
        .any(|cue| lower.contains(cue));
    let value = if number {
        Value::Number { digits: moves.len().to_string(), unit: None }
    } else {
        Value::Text(moves.join(", "))
    };
    Found::answer(Finding::bare(value), OutcomeKind::Computed, Some(proof))
}

fn direction(from: (usize, usize), to: (usize, usize)) -> &'static str {
    match (to.0.cmp(&from.0), to.1.cmp(&from.1)) {
        (std::cmp::Ordering::Less, std::cmp::Ordering::Equal) => "up",
        (std::cmp::Ordering::Greater, std::cmp::Ordering::Equal) => "down",
        (std::cmp::Ordering::Equal, std::cmp::Ordering::Less) => "left",
        (std::cmp::Ordering::Equal, _) => "right",
        (std::cmp::Ordering::Less, std::cmp::Ordering::Less) => "up-left",
        (std::cmp::Ordering::Less, _) => "up-right",
        (_, std::cmp::Ordering::Less) => "down-left",
        (_, _) => "down-right",
    }
}

fn steps((row, column): (usize, usize), diagonal: bool) -> Vec<(usize, usize)> {
    let mut found = Vec::with_capacity(8);
    for (down, right) in [(-1i32, 0i32), (1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)] {
        let straight = down == 0 || right == 0;
        let moved = |at: usize, by: i32| usize::try_from(at as i64 + i64::from(by)).ok();
        if let (true, Some(row), Some(column)) = (straight || diagonal, moved(row, down), moved(column, right)) {
            found.push((row, column));
        }
    }
    found
}

fn marks(legend: &[(char, Cell)], cell: Cell) -> Vec<char> {
    legend.iter().filter(|(_, role)| *role == cell).map(|(letter, _)| *letter).collect()
}

fn find(grid: &Grid, letter: char) -> Option<(usize, usize)> {
    grid.iter().enumerate().find_map(|(row, cells)| Some((row, cells.iter().position(|cell| *cell == letter)?)))
}

/// The largest block of lines of equal length without words in them; cells may stand apart by spaces.
fn grid(text: &str) -> Option<Grid> {
    let mut best: Option<Grid> = None;
    let mut block: Grid = Vec::new();
    for line in text.lines().chain([""]) {
        let cells = cells(line);
        let fits = cells.as_ref().is_some_and(|cells| block.first().is_none_or(|first| first.len() == cells.len()));
        if !fits {
            let size = |grid: &Grid| grid.len() * grid.first().map_or(0, Vec::len);
            if block.len() >= 2 && size(&block) >= 4 && best.as_ref().is_none_or(|best| size(&block) > size(best)) {
                best = Some(std::mem::take(&mut block));
            }
            block.clear();
        }
        if let Some(cells) = cells.filter(|cells| block.first().is_none_or(|first| first.len() == cells.len())) {
            block.push(cells);
        }
    }
    best.filter(|grid| grid.len() * grid.first().map_or(0, Vec::len) <= MOST)
}

/// The cells of a line that may be a row of a grid.
fn cells(line: &str) -> Option<Vec<char>> {
    let line = line.trim();
    if line.len() < 2 || line.chars().all(|letter| letter == '`') {
        return None;
    }
    if !line.contains(' ') {
        return Some(line.chars().collect());
    }
    let parts: Vec<&str> = line.split_whitespace().collect();
    parts.iter().map(|part| part.chars().next().filter(|_| part.chars().count() == 1)).collect()
}

/// The characters of the legend with what they stand for. In a line each character goes with the role that follows
/// it, or that precedes it where the line begins with a role.
fn legend(text: &str, grid: &Grid) -> Vec<(char, Cell)> {
    let mut found = Vec::new();
    for line in text.lines().filter(|line| cells(line).is_none()) {
        for sentence in clauses(line) {
            let items = items(sentence, grid);
            let role_first = matches!(items.first(), Some(Item::Role(_)));
            for two in items.windows(2) {
                match two {
                    [Item::Mark(letter), Item::Role(cell)] if !role_first => found.push((*letter, *cell)),
                    [Item::Role(cell), Item::Mark(letter)] if role_first => found.push((*letter, *cell)),
                    _ => {}
                }
            }
        }
    }
    found
}

/// The clauses of a line, cut at commas, semicolons and full stops that are not themselves quoted.
fn clauses(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in line.char_indices() {
        let quoted = line[..at].ends_with(['\'', '"', '`', '‘', '“'])
            && line[at + mark.len_utf8()..].starts_with(['\'', '"', '`', '’', '”']);
        if matches!(mark, ',' | ';' | '.') && !quoted && line[at + mark.len_utf8()..].starts_with([' ', '\n']) {
            found.push(&line[start..at]);
            start = at + mark.len_utf8();
        }
    }
    found.push(&line[start..]);
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Mark(char),
    Role(Cell),
}

/// The quoted or lone characters that occur in the grid, and the words for roles.
fn items(sentence: &str, grid: &Grid) -> Vec<Item> {
    let in_grid = |letter: char| grid.iter().any(|row| row.contains(&letter));
    let letters: Vec<char> = sentence.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(letter) = letters.get(at).copied() {
        let closes =
            |other: char| matches!((letter, other), ('\'', '\'') | ('"', '"') | ('`', '`') | ('‘', '’') | ('“', '”'));
        if let (Some(mark), Some(end)) = (letters.get(at + 1).copied(), letters.get(at + 2).copied())
            && closes(end)
        {
            if in_grid(mark) {
                found.push(Item::Mark(mark));
            }
            at += 3;
        } else if letter.is_alphabetic() {
            let word: String = letters.iter().skip(at).take_while(|letter| letter.is_alphanumeric()).collect();
            at += word.chars().count();
            let role = ROLES.iter().find(|(_, words)| words.contains(&word.to_lowercase().as_str()));
            match (role, word.chars().next().filter(|_| word.chars().count() == 1)) {
                (Some((cell, _)), _) => found.push(Item::Role(*cell)),
                (None, Some(mark)) if mark.is_uppercase() && in_grid(mark) => found.push(Item::Mark(mark)),
                _ => {}
            }
        } else {
            let lone =
                (at == 0 || letters.get(at - 1) == Some(&' ')) && letters.get(at + 1).is_none_or(|next| *next == ' ');
            if lone && letter != '=' && letter != '-' && !letter.is_whitespace() && in_grid(letter) {
                found.push(Item::Mark(letter));
            }
            at += 1;
        }
    }
    // "starting point", "end goal": the same role twice in a row is one.
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(char, Cell)]) {
        let grid = grid(text).unwrap();
        assert_eq!(legend(text, &grid), expected, "{text}");
    }

    #[test]
    fn legends_are_read_in_several_ways() {
        let all = [('S', Cell::Start), ('G', Cell::Goal), ('#', Cell::Wall), ('.', Cell::Open)];
        check("Go from 'S' (start) to 'G' (goal).\n#S.\n#.G\nLegend: '#' = Wall, '.' = Passage", &all);
        check("The start is S, the exit is G, walls are #, and open cells are '.'\n\n# S .\n# . G\n", &all);
    }
}
