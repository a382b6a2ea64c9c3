//! The shape that the path of a vector graphic draws (SVG path data, <https://www.w3.org/TR/SVG2/paths.html>).

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use super::Found;
use crate::scene::Scene;
use crate::verdict;

type Point = (f64, f64);

/// What a path consists of.
#[derive(Debug, Clone, Default, PartialEq)]
struct Outline {
    /// Straight strokes.
    lines: Vec<(Point, Point)>,
    /// Arcs: from, to, both radii.
    arcs: Vec<(Point, Point, Point)>,
    /// Whether it has Bézier curves.
    curved: bool,
}

/// Names of polygons by their corners.
const POLYGONS: &[(usize, &str)] =
    &[(5, "pentagon"), (6, "hexagon"), (7, "heptagon"), (8, "octagon"), (9, "nonagon"), (10, "decagon")];

/// How far apart points and lengths may lie that count as the same, as a share of the figure's size: paths are
/// written with few decimals.
const TOLERANCE: f64 = 0.012;

pub(crate) fn shapes(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let texts = super::told_texts(scene);
    let data = texts.iter().rev().find_map(|text| path(text))?;
    if !budget.spend(data.len() as u64) {
        return None;
    }
    let outline = outline(data)?;
    let names = names(&outline);
    let by =
        |name: &str| Proof { claim: reason(&outline, name), by: "geometry of the path".to_owned(), from: Vec::new() };
    if !scene.task.options.is_empty() {
        let chosen = names.iter().find_map(|name| {
            scene
                .task
                .options
                .iter()
                .find(|option| option.text.trim().eq_ignore_ascii_case(name))
                .map(|one| (one, name))
        });
        return chosen.map(|(option, name)| verdict::option(option, Some(by(name))));
    }
    let first = names.first()?;
    Some(Found::answer(Finding::bare(Value::Text((*first).to_owned())), OutcomeKind::Computed, Some(by(first))))
}

/// The data of the path: the attribute `d`, or a text that begins with a move and a number.
fn path(text: &str) -> Option<&str> {
    for (open, close) in [("d=\"", '"'), ("d='", '\'')] {
        if let Some(at) = text.find(open) {
            let rest = &text[at + open.len()..];
            return rest.find(close).map(|end| &rest[..end]);
        }
    }
    let bytes = text.as_bytes();
    let starts = |at: &usize| {
        let next = text[at + 1..].trim_start();
        let free = *at == 0 || bytes.get(at - 1).is_some_and(|before| !before.is_ascii_alphanumeric());
        free && next.starts_with(|first: char| first.is_ascii_digit() || first == '-') && next.contains([',', ' '])
    };
    let start = text.match_indices('M').map(|(at, _)| at).find(starts)?;
    let rest = &text[start..];
    let data = |letter: char| {
        letter.is_ascii_digit()
            || matches!(letter, '.' | ',' | '-' | ' ' | 'e')
            || "MmLlAaHhVvZzCcQqSsTt".contains(letter)
    };
    let end = rest.find(|letter| !data(letter)).unwrap_or(rest.len());
    Some(&rest[..end])
}

/// The strokes of path data; `None` where it is not well formed.
fn outline(data: &str) -> Option<Outline> {
    let mut found = Outline::default();
    let (mut at, mut start) = ((0.0, 0.0), (0.0, 0.0));
    for (command, numbers) in commands(data)? {
        let relative = command.is_ascii_lowercase();
        let command = command.to_ascii_uppercase();
        let arity = match command {
            'M' | 'L' | 'T' => 2,
            'H' | 'V' => 1,
            'S' | 'Q' => 4,
            'C' => 6,
            'A' => 7,
            _ => 0,
        };
        if command == 'Z' {
            found.lines.push((at, start));
            at = start;
            continue;
        }
        if arity == 0 || numbers.is_empty() || numbers.len() % arity != 0 {
            return None;
        }
        for (index, part) in numbers.chunks(arity).enumerate() {
            let origin = if relative { at } else { (0.0, 0.0) };
            let next = match (command, part) {
                ('H', [x]) => (origin.0 + x, at.1),
                ('V', [y]) => (at.0, origin.1 + y),
                (_, [.., x, y]) => (origin.0 + x, origin.1 + y),
                _ => return None,
            };
            match (command, part) {
                ('M', _) if index == 0 => start = next,
                ('A', [rx, ry, ..]) => found.arcs.push((at, next, (rx.abs(), ry.abs()))),
                ('C' | 'S' | 'Q' | 'T', _) => found.curved = true,
                _ => found.lines.push((at, next)),
            }
            at = next;
        }
    }
    Some(found)
}

