import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { SearchDocument } from '../../schema/typed/graphql.ts';
import { createPdf } from '../support/pdf.ts';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { createMember, createOwner, signIn } from './support/people.ts';
import { describeSite } from './support/visit.ts';

const PDF = join(import.meta.dirname, '../../web/public/examples/travel-policy.pdf');

const fact = (page: Page, text: string | RegExp) => page.getByRole('definition').filter({ hasText: text });

describeSite('the reader of a document', (site) => {
  it('opens at the place and the page that a passage is on, with what is marked as the passage has it (W15)', async () => {
    const owner = await createOwner(site.server);
    const { body } = await owner.client.upload(new Blob([await readFile(PDF)]), 'travel-policy.pdf');
    const document = body.data?.ingestFile.document;
    const { search } = await owner.client.data(SearchDocument, { query: 'travel', topK: 10 });
    const passage = search.passages.find(({ page }) => page !== null && page > 1);
    if (!document || !passage) throw new Error('The example has no second page.');
    const page = await site.open();
    await signIn(page, owner, `/documents/${document.id}?at=${passage.start}-${passage.end}&page=${passage.page}`);
    await page.getByText(`What is marked begins on page ${passage.page}.`).waitFor();
    await fact(page, `${document.pageCount} pages`).waitFor();
    await expect.poll(() => page.locator('mark').first().isVisible()).toBe(true);
    const marked = await page.locator('mark').allTextContents();
    expect(marked.join('').replace(/\s+/g, '')).toBe(passage.text.replace(/\s+/g, ''));
    await expect
      .poll(() => page.evaluate('document.querySelector("mark").getBoundingClientRect().top'))
      .toBeLessThan(800);
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
  });

  it('marks where each page begins, and goes to one by its number', async () => {
    const owner = await createOwner(site.server);
    // What stands alike at the top of many pages is left out of a text.
    const rooms = ['hall', 'attic', 'cellar', 'kitchen', 'library', 'garden', 'stable', 'tower', 'chapel', 'laundry'];
    const file = createPdf(
      rooms.map((room, at) => {
        const begins = at === 1 ? 'her lamp at nine.' : `Nobody sleeps in the ${room}.`;
        const ends = at === 0 ? 'The keeper of the hall puts out' : `Mind the ${room}.`;
        const rules = Array.from(
          { length: 42 },
          (_, rule) => `Rule ${rule} for the ${room} is kept by all who enter it.`,
        );
        return [begins, ...rules, ends].map((text, line) => ({ text, x: 72, y: 760 - 16 * line, size: 12 }));
      }),
    );
    const { body } = await owner.client.upload(new Blob([new Uint8Array(file)]), 'house.pdf');
    const document = body.data?.ingestFile.document;
    const { search } = await owner.client.data(SearchDocument, { query: 'rules for the attic', topK: 10 });
    const passage = search.passages[0];
    if (!document || !passage) throw new Error('Nothing is found in the PDF.');
    const page = await site.open();
    await signIn(page, owner, `/documents/${document.id}?at=${passage.start}-${passage.end}&page=${passage.page}`);
    const mark = (number: number) => page.getByText(`Page ${number}`, { exact: true });
    await mark(2).waitFor();
    // Between the last words of a page and the first of the next.
    const around = await mark(2).evaluate((element) => [
      element.previousSibling?.textContent,
      element.nextSibling?.textContent,
    ]);
    expect(around[0]).toMatch(/The keeper of the hall puts out $/);
    expect(around[1]).toBe('her lamp at nine.');
    const marked = await page.locator('mark').allTextContents();
    expect(marked.join('').replace(/\s+/g, '')).toBe(passage.text.replace(/\s+/g, ''));

    const field = page.getByRole('spinbutton', { name: 'Page' });
    for (const number of [3, 9]) {
      await field.fill(String(number));
      await field.press('Enter');
      await expect.poll(() => mark(number).evaluate((element) => element.matches(':focus'))).toBe(true);
      await expect
        .poll(() => mark(number).evaluate((element) => element.getBoundingClientRect().top))
        .toBeLessThan(300);
    }
    expect(new URL(page.url()).search).toBe('?page=9');
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
    await page.goBack();
    await expect.poll(() => new URL(page.url()).search).toBe('?page=3');
    await mark(3).waitFor();
  });

  it('gives a long text part by part, each in its place', async () => {
    const owner = await createOwner(site.server);
    const lines = Array.from({ length: 4_500 }, (_, at) => `Line ${at}.`);
    const text = lines.join('\n\n');
    const { id } = await owner.client.ingest('long.txt', text);
    const start = text.indexOf('Line 2250.');
    const page = await site.open();
    await signIn(page, owner, `/documents/${id}?at=${start}-${start + 'Line 2250.'.length}`);
    await page.locator('mark').getByText('Line 2250.').waitFor();
    for (const line of ['Line 500.', 'Line 4300.']) expect(await page.getByText(line, { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Show what comes before' }).click();
    await page.getByText('Line 500.', { exact: true }).waitFor();
    expect(await page.locator('mark').allTextContents()).toEqual(['Line 2250.']);
    await page.getByRole('button', { name: 'Show what comes after' }).click();
    await page.getByText('Line 4300.', { exact: true }).waitFor();
    expect(await page.locator('mark').allTextContents()).toEqual(['Line 2250.']);
  });

  it('says what is known of it, and hands out the original', async () => {
    const owner = await createOwner(site.server);
    const { id } = await owner.client.ingest('rules.txt', 'The rules of the house.', {
      collection: 'house',
      tags: ['rules'],
      documentDate: '2026-02-03T00:00:00.000Z',
    });
    const page = await site.open();
    await signIn(page, await createMember(site.server, owner, { role: 'VIEWER' }), `/documents/${id}`);
    await page.getByText('The rules of the house.').waitFor();
    for (const text of ['Ready', owner.email, 'Feb 3, 2026', '23 bytes', 'house', '#rules', 'All in the organisation'])
      await fact(page, text).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('main').getByRole('button', { name: 'Download the original' }).first().click(),
    ]);
    expect(await textOf(await download.createReadStream())).toBe('The rules of the house.');
    await page.getByRole('link', { name: '#rules' }).click();
    await page.getByRole('link', { name: 'rules.txt' }).waitFor();
    expect(page.url()).toContain('tag=rules');
  });

  it('knows nothing of a document that is not there, or that the caller may not see', async () => {
    const owner = await createOwner(site.server);
    const { id } = await owner.client.ingest('secret.txt', 'A secret.', { visibility: 'PRIVATE' });
    const page = await site.open();
    await signIn(page, await createMember(site.server, owner, { role: 'ADMIN' }), `/documents/${id}`);
    await page.getByText('This does not exist, or you may not see it.').waitFor();
    expect(await page.getByText('secret.txt').count()).toBe(0);
    expect(await violationsInAllLooks(page)).toEqual([]);
  });
});
