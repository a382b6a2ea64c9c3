//! Questions within a sentence: "who likes Bob", "where Mary is", "whether it rains".

use super::chart::{Ask, Beam, Each, Found, Item, NONE, flag};
use super::parser::{Parser, Rule, small};
use super::question::Asking;

impl<'a> Parser<'a> {
    /// Questions within a sentence: "who likes Bob", "where Mary is", "whether it rains".
    pub(super) fn embedded(&mut self, at: usize) -> Found<'a> {
        self.once(Rule::Embedded, at, false, |parser, at, _| {
            let mut found = Beam::default();
            let whether = match parser.low(at) {
                "whether" => Some(at + 1 + 2 * usize::from(parser.words(at + 1, &["or", "not"]))),
                "if" => Some(at + 1),
                _ => None,
            };
            if let Some(start) = whether {
                for clause in parser.sentence(start, false).each() {
                    let mut item = parser.query(Ask::Truth, NONE, clause);
                    if parser.words(item.at(), &["or", "not"]) {
                        item.end += 2;
                    }
                    found.push(item);
                }
                return found;
            }
            for asking in parser.asking(at).into_iter().flatten() {
                parser.embedded_body(at, asking, &mut found);
            }
            found
        })
    }

    fn embedded_body(&mut self, at: usize, asking: Asking, found: &mut Beam) {
        let filler = asking.filler.map_or(NONE, |filler| filler.node);
        let cost = asking.filler.map_or(0, |filler| filler.cost);
        let mut bodies = Beam::default();
        match asking.preposition {
            Some(words) => {
                for clause in self.clause(asking.end, false).each() {
                    bodies.push(self.with_gap_phrase(clause, words));
                }
            }
            None if asking.filler.is_some() => {
                for clause in self.clause(asking.end, true).each().filter(|clause| clause.has(flag::GAP)) {
                    bodies.push(clause);
                }
                self.subject_question(at, asking.end, &mut bodies);
            }
            None => {
                bodies.extend(self.clause(asking.end, false));
                self.place_clause(asking, &mut bodies);
            }
        }
        for body in bodies.each() {
            let body = Item { cost: body.cost + cost, ..body };
            found.push(self.query(asking.ask, filler, body));
        }
    }

    /// "where Mary is", "how old Bob is": subject and copula at the end.
    fn place_clause(&mut self, asking: Asking, bodies: &mut Beam) {
        for subject in self.phrases(asking.end, false).each() {
            let end = subject.at();
            let past = matches!(self.low(end), "was" | "were");
            if !past && !matches!(self.low(end), "is" | "are" | "am") {
                continue;
            }
            self.copular(asking, (subject, small(end + 1)), (end, past), bodies);
        }
    }
}