/// The commands with their numbers.
fn commands(data: &str) -> Option<Vec<(char, Vec<f64>)>> {
    let mut found: Vec<(char, Vec<f64>)> = Vec::new();
    let mut rest = data.trim_start();
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_alphabetic() {
            found.push((first, Vec::new()));
            rest = &rest[1..];
        } else if first == ',' || first.is_whitespace() {
            rest = &rest[first.len_utf8()..];
        } else {
            let length = number(rest);
            let value: f64 = rest.get(..length)?.parse().ok()?;
            found.last_mut()?.1.push(value);
            rest = &rest[length..];
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The length of the number at the start.
fn number(rest: &str) -> usize {
    let mut dot = false;
    for (at, letter) in rest.char_indices() {
        match letter {
            '-' | '+' if at == 0 => {}
            '.' if !dot => dot = true,
            digit if digit.is_ascii_digit() => {}
            _ => return at,
        }
    }
    rest.len()
}

/// What the outline may be called, the most exact name first.
fn names(outline: &Outline) -> Vec<&'static str> {
    let size = size(outline);
    let near = |a: Point, b: Point| distance(a, b) <= TOLERANCE * size;
    if outline.curved || size == 0.0 {
        return Vec::new();
    }
    if !outline.arcs.is_empty() {
        let strokes = outline.lines.iter().filter(|(from, to)| !near(*from, *to)).count();
        return match (strokes, round(outline, size)) {
            (0, true) => vec!["circle", "ellipse"],
            (0, false) => vec!["ellipse", "oval"],
            (1, _) => vec!["segment", "semicircle"],
            (_, _) => vec!["sector"],
        };
    }
    let corners = corners(&outline.lines, size);
    match corners.as_slice() {
        [] | [_] => Vec::new(),
        [_, _] => vec!["line", "line segment"],
        [a, b, c] => triangle([*a, *b, *c], size),
        [a, b, c, d] => quadrilateral([*a, *b, *c, *d]),
        more => POLYGONS
            .iter()
            .filter(|(count, _)| *count == more.len())
            .map(|(_, name)| *name)
            .chain(["polygon"])
            .collect(),
    }
}

/// Whether arcs have equal radii.
fn round(outline: &Outline, size: f64) -> bool {
    outline.arcs.iter().all(|(_, _, (rx, ry))| (rx - ry).abs() <= TOLERANCE * size)
}

fn size(outline: &Outline) -> f64 {
    let ends = outline.lines.iter().flat_map(|(from, to)| [*from, *to]);
    let arcs = outline.arcs.iter().flat_map(|(from, to, _)| [*from, *to]);
    let points: Vec<Point> = ends.chain(arcs).collect();
    let spread = |of: fn(&Point) -> f64| {
        let (low, high) =
            points.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), one| (low.min(one), high.max(one)));
        high - low
    };
    if points.is_empty() { 0.0 } else { spread(|point| point.0).max(spread(|point| point.1)) }
}

fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// The corners in the order in which they are drawn: each point once, without those on a straight stroke.
fn corners(lines: &[(Point, Point)], size: f64) -> Vec<Point> {
    let mut found: Vec<Point> = Vec::new();
    for point in lines.iter().flat_map(|(from, to)| [*from, *to]) {
        if !found.iter().any(|other| distance(*other, point) <= 0.001 * size) {
            found.push(point);
        }
    }
    if found.len() < 4 {
        return found;
    }
    let straight = |at: usize| {
        let count = found.len();
        let get = |index: usize| found.get(index % count).copied().unwrap_or((0.0, 0.0));
        let (before, here, after) = (get(at + count - 1), get(at), get(at + 1));
        distance(before, here) + distance(here, after) - distance(before, after) < 1e-4 * size
    };
    let kept: Vec<Point> =
        (0..found.len()).filter(|at| !straight(*at)).filter_map(|at| found.get(at).copied()).collect();
    if kept.len() >= 3 { kept } else { found }
}

