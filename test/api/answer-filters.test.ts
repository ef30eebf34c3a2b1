import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AskDocument, UpdateDocumentDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const QUESTION = 'When does the depot open?';

describe('what an answer was looked for in', () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
  });
  afterAll(() => server.close());

  it('is kept with it, with its documents as far as one sees them', async () => {
    const { id } = await ada.ingest('depot.md', 'The depot opens in February.', {
      collection: 'places',
      tags: ['new'],
    });
    const bob = await server.join(ada, { role: 'VIEWER', collections: ['places'] });
    const filter = { collection: 'places', tags: ['new', 'old'], documentIds: [id, 'f'.repeat(32)] };
    const { ask } = await bob.data(AskDocument, { input: { question: QUESTION, filter } });
    expect(ask.answer.answered).toBe(true);
    expect(ask.answer.filter).toEqual({
      collection: 'places',
      tags: ['new', 'old'],
      documents: [{ id, name: 'depot.md' }, null],
    });
    await ada.data(UpdateDocumentDocument, { input: { id, collection: 'elsewhere' } });
    const { ask: again } = await bob.data(AskDocument, { input: { question: QUESTION, filter } });
    expect(again.answer.filter.documents).toEqual([null, null]);
  });

  it('is empty for all documents', async () => {
    const { ask } = await ada.data(AskDocument, { input: { question: QUESTION } });
    expect(ask.answer.filter).toEqual({ collection: null, tags: [], documents: [] });
  });
});
