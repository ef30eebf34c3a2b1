import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentsDocument, IngestTextDocument, RegisterDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import { type Client, createClient } from '../support/client.ts';
import { type MongoProxy, startMongoProxy } from '../support/mongo-proxy/proxy.ts';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';
import { type CarrelProcess, newFolder, startCarrel } from '../support/process.ts';

/** Half of what the driver waits for a socket; what takes as long as that has no limit of its own. */
const LIMIT_MS = 30_000;

describe('a process whose database answers `hello` and `ping`, and nothing else', () => {
  const ends: (() => Promise<unknown>)[] = [];
  let server: MongoServer;
  let proxy: MongoProxy;
  let carrel: CarrelProcess;
  let url: string;
  let ada: Client;
  beforeAll(async () => {
    const folder = await newFolder();
    server = await startMongoServer();
    proxy = await startMongoProxy(server.uri);
    ends.push(
      folder.remove,
      () => server.close(),
      () => proxy.close(),
    );
    carrel = startCarrel(folder.path, { MONGODB_URI: proxy.uri });
    ends.push(async () => {
      carrel.child.kill('SIGKILL');
      await carrel.exited;
    });
    url = await carrel.url();
    const { register } = await createClient(url).data(RegisterDocument, {
      input: { email: 'ada@example.com', password: 'correct horse', organization: 'Example' },
    });
    ada = createClient(url, register.accessToken);
    await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  const began = () => {
    const start = performance.now();
    return () => performance.now() - start;
  };

  it('is not ready, tells its readers so, and goes on where the database does', async () => {
    proxy.stall();
    const elapsed = began();
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, (await ready.json()).detail]).toEqual([503, 'Not ready: store.']);
    const [metrics, ...errors] = await Promise.all([
      fetch(`${url}/metrics`),
      ada.error(SearchDocument, { query: 'leave' }),
      ada.error(DocumentsDocument, {}),
      ada.error(IngestTextDocument, { input: { name: 'new.txt', text: 'A new text.' } }),
    ]);
    expect(metrics.status).toBe(200);
    for (const { extensions } of errors) expect(extensions.code).toBe('STORE_UNAVAILABLE');
    expect(elapsed()).toBeLessThan(LIMIT_MS);

    proxy.resume();
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await ada.data(SearchDocument, { query: 'leave' })).search.passages.length).toBeGreaterThan(0);
  });

  it('ends when it is told to', async () => {
    proxy.stall();
    const elapsed = began();
    expect(await carrel.stop()).toBe(0);
    expect(elapsed()).toBeLessThan(LIMIT_MS);
  });
});
