//! Where the tables of a text stand: lines of cells between pipes, commas, semicolons or tabs, or the same run
//! together in one line.

use super::grid::amount;

/// Lines of cells that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The cells of each line, the heading first where there is one.
    pub(super) lines: Vec<Cells>,
    /// Whether a rule below the first line says that it is a heading.
    pub(super) ruled: bool,
}

/// The cells of a line and the line as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cells {
    pub(super) cells: Vec<String>,
    pub(super) said: String,
}

const MARKS: [char; 4] = ['|', '\t', ';', ','];

/// The most columns of a table in one line.
const WIDEST: usize = 8;

/// The most bytes of a text that are searched for tables.
const LONGEST: usize = 60_000;

/// The blocks of a text, in order. Blocks of one line may be sentences with commas: the caller knows what it expects.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    if text.len() > LONGEST || !text.contains(MARKS) {
        return Vec::new();
    }
    let mut found: Vec<Block> = Vec::new();
    let mut open: Option<(Block, char)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let joined = open.as_mut().is_some_and(|(block, mark)| extend(block, *mark, line, end));
        if !joined {
            found.extend(open.take().map(|(block, _)| block));
            // A table in one line looks like a row of many cells.
            match flat(line, start) {
                Some(block) => found.push(block),
                None => open = MARKS.into_iter().find_map(|mark| Some((begin(mark, line, start)?, mark))),
            }
        }
        start = end;
    }
    found.extend(open.map(|(block, _)| block));
    found
}

/// A block that begins with this line.
fn begin(mark: char, line: &str, start: usize) -> Option<Block> {
    let cells = cells(mark, line)?;
    let said = line.trim().to_owned();
    Some(Block { start, end: start + line.len(), lines: vec![Cells { cells, said }], ruled: false })
}

/// Takes the line into the block where it has as many cells.
fn extend(block: &mut Block, mark: char, line: &str, end: usize) -> bool {
    if mark == '|' && is_rule(line) {
        block.ruled = true;
        block.end = end;
        return true;
    }
    let wanted = block.lines.first().map_or(0, |first| first.cells.len());
    let Some(cells) = cells(mark, line).filter(|cells| cells.len() == wanted) else { return false };
    block.lines.push(Cells { cells, said: line.trim().to_owned() });
    block.end = end;
    true
}

/// The rule below the heading of a Markdown table: `|---|:--:|`.
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.trim().chars().all(|mark| matches!(mark, '|' | '-' | ':' | ' ' | '+'))
}

/// The cells of a line: at least two, each of a few words.
fn cells(mark: char, line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    let bare = if mark == '|' { line.trim_start_matches('|').trim_end_matches('|') } else { line };
    let bare = bare.trim_start_matches("- ").trim_start_matches("* ");
    let cells: Vec<String> = bare.split(mark).map(|cell| cell.trim().trim_matches('"').to_owned()).collect();
    let short = |cell: &String| cell.split_whitespace().count() <= 4 && !cell.ends_with(['?', ':']);
    (cells.len() > 1 && cells.iter().all(short) && cells.iter().filter(|cell| !cell.is_empty()).count() > 1)
        .then_some(cells)
}

/// A table whose lines were run together: "name, age Ann, 3 Bob, 4".
fn flat(line: &str, start: usize) -> Option<Block> {
    if line.matches('|').count() > 5 {
        return flat_pipes(line, start);
    }
    if line.matches(',').count() < 3 {
        return None;
    }
    (2..=WIDEST).find_map(|width| flat_commas(line, start, width))
}

/// "| a | b | |---|---| | 1 | 2 |" in one line.
fn flat_pipes(line: &str, start: usize) -> Option<Block> {
    let first = line.find('|')?;
    let last = line.rfind('|')?;
    let cells: Vec<&str> = line.get(first..last)?.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let rule = |cell: &&str| cell.contains("--") && cell.chars().all(|mark| matches!(mark, '-' | ':'));
    let width = cells.iter().position(rule)?;
    if width < 2 || !cells.iter().skip(width).take(width).all(rule) {
        return None;
    }
    let head = cells.get(..width)?;
    let rows = cells.get(2 * width..)?.chunks_exact(width);
    let lines = std::iter::once(head).chain(rows).map(|row| Cells {
        cells: row.iter().map(|cell| (*cell).to_owned()).collect(),
        said: format!("| {} |", row.join(" | ")),
    });
    Some(Block { start: start + first, end: start + last + 1, lines: lines.collect(), ruled: true })
}

