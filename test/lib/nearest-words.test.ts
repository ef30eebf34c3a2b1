import { describe, expect, it } from 'vitest';
import { nearestWords } from '../../src/lib/nearest-words.ts';

describe('the nearest words', () => {
  const known = ['abort', 'about', 'rebas', 'reimburs', 'cat', 'über', 'v2'];

  it('differ by a letter, of long words by two, and begin alike', () => {
    expect(nearestWords(['abrot', 'rebs', 'reimbrus', 'eimburs'], known)).toEqual([
      ['abort'],
      ['rebas'],
      ['reimburs'],
      [],
    ]);
  });

  it('are none for a word that is known, for short ones and for what is no word', () => {
    expect(nearestWords(['abort', 'cet', 'v3', 'über'], known)).toEqual([null, [], [], null]);
  });

  it('come nearest first, three at most', () => {
    expect(nearestWords(['abouts'], ['aboutt', 'about', 'abouty', 'aboutz', 'abxxts'])).toEqual([
      ['about', 'aboutt', 'abouty'],
    ]);
  });

  it('are found among a hundred thousand in no more steps than that', () => {
    const many = Array.from({ length: 100_000 }, (_, at) => `word${at.toString(26).replace(/\d/g, 'z')}`);
    expect(nearestWords(['wordabcdefghijkl'], many)).toEqual([[]]);
  });
});
