import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerDocument, DocumentsDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('a first session', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it('registers, ingests, lists, searches, asks over one socket and deletes', async () => {
    const ada = await server.register();
    const document = await ada.ingest('handbook.md', '# Leave\n\nEmployees get 25 days of paid annual leave.\n');
    expect(document).toMatchObject({ status: 'SEARCHABLE', chunkCount: 1, mediaType: 'text/markdown', error: null });

    const { documents } = await ada.data(DocumentsDocument, {});
    expect(documents.totalCount).toBe(1);
    expect(documents.edges[0]?.node).toMatchObject({ id: document.id, createdBy: { email: 'owner1@example.com' } });

    const query = 'How many days of leave do I get?';
    const { search } = await ada.data(SearchDocument, { query });
    expect(search.answerable).toBe(true);
    expect(search.passages[0]).toMatchObject({ documentId: document.id, headings: ['Leave'] });

    let streamed = '';
    const types: string[] = [];
    for await (const { data } of ada.subscribe(AnswerDocument, { input: { question: query } })) {
      const event = data?.answer;
      types.push(event?.__typename ?? 'none');
      if (event?.__typename === 'AnswerDelta') streamed += event.text;
      if (event?.__typename === 'AnswerCompleted') {
        expect(event.answer.text).toBe(streamed);
        expect(event.answer.answered).toBe(true);
        expect(event.answer.citations).toMatchObject([{ marker: 1, passage: { documentId: document.id } }]);
      }
    }
    expect(types[0]).toBe('AnswerStarted');
    expect(types.at(-1)).toBe('AnswerCompleted');
    expect(streamed).toContain('25 days');

    await ada.delete(document.id);
    expect((await ada.data(SearchDocument, { query })).search).toEqual({
      answerable: false,
      passages: [],
      spelled: null,
    });
  });
});
