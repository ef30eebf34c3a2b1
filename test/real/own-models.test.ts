import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AskDocument, UpdateModelSettingsDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { realOllama } from '../support/ollama-real.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const { LLAMACPP_TEST_URL: url = '', LLAMACPP_TEST_KEY: key = '' } = process.env;
const input = { question: 'How many days of paid annual leave do employees get?' };

describe.skipIf(!url || !realOllama)("an organisation's own model, on real servers", () => {
  let server: TestServer;
  let owner: Client;
  beforeAll(async () => {
    const { host = '', model = '' } = realOllama ?? {};
    server = await startTestServer({
      LANGUAGE_MODEL: 'ollama',
      OLLAMA_HOST: host,
      OLLAMA_MODEL: model,
      OLLAMA_NUM_CTX: '2048',
      MODEL_CONTEXT_TOKENS: '2048',
      MODEL_ENDPOINTS: new URL(url).origin,
    });
    owner = await server.register();
    await owner.ingest('leave.md', '# Leave\n\nEmployees get 25 days of paid annual leave.');
  });
  afterAll(() => server.close());

  const choose = (apiKey: string) =>
    owner.data(UpdateModelSettingsDocument, {
      input: { provider: 'OPENAI_COMPATIBLE', model: 'smollm2', endpoint: `${url}/v1`, apiKey },
    });

  it('answers beside the model of the deployment, with its key alone', async () => {
    expect((await owner.data(AskDocument, { input })).ask.answer.model).toMatch(/^ollama:/);
    await choose(key);
    const { answer } = (await owner.data(AskDocument, { input })).ask;
    expect(answer.model).toBe('openai:smollm2');
    expect(answer.text).not.toBe('');
    await choose('sk-wrong');
    expect(await owner.error(AskDocument, { input })).toMatchObject({
      message: expect.stringContaining('key'),
      extensions: { code: 'MODEL_UNAVAILABLE' },
    });
    expect(JSON.stringify(server.log)).not.toContain('sk-wrong');
  });
});
