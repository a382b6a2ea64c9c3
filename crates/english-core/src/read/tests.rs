//! What is read: clauses, questions, amounts, times, names and mood, in short form.

use engine_api::{Ask, Clause, Reader};

use super::sentences;
use crate::English;

/// A clause in short form: `subject | verb | object | preposition phrase`, `not` before a denied verb.
fn short(clause: &Clause) -> String {
    let mut parts = vec![clause.subject.clone().unwrap_or_else(|| "_".to_owned())];
    parts.push(format!("{}{}", if clause.negated { "not " } else { "" }, clause.verb));
    parts.extend(clause.object.clone());
    parts.extend(clause.adjuncts.iter().map(|(lead, phrase)| format!("{lead} {phrase}").trim().to_owned()));
    let marker = clause.marker.as_ref().map(|marker| format!("{marker}: ")).unwrap_or_default();
    format!("{marker}{}", parts.join(" | "))
}

fn check_clauses(text: &str, expected: &[&str]) {
    let found: Vec<String> = sentences(text).iter().flat_map(|sentence| &sentence.clauses).map(short).collect();
    assert_eq!(found, expected, "{text}");
}

fn check_question(text: &str, expected: &str) {
    let all = sentences(text);
    let found = all.iter().find_map(|sentence| sentence.question.as_ref()).map(|question| {
        let focus = question.focus.as_ref().map(|focus| format!(" ({focus})")).unwrap_or_default();
        format!("{:?}{focus}: {}", question.kind, question.about.as_ref().map(short).unwrap_or_default())
    });
    assert_eq!(found.as_deref(), Some(expected), "{text}");
}

#[test]
fn statements() {
    check_clauses("My name is Ada and I live in Paris.", &["My name | be | Ada", "I | live | in Paris"]);
    check_clauses("Tom has 3 apples and Mary has four.", &["Tom | have | 3 apples", "Mary | have | four"]);
    check_clauses("Tom's sister is Mary.", &["Tom's sister | be | Mary"]);
    check_clauses("I don't like fish.", &["I | not like | fish"]);
    check_clauses("Sorry, my name's Bob.", &["my name | be | Bob"]);
    check_clauses(
        "If someone is big and they are rough then they are green.",
        &["if: someone | be | big", "if: they | be | rough", "they | be | green"],
    );
}

#[test]
fn questions() {
    check_question("What is my name?", "What: my name | be");
    check_question("Where does Tom live?", "Where: Tom | live");
    check_question("Who lives in Paris?", "Who: _ | live | in Paris");
    check_question("How many apples does Tom have?", "HowMany (apples): Tom | have");
    check_question("Is Socrates mortal?", "YesNo: Socrates | be | mortal");
    check_question("Is the ground wet?", "YesNo: the ground | be | wet");
    check_question("Can you tell me what my name is?", "What: my name | be");
    check_question("How old am I?", "How (old): I | be");
}

#[test]
fn amounts() {
    for (text, expected) in [
        ("1,000.50 dollars", "1000.5 dollars"),
        ("three hundred and five apples", "305 apples"),
        ("two thirds", "2/3"),
        ("a dozen eggs", "12 eggs"),
        ("3 million", "3000000"),
        ("15%", "15 percent"),
        ("$5", "5 dollars"),
        ("two and a half", "2.5"),
        ("twenty-three", "23"),
        ("5km", "5 km"),
    ] {
        let all = sentences(text);
        let quantity = &all[0].quantities[0];
        let unit = quantity.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
        assert_eq!(format!("{}{unit}", quantity.amount), expected, "{text}");
    }
}

#[test]
fn times() {
    for (text, expected) in [
        ("on 2026-11-22", Some("2026-11-22")),
        ("on 22 November 2026", Some("2026-11-22")),
        ("on November 22nd, 2026", Some("2026-11-22")),
        ("at 3:30 pm", Some("15:30")),
        ("at 15:30", Some("15:30")),
        ("at 2026-11-22T15:30", Some("2026-11-22T15:30")),
        ("on 30 February 2026", None),
        ("on Sat Nov 21 2026 at 3:05 pm", Some("2026-11-21T15:05")),
        ("it began 2026-11-22 (Sunday) 18:35:29 +0600", Some("2026-11-22T18:35:29+06:00")),
        ("at 14:28:52.746", Some("14:28:52.746")),
        ("by 11/22/2026", Some("2026-11-22")),
        ("on 22/11/2026", Some("2026-11-22")),
        ("since the 5th of may", Some("--05-05")),
        ("on Sept. 1st, 2021", Some("2021-09-01")),
        ("in March 2022", Some("2022-03")),
        ("at noon", Some("12:00")),
        ("we met tomorrow", None),
    ] {
        assert_eq!(sentences(text)[0].times[0].iso.as_deref(), expected, "{text}");
    }
}

#[test]
fn names_and_quotes() {
    let text = "I met Ada Lovelace and read \"On Engines\".";
    let all = sentences(text);
    let found: Vec<(&str, bool)> = all[0].names.iter().map(|name| (name.span.of(text), name.quoted)).collect();
    assert_eq!(found, [("Ada Lovelace", false), ("On Engines", true)]);
}

#[test]
fn moods() {
    let mood = |text: &str| English::new().read(&Ask::of(text)).mood;
    assert!(mood("Thanks, this is great!").valence > 0.5);
    assert!(mood("I am not happy.").valence < 0.0);
    assert!(mood("This is urgent, please hurry!").urgency > 0.8);
    assert!(mood("Could you please help?").politeness > 0.5);
    assert_eq!(mood("The cat sat."), engine_api::Mood::default());
}
