import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { SearchDocument } from '../../schema/typed/graphql.ts';
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
