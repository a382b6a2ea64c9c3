"""Embeddings."""

import base64
import math
import struct

import openai
import pytest
from conftest import BASE, EMBEDDING_MODEL, KEY, embed


def cosine(one, other):
    return sum(a * b for a, b in zip(one, other))


def test_one_text(api):
    done = api.run(embed("The cat sat on the mat."))
    assert done.object == "list" and done.model
    found = done.data[0]
    assert (found.object, found.index) == ("embedding", 0)
    assert math.isclose(cosine(found.embedding, found.embedding), 1, abs_tol=1e-4)
    assert done.usage.prompt_tokens == done.usage.total_tokens == 7


def test_many_texts_keep_their_order(api):
    texts = ["cat", "stock market", "kitten"]
    done = api.run(embed(texts))
    assert [found.index for found in done.data] == [0, 1, 2]
    cat, market, kitten = (found.embedding for found in done.data)
    assert cosine(cat, kitten) > cosine(cat, market)
    alone = api.run(embed("stock market")).data[0].embedding
    assert alone == market


def test_tokens_stand_for_their_text(api):
    # "hello world" in cl100k_base, the encoding of the well-known embedding models.
    tokens = [15339, 1917]
    text, flat, nested = (
        api.run(embed(given)).data[0].embedding for given in ("hello world", tokens, [tokens])
    )
    assert text == flat == nested


def test_floats_and_base64_hold_the_same_numbers(api):
    floats = api.run(embed("hello", encoding_format="float")).data[0].embedding
    assert all(isinstance(value, float) for value in floats)
    packed = api.run(embed("hello", encoding_format="base64")).data[0].embedding
    raw = base64.b64decode(packed)
    assert list(struct.unpack(f"<{len(raw) // 4}f", raw)) == pytest.approx(floats, abs=1e-7)
    assert api.run(embed("hello")).data[0].embedding == pytest.approx(floats, abs=1e-7)


@pytest.mark.parametrize("dimensions", [1, 16, 64])
def test_dimensions(api, dimensions):
    short = api.run(embed("hello world", dimensions=dimensions)).data[0].embedding
    assert len(short) == dimensions
    assert math.isclose(cosine(short, short), 1, abs_tol=1e-4)


def test_the_shortened_vector_is_the_beginning_of_the_whole(client):
    whole = embed("hello world")(client).data[0].embedding
    short = embed("hello world", dimensions=8)(client).data[0].embedding
    norm = math.sqrt(sum(value * value for value in whole[:8]))
    assert short == pytest.approx([value / norm for value in whole[:8]], abs=1e-5)


def test_the_same_text_gives_the_same_vector(api):
    assert api.run(embed("again")).data[0].embedding == api.run(embed("again")).data[0].embedding


@pytest.mark.parametrize("given", ["", [], ["a", ""]])
def test_nothing_cannot_be_embedded(client, given):
    with pytest.raises(openai.BadRequestError) as caught:
        embed(given)(client)
    assert caught.value.param.startswith("input")


def test_too_many_dimensions_are_refused(client):
    with pytest.raises(openai.BadRequestError) as caught:
        embed("hello", dimensions=1_000_000)(client)
    assert caught.value.param == "dimensions"


def test_plain_http_gets_floats():
    import httpx2

    reply = httpx2.post(
        f"{BASE}/embeddings",
        json={"model": EMBEDDING_MODEL, "input": "hello"},
        headers={"authorization": f"Bearer {KEY}"},
    )
    assert isinstance(reply.json()["data"][0]["embedding"][0], float)