fn triangle(points: [Point; 3], size: f64) -> Vec<&'static str> {
    let [a, b, c] = points;
    let sides = [distance(a, b), distance(b, c), distance(c, a)];
    let like = |x: f64, y: f64| (x - y).abs() <= TOLERANCE * size;
    let equal = [like(sides[0], sides[1]), like(sides[1], sides[2]), like(sides[2], sides[0])];
    let right = [angle(c, a, b), angle(a, b, c), angle(b, c, a)].iter().any(|angle| angle.abs() < TOLERANCE);
    let mut names = Vec::new();
    if equal.iter().all(|one| *one) {
        names.push("equilateral triangle");
    }
    if right {
        names.push("right triangle");
    }
    if equal.iter().any(|one| *one) {
        names.push("isosceles triangle");
    }
    names.push("triangle");
    names
}

/// The cosine of the angle at `b`.
fn angle(a: Point, b: Point, c: Point) -> f64 {
    let (u, v) = ((a.0 - b.0, a.1 - b.1), (c.0 - b.0, c.1 - b.1));
    (u.0 * v.0 + u.1 * v.1) / (u.0.hypot(u.1) * v.0.hypot(v.1)).max(1e-9)
}

/// The sine of the angle between two sides.
fn slant(a: Point, b: Point, c: Point, d: Point) -> f64 {
    let (u, v) = ((b.0 - a.0, b.1 - a.1), (d.0 - c.0, d.1 - c.1));
    ((u.0 * v.1 - u.1 * v.0) / (u.0.hypot(u.1) * v.0.hypot(v.1)).max(1e-9)).abs()
}

fn quadrilateral([a, b, c, d]: [Point; 4]) -> Vec<&'static str> {
    let sides = [distance(a, b), distance(b, c), distance(c, d), distance(d, a)];
    let longest = sides.iter().copied().fold(0.0, f64::max);
    let like = |x: f64, y: f64| (x - y).abs() <= 2.0 * TOLERANCE * longest;
    let (first, second) = (slant(a, b, d, c) < 0.02, slant(b, c, a, d) < 0.02);
    let right = [angle(d, a, b), angle(a, b, c), angle(b, c, d), angle(c, d, a)].iter().all(|angle| angle.abs() < 0.02);
    let equal = sides.iter().all(|side| like(*side, sides[0]));
    let kite =
        like(sides[0], sides[1]) && like(sides[2], sides[3]) || like(sides[1], sides[2]) && like(sides[3], sides[0]);
    let mut names = Vec::new();
    let all = [
        (right && equal, "square"),
        (right, "rectangle"),
        (equal, "rhombus"),
        (first && second, "parallelogram"),
        (kite, "kite"),
        (first || second, "trapezoid"),
        (first || second, "trapezium"),
        (true, "quadrilateral"),
    ];
    names.extend(all.iter().filter(|(fits, _)| *fits).map(|(_, name)| *name));
    names
}

fn reason(outline: &Outline, name: &str) -> String {
    let corners = corners(&outline.lines, size(outline)).len();
    match outline.arcs.len() {
        0 => format!("the path has {corners} corners: {name}"),
        arcs => format!("the path has {arcs} arcs and {} straight strokes: {name}", outline.lines.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(data: &str, expected: &str) {
        let found = outline(data).map(|outline| names(&outline)).unwrap_or_default();
        assert_eq!(found.first().copied().unwrap_or(""), expected, "{data}");
    }

    #[test]
    fn shapes_are_named_by_their_geometry() {
        check("M 0,0 L 10,3", "line");
        check("M0 0L4 0L4 3Z", "right triangle");
        check("M 0,0 L 4,0 M 4,0 L 4,4 L 0,4 L 0,0", "square");
        check("M 0,0 h 6 v 2 h -6 z", "rectangle");
        check("M 0,0 L 8,0 L 6,3 L 1,3 L 0,0", "trapezoid");
        check("M 0,0 L 2,-1 L 6,0 L 2,1 L 0,0", "kite");
        check("M 0,0 A 5,5 0 1,0 10,0 A 5,5 0 1,0 0,0", "circle");
        check("M 0,0 L 5,0 A 5,5 0 0,1 0,5 L 0,0", "sector");
        check("M 0,0 L 2,0 L 3,1 L 2,2 L 0,2 L -1,1 L 0,0", "hexagon");
    }
}
