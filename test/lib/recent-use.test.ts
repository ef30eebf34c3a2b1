import { expect, it } from 'vitest';
import { createRecentUse } from '../../src/lib/recent-use.ts';

it('counts what was used lately, and less and less of what was before', () => {
  let time = 0;
  const use = createRecentUse({ halfLifeMs: 1_000, now: () => time });
  use.add('ann', 80);
  use.add('bob', 10);
  expect([use.of('ann'), use.of('bob'), use.of('cid')]).toEqual([80, 10, 0]);
  time = 1_000;
  use.add('ann', 2);
  expect([use.of('ann'), use.of('bob')]).toEqual([42, 5]);
  time = 4_000;
  expect(use.of('ann')).toBe(5.25);
});

it('holds on to the use that counts, of however many users there are', () => {
  let time = 0;
  const use = createRecentUse({ halfLifeMs: 1, now: () => time });
  for (let at = 0; at < 1_000; at += 1) {
    time += 1;
    use.add(`user ${at}`, 64);
  }
  expect(use.of('user 999')).toBe(64);
  expect(use.of('user 996')).toBe(8);
  expect(use.of('user 0')).toBeLessThan(1);
});
