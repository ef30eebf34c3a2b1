import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { sidewaysAt, violationsInAllLooks, violationsOf } from './support/axe.ts';
import { createMember, createOwner, signIn } from './support/people.ts';
import { complaints, describeSite } from './support/visit.ts';

const rows = (page: Page) => page.getByRole('main').getByRole('link', { name: /\.(md|txt|pdf|docx|xlsx)$/ });

describeSite(
  'the first start',
  (site) => {
    it('leads to the first account, on to the example documents, and offers no second account where only the first may', async () => {
      const page = await site.open();
      await page.goto('/');
      await page.getByRole('heading', { name: 'Welcome' }).waitFor();
      await page.getByText('This is the first account; it will own the organisation.').waitFor();
      expect(await violationsInAllLooks(page)).toEqual([]);
      expect(await sidewaysAt(page, 320)).toBe(0);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.getByLabel('E-mail address').fill('first@example.com');
      await page.getByLabel('Password').fill('correct horse');
      await page.getByLabel('Organisation').fill('First Library');
      await page.getByRole('button', { name: 'Create an account' }).click();
      await page.getByRole('button', { name: 'Try it with example documents' }).waitFor();
      expect(await violationsInAllLooks(page)).toEqual([]);
      expect(await sidewaysAt(page, 320)).toBe(0);

      const next = await site.open();
      await next.goto('/');
      await next.getByText('Accounts are by invitation here. Ask an administrator of your organisation.').waitFor();
      expect(await next.getByRole('heading', { level: 1 }).textContent()).toBe('Sign in');
      expect(await next.getByRole('link', { name: 'Create an account' }).count()).toBe(0);
      expect(await violationsInAllLooks(next)).toEqual([]);
    });

    it('shows the icon by itself, under the same policy (W4)', async () => {
      const page = await site.open();
      await page.goto('/icon.svg');
      expect(await page.evaluate('document.documentElement.tagName')).toBe('svg');
      expect(await violationsOf(page)).toEqual([]);
    });
  },
  { env: { REGISTRATION: 'first' } },
);

describeSite(
  'an empty Carrel where registration is closed',
  (site) => {
    it('says whom to ask', async () => {
      const page = await site.open();
      for (const path of ['/', '/sign-up']) {
        await page.goto(path);
        await page.getByText('Ask whoever runs this Carrel to set REGISTRATION to first.').waitFor();
        expect(await page.getByRole('button', { name: 'Create an account' }).count()).toBe(0);
      }
    });
  },
  { env: { REGISTRATION: 'closed' } },
);

describeSite('example documents', (site) => {
  it('come by one click, answer the suggested questions, and go again; nothing else does', async () => {
    const owner = await createOwner(site.server);
    const page = await site.open();
    await signIn(page, owner, '/documents');
    await page.getByText('There are no documents yet.').waitFor();
    await page.getByRole('button', { name: 'Try it with example documents' }).click();
    const note = page.getByRole('region', { name: 'Example documents' });
    await note.getByText('Reading the examples').waitFor();
    // The button is gone; the focus is not lost.
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Example documents');
    await note.getByText('7 documents here are examples').waitFor();
    expect(await rows(page).count()).toBe(7);
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });

    await note.getByRole('link', { name: 'Ask about them' }).click();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await page.getByRole('button', { name: 'How far ahead are flights booked?' }).click();
    await page.getByText('three weeks ahead').first().waitFor();

    // Of the same name, and of the same content in another place: these are the user's own.
    await owner.client.ingest('employee-handbook.md', 'Our own rules.', { collection: 'Examples' });
    await page.goto('/documents');
    await note.getByRole('button', { name: 'Remove the examples' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('listitem').count()).toBe(7);
    expect(await violationsInAllLooks(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await note.waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).not.toBe('BODY');
    await expect.poll(() => rows(page).allTextContents()).toEqual(['employee-handbook.md']);
  });

  it('go on where the network was lost', async () => {
    const page = await site.open();
    await signIn(page, await createOwner(site.server));
    await page.route('**/examples/onboarding.docx', (route) => route.abort());
    await page.getByRole('button', { name: 'Try it with example documents' }).click();
    await page.getByText('Carrel does not answer.').waitFor();
    await page.unroute('**/examples/onboarding.docx');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('7 documents here are examples').waitFor();
    complaints.splice(0);
  });

  it('are offered to nobody who could not add them', async () => {
    const owner = await createOwner(site.server);
    for (const rights of [{ role: 'VIEWER' as const }, { role: 'EDITOR' as const, collections: ['finance'] }]) {
      const page = await site.open();
      await signIn(page, await createMember(site.server, owner, rights), '/documents');
      await page.getByText('There are no documents yet.').waitFor();
      expect(await page.getByRole('button', { name: 'Try it with example documents' }).count()).toBe(0);
    }
  });
});
