import { expect, it } from 'vitest';
import { parseTags } from '../../src/documents/inputs.ts';
import { withoutInvisible } from '../../src/lib/text/visible.ts';

it.each([
  ['a\nb', 'a b'],
  ['a \t b', 'a b'],
  ['a \u0085\r\n b', 'a b'],
  ['  a  b  ', 'a  b'],
])('joins the lines of %j by one blank', (text, joined) => {
  expect(withoutInvisible(text)).toBe(joined);
});

it('reads blanks once, however many there are', () => {
  const begin = performance.now();
  expect(withoutInvisible(`a${' '.repeat(400_000)}b`)).toHaveLength(400_002);
  // Milliseconds on an idle machine; minutes where each blank begins a look at all that follow.
  expect(performance.now() - begin).toBeLessThan(10_000);
});

it('counts tags before it looks at any, those that are alike once', () => {
  expect(parseTags([...Array<string>(100).fill(' hr '), 'hr'])).toEqual(['hr']);
  const many = Array.from({ length: 1_000 }, (_, at) => `${at}${' '.repeat(9_000)}${at}`);
  expect(() => parseTags(many)).toThrow('A document has at most 20 tags; these are 1000.');
});
