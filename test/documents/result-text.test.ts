import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { readIntoResult } from '../../src/documents/result-text.ts';

it('gives each long text a turn of the event loop, though many are read at the same time', async () => {
  const { signal } = new AbortController();
  const text = 'x'.repeat(200_000);
  const done: string[] = [];
  const reads = Array.from({ length: 3 }, async () => {
    await readIntoResult({}, { limit: 1_000_000, signal }, async () => text);
    done.push('text');
  });
  while (done.filter((each) => each === 'text').length < 3) {
    await setImmediate();
    done.push('event');
  }
  await Promise.all(reads);
  expect(done.join(' ')).not.toContain('text text');
});
