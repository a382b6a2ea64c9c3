"""LangChain's standard integration tests, and what its users do beyond them."""

import os

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAI, OpenAIEmbeddings
from langchain_tests.integration_tests import ChatModelIntegrationTests, EmbeddingsIntegrationTests
from pydantic import BaseModel

MODEL = os.environ.get("CONFORMANCE_MODEL", "psycho-symbolic-v1")
CONNECTION = {
    "base_url": os.environ["CONFORMANCE_BASE_URL"],
    "api_key": os.environ.get("CONFORMANCE_API_KEY", "sk-conformance"),
    "max_retries": 0,
    "timeout": 60,
}
EMBEDDING = {
    **{key: value for key, value in CONNECTION.items() if key != "timeout"},
    "model": os.environ.get("CONFORMANCE_EMBEDDING_MODEL", "text-embedding-3-small"),
}


class TestChat(ChatModelIntegrationTests):
    chat_model_class = ChatOpenAI
    chat_model_params = {**CONNECTION, "model": MODEL, "temperature": 0, "stream_usage": True}
    has_tool_calling = True
    has_tool_choice = True
    has_structured_output = True
    structured_output_kwargs = {}
    supports_json_mode = True
    supports_model_override = True
    model_override_value = "psycho-symbolic-v1-fast"
    returns_usage_metadata = True
    # There are no eyes and no ears, and nothing to record: the server is at hand.
    supports_image_inputs = False
    enable_vcr_tests = False


class TestChatByFunctions(TestChat):
    """The same with structured output by way of a function that must be called."""

    structured_output_kwargs = {"method": "function_calling"}


class TestEmbeddings(EmbeddingsIntegrationTests):
    embeddings_class = OpenAIEmbeddings
    embedding_model_params = {**EMBEDDING, "check_embedding_ctx_length": False}


@pytest.fixture
def model():
    return ChatOpenAI(**CONNECTION, model=MODEL, temperature=0)


@tool
def get_weather(city: str) -> str:
    """Get the current weather of a city"""
    return f"It is 21 degrees and clear in {city}."


def test_chain(model):
    prompt = ChatPromptTemplate.from_messages([("system", "Be brief."), ("human", "{question}")])
    assert "391" in (prompt | model | StrOutputParser()).invoke({"question": "What is 17 * 23?"})


def test_memory_of_the_dialogue(model):
    messages = [
        SystemMessage("Be brief."),
        HumanMessage("My name is Ada."),
        AIMessage("Noted."),
        HumanMessage("What is my name?"),
    ]
    assert "Ada" in model.invoke(messages).content


def test_round_of_a_tool(model):
    with_tools = model.bind_tools([get_weather])
    messages = [HumanMessage("What is the weather in Paris?")]
    answer = with_tools.invoke(messages)
    assert [(call["name"], call["args"]) for call in answer.tool_calls] == [("get_weather", {"city": "Paris"})]
    messages.append(answer)
    messages += [
        ToolMessage(get_weather.invoke(call["args"]), tool_call_id=call["id"]) for call in answer.tool_calls
    ]
    last = with_tools.invoke(messages)
    assert "21" in last.content and not last.tool_calls


def test_strict_structured_output(model):
    class Result(BaseModel):
        """The result of a calculation"""

        answer: int

    strict = model.with_structured_output(Result, method="json_schema", strict=True)
    assert strict.invoke("What is 17 * 23?") == Result(answer=391)


def test_logprobs_and_metadata(model):
    answer = model.bind(logprobs=True, top_logprobs=2).invoke("Hello")
    meta = answer.response_metadata
    assert "".join(entry["token"] for entry in meta["logprobs"]["content"]) == answer.content
    assert meta["finish_reason"] == "stop" and meta["system_fingerprint"]


def test_stop_and_length(model):
    assert "391" not in model.invoke("What is 17 * 23?", stop=["391"]).content
    short = model.bind(max_tokens=2).invoke("Who are you?")
    assert short.response_metadata["finish_reason"] == "length"


def test_legacy_completions():
    assert "391" in OpenAI(**CONNECTION, model=MODEL, temperature=0).invoke("What is 17 * 23?")


def test_embeddings_of_queries_and_documents():
    model = OpenAIEmbeddings(**EMBEDDING, check_embedding_ctx_length=False)
    query, (document, other) = model.embed_query("hello world"), model.embed_documents(["hello world", "tax law"])
    assert query == pytest.approx(document, abs=1e-6) and query != pytest.approx(other, abs=1e-2)
