import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openOllamaEmbedder } from '../../src/models/ollama-embedder.ts';
import { describeEmbedder } from '../contracts/embedder.ts';
import * as recorded from '../support/ollama-recordings.ts';
import { type Answer, replay, replayThenHang, startOllamaServer, unusedHost } from '../support/ollama-server.ts';

type Server = Awaited<ReturnType<typeof startOllamaServer>>;
const json = 'application/json; charset=utf-8';
const model = 'smollm2:135m';

describe('recorded Ollama', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startOllamaServer();
  });
  afterAll(() => server.close());
  describeEmbedder('recorded Ollama', () => openOllamaEmbedder({ host: server.host, model }));
});

describe('an embedding model of Ollama', () => {
  const servers: Server[] = [];
  const serve = async (answer: Answer = recorded.answerEmbed) => {
    const server = await startOllamaServer({ '/api/embed': answer });
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  it('asks for its dimensions once, and has its name', async () => {
    const { host } = await serve();
    const embedder = await openOllamaEmbedder({ host, model });
    expect(embedder).toMatchObject({ id: 'ollama:smollm2:135m', dimensions: 8 });
  });

  it('sends a few texts at a time, and before the next what is urgent, whatever it is', async () => {
    const { host, requests } = await serve();
    const embedder = await openOllamaEmbedder({ host, model });
    const texts = Array.from({ length: 20 }, (_, at) => `Passage ${at}`);
    const order: string[] = [];
    const note = (name: string) => () => void order.push(name);
    await Promise.all([
      embedder.embed(texts, { as: 'passage' }).then(note('passages')),
      embedder.embed(texts, { as: 'passage', priority: 'HIGH' }).then(note('urgent passages')),
      embedder.embed(['Which?'], { as: 'question', priority: 'HIGH' }).then(note('question')),
    ]);
    expect(order).toEqual(['question', 'urgent passages', 'passages']);
    expect(requests.slice(1).map(({ body }) => body.input.length)).toEqual([8, 8, 1, 8, 4, 8, 4]);
  });

  it('ends the request on the server when the signal aborts', async () => {
    const server = await serve();
    const embedder = await openOllamaEmbedder({ host: server.host, model });
    server.requests.length = 0;
    server.answers['/api/embed'] = replayThenHang();
    const controller = new AbortController();
    const embedding = embedder.embed(['x'], { as: 'passage', signal: controller.signal });
    const { left } = await server.request('/api/embed');
    controller.abort();
    await expect(embedding).rejects.toBe(controller.signal.reason);
    await left;
  });

  it.each([
    ['other lengths', '[[1,2,3]]'],
    ['fewer vectors', '[]'],
    ['zeros', '[[0,0,0,0,0,0,0,0]]'],
    ['what is no number', '[[null,"x",0,0,0,0,0,0]]'],
  ])('refuses %s', async (_, embeddings) => {
    const server = await serve();
    const embedder = await openOllamaEmbedder({ host: server.host, model });
    server.answers['/api/embed'] = replay(200, json, `{"model":"x","embeddings":${embeddings}}`);
    await expect(embedder.embed(['x'], { as: 'passage' })).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });

  it('is not opened where the model is missing, or nothing answers', async () => {
    const { host } = await serve(replay(404, json, '{"error":"model \\"nope\\" not found, try pulling it first"}'));
    await expect(openOllamaEmbedder({ host, model: 'nope' })).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining('ollama pull nope'),
    });
    const nobody = await unusedHost();
    await expect(openOllamaEmbedder({ host: nobody, model })).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: 'Ollama does not answer. Start it with `ollama serve`, or correct OLLAMA_HOST.',
    });
  });
});
