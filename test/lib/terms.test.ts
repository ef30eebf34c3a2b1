import { describe, expect, it } from 'vitest';
import { termsOf } from '../../src/lib/terms.ts';

describe('termsOf', () => {
  it('gives the stems of the words in order, with repetitions', () => {
    expect(termsOf('Running runners run; runs!')).toEqual(['run', 'runner', 'run', 'run']);
  });

  it('leaves out stop words and the words that questions are asked with', () => {
    expect(termsOf('How much vacation do I get, and when is it?')).toEqual(['vacat']);
  });

  it('takes off contractions and drops negated auxiliaries', () => {
    expect(termsOf("The company's staff don't know they've won, O’Brien’s isn't")).toEqual([
      'compani',
      'staff',
      'know',
      'won',
      'obrien',
    ]);
  });

  it('reads a number with thousands separators as one', () => {
    expect(termsOf('1,190 questions in 1998,2001')).toEqual(['1190', 'question', '1998', '2001']);
  });

  it('does not tell case, accents and compatibility forms apart', () => {
    expect(termsOf('ZÜRICH ﬁnances')).toEqual(termsOf('Zurich finances'));
  });

  it('keeps words of other scripts as they are', () => {
    expect(termsOf('Организация 日本語')).toEqual(['организация', '日本語']);
  });

  it('cuts what is far longer than a word', () => {
    expect(termsOf('a'.repeat(10_000))).toEqual(['a'.repeat(64)]);
  });

  it('finds nothing in whitespace and punctuation', () => {
    expect(termsOf(' \n—?! ')).toEqual([]);
  });
});
