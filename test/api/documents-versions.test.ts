import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CancelIngestionDocument,
  DocumentChangedDocument,
  type DocumentPartsFragment,
  DocumentsDocument,
  IngestTextDocument,
  ReplaceDocumentDocument,
  ReprocessDocumentDocument,
  RetryIngestionDocument,
  SearchDocument,
  UpdateDocumentDocument,
} from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** The document once it is as wanted. */
async function settle(
  client: Client,
  id: string,
  isWanted: (document: DocumentPartsFragment) => boolean,
): Promise<DocumentPartsFragment> {
  for await (const { data } of client.subscribe(DocumentChangedDocument, { id })) {
    const document = data?.documentChanged.document as DocumentPartsFragment | null | undefined;
    if (document && isWanted(document)) return document;
  }
  throw new Error('The stream ended before the document was as wanted.');
}
const isDone = ({ progress }: DocumentPartsFragment) => progress.stage === 'DONE';

const search = async (client: Client, query: string, filter = {}) =>
  (await client.data(SearchDocument, { query, filter })).search.passages.map(({ text }) => text);
const replace = async (client: Client, id: string, text: string) =>
  (await client.data(ReplaceDocumentDocument, { input: { id, text } })).replaceDocument;
const update = async (client: Client, input: { id: string; [field: string]: unknown }) =>
  (await client.data(UpdateDocumentDocument, { input })).updateDocument.document;

/** A file in place of a document's content. */
async function replaceByFile(client: Client, id: string, file: Blob, name: string) {
  const form = new FormData();
  const query = 'mutation ($input: ReplaceDocumentInput!) { replaceDocument(input: $input) { created } }';
  form.set('operations', JSON.stringify({ query, variables: { input: { id, file: null } } }));
  form.set('map', JSON.stringify({ 0: ['variables.input.file'] }));
  form.set('0', file, name);
  const headers = { authorization: `Bearer ${client.token}` };
  const response = await fetch(`${client.url}/graphql`, { method: 'POST', headers, body: form });
  return (await response.json()) as { data?: unknown; errors?: { message: string }[] };
}

/** Of so many passages that it takes seconds to ingest. */
const LONG = Array.from({ length: 40_000 }, (_, at) => `Sentence number ${at} is about the library.`).join(' ');

