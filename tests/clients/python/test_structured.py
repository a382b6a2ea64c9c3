"""Structured outputs: `response_format`, `.parse()` and the helper's parsed events."""

import enum
import json
from typing import List, Optional, Union

import openai
import pydantic
import pytest
from conftest import MODEL, ask, user


class Person(pydantic.BaseModel):
    name: str
    age: int


class Result(pydantic.BaseModel):
    answer: int


class Colour(enum.Enum):
    red = "red"
    green = "green"


class Line(pydantic.BaseModel):
    text: str
    number: float


class Invoice(pydantic.BaseModel):
    """A form with every kind of member that strict schemas allow."""

    customer: Person
    lines: List[Line]
    colour: Colour
    paid: bool
    note: Optional[str]
    code: Union[int, str]


def parse(text, form, **options):
    return lambda client: client.chat.completions.parse(
        model=MODEL, messages=user(text), response_format=form, **options
    )


def test_parse(api):
    message = api.run(parse("What is 17 * 23?", Result)).choices[0].message
    assert message.refusal is None
    assert message.parsed == Result(answer=391)
    assert json.loads(message.content) == {"answer": 391}


def test_what_was_told_fills_the_form(api):
    message = api.run(parse("My name is Ada and I am 36 years old.", Person)).choices[0].message
    assert message.parsed == Person(name="Ada", age=36)


def test_an_example_of_a_large_form(api):
    message = api.run(parse("Make an example of an invoice in this form.", Invoice)).choices[0].message
    assert isinstance(message.parsed, Invoice)
    assert list(json.loads(message.content)) == ["customer", "lines", "colour", "paid", "note", "code"]


def test_the_helper_parses(api):
    events, final = api.helper(
        lambda client: client.chat.completions.stream(
            model=MODEL, messages=user("What is 17 * 23?"), response_format=Result
        )
    )
    done = next(event for event in events if event.type == "content.done")
    assert done.parsed == Result(answer=391)
    assert final.choices[0].message.parsed == Result(answer=391)
    # The helper parses what has come so far: a prefix of the number is a number too.
    partial = [event.parsed for event in events if event.type == "content.delta" and event.parsed]
    assert partial[-1] == {"answer": 391}


def test_json_object(api):
    done = api.run(ask("What is 17 * 23? Answer in JSON.", response_format={"type": "json_object"}))
    assert json.loads(done.choices[0].message.content) == {"answer": 391}


def test_json_object_of_asked_keys(api):
    text = "My name is Ada. I am 36 years old. Return it as JSON with the keys 'age' and 'name'."
    done = api.run(ask(text, response_format={"type": "json_object"}))
    assert json.loads(done.choices[0].message.content) == {"age": 36, "name": "Ada"}


def test_what_is_not_known_is_refused(api):
    schema = {
        "type": "object",
        "properties": {"winner": {"type": "string"}},
        "required": ["winner"],
        "additionalProperties": False,
    }
    form = {"type": "json_schema", "json_schema": {"name": "match", "schema": schema, "strict": True}}
    choice = api.run(ask("Who won the football match yesterday?", response_format=form)).choices[0]
    assert choice.message.content is None and choice.message.refusal
    assert choice.finish_reason == "stop"


def test_a_form_of_one_member_takes_the_answer(api):
    class Product(pydantic.BaseModel):
        product: int

    assert api.run(parse("What is 17 * 23?", Product)).choices[0].message.parsed == Product(product=391)


def test_schema_without_strict(api):
    schema = {"type": "object", "properties": {"answer": {"type": "integer"}}}
    form = {"type": "json_schema", "json_schema": {"name": "result", "schema": schema}}
    done = api.run(ask("What is 17 * 23?", response_format=form))
    assert json.loads(done.choices[0].message.content) == {"answer": 391}


def test_members_come_in_the_order_of_the_schema(api):
    schema = {
        "type": "object",
        "properties": {name: {"type": "integer"} for name in ["zebra", "answer", "mule"]},
        "required": ["zebra", "answer", "mule"],
        "additionalProperties": False,
    }
    form = {"type": "json_schema", "json_schema": {"name": "order", "schema": schema, "strict": True}}
    done = api.run(ask("What is 17 * 23?", response_format=form))
    assert list(json.loads(done.choices[0].message.content)) == ["zebra", "answer", "mule"]


def test_a_stream_of_json_spells_valid_json(api):
    schema = {"type": "object", "properties": {"answer": {"type": "integer"}}, "required": ["answer"]}
    form = {"type": "json_schema", "json_schema": {"name": "result", "schema": schema}}
    chunks = api.events(ask("What is 17 * 23?", response_format=form, stream=True))
    spelled = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert json.loads(spelled) == {"answer": 391}


def test_the_limit_of_length_is_told(api):
    with pytest.raises(openai.LengthFinishReasonError):
        api.run(parse("What is 17 * 23?", Result, max_tokens=2))


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}, "additionalProperties"),
        (
            {"type": "object", "properties": {"a": {"type": "string"}}, "required": [], "additionalProperties": False},
            "required",
        ),
        ({"type": "array", "items": {"type": "string"}}, "object"),
    ],
)
def test_a_schema_that_strict_forbids_is_refused(client, schema, message):
    form = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema, "strict": True}}
    with pytest.raises(openai.BadRequestError, match=message) as caught:
        ask("Hello", response_format=form)(client)
    assert caught.value.param == "response_format"


def test_json_object_wants_the_word(client):
    with pytest.raises(openai.BadRequestError, match="must contain the word 'json'"):
        ask("What is 2+2?", response_format={"type": "json_object"})(client)
