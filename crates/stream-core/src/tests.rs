//! Tests of the whole: from scripts to pieces, chunks, completions and frames.

use std::sync::Arc;
use std::time::Duration;

use engine_api::{Body, Call, Citation, Sampling, Script, Wordings, WordingsBuilder};
use openai_types::{ChatChunk, ChatCompletion, Completion, FinishReason};
use proptest::prelude::*;

use crate::lattice::tests::{graphs, merged, texts};
use crate::token::{Encoding, Tokenizer};
use crate::*;

const ENCODING: Encoding = Encoding::O200kBase;

fn tokenizer() -> &'static Tokenizer {
    Tokenizer::get(ENCODING)
}

fn one(text: &str) -> u32 {
    tokenizer().token_of(text.as_bytes()).unwrap()
}

/// "Your name is Ada." in six wordings.
fn name() -> Wordings {
    let mut builder = WordingsBuilder::new();
    builder.one_of(&[
        (6.0, "Your name is"),
        (3.0, "You are called"),
        (2.0, "You told me that your name is"),
        (1.0, "It is"),
    ]);
    builder.say(" Ada").one_of(&[(3.0, "."), (1.0, ", as you said.")]);
    builder.build()
}

fn sampling(change: impl FnOnce(&mut Sampling)) -> Sampling {
    let mut sampling = Sampling { temperature: 1.0, seed: 7, ..Sampling::greedy() };
    change(&mut sampling);
    sampling
}

fn say(wordings: &Wordings, change: impl FnOnce(&mut Sampling)) -> Vec<Piece> {
    perform(&Script::text(wordings.clone()), &sampling(change), ENCODING).collect()
}

fn text_of(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Text { text, .. } | Piece::Refusal { text, .. } => text.clone(),
        _ => String::new(),
    };
    pieces.iter().map(text).collect()
}

fn scores(pieces: &[Piece]) -> Vec<TokenScore> {
    let tokens = |piece: &Piece| match piece {
        Piece::Text { tokens, .. } | Piece::Refusal { tokens, .. } => tokens.clone(),
        _ => Vec::new(),
    };
    pieces.iter().flat_map(tokens).collect()
}

fn ending(pieces: &[Piece]) -> Ending {
    match pieces.last() {
        Some(Piece::End(ending)) => *ending,
        other => panic!("the last piece is {other:?}"),
    }
}

/// Short texts of words, spaces, figures and characters of several bytes and tokens.
fn words() -> impl Strategy<Value = String> + Clone {
    prop::collection::vec(prop::sample::select(vec![" one", " two", "three", ", ", "4", "\n", "🤗", "ß", "."]), 0..4)
        .prop_map(|parts| parts.concat())
}

mod sampling_of_scripts {
    use super::*;

    #[test]
    fn temperature_0_takes_the_most_probable_token_each_time() {
        for seed in 0..20 {
            let pieces = say(&name(), |s| {
                s.temperature = 0.0;
                s.seed = seed;
            });
            assert_eq!(text_of(&pieces), "Your name is Ada.");
            assert_eq!(ending(&pieces).completion_tokens, 5);
        }
    }

    #[test]
    fn ten_thousand_performances_follow_the_script() {
        let script = Arc::new(Prepared::new(&Script::text(name()), ENCODING, Vec::new()));
        let expected = merged(texts(&name()));
        let mut counts = vec![0_u32; expected.len()];
        for seed in 0..10_000 {
            let text = text_of(&script.perform(&sampling(|s| s.seed = seed)).collect::<Vec<_>>());
            counts[expected.iter().position(|(t, _)| *t == text).unwrap()] += 1;
        }
        let term = |(count, (_, p)): (&u32, &(String, f64))| (f64::from(*count) - p * 1e4).powi(2) / (p * 1e4);
        let statistic: f64 = counts.iter().zip(&expected).map(term).sum();
        // Chi-square with seven degrees of freedom exceeds this once in a thousand times.
        assert!(statistic < 24.322, "{statistic}: {counts:?}");
    }

    #[test]
    fn a_banned_token_is_spelled_by_others() {
        let pieces = say(&Wordings::fixed("Your name is Ada."), |s| {
            s.logit_bias = vec![(one(" name"), -100.0)];
            s.logprobs = true;
        });
        assert_eq!(text_of(&pieces), "Your name is Ada.");
        assert!(scores(&pieces).iter().all(|score| score.token != one(" name")));
    }

