//! What a sentence of a story says happens: who does what to what, where and when.

use engine_api::{Lexicon, Pos};

use crate::world::line::{Line, Token};
use crate::world::verbs::{Act, by_kind, listed};

/// Noun phrases that are joined.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Group {
    pub(super) names: Vec<String>,
    /// Whether they are alternatives.
    pub(super) or: bool,
}

/// A clause of a story.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Frame {
    pub(super) subject: Group,
    /// What the verb does; none for "be" and verbs without effect.
    pub(super) act: Option<Act>,
    /// The dictionary form of the verb.
    pub(super) verb: String,
    /// Whether the verb is "be" without another.
    pub(super) is_be: bool,
    pub(super) negated: bool,
    pub(super) passive: bool,
    /// The noun phrases right after the verb, in order.
    pub(super) objects: Vec<Group>,
    /// Prepositional phrases in order.
    pub(super) places: Vec<(String, Group)>,
    /// Adjectives right after "be".
    pub(super) state: Option<String>,
    /// How late the time is that the sentence names; later ones are greater.
    pub(super) time: Option<i32>,
    /// The question word that stands for the subject, the object or after a preposition.
    pub(super) asked: Option<String>,
}

/// Words for times within days, from early to late.
const TIMES: &[(&[&str], i32)] = &[
    (&["the", "day", "before", "yesterday"], 0),
    (&["last", "week"], 0),
    (&["yesterday", "morning"], 10),
    (&["yesterday", "noon"], 11),
    (&["yesterday", "afternoon"], 12),
    (&["yesterday", "evening"], 13),
    (&["last", "night"], 14),
    (&["yesterday"], 12),
    (&["this", "morning"], 20),
    (&["earlier", "today"], 20),
    (&["at", "dawn"], 19),
    (&["at", "noon"], 21),
    (&["this", "noon"], 21),
    (&["at", "midday"], 21),
    (&["this", "afternoon"], 22),
    (&["this", "evening"], 23),
    (&["tonight"], 24),
    (&["at", "night"], 24),
    (&["in", "the", "morning"], 20),
    (&["in", "the", "afternoon"], 22),
    (&["in", "the", "evening"], 23),
    (&["today"], 21),
    (&["tomorrow", "morning"], 30),
    (&["tomorrow"], 31),
];

/// Openings that only say that the story goes on.
const OPENERS: &[&[&str]] = &[
    &["after", "that"],
    &["following", "that"],
    &["after", "this"],
    &["following", "this"],
    &["a", "moment", "later"],
    &["a", "while", "later"],
    &["some", "time", "later"],
    &["soon", "after"],
    &["soon", "afterwards"],
    &["shortly", "after"],
    &["shortly", "afterwards"],
    &["shortly", "thereafter"],
    &["right", "after", "that"],
    &["as", "a", "next", "step"],
    &["then"],
    &["afterwards"],
    &["afterward"],
    &["next"],
    &["later"],
    &["later", "on"],
    &["finally"],
    &["eventually"],
    &["subsequently"],
    &["thereafter"],
    &["thereupon"],
    &["now"],
    &["meanwhile"],
    &["first"],
    &["and"],
    &["but"],
    &["so"],
];

const PREPOSITIONS: &[&str] = &[
    "to", "in", "into", "at", "from", "inside", "on", "onto", "toward", "towards", "by", "with", "within", "through",
    "out", "of", "for", "before", "after", "near", "over", "off", "via", "until", "prior", "about", "since", "than",
];

const PARTICLES: &[&str] =
    &["up", "down", "away", "over", "on", "back", "behind", "along", "off", "aside", "out", "go", "rid", "ahead"];

/// Words that say nothing about who does what.
const SILENT: &[&str] = &[
    "there",
    "back",
    "here",
    "again",
    "just",
    "quickly",
    "slowly",
    "quietly",
    "also",
    "too",
    "now",
    "then",
    "still",
    "currently",
    "over",
    "together",
    "both",
    "either",
    "straight",
    "directly",
    "all",
    "suddenly",
    "away",
    "along",
    "home",
    "up",
    "down",
    "right",
    "left",
    "once",
    "more",
    "carefully",
    "happily",
    "already",
    "finally",
    "eventually",
    "really",
    "immediately",
    "soon",
    "later",
    "afterwards",
    "hurriedly",
    "briefly",
    "first",
    "way",
    "only",
    "ahead",
    "onward",
];

/// The frame of a line; none where it has no verb. A question is read without its question word's place.
pub(super) fn frame(line: &Line<'_>, lexicon: &dyn Lexicon) -> Option<Frame> {
    clause(line, lexicon, false)
}

