import type { XmlReader } from '../xml.ts';
import { type NumberPattern, parsePattern } from './number-pattern.ts';

/** What a number in a cell is shown as. */
export type NumberFormat =
  | { readonly kind: 'number'; readonly pattern: NumberPattern }
  | { readonly kind: 'date' | 'time' | 'duration' };

/** Of cells that say nothing. */
export const GENERAL: NumberFormat = { kind: 'number', pattern: parsePattern('General') };

/** Reads the formats of numbers, in the order in which cells point to them (ECMA-376, 18.8.30). */
export function createNumberFormatReader(): XmlReader<NumberFormat> {
  const found: NumberFormat[] = [];
  const codes = new Map<number, string>();
  /** Many cells have one format. */
  const formats = new Map<number, NumberFormat>();
  let isInCellFormats = false;
  return {
    found,
    open: (name, { numFmtId, formatCode = '' }) => {
      const id = Number(numFmtId ?? 0);
      if (name === 'cellXfs') isInCellFormats = true;
      else if (name === 'numFmt') codes.set(id, formatCode);
      else if (name === 'xf' && isInCellFormats) {
        const code = codes.get(id);
        const format = formats.get(id) ?? (code === undefined ? builtIn(id) : formatOf(code));
        formats.set(id, format);
        found.push(format);
      }
      return true;
    },
    close: (name) => {
      if (name === 'cellXfs') isInCellFormats = false;
    },
  };
}

/** Formats that need no code. Those from 27 to 36 and from 50 to 58 are dates in the languages of East Asia. */
function builtIn(id: number): NumberFormat {
  const code = NUMBERS[id];
  if (code !== undefined) return { kind: 'number', pattern: parsePattern(code) };
  if ((id >= 18 && id <= 21) || id === 32 || id === 33 || id === 45 || id === 47) return { kind: 'time' };
  if (id === 46) return { kind: 'duration' };
  return (id >= 14 && id <= 36) || (id >= 50 && id <= 58) ? { kind: 'date' } : GENERAL;
}

const [WHOLE, EXACT] = ['#,##0', '#,##0.00'];

/** In those of money the currency is that of who opens the file. */
const NUMBERS: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: WHOLE,
  4: EXACT,
  5: WHOLE,
  6: WHOLE,
  7: EXACT,
  8: EXACT,
  9: '0%',
  10: '0.00%',
  37: WHOLE,
  38: WHOLE,
  39: EXACT,
  40: EXACT,
  41: WHOLE,
  42: WHOLE,
  43: EXACT,
  44: EXACT,
};

/** By the letters of a format's first part, the one for positive numbers, that are no text. */
function formatOf(code: string): NumberFormat {
  const [letters = ''] = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';');
  if (/\[(?:h+|m+|s+)\]/i.test(letters)) return { kind: 'duration' };
  const signs = letters.replace(/\[[^\]]*\]|general|am\/pm|a\/p/gi, '');
  const isNumber = /[0#?%]/.test(signs) && !/[dyhs]/i.test(signs.replace(/\.0+/, ''));
  if (isNumber || !/[dygehsm]/i.test(signs)) return { kind: 'number', pattern: parsePattern(code) };
  if (/[dyge]/i.test(signs)) return { kind: 'date' };
  return { kind: /[hs]/i.test(signs) ? 'time' : 'date' };
}
