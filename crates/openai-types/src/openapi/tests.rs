//! The document against the examples, the types and the validator.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::params::tests::of_rows;
use crate::*;

/// A validator of one named schema of the document.
fn validator(name: &str) -> Validator {
    let mut schema = openapi("0", &[]);
    let root = schema.as_object_mut().unwrap();
    root.retain(|key, _| key == "components");
    root.insert("$ref".to_owned(), json!(format!("#/components/schemas/{name}")));
    jsonschema::draft202012::new(&schema).unwrap()
}

/// The start of an example's name and the schema that describes it; the longest match wins.
const SCHEMAS: &[(&str, &str)] = &[
    ("chat_completion", "ChatCompletion"),
    ("chunk", "ChatCompletionChunk"),
    ("stored_completion", "StoredChatCompletion"),
    ("stored_list", "StoredChatCompletionList"),
    ("stored_deleted", "StoredChatCompletionDeleted"),
    ("stored_messages", "StoredMessageList"),
    ("stored_update", "UpdateChatCompletionRequest"),
    ("completion", "Completion"),
    ("completion_request", "CreateCompletionRequest"),
    ("embedding_request", "CreateEmbeddingRequest"),
    ("embedding_response", "EmbeddingList"),
    ("model", "Model"),
    ("model_list", "ModelList"),
    ("model_deleted", "ModelDeleted"),
    ("usage", "UsagePage"),
    ("error", "ErrorResponse"),
];

#[test]
fn examples_conform_to_the_document() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut checked = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let best = SCHEMAS.iter().filter(|(start, _)| name.starts_with(start)).max_by_key(|(start, _)| start.len());
        // Chat requests are compared with the validator below; one chunk is of a server that says more.
        let Some((_, schema)) = best.filter(|_| !name.contains("foreign")) else { continue };
        #[allow(clippy::disallowed_methods)]
        let example: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let errors: Vec<String> =
            validator(schema).iter_errors(&example).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        checked += 1;
    }
    assert!(checked > 35, "only {checked}");
}

#[test]
fn replies_have_the_fields_of_their_types() {
    let all = reply_schemas();
    let pairs: &[(&str, &[&str], &[&str])] = &[
        ("ChatCompletion", ChatCompletion::FIELDS, &["moderation"]),
        ("ChatCompletionChunk", ChatChunk::FIELDS, &["moderation"]),
        ("StoredChatCompletion", StoredCompletion::FIELDS, &[]),
        ("StoredChatCompletionList", StoredCompletionList::FIELDS, &[]),
        ("StoredMessageList", StoredMessageList::FIELDS, &[]),
        ("Completion", Completion::FIELDS, &[]),
        ("EmbeddingList", EmbeddingResponse::FIELDS, &[]),
        ("Model", Model::FIELDS, &[]),
        ("ModelList", ModelList::FIELDS, &[]),
        ("UsagePage", UsagePage::FIELDS, &[]),
        ("Usage", Usage::FIELDS, &[]),
        ("ToolCall", ToolCall::FIELDS, &[]),
        ("Logprobs", ChoiceLogprobs::FIELDS, &[]),
        ("Annotation", Annotation::FIELDS, &[]),
        ("ErrorResponse", ErrorBody::FIELDS, &[]),
    ];
    for (name, fields, never_sent) in pairs {
        let properties: Vec<&str> = all[*name]["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        let sent: Vec<&str> = fields.iter().copied().filter(|field| !never_sent.contains(field)).collect();
        assert_eq!(properties, sent, "{name}");
    }
}

#[test]
fn operations_find_their_tables() {
    let operation = |method, path, reply| Operation {
        method,
        path,
        id: "x",
        summary: "X",
        reply: Some(reply),
        events: None,
        guarded: true,
    };
    let document = openapi(
        "1.0.0",
        &[
            operation("POST", "/v1/chat/completions", "ChatCompletion"),
            operation("GET", "/v1/chat/completions", "StoredChatCompletionList"),
            operation("GET", "/v1/chat/completions/{completion_id}/messages", "StoredMessageList"),
        ],
    );
    let chat = &document["paths"]["/v1/chat/completions"];
    assert_eq!(
        chat["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/CreateChatCompletionRequest"
    );
    assert_eq!(chat["get"]["parameters"][1]["style"], "deepObject");
    let messages = &document["paths"]["/v1/chat/completions/{completion_id}/messages"]["get"]["parameters"];
    assert_eq!(
        messages[0],
        json!({"name": "completion_id", "in": "path", "required": true,
        "schema": {"type": "string"}})
    );
    assert_eq!(messages.as_array().unwrap().len(), 4);
}

/// Whether the document and the validator agree on a body, refused parameters aside: the document leaves them out.
fn agree(schema: &Validator, table: &Table, body: &Value) -> Result<(), TestCaseError> {
    match check(table, body) {
        Ok(_) => prop_assert!(schema.is_valid(body), "the document refuses {body}"),
        Err(error) => {
            let known = matches!(error.code, Some("unsupported_parameter"));
            prop_assert!(known || !schema.is_valid(body), "the document accepts {body}, but: {error}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn document_and_validator_agree(
        chat in prop::collection::vec(of_rows(CHAT.rows, None), 8),
        completion in prop::collection::vec(of_rows(COMPLETION.rows, None), 4),
        embedding in prop::collection::vec(of_rows(EMBEDDING.rows, None), 4),
    ) {
        static SCHEMAS: LazyLock<[Validator; 3]> =
            LazyLock::new(|| [&CHAT, &COMPLETION, &EMBEDDING].map(|table| validator(table.name)));
        let bodies = [(&CHAT, chat), (&COMPLETION, completion), (&EMBEDDING, embedding)];
        for (schema, (table, bodies)) in SCHEMAS.iter().zip(bodies) {
            bodies.iter().try_for_each(|body| agree(schema, table, body))?;
        }
    }
}
