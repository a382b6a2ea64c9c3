//! The clauses of a story: subject, verb, objects and prepositional phrases from their words.

use engine_api::{Lexicon, Pos};

use super::frame::{Frame, Group};
use super::words::{PARTICLES, PREPOSITIONS, SILENT};
use crate::world::line::Token;
use crate::world::verbs::{Act, by_kind, listed};

/// The words of a clause.
pub(super) struct Words<'a, 'b> {
    pub(super) words: Vec<&'b Token<'a>>,
    pub(super) lexicon: &'b dyn Lexicon,
}

/// The verb of a clause.
struct Verb {
    at: usize,
    length: usize,
    act: Option<Act>,
    lemma: String,
    negated: bool,
    passive: bool,
    /// Where the words before the verb that belong to it begin.
    start: usize,
}

impl Words<'_, '_> {
    pub(super) fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |token| token.lower.as_str())
    }

    pub(super) fn clause(&mut self, shared: bool) -> Option<Frame> {
        let asked = self.cut_question();
        let verb = self.verb(asked.is_some() || shared)?;
        let mut frame =
            Frame { act: verb.act, negated: verb.negated, passive: verb.passive, asked, ..Frame::default() };
        frame.is_be = verb.act.is_none() && verb.lemma == "be";
        frame.subject = self.group(0, verb.start).0;
        let inverted = verb.start == 0 && !shared;
        if inverted && verb.at > 0 {
            frame.subject = self.group(1, verb.at).0;
        }
        let mut at = verb.at + verb.length;
        while at < self.words.len() {
            at = self.complement(at, &mut frame, inverted);
        }
        Some(frame)
    }

    /// Takes the question word with its noun and an inverted auxiliary from the front.
    fn cut_question(&mut self) -> Option<String> {
        const AUXILIARIES: &[&str] = &[
            "is", "are", "was", "were", "'s", "did", "does", "do", "will", "has", "have", "had", "can", "could",
            "would", "'d",
        ];
        const ASKS: &[&str] = &["who", "what", "where", "whom", "which"];
        // "To whom", "by whom", "in which room"
        if PREPOSITIONS.contains(&self.lower(0)) && ASKS.contains(&self.lower(1)) {
            self.words.remove(0);
        }
        let first = self.lower(0).to_owned();
        let asks = ["who", "what", "where", "whom", "why", "which", "how", "when"].contains(&first.as_str());
        let inverted = ["did", "does", "do", "will", "can", "could", "would"];
        if !asks {
            if inverted.contains(&first.as_str()) {
                self.words.remove(0);
                return Some("whether".to_owned());
            }
            return None;
        }
        let noun = (1..self.words.len()).find(|at| AUXILIARIES.contains(&self.lower(*at))).filter(|at| *at <= 5);
        let focus = matches!(first.as_str(), "what" | "which" | "how").then_some(noun).flatten().unwrap_or(1);
        let asked: Vec<String> =
            self.words.drain(..focus.min(self.words.len())).map(|token| token.lower.clone()).collect();
        if inverted.contains(&self.lower(0)) || self.lower(0) == "'d" {
            self.words.remove(0);
        }
        Some(asked.join(" "))
    }

    /// The first verb after the subject.
    fn verb(&self, asked: bool) -> Option<Verb> {
        let mut negated = false;
        let mut start = None;
        let mut auxiliary = false;
        for at in 0..self.words.len() {
            let word = self.lower(at);
            if matches!(word, "is" | "are" | "was" | "were" | "'s" | "been" | "be" | "being" | "am" | "'re") {
                start.get_or_insert(at);
                auxiliary = true;
                continue;
            }
            if matches!(word, "has" | "have" | "had" | "will" | "did" | "does" | "do") && self.verb_follows(at + 1) {
                start.get_or_insert(at);
                continue;
            }
            if matches!(word, "not" | "n't" | "never") || (word == "no" && self.lower(at + 1) == "longer") {
                negated = true;
                continue;
            }
            if auxiliary && (word == "longer" || SILENT.contains(&word)) {
                continue;
            }
            if let Some((lemma, act, length)) = self.verb_at(at, auxiliary || asked) {
                let passive = auxiliary && !word.ends_with("ing");
                // "is bored", "is closed": a state.
                if passive && act.is_none() {
                    break;
                }
                return Some(Verb { at, length, act, lemma, negated, passive, start: start.unwrap_or(at) });
            }
            // "Is Mary in the park?": what follows the subject's place is no verb.
            if auxiliary && (start != Some(0) || PREPOSITIONS.contains(&word)) {
                break;
            }
        }
        let start = start?;
        let mut length = 1;
        while matches!(self.lower(start + length), "not" | "n't" | "never" | "no" | "longer" | "been" | "be") {
            length += 1;
        }
        Some(Verb { at: start, length, act: None, lemma: "be".to_owned(), negated, passive: false, start })
    }

    /// Whether a verb stands right after the auxiliary before a place, apart from adverbs; or, in a question, later.
    fn verb_follows(&self, at: usize) -> bool {
        let adverb = |at: &usize| {
            SILENT.contains(&self.lower(*at)) || matches!(self.lower(*at), "not" | "n't" | "been" | "never")
        };
        let next = (at..at + 4).find(|at| !adverb(at)).unwrap_or(at);
        if at == 1 {
            return (next..self.words.len()).any(|near| self.verb_at(near, true).is_some());
        }
        self.verb_at(next, true).is_some() || self.lower(at) == "been"
    }

    /// A verb with an effect at a place: its dictionary form, what it does, and how many words it takes.
    pub(super) fn verb_at(&self, at: usize, after_auxiliary: bool) -> Option<(String, Option<Act>, usize)> {
        let token = self.words.get(at)?;
        let before = at.checked_sub(1).map_or("", |before| self.lower(before));
        let is_noun =
            matches!(before, "the" | "a" | "an" | "my" | "his" | "her" | "their" | "this" | "of" | "to" | "in");
        // The subject comes first.
        if is_noun || (at == 0 && !after_auxiliary) || token.is_mark() {
            return None;
        }
        let candidates = self.lexicon.candidates(&token.lower);
        let mut lemmas: Vec<&str> = candidates
            .iter()
            .filter(|candidate| candidate.pos == Pos::Verb)
            .map(|candidate| candidate.lemma.as_str())
            .collect();
        lemmas.push(token.lemma);
        for lemma in &lemmas {
            let with = |particle: &str| listed(&format!("{lemma} {particle}"));
            let next = self.lower(at + 1);
            if PARTICLES.contains(&next)
                && let Some(act) = with(next)
            {
                return Some(((*lemma).to_owned(), Some(act), 2));
            }
            // "put the lamp down"
            let last = self.words.len().checked_sub(1).map_or("", |last| self.lower(last));
            if PARTICLES.contains(&last)
                && let Some(act) = with(last)
            {
                return Some(((*lemma).to_owned(), Some(act), 1));
            }
            if let Some(act) = listed(lemma) {
                return Some(((*lemma).to_owned(), Some(act), 1));
            }
        }
        let known = candidates.first().filter(|first| first.pos == Pos::Verb && token.pos == Pos::Verb)?;
        Some((known.lemma.clone(), by_kind(&known.lemma, self.lexicon), 1))
    }

    /// Reads what stands at a place after the verb, and says where the next piece begins.
    fn complement(&self, at: usize, frame: &mut Frame, inverted: bool) -> usize {
        let word = self.lower(at);
        if PREPOSITIONS.contains(&word) {
            let mut next = at + 1;
            while PREPOSITIONS.contains(&self.lower(next)) {
                next += 1;
            }
            let (group, end) = self.group(next, self.words.len());
            // "got rid of the lamp", "let go of the lamp"
            if word == "of" && frame.act.is_some() && frame.objects.is_empty() && !group.names.is_empty() {
                frame.objects.push(group);
                return end.max(next);
            }
            // "over to the hall", "out of the hall", "inside of the hall"
            let preposition = match (word, self.lower(next - 1)) {
                ("out" | "off", "out" | "off" | "of") => "from",
                (first, "of") => first,
                (_, last) => last,
            };
            frame.places.push((preposition.to_owned(), group));
            return end.max(next);
        }
        if SILENT.contains(&word) || word == "," || PARTICLES.contains(&word) {
            return at + 1;
        }
        // "made her way"
        if self.lower(at + 1) == "way" {
            return at + 2;
        }
        let (group, end) = self.group(at, self.words.len());
        if group.names.is_empty() {
            return at + 1;
        }
        let single = end == at + 1 && self.words.get(at).is_some_and(|token| !token.is_capital());
        if frame.is_be && single && !(inverted && frame.subject.names.is_empty()) {
            frame.state = Some(word.to_owned());
        } else if inverted && frame.subject.names.is_empty() && frame.objects.is_empty() {
            frame.subject = group;
        } else {
            frame.objects.push(group);
        }
        end
    }

    /// The joined noun phrases from a place on, and where they end.
    fn group(&self, from: usize, until: usize) -> (Group, usize) {
        let mut group = Group::default();
        let mut at = from;
        let mut name: Vec<&str> = Vec::new();
        while at < until {
            let word = self.lower(at);
            match word {
                "the" | "a" | "an" | "some" | "his" | "her" | "their" | "its" | "this" | "that" if name.is_empty() => {
                    let pronoun = matches!(word, "his" | "her" | "this" | "that") && self.ends_phrase(at + 1, until);
                    if pronoun {
                        name.push(word);
                    }
                }
                // A new noun phrase begins: "gave John the lamp".
                "the" | "a" | "an" | "some" => break,
                "and" | "or" | "," if !name.is_empty() => {
                    group.or |= word == "or";
                    group.names.push(name.join(" "));
                    name.clear();
                }
                "and" | "or" | "either" | "both" => group.or |= word == "or",
                // "either in the hall or in the attic"
                "in" | "at" if group.or && name.is_empty() => {}
                // "at home", unlike "went home", names a place.
                "home" if at > 0 && matches!(self.lower(at - 1), "at" | "from") => name.push(word),
                _ if PREPOSITIONS.contains(&word) && !(word == "of" && self.is_measure(&name)) => break,
                _ if SILENT.contains(&word) || word == "," || PARTICLES.contains(&word) => {
                    if !name.is_empty() {
                        break;
                    }
                }
                _ if self.words.get(at).is_some_and(|token| token.is_capital())
                    && !name.is_empty()
                    && !self.joins(at) =>
                {
                    break;
                }
                _ => name.push(word),
            }
            at += 1;
        }
        if !name.is_empty() {
            group.names.push(name.join(" "));
        }
        (group, at)
    }

    fn ends_phrase(&self, at: usize, until: usize) -> bool {
        let word = self.lower(at);
        at >= until
            || PREPOSITIONS.contains(&word)
            || SILENT.contains(&word)
            || matches!(word, "," | "the" | "a" | "an")
    }

    fn is_measure(&self, name: &[&str]) -> bool {
        name.last().is_some_and(|last| {
            ["box", "glass", "cup", "bottle", "bag", "piece", "bar", "pair", "jar", "bowl"].contains(last)
        })
    }

    /// Whether a word with a capital continues a name: "Mary Ann", but not "hand John".
    fn joins(&self, at: usize) -> bool {
        at.checked_sub(1).and_then(|before| self.words.get(before)).is_some_and(|before| before.is_capital())
    }
}
