import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { keptOn } from './support/kept.ts';
import { createMember, createMemberOfTwo, createOwner, signIn } from './support/people.ts';
import { describeSite } from './support/visit.ts';

const sessions = (page: Page) => page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
const organizations = (page: Page) => page.getByRole('list', { name: 'Organisations' }).getByRole('listitem');

const DEVICES: Readonly<Record<string, string>> = {
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36 Edg/150.0':
    'Edge on Windows',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15':
    'Safari on macOS',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1':
    'Safari on iPhone',
  'Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0': 'Firefox on Android',
  'carrel-import/1.0': 'carrel-import/1.0',
};

describeSite('the settings', (site) => {
  it('are behind the account, and say who one is and what one may (W5, W6)', async () => {
    const owner = await createOwner(site.server);
    const member = await createMember(site.server, owner, { role: 'EDITOR', collections: ['finance', 'hr'] });
    const page = await site.open();
    await signIn(page, member);
    await page.getByRole('navigation').getByRole('button', { name: 'Account' }).click();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await page.getByText(`You are signed in as ${member.email}.`).waitFor();
    const [here] = await organizations(page).allTextContents();
    for (const said of ['Brassfield Library', 'Editor', 'finance, hr', 'Without personal data']) {
      expect(here).toContain(said);
    }
    await sessions(page).first().waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
    await page.getByRole('button', { name: 'Delete my account' }).click();
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
  });

  it('change the name, which is shown at once, or take it away', async () => {
    const owner = await createOwner(site.server);
    const page = await site.open();
    await signIn(page, owner, '/settings');
    const rename = async (name: string) => {
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByRole('button', { name: 'Save' }).click();
    };
    await rename('Ada Lovelace');
    await page.getByRole('navigation').getByText('Ada Lovelace').waitFor();
    await page.reload();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Ada Lovelace');
    await rename('');
    await page.getByRole('navigation').getByText(owner.email).waitFor();
  });

  it('change the password: other sessions end, this one goes on (W29)', async () => {
    const owner = await createOwner(site.server);
    const page = await site.open();
    await signIn(page, owner, '/settings');
    await sessions(page).nth(1).waitFor();
    const change = async (current: string) => {
      await page.getByLabel('Present password').fill(current);
      await page.getByLabel('New password').fill('a better horse');
      await page.getByRole('button', { name: 'Change the password' }).click();
    };
    await change('a wrong horse');
    await page.getByRole('alert').getByText('Your password is wrong.').waitFor();
    await change(owner.password);
    await page.getByRole('main').getByText('Your password is changed').waitFor();
    const kept = await keptOn(page);
    for (const secret of ['a wrong horse', owner.password, 'a better horse']) expect(kept).not.toContain(secret);
    await sessions(page).nth(1).waitFor({ state: 'detached' });
    expect((await owner.client.error('{ me { role } }')).extensions.reason).toBe('REVOKED');
    await page.reload();
    await sessions(page).getByText('This device').waitFor();
  });

  it('list sessions, and end one or all others', async () => {
    const owner = await createOwner(site.server);
    const others = [await site.open(), await site.open()];
    for (const other of others) await signIn(other, owner);
    const page = await site.open();
    await signIn(page, owner, '/settings');
    const ofBrowser = sessions(page).filter({ hasText: 'Chrome on Linux' });
    await ofBrowser.nth(2).waitFor();
    expect(await sessions(page).count()).toBe(4);
    await page.getByRole('button', { name: 'End the session of node' }).click();
    await sessions(page).nth(3).waitFor({ state: 'detached' });
    expect((await owner.client.error('{ me { role } }')).extensions.reason).toBe('REVOKED');
    expect(await page.evaluate('document.activeElement === document.body')).toBe(false);
    await page.getByRole('button', { name: 'End all others' }).click();
    await page.getByRole('dialog').getByText('The 2 other sessions end at once.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'End all others' }).click();
    await sessions(page).nth(1).waitFor({ state: 'detached' });
    await sessions(page).getByText('This device').waitFor();
    for (const other of others) await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('name devices as people do', async () => {
    const owner = await createOwner(site.server);
    const { email, password } = owner;
    const body = JSON.stringify({
      query: 'mutation ($input: LoginInput!) { login(input: $input) { expiresAt } }',
      variables: { input: { email, password } },
    });
    for (const device of Object.keys(DEVICES)) {
      const headers = { 'content-type': 'application/json', 'user-agent': device };
      await fetch(`${site.server.url}/graphql`, { method: 'POST', headers, body });
    }
    const page = await site.open();
    await signIn(page, owner, '/settings');
    for (const name of Object.values(DEVICES)) await sessions(page).getByText(name, { exact: true }).waitFor();
  });

  it('switch the language, and keep it', async () => {
    const page = await site.open();
    await signIn(page, await createOwner(site.server), '/settings');
    await page.getByLabel('Language', { exact: true }).selectOption('Deutsch');
    await page.getByRole('heading', { name: 'Einstellungen', level: 1 }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('de');
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
    await page.reload();
    await page.getByLabel('Sprache', { exact: true }).selectOption({ index: 0 });
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  });

  it('choose a theme, which the account menu and other tabs show too', async () => {
    const page = await site.open({ colorScheme: 'light' });
    await signIn(page, await createOwner(site.server), '/settings');
    const other = await site.openBeside(page, '/settings');
    await other.getByRole('main').getByLabel('Theme', { exact: true }).waitFor();
    await page.getByRole('main').getByLabel('Theme', { exact: true }).selectOption('Dark');
    await expect.poll(() => other.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    expect(await other.getByRole('main').getByLabel('Theme', { exact: true }).inputValue()).toBe('dark');
    await page.getByRole('navigation').getByRole('button', { name: 'Account' }).click();
    expect(await page.getByRole('navigation').getByLabel('Theme', { exact: true }).inputValue()).toBe('dark');
  });

  it('switch to another organisation, and leave one', async () => {
    const member = await createMemberOfTwo(site.server, await createOwner(site.server));
    const page = await site.open();
    await signIn(page, member, '/settings');
    await sessions(page).first().waitFor();
    const count = await sessions(page).count();
    await page.getByRole('button', { name: 'Switch to Other Library' }).click();
    await page.getByRole('navigation').getByText('Other Library').first().waitFor();
    await page.goto('/settings');
    await sessions(page).first().waitFor();
    // That of the organisation before has ended.
    await expect.poll(() => sessions(page).count()).toBe(count);
    await page.getByRole('button', { name: 'Leave Other Library' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('alert').getByText('owner').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.reload();
    await sessions(page).first().waitFor();
    // The session that was to follow has ended with the attempt.
    expect(await sessions(page).count()).toBe(count);
    await page.getByRole('button', { name: 'Switch to Brassfield Library' }).click();
    await page.getByRole('navigation').getByText('Brassfield Library').first().waitFor();
    await page.goto('/settings');
    await page.getByRole('button', { name: 'Leave Brassfield Library' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('navigation').getByText('Other Library').first().waitFor();
    await page.goto('/settings');
    await organizations(page).first().waitFor();
    expect(await organizations(page).count()).toBe(1);
  });

  it('delete the account, but not that of the last owner of others', async () => {
    const owner = await createOwner(site.server);
    const member = await createMember(site.server, owner);
    const page = await site.open();
    const remove = async (password: string) => {
      await page.getByRole('button', { name: 'Delete my account' }).click();
      await page.getByRole('dialog').getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Delete for good' }).click();
    };
    await signIn(page, owner, '/settings');
    await remove('a wrong horse');
    await page.getByRole('alert').getByText('Your password is wrong.').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await remove(owner.password);
    await page.getByRole('alert').getByText('You are the only owner of Brassfield Library').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('navigation').getByRole('button', { name: 'Account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page, member);
    await page.getByRole('textbox', { name: /question/i }).fill('What nobody else is to read');
    await page.goto('/settings');
    expect(await keptOn(page)).toContain('What nobody else is to read');
    await remove(member.password);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await keptOn(page)).not.toContain('What nobody else is to read');
    await page.getByLabel('E-mail address').fill(member.email);
    await page.getByLabel('Password').fill(member.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('E-mail or password is wrong.').waitFor();
  });
});
