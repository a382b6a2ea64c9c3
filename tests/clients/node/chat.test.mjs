// Chat completions: whole and streamed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MODEL, all, ask, client, connect, GUARDED, textOf, user } from './shared.mjs';

const QUESTION = 'Who are you?';

test('an answer', async () => {
  const done = await ask('What is 17 * 23?');
  assert.equal(done.object, 'chat.completion');
  assert.match(done.id, /^chatcmpl-/);
  assert.match(done._request_id, /^req_/);
  const [choice] = done.choices;
  assert.equal(choice.finish_reason, 'stop');
  assert.equal(choice.message.role, 'assistant');
  assert.equal(choice.message.refusal, null);
  assert.ok(!('tool_calls' in choice.message));
  assert.match(choice.message.content, /391/);
  assert.equal(done.usage.total_tokens, done.usage.prompt_tokens + done.usage.completion_tokens);
});

test('what was told is recalled', async () => {
  const messages = [
    { role: 'developer', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text: 'My name is Ada.' }] },
    { role: 'assistant', content: 'Noted.' },
    { role: 'user', content: 'What is my name?' },
  ];
  const done = await client.chat.completions.create({ model: MODEL, messages });
  assert.match(done.choices[0].message.content, /Ada/);
});

test('several choices', async () => {
  const done = await ask('Hello', { n: 3, seed: 1 });
  assert.deepEqual(done.choices.map((choice) => choice.index), [0, 1, 2]);
});

test('a seed fixes the draw', async () => {
  const draw = async () => (await ask('Hello', { n: 4, seed: 8, temperature: 1.4 })).choices.map((c) => c.message.content);
  assert.deepEqual(await draw(), await draw());
});

test('logprobs spell the answer', async () => {
  const [choice] = (await ask('Hello', { logprobs: true, top_logprobs: 2 })).choices;
  assert.equal(choice.logprobs.content.map((entry) => entry.token).join(''), choice.message.content);
  assert.ok(choice.logprobs.content.every((entry) => entry.top_logprobs.length === 2));
});

test('length', async () => {
  const done = await ask(QUESTION, { max_completion_tokens: 3 });
  assert.equal(done.choices[0].finish_reason, 'length');
  assert.equal(done.usage.completion_tokens, 3);
});

test('stop', async () => {
  const done = await ask('What is 17 * 23?', { stop: '391' });
  assert.ok(!done.choices[0].message.content.includes('391'));
});

test('the raw response', async () => {
  const raw = await ask('What is 2+2?').asResponse();
  assert.equal(raw.status, 200);
  assert.equal(raw.headers.get('openai-version'), '2020-10-01');
  assert.match((await raw.json()).choices[0].message.content, /4/);
});

test('data and response together', async () => {
  const { data, response, request_id } = await ask('What is 2+2?').withResponse();
  assert.equal(response.headers.get('x-request-id'), request_id);
  assert.match(data.choices[0].message.content, /4/);
});

test('unknown parameters are named', async () => {
  const raw = await ask('Hello', { top_k: 4 }).asResponse();
  assert.equal(raw.headers.get('x-psycho-symbolic-unknown-parameters'), 'top_k');
});

test('a stream', async () => {
  const chunks = await all(await ask(QUESTION, { stream: true, seed: 9 }));
  assert.ok(chunks.length > 4);
  assert.equal(new Set(chunks.map((chunk) => chunk.id)).size, 1);
  assert.equal(chunks[0].choices[0].delta.role, 'assistant');
  assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
  assert.ok(chunks.every((chunk) => !('usage' in chunk)));
  assert.equal(textOf(chunks), (await ask(QUESTION, { seed: 9 })).choices[0].message.content);
});

test('the usage of a stream', async () => {
  const chunks = await all(await ask(QUESTION, { stream: true, seed: 9, stream_options: { include_usage: true } }));
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.deepEqual(chunks.at(-1).usage, (await ask(QUESTION, { seed: 9 })).usage);
  assert.ok(chunks.slice(0, -1).every((chunk) => chunk.usage === null));
});

test('a stream as a web stream and back', async () => {
  const stream = await ask(QUESTION, { stream: true });
  const lines = (await new Response(stream.toReadableStream()).text()).trim().split('\n');
  assert.ok(lines.every((line) => JSON.parse(line).object === 'chat.completion.chunk'));
});

test('a stream split in two', async () => {
  const [left, right] = (await ask(QUESTION, { stream: true })).tee();
  assert.equal(textOf(await all(left)), textOf(await all(right)));
});

test('a stream is left', { skip: !GUARDED && 'needs the paced server' }, async () => {
  const via = connect({ baseURL: GUARDED });
  const stream = await ask(QUESTION, { stream: true }, via);
  let seen = 0;
  for await (const _ of stream) {
    seen += 1;
    if (seen === 2) stream.controller.abort();
  }
  assert.equal(seen, 2);
  assert.match((await ask('What is 2+2?', {}, via)).choices[0].message.content, /4/);
});

test('a stream is broken off by its reader', async () => {
  const stream = await ask(QUESTION, { stream: true });
  for await (const _ of stream) break;
  assert.ok(stream.controller.signal.aborted);
});

test('events of the helper', async () => {
  const seen = [];
  const stream = client.chat.completions
    .stream({ model: MODEL, messages: user(QUESTION), seed: 9, stream_options: { include_usage: true } })
    .on('connect', () => seen.push('connect'))
    .on('chunk', () => seen.push('chunk'))
    .on('content', (delta, snapshot) => assert.ok(snapshot.endsWith(delta)))
    .on('content.delta', () => seen.push('content.delta'))
    .on('content.done', () => seen.push('content.done'))
    .on('message', () => seen.push('message'))
    .on('end', () => seen.push('end'));
  const final = await stream.finalChatCompletion();
  for (const kind of ['connect', 'chunk', 'content.delta', 'content.done', 'message', 'end']) assert.ok(seen.includes(kind), kind);
  const whole = await ask(QUESTION, { seed: 9 });
  assert.equal(final.choices[0].message.content, whole.choices[0].message.content);
  assert.equal(await stream.finalContent(), whole.choices[0].message.content);
  assert.deepEqual(await stream.totalUsage(), {
    completion_tokens: whole.usage.completion_tokens,
    prompt_tokens: whole.usage.prompt_tokens,
    total_tokens: whole.usage.total_tokens,
  });
});

test('the helper is aborted', { skip: !GUARDED && 'needs the paced server' }, async () => {
  const stream = connect({ baseURL: GUARDED }).chat.completions.stream({ model: MODEL, messages: user(QUESTION) });
  stream.once('content', () => stream.abort());
  await assert.rejects(stream.done(), (error) => error.constructor.name === 'APIUserAbortError');
});
