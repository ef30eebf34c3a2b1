import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AskDocument, ConversationDocument, CreateConversationDocument } from '../../schema/typed/graphql.ts';
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

  it('is kept with it, its documents as far as one sees them', async () => {
    const { id } = await ada.ingest('depot.md', 'The depot opens in February.', {
      collection: 'places',
      tags: ['new'],
    });
    const filter = { collection: 'places', tags: ['new', 'old'], documentIds: [id] };
    const { createConversation } = await ada.data(CreateConversationDocument);
    const conversationId = createConversation.conversation.id;
    const { ask } = await ada.data(AskDocument, { input: { question: QUESTION, filter, conversationId } });
    const { documentIds: _asked, ...kept } = filter;
    expect(ask.answer).toMatchObject({
      answered: true,
      filter: { ...kept, documents: [{ id, name: 'depot.md' }] },
    });
    await ada.delete(id);
    const { conversation } = await ada.data(ConversationDocument, { id: conversationId });
    expect(conversation?.answers.edges[0]?.node.filter).toEqual({ ...kept, documents: [null] });
  });

  it('is empty for all documents', async () => {
    const { ask } = await ada.data(AskDocument, { input: { question: QUESTION } });
    expect(ask.answer.filter).toEqual({ collection: null, tags: [], documents: [] });
  });
});
