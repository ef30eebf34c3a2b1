import { expect, it } from 'vitest';
import { RemoveMemberDocument, UpdateMemberDocument } from '../../schema/typed/graphql.ts';
import { ask, field, HANDBOOK, QUESTION } from './support/asking.ts';
import { violationsInAllLooks } from './support/axe.ts';
import { createMember, createMemberOfTwo, createOwner, signIn } from './support/people.ts';
import { describeSite } from './support/visit.ts';

describeSite('rights that change while a page is open (W24)', (site) => {
  it('take away what a lowered role may not do', async () => {
    const owner = await createOwner(site.server);
    const member = await createMember(site.server, owner, { role: 'EDITOR' });
    const page = await site.open();
    await signIn(page, member, '/documents');
    await page.getByRole('button', { name: 'Add documents' }).waitFor();
    await owner.client.data(UpdateMemberDocument, { input: { userId: member.userId, role: 'VIEWER' } });
    await page.getByRole('button', { name: 'Add documents' }).waitFor({ state: 'detached' });
    await page.getByRole('navigation').getByText('Reader').waitFor();
    await owner.client.data(UpdateMemberDocument, { input: { userId: member.userId, role: 'EDITOR' } });
    await page.getByRole('button', { name: 'Add documents' }).waitFor();
  });

  it('are asked for nothing that they no longer allow, which the audit log would tell as an attempt', async () => {
    const owner = await createOwner(site.server);
    const member = await createMember(site.server, owner, { role: 'ADMIN' });
    const page = await site.open();
    await signIn(page, member, '/admin/members');
    const change = async (role: 'VIEWER' | 'ADMIN') =>
      owner.client.data(UpdateMemberDocument, { input: { userId: member.userId, role } });
    await page.getByText(owner.email).waitFor();
    await change('VIEWER');
    await page.getByText('There is no page at this address.').waitFor();
    await change('ADMIN');
    await page.getByText(owner.email).waitFor();
    const { auditLog } = await owner.client.data<
      { auditLog: { edges: { node: { action: string } }[] } },
      Record<string, unknown>
    >('{ auditLog(first: 50) { edges { node { action } } } }');
    const actions = auditLog.edges.map(({ node }) => node.action);
    expect(actions).toContain('member.update');
    expect(actions).not.toContain('access.refuse');
  });

  it('take a collection off the list, and close its document', async () => {
    const owner = await createOwner(site.server);
    await owner.client.ingest('payroll.txt', 'What everybody earns.', { collection: 'finance' });
    await owner.client.ingest('rules.txt', 'The rules of the house.', { collection: 'house' });
    const member = await createMember(site.server, owner);
    const page = await site.open();
    await signIn(page, member, '/documents');
    const reader = await site.openBeside(page, '/documents');
    await reader.getByRole('link', { name: 'payroll.txt' }).click();
    await reader.getByText('What everybody earns.').waitFor();
    await page.getByRole('link', { name: 'payroll.txt' }).waitFor();
    await owner.client.data(UpdateMemberDocument, { input: { userId: member.userId, collections: ['house'] } });
    await page.getByRole('link', { name: 'payroll.txt' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'rules.txt' }).waitFor();
    await reader.getByText('What everybody earns.').waitFor({ state: 'detached' });
    await reader.getByText('This does not exist, or you may not see it.').waitFor();
  });

  it('end the session of who is suspended, with the reason', async () => {
    const owner = await createOwner(site.server);
    const member = await createMember(site.server, owner);
    const page = await site.open();
    await signIn(page, member, '/settings');
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await owner.client.data(UpdateMemberDocument, { input: { userId: member.userId, suspended: true } });
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByRole('status').getByText('Your access is suspended.').waitFor();
  });

  it('lead who is removed to sign in, and from there to their other organisation', async () => {
    const owner = await createOwner(site.server);
    const id = (await owner.client.ingest('rules.txt', 'The rules of the house.')).id;
    const member = await createMemberOfTwo(site.server, owner);
    const page = await site.open();
    await signIn(page, member, `/documents/${id}`);
    await page.getByText('The rules of the house.').waitFor();
    await owner.client.data(RemoveMemberDocument, { input: { userId: member.userId } });
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByRole('status').getByText('You do not belong to this organisation any more.').waitFor();
    await page.getByLabel('E-mail address').fill(member.email);
    await page.getByLabel('Password').fill(member.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation').getByText('Other Library').waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('end a session that was revoked elsewhere, and come back with the draft (W12)', async () => {
    const owner = await createOwner(site.server);
    const page = await site.open();
    await signIn(page, owner);
    await page.getByRole('textbox', { name: /question/i }).fill('What I was about to ask');
    await owner.client.data('mutation { logout(input: { everywhere: true }) { endedSessions } }');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByRole('status').getByText('What you were writing is kept.').waitFor();
    await page.getByLabel('E-mail address').fill(owner.email);
    await page.getByLabel('Password').fill(owner.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('textbox', { name: /question/i }).waitFor();
    expect(await page.getByRole('textbox', { name: /question/i }).inputValue()).toBe('What I was about to ask');
  });

  it('withhold what was answered from a document that is out of sight now', async () => {
    const owner = await createOwner(site.server);
    await owner.client.ingest('employee-handbook.md', HANDBOOK, { collection: 'house' });
    const member = await createMember(site.server, owner);
    const page = await site.open();
    await signIn(page, member);
    await ask(page, QUESTION);
    await page.getByRole('button', { name: 'Copy' }).waitFor();
    await field(page).fill('A draft');
    await owner.client.data(UpdateMemberDocument, { input: { userId: member.userId, collections: [] } });
    await page.getByText('This answer was written from a passage that you may not see any more.').waitFor();
    expect(await page.getByRole('button', { name: 'Copy' }).count()).toBe(0);
    expect(await field(page).inputValue()).toBe('A draft');
    expect(await violationsInAllLooks(page)).toEqual([]);
  });

  it('lose no time: the socket that they close is open again without a wait (W22)', async () => {
    const owner = await createOwner(site.server);
    const member = await createMember(site.server, owner, { role: 'EDITOR' });
    const page = await site.open();
    await page.addInitScript(`
      window.waits = [];
      const real = setTimeout;
      window.setTimeout = (work, ms, ...rest) => (waits.push(ms), real(work, ms, ...rest));`);
    await signIn(page, member, '/documents');
    const add = page.getByRole('button', { name: 'Add documents' });
    await add.waitFor();
    for (const role of ['VIEWER', 'EDITOR'] as const) {
      const again = page.waitForEvent('websocket');
      await owner.client.data(UpdateMemberDocument, { input: { userId: member.userId, role } });
      await again;
      await add.waitFor({ state: role === 'VIEWER' ? 'detached' : 'visible' });
    }
    // The second wait for a lost connection: the first is none.
    expect(await page.evaluate<number[]>('waits')).not.toContain(250);
  });
});
