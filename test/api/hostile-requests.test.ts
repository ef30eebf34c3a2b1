import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client, ClientError } from '../support/client.ts';
import { openSocket } from '../support/raw-socket.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let ada: Client;
beforeAll(async () => {
  server = await startTestServer();
  ada = await server.register();
});
afterAll(() => server.close());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly error: ClientError | undefined;
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, text, error: JSON.parse(text).errors?.[0] };
}

const json = { 'content-type': 'application/json' };

async function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json): Promise<Answer> {
  return answerOf(await fetch(`${server.url}/graphql`, { method: 'POST', headers, body }));
}

const bearer = () => ({ ...json, authorization: `Bearer ${ada.token}` });

const LOGIN = 'mutation($input:LoginInput!){login(input:$input){expiresAt}}';

/** The coercion of GraphQL looks at each value once for every value that is wrong. */
const HOSTILE: Record<string, { query: string; variables: Record<string, unknown> }> = {
  'unknown input keys': {
    query: LOGIN,
    variables: { input: Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i])) },
  },
  'wrong items of a list': {
    query: 'query($tags:[String!]){search(query:"a",filter:{tags:$tags}){answerable}}',
    variables: { tags: Array.from({ length: 20_000 }, () => 1) },
  },
  'variables that nobody asked for': {
    query: '{__typename}',
    variables: Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`v${i}`, null])),
  },
};

