//! Clauses of a tree: the verb, its roles, tense, mood and what is joined to it.

use engine_api::{Adjective, Claim, Complement, Degree, Form, Noun, Oblique, Pos, Span, Tense};

use super::Tree;

/// Auxiliaries that are kept as modals.
const MODALS: [&str; 8] = ["can", "could", "may", "might", "must", "should", "shall", "would"];

impl Tree<'_> {
    /// The clause that a word heads, with the clauses joined to it. `subject`: what it shares with the clause that it is
    /// joined to or depends on, where it has no subject of its own.
    pub(super) fn clause(&self, at: usize, subject: Option<&Noun>, depth: usize) -> Form {
        let mut claim = self.claim(at, depth);
        if claim.subject.is_none() && !claim.passive {
            claim.subject = subject.cloned();
        }
        let subject = claim.subject.clone();
        let mut form = Form::Claim(Box::new(claim));
        let Some(deeper) = depth.checked_sub(1) else { return form };
        form = self.joined(at, form, (subject.as_ref(), deeper));
        for other in self.with(at, &["advcl"]) {
            form = self.linked(other, form, (subject.as_ref(), deeper));
        }
        form
    }

    /// A form with the clauses that are coordinated with it or follow it.
    fn joined(&self, at: usize, form: Form, shared: (Option<&Noun>, usize)) -> Form {
        let (subject, depth) = shared;
        let mut parts = vec![form];
        let mut or = false;
        for other in self.with(at, &["conj", "parataxis"]).filter(|other| self.is_clause(*other)) {
            or |= self.with(other, &["cc"]).any(|word| self.low(word) == "or");
            parts.push(self.clause(other, subject, depth));
        }
        match parts.len() {
            1 => parts.remove(0),
            _ if or => Form::Or { parts, exclusive: false },
            _ => Form::And(parts),
        }
    }

    /// A form with an adverbial clause: a condition, a reason, a time.
    fn linked(&self, at: usize, main: Form, shared: (Option<&Noun>, usize)) -> Form {
        let (subject, depth) = shared;
        let mark =
            self.first(at, &["mark"]).or_else(|| self.first(at, &["advmod"]).filter(|word| self.low(*word) == "when"));
        let Some(link) = mark.map(|mark| self.phrase(mark)) else { return main };
        let other = Box::new(self.clause(at, subject, depth));
        match link.as_str() {
            "if" | "whenever" => Form::If { condition: other, result: Box::new(main), exact: false },
            "unless" => Form::If { condition: Box::new(Form::Not(other)), result: Box::new(main), exact: false },
            "to" => Form::Linked { link: "so that".to_owned(), main: Box::new(main), other },
            _ => Form::Linked { link, main: Box::new(main), other },
        }
    }

    /// One clause without what is joined to it.
    fn claim(&self, at: usize, depth: usize) -> Claim {
        let mut claim =
            Claim { span: self.words.get(at).map_or(Span::default(), |word| word.span), ..Claim::default() };
        let copula = self.first(at, &["cop"]);
        claim.passive = self.first(at, &["aux:pass", "nsubj:pass"]).is_some();
        self.verb(at, copula, &mut claim);
        if copula.is_some() || self.pos(at) != Pos::Verb {
            self.predicate(at, &mut claim, depth);
        }
        for part in self.dependents(at).iter().copied() {
            self.role(part, &mut claim, depth);
        }
        claim
    }

    /// The verb with its particle, tense, aspect and modal.
    fn verb(&self, at: usize, copula: Option<usize>, claim: &mut Claim) {
        let finite = copula.unwrap_or(at);
        claim.verb = if copula.is_some() || self.pos(at) != Pos::Verb { "be".to_owned() } else { self.lemma(at) };
        for particle in self.with(at, &["compound:prt"]) {
            claim.verb = format!("{} {}", claim.verb, self.low(particle));
        }
        if self.tag(finite) == "VBD" || matches!(self.low(finite).as_str(), "was" | "were") {
            claim.tense = Tense::Past;
        }
        for auxiliary in self.with(at, &["aux", "aux:pass"]) {
            let lemma = self.lemma(auxiliary);
            match lemma.as_str() {
                "will" | "shall" => claim.tense = Tense::Future,
                modal if MODALS.contains(&modal) => claim.modal = Some(lemma),
                "have" => claim.perfect = true,
                "be" if self.relation(auxiliary) == "aux" => claim.progressive = self.tag(at) == "VBG",
                _ => {}
            }
            if self.tag(auxiliary) == "VBD" && claim.modal.is_none() {
                claim.tense = Tense::Past;
            }
        }
    }

    /// What is said of the subject where the clause has no verb but a copula.
    fn predicate(&self, at: usize, claim: &mut Claim, depth: usize) {
        if self.first(at, &["case"]).is_some() {
            claim.obliques.push(self.oblique(at, depth));
        } else if self.pos(at) == Pos::Adjective || self.pos(at) == Pos::Verb {
            claim.complement = Some(Complement::Adjective(self.adjective(at, depth)));
        } else if self.pos(at) == Pos::Adverb {
            claim.adverbs.push(self.low(at));
        } else {
            claim.complement = Some(Complement::Noun(self.noun(at, depth)));
        }
    }

    /// Puts a dependent of a clause's head into its place.
    fn role(&self, at: usize, claim: &mut Claim, depth: usize) {
        let Some(deeper) = depth.checked_sub(1) else { return };
        let relation = self.relation(at);
        let copular = claim.verb == "be";
        match relation {
            "nsubj:pass" => claim.object = Some(self.noun(at, deeper)),
            "nsubj" | "nsubj:outer" | "obl:agent" => claim.subject = Some(self.noun(at, deeper)),
            "obj" => claim.object = Some(self.noun(at, deeper)),
            "iobj" => claim.recipient = Some(self.noun(at, deeper)),
            "obl" | "obl:unmarked" | "obl:tmod" | "obl:npmod" => claim.obliques.push(self.oblique(at, deeper)),
            "advmod" => match self.lemma(at).as_str() {
                "not" | "never" => claim.negated = true,
                "when" | "where" | "how" | "why" => {}
                _ if copular && self.pos(at) != Pos::Adverb => {}
                _ => claim.adverbs.push(self.phrase(at)),
            },
            "ccomp" | "csubj" if claim.complement.is_none() => {
                claim.complement = Some(Complement::Clause(Box::new(self.clause(at, None, deeper))));
            }
            "xcomp" if claim.complement.is_none() => claim.complement = Some(self.open(at, claim, deeper)),
            _ => {}
        }
    }

    /// "wants **to go**", "seems **nice**", "became **a teacher**".
    fn open(&self, at: usize, claim: &Claim, depth: usize) -> Complement {
        match self.pos(at) {
            Pos::Adjective if self.first(at, &["cop"]).is_none() => Complement::Adjective(self.adjective(at, depth)),
            Pos::Noun | Pos::ProperNoun if self.first(at, &["cop"]).is_none() => Complement::Noun(self.noun(at, depth)),
            _ => {
                let who = claim.object.as_ref().or(claim.subject.as_ref());
                Complement::Infinitive(Box::new(self.clause(at, who, depth)))
            }
        }
    }

    pub(super) fn oblique(&self, at: usize, depth: usize) -> Oblique {
        let cases: Vec<String> = self.with(at, &["case"]).map(|case| self.phrase(case)).collect();
        Oblique { preposition: cases.join(" "), noun: self.noun(at, depth) }
    }

    pub(super) fn adjective(&self, at: usize, depth: usize) -> Adjective {
        let adverbs: Vec<String> = self.with(at, &["advmod"]).map(|word| self.low(word)).collect();
        let by = |word: &str| adverbs.iter().any(|adverb| adverb == word);
        let degree = match self.tag(at) {
            "JJR" => Degree::More,
            "JJS" => Degree::Most,
            _ if by("more") => Degree::More,
            _ if by("most") => Degree::Most,
            _ if by("less") => Degree::Less,
            _ if by("least") => Degree::Least,
            _ => Degree::Plain,
        };
        let is_degree = |word: &String| matches!(word.as_str(), "more" | "most" | "less" | "least");
        let is_negation = |word: &String| matches!(word.as_str(), "not" | "n't" | "never");
        let lemma = if self.pos(at) == Pos::Adjective { self.lemma(at) } else { self.low(at) };
        let kept = adverbs.into_iter().filter(|word| !is_degree(word) && !is_negation(word)).collect();
        let than =
            self.with(at, &["obl"]).find(|other| self.with(*other, &["case"]).any(|case| self.low(case) == "than"));
        let than = than.filter(|_| depth > 0).map(|other| Box::new(self.noun(other, depth - 1)));
        Adjective { lemma, degree, than, adverbs: kept, ..Adjective::default() }
    }
}
