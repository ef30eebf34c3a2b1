import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.ts';
import { openSocket, refusedUpgrade } from '../support/raw-socket.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const PROBLEM = 'application/problem+json';

describe('HTTP', () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer({ MAX_FILE_MB: '1' });
    ada = await server.register();
  });
  afterAll(() => server.close());

  describe('outside GraphQL', () => {
    it.each([
      ['GET', '/graphql/', 404],
      ['GET', '/constructor', 404],
      ['GET', '/../etc/passwd', 404],
      ['POST', '/healthz', 405],
      ['DELETE', '/metrics', 405],
    ])('answers %s %s with %i as a problem', async (method, path, status) => {
      const { response, body } = await exchange(server.url, { method, path });
      expect(response.statusCode).toBe(status);
      expect(response.headers['content-type']).toBe(PROBLEM);
      expect(response.headers['x-content-type-options']).toBe('nosniff');
      expect(JSON.parse(body)).toMatchObject({ type: 'about:blank', status, title: expect.any(String) });
      if (status === 405) expect(response.headers.allow).toBe('GET');
    });

    it('leads who opens the address to GraphiQL', async () => {
      const { response } = await exchange(server.url, { path: '/' });
      expect([response.statusCode, response.headers.location]).toEqual([302, '/graphql']);
    });

    it('tells that it is alive, ready and how much it does', async () => {
      // Its embedder is loaded while it serves already.
      await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status, { timeout: 60_000 }).toBe(200);
      for (const path of ['/healthz', '/readyz', '/metrics']) {
        const response = await fetch(`${server.url}${path}`);
        expect(response.status).toBe(200);
        expect(response.headers.get('cache-control')).toBe('no-store');
        await response.text();
      }
      const head = await fetch(`${server.url}/healthz`, { method: 'HEAD' });
      expect([head.status, await head.text()]).toEqual([200, '']);
    });

    it('answers what is no HTTP with 400', async () => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      socket.write('NONSENSE\r\n\r\n');
      const chunks: Buffer[] = [];
      for await (const chunk of socket) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 400 /);
    });
  });

  describe('at /graphql, from a page', () => {
    it.each(['https://evil.example', 'null', 'http://localhost:1', 'not a url'])(
      'refuses the foreign origin %s with 403, over HTTP and at the upgrade',
      async (origin) => {
        const response = await fetch(`${server.url}/graphql?query={__typename}`, { headers: { origin } });
        expect(response.status).toBe(403);
        expect(response.headers.get('content-type')).toBe(PROBLEM);
        expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
        expect(await response.json()).toMatchObject({ detail: expect.stringContaining('ALLOWED_ORIGINS') });
        expect(await refusedUpgrade(server.url, { origin })).toBe(403);
      },
    );

    it('gives a foreign preflight nothing', async () => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'OPTIONS',
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      });
      expect(response.status).toBe(403);
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    });

    it('serves its own page, over HTTP and WebSocket', async () => {
      const headers = { origin: server.url, 'content-type': 'application/json' };
      const body = '{"query":"{__typename}"}';
      const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
      expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
      (await openSocket(server.url, { origin: server.url })).close();
    });

    it('upgrades nothing but /graphql', async () => {
      expect(await refusedUpgrade(server.url, { path: '/other' })).toBe(404);
    });
  });

  describe('bodies', () => {
    const json = { 'content-type': 'application/json' };
    const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
    const bearer = () => ({ authorization: `Bearer ${ada.token}` });

    it.each([
      ['a form', multipart],
      ['JSON without an end', json],
    ])('refuses %s of nobody, and reads no more of it', async (_what, headers) => {
      const upload = await endlessly(server.url, headers);
      expect(upload.status).toBe(401);
      expect(JSON.parse(upload.body).errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED', reason: 'MISSING' });
      expect(upload.sentBytes).toBeLessThan(20_000_000);
    });

    it.each([
      ['a bad token', 'Bearer nonsense', 'INVALID'],
      ['no bearer', 'Basic eDp5', 'INVALID'],
    ])('refuses a form with %s', async (_what, authorization, reason) => {
      const upload = await endlessly(server.url, { ...multipart, authorization });
      expect(JSON.parse(upload.body).errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED', reason });
    });

    it.each(['application/json', 'application/graphql-response+json'])(
      'tells a client that sends a hash first to send the operation itself (%s)',
      async (accept) => {
        const extensions = { persistedQuery: { version: 1, sha256Hash: 'ecf4edb46db40b51' } };
        const miss = { errors: [{ message: 'PersistedQueryNotSupported', extensions: { code: 'BAD_INPUT' } }] };
        const ask = async (body: object) => {
          const init = { method: 'POST', headers: { ...json, accept }, body: JSON.stringify(body) };
          const response = await fetch(`${server.url}/graphql`, init);
          return [response.status, await response.json()];
        };
        expect(await ask({ operationName: 'A', variables: {}, extensions })).toEqual([200, miss]);
        expect(await ask({ query: '{__typename}', extensions })).toEqual([200, { data: { __typename: 'Query' } }]);
        const query = new URLSearchParams({ extensions: JSON.stringify(extensions) });
        const response = await fetch(`${server.url}/graphql?${query}`, { headers: { accept } });
        expect(await response.json()).toEqual(miss);
      },
    );

    it('reads 100 kB of JSON of nobody, and no more', async () => {
      const query = (bytes: number) => JSON.stringify({ query: `{__typename #${'x'.repeat(bytes)}\n}` });
      const post = (body: string) => fetch(`${server.url}/graphql`, { method: 'POST', headers: json, body });
      expect((await post(query(90_000))).status).toBe(200);
      expect((await post(query(110_000))).status).toBe(401);
    });

    it('takes a request without a body for a bad one, not for one of nobody', async () => {
      const { response, body } = await exchange(server.url, { method: 'POST', path: '/graphql', headers: json });
      expect(response.statusCode).toBe(400);
      expect(JSON.parse(body).errors[0].extensions.code).toBe('BAD_INPUT');
    });

    it('stops a file that is too large while it comes in', async () => {
      const head = [
        '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n',
        JSON.stringify({
          query: 'mutation($f:File!){ingestFile(input:{file:$f}){created}}',
          variables: { f: null },
        }),
        '\r\n--x\r\ncontent-disposition: form-data; name="map"\r\n\r\n{"0":["variables.f"]}',
        '\r\n--x\r\ncontent-disposition: form-data; name="0"; filename="a.txt"\r\n\r\n',
      ].join('');
      const upload = await endlessly(server.url, { ...multipart, ...bearer() }, head);
      expect(upload.status, upload.body).toBe(413);
      expect(JSON.parse(upload.body).errors[0]).toMatchObject({ extensions: { code: 'TOO_LARGE' } });
      expect(upload.sentBytes).toBeLessThan(20_000_000);
    });

    it('stops JSON that is too large while it comes in', async () => {
      const body = new Blob([JSON.stringify({ query: '{__typename}', variables: { a: 'x'.repeat(3_200_000) } })]);
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { ...json, ...bearer() },
        body: body.stream(),
        duplex: 'half',
      } as RequestInit);
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_LARGE' } }] });
    });
  });
});

