import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from '../test/web/support/find-chromium.ts';
import { EXAMPLE_QUESTIONS } from '../web/src/examples/example-files.ts';
import { HARBOUR } from './demo/organisations.ts';
import { startDemoServer } from './demo/server.ts';

/** `npm run picture`: takes the README's picture of the client again, as somebody would come to see it. */
const PICTURE = fileURLToPath(new URL('../docs/images/client.png', import.meta.url));
const CLIENT = fileURLToPath(new URL('../dist/web', import.meta.url));

const executablePath = findChromium();
if (executablePath === null) throw new Error('There is no Chromium: apt-get install chromium');
const server = await startDemoServer({ clientFolder: CLIENT });
const browser = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  const page = await browser.newPage({
    baseURL: server.url,
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    locale: 'en',
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(120_000);
  await register(page);
  await page.getByRole('button', { name: 'Try it with example documents' }).click();
  await page.getByText('7 documents here are examples').waitFor();
  for (const question of EXAMPLE_QUESTIONS) await ask(page, question);
  await page
    .getByRole('button', { name: /^Source 1/ })
    .last()
    .click();
  await page.getByRole('dialog').locator('mark').first().waitFor();
  await page.screenshot({ path: PICTURE });
} finally {
  await browser.close();
  await server.close();
}

async function register(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByLabel('E-mail address').fill(HARBOUR.email);
  await page.getByLabel('Password').fill('correct horse battery staple');
  await page.getByLabel('Your name').fill('Ada Holm');
  await page.getByLabel('Organisation').fill(HARBOUR.name);
  await page.getByRole('button', { name: 'Create an account' }).click();
}

/** Each in a conversation of its own. */
async function ask(page: Page, question: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: question }).click();
  await page.getByRole('button', { name: 'Copy' }).waitFor();
}
