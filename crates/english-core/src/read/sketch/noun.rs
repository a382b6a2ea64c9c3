//! Noun phrases of a tree.

use engine_api::{Bound, Count, Determiner, Form, Joint, Noun, NounKind, Pos, Span};

use super::Tree;

/// Relations that make one name of several words.
const NAMED: [&str; 4] = ["flat", "flat:name", "compound", "goeswith"];

impl Tree<'_> {
    /// The noun phrase that a word heads, with what is coordinated with it.
    pub(super) fn noun(&self, at: usize, depth: usize) -> Noun {
        let first = self.single(at, depth);
        let others: Vec<usize> = self.with(at, &["conj"]).filter(|other| !self.is_clause(*other)).collect();
        let (Some(last), Some(deeper)) = (others.last(), depth.checked_sub(1)) else { return first };
        let joint = match self.first(*last, &["cc"]).map(|word| self.low(word)).as_deref() {
            Some("or") => Joint::Or,
            Some("nor") => Joint::Nor,
            _ => Joint::And,
        };
        let end = others.iter().fold(first.span, |span, other| cover(span, self.span(*other)));
        let mut parts = vec![first];
        parts.extend(others.into_iter().map(|other| self.single(other, deeper)));
        Noun { span: end, text: end.of(self.text).to_owned(), parts, joint, ..Noun::default() }
    }

    /// One noun phrase without what is coordinated with it.
    fn single(&self, at: usize, depth: usize) -> Noun {
        let span = self.span(at);
        let mut noun = Noun { span, plural: matches!(self.tag(at), "NNS" | "NNPS"), ..Noun::default() };
        noun.text = span.of(self.text).to_owned();
        self.head(at, &mut noun);
        for part in self.dependents(at).iter().copied() {
            self.part(part, &mut noun, depth);
        }
        if noun.possessor.is_some() || noun.determiner != Determiner::None {
            // The text leaves the determiner out.
            let start = self.dependents(at).iter().filter(|part| self.relation(**part) == "det").max();
            let after = start.and_then(|start| self.words.get(start + 1)).map(|word| word.span.start);
            if let Some(start) = after.filter(|start| *start < span.end) {
                noun.text = Span { start, ..span }.of(self.text).to_owned();
            }
        }
        noun
    }

    fn head(&self, at: usize, noun: &mut Noun) {
        let written = self.words.get(at).map_or("", |word| word.text.as_str());
        (noun.kind, noun.head) = match self.pos(at) {
            Pos::ProperNoun => (NounKind::Name, self.name(at).of(self.text).to_owned()),
            Pos::Pronoun => pronoun(&self.low(at)),
            Pos::Numeral => (NounKind::Number, written.to_owned()),
            _ => (NounKind::Common, crate::morph::lemma(&self.low(at), Pos::Noun)),
        };
        if noun.kind == NounKind::Indefinite {
            noun.determiner = indefinite(&self.low(at));
        }
    }

    /// Puts a dependent of a noun into its place.
    fn part(&self, at: usize, noun: &mut Noun, depth: usize) {
        let Some(deeper) = depth.checked_sub(1) else { return };
        match self.relation(at) {
            "det" | "det:predet" => noun.determiner = determiner(&self.low(at)),
            "nummod" => noun.count = Some(Count { bound: Bound::Exactly, number: number(&self.low(at)) }),
            "amod" => noun.adjectives.push(self.adjective(at, deeper)),
            "compound" if noun.kind == NounKind::Common => noun.modifiers.push(self.low(at)),
            "nmod:poss" => noun.possessor = Some(Box::new(self.noun(at, deeper))),
            "nmod" | "nmod:unmarked" | "nmod:tmod" | "nmod:npmod" => noun.obliques.push(self.oblique(at, deeper)),
            "acl" | "acl:relcl" => noun.relatives.push(self.relative(at, deeper)),
            _ => {}
        }
    }

    /// A clause about a noun, its head's place a gap.
    fn relative(&self, at: usize, depth: usize) -> Form {
        let gap = Noun { kind: NounKind::Gap, ..Noun::default() };
        let mut form = self.clause(at, Some(&gap), depth);
        let first = match &mut form {
            Form::Claim(claim) => Some(claim),
            Form::And(parts) => {
                parts.first_mut().and_then(|part| if let Form::Claim(claim) = part { Some(claim) } else { None })
            }
            _ => None,
        };
        if let Some(claim) = first {
            for role in [&mut claim.subject, &mut claim.object].into_iter().flatten() {
                if role.kind == NounKind::Pronoun && matches!(role.head.as_str(), "who" | "which" | "that" | "whom") {
                    *role = gap.clone();
                }
            }
            // "the man hired by Ann": a participle without an object is passive.
            if self.tag(at) == "VBN" && claim.object.is_none() {
                claim.passive = true;
                claim.object = Some(gap.clone());
                claim.subject = claim.subject.take().filter(|noun| noun.kind != NounKind::Gap);
            }
        }
        form
    }

    /// The words of a name around its head.
    fn name(&self, at: usize) -> Span {
        let own = self.words.get(at).map_or(Span::default(), |word| word.span);
        let parts = self.with(at, &NAMED).filter_map(|part| self.words.get(part));
        parts.fold(own, |span, word| cover(span, word.span))
    }

    /// From the first to the last word of a noun phrase, without its preposition, clauses and coordination.
    fn span(&self, at: usize) -> Span {
        let own = self.words.get(at).map_or(Span::default(), |word| word.span);
        let within = ["det", "amod", "compound", "nummod", "nmod:poss", "flat", "flat:name", "det:predet"];
        let parts = self.with(at, &within).flat_map(|part| self.dependents(part).iter().copied().chain([part]));
        parts.filter_map(|part| self.words.get(part)).fold(own, |span, word| cover(span, word.span))
    }
}

fn cover(one: Span, other: Span) -> Span {
    Span { start: one.start.min(other.start), end: one.end.max(other.end) }
}

fn pronoun(low: &str) -> (NounKind, String) {
    let kind = match low {
        "someone" | "somebody" | "anyone" | "anybody" | "everyone" | "everybody" | "nobody" => "person",
        "something" | "anything" | "everything" | "nothing" => "thing",
        _ => return (NounKind::Pronoun, low.to_owned()),
    };
    (NounKind::Indefinite, kind.to_owned())
}

/// What an indefinite pronoun says of how many it speaks.
fn indefinite(low: &str) -> Determiner {
    match low.get(..2) {
        Some("so") => Determiner::Some,
        Some("an") => Determiner::Any,
        Some("ev") => Determiner::All,
        _ => Determiner::No,
    }
}

fn determiner(low: &str) -> Determiner {
    match low {
        "the" => Determiner::The,
        "a" | "an" => Determiner::A,
        "this" | "that" | "these" | "those" => Determiner::This,
        "all" | "every" | "each" => Determiner::All,
        "some" => Determiner::Some,
        "no" => Determiner::No,
        "any" => Determiner::Any,
        "most" => Determiner::Most,
        "many" => Determiner::Many,
        "few" => Determiner::Few,
        "several" => Determiner::Several,
        "both" => Determiner::Both,
        "neither" => Determiner::Neither,
        "either" => Determiner::Either,
        "another" | "other" => Determiner::Other,
        _ => Determiner::None,
    }
}

/// A number in digits, where it is one word.
fn number(low: &str) -> String {
    crate::read::quantity::small(low).map_or_else(|| low.to_owned(), |number| number.to_string())
}