    #[test]
    fn where_every_spelling_is_banned_the_text_ends() {
        let pieces = say(&Wordings::fixed("Your name is Ada."), |s| s.logit_bias = vec![(one("."), -100.0)]);
        assert_eq!(text_of(&pieces), "Your name is Ada");
        assert_eq!(ending(&pieces).finish, Finish::Stop);
    }

    #[test]
    fn banning_a_wording_leaves_the_others() {
        let bias = vec![(one("You"), -100.0), (one("Your"), -100.0)];
        for seed in 0..50 {
            let pieces = say(&name(), |s| {
                s.logit_bias = {
                    let mut bias = bias.clone();
                    bias.sort_by_key(|(token, _)| *token);
                    bias
                };
                s.seed = seed;
            });
            assert!(texts(&name()).iter().any(|(text, _)| *text == text_of(&pieces)), "{}", text_of(&pieces));
        }
    }

    #[test]
    fn a_forced_token_is_said_until_the_limit() {
        let pieces = say(&name(), |s| {
            s.logit_bias = vec![(one(" yes"), 100.0)];
            s.max_tokens = 5;
        });
        assert_eq!(text_of(&pieces), " yes".repeat(5));
        assert_eq!(ending(&pieces).finish, Finish::Length);
    }

    #[test]
    fn when_the_end_is_banned_the_background_goes_on() {
        let end = Prior::of(ENCODING).end_of_text();
        let pieces = say(&Wordings::fixed("one two one two"), |s| {
            s.logit_bias = vec![(end, -100.0)];
            s.max_tokens = 12;
        });
        assert!(text_of(&pieces).starts_with("one two one two"));
        assert_eq!(ending(&pieces), Ending { finish: Finish::Length, completion_tokens: 12, ..ending(&pieces) });
    }

    #[test]
    fn alternatives_are_always_as_many_as_asked_for() {
        for top in [0, 1, 5, 20] {
            let pieces = say(&name(), |s| {
                s.logprobs = true;
                s.top_logprobs = top;
            });
            assert!(scores(&pieces).iter().all(|score| score.top.len() == usize::from(top)));
        }
    }

    #[test]
    fn the_best_of_several_has_the_highest_mean() {
        let script = Arc::new(Prepared::new(&Script::text(name()), ENCODING, Vec::new()));
        let candidates: Vec<Vec<Piece>> =
            (0..8).map(|seed| script.perform(&sampling(|s| s.seed = seed)).collect()).collect();
        let highest = candidates.iter().map(|pieces| ending(pieces).mean_logprob).fold(f64::NEG_INFINITY, f64::max);
        let best = best_of(candidates, 2);
        assert_eq!(best.len(), 2);
        assert_eq!(ending(&best[0]).mean_logprob, highest);
    }