describe('variables', () => {
  it.each(Object.entries(HOSTILE))(
    'with too many values are refused before they are looked at: %s',
    async (_, body) => {
      const { status, error } = await post(JSON.stringify(body));
      expect(status).toBe(413);
      expect(error).toMatchObject({
        message: expect.stringContaining('keys and values'),
        extensions: { code: 'TOO_LARGE' },
      });
    },
  );

  it('are counted on sockets too', async () => {
    const socket = await openSocket(server.url);
    await socket.init(ada.token);
    const query = 'subscription($input:AskInput!){answer(input:$input){__typename}}';
    const input = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i]));
    socket.subscribe('many', query, { input });
    expect(await socket.nextOf('many')).toMatchObject({ payload: [{ extensions: { code: 'TOO_LARGE' } }] });
    const deep = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`);
    socket.subscribe('deep', query, { input: { question: deep } });
    expect(await socket.nextOf('deep')).toMatchObject({ payload: [{ extensions: { code: 'BAD_INPUT' } }] });
    const asked = { query, variables: { input: { question: 'a' } } };
    socket.send({ type: 'subscribe', id: 'beside', payload: { ...asked, extensions: { input } } });
    expect(await socket.nextOf('beside')).toMatchObject({
      payload: [{ extensions: { code: 'TOO_LARGE' } }],
    });
    socket.close();
  });

  it.each([
    ['1,900 unknown keys', LOGIN, { input: Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`k${i}`, i])) }],
    [
      '1,900 wrong items',
      'query($tags:[String!]){search(query:"a",filter:{tags:$tags}){answerable}}',
      { tags: Array.from({ length: 1_900 }, () => 1) },
    ],
  ])('that are wrong are refused for the first of them: %s', async (_, query, variables) => {
    const { text, error } = await post(JSON.stringify({ query, variables }));
    expect(error?.extensions.code).toBe('BAD_INPUT');
    expect(JSON.parse(text).errors).toHaveLength(1);
    expect(text.length).toBeLessThan(300);
  });

  it.each([
    ['an enum', 'query($v:DocumentStatus){documents(filter:{status:$v}){totalCount}}', (long: string) => long],
    ['a string for an object', LOGIN.replaceAll('$input', '$v'), (long: string) => long],
    ['an object for a string', 'query($v:String!){search(query:$v){answerable}}', (long: string) => ({ no: long })],
    ['a name', LOGIN.replaceAll('$input', '$v'), (long: string) => ({ [long]: 1 })],
  ])('are no long strings where none is expected: %s', async (_, query, wrap) => {
    const { status, text } = await post(JSON.stringify({ query, variables: { v: wrap('x'.repeat(20_000)) } }));
    expect(status).toBe(413);
    expect(text.length).toBeLessThan(300);
  });

  it('do not come back in the error that one of them is wrong', async () => {
    const input = { email: 'a; b', password: 'hunter2; at "x"; hunter3', unknown: true };
    const { text, error } = await post(JSON.stringify({ query: LOGIN, variables: { input } }));
    expect(error?.message).toMatch(/^Variable "\$input" holds an invalid value: Field "unknown"/);
    expect(text).not.toContain('hunter');
  });
});

describe('a body of a caller with a token', () => {
  it.each([
    ['keys', '{', '"k":1,', 'keys and values'],
    ['lists within lists', '', '[', 'deep'],
    ['a list', '[', '1,', 'keys and values'],
  ])('is refused while it comes in: %s without an end', async (_, begin, again, message) => {
    let isFirst = true;
    const endless = new ReadableStream({
      pull: (controller) => {
        controller.enqueue(Buffer.from(`${isFirst ? begin : ''}${again.repeat(1_000)}`));
        isFirst = false;
      },
    });
    const request = { method: 'POST', headers: bearer(), body: endless, duplex: 'half' };
    const [refused, ping] = await Promise.all([
      fetch(`${server.url}/graphql`, request as RequestInit).then(answerOf),
      ada.data('{__typename}'),
    ]);
    expect(refused.error?.message).toContain(message);
    expect(ping).toEqual({ __typename: 'Query' });
  });

  it.each([
    ['a block string', (text: string) => `{search(query:"""${text}"""){answerable}}`],
    ['comments', (text: string) => `{__typename ${text.replaceAll('x', '#\n')}}`],
  ])('may not hold a long document: %s', async (_, query) => {
    const { status, error } = await post(JSON.stringify({ query: query('x'.repeat(9_000_000)) }), bearer());
    expect(status).toBe(413);
    expect(error?.extensions.code).toBe('TOO_LARGE');
  });

  it('may hold a long text, and no other long string', async () => {
    const ingest =
      'mutation($name:String!,$text:String!){ingestText(input:{name:$name,text:$text}){document{sizeBytes}}}';
    const long = 'Lorem ipsum. '.repeat(10_000);
    expect(await ada.data(ingest, { name: 'a.txt', text: long })).toEqual({
      ingestText: { document: { sizeBytes: long.length } },
    });
    for (const [query, variables] of [
      [ingest, { name: 'x'.repeat(3_000_000), text: 'a' }],
      ['query($q:String!){search(query:$q){answerable}}', { q: 'x'.repeat(3_000_000) }],
      ['query($t:[String!]){documents(filter:{tags:$t}){totalCount}}', { t: ['x'.repeat(3_000_000)] }],
      [LOGIN, { input: { email: 'a@example.com', password: '\u0300'.repeat(3_000_000) } }],
    ] as const) {
      expect((await ada.error(query, variables)).extensions.code).toBe('TOO_LARGE');
    }
  });
});

it('checks a password that is longer than any without normalising it', async () => {
  // Normalising takes the square of the length: two seconds for this.
  const password = '\u0345\u0315\u0300\u0323\u0327'.repeat(6_000);
  const query = `mutation{login(input:{email:"owner1@example.com",password:"${password.slice(0, 9_000)}"}){expiresAt}}`;
  expect(await post(JSON.stringify({ query }))).toMatchObject({ error: { extensions: { code: 'UNAUTHENTICATED' } } });
  const longer = query.replace(/password:"[^"]*"/, `password:"${password}"`);
  expect(await post(JSON.stringify({ query: longer }))).toMatchObject({ error: { extensions: { code: 'TOO_LARGE' } } });
});

it('answers who asks for little before many large documents that came at the same time', async () => {
  const large = (at: number) =>
    `{me{user{${Array.from({ length: 900 }, (_, field) => `no${at}x${field}`).join(' ')}}}}`;
  const { hostname, port, host } = new URL(server.url);
  const requests = [...Array.from({ length: 40 }, (_, at) => large(at)), '{__typename}'];
  const sockets = await Promise.all(
    requests.map(async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      return socket;
    }),
  );
  const order: string[] = [];
  const answers = sockets.map(async (socket, at) => {
    const body = JSON.stringify({ query: requests[at] });
    const head = `POST /graphql HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n`;
    socket.write(`${head}content-length: ${body.length}\r\n\r\n${body}`);
    await once(socket, 'data');
    order.push(at === 40 ? 'ping' : 'large');
    socket.destroy();
  });
  await Promise.all(answers);
  expect(order.indexOf('ping')).toBeLessThan(30);
});

it('answers over HTTP before many large documents that came over sockets at the same time', async () => {
  const sockets = await Promise.all(Array.from({ length: 5 }, () => openSocket(server.url)));
  for (const socket of sockets) await socket.init(ada.token);
  let refused = 0;
  for (const [at, { socket }] of sockets.entries()) {
    socket.on('message', () => {
      refused += 1;
    });
    for (let id = 0; id < 20; id += 1) {
      const fields = Array.from({ length: 900 }, (_, field) => `no${at}x${id}x${field}`).join(' ');
      const payload = { query: `subscription{documentChanged{${fields}}}` };
      socket.send(JSON.stringify({ type: 'subscribe', id: String(id), payload }));
    }
  }
  await fetch(`${server.url}/graphql?query={__typename}`);
  expect(refused).toBeLessThan(50);
  await vi.waitUntil(() => refused === 100, { timeout: 60_000 });
  for (const socket of sockets) socket.close();
});

describe('a form', () => {
  const form = async (operations: unknown, map: string) => {
    const body = new FormData();
    body.set('operations', typeof operations === 'string' ? operations : JSON.stringify(operations));
    body.set('map', map);
    body.set('0', new Blob(['text']), 'a.txt');
    const headers = { authorization: `Bearer ${ada.token}` };
    return answerOf(await fetch(`${server.url}/graphql`, { method: 'POST', headers, body }));
  };
  const query = 'mutation($f:File!){ingestFile(input:{file:$f}){created}}';

  it.each([
    ['an index far behind a list', { t: [], f: null }, 'variables.t.999999999'],
    ['the length of a list', { t: [], f: null }, 'variables.t.length'],
    ['a place that is not there', { f: null }, 'variables.g'],
    ['a place inside what is not there', { f: null }, 'variables.g.h'],
    ['a place that is taken', { f: 'text' }, 'variables.f'],
    ['a prototype', { f: null }, '__proto__.polluted'],
    ['a constructor', { f: null }, 'constructor.prototype.polluted'],
    ['a letter of a string', { f: 'text' }, 'variables.f.0'],
  ])('may name only places that hold null, not %s', async (_, variables, path) => {
    const { status, error } = await form({ query, variables }, JSON.stringify({ 0: [path] }));
    expect(status).toBe(400);
    expect(error).toMatchObject({ message: expect.stringContaining('null'), extensions: { code: 'BAD_INPUT' } });
    expect('polluted' in {}).toBe(false);
  });

  it.each([
    ['no paths', '{"0":5}'],
    ['paths that are none', '{"0":[5]}'],
    ['a list', '[["variables.f"]]'],
    ['a file that is not there', '{"1":["variables.f"]}'],
    ['a field that is no file', '{"map":["variables.f"]}'],
    ['many places', JSON.stringify({ 0: Array.from({ length: 11 }, () => 'variables.f') })],
    ['no JSON', '{"0":'],
  ])('may not hold a map with %s', async (_, map) => {
    const { status, error } = await form({ query, variables: { f: null } }, map);
    expect(status).toBe(400);
    expect(error?.extensions).toEqual({ code: 'BAD_INPUT' });
  });

  it('is written in few pieces, however many lines of its file begin like a boundary', async () => {
    const handle = await open(import.meta.filename);
    const write = vi.spyOn(Object.getPrototypeOf(handle), 'write');
    await handle.close();
    let writes = 0;
    const body = new FormData();
    body.set(
      'operations',
      JSON.stringify({ query: query.replace('created', 'document{sizeBytes}'), variables: { f: null } }),
    );
    body.set('map', '{"0":["variables.f"]}');
    body.set('0', new Blob(['-- a\r\n--\r\n-'.repeat(50_000)]), 'a.txt');
    try {
      const headers = { authorization: `Bearer ${ada.token}` };
      const { text } = await answerOf(await fetch(`${server.url}/graphql`, { method: 'POST', headers, body }));
      expect(JSON.parse(text).data).toEqual({ ingestFile: { document: { sizeBytes: 550_000 } } });
      writes = write.mock.calls.length;
    } finally {
      vi.restoreAllMocks();
    }
    expect(writes).toBe(9);
  });

  it('may hold a file without a name, where another is given', async () => {
    const upload = async (input: string) => {
      const part = (name: string, text: string) =>
        `--x\r\ncontent-disposition: form-data; name=${name}\r\n\r\n${text}\r\n`;
      const operations = JSON.stringify({ query: query.replace('file:$f', input), variables: { f: null } });
      const form = `${part('"operations"', operations)}${part('"map"', '{"0":["variables.f"]}')}`;
      const headers = { 'content-type': 'multipart/form-data; boundary=x', authorization: `Bearer ${ada.token}` };
      const file = part('"0"; filename=""', 'Some text.');
      return answerOf(
        await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: `${form}${file}--x--\r\n` }),
      );
    };
    expect((await upload('file:$f')).error?.message).toContain('1 to 255 characters; this one has 0');
    expect((await upload('file:$f,name:"a.txt"')).error).toBeUndefined();
  });

  it('has its operations counted before they are parsed', async () => {
    const { status } = await form(`{"query":"{__typename}","a":[${'1,'.repeat(50_000)}1]}`, '{}');
    expect(status).toBe(413);
  });
});

describe('JSON that is broken', () => {
  const urls = [
    '?query={__typename}&variables={"password":"hunter2',
    '?query={__typename}&extensions={"password":"hunter2',
    '?query={__typename}&variables=hunter2',
  ];
  it.each(urls)('in the parameters of a GET is bad input, and not in the log: %s', async (url) => {
    const { status, text, error } = await answerOf(await fetch(`${server.url}/graphql${url}`));
    expect(status).toBe(400);
    expect(error?.extensions).toEqual({ code: 'BAD_INPUT' });
    expect(text + JSON.stringify(server.log)).not.toContain('hunter2');
  });

  it.each(urls)('in a form is bad input, and not in the log: %s', async (url) => {
    const { status, error } = await post(url.slice(1), { 'content-type': 'application/x-www-form-urlencoded' });
    expect(status).toBe(400);
    expect(error?.extensions).toEqual({ code: 'BAD_INPUT' });
    expect(JSON.stringify(server.log)).not.toContain('hunter2');
    expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('text that is not UTF-8', () => {
  it('is refused instead of being read with other letters in it', async () => {
    const body = Buffer.from('{"query":"{search(query:\\"caf\xe9\\"){answerable}}"}', 'latin1');
    expect(await post(new Uint8Array(body))).toMatchObject({
      status: 400,
      error: { message: expect.stringContaining('UTF-8'), extensions: { code: 'BAD_INPUT' } },
    });
    const get = await answerOf(await fetch(`${server.url}/graphql?query={__typename}&operationName=%E9`));
    expect(get).toMatchObject({ status: 400, error: { message: expect.stringContaining('UTF-8') } });
  });

  it('is refused in the fields of a form too', async () => {
    const part = (name: string, text: string) =>
      `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
    const form = `${part('operations', '{"query":"{__typename}","operationName":"\xe9"}')}${part('map', '{}')}--x--\r\n`;
    const headers = { 'content-type': 'multipart/form-data; boundary=x', authorization: `Bearer ${ada.token}` };
    expect(await post(new Uint8Array(Buffer.from(form, 'latin1')), headers)).toMatchObject({
      status: 400,
      error: { message: expect.stringContaining('UTF-8') },
    });
  });
});

it('says that it takes no packed bodies', async () => {
  const packed = await post('{"query":"{__typename}"}', { ...json, 'content-encoding': 'gzip' });
  expect(packed).toMatchObject({
    status: 415,
    error: { message: expect.stringContaining('Content-Encoding'), extensions: { code: 'BAD_INPUT' } },
  });
  expect((await post('{"query":"{__typename}"}', { ...json, 'content-encoding': 'identity' })).status).toBe(200);
});

it('takes media types in capitals, and says which it takes', async () => {
  const body = '{"query":"{__typename}"}';
  expect((await post(body, { 'content-type': 'APPLICATION/JSON; charset=UTF-8' })).status).toBe(200);
  expect(await post(body, { 'content-type': 'text/plain' })).toMatchObject({
    status: 415,
    error: { message: expect.stringContaining('application/json'), extensions: { code: 'BAD_INPUT' } },
  });
});
