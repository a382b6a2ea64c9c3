//! Questions that a sentence answers, made from its tree: a phrase gives way to a question word, and the clause is put
//! in the order of questions.

use engine_api::vocabulary::given_name;
use engine_api::{Inflection, Lexicon, Pos, Senses};

use crate::pieces::{Draw, Token, Tree};
use crate::treebank::Sentence;

/// A question with the phrases that answer it.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) question: Vec<Token>,
    pub(crate) answers: Vec<String>,
}

/// What a phrase names, as far as its words tell.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Person,
    Name,
    Place,
    Year,
    Date,
    Thing,
}

/// A clause: its verb or predicate, its subject and its auxiliaries.
#[derive(Debug)]
struct Clause {
    verb: usize,
    subject: usize,
    auxiliaries: Vec<usize>,
}

const TITLES: &[&str] =
    &["Mr.", "Mrs.", "Ms.", "Dr.", "President", "General", "Senator", "Judge", "Professor", "Sheikh", "King", "Queen"];
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "yesterday",
];

/// The makers of questions from one sentence.
#[derive(Debug)]
pub(crate) struct Maker<'a> {
    pub(crate) tree: Tree<'a>,
    pub(crate) lexicon: &'a dyn Lexicon,
}

/// The questions that a sentence answers.
pub(crate) fn questions(sentence: &Sentence, lexicon: &dyn Lexicon, draw: &mut Draw) -> Vec<Pair> {
    let maker = Maker { tree: Tree::new(sentence), lexicon };
    let mut found = Vec::new();
    for at in 0..sentence.len() {
        if let Some(clause) = maker.clause(at) {
            maker.of_clause(&clause, draw, &mut found);
        }
        maker.of_apposition(at, draw, &mut found);
    }
    found.retain(|pair| {
        let told = pair.question.iter().filter(|token| token.tag.starts_with(['N', 'V', 'J', 'C'])).count();
        !pair.answers.is_empty() && told >= 2 && pair.question.len() <= 24
    });
    found
}

