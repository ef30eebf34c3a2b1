import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../src/errors.ts';
import type { TrimmedPrompt } from '../../src/models/prompt-room.ts';
import type { ProviderOptions } from '../../src/models/provider-model.ts';
import { COMPLETION, partsOf, passage, REQUEST, textOf } from '../contracts/answer-model.ts';
import * as anthropic from '../support/anthropic-recordings.ts';
import { type Answer, orJson, replay, stall, startModelServer, unusedHost } from '../support/model-server.ts';
import * as openai from '../support/openai-recordings.ts';
import { KEY, openProviderModel } from '../support/provider-model.ts';
import { SELF_SIGNED } from '../support/self-signed.ts';

const json = 'application/json';
const sse = 'text/event-stream';

describe.each([
  { provider: 'OPENAI_COMPATIBLE', base: '/v1', path: '/chat/completions', recording: openai.LLAMACPP_STOP },
  { provider: 'ANTHROPIC', base: '', path: '/v1/messages', recording: anthropic.LLAMACPP_STOP },
] as const)('a model of $provider', ({ provider, base, path, recording }) => {
  const good = replay(200, sse, ...recording);
  let answer: Answer = good;
  let server: Awaited<ReturnType<typeof startModelServer>>;
  let problems: string[];
  beforeEach(async () => {
    problems = [];
    server = await startModelServer({ [base + path]: (response, request) => answer(response, request) });
  });
  afterEach(() => server.close());

  const open = (options: Partial<ProviderOptions> = {}, host = server.host) =>
    openProviderModel(
      { provider, endpoint: host + base },
      { onFailure: (problem) => void problems.push(problem), ...options },
    );
  /** The error of an answer, which never holds the key, wherever one looks. */
  const failure = async (model = open()): Promise<AppError> => {
    const error = await partsOf(model).catch((e) => e);
    expect(error).toBeInstanceOf(AppError);
    expect(problems).toHaveLength(1);
    const told = [error.message, error.stack, JSON.stringify(error.cause ?? ''), ...problems].join('\n');
    expect(told).not.toContain(KEY);
    expect(error.message).not.toContain('127.0.0.1');
    return error;
  };

  it.each<[string, number, string, RegExp, number]>([
    [
      'the key',
      401,
      `{"error":{"message":"Incorrect API key provided: ${KEY}","code":"invalid_api_key"}}`,
      /refused the key. Correct/,
      60,
    ],
    [
      'the key (llama.cpp)',
      401,
      '{"error":{"message":"Invalid API Key","type":"authentication_error","code":401}}',
      /refused the key/,
      60,
    ],
    [
      'what the key may do',
      403,
      `{"type":"error","error":{"type":"permission_error","message":"${KEY} may not"}}`,
      /refused the key/,
      60,
    ],
    [
      'a model (Ollama)',
      404,
      `{"error":{"message":"model 'nope' not found","type":"api_error","param":null,"code":null}}`,
      /the model smollm2, or nothing at \//,
      60,
    ],
    ['a path (Ollama)', 404, '404 page not found', /the model smollm2, or nothing at \//, 60],
    [
      'more questions for now',
      429,
      '{"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}}',
      /is overloaded/,
      5,
    ],
    ['work while it is overloaded', 503, '<html>busy</html>', /is overloaded/, 5],
    [
      'work while all are overloaded (Anthropic)',
      529,
      '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
      /is overloaded/,
      5,
    ],
    ['a method', 405, '', /no chat endpoint/, 60],
    ['what is behind it', 502, '<html>10.0.0.7 is down</html>', /does not answer/, 5],
    ['to wait any longer for what is behind it', 504, '<html>10.0.0.7</html>', /did not answer in time/, 60],
    ['to go on', 500, `{"error":{"message":"panic at ${KEY}"}}`, /could not run smollm2/, 10],
    [
      'for a reason of its own',
      400,
      '{"error":{"message":"no","type":"invalid_request_error"}}',
      /could not run smollm2/,
      10,
    ],
    ['in a word', 400, '"no"', /could not run smollm2/, 10],
    ['with a list (FastAPI)', 422, '{"detail":[{"loc":["body"],"msg":"field required"}]}', /could not run smollm2/, 10],
    ['with nothing', 418, '', /could not run smollm2/, 10],
  ])('says what to do when its server refuses %s', async (_, status, body, message, retryAfterSeconds) => {
    answer = replay(status, json, body);
    const error = await failure();
    expect(error).toMatchObject({ code: 'MODEL_UNAVAILABLE', details: { retryAfterSeconds } });
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/10\.0\.0\.7|hunter2/);
    expect(problems[0]).toContain(`smollm2 at ${server.host}${base}${path} failed: `);
    expect(server.requests).toHaveLength(1);
  });

  it('names the path that nothing is at', async () => {
    answer = replay(404, json, '');
    expect((await failure()).message).toContain(`nothing at ${path} behind`);
  });

  it('tells operators what the server said', async () => {
    answer = replay(500, json, '{"error":{"message":"CUDA out of memory"}}');
    await failure();
    expect(problems[0]).toMatch(/failed: CUDA out of memory$/);
  });

  it.each([`${'x'.repeat(490)}${KEY}`, `no ${KEY.toUpperCase()}`, `no ${KEY.slice(0, 9)}…`])(
    'tells operators no part of the key: %s',
    async (message) => {
      answer = replay(500, json, JSON.stringify({ error: { message } }));
      await failure();
      expect(problems[0]).toMatch(/\(key\)/);
      expect(problems[0]).not.toMatch(/sk-hunt/i);
    },
  );

  it.each([200, 500])('does not wait for the end of a page that has none (%i)', async (status) => {
    answer = (response) => {
      response.writeHead(status, { 'content-type': 'text/html' });
      const trickle = setInterval(() => response.write('x'), 50);
      response.once('close', () => clearInterval(trickle));
    };
    await failure();
  });

  it('is left when it thinks without an end', async () => {
    const event = base === '/v1' ? { choices: [{ delta: { reasoning: 'x' } }] } : { delta: { type: 'thinking_delta' } };
    const events = `data: ${JSON.stringify(event)}\n\n`.repeat(1_000);
    answer = async (response, { left }) => {
      response.writeHead(200, { 'content-type': sse });
      let isLeft = false;
      void left.then(() => {
        isLeft = true;
      });
      while (!isLeft) if (!response.write(events)) await Promise.race([once(response, 'drain'), left]);
    };
    expect((await partsOf(open())).at(-1)).toEqual({ type: 'finished', reason: 'length' });
  });

  it('has answered whatever it says of its tokens', async () => {
    const usage = { prompt_tokens: '12', completion_tokens: {}, input_tokens: '12', output_tokens: [] };
    answer = replay(
      200,
      sse,
      ...recording.map((event) => event.replace(/"usage":\{[^}]*\}/, `"usage":${JSON.stringify(usage)}`)),
    );
    expect((await partsOf(open())).at(-1)).toMatchObject({ type: 'finished', reason: 'stop' });
  });

  it.each([
    ['7', 7],
    ['0', 1],
    ['1.5', 2],
    [new Date(Date.now() + 86_400_000_000).toUTCString(), 86_400],
    ['whenever', 5],
  ])('is tried again after what the server says (%s)', async (retryAfter, seconds) => {
    answer = (response) => void response.writeHead(429, { 'retry-after': retryAfter }).end('{}');
    expect((await failure()).details.retryAfterSeconds).toBe(seconds);
  });

  it.each<[string, Answer]>([
    ['a page', replay(200, 'text/html', '<html>Log in</html>')],
    [
      'an answer in one piece',
      replay(200, json, '{"choices":[{"message":{"content":"Paris."},"finish_reason":"stop"}]}'),
    ],
    ['an error', replay(200, json, `{"error":{"message":"no ${KEY}"}}`)],
    ['nothing', (response) => void response.writeHead(204).end()],
  ])('is no chat endpoint where it answers with %s and success', async (_, page) => {
    answer = page;
    expect((await failure()).message).toBe(
      'There is no chat endpoint at the address of smollm2. Correct the address in the model settings, with its path.',
    );
  });

  it.each([401, 404, 405, 502])('is for the operator to mend where the operator has chosen it (%i)', async (status) => {
    answer = replay(status, json, '{}');
    expect((await failure(open({ chosenBy: 'OPERATOR' }))).message).toMatch(/ask the operator/i);
  });

  it.each([301, 302, 303, 307, 308])(
    'does not follow a redirection (%i), and sends the key nowhere else',
    async (status) => {
      const other = await startModelServer({ [base + path]: good });
      onTestFinished(other.close);
      answer = (response) => void response.writeHead(status, { location: `${other.host}${base}${path}` }).end();
      expect((await failure()).message).toMatch(/no chat endpoint/);
      expect(problems[0]).toContain(`It redirects to ${other.host}`);
      expect(other.requests).toEqual([]);
    },
  );

  it.each<[string, Answer]>([
    ['ends without a reason', replay(200, sse, ...recording.slice(0, 5))],
    ['ends at once', replay(200, sse)],
    [
      'is destroyed',
      (response) => {
        response.writeHead(200, { 'content-type': sse });
        response.write(recording.slice(0, 5).join(''), () => response.destroy());
      },
    ],
    ['is cut within an event', replay(200, sse, recording.join('').slice(0, 900))],
    ['holds broken JSON', replay(200, sse, ...recording.slice(0, 3), 'data: {"choices":[{"delta":{"content":"x"\n\n')],
    ['holds something else', replay(200, sse, ...recording.slice(0, 3), 'data: {"choices":7,"delta":8}\n\n')],
    ['is destroyed before its headers', (response) => void response.destroy()],
  ])('has not answered where its stream %s', async (_, cut) => {
    answer = cut;
    expect(await failure()).toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: 'The connection to smollm2 ended before the answer did. Try again in a moment.',
      details: { retryAfterSeconds: 5 },
    });
  });

  it.each<[string, Answer]>([
    [
      'is destroyed',
      (response) => {
        response.writeHead(200, { 'content-type': 'Text/Event-Stream' });
        response.write(recording.slice(0, -1).join(''), () => response.destroy());
      },
    ],
    ['stays open without a byte', stall(sse, ...recording.slice(0, -1))],
  ])('has answered where its connection %s after the reason', async (_, late) => {
    answer = late;
    const parts = await partsOf(open());
    expect(textOf(parts)).toBe('The capital of France is Paris.');
    expect(parts.at(-1)).toMatchObject({ type: 'finished', reason: 'stop' });
  });

  it('gives what came before the cut', async () => {
    answer = replay(200, sse, ...recording.slice(0, 5));
    const texts: string[] = [];
    const read = async () => {
      for await (const part of open().stream(REQUEST, new AbortController())) texts.push(textOf([part]));
    };
    await expect(read()).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(texts.join('')).toMatch(/^The capital/);
  });

  it('reads an answer that comes byte by byte, with CRLF and comments', async () => {
    const bytes = Buffer.from(
      `: OPENROUTER PROCESSING\r\n\r\n${recording.join(': ping\n\n').replaceAll('\n', '\r\n').replace(' Paris', ' 日本 😀')}`,
    );
    answer = async (response) => {
      response.writeHead(200, { 'content-type': sse });
      for (const byte of bytes) await new Promise((resolve) => response.write(Buffer.of(byte), resolve));
      response.end();
    };
    expect(textOf(await partsOf(open()))).toBe('The capital of France is 日本 😀.');
  });

  describe('whose context is smaller than was thought', () => {
    const passages = [0.9, 0.5].map((relevance) => passage(`Relevance ${relevance}. `.repeat(70), { relevance }));
    const refusals = [
      [
        'OpenAI',
        '{"error":{"message":"This model has a limit.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}',
      ],
      [
        'llama.cpp',
        '{"error":{"code":400,"message":"request (9031 tokens) is too much","type":"exceed_context_size_error","n_prompt_tokens":9031,"n_ctx":2048}}',
      ],
      [
        'Anthropic',
        '{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}',
      ],
      [
        'vLLM',
        `{"object":"error","message":"This model's maximum context length is 2048 tokens. However, you requested 2500 tokens (1988 in the messages, 512 in the completion).","type":"BadRequestError","param":"max_tokens","code":400}`,
      ],
      ['Ollama', '{"error":{"message":"the input length exceeds the context length","type":"api_error"}}'],
    ] as const;

    it.each(refusals)(
      'is asked once more with a third of the prompt, of which no passage is missing (%s)',
      async (_, refusal) => {
        answer = (response, request) =>
          (server.requests.length === 1 ? replay(400, json, refusal) : good)(response, request);
        const heard: TrimmedPrompt[] = [];
        const model = open({ onTrimmed: (trimmed) => heard.push(trimmed) });
        expect(textOf(await partsOf(model, { question: 'Which?', passages }))).toBe('The capital of France is Paris.');
        const [first, second, ...more] = server.requests.map(({ body }): string => body.messages.at(-1).content);
        expect(more).toEqual([]);
        expect(second?.length).toBeLessThan(first?.length ?? 0);
        for (const prompt of [first, second]) expect(prompt).toMatch(/Relevance 0\.9.*Relevance 0\.5/s);
        expect(heard).toEqual([{ model: 'smollm2', contextTokens: 2_048, droppedPassages: 0, cutPassages: true }]);
        expect(problems.filter((problem) => problem.includes('failed'))).toEqual([]);
      },
    );

    it.each(refusals)(
      'says so where that is too long as well, as trying again does not help (%s)',
      async (_, refusal) => {
        answer = replay(400, json, refusal);
        const asking = partsOf(open(), { question: 'Which?', passages });
        await expect(asking).rejects.toMatchObject({ code: 'TOO_LARGE', details: {} });
        await expect(asking).rejects.toThrow('The question and its passages are longer than smollm2 can read.');
        expect(server.requests).toHaveLength(2);
      },
    );

    it('is not asked where there is no room for a passage', async () => {
      const question = '多少天？'.repeat(500);
      await expect(partsOf(open(), { question, passages })).rejects.toMatchObject({ code: 'TOO_LARGE' });
      expect(server.requests).toEqual([]);
    });

    it('is sent the passages that fit, and it is said which were left out', async () => {
      const heard: TrimmedPrompt[] = [];
      const model = open({ onTrimmed: (trimmed) => heard.push(trimmed) });
      const many = [0.2, 0.9, 0.5].map((relevance) => passage(`Relevance ${relevance}. `.repeat(120), { relevance }));
      expect(await model.fit?.({ question: 'Which?', passages: many }, new AbortController())).toEqual([1]);
      expect(heard).toEqual([{ model: 'smollm2', contextTokens: 2_048, droppedPassages: 2, cutPassages: false }]);
    });
  });

  describe('that is still loaded', () => {
    const loading = replay(503, json, '{"error":{"message":"Loading model","type":"unavailable_error","code":503}}');

    it('is waited for', async () => {
      answer = (response, request) => (server.requests.length < 3 ? loading : good)(response, request);
      expect(textOf(await partsOf(open({ loading: { forMs: 60_000, everyMs: 1 } })))).toMatch(/Paris/);
      expect(server.requests).toHaveLength(3);
    });

    it('is not waited for without end', async () => {
      answer = loading;
      expect(await failure(open({ loading: { forMs: 20, everyMs: 1 } }))).toMatchObject({
        code: 'MODEL_UNAVAILABLE',
        message: 'smollm2 is still being loaded. Try again in a moment.',
      });
    });

    it('is left by a reader at once', async () => {
      answer = loading;
      const controller = new AbortController();
      const asking = partsOf(open({ loading: { forMs: 60_000, everyMs: 60_000 } }), REQUEST, controller.signal);
      await server.request(base + path);
      controller.abort();
      await expect(asking).rejects.toBe(controller.signal.reason);
    });
  });

  describe('that is asked for JSON', () => {
    const ask = (model = open()) => model.complete?.(COMPLETION, new AbortController());

    it.each<[string, Answer]>([
      ['refuses a schema', replay(400, json, '{"error":{"message":"smollm2 does not support tools"}}')],
      ['finds it wrong', replay(422, json, '{"detail":[{"msg":"Extra inputs are not permitted"}]}')],
      ['does not heed it', good],
    ])('is not asked again where it %s, but for answers', async (_, refusal) => {
      answer = orJson(good, refusal);
      const model = open();
      await expect(ask(model)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
      expect(model.complete).toBeUndefined();
      expect(textOf(await partsOf(model))).toMatch(/Paris/);
      expect(server.requests).toHaveLength(2);
    });

    it.each<[string, Answer, string]>([
      ['is overloaded', replay(503, json, '{}'), 'MODEL_UNAVAILABLE'],
      ['cuts its reply', replay(200, sse, ...recording.slice(0, 3)), 'MODEL_UNAVAILABLE'],
      ['writes nothing', replay(200, sse, ...recording.slice(-3)), 'MODEL_UNAVAILABLE'],
      [
        'finds the messages too long',
        replay(400, json, '{"error":{"message":"prompt is too long: 9 > 8"}}'),
        'TOO_LARGE',
      ],
    ])('may be asked again where it %s', async (_, passing, code) => {
      answer = passing;
      const model = open();
      await expect(ask(model)).rejects.toMatchObject({ code });
      expect(model.complete).toBeDefined();
    });
  });

  it.each([
    ['before its first word', stall(sse)],
    ['between two', stall(sse, ...recording.slice(0, 4))],
  ])('is given up %s when it is silent for longer than it is given', async (_, silent) => {
    answer = silent;
    const model = open({ route: { connectMs: 1_000, silenceMs: 300 } });
    expect((await failure(model)).message).toBe('The provider of smollm2 did not answer in time. Try again later.');
    await (await server.request(base + path)).left;
  });

  it('is free at once when its reader leaves, or aborts', async () => {
    answer = stall(sse, ...recording.slice(0, 4));
    for await (const _ of open().stream(REQUEST, new AbortController())) break;
    await (await server.request(base + path)).left;

    const controller = new AbortController();
    const parts = open().stream(REQUEST, controller)[Symbol.asyncIterator]();
    await parts.next();
    const next = parts
      .next()
      .then(() => parts.next())
      .then(() => parts.next());
    controller.abort();
    await expect(next).rejects.toBe(controller.signal.reason);
    await server.requests[1]?.left;
    expect(problems).toEqual([]);
  });

  it.each([
    ['nothing listens', unusedHost],
    ['there is no such name', async () => 'http://no-such-host.invalid:8000'],
  ])('is away where %s', async (_, place) => {
    expect((await failure(open({}, await place()))).message).toMatch(/^The provider of smollm2 does not answer/);
  });

  it('is given up where its server does not take the connection in time', async () => {
    // It never shakes hands.
    const mute = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void mute.close());
    await once(mute, 'listening');
    const host = `https://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const model = open({ route: { connectMs: 100, silenceMs: 60_000 } }, host);
    expect((await failure(model)).message).toMatch(/did not answer in time/);
  });

  it('says that a certificate is not trusted, and to the operator how it is', async () => {
    const secure = createTlsServer(SELF_SIGNED).listen(0, '127.0.0.1');
    onTestFinished(() => void secure.close());
    await once(secure, 'listening');
    const host = `https://127.0.0.1:${(secure.address() as AddressInfo).port}`;
    expect((await failure(open({}, host))).message).toMatch(/certificate .* is not trusted/);
    expect(problems[0]).toContain('NODE_EXTRA_CA_CERTS');
  });
});

