// Legacy completions, embeddings, models, stored completions and errors.
import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import OpenAI, { toFile } from 'openai';
import { BASE, EMBEDDING_MODEL, GUARDED, KEY, LIMITED, MODEL, all, ask, client, connect, user } from './shared.mjs';

const embed = (input, options = {}) => client.embeddings.create({ model: EMBEDDING_MODEL, input, ...options });
const complete = (prompt, options = {}) => client.completions.create({ model: MODEL, prompt, ...options });
const dot = (one, other) => one.reduce((sum, value, at) => sum + value * other[at], 0);

test('a completion', async () => {
  const done = await complete('What is 17 * 23?');
  assert.equal(done.object, 'text_completion');
  assert.match(done.choices[0].text, /391/);
});

test('completions of several prompts', async () => {
  const done = await complete(['What is 2+2?', 'What is 3+3?'], { n: 2 });
  assert.deepEqual(done.choices.map((choice) => choice.index), [0, 1, 2, 3]);
});

test('completions with echo and logprobs', async () => {
  const [choice] = (await complete('one two', { echo: true, logprobs: 1, max_tokens: 0 })).choices;
  assert.equal(choice.text, 'one two');
  assert.equal(choice.logprobs.tokens.join(''), 'one two');
  assert.equal(choice.logprobs.token_logprobs[0], null);
});

test('completions of tokens', async () => {
  const [choice] = (await complete([17, 10, 17], { echo: true, max_tokens: 0 })).choices;
  assert.equal(choice.text, '2+2');
});

test('completions as a stream', async () => {
  const chunks = await all(await complete('Who are you?', { stream: true, seed: 3, max_tokens: 30 }));
  const whole = await complete('Who are you?', { seed: 3, max_tokens: 30 });
  assert.equal(chunks.map((chunk) => chunk.choices[0].text).join(''), whole.choices[0].text);
});

test('embeddings are decoded from base64 unasked', async () => {
  const [found] = (await embed('hello world')).data;
  const [floats] = (await embed('hello world', { encoding_format: 'float' })).data;
  assert.ok(Math.abs(dot(found.embedding, found.embedding) - 1) < 1e-3);
  assert.equal(found.embedding.length, floats.embedding.length);
  found.embedding.forEach((value, at) => assert.ok(Math.abs(value - floats.embedding[at]) < 1e-6));
});

test('embeddings as base64', async () => {
  const [found] = (await embed('hello', { encoding_format: 'base64' })).data;
  assert.equal(typeof found.embedding, 'string');
});

test('embeddings of several texts, shortened', async () => {
  const done = await embed(['cat', 'kitten', 'stock market'], { dimensions: 64 });
  assert.deepEqual(done.data.map((found) => [found.index, found.embedding.length]), [[0, 64], [1, 64], [2, 64]]);
});

test('embeddings of tokens', async () => {
  const [text] = (await embed('hello world')).data;
  const [tokens] = (await embed([15339, 1917])).data;
  assert.deepEqual(tokens.embedding, text.embedding);
});

test('models', async () => {
  const ids = (await all(client.models.list())).map((model) => model.id);
  assert.ok(ids.includes(MODEL));
  assert.equal((await client.models.retrieve(MODEL)).id, MODEL);
});

test('stored completions', async () => {
  const mark = `node-${process.pid}-${process.hrtime.bigint()}`;
  const made = [];
  for (const text of ['What is 1+1?', 'What is 2+2?', 'What is 3+3?']) {
    made.push((await ask(text, { store: true, metadata: { mark } })).id);
  }
  const listed = await all(client.chat.completions.list({ metadata: { mark }, limit: 2 }));
  assert.deepEqual(listed.map((one) => one.id), made);
  const changed = await client.chat.completions.update(made[0], { metadata: { mark: 'other' } });
  assert.deepEqual(changed.metadata, { mark: 'other' });
  const messages = await all(client.chat.completions.messages.list(made[1]));
  assert.deepEqual(messages.map((message) => message.content), ['What is 2+2?']);
  assert.ok((await client.chat.completions.delete(made[2])).deleted);
  await assert.rejects(client.chat.completions.retrieve(made[2]), OpenAI.NotFoundError);
});

