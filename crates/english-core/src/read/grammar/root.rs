//! The whole sentence: what opens it, what it is, and how it ends.

use super::chart::{Ask, Beam, Each, Item, NONE, Node, Role, flag};
use super::closed;
use super::parser::{Parser, small};
use super::token::cat;

/// What a sentence turned out to be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Root {
    Form(Item),
    Query(Item),
}

/// Words that open a sentence and say nothing of their own, longest first where one begins another.
const OPENERS: &[&[&str]] = &[
    &["we", "know", "that"],
    &["we", "also", "know", "that"],
    &["it", "is", "known", "that"],
    &["it", "is", "also", "known", "that"],
    &["it", "is", "given", "that"],
    &["it", "can", "be", "concluded", "that"],
    &["it", "can", "be", "inferred", "that"],
    &["we", "can", "conclude", "that"],
    &["it", "follows", "that"],
    &["it", "is", "a", "fact", "that"],
    &["suppose", "that"],
    &["suppose"],
    &["assume", "that"],
    &["assume"],
    &["let", "'s", "say", "that"],
    &["let", "us", "assume", "that"],
    &["note", "that"],
    &["notice", "that"],
    &["remember", "that"],
    &["recall", "that"],
    &["imagine", "that"],
    &["imagine"],
    &["you", "know", "that"],
    &["all", "this", "entails", "that"],
    &["all", "this", "implies", "that"],
    &["this", "entails", "that"],
    &["this", "implies", "that"],
    &["from", "this", "it", "follows", "that"],
    &["we", "may", "conclude", "that"],
    &["first", "of", "all"],
    &["to", "begin", "with"],
    &["to", "start", "with"],
    &["in", "consequence"],
    &["as", "a", "consequence"],
    &["first"],
    &["second"],
    &["third"],
    &["next"],
    &["necessarily"],
    &["accordingly"],
    &["in", "addition"],
    &["for", "example"],
    &["for", "instance"],
    &["in", "fact"],
    &["in", "general"],
    &["of", "course"],
    &["on", "the", "other", "hand"],
    &["as", "a", "result"],
    &["in", "other", "words"],
    &["also"],
    &["however"],
    &["moreover"],
    &["furthermore"],
    &["additionally"],
    &["besides"],
    &["therefore"],
    &["thus"],
    &["hence"],
    &["consequently"],
    &["so"],
    &["and"],
    &["but"],
    &["or"],
    &["well"],
    &["ok"],
    &["okay"],
    &["yes"],
    &["no"],
    &["please"],
    &["now"],
    &["indeed"],
    &["otherwise"],
    &["similarly"],
    &["likewise"],
    &["finally"],
    &["firstly"],
    &["secondly"],
    &["lastly"],
    &["obviously"],
    &["clearly"],
    &["generally"],
    &["typically"],
    &["even", "so"],
    &["after", "all"],
    &["that", "said"],
    &["that", "being", "said"],
    &["that", "is"],
    &["as", "such"],
    &["as", "we", "know"],
    &["as", "you", "know"],
    &["adding", "to", "this"],
    &["adding", "to", "that"],
    &["despite", "this"],
    &["despite", "that"],
    &["in", "contrast"],
    &["by", "contrast"],
    &["it", "is", "worth", "noting", "that"],
    &["it", "is", "important", "to", "note", "that"],
    &["it", "should", "be", "noted", "that"],
    &["it", "is", "clear", "that"],
    &["it", "turns", "out", "that"],
    &["it", "so", "happens", "that"],
    &["keep", "in", "mind", "that"],
    &["bear", "in", "mind", "that"],
    &["the", "truth", "is", "that"],
    &["the", "truth", "is"],
    &["the", "fact", "is", "that"],
    &["the", "fact", "is"],
    &["this", "means", "that"],
];

/// Openers that need a comma after them, being words of other classes too.
const WITH_COMMA: &[&str] = &[
    "no",
    "first",
    "second",
    "third",
    "next",
    "necessarily",
    "accordingly",
    "well",
    "now",
    "finally",
    "generally",
    "typically",
    "or",
    "besides",
];

/// Openers of several words that need a comma after them.
const PHRASES_WITH_COMMA: &[&[&str]] = &[
    &["even", "so"],
    &["after", "all"],
    &["that", "said"],
    &["that", "is"],
    &["as", "such"],
    &["as", "we", "know"],
    &["as", "you", "know"],
    &["in", "contrast"],
    &["by", "contrast"],
    &["despite", "this"],
    &["despite", "that"],
];

