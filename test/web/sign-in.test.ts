import { expect, it } from 'vitest';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { keptOn } from './support/kept.ts';
import { createOwner, newEmail, signIn } from './support/people.ts';
import { describeSite } from './support/visit.ts';

/** As if it were later. */
const END_TOKEN = `{
  const session = JSON.parse(localStorage.getItem('carrel.session'));
  localStorage.setItem('carrel.session', JSON.stringify({ ...session, access: { ...session.access, endsAt: 0 } }));
}`;

describeSite('signing in', (site) => {
  it('makes an account and an organisation (W1, W5)', async () => {
    await createOwner(site.server);
    const page = await site.open();
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Create an account' }).waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByLabel('E-mail address').fill(newEmail('first'));
    await page.getByLabel('Password').fill('correct horse');
    await page.getByLabel('Organisation').fill('First Library');
    expect(await violationsInAllLooks(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.getByText('First Library').waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('says what is wrong where it is wrong', async () => {
    const page = await site.open();
    await page.goto('/sign-up');
    await page.getByLabel('E-mail address').fill('nobody');
    await page.getByLabel('Password').fill('short');
    await page.getByLabel('Your name').focus();
    await page.getByText('An e-mail address has an @').waitFor();
    await page.getByText('A password has at least 8 characters.').waitFor();
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill('nobody@example.com');
    await page.getByLabel('Password').fill('wrong password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').textContent()).not.toBe('');
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('nobody@example.com');
  });

  it('fits a window of 320 pixels (W6)', async () => {
    const page = await site.open();
    for (const path of ['/sign-in', '/sign-up', '/reset', '/join']) {
      await page.goto(path);
      expect(await sidewaysAt(page, 320)).toBe(0);
    }
  });

  it('comes back to the address that was asked for', async () => {
    const page = await site.open();
    await signIn(page, await createOwner(site.server), '/nowhere?x=1');
    await page.getByRole('heading', { name: 'Nothing here' }).waitFor();
    expect(page.url()).toContain('/nowhere?x=1');
  });

  it('holds the place of a page whose code is on its way, clear of the edges', async () => {
    const page = await site.open();
    await signIn(page, await createOwner(site.server));
    let arrive = () => {};
    await page.route('**/assets/audit-page*.js', async (route) => {
      await new Promise<void>((resolve) => {
        arrive = resolve;
      });
      await route.continue();
    });
    await page.getByRole('link', { name: 'Audit log' }).click();
    const main = page.getByRole('main');
    await main.getByText('Loading…').waitFor();
    const place = await main.getByText('Loading…').locator('..').boundingBox();
    expect(place?.x).toBeGreaterThan((await main.boundingBox())?.x ?? 0);
    arrive();
    await page.getByRole('heading', { name: 'Audit log', level: 1 }).waitFor();
  });

  it('shows a chosen theme from the first paint on (W28)', async () => {
    const page = await site.open({ colorScheme: 'light' });
    await signIn(page, await createOwner(site.server));
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByLabel('Theme').selectOption('Dark');
    await page.reload({ waitUntil: 'commit' });
    await page.locator('body').waitFor({ state: 'attached' });
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  });

  it('joins by a link whose token leaves the address at once (W29)', async () => {
    const owner = await createOwner(site.server);
    const { inviteMember } = await owner.client.data<{ inviteMember: { token: string } }, Record<string, unknown>>(
      `mutation { inviteMember(input: { email: "${newEmail('grace')}" }) { token } }`,
    );
    const page = await site.open();
    await page.goto(`/join#${inviteMember.token}`);
    await page.getByRole('heading', { name: 'Join Brassfield Library' }).waitFor();
    expect(page.url()).not.toContain(inviteMember.token);
    expect(await keptOn(page)).not.toContain(inviteMember.token);
    expect(await violationsInAllLooks(page)).toEqual([]);
    await page.getByLabel('Password').fill('correct horse');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText('Reader').waitFor();
  });
});

describeSite('a session of many tabs', (site) => {
  it('is renewed by one at a time, with locks and without (W10)', async () => {
    for (const host of ['localhost', 'carrel.test']) {
      const page = await site.open({ host });
      await signIn(page, await createOwner(site.server));
      const tabs = [page];
      while (tabs.length < 5) tabs.push(await site.openBeside(page));
      expect(await page.evaluate('isSecureContext')).toBe(host === 'localhost');
      // All begin anew at once, and the token has ended.
      for (let round = 0; round < 3; round++) {
        // Away first: a renewal that is cut off by leaving the page would be another story.
        await Promise.all(tabs.map((tab) => tab.goto('/healthz')));
        await page.evaluate(END_TOKEN);
        await Promise.all(tabs.map((tab) => tab.goto('/')));
        for (const tab of tabs) await tab.getByText('Brassfield Library').waitFor();
      }
    }
    const codes = site.server.log.filter(({ name }) => name === 'RefreshSession').map(({ code }) => code);
    expect(codes.length).toBeGreaterThanOrEqual(6);
    // Without locks two may be as quick as each other; the second is told so, and takes what the first one got.
    expect(codes.filter((code) => code !== 'OK' && code !== 'CONFLICT')).toEqual([]);
  });

  it('ends in all tabs, and another organisation is shown in all (W11)', async () => {
    const [ada, bob] = [await createOwner(site.server), await createOwner(site.server, 'Other Library')];
    await ada.client.ingest('adas.txt', 'What Ada knows.');
    await bob.client.ingest('bobs.txt', 'What Bob knows.');
    const page = await site.open();
    await signIn(page, ada);
    const tabs = [page];
    while (tabs.length < 5) tabs.push(await site.openBeside(page, '/documents'));
    for (const tab of tabs.slice(1)) await tab.getByRole('link', { name: 'adas.txt' }).waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    for (const tab of tabs) await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate<string[]>('Object.keys(localStorage)')).not.toContain('carrel.session');

    // One signs in: the others follow, by themselves.
    await signIn(page, bob);
    for (const tab of tabs.slice(1)) {
      await tab.getByRole('link', { name: 'bobs.txt' }).waitFor();
      expect(await tab.getByText('adas.txt').count()).toBe(0);
    }
    // Another one signs in where the others are still somebody else's.
    const other = await site.openBeside(page, '/healthz');
    await other.evaluate('session = localStorage.getItem("carrel.session"); localStorage.removeItem("carrel.session")');
    for (const tab of tabs) await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(page, ada);
    for (const tab of tabs.slice(1)) await tab.getByRole('link', { name: 'adas.txt' }).waitFor();
    await other.evaluate('localStorage.setItem("carrel.session", session)');
    for (const tab of tabs.slice(1)) {
      await tab.getByRole('link', { name: 'bobs.txt' }).waitFor();
      expect(await tab.getByText('adas.txt').count()).toBe(0);
    }
    await page.getByText('Other Library').waitFor();
  });
});
