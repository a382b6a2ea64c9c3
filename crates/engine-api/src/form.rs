//! Logical form: what a sentence says, as clauses with roles, joined by connectives, with quantified noun phrases.
//!
//! A [`Form`] stays close to the sentence (surface quantifiers, no scoping): whoever reasons decides on scope. What
//! grammar settles is settled here: voice, gaps of relative clauses, the antecedents of pronouns, coordination.

use crate::Span;

/// Clauses joined by connectives.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// One clause.
    Claim(Box<Claim>),
    /// "It is not the case that …", "neither … nor" as a conjunction of these.
    Not(Box<Form>),
    /// All of the parts hold; also clauses that merely follow one another ("and", "but").
    And(Vec<Form>),
    /// One of the parts holds.
    Or {
        /// At least two forms.
        parts: Vec<Form>,
        /// Whether at most one may hold ("either … or", "or … but not both").
        exclusive: bool,
    },
    /// A conditional, whatever its words ("if", "whenever", "unless", "only if", "provided that", "… implies …").
    If {
        /// What must hold.
        condition: Box<Form>,
        /// What holds then.
        result: Box<Form>,
        /// Whether the condition is also necessary ("if and only if", "exactly when").
        exact: bool,
    },
    /// Two forms in another relation, named by its subordinator or connective: `because`, `before`, `after`, `when`,
    /// `while`, `since`, `until`, `although`, `so`, `so that`, `than`.
    Linked {
        /// The relation, lower case.
        link: String,
        /// The main clause.
        main: Box<Form>,
        /// The subordinate clause.
        other: Box<Form>,
    },
}

/// One clause: a verb and its roles. The passive is undone: whoever acts is the subject.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Claim {
    /// Where the clause stands in its text.
    pub span: Span,
    /// Who acts or is described; absent in commands and in passives without an agent.
    pub subject: Option<Noun>,
    /// The lemma of the main verb, a particle joined to it (`pick up`); `be` for the copula and `there is` for
    /// existence. Empty where the verb is elided.
    pub verb: String,
    /// What is acted on; in passives the surface subject (unless that is the recipient).
    pub object: Option<Noun>,
    /// Who receives ("gave **Mary** a book"; "to Mary" stays among the obliques).
    pub recipient: Option<Noun>,
    /// What is said of the subject after a copula, or of the object ("painted it **red**"), or an embedded clause.
    pub complement: Option<Complement>,
    /// Prepositional phrases in the order of the text.
    pub obliques: Vec<Oblique>,
    /// Adverbs in the order of the text, lower case ("often", "together", "then", "yesterday").
    pub adverbs: Vec<String>,
    /// Whether the verb is negated ("not", "never", "no longer" with the adverb kept).
    pub negated: bool,
    /// Whether the passive was undone.
    pub passive: bool,
    /// When.
    pub tense: crate::Tense,
    /// Whether the aspect is perfect ("has gone").
    pub perfect: bool,
    /// Whether the aspect is progressive ("is going").
    pub progressive: bool,
    /// A modal or semi-modal as its lemma: `can`, `must`, `should`, `may`, `might`, `have to`, `be going to`.
    pub modal: Option<String>,
}

/// What follows a copula or fills a clausal role.
#[derive(Debug, Clone, PartialEq)]
pub enum Complement {
    /// "is kind", "is the tallest", "is taller than Bob".
    Adjective(Adjective),
    /// "is a cat", "is the mother of Ann", "is Ann", "is 12".
    Noun(Noun),
    /// "says that …", "hopes that …".
    Clause(Box<Form>),
    /// "wants to …", "managed to …"; the subject of the infinitive is filled where it is known.
    Infinitive(Box<Form>),
    /// "knows who …", "asked whether …".
    Question(Box<Query>),
}

/// An adjective with its degree.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Adjective {
    /// The lemma in its plain degree ("tall"); past participles used as adjectives as written ("married").
    pub lemma: String,
    /// The degree.
    pub degree: Degree,
    /// With a comparative: than whom or what.
    pub than: Option<Box<Noun>>,
    /// A measure before it: "**two years** older", "**5 feet** tall".
    pub measure: Option<Box<Noun>>,
    /// Adverbs before it, lower case ("very", "too").
    pub adverbs: Vec<String>,
    /// Prepositional phrases after it ("afraid **of mice**", "full of water").
    pub obliques: Vec<Oblique>,
    /// Whether it is negated within the noun phrase ("a **not** kind man", "non-toxic").
    pub negated: bool,
}

/// Degrees of comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Degree {
    /// "tall".
    #[default]
    Plain,
    /// "taller", "more careful".
    More,
    /// "less careful".
    Less,
    /// "tallest", "most careful".
    Most,
    /// "least careful".
    Least,
    /// "as tall as".
    Equal,
}

