import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { AuditAction } from '../../src/audit/facts.ts';
import { en } from '../../web/src/audit/messages.en.ts';
import { createClient } from '../support/client.ts';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { createMember, createOwner, signIn } from './support/people.ts';
import { describeSite } from './support/visit.ts';

/** One that has no words does not compile. */
const ACTIONS: Readonly<Record<AuditAction, string>> = en.actions;

const ASK = 'mutation ($question: String!) { ask(input: { question: $question }) { answer { id } } }';
const entries = (page: Page) => page.getByRole('list', { name: /^(Audit log|Protokoll)$/ }).getByRole('listitem');
const entry = (page: Page, action: keyof typeof ACTIONS, who: string) =>
  entries(page).filter({ hasText: ACTIONS[action] }).filter({ hasText: who }).first();

describeSite('the audit log', (site) => {
  it('shows the last first, opens entries in place and leads to their documents (W5, W6, W7)', async () => {
    const owner = await createOwner(site.server);
    const { id } = await owner.client.ingest('warranty.txt', 'The warranty of the XR-200 lasts 24 months.');
    await owner.client.data(ASK, { question: 'How long is the warranty of the XR-200?' });
    const other = await owner.client.ingest('draft.txt', 'A draft.');
    await owner.client.delete(other.id);
    const page = await site.open();
    await signIn(page, owner);
    await page.getByRole('link', { name: 'Audit log' }).click();
    await entry(page, 'answer.ask', owner.email).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    const lines = await entries(page).locator('summary').allTextContents();
    const places = ['Sign in', 'Delete a document', 'Ask a question', 'Create the organisation'].map((words) =>
      lines.findIndex((line) => line.startsWith(words)),
    );
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places[0]).toBeGreaterThanOrEqual(0);

    await entry(page, 'answer.ask', owner.email).locator('summary').first().press('Enter');
    await page.getByText('How long is the warranty of the XR-200?').waitFor();
    await page.getByText('The warranty of the XR-200 lasts 24 months. [1]').waitFor();
    await page.getByText('Owner, personal data').waitFor();
    await entry(page, 'document.delete', owner.email).locator('summary').first().click();
    await page.getByText(`Deleted, or not for you to see (${other.id})`).waitFor();
    await page.getByText('For checking the log').first().click();
    await page
      .getByText(/^[0-9a-f]{64}$/)
      .first()
      .waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
    const action = entry(page, 'answer.ask', owner.email).getByText('Ask a question').first();
    // On one line: no column beside it breaks its words.
    expect((await action.boundingBox())?.height).toBeLessThan(30);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('link', { name: 'warranty.txt' }).click();
    await page.waitForURL(`**/documents/${id}`);
  });

  it('is filtered by who, what and when, in the address', async () => {
    const owner = await createOwner(site.server);
    const member = await createMember(site.server, owner, { role: 'EDITOR' });
    await member.client.ingest('rules.txt', 'The rules of the house.');
    const { createApiToken } = await owner.client.data<{ createApiToken: { token: string } }, Record<string, unknown>>(
      'mutation { createApiToken(input: { name: "Nightly import", role: EDITOR }) { token } }',
    );
    const program = createClient(site.server.url, createApiToken.token);
    await program.ingest('import.txt', 'What was imported.');
    await program.error('query { members { totalCount } }');
    const page = await site.open();
    await signIn(page, owner, '/admin/audit');
    await page.getByLabel('Who').fill(member.email);
    // Where it is not among the names to choose from yet, what is typed is taken with Enter.
    await page.getByLabel('Who').press('Enter');
    await expect.poll(() => page.url()).toContain(`actor=${encodeURIComponent(member.email)}`);
    await entry(page, 'document.ingest', member.email).waitFor();
    await entries(page).filter({ hasText: owner.email }).first().waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Show all' }).click();
    await entry(page, 'access.refuse', 'Nightly import').getByText('Refused').waitFor();
    await entry(page, 'access.refuse', 'Nightly import').locator('summary').first().click();
    await page.getByText('Refused (FORBIDDEN)').waitFor();
    await page.getByText('Query.members').waitFor();
    await page.getByRole('button', { name: 'Show only this' }).click();
    await entry(page, 'document.ingest', 'Nightly import').waitFor();
    await entries(page).filter({ hasText: 'Sign in' }).first().waitFor({ state: 'detached' });

    await page.getByLabel('What', { exact: true }).selectOption('Add a document');
    await expect.poll(() => entries(page).count()).toBe(1);
    await page.reload();
    await expect.poll(() => entries(page).count()).toBe(1);
    expect(await page.getByLabel('Who').inputValue()).toBe('Nightly import');
    const today = new Date().toLocaleDateString('sv');
    for (const [label, day] of [
      ['From', today],
      ['To', today],
    ] as const) {
      await page.getByLabel(label, { exact: true }).fill(day);
      await expect.poll(() => entries(page).count()).toBe(1);
    }
    await page.getByLabel('From', { exact: true }).fill('');
    await page.getByLabel('To', { exact: true }).fill('2001-02-03');
    await page.getByText('Nothing like that has happened.').waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
  });

  it('comes in pages', async () => {
    const owner = await createOwner(site.server);
    for (let round = 0; round < 60; round++) {
      await owner.client.data('mutation { createConversation { conversation { id } } }');
    }
    const page = await site.open();
    await signIn(page, owner, '/admin/audit?action=conversation.create');
    await expect.poll(() => entries(page).count()).toBe(50);
    await page.getByRole('main').getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => entries(page).count()).toBe(60);
  });

  it('tells nobody of documents that they may not see, and is not there for editors (W25)', async () => {
    const owner = await createOwner(site.server);
    await owner.client.ingest('salaries.txt', 'What people earn.', { collection: 'finance' });
    await owner.client.ingest('rules.txt', 'The rules of the house.', { collection: 'house' });
    const page = await site.open();
    const admin = await createMember(site.server, owner, { role: 'ADMIN', collections: ['house'] });
    await signIn(page, admin, '/admin/audit?action=document.ingest');
    await expect.poll(() => entries(page).count()).toBe(1);
    await entries(page).locator('summary').first().click();
    await page.getByRole('link', { name: 'rules.txt' }).waitFor();

    const other = await site.open();
    await signIn(other, await createMember(site.server, owner, { role: 'EDITOR' }), '/admin/audit');
    await other.getByRole('heading', { name: 'Nothing here' }).waitFor();
  });

  it('speaks German (W30)', async () => {
    const page = await site.open({ locale: 'de' });
    const owner = await createOwner(site.server);
    await signIn(page, owner, '/admin/audit');
    await entries(page).filter({ hasText: 'Die Organisation anlegen' }).locator('summary').click();
    await page.getByText('Besitzen, personenbezogene Daten').waitFor();
    expect(await sidewaysAt(page, 320)).toBe(0);
  });
});
