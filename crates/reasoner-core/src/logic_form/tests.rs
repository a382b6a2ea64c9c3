//! Forms built by hand, and what follows from their formulas.

use engine_api::{Adjective, Budget, Claim, Complement, Degree, Determiner, Form, NoLexicon, Noun, NounKind, Oblique};

use super::Translator;
use crate::fol::{Formula, Judgement, judge};

fn name(name: &str) -> Noun {
    Noun { text: name.into(), head: name.into(), kind: NounKind::Name, ..Noun::default() }
}

fn noun(determiner: Determiner, head: &str) -> Noun {
    let plural = matches!(determiner, Determiner::All | Determiner::None);
    Noun { text: head.into(), head: head.into(), determiner, plural, ..Noun::default() }
}

fn someone(referent: u32) -> Noun {
    Noun { kind: NounKind::Indefinite, referent, plural: false, ..noun(Determiner::Some, "person") }
}

fn pronoun(referent: u32) -> Noun {
    Noun { head: "they".into(), kind: NounKind::Pronoun, referent, ..Noun::default() }
}

fn quality(lemma: &str) -> Option<Complement> {
    Some(Complement::Adjective(Adjective { lemma: lemma.into(), ..Adjective::default() }))
}

fn is(subject: Noun, lemma: &str) -> Form {
    claim(Claim { subject: Some(subject), verb: "be".into(), complement: quality(lemma), ..Claim::default() })
}

fn kind(subject: Noun, other: Noun) -> Form {
    let complement = Some(Complement::Noun(other));
    claim(Claim { subject: Some(subject), verb: "be".into(), complement, ..Claim::default() })
}

fn does(subject: Noun, verb: &str, object: Noun) -> Form {
    claim(Claim { subject: Some(subject), verb: verb.into(), object: Some(object), ..Claim::default() })
}

fn claim(claim: Claim) -> Form {
    Form::Claim(Box::new(claim))
}

fn negated(form: Form) -> Form {
    match form {
        Form::Claim(mut claim) => {
            claim.negated = !claim.negated;
            Form::Claim(claim)
        }
        other => Form::Not(Box::new(other)),
    }
}

fn when(condition: Form, result: Form) -> Form {
    Form::If { condition: Box::new(condition), result: Box::new(result), exact: false }
}

fn check(premises: &[Form], goal: &Form, expected: &str) {
    let mut translator = Translator::new(&NoLexicon);
    let mut formulas: Vec<Formula> =
        premises.iter().map(|form| translator.premise(form).expect("a formula").0).collect();
    let goal = translator.goal(goal).expect("a goal");
    formulas.extend(translator.weakenings());
    let formulas: Vec<Formula> = formulas.into_iter().map(|formula| translator.granted(formula)).collect();
    let found = match judge(&formulas, &translator.granted(goal), &mut Budget::steps(1_000_000)) {
        Judgement::Entailed(_) => "entailed",
        Judgement::Refuted(_) => "refuted",
        Judgement::Open(_) => "open",
        Judgement::Both(..) => "both",
        Judgement::Spent => "spent",
    };
    assert_eq!(found, expected, "{premises:?}\n{goal:?}", goal = formulas);
}

#[test]
fn a_rule_for_anyone_and_pronouns_in_it() {
    let both = Form::And(vec![is(someone(4), "calm"), negated(is(pronoun(4), "loud"))]);
    let rule = when(both, does(pronoun(4), "like", noun(Determiner::The, "owl")));
    let owl = || noun(Determiner::The, "owl");
    let told = [rule, is(name("Ida"), "calm"), negated(is(name("Ida"), "loud"))];
    check(&told, &does(name("Ida"), "like", owl()), "entailed");
    check(&told, &negated(does(name("Ida"), "like", owl())), "refuted");
    check(&told, &does(owl(), "like", owl()), "open");
}

#[test]
fn all_no_and_bare_plurals() {
    let told = [
        kind(noun(Determiner::None, "wug"), noun(Determiner::None, "blick")),
        kind(noun(Determiner::No, "blick"), noun(Determiner::A, "dax")),
        kind(name("Fern"), noun(Determiner::A, "wug")),
    ];
    check(&told, &kind(name("Fern"), noun(Determiner::A, "blick")), "entailed");
    check(&told, &kind(name("Fern"), noun(Determiner::A, "dax")), "refuted");
    check(&told, &kind(noun(Determiner::All, "dax"), noun(Determiner::A, "wug")), "open");
    check(&told, &kind(noun(Determiner::No, "wug"), noun(Determiner::A, "dax")), "entailed");
}

#[test]
fn fuller_predicates_imply_sparser_ones() {
    let to = |place: &str| Oblique { preposition: "to".into(), noun: name(place) };
    let went = |obliques| claim(Claim { subject: Some(name("Ugo")), verb: "go".into(), obliques, ..Claim::default() });
    let by = Oblique { preposition: "by".into(), noun: Noun { plural: false, ..noun(Determiner::None, "train") } };
    let told = [went(vec![to("Rome"), by])];
    check(&told, &went(vec![to("Rome")]), "entailed");
    check(&told, &went(vec![to("Oslo")]), "open");
    let meal = Noun {
        adjectives: vec![Adjective { lemma: "warm".into(), degree: Degree::Plain, ..Adjective::default() }],
        ..noun(Determiner::A, "meal")
    };
    let told = [does(name("Ugo"), "eat", meal.clone())];
    check(&told, &does(name("Ugo"), "eat", noun(Determiner::A, "meal")), "entailed");
    check(
        &[negated(does(name("Ugo"), "eat", noun(Determiner::A, "meal")))],
        &does(name("Ugo"), "eat", meal),
        "refuted",
    );
}

#[test]
fn wide_kinds_are_granted_until_something_is_told_of_them() {
    let rule = is(noun(Determiner::All, "animal"), "alive");
    check(&[rule.clone(), is(name("Rex"), "brown")], &is(name("Rex"), "alive"), "entailed");
    let told = [rule, kind(noun(Determiner::All, "cat"), noun(Determiner::A, "animal"))];
    check(&told, &is(name("Rex"), "alive"), "open");
}
