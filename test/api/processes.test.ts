import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentChangedDocument, IngestTextDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import { createClient } from '../support/client.ts';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('processes on one MongoDB', () => {
  let mongo: MongoServer;
  const servers: TestServer[] = [];
  const start = async (role: string) => {
    const server = await startTestServer({ MONGODB_URI: mongo.uri, PROCESS_ROLE: role });
    servers.push(server);
    return server;
  };
  beforeAll(async () => {
    mongo = await startMongoServer();
  });
  afterAll(async () => {
    for (const server of servers) await server.close();
    await mongo.close();
  });

  it('leave the work of each to the other: an api process serves, a worker ingests', async () => {
    const api = await start('api');
    const other = await start('api');
    const ada = await api.register();
    const { ingestText } = await ada.data(IngestTextDocument, {
      input: { name: 'leave.txt', text: 'Employees get 25 days of paid annual leave.' },
    });
    const { id } = ingestText.document;
    expect(await ada.document(id)).toMatchObject({ status: 'PENDING', progress: { stage: 'WAITING' } });

    // The token of one process is good at the other, and so is what the other hears of the worker.
    const elsewhere = createClient(other.url, ada.token);
    const statuses: unknown[] = [];
    let worker: TestServer | undefined;
    for await (const { data } of elsewhere.subscribe(DocumentChangedDocument, { id })) {
      worker ??= await start('worker');
      statuses.push(data?.documentChanged.document?.status);
      if (statuses.at(-1) === 'SEARCHABLE') break;
    }
    expect(statuses[0]).toBe('PENDING');

    const { search } = await elsewhere.data(SearchDocument, { query: 'How much leave do I get?' });
    expect(search.passages).toMatchObject([{ documentId: id }]);

    expect((await fetch(`${worker?.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${worker?.url}/graphql`, { method: 'POST' })).status).toBe(404);
  });
});