/// Rows of `width` cells with an amount in the last one, which the first cell of the next row follows.
fn flat_commas(line: &str, start: usize, width: usize) -> Option<Block> {
    let mut pieces: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for piece in line.split(',') {
        pieces.push((at, piece));
        at += piece.len() + 1;
    }
    let opening = pieces.first()?.1;
    let lead = [": ", ". ", "  ", "\n"].iter().filter_map(|mark| Some(opening.rfind(mark)? + mark.len())).max();
    let lead = lead.unwrap_or(0);
    let mut carried = opening.get(lead..)?.trim();
    let mut lines: Vec<Cells> = Vec::new();
    let mut end = 0;
    for turn in 0.. {
        let from = turn * (width - 1);
        let Some(middle) = pieces.get(from + 1..from + width - 1) else { break };
        let Some((offset, joint)) = pieces.get(from + width - 1) else { break };
        let mut cells = vec![carried.to_owned()];
        cells.extend(middle.iter().map(|(_, piece)| piece.trim().to_owned()));
        let parted = if lines.is_empty() { part_heading(joint) } else { part_row(joint) };
        let Some((last, next)) = parted else { break };
        cells.push(last.to_owned());
        if !agrees(&lines, &cells) {
            break;
        }
        end = offset + joint.find(last)? + last.len();
        lines.push(Cells { said: cells.join(", "), cells });
        if next.is_empty() || next.split_whitespace().count() > 3 {
            break;
        }
        carried = next;
    }
    (lines.len() > 2).then(|| Block { start: start + lead, end: start + end, lines, ruled: false })
}

/// Whether a row has amounts where the first one has them, and the heading has none.
fn agrees(lines: &[Cells], cells: &[String]) -> bool {
    let short = cells.iter().all(|cell| cell.split_whitespace().count() <= 4);
    let pattern = |cells: &[String]| cells.iter().map(|cell| amount(cell).is_some()).collect::<Vec<bool>>();
    match lines.get(1) {
        _ if !short => false,
        None if lines.is_empty() => !pattern(cells).contains(&true),
        None => true,
        Some(first) => pattern(&first.cells) == pattern(cells),
    }
}

/// "weight (kg) Ann" as the last heading and the first cell of the first row.
fn part_heading(joint: &str) -> Option<(&str, &str)> {
    let joint = joint.trim();
    match joint.find([')', ']']) {
        Some(close) => Some((joint.get(..=close)?, joint.get(close + 1..)?.trim())),
        None => {
            let (heading, name) = joint.rsplit_once(' ')?;
            let (heading, name) = match heading.rsplit_once(' ') {
                // Two capitals are one name.
                Some((front, given)) if given.starts_with(char::is_uppercase) => {
                    (front, joint.get(front.len()..)?.trim())
                }
                _ => (heading, name),
            };
            Some((heading.trim(), name))
        }
    }
}

/// "11 Bob" as the last cell of a row and the first one of the next.
fn part_row(joint: &str) -> Option<(&str, &str)> {
    let joint = joint.trim();
    let end = joint.find(char::is_whitespace).unwrap_or(joint.len());
    let (last, next) = joint.split_at(end);
    let last = last.trim_end_matches('.');
    amount(last)?;
    // A gap or a mark ends the table.
    let ends = next.starts_with("  ") || last.len() < end;
    Some((last, if ends { "" } else { next.trim() }))
}

#[cfg(test)]
mod tests {
    use super::{Block, blocks};

    fn shown(text: &str) -> Vec<Vec<String>> {
        let show = |block: Block| block.lines.iter().map(|line| line.cells.join("/")).collect();
        blocks(text).into_iter().map(show).collect()
    }

    #[test]
    fn lines_and_runs_are_tables() {
        let table = ["city/people", "Rom/9", "Ur/4"];
        assert_eq!(shown("See:\ncity, people\nRom, 9\nUr, 4\nThat is all."), [table]);
        assert_eq!(shown("| city | people |\n|---|---|\n| Rom | 9 |\n| Ur | 4 |"), [table]);
        assert_eq!(shown("The list: | city | people | |---|---| | Rom | 9 | | Ur | 4 | Ask!"), [table]);
        let run = "The cities: city, area, people (m) Rom, 3, 9 Ur, 1, 4  Say more, please.";
        assert_eq!(shown(run), [["city/area/people (m)", "Rom/3/9", "Ur/1/4"]]);
    }

    #[test]
    fn sentences_are_no_tables() {
        assert!(shown("I like figs, pears, plums and all the other fruit of the garden, you know.").is_empty());
    }
}
