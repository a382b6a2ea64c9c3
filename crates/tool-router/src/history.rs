//! The dialogue: what the last request is, what was said before it and which calls were made for it.

use engine_api::{Ask, Call, Role};

/// The most earlier turns that are searched for values.
const MAX_EARLIER: usize = 4;

/// The request that is to be routed.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    /// The text of the last user turn.
    pub text: &'a str,
    /// Earlier user turns, the latest first, then the operator's instructions.
    pub earlier: Vec<&'a str>,
    /// The user turn before, where the last one answers a question that was asked back about it.
    pub asked_back: Option<&'a str>,
    /// The calls that were made since the last user turn.
    pub made: Vec<&'a Call>,
}

impl<'a> Request<'a> {
    /// The request at the end of the dialogue.
    pub(crate) fn of(ask: &'a Ask) -> Request<'a> {
        let last = ask.turns.iter().rposition(|turn| turn.role == Role::User);
        let (before, after) = match last {
            Some(at) => (ask.turns.get(..at).unwrap_or_default(), ask.turns.get(at + 1..).unwrap_or_default()),
            None => (ask.turns.as_slice(), &[][..]),
        };
        let text = last.and_then(|at| ask.turns.get(at)).map_or("", |turn| turn.text.as_str());
        let users = before.iter().rev().filter(|turn| turn.role == Role::User).map(|turn| turn.text.as_str());
        let system = before.iter().filter(|turn| turn.role == Role::System).map(|turn| turn.text.as_str());
        let asked = before
            .last()
            .is_some_and(|turn| turn.role == Role::Assistant && turn.calls.is_empty() && turn.text.contains('?'));
        let asked_back = asked.then(|| users.clone().next()).flatten();
        Request {
            text,
            earlier: users.take(MAX_EARLIER).chain(system.take(MAX_EARLIER)).collect(),
            asked_back,
            made: after.iter().flat_map(|turn| &turn.calls).collect(),
        }
    }

    /// Whether this very call was already made for the request.
    pub(crate) fn has_made(&self, call: &Call) -> bool {
        self.made.iter().any(|made| made.name == call.name && same_json(&made.arguments, &call.arguments))
    }
}

/// Whether two texts are the same JSON, or else the same text.
fn same_json(a: &str, b: &str) -> bool {
    let read = |text| serde_json::from_str::<serde_json::Value>(text).ok();
    a == b || matches!((read(a), read(b)), (Some(a), Some(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine_api::Turn;

    #[test]
    fn the_last_user_turn_is_the_request() {
        let mut ask = Ask::of("one");
        ask.turns.push(Turn::new(Role::Assistant, "Which city?"));
        ask.turns.push(Turn::new(Role::User, "Paris"));
        let request = Request::of(&ask);
        assert_eq!((request.text, request.asked_back), ("Paris", Some("one")));
        assert_eq!(request.earlier, ["one"]);
    }

    #[test]
    fn calls_are_compared_as_json() {
        let call =
            |arguments: &str| Call { id: String::new(), name: "f".into(), arguments: arguments.into(), custom: false };
        let mut ask = Ask::of("one");
        let mut turn = Turn::new(Role::Assistant, "");
        turn.calls.push(call(r#"{"a": 1}"#));
        ask.turns.push(turn);
        let request = Request::of(&ask);
        assert!(request.has_made(&call(r#"{"a":1}"#)));
        assert!(!request.has_made(&call(r#"{"a":2}"#)));
    }
}
