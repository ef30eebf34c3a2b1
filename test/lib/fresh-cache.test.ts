import { beforeEach, describe, expect, it } from 'vitest';
import { newId, type TenantId, type UserId } from '../../src/ids.ts';
import { createFreshCache } from '../../src/lib/fresh-cache.ts';
import type { Member, MemberKey } from '../../src/store/directory-records.ts';

const newKey = (): MemberKey => ({ userId: newId<UserId>(), tenantId: newId<TenantId>() });

let time: number;
let calls: MemberKey[];
let answer: (key: MemberKey) => Promise<Member | null>;

beforeEach(() => {
  time = 10_000;
  calls = [];
  answer = async () => null;
});

const create = (capacity = 100) =>
  createFreshCache({
    find: (key: MemberKey) => {
      calls.push(key);
      return answer(key);
    },
    nameOf: ({ userId, tenantId }) => `${tenantId} ${userId}`,
    now: () => new Date(time),
    capacity,
  });

describe('a cache of what must be fresh', () => {
  it('looks once within a second, and again after it', async () => {
    const { get: find } = create();
    const key = newKey();
    await find(key);
    time += 999;
    await find({ ...key });
    expect(calls).toHaveLength(1);
    time += 1;
    await find(key);
    expect(calls).toHaveLength(2);
  });

  it('shares a look that is under way, but not once it is a second old', async () => {
    let answerAll: (member: null) => void = () => {};
    const pending = new Promise<null>((resolve) => {
      answerAll = resolve;
    });
    answer = () => pending;
    const { get: find } = create();
    const key = newKey();
    const looks = [find(key), find(key)];
    expect(calls).toHaveLength(1);
    time += 1_000;
    looks.push(find(key));
    expect(calls).toHaveLength(2);
    answerAll(null);
    expect(await Promise.all(looks)).toEqual([null, null, null]);
  });

  it('keeps a member no longer when the clock is set back', async () => {
    const { get: find } = create();
    const key = newKey();
    await find(key);
    time -= 1;
    await find(key);
    expect(calls).toHaveLength(2);
  });

  it('tells users and organisations apart', async () => {
    const { get: find } = create();
    const [a, b] = [newKey(), newKey()];
    await find(a);
    await find({ ...a, tenantId: b.tenantId });
    await find({ ...a, userId: b.userId });
    expect(calls).toHaveLength(3);
  });

  it('forgets a look that failed', async () => {
    const { get: find } = create();
    const key = newKey();
    answer = async () => {
      throw new Error('The store is away.');
    };
    await expect(find(key)).rejects.toThrow('The store is away.');
    answer = async () => null;
    expect(await find(key)).toBeNull();
  });

  it('keeps those used last when it is full', async () => {
    const { get: find } = create(2);
    const [a, b, c] = [newKey(), newKey(), newKey()];
    for (const key of [a, b, a, c, a, b]) await find(key);
    expect(calls).toEqual([a, b, c, b]);
  });
});
