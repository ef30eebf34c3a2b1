import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client, ClientError } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe("the documents' texts in a result", () => {
  const LENGTH = 1_500_000;
  const TEXT = `First words.${'\n'.repeat(LENGTH - 24)}Last words..`;
  let server: TestServer;
  let ada: Client;
  const ids: string[] = [];
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
    for (const name of ['a', 'b', 'c']) ids.push((await ada.ingest(`${name}.txt`, `${name}${TEXT.slice(1)}`)).id);
  });
  afterAll(() => server.close());

  const isTooLarge = ({ extensions }: ClientError) => extensions.code === 'TOO_LARGE';

  it('are whole where they fit, and a long one can be read in parts', async () => {
    const whole = (await ada.data<{ document: { text: string } }, { id: string }>(
      'query($id:ID!){document(id:$id){text}}',
      { id: ids[0] ?? '' },
    )) as { document: { text: string } };
    expect(whole.document.text).toBe(`a${TEXT.slice(1)}`);
    const parts = 'query($id:ID!){document(id:$id){a:text(end:750000) b:text(start:750000)}}';
    const { document } = await ada.data<{ document: { a: string; b: string } }, { id: string }>(parts, {
      id: ids[0] ?? '',
    });
    expect(document.a + document.b).toBe(whole.document.text);
  });

  it('are no more than a result may carry, however often it asks for them', async () => {
    const aliases = Array.from({ length: 14 }, (_, i) => `a${i}:text`).join(' ');
    const [response, ping] = await Promise.all([
      ada.request<{ documents: { edges: { node: Record<string, string | null> }[] } }, object & Record<string, never>>(
        `{documents(first:3){edges{node{${aliases}}}}}`,
      ),
      server.anonymous().data('{__typename}'),
    ]);
    const texts = response.data?.documents.edges.flatMap(({ node }) => Object.values(node)) ?? [];
    expect(texts).toHaveLength(3 * 14);
    expect(texts.filter((text) => text !== null)).toHaveLength(1);
    expect(response.errors?.length).toBe(3 * 14 - 1);
    expect(response.errors?.every(isTooLarge)).toBe(true);
    expect(response.errors?.[0]?.message).toContain('start and end');
    expect(ping).toEqual({ __typename: 'Query' });
  });

  it('cost more than other fields', async () => {
    const aliases = Array.from({ length: 14 }, (_, i) => `a${i}:text`).join(' ');
    const error = await ada.error(`{documents(first:100){edges{node{${aliases}}}}}`);
    expect(error.message).toContain('costs too much');
  });

  it.each(['stream', 'subscribe'] as const)(
    'are less in an event (%s), and an event is a result',
    async (transport) => {
      const query = 'subscription($id:ID!){documentChanged(id:$id){document{a:text(end:90000) b:text(end:90000)}}}';
      const short = 'subscription($id:ID!){documentChanged(id:$id){document{a:text(end:90000)}}}';
      const first = async (operation: string) => {
        for await (const result of ada[transport](operation, { id: ids[1] ?? '' })) return result;
        throw new Error('The stream ended without an event.');
      };
      expect((await first(short)).errors).toBeUndefined();
      const { data, errors } = await first(query);
      expect(data).toMatchObject({ documentChanged: { document: { a: expect.any(String), b: null } } });
      expect(errors).toMatchObject([{ extensions: { code: 'TOO_LARGE' } }]);
    },
  );
});
