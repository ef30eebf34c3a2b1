import { describe, expect, it } from 'vitest';
import { createWholeCharacters } from '../../src/lib/whole-characters.ts';

describe('a text in whole characters', () => {
  it('is the same wherever it is cut, and never ends with half of one', () => {
    const text = 'a😀日本👩‍👩‍👧z';
    for (let size = 1; size < 6; size++) {
      const whole = createWholeCharacters();
      const pieces: string[] = [];
      for (let from = 0; from < text.length; from += size) pieces.push(whole(text.slice(from, from + size)));
      expect(pieces.join('')).toBe(text);
      for (const piece of pieces) expect(piece).not.toMatch(/\p{Surrogate}/u);
    }
  });

  it('has a sign in place of a half that stays alone', () => {
    const whole = createWholeCharacters();
    expect(['\uD83D', 'a', '\uDE00', '\uD83D\uD83D', '\uDE00'].map(whole)).toEqual([
      '',
      '\uFFFDa',
      '\uFFFD',
      '\uFFFD',
      '😀',
    ]);
  });
});
