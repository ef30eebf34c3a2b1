import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { createMember, createOwner, type Person, signIn } from './support/people.ts';
import { complaints, describeSite } from './support/visit.ts';

const row = (page: Page, name: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: name });
const dialog = (page: Page) => page.getByRole('dialog');
const focused = (page: Page) => page.evaluate<string>('document.activeElement.tagName');
const nothingHere = (page: Page) => page.getByRole('heading', { name: 'Nothing here' }).waitFor();

/** Opens what the menu of a row leads to. */
async function choose(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('button', { name: action, exact: true }).click();
}

const press = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true }).click();

/** Takes the link that is shown once, and closes what shows it. */
async function takeLink(page: Page): Promise<string> {
  const link = await dialog(page).getByRole('textbox', { name: 'Link' }).inputValue();
  await press(page, 'Close');
  await dialog(page).waitFor({ state: 'detached' });
  return link;
}

/** All that a page keeps or shows. */
const kept = (page: Page) =>
  page.evaluate<string>(
    'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state, document.documentElement.outerHTML])',
  );

const labels = (elements: readonly { ariaLabel: string | null }[]) => elements.map(({ ariaLabel }) => ariaLabel);

/** As if somebody came back to the tab. */
const comeBack = (page: Page) => page.evaluate("dispatchEvent(new Event('focus'))");

const addTo = ({ client }: Person, collection: string, name: string) =>
  client.data('mutation ($input: IngestTextInput!) { ingestText(input: $input) { created } }', {
    input: { name, text: `The text of ${name}.`, collection },
  });

const update = ({ client }: Person, input: Record<string, unknown>) =>
  client.data('mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { member { role } } }', { input });

