import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { withMatches } from '../../src/search/matches.ts';
import type { ShownPassage } from '../../src/store/answers.ts';

function passage(text: string, start: number): Pick<ShownPassage, 'text' | 'start'> {
  return { text, start };
}

it('finds the words of a passage where they are in its document, once, however often it is asked', async () => {
  const [found] = withMatches([passage('Days of leave', 100)], { searchedFor: 'leave days' });
  expect(await found?.matches()).toEqual([
    { start: 100, end: 104 },
    { start: 108, end: 113 },
  ]);
  expect(found?.matches()).toBe(found?.matches());
});

it('lets the event loop turn between two passages', async () => {
  const passages = withMatches(
    [0, 100, 200].map((start) => passage('Days of leave', start)),
    { searchedFor: 'leave' },
  );
  let read = 0;
  const all = Promise.all(passages.map(({ matches }) => matches().then(() => (read += 1))));
  const seen: number[] = [];
  for (; read < passages.length; await setImmediate()) seen.push(read);
  await all;
  expect(seen).toEqual(expect.arrayContaining([0, 1, 2]));
});

it('looks for nothing any more when nobody waits', async () => {
  const [found] = withMatches([passage('Days of leave', 0)], { searchedFor: 'leave', signal: AbortSignal.abort() });
  await expect(found?.matches()).rejects.toThrow('aborted');
});