/// Openers of yes/no questions about a clause that follows, and of requests for an answer.
const ABOUT: &[&[&str]] = &[
    &["is", "it", "true", "that"],
    &["is", "it", "the", "case", "that"],
    &["is", "it", "correct", "that"],
    &["is", "it", "correct", "to", "say", "that"],
    &["is", "it", "possible", "that"],
    &["does", "this", "mean", "that"],
    &["does", "this", "mean"],
    &["does", "that", "mean", "that"],
    &["does", "that", "mean"],
    &["does", "this", "imply", "that"],
    &["does", "that", "imply", "that"],
    &["does", "this", "entail", "that"],
    &["does", "that", "entail", "that"],
    &["does", "it", "mean", "that"],
    &["does", "it", "follow", "that"],
    &["does", "it", "logically", "follow", "that"],
    &["does", "it", "imply", "that"],
    &["can", "we", "conclude", "that"],
    &["can", "we", "infer", "that"],
    &["can", "we", "deduce", "that"],
    &["can", "we", "say", "that"],
    &["can", "we", "be", "sure", "that"],
    &["can", "i", "conclude", "that"],
    &["can", "one", "conclude", "that"],
    &["can", "you", "conclude", "that"],
    &["can", "it", "be", "concluded", "that"],
    &["can", "it", "be", "inferred", "that"],
    &["do", "we", "know", "that"],
    &["must", "it", "be", "true", "that"],
    &["is", "it", "certain", "that"],
    &["is", "it", "right", "that"],
    &["is", "it", "so", "that"],
    &["would", "it", "follow", "that"],
    &["is", "it", "false", "that"],
];

/// Openers of embedded questions: "tell me where …".
const TELL: &[&[&str]] = &[
    &["tell", "me"],
    &["tell", "us"],
    &["say"],
    &["state"],
    &["determine"],
    &["find", "out"],
    &["find"],
    &["figure", "out"],
    &["work", "out"],
    &["calculate"],
    &["compute"],
    &["decide"],
    &["explain"],
    &["show"],
    &["let", "me", "know"],
    &["i", "want", "to", "know"],
    &["i", "would", "like", "to", "know"],
    &["i", "'d", "like", "to", "know"],
    &["i", "need", "to", "know"],
    &["i", "wonder"],
    &["i", "am", "wondering"],
    &["i", "'m", "wondering"],
    &["we", "want", "to", "know"],
    &["do", "you", "know"],
    &["can", "you", "tell", "me"],
    &["could", "you", "tell", "me"],
    &["would", "you", "tell", "me"],
    &["will", "you", "tell", "me"],
    &["can", "you", "say"],
    &["can", "you", "determine"],
    &["can", "you", "explain"],
    &["can", "you", "find"],
    &["can", "you", "find", "out"],
    &["could", "you", "say"],
    &["could", "you", "find", "out"],
    &["do", "you", "remember"],
    &["give", "me"],
    &["check"],
    &["judge"],
    &["identify"],
    &["any", "idea"],
    &["do", "you", "happen", "to", "know"],
    &["would", "you", "happen", "to", "know"],
    &["would", "you", "know"],
    &["would", "you", "mind", "telling", "me"],
    &["can", "you", "figure", "out"],
    &["can", "you", "work", "out"],
    &["could", "you", "figure", "out"],
    &["could", "you", "work", "out"],
    &["could", "you", "determine"],
    &["could", "you", "explain"],
    &["can", "you", "calculate"],
    &["could", "you", "calculate"],
    &["can", "you", "let", "me", "know"],
    &["could", "you", "let", "me", "know"],
    &["can", "you", "help", "me", "find"],
    &["could", "you", "help", "me", "find"],
    &["may", "i", "ask"],
    &["can", "i", "ask"],
    &["might", "i", "ask"],
    &["let", "me", "ask"],
    &["help", "me", "find"],
    &["help", "me", "find", "out"],
    &["i", "am", "curious"],
    &["i", "'m", "curious"],
    &["i", "am", "not", "sure"],
    &["i", "'m", "not", "sure"],
    &["i", "want", "to", "find", "out"],
    &["i", "would", "like", "to", "find", "out"],
    &["i", "'d", "like", "to", "find", "out"],
    &["i", "wish", "to", "know"],
    &["i", "was", "wondering"],
    &["i", "need", "to", "find", "out"],
    &["we", "need", "to", "know"],
    &["we", "would", "like", "to", "know"],
    &["what", "i", "want", "to", "know", "is"],
    &["the", "question", "is"],
    &["my", "question", "is"],
    &["just", "tell", "me"],
    &["evaluate"],
    &["establish"],
    &["verify"],
    &["assess"],
    &["specify"],
    &["indicate"],
    &["deduce"],
    &["infer"],
];

