"""Chat completions in one piece."""

import math

import pytest
from conftest import MODEL, ask, ask_all, user

LONG = "Who are you?"


def test_answer(api):
    done = api.run(ask("What is 17 * 23?"))
    assert done.object == "chat.completion"
    assert done.id.startswith("chatcmpl-")
    assert isinstance(done.created, int) and done.created > 1_600_000_000
    assert done.model == MODEL
    choice = done.choices[0]
    assert (choice.index, choice.finish_reason, choice.logprobs) == (0, "stop", None)
    assert choice.message.role == "assistant"
    assert choice.message.refusal is None
    assert choice.message.tool_calls is None
    assert "391" in choice.message.content


def test_what_was_told_is_recalled(api):
    messages = [
        {"role": "developer", "content": "Answer briefly."},
        {"role": "user", "content": "My name is Ada."},
        {"role": "assistant", "content": "Noted."},
        {"role": "user", "content": [{"type": "text", "text": "What is my name?"}]},
    ]
    assert "Ada" in api.run(ask_all(messages)).choices[0].message.content


def test_every_role_and_form_of_message_is_accepted(api):
    call = {"id": "call_1", "type": "function", "function": {"name": "get_age", "arguments": '{"name":"Tom"}'}}
    messages = [
        {"role": "system", "content": [{"type": "text", "text": "Be kind."}], "name": "operator"},
        {"role": "developer", "content": "Answer briefly."},
        {"role": "user", "content": "How old is Tom?", "name": "ada"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": [{"type": "text", "text": '{"age": 42}'}]},
    ]
    done = api.run(ask_all(messages))
    assert "42" in done.choices[0].message.content


def test_usage_adds_up(api):
    usage = api.run(ask("What is 2+2?", n=3, seed=5)).usage
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    assert usage.prompt_tokens > 0 and usage.completion_tokens >= 3
    assert usage.prompt_tokens_details.cached_tokens is not None
    assert usage.completion_tokens_details.reasoning_tokens is not None


def test_token_counts_are_those_of_the_tokenizer(client):
    """Seven tokens of frame (three a message, one of the role, three of the reply), then the text's own."""
    one = client.chat.completions.create(model=MODEL, messages=user("hello")).usage.prompt_tokens
    five = client.chat.completions.create(model=MODEL, messages=user("hello world, hello world")).usage.prompt_tokens
    assert (one, five) == (8, 12)


def test_several_choices(api):
    done = api.run(ask("Hello", n=4, seed=1))
    assert [choice.index for choice in done.choices] == [0, 1, 2, 3]
    assert all(choice.message.content for choice in done.choices)


def test_length_ends_the_answer(api):
    done = api.run(ask(LONG, max_tokens=3))
    assert done.choices[0].finish_reason == "length"
    assert done.usage.completion_tokens == 3


def test_max_completion_tokens(api):
    done = api.run(ask(LONG, max_completion_tokens=4))
    assert done.choices[0].finish_reason == "length"
    assert done.usage.completion_tokens == 4


@pytest.mark.parametrize("stop", ["391", ["nothing", "391"]])
def test_stop_strings(api, stop):
    done = api.run(ask("What is 17 * 23?", stop=stop, temperature=0))
    assert "391" not in done.choices[0].message.content
    assert done.choices[0].finish_reason == "stop"


def test_logprobs(api):
    choice = api.run(ask("Hello", logprobs=True, top_logprobs=3, temperature=0)).choices[0]
    entries = choice.logprobs.content
    assert choice.logprobs.refusal is None
    assert "".join(entry.token for entry in entries) == choice.message.content
    assert b"".join(bytes(entry.bytes) for entry in entries).decode() == choice.message.content
    for entry in entries:
        assert entry.logprob <= 0 and len(entry.top_logprobs) == 3
        tops = [top.logprob for top in entry.top_logprobs]
        assert tops == sorted(tops, reverse=True)
        assert sum(math.exp(top) for top in tops) <= 1 + 1e-6
        assert entry.token == entry.top_logprobs[0].token, "temperature 0 takes the most probable token"


def test_logprobs_without_alternatives(api):
    entries = api.run(ask("Hello", logprobs=True)).choices[0].logprobs.content
    assert entries and all(entry.top_logprobs == [] for entry in entries)


def test_a_seed_fixes_the_draw(api):
    drawn = [api.run(ask("Hello", seed=42, temperature=1.3, n=5)) for _ in range(2)]
    texts = [[choice.message.content for choice in done.choices] for done in drawn]
    assert texts[0] == texts[1]
    assert drawn[0].system_fingerprint == drawn[1].system_fingerprint
    assert drawn[0].system_fingerprint.startswith("fp_")


def test_seeds_differ(client):
    texts = {
        client.chat.completions.create(model=MODEL, messages=user("Hello"), seed=seed, temperature=2)
        .choices[0]
        .message.content
        for seed in range(24)
    }
    assert len(texts) > 1, "the wording of a greeting is free"


def test_temperature_zero_is_greedy(api):
    texts = {api.run(ask("Hello", temperature=0, seed=seed)).choices[0].message.content for seed in range(4)}
    assert len(texts) == 1


def test_top_p_zero_is_greedy(api):
    texts = {api.run(ask("Hello", top_p=0, seed=seed)).choices[0].message.content for seed in range(4)}
    assert len(texts) == 1


def test_logit_bias_bans_a_token(client):
    def first(**options):
        done = client.chat.completions.create(
            model=MODEL, messages=user("Hello"), temperature=0, logprobs=True, **options
        )
        return done.choices[0].logprobs.content[0]

    # The ids of "Hello", "Hi", "Hey" in o200k_base.
    banned = {"13225": -100, "12194": -100, "25216": -100}
    free, other = first(), first(logit_bias=banned)
    assert free.token in {"Hello", "Hi", "Hey"}
    assert other.token not in {"Hello", "Hi", "Hey"}


def test_logit_bias_forces_a_token(client):
    done = client.chat.completions.create(
        model=MODEL, messages=user("Hello"), temperature=0, max_tokens=3, logit_bias={"9906": 100}
    )
    entries = client.chat.completions.create(
        model=MODEL, messages=user("Hello"), temperature=0, max_tokens=3, logit_bias={"9906": 100}, logprobs=True
    ).choices[0].logprobs.content
    assert len({entry.token for entry in entries}) == 1
    assert done.choices[0].finish_reason == "length"


def test_penalties_are_accepted_and_bounded(api):
    done = api.run(ask(LONG, frequency_penalty=2, presence_penalty=2, seed=3))
    assert done.choices[0].message.content


def test_the_fields_that_only_describe_the_request(api):
    done = api.run(
        ask(
            "Hello",
            user="ada",
            safety_identifier="a1",
            prompt_cache_key="k",
            metadata={"a": "b"},
            service_tier="auto",
            reasoning_effort="low",
            verbosity="low",
            modalities=["text"],
            prediction={"type": "content", "content": "Hello"},
            response_format={"type": "text"},
            store=False,
        )
    )
    assert done.choices[0].message.content
    assert done.service_tier == "default"


@pytest.mark.parametrize("name", ["gpt-4o-mini", "gpt-4o", "gpt-3.5-turbo", "psycho-symbolic-v1-fast"])
def test_models_and_well_known_names(api, name):
    assert "4" in api.run(ask("What is 2+2?", model=name)).choices[0].message.content


def test_raw_response_has_the_headers(api):
    raw = api.run(
        lambda client: client.chat.completions.with_raw_response.create(model=MODEL, messages=user("What is 2+2?"))
    )
    assert raw.status_code == 200
    assert raw.headers["content-type"].startswith("application/json")
    assert raw.headers["x-request-id"] == raw.request_id
    assert raw.headers["openai-version"] == "2020-10-01"
    assert int(raw.headers["openai-processing-ms"]) >= 0
    assert raw.headers["x-psycho-symbolic-outcome"] == "computed"
    assert "4" in raw.parse().choices[0].message.content


def test_streaming_response_reads_the_body_when_asked(client):
    with client.chat.completions.with_streaming_response.create(model=MODEL, messages=user("What is 2+2?")) as raw:
        assert raw.status_code == 200
        assert "4" in raw.parse().choices[0].message.content


def test_request_id_of_the_object(api):
    ids = {api.run(ask("Hello"))._request_id for _ in range(3)}
    assert len(ids) == 3 and None not in ids


def test_unknown_parameters_are_named(client):
    raw = client.chat.completions.with_raw_response.create(
        model=MODEL, messages=user("Hello"), extra_body={"top_k": 4, "min_p": 0.1}
    )
    named = raw.headers["x-psycho-symbolic-unknown-parameters"]
    assert {name.strip() for name in named.split(",")} == {"top_k", "min_p"}


def test_extra_headers_and_query_are_accepted(client):
    done = client.chat.completions.create(
        model=MODEL,
        messages=user("Hello"),
        extra_headers={"OpenAI-Organization": "org-a", "OpenAI-Project": "proj_a", "X-Client-Request-Id": "mine"},
        extra_query={"api-version": "2026-01-01"},
    )
    assert done.choices


def test_what_is_not_known_is_admitted(client):
    raw = client.chat.completions.with_raw_response.create(
        model=MODEL, messages=user("Who won the football match in Zamonia yesterday?")
    )
    assert raw.headers["x-psycho-symbolic-outcome"] == "abstained"
    choice = raw.parse().choices[0]
    assert choice.finish_reason == "stop" and choice.message.content
