import { describe, expect, it } from 'vitest';
import { writeJson } from '../../src/lib/write-json.ts';

const written = async (value: unknown) => Buffer.from(await writeJson(value)).toString();

describe('writeJson', () => {
  it('writes what JSON.stringify writes', async () => {
    const value = {
      ...{ text: 'a "b"\n\u2028', empty: {}, none: [], nothing: null, left: undefined, call: () => {} },
      list: [1, undefined, true, [{ deep: 'x' }], new Error('x')],
      date: new Date(0),
      'a "key"': { toJSON: () => ({ said: 1 }) },
      bare: Object.assign(Object.create(null), { x: 'y' }),
    };
    expect(await written(value)).toBe(JSON.stringify(value));
    expect(await written('x')).toBe('"x"');
    expect(await written(null)).toBe('null');
  });

  it('cuts long strings between characters, also where halves of some stand alone', async () => {
    for (const begin of ['', 'x']) {
      const text = `${begin}${'😀"\n\\ü中\uD83D'.repeat(40_000)}`;
      expect(await written({ text, more: [text] })).toBe(JSON.stringify({ text, more: [text] }));
    }
  });

  it('lets the event loop turn many times meanwhile', async () => {
    let turns = 0;
    const tick = () => {
      turns += 1;
      next = setImmediate(tick);
    };
    let next = setImmediate(tick);
    await writeJson(Array.from({ length: 20 }, () => '\n'.repeat(500_000)));
    clearImmediate(next);
    expect(turns).toBeGreaterThan(5);
  });
});
