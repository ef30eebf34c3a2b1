import { expect, it } from 'vitest';
import { InviteMemberDocument } from '../../schema/typed/graphql.ts';
import { violationsInAllLooks } from './support/axe.ts';
import { createOwner, newEmail, type Person, signIn } from './support/people.ts';
import { describeSite } from './support/visit.ts';

async function invite({ client }: Person, email: string): Promise<string> {
  const { inviteMember } = await client.data(InviteMemberDocument, { input: { email } });
  return `/join#${inviteMember.token}`;
}

describeSite('an invitation, opened by who is signed in', (site) => {
  it('is taken by one click, in all tabs', async () => {
    const [ada, eve] = [await createOwner(site.server), await createOwner(site.server, 'Other Library')];
    const page = await site.open();
    await signIn(page, eve);
    const other = await site.openBeside(page);
    await other.getByText('Other Library').waitFor();
    await page.goto(await invite(ada, eve.email));
    await page.getByText(`You are signed in as ${eve.email}.`).waitFor();
    expect(await page.getByLabel('Password').count()).toBe(0);
    expect(await violationsInAllLooks(page)).toEqual([]);
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('navigation').getByText('Brassfield Library').first().waitFor();
    await other.getByRole('navigation').getByText('Brassfield Library').first().waitFor();
  });

  it('of somebody else says so before it signs in as them', async () => {
    const ada = await createOwner(site.server);
    const page = await site.open();
    await signIn(page, await createOwner(site.server, 'Other Library'));
    const email = newEmail('grace');
    await page.goto(await invite(ada, email));
    await page.getByText(`Whoever joins here is signed in as ${email}`).waitFor();
    await page.getByLabel('Password').fill('correct horse');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('navigation').getByText('Brassfield Library').waitFor();
  });

  it('is asked for once more where the page is loaded again, as the address holds it no longer', async () => {
    const ada = await createOwner(site.server);
    const page = await site.open();
    await page.goto(await invite(ada, 'mary@example.com'));
    await page.getByText('mary@example.com is invited as a reader.').waitFor();
    await page.reload();
    await page.getByText('Open the link that you were given once more.').waitFor();
  });

  it('that has ended leads back', async () => {
    const page = await site.open();
    await signIn(page, await createOwner(site.server));
    await page.goto('/join#of-no-invitation');
    await page.getByText('This invitation has ended').waitFor();
    await page.getByRole('link', { name: 'To the start' }).click();
    await page.getByRole('navigation').getByText('Brassfield Library').waitFor();
  });
});