impl Maker<'_> {
    fn clause(&self, at: usize) -> Option<Clause> {
        let word = self.tree.word(at);
        let stands = ["root", "conj", "ccomp", "parataxis", "advcl"].contains(&word.relation.as_str());
        let subject = self.tree.child(at, &["nsubj", "nsubj:pass"])?;
        if !stands || self.tree.word(subject).pos == "PRON" || self.tree.word(subject).tag.starts_with('W') {
            return None;
        }
        let is_auxiliary = |one: &&usize| ["aux", "aux:pass", "cop"].contains(&self.tree.word(**one).relation.as_str());
        let auxiliaries: Vec<usize> = self.tree.children(at).iter().filter(is_auxiliary).copied().collect();
        (word.pos == "VERB" || self.tree.child(at, &["cop"]).is_some()).then_some(Clause {
            verb: at,
            subject,
            auxiliaries,
        })
    }

    fn of_clause(&self, clause: &Clause, draw: &mut Draw, found: &mut Vec<Pair>) {
        if self.tree.child(clause.verb, &["cop"]).is_some() {
            return self.of_copula(clause, draw, found);
        }
        self.of_subject(clause, draw, found);
        for at in self.tree.children(clause.verb).to_vec() {
            match self.tree.word(at).relation.as_str() {
                "obj" => {
                    self.of_object(clause, at, draw, found);
                    self.of_number(clause, at, draw, found);
                }
                "obl" | "obl:tmod" | "obl:agent" | "nmod:tmod" => self.of_oblique(clause, at, draw, found),
                // "They called the ship Argo": what did they call the ship?
                "xcomp" if matches!(self.tree.word(at).pos.as_str(), "NOUN" | "PROPN") => {
                    let question = self.inverted(vec![Token::added("what")], clause, at, draw);
                    found.extend(question.map(|question| Pair { question, answers: self.tree.answers(at) }));
                }
                "advcl" => self.of_adverbial(clause, at, draw, found),
                _ => {}
            }
        }
    }

    fn kind(&self, at: usize) -> Kind {
        let word = self.tree.word(at);
        let low = word.form.to_lowercase();
        let is = |kind: &str| self.lexicon.is_kind_of(&low, Pos::Noun, kind, Senses::First);
        let first = self.tree.subtree(at, &["case", "det"]).first().map_or("", |at| &self.tree.word(*at).form);
        match word.pos.as_str() {
            "NUM" if low.len() == 4 && low.starts_with(['1', '2']) => Kind::Year,
            _ if MONTHS.contains(&low.as_str()) || self.tree.word(at).relation.ends_with("tmod") => Kind::Date,
            "PROPN" if TITLES.contains(&first) || given_name(&first.to_lowercase()).is_some() => Kind::Person,
            "PROPN" if is("location") => Kind::Place,
            "PROPN" => Kind::Name,
            _ if is("person") => Kind::Person,
            _ if is("location") || is("structure") => Kind::Place,
            _ => Kind::Thing,
        }
    }

    /// The question words for a phrase, and other answers that they allow.
    fn asking(&self, at: usize, draw: &mut Draw) -> (Vec<Token>, Vec<String>) {
        let word = self.tree.word(at);
        let plain = |text: &str| vec![Token::added(text)];
        let which = if draw.percent(50) { "which" } else { "what" };
        let focus = |text: &str| vec![Token::added(which), Token { tag: "NN".to_owned(), ..Token::added(text) }];
        let kind = self.kind(at);
        let modified = self.tree.child(at, &["amod", "compound", "nmod:poss"]);
        if word.pos == "NOUN" && modified.is_some() && draw.percent(45) {
            let head = self.tree.token(at);
            let modifiers = self.tree.answer(modified.unwrap_or(at), &[]);
            let mut asking = vec![Token::added(which)];
            if draw.percent(35) {
                asking.extend([Token::added(["kind", "type", "sort"][draw.below(3)]), Token::added("of")]);
            }
            asking.push(Token { space: true, ..head });
            return (asking, vec![modifiers]);
        }
        match kind {
            Kind::Person if draw.percent(85) => (plain("who"), Vec::new()),
            Kind::Name => (plain(if draw.percent(50) { "who" } else { "what" }), Vec::new()),
            Kind::Place if word.pos == "PROPN" => {
                let low = word.form.to_lowercase();
                let is = |kind: &str| self.lexicon.is_kind_of(&low, Pos::Noun, kind, Senses::Any);
                (
                    focus(if is("country") {
                        "country"
                    } else if is("city") {
                        "city"
                    } else {
                        "place"
                    }),
                    Vec::new(),
                )
            }
            Kind::Year => (focus("year"), Vec::new()),
            _ if word.pos == "NOUN" && draw.percent(25) => {
                let over = self.lexicon.hypernyms(&word.lemma, Pos::Noun, Senses::First);
                let over = over.iter().find(|over| !over.contains(' '));
                (over.map_or_else(|| plain("what"), |over| focus(over)), Vec::new())
            }
            _ => (plain("what"), Vec::new()),
        }
    }

    /// The phrases of a clause beside its subject and `except`, in order, those that stand before the subject last;
    /// adverbials are left out now and then.
    fn rest(&self, clause: &Clause, except: usize, draw: &mut Draw) -> Vec<Token> {
        let mut late = Vec::new();
        let mut found = Vec::new();
        for at in self.tree.children(clause.verb).iter().copied().filter(|at| *at != except) {
            let kept = match self.tree.word(at).relation.as_str() {
                "obj" | "iobj" | "xcomp" | "compound:prt" => true,
                "ccomp" => draw.percent(60),
                "obl" | "obl:tmod" | "obl:npmod" | "obl:agent" | "nmod:tmod" => draw.percent(65),
                "advmod" => self.tree.word(at).lemma == "not" || draw.percent(30),
                _ => false,
            };
            if kept {
                (if at < clause.subject { &mut late } else { &mut found }).extend(self.tree.phrase(at, draw));
            }
        }
        found.extend(late);
        found
    }

    fn verb(&self, clause: &Clause) -> Token {
        Token { space: true, ..self.tree.token(clause.verb) }
    }

    fn auxiliary(&self, at: usize) -> Token {
        Token { space: true, tag: String::new(), ..self.tree.token(at) }
    }

    fn of_subject(&self, clause: &Clause, draw: &mut Draw, found: &mut Vec<Pair>) {
        let (mut question, more) = self.asking(clause.subject, draw);
        let agent = self.tree.child(clause.verb, &["obl:agent"]);
        question.extend(clause.auxiliaries.iter().map(|at| self.auxiliary(*at)));
        question.push(self.verb(clause));
        question.extend(self.rest(clause, clause.subject, draw));
        let mut answers = self.tree.answers(clause.subject);
        answers.extend(more);
        found.push(Pair { question, answers });
        // "X was built by Y": who built X?
        if let Some(agent) = agent {
            let (mut question, more) = self.asking(agent, draw);
            let verb = self.tree.word(clause.verb);
            let past = self.lexicon.inflect(&verb.lemma, Inflection::Past);
            question.push(Token { text: past, tag: "VBD".to_owned(), ..self.verb(clause) });
            question.extend(self.tree.phrase(clause.subject, draw));
            question.extend(self.rest(clause, agent, draw));
            let mut answers = self.tree.answers(agent);
            answers.extend(more);
            found.push(Pair { question, answers });
        }
    }

    /// A question about something that is not the subject: auxiliary, subject, verb, the rest.
    fn inverted(&self, mut asking: Vec<Token>, clause: &Clause, except: usize, draw: &mut Draw) -> Option<Vec<Token>> {
        let verb = self.tree.word(clause.verb);
        let subject = self.tree.phrase(clause.subject, draw);
        if let Some((first, others)) = clause.auxiliaries.split_first() {
            asking.push(self.auxiliary(*first));
            asking.extend(subject);
            asking.extend(others.iter().map(|at| self.auxiliary(*at)));
            asking.push(self.verb(clause));
        } else {
            let support = match verb.tag.as_str() {
                "VBD" => "did",
                "VBZ" => "does",
                "VBP" => "do",
                _ => return None,
            };
            asking.push(Token::added(support));
            asking.extend(subject);
            asking.push(Token { text: verb.lemma.clone(), tag: "VB".to_owned(), ..self.verb(clause) });
        }
        asking.extend(self.rest(clause, except, draw));
        Some(asking)
    }

    fn of_object(&self, clause: &Clause, at: usize, draw: &mut Draw, found: &mut Vec<Pair>) {
        if self.tree.word(at).pos == "PRON" {
            return;
        }
        let (asking, more) = self.asking(at, draw);
        let mut answers = self.tree.answers(at);
        answers.extend(more);
        // "X built Y": by whom was Y built?
        let verb = self.tree.word(clause.verb);
        if verb.tag == "VBD" && clause.auxiliaries.is_empty() && draw.percent(40) {
            let (mut question, more) = self.asking(clause.subject, draw);
            question.push(Token::added("was"));
            question.extend(self.tree.phrase(at, draw));
            let participle = self.lexicon.inflect(&verb.lemma, Inflection::PastParticiple);
            question.push(Token { text: participle, tag: "VBN".to_owned(), ..self.verb(clause) });
            question.push(Token::added("by"));
            let mut answers = self.tree.answers(clause.subject);
            answers.extend(more);
            found.push(Pair { question, answers });
        }
        found.extend(self.inverted(asking, clause, at, draw).map(|question| Pair { question, answers }));
    }

    fn of_number(&self, clause: &Clause, at: usize, draw: &mut Draw, found: &mut Vec<Pair>) {
        for (noun, subject) in [(at, false), (clause.subject, true)] {
            let Some(number) = self.tree.child(noun, &["nummod"]) else { continue };
            if self.tree.word(noun).pos != "NOUN" {
                continue;
            }
            let asking =
                vec![Token::added("how"), Token::added("many"), Token { space: true, ..self.tree.token(noun) }];
            let answers = vec![self.tree.answer(number, &[])];
            let question = if subject {
                let mut question = asking;
                question.extend(clause.auxiliaries.iter().map(|at| self.auxiliary(*at)));
                question.push(self.verb(clause));
                question.extend(self.rest(clause, noun, draw));
                Some(question)
            } else {
                self.inverted(asking, clause, noun, draw)
            };
            found.extend(question.map(|question| Pair { question, answers }));
        }
    }

    fn of_oblique(&self, clause: &Clause, at: usize, draw: &mut Draw, found: &mut Vec<Pair>) {
        let word = self.tree.word(at);
        if word.pos == "PRON" || word.pos == "ADV" {
            return;
        }
        let lead = self.tree.child(at, &["case"]).map(|at| self.tree.word(at).form.to_lowercase());
        let kind = self.kind(at);
        let place = matches!(lead.as_deref(), Some("in" | "at" | "near" | "on" | "from" | "to"))
            && (kind == Kind::Place || word.pos == "PROPN" && kind == Kind::Name);
        let mut tail = None;
        let mut more = Vec::new();
        let asking = match kind {
            Kind::Date | Kind::Year if draw.percent(70) => vec![Token::added("when")],
            _ if place && draw.percent(65) => vec![Token::added("where")],
            _ => {
                let Some(lead) = lead.filter(|lead| !lead.contains(' ')) else { return };
                let (asking, other) = self.asking(at, draw);
                more = other;
                if draw.percent(50) {
                    tail = Some(lead);
                    asking
                } else {
                    let whom = |token: Token| {
                        if token.text == "who" { Token { text: "whom".to_owned(), ..token } } else { token }
                    };
                    std::iter::once(Token::added(&lead)).chain(asking.into_iter().map(whom)).collect()
                }
            }
        };
        let mut answers = self.tree.answers(at);
        answers.extend(more);
        let Some(mut question) = self.inverted(asking, clause, at, draw) else { return };
        question.extend(tail.as_deref().map(Token::added));
        found.push(Pair { question, answers });
    }

    fn of_adverbial(&self, clause: &Clause, at: usize, draw: &mut Draw, found: &mut Vec<Pair>) {
        let mark = self.tree.child(at, &["mark"]).map(|at| self.tree.word(at).form.to_lowercase());
        let asking = match mark.as_deref() {
            Some("because" | "since") => "why",
            Some("to") if draw.percent(40) => "why",
            Some("by") => "how",
            _ => return,
        };
        let mut answers = vec![self.tree.answer(at, &["mark"])];
        answers.retain(|text| !text.is_empty());
        if mark.as_deref() == Some("to") {
            answers.extend(answers.first().map(|text| format!("to {text}")));
        }
        let question = self.inverted(vec![Token::added(asking)], clause, at, draw);
        found.extend(question.map(|question| Pair { question, answers }));
    }

    fn of_copula(&self, clause: &Clause, draw: &mut Draw, found: &mut Vec<Pair>) {
        const APART: &[&str] = &[
            "nsubj",
            "nsubj:pass",
            "cop",
            "aux",
            "punct",
            "cc",
            "conj",
            "mark",
            "advcl",
            "obl",
            "advmod",
            "parataxis",
            "discourse",
            "appos",
            "acl:relcl",
            "case",
            "ccomp",
            "obl:tmod",
            "vocative",
        ];
        let word = self.tree.word(clause.verb);
        let be = |maker: &Self| clause.auxiliaries.iter().map(|at| maker.auxiliary(*at)).collect::<Vec<_>>();
        if !matches!(word.pos.as_str(), "NOUN" | "PROPN") {
            return;
        }
        let who = |at: usize| if self.kind(at) == Kind::Person { "who" } else { "what" };
        let predicate = self.tree.answer(clause.verb, APART);
        let mut question = vec![Token::added(who(clause.subject))];
        question.extend(be(self));
        question.extend(self.tree.phrase(clause.subject, draw));
        found.push(Pair { question, answers: vec![predicate].into_iter().filter(|text| !text.is_empty()).collect() });
        let places = self.tree.subtree(clause.verb, APART);
        let mut question = vec![Token::added(who(clause.subject))];
        question.extend(be(self));
        question.extend(places.iter().map(|at| self.tree.token(*at)));
        found.push(Pair { question, answers: self.tree.answers(clause.subject) });
    }

    /// "The mayor, Ann Lee, …": who is the mayor? What is Ann Lee?
    fn of_apposition(&self, at: usize, draw: &mut Draw, found: &mut Vec<Pair>) {
        let Some(other) = self.tree.child(at, &["appos"]) else { return };
        let who = |at: usize| if matches!(self.kind(at), Kind::Person | Kind::Name) { "who" } else { "what" };
        for (asked, told) in [(at, other), (other, at)] {
            if self.tree.word(told).pos == "NUM" || self.tree.word(asked).pos == "NUM" {
                continue;
            }
            let mut question =
                vec![Token::added(who(asked)), Token::added(if draw.percent(50) { "is" } else { "was" })];
            let mut phrase = self.tree.phrase(told, draw);
            if self.tree.child(told, &["case"]).is_some() {
                phrase.remove(0);
            }
            question.extend(phrase);
            found.push(Pair { question, answers: self.tree.answers(asked) });
        }
    }
}
