import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.ts';
import { refusedUpgrade } from '../support/raw-socket.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let ada: Client;
beforeAll(async () => {
  server = await startTestServer();
  ada = await server.register();
});
afterAll(() => server.close());

const QUERY = '{"query":"{__typename}"}';

function open(url = server.url): Socket {
  return connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
}

/** What a server says to bytes, until it closes the connection. */
async function sayRaw(lines: readonly string[], { body = '', url = server.url } = {}): Promise<string> {
  const socket = open(url);
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

/** One request whose headers are exactly these. */
function post(
  headers: readonly string[],
  { body = QUERY, host = 'localhost', url = server.url } = {},
): Promise<string> {
  const fixed = [`host: ${host}`, 'connection: close', 'content-type: application/json'];
  return sayRaw(['POST /graphql HTTP/1.1', ...fixed, `content-length: ${body.length}`, ...headers], { body, url });
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
const many = (count: number) => Array.from({ length: count }, (_, i) => `x-${i}: 1`);

describe('headers', () => {
  it('may be a hundred, and more are refused with 431 instead of being dropped', async () => {
    expect(statusOf(await post(many(96)))).toBe(200);
    const refused = await post(many(97));
    expect(statusOf(refused)).toBe(431);
    expect(refused).toContain('application/problem+json');
  });

  it.each(['content-length: 5000000', 'transfer-encoding: chunked'])(
    'that tell of a body are seen however many stand before them: %s',
    async (header) => {
      const head = ['POST /graphql HTTP/1.1', 'host: localhost', 'content-type: application/json', ...many(110)];
      // The answer comes, and the connection ends, while the body has not even begun.
      expect(statusOf(await sayRaw([...head, header]))).toBe(431);
    },
  );

  it('of more than 16 KiB are refused with 431', async () => {
    expect(statusOf(await post([`x-long: ${'x'.repeat(20_000)}`]))).toBe(431);
  });

  it('accept a hundred media types, and are refused with 431 when they name more', async () => {
    const types = (count: number) => Array.from({ length: count }, () => '*/*').join(',');
    expect(statusOf(await post([`accept: ${types(60)}`, `accept: ${types(40)}`]))).toBe(200);
    expect(statusOf(await post([`accept: ${types(60)}`, `Accept: ${types(41)}`]))).toBe(431);
  });

  it.each(['authorization: Bearer b', 'AUTHORIZATION: Bearer b', 'content-type: text/plain', 'host: other'])(
    'that say one thing are refused when they come twice: %s',
    async (header) => {
      const refused = await post(['authorization: Bearer a', header]);
      expect(statusOf(refused)).toBe(400);
      expect(refused).toContain('came twice');
    },
  );

  it('are looked at on an upgrade too', async () => {
    const upgrade = ['connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13'];
    const head = [
      'GET /graphql HTTP/1.1',
      'host: localhost',
      ...upgrade,
      'sec-websocket-key: MDEyMzQ1Njc4OWFiY2RlZg==',
    ];
    const refused = await sayRaw([...head, 'authorization: Bearer a', 'authorization: Bearer b']);
    expect(statusOf(refused)).toBe(400);
  });
});

describe('a request', () => {
  const lines = (target: string, host: string) => [`GET ${target} HTTP/1.1`, `host: ${host}`, 'connection: close'];

  it.each(['http', 'https', 'HTTP'])('may name its host in the target, as to a proxy: %s', async (scheme) => {
    const target = `${scheme}://localhost/graphql?query=%7B__typename%7D`;
    // What stands in the target counts, not what stands beside it.
    expect(await sayRaw(lines(target, 'evil.example'))).toContain('{"data":{"__typename":"Query"}}');
    expect(statusOf(await sayRaw(lines(target.replace('localhost', 'evil.example'), 'localhost')))).toBe(421);
    expect(statusOf(await sayRaw(lines(`${scheme}://localhost?x`, 'localhost')))).toBe(302);
    const upgrade = ['connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13'];
    const socket = open();
    const head = [
      ...lines(target, 'evil.example').slice(0, 2),
      ...upgrade,
      'sec-websocket-protocol: graphql-transport-ws',
    ];
    socket.write(`${[...head, 'sec-websocket-key: MDEyMzQ1Njc4OWFiY2RlZg=='].join('\r\n')}\r\n\r\n`);
    const [first] = await once(socket, 'data');
    expect(String(first)).toMatch(/^HTTP\/1\.1 101 /);
    socket.destroy();
  });

  it.each([
    [
      'HTTP/2, as Java’s client does',
      ['connection: Upgrade, HTTP2-Settings', 'upgrade: h2c', 'http2-settings: AAMAAABk'],
    ],
    ['what nobody knows', ['connection: upgrade', 'upgrade: something/1']],
  ])('that would rather speak another protocol is answered all the same: %s', async (_what, headers) => {
    const posted = ['POST /graphql HTTP/1.1', 'host: localhost', 'content-type: application/json', ...headers];
    const socket = open();
    socket.write(`${[...posted, `content-length: ${QUERY.length}`].join('\r\n')}\r\n\r\n${QUERY}`);
    const [first] = await once(socket, 'data');
    expect(String(first)).toMatch(/^HTTP\/1\.1 200 [\s\S]*"__typename":"Query"/);
    // The connection goes on as it was.
    socket.write(`${['GET /readyz HTTP/1.1', 'host: localhost', ...headers].join('\r\n')}\r\n\r\n`);
    const [second] = await once(socket, 'data');
    expect(String(second)).toMatch(/^HTTP\/1\.1 200 [\s\S]*ready/);
    socket.destroy();
  });
});

describe('a client that asks before it sends the body', () => {
  const expecting = 'expect: 100-continue';

  it('is refused without being told to go on', async () => {
    const large = ['POST /graphql HTTP/1.1', 'host: localhost', 'content-type: application/json', expecting];
    const refused = await sayRaw([...large, 'content-length: 5000000']);
    expect(statusOf(refused)).toBe(401);
    expect(refused).not.toContain('100 Continue');
  });

  it('is told to go on when its body will be read', async () => {
    const socket = open();
    const head = ['POST /graphql HTTP/1.1', 'host: localhost', 'content-type: application/json', expecting];
    socket.write(`${[...head, `content-length: ${QUERY.length}`].join('\r\n')}\r\n\r\n`);
    const [first] = await once(socket, 'data');
    expect(String(first)).toMatch(/^HTTP\/1\.1 100 Continue/);
    socket.write(QUERY);
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('bodies that never end', () => {
  it('are as many as a user may hold, and leave others alone', async () => {
    const bob = await server.register();
    const begin = (client: Client): Socket => {
      const socket = open();
      const head = ['POST /graphql HTTP/1.1', 'host: localhost', 'content-type: application/json'];
      const lines = [...head, `authorization: Bearer ${client.token}`, 'content-length: 20000000'];
      socket.write(`${lines.join('\r\n')}\r\n\r\n{"query":"`);
      return socket;
    };
    const sockets = Array.from({ length: 5 }, () => begin(ada));
    const refused = await Promise.any(
      sockets.map(async (socket) => {
        let answer = '';
        for await (const chunk of socket) answer += chunk;
        return answer;
      }),
    );
    expect(statusOf(refused)).toBe(429);
    expect(JSON.parse(refused.slice(refused.indexOf('\r\n\r\n'))).errors[0].extensions).toEqual({
      code: 'RATE_LIMITED',
      retryAfterSeconds: 1,
    });
    expect(await bob.data('{__typename}', { text: 'x'.repeat(200_000) })).toEqual({ __typename: 'Query' });
    for (const socket of sockets) socket.destroy();
    // What was held is given back.
    for (;;) {
      const { errors } = await ada.request('{__typename}', { text: 'y'.repeat(19_000_000) });
      if (!errors) break;
      expect(errors[0]?.extensions.code).toBe('RATE_LIMITED');
    }
  });
});

describe('requests that do not wait for their answers', () => {
  it('are answered eight at a time on a connection', async () => {
    const page = 'GET /graphql HTTP/1.1\r\nhost: localhost\r\naccept: text/html\r\n\r\n';
    const socket = open();
    socket.write(page.repeat(200));
    let answer = '';
    for await (const chunk of socket) answer += (chunk as Buffer).toString('latin1');
    expect(answer.match(/^HTTP\/1\.1 200 /gm)).toHaveLength(8);
    expect(answer).toContain('HTTP/1.1 429 ');
  });
});

describe('what a client accepts', () => {
  const subscription = JSON.stringify({ query: 'subscription{documentChanged{type}}' });
  it.each([
    ['multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json', subscription, 'text/event-stream'],
    ['application/json', subscription, 'graphql-ws'],
    ['text/plain', QUERY, 'application/json'],
  ])('is told what there is, where it is nothing of that: %s', async (accept, body, message) => {
    const headers = { accept, 'content-type': 'application/json', authorization: `Bearer ${ada.token}` };
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
    expect(response.status).toBe(406);
    const { errors } = (await response.json()) as { errors: unknown[] };
    expect(errors).toMatchObject([{ message: expect.stringContaining(message), extensions: { code: 'BAD_INPUT' } }]);
  });
});

describe('answers', () => {
  it.each([
    ['JSON', { accept: 'application/json' }, '{"query":"{me{user{email}}}"}'],
    ['a stream', { accept: 'text/event-stream' }, '{"query":"subscription{documentChanged{type}}"}'],
    ['a refusal', { authorization: 'Bearer nonsense' }, '{"query":"{me{user{email}}}"}'],
  ])('are kept by no cache: %s', async (_, more, body) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${ada.token}`, ...more };
    const leave = new AbortController();
    const request = { method: 'POST', headers, body, signal: leave.signal };
    const response = await fetch(`${server.url}/graphql`, request);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('vary')).toContain('Origin');
    if (body.includes('subscription')) expect(response.headers.get('x-accel-buffering')).toBe('no');
    leave.abort();
  });

  it('to a foreign page are its own too', async () => {
    const response = await fetch(`${server.url}/graphql`, { headers: { origin: 'https://evil.example' } });
    expect(response.status).toBe(403);
    expect(response.headers.get('vary')).toContain('origin');
  });
});

/** Sends a request with headers that browsers, not pages, decide on. */
function get(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${url}/graphql?query={__typename}`, { agent: false, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject).end();
  });
}

describe('a server for its own machine', () => {
  it.each(['localhost', 'app.localhost:4000', '127.0.0.1:4000', '[::1]:4000', '192.0.2.7'])(
    'is called %s',
    async (host) => {
      expect(await get(server.url, { host })).toBe(200);
    },
  );

  it.each([
    'evil.example',
    'evil.example:4000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example/@localhost',
  ])('is not called %s, so that no page can let its own name point here', async (host) => {
    expect(await get(server.url, { host })).toBe(421);
    expect(await post([], { host })).toMatch(/^HTTP\/1\.1 421 [\s\S]*ALLOWED_HOSTS/);
    expect(await refusedUpgrade(server.url, { headers: { host } })).toBe(421);
  });
});

describe('a server behind a proxy', () => {
  let proxied: TestServer;
  beforeAll(async () => {
    proxied = await startTestServer({ TRUSTED_PROXIES: '127.0.0.1' });
  });
  afterAll(() => proxied.close());

  it('is called whatever the proxy forwards', async () => {
    expect(await get(proxied.url, { host: 'carrel.example.org' })).toBe(200);
  });

  it.each([
    ['the host and port that the browser asked', { host: 'carrel.example.org:8088' }, 200],
    ['the host in a header of its own', { host: 'upstream', 'x-forwarded-host': 'carrel.example.org:8088' }, 200],
    ['the host without its port', { host: 'carrel.example.org' }, 403],
    ['another host', { host: 'carrel.example.org:8088', 'x-forwarded-host': 'evil.example' }, 403],
    ['what the browser says', { host: 'carrel.example.org', 'sec-fetch-site': 'same-origin' }, 200],
    ['that a page is of another site', { host: 'carrel.example.org', 'sec-fetch-site': 'same-site' }, 403],
  ])('serves its own page, where the proxy passes on %s', async (_, headers, status) => {
    expect(await get(proxied.url, { ...headers, origin: 'http://carrel.example.org:8088' })).toBe(status);
  });

  it.each(['http://example.org', 'https://example.org'])('takes the port of %s for left out', async (origin) => {
    const port = origin.startsWith('https') ? 443 : 80;
    expect(await get(proxied.url, { host: `Example.org:${port}`, origin })).toBe(200);
  });

  it('believes X-Forwarded-Host of the proxy alone', async () => {
    const headers = { host: 'localhost', 'x-forwarded-host': 'evil.example', origin: 'http://evil.example' };
    expect(await get(server.url, headers)).toBe(403);
  });
});

describe('a server with ALLOWED_HOSTS', () => {
  let named: TestServer;
  beforeAll(async () => {
    named = await startTestServer({
      ALLOWED_HOSTS: 'carrel.example.org',
      ALLOWED_ORIGINS: 'https://app.example',
      TRUSTED_PROXIES: '127.0.0.1',
    });
  });
  afterAll(() => named.close());

  it.each([
    ['carrel.example.org', 200],
    ['CARREL.example.org:8080', 200],
    ['app.example', 200],
    ['127.0.0.1', 200],
    ['other.example.org', 421],
  ])('answers to %s with %i', async (host, status) => {
    expect(await get(named.url, { host })).toBe(status);
  });
});
