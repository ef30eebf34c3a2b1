import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DocumentChangedDocument, IngestTextDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { type WatchedStore, watchStore } from '../support/isolation-store.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const opened = vi.hoisted((): { watched: WatchedStore | undefined } => ({ watched: undefined }));
vi.mock('../../src/store/embedded/embedded-store.ts', async (importOriginal) => {
  const { openEmbeddedStore } = await importOriginal<typeof import('../../src/store/embedded/embedded-store.ts')>();
  const open: typeof openEmbeddedStore = async (options) => {
    opened.watched = watchStore(await openEmbeddedStore(options));
    return opened.watched.store;
  };
  return { openEmbeddedStore: open };
});

/** A few sentences about each of many things, long enough that each is a passage. */
const PAPER = Array.from({ length: 24 }, (_, at) => {
  const sentence = `In the chapter number ${at} the harbour master counts ships, ropes and lanterns of the pier ${at}. `;
  return `# Pier ${at}\n\n${sentence.repeat(5)}\n`;
}).join('\n');

describe('the loaders', () => {
  let server: TestServer;
  let ada: Client;
  const calls = () => Object.fromEntries(opened.watched?.calls ?? []);
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
    await ada.ingest('paper.md', PAPER);
    const ingest = (at: number) =>
      ada.data(IngestTextDocument, { input: { name: `note ${at}`, text: `Note number ${at}.`, wait: at === 98 } });
    await Promise.all(Array.from({ length: 99 }, (_, at) => ingest(at)));
  });
  beforeEach(() => opened.watched?.calls.clear());
  afterAll(() => server.close());

  it('read the people behind 100 documents at once', async () => {
    const query = '{ documents(first: 100) { edges { node { id createdBy { email } } } } }';
    const { documents } = await ada.data<
      { documents: { edges: { node: { createdBy: { email: string } } }[] } },
      Record<string, never>
    >(query);
    expect(documents.edges.map(({ node }) => node.createdBy.email)).toEqual(Array(100).fill('owner1@example.com'));
    expect(calls()['directory.findUsers']).toBe(1);
  });

  it('read the documents behind 20 passages at once', async () => {
    const query = '{ search(query: "ships and lanterns", topK: 20) { passages { document { name } } } }';
    const { search } = await ada.data<
      { search: { passages: { document: { name: string } }[] } },
      Record<string, never>
    >(query);
    expect(search.passages.map(({ document }) => document.name)).toEqual(Array(20).fill('paper.md'));
    expect(calls()['documents.findMany']).toBe(1);
  });

  it('remember nothing between two events of a subscription', async () => {
    const statuses = new Set<string | undefined>();
    const events = ada.subscribe(DocumentChangedDocument, {});
    const seen = new Set<string>();
    // All that is there comes first.
    while (seen.size < 100) seen.add((await events.next()).value?.data?.documentChanged.documentId ?? '');
    const { ingestText } = await ada.data(IngestTextDocument, { input: { name: 'last', text: 'The last note.' } });
    for await (const { data } of events) {
      const { type, documentId, document } = data?.documentChanged ?? {};
      if (documentId !== ingestText.document.id) continue;
      if (document?.status === 'SEARCHABLE' && !statuses.has('SEARCHABLE')) await ada.delete(documentId);
      statuses.add(document?.status);
      if (type === 'DELETED') break;
    }
    // What is gone has no status.
    expect([...statuses].slice(-2)).toEqual(['SEARCHABLE', undefined]);
  });
});