    #[test]
    fn an_empty_script_says_nothing() {
        let pieces = say(&Wordings::fixed(""), |_| {});
        assert_eq!(pieces.len(), 1);
        assert_eq!((ending(&pieces).finish, ending(&pieces).completion_tokens), (Finish::Stop, 0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn what_is_said_is_in_the_script(graph in graphs(words()), seed: u64, temperature in 0.0..2.0_f64) {
            let pieces = say(&graph, |s| { s.seed = seed; s.temperature = temperature; s.frequency_penalty = 0.7 });
            let text = text_of(&pieces);
            prop_assert!(texts(&graph).iter().any(|(t, _)| *t == text), "{}", text);
            prop_assert_eq!(ending(&pieces).completion_tokens as usize, tokenizer().count(&text));
        }

        #[test]
        fn reported_logprobs_are_those_sampled_from(graph in graphs(words()), seed: u64) {
            let pieces = say(&graph, |s| { s.seed = seed; s.logprobs = true });
            let said: Vec<u32> = scores(&pieces).iter().map(|score| score.token).collect();
            // The probability of each prefix is the sum over the texts that begin with its tokens.
            let all: Vec<_> = texts(&graph).into_iter().map(|(text, p)| (tokenizer().encode(&text), p)).collect();
            let prefix = |n: usize| all.iter().filter(|(t, _)| t.starts_with(&said[..n])).map(|(_, p)| p).sum::<f64>();
            for (n, score) in scores(&pieces).iter().enumerate() {
                let expected = (prefix(n + 1) / prefix(n)).ln();
                prop_assert!((score.logprob.unwrap() - expected).abs() < 1e-9);
            }
        }

        #[test]
        fn the_same_seed_gives_the_same_pieces(graph in graphs(words()), seed: u64) {
            let run = || say(&graph, |s| { s.seed = seed; s.logprobs = true; s.top_logprobs = 3 });
            prop_assert_eq!(run(), run());
        }

        #[test]
        fn reporting_changes_nothing_that_is_said(graph in graphs(words()), seed: u64) {
            let run = |logprobs| text_of(&say(&graph, |s| { s.seed = seed; s.logprobs = logprobs; s.top_logprobs = 5 }));
            prop_assert_eq!(run(true), run(false));
        }

        #[test]
        fn deltas_are_whole_characters_and_tokens_keep_their_bytes(text: String, max_tokens in 0_u32..12) {
            let pieces = say(&Wordings::fixed(text.clone()), |s| { s.max_tokens = max_tokens; s.logprobs = true });
            prop_assert!(text.starts_with(&text_of(&pieces)));
            let tokens = tokenizer().encode(&text);
            let said: Vec<u32> = scores(&pieces).iter().map(|score| score.token).collect();
            prop_assert_eq!(&said[..], &tokens[..tokens.len().min(max_tokens as usize)]);
            prop_assert_eq!(ending(&pieces).completion_tokens as usize, said.len());
            if said.len() == tokens.len() { prop_assert_eq!(text_of(&pieces), text); }
        }
    }
}

mod chunks {
    use super::*;

    fn header() -> Header {
        Header {
            id: "chatcmpl-1".into(),
            created: 1,
            model: "psycho-symbolic-v1".into(),
            system_fingerprint: Some("fp_1".into()),
            service_tier: None,
        }
    }

    fn extras(usage: bool, obfuscation: Option<u64>) -> Extras {
        Extras { usage, obfuscation, prompt_tokens: 10, cached_tokens: 0 }
    }

    fn manner(change: impl FnOnce(&mut ChatManner)) -> ChatManner {
        let mut manner = ChatManner {
            extras: extras(false, None),
            finish_of_calls: FinishReason::ToolCalls,
            legacy_functions: false,
            citations: Vec::new(),
        };
        change(&mut manner);
        manner
    }

    fn stream(manner: ChatManner, choices: Vec<Vec<Piece>>) -> Vec<ChatChunk> {
        let choices = choices.into_iter().map(Vec::into_iter).collect();
        ChatStream::new(header(), manner, tokenizer(), choices).collect()
    }

    /// Each chunk on a line of its own, without what all chunks share.
    fn lines(chunks: &[ChatChunk]) -> String {
        let json = |chunk: &ChatChunk| serde_json::to_string(chunk).unwrap();
        let shared = r#""id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"psycho-symbolic-v1","system_fingerprint":"fp_1","#;
        chunks.iter().map(json).map(|line| line.replace(shared, "") + "\n").collect()
    }

    fn calls(custom: bool) -> Vec<Piece> {
        let call = |id: &str, name: &str, arguments: &str| Call {
            id: id.into(),
            name: name.into(),
            arguments: arguments.into(),
            custom,
        };
        let script = Script::calls(vec![call("call_1", "time", r#"{"zone":"UTC"}"#), call("call_2", "now", "{}")]);
        perform(&script, &sampling(|_| {}), ENCODING).collect()
    }

    #[test]
    fn text_is_streamed_as_documented() {
        let pieces = say(&Wordings::fixed("Hi there"), |_| {});
        insta::assert_snapshot!(lines(&stream(manner(|m| m.extras.usage = true), vec![pieces])), @r#"
        {"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null}
        {"choices":[{"index":0,"delta":{"content":"Hi"},"logprobs":null,"finish_reason":null}],"usage":null}
        {"choices":[{"index":0,"delta":{"content":" there"},"logprobs":null,"finish_reason":null}],"usage":null}
        {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}
        {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}
        "#);
    }

    #[test]
    fn calls_are_streamed_as_documented() {
        insta::assert_snapshot!(lines(&stream(manner(|_| {}), vec![calls(false)])), @r#"
        {"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"time","arguments":""}}],"refusal":null},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\""}}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"zone"}}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\":\""}}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"UTC"}}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"}"}}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_2","type":"function","function":{"name":"now","arguments":""}}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}]}
        "#);
    }

    #[test]
    fn legacy_functions_are_streamed_as_documented() {
        let manner = manner(|m| {
            m.legacy_functions = true;
            m.finish_of_calls = FinishReason::FunctionCall;
        });
        insta::assert_snapshot!(lines(&stream(manner, vec![calls(false)])), @r#"
        {"choices":[{"index":0,"delta":{"role":"assistant","content":null,"function_call":{"name":"time","arguments":""},"refusal":null},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"function_call":{"arguments":"{\""}},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"function_call":{"arguments":"zone"}},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"function_call":{"arguments":"\":\""}},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"function_call":{"arguments":"UTC"}},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"function_call":{"arguments":"\"}"}},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"function_call"}]}
        "#);
    }

    #[test]
    fn logprobs_reasoning_and_citations_are_written() {
        let script = Script {
            reasoning: Some(Wordings::fixed("Ada said so.")),
            body: Body::Text(Wordings::fixed("Ada")),
            citations: vec![Citation { title: "T".into(), url: "https://example.com".into() }],
        };
        let sampling = sampling(|s| s.logprobs = true);
        let pieces = perform(&script, &sampling, ENCODING).collect();
        let chunks = stream(manner(|m| m.citations = script.citations.clone()), vec![pieces]);
        insta::assert_snapshot!(lines(&chunks), @r#"
        {"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"reasoning_content":"Ada"},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"reasoning_content":" said"},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"reasoning_content":" so"},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"reasoning_content":"."},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"content":"Ada"},"logprobs":{"content":[{"token":"Ada","logprob":0.0,"bytes":[65,100,97],"top_logprobs":[]}],"refusal":null},"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"annotations":[{"type":"url_citation","url_citation":{"end_index":3,"start_index":0,"title":"T","url":"https://example.com"}}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}
        "#);
    }

    #[test]
    fn a_folded_answer_of_calls_has_no_content() {
        let whole = fold(stream(manner(|m| m.extras.usage = true), vec![calls(false)])).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&whole).unwrap(), @r#"
        {
          "id": "chatcmpl-1",
          "object": "chat.completion",
          "created": 1,
          "model": "psycho-symbolic-v1",
          "choices": [
            {
              "index": 0,
              "message": {
                "role": "assistant",
                "content": null,
                "refusal": null,
                "tool_calls": [
                  {
                    "id": "call_1",
                    "type": "function",
                    "function": {
                      "name": "time",
                      "arguments": "{\"zone\":\"UTC\"}"
                    }
                  },
                  {
                    "id": "call_2",
                    "type": "function",
                    "function": {
                      "name": "now",
                      "arguments": "{}"
                    }
                  }
                ]
              },
              "logprobs": null,
              "finish_reason": "tool_calls"
            }
          ],
          "usage": {
            "prompt_tokens": 10,
            "completion_tokens": 6,
            "total_tokens": 16,
            "prompt_tokens_details": {
              "cached_tokens": 0,
              "audio_tokens": 0
            },
            "completion_tokens_details": {
              "reasoning_tokens": 0,
              "audio_tokens": 0,
              "accepted_prediction_tokens": 0,
              "rejected_prediction_tokens": 0
            }
          },
          "system_fingerprint": "fp_1"
        }
        "#);
    }

    #[test]
    fn custom_calls_keep_their_kind() {
        let whole = fold(stream(manner(|_| {}), vec![calls(true)])).unwrap();
        let calls = whole.choices[0].message.tool_calls.as_ref().unwrap();
        assert_eq!((calls[0].name(), calls[0].input()), ("time", r#"{"zone":"UTC"}"#));
        assert!(calls[0].custom.is_some() && calls[0].function.is_none());
    }

    #[test]
    fn choices_take_turns() {
        let choices = vec![say(&Wordings::fixed("one two three"), |_| {}), say(&Wordings::fixed("one"), |_| {})];
        let chunks = stream(manner(|_| {}), choices);
        let order: Vec<u64> = chunks.iter().map(|chunk| chunk.choices[0].index).collect();
        assert_eq!(order, [0, 1, 0, 1, 0, 1, 0, 0]);
    }

    #[test]
    fn padding_is_on_every_delta() {
        let pieces = say(&name(), |_| {});
        let chunks = stream(manner(|m| m.extras = extras(true, Some(3))), vec![pieces]);
        let (last, deltas) = chunks.split_last().unwrap();
        assert!(last.obfuscation.is_none() && last.choices.is_empty());
        for chunk in deltas {
            let said = chunk.choices[0].delta.content.value().map_or(0, String::len);
            assert_eq!((said + chunk.obfuscation.as_ref().unwrap().len()) % 16, 0);
        }
    }

    #[test]
    fn a_refusal_is_told_apart_from_content() {
        let script = Script { body: Body::Refusal(Wordings::fixed("No.")), ..Script::text(Wordings::fixed("")) };
        let pieces = perform(&script, &sampling(|s| s.logprobs = true), ENCODING).collect();
        let whole = fold(stream(manner(|_| {}), vec![pieces])).unwrap();
        let choice = &whole.choices[0];
        assert_eq!((choice.message.content.clone(), choice.message.refusal.as_deref()), (None, Some("No.")));
        let logprobs = choice.logprobs.as_ref().unwrap();
        assert!(logprobs.content.is_none() && logprobs.refusal.as_ref().unwrap().len() == 2);
    }

    /// A whole completion made without a stream: what [`fold`] must come to.
    fn whole(choices: &[Vec<Piece>], extras: &Extras) -> ChatCompletion {
        use openai_types::{Choice, ChoiceLogprobs, ResponseMessage, Usage};
        let choice = |(index, pieces): (usize, &Vec<Piece>)| {
            let tokens = scores(pieces);
            let content = tokens.iter().map(|score| token_logprob(score, tokenizer())).collect();
            Choice {
                index: index as u64,
                message: ResponseMessage { content: Some(text_of(pieces)), ..ResponseMessage::default() },
                logprobs: (!tokens.is_empty())
                    .then(|| ChoiceLogprobs { content: Some(content), ..ChoiceLogprobs::default() }),
                finish_reason: Some(match ending(pieces).finish {
                    Finish::Length => FinishReason::Length,
                    _ => FinishReason::Stop,
                }),
                ..Choice::default()
            }
        };
        let said = choices.iter().map(|pieces| u64::from(ending(pieces).completion_tokens)).sum();
        ChatCompletion {
            id: header().id,
            created: 1,
            model: header().model,
            system_fingerprint: header().system_fingerprint,
            choices: choices.iter().enumerate().map(choice).collect(),
            usage: Some(Usage::of(extras.prompt_tokens, said)),
            ..ChatCompletion::default()
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn a_whole_completion_is_the_fold_of_its_stream(
            graph in graphs(words()), seeds in prop::collection::vec(any::<u64>(), 1..4), logprobs: bool, max_tokens in 0_u32..9,
            stop in prop::option::of(prop::sample::select(vec!["two", "e ", "🤗", "\n"])),
        ) {
            let choices: Vec<Vec<Piece>> = seeds.iter().map(|seed| say(&graph, |s| {
                s.seed = *seed;
                s.logprobs = logprobs;
                s.max_tokens = max_tokens;
                s.stop = stop.iter().map(|stop| (*stop).to_owned()).collect();
            })).collect();
            let extras = extras(true, Some(1));
            let chunks = stream(manner(|m| m.extras = extras.clone()), choices.clone());
            prop_assert_eq!(fold(chunks).unwrap(), whole(&choices, &extras));
            if let Some(stop) = stop {
                prop_assert!(choices.iter().all(|pieces| !text_of(pieces).contains(stop)));
            }
        }

        #[test]
        fn joining_changes_the_cut_and_nothing_else(
            graph in graphs(words()), seed: u64, min in 0_usize..20, span in 0_usize..40,
        ) {
            let pieces = say(&graph, |s| { s.seed = seed; s.logprobs = true });
            let streamer = AdaptiveStreamer { min_chunk: min, max_chunk: min + span, target_latency: Duration::ZERO };
            let joined: Vec<Piece> = streamer.join(pieces.clone().into_iter()).collect();
            prop_assert_eq!(fold(stream(manner(|_| {}), vec![joined])), fold(stream(manner(|_| {}), vec![pieces])));
        }

        #[test]
        fn frames_bring_chunks_across(graph in graphs(words()), seed: u64, logprobs: bool, usage: bool, size in 1_usize..200) {
            let choices: Vec<Vec<Piece>> = (0..2).map(|n| say(&graph, |s| {
                s.seed = seed ^ n; s.logprobs = logprobs; s.top_logprobs = 2
            })).collect();
            let manner = || manner(|m| m.extras = extras(usage, usage.then_some(seed)));
            let chunks = stream(manner(), choices.clone());
            // Written as they come, without making chunks.
            let choices = choices.into_iter().map(Vec::into_iter).collect();
            let mut direct = ChatStream::new(header(), manner(), tokenizer(), choices);
            let (mut written, mut said) = (Vec::new(), Vec::new());
            while let Some(characters) = direct.write_next(&mut written) { said.push(characters) }
            let characters = |chunk: &ChatChunk| {
                chunk.choices.first().and_then(|choice| choice.delta.content.value()).map_or(0, |text| text.chars().count())
            };
            prop_assert_eq!(said, chunks.iter().map(characters).collect::<Vec<_>>());
            let mut buffer = Vec::new();
            chunks.iter().for_each(|chunk| sse::write_event(&mut buffer, chunk).unwrap());
            prop_assert_eq!(String::from_utf8(written).unwrap(), String::from_utf8(buffer.clone()).unwrap());
            buffer.extend_from_slice(sse::DONE);
            let mut parser = sse::Parser::new(1 << 20, 1 << 20);
            let mut events = Vec::new();
            buffer.chunks(size).for_each(|part| parser.push(part, &mut events).unwrap());
            prop_assert!(events.pop().unwrap().is_done());
            prop_assert_eq!(events.len(), chunks.len());
            for (event, chunk) in events.iter().zip(&chunks) {
                prop_assert_eq!(&event.data, &serde_json::to_string(chunk).unwrap());
                let read: ChatChunk = serde_json::from_str(&event.data).unwrap();
                prop_assert_eq!(&read.choices[0..].len(), &chunk.choices.len());
            }
        }
    }
}

mod completions {
    use super::*;

    fn header() -> Header {
        Header { id: "cmpl-1".into(), created: 1, model: "m".into(), system_fingerprint: None, service_tier: None }
    }

    fn stream(prompt: &str, echo: bool, pieces: Vec<Piece>, logprobs: Option<Alternatives>) -> Vec<Completion> {
        let extras = Extras { usage: true, obfuscation: None, prompt_tokens: 2, cached_tokens: 0 };
        let echo =
            echo.then(|| Echo { text: prompt.into(), tokens: score(&tokenizer().encode(prompt), ENCODING, 2).into() });
        let continuation =
            Continuation { prompt_characters: prompt.chars().count() as u64, echo, pieces: pieces.into_iter() };
        CompletionStream::new(header(), CompletionManner { extras, logprobs }, tokenizer(), vec![continuation])
            .collect()
    }

    fn check_columns(whole: &Completion, prompt: &str, echo: bool) {
        let choice = &whole.choices[0];
        let logprobs = choice.logprobs.as_ref().unwrap();
        let tokens = logprobs.tokens.len();
        assert_eq!((logprobs.token_logprobs.len(), logprobs.text_offset.len()), (tokens, tokens));
        assert_eq!(logprobs.tokens.concat(), choice.text);
        let mut offset = if echo { 0 } else { prompt.chars().count() as u64 };
        for (token, start) in logprobs.tokens.iter().zip(&logprobs.text_offset) {
            assert_eq!(offset, *start);
            offset += token.chars().count() as u64;
        }
    }

    #[test]
    fn columns_line_up_with_the_text() {
        let pieces = || {
            say(&Wordings::fixed(" is übel."), |s| {
                s.logprobs = true;
                s.top_logprobs = 2
            })
        };
        for echo in [false, true] {
            let whole = fold_completion(stream("Das größte", echo, pieces(), Some(Alternatives::Listed))).unwrap();
            check_columns(&whole, "Das größte", echo);
            let logprobs = whole.choices[0].logprobs.as_ref().unwrap();
            assert_eq!(logprobs.token_logprobs[0].is_none(), echo);
            let top = logprobs.top_logprobs.as_ref().unwrap();
            assert_eq!(top[0].is_none(), echo);
            let listed = top.iter().zip(&logprobs.tokens).skip(1);
            assert!(listed.clone().all(|(map, token)| map.as_ref().unwrap().contains_key(token)));
            assert!(listed.clone().all(|(map, _)| (2..=3).contains(&map.as_ref().unwrap().len())));
        }
    }

    #[test]
    fn without_alternatives_there_is_no_map() {
        let pieces = say(&Wordings::fixed("one two"), |s| s.logprobs = true);
        let whole = fold_completion(stream("x", false, pieces, Some(Alternatives::None))).unwrap();
        let logprobs = whole.choices[0].logprobs.as_ref().unwrap();
        assert!(logprobs.top_logprobs.is_none());
        assert_eq!(logprobs.token_logprobs, [Some(0.0), Some(0.0)]);
    }

    #[test]
    fn scoring_a_prompt_says_nothing_new() {
        let pieces = say(&Wordings::fixed("ignored"), |s| {
            s.max_tokens = 0;
            s.logprobs = true
        });
        let whole = fold_completion(stream("one two one two", true, pieces, Some(Alternatives::Listed))).unwrap();
        assert_eq!(whole.choices[0].text, "one two one two");
        assert_eq!(whole.choices[0].finish_reason, Some(FinishReason::Length));
        assert_eq!(whole.usage.value().unwrap().completion_tokens, 0);
        let logprobs = &whole.choices[0].logprobs.as_ref().unwrap().token_logprobs;
        assert!(logprobs[3] > logprobs[1], "what was seen before is more probable");
    }

    #[test]
    fn parts_of_characters_are_written_as_bytes() {
        let pieces = say(&Wordings::fixed("𐎀"), |s| s.logprobs = true);
        let whole = fold_completion(stream("", false, pieces, Some(Alternatives::None))).unwrap();
        assert_eq!(whole.choices[0].text, "𐎀");
        assert!(whole.choices[0].logprobs.as_ref().unwrap().tokens.iter().any(|token| token.starts_with("bytes:\\x")));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn a_whole_completion_is_the_fold_of_its_stream(graph in graphs(words()), seed: u64, echo: bool, prompt in words()) {
            let pieces = say(&graph, |s| { s.seed = seed; s.logprobs = true });
            let said = text_of(&pieces);
            let count = ending(&pieces).completion_tokens;
            let whole = fold_completion(stream(&prompt, echo, pieces, None)).unwrap();
            prop_assert_eq!(&whole.choices[0].text, &if echo { prompt + &said } else { said });
            prop_assert_eq!(whole.usage.value().unwrap().completion_tokens, u64::from(count));
            prop_assert_eq!(whole.choices[0].finish_reason.clone(), Some(FinishReason::Stop));
        }
    }
}

mod adaptive {
    use super::*;

    const STREAMER: AdaptiveStreamer =
        AdaptiveStreamer { min_chunk: 10, max_chunk: 40, target_latency: Duration::from_millis(80) };

    #[test]
    fn chunks_keep_to_their_bounds_and_end_between_words() {
        let text = "It is a plain text of short words. Notwithstanding, incomprehensible characteristics: 3.14159, {\"a\":[1,2]}!";
        let pieces = say(&Wordings::fixed(text), |_| {});
        let joined: Vec<String> = STREAMER.join(pieces.into_iter()).map(|piece| text_of(&[piece])).collect();
        let chunks = &joined[..joined.len() - 1];
        assert_eq!(chunks.concat(), text);
        let (last, others) = chunks.split_last().unwrap();
        assert!(others.iter().all(|chunk| (10..=40).contains(&chunk.chars().count())), "{chunks:?}");
        assert!(others[1..].iter().chain([last]).all(|chunk| chunk.starts_with(' ')), "{chunks:?}");
    }

    #[test]
    fn complex_text_comes_in_larger_chunks() {
        assert!(STREAMER.size("It is as it is") < STREAMER.size("Notwithstanding characteristics"));
        assert!(STREAMER.size("a b c") < STREAMER.size("{\"a\":[1,2]}"));
    }

    #[test]
    fn waiting_grows_with_the_chunk() {
        let header =
            Header { id: "1".into(), created: 1, model: "m".into(), system_fingerprint: None, service_tier: None };
        let manner = ChatManner {
            extras: Extras { usage: false, obfuscation: None, prompt_tokens: 0, cached_tokens: 0 },
            finish_of_calls: FinishReason::ToolCalls,
            legacy_functions: false,
            citations: Vec::new(),
        };
        let pieces = vec![Piece::Text { text: "x".repeat(20), tokens: Vec::new() }].into_iter();
        let waits: Vec<Duration> = ChatStream::new(header, manner, tokenizer(), vec![pieces])
            .map(|chunk| STREAMER.wait_after(&chunk))
            .collect();
        assert_eq!(waits, [Duration::ZERO, Duration::from_millis(40), Duration::ZERO]);
    }
}
