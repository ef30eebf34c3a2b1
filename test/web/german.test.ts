import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { sidewaysAt, violationsOf } from './support/axe.ts';
import { cutOffAt } from './support/cut-off.ts';
import { createMember, createOwner, signIn } from './support/people.ts';
import { describeSite } from './support/visit.ts';

const NARROW = 320;

async function looksWhole(page: Page): Promise<void> {
  const { pathname } = new URL(page.url());
  expect({ pathname, cutOff: await cutOffAt(page, NARROW), sideways: await sidewaysAt(page, NARROW) }).toEqual({
    pathname,
    cutOff: [],
    sideways: 0,
  });
}

describeSite('the client in German, in a narrow window (W6, W30)', (site) => {
  it('is whole before one signs in', async () => {
    const page = await site.open({ locale: 'de-DE' });
    for (const path of ['/sign-in', '/sign-up', '/reset#token', '/join#token']) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.evaluate('document.documentElement.lang')).toBe('de');
      await looksWhole(page);
    }
  });

  it('says in German what an error code says', async () => {
    const page = await site.open({ locale: 'de-DE' });
    const { email } = await createOwner(site.server);
    await page.goto('/sign-in');
    await page.getByLabel(/^E-Mail/).fill(email);
    await page.getByLabel('Passwort', { exact: true }).fill('wrong horse');
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByRole('alert').getByText('Die Angaben stimmen nicht oder gelten nicht mehr.').waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('is whole on all pages, with their menus', async () => {
    const owner = await createOwner(site.server);
    await createMember(site.server, owner, { role: 'ADMIN', collections: ['finanzen', 'personal'] });
    const { id } = await owner.client.ingest('hausordnung.txt', 'Nach 22 Uhr ist es still.', {
      collection: 'verwaltung/haus',
    });
    const page = await site.open({ locale: 'de-DE' });
    await signIn(page, owner);
    const links = page.getByRole('navigation').getByRole('link');
    const paths = await links.evaluateAll((elements) => elements.map((element) => element.getAttribute('href') ?? '/'));
    expect(paths).toContain('/documents');
    for (const path of [...paths, `/documents/${id}`, '/settings', '/nirgends']) {
      await page.goto(path);
      await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
      // A page that asks again and again never is.
      await page.waitForLoadState('networkidle');
      await looksWhole(page);
      expect(await violationsOf(page)).toEqual([]);
    }
    await page.getByRole('button', { name: 'Menü' }).click();
    await page.getByRole('button', { name: 'Konto' }).click();
    await looksWhole(page);
  });
});