/// Verbs that ask for what a noun phrase names: "Name the king", "List all cities".
const NAMING: &[&str] = &[
    "name",
    "list",
    "identify",
    "give",
    "find",
    "state",
    "tell",
    "show",
    "specify",
    "enumerate",
    "calculate",
    "compute",
    "determine",
    "provide",
];

/// All lists of words that may open a sentence.
pub(super) fn openers() -> impl Iterator<Item = &'static &'static [&'static str]> {
    OPENERS.iter().chain(ABOUT).chain(TELL)
}

impl Parser<'_> {
    /// The cheapest reading of the words from `at` to before `end`.
    pub(super) fn root(&mut self, asks: bool) -> Option<Root> {
        let mut starts = [0usize; 3];
        let mut count = 1;
        while count < 3 {
            let Some(next) = self.opener(starts[count - 1]) else { break };
            starts[count] = next;
            count += 1;
        }
        let starts = starts.into_iter().take(count);
        for at in starts.rev() {
            if let Some(found) = self.root_at(at, asks) {
                return Some(found);
            }
        }
        None
    }

    /// Where the words after an opener begin.
    fn opener(&self, at: usize) -> Option<usize> {
        if !self.opens(at) {
            return None;
        }
        let words = OPENERS.iter().filter(|words| self.words(at, words)).max_by_key(|words| words.len())?;
        let end = at + words.len();
        let comma = self.is_comma(end);
        let alone = words.len() == 1 && WITH_COMMA.contains(words.first()?);
        if !comma && (alone || PHRASES_WITH_COMMA.contains(words)) {
            return None;
        }
        let next = end + usize::from(comma);
        (next < self.len()).then_some(next)
    }

    fn root_at(&mut self, at: usize, asks: bool) -> Option<Root> {
        let question = self.root_question(at, asks);
        if let Some(item) = question.filter(|_| asks || self.opens_question(at)) {
            return Some(Root::Query(item));
        }
        let mut statements = Beam::of(self.sentence(at, false));
        self.command(at, &mut statements);
        let statement = self.whole(statements);
        match (statement, question) {
            (Some(statement), None) if asks => {
                // "Tom is kind?"
                let node = self.node(Node::Query { ask: Ask::Truth, filler: NONE, body: statement.node });
                Some(Root::Query(Item { node, ..statement }))
            }
            (Some(statement), Some(question)) if question.cost <= statement.cost => Some(Root::Query(question)),
            (Some(statement), _) => Some(Root::Form(statement)),
            (None, question) => question.map(Root::Query),
        }
    }

    /// The cheapest item that ends with the sentence.
    fn whole(&self, beam: Beam) -> Option<Item> {
        let end = self.len();
        beam.each().filter(|item| item.at() == end && !item.has(flag::GAP)).min_by_key(|item| item.cost)
    }

    /// Whether the words at `at` can only begin a question.
    fn opens_question(&self, at: usize) -> bool {
        let low = self.low(at);
        let inverts = matches!(low, "is" | "are" | "was" | "were" | "does" | "did" | "has" | "had" | "am")
            || closed::modal(low).is_some();
        inverts || matches!(low, "who" | "whose" | "whom" | "which" | "why" | "how" | "what" | "where")
    }

    fn root_question(&mut self, at: usize, asks: bool) -> Option<Item> {
        // What only introduces a question is none itself.
        let mut introduced = Beam::default();
        self.about(at, &mut introduced);
        self.telling(at, &mut introduced);
        if let Some(item) = self.whole(introduced) {
            return Some(item);
        }
        let mut found = self.question(at);
        self.naming(at, &mut found);
        self.fronted_question(at, asks, &mut found);
        self.conditioned_question(at, &mut found);
        self.question_if(&mut found);
        self.offered(&mut found);
        let direct = self.whole(found);
        if direct.is_some() || !asks {
            return direct;
        }
        self.tagged(at).or_else(|| self.told_first(at))
    }

    /// "Does this mean that Tom is kind?"
    fn about(&mut self, at: usize, found: &mut Beam) {
        if !self.opens(at) {
            return;
        }
        let plain = ABOUT.iter().filter(|words| self.words(at, words)).map(|words| at + words.len()).max();
        for start in plain.into_iter().chain(self.truth_values(at)) {
            let start = start + usize::from(self.is(start, ":"));
            let mut clauses = Beam::of(self.sentence(start, false));
            clauses.extend(self.quotation(start));
            for clause in clauses.each() {
                let false_ = self.is(at + 2, "false");
                let node = if false_ { self.node(Node::Not { base: clause.node }) } else { clause.node };
                let node = self.node(Node::Query { ask: Ask::Truth, filler: NONE, body: node });
                // Cheaper than the same words as an ordinary question.
                found.push(Item { node, cost: clause.cost.saturating_sub(2), flags: 0, ..clause });
            }
        }
    }

    /// "Tell me where Mary is", "I want to know whether it rains".
    fn telling(&mut self, at: usize, found: &mut Beam) {
        if !self.opens(at) {
            return;
        }
        for words in TELL {
            let Some(start) = self.politely(at, words) else { continue };
            let start = start + usize::from(matches!(self.low(start), ":" | ","));
            for question in self.embedded(start).each() {
                found.push(Item { cost: question.cost.saturating_sub(1), ..question });
            }
            for question in self.question(start).each() {
                found.push(Item { cost: question.cost + 2, ..question });
            }
        }
    }

    /// Where these words end that may have "please" and the like among them.
    fn politely(&self, at: usize, words: &[&str]) -> Option<usize> {
        let mut end = at;
        for (count, word) in words.iter().enumerate() {
            let polite = ["please", "kindly", "possibly", "perhaps", "maybe", "just", "also"];
            end += usize::from(count > 0 && polite.contains(&self.low(end)));
            if !self.is(end, word) {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// "Name the king of Spain", "List all cities".
    fn naming(&mut self, at: usize, found: &mut Beam) {
        if !NAMING.contains(&self.low(at)) {
            return;
        }
        let start = at + 1 + usize::from(self.is(at + 1, "me"));
        for noun in self.phrases(start, false).each() {
            if noun.at() != self.len() || noun.has(flag::NAME) {
                continue;
            }
            // The noun phrase is what is asked for: "be" holds it as its complement.
            let subject = self.node(Node::Silent { kind: engine_api::NounKind::Asked, head: "thing", at: small(at) });
            let be = self.node(Node::Be { at: small(at) });
            let verb = self.add(be, Role::CompNoun, noun.node);
            let gap = self.node(Node::Gap);
            let body = self.node(Node::Clause { subject: gap, verb, from: small(at), to: noun.end });
            let node = self.node(Node::Query { ask: Ask::Which, filler: subject, body });
            found.push(Item { node, cost: noun.cost + 1, flags: 0, ..noun });
        }
    }

    /// "In the morning, where was Mary?", "Of the two, who is taller?"
    fn fronted_question(&mut self, at: usize, asks: bool, found: &mut Beam) {
        if !asks {
            return;
        }
        let mut fronts = Beam::of(self.prepositional(at, false));
        for noun in self.adverbial_noun(at).each() {
            let node = self.node(Node::Bare { noun: noun.node });
            fronts.push(Item { node, ..noun });
        }
        for front in fronts.each() {
            let comma = usize::from(self.is_comma(front.at()));
            let mut questions = self.question(front.at() + comma);
            self.about(front.at() + comma, &mut questions);
            for question in questions.each() {
                let node = self.add(question.node, Role::Oblique, front.node);
                found.push(Item { node, cost: front.cost + question.cost + 2 - comma as u16, ..question });
            }
        }
        if self.may(at, cat::ADVERB) {
            let comma = usize::from(self.is_comma(at + 1));
            for question in self.question(at + 1 + comma).each() {
                let node = self.add(question.node, Role::Adverb(small(at), small(at + 1)), NONE);
                found.push(Item { node, cost: question.cost + 2, ..question });
            }
        }
    }

    /// "If it rains, is Tom wet?", "Given that it rains, does Tom stay?", "When it rained, where was Tom?"
    fn conditioned_question(&mut self, at: usize, found: &mut Beam) {
        let condition =
            ["if", "suppose", "assuming", "given", "provided", "assume", "when", "whenever"].contains(&self.low(at));
        let link = match self.low(at) {
            "after" => Some("after"),
            "before" => Some("before"),
            "when" => Some("when"),
            "because" | "since" => Some("because"),
            _ => None,
        };
        if !condition && link.is_none() {
            return;
        }
        let start = at + 1 + usize::from(self.is(at + 1, "that"));
        for clause in self.condition_body(start).each() {
            let mut next = clause.at();
            next += usize::from(self.is_comma(next));
            next += usize::from(self.is(next, "then"));
            next += usize::from(self.is_comma(next));
            let mut questions = self.question(next);
            self.about(next, &mut questions);
            self.telling(next, &mut questions);
            for question in questions.each() {
                let node = match link {
                    Some(link) => self.node(Node::QueryLinked { link, query: question.node, other: clause.node }),
                    None => self.node(Node::QueryIf { condition: clause.node, query: question.node }),
                };
                found.push(Item { node, cost: clause.cost + question.cost + 1, flags: 0, ..question });
            }
        }
    }

    /// "Each pen costs $2, how much do three cost?": what is told goes with the question.
    fn told_first(&mut self, at: usize) -> Option<Item> {
        let mut found = Beam::default();
        for told in self.clauses(at, false).each() {
            let next = told.at() + 1;
            if !matches!(self.low(told.at()), "," | ";") {
                continue;
            }
            let next = next + usize::from(matches!(self.low(next), "so" | "and" | "then" | "now"));
            for question in self.question(next).each() {
                let node = self.node(Node::QueryLinked { link: "and", query: question.node, other: told.node });
                found.push(Item { node, cost: told.cost + question.cost + 3, flags: 0, ..question });
            }
        }
        self.whole(found)
    }

    /// "Who is taller, Ann or Bob?": what may be answered.
    fn offered(&mut self, found: &mut Beam) {
        let before = *found;
        for question in before.each() {
            let at = question.at();
            if !matches!(self.low(at), "," | ":")
                || !matches!(self.nodes.get(question.node as usize), Some(Node::Query { .. }))
            {
                continue;
            }
            for list in self.phrases(at + 1, false).each() {
                let Some(Node::Members { joint: engine_api::Joint::Or | engine_api::Joint::Xor, .. }) =
                    self.nodes.get(list.node as usize)
                else {
                    continue;
                };
                let node = self.add(question.node, Role::Apposition, list.node);
                found.push(Item { end: list.end, cost: question.cost + list.cost, flags: 0, node });
            }
        }
    }

    /// "How many are left if Tom takes two?"
    fn question_if(&mut self, found: &mut Beam) {
        let end = self.len();
        let before = *found;
        for question in before.each().filter(|question| question.at() + 2 < end) {
            let at = question.at() + usize::from(self.is_comma(question.at()));
            let link = match self.low(at) {
                "if" | "assuming" | "when" | "given" => None,
                "after" => Some("after"),
                "before" => Some("before"),
                "because" | "since" => Some("because"),
                "while" => Some("while"),
                _ => continue,
            };
            let start = at + 1 + usize::from(self.is(at + 1, "that"));
            for clause in self.clauses(start, false).each() {
                let node = match link {
                    Some(link) => self.node(Node::QueryLinked { link, query: question.node, other: clause.node }),
                    None => self.node(Node::QueryIf { condition: clause.node, query: question.node }),
                };
                found.push(Item { node, end: clause.end, cost: clause.cost + question.cost + 1, flags: 0 });
            }
        }
    }

    /// Where a list of truth values ends: "is it true, false or unknown that".
    fn truth_values(&self, at: usize) -> Option<usize> {
        if !(matches!(self.low(at), "is" | "was") && self.is(at + 1, "it")) {
            return None;
        }
        const VALUES: &[&str] = &[
            "true",
            "false",
            "unknown",
            "uncertain",
            "certain",
            "undetermined",
            "likely",
            "possible",
            "correct",
            "right",
            "wrong",
            "entailed",
            "proven",
        ];
        let mut end = at + 2;
        while VALUES.contains(&self.low(end)) || matches!(self.low(end), "," | "or" | "not" | "neither" | "and") {
            end += 1;
        }
        (end > at + 3 && matches!(self.low(end), "that" | ":")).then_some(end + usize::from(self.is(end, "that")))
    }

    /// "Tom is kind, isn't he?", "Tom is kind, right?"
    fn tagged(&mut self, at: usize) -> Option<Item> {
        let end = self.len();
        let comma = (at..end).rev().take(5).find(|place| self.is_comma(*place))?;
        let tag = comma + 1;
        let fits = matches!(self.low(tag), "right" | "correct" | "yes" | "no" | "true" | "ok")
            || closed::modal(self.low(tag)).is_some()
            || matches!(
                self.low(tag),
                "is" | "are" | "was" | "were" | "do" | "does" | "did" | "has" | "have" | "had" | "ai"
            );
        if !fits {
            return None;
        }
        let clause = self.sentence(at, false).each().filter(|item| item.at() == comma).min_by_key(|item| item.cost)?;
        let node = self.node(Node::Query { ask: Ask::Truth, filler: NONE, body: clause.node });
        Some(Item { node, end: small(end), ..clause })
    }
}
