// What the scenarios of the official Node package share.
import OpenAI from 'openai';

export const BASE = process.env.CONFORMANCE_BASE_URL;
export const GUARDED = process.env.CONFORMANCE_GUARDED_URL;
export const LIMITED = process.env.CONFORMANCE_LIMITED_URL;
export const KEY = process.env.CONFORMANCE_API_KEY ?? 'sk-conformance';
export const MODEL = process.env.CONFORMANCE_MODEL ?? 'psycho-symbolic-v1';
export const EMBEDDING_MODEL = process.env.CONFORMANCE_EMBEDDING_MODEL ?? 'text-embedding-3-small';

export const connect = (options = {}) =>
  new OpenAI({ baseURL: BASE, apiKey: KEY, maxRetries: 0, timeout: 60_000, ...options });

export const client = connect();

export const user = (text) => [{ role: 'user', content: text }];

export const ask = (text, options = {}, via = client) =>
  via.chat.completions.create({ model: MODEL, messages: user(text), ...options });

export const all = async (events) => {
  const found = [];
  for await (const event of events) found.push(event);
  return found;
};

export const textOf = (chunks) =>
  chunks.flatMap((chunk) => chunk.choices.map((choice) => choice.delta.content ?? '')).join('');

export const WEATHER = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Get the current weather of a city',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string', description: 'The name of the city' } },
      required: ['city'],
      additionalProperties: false,
    },
  },
};
