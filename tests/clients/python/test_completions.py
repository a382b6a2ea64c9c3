"""Legacy completions."""

import pytest
from conftest import MODEL, continue_text

PROMPT = "What is 17 * 23?"


def test_answer(api):
    done = api.run(continue_text(PROMPT))
    assert done.object == "text_completion" and done.id.startswith("cmpl-")
    choice = done.choices[0]
    assert (choice.index, choice.finish_reason, choice.logprobs) == (0, "stop", None)
    assert "391" in choice.text
    assert done.usage.total_tokens == done.usage.prompt_tokens + done.usage.completion_tokens


def test_sixteen_tokens_at_most_by_default(api):
    done = api.run(continue_text("Who are you?"))
    assert done.usage.completion_tokens <= 16
    assert done.choices[0].finish_reason == "length"


def test_prompts_of_every_shape(api):
    text = api.run(continue_text([PROMPT, "What is 2+2?"], n=2, temperature=0))
    assert [choice.index for choice in text.choices] == [0, 1, 2, 3]
    assert "391" in text.choices[1].text and "4" in text.choices[2].text
    # "2+2=" in o200k_base.
    tokens = [17, 10, 17, 28]
    one = api.run(continue_text(tokens, temperature=0, echo=True, max_tokens=0))
    assert one.choices[0].text == "2+2="
    assert one.usage.prompt_tokens == 4
    several = api.run(continue_text([tokens, tokens], temperature=0))
    assert len(several.choices) == 2 and several.usage.prompt_tokens == 8


def test_echo(api):
    done = api.run(continue_text(PROMPT, echo=True))
    assert done.choices[0].text.startswith(PROMPT) and "391" in done.choices[0].text


def test_logprobs(api):
    choice = api.run(continue_text(PROMPT, logprobs=2, temperature=0)).choices[0]
    found = choice.logprobs
    assert "".join(found.tokens) == choice.text
    assert len(found.tokens) == len(found.token_logprobs) == len(found.top_logprobs) == len(found.text_offset)
    assert found.text_offset[0] == len(PROMPT)
    assert all(value <= 0 for value in found.token_logprobs)
    assert all(1 <= len(tops) <= 3 for tops in found.top_logprobs)


def test_echo_scores_the_prompt(api):
    choice = api.run(continue_text("one two three", echo=True, logprobs=0, max_tokens=0)).choices[0]
    assert choice.text == "one two three" and choice.finish_reason == "length"
    found = choice.logprobs
    assert "".join(found.tokens) == "one two three"
    assert found.token_logprobs[0] is None and all(value < 0 for value in found.token_logprobs[1:])
    assert found.text_offset == [0, 3, 7]


def test_best_of(api):
    done = api.run(continue_text("Hello", best_of=5, n=2, seed=1, temperature=1.5, max_tokens=30))
    assert len(done.choices) == 2
    single = api.run(continue_text("Hello", n=1, seed=1, temperature=1.5, max_tokens=30))
    assert done.usage.completion_tokens > single.usage.completion_tokens, "every candidate is counted"


def test_suffix(api):
    done = api.run(continue_text("17 * 23 =", suffix=" is the product.", max_tokens=20))
    assert done.choices[0].text


def test_stop(api):
    done = api.run(continue_text(PROMPT, stop=["391"], temperature=0))
    assert "391" not in done.choices[0].text and done.choices[0].finish_reason == "stop"


def test_seed_and_penalties(api):
    options = dict(seed=3, temperature=1.2, presence_penalty=0.5, frequency_penalty=0.5, max_tokens=30)
    texts = {api.run(continue_text("Hello", **options)).choices[0].text for _ in range(2)}
    assert len(texts) == 1


def test_logit_bias(client):
    done = continue_text("Hello", temperature=0, max_tokens=2, logit_bias={"9906": 100}, logprobs=0)(client)
    assert len(set(done.choices[0].logprobs.tokens)) == 1


def test_user_and_model_names(api):
    done = api.run(continue_text(PROMPT, model="gpt-3.5-turbo-instruct", user="ada"))
    assert "391" in done.choices[0].text


def test_stream(api):
    chunks = api.events(continue_text("Who are you?", stream=True, seed=7, max_tokens=40))
    whole = api.run(continue_text("Who are you?", seed=7, max_tokens=40)).choices[0]
    assert "".join(chunk.choices[0].text for chunk in chunks) == whole.text
    assert chunks[-1].choices[0].finish_reason == whole.finish_reason
    assert {chunk.object for chunk in chunks} == {"text_completion"}


def test_stream_usage(api):
    options = dict(seed=7, max_tokens=40, stream_options={"include_usage": True}, stream=True)
    chunks = api.events(continue_text("Who are you?", **options))
    whole = api.run(continue_text("Who are you?", seed=7, max_tokens=40)).usage
    assert chunks[-1].choices == [] and chunks[-1].usage == whole


def test_stream_with_echo(api):
    chunks = api.events(continue_text(PROMPT, stream=True, echo=True))
    assert "".join(chunk.choices[0].text for chunk in chunks).startswith(PROMPT)


@pytest.mark.parametrize(
    ("options", "param"),
    [({"logprobs": 6}, "logprobs"), ({"best_of": 1, "n": 2}, "best_of"), ({"max_tokens": -1}, "max_tokens")],
)
def test_limits(client, options, param):
    import openai

    with pytest.raises(openai.BadRequestError) as caught:
        continue_text(PROMPT, model=MODEL, **options)(client)
    assert caught.value.param == param