/// A preposition and what it governs.
#[derive(Debug, Clone, PartialEq)]
pub struct Oblique {
    /// The preposition in lower case, with its fixed parts joined: `in`, `next to`, `to the left of`, `in front of`,
    /// `because of`, `instead of`. Empty for bare adverbial noun phrases ("three **days** later", "every **day**").
    pub preposition: String,
    /// What it governs.
    pub noun: Noun,
}

/// A noun phrase.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Noun {
    /// Where it stands in its text.
    pub span: Span,
    /// The phrase as written, without its determiner.
    pub text: String,
    /// The head: lemma of a common noun ("mouse"), a name as written ("Mary Ann"), a pronoun in lower case, digits of a
    /// number. Empty where only a determiner or adjective stands ("the red one" has `one`).
    pub head: String,
    /// What the head is.
    pub kind: NounKind,
    /// How the phrase is determined or quantified.
    pub determiner: Determiner,
    /// A number that counts the phrase.
    pub count: Option<Count>,
    /// Whether the phrase is plural.
    pub plural: bool,
    /// Adjectives and ordinals before the head, in the order of the text.
    pub adjectives: Vec<Adjective>,
    /// Nouns before the head, lower case ("**coffee** table").
    pub modifiers: Vec<String>,
    /// "**Bob's** car", "**her** car".
    pub possessor: Option<Box<Noun>>,
    /// Prepositional phrases after the head ("the mother **of Ann**").
    pub obliques: Vec<Oblique>,
    /// Relative and participle clauses about it; the head's place in them is a noun of kind `Gap`.
    pub relatives: Vec<Form>,
    /// The members of a coordination; the other fields are then empty.
    pub parts: Vec<Noun>,
    /// How the members are joined.
    pub joint: Joint,
    /// Noun phrases with the same number speak of the same thing: 0 where it is not known. Numbers are per dialogue.
    pub referent: u32,
}

/// What the head of a noun phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum NounKind {
    /// A common noun.
    #[default]
    Common,
    /// A proper name.
    Name,
    /// A personal, possessive, reflexive or demonstrative pronoun.
    Pronoun,
    /// "someone", "everything", "nobody": the head is `person`, `thing`, `place` or `time`, the determiner tells.
    Indefinite,
    /// A bare number, date or amount; `count` holds it.
    Number,
    /// Quoted text or a literal.
    Quoted,
    /// What a question asks for; the head is its kind (`person` for who, `thing` for what, the noun for which).
    Asked,
    /// The place of the head in a relative clause.
    Gap,
    /// A nominalised clause ("**swimming in the sea** is fun"): `relatives` holds it.
    Clause,
}

/// Determiners and quantifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[allow(missing_docs, reason = "the names are the words")]
pub enum Determiner {
    /// None: names, bare plurals, mass nouns.
    #[default]
    None,
    The,
    A,
    This,
    /// "all", "every", "each", "any" in affirmative generic use.
    All,
    Some,
    No,
    Any,
    Most,
    Many,
    Few,
    /// "a few", "several".
    Several,
    Both,
    Neither,
    Either,
    Other,
    /// "only Xs", "none but".
    Only,
}

/// A number with its relation ("at least three").
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// How the number bounds.
    pub bound: Bound,
    /// The number in plain digits ("3", "2.5", "1/2").
    pub number: String,
}

/// How a number bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[allow(missing_docs, reason = "the names are the words")]
pub enum Bound {
    #[default]
    Exactly,
    AtLeast,
    AtMost,
    MoreThan,
    FewerThan,
    About,
}

/// How the members of a coordination are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[allow(missing_docs, reason = "the names are the words")]
pub enum Joint {
    #[default]
    And,
    Or,
    /// "either … or … but not both".
    Xor,
    Nor,
}

/// A question or a command that asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What is asked for.
    pub asked: Asked,
    /// The clause asked about; what is asked for stands in it as a noun of kind `Asked` where it fills a role.
    pub form: Form,
    /// Alternatives that the question itself offers ("is it red **or blue**?").
    pub alternatives: Vec<String>,
}

/// What a question asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// Whether the form holds.
    Truth,
    /// An individual or kind: "who", "what", "which book"; the noun of kind `Asked` restricts it.
    Which,
    /// "where".
    Place,
    /// "when", "what time", "which year".
    Time,
    /// "why".
    Reason,
    /// "how" (manner or means).
    Manner,
    /// "how many"; the noun of kind `Asked` is what is counted.
    Count,
    /// "how much"; the noun of kind `Asked`, where there is one, is what is measured ("how much water").
    Amount,
    /// "how old", "how far", "how long": the adjective or adverb.
    Degree(String),
}
