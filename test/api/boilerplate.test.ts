import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SearchDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const CLAUSE =
  'Confidential information is not shown to third parties. Whoever receives confidential information keeps it secret ' +
  'and gives it back when the agreement ends.';

const OWN = ['a harbour crane', 'a bakery', 'a cinema', 'a school bus', 'a vineyard', 'a library', 'a ferry'];

describe('boilerplate that stands in many documents', () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
    for (let at = 0; at < 20; at++) {
      const own = `${OWN[at % OWN.length]} of the town number ${['north', 'south', 'east'][at % 3]}`;
      await ada.ingest(`contract-${at}.md`, `# Contract ${at}\n\nThis one lends ${own}.\n\n## Secrecy\n\n${CLAUSE}`);
    }
    await ada.ingest(
      'spies.md',
      'Confidential information that third parties have seen is reported to Ms Okafor at once.',
    );
    await ada.ingest('shredder.md', 'Paper with confidential information goes into the shredder on the second floor.');
    await ada.ingest(
      'visitors.md',
      'Visitors and other third parties wear a badge, and see no confidential information.',
    );
  });
  afterAll(() => server.close());

  it('takes one place of a result, and what else fits moves up', async () => {
    const query = 'May confidential information be shown to third parties?';
    const { search } = await ada.data(SearchDocument, { query, topK: 4 });
    const names = search.passages.map(({ documentName }) => documentName);
    expect(names).toHaveLength(4);
    expect(names.filter((name) => name.startsWith('contract-'))).toHaveLength(1);
    expect(names).toEqual(expect.arrayContaining(['spies.md', 'shredder.md', 'visitors.md']));
  });

  it('is found in each of the documents that a filter names', async () => {
    const { search: all } = await ada.data(SearchDocument, { query: 'third parties', topK: 20 });
    const ids = all.passages.flatMap(({ documentId, documentName }) =>
      documentName.startsWith('contract-') ? [documentId] : [],
    );
    const filter = { documentIds: ids.slice(0, 1) };
    const { search } = await ada.data(SearchDocument, { query: 'third parties', topK: 4, filter });
    expect(search.passages[0]?.text).toContain('not shown to third parties');
  });
});

describe('documents with the same text', () => {
  it('are all found, where there is room for them', async () => {
    const server = await startTestServer();
    try {
      const ada = await server.register();
      for (const name of ['a.md', 'b.md', 'c.md'])
        await ada.ingest(name, `${CLAUSE} ${' '.repeat(name.charCodeAt(0) - 96)}`);
      const { search } = await ada.data(SearchDocument, { query: 'third parties', topK: 4 });
      expect(search.passages.map(({ documentName }) => documentName).sort()).toEqual(['a.md', 'b.md', 'c.md']);
    } finally {
      await server.close();
    }
  });
});
