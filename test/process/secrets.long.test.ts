import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AskDocument,
  AuditLogDocument,
  ModelSettingsDocument,
  RegisterDocument,
  SystemDocument,
  UpdateModelSettingsDocument,
} from '../../schema/typed/graphql.ts';
import { type Client, createClient } from '../support/client.ts';
import { replay, startModelServer } from '../support/model-server.ts';
import { type CarrelProcess, newFolder, runAdmin, startCarrel } from '../support/process.ts';
import { sse } from '../support/provider-model.ts';

/** With what JSON, addresses and Base64 write in other ways. */
const KEY = 'sk-canary+4711/"e"=/0815-tail-of-the-key';
/** What would give it away, whole or in part. */
const FORMS = [
  ...[KEY, encodeURIComponent(KEY), JSON.stringify(KEY).slice(1, -1)],
  ...['base64', 'base64url', 'hex'].map((encoding) => Buffer.from(KEY).toString(encoding as BufferEncoding)),
  ...['a', 'u:', 'ann:'].map((user) =>
    Buffer.from(user + KEY)
      .toString('base64')
      .slice(4, -4),
  ),
  ...['sk-canary', '0815-tail'],
];
const [PATH, CHAT, SHOW] = ['/v1/chat/completions', '/api/chat', '/api/show'];
const input = { question: 'How many days of paid leave do employees get?' };
const good = replay(
  200,
  'text/event-stream',
  sse({ choices: [{ delta: { content: 'They get 25 days [1].' }, finish_reason: 'stop' }] }, '[DONE]'),
);