describe('a server with ALLOWED_ORIGINS', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ ALLOWED_ORIGINS: 'https://app.example' });
  });
  afterAll(() => server.close());

  it('serves that origin, over HTTP, in a preflight and over WebSocket', async () => {
    const origin = 'https://app.example';
    const response = await fetch(`${server.url}/graphql?query={__typename}`, { headers: { origin } });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    const preflight = await fetch(`${server.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    (await openSocket(server.url, { origin })).close();
  });

  it.each(['https://app.example.evil.example', 'http://app.example', 'https://app.example:444'])(
    'refuses %s',
    async (origin) => {
      expect((await fetch(`${server.url}/graphql`, { headers: { origin } })).status).toBe(403);
      expect(await refusedUpgrade(server.url, { origin })).toBe(403);
    },
  );
});

interface Exchange {
  readonly response: IncomingMessage;
  readonly bytes: Buffer;
  readonly body: string;
}

/** A request as it is given: neither path nor headers are made up. */
function exchange(
  url: string,
  options: { method?: string; path: string; headers?: Record<string, string> },
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { agent: false, ...options },
      (response) => void read(response).then(resolve, reject),
    );
    request.on('error', reject);
    request.end();
  });
}

async function read(response: IncomingMessage): Promise<Exchange> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return { response, bytes, body: bytes.toString() };
}

/**
 * Sends a body that has no end, for as long as the server takes it, and no further than 64 MiB; what the server said, and
 * how much it took.
 */
async function endlessly(
  url: string,
  headers: Record<string, string>,
  head = '',
): Promise<{ status: number; body: string; sentBytes: number }> {
  const { host, port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  const lines = Object.entries({ host, 'transfer-encoding': 'chunked', ...headers }).map(
    ([name, at]) => `${name}: ${at}`,
  );
  const write = (bytes: string) => socket.write(`${bytes.length.toString(16)}\r\n${bytes}\r\n`);
  const chunk = 'x'.repeat(64 * 1024);
  let answer = '';
  let isOpen = true;
  socket.on('data', (data) => {
    answer += data;
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      isOpen = false;
      resolve();
    });
  });
  socket.write(`POST /graphql HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  if (head !== '') write(head);
  while (isOpen && socket.bytesWritten < 64 * 1024 * 1024) {
    if (!write(chunk)) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed]);
  }
  const sentBytes = socket.bytesWritten;

  socket.destroy();
  await closed;
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]),
    body: /\{"errors".*\}/.exec(answer)?.[0] ?? answer,
    sentBytes,
  };
}
