import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AuditLogDocument,
  ModelSettingsDocument,
  UpdateModelSettingsDocument,
  type UpdateModelSettingsInput,
  UpdateTenantDocument,
} from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const KEY = 'sk-canary-4711';
const LISTED = 'https://models.example.org/v1';

let server: TestServer;
let owner: Client;
beforeAll(async () => {
  server = await startTestServer({
    MODEL_ENDPOINTS: 'https://models.example.org,http://10.0.0.7:8000,public',
    OLLAMA_HOST: 'http://ann:hunter2@ollama.example.org:11434',
  });
  owner = await server.register();
});
afterAll(() => server.close());

const update = async (input: UpdateModelSettingsInput, client = owner) =>
  (await client.data(UpdateModelSettingsDocument, { input })).updateModelSettings.settings;
const refusalOf = async (input: UpdateModelSettingsInput) => await owner.error(UpdateModelSettingsDocument, { input });
const read = async (client = owner) => (await client.data(ModelSettingsDocument, {})).modelSettings;

const HOSTED = { provider: 'OPENAI_COMPATIBLE', model: 'large', endpoint: LISTED } as const;

describe('the model of an organisation', () => {
  it("is the deployment's until an owner chooses another, and again when they say so", async () => {
    const other = await server.register();
    const none = { provider: 'DEPLOYMENT', model: null, endpoint: null, hasApiKey: false };
    expect(await read(other)).toEqual({ ...none, updatedAt: null });
    const chosen = await update({ ...HOSTED, apiKey: KEY }, other);
    expect(chosen).toEqual({ ...HOSTED, hasApiKey: true, updatedAt: expect.any(String) });
    expect(await read(other)).toEqual(chosen);
    expect(await update({ provider: 'DEPLOYMENT' }, other)).toMatchObject(none);
    expect(await update({ provider: 'QUOTING', apiKey: '' }, other)).toMatchObject({ ...none, provider: 'QUOTING' });
  });

  it('keeps its key where none is given, and drops it on request', async () => {
    await update({ ...HOSTED, apiKey: KEY });
    expect(await update({ ...HOSTED, model: 'small' })).toMatchObject({ model: 'small', hasApiKey: true });
    expect(await update({ ...HOSTED, endpoint: `${LISTED}/` })).toMatchObject({ endpoint: LISTED, hasApiKey: true });
    expect(await update({ ...HOSTED, apiKey: ' ' })).toMatchObject({ hasApiKey: false });
  });

  it.each([
    { ...HOSTED, endpoint: 'https://models.example.org/v2' },
    { ...HOSTED, endpoint: 'http://10.0.0.7:8000' },
    { ...HOSTED, provider: 'ANTHROPIC' },
  ] as const)('drops its key when it moves elsewhere without another one: $provider $endpoint', async (elsewhere) => {
    await update({ ...HOSTED, apiKey: KEY });
    expect(await update(elsewhere)).toMatchObject({ hasApiKey: false });
    expect(await update(HOSTED)).toMatchObject({ hasApiKey: false });
  });

  it('is kept sealed, and its key comes out nowhere', async () => {
    await update({ ...HOSTED, apiKey: KEY });
    const answers = [await owner.request(ModelSettingsDocument, {}), await owner.request(AuditLogDocument, {})];
    expect(JSON.stringify(answers)).not.toContain(KEY);
    expect(JSON.stringify(server.log)).not.toContain(KEY);
    const files = readdirSync(server.dataDir, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const holds = (text: string) => files.some((file) => readFileSync(join(file.parentPath, file.name)).includes(text));
    // The seal itself is found there, so the key would be.
    expect(holds('"sealedApiKey":"v1.')).toBe(true);
    expect(holds(KEY)).toBe(false);
  });

  it('is noted in the audit log, with all but the key', async () => {
    const client = await server.register();
    await update({ ...HOSTED, apiKey: KEY }, client);
    await client.error(UpdateModelSettingsDocument, {
      input: { ...HOSTED, endpoint: 'https://ann:hunter2@models.example.org' },
    });
    const { auditLog } = await client.data(AuditLogDocument, { filter: { action: 'model.update' } });
    const [refused, chosen] = auditLog.edges.map(({ node }) => ({
      outcome: node.outcome,
      ...JSON.parse(node.detail ?? ''),
    }));
    expect(refused).toMatchObject({ outcome: 'BAD_INPUT', provider: 'OPENAI_COMPATIBLE' });
    expect(refused).not.toHaveProperty('endpoint');
    expect(chosen).toMatchObject({ outcome: 'OK', ...HOSTED, hasApiKey: true });
    expect(JSON.stringify([refused, chosen])).not.toMatch(/hunter2|canary/);
  });

  it.each([
    ['no model', { ...HOSTED, model: ' ' }, 'Name the model'],
    ['a name that is none', { ...HOSTED, model: 'a b' }, 'name of a model'],
    ['a model for the deployment', { provider: 'DEPLOYMENT', model: 'x' }, 'takes no model'],
    ['a key for quoting', { provider: 'QUOTING', apiKey: KEY }, 'takes no model'],
    ['a key that no header takes', { ...HOSTED, apiKey: `${KEY}\nX: y` }, 'This is not an API key'],
    ['a long endpoint', { ...HOSTED, endpoint: `${LISTED}/${'x'.repeat(500)}` }, 'too long'],
    ["the operator's server without a key", { provider: 'OLLAMA', model: 'm' }, 'API key of your own'],
  ] as const)('is refused with %s', async (_what, input, message) => {
    await update({ provider: 'DEPLOYMENT' });
    const error = await refusalOf(input);
    expect(error).toMatchObject({ message: expect.stringContaining(message), extensions: { code: 'BAD_INPUT' } });
    expect(error.message).not.toContain(KEY);
    expect(await read()).toMatchObject({ provider: 'DEPLOYMENT' });
  });

  it.each([
    'no address',
    'ftp://models.example.org',
    'https://ann:hunter2@models.example.org/v1',
    'https://models.example.org/v1?x=1',
    'http://models.example.org/v1',
    'http://models.example.org:8443/v1',
    'http://models.example.org.evil.example/v1',
    'http://10.0.0.7:8001',
    'http://10.0.0.7:8000@evil.example/',
    'https://127.0.0.1/v1',
    'https://2130706433/v1',
    'https://0x7f.1/v1',
    'https://0177.0.0.1/v1',
    'https://[::1]/v1',
    'https://[::ffff:127.0.0.1]/v1',
    'https://[::ffff:a9fe:a9fe]/v1',
    'https://[fe80::1]/v1',
    'https://[fd00:ec2::254]/v1',
    'https://[64:ff9b::7f00:1]/v1',
    'https://[2002:7f00:1::]/v1',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.7/v1',
    'https://100.64.0.1/v1',
    'https://0.0.0.0/v1',
    'http://8.8.8.8/v1',
  ])('is refused at %s', async (endpoint) => {
    const error = await refusalOf({ ...HOSTED, endpoint });
    expect(error).toMatchObject({
      message: expect.stringMatching(/^The endpoint /),
      extensions: { code: 'BAD_INPUT' },
    });
    expect(error.message).not.toContain('hunter2');
  });

  it.each([
    LISTED,
    'http://10.0.0.7:8000/v1',
    'https://api.openai.com/v1',
    'https://8.8.8.8/v1',
    'https://[2606:4700::1111]/v1',
  ])('is taken at %s', async (endpoint) => {
    expect(await update({ ...HOSTED, endpoint })).toMatchObject({ endpoint });
  });

  it('is nothing that other organisations learn of', async () => {
    await update({ ...HOSTED, apiKey: KEY });
    expect(await read(await server.register())).toMatchObject({ provider: 'DEPLOYMENT', hasApiKey: false });
  });
});

describe('without MODEL_ENDPOINTS', () => {
  it("is allowed the operator's own server, and nothing else", async () => {
    const closed = await startTestServer({ OLLAMA_HOST: 'http://127.0.0.1:9999' });
    try {
      const client = await closed.register();
      const take = (input: UpdateModelSettingsInput) => client.request(UpdateModelSettingsDocument, { input });
      expect(await take({ provider: 'OLLAMA', model: 'm' })).not.toHaveProperty('errors');
      expect(await take({ provider: 'OLLAMA', model: 'm', endpoint: 'http://127.0.0.1:9999' })).not.toHaveProperty(
        'errors',
      );
      for (const endpoint of ['http://localhost:9999', 'https://api.openai.com/v1', 'http://127.0.0.1:9998']) {
        expect(await take({ provider: 'OLLAMA', model: 'm', endpoint })).toMatchObject({
          errors: [{ message: expect.stringContaining('MODEL_ENDPOINTS'), extensions: { code: 'BAD_INPUT' } }],
        });
      }
      expect(await take({ provider: 'ANTHROPIC', model: 'm', apiKey: KEY })).toHaveProperty('errors');
    } finally {
      await closed.close();
    }
  });
});

describe('the instructions of an organisation', () => {
  const set = async (instructions: string | null) =>
    (await owner.data(UpdateTenantDocument, { input: { instructions } })).updateTenant.tenant.instructions;

  it('are lines of text that members read, until they are removed', async () => {
    expect(await set(' Be formal.\r\nSay\u0000“we”.\u0007 ')).toBe('Be formal.\nSay “we”.');
    const { updateTenant } = await owner.data(UpdateTenantDocument, { input: { name: 'Renamed' } });
    expect(updateTenant.tenant).toMatchObject({ name: 'Renamed', instructions: 'Be formal.\nSay “we”.' });
    expect(await set('')).toBeNull();
    await set('Be brief.');
    expect(await set(null)).toBeNull();
  });

  it('have up to 2,000 characters', async () => {
    expect(await set('𝒂'.repeat(2_000))).toHaveLength(4_000);
    const error = await owner.error(UpdateTenantDocument, { input: { instructions: 'x'.repeat(2_001) } });
    expect(error).toMatchObject({ extensions: { code: 'BAD_INPUT' } });
  });
});
