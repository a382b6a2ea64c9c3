"""Errors: every status becomes the exception that the package documents, and names what was wrong."""

import socket

import httpx2
import openai
import pytest
from conftest import BASE, KEY, MODEL, ask, ask_all, embed, text_of, user

PARAMETERS = [
    ({"temperature": 2.1}, "temperature", "decimal_above_max_value"),
    ({"temperature": -1}, "temperature", "decimal_below_min_value"),
    ({"temperature": "hot"}, "temperature", "invalid_type"),
    ({"top_p": 1.5}, "top_p", "decimal_above_max_value"),
    ({"n": 0}, "n", "integer_below_min_value"),
    ({"n": 129}, "n", "integer_above_max_value"),
    ({"presence_penalty": 3}, "presence_penalty", "decimal_above_max_value"),
    ({"frequency_penalty": -3}, "frequency_penalty", "decimal_below_min_value"),
    ({"logprobs": True, "top_logprobs": 21}, "top_logprobs", "integer_above_max_value"),
    ({"top_logprobs": 1}, "top_logprobs", None),
    ({"stop": ["a", "b", "c", "d", "e"]}, "stop", "array_above_max_length"),
    ({"max_tokens": 1, "max_completion_tokens": 1}, "max_tokens", "invalid_parameter_combination"),
    ({"stream_options": {"include_usage": True}}, "stream_options", None),
    ({"logit_bias": {"1": 101}}, "logit_bias", None),
    ({"metadata": {"k" * 65: "v"}}, "metadata", None),
    ({"reasoning_effort": "extreme"}, "reasoning_effort", "invalid_value"),
    ({"functions": []}, "functions", "empty_array"),
    ({"modalities": ["text", "audio"]}, "modalities", None),
]


@pytest.mark.parametrize(("options", "param", "code"), PARAMETERS, ids=lambda value: str(value)[:40])
def test_a_wrong_parameter_is_named(client, options, param, code):
    with pytest.raises(openai.BadRequestError) as caught:
        ask("Hello", extra_body=options)(client)
    error = caught.value
    assert error.status_code == 400 and error.type == "invalid_request_error"
    assert error.param.startswith(param)
    assert code is None or error.code == code
    assert error.request_id.startswith("req_")


def test_bad_request(api):
    with pytest.raises(openai.BadRequestError) as caught:
        api.run(ask_all([]))
    assert caught.value.param == "messages" and caught.value.code == "empty_array"


def test_unknown_role(api):
    with pytest.raises(openai.BadRequestError) as caught:
        api.run(ask_all([{"role": "wizard", "content": "x"}]))
    assert caught.value.param == "messages[0].role" and caught.value.code == "invalid_value"


def test_missing_parameter(client):
    with pytest.raises(openai.BadRequestError, match="Missing required parameter: 'messages'"):
        client.post("/chat/completions", body={"model": MODEL}, cast_to=object)


def test_malformed_json():
    reply = httpx2.post(
        f"{BASE}/chat/completions",
        content=b'{"model": ',
        headers={"authorization": f"Bearer {KEY}", "content-type": "application/json"},
    )
    error = reply.json()["error"]
    assert reply.status_code == 400 and "could not parse the JSON body" in error["message"]
    assert set(error) == {"message", "type", "param", "code"}


def test_unknown_model(api):
    with pytest.raises(openai.NotFoundError) as caught:
        api.run(ask("Hello", model="gpt-99"))
    assert caught.value.status_code == 404 and caught.value.code == "model_not_found"
    assert "gpt-99" in caught.value.message


def test_unknown_url(client):
    with pytest.raises(openai.NotFoundError, match="Invalid URL"):
        client.post("/no/such/thing", body={}, cast_to=object)


def test_wrong_method(client):
    with pytest.raises(openai.APIStatusError) as caught:
        client.put("/models", body={}, cast_to=object)
    assert caught.value.status_code == 405


