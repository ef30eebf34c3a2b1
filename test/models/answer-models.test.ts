import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAnswerModels } from '../../src/models/answer-models.ts';
import { createOllamaAnswerModel } from '../../src/models/ollama-answer-model.ts';
import { createQuotingModel } from '../../src/models/quoting/quoting-model.ts';
import { partsOf } from '../contracts/answer-model.ts';
import * as recorded from '../support/ollama-recordings.ts';
import { behindBasicAuth, replay, replayThenHang, startOllamaServer, unusedHost } from '../support/ollama-server.ts';

const quoting = createQuotingModel();
const json = 'application/json; charset=utf-8';

describe('the choice of a model', () => {
  let server: Awaited<ReturnType<typeof startOllamaServer>>;
  let time = 0;
  let reasons: string[] = [];
  beforeEach(async () => {
    server = await startOllamaServer();
    time = 0;
    reasons = [];
  });
  afterEach(() => server.close());

  const choose = ({ host = server.host, model = 'smollm2:135m', probeMs = 5_000 } = {}) => {
    const ollama = createOllamaAnswerModel({ host, model, numCtx: 2_048 });
    return createAnswerModels(
      { ollama, server: { host, model }, quoting },
      { now: () => time, probeMs, onChosen: ({ reason }) => reasons.push(reason) },
    );
  };

  it('is Ollama where it answers and has the model', async () => {
    const { model, reason } = await choose().current({});
    expect(model.id).toBe('ollama:smollm2:135m');
    expect(reason).toBe('Ollama has smollm2:135m.');
    expect((await partsOf(model)).at(-1)?.type).toBe('finished');
  });

  it('takes a name without a tag for the latest', async () => {
    server.answers['/api/tags'] = replay(200, json, recorded.TAGS.replaceAll('smollm2:135m', 'llama3:latest'));
    expect((await choose({ model: 'llama3' }).current({})).model.id).toBe('ollama:llama3');
    expect((await choose({ model: 'lama3' }).current({})).model.id).toBe('quoting');
  });

  it('is quoting where Ollama does not answer, lacks the model or answers something else, and says why', async () => {
    const host = await unusedHost();
    expect(await choose({ host }).current({})).toEqual({
      model: quoting,
      reason: 'Ollama does not answer. Quoting the documents instead.',
    });
    expect(await choose({ model: 'llama3.2:3b' }).current({})).toEqual({
      model: quoting,
      reason: 'Ollama does not have llama3.2:3b (run `ollama pull llama3.2:3b`). Quoting the documents instead.',
    });
    server.answers['/api/tags'] = replay(200, 'text/html', '<html>not Ollama</html>');
    expect((await choose().current({})).model).toBe(quoting);
  });

  it('does not wait for a server that never answers', async () => {
    server.answers['/api/tags'] = replayThenHang();
    const { reason } = await choose({ probeMs: 1_000 }).current({});
    expect(reason).toBe('Ollama does not answer in time. Quoting the documents instead.');
    await (await server.request('/api/tags')).left;
  });

  it('is Ollama where it is so busy that it answers after 1.5 seconds', async () => {
    server.answers['/api/tags'] = (response, request) => {
      setTimeout(() => replay(200, json, recorded.TAGS)(response, request), 1_500);
    };
    const models = choose();
    expect((await models.current({})).model.id).toBe('ollama:smollm2:135m');
  });

  it('stays Ollama while it is too busy to say what it has, until it is gone', async () => {
    const models = choose({ probeMs: 2_000 });
    expect((await models.current({})).model.id).toBe('ollama:smollm2:135m');
    server.answers['/api/tags'] = replayThenHang();
    time = 60_000;
    expect(await models.current({})).toMatchObject({
      model: { id: 'ollama:smollm2:135m' },
      reason: 'Ollama has smollm2:135m.',
    });
    server.answers['/api/tags'] = (response) => response.destroy();
    time = 120_000;
    expect((await models.current({})).model.id).toBe('quoting');
  });

  it('is quoting where a proxy refuses the password, and says so', async () => {
    server.answers['/api/tags'] = behindBasicAuth('svc:hunter2', replay(200, json, recorded.TAGS));
    const host = server.host.replace('//', '//svc:wrong@');
    expect(await choose({ host }).current({})).toEqual({
      model: quoting,
      reason: 'Ollama refuses the user or the password in OLLAMA_HOST. Quoting the documents instead.',
    });
  });

  it('is made again when a minute has passed, and not before', async () => {
    server.answers['/api/tags'] = replay(200, json, '{"models":[]}');
    const models = choose();
    expect((await models.current({})).model.id).toBe('quoting');
    server.answers['/api/tags'] = replay(200, json, recorded.TAGS);
    time = 59_999;
    expect((await models.current({})).model.id).toBe('quoting');
    time = 60_000;
    expect((await models.current({})).model.id).toBe('ollama:smollm2:135m');
    time = 130_000;
    await models.current({});
    expect(reasons).toEqual([expect.stringContaining('does not have'), expect.stringContaining('has')]);
    expect(server.requests).toHaveLength(3);
  });

  it('is made once for all questions that come meanwhile', async () => {
    const models = choose();
    const chosen = await Promise.all([models.current({}), models.current({}), models.current({})]);
    expect(new Set(chosen).size).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  it('is made again at once after Ollama has failed', async () => {
    const models = choose();
    const { model } = await models.current({});
    server.answers['/api/show'] = replay(503, json, recorded.BUSY);
    server.answers['/api/tags'] = replay(500, json, '{}');
    await expect(partsOf(model)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect((await models.current({})).model.id).toBe('quoting');
  });

  it('is what is always to answer, without asking any server', async () => {
    const host = await unusedHost();
    const chosen = {
      model: createOllamaAnswerModel({ host, model: 'smollm2:135m', numCtx: 2_048 }),
      reason: 'LANGUAGE_MODEL is ollama, with smollm2:135m.',
    };
    const models = createAnswerModels({ always: chosen }, { now: () => time });
    expect(await models.current({})).toBe(chosen);
    await expect(partsOf(chosen.model)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    time = 1e9;
    expect(await models.current({})).toBe(chosen);
    expect(server.requests).toHaveLength(0);
  });
});
