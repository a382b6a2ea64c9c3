"""Chat completions as a stream of events, and the helper that folds them."""

import httpx2
import openai
import pytest
from conftest import BASE, KEY, MODEL, WEATHER, ask, text_of, user

QUESTION = "Who are you?"


def test_chunks(api):
    chunks = api.events(ask(QUESTION, stream=True))
    assert len({(chunk.id, chunk.created, chunk.model) for chunk in chunks}) == 1
    assert {chunk.object for chunk in chunks} == {"chat.completion.chunk"}
    assert len(chunks) > 4, "an answer of several words comes in several chunks"
    first, last = chunks[0].choices[0], chunks[-1].choices[0]
    assert first.delta.role == "assistant" and first.delta.content == ""
    assert all(chunk.choices[0].delta.role is None for chunk in chunks[1:])
    assert [chunk.choices[0].finish_reason for chunk in chunks[:-1]] == [None] * (len(chunks) - 1)
    assert last.finish_reason == "stop" and last.delta.content is None
    assert all(chunk.usage is None for chunk in chunks)


def test_the_stream_spells_the_whole(api):
    whole = api.run(ask(QUESTION, seed=9)).choices[0].message.content
    assert text_of(api.events(ask(QUESTION, seed=9, stream=True))) == whole


def test_usage_comes_last_and_equals_the_whole(api):
    whole = api.run(ask(QUESTION, seed=9)).usage
    chunks = api.events(ask(QUESTION, seed=9, stream=True, stream_options={"include_usage": True}))
    assert chunks[-1].choices == []
    assert chunks[-1].usage == whole
    assert all(chunk.usage is None and chunk.choices for chunk in chunks[:-1])


def test_choices_are_told_apart(api):
    chunks = api.events(ask("Hello", n=3, seed=2, stream=True))
    whole = api.run(ask("Hello", n=3, seed=2))
    for choice in whole.choices:
        assert text_of(chunks, choice.index) == choice.message.content
        own = [c for chunk in chunks for c in chunk.choices if c.index == choice.index]
        assert own[0].delta.role == "assistant" and own[-1].finish_reason == "stop"


def test_length(api):
    chunks = api.events(ask(QUESTION, max_tokens=3, stream=True))
    assert chunks[-1].choices[0].finish_reason == "length"


def test_stop_across_chunks(api):
    whole = api.run(ask(QUESTION, seed=9)).choices[0].message.content
    middle = whole[len(whole) // 2 - 3 : len(whole) // 2 + 3]
    spelled = text_of(api.events(ask(QUESTION, seed=9, stop=[middle], stream=True)))
    assert spelled == whole[: whole.index(middle)]


def test_logprobs_of_chunks(api):
    chunks = api.events(ask("Hello", logprobs=True, top_logprobs=2, stream=True, seed=4))
    entries = [
        entry
        for chunk in chunks
        for choice in chunk.choices
        if choice.logprobs
        for entry in choice.logprobs.content or []
    ]
    assert "".join(entry.token for entry in entries) == text_of(chunks)
    whole = api.run(ask("Hello", logprobs=True, top_logprobs=2, seed=4)).choices[0].logprobs.content
    assert entries == whole


def test_obfuscation_can_be_turned_off(client):
    with_it = list(ask(QUESTION, stream=True)(client))
    without = list(ask(QUESTION, stream=True, stream_options={"include_obfuscation": False})(client))
    assert all(chunk.to_dict().get("obfuscation") for chunk in with_it if chunk.choices[0].delta.content)
    assert not any("obfuscation" in chunk.to_dict() for chunk in without)


def test_frames_on_the_wire(client):
    with client.chat.completions.with_streaming_response.create(
        model=MODEL, messages=user(QUESTION), stream=True
    ) as raw:
        assert raw.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert raw.headers["x-accel-buffering"] == "no"
        frames = "".join(raw.iter_text())
    events = frames.split("\n\n")
    assert events[-1] == "" and events[-2] == "data: [DONE]"
    assert all(event.startswith("data: {") and "\n" not in event for event in events[:-2])


def test_raw_stream_can_be_parsed(client):
    raw = client.chat.completions.with_raw_response.create(model=MODEL, messages=user(QUESTION), stream=True)
    assert text_of(list(raw.parse()))


def test_helper_events(api):
    events, final = api.helper(
        lambda client: client.chat.completions.stream(model=MODEL, messages=user(QUESTION), seed=9)
    )
    kinds = [event.type for event in events]
    assert kinds[0] == "chunk" and "content.delta" in kinds and "content.done" in kinds
    deltas = "".join(event.delta for event in events if event.type == "content.delta")
    done = [event for event in events if event.type == "content.done"]
    assert len(done) == 1 and done[0].content == deltas == final.choices[0].message.content
    snapshots = [event.snapshot for event in events if event.type == "content.delta"]
    assert snapshots[-1] == deltas and all(map(str.startswith, snapshots[1:], snapshots))
    assert final.choices[0].finish_reason == "stop"


def test_helper_folds_to_the_whole(api):
    whole = api.run(ask(QUESTION, seed=9))
    _, final = api.helper(
        lambda client: client.chat.completions.stream(
            model=MODEL, messages=user(QUESTION), seed=9, stream_options={"include_usage": True}
        )
    )
    assert final.choices[0].message.content == whole.choices[0].message.content
    assert final.usage == whole.usage
    assert final.system_fingerprint == whole.system_fingerprint


def test_helper_logprobs(api):
    events, _ = api.helper(
        lambda client: client.chat.completions.stream(model=MODEL, messages=user("Hello"), logprobs=True)
    )
    done = [event for event in events if event.type == "logprobs.content.done"]
    spelled = "".join(entry.token for entry in done[-1].content)
    assert spelled == next(event.content for event in events if event.type == "content.done")


def test_helper_tool_calls(api):
    tool = {**WEATHER, "function": {**WEATHER["function"], "strict": True}}
    events, final = api.helper(
        lambda client: client.chat.completions.stream(
            model=MODEL, messages=user("What is the weather in Paris?"), tools=[tool]
        )
    )
    done = [event for event in events if event.type == "tool_calls.function.arguments.done"]
    assert [(event.name, event.index, event.parsed_arguments) for event in done] == [
        ("get_weather", 0, {"city": "Paris"})
    ]
    assert final.choices[0].finish_reason == "tool_calls"
    assert final.choices[0].message.tool_calls[0].function.parsed_arguments == {"city": "Paris"}


def test_helper_raises_at_the_length(client):
    with pytest.raises(openai.LengthFinishReasonError):
        with client.chat.completions.stream(model=MODEL, messages=user(QUESTION), max_tokens=2) as stream:
            stream.get_final_completion()


def test_a_bad_request_fails_before_the_stream(api):
    with pytest.raises(openai.BadRequestError) as caught:
        api.events(ask("Hello", stream=True, temperature=5))
    assert caught.value.param == "temperature"


def test_a_client_may_leave(client):
    stream = client.chat.completions.create(model=MODEL, messages=user(QUESTION), stream=True)
    assert next(iter(stream)).choices
    stream.close()
    assert ask("What is 2+2?")(client).choices[0].message.content


def test_plain_http_sees_the_same_stream():
    body = {"model": MODEL, "messages": user("What is 2+2?"), "stream": True}
    headers = {"authorization": f"Bearer {KEY}"}
    with httpx2.stream("POST", f"{BASE}/chat/completions", json=body, headers=headers, timeout=60) as reply:
        lines = [line for line in reply.iter_lines() if line]
    assert lines[-1] == "data: [DONE]"
