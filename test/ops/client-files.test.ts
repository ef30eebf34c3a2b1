import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

const PAGE = '<!doctype html><title>Carrel</title>';
const SCRIPT = `console.log(${'1 + '.repeat(200)}1)`;

describe('a built browser client', () => {
  let folder: string;
  let server: TestServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carrel-client-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), PAGE);
    await writeFile(join(folder, 'assets', 'index-abc.js'), SCRIPT);
    await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    server = await startTestServer({}, { clientFolder: folder });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });
  const get = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const response = await fetch(server.url + path, { method, headers: { 'accept-encoding': 'identity', ...headers } });
    return { response, body: await response.text(), headers: Object.fromEntries(response.headers) };
  };

  it('is the page at every address that no route has, for who wants a page', async () => {
    for (const path of ['/', '/c/123', '/documents/abc?at=5', '/sign-in']) {
      const { response, body, headers } = await get(path, { accept: 'text/html,*/*' });
      expect([response.status, headers['content-type'], body]).toEqual([200, 'text/html; charset=utf-8', PAGE]);
      expect(headers['cache-control']).toBe('no-cache');
    }
    for (const [path, accept] of [
      ['/assets/gone-xyz.js', '*/*'],
      ['/nothing', 'application/json'],
    ] as const) {
      expect((await get(path, { accept })).response.status).toBe(404);
    }
    expect((await get('/c/123', { accept: 'text/html' }, 'POST')).response.status).toBe(405);
  });

  it('has an icon for browsers that ask for one untold', async () => {
    const { response, headers } = await get('/favicon.ico');
    expect([response.status, headers['content-type']]).toEqual([200, 'image/svg+xml']);
  });

  it('leaves what has a route as it was', async () => {
    expect((await get('/healthz', { accept: 'text/html' })).body).toBe('{"status":"alive"}');
    expect((await get('/graphql', { accept: 'text/html' })).body).toContain('GraphiQL');
  });

  it('may run its own scripts and talk to its own server, and nothing else', async () => {
    const { headers } = await get('/', { accept: 'text/html' });
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ]),
    );
    expect(policy.join()).not.toContain('unsafe');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('is sent compressed, kept for ever where its name tells what it is, and not again where it is the same', async () => {
    const path = '/assets/index-abc.js';
    for (const encoding of ['br', 'gzip'] as const) {
      // fetch unpacks it by itself; the length is that of what came.
      const { headers, body } = await get(path, { 'accept-encoding': encoding });
      expect([headers['content-encoding'], body]).toEqual([encoding, SCRIPT]);
      expect(Number(headers['content-length'])).toBeLessThan(SCRIPT.length);
    }
    const { body, headers } = await get(path);
    expect([body, headers['cache-control']]).toEqual([SCRIPT, 'public, max-age=31536000, immutable']);
    // The second is what a proxy makes of it that compresses by itself.
    for (const known of [`${headers['etag']}`, `W/${headers['etag']}`, `"other" , ${headers['etag']}`, '*']) {
      const again = await get(path, { 'if-none-match': known });
      expect([known, again.response.status, again.body]).toEqual([known, 304, '']);
    }
    expect((await get(path, { 'if-none-match': '"other"' })).response.status).toBe(200);
    const head = await get(path, {}, 'HEAD');
    expect([head.response.status, head.body]).toEqual([200, '']);
  });
});
