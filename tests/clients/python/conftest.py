"""What the scenarios of the official Python package share: clients, servers, and one face for sync and async."""

import asyncio
import os

import openai
import pytest

BASE = os.environ["CONFORMANCE_BASE_URL"]
KEY = os.environ.get("CONFORMANCE_API_KEY", "sk-conformance")
MODEL = os.environ.get("CONFORMANCE_MODEL", "psycho-symbolic-v1")
EMBEDDING_MODEL = os.environ.get("CONFORMANCE_EMBEDDING_MODEL", "text-embedding-3-small")


class Sync:
    """The blocking client."""

    def __init__(self):
        self.client = openai.OpenAI(base_url=BASE, api_key=KEY, max_retries=0, timeout=60)

    def run(self, call):
        """Makes the call that the function describes and returns what it gives."""
        return call(self.client)

    def events(self, call):
        """Makes a streaming call and returns all its events."""
        return list(call(self.client))

    def helper(self, call):
        """Makes a call of the `stream()` helper; returns its events and its final completion."""
        with call(self.client) as stream:
            return list(stream), stream.get_final_completion()

    def items(self, call):
        """Every object of a paged list, over all pages."""
        return list(call(self.client))


class Async:
    """The asyncio client, driven by a loop of its own."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.client = openai.AsyncOpenAI(base_url=BASE, api_key=KEY, max_retries=0, timeout=60)

    def run(self, call):
        return self.loop.run_until_complete(call(self.client))

    def events(self, call):
        async def collect():
            return [event async for event in await call(self.client)]

        return self.loop.run_until_complete(collect())

    def helper(self, call):
        async def collect():
            async with call(self.client) as stream:
                return [event async for event in stream], await stream.get_final_completion()

        return self.loop.run_until_complete(collect())

    def items(self, call):
        async def collect():
            return [item async for item in call(self.client)]

        return self.loop.run_until_complete(collect())


@pytest.fixture(scope="session")
def sync():
    return Sync()


@pytest.fixture(scope="session")
def both():
    return {"sync": Sync(), "async": Async()}


@pytest.fixture(params=["sync", "async"])
def api(request, both):
    """Each scenario that takes this runs twice: with the blocking and with the asyncio client."""
    return both[request.param]


@pytest.fixture(scope="session")
def client(sync):
    return sync.client


def server(role):
    """The address of a further server that the runner starts with other settings."""
    url = os.environ.get(f"CONFORMANCE_{role.upper()}_URL")
    if not url:
        pytest.skip(f"needs the runner's {role} server")
    return url


@pytest.fixture
def guarded():
    """A server that wants a key, refuses unknown fields, takes small bodies and paces its streams."""
    return server("guarded")


@pytest.fixture
def limited():
    """A server that serves few requests a minute."""
    return server("limited")


def user(text):
    return [{"role": "user", "content": text}]


def ask(text, **options):
    """A call of chat completions, for either client."""
    options.setdefault("model", MODEL)
    return lambda client: client.chat.completions.create(messages=user(text), **options)


def ask_all(messages, **options):
    options.setdefault("model", MODEL)
    return lambda client: client.chat.completions.create(messages=messages, **options)


def continue_text(prompt, **options):
    """A call of legacy completions, for either client."""
    options.setdefault("model", MODEL)
    return lambda client: client.completions.create(prompt=prompt, **options)


def embed(given, **options):
    """A call of embeddings, for either client."""
    options.setdefault("model", EMBEDDING_MODEL)
    return lambda client: client.embeddings.create(input=given, **options)


def text_of(chunks, index=0):
    """The text that the chunks of one choice spell."""
    return "".join(
        choice.delta.content or "" for chunk in chunks for choice in chunk.choices if choice.index == index
    )


def function(name, description, properties, required=None, **more):
    parameters = {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
        "additionalProperties": False,
    }
    return {
        "type": "function",
        "function": {"name": name, "description": description, "parameters": parameters, **more},
    }


WEATHER = function(
    "get_weather",
    "Get the current weather of a city",
    {"city": {"type": "string", "description": "The name of the city"}},
)
REMINDER = function(
    "set_reminder",
    "Set a reminder for a task",
    {"task": {"type": "string", "description": "What to be reminded of"}},
)
