"""Models, stored completions and usage: what can be listed."""

import time
import uuid

import httpx2
import openai
import pytest
from conftest import BASE, EMBEDDING_MODEL, KEY, MODEL, ask, embed, user


def stored(client, text, **metadata):
    return client.chat.completions.create(model=MODEL, messages=user(text), store=True, metadata=metadata)


def test_models(api):
    models = api.items(lambda client: client.models.list())
    ids = [model.id for model in models]
    assert MODEL in ids and "psycho-symbolic-v1-fast" in ids
    assert any("embed" in name for name in ids)
    assert {model.object for model in models} == {"model"}
    assert all(isinstance(model.created, int) and model.owned_by for model in models)


def test_one_model(api):
    for name in (MODEL, "gpt-4o-mini", EMBEDDING_MODEL):
        model = api.run(lambda client: client.models.retrieve(name))
        assert model.object == "model"


@pytest.mark.parametrize("name", ["no-such-model", "org/no/such", "ft:gpt-4o:acme::x"])
def test_no_such_model(api, name):
    with pytest.raises(openai.NotFoundError) as caught:
        api.run(lambda client: client.models.retrieve(name))
    assert caught.value.code == "model_not_found"


def test_stored_completion_is_kept(api, client):
    done = stored(client, "What is 2+2?", suite="kept")
    again = api.run(lambda client: client.chat.completions.retrieve(done.id))
    assert again.id == done.id and again.choices == done.choices and again.usage == done.usage
    assert again.metadata == {"suite": "kept"}


def test_what_is_not_stored_is_not_kept(api):
    done = api.run(ask("What is 2+2?"))
    with pytest.raises(openai.NotFoundError):
        api.run(lambda client: client.chat.completions.retrieve(done.id))


def test_stored_messages(api, client):
    messages = [{"role": "system", "content": "Be brief."}, *user("What is 2+2?")]
    done = client.chat.completions.create(model=MODEL, messages=messages, store=True)
    kept = api.items(lambda client: client.chat.completions.messages.list(done.id))
    assert [(message.role, message.content) for message in kept] == [
        ("system", "Be brief."),
        ("user", "What is 2+2?"),
    ]
    assert len({message.id for message in kept}) == 2


def test_metadata_can_be_changed(api, client):
    done = stored(client, "Hello", a="1")
    changed = api.run(lambda client: client.chat.completions.update(done.id, metadata={"b": "2"}))
    assert changed.metadata == {"b": "2"}
    assert client.chat.completions.retrieve(done.id).metadata == {"b": "2"}


def test_deletion(api, client):
    done = stored(client, "Hello")
    gone = api.run(lambda client: client.chat.completions.delete(done.id))
    assert (gone.object, gone.id, gone.deleted) == ("chat.completion.deleted", done.id, True)
    with pytest.raises(openai.NotFoundError):
        client.chat.completions.retrieve(done.id)


def test_pages(api, client):
    mark = uuid.uuid4().hex
    made = [stored(client, f"What is {n} + 1?", mark=mark).id for n in range(5)]

    def listed(**options):
        return api.items(
            lambda client: client.chat.completions.list(metadata={"mark": mark}, limit=2, **options)
        )

    assert [done.id for done in listed()] == made, "two a page, oldest first, over all pages"
    assert [done.id for done in listed(order="desc")] == made[::-1]
    assert [done.id for done in listed(after=made[2])] == made[3:]
    assert [done.id for done in listed(model=MODEL)] == made
    assert listed(model="psycho-symbolic-v1-fast") == []


def test_streams_are_stored_too(client):
    chunks = list(
        client.chat.completions.create(model=MODEL, messages=user("What is 2+2?"), store=True, stream=True)
    )
    assert "4" in client.chat.completions.retrieve(chunks[0].id).choices[0].message.content


def get(path, **query):
    reply = httpx2.get(f"{BASE}{path}", params=query, headers={"authorization": f"Bearer {KEY}"}, timeout=60)
    assert reply.status_code == 200, reply.text
    return reply.json()


@pytest.mark.parametrize("kind", ["completions", "embeddings"])
def test_usage_counts_what_was_asked(client, kind):
    path = f"/organization/usage/{kind}"
    start = int(time.time()) - 86_400

    def total():
        page = get(path, start_time=start, bucket_width="1d")
        assert page["object"] == "page" and page["has_more"] is False
        results = [result for bucket in page["data"] for result in bucket["results"]]
        assert all(result["object"] == f"organization.usage.{kind}.result" for result in results)
        return (
            sum(result["num_model_requests"] for result in results),
            sum(result["input_tokens"] for result in results),
        )

    before = total()
    usage = (ask("What is 2+2?") if kind == "completions" else embed("hello"))(client).usage
    assert total() == (before[0] + 1, before[1] + usage.prompt_tokens)


def test_usage_by_user(client):
    name = uuid.uuid4().hex
    usage = ask("What is 2+2?", user=name)(client).usage
    page = get(
        "/organization/usage/completions",
        start_time=int(time.time()) - 86_400,
        **{"group_by[]": ["user_id", "model"], "user_ids[]": name},
    )
    results = [result for bucket in page["data"] for result in bucket["results"]]
    assert [(one["user_id"], one["model"], one["input_tokens"], one["output_tokens"]) for one in results] == [
        (name, MODEL, usage.prompt_tokens, usage.completion_tokens)
    ]


def test_health_and_document():
    root = BASE.removesuffix("/v1")
    assert httpx2.get(f"{root}/health").json()["status"] == "ok"
    assert httpx2.get(f"{root}/readyz").status_code == 200
    paths = httpx2.get(f"{root}/openapi.json").json()["paths"]
    assert "/v1/chat/completions" in paths or "/chat/completions" in paths
    assert "psycho_symbolic_requests_total" in httpx2.get(f"{root}/metrics").text
