/** Passes an answer's text on as it is generated, with only such markers as point at a passage. */
export interface CitationFilter {
  /** What may be sent now. An opened bracket, and the whitespace before it, wait until the marker is resolved. */
  push(text: string): string;
  /** What was still held back. */
  end(): string;
  /** The passages that the text so far cites, by number from 1, in the order in which they first appear. */
  cited(): number[];
}

/**
 * Resolves markers while they stream: [2] passes where there is a second passage, [1, 3] becomes [1][3], and what points
 * nowhere is dropped with the whitespace before it. Brackets that hold anything but numbers are text.
 */
export function createCitationFilter(passageCount: number): CitationFilter {
  const cited = new Set<number>();
  let held = '';

  const release = (text: string): string => {
    held = '';
    return text;
  };
  const close = (): string => {
    const marker = MARKER_AT_END.exec(held);
    if (!marker) return release(held);
    const [, whitespace = '', numbers = ''] = marker;
    const before = held.slice(0, marker.index);
    const known = numbersIn(numbers).filter((number) => number >= 1 && number <= passageCount);
    for (const number of known) cited.add(number);
    if (known.length > 0) return release(`${before}${whitespace}${known.map((number) => `[${number}]`).join('')}`);
    // What stands before a marker that is dropped goes on as if there had been none.
    held = before;
    return '';
  };
  /** One character further, so that it makes no difference where the text was cut. */
  const step = (char: string): string => {
    held += char;
    if (char === ']') return close();
    const isBlank = char === ' ' || char === '\t';
    if (isBlank && !held.includes('[')) return '';
    return MAY_BECOME_MARKER.test(held) ? '' : release(held);
  };

  return {
    push: (text) => {
      let out = '';
      for (const char of text) out += step(char);
      return out;
    },
    end: () => release(held),
    cited: () => [...cited],
  };
}

const MAX_MARKER_LENGTH = 40;
const INSIDE = String.raw`[\d\s,;–-]{0,${MAX_MARKER_LENGTH}}`;
const MARKER_AT_END = new RegExp(String.raw`([ \t]*)\[\s*(\d${INSIDE})\]$`);
/** Opened brackets that hold nothing but numbers so far, one in another, and the whitespace before them. */
const MAY_BECOME_MARKER = new RegExp(String.raw`^[ \t]*(?:\[${INSIDE})+$`);

/** `1, 3` and `2-4`; a range counts up, and no further than ten. */
function numbersIn(list: string): number[] {
  return list.split(/[,;\s]+/).flatMap((part) => {
    const [from, to] = part.split(/[–-]/).map(Number);
    if (!from || !to || to < from) return from ? [from] : [];
    return Array.from({ length: Math.min(to - from + 1, 10) }, (_, i) => from + i);
  });
}
