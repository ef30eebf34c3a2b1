import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { IngestTextDocument } from '../../schema/typed/graphql.ts';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { row } from './support/documents.ts';
import { createOwner, type Person, signIn } from './support/people.ts';
import { complaints, describeSite } from './support/visit.ts';

const dialog = (page: Page) => page.getByRole('dialog');
const names = (count: number) => Array.from({ length: count }, (_, at) => `note-${String(at).padStart(2, '0')}.txt`);

/** What has the focus, if a bar covers its top. */
const UNDER_A_BAR = `(() => {
  const element = document.activeElement;
  const { x, y, width, height } = element.getBoundingClientRect();
  const top = document.elementFromPoint(x + width / 2, y + height / 3);
  return element.closest('label, li').contains(top) ? [] : [element.ariaLabel ?? element.textContent];
})()`;

async function withNotes({ client }: Person, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const name of names(count)) {
    const input = { name, text: `The text of ${name}.`, tags: ['draft'] };
    ids.push((await client.data(IngestTextDocument, { input })).ingestText.document.id);
  }
  return ids;
}

describeSite('documents that are selected', (site) => {
  it('leave the menu within reach, as far as a narrow window is scrolled', async () => {
    const owner = await createOwner(site.server);
    await withNotes(owner, 20);
    const page = await site.open();
    await signIn(page, owner, '/documents');
    await page.setViewportSize({ width: 390, height: 700 });
    await page.getByLabel('Select note-01.txt').check();
    await page.getByText('1 selected').waitFor();
    expect(await page.evaluate('scrollY')).toBeGreaterThan(0);
    // Where it stands: a click on the element would scroll to the top first.
    const menu = await page.getByRole('button', { name: 'Menu' }).boundingBox();
    await page.mouse.click((menu?.x ?? 0) + 10, (menu?.y ?? 0) + 10);
    await page.getByRole('navigation').getByRole('link', { name: 'Search' }).click();
    await page.waitForURL('**/search');
  });

  it('are never under the bars when they have the focus', async () => {
    const owner = await createOwner(site.server);
    await withNotes(owner, 20);
    const page = await site.open();
    await page.setViewportSize({ width: 390, height: 700 });
    await signIn(page, owner, '/documents');
    await page.getByRole('button', { name: 'Actions for note-00.txt' }).focus();
    const covered: unknown[] = [];
    // Upwards through all rows: each has a box, a name, a tag and actions.
    for (let step = 0; step < 79; step++) {
      await page.keyboard.press('Shift+Tab');
      covered.push(...(await page.evaluate<unknown[]>(UNDER_A_BAR)));
    }
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Select note-19.txt');
    expect(covered).toEqual([]);
  });

  it('are edited together, and keep what nobody changes', async () => {
    const owner = await createOwner(site.server);
    await withNotes(owner, 4);
    const page = await site.open();
    await signIn(page, owner, '/documents');
    await page.getByLabel('Select note-00.txt').check();
    await page.getByLabel('Select note-02.txt').check();
    await page.getByText('2 selected').waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await dialog(page).getByLabel('Collection').selectOption('Move to a collection');
    await dialog(page).getByLabel('Move to').fill('finance');
    await dialog(page).getByLabel('Add tags').fill('final, 2026');
    await dialog(page).getByLabel('Remove tags').fill('draft');
    await dialog(page).getByLabel('Personal data').selectOption('Yes');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.tagName')).not.toBe('BODY');
    for (const name of ['note-00.txt', 'note-02.txt']) {
      await row(page, name).getByText('finance').waitFor();
      await row(page, name).getByText('#final').waitFor();
      await row(page, name).getByText('Personal data').waitFor();
      expect(await row(page, name).getByText('#draft').count()).toBe(0);
    }
    expect(await row(page, 'note-01.txt').getByText('#draft').count()).toBe(1);
    expect(await page.getByText('selected').count()).toBe(0);
  });

  it('are selected by keyboard, in ranges and all at once, and deleted; of 60, all that are shown', async () => {
    const owner = await createOwner(site.server);
    await withNotes(owner, 60);
    const page = await site.open();
    await signIn(page, owner, '/documents');
    await page.getByLabel('Select note-59.txt').focus();
    await page.keyboard.press('Space');
    await page.getByLabel('Select note-55.txt').focus();
    await page.keyboard.press('Shift+Space');
    await page.getByText('5 selected').waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Actions for note-10.txt');
    await row(page, 'note-00.txt').waitFor();
    await page.getByLabel('Select all that are shown').check();
    await page.getByText('60 selected').waitFor();
    await page.getByLabel('Select note-30.txt').uncheck();
    await page.getByText('59 selected').waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog(page).getByRole('heading', { name: 'Delete 59 documents?' }).waitFor();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('link', { name: /^note-/ }).allTextContents()).toEqual(['note-30.txt']);
    await page.getByText('1 document', { exact: true }).waitFor();
  });

  it('that fail are named with the reason, and tried again, the others are done', async () => {
    const owner = await createOwner(site.server);
    const ids = await withNotes(owner, 3);
    const page = await site.open();
    await signIn(page, owner, '/documents');
    await page.getByLabel('Select all that are shown').check();
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await owner.client.delete(ids[1] ?? '');
    await dialog(page).getByLabel('Collection').selectOption('Move to a collection');
    await dialog(page).getByLabel('Move to').fill('finance');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await dialog(page).getByText('It was not done for 1 document:').waitFor();
    await dialog(page).getByText('note-01.txt: This does not exist, or you may not see it.').waitFor();
    await dialog(page).getByRole('heading', { name: 'Edit 1 document' }).waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    for (const name of ['note-00.txt', 'note-02.txt']) await row(page, name).getByText('finance').waitFor();
    complaints.splice(0);
  });
});
