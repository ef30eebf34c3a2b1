import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DocumentFilter,
  DocumentsDocument,
  DocumentTextDocument,
  IngestTextDocument,
} from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const COUNT = 25;
const START = Date.parse('2026-03-01T12:00:00Z');

describe('the list of documents', () => {
  let server: TestServer;
  let ada: Client;
  let time = START;
  beforeAll(async () => {
    server = await startTestServer({ ACCESS_TOKEN_MINUTES: '600' }, { now: () => new Date(time) });
    ada = await server.register();
    for (let at = 0; at < COUNT; at++) {
      // Three at each moment, so that places are told apart by more than the time.
      time = START + Math.floor(at / 3) * 60_000;
      const input = { name: `Report ${at}`, text: `Report number ${at}.`, tags: [at % 2 ? 'odd' : 'even', `t${at}`] };
      await ada.data(IngestTextDocument, { input: { ...input, wait: at === COUNT - 1 } });
    }
  });
  afterAll(() => server.close());

  const page = async (variables: { first?: number; after?: string | null; filter?: DocumentFilter }) =>
    (await ada.data(DocumentsDocument, variables)).documents;
  const names = async (filter: DocumentFilter) => {
    const { edges, totalCount } = await page({ first: 100, filter });
    expect(edges).toHaveLength(totalCount);
    return edges.map(({ node }) => Number(node.name.replace('Report ', ''))).sort((a, b) => a - b);
  };

  it.each([1, 4, 20, 25, 100])('comes in pages of %i without a gap or a double, newest first', async (first) => {
    const seen: { id: string; createdAt: string }[] = [];
    let after: string | null = null;
    for (;;) {
      const { edges, pageInfo, totalCount } = await page({ first, after });
      expect(totalCount).toBe(COUNT);
      expect(pageInfo).toEqual({
        hasPreviousPage: after !== null,
        hasNextPage: seen.length + edges.length < COUNT,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      });
      seen.push(...edges.map(({ node: { id, createdAt } }) => ({ id, createdAt })));
      after = pageInfo.endCursor ?? null;
      if (!pageInfo.hasNextPage) break;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(COUNT);
    const times = seen.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted().reverse());
  });

  it('goes on behind a document that is gone', async () => {
    const { edges } = await page({ first: 3 });
    time += 60_000;
    const gone = await ada.ingest('Report 99', 'Soon to be gone.');
    const [newest] = (await page({ first: 1 })).edges;
    expect(newest?.node.id).toBe(gone.id);
    await ada.delete(gone.id);
    expect((await page({ first: 3, after: newest?.cursor ?? null })).edges).toEqual(edges);
  });

  it.each([0, -1, 101, 2 ** 31 - 1])('has no page of %i', async (first) => {
    const error = await ada.error(DocumentsDocument, { first });
    expect(error).toMatchObject({
      message: `A page has 1 to 100 items; first is ${first}.`,
      extensions: { code: 'BAD_INPUT' },
    });
  });

  const encode = (place: string) => Buffer.from(place).toString('base64url');
  it.each([
    ['nothing', ''],
    ['words', 'nonsense'],
    ['what is very long', 'x'.repeat(10_000)],
    ['half a place', encode('[1]')],
    ['another kind of place', encode('["1", 2]')],
    ['no time', encode(`[1e300, "${'a'.repeat(32)}"]`)],
    ['no list', encode('{"a": 1}')],
  ])('does not go on behind %s', async (_what, after) => {
    const error = await ada.error(DocumentsDocument, { after });
    expect(error).toMatchObject({
      message: expect.stringContaining('not one of this list'),
      extensions: { code: 'BAD_INPUT' },
    });
  });

  it('is filtered by each condition, and by all of them together', async () => {
    const all = Array.from({ length: COUNT }, (_, at) => at);
    const { edges } = await page({ first: 2 });
    const ids = edges.map(({ node }) => node.id);
    const shown = edges.map(({ node }) => Number(node.name.replace('Report ', ''))).sort((a, b) => a - b);
    expect(await names({ documentIds: [...ids, 'unknown', 'f'.repeat(32)] })).toEqual(shown);
    expect(await names({ documentIds: [] })).toEqual([]);
    expect(await names({ nameContains: 'rEPORT 1' })).toEqual([1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(await names({ nameContains: '%' })).toEqual([]);
    expect(await names({ tags: ['odd'] })).toEqual(all.filter((at) => at % 2));
    expect(await names({ tags: ['t3', 't4', 'none'] })).toEqual([3, 4]);
    expect(await names({ createdAfter: '2026-03-01T12:06:00Z' })).toEqual([21, 22, 23, 24]);
    expect(await names({ createdBefore: '2026-03-01T13:01:00+01:00' })).toEqual([0, 1, 2]);
    expect(await names({ tags: ['even'], nameContains: '2', createdAfter: '2026-03-01T12:06:00Z' })).toEqual([22, 24]);
    expect(await names({ status: 'FAILED' })).toEqual([]);
  });

  it('is filtered by the state that documents are in', async () => {
    const bob = await server.register();
    await bob.ingest('done', 'Already searchable.');
    const { documents } = await bob.data(DocumentsDocument, { filter: { status: 'SEARCHABLE' } });
    expect(documents.edges.map(({ node }) => node.name)).toEqual(['done']);
    expect((await bob.data(DocumentsDocument, { filter: { status: 'PENDING' } })).documents.totalCount).toBe(0);
  });

  it.each([
    [{ createdAfter: 'yesterday' }, /An instant is expected/],
    [{ createdAfter: '2026-03-01' }, /An instant is expected/],
    [{ createdAfter: '2026-02-30T12:00:00Z' }, /An instant is expected/],
    [{ createdAfter: '2025-02-29T12:00:00Z' }, /An instant is expected/],
    [{ status: 'DONE' }, /does not exist in the "DocumentStatus" enum/],
    [{ documentIds: Array(101).fill('a') }, /at most 100 documents; this one names 101/],
  ])('is not filtered by %j', async (filter, sentence) => {
    const error = await ada.error(DocumentsDocument, { filter: filter as DocumentFilter });
    expect(error).toMatchObject({ message: expect.stringMatching(sentence), extensions: { code: 'BAD_INPUT' } });
  });
});

describe("a document's text", () => {
  const TEXT = '# 📚 Bücher\r\n\r\nZwei Bücher, ein 👩‍🚀 und ein e\u0301.\n';
  let server: TestServer;
  let ada: Client;
  let id: string;
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
    ({ id } = await ada.ingest('books.md', TEXT));
  });
  afterAll(() => server.close());

  const text = async (start?: number | null, end?: number | null) =>
    (await ada.data(DocumentTextDocument, { id, start: start as number, end: end as number })).document?.text;

  it.each<[number | null | undefined, number | null | undefined]>([
    [undefined, undefined],
    [null, null],
    [0, 0],
    [2, 4],
    [3, 4],
    [2, 3],
    [5, 1_000_000],
    [1_000, 2_000],
    [2 ** 31 - 1, 2 ** 31 - 1],
  ])('is given from %s to %s, in UTF-16 code units', async (start, end) => {
    expect(await text(start, end)).toBe(TEXT.slice(start ?? 0, end ?? undefined));
  });

  it('holds the passages of a search where these say', async () => {
    const query = '{ search(query: "Wie viele Bücher?") { passages { text start end } } }';
    const { search } = await ada.data<
      { search: { passages: { text: string; start: number; end: number }[] } },
      Record<string, never>
    >(query);
    expect(search.passages).toHaveLength(1);
    for (const passage of search.passages) expect(await text(passage.start, passage.end)).toBe(passage.text);
  });

  it.each([
    [-1, null],
    [5, 4],
    [0, -1],
  ])('is not given from %s to %s', async (start, end) => {
    const error = await ada.error(DocumentTextDocument, { id, start, end });
    expect(error).toMatchObject({
      message: expect.stringContaining('A range of text begins at 0'),
      extensions: { code: 'BAD_INPUT' },
    });
  });

  it('is long, and its ranges fit together', async () => {
    // Mostly blank lines, which cost the embedder nothing.
    const paragraphs = Array.from({ length: 90 }, (_, at) => `Absatz ${at} mit 👩‍🚀.${'\n'.repeat(400 + (at % 7))}`);
    const long = paragraphs.join('');
    const { document } = (await ada.data(IngestTextDocument, { input: { name: 'long', text: long, wait: true } }))
      .ingestText;
    expect(document).toMatchObject({ status: 'SEARCHABLE' });
    let joined = '';
    for (let start = 0; start < long.length; start += 10_001) {
      const part = await ada.data(DocumentTextDocument, { id: document.id, start, end: start + 10_001 });
      joined += part.document?.text;
    }
    expect(joined).toBe(long);
  });
});