/// The frame of a clause, which may begin with its verb where it shares the subject of the one before.
fn clause(line: &Line<'_>, lexicon: &dyn Lexicon, shared: bool) -> Option<Frame> {
    let mut words: Vec<&Token<'_>> =
        line.tokens.iter().filter(|token| !token.is_mark() || token.lower == ",").collect();
    let time = cut_time(&mut words);
    cut_openers(&mut words);
    let mut reader = Words { words, lexicon };
    let mut frame = reader.clause(shared)?;
    frame.time = time;
    Some(frame)
}

/// Takes the phrase of time out of the words.
fn cut_time(words: &mut Vec<&Token<'_>>) -> Option<i32> {
    for (phrase, time) in TIMES {
        let at = words
            .windows(phrase.len())
            .position(|window| window.iter().zip(*phrase).all(|(token, word)| token.lower == *word));
        if let Some(at) = at {
            words.drain(at..at + phrase.len());
            return Some(*time);
        }
    }
    None
}

fn cut_openers(words: &mut Vec<&Token<'_>>) {
    while words.first().is_some_and(|first| first.is_mark()) {
        words.remove(0);
    }
    let fits = |opener: &&&[&str]| {
        words.len() > opener.len() && words.iter().zip(opener.iter()).all(|(token, word)| token.lower == *word)
    };
    if let Some(opener) = OPENERS.iter().filter(fits).max_by_key(|opener| opener.len()) {
        words.drain(..opener.len());
        cut_openers(words);
    }
}

/// The frames of a line, one for each of its clauses; the later ones may lack their subject.
pub(super) fn frames(line: &Line<'_>, lexicon: &dyn Lexicon) -> Vec<Frame> {
    let mut rest = line.tokens.as_slice();
    let mut found: Vec<Frame> = Vec::new();
    let mut start = 0;
    let joints: Vec<usize> = (1..rest.len()).filter(|at| is_joint(&line.tokens, *at, lexicon)).collect();
    for joint in joints.into_iter().chain([rest.len()]) {
        let Some(part) = line.tokens.get(start..joint) else { break };
        let clause = Line { said: line.said, tokens: part.to_vec() };
        found.extend(self::clause(&clause, lexicon, start > 0));
        start = joint + 1;
        rest = line.tokens.get(start..).unwrap_or(&[]);
        if rest.is_empty() {
            break;
        }
    }
    // A time holds for all clauses of its sentence.
    let time = found.iter().find_map(|frame| frame.time);
    for frame in &mut found {
        frame.time = frame.time.or(time);
    }
    found
}

/// Whether a joint at a place begins a further clause: a verb stands before it, and one soon after it.
fn is_joint(tokens: &[Token<'_>], at: usize, lexicon: &dyn Lexicon) -> bool {
    let Some(joint) = tokens.get(at) else { return false };
    if !["and", ",", ";", "but", "while", "then", "whereas", "before"].contains(&joint.lower.as_str()) {
        return false;
    }
    let words = |from: usize, to: usize| Words { words: tokens.get(from..to).unwrap_or(&[]).iter().collect(), lexicon };
    if joint.lower == "before" && !tokens.get(at + 1).is_some_and(|next| next.lower.ends_with("ing")) {
        return false;
    }
    let acts = |words: &Words<'_, '_>, from: usize, to: usize| {
        (from..to).any(|near| {
            words.verb_at(near, true).is_some_and(|(_, act, _)| act.is_some())
                || matches!(words.lower(near), "is" | "was" | "are" | "were")
        })
    };
    let before = words(0, at);
    let after = words(at + 1, tokens.len());
    let skip = (0..3)
        .find(|near| !matches!(after.lower(*near), "then" | "and" | "also" | "," | "later" | "afterwards"))
        .unwrap_or(0);
    // "Mary and John went": the verb comes after both.
    acts(&before, 1, at) && acts(&after, skip, skip + 3)
}

/// The words of a clause.
struct Words<'a, 'b> {
    words: Vec<&'b Token<'a>>,
    lexicon: &'b dyn Lexicon,
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
    fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |token| token.lower.as_str())
    }

    fn clause(&mut self, shared: bool) -> Option<Frame> {
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
    fn verb_at(&self, at: usize, after_auxiliary: bool) -> Option<(String, Option<Act>, usize)> {
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
            while PREPOSITIONS.contains(&self.lower(next)) && !(word == "to" && self.lower(next) == "the") {
                next += 1;
            }
            let preposition = if matches!(word, "out" | "off") { "from" } else { word };
            let (group, end) = self.group(next, self.words.len());
            frame.places.push((preposition.to_owned(), group));
            return end.max(next);
        }
        if SILENT.contains(&word) || word == "," || PARTICLES.contains(&word) {
            return at + 1;
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
