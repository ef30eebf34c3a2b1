import { afterEach, describe, expect, it } from 'vitest';
import { COMPLETION, describeAnswerModel, partsOf, textOf } from '../contracts/answer-model.ts';
import { ANTHROPIC_JSON, ANTHROPIC_THINKING, LLAMACPP_STOP, OLLAMA_LENGTH } from '../support/anthropic-recordings.ts';
import { type Answer, orJson, replay, startModelServer } from '../support/model-server.ts';
import { KEY, openProviderModel, sse } from '../support/provider-model.ts';

const PATH = '/v1/messages';
const events = (...parts: string[]) => replay(200, 'text/event-stream; charset=utf-8', ...parts);
const text = (text: string) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
const end = (stop_reason: string, usage?: object) => ({ type: 'message_delta', delta: { stop_reason }, usage });
const start = (usage: object) => ({ type: 'message_start', message: { content: [], usage } });

for (const [name, recording] of [
  ['llama.cpp', LLAMACPP_STOP],
  ['Ollama', OLLAMA_LENGTH],
  ['Anthropic', ANTHROPIC_THINKING],
] as const) {
  describeAnswerModel(`${name} as recorded over messages`, async () => {
    const { host, close } = await startModelServer({ [PATH]: orJson(events(...recording), events(...ANTHROPIC_JSON)) });
    return { model: openProviderModel({ provider: 'ANTHROPIC', endpoint: host }), close };
  });
}

