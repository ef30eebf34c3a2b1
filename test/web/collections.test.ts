import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { createMember, createOwner, type Person, signIn } from './support/people.ts';
import { complaints, describeSite, type Site } from './support/visit.ts';

const addTo = ({ client }: Person, collection: string, name: string) =>
  client.data('mutation ($input: IngestTextInput!) { ingestText(input: $input) { created } }', {
    input: { name, text: `The text of ${name}.`, collection },
  });

/** The innermost item of the tree that has a link of this name. */
const item = (page: Page, label: string) =>
  page
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: label, exact: true }) })
    .last();

async function ownerWithCollections(site: Site): Promise<Person> {
  const owner = await createOwner(site.server);
  await addTo(owner, 'finance/payroll', 'salaries.txt');
  await addTo(owner, 'finance/payroll/2025', 'bonuses.txt');
  await addTo(owner, 'marketing', 'campaign.txt');
  return owner;
}

describeSite('collections', (site) => {
  it('say what they are for where there are none (W5)', async () => {
    const page = await site.open();
    await signIn(page, await createOwner(site.server));
    await page.getByRole('link', { name: 'Collections' }).click();
    await page.getByText('There are no collections yet.').waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await page.getByRole('link', { name: 'To the documents' }).click();
    await page.getByRole('heading', { name: 'Documents', exact: true }).waitFor();
  });

  it('are shown in each other, with what is in them and who sees it, and lead there (W5, W6)', async () => {
    const owner = await ownerWithCollections(site);
    const clerk = await createMember(site.server, owner, { collections: ['finance/payroll'] });
    const page = await site.open();
    await signIn(page, owner, '/admin/collections');
    await item(page, 'payroll').getByText('2 documents').waitFor();
    await item(page, '2025').getByText('1 document', { exact: true }).waitFor();
    expect(await item(page, 'finance').getByRole('link').allTextContents()).toEqual(['finance', 'payroll', '2025']);
    await item(page, '2025').getByText('Seen by everybody').waitFor();
    const readers = item(page, 'marketing').getByText('Seen by 1 of 2 members');
    await readers.click();
    await item(page, 'marketing').getByText(owner.email).waitFor();
    expect(await item(page, 'marketing').getByText(clerk.email).count()).toBe(0);
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);

    await addTo(owner, 'personnel', 'contracts.txt');
    await page.evaluate("dispatchEvent(new Event('focus'))");
    await item(page, 'personnel').waitFor();
    await page.getByRole('link', { name: 'payroll' }).press('Enter');
    await page.getByRole('link', { name: 'salaries.txt' }).waitFor();
    await page.getByRole('link', { name: 'bonuses.txt' }).waitFor();
    expect(await page.getByRole('link', { name: 'campaign.txt' }).count()).toBe(0);
    expect(await page.getByLabel('Collection').inputValue()).toBe('finance/payroll');
  });

  it('show an administrator of some no others', async () => {
    const owner = await ownerWithCollections(site);
    const page = await site.open({ locale: 'de' });
    const admin = await createMember(site.server, owner, { role: 'ADMIN', collections: ['marketing'] });
    await signIn(page, admin, '/admin/collections');
    await item(page, 'marketing').getByText('1 Dokument', { exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'finance' }).count()).toBe(0);
    expect(await violationsInAllLooks(page)).toEqual([]);
  });

  it('say what failed, and are read again', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithCollections(site));
    await page.route('**/graphql', (route) => route.abort());
    await page.getByRole('link', { name: 'Collections' }).click();
    await page.getByText('Carrel does not answer.').waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await item(page, 'marketing').waitFor();
    complaints.splice(0);
  });
});
