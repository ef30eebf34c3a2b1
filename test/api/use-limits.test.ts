import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AnswerDocument,
  AskDocument,
  CreateApiTokenDocument,
  IngestTextDocument,
  MeDocument,
  ReplaceDocumentDocument,
} from '../../schema/typed/graphql.ts';
import type { TenantId } from '../../src/ids.ts';
import { USE_LIMITS } from '../../src/limits.ts';
import type { Store } from '../../src/store/store.ts';
import { type Client, createClient } from '../support/client.ts';
import { createScriptedModel, says, untilAborted } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const QUESTION = 'How many days of paid leave do employees get?';
const ask = { input: { question: QUESTION } };

describe('limits on use', () => {
  let store: Store;
  let server: TestServer;
  beforeAll(async () => {
    const wrapStore = (opened: Store) => {
      store = opened;
      return opened;
    };
    const quotas = { QUOTA_DOCUMENTS: '2', QUOTA_STORAGE_MB: '1' };
    server = await startTestServer({ RATE_LIMITS: 'on', ...quotas }, { wrapStore });
  });
  afterAll(() => server.close());

  it('count the questions of each caller, and say when to ask again', async () => {
    const owner = await server.register();
    const { createApiToken } = await owner.data(CreateApiTokenDocument, { input: { name: 'import' } });
    for (let at = 0; at < USE_LIMITS.questions.points; at += 1) await owner.data(AskDocument, ask);
    const error = await owner.error(AskDocument, ask);
    expect(error).toMatchObject({
      message: expect.stringContaining('too many questions'),
      extensions: { code: 'RATE_LIMITED' },
    });
    expect(error.extensions.retryAfterSeconds).toBeGreaterThan(0);
    expect((await owner.stream(AnswerDocument, ask).next()).value).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    const other = createClient(server.url, createApiToken.token);
    expect((await other.data(AskDocument, ask)).ask.answer.answered).toBe(false);
  });

  it('are quotas of documents, storage and questions, which the operator changes for one organisation', async () => {
    const owner = await server.register();
    const id = (await owner.data(MeDocument, {})).me.tenant.id as TenantId;
    const quotas = async () => {
      const query = '{ me { tenant { quotas { documents storedBytes questionsPerDay } } } }';
      const { me } = await owner.data<{ me: { tenant: { quotas: object } } }, Record<string, unknown>>(query);
      return me.tenant.quotas;
    };
    expect(await quotas()).toEqual({ documents: 2, storedBytes: 1_000_000, questionsPerDay: null });
    const ingest = (text: string) => ({ input: { name: 'a.txt', text, wait: true } });
    await owner.data(IngestTextDocument, ingest('One.'));
    expect(await owner.error(IngestTextDocument, ingest('x '.repeat(500_001)))).toMatchObject({
      message: expect.stringContaining('more than the 1.0 MB that your organisation may keep'),
      extensions: { code: 'TOO_LARGE' },
    });
    await owner.data(IngestTextDocument, ingest('Two.'));
    expect(await owner.error(IngestTextDocument, ingest('Three.'))).toMatchObject({
      message: expect.stringContaining('more than the 2 documents that your organisation may keep'),
      extensions: { code: 'TOO_LARGE' },
    });
    await store.directory.updateTenant(id, { limits: { documents: null, questionsPerDay: 1 } });
    // What other processes change is seen within a second.
    await expect.poll(() => owner.request(IngestTextDocument, ingest('Three.'))).not.toHaveProperty('errors');
    expect(await quotas()).toEqual({ documents: null, storedBytes: 1_000_000, questionsPerDay: 1 });
    await owner.data(AskDocument, ask);
    expect(await owner.error(AskDocument, ask)).toMatchObject({
      message: expect.stringContaining('1 questions of the day'),
      extensions: { code: 'RATE_LIMITED' },
    });
    // With another quota, what was asked counts on, and what was refused does not.
    await store.directory.updateTenant(id, { limits: { documents: null, questionsPerDay: 2 } });
    await expect.poll(() => owner.request(AskDocument, ask)).not.toHaveProperty('errors');
    expect(await owner.error(AskDocument, ask)).toMatchObject({
      message: expect.stringContaining('2 questions of the day'),
      extensions: { code: 'RATE_LIMITED' },
    });
  });
});

