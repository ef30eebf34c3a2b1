import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { createClient } from '../support/client.ts';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { keptOn } from './support/kept.ts';
import { createMember, createOwner, signIn } from './support/people.ts';
import { describeSite } from './support/visit.ts';

const WHO = 'query { me { role piiAccess collections } }';
const row = (page: Page, name: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: name });

describeSite('API tokens', (site) => {
  it('are made, shown once, used and revoked, by keyboard (W5, W6, W7, W29)', async () => {
    const owner = await createOwner(site.server);
    await owner.client.ingest('salaries.txt', 'What people earn.', { collection: 'finance/payroll' });
    const page = await site.open();
    await signIn(page, owner);
    await page.getByRole('link', { name: 'API tokens' }).click();
    await page.getByText('There are no tokens.').waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');

    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await page.keyboard.type('Nightly import');
    await dialog.getByLabel('Role').selectOption('Editor');
    await dialog.getByLabel('Those of some collections').check();
    await dialog.getByLabel('finance/payroll').check();
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
    await dialog.getByLabel('Name').press('Enter');

    await page.getByRole('heading', { name: 'The token “Nightly import”' }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H2');
    const secret = await page.getByLabel('Token', { exact: true }).inputValue();
    const { me } = await createClient(site.server.url, secret).data<{ me: object }, Record<string, unknown>>(WHO);
    expect(me).toEqual({ role: 'EDITOR', piiAccess: false, collections: ['finance/payroll'] });
    await page.getByText(`authorization: Bearer ${secret}`).waitFor();
    await row(page, 'Nightly import').getByText('Editor').waitFor();
    await row(page, 'Nightly import')
      .getByText(secret.slice(0, 'carrel_'.length + 8))
      .waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });

    expect(await keptOn(page)).toContain(secret);
    await page.getByRole('button', { name: 'Done' }).press('Enter');
    expect(await keptOn(page)).not.toContain(secret);
    await page.reload();
    await row(page, 'Nightly import').getByText('last used').waitFor();
    expect(await keptOn(page)).not.toContain(secret);

    await page.getByRole('button', { name: 'Revoke “Nightly import”' }).press('Enter');
    await dialog.getByRole('heading', { name: 'Revoke “Nightly import”?' }).waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Revoke' }).press('Enter');
    await page.getByText('There are no tokens.').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('New token');
    const { extensions } = await createClient(site.server.url, secret).error(WHO);
    expect(extensions.code).toBe('UNAUTHENTICATED');
  });

  it('end when they were told to, or never', async () => {
    const page = await site.open();
    await signIn(page, await createOwner(site.server), '/admin/tokens');
    for (const [name, ending] of [
      ['Endless', 'Never'],
      ['Until a day', 'On a day of your choice'],
    ] as const) {
      await page.getByRole('button', { name: 'New token' }).click();
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('When it ends').selectOption(ending);
      if (ending !== 'Never') await page.getByLabel('Its last day').fill('2001-02-03');
      await page.getByRole('button', { name: 'Make it' }).click();
      if (ending !== 'Never') {
        await page.getByText('The token would have ended already.').waitFor();
        await page.getByLabel('Its last day').fill('2099-02-03');
        await page.getByRole('button', { name: 'Make it' }).click();
      }
      await row(page, name).waitFor();
    }
    await row(page, 'Endless').getByText('never ends').waitFor();
    await row(page, 'Until a day').getByText('ends Feb 4, 2099').waitFor();
  });

  it('offer no rights that their maker lacks, and are not there for editors (W25)', async () => {
    const owner = await createOwner(site.server);
    await owner.client.ingest('salaries.txt', 'What people earn.', { collection: 'finance/payroll' });
    await owner.client.ingest('rules.txt', 'The rules of the house.', { collection: 'house' });
    const page = await site.open();
    const admin = await createMember(site.server, owner, { role: 'ADMIN', collections: ['finance'] });
    await signIn(page, admin, '/admin/tokens');
    await page.getByRole('button', { name: 'New token' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Role').getByRole('option').allTextContents()).toHaveLength(3);
    await dialog.getByLabel('finance/payroll').check();
    for (const label of ['house', 'All of the organisation', 'Documents with personal data']) {
      expect(await dialog.getByLabel(label).count()).toBe(0);
    }
    await dialog.getByLabel('Name').fill('Within finance');
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await row(page, 'Within finance').getByText('only finance/payroll').waitFor();

    const other = await site.open();
    await signIn(other, await createMember(site.server, owner, { role: 'EDITOR' }), '/admin/tokens');
    await other.getByRole('heading', { name: 'Nothing here' }).waitFor();
    expect(await other.getByRole('link', { name: 'API tokens' }).count()).toBe(0);
  });

  it('speak German (W30)', async () => {
    const page = await site.open({ locale: 'de' });
    await signIn(page, await createOwner(site.server), '/admin/tokens');
    await page.getByRole('button', { name: 'Neuer Token' }).click();
    await page.getByLabel('Name').fill('Import');
    await page.getByRole('button', { name: 'Erstellen' }).click();
    await page.getByText('Kopieren Sie ihn jetzt.').waitFor();
    await row(page, 'Import').getByText('Lesen').waitFor();
    expect(await sidewaysAt(page, 320)).toBe(0);
  });
});
