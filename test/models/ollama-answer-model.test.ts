import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { createOllamaAnswerModel } from '../../src/models/ollama-answer-model.ts';
import { probeOllama } from '../../src/models/ollama-client.ts';
import { explainOllamaError } from '../../src/models/ollama-errors.ts';
import type { TrimmedPrompt } from '../../src/models/prompt-room.ts';
import { describeAnswerModel, partsOf, passage, REQUEST, textOf } from '../contracts/answer-model.ts';
import * as recorded from '../support/ollama-recordings.ts';
import {
  type Answer,
  behindBasicAuth,
  replay,
  replayThenHang,
  startOllamaServer,
  unusedHost,
} from '../support/ollama-server.ts';
import { SELF_SIGNED } from '../support/self-signed.ts';

const json = 'application/json; charset=utf-8';
const ndjson = 'application/x-ndjson';
const settings = { model: 'smollm2:135m', numCtx: 2_048 };

describeAnswerModel('recorded Ollama', async () => {
  const { host, close } = await startOllamaServer();
  return { model: createOllamaAnswerModel({ host, ...settings }), close };
});

describe('a chat model of Ollama', () => {
  const servers: Awaited<ReturnType<typeof startOllamaServer>>[] = [];
  const serve = async (answers: Record<string, Answer> = {}) => {
    const server = await startOllamaServer(answers);
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  const askChat = async (chat: Answer, model = settings.model) => {
    const { host } = await serve({ '/api/chat': chat });
    return partsOf(createOllamaAnswerModel({ host, ...settings, model }));
  };

  it('streams the tokens, and says what they cost', async () => {
    const parts = await askChat(replay(200, ndjson, ...recorded.CHAT_STOP));
    expect(textOf(parts)).toBe('The capital of France is Paris.');
    expect(parts).toHaveLength(8);
    expect(parts.at(-1)).toEqual({ type: 'finished', reason: 'stop', promptTokens: 16, completionTokens: 8 });
  });

  it('says that an answer was cut at the limit of tokens', async () => {
    const parts = await askChat(replay(200, ndjson, ...recorded.CHAT_LENGTH));
    expect(parts.at(-1)).toEqual({ type: 'finished', reason: 'length', promptTokens: 16, completionTokens: 6 });
  });

  it('reads lines that arrive in pieces, or several at once', async () => {
    const bytes = recorded.CHAT_STOP.join('');
    const parts = await askChat(replay(200, ndjson, bytes.slice(0, 70), bytes.slice(70, 400), bytes.slice(400)));
    expect(textOf(parts)).toBe('The capital of France is Paris.');
  });

  it('asks for the same answer each time, within a context that is named', async () => {
    const server = await serve();
    await partsOf(createOllamaAnswerModel({ host: server.host, ...settings }));
    const { body } = await server.request('/api/chat');
    expect(body).toMatchObject({
      model: 'smollm2:135m',
      stream: true,
      truncate: false,
      options: { temperature: 0, seed: 1, num_ctx: 2_048, num_predict: 512 },
    });
    expect(body).not.toHaveProperty('think');
    expect(body).not.toHaveProperty('keep_alive');
    expect(body.messages.at(-1).content).toMatch(/25 days of holiday.*How many days of holiday/s);
  });

  it('asks a small model to quote before it answers, and gives the answer', async () => {
    const pieces = [
      '{\n  "quote": "Every new employee gets ',
      '25 days of holiday a year.",\n  "ans',
      'wer": "25',
      ' days."\n}',
    ];
    const lines = pieces.map(
      (content) => `${JSON.stringify({ message: { role: 'assistant', content }, done: false })}\n`,
    );
    const chat = replay(200, ndjson, ...lines, recorded.CHAT_STOP.at(-1) ?? '');
    const show = replay(200, json, recorded.SHOW.replace(/("general.parameter_count":)\d+/, '$11777088000'));
    const { host, request } = await serve({ '/api/show': show, '/api/chat': chat });
    expect(textOf(await partsOf(createOllamaAnswerModel({ host, ...settings })))).toBe('25 days. [1]');
    const { body } = await request('/api/chat');
    expect(body.format.required).toEqual(['quote', 'answer']);
  });

  it('asks a small model for each part of a question', async () => {
    const reply = JSON.stringify({ quote: 'Every new employee gets 25 days of holiday a year.', answer: '25 days.' });
    const line = `${JSON.stringify({ message: { role: 'assistant', content: reply }, done: false })}\n`;
    const chat = replay(200, ndjson, line, recorded.CHAT_STOP.at(-1) ?? '');
    const show = replay(200, json, recorded.SHOW.replace(/("general.parameter_count":)\d+/, '$11777088000'));
    const { host, requests } = await serve({ '/api/show': show, '/api/chat': chat });
    const parts = ['How many days of holiday are there?', 'How many days of holiday has a new employee?'].map(
      (question) => ({ question, passages: REQUEST.passages, numbers: [1] }),
    );
    const model = createOllamaAnswerModel({ host, ...settings });
    expect(textOf(await partsOf(model, { ...REQUEST, parts }))).toBe('25 days. [1]\n\n25 days. [1]');
    const questions = requests.flatMap(({ body }) => body?.messages?.at(-1).content.split('Question: ').at(-1) ?? []);
    expect(questions).toEqual(parts.map(({ question }) => question));
  });

  it.each(['7615616512', '134515008'])('asks others for text with markers (%s parameters)', async (parameters) => {
    const show = replay(200, json, recorded.SHOW.replace(/("general.parameter_count":)\d+/, `$1${parameters}`));
    const { host, request } = await serve({ '/api/show': show });
    await partsOf(createOllamaAnswerModel({ host, ...settings }));
    const { body } = await request('/api/chat');
    expect(body).not.toHaveProperty('format');
    expect(body.messages[0].content).toContain('[1]');
  });

  it.each(['30m', -1])('asks to keep the model for %j where that is set', async (keepAlive) => {
    const server = await serve();
    await partsOf(createOllamaAnswerModel({ host: server.host, ...settings, keepAlive }));
    expect((await server.request('/api/chat')).body.keep_alive).toBe(keepAlive);
  });

  it.each([
    ['svc:hunter2', 'svc:hunter2'],
    ['svc:p%40ss%3Aw%25rd', 'svc:p@ss:w%rd'],
    ['svc:100%', 'svc:100%'],
    ['s%C3%BC%C3%9F:%E7%8C%AB', 'süß:猫'],
    ['token', 'token:'],
  ])('is asked with the user and password of its address (%s)', async (inUrl, credentials) => {
    const { host } = await serve({
      '/api/show': behindBasicAuth(credentials, replay(200, json, recorded.SHOW)),
      '/api/chat': behindBasicAuth(credentials, replay(200, ndjson, ...recorded.CHAT_STOP)),
    });
    const model = createOllamaAnswerModel({ host: host.replace('//', `//${inUrl}@`), ...settings });
    expect(textOf(await partsOf(model))).toBe('The capital of France is Paris.');
  });

  it('asks without the fetch of Node, which gives up after 300 seconds without a byte', async () => {
    const { host } = await serve();
    vi.stubGlobal('fetch', () => Promise.reject(new Error('This would give up.')));
    try {
      expect(textOf(await partsOf(createOllamaAnswerModel({ host, ...settings })))).toMatch(/Paris/);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it.each([
    ['before its first word', []],
    ['between two', recorded.CHAT_TOKENS.slice(0, 2)],
  ])('is given up %s when it is silent for longer than it is given', async (_, tokens) => {
    const { host, request } = await serve({ '/api/chat': replayThenHang(...tokens) });
    const problems: string[] = [];
    const model = createOllamaAnswerModel({
      host,
      ...settings,
      route: { silenceMs: 300 },
      onFailure: (problem) => problems.push(problem),
    });
    await expect(partsOf(model)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: 'Ollama did not answer in time. Try again later.',
    });
    expect(problems).toEqual([
      expect.stringMatching(`^Ollama at ${host} could not run smollm2:135m: (Headers|Body) Timeout Error$`),
    ]);
    await (await request('/api/chat')).left;
  });

  it('asks for no larger context than the model can do, and asks the server about it once', async () => {
    const server = await serve();
    const model = createOllamaAnswerModel({ host: server.host, ...settings, numCtx: 100_000 });
    expect(model.contextTokens).toBe(100_000);
    await partsOf(model);
    await partsOf(model);
    expect(model.contextTokens).toBe(8_192);
    expect(server.requests.map(({ path }) => path)).toEqual(['/api/show', '/api/chat', '/api/chat']);
    expect((await server.request('/api/chat')).body.options.num_ctx).toBe(8_192);
  });

  it('tells a model that thinks not to', async () => {
    const show = recorded.SHOW.replace('["completion"]', '["completion","thinking"]');
    const server = await serve({ '/api/show': replay(200, json, show) });
    await partsOf(createOllamaAnswerModel({ host: server.host, ...settings }));
    expect((await server.request('/api/chat')).body.think).toBe(false);
  });

  it('gives a model that thinks in its answer room for both, from the next question on', async () => {
    const tokens = ['<thi', 'nk>Hm', '</think>', 'Paris.'].map((content) =>
      (recorded.CHAT_STOP[0] ?? '').replace(/"content":"[^"]*"/, `"content":"${content}"`),
    );
    const thinking = replay(200, ndjson, ...tokens, recorded.CHAT_STOP.at(-1) ?? '');
    const server = await serve({ '/api/chat': thinking });
    const model = createOllamaAnswerModel({ host: server.host, ...settings });
    await partsOf(model);
    await partsOf(model);
    const asked = server.requests.filter(({ path }) => path === '/api/chat');
    expect(asked.map(({ body }) => body.options.num_predict)).toEqual([512, 1_024]);
  });

  it('chooses the passages that fit, and says which it left out', async () => {
    const { host, request } = await serve();
    const heard: TrimmedPrompt[] = [];
    const model = createOllamaAnswerModel({ host, ...settings, onTrimmed: (trimmed) => heard.push(trimmed) });
    const passages = [0.2, 0.9, 0.5].map((relevance) => passage(`Relevance ${relevance}. `.repeat(120), { relevance }));
    expect(await model.fit?.({ question: 'Which?', passages }, new AbortController())).toEqual([1]);
    expect(heard).toEqual([{ model: settings.model, contextTokens: 2_048, droppedPassages: 2, cutPassages: false }]);
    expect(await model.fit?.(REQUEST, new AbortController())).toEqual([0, 1]);
    expect(heard).toHaveLength(1);
    await partsOf(model);
    expect((await request('/api/chat')).body.messages.at(-1).content).toContain('<passage number="2">');
  });

  it('cuts what it is given where that does not fit, and says so', async () => {
    const { host, request } = await serve();
    const heard: TrimmedPrompt[] = [];
    const model = createOllamaAnswerModel({ host, ...settings, onTrimmed: (trimmed) => heard.push(trimmed) });
    const passages = [0.9, 0.5].map((relevance) => passage(`Relevance ${relevance}. `.repeat(120), { relevance }));
    await partsOf(model, { question: 'Which?', passages });
    expect(heard).toEqual([{ model: settings.model, contextTokens: 2_048, droppedPassages: 0, cutPassages: true }]);
    const { content } = (await request('/api/chat')).body.messages.at(-1);
    expect(content).toContain('Relevance 0.9');
    expect(content).toContain('Relevance 0.5');
  });

  it('chooses by the context that is set, where the server does not say what the model can do', async () => {
    const { host } = await serve({ '/api/show': replay(500, json, '{"error":"no"}') });
    const model = createOllamaAnswerModel({ host, ...settings });
    expect(await model.fit?.(REQUEST, new AbortController())).toEqual([0, 1]);
  });

  it('does not begin where there is no room for a passage', async () => {
    const server = await serve();
    const model = createOllamaAnswerModel({ host: server.host, ...settings, numCtx: 512 });
    const question = '多少天？'.repeat(500);
    await expect(partsOf(model, { ...REQUEST, question })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect(server.requests.map(({ path }) => path)).toEqual(['/api/show']);
  });

  it.each([
    ['{{ .Prompt }}<|assistant|>\n<think>\n', true],
    ['{{ if .System }}x{{ end }}<|Assistant|><think>{{ end }}\n', true],
    ['<think></think>{{ .Prompt }}', false],
  ])('begins within a thought where its template has opened one (%j)', async (template, begins) => {
    const show = JSON.stringify({ ...JSON.parse(recorded.SHOW), template });
    const { host } = await serve({ '/api/show': replay(200, json, show) });
    expect(textOf(await partsOf(createOllamaAnswerModel({ host, ...settings }))).startsWith('<think>')).toBe(begins);
  });

  it.each([
    ['lacks the model', 404, recorded.MODEL_NOT_FOUND, /Run `ollama pull nope`/, 60],
    ['is busy', 503, recorded.BUSY, /is busy/, 5],
    ['wants a model', 400, recorded.MODEL_REQUIRED, /could not run nope/, 10],
    ['cannot read the request', 400, recorded.BROKEN_JSON, /could not run nope/, 10],
    ['is behind a proxy that waited in vain', 504, '<html>10.0.0.7 is slow</html>', /did not answer in time/, 60],
    ['is behind a proxy that is alone', 502, '<html>http://10.0.0.7:11434 is down</html>', /does not answer/, 5],
    ['wants a password', 401, '<html>401</html>', /refuses the user or the password/, 60],
  ])('is unavailable when the server %s', async (_, status, body, message, retryAfterSeconds) => {
    const { host } = await serve({ '/api/chat': replay(status, json, body) });
    const problems: string[] = [];
    const model = createOllamaAnswerModel({
      host: host.replace('//', '//svc:hunter2@'),
      ...settings,
      model: 'nope',
      onFailure: (problem) => problems.push(problem),
    });
    const error = await partsOf(model).catch((e) => e);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'MODEL_UNAVAILABLE', details: { retryAfterSeconds } });
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/hunter2|svc|127\.0\.0\.1|10\.0\.0\.7/);
    const said = body.startsWith('{') ? JSON.parse(body).error : body;
    expect(problems).toEqual([`Ollama at ${host} could not run nope: ${said}`]);
  });

  it.each([
    ['7', 7],
    ['0.2', 1],
    ['soon', 5],
  ])('says when to try again as a busy server does (%s)', async (retryAfter, retryAfterSeconds) => {
    const busy: Answer = (response) => void response.writeHead(429, { 'retry-after': retryAfter }).end('slow down');
    await expect(askChat(busy)).rejects.toMatchObject({ message: /is busy/, details: { retryAfterSeconds } });
  });

  const written = encodeURIComponent('p@ss:wörd/1');
  it.each([
    [`svc:${written}`, 'p@ss:wörd/1'],
    [`svc:${written}`, written],
    [`svc:${written}`, Buffer.from('svc:p@ss:wörd/1').toString('base64')],
    [`service:${written}`, Buffer.from('service:p@ss:wörd/1').toString('base64url')],
    [written, 'p@ss:wörd/1'],
  ])('keeps a password that a server repeats out of the log (%s, %s)', async (user, repeated) => {
    const page = replay(500, 'text/html', `<pre>authorization: ${repeated}</pre>`);
    const { host } = await serve({ '/api/chat': page });
    const problems: string[] = [];
    const model = createOllamaAnswerModel({
      host: host.replace('//', `//${user}@`),
      ...settings,
      onFailure: (problem) => problems.push(problem),
    });
    expect(await partsOf(model).catch((error) => error.cause)).toBeUndefined();
    expect(problems).toEqual([expect.stringContaining('authorization: ')]);
    expect(problems[0]).toContain('(key)');
    expect(problems[0]).not.toContain(repeated.slice(8, 16));
  });

  it('tries once more with a third of a prompt that turns out to be too long, of which no passage is missing', async () => {
    const server = await serve({ '/api/chat': replay(400, json, recorded.TOO_LONG) });
    const model = createOllamaAnswerModel({ host: server.host, ...settings });
    const passages = [0.9, 0.5].map((relevance) => passage(`Relevance ${relevance}. `.repeat(70), { relevance }));
    await expect(partsOf(model, { question: 'Which?', passages })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    const [first, second, ...more] = server.requests
      .filter(({ path }) => path === '/api/chat')
      .map(({ body }): string => body.messages.at(-1).content);
    expect(more).toEqual([]);
    expect(second?.length).toBeLessThan(first?.length ?? 0);
    for (const prompt of [first, second]) expect(prompt).toMatch(/Relevance 0\.9.*Relevance 0\.5/s);
  });

  it('says so when the prompt is still too long, as trying again does not help', async () => {
    const error = await askChat(replay(400, json, recorded.TOO_LONG)).catch((e) => e);
    expect(error).toMatchObject({ code: 'TOO_LARGE', details: {} });
    expect(error.message).toContain('OLLAMA_NUM_CTX');
  });

  it('lacks the model already when it is asked about it', async () => {
    const { host } = await serve({ '/api/show': replay(404, json, recorded.MODEL_NOT_FOUND) });
    const asking = partsOf(createOllamaAnswerModel({ host, ...settings, model: 'nope' }));
    await expect(asking).rejects.toThrow('ollama pull nope');
  });

  it.each([
    ['nothing listens', unusedHost],
    ['there is no such name', async () => 'http://no-such-host.invalid:11434'],
  ])('is unavailable where %s, and tells the operator the place', async (_, place) => {
    const host = await place();
    const problems: string[] = [];
    const model = createOllamaAnswerModel({ host, ...settings, onFailure: (problem) => problems.push(problem) });
    await expect(partsOf(model)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: 'Ollama does not answer. Start it with `ollama serve`, or correct OLLAMA_HOST.',
      details: { retryAfterSeconds: 5 },
    });
    expect(problems).toEqual([expect.stringContaining(`Ollama at ${host} could not run smollm2:135m: `)]);
  });

  it.each<[string, Answer, problem: RegExp]>([
    ['a page', replay(200, 'text/html', '<html>Log in</html>'), /text\/html that is no JSON/],
    [
      'a redirection',
      (response) => void response.writeHead(301, { location: 'https://b.example/' }).end(),
      /redirects to/,
    ],
    ['nothing of that name', replay(404, 'text/plain', 'no such page'), /no such page/],
  ])('says that it is not Ollama which answers with %s', async (_, answer, problem) => {
    const { host } = await serve({ '/api/show': answer, '/api/chat': answer });
    const problems: string[] = [];
    const model = createOllamaAnswerModel({ host, ...settings, onFailure: (told) => problems.push(told) });
    await expect(partsOf(model)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: 'What answers at OLLAMA_HOST is not Ollama. Ask the operator to correct it.',
    });
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  it('prints nothing of a page that answers in the place of a chat', async () => {
    const printed = vi.spyOn(console, 'warn').mockImplementation(() => {});
    onTestFinished(() => printed.mockRestore());
    await expect(askChat(replay(200, 'text/html', '<html>\nsk-hunter2\n</html>'))).rejects.toThrow(/is not Ollama/);
    expect(printed).not.toHaveBeenCalled();
  });

  it.each(['application/x-ndjson', 'application/json'])('leaves what has no end: %s', async (type) => {
    const endless: Answer = async (response, { left }) => {
      response.writeHead(200, { 'content-type': type });
      let isLeft = false;
      void left.then(() => {
        isLeft = true;
      });
      while (!isLeft) if (!response.write('x'.repeat(100_000))) await Promise.race([once(response, 'drain'), left]);
    };
    await expect(askChat(endless)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });

  it('says that a certificate is not trusted, and to the operator how it is', async () => {
    const server = createServer(SELF_SIGNED).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const problems: string[] = [];
    const host = `https://localhost:${port}`;
    const model = createOllamaAnswerModel({ host, ...settings, onFailure: (problem) => problems.push(problem) });
    await expect(partsOf(model)).rejects.toThrow("Ollama's certificate is not trusted.");
    expect(problems).toEqual([expect.stringMatching(/self-signed certificate\. NODE_EXTRA_CA_CERTS/)]);
    expect(await probeOllama({ host, ...settings })).toBe('untrusted');
  });

  it.each(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
    'does not advise to trust a certificate that nothing makes good (%s)',
    (code) => {
      const problems: string[] = [];
      const error = Object.assign(new Error('It is no good'), { code });
      const host = 'https://models.example';
      const told = explainOllamaError(error, { host, model: 'a', onFailure: (problem) => problems.push(problem) });
      expect(told.message).toMatch(/certificate is not trusted/);
      expect(problems).toEqual([`Ollama at ${host} could not run a: It is no good`]);
    },
  );

  it.each<[string, Answer]>([
    ['ends without being done', replay(200, ndjson, ...recorded.CHAT_TOKENS)],
    [
      'is cut by the server',
      (response) => {
        response.writeHead(200, { 'content-type': ndjson });
        response.write(recorded.CHAT_TOKENS.join(''), () => response.destroy());
      },
    ],
    ['holds a broken line', replay(200, ndjson, '{"message":{"content":"A"\n', ...recorded.CHAT_STOP)],
    ['holds no text', replay(200, ndjson, '{"message":{"content":{"a":1}}}\n', ...recorded.CHAT_STOP)],
    ['ends in a line', replay(200, ndjson, ...recorded.CHAT_TOKENS, '{"message":{"con')],
    ['ends with an error', replay(200, ndjson, ...recorded.CHAT_TOKENS, '{"error":"llama runner process died"}\n')],
  ])('fails, and never finishes, when the stream %s', async (_, answer) => {
    const { host } = await serve({ '/api/chat': answer });
    const seen: string[] = [];
    const reading = (async () => {
      const stream = createOllamaAnswerModel({ host, ...settings }).stream(REQUEST, new AbortController());
      for await (const part of stream) seen.push(part.type);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(seen).not.toContain('finished');
  });

  it.each(['/api/show', '/api/chat'])('ends the request before its headers have come, on %s', async (path) => {
    const { host, request } = await serve({ [path]: replayThenHang() });
    const controller = new AbortController();
    const answering = partsOf(createOllamaAnswerModel({ host, ...settings }), REQUEST, controller.signal);
    const { left } = await request(path);
    controller.abort();
    await expect(answering).rejects.toBe(controller.signal.reason);
    await left;
  });

  it.each([
    ['before the first token', []],
    ['in the middle', recorded.CHAT_TOKENS.slice(0, 2)],
  ])('ends the request %s', async (_, tokens) => {
    // A blank line makes the headers go out.
    const { host, request } = await serve({ '/api/chat': replayThenHang(tokens.join('') || ' ') });
    const controller = new AbortController();
    const parts = createOllamaAnswerModel({ host, ...settings })
      .stream(REQUEST, controller)
      [Symbol.asyncIterator]();
    for (const _token of tokens) expect((await parts.next()).value).toMatchObject({ type: 'text' });
    const next = parts.next();
    const { left } = await request('/api/chat');
    controller.abort();
    await expect(next).rejects.toBe(controller.signal.reason);
    await left;
  });

  it('ends the request when the reader leaves without a word', async () => {
    const { host, request } = await serve({ '/api/chat': replayThenHang(...recorded.CHAT_TOKENS) });
    for await (const _ of createOllamaAnswerModel({ host, ...settings }).stream(REQUEST, new AbortController())) break;
    await (await request('/api/chat')).left;
  });
});
