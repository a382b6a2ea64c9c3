"""Tools: when they are called, with which arguments, and in which of the API's shapes."""

import json

import openai
import pydantic
import pytest
from conftest import REMINDER, WEATHER, ask, ask_all, function, user

TOOLS = [WEATHER, REMINDER]


def calls_of(done):
    return [(call.function.name, json.loads(call.function.arguments)) for call in done.choices[0].message.tool_calls]


def test_one_call(api):
    done = api.run(ask("What is the weather in Paris?", tools=TOOLS))
    choice = done.choices[0]
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content is None
    assert calls_of(done) == [("get_weather", {"city": "Paris"})]
    assert choice.message.tool_calls[0].id.startswith("call_")
    assert choice.message.tool_calls[0].type == "function"


def test_no_call_where_none_fits(api):
    choice = api.run(ask("What is 17 * 23?", tools=TOOLS)).choices[0]
    assert choice.finish_reason == "stop"
    assert choice.message.tool_calls is None
    assert "391" in choice.message.content


def test_parallel_calls(api):
    done = api.run(ask("What is the weather in Paris and in London?", tools=TOOLS))
    assert calls_of(done) == [("get_weather", {"city": "Paris"}), ("get_weather", {"city": "London"})]
    assert len({call.id for call in done.choices[0].message.tool_calls}) == 2


def test_parallel_calls_can_be_turned_off(api):
    done = api.run(ask("What is the weather in Paris and in London?", tools=TOOLS, parallel_tool_calls=False))
    assert len(calls_of(done)) == 1


def test_streamed_deltas(api):
    chunks = api.events(ask("What is the weather in Paris and in London?", tools=TOOLS, stream=True))
    deltas = [delta for chunk in chunks for delta in chunk.choices[0].delta.tool_calls or []]
    assert {delta.index for delta in deltas} == {0, 1}
    for index, city in enumerate(["Paris", "London"]):
        own = [delta for delta in deltas if delta.index == index]
        assert own[0].id and own[0].type == "function" and own[0].function.name == "get_weather"
        assert own[0].function.arguments == ""
        assert all(delta.id is None and delta.function.name is None for delta in own[1:])
        assert json.loads("".join(delta.function.arguments for delta in own)) == {"city": city}
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


def test_required(api):
    done = api.run(ask("What is the weather in Rome?", tools=TOOLS, tool_choice="required"))
    assert done.choices[0].finish_reason == "tool_calls"
    assert calls_of(done) == [("get_weather", {"city": "Rome"})]


def test_required_calls_even_where_nothing_fits(api):
    done = api.run(ask("Hello!", tools=TOOLS, tool_choice="required"))
    (name, arguments), = calls_of(done)
    assert name in {"get_weather", "set_reminder"}
    assert all(isinstance(value, str) for value in arguments.values()) and len(arguments) == 1


def test_named(api):
    named = {"type": "function", "function": {"name": "get_weather"}}
    done = api.run(ask("What is the weather in Rome?", tools=TOOLS, tool_choice=named))
    assert done.choices[0].finish_reason == "stop"
    assert calls_of(done) == [("get_weather", {"city": "Rome"})]


def test_named_calls_even_where_it_does_not_fit(api):
    named = {"type": "function", "function": {"name": "set_reminder"}}
    done = api.run(ask("Hello!", tools=TOOLS, tool_choice=named))
    assert [name for name, _ in calls_of(done)] == ["set_reminder"]


def test_none(api):
    choice = api.run(ask("What is the weather in Rome?", tools=TOOLS, tool_choice="none")).choices[0]
    assert choice.message.tool_calls is None and choice.message.content


def test_allowed_tools(api):
    allowed = {
        "type": "allowed_tools",
        "allowed_tools": {"mode": "auto", "tools": [{"type": "function", "function": {"name": "set_reminder"}}]},
    }
    choice = api.run(ask("What is the weather in Rome?", tools=TOOLS, tool_choice=allowed)).choices[0]
    assert choice.message.tool_calls is None


def test_allowed_tools_of_which_one_must_be_called(api):
    allowed = {
        "type": "allowed_tools",
        "allowed_tools": {"mode": "required", "tools": [{"type": "function", "function": {"name": "get_weather"}}]},
    }
    done = api.run(ask("What is the weather in Rome?", tools=TOOLS, tool_choice=allowed))
    assert calls_of(done) == [("get_weather", {"city": "Rome"})]


def test_custom_tool(api):
    tool = {"type": "custom", "custom": {"name": "run_code", "description": "Runs a line of code"}}
    choice = {"type": "custom", "custom": {"name": "run_code"}}
    done = api.run(ask("Run print(1)", tools=[tool], tool_choice=choice))
    call = done.choices[0].message.tool_calls[0]
    assert call.type == "custom" and call.custom.name == "run_code"
    assert "print(1)" in call.custom.input


