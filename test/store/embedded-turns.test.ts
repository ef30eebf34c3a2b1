import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTemporaryStore } from '../support/store-embedded.ts';
import { newAuditEntry, newMember, openNewTenant, openTestTenant, type TestTenant } from '../support/store-fixtures.ts';

/** How many of these are done when that one is: all, if it waited for them; some, as the store begins before it hears of that one. */
async function doneBefore(one: Promise<unknown>, many: readonly Promise<unknown>[]): Promise<number> {
  let done = 0;
  for (const each of many) void each.then(() => (done += 1));
  await one;
  const before = done;
  await Promise.all(many);
  return before;
}

describe('what many ask of one store', () => {
  let temporary: Awaited<ReturnType<typeof openTemporaryStore>>;
  let ada: TestTenant;
  let bob: TestTenant;
  beforeAll(async () => {
    temporary = await openTemporaryStore();
    ada = await openNewTenant(temporary.store);
    bob = await openNewTenant(temporary.store);
    for (const { documents } of [ada, bob]) await documents.list({ filter: {}, limit: 1, after: null });
  });
  afterAll(() => temporary.close());

  const list = ({ documents }: TestTenant) => documents.list({ filter: {}, limit: 1, after: null });
  const register = () => {
    const member = newMember();
    return { member, registered: temporary.store.directory.register(member) };
  };

  it('is done in turn: who asks for little does not wait for all that another organisation has asked for', async () => {
    const many = Array.from({ length: 300 }, () => list(ada));
    expect(await doneBefore(list(bob), many)).toBeLessThan(250);
  });

  it('is done in turn with what a burst of registrations takes', async () => {
    await list(bob);
    const many = Array.from({ length: 100 }, () => register().registered);
    expect(await doneBefore(list(bob), many)).toBeLessThan(85);
  });

  it('is done in turn with making the files of those who have registered', async () => {
    const newcomers: TestTenant[] = [];
    for (let at = 0; at < 30; at += 1) {
      const { member, registered } = register();
      await registered;
      newcomers.push(await openTestTenant(temporary.store, member.tenant.id));
    }
    const many = newcomers.map(({ audit }) => audit.append([newAuditEntry()], []));
    expect(await doneBefore(list(bob), many)).toBeLessThan(26);
  });

  it('is done as to who calls before anything else', async () => {
    const { member, registered } = register();
    await registered;
    const key = { tenantId: member.tenant.id, userId: member.user.id };
    const { directory } = temporary.store;
    // So much was asked already that it would be behind the others by fairness.
    await Promise.all(Array.from({ length: 2_000 }, () => directory.findMembers([key])));
    const many = Array.from({ length: 300 }, (_, at) => list(at % 2 === 0 ? ada : bob));
    expect(await doneBefore(directory.findMembers([key]), many)).toBeLessThan(250);
  });
});