describe('the key of an organisation, whatever its provider and its owner do with it', () => {
  let models: Awaited<ReturnType<typeof startModelServer>>;
  let folder: Awaited<ReturnType<typeof newFolder>>;
  let carrel: CarrelProcess;
  let owner: Client;
  /** What was printed, by servers and commands. */
  let printed: string[];
  let env: Record<string, string>;
  beforeEach(async () => {
    models = await startModelServer({ [PATH]: good });
    folder = await newFolder();
    printed = [];
    env = { DATA_DIR: join(folder.path, 'data'), MODEL_ENDPOINTS: models.host, RATE_LIMITS: 'off', LOG_LEVEL: 'trace' };
    carrel = startCarrel(folder.path, env);
    const { register } = await createClient(await carrel.url()).data(RegisterDocument, {
      input: { email: 'owner@example.org', password: 'correct horse', organization: 'Acme' },
    });
    owner = createClient(await carrel.url(), register.accessToken);
    await owner.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
  });
  afterEach(async () => {
    await carrel.stop();
    await models.close();
    await folder.remove();
  });

  const choose = (provider: 'OPENAI_COMPATIBLE' | 'ANTHROPIC' | 'OLLAMA', apiKey: string | undefined = KEY) =>
    owner.data(UpdateModelSettingsDocument, {
      input: {
        provider,
        model: 'large',
        endpoint: models.host + (provider === 'OPENAI_COMPATIBLE' ? '/v1' : ''),
        apiKey,
      },
    });
  const admin = async (...args: string[]) => {
    const { code, stdout, stderr } = await runAdmin(args, { cwd: folder.path, env });
    printed.push(stdout, stderr);
    expect(code, stderr).toBe(0);
  };
  const restart = async () => {
    await carrel.stop();
    printed.push(JSON.stringify(carrel.log), carrel.stderr());
    carrel = startCarrel(folder.path, env);
    owner = createClient(await carrel.url(), owner.token);
  };
  /** Where the forms of the key are: files below the folder by name, and what was printed. */
  const traces = async (forms: readonly string[]) => {
    const entries = await readdir(folder.path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const contents = await Promise.all(files.map(async (file) => [file, await readFile(file)] as const));
    const texts = [...printed, JSON.stringify(carrel.log), carrel.stderr()].map((text) => ['printed', text] as const);
    expect(files.length).toBeGreaterThan(5);
    const found = [...contents, ...texts].filter(([, content]) => forms.some((form) => content.includes(form)));
    return found.map(([place]) => place.replace(folder.path, ''));
  };

  it('is nowhere but sealed: in no file, log, audit entry, error, backup or output of a command', async () => {
    const told: unknown[] = [];
    const failing = [
      replay(401, 'application/json', JSON.stringify({ error: { message: `Bad key ${KEY}`, type: KEY, code: KEY } })),
      ...['', 'a', 'u:', 'ann:'].map((user) =>
        replay(
          500,
          'application/json',
          JSON.stringify({ error: `Basic ${Buffer.from(user + KEY).toString('base64')} ${KEY}` }),
        ),
      ),
      replay(500, 'application/json', JSON.stringify({ error: Buffer.from(KEY).toString('hex') })),
      replay(400, 'text/html', `<p>${encodeURIComponent(KEY)} ${KEY}</p>`),
      replay(200, 'text/event-stream', sse({ error: { message: `Bearer ${KEY}`, code: KEY } })),
      replay(200, 'text/event-stream', `data: {"${KEY}`),
      replay(200, 'application/x-ndjson', `${JSON.stringify({ error: KEY })}\n{"${KEY}`),
      replay(302, 'text/html', KEY),
    ];
    for (const provider of ['OPENAI_COMPATIBLE', 'ANTHROPIC', 'OLLAMA'] as const) {
      told.push(await choose(provider));
      for (const answer of failing) {
        for (const path of [PATH, CHAT, SHOW, '/v1/messages']) models.answers[path] = answer;
        told.push(await owner.error(AskDocument, { input }), await owner.data(SystemDocument, {}));
      }
    }
    const ways = models.requests.map(({ headers }) => headers.authorization ?? headers['x-api-key']);
    expect(ways.some((way) => String(way).includes('sk-canary'))).toBe(true);
    // Where its owner says it wrongly, it is in what they sent, and may be in what they are told, but nowhere else.
    for (const wrong of [
      { provider: KEY },
      { apiKey: [KEY] },
      { endpoint: `https://${KEY}@example.org` },
      { [KEY]: 1 },
    ]) {
      const settings = { provider: 'OPENAI_COMPATIBLE', model: 'large', endpoint: models.host, ...wrong };
      await owner.error(UpdateModelSettingsDocument, { input: settings as never });
    }
    models.answers[PATH] = good;
    told.push(await choose('OPENAI_COMPATIBLE'), await owner.data(AskDocument, { input }));
    await admin('backup', join(folder.path, 'backup-while-it-runs'));
    await admin('rotate-secrets');
    told.push(await owner.data(AskDocument, { input }), await owner.data(ModelSettingsDocument, {}));
    told.push(await owner.data(AuditLogDocument, { first: 100 }));
    await restart();
    told.push(await owner.data(AskDocument, { input }), await owner.data(ModelSettingsDocument, {}));
    await carrel.stop();
    await admin('rotate-secrets', '--json');
    await admin('backup', join(folder.path, 'backup'));
    await admin('verify-audit');
    expect(FORMS.filter((form) => JSON.stringify(told).includes(form))).toEqual([]);
    expect(await traces(FORMS)).toEqual([]);
  });

  it('is sealed by keys that are in their own file alone, also after a rotation that was cut off', async () => {
    await choose('OPENAI_COMPATIBLE');
    const file = join(folder.path, 'data', 'secrets.key');
    const keys = async () => (await readFile(file, 'utf8')).trim().split('\n');
    const seen = new Set(await keys());
    for (let at = 0; at < 3; at += 1) {
      const rotating = admin('rotate-secrets').catch(() => {});
      // At another moment of it each time, some of them before it has begun.
      for (let turn = 0; turn < at * 60; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      carrel.child.kill('SIGKILL');
      await Promise.all([carrel.exited, rotating]);
      for (const key of await keys()) seen.add(key);
      printed.push(JSON.stringify(carrel.log), carrel.stderr());
      carrel = startCarrel(folder.path, env);
      owner = createClient(await carrel.url(), owner.token);
      expect((await owner.data(AskDocument, { input })).ask.answer.model).toBe('openai:large');
    }
    await admin('backup', join(folder.path, 'backup'));
    await carrel.stop();
    const forms = [...seen].flatMap((key) => {
      const bytes = Buffer.from(key, 'base64url');
      return [key, bytes.toString('hex'), bytes.toString('base64'), bytes.toString('latin1')];
    });
    expect(forms.length).toBeGreaterThan(4);
    expect(await traces(forms.filter((_, at) => at % 4 < 3))).toEqual(['/data/secrets.key']);
  });
});
