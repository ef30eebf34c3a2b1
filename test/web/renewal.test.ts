import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { createOwner, signIn } from './support/people.ts';
import { complaints, describeSite, type Site } from './support/visit.ts';

/** As if it were later: the token is to be renewed, and good for a while yet. */
const AGE_TOKEN = `{
  const session = JSON.parse(localStorage.getItem('carrel.session'));
  const endsAt = Date.now() + 45_000;
  localStorage.setItem('carrel.session', JSON.stringify({ ...session, access: { ...session.access, endsAt } }));
}`;

/** The server renews once more, and nobody hears of it. */
async function loseNextRenewal(page: Page): Promise<void> {
  let isLost = false;
  await page.context().route('**/graphql', async (route) => {
    if (isLost || !route.request().postData()?.includes('refreshSession')) return await route.fallback();
    isLost = true;
    await route.fetch();
    await route.abort();
  });
}

const renewals = ({ server }: Site) =>
  server.log.filter(({ name }) => name === 'RefreshSession' || name === 'ReopenSession');

describeSite('a renewal of the session (W10)', (site) => {
  it('whose answer is lost costs nobody the session', async () => {
    const page = await site.open();
    await signIn(page, await createOwner(site.server), '/settings');
    await page.getByText('This device').waitFor();
    await page.evaluate(AGE_TOKEN);
    await loseNextRenewal(page);
    await page.reload();
    // Whoever asked for it hears that Carrel does not answer: a part of the page, or the socket, which tries again by itself.
    const [device, again] = [page.getByText('This device'), page.getByRole('button', { name: 'Try again' })];
    await device.or(again).first().waitFor();
    if (!(await device.isVisible())) await again.first().click();
    await device.waitFor();
    expect(renewals(site).map(({ name, code }) => `${name} ${code}`)).toEqual([
      'RefreshSession OK',
      'ReopenSession OK',
    ]);
    // What goes on is renewed as any other.
    await page.evaluate(AGE_TOKEN);
    await page.reload();
    await page.getByText('This device').waitFor();
    expect(renewals(site).at(-1)).toMatchObject({ name: 'RefreshSession', code: 'OK' });
    complaints.splice(0);
  });

  it.each(['localhost', 'carrel.test'])('is cut off by no storm of reloads in five tabs, on %s', async (host) => {
    const before = renewals(site).length;
    const page = await site.open({ host });
    await signIn(page, await createOwner(site.server));
    const tabs = [page];
    while (tabs.length < 5) tabs.push(await site.openBeside(page));
    for (let round = 0; round < 4; round++) {
      await page.evaluate(AGE_TOKEN);
      // None waits until the page that it leaves is there.
      await Promise.all(tabs.map((tab) => tab.goto('/documents', { waitUntil: 'commit' })));
      await Promise.all(tabs.map((tab) => tab.goto('/', { waitUntil: 'commit' })));
    }
    for (const tab of tabs) await tab.getByRole('navigation').getByText('Brassfield Library').waitFor();
    const codes = renewals(site).map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(before);
    expect(codes.filter((code) => code !== 'OK' && code !== 'CONFLICT')).toEqual([]);
  });
});