def test_wrong_content_type():
    headers = {"authorization": f"Bearer {KEY}", "content-type": "text/plain"}
    reply = httpx2.post(f"{BASE}/chat/completions", content=b"{}", headers=headers)
    assert reply.status_code in {400, 415}
    assert reply.json()["error"]["type"] == "invalid_request_error"


def test_embeddings_of_a_chat_model_are_refused(client):
    with pytest.raises((openai.BadRequestError, openai.NotFoundError, openai.PermissionDeniedError)):
        embed("hello", model=MODEL)(client)


def test_a_long_request_is_refused(client):
    with pytest.raises(openai.BadRequestError) as caught:
        ask("word " * 200_000)(client)
    assert caught.value.code == "context_length_exceeded"


# The guarded server: a key, strict fields, bodies of 64 KiB at most, paced streams.


def at(url, key, **options):
    return openai.OpenAI(base_url=url, api_key=key, **{"max_retries": 0, "timeout": 60, **options})


def test_a_wrong_key(guarded):
    with pytest.raises(openai.AuthenticationError) as caught:
        ask("Hello")(at(guarded, "sk-wrong"))
    assert caught.value.code == "invalid_api_key" and caught.value.status_code == 401
    assert "sk-wrong" not in caught.value.message, "keys are not told back"


def test_no_key(guarded):
    reply = httpx2.post(f"{guarded}/chat/completions", json={"model": MODEL, "messages": user("Hello")})
    assert reply.status_code == 401 and "didn't provide an API key" in reply.json()["error"]["message"]


def test_the_right_key(guarded):
    assert ask("What is 2+2?")(at(guarded, KEY)).choices[0].message.content


def test_strict_refuses_unknown_fields(guarded):
    with pytest.raises(openai.BadRequestError) as caught:
        ask("Hello", extra_body={"top_k": 3})(at(guarded, KEY))
    assert caught.value.code == "unknown_parameter" and caught.value.param == "top_k"


def test_a_large_body(guarded):
    with pytest.raises(openai.APIStatusError) as caught:
        ask("x" * 80_000)(at(guarded, KEY))
    assert caught.value.status_code == 413


def test_a_paced_stream_arrives_piece_by_piece(guarded):
    chunks = list(ask("Who are you?", stream=True)(at(guarded, KEY)))
    assert len(chunks) > 4 and text_of(chunks)


def test_a_paced_stream_can_be_left(guarded):
    client = at(guarded, KEY)
    with ask("Who are you?", stream=True)(client) as stream:
        next(iter(stream))
    assert ask("What is 2+2?")(client).choices


# The limited server: twenty requests a minute.


def exhaust(client):
    """Asks until the server refuses; the refusal."""
    for _ in range(400):
        try:
            ask("Hello")(client)
        except openai.RateLimitError as error:
            return error
    pytest.fail("the limit was never reached")


def test_too_many_requests(limited):
    error = exhaust(at(limited, KEY))
    assert error.status_code == 429 and error.code == "rate_limit_exceeded" and error.type == "requests"
    headers = error.response.headers
    assert int(headers["retry-after"]) >= 1
    assert headers["x-ratelimit-limit-requests"] == "20"
    assert headers["x-ratelimit-remaining-requests"] == "0"
    assert headers["x-ratelimit-reset-requests"]


def test_retries_wait_as_told(limited):
    patient = at(limited, KEY, max_retries=3)
    # On a busy machine a request becomes free between the refusal and the next request: then once more.
    for _ in range(5):
        exhaust(at(limited, KEY))
        raw = patient.chat.completions.with_raw_response.create(model=MODEL, messages=user("What is 2+2?"))
        assert raw.status_code == 200
        if raw.retries_taken >= 1:
            return
    pytest.fail("the client never had to wait")


# Failures of the way there.


def test_no_connection():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        with pytest.raises(openai.APIConnectionError):
            ask("Hello")(at(f"http://127.0.0.1:{port}/v1", KEY))


def test_timeout():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(openai.APITimeoutError):
            ask("Hello")(at(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", KEY, timeout=0.2))
