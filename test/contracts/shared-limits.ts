import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import {
  AskDocument,
  DeleteDocumentDocument,
  DocumentsDocument,
  IngestTextDocument,
  LoginDocument,
  RegisterDocument,
} from '../../schema/typed/graphql.ts';
import { AUTH_LIMITS, USE_LIMITS } from '../../src/limits.ts';
import { type Client, createClient } from '../support/client.ts';
import { dropDatabases } from '../support/mongo-databases.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const QUESTIONS_PER_DAY = 3;
const RATE_LIMITED = { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) };
const ask = { input: { question: 'How many days of paid leave do employees get?' } };
const ada = { email: 'ada@example.com', password: 'correct horse' };
const wrong = { input: { ...ada, password: 'a guess' } };

/** Two servers on one MongoDB together allow what one allows. */
export function describeSharedLimits(name: string, { uri }: { uri: () => string }): void {
  describe(`the limits of two servers on ${name}`, () => {
    const database = `carrel_test_${randomBytes(4).toString('hex')}`;
    const servers: TestServer[] = [];
    const start = async (env: Record<string, string> = {}) => {
      const server = await startTestServer({
        MONGODB_URI: uri(),
        MONGODB_DATABASE: database,
        RATE_LIMITS: 'on',
        ...env,
      });
      servers.push(server);
      return server;
    };
    const closeAll = async () => {
      for (const server of servers.splice(0)) await server.close();
    };
    const startTwo = async (env: Record<string, string> = {}) => {
      const [here, there] = [await start(env), await start(env)];
      const { register } = await here.anonymous().data(RegisterDocument, { input: ada });
      return { here, there, register };
    };
    afterEach(async () => {
      await closeAll();
      await dropDatabases(uri(), database);
    });

    it('are of one count: guesses at both are as many as at one', async () => {
      const { here, there } = await startTwo();
      const { points } = AUTH_LIMITS.failedLoginsOfAccountAtAddress;
      for (let at = 0; at < points; at += 1) {
        const { extensions } = await (at % 2 === 0 ? here : there).anonymous().error(LoginDocument, wrong);
        expect(extensions.code).toBe('UNAUTHENTICATED');
      }
      for (const server of [here, there]) {
        const { extensions } = await server.anonymous().error(LoginDocument, { input: ada });
        expect(extensions).toEqual(RATE_LIMITED);
      }
    });

    it('are of one count for a day of questions, to the last, also after a restart', async () => {
      const { here, there, register } = await startTwo({ QUOTA_QUESTIONS_PER_DAY: String(QUESTIONS_PER_DAY) });
      const [a, b] = [here, there].map(({ url }) => createClient(url, register.accessToken));
      if (!a || !b) throw new TypeError('There are two servers.');
      for (const client of [a, b, a]) await client.data(AskDocument, ask);
      for (const client of [a, b]) expect((await client.error(AskDocument, ask)).extensions).toEqual(RATE_LIMITED);
      await closeAll();
      const again = await start({ QUOTA_QUESTIONS_PER_DAY: String(QUESTIONS_PER_DAY) });
      const { extensions } = await createClient(again.url, register.accessToken).error(AskDocument, ask);
      expect(extensions).toEqual(RATE_LIMITED);
    });

    it('are of one count for what an organisation may keep, also for what comes in at once', async () => {
      const { here, there, register } = await startTwo({ QUOTA_DOCUMENTS: '4' });
      const clients = [here, there].map(({ url }) => createClient(url, register.accessToken));
      const ingest = (client: Client, at: number) =>
        client.request(IngestTextDocument, { input: { name: `${at}.txt`, text: `Text ${at}.`, wait: false } });
      // To the last, whichever server is asked.
      for (const at of [1, 2]) for (const client of clients) expect(await ingest(client, at)).toHaveProperty('data');
      const [first] = clients;
      const stored = async () => (await first?.data(DocumentsDocument, {}))?.documents.edges.map(({ node }) => node.id);
      const [gone] = (await stored()) ?? [];
      await first?.data(DeleteDocumentDocument, { input: { id: gone ?? '' } });
      await Promise.all([3, 4, 5, 6].flatMap((at) => clients.map((client) => ingest(client, at))));
      expect((await stored())?.length).toBeLessThanOrEqual(4);
      expect(await stored()).not.toHaveLength(0);
    });

    it('that wait for nobody know of the other a moment later', async () => {
      const { here, there, register } = await startTwo();
      const [a, b] = [here, there].map(({ url }) => createClient(url, register.accessToken));
      if (!a || !b) throw new TypeError('There are two servers.');
      const { points } = USE_LIMITS.questions;
      for (let at = 0; at < points; at += 1) await a.data(AskDocument, ask);
      let answered = -1;
      await expect
        .poll(async () => {
          answered += 1;
          return (await b.request(AskDocument, ask)).errors?.[0]?.extensions;
        })
        .toEqual(RATE_LIMITED);
      expect(answered).toBeLessThan(points);
    });
  });
}
