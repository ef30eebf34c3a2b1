import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TenantId } from '../../src/ids.ts';
import type { Directory } from '../../src/store/directory.ts';
import { startHourlySweep } from '../../src/tenants/hourly-sweep.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';
import { newMember } from '../support/store-fixtures.ts';

let opened: Awaited<ReturnType<typeof openTemporaryStore>>;
let directory: Directory;
beforeEach(async () => {
  opened = await openTemporaryStore();
  directory = opened.store.directory;
});
afterEach(async () => {
  vi.useRealTimers();
  await opened.close();
});

it('sweeps all organisations every hour, the others also where one fails', async () => {
  const members = [newMember(), newMember(), newMember()];
  for (const member of members) await directory.register(member);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const swept: TenantId[] = [];
  const unexpected: unknown[] = [];
  const stop = startHourlySweep({
    directory,
    sweep: async (id) => {
      swept.push(id);
      if (swept.length === 2) throw new Error('Its file is damaged.');
    },
    onUnexpected: (error) => unexpected.push(error),
  });
  const sorted = members.map(({ tenant }) => tenant.id).sort();
  const until = (count: number) =>
    vi.waitUntil(() => vi.advanceTimersByTimeAsync(500).then(() => swept.length >= count), 60_000);
  await until(3);
  expect([...swept].sort()).toEqual(sorted);
  expect(unexpected).toMatchObject([{ message: 'Its file is damaged.' }]);
  await vi.advanceTimersByTimeAsync(3_000_000);
  expect(swept).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(600_000);
  await until(6);
  expect(swept.slice(3).sort()).toEqual(sorted);
  await stop();
});
