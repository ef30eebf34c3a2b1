import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { COMPLETION, describeAnswerModel, partsOf, REQUEST, textOf } from '../contracts/answer-model.ts';
import { type Answer, orJson, replay, startModelServer } from '../support/model-server.ts';
import { LLAMACPP_JSON, LLAMACPP_STOP, OLLAMA_LENGTH } from '../support/openai-recordings.ts';
import { KEY, openProviderModel, sse } from '../support/provider-model.ts';

const PATH = '/v1/chat/completions';
const events = (...parts: string[]) => replay(200, 'text/event-stream', ...parts);
const delta = (delta: object, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
});
const STOP = delta({}, 'stop');

for (const [name, recording] of [
  ['llama.cpp', LLAMACPP_STOP],
  ['Ollama', OLLAMA_LENGTH],
] as const) {
  describeAnswerModel(`${name} as recorded over chat completions`, async () => {
    const { host, close } = await startModelServer({ [PATH]: orJson(events(...recording), events(...LLAMACPP_JSON)) });
    return { model: openProviderModel({ endpoint: `${host}/v1` }), close };
  });
}

describe('a model that speaks chat completions', () => {
  let server: Awaited<ReturnType<typeof startModelServer>>;
  const serve = async (answer: Answer) => {
    server = await startModelServer({ [PATH]: answer });
    return openProviderModel({ endpoint: `${server.host}/v1` });
  };
  afterEach(() => server.close());
  const sent = () => server.requests.map(({ body }) => body);

  it('is sent the prompt, the key and what keeps its answers alike', async () => {
    const model = await serve(events(...LLAMACPP_STOP));
    await partsOf(model);
    const { headers, body } = await server.request(PATH);
    expect(headers).toMatchObject({ authorization: `Bearer ${KEY}`, 'content-type': 'application/json' });
    expect(body).toEqual({
      model: 'smollm2',
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
      seed: 1,
      max_tokens: 512,
      messages: [
        { role: 'system', content: expect.stringContaining('numbered passages') },
        { role: 'user', content: expect.stringMatching(/25 days of holiday.*How many days of holiday/s) },
      ],
    });
    expect(model.id).toBe('openai:smollm2');
  });

  it('is sent no key where there is none, and its address may end with a slash', async () => {
    server = await startModelServer({ [PATH]: events(...LLAMACPP_STOP) });
    await partsOf(openProviderModel({ endpoint: `${server.host}/v1/`, apiKey: null }));
    expect((await server.request(PATH)).headers).not.toHaveProperty('authorization');
  });

  it('streams the tokens, and says what they cost, from chunks after the finish (llama.cpp)', async () => {
    const parts = await partsOf(await serve(events(...LLAMACPP_STOP)));
    expect(textOf(parts)).toBe('The capital of France is Paris.');
    expect(parts).toHaveLength(8);
    expect(parts.at(-1)).toEqual({ type: 'finished', reason: 'stop', promptTokens: 24, completionTokens: 8 });
  });

  it('says that an answer was cut at the limit of tokens (Ollama)', async () => {
    const parts = await partsOf(await serve(events(...OLLAMA_LENGTH)));
    expect(textOf(parts)).toBe('The capital of France is Paris, also known as the City');
    expect(parts.at(-1)).toEqual({ type: 'finished', reason: 'length', promptTokens: 24, completionTokens: 12 });
  });

  it.each<[string, unknown[], object]>([
    [
      'whose content is null, empty or missing',
      [delta({ content: null }), delta({ content: '' }), delta({}), STOP],
      {},
    ],
    [
      'with its role first, or each time',
      [delta({ role: 'assistant' }), delta({ role: 'assistant', content: '' }), STOP],
      {},
    ],
    ['without a delta', [{ choices: [{ finish_reason: 'stop' }] }], {}],
    ['that think (DeepSeek, llama.cpp)', [delta({ reasoning_content: 'Hm, [1]?' }), STOP], {}],
    ['that think (Ollama, vLLM)', [delta({ reasoning: 'Hm.', content: '' }), STOP], {}],
    ['that think in parts', [delta({ reasoning_details: [{ text: 'Hm.' }], reasoning: null }), STOP], {}],
    ['that think within their content (Mistral)', [delta({ content: [{ type: 'thinking', thinking: [] }] }), STOP], {}],
    ['without choices', [{ object: 'chat.completion.chunk' }, { choices: null }, { choices: [] }, STOP], {}],
    [
      'with usage in the finish',
      [{ ...STOP, usage: { prompt_tokens: 600, completion_tokens: 4 } }],
      { promptTokens: 600, completionTokens: 4 },
    ],
    [
      'with usage in each, of which the last counts',
      [
        { ...delta({}), usage: { prompt_tokens: 500, completion_tokens: 0 } },
        STOP,
        { choices: [], usage: { prompt_tokens: 600, completion_tokens: 4 } },
        { choices: [], usage: null },
      ],
      { promptTokens: 600, completionTokens: 4 },
    ],
  ])('gives nothing for chunks %s', async (_, chunks, cost) => {
    const model = await serve(events(sse(delta({ content: 'Paris.' }), ...chunks, '[DONE]')));
    expect(await partsOf(model)).toEqual([
      { type: 'text', text: 'Paris.' },
      { type: 'finished', reason: 'stop', ...cost },
    ]);
  });

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['tool_calls', 'stop'],
    ['eos', 'stop'],
  ])('that finishes for %s has finished with %s, also without [DONE]', async (reason, expected) => {
    const model = await serve(events(sse(delta({ content: 'Paris.' }), delta({}, reason))));
    expect((await partsOf(model)).at(-1)).toMatchObject({ type: 'finished', reason: expected });
  });

  it.each<[string, unknown[], string]>([
    ['text', [delta({ content: ' Lyon.' })], 'stop'],
    ['another end', [delta({ content: ' Lyon.' }, 'length')], 'stop'],
    ['an error', [{ error: { message: 'gone' } }], 'stop'],
    ['the text of a second choice', [{ choices: [{ index: 1, delta: { content: 'Rome' } }] }], 'stop'],
  ])('takes nothing behind its end: %s', async (_, behind, reason) => {
    const last = delta({ content: 'ris.' }, 'stop');
    const model = await serve(events(sse(delta({ content: 'Pa' }), last, ...behind, '[DONE]')));
    const parts = await partsOf(model);
    expect(textOf(parts)).toBe('Paris.');
    expect(parts.at(-1)).toMatchObject({ type: 'finished', reason });
  });

  it('gives the first of several choices alone', async () => {
    const choice = (index: number, content: string) => ({ index, delta: { content }, finish_reason: null });
    const chunks = [
      { choices: [choice(1, 'Rome')] },
      { choices: [choice(1, ' it is'), choice(0, 'Paris.')] },
      { choices: [{ index: 1, delta: {}, finish_reason: 'stop' }] },
      delta({ content: ' Yes.' }),
    ];
    expect(textOf(await partsOf(await serve(events(sse(...chunks, STOP)))))).toBe('Paris. Yes.');
  });

  it('goes on where a reason says that there is none yet', async () => {
    const chunks = [delta({ content: 'Pa' }, 'null'), delta({ content: 'ris.' }, 'None'), STOP];
    expect(textOf(await partsOf(await serve(events(sse(...chunks)))))).toBe('Paris.');
  });

  it.each([
    ['error', delta({}, 'error')],
    ['abort', delta({}, 'abort')],
    ['insufficient_system_resource', delta({}, 'insufficient_system_resource')],
    ['an object that is an error', { object: 'error', message: 'CUDA error', code: 500 }],
  ])('fails where its server gives up: %s', async (_, chunk) => {
    const model = await serve(events(sse(delta({ content: 'Par' }), chunk, '[DONE]')));
    await expect(partsOf(model)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining('could not run smollm2'),
    });
  });

  it('says that its provider withheld an answer where the model refuses', async () => {
    const refusal = [delta({ refusal: 'I cannot' }), delta({ refusal: ' help.' }), STOP];
    await expect(partsOf(await serve(events(sse(...refusal, '[DONE]'))))).rejects.toMatchObject({
      message: expect.stringContaining('was withheld by the provider'),
    });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('is read where a proxy packs its stream: %s', async (encoding, pack) => {
    const model = await serve((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': encoding });
      response.end(pack(LLAMACPP_STOP.join('')));
    });
    expect(textOf(await partsOf(model))).toBe('The capital of France is Paris.');
  });

  it('gives what a proxy has packed as it comes', async () => {
    const model = await serve((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
      const pack = createGzip();
      pack.pipe(response);
      pack.write(sse(delta({ content: 'Paris.' })));
      pack.flush();
    });
    const leaving = new AbortController();
    for await (const part of model.stream(REQUEST, leaving)) {
      expect(part).toEqual({ type: 'text', text: 'Paris.' });
      break;
    }
    await (await server.request(PATH)).left;
  });

  it('was cut where what a proxy has packed ends in the middle', async () => {
    const packed = gzipSync(LLAMACPP_STOP.join(''));
    const model = await serve((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
      response.end(packed.subarray(0, packed.length / 2));
    });
    await expect(partsOf(model)).rejects.toMatchObject({
      message: expect.stringContaining('ended before the answer did'),
    });
  });

  it('says that its provider withheld an answer', async () => {
    const model = await serve(events(sse(delta({ content: 'Par' }), delta({}, 'content_filter'), '[DONE]')));
    await expect(partsOf(model)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: 'The answer was withheld by the provider of smollm2. Ask the question in other words.',
    });
  });

  it.each([
    [{ error: { message: 'CUDA out of memory', type: 'server_error', code: 500 } }, /could not run smollm2/],
    [{ error: { message: 'Slow down', code: 'rate_limit_exceeded' } }, /is overloaded/],
    [{ error: { message: 'Loading', code: 503 } }, /is overloaded/],
    [{ error: { message: 'No such key', code: 'invalid_api_key' } }, /refused the key/],
    [{ error: 'an error was encountered while running the model' }, /could not run smollm2/],
    [{ error: { weird: true } }, /could not run smollm2/],
  ])('fails with the error that its stream holds: %j', async (error, message) => {
    const model = await serve(events(sse(delta({ content: 'Par' }), error)));
    await expect(partsOf(model)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringMatching(message),
    });
  });

  describe('which does not take a field', () => {
    const refusing =
      (refuses: (body: Record<string, unknown>) => object | undefined): Answer =>
      (response, request) => {
        const error = refuses(request.body);
        if (error) replay(400, 'application/json', JSON.stringify({ error }))(response, request);
        else events(...LLAMACPP_STOP)(response, request);
      };
    const unsupported = (param: string) => ({
      message: `Unsupported parameter: '${param}' is not supported with this model.`,
      type: 'invalid_request_error',
      param,
      code: 'unsupported_parameter',
    });

    it.each(['temperature', 'seed', 'stream_options'])(
      'is asked once more without %s, and never sent it again',
      async (field) => {
        const model = await serve(refusing((body) => (field in body ? unsupported(field) : undefined)));
        await partsOf(model);
        await partsOf(model);
        expect(sent().map((body) => field in body)).toEqual([true, false, false]);
      },
    );

    it('is given the limit of tokens by its other name', async () => {
      const model = await serve(refusing((body) => ('max_tokens' in body ? unsupported('max_tokens') : undefined)));
      await partsOf(model);
      await partsOf(model);
      expect(sent().map((body) => body.max_completion_tokens)).toEqual([undefined, 512, 512]);
      expect(sent().map((body) => body.max_tokens)).toEqual([512, undefined, undefined]);
    });

    it('is asked without several that it refuses one by one', async () => {
      const fields = ['max_tokens', 'temperature', 'seed'];
      const model = await serve(
        refusing((body) => {
          const field = fields.find((name) => name in body);
          return field === undefined ? undefined : unsupported(field);
        }),
      );
      expect(textOf(await partsOf(model))).toMatch(/Paris/);
      expect(sent()).toHaveLength(4);
    });

    it('is understood where it names the field in words alone', async () => {
      const message = 'Extra inputs are not permitted: stream_options';
      const model = await serve(refusing((body) => ('stream_options' in body ? { message } : undefined)));
      expect(textOf(await partsOf(model))).toMatch(/Paris/);
    });

    it.each([unsupported('temperature'), unsupported('messages'), { message: 'temperature must be below 2' }])(
      'fails where it goes on refusing, or another field: %j',
      async (error) => {
        const model = await serve(refusing(() => error));
        await expect(partsOf(model)).rejects.toMatchObject({
          message: expect.stringContaining('could not run smollm2'),
        });
        expect(sent().length).toBeLessThanOrEqual(2);
      },
    );
  });

  it('gives the text among the pieces of a content', async () => {
    const pieces = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
      { type: 'text', text: 'Paris.' },
    ];
    expect(textOf(await partsOf(await serve(events(sse(delta({ content: pieces }), STOP)))))).toBe('Paris.');
  });

  it('is given room to think from the next question on where it thinks in its text', async () => {
    const thought = ['<thi', 'nk>Hm', '</think>Paris.'].map((content) => delta({ content }));
    const model = await serve(events(sse(...thought, STOP)));
    await partsOf(model);
    await partsOf(model);
    expect(sent().map((body) => body.max_tokens)).toEqual([512, 1_024]);
  });

  it('gives whole characters where its server cuts them', async () => {
    const model = await serve(events(sse(delta({ content: 'a \ud83d' }), delta({ content: '\ude00 z' }), STOP)));
    expect(await partsOf(model)).toEqual([
      { type: 'text', text: 'a ' },
      { type: 'text', text: '😀 z' },
      { type: 'finished', reason: 'stop' },
    ]);
  });

  it('is left where it goes on and on', async () => {
    const chunk = sse(delta({ content: 'word '.repeat(10_000) }));
    const model = await serve(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      while (!response.destroyed) await new Promise((resolve) => response.write(chunk, resolve));
    });
    const parts = await partsOf(model);
    expect(parts.at(-1)).toEqual({ type: 'finished', reason: 'length' });
    expect(textOf(parts).length).toBeLessThan(300_000);
    await (await server.request(PATH)).left;
  });

  it('warns once where a server has read less than half of the prompt', async () => {
    server = await startModelServer({
      [PATH]: events(
        sse(delta({ content: 'Paris.' }), { ...STOP, usage: { prompt_tokens: 20, completion_tokens: 2 } }),
      ),
    });
    const problems: string[] = [];
    const model = openProviderModel(
      { endpoint: `${server.host}/v1` },
      { onFailure: (problem) => problems.push(problem) },
    );
    await partsOf(model, REQUEST);
    await partsOf(model, REQUEST);
    expect(problems).toEqual([
      expect.stringMatching(/has read 20 of about \d{3} tokens of a prompt. If that is Ollama, choose it as ollama/),
    ]);
  });

  it.each([
    ['says so', [delta({ reasoning_content: 'Hm.' }), delta({}, 'length')]],
    [
      'counts it',
      [
        delta({}, 'length'),
        {
          choices: [],
          usage: { prompt_tokens: 900, completion_tokens: 9, completion_tokens_details: { reasoning_tokens: 9 } },
        },
      ],
    ],
  ])('is asked once more with more room where it only thought, and %s', async (_, thought) => {
    const model = await serve((response, request) => {
      const answer = request.body.max_tokens > 512 ? LLAMACPP_STOP : [sse(...thought, '[DONE]')];
      events(...answer)(response, request);
    });
    expect(textOf(await partsOf(model))).toBe('The capital of France is Paris.');
    await partsOf(model);
    expect(sent().map((body) => body.max_tokens)).toEqual([512, 1_024, 1_024]);
  });

  it('has finished at its limit where it only thinks, whatever the room', async () => {
    const model = await serve(events(sse(delta({ reasoning: 'Hm.' }), delta({}, 'length'), '[DONE]')));
    expect(await partsOf(model)).toEqual([{ type: 'finished', reason: 'length' }]);
    expect(sent()).toHaveLength(2);
  });

  it('is asked for JSON by the schema of its response', async () => {
    const model = await serve(events(...LLAMACPP_JSON));
    expect(await model.complete?.(COMPLETION, new AbortController())).toBe('{\n  "answer": "no"\n}');
    expect(sent()).toEqual([
      expect.objectContaining({
        max_tokens: 60,
        messages: [
          { role: 'system', content: COMPLETION.system },
          { role: 'user', content: COMPLETION.user },
        ],
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'reply', strict: true, schema: COMPLETION.schema },
        },
      }),
    ]);
  });

  it('is given room to think before its JSON once it is known to think', async () => {
    const model = await serve(
      orJson(events(sse(delta({ reasoning: 'Hm.' }), delta({ content: 'Paris.' }), STOP)), events(...LLAMACPP_JSON)),
    );
    await partsOf(model);
    await model.complete?.(COMPLETION, new AbortController());
    expect(sent().map((body) => body.max_tokens)).toEqual([512, 2_108]);
  });
});
