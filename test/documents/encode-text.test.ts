import { expect, it } from 'vitest';
import { encodeText } from '../../src/documents/encode-text.ts';

it.each([
  ['nothing', ''],
  ['a line', 'A line.'],
  ['letters of every length, with pairs across all borders', 'aé€\u{1f600}'.repeat(200_000)],
  ['pairs across a border at every other place', `a${'\u{1f600}'.repeat(300_000)}`],
  ['halves of characters', '\ud83d'.repeat(262_144) + '\ude00'.repeat(3)],
])('encodes a text in slices as it would as a whole: %s', async (_, text) => {
  expect(Buffer.compare(await encodeText(text, {}), new TextEncoder().encode(text))).toBe(0);
});

it('lets others have their turn while it encodes, and stops when it is told to', async () => {
  const stop = new AbortController();
  setImmediate(() => stop.abort());
  await expect(encodeText('\u{1f600}'.repeat(10_000_000), { signal: stop.signal })).rejects.toThrow('aborted');
});