describe('a quota', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ QUOTA_DOCUMENTS: '4', QUOTA_STORAGE_MB: '1' });
  });
  afterAll(() => server.close());

  const name = (at: number) => `${at}.txt`;
  const codesOf = async (requests: Promise<{ errors?: { extensions: { code: string } }[] }>[]) =>
    (await Promise.all(requests)).map(({ errors }) => errors?.[0]?.extensions.code ?? 'OK').sort();

  it('holds for documents that come in at once', async () => {
    const owner = await server.register();
    const ingest = (text: string, at: number) =>
      owner.request(IngestTextDocument, { input: { name: name(at), text, wait: false } });
    const many = Array.from({ length: 12 }, (_, at) => ingest(`Text ${at}.`, at));
    expect(await codesOf(many)).toEqual([...Array(4).fill('OK'), ...Array(8).fill('TOO_LARGE')]);
    const large = await server.register();
    const bytes = Array.from({ length: 4 }, (_, at) =>
      large.request(IngestTextDocument, { input: { name: name(at), text: `${at} `.repeat(200_000), wait: false } }),
    );
    expect(await codesOf(bytes)).toEqual(['OK', 'OK', 'TOO_LARGE', 'TOO_LARGE']);
  });

  it('holds for versions that wait, too', async () => {
    const owner = await server.register();
    const ids = [await owner.ingest(name(1), 'One.'), await owner.ingest(name(2), 'Two.')].map(({ id }) => id);
    const replacing = ids.map((id) =>
      owner.request(ReplaceDocumentDocument, { input: { id, text: `${id} `.repeat(20_000) } }),
    );
    expect(await codesOf(replacing)).toEqual(['OK', 'TOO_LARGE']);
  });
});

describe('the language model', () => {
  const model = createScriptedModel();
  let server: TestServer;
  const clients: Client[] = [];
  beforeAll(async () => {
    server = await startTestServer({ MODEL_CONCURRENCY: '1' }, { answerModel: model });
    for (const name of ['busy', 'quiet']) {
      const client = await server.register({ organization: name });
      await client.ingest('leave.md', `Employees of ${name} get 25 days of paid annual leave.`);
      clients.push(client);
    }
  });
  afterAll(() => server.close());

  it('writes so many answers at once, and others in turn by organisation', async () => {
    const [busy, quiet] = clients as [Client, Client];
    const order: string[] = [];
    const go: (() => void)[] = [];
    model.script = async function* ({ passages }) {
      order.push(passages[0]?.text.includes('busy') ? 'busy' : 'quiet');
      await new Promise<void>((resolve) => go.push(resolve));
      yield* says('They get 25 days [1].')({ question: '', passages: [] }, { signal: new AbortController().signal });
    };
    const first = busy.data(AskDocument, ask);
    await expect.poll(() => order).toEqual(['busy']);
    const more = [1, 2, 3].map(() => busy.data(AskDocument, ask));
    const started = async (client: Client) => {
      const stream = client.stream(AnswerDocument, ask);
      // The passages come before the wait.
      expect((await stream.next()).value?.data?.answer.__typename).toBe('AnswerStarted');
      return stream;
    };
    const waiting = await started(busy);
    const theirs = await started(quiet);
    const asked = theirs.next();
    expect(order).toEqual(['busy']);
    // Whoever leaves while waiting never has the model asked.
    await waiting.return?.();
    while (order.length < 5) {
      const known = order.length;
      go.shift()?.();
      await expect.poll(() => order.length).toBeGreaterThan(known);
    }
    go.shift()?.();
    await Promise.all([first, ...more, asked]);
    expect(order).toHaveLength(5);
    expect(order.indexOf('quiet')).toBeLessThan(3);
    await theirs.return?.();
  });

  it('gives the place of an abandoned answer to the next', async () => {
    const [busy, quiet] = clients as [Client, Client];
    model.script = async function* (_request, { signal }) {
      yield { type: 'text', text: ' so' };
      await untilAborted(signal);
    };
    const begun = model.nextRun();
    const stream = busy.stream(AnswerDocument, ask);
    await stream.next();
    const reading = stream.next();
    const run = await begun;
    await reading;
    model.script = says('They get 25 days [1].');
    const next = quiet.data(AskDocument, ask);
    await stream.return?.();
    await run.ended;
    expect((await next).ask.answer.answered).toBe(true);
  });
});
