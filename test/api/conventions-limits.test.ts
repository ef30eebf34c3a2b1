import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.ts';
import { type Message, openSocket, type RawSocket } from '../support/raw-socket.ts';
import { createScriptedModel } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const model = createScriptedModel();

describe('limits of a document', () => {
  let server: TestServer;
  let ada: Client;
  let socket: RawSocket;
  let lastId = 0;
  beforeAll(async () => {
    server = await startTestServer({}, { answerModel: model });
    ada = await server.register();
    await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
    socket = await openSocket(server.url);
    await socket.init(ada.token);
  });
  afterAll(async () => {
    socket.close();
    await server.close();
  });

  /** The same selection of `Document` fields in a query, and in a subscription over the socket. */
  const transports = [
    [
      'HTTP',
      3,
      async (selection: string, fragments: string) =>
        (await ada.request(`{documents{edges{node{${selection}}}}} ${fragments}`)).errors ?? [],
    ],
    [
      'a socket',
      2,
      async (selection: string, fragments: string) => {
        const id = `limit-${++lastId}`;
        socket.subscribe(id, `subscription{documentChanged{document{${selection}}}} ${fragments}`);
        const { type, payload }: Message = await socket.nextOf(id);
        if (type === 'error') return payload;
        socket.send({ type: 'complete', id });
        return payload.errors ?? [];
      },
    ],
  ] as const;

  describe.each(transports)('over %s', (_name, outerDepth, errorsOf) => {
    it.each([
      ['12 fields deep', nested(12 - outerDepth), ''],
      ['15 aliases', aliases(15), ''],
      ['20 directives', directives(20), ''],
      ['fragments in one another', '...A', 'fragment A on Document{...B} fragment B on Document{id}'],
    ])('takes %s', async (_what, selection, fragments) => {
      expect((await errorsOf(selection, fragments)).filter(isLimit)).toEqual([]);
    });

    it.each([
      ['13 fields deep', nested(13 - outerDepth), '', /depth/i],
      ['deep by a fragment', '...A', `fragment A on Document{${nested(13 - outerDepth)}}`, /depth/i],
      ['deep by an inline fragment', `...on Document{${nested(13 - outerDepth)}}`, '', /depth/i],
      ['16 aliases', aliases(16), '', /aliases/i],
      ['16 aliases of __typename', aliases(16, '__typename'), '', /aliases/i],
      ['16 aliases by fragments', '...A ...A', `fragment A on Document{${aliases(8)}}`, /aliases/i],
      ['1,001 tokens', 'id '.repeat(1000), '', /token/i],
      ['21 directives', directives(21), '', /directives/i],
      ['a cycle of fragments', '...A', 'fragment A on Document{...B} fragment B on Document{...A}', /itself/],
      ['an unknown field', 'nothing', '', /nothing/],
      ['300 unknown fields', Array.from({ length: 300 }, (_, i) => `no${i}`).join(' '), '', /no0/],
      ['fragments that double 25 times', '...F0', doubling(25, 'Document', 'id'), /costs too much/],
    ])('refuses %s at once', async (_what, selection, fragments, message) => {
      const begin = performance.now();
      const [error] = await errorsOf(selection, fragments);
      expect(performance.now() - begin).toBeLessThan(1_000);
      expect(error).toMatchObject({ message: expect.stringMatching(message), extensions: { code: 'BAD_INPUT' } });
    });
  });

  it('takes a full page of documents with their authors, and refuses what costs more', async () => {
    const page = (fields: string) => `{documents(first:100){totalCount edges{cursor node{${fields}}}}}`;
    const all = 'id name mediaType sizeBytes sha256 status error chunkCount tags containsPii createdAt updatedAt';
    const author = 'createdBy{id email name} progress{stage chunksEmbedded chunksTotal}';
    expect((await ada.request(page(`${all} ${author}`))).errors).toBeUndefined();
    const texts = Array.from({ length: 3 }, (_, i) => `...T${i}`).join(' ');
    const fragments = Array.from({ length: 3 }, (_, i) => `fragment T${i} on Document{${all} ${author}}`).join(' ');
    const error = await ada.error(`${page(texts)} ${fragments}`);
    expect(error).toMatchObject({
      message: expect.stringContaining('smaller pages'),
      extensions: { code: 'BAD_INPUT' },
    });
    const counted = 'query($n:Int){documents(first:$n){edges{node{...T0 ...T1 ...T2}}}}';
    expect((await ada.request(`${counted} ${fragments}`, { n: 10 })).errors).toBeUndefined();
    expect((await ada.error(`${counted} ${fragments}`, { n: 100 })).extensions.code).toBe('BAD_INPUT');
  });

  it('counts what is read for each item of a list, so that no result waits for thousands of reads', async () => {
    const lists = (fields: string) => `{conversations(first:100){edges{node{${fields}}}}}`;
    expect((await ada.request(lists('id title answers(first:1){totalCount}'))).errors).toBeUndefined();
    const many = Array.from({ length: 3 }, (_, i) => `a${i}:answers(first:1){totalCount}`).join(' ');
    expect((await ada.error(lists(many))).message).toContain('costs too much');
    const documents = (fields: string) => `{documents(first:100){edges{node{${fields}}}}}`;
    for (const field of ['text', 'headings', 'pageStarts', 'downloadUrl']) {
      expect((await ada.request(documents(field))).errors).toBeUndefined();
      const aliased = Array.from({ length: 3 }, (_, i) => `a${i}:${field}`).join(' ');
      expect((await ada.error(documents(aliased))).message).toContain('costs too much');
    }
  });

  it('counts the cost of the chosen operation only', async () => {
    const query = `query Cheap{__typename} query Dear{documents(first:100){edges{node{...F0}}}} ${doubling(8, 'Document', 'id')}`;
    const ask = async (operationName: string) => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${ada.token}` },
        body: JSON.stringify({ query, operationName }),
      });
      return (await response.json()) as { errors?: unknown };
    };
    expect((await ask('Cheap')).errors).toBeUndefined();
    expect((await ask('Dear')).errors).toBeDefined();
  });

  it.each([
    ['a socket', () => ada.subscribe(COSTLY_ANSWER)],
    ['SSE', () => ada.stream(COSTLY_ANSWER)],
  ])('does not wake the model for a subscription over %s that costs too much', async (_name, subscribe) => {
    const outcome = await (async () => {
      for await (const result of subscribe()) return result.errors;
      return [];
    })().catch((error: unknown) => error);
    expect(JSON.stringify(outcome)).toContain('costs too much');
    expect(model.runs).toEqual([]);
  });

  it.each([
    ['11 root fields', `query{${'__typename '.repeat(11)}}`, /root fields/],
    [
      '11 root fields by fragments',
      'query{...A ...B} fragment A on Query{a:__typename b:__typename c:__typename d:__typename e:__typename f:__typename} fragment B on Query{g:__typename h:__typename i:__typename j:__typename k:__typename}',
      /root fields/,
    ],
    [
      'a login with another',
      'mutation{a:login(input:{email:"a",password:"b"}){expiresAt} b:login(input:{email:"a",password:"b"}){expiresAt}}',
      /only field/,
    ],
    [
      'a register that a fragment hides',
      'mutation{...A b:register(input:{email:"a",password:"b"}){expiresAt}} fragment A on Mutation{login(input:{email:"a",password:"b"}){expiresAt}}',
      /only field/,
    ],
  ])('refuses an operation with %s', async (_what, query, message) => {
    expect(await ada.error(query)).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: 'BAD_INPUT' },
    });
  });

  it('refuses a message of more than 64 KiB with 1009', async () => {
    const other = await openSocket(server.url);
    await other.init(ada.token);
    other.send({ type: 'ping', payload: { text: 'x'.repeat(70_000) } });
    expect((await other.closed).code).toBe(1009);
  });
});

describe('a server with INTROSPECTION=off', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ INTROSPECTION: 'off' });
  });
  afterAll(() => server.close());

  it.each(['{__schema{types{name}}}', '{__type(name:"Query"){name}}'])('refuses %s over HTTP', async (query) => {
    expect((await server.anonymous().error(query)).extensions.code).toBe('BAD_INPUT');
  });

  it('suggests no names', async () => {
    const { message } = await server.anonymous().error('{systen{version}}');
    expect(message).toContain('systen');
    expect(message).not.toContain('Did you mean');
    const wrong = await server.anonymous().error('query($f:SearchFilter){search(query:"x",filter:$f){answerable}}', {
      f: { tagz: ['a'] },
    });
    expect(wrong.message).not.toContain('Did you mean');
  });

  it('names ten errors of a document and does not go on about the others', async () => {
    const { errors = [] } = await server.anonymous().request(`{system{${'a b c '.repeat(10)}}}`);
    expect(errors.map(({ message }) => message.replace(/".*/, ''))).toEqual(Array(10).fill('Cannot query field '));
  });

  it('refuses it over a socket, as a query and inside a subscription', async () => {
    const ada = await server.register();
    const socket = await openSocket(server.url);
    await socket.init(ada.token);
    socket.subscribe('1', '{__schema{types{name}}}');
    socket.subscribe('2', 'subscription{__schema{types{name}}}');
    for (const id of ['1', '2']) {
      const { type, payload } = await socket.nextOf(id);
      expect(type).toBe('error');
      expect(JSON.stringify(payload)).not.toContain('"types"');
    }
    socket.close();
  });
});

const COSTLY_ANSWER = `subscription{answer(input:{question:"How many days of leave?"}){...on AnswerStarted{passages{...F0}}}} ${doubling(10, 'Passage', 'id')}`;

function isLimit({ message }: { message: string }): boolean {
  return /exceeded|costs too much/.test(message);
}

/** Fields that hold one another, `depth` deep; they need not exist for the depth to count. */
function nested(depth: number): string {
  return depth === 1 ? 'id' : `createdBy{${nested(depth - 1)}}`;
}

function aliases(count: number, field = 'id'): string {
  return Array.from({ length: count }, (_, i) => `a${i}:${field}`).join(' ');
}

function directives(count: number): string {
  return Array.from({ length: count }, () => '...@include(if:true){id}').join(' ');
}

/** Fragments each of which spreads the next one twice: 2 ** times fields in few tokens. */
function doubling(times: number, type: string, field: string): string {
  const spreads = Array.from({ length: times }, (_, i) => `fragment F${i} on ${type}{...F${i + 1} ...F${i + 1}}`);
  return [...spreads, `fragment F${times} on ${type}{${field}}`].join(' ');
}
