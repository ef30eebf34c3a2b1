import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { HANDBOOK } from './support/asking.ts';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { createMember, createOwner, type Person, signIn } from './support/people.ts';
import { complaints, describeSite, type Site } from './support/visit.ts';

const field = (page: Page) => page.getByRole('searchbox', { name: 'Search the documents' });
const passages = (page: Page) =>
  page
    .getByRole('list', { name: 'Passages' })
    .or(page.getByRole('list', { name: 'Less close' }))
    .getByRole('listitem');
const focused = (page: Page) =>
  page.evaluate<string>('document.activeElement.textContent || document.activeElement.type');

async function searchFor(page: Page, words: string): Promise<void> {
  await field(page).fill(words);
  await page.keyboard.press('Enter');
  await passages(page).first().waitFor();
}

async function ownerWithHandbook(site: Site): Promise<Person> {
  const owner = await createOwner(site.server);
  await owner.client.ingest('employee-handbook.md', HANDBOOK, { collection: 'people' });
  return owner;
}

describeSite('searching', (site) => {
  it('shows passages with their place and what was searched for, and opens them where they stand (W5, W6, W7, W15)', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithHandbook(site));
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await field(page).waitFor();
    expect(await focused(page)).toBe('search');
    expect(await violationsInAllLooks(page)).toEqual([]);
    await page.keyboard.type('annual leave');
    await page.keyboard.press('Enter');
    const first = passages(page).first();
    await first.getByText('4. Leave › 4.1 Annual leave').waitFor();
    expect(await first.locator('mark').allTextContents()).toEqual(expect.arrayContaining(['annual', 'leave']));
    expect(await focused(page)).toBe('search');
    expect(new URL(page.url()).search).toBe('?q=annual+leave');
    expect(await violationsInAllLooks(page)).toEqual([]);

    await first.getByRole('button', { name: 'employee-handbook.md' }).press('Enter');
    const source = page.getByRole('dialog', { name: 'employee-handbook.md' });
    await source.locator('mark').first().waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    const passage = HANDBOOK.match(/Full-time employees are entitled.*?depot manager\./s)?.[0];
    expect((await source.locator('mark').allTextContents()).join('').trim()).toBe(passage);
    await page.keyboard.press('Escape');
    await source.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('employee-handbook.md');
    await first.getByRole('button').press('Enter');
    await source.waitFor();
    await passages(page).nth(1).getByRole('button').press('Enter');
    await source.getByText('12. Pension and benefits').first().waitFor();
    await page.keyboard.press('Escape');
    await source.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.closest("li").textContent')).toContain(
      '12. Pension and benefits',
    );
    await page.keyboard.press('Enter');
    await source.waitFor();
    await page.goBack();
    await source.waitFor({ state: 'detached' });
    expect(await sidewaysAt(page, 320)).toBe(0);
  });

  it('goes back to the search before, and is the same for who gets the address', async () => {
    const owner = await ownerWithHandbook(site);
    const page = await site.open();
    await signIn(page, owner, '/search');
    await searchFor(page, 'parental leave');
    await searchFor(page, 'pension plan');
    await passages(page).first().getByText('12. Pension and benefits').waitFor();
    expect(await page.title()).toBe('pension plan · Search · Carrel');
    const other = await site.openBeside(page, page.url());
    await passages(other).first().getByText('12. Pension and benefits').waitFor();
    expect(await field(other).inputValue()).toBe('pension plan');
    await page.goBack();
    await passages(page).first().getByText('parental').first().waitFor();
    expect(await field(page).inputValue()).toBe('parental leave');
    await page.keyboard.press('Tab');
    await page.keyboard.press('/');
    expect(await focused(page)).toBe('search');
  });

  it('shows more, and goes on where that begins', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithHandbook(site), '/search');
    await searchFor(page, 'leave');
    expect(await passages(page).count()).toBe(8);
    await page.getByRole('button', { name: 'Show more passages' }).press('Enter');
    await expect.poll(() => passages(page).count()).toBe(20);
    expect(await focused(page)).toBe(await passages(page).nth(8).getByRole('button').textContent());
    expect(await page.getByRole('button', { name: 'Show more passages' }).count()).toBe(0);
  });

  it('says so where nothing fits, and searches for words as the documents spell them', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithHandbook(site), '/search');
    await searchFor(page, 'Who won the football world cup in 1954?');
    await page.getByRole('main').getByText('Nothing fits closely.').waitFor();
    expect(await page.getByRole('list', { name: 'Less close' }).count()).toBe(0);
    expect(await violationsInAllLooks(page)).toEqual([]);
    await searchFor(page, 'how many days of anual leeve');
    await page.getByText('Searched for “how many days of annual leave”').waitFor();
    expect(await passages(page).first().locator('mark').allTextContents()).toEqual(
      expect.arrayContaining(['annual', 'leave']),
    );
  });

  it('says what to do where there are no documents, and tries again what failed', async () => {
    const page = await site.open();
    const owner = await createOwner(site.server);
    await signIn(page, owner, '/search');
    await page.getByText('There are no documents to search yet.').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Add documents' }).waitFor();
    await field(page).fill('leave');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'No passage was found.' }).waitFor();
    await page.getByText('There are no documents to search yet.').waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await owner.client.ingest('rules.txt', 'Nobody may leave before five.');
    await page.route('**/graphql', (route) => route.abort());
    await field(page).fill('when may I leave');
    await page.keyboard.press('Enter');
    await page.getByText('Carrel does not answer.').waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await passages(page).first().getByText('Nobody may').waitFor();
    complaints.splice(0);
  });

  it('searches a collection, and finds nothing that somebody may not see', async () => {
    const owner = await ownerWithHandbook(site);
    await owner.client.ingest('payroll.txt', 'Annual leave is paid at the end of the month.', {
      collection: 'finance',
    });
    const page = await site.open();
    await signIn(page, owner, '/search?q=annual+leave');
    await page.getByRole('button', { name: 'Where to look: All documents' }).click();
    await page.getByLabel('Collection').selectOption('finance');
    await page.keyboard.press('Escape');
    await passages(page).filter({ hasText: 'payroll.txt' }).waitFor();
    expect(await passages(page).count()).toBe(1);
    expect(new URL(page.url()).search).toBe('?q=annual+leave&collection=finance');

    const reader = await site.open();
    await signIn(
      reader,
      await createMember(site.server, owner, { collections: ['finance'] }),
      '/search?q=annual+leave',
    );
    await passages(reader).first().waitFor();
    expect(await passages(reader).getByRole('button').allTextContents()).toEqual(['payroll.txt']);
    await reader.goto('/search?q=annual+leave&collection=people');
    await reader.getByRole('main').getByText('No passage was found.').waitFor();
    expect(await violationsInAllLooks(reader)).toEqual([]);
    await reader.getByRole('button', { name: 'Search all documents' }).click();
    await passages(reader).filter({ hasText: 'payroll.txt' }).waitFor();
  });

  it('leads to asking, with the words in the field', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithHandbook(site), '/search?q=How+many+days+of+annual+leave+do+I+get%3F');
    await page.getByRole('link', { name: 'Ask this' }).click();
    const question = page.getByRole('textbox', { name: 'Question' });
    await expect.poll(() => question.inputValue()).toBe('How many days of annual leave do I get?');
    expect(page.url()).not.toContain('question=');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copy' }).waitFor();
  });

  it('speaks German (W30)', async () => {
    const page = await site.open({ locale: 'de' });
    const owner = await createOwner(site.server);
    await owner.client.ingest(
      'hausordnung.md',
      '# Hausordnung\n\nDie Bücher liegen im Lesesaal. Der Saal schließt um neun.',
    );
    await signIn(page, owner, '/search');
    await page.getByRole('searchbox', { name: 'In den Dokumenten suchen' }).fill('Wo liegt ein Buch?');
    await page.keyboard.press('Enter');
    const first = page.getByRole('list', { name: 'Stellen' }).getByRole('listitem').first();
    await first.waitFor();
    expect(await first.locator('mark').allTextContents()).toEqual(['Bücher']);
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
  });
});
