import { oneLine } from '../one-line.ts';
import type { XmlReader } from '../xml.ts';

/** Reads the texts that cells point to by their number. */
export function createSharedStringReader(): XmlReader<string> {
  const found: string[] = [];
  let text = '';
  let isInText = false;
  return {
    found,
    open: (name) => {
      if (name === 'si') text = '';
      isInText = name === 't';
      return !isReading(name);
    },
    text: (piece) => {
      if (isInText) text += piece;
    },
    close: (name) => {
      isInText = false;
      if (name === 'si') found.push(cellText(text));
    },
  };
}

/** How a Japanese word is read, which is not shown in its cell. */
export function isReading(name: string): boolean {
  return name === 'rPh';
}

/** A text as it is written in a file, where `_x000D_` is a sign that XML can't hold. */
export function cellText(written: string): string {
  return oneLine(
    written.replace(/_x([\dA-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  );
}
