import type { ExecutionResult } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AskDocument,
  DeleteDocumentDocument,
  DocumentChangedDocument,
  type DocumentChangedSubscription,
  DocumentsDocument,
  DocumentTextDocument,
  IngestTextDocument,
  SearchDocument,
} from '../../schema/typed/graphql.ts';
import { schema } from '../../src/schema.ts';
import { createParty, findLeaks, secretsIn } from '../support/isolation.ts';
import { innerArgumentsOf, rootFieldsOf } from '../support/isolation-operation.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('tenants', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it('are kept apart by every root field, argument and subscription of the schema', async () => {
    expect(await findLeaks(server, schema)).toEqual([]);
  });

  it('get their own answers only, when 200 operations of two of them run at once', async () => {
    const parties = [await createParty(server, 'alice'), await createParty(server, 'carol')];
    const ask = async (at: number) => {
      const [mine, other] = at % 2 === 0 ? parties : parties.toReversed();
      if (!mine || !other) throw new Error('There are two parties.');
      const [id = ''] = mine.documentIds;
      const operations: (() => Promise<unknown>)[] = [
        () => mine.client.data(DocumentTextDocument, { id }),
        () => mine.client.data(DocumentsDocument, { filter: { nameContains: 'vault' } }),
        () => mine.client.data(SearchDocument, { query: 'the code of the vault' }),
        () => mine.client.data(DocumentsDocument, { filter: { documentIds: [id] } }),
        () => mine.client.data(DocumentTextDocument, { id, start: 5 }),
      ];
      const question = { input: { question: 'What is the code of the vault?', filter: { documentIds: [id] } } };
      if (at % 20 < 2) operations.fill(() => mine.client.data(AskDocument, question));
      const response = JSON.stringify(await operations[at % operations.length]?.());
      return { own: secretsIn(response, mine).length > 0, foreign: secretsIn(response, other) };
    };
    const responses = await Promise.all(Array.from({ length: 200 }, (_, at) => ask(at)));
    expect(responses).toEqual(Array(200).fill({ own: true, foreign: [] }));
  });

  it('keep their own copies of the same bytes, and delete only those', async () => {
    const [dave, erin] = [await server.register(), await server.register()];
    const input = { name: 'same.txt', text: 'The same bytes.', wait: true };
    const first = await dave.data(IngestTextDocument, { input });
    const second = await erin.data(IngestTextDocument, { input });
    expect(second.ingestText.created).toBe(true);
    expect(second.ingestText.document.id).not.toBe(first.ingestText.document.id);

    const { id } = first.ingestText.document;
    expect(await erin.error(DeleteDocumentDocument, { input: { id } })).toMatchObject({
      extensions: { code: 'NOT_FOUND' },
    });
    await erin.delete(second.ingestText.document.id);
    expect(await dave.document(id)).toMatchObject({ status: 'SEARCHABLE' });
    expect((await dave.data(SearchDocument, { query: 'the same bytes' })).search.passages).toHaveLength(1);
  });

  it("hear of their own documents only, over both transports, while another's change", async () => {
    const [frank, grace] = [await server.register(), await server.register()];
    const follow = async (stream: AsyncIterable<ExecutionResult<DocumentChangedSubscription>>) => {
      const names: (string | undefined)[] = [];
      for await (const { data } of stream) {
        names.push(data?.documentChanged.document?.name);
        if (data?.documentChanged.document?.status === 'SEARCHABLE') return [...new Set(names)];
      }
      return names;
    };
    const mine = await frank.ingest('mine.txt', 'What is there at first.');
    const streams = [frank.subscribe(DocumentChangedDocument, {}), frank.stream(DocumentChangedDocument, {})];
    for (const stream of streams) {
      expect((await stream.next()).value?.data?.documentChanged).toMatchObject({
        type: 'CURRENT',
        documentId: mine.id,
      });
    }
    const heard = streams.map((stream) => follow(stream));
    const theirs = await grace.ingest('theirs.txt', 'Nothing that Frank hears of.');
    await grace.delete(theirs.id);
    await frank.ingest('next.txt', 'What Frank hears of next.');
    expect(await Promise.all(heard)).toEqual([['next.txt'], ['next.txt']]);
  });
});

describe('the schema', () => {
  it('is open to those who are not logged in at these fields only', () => {
    const open = rootFieldsOf(schema).filter(({ extensions }) => extensions['access'] === 'public');
    expect(open.map(({ name }) => name).sort()).toEqual([
      'Mutation.acceptInvitation',
      'Mutation.login',
      'Mutation.refreshSession',
      'Mutation.register',
      'Mutation.resetPassword',
      'Query.invitation',
      'Query.system',
    ]);
  });

  // The suites send ids and conditions to root fields alone.
  it('takes no id, nor a condition, below its root fields', () => {
    expect(innerArgumentsOf(schema)).toEqual([
      // The conversation is the caller's own, and its cursors are places in it.
      'Conversation.answers(after)',
      'Conversation.answers(before)',
      'Conversation.answers(first)',
      'Conversation.answers(last)',
      'Document.text(end)',
      'Document.text(start)',
    ]);
  });
});
