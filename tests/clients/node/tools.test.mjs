// Tools and structured outputs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zodFunction, zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { MODEL, WEATHER, all, ask, client, user } from './shared.mjs';

const args = (call) => JSON.parse(call.function.arguments);

test('a call', async () => {
  const [choice] = (await ask('What is the weather in Paris?', { tools: [WEATHER] })).choices;
  assert.equal(choice.finish_reason, 'tool_calls');
  assert.equal(choice.message.content, null);
  assert.deepEqual(args(choice.message.tool_calls[0]), { city: 'Paris' });
});

test('parallel calls', async () => {
  const [choice] = (await ask('What is the weather in Paris and in London?', { tools: [WEATHER] })).choices;
  assert.deepEqual(choice.message.tool_calls.map(args), [{ city: 'Paris' }, { city: 'London' }]);
});

test('streamed calls', async () => {
  const chunks = await all(await ask('What is the weather in Paris and in London?', { tools: [WEATHER], stream: true }));
  const spelled = ['', ''];
  for (const delta of chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? [])) {
    spelled[delta.index] += delta.function.arguments;
  }
  assert.deepEqual(spelled.map((text) => JSON.parse(text)), [{ city: 'Paris' }, { city: 'London' }]);
});

test('required, named and none', async () => {
  const choose = async (tool_choice) => (await ask('What is the weather in Rome?', { tools: [WEATHER], tool_choice })).choices[0];
  assert.equal((await choose('required')).finish_reason, 'tool_calls');
  assert.equal((await choose({ type: 'function', function: { name: 'get_weather' } })).finish_reason, 'stop');
  assert.ok(!(await choose('none')).message.tool_calls);
});

test('required where nothing fits', async () => {
  const [choice] = (await ask('Hello!', { tools: [WEATHER], tool_choice: 'required' })).choices;
  assert.equal(typeof args(choice.message.tool_calls[0]).city, 'string');
});

test('allowed tools', async () => {
  const tool_choice = {
    type: 'allowed_tools',
    allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'get_weather' } }] },
  };
  const [choice] = (await ask('What is the weather in Rome?', { tools: [WEATHER], tool_choice })).choices;
  assert.deepEqual(args(choice.message.tool_calls[0]), { city: 'Rome' });
});

test('custom tools', async () => {
  const tools = [{ type: 'custom', custom: { name: 'run_code', description: 'Runs a line of code' } }];
  const [choice] = (await ask('Run print(1)', { tools, tool_choice: 'required' })).choices;
  assert.equal(choice.message.tool_calls[0].type, 'custom');
  assert.match(choice.message.tool_calls[0].custom.input, /print\(1\)/);
});

test('legacy functions', async () => {
  const [choice] = (await ask('What is the weather in Paris?', { functions: [WEATHER.function] })).choices;
  assert.equal(choice.finish_reason, 'function_call');
  assert.deepEqual(JSON.parse(choice.message.function_call.arguments), { city: 'Paris' });
});

test('tools are run', async () => {
  const cities = [];
  const runner = client.chat.completions.runTools({
    model: MODEL,
    messages: user('What is the weather in Paris?'),
    tools: [
      {
        type: 'function',
        function: {
          ...WEATHER.function,
          parse: JSON.parse,
          function: ({ city }) => {
            cities.push(city);
            return { temperature: 21, sky: 'clear' };
          },
        },
      },
    ],
  });
  assert.match(await runner.finalContent(), /21/);
  assert.deepEqual(cities, ['Paris']);
  assert.equal((await runner.finalFunctionToolCall()).name, 'get_weather');
});

test('tools are run while streaming', async () => {
  const runner = client.chat.completions.runTools({
    model: MODEL,
    stream: true,
    messages: user('What is the weather in Oslo?'),
    tools: [
      {
        type: 'function',
        function: { ...WEATHER.function, parse: JSON.parse, function: ({ city }) => `-3 degrees in ${city}` },
      },
    ],
  });
  assert.match(await runner.finalContent(), /-3/);
});

test('a function described with zod', async () => {
  const tool = zodFunction({ name: 'get_weather', description: 'Get the current weather of a city', parameters: z.object({ city: z.string() }) });
  const done = await client.chat.completions.parse({ model: MODEL, messages: user('What is the weather in Paris?'), tools: [tool] });
  assert.deepEqual(done.choices[0].message.tool_calls[0].function.parsed_arguments, { city: 'Paris' });
});

test('a form described with zod', async () => {
  const form = zodResponseFormat(z.object({ answer: z.number().int() }), 'result');
  const done = await client.chat.completions.parse({ model: MODEL, messages: user('What is 17 * 23?'), response_format: form });
  assert.deepEqual(done.choices[0].message.parsed, { answer: 391 });
});

test('a form is filled with what was told', async () => {
  const form = zodResponseFormat(z.object({ name: z.string(), age: z.number() }), 'person');
  const done = await client.chat.completions.parse({ model: MODEL, messages: user('My name is Ada and I am 36 years old.'), response_format: form });
  assert.deepEqual(done.choices[0].message.parsed, { name: 'Ada', age: 36 });
});

test('an example of a large form', async () => {
  const Item = z.object({ text: z.string(), kind: z.enum(['a', 'b']), price: z.number().nullable() });
  const form = z.object({ title: z.string(), items: z.array(Item), done: z.boolean(), by: z.union([z.string(), z.null()]) });
  const done = await client.chat.completions.parse({
    model: MODEL,
    messages: user('Make an example in this form.'),
    response_format: zodResponseFormat(form, 'list'),
  });
  assert.ok(form.safeParse(done.choices[0].message.parsed).success);
});

test('the helper parses forms', async () => {
  const stream = client.chat.completions.stream({
    model: MODEL,
    messages: user('What is 17 * 23?'),
    response_format: zodResponseFormat(z.object({ answer: z.number() }), 'result'),
  });
  const parsed = new Promise((resolve) => stream.on('content.done', (event) => resolve(event.parsed)));
  const final = await stream.finalChatCompletion();
  assert.deepEqual(final.choices[0].message.parsed, { answer: 391 });
  assert.deepEqual(await parsed, { answer: 391 });
});

test('a JSON object', async () => {
  const done = await ask('What is 17 * 23? Answer in JSON.', { response_format: { type: 'json_object' } });
  assert.deepEqual(JSON.parse(done.choices[0].message.content), { answer: 391 });
});
