import { describe, expect, it } from 'vitest';
import { createCitationFilter } from '../../src/answers/citations.ts';

describe('the citation filter', () => {
  it.each([
    ['Yes [1].', 'Yes [1].', [1]],
    ['Both [2][1] say so.', 'Both [2][1] say so.', [2, 1]],
    ['Both [1, 3] say so.', 'Both [1][3] say so.', [1, 3]],
    ['All [1-3] say so.', 'All [1][2][3] say so.', [1, 2, 3]],
    ['All [1–3]; again [2].', 'All [1][2][3]; again [2].', [1, 2, 3]],
    ['Spaces [ 2 ] inside.', 'Spaces [2] inside.', [2]],
    ['Nowhere [4].', 'Nowhere.', []],
    ['Nowhere [0] and [99999999999999999999].', 'Nowhere and.', []],
    ['Some [2, 7] do.', 'Some [2] do.', [2]],
    ['A range [2-90] that leads out.', 'A range [2][3] that leads out.', [2, 3]],
    ['Text [sic] stays, so does [a1], [1a] and [].', 'Text [sic] stays, so does [a1], [1a] and [].', []],
    ['Never closed [1', 'Never closed [1', []],
    ['A link [1](x) is one.', 'A link [1](x) is one.', [1]],
    ['Hidden [[9]9] marker.', 'Hidden marker.', []],
    ['Hidden [1[9]] marker.', 'Hidden [1] marker.', [1]],
    ['Two [[1]] of them.', 'Two [[1]] of them.', [1]],
    ['Spaces  \t[9]\nand lines.', 'Spaces\nand lines.', []],
    ['x[2020]y', 'xy', []],
  ])('makes %j into %j', (text, filtered, cited) => {
    const result = filter([text]);
    expect(result.pieces.join('')).toBe(filtered);
    expect(result.cited).toEqual(cited);
  });

  it('sends no piece of a marker before it is resolved', () => {
    expect(filter(['Yes', ' ', '[', '1', ']', '.', ' No', ' [', '12', ']', '!']).pieces).toEqual([
      'Yes',
      '',
      '',
      '',
      ' [1]',
      '.',
      ' No',
      '',
      '',
      '',
      '!',
      '',
    ]);
  });

  it('gives the same text and the same citations however its input is cut', () => {
    const random = randomNumbers(20_261_122);
    for (let run = 0; run < 3_000; run += 1) {
      const text = Array.from({ length: 1 + random(24) }, () => ALPHABET[random(ALPHABET.length)]).join('');
      const pieces = cut(text, random);
      const whole = filter([text]);
      const streamed = filter(pieces);
      expect(streamed.pieces.join(''), JSON.stringify(pieces)).toBe(whole.pieces.join(''));
      expect(streamed.cited).toEqual(whole.cited);
    }
  });

  it('never lets a marker out that points nowhere or is not among the citations, nor leaves one out of the text', () => {
    const random = randomNumbers(7);
    for (let run = 0; run < 3_000; run += 1) {
      const text = Array.from({ length: 1 + random(30) }, () => ALPHABET[random(ALPHABET.length)]).join('');
      const { pieces, cited } = filter(cut(text, random));
      const markers = [...pieces.join('').matchAll(/\[\s*(\d+)\s*\]/g)].map(([, number]) => Number(number));
      expect([...new Set(markers)], JSON.stringify(text)).toEqual(cited);
      expect(cited.every((number) => number >= 1 && number <= PASSAGES)).toBe(true);
    }
  });

  it('reads long runs of whitespace and brackets without slowing down', () => {
    const begin = performance.now();
    const text = `${' '.repeat(20_000)}${'['.repeat(2_000)}${'[ '.repeat(2_000)}${'[1'.repeat(2_000)}x`;
    expect(filter([...text]).pieces.join('')).toBe(text);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});

const PASSAGES = 3;

const ALPHABET = [
  '[',
  '[',
  ']',
  ']',
  '1',
  '2',
  '3',
  '9',
  '0',
  ',',
  '-',
  ' ',
  ' ',
  '\n',
  '\t',
  'a',
  '.',
  '[1]',
  ' [9]',
  '12',
];

function filter(pieces: readonly string[]): { pieces: string[]; cited: number[] } {
  const citations = createCitationFilter(PASSAGES);
  const out = pieces.map((piece) => citations.push(piece));
  return { pieces: [...out, citations.end()], cited: citations.cited() };
}

function cut(text: string, random: (below: number) => number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const size = 1 + random(4);
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}

/** Mulberry32: the same numbers on every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