describeSite('members', (site) => {
  it('are invited by a link that is shown once, and see what they were given (W5, W6, W29)', async () => {
    const owner = await createOwner(site.server);
    await addTo(owner, 'finance/payroll', 'salaries.txt');
    await addTo(owner, 'marketing', 'campaign.txt');
    const page = await site.open();
    await signIn(page, owner, '/admin/members');
    await row(page, owner.email).getByText('Owner').waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);

    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await dialog(page).getByLabel('E-mail address').fill('grace@example.com');
    await dialog(page).getByLabel('Role').selectOption('Editor');
    await dialog(page).getByLabel('Those of some collections').check();
    await dialog(page).getByLabel('finance/payroll').check();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await press(page, 'Invite');
    await page.getByRole('dialog', { name: 'Invitation of grace@example.com' }).waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    const link = await takeLink(page);
    expect(await focused(page)).toBe('BUTTON');
    const [, token = ''] = link.split('#');
    expect(token).not.toBe('');
    expect(await kept(page)).not.toContain(token);
    await row(page, 'grace@example.com').getByText('Invited').waitFor();
    await row(page, 'grace@example.com').getByText('finance/payroll').waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);

    const other = await site.open();
    await other.goto(link);
    await other.getByLabel('Your name').fill('Grace Hopper');
    await other.getByLabel('Password').fill('correct horse');
    await other.getByRole('button', { name: 'Join' }).click();
    await other.getByRole('link', { name: 'Documents', exact: true }).click();
    await row(other, 'salaries.txt').waitFor();
    expect(await row(other, 'campaign.txt').count()).toBe(0);

    await comeBack(page);
    await row(page, 'Grace Hopper').getByText('Editor').waitFor();
    expect(await row(page, 'grace@example.com').getByText('Invited').count()).toBe(0);
  });

  it('take no invitation that was taken back', async () => {
    const page = await site.open();
    await signIn(page, await createOwner(site.server), '/admin/members');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await dialog(page).getByLabel('E-mail address').fill('late@example.com');
    await press(page, 'Invite');
    const link = await takeLink(page);
    await page.getByRole('button', { name: 'Take back the invitation of late@example.com?' }).click();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await press(page, 'Take back');
    await row(page, 'late@example.com').waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toBe('H1');
    const other = await site.open();
    await other.goto(link);
    await other.getByText('This invitation has ended').waitFor();
  });

  it('are changed, suspended and removed, which acts at once (W7, W24)', async () => {
    const owner = await createOwner(site.server);
    const member = await createMember(site.server, owner, { role: 'EDITOR' });
    const [page, other] = [await site.open(), await site.open()];
    await signIn(page, owner, '/admin/members');
    await signIn(other, member, '/documents');
    await other.getByRole('button', { name: 'Add documents' }).waitFor();

    await choose(page, member.email, 'Edit');
    await dialog(page).getByLabel('Role').selectOption('Reader');
    await dialog(page).getByLabel('Documents with personal data').check();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await press(page, 'Save');
    await row(page, member.email).getByText('Reader').waitFor();
    await row(page, member.email).getByText('With personal data').waitFor();
    await comeBack(other);
    await other.getByRole('button', { name: 'Add documents' }).waitFor({ state: 'detached' });

    await choose(page, member.email, 'Edit');
    await dialog(page).getByLabel('Suspended').check();
    await press(page, 'Save');
    await row(page, member.email).getByText('Suspended').waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await comeBack(other);
    await other.getByText('Your access is suspended.').waitFor();

    await choose(page, member.email, 'Remove');
    await page.getByRole('dialog', { name: `Remove ${member.email}?` }).waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Cancel');
    await press(page, 'Remove');
    await row(page, member.email).waitFor({ state: 'detached' });
    // The neighbour's.
    await expect.poll(() => focused(page)).toBe('BUTTON');
  });

  it('choose another password by a link (W29)', async () => {
    const owner = await createOwner(site.server);
    const member = await createMember(site.server, owner);
    const page = await site.open();
    await signIn(page, owner, '/admin/members');
    await choose(page, member.email, 'Link to reset the password');
    await press(page, 'Make a link');
    const link = await takeLink(page);
    expect(await kept(page)).not.toContain(link.split('#')[1]);
    const other = await site.open();
    await other.goto(link);
    await other.getByLabel('New password').fill('battery staple');
    await other.getByRole('button', { name: 'Save and sign in' }).click();
    await other.getByText('Reader').waitFor();
    await signIn(await site.open(), { ...member, password: 'battery staple' });
  });

  it('keep an owner, and say so', async () => {
    const owner = await createOwner(site.server);
    const page = await site.open();
    await signIn(page, owner, '/admin/members');
    await choose(page, owner.email, 'Edit');
    expect(await dialog(page).getByLabel('Suspended').count()).toBe(0);
    await dialog(page).getByLabel('Role').selectOption('Reader');
    await press(page, 'Save');
    await dialog(page).getByRole('alert').getByText(/owner/).waitFor();
    await press(page, 'Cancel');
    await row(page, owner.email).getByText('Owner').waitFor();
  });

  it('offer an administrator nothing that would be forbidden, and follow changes of their rights (W24, W25)', async () => {
    const owner = await createOwner(site.server);
    await addTo(owner, 'finance/payroll', 'salaries.txt');
    await addTo(owner, 'marketing', 'campaign.txt');
    const rights = { role: 'ADMIN', collections: ['finance'] } as const;
    const admin = await createMember(site.server, owner, { ...rights, collections: ['finance'] });
    const reader = await createMember(site.server, owner, { collections: ['finance/payroll'] });
    const page = await site.open();
    await signIn(page, admin, '/admin/members');
    await row(page, owner.email).waitFor();
    expect(await page.getByRole('button', { name: `Actions for ${owner.email}` }).count()).toBe(0);
    await choose(page, reader.email, 'Edit');
    const roles = dialog(page).getByLabel('Role').getByRole('option');
    expect(await roles.allTextContents()).toEqual(['Reader', 'Editor', 'Administrator']);
    for (const name of ['Those of some collections', 'Other collections', 'Documents with personal data']) {
      expect(await dialog(page).getByLabel(name, { exact: true }).count()).toBe(0);
    }
    expect(await dialog(page).getByLabel('marketing').count()).toBe(0);
    await dialog(page).getByLabel('finance', { exact: true }).check();
    await press(page, 'Save');
    await row(page, reader.email).getByText('finance, finance/payroll').waitFor();

    await update(owner, { userId: reader.userId, role: 'OWNER' });
    await comeBack(page);
    await row(page, reader.email).getByText('Owner').waitFor();
    expect(await page.getByRole('button', { name: `Actions for ${reader.email}` }).count()).toBe(0);
    await update(owner, { userId: admin.userId, role: 'EDITOR' });
    await comeBack(page);
    await nothingHere(page);
    expect(await page.getByRole('link', { name: 'Members' }).count()).toBe(0);
  });

  it('do not exist for who manages nobody', async () => {
    const owner = await createOwner(site.server);
    for (const role of ['VIEWER', 'EDITOR'] as const) {
      const page = await site.open();
      await signIn(page, await createMember(site.server, owner, { role }), '/admin/members');
      await nothingHere(page);
      await page.goto('/admin/collections');
      await nothingHere(page);
      expect(await page.getByText('Administration').count()).toBe(0);
    }
  });

  it('come in pages, and are found by name on all of them', async () => {
    const owner = await createOwner(site.server);
    const names = Array.from({ length: 120 }, (_, number) => `crowd${String(number).padStart(3, '0')}.${owner.email}`);
    for (const email of names) await site.server.join(owner.client, { email });
    const page = await site.open();
    await signIn(page, owner, '/admin/members');
    await row(page, 'crowd048').waitFor();
    expect(await row(page, 'crowd').count()).toBe(49);
    await page.getByLabel('Find by name or e-mail').fill('crowd119');
    await row(page, 'crowd119').waitFor();
    expect(await page.getByRole('list', { name: 'Members' }).getByRole('listitem').count()).toBe(1);
    expect(page.url()).toContain('name=crowd119');
    await page.getByLabel('Find by name or e-mail').fill('nobody');
    await page.getByText('No member is called like that.').waitFor();
    await page.getByLabel('Find by name or e-mail').fill('');
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByRole('button', { name: 'Show more' }).click();
    await row(page, 'crowd119').waitFor();
    const [first = '', ...others] = names;
    await choose(page, first, 'Remove');
    await press(page, 'Remove');
    await row(page, first).waitFor({ state: 'detached' });
    const shown = () => page.getByRole('button', { name: /^Actions for crowd/ }).evaluateAll(labels);
    await expect.poll(shown).toEqual(others.map((name) => `Actions for ${name}`));
  });

  it('are managed by keyboard alone, and links copied, on plain http in a LAN (W8, W9)', async () => {
    const owner = await createOwner(site.server);
    const member = await createMember(site.server, owner);
    const page = await site.open({ host: 'carrel.test' });
    await signIn(page, owner, '/admin/members');
    const menu = page.getByRole('button', { name: `Actions for ${member.email}` });
    await menu.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await dialog(page).waitFor();
    expect(await focused(page)).toBe('SELECT');
    await page.keyboard.press('e');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await dialog(page).getByRole('button', { name: 'Save' }).press('Enter');
    await row(page, member.email).getByText('Editor').waitFor();
    await row(page, member.email).getByText('With personal data').waitFor();
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe(`Actions for ${member.email}`);
    await page.getByRole('button', { name: 'Invite somebody' }).press('Enter');
    await page.keyboard.type('grace@example.com');
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('button', { name: 'Copy' }).press('Enter');
    await dialog(page).getByRole('button', { name: 'Copied' }).waitFor();
    const link = await dialog(page).getByRole('textbox', { name: 'Link' }).inputValue();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('BUTTON');
    await page.getByLabel('Find by name or e-mail').press('Control+v');
    expect(await page.getByLabel('Find by name or e-mail').inputValue()).toBe(link);
  });

  it('say what failed, and are read again', async () => {
    const page = await site.open();
    await signIn(page, await createOwner(site.server));
    await page.route('**/graphql', (route) => route.abort());
    await page.getByRole('link', { name: 'Members' }).click();
    await page.getByText('Carrel does not answer.').first().waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await page.unroute('**/graphql');
    for (const button of (await page.getByRole('button', { name: 'Try again' }).all()).reverse()) await button.click();
    await page.getByText('You', { exact: true }).waitFor();
    complaints.splice(0);
  });

  it('speak German (W30)', async () => {
    const owner = await createOwner(site.server);
    const page = await site.open({ locale: 'de' });
    await signIn(page, owner, '/admin/members');
    await row(page, owner.email).getByText('Besitzen').waitFor();
    await page.getByRole('button', { name: 'Jemanden einladen' }).click();
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
  });
});
