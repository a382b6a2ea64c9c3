//! `ask`, `explain` and `chat`: the engine without a server.

use std::io::{IsTerminal as _, Read as _};

use clap::ArgMatches;
use rustyline::error::ReadlineError;
use serde_json::{Map, Value as Json, json};

use super::{ABSTAINED, Answer, DONE, Respond, out};
use crate::engine::proofs;

/// Bytes of a question or a file at most, as the server's default.
const INPUT: u64 = 4 << 20;

/// Answers one question.
pub(super) fn ask(matches: &ArgMatches, mut respond: Respond) -> Result<u8, String> {
    let question = question(matches)?;
    let mut body = request(matches, vec![message("user", &question)]);
    attach_files(matches, &mut body)?;
    let as_json = matches.get_flag("json");
    let mut said = false;
    let answer = respond(&Json::Object(body), &mut |piece| {
        if !as_json {
            said = true;
            out::piece(piece);
        }
    })?;
    match as_json {
        true => out::json(&json!({ "outcome": answer.outcome, "message": answer.message })),
        false => out::data(&remainder(&answer, said)),
    }
    Ok(if answer.outcome == "abstained" { ABSTAINED } else { DONE })
}

/// Answers one question, and says why: the answer, and below it its proof.
pub(super) fn explain(matches: &ArgMatches, mut respond: Respond) -> Result<u8, String> {
    let question = question(matches)?;
    let body = Json::Object(request(matches, vec![message("user", &question)]));
    let answer = respond(&body, &mut |_| {})?;
    let proof = answer.proof.as_ref();
    if matches.get_flag("json") {
        let message = &answer.message;
        let tree = proof.map_or_else(|| "null".to_owned(), proofs::json);
        out::data(&format!("{{\"outcome\":{},\"message\":{message},\"proof\":{tree}}}", json!(answer.outcome)));
    } else {
        out::data(remainder(&answer, false).trim_end());
        out::data("");
        match proof {
            Some(proof) => out::data(&proofs::text(proof)),
            None => out::talk(&format!("There is no proof: the answer is {}.", answer.outcome)),
        }
    }
    Ok(if answer.outcome == "abstained" { ABSTAINED } else { DONE })
}

/// What of an answer was not said yet: calls and refusals, or all of it.
fn remainder(answer: &Answer, said: bool) -> String {
    match (answer.message.get("tool_calls"), answer.message.get("refusal").and_then(Json::as_str)) {
        (Some(calls), _) if calls.as_array().is_some_and(|calls| !calls.is_empty()) => format!("{calls:#}\n"),
        (_, Some(refusal)) if !said => format!("{refusal}\n"),
        _ if said => "\n".to_owned(),
        _ => answer.message.get("content").and_then(Json::as_str).unwrap_or_default().to_owned(),
    }
}

/// The question of the command line, or of standard input.
fn question(matches: &ArgMatches) -> Result<String, String> {
    let words: Vec<&str> = matches.get_many::<String>("text").into_iter().flatten().map(String::as_str).collect();
    if !words.is_empty() && words != ["-"] {
        return Ok(words.join(" "));
    }
    let mut input = std::io::stdin();
    if input.is_terminal() {
        out::talk("Type the question, then Ctrl-D.");
    }
    let mut text = String::new();
    input.by_ref().take(INPUT).read_to_string(&mut text).map_err(|error| format!("standard input: {error}"))?;
    match text.trim() {
        "" => Err("there is no question; give it as an argument or on standard input".to_owned()),
        text => Ok(text.to_owned()),
    }
}

fn message(role: &str, content: &str) -> Json {
    json!({ "role": role, "content": content })
}

/// The body of a streamed request with these messages after the system's.
fn request(matches: &ArgMatches, messages: Vec<Json>) -> Map<String, Json> {
    let mut all: Vec<Json> =
        matches.get_one::<String>("system").map(|text| message("system", text)).into_iter().collect();
    all.extend(messages);
    let mut body = Map::new();
    body.insert("model".to_owned(), json!(matches.get_one::<String>("model")));
    body.insert("messages".to_owned(), Json::Array(all));
    body.insert("stream".to_owned(), Json::Bool(true));
    body
}

fn attach_files(matches: &ArgMatches, body: &mut Map<String, Json>) -> Result<(), String> {
    if let Some(path) = matches.get_one::<String>("tools") {
        body.insert("tools".to_owned(), read_json(path)?);
    }
    if let Some(path) = matches.get_one::<String>("schema") {
        let format = json!({ "name": "answer", "strict": true, "schema": read_json(path)? });
        body.insert("response_format".to_owned(), json!({ "type": "json_schema", "json_schema": format }));
    }
    Ok(())
}

fn read_json(path: &str) -> Result<Json, String> {
    let file = std::fs::File::open(path).map_err(|error| format!("{path}: {error}"))?;
    let mut text = String::new();
    file.take(INPUT).read_to_string(&mut text).map_err(|error| format!("{path}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))
}

/// Holds a dialogue until the input ends.
pub(super) fn chat(matches: &ArgMatches, mut respond: Respond) -> Result<u8, String> {
    let mut editor = rustyline::DefaultEditor::new().map_err(|error| error.to_string())?;
    if std::io::stdin().is_terminal() {
        out::talk("Ctrl-D ends, /reset forgets the dialogue.");
    }
    let mut messages = Vec::new();
    loop {
        let line = match editor.readline("> ") {
            Ok(line) => line,
            Err(ReadlineError::Eof) => return Ok(DONE),
            Err(ReadlineError::Interrupted) => continue,
            Err(error) => return Err(error.to_string()),
        };
        match line.trim() {
            "" => {}
            "/reset" => messages.clear(),
            "/quit" | "/exit" => return Ok(DONE),
            text => {
                let _ = editor.add_history_entry(text);
                turn((matches, &mut respond), text, &mut messages);
            }
        }
    }
}

/// One turn of a dialogue. One that fails is not kept, so that the next can be tried.
fn turn((matches, respond): (&ArgMatches, &mut Respond), text: &str, messages: &mut Vec<Json>) {
    messages.push(message("user", text));
    let body = Json::Object(request(matches, messages.clone()));
    let mut said = false;
    let answer = respond(&body, &mut |piece| {
        said = true;
        out::piece(piece);
    });
    match answer {
        Ok(answer) => {
            out::data(&remainder(&answer, said));
            messages.push(answer.message);
        }
        Err(error) => {
            messages.pop();
            out::talk(&error);
        }
    }
}