def test_custom_tool_with_a_grammar(api):
    form = {"type": "grammar", "grammar": {"syntax": "regex", "definition": r"\d{4}-\d{2}-\d{2}"}}
    tool = {"type": "custom", "custom": {"name": "pick_day", "description": "Picks a day", "format": form}}
    done = api.run(ask("Pick the day 2026-03-14", tools=[tool], tool_choice="required"))
    assert done.choices[0].message.tool_calls[0].custom.input == "2026-03-14"


def test_legacy_functions(api):
    done = api.run(ask("What is the weather in Paris?", functions=[WEATHER["function"]]))
    choice = done.choices[0]
    assert choice.finish_reason == "function_call"
    assert choice.message.tool_calls is None
    assert choice.message.function_call.name == "get_weather"
    assert json.loads(choice.message.function_call.arguments) == {"city": "Paris"}


def test_legacy_function_by_name(api):
    named = {"name": "get_weather"}
    done = api.run(ask("What is the weather in Oslo?", functions=[WEATHER["function"]], function_call=named))
    assert done.choices[0].finish_reason == "stop"
    assert json.loads(done.choices[0].message.function_call.arguments) == {"city": "Oslo"}


def test_legacy_function_call_none(api):
    done = api.run(ask("What is the weather in Paris?", functions=[WEATHER["function"]], function_call="none"))
    assert done.choices[0].message.function_call is None


def test_legacy_stream(api):
    chunks = api.events(ask("What is the weather in Paris?", functions=[WEATHER["function"]], stream=True))
    deltas = [chunk.choices[0].delta.function_call for chunk in chunks if chunk.choices[0].delta.function_call]
    assert deltas[0].name == "get_weather"
    assert json.loads("".join(delta.arguments or "" for delta in deltas)) == {"city": "Paris"}
    assert chunks[-1].choices[0].finish_reason == "function_call"


def test_the_round_of_a_call(api):
    messages = user("What is the weather in Paris?")
    first = api.run(ask_all(messages, tools=TOOLS)).choices[0].message
    messages.append(first.model_dump(exclude_none=True))
    result = {"temperature": 21, "sky": "clear"}
    messages.append({"role": "tool", "tool_call_id": first.tool_calls[0].id, "content": json.dumps(result)})
    choice = api.run(ask_all(messages, tools=TOOLS)).choices[0]
    assert choice.finish_reason == "stop"
    assert "21" in choice.message.content and "clear" in choice.message.content


def test_the_round_of_a_legacy_call(api):
    messages = user("How tall is the tower?")
    messages.append({"role": "assistant", "content": None, "function_call": {"name": "height", "arguments": "{}"}})
    messages.append({"role": "function", "name": "height", "content": '{"height": "330 m"}'})
    assert "330" in api.run(ask_all(messages)).choices[0].message.content


def test_typed_arguments(api):
    tool = function(
        "book_table",
        "Book a table at a restaurant",
        {"people": {"type": "integer"}, "outside": {"type": "boolean"}, "date": {"type": "string", "format": "date"}},
        required=["people"],
    )
    done = api.run(ask("Book a table for 4 people on 2026-03-14", tools=[tool]))
    (name, arguments), = calls_of(done)
    assert name == "book_table"
    assert arguments["people"] == 4 and arguments.get("date") == "2026-03-14"


def test_tools_without_parameters(api):
    tool = {"type": "function", "function": {"name": "list_users", "description": "List all users"}}
    assert calls_of(api.run(ask("List all users", tools=[tool]))) == [("list_users", {})]


def test_tool_by_model(api):
    class GetWeather(pydantic.BaseModel):
        """Get the current weather of a city"""

        city: str

    tool = openai.pydantic_function_tool(GetWeather)
    done = api.run(
        lambda client: client.chat.completions.parse(
            model="psycho-symbolic-v1", messages=user("What is the weather in Paris?"), tools=[tool]
        )
    )
    call = done.choices[0].message.tool_calls[0]
    assert call.function.parsed_arguments == GetWeather(city="Paris")


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"tool_choice": "required"}, "tool_choice"),
        ({"tools": TOOLS, "tool_choice": {"type": "function", "function": {"name": "x"}}}, "tool_choice"),
        ({"tools": [{"type": "function", "function": {"name": "a b"}}]}, "tools[0].function.name"),
    ],
)
def test_wrong_tools_are_refused(client, options, param):
    with pytest.raises(openai.BadRequestError) as caught:
        ask("Hello", **options)(client)
    assert caught.value.param.startswith(param)


def test_a_result_without_its_call_is_refused(client):
    messages = user("Hello") + [{"role": "tool", "tool_call_id": "call_1", "content": "x"}]
    with pytest.raises(openai.BadRequestError, match="must be a response to a preceeding message"):
        ask_all(messages)(client)


def test_a_call_without_its_result_is_refused(client):
    call = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    messages = [*user("Hello"), {"role": "assistant", "tool_calls": [call]}, *user("And?")]
    with pytest.raises(openai.BadRequestError, match="must be followed by tool messages"):
        ask_all(messages)(client)
