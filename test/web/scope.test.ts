import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ask, field, HANDBOOK, QUESTION } from './support/asking.ts';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { createMember, createOwner, type Person, signIn } from './support/people.ts';
import { describeSite, type Site } from './support/visit.ts';

const where = (page: Page) => page.getByRole('button', { name: /^Where to look: / });
const chosen = (page: Page) => page.getByRole('list', { name: 'Only in' }).getByRole('listitem');
const turn = (page: Page, question: string) => page.getByRole('region', { name: question });

async function ownerWithDocuments(site: Site): Promise<Person> {
  const owner = await createOwner(site.server);
  const { ingest } = owner.client;
  await ingest('employee-handbook.md', HANDBOOK, { collection: 'people', tags: ['policy'] });
  await ingest('payroll.txt', 'Annual leave is paid at the end of the month, 25 days of it.', {
    collection: 'finance',
  });
  await ingest('canteen.txt', 'The canteen is closed while the cook is on annual leave, ten days.', { tags: ['food'] });
  return owner;
}

describeSite('where to look', (site) => {
  it('is chosen by keyboard, said with the question, and kept with the conversation (W5, W6, W7)', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithDocuments(site));
    await where(page).press('Enter');
    const panel = page.getByRole('region', { name: 'Where to look' });
    await panel.getByRole('checkbox', { name: 'food' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SELECT');
    await page.keyboard.press('f');
    await expect.poll(() => chosen(page).allTextContents()).toEqual(['finance']);
    expect(await violationsInAllLooks(page)).toEqual([]);
    await panel.getByRole('checkbox', { name: 'policy' }).press('Space');
    await panel.getByRole('checkbox', { name: 'policy' }).press('Space');
    expect(await sidewaysAt(page, 320)).toBe(0);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Where to look: Only in');
    expect(new URL(page.url()).search).toBe('?collection=finance');
    await page.setViewportSize({ width: 1280, height: 800 });

    await ask(page, QUESTION);
    await turn(page, QUESTION).getByRole('button', { name: 'Copy' }).waitFor();
    await turn(page, QUESTION).getByText('Only in finance').waitFor();
    expect(await turn(page, QUESTION).getByText('employee-handbook.md').count()).toBe(0);
    expect(await violationsInAllLooks(page)).toEqual([]);
    await page.reload();
    await turn(page, QUESTION).getByText('Only in finance').waitFor();
    await expect.poll(() => chosen(page).allTextContents()).toEqual(['finance']);

    await page.getByRole('button', { name: 'Do not limit to finance' }).press('Enter');
    await expect.poll(() => chosen(page).count()).toBe(0);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Where to look: All documents');
    await ask(page, 'How many days of notice do I have to give?');
    const second = turn(page, 'How many days of notice do I have to give?');
    await second.getByRole('button', { name: 'Copy' }).waitFor();
    expect(await second.getByText('Only in').count()).toBe(0);
    expect(await sidewaysAt(page, 320)).toBe(0);
  });

  it('can be tags and documents, which are found by their names', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithDocuments(site));
    await where(page).click();
    await page.getByRole('checkbox', { name: 'food' }).check();
    await page.getByRole('searchbox', { name: 'Find documents by name' }).fill('canteen');
    await page.getByRole('checkbox', { name: 'payroll.txt' }).waitFor({ state: 'detached' });
    await page.getByRole('checkbox', { name: 'canteen.txt' }).check();
    await expect.poll(() => chosen(page).allTextContents()).toEqual(['#food', 'canteen.txt']);
    await page.getByRole('searchbox', { name: 'Find documents by name' }).fill('nothing like it');
    await page.getByText('No document that can be searched is called so.').waitFor();
    await page.keyboard.press('Escape');
    await ask(page, QUESTION);
    await turn(page, QUESTION).getByText('Only in #food · canteen.txt').waitFor();
    await turn(page, QUESTION)
      .getByRole('button', { name: /^Source 1: canteen.txt/ })
      .waitFor();
  });

  it('stays a document that is gone: what is asked then is not asked of all others', async () => {
    const page = await site.open();
    const owner = await ownerWithDocuments(site);
    const { id } = await owner.client.ingest('notes.txt', 'The notice period is three days of annual leave.');
    await signIn(page, owner, `/?documents=${id}`);
    await ask(page, QUESTION);
    await turn(page, QUESTION).getByText('Only in notes.txt').waitFor();
    await turn(page, QUESTION).getByRole('button', { name: 'Ask again' }).waitFor();
    await owner.client.delete(id);
    await page.reload();
    await expect.poll(() => chosen(page).allTextContents()).toEqual(['A document that is gone']);
    await ask(page, 'How long is annual leave?');
    await turn(page, 'How long is annual leave?').getByText('Only some of them were looked at.').waitFor();
  });

  it('is a document that is asked about from its page, or from its row', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithDocuments(site), '/documents');
    await page.getByRole('link', { name: 'payroll.txt' }).click();
    await page.getByRole('link', { name: 'Ask about this document' }).click();
    await expect.poll(() => chosen(page).allTextContents()).toEqual(['payroll.txt']);
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    await page.goBack();
    await page.getByRole('heading', { name: 'payroll.txt' }).waitFor();
    await page.getByRole('link', { name: 'Documents', exact: true }).click();
    await page.getByRole('button', { name: 'Actions for canteen.txt' }).click();
    await page.getByRole('link', { name: 'Ask about this document' }).click();
    await expect.poll(() => chosen(page).allTextContents()).toEqual(['canteen.txt']);
    await ask(page, QUESTION);
    await turn(page, QUESTION).getByText('Only in canteen.txt').waitFor();
    await page.getByRole('link', { name: 'New conversation' }).first().click();
    await page.getByRole('button', { name: 'Where to look: All documents' }).waitFor();
  });

  it('is where suggestions are from, which it answers', async () => {
    const page = await site.open();
    const owner = await ownerWithDocuments(site);
    await signIn(page, owner);
    const suggestions = page.getByRole('list', { name: 'For a start' }).getByRole('button');
    await expect
      .poll(() => suggestions.allTextContents())
      .toEqual([
        'What is “canteen.txt” about?',
        'What is “payroll.txt” about?',
        expect.stringMatching(/^What does “employee-handbook.md” say about “[A-Z]/),
      ]);
    await where(page).click();
    await page.getByLabel('Collection').selectOption('people');
    await page.keyboard.press('Escape');
    await expect.poll(() => suggestions.first().textContent()).toContain('employee-handbook.md');
    const questions = await suggestions.allTextContents();
    expect(new Set(questions).size).toBe(3);
    for (const question of questions) {
      await page.getByRole('button', { name: question }).click();
      await turn(page, question)
        .getByRole('button', { name: /^Source 1: employee-handbook.md/ })
        .first()
        .waitFor();
      await page.goto('/?collection=people');
    }
  });

  it('can be widened where what was chosen does not say', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithDocuments(site), '/?collection=finance');
    const question = 'Who pays for the bicycle scheme?';
    await ask(page, question);
    const first = turn(page, question).first();
    await first.getByText('Only some of them were looked at.').waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await first.getByRole('button', { name: 'Ask all documents' }).press('Enter');
    await turn(page, question)
      .nth(1)
      .getByRole('button', { name: /^Source 1: employee-handbook.md/ })
      .waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).not.toBe('BODY');
  });

  it('goes with what was searched for', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithDocuments(site), '/search?q=annual+leave&tag=food');
    await page.getByRole('link', { name: 'Ask this' }).click();
    await expect.poll(() => chosen(page).allTextContents()).toEqual(['#food']);
    await expect.poll(() => field(page).inputValue()).toBe('annual leave');
  });

  it('offers nothing that somebody may not see (W25)', async () => {
    const owner = await ownerWithDocuments(site);
    const { id } = await owner.client.ingest('secret.txt', 'Nobody knows it.', { collection: 'people' });
    const page = await site.open();
    await signIn(page, await createMember(site.server, owner, { role: 'VIEWER', collections: ['finance'] }));
    await where(page).click();
    await page.getByRole('checkbox').first().waitFor();
    expect(await page.getByRole('region', { name: 'Where to look' }).getByRole('checkbox').count()).toBe(1);
    await page.getByRole('checkbox', { name: 'payroll.txt' }).waitFor();
    expect(await page.getByLabel('Collection').getByRole('option').allTextContents()).toEqual([
      'All collections',
      'finance',
    ]);
    await page.goto(`/?documents=${id}`);
    await expect.poll(() => chosen(page).allTextContents()).toEqual(['A document that is gone']);
  });

  it('speaks German (W30)', async () => {
    const page = await site.open({ locale: 'de' });
    await signIn(page, await ownerWithDocuments(site));
    await page.getByRole('button', { name: 'Wo gesucht wird: Alle Dokumente' }).click();
    await page.getByRole('checkbox', { name: 'canteen.txt' }).check();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Frage' }).fill(QUESTION);
    await page.keyboard.press('Enter');
    await turn(page, QUESTION).getByText('Nur in canteen.txt').waitFor();
    expect(await sidewaysAt(page, 320)).toBe(0);
  });
});
