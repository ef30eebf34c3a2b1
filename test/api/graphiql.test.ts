import { once } from 'node:events';
import { connect } from 'node:net';
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

const REGISTER = `mutation { register(input: { email: "ada@example.com", password: "correct horse", organization: "Example" }) { accessToken } }`;
/** The addresses of what the page loads, scripts first, relative to it. */
function filesOf(html: string): string[] {
  return [/<script[^>]* src="([^"]*)"/g, /<link[^>]* href="([^"]*)"/g].flatMap((links) =>
    Array.from(html.matchAll(links), ([, address = '']) => address),
  );
}

const ME = '{ me { user { email } } }';

describe('the GraphiQL page', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  const openInBrowser = (headers: Record<string, string> = {}) =>
    fetch(`${server.url}/graphql`, { headers: { accept: 'text/html', ...headers } });

  it('loads its files from this server alone, and holds no script that a policy would have to trust', async () => {
    const response = await openInBrowser();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    const html = await response.text();
    expect(html).toContain('Carrel');
    expect(html).not.toMatch(/<script(?![^>]* src=)|\son\w+=|javascript:|<style/i);
    expect(html).not.toMatch(/(?:src|href|action)\s*=\s*["']?(?:https?:)?\/\//i);
    expect(filesOf(html).length).toBeGreaterThan(3);
    for (const address of filesOf(html)) {
      const file = await fetch(`${server.url}/graphql${address}`);
      expect(file.status).toBe(200);
      expect(file.headers.get('cache-control')).toContain('immutable');
      expect(file.headers.get('x-content-type-options')).toBe('nosniff');
      await file.text();
    }
    expect((await fetch(`${server.url}/graphql?graphiql=no.js`)).status).toBe(404);
  });

  it('is compressed once and sent from the same memory to everybody, read or not', async () => {
    const [, , script] = filesOf(await (await openInBrowser()).text());
    const begin = async (encoding: string) => {
      const { hostname, port } = new URL(server.url);
      const socket = connect(Number(port), hostname);
      socket.write(`GET /graphql${script} HTTP/1.1\r\nhost: localhost\r\naccept-encoding: ${encoding}\r\n\r\n`);
      // The answer has begun, and nobody reads on.
      await once(socket, 'readable');
      return socket;
    };
    const warm = [await begin('identity'), await begin('gzip')];
    const before = process.memoryUsage().arrayBuffers;
    const unread = await Promise.all(Array.from({ length: 60 }, () => begin('identity')));
    // A copy for each would be 300 MB.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
    for (const socket of [...warm, ...unread]) socket.destroy();
  });

  /** The page's `fetch`, after its own first script has run, as in a browser's tab with this storage. */
  const openPage = async (stored = new Map<string, string>()) => {
    const [first] = filesOf(await (await openInBrowser()).text());
    const script = await (await fetch(`${server.url}/graphql${first}`)).text();
    const window = { fetch };
    const sessionStorage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
    };
    runInContext(script, createContext({ window, sessionStorage, Headers }));
    const send = async (query: string, headers: Record<string, string> = {}) => {
      const response = await window.fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      });
      return (await response.json()) as { data?: { me: { user: { email: string } } | null }; errors?: unknown };
    };
    return { send, stored };
  };

  it('sends the token of a registration with what follows, so that nobody has to paste it', async () => {
    const { send, stored } = await openPage();
    expect(JSON.stringify(await send(ME))).not.toContain('ada@example.com');
    await send(REGISTER);
    await expect.poll(() => stored.size).toBe(1);
    expect((await send(ME)).data?.me?.user.email).toBe('ada@example.com');
    // Also after the page was loaded again.
    expect((await (await openPage(stored)).send(ME)).data?.me?.user.email).toBe('ada@example.com');
    // A header that was typed goes first; a refused token is forgotten.
    expect((await send(ME, { authorization: 'Bearer nonsense' })).errors).toBeDefined();
    await expect.poll(() => stored.size).toBe(0);
  });
});
