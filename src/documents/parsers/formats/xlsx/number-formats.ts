import type { XmlReader } from '../xml.ts';

/** What a number in a cell is shown as. */
export type NumberFormat = 'number' | 'percentage' | 'date' | 'time' | 'duration';

/** Reads the formats of numbers, in the order in which cells point to them (ECMA-376, 18.8.30). */
export function createNumberFormatReader(): XmlReader<NumberFormat> {
  const found: NumberFormat[] = [];
  const codes = new Map<number, string>();
  let isInCellFormats = false;
  return {
    found,
    open: (name, { numFmtId, formatCode = '' }) => {
      const id = Number(numFmtId ?? 0);
      if (name === 'cellXfs') isInCellFormats = true;
      else if (name === 'numFmt') codes.set(id, formatCode);
      else if (name === 'xf' && isInCellFormats) {
        const code = codes.get(id);
        found.push(code === undefined ? builtIn(id) : formatOf(code));
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
  if (id === 9 || id === 10) return 'percentage';
  if ((id >= 18 && id <= 21) || id === 32 || id === 33 || id === 45 || id === 47) return 'time';
  if (id === 46) return 'duration';
  return (id >= 14 && id <= 36) || (id >= 50 && id <= 58) ? 'date' : 'number';
}

/** By the letters of a format's first part, the one for positive numbers, that are no text. */
function formatOf(code: string): NumberFormat {
  const [letters = ''] = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';');
  if (/\[(?:h+|m+|s+)\]/i.test(letters)) return 'duration';
  const signs = letters.replace(/\[[^\]]*\]|general|am\/pm|a\/p/gi, '');
  if (signs.includes('%')) return 'percentage';
  if (/[dyge]/i.test(signs) && !/e[+-]/i.test(signs)) return 'date';
  if (/[hs]/i.test(signs)) return 'time';
  return /m/i.test(signs) ? 'date' : 'number';
}
