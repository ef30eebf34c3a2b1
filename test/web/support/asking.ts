import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { createOwner, type Person } from './people.ts';
import type { Site } from './visit.ts';

/** A document with many sections. */
export const HANDBOOK = readFileSync(
  new URL('../../../web/public/examples/employee-handbook.md', import.meta.url),
  'utf8',
);
/** One that it answers. */
export const QUESTION = 'How many days of annual leave do I get?';

/** Where questions are written. */
export const field = (page: Page) => page.getByRole('textbox', { name: 'Question' });

/** What has the focus: the name of its element. */
export const focused = (page: Page) => page.evaluate<string>('document.activeElement.tagName');

/** Asks as somebody does with a keyboard. */
export async function ask(page: Page, question: string): Promise<void> {
  await field(page).fill(question);
  await page.keyboard.press('Enter');
}

/** Somebody with a document to ask. */
export async function ownerWithHandbook(site: Site): Promise<Person> {
  const owner = await createOwner(site.server);
  await owner.client.ingest('employee-handbook.md', HANDBOOK);
  return owner;
}
