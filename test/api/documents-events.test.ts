import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DocumentChangedDocument,
  type DocumentChangedSubscription,
  DocumentDocument,
  DocumentsDocument,
  IngestTextDocument,
  MeDocument,
  SearchDocument,
} from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

type Event = DocumentChangedSubscription['documentChanged'];

const STAGES = ['WAITING', 'PARSING', 'CHUNKING', 'EMBEDDING', 'WRITING', 'DONE'];
const CREATURES = ['otter', 'heron', 'badger', 'newt', 'lynx', 'stoat', 'wren', 'pike'];

/** A Markdown text of this many passages, each under a heading of its own. */
function textOf(passages: number): string {
  const passage = (at: number) =>
    `# Night ${at}\n\nThe ${CREATURES[at % CREATURES.length]} crosses the quiet river at dusk.\n`;
  return Array.from({ length: passages }, (_, at) => passage(at)).join('\n');
}

/** The events of a subscription, up to the first that fits. */
async function until(client: Client, id: string | null, isLast: (event: Event) => unknown): Promise<Event[]> {
  const events: Event[] = [];
  for await (const { data, errors } of client.subscribe(DocumentChangedDocument, { id })) {
    if (!data) throw new Error(`The subscription failed: ${JSON.stringify(errors)}`);
    events.push(data.documentChanged);
    if (await isLast(data.documentChanged)) break;
  }
  return events;
}

describe('a change of a document', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it('is heard from what is there to its deletion, with progress that never goes back', async () => {
    const ada = await server.register();
    const there = await ada.ingest('there', 'It is there before.');
    let added = '';
    let isDeleted = false;
    const events = await until(ada, null, async ({ type, documentId, document }) => {
      if (type === 'CURRENT') {
        const input = { name: 'new.md', text: textOf(40) };
        added = (await ada.data(IngestTextDocument, { input })).ingestText.document.id;
      }
      if (type === 'UPDATED' && document?.status === 'SEARCHABLE' && document.progress.stage === 'DONE') {
        // The event before the last may show it so already.
        if (!isDeleted) await ada.delete(documentId);
        isDeleted = true;
      }
      return type === 'DELETED';
    });
    expect(events[0]).toMatchObject({ type: 'CURRENT', documentId: there.id, document: { status: 'SEARCHABLE' } });
    expect(events[1]).toMatchObject({ type: 'ADDED', documentId: added });
    expect(events.at(-1)).toEqual({ type: 'DELETED', documentId: added, document: null });
    const between = events.slice(2, -1);
    expect(between.every(({ type, documentId }) => type === 'UPDATED' && documentId === added)).toBe(true);

    const progress = between.flatMap(({ document }) => (document ? [document.progress] : []));
    const stages = progress.map(({ stage }) => STAGES.indexOf(stage));
    expect(stages).toEqual(stages.toSorted((a, b) => a - b));
    const counts = progress.map(({ chunksEmbedded }) => chunksEmbedded);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts.some((count) => count > 0 && count < 40)).toBe(true);
    expect(progress.at(-1)).toMatchObject({ stage: 'DONE', chunksEmbedded: 40, chunksTotal: 40 });
  });

  it('is heard of one document alone, until that is gone', async () => {
    const ada = await server.register();
    const [one, other] = [await ada.ingest('one', 'The one.'), await ada.ingest('other', 'The other.')];
    const events = await until(ada, one.id, async ({ type }) => {
      if (type !== 'CURRENT') return false;
      await ada.delete(other.id);
      await ada.delete(one.id);
      return false;
    });
    expect(events.map(({ type, documentId }) => [type, documentId])).toEqual([
      ['CURRENT', one.id],
      ['DELETED', one.id],
    ]);
  });

  it.each(['f'.repeat(32), 'nonsense', ''])('is not heard of the unknown document %j', async (id) => {
    const ada = await server.register();
    for (const stream of [
      ada.subscribe(DocumentChangedDocument, { id }),
      ada.stream(DocumentChangedDocument, { id }),
    ]) {
      const results = [];
      for await (const result of stream) results.push(result);
      expect(results).toMatchObject([
        { errors: [{ message: 'There is no such document.', extensions: { code: 'NOT_FOUND' } }] },
      ]);
    }
  });
});

describe('deleting a document', () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
  });
  afterAll(() => server.close());

  const dropped = async () => /outcome="dropped"} 1$/m.test(await (await fetch(`${server.url}/metrics`)).text());

  it('stops its ingestion, and nothing of it is found', async () => {
    const text = textOf(18_500);
    expect(text.length).toBeGreaterThan(1024 * 1024);
    const { ingestText } = await ada.data(IngestTextDocument, { input: { name: 'large.md', text } });
    const { id } = ingestText.document;
    const waiting = ada.request(IngestTextDocument, { input: { name: 'large.md', text, wait: true } });
    await until(ada, id, ({ document }) => (document?.progress.chunksEmbedded ?? 0) > 0);
    await ada.delete(id);

    const { search } = await ada.data(SearchDocument, { query: 'Which otter crosses the river?' });
    expect(search).toEqual({ answerable: false, passages: [], spelled: null });
    expect((await ada.data(DocumentDocument, { id })).document).toBeNull();
    expect((await ada.data(DocumentsDocument, {})).documents.totalCount).toBe(0);
    expect((await ada.data(MeDocument, {})).me.tenant.usage).toEqual({ documents: 0, chunks: 0, storedBytes: 0 });
    expect((await waiting).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    while (!(await dropped()));

    // The embedder is free again, and what comes next is all there is.
    await ada.ingest('small', 'A heron stands in the reeds.');
    const next = await ada.data(SearchDocument, { query: 'Where does the heron stand?', topK: 20 });
    expect(next.search.passages.map(({ documentName }) => documentName)).toEqual(['small']);
  });

  it('happens once', async () => {
    const { id } = await ada.ingest('once', 'Once and no more.');
    await ada.delete(id);
    await expect(ada.delete(id)).rejects.toThrow('NOT_FOUND');
  });
});
