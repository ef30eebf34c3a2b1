import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject } from 'vitest';
import type { AppOverrides } from '../../../src/app.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

/** A Carrel with its client, and browsers that visit it. */
export interface Site {
  readonly server: TestServer;
  /** A window with nothing stored. `via`: the address of what stands in front of it; lost connections are no complaint. */
  open(options?: BrowserContextOptions & { host?: string; via?: string }): Promise<Page>;
  /** Another window of the browser that has a page open already: what is stored is shared. */
  openBeside(page: Page, path?: string): Promise<Page>;
}

/** What pages complained of, and whom else they asked; a test that provokes it takes it out. */
export const complaints: string[] = [];

/**
 * A suite in a real browser. After each test, no page may have complained, or asked another host (W3, W4).
 * @param env settings of its Carrel
 */
export function describeSite(
  name: string,
  tests: (site: Site) => void,
  { env = {}, overrides = {} }: { env?: Record<string, string>; overrides?: AppOverrides } = {},
): void {
  const address = inject('browser');
  const title = address ? name : `${name} (no Chromium: apt-get install chromium)`;
  describe.skipIf(!address)(title, () => {
    let server: TestServer;
    let browser: Browser;
    const contexts = new Set<BrowserContext>();
    beforeAll(async () => {
      [server, browser] = await Promise.all([
        startTestServer(
          { ALLOWED_HOSTS: 'carrel.test', ...env },
          { clientFolder: inject('clientFolder'), ...overrides },
        ),
        chromium.connect(address),
      ]);
    });
    afterEach(async () => {
      for (const context of contexts) await context.close();
      contexts.clear();
      expect(complaints.splice(0)).toEqual([]);
    });
    afterAll(async () => {
      await browser.close();
      await server.close();
    });
    const site: Site = {
      get server() {
        return server;
      },
      open: async ({ host = 'localhost', via = server.url, ...options } = {}) => {
        const { port } = new URL(via);
        const baseURL = `http://${host}:${port}`;
        const context = await browser.newContext({
          baseURL,
          viewport: { width: 1280, height: 800 },
          locale: 'en',
          ...options,
        });
        contexts.add(context);
        // It only ends what hangs, on a machine however busy.
        context.setDefaultTimeout(100_000);
        listen(context, { host: new URL(baseURL).host, isExpected: (text) => via !== server.url && LOST.test(text) });
        const page = await context.newPage();
        // From now on, not from when a test waits for one: by then a key press may have opened it already.
        page.on('filechooser', () => {});
        return page;
      },
      openBeside: async (page, path = '/') => {
        const other = await page.context().newPage();
        await other.goto(path);
        return other;
      },
    };
    tests(site);
  });
}

/** What Chromium says of a connection that is lost, or refused. */
const LOST = /net::ERR_|^WebSocket connection to .* failed/;

function listen(
  context: BrowserContext,
  { host, isExpected }: { host: string; isExpected(complaint: string): boolean },
): void {
  context.on('console', (message) => {
    const isComplaint = message.type() === 'error' || message.type() === 'warning';
    if (isComplaint && !isExpected(message.text())) complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'blob:' && url.host !== host) complaints.push(`asked ${request.url()}`);
  });
}
