import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

const REGISTER = `mutation { register(input: { email: "ada@example.com", password: "correct horse", organization: "Example" }) { accessToken } }`;
const ME = '{ me { user { email } } }';

describe('the GraphiQL page', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  /** The page's `fetch`, after its own first script has run, as in a browser's tab with this storage. */
  const openPage = async (stored = new Map<string, string>()) => {
    const page = await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html' } });
    const script = /<script>([\s\S]*?)<\/script>/.exec(await page.text())?.[1] ?? '';
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