describe('a document', () => {
  it('gets a new version, which searches see once it is whole', async () => {
    const ada = await server.register();
    const { id } = await ada.ingest('hours.md', 'The library opens at eight.');
    const { created, document } = await replace(ada, id, 'The library opens at nine.');
    expect([created, document.id, document.status, document.version]).toEqual([true, id, 'SEARCHABLE', 1]);

    const done = await settle(ada, id, isDone);
    expect(done).toMatchObject({ version: 2, error: null, name: 'hours.md', mediaType: 'text/markdown' });
    expect(await search(ada, 'When does the library open?')).toEqual(['The library opens at nine.']);

    expect(await replace(ada, id, 'The library opens at nine.')).toMatchObject({
      created: false,
      document: { version: 2, progress: { stage: 'DONE' } },
    });
  });

  it('keeps its content when a new version fails, and says why', async () => {
    const ada = await server.register();
    const { id } = await ada.ingest('hours.md', 'The library opens at eight.');
    expect(await replaceByFile(ada, id, new Blob(['PK\x03\x04 no archive']), 'hours.docx')).toMatchObject({
      errors: [{ message: expect.stringContaining('a ZIP archive') }],
    });
    const zip = new Uint8Array(Buffer.from('PK\x03\x04[Content_Types].xmlword/document.xml', 'latin1'));
    expect(await replaceByFile(ada, id, new Blob([zip]), 'hours.docx')).toMatchObject({
      data: { replaceDocument: { created: true } },
    });
    expect(await settle(ada, id, isDone)).toMatchObject({
      status: 'SEARCHABLE',
      version: 1,
      mediaType: 'text/markdown',
      error: expect.stringContaining('damaged'),
    });
    expect(await search(ada, 'When does the library open?')).toEqual(['The library opens at eight.']);
    const neither = await ada.error(ReplaceDocumentDocument, { input: { id } });
    expect([neither.extensions.code, neither.message]).toEqual(['BAD_INPUT', 'Give either a file or a text.']);
    expect((await ada.error(RetryIngestionDocument, { input: { id } })).message).toMatch(/Its new version has failed/);
  });

  it('is renamed, tagged, dated and moved at once', async () => {
    const ada = await server.register();
    const { id } = await ada.ingest('draft.txt', 'The library opens at eight.', { tags: ['draft'] });
    const change = {
      name: 'Hours',
      tags: ['rules'],
      collection: 'desk/night',
      documentDate: '2024-05-06T00:00:00.000Z',
    };
    expect(await update(ada, { id, ...change })).toMatchObject({ id, ...change, version: 1 });
    const query = 'When does the library open?';
    expect(await search(ada, query, { tags: ['rules'], collection: 'desk', mediaType: 'TEXT/plain' })).toHaveLength(1);
    expect(
      await search(ada, query, { datedAfter: '2024-05-05T00:00:00Z', datedBefore: '2024-05-07T00:00:00Z' }),
    ).toHaveLength(1);
    expect(await search(ada, query, { tags: ['draft'] })).toEqual([]);
    expect(await search(ada, query, { datedAfter: '2024-05-07T00:00:00Z' })).toEqual([]);

    // What is left out stays, null empties what may be empty.
    expect(await update(ada, { id, collection: null, name: null, tags: null })).toMatchObject({
      ...change,
      collection: null,
    });
    expect((await ada.error(UpdateDocumentDocument, { input: { id, name: ' ' } })).extensions.code).toBe('BAD_INPUT');
  });

  it('is changed by those who may, and never out of their own sight', async () => {
    const ada = await server.register();
    const editor = await server.join(ada, { role: 'EDITOR' });
    const other = await server.join(ada, { role: 'EDITOR', collections: ['desk'] });
    const viewer = await server.join(ada, { role: 'VIEWER' });
    const { id } = await editor.ingest('a', 'The library opens at eight.', { collection: 'desk' });
    const refusal = async (client: Client, input: object) => {
      const { extensions, message } = await client.error(UpdateDocumentDocument, { input: { id, ...input } });
      return `${extensions.code}: ${message}`;
    };
    expect(await refusal(viewer, { name: 'b' })).toMatch(/FORBIDDEN: .*EDITOR.*VIEWER/);
    expect(await refusal(other, { name: 'b' })).toMatch(/FORBIDDEN: .*somebody else/);
    expect(await refusal(editor, { containsPii: true })).toMatch(/FORBIDDEN: .*personal data/);
    expect(await refusal(ada, { visibility: 'PRIVATE' })).toMatch(/FORBIDDEN: Only who brought/);

    const own = await other.ingest('b', 'The desk closes at nine.', { collection: 'desk' });
    const moved = await other.error(UpdateDocumentDocument, { input: { id: own.id, collection: 'finance' } });
    expect(moved.extensions.code).toBe('FORBIDDEN');

    await update(editor, { id, visibility: 'PRIVATE' });
    expect(await ada.document(id)).toBeNull();
    expect(await refusal(ada, { name: 'b' })).toMatch(/^NOT_FOUND/);
    expect(await refusal(await server.register(), { name: 'b' })).toMatch(/^NOT_FOUND/);
  });

  it('is marked as personal data at once, for running searches too', async () => {
    const ada = await server.register();
    const viewer = await server.join(ada, { role: 'VIEWER' });
    const { id } = await ada.ingest('a', 'The library opens at eight.');
    expect(await search(viewer, 'When does the library open?')).toHaveLength(1);
    const events = viewer.subscribe(DocumentChangedDocument, { id });
    await events.next();
    await update(ada, { id, containsPii: true });
    expect(await search(viewer, 'When does the library open?')).toEqual([]);
    expect((await events.next()).value.data.documentChanged).toMatchObject({ type: 'DELETED', document: null });
    await events.return?.();
  });

  it('is ingested again from what is stored', async () => {
    const ada = await server.register();
    const { id } = await ada.ingest('a', 'The library opens at eight.');
    const { reprocessDocument } = await ada.data(ReprocessDocumentDocument, { input: { id } });
    expect(reprocessDocument.document).toMatchObject({ status: 'SEARCHABLE', progress: { stage: 'WAITING' } });
    expect(await settle(ada, id, isDone)).toMatchObject({ version: 1, status: 'SEARCHABLE' });
    expect(await search(ada, 'When does the library open?')).toEqual(['The library opens at eight.']);
  });
});

describe('ingestion', () => {
  it('is cancelled, tells its place while it waits, and is tried again', async () => {
    const ada = await server.register();
    const ingest = async (name: string) =>
      (await ada.data(IngestTextDocument, { input: { name, text: `${name} ${LONG}` } })).ingestText.document.id;
    const ids = [await ingest('a'), await ingest('b'), await ingest('c'), await ingest('d')];
    // Two of an organisation are worked on at once.
    for (const id of ids.slice(0, 2)) await settle(ada, id, ({ status }) => status === 'PROCESSING');
    const places = async () => {
      const { documents } = await ada.data(DocumentsDocument, {});
      return new Map(documents.edges.map(({ node }) => [node.id, node.progress.queuePosition]));
    };
    expect(
      ids.map(
        (
          (known) => (id: string) =>
            known.get(id)
        )(await places()),
      ),
    ).toEqual([null, null, 1, 2]);

    for (const id of ids) {
      const { cancelIngestion } = await ada.data(CancelIngestionDocument, { input: { id } });
      expect(cancelIngestion.document).toMatchObject({ status: 'CANCELLED', error: null });
    }
    expect(await search(ada, 'What is the library about?')).toEqual([]);
    const [id = ''] = ids;
    const again = await ada.error(CancelIngestionDocument, { input: { id } });
    expect([again.extensions.code, again.message]).toEqual(['CONFLICT', expect.stringContaining('not being ingested')]);

    const { retryIngestion } = await ada.data(RetryIngestionDocument, { input: { id } });
    expect(retryIngestion.document.status).toBe('PENDING');
    await settle(ada, id, ({ progress }) => progress.chunksEmbedded > 0);
    await ada.delete(id);
    expect((await ada.error(RetryIngestionDocument, { input: { id } })).extensions.code).toBe('NOT_FOUND');
  });
});