test('usage', async () => {
  const start = Math.floor(Date.now() / 1000) - 86_400;
  const page = await client.get('/organization/usage/completions', { query: { start_time: start } });
  assert.equal(page.object, 'page');
});

for (const [options, param] of [
  [{ temperature: 3 }, 'temperature'],
  [{ n: 0 }, 'n'],
  [{ messages: [] }, 'messages'],
  [{ stop: ['1', '2', '3', '4', '5'] }, 'stop'],
  [{ response_format: { type: 'xml' } }, 'response_format'],
]) {
  test(`a wrong ${param} is named`, async () => {
    await assert.rejects(ask('Hello', options), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.ok(error.param.startsWith(param), error.param);
      assert.match(error.requestID, /^req_/);
      return true;
    });
  });
}

test('an unknown model', async () => {
  await assert.rejects(ask('Hello', { model: 'gpt-99' }), (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found');
});

test('a bad request fails before the stream', async () => {
  await assert.rejects(ask('Hello', { stream: true, top_p: 2 }), OpenAI.BadRequestError);
});

test('what is not served is a 404', async () => {
  const file = await toFile(Buffer.from('x'), 'x.wav');
  await assert.rejects(client.audio.transcriptions.create({ model: 'whisper-1', file }), OpenAI.NotFoundError);
});

test('a wrong key', { skip: !GUARDED && 'needs the guarded server' }, async () => {
  await assert.rejects(ask('Hello', {}, connect({ baseURL: GUARDED, apiKey: 'sk-wrong' })), OpenAI.AuthenticationError);
});

test('strict refuses unknown fields', { skip: !GUARDED && 'needs the guarded server' }, async () => {
  await assert.rejects(ask('Hello', { top_k: 1 }, connect({ baseURL: GUARDED })), (error) => error.code === 'unknown_parameter');
});

test('too many requests, and a retry that waits as told', { skip: !LIMITED && 'needs the limited server' }, async () => {
  const via = connect({ baseURL: LIMITED });
  const refusal = await (async () => {
    for (let tries = 0; tries < 400; tries += 1) {
      try {
        await ask('Hello', {}, via);
      } catch (error) {
        return error;
      }
    }
  })();
  assert.ok(refusal instanceof OpenAI.RateLimitError);
  assert.ok(Number(refusal.headers.get('retry-after')) >= 1);
  const done = await ask('What is 2+2?', {}, connect({ baseURL: LIMITED, maxRetries: 3 }));
  assert.match(done.choices[0].message.content, /4/);
});

test('no connection', async () => {
  const closed = net.createServer();
  await new Promise((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address();
  await new Promise((resolve) => closed.close(resolve));
  await assert.rejects(ask('Hello', {}, connect({ baseURL: `http://127.0.0.1:${port}/v1` })), OpenAI.APIConnectionError);
});

test('a timeout', async () => {
  const silent = net.createServer(() => {});
  await new Promise((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const via = connect({ baseURL: `http://127.0.0.1:${silent.address().port}/v1`, timeout: 200 });
  await assert.rejects(ask('Hello', {}, via), OpenAI.APIConnectionTimeoutError);
  silent.close();
  silent.closeAllConnections?.();
});

test('plain fetch gets floats', async () => {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ model: EMBEDDING_MODEL, input: 'hello' });
  const reply = await fetch(`${BASE}/embeddings`, { method: 'POST', headers, body });
  assert.equal(typeof (await reply.json()).data[0].embedding[0], 'number');
});

test('a request is aborted by its caller', async () => {
  const controller = new AbortController();
  controller.abort();
  const asked = client.chat.completions.create({ model: MODEL, messages: user('Hello') }, { signal: controller.signal });
  await assert.rejects(asked, OpenAI.APIUserAbortError);
});