it('a model of OLLAMA that has a key sends it, and tells nobody of it', async () => {
  const echo: Answer = (response, { headers }) => {
    const status = headers.authorization === `Bearer ${KEY}` ? 500 : 401;
    replay(status, json, JSON.stringify({ error: `not with ${headers.authorization}` }))(response, {} as never);
  };
  const server = await startModelServer({ '/api/show': echo });
  onTestFinished(server.close);
  for (const [apiKey, message] of [
    [KEY, /could not run smollm2/],
    ['sk-hunter3', /refuses the key/],
  ] as const) {
    const problems: string[] = [];
    const onFailure = (problem: string) => void problems.push(problem);
    const model = openProviderModel({ provider: 'OLLAMA', endpoint: server.host, apiKey }, { onFailure });
    const error = await partsOf(model).catch((e) => e);
    expect(error).toMatchObject({ code: 'MODEL_UNAVAILABLE', message: expect.stringMatching(message) });
    expect([error.stack, error.cause, ...problems].join()).not.toContain('hunter');
    expect(problems).toHaveLength(1);
  }
});

it.each(['OLLAMA', 'OPENAI_COMPATIBLE', 'ANTHROPIC'] as const)(
  'a model of %s is reached through the dispatcher that is given, and not past it',
  async (provider) => {
    const server = await startModelServer({});
    onTestFinished(server.close);
    const asked: string[] = [];
    const guard = new Agent({
      connect: (options, done) => {
        asked.push(`${options.hostname}:${options.port}`);
        done(new Error('Forbidden.'), null);
      },
    });
    const route = { connectMs: 1_000, silenceMs: 5_000, dispatcher: guard };
    const model = openProviderModel({ provider, endpoint: server.host }, { route });
    await expect(partsOf(model)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(new Set(asked)).toEqual(new Set([new URL(server.host).host]));
    expect(server.requests).toEqual([]);
  },
);
