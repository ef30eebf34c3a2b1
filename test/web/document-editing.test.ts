import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { UpdateDocumentDocument } from '../../schema/typed/graphql.ts';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { act, choose, chooseBy, file, row } from './support/documents.ts';
import { createMember, createOwner, type Person, signIn } from './support/people.ts';
import { complaints, describeSite } from './support/visit.ts';

const ingest = ({ client }: Person, name: string, metadata = {}) =>
  client.ingest(name, `The text of ${name}.`, metadata);

const dialog = (page: Page) => page.getByRole('dialog');
const save = (page: Page) => dialog(page).getByRole('button', { name: 'Save' }).click();
const focused = (page: Page) => page.evaluate('document.activeElement?.tagName');

describeSite('documents that are there', (site) => {
  it('are filed, tagged, dated, marked and made private in one dialog, from the list and the reader', async () => {
    const owner = await createOwner(site.server);
    const { id } = await ingest(owner, 'wages.txt', { tags: ['old'] });
    await ingest(owner, 'other.txt', { collection: 'finance' });
    const page = await site.open();
    await signIn(page, owner, '/documents');
    await act(page, 'wages.txt', 'Edit');
    expect(await violationsInAllLooks(page)).toEqual([]);
    await dialog(page).getByLabel('Collection').fill('finance/payroll');
    await dialog(page).getByLabel('Tags').fill('wages, 2026');
    await dialog(page).getByLabel('Personal data').check();
    await dialog(page).getByLabel('Only you').check();
    await dialog(page).getByLabel('Date of the document').fill('2026-03-31');
    await save(page);
    await dialog(page).waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('BUTTON');
    await row(page, 'wages.txt').getByText('Only you').waitFor();
    expect(await owner.client.document(id)).toMatchObject({
      collection: 'finance/payroll',
      tags: ['wages', '2026'],
      containsPii: true,
      visibility: 'PRIVATE',
      documentDate: '2026-03-31T00:00:00.000Z',
    });
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });

    await row(page, 'wages.txt').getByRole('link', { name: '#2026' }).click();
    await row(page, 'other.txt').waitFor({ state: 'detached' });
    expect(page.url()).toContain('tag=2026');
    await page.getByLabel('Tag').selectOption('Any tags');
    await row(page, 'other.txt').waitFor();

    await page.getByRole('link', { name: 'wages.txt' }).click();
    await page.getByText('Mar 31, 2026').waitFor();
    await page.getByRole('link', { name: 'finance/payroll' }).waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
    await act(page, 'wages.txt', 'Edit');
    await dialog(page).getByLabel('Collection').fill('');
    await dialog(page).getByLabel('Date of the document').fill('');
    await dialog(page).getByLabel('Only you').uncheck();
    await save(page);
    await page.getByText('All in the organisation').waitFor();
    expect(await owner.client.document(id)).toMatchObject({
      collection: null,
      tags: ['wages', '2026'],
      visibility: 'ORGANIZATION',
      documentDate: null,
    });
  });

  it('keep what somebody else changed while the dialog was open', async () => {
    const owner = await createOwner(site.server);
    const { id } = await ingest(owner, 'shared.txt');
    const page = await site.open();
    await signIn(page, owner, '/documents');
    await act(page, 'shared.txt', 'Edit');
    await owner.client.data(UpdateDocumentDocument, { input: { id, collection: 'meanwhile' } });
    await dialog(page).getByLabel('Tags').fill('mine');
    await save(page);
    await row(page, 'shared.txt').getByText('#mine').waitFor();
    expect(await owner.client.document(id)).toMatchObject({ collection: 'meanwhile', tags: ['mine'] });
  });

  it('get a new version, which the reader follows; the same bytes are none', async () => {
    const owner = await createOwner(site.server);
    const { id } = await ingest(owner, 'plan.txt');
    const page = await site.open();
    await signIn(page, owner, `/documents/${id}`);
    await page.getByText('The text of plan.txt.').waitFor();
    await page.getByRole('button', { name: 'Actions for plan.txt' }).click();
    const replace = page.getByRole('button', { name: 'Replace with a new version' });
    await chooseBy(page, replace, [file('plan-b.txt', 'The better plan.')]);
    await page.getByText('The better plan.').waitFor();
    expect(await page.getByText('The text of plan.txt.').count()).toBe(0);
    expect(await owner.client.document(id)).toMatchObject({ name: 'plan.txt', version: 2 });
    await page.getByRole('definition').filter({ hasText: /^2$/ }).waitFor();
    await page.getByRole('button', { name: 'Actions for plan.txt' }).click();
    await chooseBy(page, replace, [file('plan-b.txt', 'The better plan.')]);
    await page.getByText('This is the version that was there already.').waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await act(page, 'plan.txt', 'Read again');
    await expect.poll(() => page.getByRole('definition').filter({ hasText: 'Ready' }).count()).toBe(1);
  });

  it('that can not be read say why, and are tried again or replaced', async () => {
    const owner = await createOwner(site.server);
    const page = await site.open();
    await signIn(page, owner, '/documents');
    await choose(page, { name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nnothing') });
    await row(page, 'broken.pdf').getByText('Failed').waitFor();
    await page.getByRole('link', { name: 'broken.pdf' }).click();
    const failed = page.getByRole('region', { name: 'Failed' });
    await failed.getByText('It is damaged, or not what its name says.').waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await failed.getByRole('button', { name: 'Try again' }).click();
    await failed.getByRole('button', { name: 'Replace with a new version' }).waitFor();
    await chooseBy(page, failed.getByRole('button', { name: 'Replace with a new version' }), [
      file('mended.txt', 'It reads well now.'),
    ]);
    await page.getByText('It reads well now.').waitFor();
  });

  it('say what did not work, and offer it again', async () => {
    const owner = await createOwner(site.server);
    await ingest(owner, 'steady.txt');
    const page = await site.open();
    await signIn(page, owner, '/documents');
    await row(page, 'steady.txt').waitFor();
    await page.route('**/graphql', (route) => route.abort());
    await act(page, 'steady.txt', 'Read again');
    await dialog(page).getByText('Carrel does not answer.').waitFor();
    await page.unroute('**/graphql');
    await dialog(page).getByRole('button', { name: 'Try again' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    complaints.splice(0);
  });

  it('offer an editor what the API allows, and no more (W25)', async () => {
    const owner = await createOwner(site.server);
    const editor = await createMember(site.server, owner, { role: 'EDITOR', collections: ['finance'] });
    await ingest(owner, 'theirs.txt', { collection: 'finance' });
    await ingest(editor, 'mine.txt', { collection: 'finance' });
    const page = await site.open();
    await signIn(page, editor, '/documents');
    await act(page, 'mine.txt', 'Edit');
    await dialog(page).getByText('You may add documents to finance, and within.').waitFor();
    // Who may not see personal data can't mark it.
    expect(await dialog(page).getByLabel('Personal data').count()).toBe(0);
    await dialog(page).getByLabel('Collection').fill('hr');
    await save(page);
    await dialog(page).getByText('This is none of your collections.').waitFor();
    await dialog(page).getByLabel('Collection').fill('finance/mine');
    await save(page);
    await row(page, 'mine.txt').getByText('finance/mine').waitFor();
    expect(await page.getByLabel('Select theirs.txt').count()).toBe(0);
    await page.getByRole('button', { name: 'Actions for theirs.txt' }).click();
    await page.getByRole('button', { name: 'Download the original' }).waitFor();
    for (const name of ['Edit', 'Replace with a new version', 'Read again', 'Delete'])
      expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0);
    // What they add goes where they may, without their asking.
    await page.keyboard.press('Escape');
    await choose(page, file('added.txt'));
    await row(page, 'added.txt').getByText('finance').waitFor();

    const admin = await createMember(site.server, owner, { role: 'ADMIN', piiAccess: true });
    const other = await site.open();
    await signIn(other, admin, '/documents');
    await act(other, 'mine.txt', 'Edit');
    await dialog(other).getByLabel('Personal data').waitFor();
    // Only who brought it in may take it from the others.
    expect(await dialog(other).getByLabel('Only you').count()).toBe(0);
  });
});
