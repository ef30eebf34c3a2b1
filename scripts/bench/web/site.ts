import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { RegisterDocument } from '../../../schema/typed/graphql.ts';
import { startApp } from '../../../src/app.ts';
import { loadConfig } from '../../../src/config.ts';
import type { TenantId } from '../../../src/ids.ts';
import { createLogger } from '../../../src/ops/logging.ts';
import type { Store } from '../../../src/store/store.ts';
import { type Client, createClient } from '../../../test/support/client.ts';
import { createScriptedModel, type ScriptedModel } from '../../../test/support/scripted-model.ts';

const CLIENT = fileURLToPath(new URL('../../../dist/web', import.meta.url));
const PASSWORD = 'correct horse';
/** How much slower the processor is made: about what a phone has. */
const SLOWER = 4;

/** A Carrel with the built client, whose model says what it is told, and a browser. */
export interface Site {
  readonly url: string;
  readonly model: ScriptedModel;
  readonly store: Store;
  /** The owner of a new organisation, and what the browser stores of a session. */
  signIn(email: string): Promise<{ client: Client; tenantId: TenantId; stored: Stored }>;
  /** Runs with a page of a browser that has nothing in its cache. */
  visit<T>(options: { stored?: Stored; slow?: boolean }, run: (page: Page) => Promise<T>): Promise<T>;
}

type Stored = NonNullable<BrowserContextOptions['storageState']>;

/** Starts both, and closes them again. */
export async function withSite<T>(
  { dataDir, executablePath }: { dataDir: string; executablePath: string },
  run: (site: Site) => Promise<T>,
): Promise<T> {
  const model = createScriptedModel();
  const stores: Store[] = [];
  const config = loadConfig({ PORT: '0', DATA_DIR: dataDir, RATE_LIMITS: 'off', LOG_LEVEL: 'silent' });
  const app = await startApp(config, createLogger(config.log), {
    answerModel: model,
    clientFolder: CLIENT,
    wrapStore: (store) => {
      stores.push(store);
      return store;
    },
  });
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath, args });
  const [store] = stores;
  if (!store) throw new Error('Carrel has no store.');
  try {
    return await run({ url: app.url, model, store, ...visits(browser, app.url) });
  } finally {
    await browser.close();
    await app.close();
  }
}

function visits(browser: Browser, baseURL: string): Pick<Site, 'signIn' | 'visit'> {
  const visit: Site['visit'] = async ({ stored, slow = false }, run) => {
    const context = await browser.newContext({
      baseURL,
      viewport: { width: 1280, height: 800 },
      locale: 'en',
      ...(stored && { storageState: stored }),
    });
    try {
      const page = await context.newPage();
      if (slow) {
        const session = await context.newCDPSession(page);
        await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
      }
      return await run(page);
    } finally {
      await context.close();
    }
  };
  const signIn: Site['signIn'] = async (email) => {
    const { register } = await createClient(baseURL).data(RegisterDocument, { input: { email, password: PASSWORD } });
    const stored = await visit({}, async (page) => {
      await page.goto('/sign-in');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('textbox', { name: 'Question' }).waitFor();
      return await page.context().storageState();
    });
    const client = createClient(baseURL, register.accessToken);
    return { client, tenantId: register.viewer.tenant.id as TenantId, stored };
  };
  return { visit, signIn };
}