describe('a model that speaks messages', () => {
  let server: Awaited<ReturnType<typeof startModelServer>>;
  const serve = async (answer: Answer) => {
    server = await startModelServer({ [PATH]: answer });
    return openProviderModel({ provider: 'ANTHROPIC', endpoint: server.host, model: 'claude' });
  };
  afterEach(() => server.close());

  it('is sent the rules apart, the key in its header and a limit of tokens', async () => {
    const model = await serve(events(...ANTHROPIC_THINKING));
    await partsOf(model);
    const { headers, body } = await server.request(PATH);
    expect(headers).toMatchObject({ 'x-api-key': KEY, 'anthropic-version': '2023-06-01' });
    expect(headers).not.toHaveProperty('authorization');
    expect(body).toEqual({
      model: 'claude',
      stream: true,
      temperature: 0,
      max_tokens: 512,
      system: expect.stringContaining('numbered passages'),
      messages: [{ role: 'user', content: expect.stringMatching(/25 days of holiday.*How many days of holiday/s) }],
    });
    expect(model.id).toBe('anthropic:claude');
  });

  it.each(['', '/', '/v1', '/v1/'])('is found where its address ends with "%s"', async (ending) => {
    server = await startModelServer({ [PATH]: events(...LLAMACPP_STOP) });
    const model = openProviderModel({ provider: 'ANTHROPIC', endpoint: server.host + ending, apiKey: null });
    expect(textOf(await partsOf(model))).toBe('The capital of France is Paris.');
    expect((await server.request(PATH)).headers).not.toHaveProperty('x-api-key');
  });

  it.each([
    ['Anthropic, thinking', ANTHROPIC_THINKING, 'The capital of France is Paris.', 'stop', 127, 21],
    ['llama.cpp, of whose prompt a part was cached', LLAMACPP_STOP, 'The capital of France is Paris.', 'stop', 24, 8],
    [
      'Ollama, whose first count is a guess',
      OLLAMA_LENGTH,
      'The capital of France is Paris, also known as the City',
      'length',
      24,
      12,
    ],
  ] as const)(
    'streams the text alone, and says what it cost (%s)',
    async (_, recording, expected, reason, promptTokens, completionTokens) => {
      const parts = await partsOf(await serve(events(...recording)));
      expect(textOf(parts)).toBe(expected);
      expect(parts.at(-1)).toEqual({ type: 'finished', reason, promptTokens, completionTokens });
    },
  );

  it('counts what was read from the cache and put into it', async () => {
    const usage = { input_tokens: 500, cache_read_input_tokens: 60, cache_creation_input_tokens: 7 };
    const model = await serve(
      events(
        sse(
          start({ input_tokens: 1, output_tokens: 1 }),
          text('Yes.'),
          end('end_turn', { ...usage, output_tokens: 3 }),
        ),
      ),
    );
    expect((await partsOf(model)).at(-1)).toMatchObject({ promptTokens: 567, completionTokens: 3 });
  });

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
  ])('that ends for %s has finished with %s', async (reason, expected) => {
    const model = await serve(events(sse(text('Paris.'), end(reason), { type: 'message_stop' })));
    expect(await partsOf(model)).toEqual([
      { type: 'text', text: 'Paris.' },
      { type: 'finished', reason: expected },
    ]);
  });

  it('gives the text that a block begins with, and nothing behind the end', async () => {
    const block = (content_block: object) => ({ type: 'content_block_start', index: 0, content_block });
    const model = await serve(
      events(
        sse(
          block({ type: 'redacted_thinking', data: 'EmwKAhgB' }),
          block({ type: 'thinking', thinking: 'Hm', signature: '' }),
          block({ type: 'tool_use', id: 't', name: 'reply', input: {} }),
          block({ type: 'text', text: 'Pa' }),
          text('ris.'),
          end('end_turn'),
          text(' Lyon.'),
          end('max_tokens'),
          { type: 'message_stop' },
        ),
      ),
    );
    const parts = await partsOf(model);
    expect(textOf(parts)).toBe('Paris.');
    expect(parts.at(-1)).toMatchObject({ type: 'finished', reason: 'stop' });
  });

  it.each(['refusal', 'pause_turn', 'whatever'])('fails where it ends for %s', async (reason) => {
    const model = await serve(events(sse(text('Par'), end(reason), { type: 'message_stop' })));
    await expect(partsOf(model)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: 'The answer was withheld by the provider of claude. Ask the question in other words.',
    });
  });

  it('fails where the message stops without a reason', async () => {
    const model = await serve(events(sse(text('Par'), { type: 'message_stop' })));
    await expect(partsOf(model)).rejects.toMatchObject({
      message: expect.stringContaining('ended before the answer did'),
    });
  });

  it.each([
    ['overloaded_error', /is overloaded/],
    ['rate_limit_error', /is overloaded/],
    ['authentication_error', /refused the key/],
    ['not_found_error', /does not have the model claude/],
    ['api_error', /could not run claude/],
  ])('fails with the error event that its stream holds: %s', async (type, message) => {
    const event = `event: error\n${sse({ type: 'error', error: { type, message: 'Overloaded' } })}`;
    const model = await serve(events(sse(text('Par')), event));
    await expect(partsOf(model)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringMatching(message),
    });
  });

  it('is asked once more without a temperature that it does not take', async () => {
    const model = await serve((response, request) => {
      if (!('temperature' in request.body)) return events(...LLAMACPP_STOP)(response, request);
      const error = { type: 'invalid_request_error', message: '`temperature` is deprecated for this model.' };
      replay(400, 'application/json', JSON.stringify({ type: 'error', error }))(response, request);
    });
    await partsOf(model);
    await partsOf(model);
    expect(server.requests.map(({ body }) => body.temperature)).toEqual([0, undefined, undefined]);
  });

  it('is asked for JSON by a tool that it must use', async () => {
    const model = await serve(events(...ANTHROPIC_JSON));
    expect(await model.complete?.(COMPLETION, new AbortController())).toBe('{"answer": "no"}');
    expect((await server.request(PATH)).body).toMatchObject({
      max_tokens: 60,
      system: COMPLETION.system,
      messages: [{ role: 'user', content: COMPLETION.user }],
      tools: [{ name: 'reply', input_schema: COMPLETION.schema }],
      tool_choice: { type: 'tool', name: 'reply' },
    });
  });
});
