import { expect, it } from 'vitest';
import { AcceptInvitationDocument, InviteMemberDocument } from '../../schema/typed/graphql.ts';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { createMember, createOwner, signIn } from './support/people.ts';
import { complaints, describeSite } from './support/visit.ts';

const TENANT = 'query { me { tenant { name instructions } } }';

describeSite(
  'the organisation',
  (site) => {
    it('is renamed and given instructions, and shows what it keeps (W5, W6)', async () => {
      const owner = await createOwner(site.server);
      await owner.client.ingest('rules.txt', 'The rules of the house.');
      const page = await site.open();
      await signIn(page, owner);
      await page.getByRole('link', { name: 'Organisation' }).click();
      const main = page.getByRole('main');
      await main.getByLabel('Name', { exact: true }).fill('Whitfield Library');
      await main.getByLabel('Name', { exact: true }).press('Enter');
      await main.getByText('Saved.').waitFor();
      await page.getByRole('navigation').getByText('Whitfield Library').waitFor();

      const instructions = main.getByLabel('Instructions for answers');
      const save = main.getByRole('button', { name: 'Save' });
      await instructions.fill('x'.repeat(2_001));
      await main.getByText('These are 2,001 characters. At most 2,000 are possible.').waitFor();
      await save.click();
      await main.getByText('The instructions are too long.').waitFor();
      // A character, however many units it has.
      await instructions.fill('📚'.repeat(2_000));
      await save.click();
      await expect
        .poll(() => owner.client.data(TENANT))
        .toEqual({ me: { tenant: { name: 'Whitfield Library', instructions: '📚'.repeat(2_000) } } });
      await main.getByText('Searchable documents').waitFor();
      const amounts = main.getByRole('region', { name: 'Usage' }).getByRole('definition');
      expect(await amounts.allTextContents()).toEqual(['1 of at most 1,500', '23 bytes', '20']);
      expect(await violationsInAllLooks(page)).toEqual([]);
      expect(await sidewaysAt(page, 320)).toBe(0);
    });

    it('says what is wrong, where it is wrong', async () => {
      const owner = await createOwner(site.server);
      const page = await site.open();
      await signIn(page, owner, '/admin/organisation');
      await page.getByLabel('Name', { exact: true }).fill('  ');
      await page.getByLabel('Name', { exact: true }).press('Enter');
      await page.getByText('The name is blank.').waitFor();
      await page.getByRole('button', { name: 'Delete the organisation' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('To confirm, type the name: Brassfield Library').fill('brassfield');
      await dialog.getByLabel('Your password').fill('wrong password');
      await dialog.getByText('That is not the name.').waitFor();
      await dialog.getByRole('button', { name: 'Delete for good' }).click();
      await dialog.getByText('Type the name of the organisation exactly as it is').waitFor();
      await dialog.getByLabel('To confirm, type the name: Brassfield Library').fill('Brassfield Library');
      await dialog.getByRole('button', { name: 'Delete for good' }).click();
      await dialog.getByText('Your password is wrong.').waitFor();
      expect(await violationsInAllLooks(page)).toEqual([]);
      expect(await sidewaysAt(page, 320)).toBe(0);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Delete the organisation');
    });

    it('is deleted, and its owner is signed out', async () => {
      const owner = await createOwner(site.server);
      const page = await site.open();
      await signIn(page, owner, '/admin/organisation');
      await page.getByRole('button', { name: 'Delete the organisation' }).click();
      await page.getByLabel('To confirm, type the name: Brassfield Library').fill('Brassfield Library');
      await page.getByLabel('Your password').fill(owner.password);
      await page.getByLabel('Your password').press('Enter');
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await page.getByText('Your session has ended').count()).toBe(0);
      // Who ends it needs no reason.
      expect(await page.getByRole('status').getByText('signed out').count()).toBe(0);
      expect(await page.evaluate("localStorage.getItem('carrel.session')")).toBeNull();
      const { extensions } = await owner.client.error(TENANT);
      expect(extensions.code).toBe('UNAUTHENTICATED');
    });

    it('is deleted, and who owns another goes on there', async () => {
      const [owner, friend] = [await createOwner(site.server), await createOwner(site.server, 'Other Library')];
      const { inviteMember } = await friend.client.data(InviteMemberDocument, { input: { email: owner.email } });
      await owner.client.data(AcceptInvitationDocument, { input: { token: inviteMember.token } });
      const page = await site.open();
      await signIn(page, owner);
      await page.getByRole('button', { name: 'Switch organisation' }).click();
      await page.getByRole('button', { name: 'Brassfield Library' }).click();
      await page.getByRole('link', { name: 'Organisation' }).click();
      await page.getByRole('button', { name: 'Delete the organisation' }).click();
      await page.getByLabel('To confirm, type the name: Brassfield Library').fill('Brassfield Library');
      await page.getByLabel('Your password').fill(owner.password);
      await page.getByRole('button', { name: 'Delete for good' }).click();
      await page.getByRole('navigation').getByText('Other Library').waitFor();
      expect(new URL(page.url()).pathname).toBe('/');
      await page.getByText('Reader').waitFor();
    });

    it('is read by administrators, whose numbers are those of all documents or none (W25)', async () => {
      const owner = await createOwner(site.server);
      const page = await site.open();
      const admin = await createMember(site.server, owner, { role: 'ADMIN', collections: ['finance'] });
      await signIn(page, admin, '/admin/organisation');
      const main = page.getByRole('main');
      await main.getByText('There are none.').waitFor();
      await main.getByText('How much there is only those see who may see all documents.').waitFor();
      for (const role of ['button', 'textbox'] as const) expect(await main.getByRole(role).count()).toBe(0);
      expect(await violationsInAllLooks(page)).toEqual([]);

      const other = await site.open();
      await signIn(other, await createMember(site.server, owner, { role: 'EDITOR' }), '/admin/organisation');
      await other.getByRole('heading', { name: 'Nothing here' }).waitFor();
    });

    it('comes back when the server does, and speaks German (W30)', async () => {
      const page = await site.open({ locale: 'de' });
      await signIn(page, await createOwner(site.server));
      await page.route('**/graphql', (route) =>
        route.request().postData()?.includes('query Organization') ? route.abort() : route.continue(),
      );
      await page.getByRole('link', { name: 'Organisation' }).click();
      await page.getByText('Carrel antwortet nicht.').waitFor();
      await page.unroute('**/graphql');
      await page.getByRole('button', { name: 'Noch einmal versuchen' }).click();
      await page.getByText('In bis zu 2.000 Zeichen').waitFor();
      expect(await sidewaysAt(page, 320)).toBe(0);
      complaints.splice(0);
    });
  },
  { env: { QUOTA_DOCUMENTS: '1500', QUOTA_QUESTIONS_PER_DAY: '20' } },
);
